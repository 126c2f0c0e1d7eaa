"""What differs between versions of one case: items missing, alone or changed, factor by factor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assess.kernel.logs import Logs
from assess.kernel.plan import Bucket, Plan
from assess.kernel.weigh import integrated
from priors.arrays import Array, Index


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


def left_out(
    plan: Plan, version: Index, item: Index, count: int, *, echoes: bool = False
) -> Changes:
    """Versions in which items are missing.

    Parameters
    ----------
    plan : Plan
    version, item : ndarray, shape (row,)
        The items missing in each version.
    count : int
        Number of versions.
    echoes : bool
        What becomes of items that repeat missing ones: they stand on their own, or, if true, they
        are echoes still, as if what they repeat had been said but told nothing.
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
    stays &= not echoes
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


class Deltas:
    """Corrections to the factors, gathered over buckets.

    Parameters
    ----------
    factors : sequence of ndarray, shape (cells,)
        The factors of the case as it stands.
    of_items : mapping
        Those of them that items make, as logarithms that can be corrected.
    count : int
        Number of versions.
    from_nothing : bool
        Whether the corrections are to a case without items, not to the case as it stands.
    """

    def __init__(
        self,
        factors: Sequence[Array],
        of_items: Mapping[int, Logs],
        count: int,
        *,
        from_nothing: bool = False,
    ) -> None:
        self.factors, self.of_items = factors, of_items
        self.count, self.from_nothing = count, from_nothing
        self.logs: dict[int, Logs] = {}

    def add(self, factor: Index, version: Index, delta: Logs) -> None:
        """Add the corrections of some blocks to their factors, a row a block."""
        for f in np.unique(factor):
            mine = factor == f
            size = self.factors[f].size
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
        for f, table in enumerate(self.factors):
            if f not in self.logs:
                # built from nothing, a factor of items none of which are there says nothing
                absent = self.from_nothing and f in self.of_items
                out.append(np.zeros((len(table), 1)) if absent else table[:, None])
                continue
            logs = self.logs[f]
            if not self.from_nothing:
                logs = self.of_items[f].plus(logs)
            out.append(logs.value.T)
        return out


def block_logs(bucket: Bucket, sums: Array, weights: Array) -> Array:
    """Some blocks of a bucket as their factors see them, from sums of logs (B, C, N): (B, .)."""
    return integrated(bucket, sums[..., None], weights[..., None])[..., 0]
