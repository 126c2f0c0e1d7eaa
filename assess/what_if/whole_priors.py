"""The prior of a hypothesis moved as a whole where it depends on another question.

The prior of a linked question is a table, and each of its rows is a small part of it: no row may be
able to change a conclusion that the whole prior can. So all rows are moved together, the odds of
the hypothesis in each by the same factor.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from assess.case.addresses import WHOLE, Address
from assess.kernel.logs import log_odds_to_probability, probability_to_log_odds
from assess.kernel.weigh import weigh
from assess.prepare.planning import plan_for
from assess.what_if.moves import Moves, joint
from priors.arrays import Array, Index
from priors.odds import DECIBANS_PER_NAT

FARTHEST = 60.0
"""Decibans to either side that are looked at: a factor of a million."""

_SCAN = np.linspace(-FARTHEST, FARTHEST, 49)


@dataclass(frozen=True)
class WholePriors:
    """The priors of the hypotheses of linked questions, each as a whole."""

    moves: Moves

    @cached_property
    def groups(self) -> list[tuple[Address, int, list[int]]]:
        """Address, position among all hypotheses, and numbers in the rows, of each hypothesis."""
        s = self.moves.structure
        case = self.moves.prepared.case
        out, first = [], 0
        for v, question in enumerate(case.questions):
            scope, index = s.roots[v]
            states = len(s.states[v])
            if question.given and v not in s.grids:
                table = np.moveaxis(index, scope.index(v), -1).reshape(-1, states)
                for h in range(states):
                    numbers = sorted({int(k) for k in table[:, h]})
                    open_ones = [k for k in numbers if 0.0 < self.moves.used[k] < 1.0]
                    if open_ones:
                        address = Address("prior", s.hypotheses[first + h], given=WHOLE)
                        out.append((address, first + h, open_ones))
            first += states
        return out

    def numbers(self, group: Index, decibans: Array) -> Array:
        """All numbers with one prior moved in each row, (row, number)."""
        out = np.repeat(self.moves.used[None], len(group), axis=0)
        for k, (_, _, positions) in enumerate(self.groups):
            mine = np.flatnonzero(group == k)
            rows = out[mine]
            for position in positions:
                old = self.moves.used[position]
                odds = probability_to_log_odds(old) + decibans[mine] / DECIBANS_PER_NAT
                new = log_odds_to_probability(odds)
                self.moves.move(rows, position, new)
            out[mine] = rows
        return out

    def marginals(self, group: Index, decibans: Array) -> Array:
        """The prior of each hypothesis before any item, its rows weighted by their conditions."""
        found, _ = weigh(
            plan_for(self.moves.structure.without_items()), self.numbers(group, decibans)
        )
        everything = np.exp(np.concatenate(found, axis=1))
        flat = np.array([position for _, position, _ in self.groups], dtype=np.intp)
        return np.asarray(everything[np.arange(len(group)), flat[group]])

    def crossings(self, question: int, contrasts: Array) -> Array:
        """Nearest changes, below and above, at which contrasts change their sign, in decibans.

        Returns
        -------
        ndarray, shape (group, contrast, 2)
            nan where there is none within `FARTHEST`.
        """
        from scipy.optimize import elementwise

        count = len(self.groups)
        out = np.full((count, len(contrasts), 2), np.nan)
        if not count or not len(contrasts):
            return out

        def values(decibans: Array, group: Index) -> Array:
            logs, evidence = weigh(self.moves.prepared.plan, self.numbers(group, decibans))
            z = joint(logs[question], evidence)
            return np.asarray(np.exp(z - z.max(axis=1, keepdims=True)))

        def at(decibans: Array, group: Index, row: Index) -> Any:
            z = values(decibans.ravel(), group.ravel())
            return (z * contrasts[row.ravel()]).sum(axis=1).reshape(decibans.shape)

        group = np.repeat(np.arange(count), len(_SCAN))
        found = values(np.tile(_SCAN, count), group) @ contrasts.T
        found = found.reshape(count, len(_SCAN), len(contrasts))
        which, left, row = np.nonzero(found[:, :-1] * found[:, 1:] < 0.0)
        if not len(which):
            return out
        bracket = _SCAN[left], _SCAN[left + 1]
        root = elementwise.find_root(at, bracket, args=(which, row)).x
        for g, c, x in zip(which, row, root, strict=True):
            side = int(x > 0.0)
            known = out[g, c, side]
            if np.isnan(known) or abs(x) < abs(known):
                out[g, c, side] = x
        return out
