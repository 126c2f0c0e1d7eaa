"""Many slightly different versions of one case, each at the cost of what differs.

A leave-one-out of 10,000 items does not weigh 10,000 cases: the sums of logarithms of the blocks
that contain a changed item are corrected, and only those blocks are integrated again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from assess.kernel.changes import ALONE, CHANGED, Changes, Deltas, block_logs
from assess.kernel.logs import Logs
from assess.kernel.network import log_sum_exp
from assess.kernel.plan import Bucket, Plan
from assess.kernel.weigh import (
    Inputs,
    block_log_weights,
    factors,
    item_probabilities,
    log_states,
    tracking,
    weigh,
)
from evidence.channel import appearance
from priors.arrays import Array, Index, Mask

CELLS = 1 << 21
"""Cells of the changed blocks that are computed at a time, about 16 MB an array."""


class _BucketLogs(NamedTuple):
    """One bucket of the case as it stands, batch axis dropped."""

    bucket: Bucket
    logs: Logs  # (item, cell, node)
    alone: Logs  # (item, cell, node)
    sums: Logs  # (block, cell, node)
    weights: Array  # (block, 1, node)
    blocks: Logs  # (block, cell of the factor)


class Law(NamedTuple):
    """Laws of the reliability of one source, one law a row: nodes and the logs of their weights."""

    source: int
    nodes: Array  # (version, node)
    log_weights: Array  # (version, node)


class Variants:
    """The case as it stands, ready to be changed in many ways.

    Parameters
    ----------
    plan : Plan
    numbers : ndarray, shape (number,)
    """

    def __init__(self, plan: Plan, numbers: Array) -> None:
        self.plan = plan
        self.numbers = numbers
        self.inputs = Inputs.of(plan, numbers[:, None])
        self.tables = [t.reshape(-1) for t in factors(plan, self.inputs)]
        self.bucket_logs = [self._bucket_logs(b) for b in plan.buckets]
        n = len(plan.structure.items)
        self.largest = max((p.logs.finite[0].size for p in self.bucket_logs), default=1)
        self.bucket_of, self.row_of = np.zeros(n, dtype=np.intp), np.zeros(n, dtype=np.intp)
        for k, b in enumerate(plan.buckets):
            self.bucket_of[b.items] = k
            self.row_of[b.items] = np.arange(len(b.items))
        # summed here and not read off the factors: where one block bars a cell, what the others
        # say of it must survive
        self.factor_logs: dict[int, Logs] = {}
        for as_is in self.bucket_logs:
            ids, starts = as_is.bucket.factor_runs
            merged = as_is.blocks.grouped(starts)
            for k, factor in enumerate(ids):
                rows = merged.at(np.array([k]))
                known = self.factor_logs.get(factor)
                self.factor_logs[factor] = rows if known is None else known.plus(rows)

    def _bucket_logs(self, bucket: Bucket) -> _BucketLogs:
        logs = Logs.of(item_probabilities(bucket, self.inputs)[..., 0])  # (item, cell, node)
        alone = logs
        if bucket.repeat is not None:
            alone = Logs.of(item_probabilities(bucket, self.inputs, alone=True)[..., 0])
        sums = logs.grouped(bucket.starts)  # (block, cell, node)
        weights = block_log_weights(bucket, self.inputs.log_weights)[..., 0]  # (block, 1, node)
        blocks = Logs.from_logs(block_logs(bucket, sums.value, weights))
        return _BucketLogs(bucket, logs, alone, sums, weights, blocks)

    def barring_items(self) -> Index:
        """Items that are impossible in some state, by explicit consent to a 0."""
        found = [p.bucket.items[p.logs.barred.any(axis=(1, 2))] for p in self.bucket_logs]
        return np.sort(np.concatenate([np.empty(0, dtype=np.intp), *found]))

    def weigh(self, changes: Changes) -> tuple[list[Array], Array]:
        """Log-credences of each question, (version, hypothesis), and log evidence, (version,)."""
        return self._pieces(
            lambda first, last: self._some(changes, first, last),
            len(changes.version),
            changes.count,
        )

    def _pieces(
        self, some: Callable[[int, int], tuple[list[Array], Array]], rows: int, count: int
    ) -> tuple[list[Array], Array]:
        """Versions in pieces that fit into memory; `some` computes those from first to last."""
        each = max(1, rows // max(count, 1)) * self.largest + self.plan.network.largest
        step = max(1, CELLS // each)
        # no version at all still goes through once, for the shapes of the empty answer
        pieces = [some(b, min(b + step, count)) for b in range(0, max(count, 1), step)]
        questions = range(self.plan.structure.question_count)
        return (
            [np.concatenate([p[0][q] for p in pieces]) for q in questions],
            np.concatenate([p[1] for p in pieces]),
        )

    def _some(self, c: Changes, first: int, last: int) -> tuple[list[Array], Array]:
        rows = slice(*np.searchsorted(c.version, [first, last]))
        deltas = Deltas(self.tables, self.factor_logs, last - first)
        version, item = c.version[rows] - first, c.item[rows]
        kind, number, value = c.kind[rows], c.number[rows], c.value[rows]
        for k, as_is in enumerate(self.bucket_logs):
            mine = np.flatnonzero(self.bucket_of[item] == k)
            if not len(mine):
                continue
            at = self.row_of[item[mine]]  # (row,)
            new = self._new_logs(as_is, at, kind[mine], number[mine], value[mine])
            difference = new.minus(as_is.logs.at(at))  # (row, cell, node)
            order, starts, v, b = _runs(as_is.bucket, version[mine], at)
            sums = as_is.sums.at(b).plus(difference.at(order).grouped(starts))  # (run, cell, node)
            blocks = Logs.from_logs(block_logs(as_is.bucket, sums.value, as_is.weights[b]))
            deltas.add(as_is.bucket.factor[b], v, blocks.minus(as_is.blocks.at(b)))
        return self.contract(deltas.tables(), last - first)

    def only(
        self, version: Index, item: Index, count: int, *, echoes: bool = False
    ) -> tuple[list[Array], Array]:
        """Versions of the case in which nothing but the given items is there.

        A version costs what its own items cost, however many others the case has.

        Parameters
        ----------
        version, item : ndarray, shape (row,)
            The items in each version, in any order, none of them twice.
        count : int
            Number of versions; one without a row has no items.
        echoes : bool
            What becomes of an item whose original is not in its version: it stands on its own, as
            if nobody had said it before; or, if true, it is an echo still, as if its original had
            been said but told nothing.

        Returns
        -------
        states : list of ndarray
            For each question, log-credences of its hypotheses, shape (version, hypothesis).
        log_evidence : ndarray, shape (version,)
            Natural log of the probability of the version's items; -inf where they are impossible,
            and the credences are then nan.
        """
        order = np.argsort(version, kind="stable")
        version, item = version[order], item[order]
        original, n = self.plan.structure.original[item], len(self.plan.structure.items)
        # an original of -1 is said, but not weighed: its echo is one in every version
        orphan = (original >= 0) & ~np.isin(version * n + original, version * n + item)
        orphan &= not echoes
        return self._pieces(
            lambda first, last: self._built(version, item, orphan, first, last), len(version), count
        )

    def _built(
        self, version: Index, item: Index, orphan: Mask, first: int, last: int
    ) -> tuple[list[Array], Array]:
        rows = slice(*np.searchsorted(version, [first, last]))
        version, item, orphan = version[rows] - first, item[rows], orphan[rows]
        deltas = Deltas(self.tables, self.factor_logs, last - first, from_nothing=True)
        for k, as_is in enumerate(self.bucket_logs):
            mine = np.flatnonzero(self.bucket_of[item] == k)
            if not len(mine):
                continue
            at, alone = self.row_of[item[mine]], orphan[mine, None, None]  # (row,), (row, 1, 1)
            pairs = zip(as_is.alone, as_is.logs, strict=True)
            logs = Logs(*(np.where(alone, own[at], beside[at]) for own, beside in pairs))
            order, starts, v, b = _runs(as_is.bucket, version[mine], at)
            sums = logs.at(order).grouped(starts)  # (run, cell, node)
            blocks = Logs.from_logs(block_logs(as_is.bucket, sums.value, as_is.weights[b]))
            deltas.add(as_is.bucket.factor[b], v, blocks)
        return self.contract(deltas.tables(), last - first)

    def with_laws(self, laws: Sequence[Law]) -> tuple[list[Array], Array]:
        """Weigh with other laws of one reliability at a time.

        Returns
        -------
        log_credences : list of ndarray
            For each question, (version, hypothesis): the rows of the first law, of the second, ...
        log_evidence : ndarray, shape (version,)
        """
        alone = self._private_blocks()
        step = max(1, CELLS // (self.plan.network.largest + self.largest))
        pieces: list[tuple[list[Array], Array]] = []
        waiting: list[Law] = []
        for law in laws:
            if law.source not in alone:
                pieces += [self._weigh_private(alone, waiting), self._weigh_shared(law)]
                waiting = []
                continue
            if sum(len(x.nodes) for x in waiting) >= step:
                pieces.append(self._weigh_private(alone, waiting))
                waiting = []
            waiting.append(law)
        pieces.append(self._weigh_private(alone, waiting))
        questions = range(self.plan.structure.question_count)
        return (
            [np.concatenate([p[0][q] for p in pieces]) for q in questions],
            np.concatenate([p[1] for p in pieces]),
        )

    def _weigh_private(
        self, alone: Mapping[int, tuple[_BucketLogs, int]], laws: Sequence[Law]
    ) -> tuple[list[Array], Array]:
        """Laws of sources that share their blocks with no other: only those are computed."""
        count = sum(len(law.nodes) for law in laws)
        deltas = Deltas(self.tables, self.factor_logs, count)
        first = 0
        for law in laws:
            as_is, block = alone[law.source]
            versions = np.arange(first, first + len(law.nodes))
            change = self._block_under(as_is, block, law).minus(as_is.blocks.at(np.array([block])))
            deltas.add(np.full(len(versions), as_is.bucket.factor[block]), versions, change)
            first += len(versions)
        return self.contract(deltas.tables(), count)

    def _weigh_shared(self, law: Law) -> tuple[list[Array], Array]:
        """The nodes of this source are dimensions that others share: weigh the whole case."""
        plan, span = self.plan, slice(*self.plan.node_span[law.source])
        nodes = np.tile(plan.node_values, (len(law.nodes), 1))  # (version, node of any source)
        weights = np.tile(plan.log_weights, (len(law.nodes), 1))  # (version, node of any source)
        nodes[:, span] = law.nodes
        # a known reliability is at every node of the plan: their weights do not matter
        if law.nodes.shape[1] == nodes[:, span].shape[1]:
            weights[:, span] = law.log_weights
        numbers = np.broadcast_to(self.numbers, (len(law.nodes), len(self.numbers)))
        return weigh(plan, numbers, nodes, weights)

    def _private_blocks(self) -> dict[int, tuple[_BucketLogs, int]]:
        """Sources that no other source shares a block with, and their blocks."""
        return {
            int(s): (as_is, b)
            for as_is in self.bucket_logs
            if as_is.bucket.integrate and as_is.bucket.sources.shape[1] == 1
            for b, s in enumerate(as_is.bucket.sources[:, 0])
        }

    def _block_under(self, as_is: _BucketLogs, block: int, law: Law) -> Logs:
        """One block under other laws of its source's reliability, (version, C)."""
        b, t = as_is.bucket, self.inputs.numbers[:, 0]
        ends = [*b.starts[1:], len(b.items)]
        rows = np.arange(b.starts[block], ends[block])
        tau: Array = law.nodes.T[None, None]  # (item, cell, node, version)
        if b.gate is not None:
            tau = tau * b.gate[rows][:, :, None, None]
        rho, copied = None, np.ones(1)
        if b.repeat is not None and b.if_copied is not None:
            rho, copied = (t[x[rows]][:, None, None, None] for x in (b.repeat, b.if_copied))
        said, unreliable = (t[x[rows]][..., None, None] for x in (b.likelihood, b.if_unreliable))
        p = appearance(tau, said, unreliable, rho, copied)  # (item, cell, node, version)
        logs = Logs(*(x.sum(axis=0) for x in Logs.of(p)))  # (cell, node, version)
        if law.nodes.shape[1] == 1:  # known: a sum that can be undone where it bars a cell
            return Logs(*(x[:, 0].T for x in logs))
        return Logs.from_logs(log_sum_exp(logs.value + law.log_weights.T[None], (1,)).T)

    def _new_logs(
        self, as_is: _BucketLogs, at: Index, kind: Index, number: Index, value: Array
    ) -> Logs:
        finite = np.where((kind == ALONE)[:, None, None], as_is.alone.finite[at], 0.0)
        barred = np.where((kind == ALONE)[:, None, None], as_is.alone.barred[at], 0.0)
        moved = np.flatnonzero(kind == CHANGED)
        if len(moved):
            new = Logs.of(self._probabilities(as_is.bucket, at[moved], number[moved], value[moved]))
            finite[moved], barred[moved] = new.finite, new.barred
        return Logs(finite, barred)

    def _probabilities(self, bucket: Bucket, at: Index, number: Index, value: Array) -> Array:
        """Probability of some items of a bucket, each with one number moved, (row, C, N)."""
        t = self.inputs.numbers[:, 0]
        n = self.plan.structure.number_count

        def moved(index: Index) -> Array:
            shape = (-1, *(1,) * (index.ndim - 1))
            j, x = number.reshape(shape), value.reshape(shape)
            return np.where(index == j, x, np.where(index == j + n, 1.0 - x, t[index]))

        rho = copied = None
        if bucket.repeat is not None and bucket.if_copied is not None:
            rho = moved(bucket.repeat[at])[:, None, None]  # (row, 1, 1)
            copied = moved(bucket.if_copied[at])[:, None, None]  # (row, 1, 1)
        return appearance(
            tracking(bucket, self.inputs)[at, :, :, 0],  # (row, cell or 1, node)
            moved(bucket.likelihood[at])[:, :, None],  # (row, cell, 1)
            moved(bucket.if_unreliable[at])[:, :, None],  # (row, cell, 1)
            rho,
            1.0 if copied is None else copied,
        )

    def contract(self, tables: list[Array], count: int) -> tuple[list[Array], Array]:
        """Log-credences of each question and log evidence from all factors, (cells, version)."""
        network = self.plan.network
        shaped = [
            t.reshape(*(network.sizes[v] for v in scope), t.shape[-1])
            for t, scope in zip(tables, network.scopes, strict=True)
        ]
        up = network.up(shaped)
        questions = range(self.plan.structure.question_count)
        with np.errstate(invalid="ignore"):
            states = [s.T for s in log_states(self.plan, up, questions)]
        # where no version differs at all, the one answer is everyone's
        return (
            [np.broadcast_to(s, (count, s.shape[-1])) for s in states],
            np.broadcast_to(up[-1].reshape(-1), (count,)),
        )


def _runs(bucket: Bucket, version: Index, row: Index) -> tuple[Index, Index, Index, Index]:
    """Rows of a bucket ordered by version and block, where each such run begins, and its two."""
    blocks = len(bucket.starts)
    key = version * blocks + bucket.block[row]  # (row,)
    order = np.argsort(key, kind="stable")
    unique, starts = np.unique(key[order], return_index=True)
    return (order, starts, *np.divmod(unique, blocks))
