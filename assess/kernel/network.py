"""Sums of products over named dimensions, in log space.

A network is a list of factors, each a table over some variables. It is contracted pair by pair, in
an order that opt_einsum finds once; going back down the same tree gives, for every factor, the sum
over everything else. Nothing underflows: each sum is taken relative to its own maximum.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from priors.arrays import Array, Index

Scope = tuple[int, ...]


_AT_ONCE = 64
"""Cells of the table over all variables up to which everything is contracted in one step."""

_MANY = 200
"""Factors from which on only the quickest way of looking for an order is tried."""

_FEW = 8
"""Columns up to which it is quicker to compare with each than to search."""


@dataclass(frozen=True)
class _Step:
    """One contraction: combine `inputs` over the union of their variables, sum some of them out."""

    inputs: tuple[int, ...]
    union: tuple[int, ...]
    shapes: tuple[tuple[int, ...], ...]  # of each input, aligned with the union: 1 where absent
    kept_shape: tuple[int, ...]  # of the result
    summed: tuple[int, ...]  # axes of the union that are summed out
    absent: tuple[tuple[int, ...], ...]  # per input: axes of the union that it does not have

    @classmethod
    def of(
        cls, inputs: Sequence[tuple[int, Scope]], remaining: set[int], sizes: Mapping[int, int]
    ) -> _Step:
        """Combine factors, each with its scope; variables that do not remain are summed out."""
        scopes = [scope for _, scope in inputs]
        union = sorted({v for scope in scopes for v in scope})
        return cls(
            inputs=tuple(position for position, _ in inputs),
            union=tuple(union),
            shapes=tuple(tuple(sizes[v] if v in scope else 1 for v in union) for scope in scopes),
            kept_shape=tuple(sizes[v] for v in union if v in remaining),
            summed=tuple(k for k, v in enumerate(union) if v not in remaining),
            absent=tuple(
                tuple(k for k, v in enumerate(union) if v not in scope) for scope in scopes
            ),
        )

    @property
    def kept(self) -> Scope:
        """The variables of the result."""
        return tuple(v for k, v in enumerate(self.union) if k not in self.summed)


@dataclass(frozen=True)
class Network:
    """The order in which the factors of one structure are contracted.

    Factors are arrays of shape (states of each variable of the scope ..., batch); the variables of
    a scope are in ascending order, and the batch has length 1 where it does not vary.
    """

    scopes: tuple[Scope, ...]
    sizes: Mapping[int, int]
    steps: tuple[_Step, ...]

    @cached_property
    def largest(self) -> int:
        """Cells of the largest table that a contraction needs."""
        return max(
            (math.prod(map(max, zip(*s.shapes, strict=True))) for s in self.steps), default=1
        )

    @classmethod
    def build(cls, scopes: Sequence[Scope], sizes: Mapping[int, int]) -> Network:
        """Find an order of contraction for factors with the given scopes."""
        present = list(enumerate(scopes))
        steps: list[_Step] = []
        for positions in _path(scopes, sizes):
            inputs = [present[k] for k in positions]
            present = [p for k, p in enumerate(present) if k not in positions]
            step = _Step.of(inputs, {v for _, scope in present for v in scope}, sizes)
            present.append((len(scopes) + len(steps), step.kept))
            steps.append(step)
        return cls(tuple(scopes), dict(sizes), tuple(steps))

    def up(self, factors: Sequence[Array]) -> list[Array]:
        """Contract: the factors and every intermediate result, the log of the whole sum last."""
        tables = list(factors)
        for step in self.steps:
            total = _combined(tables, step)
            tables.append(log_sum_exp(total, step.summed))
        return tables

    def log_marginals(self, tables: Sequence[Array], wanted: Sequence[int]) -> dict[int, Array]:
        """Log-probability of every state of the wanted factors' variables, all else summed out.

        Parameters
        ----------
        tables : sequence of ndarray
            What `up` returned; its last entry must be finite.
        wanted : sequence of int
            Positions of factors.

        Returns
        -------
        dict
            For each position, an array of the factor's shape; its exponentials sum to 1.
        """
        needed = {*wanted}
        for k, step in enumerate(self.steps):
            if needed & set(step.inputs):
                needed.add(len(self.scopes) + k)
        last = len(tables) - 1
        outside: dict[int, Array] = {last: np.zeros_like(tables[last])}
        for k in reversed(range(len(self.steps))):
            out = len(self.scopes) + k
            if out not in needed:
                continue
            step = self.steps[k]
            above = outside[out]
            union_shape = [max(s[a] for s in step.shapes) for a in range(len(step.shapes[0]))]
            expanded = [1 if a in step.summed else n for a, n in enumerate(union_shape)]
            above = above.reshape((*expanded, above.shape[-1]))
            for n, child in enumerate(step.inputs):
                if child not in needed:
                    continue
                message = above
                for m, other in enumerate(step.inputs):
                    if m != n:
                        table = tables[other]
                        message = message + table.reshape((*step.shapes[m], table.shape[-1]))
                full = np.broadcast_to(message, (*union_shape, message.shape[-1]))
                outside[child] = log_sum_exp(full, step.absent[n])
        whole = tables[last]
        return {i: tables[i] + outside[i] - whole for i in wanted}

    def draw(
        self, tables: Sequence[Array], rng: np.random.Generator, size: int
    ) -> dict[int, Index]:
        """Independent draws of all variables from the distribution that the factors describe.

        Back along the contraction: what was summed out last is drawn first, and each variable given
        those drawn before it, so nothing is approximated.

        Parameters
        ----------
        tables : sequence of ndarray
            What `up` returned, with a batch of length 1; its last entry must be finite.
        rng : Generator
        size : int
            Number of draws.

        Returns
        -------
        dict
            For each variable of the network its states, shape (size,).
        """
        states: dict[int, Index] = {}
        for step in reversed(self.steps):
            if not step.summed:
                continue
            total = _combined(tables, step)[..., 0]
            kept = [a for a in range(len(step.union)) if a not in step.summed]
            rows = np.moveaxis(total, kept, range(len(kept)))
            shape, count = rows.shape, len(kept)
            rows = rows.reshape(math.prod(shape[:count]), -1)
            known = [states[step.union[a]] for a in kept]
            row = np.ravel_multi_index(known, shape[:count]) if known else np.zeros(size, np.intp)
            chosen = choose(rows, row, rng.random(size))
            found = np.unravel_index(chosen, shape[count:])
            states.update(zip((step.union[a] for a in step.summed), found, strict=True))
        return states


def choose(log_weights: Array, row: Index, uniform: Array) -> Index:
    """Draw a column of each given row, with chances proportional to its weights.

    Parameters
    ----------
    log_weights : ndarray, shape (rows, columns)
        Natural logarithms of weights.
    row : ndarray, shape (size,)
    uniform : ndarray, shape (size,)
        Numbers drawn uniformly from 0 to 1, without 1.

    Returns
    -------
    ndarray, shape (size,)
        A column for each; never one whose weight is 0, if any weight of its row is not.
    """
    columns = log_weights.shape[1]
    if columns == 1:
        return np.zeros(len(row), dtype=np.intp)
    top = log_weights.max(axis=1, keepdims=True)
    weights = np.exp(log_weights - np.where(np.isneginf(top), 0.0, top))
    cumulative = np.cumsum(weights, axis=1)
    # rows that are impossible are never asked for; 1 keeps them in order for the search
    cumulative /= np.where(cumulative[:, -1:] > 0.0, cumulative[:, -1:], 1.0)
    cumulative[cumulative[:, -1] == 0.0] = 1.0
    if columns <= _FEW:
        chosen = np.zeros(len(row), dtype=np.intp)
        for k in range(columns - 1):
            chosen += uniform >= cumulative[row, k]
        return chosen
    # all rows end to end, each moved up by its own position: one search finds row and column
    flat = (cumulative + np.arange(len(cumulative))[:, None]).ravel()
    found = np.searchsorted(flat, row + uniform, side="right") - row * columns
    return np.asarray(np.minimum(found, (cumulative < 1.0).sum(axis=1)[row]))


def _path(scopes: Sequence[Scope], sizes: Mapping[int, int]) -> list[tuple[int, ...]]:
    if len(set(scopes)) == 1 or math.prod(sizes.values()) <= _AT_ONCE:
        # a better order would cost more calls than it saves
        return [tuple(range(len(scopes)))]
    import opt_einsum

    terms = ["".join(opt_einsum.get_symbol(v) for v in scope) for scope in scopes]
    shapes = [tuple(sizes[v] for v in scope) for scope in scopes]
    equation = ",".join(terms) + "->"
    # neither way is always the better one, and looking costs little beside a bad order
    ways = ("greedy", "auto") if len(scopes) < _MANY else ("greedy",)
    found = (opt_einsum.contract_path(equation, *shapes, shapes=True, optimize=way) for way in ways)
    path, _ = min(found, key=lambda f: float(f[1].opt_cost))
    return [tuple(step) for step in path]


def _combined(tables: Sequence[Array], step: _Step) -> Array:
    total, *others = (
        tables[i].reshape((*shape, tables[i].shape[-1]))
        for i, shape in zip(step.inputs, step.shapes, strict=True)
    )
    for table in others:
        total = total + table
    return total


def log_sum_exp(values: Array, axes: tuple[int, ...]) -> Array:
    """Log of the sum of exponentials over some axes; -inf where every term is."""
    if not axes:
        return values
    top = values.max(axis=axes, keepdims=True)
    np.copyto(top, 0.0, where=np.isneginf(top))
    with np.errstate(divide="ignore"):
        out = np.log(np.exp(values - top).sum(axis=axes))
    return np.asarray(out + top.reshape(out.shape))
