"""Which hypothesis leads, and which are level with it: one margin and one rule for ties."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from priors.arrays import Index, Mask

MARGIN = 1e-9
"""Credences that differ by no more are level: so much a rounding error can make of equal ones."""


def at_the_top(credence: ArrayLike) -> Mask:
    """Which hypotheses have the highest credence, those that are level with it included.

    Parameters
    ----------
    credence : array_like
        Credences, shape (..., hypothesis).

    Returns
    -------
    ndarray of bool
        In the same shape; nothing where a credence is nan.
    """
    values = np.asarray(credence, dtype=float)
    return values >= values.max(axis=-1, keepdims=True) - MARGIN


def leader(credence: ArrayLike) -> int:
    """Position of the hypothesis that leads; of several that are level the first.

    Examples
    --------
    >>> leader([0.2, 0.4, 0.4 + 1e-12])
    1
    """
    return int(at_the_top(credence).argmax())


def leaders(credence: ArrayLike, first: int) -> Index:
    """Position of the hypothesis that leads in each version of the credences.

    Of several that are level the one at `first`, which leads as things are, counts as leading if
    it is among them: it is not overtaken by what only draws level. Otherwise the first of them.

    Parameters
    ----------
    credence : array_like
        Shape (..., hypothesis).
    first : int
        Position of the hypothesis that leads as things are.

    Returns
    -------
    ndarray of int
        Shape (...).

    Examples
    --------
    >>> leaders([[0.5, 0.5], [0.3, 0.7]], 1).tolist()
    [1, 1]
    """
    top = at_the_top(credence)
    return np.where(top[..., first], first, top.argmax(axis=-1))


def level_with(credence: ArrayLike, position: int) -> Index:
    """Positions of the other hypotheses that share the lead, if the one at `position` has it."""
    top = at_the_top(credence)
    beside = np.flatnonzero(top & (np.arange(top.shape[-1]) != position))
    return beside if top[position] else beside[:0]
