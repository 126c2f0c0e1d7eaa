"""Short functions that write a number in one of its forms, for use in Python."""

from __future__ import annotations

from priors.forms.probability import (
    Beta,
    Between,
    Fixed,
    MeanWorth,
    Pert,
    Phrase,
    Record,
    Track,
    Triangular,
)


def fixed(value: float, *, certain: bool = False) -> Fixed:
    """State a fixed probability; exactly 0 or 1 only with `certain=True`.

    Examples
    --------
    >>> fixed(0.7).mean
    0.7
    """
    return Fixed(value=value, certain=certain)


def beta(a: float, b: float) -> Beta:
    """State a Beta(a, b) distribution, with mean a / (a + b).

    Examples
    --------
    >>> beta(8, 2).mean
    0.8
    """
    return Beta(beta=(a, b))


def between(low: float, high: float, *, covers: float = 0.9) -> Between:
    """State the Beta that lies between `low` and `high` with probability `covers`.

    Examples
    --------
    >>> [round(x, 9) for x in between(0.5, 0.9).interval(0.9)]
    [0.5, 0.9]
    """
    return Between(between=(low, high), covers=covers)


def pert(low: float, mode: float, high: float) -> Pert:
    """State a PERT judgement, with mean (low + 4 mode + high) / 6.

    Examples
    --------
    >>> round(pert(0.1, 0.2, 0.6).mean, 9)
    0.25
    """
    return Pert(pert=(low, mode, high))


def triangular(low: float, mode: float, high: float) -> Triangular:
    """State a triangular judgement, with mean (low + mode + high) / 3.

    Examples
    --------
    >>> round(triangular(0.1, 0.2, 0.6).mean, 9)
    0.3
    """
    return Triangular(triangular=(low, mode, high))


def mean_worth(mean: float, worth: float) -> MeanWorth:
    """State the Beta with this mean that is worth this many observations.

    Examples
    --------
    >>> mean_worth(0.8, 10).parameters
    (8.0, 1.9999999999999996)
    """
    return MeanWorth.model_validate({"mean": mean, "worth": worth})


def track(right: float, wrong: float) -> Track:
    """State a track record as its Jeffreys posterior, Beta(right + 1/2, wrong + 1/2).

    Examples
    --------
    >>> track(7, 1).parameters
    (7.5, 1.5)
    """
    return Track(track=Record(right=right, wrong=wrong))


def phrase(term: str, scale: str = "icd203") -> Phrase:
    """State the Beta that holds 80 % in the band of a verbal term.

    Examples
    --------
    >>> [round(x, 9) for x in phrase("likely").interval(0.8)]
    [0.55, 0.8]
    """
    return Phrase(phrase=term, scale=scale)
