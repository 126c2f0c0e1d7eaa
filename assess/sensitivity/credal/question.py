"""The bounds of one question: which way to find them is taken, and whether they are exact."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assess.kernel.logs import log_odds
from assess.kernel.weigh import credences
from assess.sensitivity.credal.box import Influences
from assess.sensitivity.credal.items import Items
from assess.sensitivity.credal.search import Search
from priors.arrays import Array, Mask

_SAME = 1e-9
"""Nats of log-odds within which what was reached is what cannot be exceeded."""

_MANY = 60
"""Numbers from which on a search begins at one place."""

_SIGNS = (-1.0, 1.0)
"""Of the log-odds that are made as large as they can be: for the low bound and for the high one."""


@dataclass(frozen=True)
class Extremes:
    """The bounds of one question; the first axis is low, high.

    Attributes
    ----------
    point : ndarray, shape (2, hypothesis, number)
        Where each bound is reached.
    credence : ndarray, shape (2, hypothesis)
    exact : ndarray of bool, shape (2, hypothesis)
    outer : ndarray, shape (2, hypothesis)
        What no combination goes beyond; nan where that is not known.
    lead, lead_outer : ndarray, shape (hypothesis,)
        Least log-odds of the leading hypothesis against each other that was found, and below which
        no combination goes; nan for the leader itself, and where it is not known.
    """

    point: Array
    credence: Array
    exact: Mask
    outer: Array
    lead: Array
    lead_outer: Array


def extremes_of(search: Search, influences: Influences, leader: int) -> Extremes:
    """The bounds of the credences of one question, and of how far its leader leads."""
    corners = search.corners(influences)
    if corners is not None:
        return _of_corners(search, influences, corners, leader)
    items = Items.of(search.box, influences)
    count = len(search.box.structure.states[influences.question])
    shape = (2, count)
    point = np.empty((*shape, len(search.box.start)))  # (bound, hypothesis, number)
    exact = np.zeros(shape, dtype=bool)  # (bound, hypothesis)
    limit, reached = np.full(shape, np.inf), np.full(shape, -np.inf)
    places: _Places | None = None
    for bound, h in np.ndindex(shape):
        begin = None
        if items is not None:
            limit[bound, h] = items.outer(h, _SIGNS[bound])
            begin, decided = items.best(h, _SIGNS[bound])
            exact[bound, h] = decided and not influences.common
            point[bound, h] = begin
        if not exact[bound, h]:
            places = _Places.of(search, influences) if places is None else places
            starts = places.starts(bound, h)
            starts = starts if begin is None else [begin, starts[0]]
            climbs = [search.climb(influences, h, _SIGNS[bound], s) for s in starts]
            reached[bound, h], point[bound, h] = max(climbs, key=lambda c: c[0])
            places.add(point[bound, h])
    _learn(search, influences, point, reached, exact)
    # what is certain cannot be exceeded
    exact |= np.isposinf(reached) | (limit < reached + _SAME)
    _, logs = _at_points(search, influences, point)
    credence = credences(logs)[np.arange(2 * count), np.tile(np.arange(count), 2)].reshape(shape)
    # log-odds, with the sign of their bound, to credences; what is exact is shown as it was reached
    odds = np.clip(np.array(_SIGNS)[:, None] * limit, -700.0, 700.0)  # (bound, hypothesis)
    beyond = np.nan if items is None else 1.0 / (1.0 + np.exp(-odds))
    outer = np.where(exact, credence, beyond)
    lead, lead_outer = _lead(search, influences, items, leader, places)
    return Extremes(point, credence, exact, outer, lead, lead_outer)


@dataclass
class _Places:
    """Points that are known already, to begin a search at those that are best for its bound."""

    search: Search
    influences: Influences
    points: Array
    logs: Array

    @classmethod
    def of(cls, search: Search, influences: Influences) -> _Places:
        points = search.sample(influences)
        return cls(search, influences, points, search.logs(points, influences.question)[0])

    def add(self, point: Array) -> None:
        self.points = np.concatenate([self.points, point[None]])
        more, _ = self.search.logs(point[None], self.influences.question)
        self.logs = np.concatenate([self.logs, more])

    def starts(self, bound: int, h: int, rivals: list[int] | None = None) -> list[Array]:
        """The two best, and the point as stated; the best alone where a search costs much."""
        against = rivals or [g for g in range(self.logs.shape[1]) if g != h]
        odds = _SIGNS[bound] * log_odds(self.logs, h, against)
        order = np.argsort(-np.nan_to_num(odds, nan=-np.inf), kind="stable")
        chosen = order[:1] if len(self.influences.numbers) > _MANY else [*order[:2], 0]
        return [self.points[k] for k in dict.fromkeys(int(k) for k in chosen)]


def _learn(
    search: Search, influences: Influences, point: Array, reached: Array, exact: Mask
) -> None:
    """Begin again where the climb for another bound has found more, in place."""
    for _ in range(3):
        values, _ = _at_points(search, influences, point)
        best = values.argmax(axis=0)  # (bound x hypothesis,)
        more = np.flatnonzero((values.max(axis=0) > reached.ravel() + 1e-7) & ~exact.ravel())
        if not len(more):
            break
        starts = point.reshape(-1, point.shape[-1])[best]  # (bound x hypothesis, number)
        for k in more:
            bound, h = divmod(int(k), point.shape[1])
            reached[bound, h], point[bound, h] = search.climb(
                influences, h, _SIGNS[bound], starts[k]
            )


def _at_points(search: Search, influences: Influences, point: Array) -> tuple[Array, Array]:
    """What every point would give for every bound, (point, bound), and its log-credences."""
    logs, _ = search.logs(point.reshape(-1, point.shape[-1]), influences.question)
    count = logs.shape[1]
    others = [[g for g in range(count) if g != h] for h in range(count)]
    odds = np.stack([log_odds(logs, h, others[h]) for h in range(count)], axis=1)
    values = np.concatenate([sign * odds for sign in _SIGNS], axis=1)
    return np.where(np.isnan(values), -np.inf, values), logs


def _lead(
    search: Search, influences: Influences, items: Items | None, leader: int, places: _Places | None
) -> tuple[Array, Array]:
    """How far the leader leads at least; the search begins at points that are known."""
    count = len(search.box.structure.states[influences.question])
    lead, outer = np.full(count, np.nan), np.full(count, np.nan)
    for rival in range(count):
        if rival == leader:
            continue
        if items is not None:
            outer[rival] = items.least_lead(leader, rival)
        if items is not None and not influences.common:
            lead[rival] = outer[rival]
            continue
        places = _Places.of(search, influences) if places is None else places
        starts = places.starts(0, leader, [rival])
        lead[rival] = -max(search.climb(influences, leader, -1.0, s, (rival,))[0] for s in starts)
    return lead, outer


def _of_corners(search: Search, influences: Influences, corners: Array, leader: int) -> Extremes:
    logs, evidence = search.logs(corners, influences.question)
    # a corner at which the items are impossible is not the only one with its credences, or has none
    possible = evidence > -np.inf
    corners, logs = corners[possible], logs[possible]
    at = np.stack([logs.argmin(axis=0), logs.argmax(axis=0)])  # (bound, hypothesis)
    credence = np.take_along_axis(credences(logs), at, axis=0)  # (bound, hypothesis)
    with np.errstate(invalid="ignore"):
        ahead = logs[:, [leader]] - logs  # (corner, hypothesis)
    # where neither is possible nobody leads
    lead = np.where(np.isnan(ahead), 0.0, ahead).min(axis=0)  # (hypothesis,)
    lead[leader] = np.nan
    return Extremes(corners[at], credence, np.ones(at.shape, dtype=bool), credence, lead, lead)
