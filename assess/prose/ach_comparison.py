"""What the comparison with a matrix of competing hypotheses says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.names import listed
from assess.formatting.numbers import credence_text, decibans_shown, decibans_text
from assess.result.lead import leader
from assess.sensitivity.ach_comparison import (
    AGAINST_BOTH,
    COUNTED,
    IDLE,
    NOTABLE,
    UNCOUNTED,
    parts_of,
)

if TYPE_CHECKING:
    import xarray as xr


def headline(reading: xr.Dataset, *, labels: Literal["id", "text"] = "id") -> str:
    """Which hypothesis comes first by the count and by the credence, in one line."""
    ids = [str(h) for h in reading["hypothesis"].values]
    name = dict(zip(ids, map(fitted, names_of(reading, labels)), strict=True))
    leading, rival = (str(reading.attrs[k]) for k in ("leading", "rival"))
    one, other = name[leading], name[rival]
    top = ids[leader(reading["credence"].values)]
    if not reading.attrs["agrees"] and leading != top:
        return f"Count and credence both put {name[top]} first, but differ further down"
    if not reading.attrs["agrees"]:
        return f"The count prefers {other}, the credence {one}"
    by = dict(zip(ids, reading["inconsistency"].values, strict=True))
    first, second = by[leading], by[rival]
    if first == second:
        return f"The count does not tell {one} from {other}"
    return f"Count and credence agree: {one} comes first"


def names_of(reading: xr.Dataset, labels: Literal["id", "text"]) -> list[str]:
    """The hypotheses by their ids, or by their words where they have any."""
    ids, texts = reading["hypothesis"].values, reading["hypothesis_text"].values
    return [str(t if labels == "text" and t else h) for h, t in zip(ids, texts, strict=True)]


def explain(reading: xr.Dataset) -> str:
    """What a comparison with Heuer's count says, in one to five sentences.

    Parameters
    ----------
    reading : Dataset
        What `ach_comparison` returned.

    Returns
    -------
    str
    """
    one, other = str(reading.attrs["leading"]), str(reading.attrs["rival"])
    sentences = [_rankings(reading, one, other), _sums(reading, one, other)]
    uncounted = _most(reading, UNCOUNTED)
    if uncounted:
        sentences.append(
            f"Inconsistent with neither, so in no count, but weighing in the credence: {uncounted}."
        )
    all_of_them = [str(i) for i in reading["item"].values[reading["against_all"].values]]
    dependent = [str(i) for i in reading["item"].values[reading["dependent"].values]]
    extra = []
    if all_of_them:
        extra.append(
            f"inconsistent with every hypothesis, so counted against each: {listed(all_of_them, 4)}"
        )
    if dependent:
        extra.append(f"worth something else beside the others than alone: {listed(dependent, 4)}")
    if extra:
        text = "; ".join(extra)
        sentences.append(text[0].upper() + text[1:] + ".")
    sentences.append(f"The credences hold given {reading.attrs['conditional_on']}.")
    return " ".join(sentences)


def _rankings(found: xr.Dataset, one: str, other: str) -> str:
    names = [str(h) for h in found["hypothesis"].values]
    n = dict(zip(names, map(int, found["inconsistency"].values), strict=True))
    p = dict(zip(names, map(credence_text, map(float, found["credence"].values)), strict=True))
    if found.attrs["agrees"]:
        if n[one] == n[other]:
            return (
                f"Counting inconsistencies does not tell {one} from {other} ({n[one]} each); the "
                f"credence does: {p[one]} and {p[other]}."
                if p[one] != p[other]
                else f"Neither the count ({n[one]} each) nor the credence ({p[one]} each) tells "
                f"{one} from {other}."
            )
        if p[one] == p[other]:
            return (
                f"The credence does not tell {one} from {other} ({p[one]} each); the count does: "
                f"{n[one]} and {n[other]} inconsistent items."
            )
        return (
            "The count of inconsistencies and the credence do not contradict each other: "
            f"{one} is first ({n[one]} inconsistent, credence {p[one]}), before {other} "
            f"({n[other]}, {p[other]})."
        )
    top = names[leader(found["credence"].values)]
    begun = "The two rankings differ: "
    if top != one:
        begun = (
            f"The count and the credence both put {top} first ({n[top]} inconsistent, credence "
            f"{p[top]}), but further down they differ: "
        )
    return (
        f"{begun}{other} has fewer inconsistent items ({n[other]} against "
        f"{n[one]}), but {one} is more credible ({p[one]} against {p[other]})."
    )


def _sums(found: xr.Dataset, one: str, other: str) -> str:
    words = {
        "prior": "the priors",
        COUNTED: "items inconsistent with one of them",
        UNCOUNTED: "items inconsistent with neither",
        AGAINST_BOTH: "items inconsistent with both",
        IDLE: "items with the same letter for both (through a shared source)",
        "unrated": "items without letters",
    }
    parts, total = parts_of(found), float(found.attrs["decibans"])
    shown = dict(zip(parts, decibans_shown(list(parts.values()), total), strict=True))
    told = [f"{decibans_text(v)} from {words[k]}" for k, v in shown.items()
            if not (v == 0.0 and k != COUNTED)]  # fmt: skip
    parts_told = f": {', '.join(told)}" if told else ""
    return f"For {one} against {other} there are {decibans_text(total)}{parts_told}."


def _most(found: xr.Dataset, kind: str, most: int = 4) -> str:
    """The items of a kind that weigh most, with their weights."""
    own = found.isel(item=found["kind"].values == kind)
    order = np.argsort(-np.abs(own["contribution"].values), kind="stable")
    told = [
        f"{own['item'].values[k]} {decibans_text(float(own['contribution'].values[k]))}"
        for k in order
        if abs(float(own["contribution"].values[k])) >= NOTABLE
    ]
    return listed(told, most)
