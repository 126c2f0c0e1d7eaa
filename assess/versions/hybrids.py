"""Mixtures of two analysts' versions of one case: some parts as one states them, the rest as other.

All mixtures have one structure. It holds every item of either version; an item that a mixture does
not have enters with probability 1 under everything, which changes nothing; an item that the two
link differently (other sources, other assumptions) stands there twice, and each mixture has one of
the two. So a mixture is nothing but a row of numbers, with a row of nodes for the reliabilities,
and thousands of them are weighed in one call.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from assess.case.numbers import numbers_of
from assess.case.selection import Selection
from assess.kernel.plan import Plan, is_refinable
from assess.kernel.quadrature import node_count, nodes_of
from assess.kernel.structure import HALF, Structure
from assess.kernel.weigh import weigh
from assess.prepare.compile import structure_of
from assess.prepare.planning import plan_for
from assess.versions.alignment import Version
from assess.versions.gathering import DisputedPart, Row
from assess.versions.slots import Dependence, Slots, gathered
from evidence.item import Item
from priors.arrays import Array, Index, Mask

_ROWS = 1 << 21
"""Numbers of mixtures that are made at a time: 16 MB."""


class _Nodes(NamedTuple):
    """Nodes and log-weights of all sources as each of the two states them, shape (M,)."""

    first: Array
    second: Array
    first_weights: Array
    second_weights: Array
    owner: Index


@dataclass(frozen=True)
class Hybrids:
    """Two versions of a case, and everything between them.

    Attributes
    ----------
    parts : tuple of DisputedPart
        What the two state differently, in the order of the case.
    """

    slots: Slots
    plan: Plan
    nodes: _Nodes

    @property
    def parts(self) -> tuple[DisputedPart, ...]:
        """What the two state differently."""
        return self.slots.parts

    @property
    def cells(self) -> int:
        """Numbers that are computed for one mixture."""
        return self.plan.cells + 2 * len(self.slots.first)

    def weigh(self, second: Mask, question: int) -> Array:
        """Log-credences of mixtures.

        Parameters
        ----------
        second : ndarray of bool, shape (mixture, part)
            Which parts are as the second analyst states them.
        question : int

        Returns
        -------
        ndarray, shape (mixture, hypothesis)
            Natural logarithms; nan where what is mixed is impossible.
        """
        step = max(1, _ROWS // max(len(self.slots.first) + 2 * len(self.nodes.first), 1))
        log_credences = []
        for start in range(0, len(second), step):
            rows = second[start : start + step]  # (mixture, part)
            nodes = _chosen(rows, self.nodes.owner, self.nodes.first, self.nodes.second)
            weights = _chosen(
                rows, self.nodes.owner, self.nodes.first_weights, self.nodes.second_weights
            )
            states, evidence = weigh(self.plan, self._numbers(rows), nodes, weights)
            possible = np.isfinite(evidence)[:, None]  # (mixture, 1)
            log_credences.append(np.where(possible, states[question], np.nan))
        return np.concatenate(log_credences)

    def _numbers(self, second: Mask) -> Array:
        """The numbers of each mixture, (mixture, slot)."""
        slots = self.slots
        numbers = _chosen(second, slots.owner, slots.first, slots.second)  # (mixture, slot)
        stated = np.column_stack(  # (mixture, row)
            [_chosen(second, r.switch, *np.array(r.on)[:, None]) for r in slots.rows]
            or [np.empty((len(second), 0), dtype=bool)]
        )
        excluded = {  # each (mixture,)
            s: _chosen(second, part, np.array([a]), np.array([b]))[:, 0]
            for s, (part, a, b) in slots.excluded.items()
        }
        has_item: dict[str, Mask] = {}
        for k, row in enumerate(slots.rows):
            has_item[row.item.id] = has_item.get(row.item.id, False) | stated[:, k]
        for k, row in enumerate(slots.rows):
            absent = ~stated[:, k]  # (mixture,)
            for s in row.item.path:
                if s in excluded:
                    absent = absent | excluded[s]
            off = np.flatnonzero(absent)
            if len(off):
                numbers[np.ix_(off, row.says)] = 1.0
            if row.repeats is not None:
                alone = absent | ~_original_is_there(second, row.repeats, has_item)
                numbers[alone, row.repeats.chance] = 0.0
        return numbers


def _chosen(second: Mask, owner: Index, first: Array, other: Array) -> Array:
    """For each mixture what its parts' owners state; -1 owns what is not disputed."""
    taken = second[:, np.maximum(owner, 0)] & (owner >= 0) if second.shape[1] else False
    shape = (len(second), len(first))  # (mixture, slot)
    return np.where(taken, other, np.broadcast_to(first, shape))


def _original_is_there(second: Mask, repeats: Dependence, has_item: dict[str, Mask]) -> Mask:
    nowhere = np.zeros(len(second), dtype=bool)  # (mixture,)
    one, two = (has_item.get(name, nowhere) for name in (repeats.first, repeats.second))
    return np.where(second[:, repeats.part], two, one) if repeats.part >= 0 else one


def hybrids(first: Version, second: Version, *, by_number: bool = False) -> Hybrids:
    """Everything between two versions of a case.

    Parameters
    ----------
    first, second : Version
        From `aligned`.
    by_number : bool
        Whether each stated number is a part of its own, where both state the same ones.

    Returns
    -------
    Hybrids
    """
    union = _union(first, second)
    slots = gathered(first, second, union, by_number=by_number)
    refinement = 1
    mixtures = _planned(first, second, union, slots, refinement)
    ends = np.array([[False], [True]]) & np.ones(len(slots.parts), dtype=bool)  # (end, part)
    before = mixtures.weigh(ends, 0)  # (end, hypothesis)
    while is_refinable(mixtures.plan.structure, refinement):
        refinement *= 2
        mixtures = _planned(first, second, union, slots, refinement)
        after = mixtures.weigh(ends, 0)
        if np.allclose(before, after, rtol=1e-9, atol=1e-9, equal_nan=True):
            break
        before = after
    return mixtures


def _union(first: Version, second: Version) -> tuple[Structure, tuple[Row, ...]]:
    """The structure of all that either states, and its rows."""
    rows = _rows(first, second)
    of_first = {s.id for s in first.case.sources}
    sources = [*first.case.sources, *(s for s in second.case.sources if s.id not in of_first)]
    held = {a.id for a in first.case.assumptions}
    more = [a for a in second.case.assumptions if a.id not in held]
    items = tuple(
        # an item that stands there twice needs two names; what it repeats is kept in its row
        row.item.model_copy(update={"id": f"{k} {row.item.id}", "repeats": None})
        for k, row in enumerate(rows)
    )
    case = first.case.model_copy(
        update={
            "sources": tuple(sources),
            "assumptions": (*first.case.assumptions, *more),
            "items": items,
        }
    )
    selection = Selection(None, items, ())
    numbers = numbers_of(case, selection)
    return structure_of(case, selection, numbers, first.structure.grids or None), rows


def _rows(first: Version, second: Version) -> tuple[Row, ...]:
    rows = []
    for item in first.items:
        other = second.item.get(item.id)
        if other is not None and _linked(item) == _linked(other):
            rows.append(Row(item, (True, True)))
            continue
        rows.append(Row(item, (True, False)))
        if other is not None:
            rows.append(Row(other, (False, True)))
    rows += [Row(item, (False, True)) for item in second.items if item.id not in first.item]
    return tuple(rows)


def _linked(item: Item) -> tuple[object, ...]:
    return item.question, frozenset(item.path), frozenset(item.requires)


def _planned(
    first: Version,
    second: Version,
    union: tuple[Structure, tuple[Row, ...]],
    slots: Slots,
    refinement: int,
) -> Hybrids:
    """The plan of the common structure, with nodes enough for either law of each reliability."""
    structure = union[0]
    laws = [{s.id: s.reliability.pieces for s in v.case.sources} for v in (first, second)]
    wider, columns = [], []
    for k, name in enumerate(structure.sources):
        # who does not know a source takes it over as the other states it
        one = laws[0][name] if name in laws[0] else laws[1][name]
        two = laws[1].get(name, one)
        count = node_count(sum(k in path for path in structure.paths), refinement)
        ends = [nodes_of(law, count) for law in (one, two)]
        size = max(len(nodes) for nodes, _ in ends)
        wider.append(one if len(ends[0][0]) == size else two)
        padded = [_padded(*end, size) for end in ends]
        owner = np.full(size, slots.sources.get(name, -1), dtype=np.intp)
        columns.append((padded[0][0], padded[1][0], padded[0][1], padded[1][1], owner))
    empty = (*(np.empty(0),) * 4, np.empty(0, dtype=np.intp))
    nodes = _Nodes(*(np.concatenate(c) for c in zip(empty, *columns, strict=True)))
    bare = replace(
        structure,
        number_count=len(slots.first),
        constants=np.array([0.0, 1.0, 0.5])[: HALF + 1],
        roots=slots.roots,
        reliabilities=tuple(wider),
        likelihood=slots.likelihood,
        if_unreliable=slots.if_unreliable,
        repeat=slots.repeat,
        if_copied=slots.if_copied,
    )
    return Hybrids(slots, plan_for(bare, refinement), nodes)


def _padded(nodes: Array, log_weights: Array, size: int) -> tuple[Array, Array]:
    """Further nodes of no weight."""
    more = size - len(nodes)
    return np.pad(nodes, (0, more), constant_values=0.5), np.pad(
        log_weights, (0, more), constant_values=-np.inf
    )
