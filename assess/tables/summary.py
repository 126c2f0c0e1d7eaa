"""The summary of a result: what the credences are, and what they hold given."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assess.case.selection import Note
from assess.formatting.numbers import credence_text, decibans_text, interval_text, quantity_text
from assess.kernel.logs import log_odds
from assess.result.access import answer_of, case_of
from assess.result.target import target_of
from assess.tables.table import Table
from priors.odds import nats_to_decibans
from priors.question import Quantity

if TYPE_CHECKING:
    import xarray as xr


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
    notes = [str(Note(**w)) for w in json.loads(result.attrs["warnings"])]
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
        from assess.result.diagnostics import diagnosis

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
