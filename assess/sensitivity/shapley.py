"""Fair shares of a total among items whose order matters.

The Shapley value of an item is what it adds, averaged over all orders in which the items could come
in. Here only orders in which nothing comes before what it repeats: an echo cannot be heard before
the original, and is credited with what it adds to it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from assess.logs import difference

Array = NDArray[np.float64]
Index = NDArray[np.intp]

MOST_EXACT = 12
"""Up to this many dependent items every order is counted, by way of the 2**12 sets of items."""


def exact_shares(original: Index, value: Callable[[NDArray[np.bool_]], Array]) -> Array:
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
    before = [1 << int(o) if o >= 0 else 0 for o in original]
    reachable = [0]
    seen = {0}
    for s in reachable:  # grows while it is walked: sets in order of discovery, so of size
        for i in range(n):
            t = s | 1 << i
            if not s >> i & 1 and before[i] & s == before[i] and t not in seen:
                seen.add(t)
                reachable.append(t)
    position = {s: k for k, s in enumerate(reachable)}
    members = np.array([[s >> i & 1 for i in range(n)] for s in reachable], dtype=bool)
    worth = value(members)
    steps = [
        [(i, position[s | 1 << i]) for i in range(n) if s | 1 << i in position and not s >> i & 1]
        for s in reachable
    ]
    building = [0] * len(reachable)
    building[0] = 1
    for k, options in enumerate(steps):
        for _, t in options:
            building[t] += building[k]
    completing = [0] * len(reachable)
    completing[-1] = 1
    for k in reversed(range(len(reachable) - 1)):
        completing[k] = sum(completing[t] for _, t in steps[k])
    shares = np.zeros(n)
    for k, options in enumerate(steps):
        for i, t in options:
            chance = building[k] * completing[t] / building[-1]
            shares[i] += chance * difference(worth[t], worth[k])
    return shares


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

    The second of a pair takes the places of the first from back to front. Within a family of items
    that repeat one another the places are then dealt out so that originals come first: a random
    permutation of places, and a random order of the family over its places, is uniform.

    Returns
    -------
    ndarray, shape (2 pairs, item)
        Orders 2k and 2k + 1 are a pair.
    """
    n = len(original)
    families = _families(original)
    orders = np.empty((2 * pairs, n), dtype=np.intp)
    for k in range(pairs):
        forward = rng.permutation(n)
        for j, order in ((2 * k, forward), (2 * k + 1, forward[::-1].copy())):
            place = np.argsort(order)
            for members in families:
                places = np.sort(place[list(members)])
                order[places] = _family_order(members, original, rng)
            orders[j] = order
    return orders


def _families(original: Index) -> list[tuple[int, ...]]:
    roots: dict[int, list[int]] = {}
    for i in in_order(original):
        root = int(i)
        while original[root] >= 0:
            root = int(original[root])
        roots.setdefault(root, []).append(int(i))
    return [tuple(m) for m in roots.values() if len(m) > 1]


def _family_order(members: tuple[int, ...], original: Index, rng: np.random.Generator) -> list[int]:
    """A uniformly random order of a family in which originals come first.

    Each next one is drawn from those that are open, with a chance proportional to how many items
    hang on it, itself included: the hook rule for trees.
    """
    weight = dict.fromkeys(members, 1)
    for i in reversed(members):  # members come originals first, so this adds up from the leaves
        if original[i] in weight:
            weight[int(original[i])] += weight[i]
    waiting, chosen = list(members), []
    taken: set[int] = set()
    while waiting:
        available = [i for i in waiting if original[i] not in weight or original[i] in taken]
        chances = np.array([weight[i] for i in available], dtype=float)
        pick = available[int(rng.choice(len(available), p=chances / chances.sum()))]
        chosen.append(pick)
        taken.add(pick)
        waiting.remove(pick)
    return chosen
