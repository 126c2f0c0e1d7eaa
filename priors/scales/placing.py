"""Where a number lies on a verbal scale: in a band, on an edge, in a gap, beyond the ends.

The one set of rules for scales of probability and of likelihood ratios.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from priors.scales import Band, Scale

Gap = Literal["nearest", "strict", "lower", "upper"]
Edge = Literal["upper", "lower"]
GAPS, EDGES = ("nearest", "strict", "lower", "upper"), ("upper", "lower")


@dataclass(frozen=True)
class Place:
    """The term for one number, the ends of what it stands for, and what could be said instead."""

    term: str
    low: float
    high: float
    in_gap: bool = False
    beyond: bool = False
    on_edge: bool = False
    alternates: tuple[str, ...] = ()


def _itself(value: float) -> float:
    return value


def place(
    scale: Scale,
    value: float,
    gap: Gap = "nearest",
    edge: Edge = "upper",
    measure: Callable[[float], float] = _itself,
) -> Place:
    """Return the place of a number; `measure` is what distances in a gap are taken in."""
    holding = [b for b in scale.dividing if b.holds(value)]
    beside = [b for b in scale.bands if b.additional and b.holds(value)]
    if holding:
        return _in_band(value, holding, beside, edge, scale.layout == "nested")
    below = [b for b in scale.dividing if b.high <= value]
    above = [b for b in scale.dividing if b.low >= value]
    if below and above:
        lower, upper = max(below, key=lambda b: b.high), min(above, key=lambda b: b.low)
        return _in_gap(value, lower, upper, gap, measure)
    last = max(below, key=lambda b: b.high) if below else min(above, key=lambda b: b.low)
    return Place(last.term, last.low, last.high, in_gap=True, beyond=True)


def place_outside(scale: Scale, low: float, high: float) -> Place | None:
    """Return the place of an interval of which no band holds more than an end; else nothing.

    Neither term beside it stands for any of it, so it has none of them, whatever the policy.
    """
    if any(b.low < high and low < b.high for b in scale.dividing):
        return None
    below = max((b for b in scale.dividing if b.high <= low), key=lambda b: b.high, default=None)
    above = min((b for b in scale.dividing if b.low >= high), key=lambda b: b.low, default=None)
    if below and above:
        term, beside = f"between {below.term!r} and {above.term!r}", (below.term, above.term)
        return Place(term, below.high, above.low, in_gap=True, alternates=beside)
    if below is not None:
        return Place(f"above {below.term!r}", below.high, 1.0, True, True, alternates=(below.term,))
    if above is not None:
        return Place(f"below {above.term!r}", 0.0, above.low, True, True, alternates=(above.term,))
    return None


def _in_band(
    value: float, holding: list[Band], beside: list[Band], edge: Edge, nested: bool
) -> Place:
    def narrowest(bands: list[Band]) -> Band | None:
        return min(bands, key=lambda b: b.width) if bands else None

    # the terms that hold just above and just below the number: on an edge they differ
    upper = narrowest([b for b in holding if b.high > value])
    lower = narrowest([b for b in holding if b.low < value])
    first, second = (upper, lower) if edge == "upper" else (lower, upper)
    band = first or second or holding[0]
    # ranges that lie inside one another are published with their ends: it is in all of them
    meets = upper is not None and lower is not None and upper is not lower and not nested
    rest = sorted((b for b in holding if b is not band), key=lambda b: b.width)
    return Place(
        band.term,
        band.low,
        band.high,
        on_edge=meets,
        alternates=tuple(b.term for b in (*rest, *beside)),
    )


def _in_gap(
    value: float, lower: Band, upper: Band, gap: Gap, measure: Callable[[float], float]
) -> Place:
    if gap == "strict":
        term = f"between {lower.term!r} and {upper.term!r}"
        return Place(term, lower.high, upper.low, True, alternates=(lower.term, upper.term))
    if gap == "nearest":
        here = measure(value)
        # the middle of a gap belongs to the upper term, as a shared end does
        up, down = measure(upper.low) - here, here - measure(lower.high)
        gap = "lower" if round(down - up, 12) < 0.0 else "upper"
    band, other = (lower, upper) if gap == "lower" else (upper, lower)
    return Place(band.term, band.low, band.high, True, alternates=(other.term,))
