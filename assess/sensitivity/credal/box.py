"""The box of a case: between which values each stated number may lie, and what belongs together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from assess.case.numbers import Number
from assess.kernel.components import Components
from assess.kernel.structure import Structure
from assess.prepare.prepared import Prepared
from assess.what_if.moves import Moves
from evidence.source import Persistent
from priors.arrays import Array, Index, Mask


@dataclass(frozen=True)
class Box:
    """The ranges of all stated numbers, as they enter the weighing.

    A range is the stated central interval, and the stated mean where that lies outside (as it can
    for a very skewed distribution). A persistent source is reliable or not, and nothing between:
    its ends are 0 and 1, wherever the central interval of its two values ends.

    Attributes
    ----------
    low, high : ndarray, shape (number,)
        Equal for a number that does not move.
    start : ndarray, shape (number,)
        The values as stated.
    two_valued : frozenset of int
        Numbers that can be at their ends only.
    """

    prepared: Prepared
    low: Array
    high: Array
    start: Array
    two_valued: frozenset[int]

    @classmethod
    def of(cls, prepared: Prepared, mass: float, vary_fixed: float | None) -> Box:
        """The box of a case; a fixed number moves by a factor of its odds, if one is given."""
        entries = prepared.numbers.entries
        start = prepared.numbers.used.copy()
        low, high = start.copy(), start.copy()
        two_valued = set()
        for k, number in enumerate(entries):
            if isinstance(number.form, Persistent):
                two_valued.add(k)
                start[k] = 1.0
                low[k], high[k] = 0.0, 1.0
                continue
            found = _ends(number, mass, vary_fixed)
            if found is None:
                continue
            ends = [number.entering(x) for x in found]
            low[k], high[k] = min(ends[0], start[k]), max(ends[1], start[k])
        return cls(prepared, low, high, start, frozenset(two_valued))

    @property
    def structure(self) -> Structure:
        """The structure of the case."""
        return self.prepared.structure

    @cached_property
    def moves(self) -> Moves:
        """Which item, source or row of priors each number belongs to."""
        return Moves(self.prepared)

    @cached_property
    def moved(self) -> Mask:
        """Which numbers have room to move, shape (number,)."""
        return self.low < self.high

    @cached_property
    def source_number(self) -> Index:
        """The number that is the reliability of each source."""
        return self.prepared.numbers.of_sources(self.structure.sources)

    @cached_property
    def influences_of_questions(self) -> tuple[Influences, ...]:
        """For each question, what its credences can depend on."""
        group = _groups(self.structure)
        return tuple(self._influences_on(q, group) for q in range(self.structure.question_count))

    def _influences_on(self, question: int, group: list[int]) -> Influences:
        s, n = self.structure, self.structure.number_count
        variables = tuple(v for v, g in enumerate(group) if g == group[question])
        own = set(variables)
        items = np.flatnonzero([int(v) in own for v in s.variable])
        inside = np.zeros(n, dtype=bool)
        tables = [index for v, (_, index) in enumerate(s.roots) if v in own]
        tables += [s.likelihood[items], s.if_unreliable[items]]
        tables += [s.repeat[items], s.if_copied[items]]
        for table in tables:
            inside[table[table < 2 * n] % n] = True
        heard = np.zeros(len(s.sources), dtype=np.intp)
        for i in items:
            heard[list(s.paths[i])] += 1
        inside[self.source_number[heard > 0]] = True
        numbers = np.flatnonzero(inside & self.moved)
        rows = {self.moves.rows[int(k)] for k in numbers if int(k) in self.moves.rows}
        common = {
            int(k) for k in numbers if self.moves.source[k] >= 0 and heard[self.moves.source[k]] > 1
        }
        return Influences(
            question,
            variables,
            items,
            numbers,
            tuple(sorted(rows)),
            frozenset(common),
            frozenset(common - self.two_valued),
        )

    def row_vertices(self, row: tuple[int, ...]) -> Array:
        """The corners of the priors of one row: within their ranges and summing to 1."""
        at = list(row)
        low, high, total = self.low[at], self.high[at], self.start[at].sum()
        found = {}
        for free in range(len(at)):
            others = [k for k in range(len(at)) if k != free]
            for ends in product(*({low[k], high[k]} for k in others)):
                value = total - sum(ends)
                if low[free] - 1e-12 <= value <= high[free] + 1e-12:
                    corner = np.insert(np.array(ends), free, value)
                    found[tuple(np.round(corner, 12))] = corner
        return np.array(list(found.values()))


@dataclass(frozen=True)
class Influences:
    """What the credences of one question can depend on.

    Attributes
    ----------
    variables : tuple of int
        Questions and assumptions that hang together with it.
    items, numbers : ndarray
        Their items, and the numbers with room to move.
    rows : tuple of tuple of int
        The rows of priors among them.
    common : frozenset of int
        Reliabilities that several of the items share.
    curved : frozenset of int
        Those of them that can have any value in their range: an extreme may lie within.
    """

    question: int
    variables: tuple[int, ...]
    items: Index
    numbers: Index
    rows: tuple[tuple[int, ...], ...]
    common: frozenset[int]
    curved: frozenset[int]


def _ends(number: Number, mass: float, vary_fixed: float | None) -> tuple[float, float] | None:
    """The range of a number as it is stated; None if it does not move."""
    if not number.is_fixed:
        return number.interval(mass)
    if number.shapes or vary_fixed is None:
        return None
    if number.kind != "ratio" and not 0.0 < number.value < 1.0:
        return None
    return number.odds_range(vary_fixed)


def _groups(structure: Structure) -> list[int]:
    """A representative for each variable; the same for those that depend on each other."""
    together = Components(range(len(structure.variables)))
    ties = [scope for scope, _ in structure.roots]
    ties += [
        (int(v), *needed) for v, needed in zip(structure.variable, structure.requires, strict=True)
    ]
    for tie in ties:
        together.tie(*tie)
    return [together.of(v) for v in range(len(structure.variables))]
