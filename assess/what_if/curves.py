"""Curves over one stated number: where to compute them, their form, where the lead changes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from assess.case.numbers import Number, as_stated
from assess.kernel.logs import log_odds_to_probability, probability_to_log_odds
from assess.kernel.network import log_sum_exp
from assess.kernel.weigh import credences
from assess.result.access import exact_of, prepared_from
from assess.result.lead import leader
from assess.result.target import Target, target_of
from assess.what_if.crossings import ABOVE, BELOW, crossings, leads
from assess.what_if.moves import Moves
from priors.arrays import Array, Index, Mask

if TYPE_CHECKING:
    import xarray as xr


_REACH = float(np.log(1000.0))
"""The points around the stated value reach that far in log-odds: 30 dB to either side."""

_FACTOR = float(np.log(2.0))
"""Numbers without a range are compared over odds from half to twice the stated ones."""

_WITHIN = 9
"""Means of a reliability at which its credences are looked at within its range."""

_STEP = 1e-3
"""Step of the numerical derivative, as a share of the way to the nearer of 0 and 1."""

_ONE_SIDED = np.array([48.0, -36.0, 16.0, -3.0]) / 12.0
"""Weights of f(h) - f(0), f(2h) - f(0), ... in the derivative to one side, of fourth order."""


class Curves:
    """The credences of one question as functions of single numbers.

    Parameters
    ----------
    result : DataTree
    hypothesis : str, optional
        The hypothesis that is asked about.

    Attributes
    ----------
    names : list of str
        The hypotheses of the question.
    now : ndarray, shape (hypothesis,)
        Their credences as they are.
    """

    def __init__(self, result: xr.DataTree, hypothesis: str | None = None) -> None:
        exact = exact_of(result)
        self.target: Target = target_of(result, hypothesis)
        self.moves = Moves(prepared_from(result))
        own = exact.isel(hypothesis=exact["question"].values == self.target.question_id)
        self.names = [str(h) for h in own["hypothesis"].values]
        self.now: Array = own["credence"].values.astype(float)
        self.log_evidence = float(exact["log_evidence"])

    @cached_property
    def leader(self) -> int:
        """Position of the hypothesis that leads."""
        return leader(self.now)

    def number(self, position: int) -> Number:
        """A stated number."""
        return self.moves.numbers.entries[position]

    def is_ratio(self, positions: Index) -> Mask:
        """Which numbers are likelihood ratios."""
        return np.array([self.number(int(k)).kind == "ratio" for k in positions], dtype=bool)

    def credences(self, positions: Index, used: Array) -> Array:
        """Credences with one number moved a row, (row, hypothesis); nan where it cannot be."""
        logs = self.moves.log_joint(self.target.question, positions, used)
        with np.errstate(invalid="ignore"):
            return credences(logs - log_sum_exp(logs, (1,))[:, None])

    # --- which numbers, and how far they are moved ------------------------------------------------

    def reach(self, positions: Index, mass: float) -> Array:
        """Least and greatest credence of the hypothesis in the range of each number, (number, 2).

        Of a number without a range: over odds from half to twice the stated ones.
        """
        hypothesis, source = self.target.hypothesis, self.moves.source
        # of a number that occurs once the credence is monotone: its ends are enough
        counts = np.where(source[positions] >= 0, _WITHIN, 2)
        at = [
            np.linspace(*self._range(int(k), mass), c)
            for k, c in zip(positions, counts, strict=True)
        ]
        values = np.concatenate([np.empty(0), *at])
        reached = self.credences(np.repeat(positions, counts), values)[:, hypothesis]
        out = np.full((len(positions), 2), self.now[hypothesis])
        number = np.repeat(np.arange(len(positions)), counts)
        np.fmin.at(out[:, 0], number, reached)
        np.fmax.at(out[:, 1], number, reached)
        return out

    def _range(self, position: int, mass: float) -> tuple[float, float]:
        number = self.number(position)
        if not number.is_fixed:
            low, high = number.interval(mass)
            return number.entering(low), number.entering(high)
        stated = float(probability_to_log_odds(self.moves.used[position]))
        low, high = log_odds_to_probability(np.array([stated - _FACTOR, stated + _FACTOR]))
        return float(low), float(high)

    def largest(self, mass: float, most: int) -> Index:
        """The numbers that reach furthest, by descending reach, none that is certain.

        Of two priors that are each other's complement only one, if need be the hypothesis's own.
        """
        used = self.moves.used[self.moves.movable]
        candidates = self.moves.movable[(used > 0.0) & (used < 1.0)]
        own = self._own_priors()
        pairs = {row for row in self.moves.rows.values() if len(row) == 2}
        twice = [first if second in own else second for first, second in pairs]
        candidates = candidates[~np.isin(candidates, twice)]
        least, greatest = self.reach(candidates, mass).T
        return candidates[np.argsort(least - greatest, kind="stable")[:most]]

    def _own_priors(self) -> set[int]:
        """Positions of the priors of the hypothesis."""
        scope, index = self.moves.structure.roots[self.target.question]
        own = np.take(index, self.target.hypothesis, axis=scope.index(self.target.question))
        return {int(k) for k in np.ravel(own)}

    def grid(self, position: int, points: int) -> Array:
        """Values at which a curve is computed, as they enter the weighing, ascending.

        Half of them lie evenly in log-odds about the stated value, for numbers close to 0 or 1. The
        others span the whole range, closer to one another towards its ends.
        """
        used = float(self.moves.used[position])
        around = np.empty(0)
        ends = [-_REACH, _REACH]
        if 0.0 < used < 1.0:
            near = (points // 2 - 1) | 1
            about = probability_to_log_odds(used) + np.linspace(-_REACH, _REACH, near)
            ends = [min(ends[0], about[0]), max(ends[1], about[-1])]
            around = log_odds_to_probability(about)
            around[near // 2] = used
        rest = points - len(around)
        if self.number(position).kind == "ratio":
            whole = log_odds_to_probability(np.linspace(ends[0], ends[1], rest))
        else:
            whole = np.sin(np.linspace(0.0, np.pi / 2, rest)) ** 2
        return np.sort(np.concatenate([around, whole]))

    # --- the form of a curve ----------------------------------------------------------------------

    def flips(self, positions: Index) -> dict[str, Array]:
        """The nearest values to either side at which another hypothesis leads, and which."""
        contrasts, rivals = leads(len(self.names), self.leader)
        labels = np.array([self.names[r] for r in rivals], dtype=object)
        ratio = self.is_ratio(positions)
        rows = np.arange(len(positions))
        out: dict[str, Array] = {}
        for name, side, none in (("below", BELOW, -np.inf), ("above", ABOVE, np.inf)):
            value = np.full(len(positions), np.nan)
            to = np.full(len(positions), "", dtype=object)
            if rivals:
                crossing = crossings(self.moves, self.target.question, contrasts)[
                    positions, :, side
                ]
                at = np.where(np.isnan(crossing), none, crossing)
                first = at.argmax(axis=1) if side == BELOW else at.argmin(axis=1)
                some = np.isfinite(at[rows, first])
                value[some] = as_stated(at[rows, first][some], ratio[some])
                to[some] = labels[first][some]
            out[f"flip_{name}"], out[f"leader_{name}"] = value, to
        return out

    def coefficients(self, positions: Index) -> tuple[Array, Array]:
        """A, B of each hypothesis and C, D, scaled so that C t + D is 1 at the stated value."""
        ends = self.moves.ends[self.target.question][positions]
        ratio = self.is_ratio(positions)
        with np.errstate(over="ignore", invalid="ignore"):
            at_0, at_1 = (np.exp(ends[:, e] - self.log_evidence) for e in (0, 1))
            # A u + B at u = LR / (1 + LR), times 1 + LR, is linear in LR itself
            linear = np.where(ratio[:, None], at_1, at_1 - at_0)
            scale = np.where(ratio, 1.0 - self.moves.used[positions], 1.0)[:, None]
            numerator = np.stack([linear * scale, at_0 * scale], axis=-1)
        return numerator, numerator.sum(axis=1)

    def slopes(self, positions: Index, numerator: Array, denominator: Array) -> Array:
        """Derivative of each credence at the stated value, (number, hypothesis)."""
        with np.errstate(invalid="ignore"):
            out = np.asarray(numerator[..., 0] - self.now * denominator[:, None, 0])
        for k in np.flatnonzero(self.moves.source[positions] >= 0):
            used = float(self.moves.used[positions[k]])
            room = min(used, 1.0 - used) or 1.0
            sides = np.array([side for side in (-1.0, 1.0) if 0.0 <= used + side * room <= 1.0])
            h = _STEP * room
            values = used + np.outer(sides, h * np.arange(1, 5))
            rows = np.full(values.size, positions[k], dtype=np.intp)
            stepped = self.credences(rows, values.ravel()).reshape(*values.shape, -1)
            # to each side by itself: the spread of a PERT or a triangle changes at its stated mean
            each = np.einsum("j,sjh->sh", _ONE_SIDED, stepped - self.now) / h
            out[k] = (each * sides[:, None]).mean(axis=0)
        return out
