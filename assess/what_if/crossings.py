"""Where a number would have to be for something about the hypotheses to become equal.

What is asked is always the sign of a weighted sum of the joint probabilities, a contrast: one
hypothesis less another (which leads?), or one hypothesis less a share of all (is its credence above
that share?). In a number that occurs once a contrast is linear and has one root in closed form. In
the mean of a reliability it is a polynomial: it is scanned for changes of sign and followed to its
extremes, and each change is solved.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from assess.what_if.moves import Moves
from priors.arrays import Array, Index

_SCAN = 49
"""Means of a reliability at which the sign of a contrast is looked at, besides the stated one."""

_ROUNDING = 1e-13
"""Share of what is compared below which a difference is a rounding error."""

BELOW, ABOVE = 0, 1
"""Sides of the stated value."""


def leads(count: int, leader: int) -> tuple[Array, list[int]]:
    """Contrasts of the leading hypothesis with each other one, and which these are."""
    rivals = [h for h in range(count) if h != leader]
    rows = np.zeros((len(rivals), count))
    rows[:, leader] = 1.0
    rows[np.arange(len(rivals)), rivals] = -1.0
    return rows, rivals


def exceeds(count: int, hypothesis: int, credences: list[float]) -> Array:
    """Contrasts that are positive where the credence of a hypothesis is above a value."""
    rows = np.repeat(-np.array(credences)[:, None], count, axis=1).reshape(-1, count)
    rows[:, hypothesis] += 1.0
    return rows


def crossings(moves: Moves, question: int, contrasts: Array) -> Array:
    """For each number and contrast the nearest values, below and above, where it changes its sign.

    Parameters
    ----------
    moves : Moves
    question : int
    contrasts : ndarray, shape (contrast, hypothesis)

    Returns
    -------
    ndarray, shape (number, contrast, 2)
        Values strictly between 0 and 1, as they enter the weighing; nan where there are none, and
        for what cannot be moved. A linear contrast has one root: the other side is nan.
    """
    out = np.full((len(moves.used), len(contrasts), 2), np.nan)
    ends = moves.ends[question]
    linear = np.flatnonzero(np.isfinite(ends).any(axis=(1, 2)))
    if len(linear):
        scaled = relative(ends[linear], axes=(1, 2))
        low, high = (_of(scaled[:, e], contrasts) for e in (0, 1))
        with np.errstate(divide="ignore", invalid="ignore"):
            root = np.where(low * high < 0.0, low / (low - high), np.nan)
        used = moves.used[linear, None]
        out[linear, :, BELOW] = np.where(root <= used, root, np.nan)
        out[linear, :, ABOVE] = np.where(root > used, root, np.nan)
    sources = np.flatnonzero(moves.source >= 0)
    if len(sources) and len(contrasts):
        _fill_curved(moves, question, contrasts, sources, out)
    return out


def values_of(moves: Moves, question: int, position: Index, value: Array) -> Array:
    """Joint probabilities with one number moved a row, scaled to at most 1, (row, hypothesis)."""
    return relative(moves.log_joint(question, position, value), axes=(1,))


def _fill_curved(
    moves: Moves, question: int, contrasts: Array, positions: Index, out: Array
) -> None:
    """The same for reliabilities: scan, bracket, solve."""
    from scipy.optimize import elementwise

    used = moves.used[positions]
    even = np.linspace(0.0, 1.0, _SCAN)
    grid = np.sort(np.concatenate([np.tile(even, (len(used), 1)), used[:, None]], axis=1), axis=1)
    rows = np.repeat(positions, grid.shape[1])
    contrast_values = _of(values_of(moves, question, rows, grid.ravel()), contrasts)
    sign = np.sign(contrast_values.reshape(*grid.shape, len(contrasts)))
    # a root that lies on the scan itself belongs to the step before it
    inner = sign[:, 1:-1]
    inner[inner == 0.0] = sign[:, 2:][inner == 0.0]

    def at(value: Array, which: Index, row: Index) -> Any:
        shape = value.shape
        z = values_of(moves, question, positions[which.ravel()], value.ravel())
        return (z * contrasts[row.ravel()]).sum(axis=1).reshape(shape)

    number, left, contrast = np.nonzero(sign[:, :-1] * sign[:, 1:] < 0.0)
    low, high = grid[number, left], grid[number, left + 1]
    dips = _dips(at, grid, contrast_values.reshape(sign.shape))
    number, contrast = (np.concatenate(x) for x in ((number, dips[0]), (contrast, dips[1])))
    low, high = (np.concatenate(x) for x in ((low, dips[2]), (high, dips[3])))
    if not len(number):
        return
    root = elementwise.find_root(at, (low, high), args=(number, contrast)).x
    for n, c, value in zip(number, contrast, root, strict=True):
        side = BELOW if value <= used[n] else ABOVE
        known = out[positions[n], c, side]
        if np.isnan(known) or abs(value - used[n]) < abs(known - used[n]):
            out[positions[n], c, side] = value


def _dips(at: Any, grid: Array, lead: Array) -> tuple[Index, Index, Array, Array]:
    """Brackets of the two roots on either side of an extreme that the scan stepped over.

    Where a contrast comes nearest to 0 between neighbours of its own sign, its extreme is looked
    for; if it lies beyond 0 there is a root before it and one behind.
    """
    from scipy.optimize import elementwise

    size = np.abs(lead)
    same = (lead[:, :-2] * lead[:, 1:-1] > 0.0) & (lead[:, 1:-1] * lead[:, 2:] > 0.0)
    nearest = same & (size[:, 1:-1] < size[:, :-2]) & (size[:, 1:-1] < size[:, 2:])
    number, left, contrast = np.nonzero(nearest)
    if not len(number):
        return number, contrast, np.empty(0), np.empty(0)
    sign = np.sign(lead[number, left + 1, contrast])

    def towards(value: Array, which: Index, row: Index, side: Array) -> Any:
        return at(value, which, row) * side

    bracket = tuple(grid[number, left + k] for k in range(3))
    extreme = elementwise.find_minimum(towards, bracket, args=(number, contrast, sign))
    beyond = np.flatnonzero((extreme.f_x < 0.0) & extreme.success)
    number, contrast, middle = number[beyond], contrast[beyond], extreme.x[beyond]
    low, high = bracket[0][beyond], bracket[2][beyond]
    return (
        np.tile(number, 2),
        np.tile(contrast, 2),
        np.concatenate([low, middle]),
        np.concatenate([middle, high]),
    )


def _of(values: Array, contrasts: Array) -> Array:
    """Contrasts of joint probabilities over the last axis; rounding errors of equals are 0."""
    lead = values @ contrasts.T
    return np.where(np.abs(lead) <= _ROUNDING * (values @ np.abs(contrasts).T), 0.0, lead)


def relative(logs: Array, axes: tuple[int, ...]) -> Array:
    """Exponentials relative to the largest over some axes: contrasts keep their signs."""
    top = logs.max(axis=axes, keepdims=True)
    return np.exp(logs - np.where(np.isneginf(top), 0.0, top))
