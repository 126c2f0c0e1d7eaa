"""Fair shares of a total among items whose order matters.

The Shapley value of an item is what it adds, averaged over all orders in which the items could come
in. Here only orders in which nothing comes before what it repeats: an echo cannot be heard before
the original, and is credited with what it adds to it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from assess.kernel.logs import difference
from priors.arrays import Array, Index, Mask

MOST_EXACT = 12
"""Up to this many dependent items every order is counted, by way of the 2**12 sets of items."""


def exact_shares(original: Index, value: Callable[[Mask], Array]) -> Array:
    """Shapley values by every set of items that can have come in.

    Parameters
    ----------
    original : ndarray, shape (item,)
        For each item the position of the item that must come before it, -1 for none.
    value : callable
        From sets of items, (set, item) of bool, to the value of each, (set,).

    Returns
    -------
    ndarray, shape (item,)
        They sum to the value of all items less the value of none.

    Notes
    -----
    With f(S) the number of orders that build the set S and g(S) the number that complete it, item
    i's share is the sum over S of f(S) g(S + i) (v(S + i) - v(S)) divided by the number of all
    orders.

    References
    ----------
    Shapley, L. S. (1953), A value for n-person games; Faigle, U. & Kern, W. (1992), The Shapley
    value for cooperative games under precedence constraints, Int. J. Game Theory 21:249-266,
    doi:10.1007/BF01258278.
    """
    n = len(original)
    sets = np.arange(1 << n)
    inside = (sets[:, None] >> np.arange(n) & 1).astype(bool)
    # a set can have come in if it holds the original of everything in it
    there = np.where(original >= 0, inside[:, np.maximum(original, 0)], True)
    reachable = (there | ~inside).all(axis=1)
    sets, inside = sets[reachable], inside[reachable]
    position = np.full(1 << n, -1)
    position[sets] = np.arange(len(sets))
    # for each item the sets without it, and those that they become with it
    steps = []
    for i in range(n):
        without = np.flatnonzero(~inside[:, i])
        with_it = position[sets[without] | 1 << i]
        steps.append((without[with_it >= 0], with_it[with_it >= 0]))
    worth = value(inside)
    building = _counted(steps, inside.sum(axis=1), 0)
    completing = _counted([(t, k) for k, t in steps], n - inside.sum(axis=1), -1)
    return np.array(
        [
            (building[k] * completing[t] / building[-1] * difference(worth[t], worth[k])).sum()
            for k, t in steps
        ]
    )


def _counted(steps: list[tuple[Index, Index]], sizes: Index, first: int) -> Array:
    """In how many ways each set is reached from the first one."""
    ways = np.zeros(len(sizes))
    ways[first] = 1.0
    for size in range(int(sizes.max(initial=0))):
        for before, after in steps:
            now = sizes[before] == size
            np.add.at(ways, after[now], ways[before[now]])
    return ways


def in_order(original: Index) -> Index:
    """The items in their own order, each moved behind what it repeats."""
    n = len(original)
    done: set[int] = set()
    out: list[int] = []
    for first in range(n):
        trail = []
        i = first
        while i >= 0 and i not in done:
            trail.append(i)
            i = int(original[i])
        done.update(trail)
        out.extend(reversed(trail))
    return np.array(out, dtype=np.intp)


def random_orders(original: Index, pairs: int, rng: np.random.Generator) -> Index:
    """Random orders in antithetic pairs, every permitted order equally likely.

    The second of a pair takes the places of the first from back to front. In both, originals then
    come before what repeats them: from the top of each family down, an item takes the first of the
    places that it and those that hang on it have, and gives the one it had. Of a random permutation
    that makes a random permitted order, all equally likely: exchanged against the first place, the
    others keep theirs or get one that is as random.

    Returns
    -------
    ndarray, shape (2 pairs, item)
        Orders 2k and 2k + 1 are a pair.
    """
    n = len(original)
    forward = rng.permuted(np.tile(np.arange(n), (pairs, 1)), axis=1)
    place = np.stack([forward, n - 1 - forward], axis=1).reshape(2 * pairs, n)
    rows = np.arange(2 * pairs)
    for top, members in _hanging(original):
        first = members[place[:, members].argmin(axis=1)]
        before = place[rows, first]
        place[rows, first] = place[:, top]
        place[:, top] = before
    return np.argsort(place, axis=1)


def _hanging(original: Index) -> list[tuple[int, Index]]:
    """Each item that others repeat, with all that hang on it, itself included; originals first."""
    hanging: dict[int, list[int]] = {}
    sequence = [int(i) for i in in_order(original)]
    for i in sequence:
        above = i
        while above >= 0:
            hanging.setdefault(above, []).append(i)
            above = int(original[above])
    return [(i, np.array(hanging[i], dtype=np.intp)) for i in sequence if len(hanging[i]) > 1]
