"""What the conflict among the items says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.names import listed
from assess.formatting.numbers import bits_text, credence_text, number_text, quantity_text
from assess.result.lead import MARGIN
from assess.sensitivity.conflict import SHOWN, worst_pair

if TYPE_CHECKING:
    import xarray as xr


def headline(reading: xr.Dataset, *, by: Literal["item", "source"] = "item") -> str:
    """Whether the items fit each other, and which item or source fits worst, in one line."""
    if reading.sizes["item"] < 2:
        return "Fewer than two items: nothing that could conflict"
    whole, notable = (float(reading.attrs[name]) for name in ("conflict", "notable"))
    size = bits_text(whole)
    own = reading["conflict" if by == "item" else "source_conflict"].values
    worst = fitted(str(reading[by].values[int(np.argmax(own))]))
    worst = worst if by == "item" else f"what {worst} says"
    if whole >= notable:
        named = f": {worst} fits worst" if own.max() > NOISE else ""
        return f"The items conflict ({size}){named}"
    finding = "hardly conflict" if whole >= SHOWN else "neither conflict nor agree much"
    finding = "support each other" if whole <= -notable else finding
    if own.max() >= notable:
        return f"The items as a whole {finding} ({size}), but {worst} does not fit"
    return f"The items {finding} ({size})"


def explain(reading: xr.Dataset) -> str:
    """What a conflict says, in one to five sentences.

    Parameters
    ----------
    reading : Dataset
        What `conflict` returned.

    Returns
    -------
    str
    """
    if reading.sizes["item"] < 2:
        return "There are fewer than two items, so there is nothing that could conflict."
    whole = float(reading.attrs["conflict"])
    notable = float(reading.attrs["notable"])
    sentences = [_of_the_whole(whole, notable), *_at_fault(reading, notable)]
    if whole >= notable:
        sentences.append(_what_to_do(reading))
    sentences += _catch_alls(reading)
    sentences.append(f"All this holds given {reading.attrs['conditional_on']}.")
    return " ".join(sentences)


NOISE = 1e-9
"""Bits below that are rounding errors."""


def times(bits: float) -> str:
    """How many times as probable, for a reader."""
    return f"{quantity_text(2.0 ** min(abs(bits), 1000.0))} times"


def _of_the_whole(whole: float, notable: float) -> str:
    if whole >= SHOWN:
        hardly = whole < notable
        verb = "as a whole hardly conflict" if hardly else "conflict"
        called = f"; from {number_text(notable)} bit on it is called a conflict" * hardly
        return (
            f"The items {verb}: together they are {times(whole)} less probable than if they had "
            f"nothing to do with one another ({bits_text(whole)}{called})."
        )
    if whole > -notable:
        return (
            "The items as a whole do not conflict: together they are about as probable as if they "
            f"had nothing to do with one another ({bits_text(whole)})."
        )
    return (
        f"The items as a whole support each other: together they are {times(whole)} more probable "
        f"than if they had nothing to do with one another ({bits_text(whole)})."
    )


def _at_fault(found: xr.Dataset, notable: float) -> list[str]:
    """At most one sentence that names what fits worst: an item, a source, a pair of items."""
    own, n = found["conflict"].values, found.sizes["item"]
    parts = []
    k = int(np.argmax(own))
    if own[k] >= notable and n > 2:
        name = str(found["item"].values[k])
        parts.append(
            f"{name} fits worst, {times(own[k])} less probable beside the others than alone"
        )
    # a source of one item is that item, and one of all items has nothing to be compared with
    several = (found["items"].values > 1) & (found["items"].values < n)
    of_source = np.where(several, found["source_conflict"].values, -np.inf)
    k = int(np.argmax(of_source))
    if of_source[k] >= notable:
        name = str(found["source"].values[k])
        parts.append(
            f"what {name} says is {times(of_source[k])} less probable beside the rest than alone"
        )
    pair = worst_pair(found)
    if pair is not None and pair[2] >= notable:
        a, b, size = pair
        parts.append(
            f"{a} and {b} pull against each other most, {times(size)} less probable "
            "together than apart"
        )
    return [f"Of the items {'; '.join(parts)}."] if parts else []


def _what_to_do(found: xr.Dataset) -> str:
    left = found["left_if_true"].values
    explains = np.flatnonzero(left <= 0.0)
    if not len(explains):
        return (
            "No stated hypothesis explains them all: look for one that does, and look again at "
            "the sources of these items, of which one may be wrong or deceived."
        )
    # most credible first; to have grown so much each must have been improbable before
    order = explains[np.argsort(-found["credence"].values[explains], kind="stable")]
    named = [
        f"{found['hypothesis'].values[k]} (prior {credence_text(float(found['prior'].values[k]))}, "
        f"now {credence_text(float(found['credence'].values[k]))})"
        for k in order
    ]
    one = f"{named[0]} is true" if len(named) == 1 else f"one is true of {listed(named, 3)}"
    return (
        f"They do not conflict if {one}; otherwise a hypothesis is missing, or one of the sources "
        "of these items is wrong or deceived."
    )


def _tells(found: xr.Dataset, k: int) -> bool:
    """Whether a hypothesis is a catch-all whose growth says that something is missing.

    Beside a single other hypothesis it is that one's denial, and where it leads it is the answer.
    """
    own = found["credence"].values[found["question"].values == found["question"].values[k]]
    leads = float(found["credence"].values[k]) >= own.max() - MARGIN
    return bool(found["catch_all"].values[k]) and len(own) > 2 and not leads


def _catch_alls(found: xr.Dataset) -> list[str]:
    """At most one sentence on how much 'anything else' has grown."""
    told = np.array([_tells(found, k) for k in range(found.sizes["hypothesis"])], dtype=bool)
    rows = np.flatnonzero(told & (found["growth"].values > 1.0))
    if not len(rows):
        return []
    k = int(rows[np.argmax(found["growth"].values[rows])])
    before, after = (credence_text(float(found[x].values[k])) for x in ("prior", "credence"))
    if before == after:
        return []
    name = found["hypothesis"].values[k]
    said = (
        f"The catch-all {name} has grown from {before} to {after}: something that was not spelt "
        "out makes the items more probable than the hypotheses do on average."
    )
    return [said]
