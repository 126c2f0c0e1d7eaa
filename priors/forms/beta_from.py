"""From judgements to distributions: the Beta that an interval or a phrase stands for."""

from __future__ import annotations

from functools import lru_cache

import numpy as np


@lru_cache(maxsize=4096)
def beta_from_interval(low: float, high: float, covers: float = 0.9) -> tuple[float, float]:
    """Compute the parameters of the Beta with a given central interval.

    "Between .5 and .9" becomes the Beta that leaves (1 - covers) / 2 below `low` and as much
    above `high`.

    Parameters
    ----------
    low, high : float
        Ends of the interval, 0 < low < high < 1.
    covers : float
        Probability that the value lies between them, 0 to 1.

    Returns
    -------
    a, b : float
        Parameters of the Beta.

    Raises
    ------
    ValueError
        If no Beta has that interval to within 1e-9 in probability.

    Notes
    -----
    Newton's method on (log a, log b), started from the normal approximation of log(p / (1 - p)).

    Examples
    --------
    >>> a, b = beta_from_interval(0.5, 0.9, 0.9)
    >>> round(a, 2), round(b, 2)
    (8.97, 3.47)
    """
    from scipy.special import betainc, ndtri

    if not (0.0 < low < high < 1.0 and 0.0 < covers < 1.0):
        msg = (
            f"an interval needs 0 < low < high < 1 and 0 < covers < 1, not {low}, {high}, {covers}"
        )
        raise ValueError(msg)
    tail = (1.0 - covers) / 2.0
    logit_low, logit_high = np.log(low / (1 - low)), np.log(high / (1 - high))
    centre = 1.0 / (1.0 + np.exp(-(logit_low + logit_high) / 2))
    spread = (logit_high - logit_low) / (2 * ndtri(1 - tail))
    worth = max(1.0 / (centre * (1 - centre) * spread**2), 1e-3)
    point = np.log([centre * worth, (1 - centre) * worth])

    def gap(at: np.ndarray) -> np.ndarray:
        # both tails as logarithms: that keeps Newton's steps sane when a start puts nothing there
        a, b = np.exp(at)
        below, above = betainc(a, b, low), betainc(b, a, 1 - high)
        return np.asarray(np.log(np.maximum([below, above], 1e-300)) - np.log(tail))

    error = gap(point)
    for _ in range(100):
        if np.abs(error).max() < 1e-13:
            break
        step = 1e-6
        slope = np.column_stack(
            [(gap(point + step * e) - gap(point - step * e)) / (2 * step) for e in np.eye(2)]
        )
        try:
            move = np.linalg.solve(slope, error)
        except np.linalg.LinAlgError:
            break
        move *= min(1.0, 2.0 / max(np.abs(move).max(), 1e-300))
        for _ in range(40):  # halve the step until it improves
            trial = gap(point - move)
            if np.abs(trial).max() < np.abs(error).max():
                break
            move /= 2
        else:
            break
        point, error = point - move, trial
    if not np.abs(np.expm1(error)).max() * tail < 1e-9:
        msg = f"no Beta has the central {covers:.0%} interval from {low} to {high}"
        raise ValueError(msg)
    return float(np.exp(point[0])), float(np.exp(point[1]))


def beta_from_band(low: float, high: float, holds: float = 0.8) -> tuple[float, float]:
    """Compute the parameters of the Beta that holds a given probability in a verbal band.

    Parameters
    ----------
    low, high : float
        Ends of the band, 0 <= low < high <= 1, not both the whole range.
    holds : float
        Probability inside the band.

    Returns
    -------
    a, b : float

    Raises
    ------
    ValueError
        If no Beta fits, or the band is the whole range.

    Notes
    -----
    A band inside the range leaves the rest in two equal tails. A band that begins at 0 has no
    lower tail: it becomes Beta(1, b), highest at 0; one that ends at 1 becomes Beta(a, 1).

    Examples
    --------
    >>> a, b = beta_from_band(0.0, 0.05)
    >>> a, round(1 - (1 - 0.05) ** b, 9)
    (1.0, 0.8)
    """
    if low <= 0.0 and high >= 1.0:
        msg = "a band from 0 to 1 says nothing"
        raise ValueError(msg)
    if low <= 0.0:
        return 1.0, float(np.log1p(-holds) / np.log1p(-high))
    if high >= 1.0:
        return float(np.log1p(-holds) / np.log(low)), 1.0
    return beta_from_interval(low, high, holds)
