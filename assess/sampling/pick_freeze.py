"""Points of a case that differ from others in few numbers, each at the cost of what differs.

A design for Sobol indices weighs the case at thousands of points once for each input, with nothing
but that input changed. Given all numbers and reliabilities the items only add up, so that the
items that the input is part of are taken out and put in again with its other values.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from assess.kernel.plan import Plan, plan_of
from assess.kernel.structure import Structure
from assess.kernel.weigh import Inputs, chunks, factors, log_states, weigh
from priors.arrays import Array, Index

_KEPT = 1 << 26
"""Values of the factors at all points that are kept, half a gigabyte; else all is weighed anew."""


class Exchange:
    """A set of points, to be weighed with some of their columns from another set.

    Parameters
    ----------
    plan : Plan
        One in which every reliability is known.
    a, b : ndarray, shape (point, column)
        The points and the others: stated numbers, then reliabilities.
    question : int
        The question whose credences are wanted.
    """

    def __init__(self, plan: Plan, a: Array, b: Array, question: int) -> None:
        self.plan, self.a, self.b, self.question = plan, a, b, question
        self.count = plan.structure.number_count
        self.tables = self._tables()

    def weighed(self, values: Array) -> Array:
        """Log-credences of the question's hypotheses at some points, (point, hypothesis)."""
        # a case without items has no reliabilities
        nodes = values[:, self.count :] if values.shape[1] > self.count else None
        states, _ = weigh(self.plan, values[:, : self.count], nodes)
        return states[self.question]

    def exchanged(self, columns: Index) -> Array:
        """The same at the points a with some columns from b."""
        tables = self.tables
        if tables is None:
            return self.weighed(self._mixed(slice(None), columns))
        excerpt = _excerpt_with(self.plan.structure, columns)
        short_plan = plan_of(excerpt.structure, known=True)
        is_exchanged = np.isin(excerpt.columns, columns)
        logs = []
        for piece in chunks(len(self.a), short_plan.cells + self.plan.network.largest):
            before = self.a[piece, excerpt.columns]
            after = np.where(is_exchanged, self.b[piece, excerpt.columns], before)
            quick = self._with_exchanged([t[..., piece] for t in tables], short_plan, before, after)
            logs.append(self.weighed(self._mixed(piece, columns)) if quick is None else quick)
        return np.concatenate(logs)

    def _mixed(self, piece: slice, columns: Index) -> Array:
        values = self.a[piece].copy()
        values[:, columns] = self.b[piece, columns]
        return values

    def _tables(self) -> list[Array] | None:
        """The factors at all points a, (states ..., point); None where they would be too large."""
        network = self.plan.network
        cells = sum(int(np.prod([network.sizes[v] for v in s])) for s in network.scopes)
        if cells * len(self.a) > _KEPT:
            return None
        tables_of_pieces = []
        for piece in chunks(len(self.a), self.plan.cells):
            tables = factors(self.plan, _inputs(self.plan, self.a[piece]))
            size = (piece.stop - piece.start,)  # what does not vary comes once
            tables_of_pieces.append([np.broadcast_to(t, (*t.shape[:-1], *size)) for t in tables])
        return [np.concatenate(same, axis=-1) for same in zip(*tables_of_pieces, strict=True)]

    def _with_exchanged(
        self, tables: list[Array], short_plan: Plan, old: Array, new: Array
    ) -> Array | None:
        """Log-credences with the factors of some items exchanged; None where one is impossible."""
        roots = len(self.plan.structure.roots)
        before, after = (factors(short_plan, _inputs(short_plan, values)) for values in (old, new))
        scopes = self.plan.network.scopes
        places = {scope: k for k, scope in enumerate(scopes) if k >= roots}
        tables = [*after[:roots], *tables[roots:]]
        for k, scope in enumerate(short_plan.network.scopes[roots:], start=roots):
            place = places[scope]
            with np.errstate(invalid="ignore"):
                tables[place] = tables[place] - before[k] + after[k]
            if np.isnan(tables[place]).any():  # what is barred cannot be taken out again
                return None
        up = self.plan.network.up(tables)
        with np.errstate(invalid="ignore"):
            (states,) = log_states(self.plan, up, [self.question])
        return np.broadcast_to(states, (len(states), len(new))).T


def _inputs(plan: Plan, values: Array) -> Inputs:
    count = plan.structure.number_count
    numbers, nodes = values[:, :count].T, values[:, count:].T
    return Inputs.of(plan, np.ascontiguousarray(numbers), np.ascontiguousarray(nodes))


class _Excerpt(NamedTuple):
    """Some items of a structure, with the numbers and sources that they and the priors need."""

    structure: Structure
    columns: Index


def _excerpt_with(structure: Structure, columns: Index) -> _Excerpt:
    """The items in which some of the numbers and reliabilities occur."""
    items, count = _items_with(structure, columns), structure.number_count
    tables = (structure.likelihood, structure.if_unreliable, structure.repeat, structure.if_copied)
    indices = [t[items] for t in tables] + [index for _, index in structure.roots]
    used = np.unique(np.concatenate([index.ravel() for index in indices]))
    numbers = np.unique(used[used < 2 * count] % count) if count else used[:0]
    # positions in the short vector: numbers, complements, constants as in the long one
    place = np.zeros(2 * count + len(structure.constants), dtype=np.intp)
    place[numbers] = np.arange(len(numbers))
    place[numbers + count] = np.arange(len(numbers)) + len(numbers)
    place[2 * count :] = np.arange(len(structure.constants)) + 2 * len(numbers)
    sources = sorted({s for i in items for s in structure.paths[i]})
    at = {s: k for k, s in enumerate(sources)}
    short = replace(
        structure,
        number_count=len(numbers),
        roots=tuple((scope, place[index]) for scope, index in structure.roots),
        sources=tuple(structure.sources[s] for s in sources),
        reliabilities=tuple(structure.reliabilities[s] for s in sources),
        items=tuple(structure.items[i] for i in items),
        variable=structure.variable[items],
        likelihood=place[structure.likelihood[items]],
        if_unreliable=place[structure.if_unreliable[items]],
        repeat=place[structure.repeat[items]],
        if_copied=place[structure.if_copied[items]],
        original=np.full(len(items), -1, dtype=np.intp),
        requires=tuple(structure.requires[i] for i in items),
        paths=tuple(tuple(at[s] for s in structure.paths[i]) for i in items),
    )
    return _Excerpt(short, np.array([*numbers, *(count + s for s in sources)], dtype=np.intp))


def _items_with(structure: Structure, columns: Index) -> Index:
    n = structure.number_count
    in_columns = np.zeros(2 * n + len(structure.constants), dtype=bool)
    numbers = columns[columns < n]
    in_columns[numbers] = in_columns[numbers + n] = True
    is_touched = in_columns[structure.likelihood].any(axis=1) | in_columns[
        structure.if_unreliable
    ].any(axis=1)
    is_touched |= in_columns[structure.repeat] | in_columns[structure.if_copied]
    sources = set((columns[columns >= n] - n).tolist())
    is_touched |= np.array([not sources.isdisjoint(path) for path in structure.paths], dtype=bool)
    return np.flatnonzero(is_touched)
