"""How an item reaches the analyst: the likelihood of one item.

    P(item | x, r, a) = rho c + (1 - rho) (tau l(x) + (1 - tau) u(x))

with tau the chance that it tracks the truth: the product of the reliabilities on its path where
all the assumptions it requires hold, and 0 where one fails.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from priors.arrays import Array


def appearance(
    tracking: ArrayLike,
    likelihood: ArrayLike,
    if_unreliable: ArrayLike,
    repeat: ArrayLike | None = None,
    if_copied: ArrayLike = 1.0,
) -> Array:
    """Compute the probability that an item appears.

    It is a mixture, never a power of a likelihood ratio: however diagnostic the item would be, a
    source that may not track the truth can say only so much.

    Parameters
    ----------
    tracking : array_like
        Chance that the item tracks the truth, 0 to 1.
    likelihood : array_like
        P(item | hypothesis, it tracks), 0 to 1.
    if_unreliable : array_like
        P(item | it does not track), 0 to 1; may depend on the hypothesis.
    repeat : array_like, optional
        Chance that the item merely repeats another, 0 to 1.
    if_copied : array_like
        P(item | it merely repeats), 0 to 1.

    Returns
    -------
    ndarray
        The probability, in the shape to which the inputs broadcast.

    References
    ----------
    Bovens, L. & Hartmann, S. (2003), *Bayesian Epistemology*, Oxford UP, ch. 1 and 3, generalised.
    Schum, D. A. (1994), *The Evidential Foundations of Probabilistic Reasoning*, Wiley, ch. 7: a
    hit rate f1 and a false-alarm rate f0 are the same with tracking = f1 - f0 and
    if_unreliable = f0 / (1 - tracking).

    Examples
    --------
    An item that would be worth a ratio of 100 is worth 7.5 from a source of reliability .7:

    >>> p = appearance(0.7, np.array([0.9, 0.009]), 0.3)
    >>> round(float(p[0] / p[1]), 4)
    7.4766
    """
    tau = np.asarray(tracking, dtype=float)
    # as a sum of two products: u + tau (l - u) would lose the digits of a small l
    probability = tau * np.asarray(likelihood) + (1.0 - tau) * np.asarray(if_unreliable)
    if repeat is not None:
        rho: Array = np.asarray(repeat, dtype=float)
        probability = rho * np.asarray(if_copied) + (1.0 - rho) * probability
    return np.asarray(probability)


def largest_ratio(reliability: float, if_unreliable: float) -> float:
    """Return the most that one item of a source can be worth, as a likelihood ratio.

    Reached when the item is certain under one hypothesis and impossible under the other:
    (r + (1 - r) u) / ((1 - r) u). It is finite unless the source is wholly reliable.

    Parameters
    ----------
    reliability : float
        Mean reliability of the source, 0 to 1.
    if_unreliable : float
        P(item | the source does not track the truth), 0 to 1.

    Returns
    -------
    float

    Examples
    --------
    >>> round(largest_ratio(0.8, 0.1), 6)
    41.0
    """
    unreliable = (1.0 - reliability) * if_unreliable
    return float("inf") if unreliable == 0.0 else (reliability + unreliable) / unreliable
