"""Tables that a person can read, in a terminal and in a notebook: those of the readings."""

from __future__ import annotations

import html
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assess.logs import difference
from assess.rounding import credence_text, decibans_text, decibans_texts, number_text
from assess.sensitivity.leave_out import turns

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class Table:
    """A titled table of texts; the first column is aligned left, the others right."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        cells = [self.header, *self.rows]
        widths = [max(len(row[k]) for row in cells) for k in range(len(self.header))]
        lines = [self.title] if self.title else []
        for row in cells:
            first, *rest = (
                c.ljust(w) if k == 0 else c.rjust(w)
                for k, (c, w) in enumerate(zip(row, widths, strict=True))
            )
            lines.append("  " + "  ".join([first, *rest]).rstrip())
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        def row(cells: tuple[str, ...], tag: str) -> str:
            sides = ["left"] + ["right"] * (len(cells) - 1)
            styled = (
                f'<{tag} style="text-align:{side}">{html.escape(c)}</{tag}>'
                for side, c in zip(sides, cells, strict=True)
            )
            return f"<tr>{''.join(styled)}</tr>"

        body = "".join(row(r, "td") for r in self.rows)
        caption = f'<caption style="text-align:left">{html.escape(self.title)}</caption>'
        return (
            f"<table>{caption}<thead>{row(self.header, 'th')}</thead><tbody>{body}</tbody></table>"
        )


def at_least_one(most: int) -> None:
    """Refuse a table without rows."""
    if most < 1:
        msg = f"most: {most} leaves no row (1 or more)"
        raise ValueError(msg)


def ledger_table(ledger: xr.Dataset) -> Table:
    """A ledger as a readable table, with its total.

    Parameters
    ----------
    ledger : Dataset
        What `ledger` returned.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: a row for each item, source or tag with
        its weight in decibans and the credence so far. The weights shown add up to the total shown:
        some are rounded the other way for that, none by as much as a tenth of a deciban.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> print(assess.ledger_table(assess.ledger(result)).header)
    ('item', 'contribution', 'credence so far')
    """
    a = ledger.attrs
    by = a["by"]
    change = float(difference(a["decibans"], a["prior_decibans"]))
    weights = decibans_texts(ledger["contribution"].values.tolist(), change)
    labels = [str(x) for x in ledger[by].values]
    credences = [credence_text(float(c)) for c in ledger["running_credence"].values]
    rows = [("before any item", "", credence_text(a["prior"]))]
    rows += zip(labels, weights, credences, strict=True)
    rows.append(("all items", decibans_text(change), credence_text(a["credence"])))
    title = f"What each {by} contributed to {a['hypothesis']}, against {a['against']}"
    if a["method"] != "exact":
        worst = number_text(float(ledger["contribution_se"].max()))
        title += f"\n(averaged over {a['method']}; standard error at most {worst} dB)"
    return Table(title, (by, "contribution", "credence so far"), tuple(rows))


def tornado_table(tornado: xr.Dataset, most: int = 10) -> Table:
    """The largest bars of a tornado as a readable table.

    Parameters
    ----------
    tornado : Dataset
        What `tornado` returned.
    most : int
        How many rows at most.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: each number with the ends of its range
        and the credence at either.

    Raises
    ------
    ValueError
        If `most` is below 1.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> len(assess.tornado_table(assess.tornado(result), most=3).rows)
    3
    """
    at_least_one(most)
    a = tornado.attrs
    rows = []
    for name in tornado["number"].values[:most]:
        row = tornado.sel(number=name)
        low, high = (number_text(float(row[k])) for k in ("low", "high"))
        ends = tuple(credence_text(float(row[f"credence_{k}"])) for k in ("low", "high"))
        rows.append((str(name), low, high, *ends))
    moved = f"with each number alone at an end of its {a['mass']:.0%} range"
    if a["vary_fixed"]:
        times = number_text(a["vary_fixed"])
        moved += f"\n(where none was stated, at its odds divided and multiplied by {times})"
    elif a["fixed"]:
        moved += f"\n({a['fixed']} numbers were stated without a range and not moved)"
    title = f"Credence of {a['hypothesis']} {moved}"
    return Table(title, ("number", "low", "high", "at low", "at high"), tuple(rows))


def leave_out_table(left_out: xr.Dataset) -> Table:
    """A leave-one-out as a readable table for its hypothesis.

    Parameters
    ----------
    left_out : Dataset
        What `leave_out` returned.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: the credence without each, and the
        weight in decibans that it adds; of assumptions the credence with each one set, and by how
        much that moves it. Below, what the reader has to know of some: which hypothesis leads, if
        it is another one, and what would have to be judged anew.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> print(assess.leave_out_table(assess.leave_out(result)).header)
    ('without this item', 'credence', 'it adds')
    """
    a = left_out.attrs
    labels = [str(name) for name in left_out["left_out"].values]
    credences = left_out["credence"].sel(hypothesis=a["hypothesis"]).values
    change, what = left_out["change"].values, f"without this {a['by']}"
    title, adds = f"Credence of {a['hypothesis']} without each {a['by']}", "it adds"
    if a["by"] == "assumption":
        title, what = f"Credence of {a['hypothesis']} with each assumption set", "assumption set"
        change, adds = -change, "moves it by"
    rows = [
        (label, "undefined" if math.isnan(p) else credence_text(float(p)), decibans_text(float(dB)))
        for label, p, dB in zip(labels, credences, change, strict=True)
    ]
    for label, turn, note in zip(labels, turns(left_out), left_out["note"].values, strict=True):
        other = "" if turn is None else turn.would(a["leader"])
        rows += [(f"  {label}: {words}", "", "") for words in (other, str(note)) if words]
    title += f" (all {'as stated' if a['by'] == 'assumption' else 'in'}: "
    return Table(f"{title}{credence_text(a['credence'])})", (what, "credence", adds), tuple(rows))
