"""A result as a table that a person can read, in a terminal and in a notebook."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assess.logs import log_odds
from assess.prepared import answer_of, case_of
from assess.rounding import credence_text, decibans_text, interval_text, number_text, quantity_text
from assess.target import target_of
from priors.odds import nats_to_decibans
from priors.question import Quantity

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


@dataclass(frozen=True)
class Summary:
    """What `summary` returns: print it, or let a notebook show it."""

    title: str
    basis: str
    tables: tuple[Table, ...]
    warnings: tuple[str, ...]

    def __str__(self) -> str:
        parts = [self.title, self.basis] if self.title else [self.basis]
        text = "\n".join(parts) + "\n\n" + "\n\n".join(str(t) for t in self.tables)
        if self.warnings:
            text += "\n\nNote:\n" + "\n".join(f"  {w}" for w in self.warnings)
        return text

    def _repr_html_(self) -> str:
        tables = "".join(t._repr_html_() for t in self.tables)
        notes = "".join(f"<li>{html.escape(w)}</li>" for w in self.warnings)
        head = f"<h4>{html.escape(self.title)}</h4><p>{html.escape(self.basis)}</p>"
        return f"{head}{tables}" + (f"<ul>{notes}</ul>" if notes else "")


def summary(result: xr.DataTree) -> Summary:
    """The result as readable tables: credences, sources, assumptions, repeats, notes.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned.

    Returns
    -------
    Summary
        Prints as text and shows as a table in a notebook. Credences have two decimals (three near
        0 and 1); weights are in decibans, 10 log10 of the change of the odds against the rest.

        The credence interval says how far the credence could move if the stated numbers were
        known, drawn as the items leave them. Robustness says the same for the numbers as they were
        stated, not updated by the items: what others would conclude who draw their numbers from
        the same ranges. Where items conflict the two can lie far apart; the credence goes with the
        first.

    Examples
    --------
    >>> import assess
    >>> text = str(assess.summary(assess.weigh(assess.example_case("dprk_missiles"))))
    >>> "hypothesis" in text
    True
    """
    exact = answer_of(result)
    tables = list(_questions(result))
    stated_to_given = ("as stated", "given the items")
    if exact.sizes["source"]:
        rows = _pairs(exact, "source", "reliability_prior", "reliability")
        header: tuple[str, ...] = ("source", *stated_to_given)
        if (spread := _spread_of(result)) is not None:
            header = (*header, f"{spread.attrs['mass']:.0%} interval")
            ends = spread["reliability_interval"].values
            rows = tuple((*r, interval_text(*e)) for r, e in zip(rows, ends, strict=True))
        tables.append(Table("Reliability of the sources", header, rows))
    if exact.sizes.get("assumption"):
        tables.append(
            Table(
                "Chance that the assumptions hold",
                ("assumption", *stated_to_given),
                _pairs(exact, "assumption", "holds_prior", "holds"),
            )
        )
    if exact.sizes.get("copy"):
        tables.append(
            Table(
                "Chance that an item is a mere repeat",
                ("item", *stated_to_given),
                _pairs(exact, "copy", "repeats_prior", "repeats"),
            )
        )
    notes = [f"{w['address']}: {w['message']}" for w in json.loads(result.attrs["warnings"])]
    return Summary(str(result.attrs["title"]), _basis(result), tuple(tables), tuple(notes))


def _basis(result: xr.DataTree) -> str:
    exact = answer_of(result)
    day = f"As of {result.attrs['as_of']}. " if result.attrs["as_of"] else ""
    counts = ", ".join(
        f"{n} {word}{'' if n == 1 else 's'}"
        for n, word in ((exact.sizes["item"], "item"), (exact.sizes["source"], "source"))
    )
    sampled = "diagnostics" in result.children
    how = "computed exactly"
    if "estimate" in result.children:
        how = "estimated by PyMC's draws" if sampled else "estimated by weighted draws"
    text = (
        f"{day}{counts}. The credences are {how}. They hold given the hypotheses, "
        "priors, likelihoods and\nreliabilities as stated, and independence except where "
        "dependence is stated."
    )
    if sampled:
        from assess.soundness import diagnosis

        text += "\n" + "\n".join(f"PyMC's draws beside them: {s}" for s in diagnosis(result))
    spread = _spread_of(result)
    if spread is None:
        drawn = "intervals" in result.children
        return text if drawn else f"{text} Ranges enter with their means."
    share = f"{spread.attrs['mass']:.0%}"
    quantities = (
        " The distribution\nof a quantity stays as stated: it is not among these numbers."
        if "quantity" in exact
        else ""
    )
    return (
        f"{text}\nCredence interval: how far the credence could move if the stated numbers were "
        f"known ({share} of {spread.attrs['draws']} draws of them, as\nthe items leave them). "
        "Robustness: the same for the numbers as stated, not updated by the items."
        f"{quantities}"
    )


def _questions(result: xr.DataTree) -> list[Table]:
    exact = answer_of(result)
    spread = _spread_of(result)
    tables, first = [], 0
    for q in case_of(result).questions:
        rows = []
        for k in range(first, first + len(q.states)):
            label = str(exact["hypothesis"].values[k])
            weight = _change(result, label)
            prior, credence = (float(exact[name].values[k]) for name in ("prior", "credence"))
            spreads: tuple[str, ...] = ()
            if spread is not None:
                both = (spread["credence_interval"], spread["robustness"])
                spreads = tuple(interval_text(*ends.values[k]) for ends in both)
            shown = (credence_text(prior), credence_text(credence), *spreads)
            rows.append((label, *shown, decibans_text(weight)))
        first += len(q.states)
        more = () if spread is None else ("credence interval", "robustness")
        header = ("hypothesis", "prior", "credence", *more, "against the rest")
        tables.append(Table(q.text or q.id, header, tuple(rows)))
        if isinstance(q, Quantity) and "quantity" in exact:
            tables.append(_quantity(exact.sel(quantity_of=q.id), q))
    return tables


def _quantity(exact: xr.Dataset, q: Quantity) -> Table:
    """The quantiles of a quantity before the items and given them."""
    header = (q.unit, *(f"{level:.0%} below" for level in exact["level"].values))
    rows = tuple(
        (words, *(quantity_text(float(x)) for x in exact[name].values))
        for words, name in (
            ("before the items", "quantity_prior"),
            ("given the items", "quantity"),
        )
    )
    return Table("", header, rows)


def _spread_of(result: xr.DataTree) -> xr.Dataset | None:
    """The intervals of a result, None if no draws were made or nothing in it is uncertain."""
    if "intervals" not in result.children:
        return None
    spread = result["intervals"].to_dataset()
    return spread if spread.attrs["uncertain"] else None


def _change(result: xr.DataTree, label: str) -> float:
    """Change of the log-odds of a hypothesis against the rest, in decibans."""
    exact = answer_of(result)
    target = target_of(result, label)
    own = exact["question"].values == target.question_id

    after = log_odds(exact["log_credence"].values[own], target.hypothesis, target.against)
    with np.errstate(divide="ignore", invalid="ignore"):
        before = log_odds(np.log(exact["prior"].values[own]), target.hypothesis, target.against)
        return float(
            np.nan_to_num(nats_to_decibans(after - before), nan=0.0, posinf=np.inf, neginf=-np.inf)
        )


def _pairs(exact: xr.Dataset, dim: str, before: str, after: str) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (str(name), credence_text(float(x)), credence_text(float(y)))
        for name, x, y in zip(
            exact[dim].values, exact[before].values, exact[after].values, strict=True
        )
    )


def ledger_table(ledger: xr.Dataset) -> Table:
    """A ledger as a readable table, with its total.

    Parameters
    ----------
    ledger : Dataset
        What `ledger` returned.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: a row for each item with its weight in
        decibans and the credence so far.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> print(assess.ledger_table(assess.ledger(result)).header)
    ('item', 'contribution', 'credence so far')
    """
    a = ledger.attrs
    rows = [("before any item", "", credence_text(a["prior"]))]
    for name in ledger["item"].values:
        row = ledger.sel(item=name)
        weight = decibans_text(float(row["contribution"]))
        rows.append((str(name), weight, credence_text(float(row["running_credence"]))))
    total = decibans_text(a["decibans"] - a["prior_decibans"])
    rows.append(("all items", total, credence_text(a["credence"])))
    title = f"What each item contributed to {a['hypothesis']}, against {a['against']}"
    if a["method"] != "exact":
        worst = number_text(float(ledger["contribution_se"].max()))
        title += f"\n(averaged over {a['method']}; standard error at most {worst} dB)"
    return Table(title, ("item", "contribution", "credence so far"), tuple(rows))


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

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> len(assess.tornado_table(assess.tornado(result), most=3).rows)
    3
    """
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
        weight in decibans that it adds.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> print(assess.leave_out_table(assess.leave_out(result)).header)
    ('without this item', 'credence', 'it adds')
    """
    a = left_out.attrs
    rows = [
        (
            str(name),
            credence_text(
                float(left_out["credence"].sel(left_out=name, hypothesis=a["hypothesis"]))
            ),
            decibans_text(float(left_out["change"].sel(left_out=name))),
        )
        for name in left_out["left_out"].values
    ]
    notes = {n: str(left_out["note"].sel(left_out=n).item()) for n in left_out["left_out"].values}
    rows += [(f"  {name}: {note}", "", "") for name, note in notes.items() if note]
    whole = f"(all in: {credence_text(a['credence'])})"
    title = f"Credence of {a['hypothesis']} without each {a['by']} {whole}"
    return Table(title, (f"without this {a['by']}", "credence", "it adds"), tuple(rows))
