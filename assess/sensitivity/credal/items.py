"""The extremes of a credence where, the numbers known, the items of a question are independent.

Then only the ratios of each item's probabilities matter, rival by rival, and each item can be
looked at by itself. Making every ratio of every item as small as it can be gives a credence that
cannot be exceeded; where one corner of each item does that for all rivals, it is reached too, and
the bound is exact. With two hypotheses that is always so. With more, an item may have to choose
between rivals: the choices of all such items are gone through, but for those that cannot matter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assess.sensitivity.credal.box import Box, Influences
from assess.sensitivity.credal.search import best_shares, filled
from evidence.channel import appearance
from priors.arrays import Array, Index

_MOST_SHARED = 8
"""Numbers of one item that matter under several hypotheses at once, up to which it is tabulated."""

_CHOICES = 20_000
"""Combinations of choices that are kept at a time."""

_SAME = 1e-11
"""Nats up to which two ratios are the same."""


@dataclass(frozen=True)
class Items:
    """The probabilities of each item of a question at the corners of its own numbers.

    A number that matters under one hypothesis only is at the end that makes the item as likely, or
    as unlikely, as it can be; the corners are those of the others, and padded.

    Attributes
    ----------
    shared : tuple of tuple of int
        For each item the numbers whose ends its corners combine, the last the quickest.
    log_least, log_most : ndarray, shape (item, corner, hypothesis)
    """

    box: Box
    influences: Influences
    shared: tuple[tuple[int, ...], ...]
    log_least: Array
    log_most: Array

    @classmethod
    def of(cls, box: Box, influences: Influences) -> Items | None:
        """The items of a question; None where they are not independent, or one is too rich."""
        s = box.structure
        q = influences.question
        if q in s.grids or s.roots[q][0] != (q,) or not _own_assumptions(box, influences):
            return None
        tables, shared = [], []
        for i in influences.items:
            numbers = _shared_numbers(box, int(i))
            if len(numbers) > _MOST_SHARED:
                return None
            shared.append(numbers)
            tables.append(_item(box, int(i), numbers))
        count = len(s.states[q])
        widest = max((len(t) for t in tables), default=1)
        full = np.ones((len(tables), widest, count, 2))  # (item, corner, hypothesis, end)
        for k, table in enumerate(tables):
            full[k] = table[np.minimum(np.arange(widest), len(table) - 1)]
        if (full <= 0.0).any():
            return None
        logs = np.log(full)
        return cls(box, influences, tuple(shared), logs[..., 0], logs[..., 1])

    # --- one hypothesis, one end ----------------------------------------------------------------

    def ratios(self, hypothesis: int, sign: float) -> Array:
        """Log of each rival's probability against the hypothesis, (item, corner, rival)."""
        rivals = [k for k in range(self.log_least.shape[2]) if k != hypothesis]
        this, that = self.log_most, self.log_least
        if sign < 0:
            this, that = that, this
        return np.asarray(that[..., rivals] - this[..., [hypothesis]])

    def log_rest(self, totals: Array, hypothesis: int, sign: float) -> Array:
        """Log-odds of the rest against the hypothesis with the priors at their best, (choice,)."""
        low, high, total = self._row()
        bottom, top = np.delete(low, hypothesis), np.delete(high, hypothesis)
        if sign > 0:
            own = min(high[hypothesis], total - bottom.sum())
        else:
            own = max(low[hypothesis], total - top.sum())
        order = np.argsort(sign * totals, axis=1, kind="stable")  # (choice, rival)
        room = (top - bottom)[order]  # (choice, rival)
        before = np.cumsum(room, axis=1) - room  # (choice, rival)
        added = np.clip(total - own - bottom.sum() - before, 0.0, room)  # (choice, rival)
        with np.errstate(divide="ignore"):
            shares = np.log(bottom[order] + added)  # (choice, rival)
            sums = np.logaddexp.reduce(shares + np.take_along_axis(totals, order, 1), axis=1)
            return np.asarray(sums - np.log(own))

    def _row(self) -> tuple[Array, Array, float]:
        """Ranges of the priors, and what they sum to."""
        row = self.box.structure.roots[self.influences.question][1]
        return self.box.low[row], self.box.high[row], float(self.box.start[row].sum())

    def outer(self, hypothesis: int, sign: float) -> float:
        """Log-odds of the hypothesis, times the sign, that cannot be exceeded."""
        ratios = sign * self.ratios(hypothesis, sign)  # (item, corner, rival)
        totals = sign * ratios.min(axis=1).sum(axis=0)  # (rival,)
        return -sign * float(self.log_rest(totals[None], hypothesis, sign)[0])

    def least_lead(self, hypothesis: int, rival: int) -> float:
        """Log-odds of a hypothesis against one rival below which no combination goes."""
        column = rival - (rival > hypothesis)
        ratios = self.ratios(hypothesis, -1.0)[:, :, column]  # (item, corner)
        low, high, total = self._row()
        with np.errstate(divide="ignore"):
            over, under = (np.log(np.eye(len(low))[k]) for k in (rival, hypothesis))
            shares = best_shares(low, high, total, over, under)
            prior = np.log(shares[rival]) - np.log(shares[hypothesis])
        return -float(ratios.max(axis=1).sum() + prior)

    def best(self, hypothesis: int, sign: float) -> tuple[Array, bool]:
        """The point at the best corners that were found, and whether none can be better.

        Reliabilities that items share are left to a search: the point is then a place to begin.
        """
        ratios = sign * self.ratios(hypothesis, sign)  # (item, corner, rival)
        least = ratios.min(axis=1)  # (item, rival)
        decided = (ratios <= least[:, None] + _SAME).all(axis=2)  # (item, corner)
        chosen = decided.argmax(axis=1)  # (item,)
        open_items = np.flatnonzero(~decided.any(axis=1))
        base = least[decided.any(axis=1)].sum(axis=0)  # (rival,)
        exact = True
        if len(open_items):
            picked, exact = self.choose(ratios[open_items], base, hypothesis, sign)
            chosen[open_items] = picked
        return self._point(chosen, ratios, hypothesis, sign), exact

    def choose(
        self, ratios: Array, base: Array, hypothesis: int, sign: float
    ) -> tuple[Index, bool]:
        """Corners of the items that have to choose, and whether no others are better."""

        def cost(totals: Array) -> Array:
            return sign * self.log_rest(sign * totals, hypothesis, sign)

        picked = self._descend(ratios, base, cost)
        taken = np.take_along_axis(ratios, picked[:, None, None], axis=1)[:, 0]  # (item, rival)
        reached = float(cost((base + taken.sum(axis=0))[None])[0])
        least = ratios.min(axis=1)  # (item, rival)
        after = least.sum(axis=0) - np.cumsum(least, axis=0)  # (item, rival)
        totals = base[None]  # (choice, rival)
        trail = np.empty((1, 0), dtype=np.intp)  # (choice, item)
        for k, table in enumerate(ratios):
            corners = _undominated(table)
            totals = (totals[:, None] + table[corners]).reshape(-1, len(base))  # (choice, rival)
            trail = np.column_stack(
                [np.repeat(trail, len(corners), axis=0), np.tile(corners, len(trail))]
            )
            hopeful = cost(totals + after[k]) < reached - 1e-10  # (choice,)
            totals, trail = totals[hopeful], trail[hopeful]
            if not len(totals):
                return picked, True
            if len(totals) > _CHOICES:
                return picked, False
        return trail[int(cost(totals).argmin())], True

    @staticmethod
    def _descend(ratios: Array, base: Array, cost: Callable[[Array], Array]) -> Index:
        """Corners that no change of one item betters."""
        picked = ratios.mean(axis=2).argmin(axis=1)  # (item,)
        total = base + np.take_along_axis(ratios, picked[:, None, None], axis=1).sum(axis=(0, 1))
        for _ in range(20):
            stays = True
            for k, table in enumerate(ratios):
                tries = total - table[picked[k]] + table  # (corner, rival)
                costs = cost(tries)  # (corner,)
                best = int(costs.argmin())
                if costs[best] < costs[picked[k]] - 1e-12:
                    picked[k], total, stays = best, tries[best], False
            if stays:
                break
        return np.asarray(picked)

    def _point(self, chosen: Index, ratios: Array, hypothesis: int, sign: float) -> Array:
        """All numbers where the chosen corners have them; a shared reliability where most do."""
        box, s = self.box, self.box.structure
        point = box.start.copy()
        votes: dict[int, float] = {}
        for k, (i, numbers) in enumerate(zip(self.influences.items, self.shared, strict=True)):
            for t, up in zip(numbers, _bits(int(chosen[k]), len(numbers)), strict=True):
                point[t] = box.high[t] if up else box.low[t]
                if t in self.influences.common:
                    votes[t] = votes.get(t, 0.0) + (1.0 if up else -1.0)
            for state in range(len(s.states[self.influences.question])):
                for entry in (s.likelihood[i, state], s.if_unreliable[i, state]):
                    self._set_single(
                        point, int(entry), numbers, (state == hypothesis) == (sign > 0)
                    )
        for t, vote in votes.items():
            point[t] = box.high[t] if vote > 0 else box.low[t]
        rivals = [k for k in range(ratios.shape[2] + 1) if k != hypothesis]
        worth = np.full(len(rivals) + 1, np.inf if sign > 0 else -np.inf)
        worth[rivals] = -np.take_along_axis(ratios, chosen[:, None, None], 1).sum(axis=(0, 1))
        point[s.roots[self.influences.question][1]] = filled(*self._row(), worth)
        return point

    def _set_single(self, point: Array, entry: int, shared: Sequence[int], up: bool) -> None:
        n = len(point)
        t = entry % n
        if entry >= 2 * n or t in shared or not self.box.moved[t]:
            return
        point[t] = self.box.high[t] if up == (entry < n) else self.box.low[t]


def _own_assumptions(box: Box, influences: Influences) -> bool:
    """Whether all else that hangs together with the question are assumptions of one item each."""
    s, q = box.structure, influences.question
    needed = [a for i in influences.items for a in s.requires[i]]
    others = [v for v in influences.variables if v != q]
    return (
        all(int(s.variable[i]) == q for i in influences.items)
        and len(set(needed)) == len(needed)
        and sorted(needed) == others
        and all(v >= s.question_count and s.roots[v][0] == (v,) for v in others)
    )


def _shared_numbers(box: Box, i: int) -> tuple[int, ...]:
    """The moved numbers of an item that matter under several hypotheses at once."""
    s, n = box.structure, len(box.start)
    states: dict[int, set[int]] = {}
    for table in (s.likelihood[i], s.if_unreliable[i]):
        for state, entry in enumerate(table[: len(s.states[int(s.variable[i])])]):
            if entry < 2 * n:
                states.setdefault(int(entry) % n, set()).add(state)
    found = [t for t, where in states.items() if len(where) > 1]
    found += [int(e) for e in (s.repeat[i], s.if_copied[i]) if e < n]
    found += [int(box.source_number[k]) for k in s.paths[i]]
    found += [int(s.roots[a][1][0]) for a in s.requires[i]]
    return tuple(t for t in dict.fromkeys(found) if box.moved[t])


def _bits(corner: int, count: int) -> list[bool]:
    return [bool(corner >> (count - 1 - k) & 1) for k in range(count)]


def _item(box: Box, i: int, shared: tuple[int, ...]) -> Array:
    """Least and greatest probability of one item at each corner, (corner, hypothesis, end)."""
    s, n = box.structure, len(box.start)
    count = len(s.states[int(s.variable[i])])
    corners = 1 << len(shared)
    bits = np.array([_bits(corner, len(shared)) for corner in range(corners)], dtype=bool)

    def ends(t: int) -> Array:
        """Least and greatest of a number, (corner, end): one value where corners have it."""
        if t in shared:
            at = np.where(bits[:, shared.index(t)], box.high[t], box.low[t])  # (corner,)
            return np.column_stack([at, at])
        return np.broadcast_to([box.low[t], box.high[t]], (corners, 2))

    def values(index: Index) -> Array:
        """Of some entries, the least and the greatest, (corner, entry, end)."""
        out = np.empty((corners, len(index), 2))  # (corner, entry, end)
        for k, entry in enumerate(index.tolist()):
            if entry < n:
                out[:, k] = ends(entry)
            elif entry < 2 * n:
                out[:, k] = 1.0 - ends(entry - n)[:, ::-1]
            else:
                out[:, k] = s.constants[entry - 2 * n]
        return out

    tracking = np.ones((corners, 1, 1))  # (corner, 1, 1)
    for k in s.paths[i]:
        tracking = tracking * ends(int(box.source_number[k]))[:, :1, None]
    for a in s.requires[i]:
        tracking = tracking * ends(int(s.roots[a][1][0]))[:, :1, None]
    return appearance(
        tracking,
        values(s.likelihood[i, :count]),
        values(s.if_unreliable[i, :count]),
        values(s.repeat[[i]]),
        values(s.if_copied[[i]]),
    )


def _undominated(table: Array) -> Index:
    """Corners than which no other is better for every rival, each once."""
    _, first = np.unique(np.round(table, 12), axis=0, return_index=True)
    rows = table[np.sort(first)]  # (corner, rival)
    worse = ((rows[None] <= rows[:, None] + _SAME).all(axis=2)) & (
        (rows[None] < rows[:, None] - _SAME).any(axis=2)
    )
    return np.asarray(np.sort(first)[~worse.any(axis=1)])
