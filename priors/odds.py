"""Probability, odds and decibans, one into the other.

A deciban is 10 log10 of an odds or of a likelihood ratio (Good 1950, *Probability and the
Weighing of Evidence*): 10 dB is a factor of ten, 3 dB about a factor of two.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from priors.arrays import Array

DECIBANS_PER_NAT = 10.0 / np.log(10.0)


def probability_to_odds(probability: ArrayLike) -> Array:
    """Turn probabilities into odds in favour, p / (1 - p).

    Parameters
    ----------
    probability : array_like
        Probabilities, 0 to 1. A probability of 1 has infinite odds.

    Returns
    -------
    ndarray
        Odds, 0 to infinity, in the shape of the input.

    Examples
    --------
    >>> float(probability_to_odds(0.75))
    3.0
    """
    p = np.asarray(probability, dtype=float)
    with np.errstate(divide="ignore"):
        return np.asarray(p / (1.0 - p))


def odds_to_probability(odds: ArrayLike) -> Array:
    """Turn odds into the probability of what they favour, o / (1 + o).

    Parameters
    ----------
    odds : array_like
        Odds in favour, 0 to infinity.

    Returns
    -------
    ndarray
        Probabilities, 0 to 1, in the shape of the input.

    Examples
    --------
    >>> float(odds_to_probability(3.0))
    0.75
    """
    o = np.asarray(odds, dtype=float)
    with np.errstate(invalid="ignore"):
        return np.where(np.isinf(o), 1.0, o / (1.0 + o))


def nats_to_decibans(nats: ArrayLike) -> Array:
    """Turn the natural logarithm of a ratio into a weight of evidence in decibans.

    Parameters
    ----------
    nats : array_like
        Natural logarithm of an odds or a likelihood ratio.

    Returns
    -------
    ndarray
        The same weight as 10 log10 of the ratio.

    References
    ----------
    Good, I. J. (1950), *Probability and the Weighing of Evidence*, Griffin.

    Examples
    --------
    >>> round(float(nats_to_decibans(np.log(100.0))), 9)
    20.0
    """
    return np.asarray(np.asarray(nats, dtype=float) * DECIBANS_PER_NAT)


def decibans_to_probability(decibans: ArrayLike) -> Array:
    """Turn odds in decibans into the probability that has them.

    Parameters
    ----------
    decibans : array_like
        10 log10 of the odds; any real number, infinities included.

    Returns
    -------
    ndarray
        Probabilities, 0 to 1.

    Examples
    --------
    >>> round(float(decibans_to_probability(10.0)), 6)
    0.909091
    """
    nats = np.asarray(decibans, dtype=float) / DECIBANS_PER_NAT
    # the two branches keep full relative precision in either tail and never overflow
    small = np.exp(-np.abs(nats))
    return np.asarray(np.where(nats >= 0, 1.0 / (1.0 + small), small / (1.0 + small)))
