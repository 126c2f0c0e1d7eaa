"""The items one after another: log P(item | the items before it), given the numbers.

The terms of this chain rule add up to the log of the evidence, so they are what a log-likelihood by
item can mean where items share hypotheses and assumptions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from assess.kernel.network import log_sum_exp
from assess.kernel.plan import Bucket, Plan
from assess.kernel.weigh import Inputs, by_band, chunks, item_probabilities, root_factors
from priors.arrays import Array, Index

LARGEST = 1 << 15
"""Joint states times items up to which the terms are computed."""


class _Row(NamedTuple):
    bucket: int
    row: int
    cell: Index  # of each joint state


@dataclass(frozen=True)
class ChainRule:
    """The items of a plan in which every reliability is known.

    Attributes
    ----------
    roots : tuple of ndarray, shape (joint state,)
        Cell of each variable's prior in each joint state.
    rows : tuple
        For each item where its probabilities are, and its cell in each joint state.
    """

    plan: Plan
    roots: tuple[Index, ...]
    rows: tuple[_Row, ...]

    @classmethod
    def of(cls, plan: Plan) -> ChainRule | None:
        """From a plan with one node a source; None if its joint table would be too large."""
        structure = plan.structure
        sizes = structure.sizes
        joint = float(np.prod([float(k) for k in sizes]))
        if joint * max(len(structure.items), 1) > LARGEST:
            return None
        grid = np.indices(sizes).reshape(len(sizes), -1)

        def cells(scope: tuple[int, ...]) -> Index:
            scope = tuple(v for v in scope if v < len(sizes))  # beyond are nodes, one each
            shape = [sizes[v] for v in scope]
            return np.asarray(np.ravel_multi_index([grid[v] for v in scope], shape))

        rows: list[_Row | None] = [None] * len(structure.items)
        for k, bucket in enumerate(plan.buckets):
            for row, item in enumerate(bucket.items):
                scope = plan.network.scopes[bucket.factor[bucket.block[row]]]
                rows[item] = _Row(k, row, cells(scope))
        roots = tuple(cells(scope) for scope, _ in structure.roots)
        return cls(plan, roots, tuple(r for r in rows if r is not None))

    def weigh(self, numbers: Array, reliability: Array) -> tuple[list[Array], Array]:
        """Weigh many sets of numbers, one item after another.

        Parameters
        ----------
        numbers, reliability : ndarray, shapes (size, number) and (size, source)

        Returns
        -------
        log_credences : list of ndarray
            For each question, shape (size, hypothesis).
        terms : ndarray, shape (size, item)
            Log-probability of each item given those before it; they add up to the log evidence.
        """
        cells = len(self.roots[0]) * max(len(self.rows), 1)
        parts = [
            self._some(numbers[piece], reliability[piece]) for piece in chunks(len(numbers), cells)
        ]
        credences = [np.concatenate(q) for q in zip(*(p[0] for p in parts), strict=True)]
        return credences, np.concatenate([p[1] for p in parts])

    def _some(self, numbers: Array, reliability: Array) -> tuple[list[Array], Array]:
        inputs = Inputs.of(
            self.plan, np.ascontiguousarray(numbers.T), np.ascontiguousarray(reliability.T)
        )
        total: Array = np.zeros((len(self.roots[0]), len(numbers)))
        for cell, table in zip(self.roots, root_factors(self.plan, inputs), strict=True):
            total += table.reshape(-1, table.shape[-1])[cell]
        logs = [self._logs(bucket, inputs) for bucket in self.plan.buckets]
        out = np.empty((len(self.rows), len(numbers)))
        before = log_sum_exp(total, (0,))
        for k, row in enumerate(self.rows):
            total += logs[row.bucket][row.row][row.cell]
            after = log_sum_exp(total, (0,))
            with np.errstate(invalid="ignore"):
                out[k] = after - before
            before = after
        structure = self.plan.structure
        with np.errstate(invalid="ignore"):
            joint = (total - before).reshape(*structure.sizes, len(numbers))
        axes = range(len(structure.sizes))
        credences = []
        for q in range(structure.question_count):
            states = log_sum_exp(joint, tuple(a for a in axes if a != q))
            credences.append(by_band(self.plan, q, states).T)
        return credences, out.T

    @staticmethod
    def _logs(bucket: Bucket, inputs: Inputs) -> Array:
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(item_probabilities(bucket, inputs)[:, :, 0]))
