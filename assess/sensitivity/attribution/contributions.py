"""What each item contributes to the log-odds: alone, over every order, or over random orders."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from assess.kernel.changes import left_out
from assess.kernel.components import Components
from assess.kernel.logs import difference, log_odds
from assess.kernel.structure import Structure
from assess.kernel.variants import Variants
from assess.prepare.prepared import Prepared
from assess.result.target import Target
from assess.sensitivity.attribution.shapley import MOST_EXACT, exact_shares, random_orders
from priors.arrays import Array, Index, Mask
from priors.odds import nats_to_decibans

FEWEST, FIRST, MOST = 32, 256, 2048
"""Random orders: fewest that tell an error, most that are drawn for a first look, most of all."""

CHEAP, AFFORDABLE = 1 << 20, 1 << 24
"""Cells computed for a first look, and for all orders: about a tenth of a second, and a second."""

FINE = 0.08
"""Decibans of standard error at which more orders are not worth their time."""


class Contributions(NamedTuple):
    """Contributions in nats.

    Attributes
    ----------
    mean : ndarray, shape (item,)
    pairs : ndarray, shape (pair, item)
        What each antithetic pair of random orders says; nothing where the mean is exact.
    orders : int
        How many random orders there were, 0 if all is exact.
    """

    mean: Array
    pairs: Array
    orders: int

    def of(self, items: list[int]) -> tuple[float, float]:
        """The contribution of some items together, and its standard error.

        Errors of items that were drawn in the same orders depend on each other: they are added up
        within each pair of orders, not as variances.
        """
        with np.errstate(invalid="ignore"):  # of two that settle it either way there is no sum
            total = float(self.mean[items].sum())
        if not self.orders or not np.isfinite(total):
            return total, 0.0
        drawn = self.pairs[:, items].sum(axis=1)
        return total, float(drawn.std(ddof=1) / np.sqrt(len(drawn)))


def contributions(
    prepared: Prepared, target: Target, orders: int | None, seed: int
) -> Contributions:
    """Contribution of each item to the log-odds of the target."""
    variants, structure = prepared.variants, prepared.structure
    n = len(structure.items)
    mean = np.zeros(n)
    sets = _dependent_sets(structure, target)
    alone = np.array([s[0] for s in sets if len(s) == 1], dtype=np.intp)
    if len(alone):
        mean[alone] = _alone(variants, target, alone)
    many = [i for s in sets if len(s) > MOST_EXACT for i in s]
    for members in (np.array(s, np.intp) for s in sets if 1 < len(s) <= MOST_EXACT):
        mean[members] = _exact(variants, target, members)
    pairs = np.zeros((0, n))
    if many:
        pairs = np.zeros_like(drawn := _sampled(prepared, target, many, orders, seed))
        pairs[:, many] = drawn[:, many]
        mean[many] = pairs[:, many].mean(axis=0)
    return Contributions(mean, pairs, 2 * len(pairs))


def _sampled(
    prepared: Prepared, target: Target, members: list[int], orders: int | None, seed: int
) -> Array:
    """What pairs of random orders say of each item, (pair, item).

    Unless a number of orders is asked for, a first draw tells how many it takes.
    """
    rng = np.random.default_rng(seed)
    if orders is not None:
        return _pairs(prepared, target, max(orders // 2, 2), rng)
    plan = prepared.plan
    n = len(plan.structure.items)
    cells = sum(b.cells for b in plan.buckets) + (n + 1) * max(plan.network.largest, 1)
    most, cheap = (_power_of_two(room // cells) for room in (AFFORDABLE, CHEAP))
    look = min(cheap, most, FIRST)
    first = _pairs(prepared, target, look // 2, rng)
    bounded = first[:, [i for i in members if np.isfinite(first[:, i]).all()]]
    spread = nats_to_decibans(float(bounded.std(axis=0, ddof=1).max(initial=0.0)))
    wanted = (float(spread) / FINE) ** 2
    more = min(int(wanted) + 1, most // 2) - len(first)
    return first if more < 1 else np.concatenate([first, _pairs(prepared, target, more, rng)])


def _power_of_two(orders: int) -> int:
    """The largest power of two that is no larger, within the numbers of orders that make sense."""
    return min(max(1 << orders.bit_length() >> 1, FEWEST), MOST)


def _pairs(prepared: Prepared, target: Target, count: int, rng: np.random.Generator) -> Array:
    routes = random_orders(prepared.structure.original, count, rng)
    states = prepared.walk(routes)[target.question]
    odds = log_odds(states, target.hypothesis, target.against)
    added = np.empty(routes.shape)
    np.put_along_axis(added, routes, difference(odds[:, 1:], odds[:, :-1]), axis=1)
    return added.reshape(count, 2, -1).mean(axis=1)


def _alone(variants: Variants, target: Target, items: Index) -> Array:
    """What items that share nothing with others add.

    The items that rule something out are taken away meanwhile, all but the one that is looked at:
    beside them an infinite contribution could not be seen.
    """
    certain = variants.barring_items()
    index = np.arange(len(items))
    version = np.repeat(index, len(certain))
    other = np.tile(certain, len(items))
    elsewhere = other != items[version]
    version, other = version[elsewhere], other[elsewhere]
    present = _odds(variants, target, version, other, len(items))
    version, other = np.concatenate([version, index]), np.concatenate([other, items])
    order = np.argsort(version, kind="stable")
    absent = _odds(variants, target, version[order], other[order], len(items))
    return difference(present, absent)


def _exact(variants: Variants, target: Target, members: Index) -> Array:
    """Shapley values of one set of dependent items, all other items being there."""
    original = variants.plan.structure.original[members]
    local = {int(i): k for k, i in enumerate(members)}
    inside = np.array([local.get(int(o), -1) for o in original], dtype=np.intp)

    def value(present: Mask) -> Array:
        version, item = np.nonzero(~present)
        return _odds(variants, target, version, members[item], len(present))

    return exact_shares(inside, value)


def _odds(variants: Variants, target: Target, version: Index, item: Index, count: int) -> Array:
    changes = left_out(variants.plan, version, item, count)
    states, _ = variants.weigh(changes)
    return log_odds(states[target.question], target.hypothesis, target.against)


def _dependent_sets(structure: Structure, target: Target) -> list[list[int]]:
    """Items in sets such that, the target's question being known, the sets are independent.

    Against several rivals at once nothing separates: the odds of one hypothesis against a mixture
    depend on the mixture.
    """
    n = len(structure.items)
    if len(target.against) > 1:
        return [list(range(n))] if n else []
    together: Components[tuple[str, int]] = Components()
    # of a quantity only the band is known then, and items still share the value within it
    known = set() if target.question in structure.grids else {target.question}
    for scope, _ in structure.roots:
        linked = [v for v in scope if v not in known]
        for v in linked[1:]:
            together.tie(("variable", linked[0]), ("variable", v))
    for i in range(n):
        me = ("item", i)
        if structure.variable[i] not in known:
            together.tie(("variable", int(structure.variable[i])), me)
        for a in structure.requires[i]:
            together.tie(("variable", a), me)
        for s in structure.paths[i]:
            pieces = structure.reliabilities[s]
            if len(pieces) > 1 or pieces[0].low != pieces[0].high:  # a known number couples nothing
                together.tie(("source", s), me)
        if structure.original[i] >= 0:
            together.tie(("item", int(structure.original[i])), me)
    sets: dict[tuple[str, int], list[int]] = {}
    for i in range(n):
        sets.setdefault(together.of(("item", i)), []).append(i)
    return list(sets.values())
