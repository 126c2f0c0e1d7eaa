"""The extremes of a credence over a box, searched for with the whole case: any structure at all.

With every number known the joint probability of the items and a hypothesis is linear in each number
that occurs once, and the credence a quotient of two such functions: monotone in each number alone,
so an extreme is at a corner. It is found exactly by visiting all corners where they are few, else
by moving one number after another as far as it helps. Priors of one row move together, which is a
linear-fractional programme.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from assess.kernel.changes import changed
from assess.kernel.logs import log_odds
from assess.kernel.plan import Plan
from assess.kernel.variants import Variants
from assess.kernel.weigh import Inputs, chunks, factors, log_states
from assess.sampling.draws import Drawer
from assess.sensitivity.credal.box import Box, Influences
from priors.arrays import Array, Index

Step = Callable[[float, Array], tuple[float, Array]]

CORNERS = 1 << 12
"""Corners of a box up to which all are visited."""

_SAMPLE = 1 << 21
"""Cells that may be computed to find places to begin."""

_GAIN = 1e-10
"""Nats of log-odds: what gains less is not moved, so that rounding errors lead in no circles."""


@dataclass(frozen=True)
class Search:
    """A case and its box, ready to be searched.

    A point is a vector of all the numbers as they enter, reliabilities among them.
    """

    box: Box

    @cached_property
    def plan(self) -> Plan:
        """The plan with all reliabilities known."""
        return Drawer(self.box.structure, self.box.prepared.numbers).known_plan

    def logs(self, points: Array, question: int) -> tuple[Array, Array]:
        """Log-credences of a question, (point, hypothesis), and log evidence, at some points."""
        plan, flat = self.plan, points.T
        logs, evidence = [], []
        for piece in chunks(len(points), plan.cells):
            # as the kernel weighs, but of one question only: of several it is the larger part
            some = np.ascontiguousarray(flat[:, piece])
            inputs = Inputs.of(plan, some, some[self.box.source_number])
            tables = plan.network.up(factors(plan, inputs))
            size = piece.stop - piece.start  # where nothing varies there is one answer for all
            evidence.append(np.broadcast_to(tables[-1], (size,)))  # (point,)
            with np.errstate(invalid="ignore"):
                (table,) = log_states(plan, tables, [question])
            logs.append(np.broadcast_to(table, (len(table), size)))  # (hypothesis, point)
        return np.concatenate(logs, axis=1).T, np.concatenate(evidence)

    # --- all corners ----------------------------------------------------------------------------

    def corners(self, influences: Influences) -> Array | None:
        """All corners of what a question depends on, (corner, number); None if there are many."""
        if influences.curved:
            return None
        in_rows = {k for row in influences.rows for k in row}
        single = [int(k) for k in influences.numbers if int(k) not in in_rows]
        if len(single) > 12 or any(len(row) > 6 for row in influences.rows):
            return None
        choices: list[tuple[list[int], Array]] = [
            ([k], np.array([[self.box.low[k]], [self.box.high[k]]])) for k in single
        ]
        choices += [(list(row), self.box.row_vertices(row)) for row in influences.rows]
        sizes = [len(values) for _, values in choices]
        if np.prod([float(k) for k in sizes]) > CORNERS:
            return None
        out = np.tile(self.box.start, (int(np.prod(sizes)), 1))  # (corner, number)
        grids = np.indices(sizes).reshape(len(sizes), -1) if sizes else np.empty((0, 1), np.intp)
        for (at, values), chosen in zip(choices, grids, strict=True):
            out[:, at] = values[chosen]
        return out

    # --- one number after another ---------------------------------------------------------------

    def climb(
        self,
        influences: Influences,
        hypothesis: int,
        sign: float,
        start: Array,
        rivals: tuple[int, ...] | None = None,
    ) -> tuple[float, Array]:
        """Move numbers as far as it helps; the log-odds reached, times the sign, and where.

        The odds are those against all rivals, where none are named.
        """
        if rivals is None:
            count = len(self.box.structure.states[influences.question])
            rivals = tuple(k for k in range(count) if k != hypothesis)
        climber = _Climber(self, influences, hypothesis, sign, rivals)
        point = start.copy()
        here = climber.value(point[None])[0]
        for steps in ((climber.items, climber.rows, climber.others), climber.everything):
            for _ in range(30):
                before = here
                for step in steps:
                    here, point = step(here, point)
                if not here > before + _GAIN:
                    break
        return float(here), point

    def sample(self, influences: Influences) -> Array:
        """The point as stated, and corners drawn with a fixed seed, (point, number)."""
        count = int(np.clip(_SAMPLE // max(self.plan.cells, 1), 16, 512))
        rng = np.random.default_rng(20)
        points = np.tile(self.box.start, (count, 1))  # (point, number)
        in_rows = {k for row in influences.rows for k in row}
        free = [int(k) for k in influences.numbers if int(k) not in in_rows]
        up = rng.random((count - 1, len(free))) < 0.5  # (point, number that moves freely)
        points[1:, free] = np.where(up, self.box.high[free], self.box.low[free])
        for k in influences.curved:
            points[1:, k] = rng.uniform(self.box.low[k], self.box.high[k], count - 1)
        for row in influences.rows:
            at = list(row)
            for point in points[1:]:
                worth = rng.random(len(at))
                point[at] = filled(self.box.low[at], self.box.high[at], point[at].sum(), worth)
        return points


@dataclass(frozen=True)
class _Climber:
    search: Search
    influences: Influences
    hypothesis: int
    sign: float
    rivals: tuple[int, ...]

    def of_logs(self, logs: Array) -> Array:
        """What is to be made large; -inf where the items are impossible."""
        odds = self.sign * log_odds(logs, self.hypothesis, self.rivals)
        return np.where(np.isnan(odds), -np.inf, odds)

    def value(self, points: Array) -> Array:
        return self.of_logs(self.search.logs(points, self.influences.question)[0])

    @property
    def everything(self) -> tuple[Step, ...]:
        """All the steps, the fine ones first."""
        return self.refine, self.items, self.rows, self.others

    @cached_property
    def own(self) -> Index:
        """Numbers of items."""
        numbers = self.influences.numbers
        return numbers[self.search.box.moves.owner[numbers] >= 0]

    def items(self, here: float, point: Array) -> tuple[float, Array]:
        """All numbers of items to their better ends, together where that helps most."""
        box = self.search.box
        if not len(self.own):
            return here, point
        for _ in range(30):
            plan = replace(self.search.plan, node_values=point[box.source_number])
            numbers = np.repeat(self.own, 2)
            ends = np.column_stack([box.low[self.own], box.high[self.own]])  # (number, end)
            versions = changed(box.moves.owner[numbers], numbers, ends.ravel())
            logs = Variants(plan, point).weigh(versions)[0][self.influences.question]
            values = self.of_logs(logs).reshape(-1, 2)  # (number, end)
            here, point, moved = self._together(here, point, self.own, ends, values)
            if not moved:
                break
        return here, point

    def rows(self, here: float, point: Array) -> tuple[float, Array]:
        """Each row of priors to its best place, everything else as it is."""
        for row in self.influences.rows:
            at = list(row)
            tries = np.tile(point, (len(at), 1))  # (prior, number)
            tries[:, at] = np.eye(len(at)) * point[at].sum()
            logs, evidence = self.search.logs(tries, self.influences.question)
            if not (evidence > -np.inf).any():
                continue
            joint = np.where(np.isnan(logs), -np.inf, logs + evidence[:, None])
            this = joint[:, self.hypothesis]  # (prior,)
            rest = np.logaddexp.reduce(joint[:, list(self.rivals)], axis=1)  # (prior,)
            over, under = (this, rest) if self.sign > 0 else (rest, this)
            box = self.search.box
            trial = point.copy()
            trial[at] = best_shares(box.low[at], box.high[at], point[at].sum(), over, under)
            here, point = self._better(here, point, trial[None])
        return here, point

    @cached_property
    def loose(self) -> Index:
        """Assumptions and reliabilities."""
        in_rows = {k for row in self.influences.rows for k in row}
        free = [k for k in self.influences.numbers if not self._has_place(int(k), in_rows)]
        return np.array(free, dtype=np.intp)

    def _has_place(self, k: int, in_rows: set[int]) -> bool:
        return bool(self.search.box.moves.owner[k] >= 0 or k in in_rows)

    def others(self, here: float, point: Array) -> tuple[float, Array]:
        """Assumptions and reliabilities to their better ends, those that are shared anywhere."""
        box = self.search.box
        curved = np.array([int(k) in self.influences.curved for k in self.loose], dtype=bool)
        steps = np.linspace(0.0, 1.0, 9)  # (place,)
        at = box.low[self.loose][:, None] + (box.high - box.low)[self.loose][:, None] * steps
        at[:, -1] = box.high[self.loose]  # to the last digit
        at[~curved, 1:-1] = at[~curved, :1]
        return self._scan(here, point, self.loose, at)

    def refine(self, here: float, point: Array) -> tuple[float, Array]:
        """Reliabilities that items share, to where exactly within their ranges it is best."""
        box = self.search.box
        numbers = np.array(sorted(self.influences.curved), dtype=np.intp)
        width = (box.high - box.low)[numbers] / 8.0  # (number,)
        for _ in range(5):
            at = point[numbers][:, None] + width[:, None] * np.linspace(-1.0, 1.0, 9)
            at = np.clip(at, box.low[numbers][:, None], box.high[numbers][:, None])
            here, point = self._scan(here, point, numbers, at, rounds=1)
            width /= 4.0
        return here, point

    def _scan(
        self, here: float, point: Array, numbers: Index, at: Array, rounds: int = 10
    ) -> tuple[float, Array]:
        """Each number to the best of some values, together where that helps most."""
        for _ in range(rounds):
            if not at.size:
                break
            tries = np.repeat(point[None], at.size, axis=0)  # (number x place, number)
            tries[np.arange(at.size), np.repeat(numbers, at.shape[1])] = at.ravel()
            values = self.value(tries).reshape(at.shape)  # (number, place)
            here, point, moved = self._together(here, point, numbers, at, values)
            if not moved:
                break
        return here, point

    def _together(
        self, here: float, point: Array, numbers: Index, at: Array, values: Array
    ) -> tuple[float, Array, bool]:
        """Move all the numbers that gain by it alone, or as many of them as gain most together.

        `values` is what is reached with each number alone at each place `at`.
        """
        best = values.max(axis=1)  # (number,)
        with np.errstate(invalid="ignore"):
            gain = best - here
        better = np.flatnonzero(gain > _GAIN)
        if not len(better):
            return here, point, False
        order = better[np.argsort(-best[better], kind="stable")]
        # all at once, half of them, a quarter, ..., and the best alone, which cannot disappoint
        counts = np.unique(np.maximum(len(order) >> np.arange(12), 1))
        tries = np.tile(point, (len(counts), 1))  # (count, number)
        for row, count in zip(tries, counts, strict=True):
            some = order[:count]
            row[numbers[some]] = at[some, values[some].argmax(axis=1)]
        reached = self.value(tries)  # (count,)
        chosen = int(reached.argmax())
        if not reached[chosen] > here + _GAIN:
            return here, point, False
        return float(reached[chosen]), tries[chosen], True

    def _better(self, here: float, point: Array, tries: Array) -> tuple[float, Array]:
        values = self.value(tries)
        chosen = int(values.argmax())
        if values[chosen] > here:
            return float(values[chosen]), tries[chosen]
        return here, point


def best_shares(low: Array, high: Array, total: float, log_over: Array, log_under: Array) -> Array:
    """Shares within their ranges, of a given sum, for which a quotient of two sums is greatest.

    Maximises sum(share over) / sum(share under), by Dinkelbach's method (1967): for a quotient v
    that has been reached, sum(share (over - v under)) is made as large as it can be, by filling up
    the largest first, until nothing is gained.

    Parameters
    ----------
    low, high : ndarray, shape (share,)
    total : float
    log_over, log_under : ndarray, shape (share,)
        Natural logarithms of what each share adds to either sum.

    Returns
    -------
    ndarray, shape (share,)
    """
    over, under = (np.exp(x - _top(x)) for x in (log_over, log_under))
    shares = filled(low, high, total, over)
    for _ in range(60):
        below = float(shares @ under)
        if below <= 0.0:
            break
        quotient = float(shares @ over) / below
        found = filled(low, high, total, over - quotient * under)
        if not float(found @ over) > quotient * float(found @ under) * (1.0 + 1e-14):
            break
        shares = found
    return shares


def _top(logs: Array) -> float:
    top = float(logs.max())
    return top if np.isfinite(top) else 0.0


def filled(low: Array, high: Array, total: float, worth: Array) -> Array:
    """Shares within their ranges that give most to what is worth most."""
    shares = low.copy()
    left = total - float(low.sum())
    for k in np.argsort(-worth, kind="stable"):
        added = min(max(left, 0.0), float(high[k] - low[k]))
        shares[k] += added
        left -= added
    return shares
