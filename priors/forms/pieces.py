"""What every stated number amounts to: a finite mixture of scaled Betas and points.

A Beta is one piece on 0 to 1, a PERT is one piece on its own range, a triangle is two, a fixed
number is a piece of no width. Because all of them are of this one kind, means, draws and Gauss
quadrature are written once.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from priors.arrays import Array


class Piece(NamedTuple):
    """One part of a mixture: with chance `weight`, low + (high - low) * Beta(a, b)."""

    weight: float
    low: float
    high: float
    a: float = 1.0
    b: float = 1.0


Pieces = tuple[Piece, ...]


def mean(pieces: Pieces) -> float:
    """Return the mean of the mixture."""
    return float(sum(p.weight * (p.low + (p.high - p.low) * p.a / (p.a + p.b)) for p in pieces))


def draws(pieces: Pieces, rng: np.random.Generator, size: int) -> Array:
    """Take independent draws from the mixture, shape (size,)."""
    which = rng.choice(len(pieces), size=size, p=[p.weight for p in pieces])
    low, high, a, b = (np.array([p[k] for p in pieces])[which] for k in (1, 2, 3, 4))
    return np.asarray(low + (high - low) * rng.beta(a, b))


def tilted(pieces: Pieces, *, complement: bool = False) -> Pieces:
    """Return the law of a number once it has been used: its density times the number itself.

    A chance that led to what was seen is likelier to have been a high one. If p has density f, then
    given that something of chance p happened its density is p f(p) / E[p]; given that it did not
    happen, (1 - p) f(p) / (1 - E[p]), which is the `complement`. Of a scaled Beta that is a mixture
    of two: p = low + (high - low) B, and B times a Beta(a, b) density is a Beta(a + 1, b).

    Returns
    -------
    Pieces
        Empty if the number cannot have been used in this way (exactly 0, or exactly 1).

    Examples
    --------
    >>> tilted((Piece(1.0, 0.0, 1.0, 8.0, 2.0),))
    (Piece(weight=1.0, low=0.0, high=1.0, a=9.0, b=2.0),)
    """
    out = []
    for p in pieces:
        width, total = p.high - p.low, p.a + p.b
        floor = 1.0 - p.high if complement else p.low
        grown = width * (p.b if complement else p.a) / total
        raised = p._replace(a=p.a + (not complement), b=p.b + complement)
        out += [p._replace(weight=p.weight * floor), raised._replace(weight=p.weight * grown)]
    whole = sum(p.weight for p in out)
    return tuple(p._replace(weight=p.weight / whole) for p in out if p.weight > 0.0)


def log_density(pieces: Pieces, x: Array) -> Array:
    """Return the log density of the mixture at some values; of a point, the log of its chance."""
    from scipy.special import betaln

    logs = []
    for p in pieces:
        if p.high == p.low:
            logs.append(np.where(x == p.low, np.log(p.weight), -np.inf))
            continue
        width = p.high - p.low
        with np.errstate(divide="ignore", invalid="ignore"):
            inside = (p.a - 1.0) * np.log((x - p.low) / width)
            inside += (p.b - 1.0) * np.log((p.high - x) / width)
        inside += np.log(p.weight) - np.log(width) - betaln(p.a, p.b)
        logs.append(np.where((x >= p.low) & (x <= p.high), inside, -np.inf))
    return np.asarray(np.logaddexp.reduce(logs, axis=0))


def quantile(pieces: Pieces, level: float) -> float:
    """Return the smallest value at which the mixture's distribution function reaches `level`.

    Pieces that follow one another, as those of a triangle or the two points of a persistent source,
    have a closed form; of others the function is searched by bisection, to the last bit but one.
    """
    from scipy.special import betainc, betaincinv

    def piece_cdf(p: Piece, x: float) -> float:
        if p.high == p.low:
            return float(x >= p.low)
        return float(betainc(p.a, p.b, min(max((x - p.low) / (p.high - p.low), 0.0), 1.0)))

    ordered = sorted(pieces, key=lambda p: p.low)
    if all(p.high <= q.low for p, q in pairwise(ordered)):
        for p in ordered:
            if level <= p.weight or p is ordered[-1]:
                within = min(level / p.weight, 1.0)
                return float(p.low + (p.high - p.low) * betaincinv(p.a, p.b, within))
            level -= p.weight
    low, high = min(p.low for p in pieces), max(p.high for p in pieces)
    if sum(p.weight * piece_cdf(p, low) for p in pieces) >= level:
        return low
    for _ in range(100):
        middle = 0.5 * (low + high)
        if sum(p.weight * piece_cdf(p, middle) for p in pieces) >= level:
            high = middle
        else:
            low = middle
    return high


def interval(pieces: Pieces, mass: float) -> tuple[float, float]:
    """Return the central interval: equal chances, (1 - mass) / 2 each, below and above it."""
    return quantile(pieces, 0.5 - mass / 2), quantile(pieces, 0.5 + mass / 2)


def moved(pieces: Pieces, to: float) -> Pieces:
    """Return the same judgement with another mean: what would have been stated instead.

    A point becomes another point. A Beta keeps its worth, a + b, so that {mean: .8, worth: 10}
    moved to .3 is {mean: .3, worth: 10}. The two points of a persistent source keep their places
    and change their chances. Anything else (PERT, triangle) is shrunk towards 0 or towards 1, and
    remains a PERT or a triangle.

    Parameters
    ----------
    pieces : Pieces
    to : float
        The new mean, 0 to 1.

    Returns
    -------
    Pieces
        As many as before, in the same order; at 0 and 1 a Beta is a point.

    Examples
    --------
    >>> moved((Piece(1.0, 0.0, 1.0, 8.0, 2.0),), 0.5)
    (Piece(weight=1.0, low=0.0, high=1.0, a=5.0, b=5.0),)
    """
    first, now = pieces[0], mean(pieces)
    if all(p.low == p.high for p in pieces):
        if len(pieces) == 1:
            return (Piece(1.0, to, to),)
        if all(p.low in (0.0, 1.0) for p in pieces):
            return tuple(p._replace(weight=to if p.low == 1.0 else 1.0 - to) for p in pieces)
    elif len(pieces) == 1 and (first.low, first.high) == (0.0, 1.0):
        worth = first.a + first.b
        if to in (0.0, 1.0):
            return (Piece(1.0, to, to),)
        return (first._replace(a=to * worth, b=(1.0 - to) * worth),)
    if to <= now:
        scale = to / now
        return tuple(p._replace(low=p.low * scale, high=p.high * scale) for p in pieces)
    scale = (1.0 - to) / (1.0 - now)
    return tuple(
        p._replace(low=1.0 - (1.0 - p.low) * scale, high=1.0 - (1.0 - p.high) * scale)
        for p in pieces
    )
