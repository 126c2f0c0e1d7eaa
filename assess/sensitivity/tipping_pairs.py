"""Pairs of numbers: how little has to be wrong with two of them for the conclusion to change."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import numpy as np

from assess.case.numbers import as_stated, check_mass
from assess.kernel.logs import difference, log_odds_to_probability, probability_to_log_odds
from assess.result.access import exact_of, prepared_from
from assess.result.target import leader_of
from assess.sensitivity.tipping_points import stated_range
from assess.what_if.crossings import relative
from assess.what_if.moves import Moves
from assess.what_if.pairs import between_corners, corners, is_bilinear, log_joint_of_pairs, same_row
from priors.arrays import Array, Index, Mask
from priors.odds import DECIBANS_PER_NAT

if TYPE_CHECKING:
    import xarray as xr


FARTHEST = 30.0
"""Decibans that either number is moved at most: a factor of a thousand in its odds."""

_STEPS = np.array([0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 11.0, 15.0, 20.0, 25.0, FARTHEST])


def tipping_pairs(
    result: xr.DataTree, *, question: str | None = None, numbers: int = 12, mass: float = 0.9
) -> xr.Dataset:
    """For pairs of stated numbers the least joint change that makes another hypothesis lead.

    Two judgements may each be safe and not be so together. For every pair of the numbers that move
    the lead most it is found how far both have to be off, each by the same factor of its odds and
    each in the worse direction, for another hypothesis to lead.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned.
    question : str, optional
        The question, by its id; the first one when left out.
    numbers : int
        Of how many numbers all pairs are tried, 2 or more: those whose odds move the lead most, at
        the values as stated.
    mass : float
        Probability of the central range of each number, between 0 and 1.

    Returns
    -------
    Dataset
        Dimension `pair`, by ascending change, of those that can do it within 30 dB: `first`,
        `second` (addresses), `change` (decibans that the odds of either move), `first_at`,
        `second_at` (the values), `first_value`, `second_value` (what they count as, as stated),
        `within` (whether it can happen with both somewhere in their stated ranges, not only at
        equal changes; a number without a range stays) and `to` (what then leads). Attributes:
        question, leader, leader_credence, `tried` (pairs), `able_within` (how many of all tried
        can do it within the ranges), mass.

    Raises
    ------
    ValueError
        If the question is unknown, or `numbers` or `mass` is out of range.

    Notes
    -----
    Within the box of all changes up to x dB of two numbers that occur once, the difference of two
    joint probabilities is least at a corner, being linear in either number: so the least x at which
    a corner changes its sign is exact. With a reliability, in which it is a polynomial, the corners
    are followed just the same. Two priors of one question are not paired: they move each other.

    Examples
    --------
    >>> import assess
    >>> table = assess.tipping_pairs(assess.weigh(assess.example_case("dprk_missiles")))
    >>> bool((table["change"] > 0).all())
    True
    """
    import xarray as xr

    if numbers < 2:
        msg = f"numbers is a whole number, 2 or more, not {numbers}"
        raise ValueError(msg)
    check_mass(mass)
    prepared = prepared_from(result)
    exact = exact_of(result)
    target = leader_of(result, question)
    names = exact["hypothesis"].values[exact["question"].values == target.question_id]
    moves = Moves(prepared)
    chosen = _most_moving(moves, target.question, target.hypothesis, numbers)
    pairs = [(i, j) for i, j in combinations(chosen, 2) if not same_row(moves, i, j)]
    lead = _Lead(moves, target.question, target.hypothesis, pairs)
    flips = _nearest(lead)
    flips.sort(key=lambda x: x["change"])
    within = _within(lead, mass)
    entries = prepared.numbers.entries
    table: dict[str, list[Any]] = {k: [] for k in _COLUMNS}
    for x in flips:
        for word in ("first", "second"):
            number = entries[x[word]]
            table[word].append(str(number.address))
            table[f"{word}_at"].append(float(as_stated(x[f"{word}_at"], number.kind == "ratio")))
            table[f"{word}_value"].append(
                float(as_stated(moves.used[x[word]], number.kind == "ratio"))
            )
        table["change"].append(x["change"])
        table["within"].append(bool(within[x["pair"]]))
        table["to"].append(str(names[x["to"]]))
    columns: dict[str, Any] = {
        k: ("pair", np.array(table[k], dtype=kind)) for k, kind in _COLUMNS.items()
    }
    columns["change"] = (*columns["change"], {"units": "decibans"})
    return xr.Dataset(
        columns,
        attrs={
            "question": target.question_id,
            "leader": target.label,
            "leader_credence": float(exact["credence"].values[target.flat]),
            "reading": "tipping_pairs",
            "title": prepared.case.title,
            "tried": len(pairs),
            "able_within": int(within.sum()),
            "mass": mass,
        },
    )


_COLUMNS: dict[str, Any] = {
    "first": object,
    "second": object,
    "change": float,
    "first_at": float,
    "second_at": float,
    "first_value": float,
    "second_value": float,
    "within": bool,
    "to": object,
}


def _most_moving(moves: Moves, question: int, leader: int, count: int) -> list[int]:
    """The numbers that move the log-odds of the lead most, by a small step of their odds."""
    inside = (moves.used > 0.0) & (moves.used < 1.0)
    # of two hypotheses the one prior is the other's complement: one of them is enough
    twin = {row[1] for row in moves.rows.values() if len(row) == 2}
    able = np.array([k for k in moves.movable if inside[k] and k not in twin], dtype=np.intp)
    used = moves.used[able]
    step = 0.5
    odds = probability_to_log_odds(used)
    lead = []
    for sign in (-step, step):
        logs = moves.log_joint(question, able, log_odds_to_probability(odds + sign))
        rest = np.delete(logs, leader, axis=1).max(axis=1)
        lead.append(logs[:, leader] - rest)
    # a lead that is infinite either way is moved by nothing, and comes last
    order = np.argsort(-np.abs(difference(lead[1], lead[0])), kind="stable")
    return [int(k) for k in able[order[:count]]]


class _Lead:
    """By how much the leading hypothesis is ahead with pairs of numbers moved."""

    def __init__(
        self, moves: Moves, question: int, leader: int, pairs: list[tuple[int, int]]
    ) -> None:
        self.moves, self.question, self.leader = moves, question, leader
        both = np.array(pairs, dtype=np.intp).reshape(-1, 2)
        self.first, self.second = both[:, 0], both[:, 1]
        self.bilinear = np.array([is_bilinear(moves, i, j) for i, j in pairs], dtype=bool)
        known = np.flatnonzero(self.bilinear)
        self.place = np.cumsum(self.bilinear) - 1
        if len(known):
            self.ends = corners(moves, question, self.first[known], self.second[known])

    def joints(self, pair: Index, a: Array, b: Array) -> Array:
        """Natural log of P(items, hypothesis) with a pair at two values, one row each."""
        out = np.empty((len(pair), len(self.moves.structure.states[self.question])))
        easy = np.flatnonzero(self.bilinear[pair])
        if len(easy):
            out[easy] = between_corners(self.ends[self.place[pair[easy]]], a[easy], b[easy])
        hard = np.flatnonzero(~self.bilinear[pair])
        if len(hard):
            i, j = self.first[pair[hard]], self.second[pair[hard]]
            out[hard] = log_joint_of_pairs(self.moves, self.question, i, a[hard], j, b[hard])
        return out

    def ahead(self, pair: Index, a: Array, b: Array) -> Array:
        """The leader's joint probability less the greatest other one, relative to all."""
        z = relative(self.joints(pair, a, b), axes=(1,))
        return np.asarray(z[:, self.leader] - np.delete(z, self.leader, axis=1).max(axis=1))


_WAYS = np.array(list(product((-1.0, 1.0), repeat=2)))


def _nearest(lead: _Lead) -> list[dict[str, Any]]:
    """For each pair the least change of both, and which way; those that cannot are left out."""
    from scipy.optimize import elementwise

    count = len(lead.first)
    if not count:
        return []

    def values(change: Array, pair: Index, way: Index) -> tuple[Array, Array]:
        a, b = (
            _shifted(lead.moves.used[who[pair]], _WAYS[way, k] * change)
            for k, who in enumerate((lead.first, lead.second))
        )
        return a, b

    def ahead(change: Array, pair: Index, way: Index) -> Any:
        flat = change.ravel(), pair.ravel(), way.ravel()
        return lead.ahead(flat[1], *values(*flat)).reshape(change.shape)

    pair, way = (x.ravel() for x in np.indices((count, len(_WAYS))))
    scanned = np.array([ahead(np.full(len(pair), x), pair, way) for x in _STEPS])
    flips = (scanned < 0.0).argmax(axis=0)
    some = np.flatnonzero((scanned < 0.0).any(axis=0) & (flips > 0))
    if not len(some):
        return []
    bracket = _STEPS[flips[some] - 1], _STEPS[flips[some]]
    root = np.asarray(elementwise.find_root(ahead, bracket, args=(pair[some], way[some])).x)
    out = []
    for p in np.unique(pair[some]):
        mine = np.flatnonzero(pair[some] == p)
        k = mine[[root[mine].argmin()]]
        at = values(root[k], pair[some[k]], way[some[k]])
        logs = lead.joints(pair[some[k]], *at)[0]
        logs[lead.leader] = -np.inf
        out.append(
            {
                "pair": int(p),
                "first": int(lead.first[p]),
                "second": int(lead.second[p]),
                "change": float(root[k[0]]),
                "first_at": float(at[0][0]),
                "second_at": float(at[1][0]),
                "to": int(logs.argmax()),
            }
        )
    return out


def _within(lead: _Lead, mass: float) -> Mask:
    """Whether a pair can do it with both anywhere in their stated ranges, (pair,).

    Linear in either number, the leader is least ahead at a corner of the two ranges. A number
    without a range stays where it is; a pair of two such is never within.
    """
    entries = lead.moves.numbers.entries
    count = len(lead.first)
    if not count:
        return np.zeros(0, dtype=bool)
    ranges = {}
    for k in {int(x) for x in (*lead.first, *lead.second)}:
        low, high = stated_range(entries[k], mass)
        used = lead.moves.used[k]
        ends = (entries[k].entering(low), entries[k].entering(high))
        ranges[k] = ends if high > low else (used, used)
    pair, way = (x.ravel() for x in np.indices((count, 4)))
    a, b = (
        np.array([ranges[int(who[p])][side[w]] for p, w in zip(pair, way, strict=True)])
        for who, side in ((lead.first, (0, 0, 1, 1)), (lead.second, (0, 1, 0, 1)))
    )
    inside = lead.ahead(pair, a, b).reshape(count, 4)
    known = [ranges[int(i)] for i in lead.first], [ranges[int(j)] for j in lead.second]
    some = np.array([x[1] > x[0] or y[1] > y[0] for x, y in zip(*known, strict=True)], dtype=bool)
    return np.asarray(some & (inside < 0.0).any(axis=1))


def _shifted(p: Array, decibans: Array) -> Array:
    """Probabilities whose odds are moved by so many decibans."""
    return log_odds_to_probability(probability_to_log_odds(p) + decibans / DECIBANS_PER_NAT)
