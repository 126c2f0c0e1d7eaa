"""Many slightly different versions of one case, each at the cost of what differs.

A leave-one-out of 10,000 items does not weigh 10,000 cases: the sums of logarithms of the blocks
that contain a changed item are corrected, and only those blocks are integrated again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assess.kernel import (
    Inputs,
    block_log_weights,
    factors,
    integrated,
    item_probabilities,
    log_states,
    tracking,
    weigh,
)
from assess.logs import Logs
from assess.plan import Bucket, Plan
from evidence.channel import appearance

Array = NDArray[np.float64]
Index = NDArray[np.intp]

_CELLS = 1 << 21
"""Cells of the changed blocks that are computed at a time, about 16 MB an array."""


@dataclass(frozen=True)
class Changes:
    """What differs from the case, one row for each item that differs in each version.

    Attributes
    ----------
    version, item : ndarray, shape (row,)
        Rows are sorted by version; an item is at most once in a version.
    kind : ndarray, shape (row,)
        `ABSENT`, `ALONE` (present, but what it repeats is not) or `CHANGED` (one of its numbers).
    number, value : ndarray, shape (row,)
        For `CHANGED`: the position of the number and what it becomes.
    """

    count: int
    version: Index
    item: Index
    kind: Index
    number: Index
    value: Array


ABSENT, ALONE, CHANGED = 0, 1, 2


def left_out(plan: Plan, version: Index, item: Index, count: int) -> Changes:
    """Versions in which items are missing; the items that repeat those stand on their own.

    Parameters
    ----------
    plan : Plan
    version, item : ndarray, shape (row,)
        The items missing in each version.
    count : int
        Number of versions.
    """
    original = plan.structure.original
    n = len(original)
    by_original = np.argsort(original, kind="stable")
    ordered = original[by_original]
    first, last = np.searchsorted(ordered, item), np.searchsorted(ordered, item, side="right")
    copies = last - first
    offsets = np.arange(copies.sum()) - np.repeat(np.cumsum(copies) - copies, copies)
    orphan = by_original[np.repeat(first, copies) + offsets]
    orphan_version = np.repeat(version, copies)
    stays = ~np.isin(orphan_version * n + orphan, version * n + item)
    versions = np.concatenate([version, orphan_version[stays]])
    items = np.concatenate([item, orphan[stays]])
    kinds = np.repeat([ABSENT, ALONE], [len(version), int(stays.sum())])
    order = np.argsort(versions, kind="stable")
    rows = len(order)
    nothing = np.zeros(rows, dtype=np.intp)
    return Changes(count, versions[order], items[order], kinds[order], nothing, np.zeros(rows))


def changed(item: Index, number: Index, value: Array) -> Changes:
    """One version for each row, in which one number of one item has another value."""
    count = len(item)
    kinds = np.full(count, CHANGED, dtype=np.intp)
    return Changes(count, np.arange(count), item, kinds, number, value)


class _Part(NamedTuple):
    """One bucket of the case as it stands, batch axis dropped."""

    bucket: Bucket
    logs: Logs  # (n, C, N)
    alone: Logs
    sums: Logs  # (B, C, N)
    weights: Array  # (B, 1, N)
    blocks: Logs  # (B, cells of the factor)


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
        self._walked: dict[bytes, list[Array]] = {}
        self.inputs = Inputs.of(plan, numbers[:, None])
        self.tables = [t.reshape(-1) for t in factors(plan, self.inputs)]
        self.parts = [self._part(b) for b in plan.buckets]
        n = len(plan.structure.items)
        self.bucket_of, self.row_of = np.zeros(n, dtype=np.intp), np.zeros(n, dtype=np.intp)
        for k, b in enumerate(plan.buckets):
            self.bucket_of[b.items] = k
            self.row_of[b.items] = np.arange(len(b.items))
        # summed here and not read off the factors: where one block bars a cell, what the others
        # say of it must survive
        self.factor_logs: dict[int, Logs] = {}
        for part in self.parts:
            ids, starts = part.bucket.factor_runs
            merged = part.blocks.grouped(starts)
            for k, factor in enumerate(ids):
                rows = merged.at(np.array([k]))
                known = self.factor_logs.get(factor)
                self.factor_logs[factor] = rows if known is None else known.plus(rows)

    def _part(self, bucket: Bucket) -> _Part:
        logs = Logs.of(item_probabilities(bucket, self.inputs)[..., 0])
        alone = logs
        if bucket.repeat is not None:
            alone = Logs.of(item_probabilities(bucket, self.inputs, alone=True)[..., 0])
        sums = logs.grouped(bucket.starts)
        weights = block_log_weights(bucket, self.inputs.log_weights)[..., 0]
        blocks = Logs.from_logs(_blocks(bucket, sums.value, weights))
        return _Part(bucket, logs, alone, sums, weights, blocks)

    def barring_items(self) -> Index:
        """Items that are impossible in some state, by explicit consent to a 0."""
        found = [p.bucket.items[p.logs.barred.any(axis=(1, 2))] for p in self.parts]
        return np.sort(np.concatenate([np.empty(0, dtype=np.intp), *found]))

    def weigh(self, changes: Changes) -> tuple[list[Array], Array]:
        """Log-credences of each question, (version, hypothesis), and log evidence, (version,)."""
        largest = max((p.logs.finite[0].size for p in self.parts), default=1)
        network = self.plan.network.largest
        rows = max(1, len(changes.version) // max(changes.count, 1))
        step = max(1, _CELLS // (rows * largest + network))
        # no version at all still goes through once, for the shapes of the empty answer
        bounds = range(0, max(changes.count, 1), step)
        parts = [self._some(changes, b, min(b + step, changes.count)) for b in bounds]
        questions = range(self.plan.structure.question_count)
        return (
            [np.concatenate([p[0][q] for p in parts]) for q in questions],
            np.concatenate([p[1] for p in parts]),
        )

    def _some(self, c: Changes, first: int, last: int) -> tuple[list[Array], Array]:
        rows = slice(*np.searchsorted(c.version, [first, last]))
        deltas = _Deltas(self, last - first)
        version, item = c.version[rows] - first, c.item[rows]
        kind, number, value = c.kind[rows], c.number[rows], c.value[rows]
        for k, part in enumerate(self.parts):
            mine = np.flatnonzero(self.bucket_of[item] == k)
            if not len(mine):
                continue
            at = self.row_of[item[mine]]
            new = self._new_logs(part, at, kind[mine], number[mine], value[mine])
            difference = new.minus(part.logs.at(at))
            key = version[mine] * len(part.bucket.starts) + part.bucket.block[at]
            order = np.argsort(key, kind="stable")
            unique, starts = np.unique(key[order], return_index=True)
            v, b = np.divmod(unique, len(part.bucket.starts))
            sums = part.sums.at(b).plus(difference.at(order).grouped(starts))
            blocks = Logs.from_logs(_blocks(part.bucket, sums.value, part.weights[b]))
            deltas.add(part.bucket.factor[b], v, blocks.minus(part.blocks.at(b)))
        return self._contract(deltas.tables(), last - first)

    def known_reliability(self, source: Index, value: Array) -> list[Array]:
        """Log-credences of each question if the reliability of a source were known.

        Parameters
        ----------
        source : ndarray, shape (version,)
            Positions of the sources, one for each version.
        value : ndarray, shape (version,)
            The reliability, 0 to 1.

        Returns
        -------
        list of ndarray
            For each question, shape (version, hypothesis).
        """
        alone = self._private_blocks()
        private = np.array([int(s) in alone for s in source], dtype=bool)
        structure = self.plan.structure
        out = [
            np.empty((len(source), len(structure.states[q])))
            for q in range(structure.question_count)
        ]
        network = self.plan.network.largest
        mine = np.flatnonzero(private)
        for rows in np.array_split(mine, max(1, len(mine) * network // _CELLS)):
            deltas = _Deltas(self, len(rows))
            for version, k in enumerate(rows):
                part, block = alone[int(source[k])]
                new = self._block_at(part, block, value[k])
                delta = new.minus(part.blocks.at(np.array([block])))
                deltas.add(part.bucket.factor[[block]], np.array([version]), delta)
            states, _ = self._contract(deltas.tables(), len(rows))
            for table, found in zip(out, states, strict=True):
                table[rows] = found
        for k in np.flatnonzero(~private):  # its nodes are shared: weigh the whole case
            nodes = self.plan.node_values.copy()
            nodes[slice(*self.plan.node_span[source[k]])] = value[k]
            for table, found in zip(out, weigh(self.plan, self.numbers, nodes)[0], strict=True):
                table[k] = found
        return out

    def _private_blocks(self) -> dict[int, tuple[_Part, int]]:
        """Sources that no other source shares a block with, and their blocks."""
        return {
            int(s): (part, b)
            for part in self.parts
            if part.bucket.integrate and part.bucket.sources.shape[1] == 1
            for b, s in enumerate(part.bucket.sources[:, 0])
        }

    def _block_at(self, part: _Part, block: int, reliability: float) -> Logs:
        """One block if the reliability of its source is one known value, (1, C)."""
        b, t = part.bucket, self.inputs.numbers[:, 0]
        ends = [*b.starts[1:], len(b.items)]
        rows = np.arange(b.starts[block], ends[block])
        tau = reliability if b.gate is None else reliability * b.gate[rows]
        rho, copied = None, np.ones(1)
        if b.repeat is not None and b.if_copied is not None:
            rho, copied = t[b.repeat[rows]][:, None], t[b.if_copied[rows]][:, None]
        p = appearance(tau, t[b.likelihood[rows]], t[b.if_unreliable[rows]], rho, copied)
        return Logs(*(x.sum(axis=0, keepdims=True) for x in Logs.of(p)))

    def _new_logs(self, part: _Part, at: Index, kind: Index, number: Index, value: Array) -> Logs:
        finite = np.where((kind == ALONE)[:, None, None], part.alone.finite[at], 0.0)
        barred = np.where((kind == ALONE)[:, None, None], part.alone.barred[at], 0.0)
        moved = np.flatnonzero(kind == CHANGED)
        if len(moved):
            new = Logs.of(self._probabilities(part.bucket, at[moved], number[moved], value[moved]))
            finite[moved], barred[moved] = new.finite, new.barred
        return Logs(finite, barred)

    def _probabilities(self, bucket: Bucket, at: Index, number: Index, value: Array) -> Array:
        """Probability of some items of a bucket, each with one number moved, (row, C, N)."""
        t = self.inputs.numbers[:, 0]
        n = len(self.plan.structure.numbers)

        def moved(index: Index) -> Array:
            shape = (-1, *(1,) * (index.ndim - 1))
            j, x = number.reshape(shape), value.reshape(shape)
            return np.where(index == j, x, np.where(index == j + n, 1.0 - x, t[index]))

        rho = copied = None
        if bucket.repeat is not None and bucket.if_copied is not None:
            rho = moved(bucket.repeat[at])[:, None, None]
            copied = moved(bucket.if_copied[at])[:, None, None]
        return appearance(
            tracking(bucket, self.inputs)[at, :, :, 0],
            moved(bucket.likelihood[at])[:, :, None],
            moved(bucket.if_unreliable[at])[:, :, None],
            rho,
            1.0 if copied is None else copied,
        )

    def _contract(self, tables: list[Array], count: int) -> tuple[list[Array], Array]:
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

    def walk(self, orders: Index) -> list[Array]:
        """Log-credences as the items come in, one after another, in given orders.

        Parameters
        ----------
        orders : ndarray, shape (order, item)
            Each a permutation of all items in which nothing comes before what it may repeat.

        Returns
        -------
        list of ndarray
            For each question, shape (order, item + 1, hypothesis): before any item, after the
            first of the order, and so on.
        """
        key = orders.tobytes()
        known = self._walked.get(key)
        if known is None:  # ledgers of several questions walk the same orders
            known = self._every_walk(orders)
            self._walked = {**self._walked, key: known} if len(self._walked) < 2 else {key: known}
        return known

    def _every_walk(self, orders: Index) -> list[Array]:
        count, n = orders.shape
        if n == 0:
            states, _ = self._contract([t[:, None] for t in self.tables], count)
            return [s[:, None] for s in states]
        largest = max(p.logs.finite[0].size for p in self.parts)
        step = max(1, _CELLS // (n * (largest + self.plan.network.largest)))
        pieces = [self._walk(orders[k : k + step]) for k in range(0, count, step)]
        return [np.concatenate(q) for q in zip(*pieces, strict=True)]

    def _walk(self, orders: Index) -> list[Array]:
        count, n = orders.shape
        time = np.argsort(orders, axis=1)
        deltas = _Deltas(self, count * (n + 1), from_nothing=True)
        for part in self.parts:
            b = part.bucket
            when = time[:, b.items]
            order = np.argsort(b.block * n + when, axis=1)  # by block, and by time within it
            so_far = Logs(*(self._running(x[order], b) for x in part.logs))
            flat = so_far.value.reshape(-1, *so_far.finite.shape[2:])
            weights = np.tile(part.weights[b.block], (count, 1, 1))
            blocks = Logs.from_logs(_blocks(b, flat, weights))
            before = Logs(*(self._shifted(x.reshape(count, len(b.items), -1), b) for x in blocks))
            step = blocks.minus(Logs(*(x.reshape(blocks.finite.shape) for x in before)))
            at = np.take_along_axis(when, order, axis=1) + 1 + np.arange(count)[:, None] * (n + 1)
            deltas.add(np.tile(b.factor[b.block], count), at.ravel(), step)
        deltas.accumulate(count)
        states, _ = self._contract(deltas.tables(), count * (n + 1))
        return [s.reshape(count, n + 1, -1) for s in states]

    @staticmethod
    def _running(ordered: Array, bucket: Bucket) -> Array:
        """Running sums within each block, (order, n, C, N)."""
        total = np.cumsum(ordered, axis=1)
        earlier = np.concatenate([np.zeros_like(total[:, :1]), total], axis=1)[:, bucket.starts]
        return np.asarray(total - earlier[:, bucket.block])

    @staticmethod
    def _shifted(blocks: Array, bucket: Bucket) -> Array:
        """What each block was one item before; before its first item it is a factor of 1."""
        before = np.concatenate([np.zeros_like(blocks[:, :1]), blocks[:, :-1]], axis=1)
        before[:, bucket.starts] = 0.0
        return before


class _Deltas:
    """Corrections to the factors, gathered over buckets."""

    def __init__(self, variants: Variants, count: int, *, from_nothing: bool = False) -> None:
        self.variants, self.count, self.from_nothing = variants, count, from_nothing
        self.logs: dict[int, Logs] = {}

    def add(self, factor: Index, version: Index, delta: Logs) -> None:
        for f in np.unique(factor):
            mine = factor == f
            size = self.variants.tables[f].size
            if int(f) not in self.logs:
                self.logs[int(f)] = Logs(*(np.zeros((self.count, size)) for _ in range(2)))
            for total, part in zip(self.logs[int(f)], delta, strict=True):
                np.add.at(total, version[mine], part[mine])

    def accumulate(self, count: int) -> None:
        """Turn steps in time into states: running sums within each order."""
        for f, logs in self.logs.items():
            size = logs.finite.shape[-1]
            summed = [x.reshape(count, -1, size).cumsum(axis=1).reshape(-1, size) for x in logs]
            self.logs[f] = Logs(*summed)

    def tables(self) -> list[Array]:
        """Every factor with its corrections, (cells, version)."""
        out = []
        for f, table in enumerate(self.variants.tables):
            if f not in self.logs:
                out.append(table[:, None])
                continue
            logs = self.logs[f]
            if not self.from_nothing:
                logs = self.variants.factor_logs[f].plus(logs)
            out.append(logs.value.T)
        return out


def _blocks(bucket: Bucket, sums: Array, weights: Array) -> Array:
    return integrated(bucket, sums[..., None], weights[..., None])[..., 0]
