"""Credences from bare arrays: pure functions, in log space, batched over leading axes.

The kernel knows no labels and no case, only a `Plan` and a vector of numbers. Inside, the batch is
the last axis: each operation then runs over long contiguous rows, and sums over items and nodes
are sums of rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from assess.kernel.network import log_sum_exp
from assess.kernel.plan import Bucket, Plan
from assess.kernel.structure import extended
from evidence.channel import appearance
from priors.arrays import Array

CHUNK = 1 << 17
"""Cells computed at a time: about 1 MB an array, which stays within the processor's caches."""


@dataclass(frozen=True)
class Inputs:
    """Numbers and nodes with the batch last: (vector, V), (M, V) and (M, V), V or 1."""

    numbers: Array
    nodes: Array
    log_weights: Array

    @classmethod
    def of(
        cls,
        plan: Plan,
        numbers: Array,
        nodes: Array | None = None,
        log_weights: Array | None = None,
    ) -> Inputs:
        """From numbers (number, V) and, where reliabilities vary, nodes and weights (M, V)."""
        values = plan.node_values[:, None] if nodes is None else nodes
        weights = plan.log_weights[:, None] if log_weights is None else log_weights
        return cls(extended(numbers, plan.structure.constants), values, weights)


# --- one bucket ---------------------------------------------------------------------------------


def tracking(bucket: Bucket, inputs: Inputs) -> Array:
    """Chance that each item tracks the truth, (n, C or 1, N, V)."""
    if bucket.nodes.shape[0] == 1:
        tau = inputs.nodes[bucket.nodes[0]][bucket.block]  # (item, node, version)
    else:
        tau = np.ones(1)
        for slots, on_path in zip(bucket.nodes, bucket.on_path.T, strict=True):
            r = inputs.nodes[slots][bucket.block]  # (item, node, version)
            tau = tau * np.where(on_path[:, None, None], r, 1.0)
    tau = tau[:, None]  # (item, 1, node, version)
    return np.asarray(tau if bucket.gate is None else tau * bucket.gate[:, :, None, None])


def item_probabilities(bucket: Bucket, inputs: Inputs, *, alone: bool = False) -> Array:
    """Probability of each item in each cell at each node, (n, C, N, V).

    With `alone`, as if the items that might be repeats stood on their own.
    """
    t = inputs.numbers
    repeat, copied = bucket.repeat, bucket.if_copied
    if alone or repeat is None or copied is None:
        rho = None
        c: ArrayLike = 1.0
    else:
        rho, c = t[repeat][:, None, None], t[copied][:, None, None]  # (item, 1, 1, version)
    return appearance(
        tracking(bucket, inputs),
        t[bucket.likelihood][:, :, None],  # (item, cell, 1, version)
        t[bucket.if_unreliable][:, :, None],  # (item, cell, 1, version)
        rho,
        c,
    )


def _log(values: Array) -> Array:
    with np.errstate(divide="ignore"):
        return np.log(values)


def block_log_weights(bucket: Bucket, log_weights: Array) -> Array:
    """Log-weight of each joint node of each block, (B, 1, N, V)."""
    total = log_weights[bucket.nodes[0]]  # (block, node, version)
    for slots in bucket.nodes[1:]:
        total = total + log_weights[slots]
    return np.asarray(total[:, None])


def integrated(bucket: Bucket, sums: Array, log_weights: Array) -> Array:
    """Blocks as their factors see them, (B, ., V): nodes summed out or laid beside the cells."""
    if not bucket.integrate:
        return sums.reshape(sums.shape[0], -1, sums.shape[-1])
    if sums.shape[2] == 1:
        return np.asarray((sums + log_weights)[:, :, 0])
    return log_sum_exp(sums + log_weights, (2,))


# --- the whole ----------------------------------------------------------------------------------


def root_factors(plan: Plan, inputs: Inputs) -> list[Array]:
    """Logs of the priors and tables, each (states of its scope ..., V)."""
    vector, first = inputs.numbers, 2 * plan.structure.number_count
    # a quantity's nodes are constants: they do not vary over the batch
    return [
        _log(vector[index, :1] if index.min() >= first else vector[index])
        for _, index in plan.structure.roots
    ]


def factors(plan: Plan, inputs: Inputs) -> list[Array]:
    """All factors of the network."""
    network = plan.network
    out: list[Array] = [*root_factors(plan, inputs)]
    out += [np.zeros(1)] * (len(network.scopes) - len(out))
    for bucket in plan.buckets:
        sums = np.add.reduceat(_log(item_probabilities(bucket, inputs)), bucket.starts, axis=0)
        weights = block_log_weights(bucket, inputs.log_weights)  # (block, 1, node, version)
        blocks = integrated(bucket, sums, weights)  # (block, cell of the factor, version)
        ids, starts = bucket.factor_runs
        merged = np.add.reduceat(blocks, starts, axis=0) if len(ids) < len(blocks) else blocks
        for k, table in zip(ids, merged, strict=True):
            out[k] = out[k] + _shaped(plan, k, table)
    for k, s in plan.exposed:
        out[k] = inputs.log_weights[slice(*plan.node_span[s])]
    return out


def _shaped(plan: Plan, factor: int, table: Array) -> Array:
    sizes = plan.network.sizes
    return table.reshape(*(sizes[v] for v in plan.network.scopes[factor]), table.shape[-1])


def log_states(plan: Plan, tables: Sequence[Array], variables: Sequence[int]) -> list[Array]:
    """Log-probability of the states of some variables, each (state, V); of quantities by band."""
    nodes = log_nodes(plan, tables, variables)
    return [by_band(plan, v, table) for v, table in zip(variables, nodes, strict=True)]


def by_band(plan: Plan, variable: int, table: Array) -> Array:
    """Log-probabilities of a variable's states, (state, V); of a quantity's nodes, of its bands."""
    grid = plan.structure.grids.get(variable)
    if grid is None:
        return table
    return np.stack([log_sum_exp(table[s], (0,)) for s in grid.band_slices])


def log_nodes(plan: Plan, tables: Sequence[Array], variables: Sequence[int]) -> list[Array]:
    """Log-probability of the states of some variables, of quantities their nodes."""
    marginals = plan.network.log_marginals(tables, variables)
    out = []
    for v in variables:  # the factor of the same number is the variable's own prior
        scope = plan.network.scopes[v]
        axes = tuple(k for k, other in enumerate(scope) if other != v)
        out.append(log_sum_exp(marginals[v], axes))
    return out


def weigh(
    plan: Plan,
    numbers: ArrayLike,
    nodes: ArrayLike | None = None,
    log_weights: ArrayLike | None = None,
) -> tuple[list[Array], Array]:
    """Weigh a case for one or many sets of numbers.

    Parameters
    ----------
    plan : Plan
    numbers : array_like, shape (..., number)
        Values of the stated numbers.
    nodes : array_like, shape (..., M), optional
        Values of the sources' nodes, where reliabilities vary too.
    log_weights : array_like, shape (..., M), optional
        Logarithms of the nodes' weights, where these vary.

    Returns
    -------
    log_credences : list of ndarray
        For each question, log-credences of its hypotheses, shape (..., hypothesis).
    log_evidence : ndarray, shape (...)
        Natural log of the probability of the items; -inf where they are impossible, and the
        credences are then nan.

    Notes
    -----
    Memory is bounded: the batch is computed in pieces of about `CHUNK` cells.
    """
    x = np.asarray(numbers, dtype=float)
    lead = x.shape[:-1]
    flat = x.reshape(-1, x.shape[-1]).T  # (number, version)
    moved, weights = (_batch_last(y, lead, flat.shape[1]) for y in (nodes, log_weights))
    questions = range(plan.structure.question_count)
    # an empty batch has empty answers, of the right shapes
    parts: list[list[Array]] = [[np.empty((len(plan.structure.states[q]), 0))] for q in questions]
    evidence: list[Array] = [np.empty(0)]
    for piece in chunks(flat.shape[1], plan.cells):
        some = [None if y is None else np.ascontiguousarray(y[:, piece]) for y in (moved, weights)]
        inputs = Inputs.of(plan, np.ascontiguousarray(flat[:, piece]), *some)
        tables = plan.network.up(factors(plan, inputs))
        size = piece.stop - piece.start  # where nothing varies there is one answer for all
        evidence.append(np.broadcast_to(tables[-1], (size,)))
        with np.errstate(invalid="ignore"):
            for part, table in zip(parts, log_states(plan, tables, questions), strict=True):
                part.append(np.broadcast_to(table, (len(table), size)))
    credences = [_leading(part, lead) for part in parts]
    return credences, np.concatenate(evidence).reshape(lead)


def _batch_last(values: ArrayLike | None, lead: tuple[int, ...], count: int) -> Array | None:
    """Values over the nodes with the batch flat and last, (M, V)."""
    if values is None:
        return None
    y = np.asarray(values, dtype=float)
    return np.broadcast_to(y, (*lead, y.shape[-1])).reshape(count, y.shape[-1]).T


def _leading(parts: list[Array], lead: tuple[int, ...]) -> Array:
    table = np.concatenate(parts, axis=1)  # (hypothesis, version)
    return np.ascontiguousarray(table.T).reshape(*lead, table.shape[0])


def credences(log_credences: Array) -> Array:
    """Credences from their logarithms, over the last axis.

    What is possible is never shown as impossible, nor what is open as certain: where rounding would
    make a credence 0 or 1 although the logarithms say otherwise, it becomes the nearest number that
    is not.
    """
    p = np.exp(log_credences)
    possible = log_credences > -np.inf
    rivals = possible.sum(axis=-1, keepdims=True) - possible
    p = np.where((p == 0.0) & possible, np.nextafter(0.0, 1.0), p)
    return np.where((p >= 1.0) & (rivals > 0), np.nextafter(1.0, 0.0), p)


def chunks(count: int, cells: int) -> Iterator[slice]:
    """Slices of a batch, each of about `CHUNK` cells."""
    step = max(1, CHUNK // max(cells, 1))
    for first in range(0, count, step):
        yield slice(first, min(first + step, count))
