"""Two stated numbers moved at once, everything else as stated."""

from __future__ import annotations

import numpy as np

from assess.kernel.weigh import weigh
from assess.what_if.moves import Moves, joint
from priors.arrays import Array, Index


def is_bilinear(moves: Moves, first: int, second: int) -> bool:
    """Whether the joint probability is linear in each of the two: no reliability, no one row."""
    return bool(moves.source[first] < 0 and moves.source[second] < 0) and not same_row(
        moves, first, second
    )


def same_row(moves: Moves, first: int, second: int) -> bool:
    """Whether two numbers are priors that sum to 1 together."""
    return first in moves.rows and second in moves.rows[first]


def log_joint_of_pairs(
    moves: Moves, question: int, first: Index, a: Array, second: Index, b: Array
) -> Array:
    """Natural log of P(items, hypothesis) with two numbers moved in each row.

    Parameters
    ----------
    moves : Moves
    question : int
    first, second : ndarray, shape (row,)
        Positions of movable numbers, in each row two that differ.
    a, b : ndarray, shape (row,)
        What they become, as they enter the weighing.

    Returns
    -------
    ndarray, shape (row, hypothesis)
        nan where two priors of one row sum to more than 1.
    """
    plan = moves.prepared.plan
    rows = len(first)
    numbers = np.repeat(moves.used[None], rows, axis=0)
    nodes = np.empty((0, 0))
    weights = nodes
    has_laws = bool(((moves.source[first] >= 0) | (moves.source[second] >= 0)).any())
    if has_laws:
        nodes = np.repeat(plan.node_values[None], rows, axis=0)  # (row, node)
        weights = np.repeat(plan.log_weights[None], rows, axis=0)
    impossible = np.zeros(rows, dtype=bool)
    laws: dict[tuple[int, float], tuple[Array, Array]] = {}
    for k in range(rows):
        i, j, x, y = int(first[k]), int(second[k]), float(a[k]), float(b[k])
        if same_row(moves, i, j):
            impossible[k] = x + y > 1.0
            _move_two(moves, numbers[k], i, j, x, y)
            continue
        for position, value in ((i, x), (j, y)):
            source = int(moves.source[position])
            if source < 0:
                moves.move(numbers[k], position, value)
                continue
            if (source, value) not in laws:
                law = moves.law(source, np.array([value]))
                laws[source, value] = law.nodes[0], law.log_weights[0]
            span = slice(*plan.node_span[source])
            nodes[k, span], weights[k, span] = laws[source, value]
    law_of_each = (nodes, weights) if has_laws else (None, None)
    found, evidence = weigh(plan, numbers, *law_of_each)
    out = joint(found[question], evidence)
    out[impossible] = np.nan
    return out


def corners(moves: Moves, question: int, first: Index, second: Index) -> Array:
    """The same for bilinear pairs at 0 and 1 of either, (pair, 2, 2, hypothesis)."""
    at = np.tile([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], (len(first), 1))
    found = log_joint_of_pairs(
        moves, question, np.repeat(first, 4), at[:, 0], np.repeat(second, 4), at[:, 1]
    )
    return found.reshape(len(first), 2, 2, -1)


def between_corners(logs: Array, a: Array, b: Array) -> Array:
    """Bilinear interpolation, exact for bilinear pairs: (..., 2, 2, h) at values of shape (...)."""
    with np.errstate(divide="ignore"):
        x = np.stack([np.log1p(-a), np.log(a)], axis=-1)
        y = np.stack([np.log1p(-b), np.log(b)], axis=-1)
    terms = logs + x[..., :, None, None] + y[..., None, :, None]
    return np.asarray(np.logaddexp.reduce(np.logaddexp.reduce(terms, axis=-2), axis=-2))


def _move_two(moves: Moves, numbers: Array, i: int, j: int, x: float, y: float) -> None:
    """Move two priors of one row in place; the others keep their proportions."""
    rest = [k for k in moves.rows[i] if k not in (i, j)]
    left = numbers[rest].sum()
    if left > 0.0:
        numbers[rest] *= max(1.0 - x - y, 0.0) / left
    numbers[[i, j]] = x, y
