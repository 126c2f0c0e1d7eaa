"""Nodes and weights that integrate a polynomial in a reliability exactly.

For the items of one source the likelihood is a polynomial in its reliability, of a degree equal to
the number of the items. Gauss's rule for the Beta's weight with q nodes integrates polynomials up
to degree 2q - 1 exactly, so there is nothing to sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from priors.arrays import Array, Index
from priors.forms.pieces import Pieces

_EXACT = 64
"""Up to this many nodes (127 items of one source) the rule is exact by its degree."""

_LADDER = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)


def node_count(appearances: int, refinement: int = 1) -> int:
    """How many nodes the items of a source need.

    Parameters
    ----------
    appearances : int
        Number of items on whose path the source is: the degree of the polynomial.
    refinement : int
        Factor on the number of nodes where it is fewer than the degree asks for.

    Returns
    -------
    int
        At least `appearances // 2 + 1`, from a ladder of sizes so that sources can be computed
        together. Above 127 items it grows as the square root of their number instead: the
        integrand is then smooth on the scale of the nodes. The engine doubles it until nothing
        changes any more.

    Examples
    --------
    >>> node_count(1), node_count(12), node_count(100)
    (1, 8, 64)
    """
    needed = appearances // 2 + 1
    if needed > _EXACT:
        rooted = int(16 * np.ceil((32 + 4 * np.sqrt(appearances)) / 16))
        return min(needed, refinement * rooted)
    return next(q for q in _LADDER if q >= needed)


@lru_cache(maxsize=65536)
def beta_nodes(a: float, b: float, q: int) -> tuple[Array, Array]:
    """Nodes and log-weights of Gauss's rule for a Beta(a, b) distribution.

    Parameters
    ----------
    a, b : float
        Parameters of the Beta, both above 0.
    q : int
        Number of nodes; exact for polynomials of degree up to 2q - 1.

    Returns
    -------
    nodes, log_weights : ndarray, shape (q,)
        Nodes within 0 to 1, ascending, and natural logarithms of weights that sum to 1. Both are
        read-only.

    Notes
    -----
    The nodes are the eigenvalues of the Jacobi matrix (Golub & Welsch 1969), whose entries are the
    recurrence coefficients of the Jacobi polynomials, moved to 0 to 1.
    The weights are 1 / (sum of the squared orthonormal polynomials at the node), which keeps their
    relative precision where the squared eigenvectors lose it: in the tails, which matter when the
    items contradict what was believed of the source.

    References
    ----------
    Golub, G. H. & Welsch, J. H. (1969), Mathematics of Computation 23:221-230,
    doi:10.1090/S0025-5718-69-99647-1.

    Examples
    --------
    >>> nodes, log_weights = beta_nodes(8, 2, 1)
    >>> float(nodes[0]), float(log_weights[0])
    (0.8, 0.0)
    """
    if q == 1:
        nodes, log_weights = np.array([a / (a + b)]), np.zeros(1)
    else:
        # the recurrence on 0 to 1, in a and b themselves: with alpha = b - 1 and beta = a - 1 the
        # digits of parameters far below 1 would be lost
        n, s = np.arange(1.0, q), a + b
        diagonal = np.empty(q)
        diagonal[0] = a / s
        diagonal[1] = (2.0 * b + a * s) / (s * (s + 2.0))
        k = n[1:]
        diagonal[2:] = (2 * k * (k + s - 1) + a * (s - 2)) / ((s + 2 * k - 2) * (s + 2 * k))
        off = np.empty(q - 1)
        off[0] = a * b / (s**2 * (s + 1))
        off[1:] = k * (k - 1 + a) * (k - 1 + b) * (k - 2 + s)
        off[1:] /= (s + 2 * k - 2) ** 2 * (s + 2 * k - 1) * (s + 2 * k - 3)
        off = np.sqrt(off)
        values = _eigenvalues(diagonal, off)
        nodes = np.clip(values, 0.0, 1.0)
        log_weights = -_log_sum_of_squares(values, diagonal, off)
        log_weights -= np.log(np.exp(log_weights).sum())
    nodes.setflags(write=False)
    log_weights.setflags(write=False)
    return nodes, log_weights


def _eigenvalues(diagonal: Array, off: Array) -> Array:
    """Eigenvalues of a symmetric tridiagonal matrix, ascending."""
    if len(diagonal) <= _EXACT:  # the dense way is quick here and needs no further import
        return np.linalg.eigvalsh(np.diag(diagonal) + np.diag(off, 1) + np.diag(off, -1))
    from scipy.linalg import eigvalsh_tridiagonal

    return np.asarray(eigvalsh_tridiagonal(diagonal, off))


def _log_sum_of_squares(x: Array, diagonal: Array, off: Array) -> Array:
    """Log of the sum of the squared orthonormal polynomials at x, by their recurrence."""
    before, here, total = np.zeros_like(x), np.ones_like(x), np.ones_like(x)
    log_scale = np.zeros_like(x)
    for k in range(len(off)):
        after = ((x - diagonal[k]) * here - (off[k - 1] if k else 0.0) * before) / off[k]
        before, here = here, after
        total = total + here * here
        if (large := total > 1e200).any():  # deep in the tails the polynomials would overflow
            shrink = np.where(large, 1e-100, 1.0)
            before, here, total = before * shrink, here * shrink, total * shrink**2
            log_scale -= 2 * np.log(shrink)
    return np.asarray(np.log(total) + log_scale)


def nodes_of(pieces: Pieces, q: int) -> tuple[Array, Array]:
    """Nodes and log-weights for a reliability stated in any form.

    A point is a node of its own; each scaled Beta gets `q` nodes, so a triangle gets twice as many.

    Returns
    -------
    nodes, log_weights : ndarray
        Nodes within 0 to 1 and the natural logarithms of their weights.
    """
    nodes, log_weights = [], []
    for p in pieces:
        if p.low == p.high:
            at, log_share = np.array([p.low]), np.zeros(1)
        else:
            at, log_share = beta_nodes(p.a, p.b, q)
            at = p.low + (p.high - p.low) * at
        nodes.append(at)
        log_weights.append(np.log(p.weight) + log_share)
    return np.concatenate(nodes), np.concatenate(log_weights)


def owners_of_nodes(
    reliabilities: Sequence[Pieces], span: Index
) -> tuple[Array, Array, Array, Array]:
    """For each node of each source the piece that it stands for: low, width, a and b.

    Parameters
    ----------
    reliabilities : sequence of Pieces
        Those from which `nodes_of` made the nodes, end to end.
    span : ndarray, shape (source, 2)
        Where the nodes of each source begin and end.
    """
    rows = [np.empty((0, 4))]
    for pieces, (first, last) in zip(reliabilities, span, strict=True):
        points = sum(p.low == p.high for p in pieces)
        each = (int(last - first) - points) // max(len(pieces) - points, 1)
        for p in pieces:
            row = np.array([[p.low, p.high - p.low, p.a, p.b]])
            rows.append(np.repeat(row, 1 if p.low == p.high else each, axis=0))
    low, width, a, b = np.concatenate(rows).T
    return low, width, a, b
