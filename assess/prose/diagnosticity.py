"""What each item can tell apart, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.names import listed
from assess.formatting.numbers import decibans_text, number_text, quantity_text
from assess.sensitivity.diagnosticity import NON_DIAGNOSTIC

if TYPE_CHECKING:
    import xarray as xr


def headline(reading: xr.Dataset) -> str:
    """Which item tells most, and between which hypotheses, in one line."""
    question = fitted(str(reading.attrs["question"]))
    if reading.sizes["item"] == 0:
        return f"No items that could tell the hypotheses on {question} apart"
    largest = np.nan_to_num(reading["largest"].values.astype(float), posinf=np.inf)
    first = reading.isel(item=int(np.argmax(largest)))
    if not bool(first["largest"] >= float(reading.attrs["non_diagnostic"])):
        return f"No item tells the hypotheses on {question} apart"
    one, other = (fitted(str(first[f"largest_{x}"].item())) for x in ("for", "against"))
    return f"{fitted(str(first['item'].item()))} tells most: {one} from {other}"


def explain(reading: xr.Dataset) -> str:
    """What a diagnosticity says, in one to five sentences.

    Parameters
    ----------
    reading : Dataset
        What `diagnosticity` returned.

    Returns
    -------
    str
    """
    if reading.sizes["item"] == 0:
        return "There are no items that could tell the hypotheses apart."
    useful = reading["diagnostic"].values
    names = [str(x) for x in reading["item"].values]
    sentences = []
    if useful.any():
        sentences += _best(reading)
        weakest = _weakest(reading)
        sentences += [weakest] if weakest else []
    idle = [n for n, u in zip(names, useful, strict=True) if not u]
    if idle:
        sentences.append(_idle(idle, len(names), _through(reading, idle)))
    sentences.append(
        f"All this holds given {reading.attrs['conditional_on']}: what one adds to the others is "
        "another matter."
    )
    return " ".join(sentences)


def _best(found: xr.Dataset) -> list[str]:
    """The most diagnostic item: what it weighs, and what it could be expected to weigh."""
    row = found.isel(item=int(np.argmax(np.nan_to_num(found["largest"].values, posinf=np.inf))))
    one, other = str(row["largest_for"].item()), str(row["largest_against"].item())
    size = float(row["largest"])
    name = str(row["item"].item())
    p, q = (number_text(float(row["likelihood"].sel(hypothesis=h))) for h in (one, other))
    first = f"The most diagnostic item on {found.attrs['question']} is {name}: "
    if np.isinf(size):
        return [f"{first}it is possible under {one} ({p}) and impossible under {other}."]
    ratio = quantity_text(10.0 ** min(size / 10.0, 300.0))
    expected = float(row["expected"].sel(hypothesis=one, against=other))
    weighed = (
        f"it is {ratio} times as probable under {one} ({p}) as under {other} ({q}), which is "
        f"{decibans_text(size)}."
    )
    before = (
        f"Before it was known whether it would appear, {decibans_text(expected)} were to be "
        f"expected if {one} is true."
    )
    return [first + weighed, before]


def _weakest(found: xr.Dataset) -> str:
    """What even the best item cannot tell apart."""
    # nan where nothing is known between two: of one with a prior of 0, or both ruled out
    pairs = np.abs(found["weight"].values).max(axis=0)
    one, other = np.triu_indices(pairs.shape[0], k=1)
    known = ~np.isnan(pairs[one, other])
    one, other = one[known], other[known]
    if len(one) < 2:
        return ""
    k = int(np.argmin(pairs[one, other]))
    a, b = (str(found["hypothesis"].values[x[k]]) for x in (one, other))
    size = float(pairs[one[k], other[k]])
    weight = decibans_text(size).lstrip("+")
    return f"Hardest to tell apart are {a} and {b}: no item weighs more than {weight} between them."


def _through(found: xr.Dataset, idle: list[str]) -> str:
    """Items that say nothing by themselves, but bear on an assumption that others rest on."""
    on = found["through"].sel(item=idle).values
    named = [f"{name} (through {a})" for name, a in zip(idle, on, strict=True) if a]
    if not named:
        return ""
    verb, what = ("bears", "an assumption") if len(named) == 1 else ("bear", "assumptions")
    rest = f"{verb} on {what} that other items rest on, and can matter there."
    return f" But {listed(named, 6)} {rest}"


def _idle(idle: list[str], count: int, through: str) -> str:
    if len(idle) == count:
        return (
            "No item is diagnostic: each is equally probable under all hypotheses, or nearly so "
            f"(within {NON_DIAGNOSTIC} dB), and says nothing between them by itself, whether true "
            f"or not.{through}"
        )
    verb, who = ("is", "it says") if len(idle) == 1 else ("are", "they say")
    return (
        f"Not diagnostic {verb} {listed(idle, 6)}: equally probable under all hypotheses, or "
        f"nearly so (within {NON_DIAGNOSTIC} dB), {who} nothing between them by "
        f"{'itself' if len(idle) == 1 else 'themselves'}, whether true or not.{through}"
    )
