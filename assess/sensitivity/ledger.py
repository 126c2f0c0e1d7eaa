"""The ledger: what each item contributed to the log-odds, in decibans."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assess.kernel import credences
from assess.logs import difference, log_odds
from assess.prepared import prepared_from
from assess.sensitivity.shapley import MOST_EXACT, exact_shares, in_order, random_orders
from assess.structure import Structure
from assess.target import Target, target_of
from assess.variants import Variants, left_out
from priors.odds import nats_to_decibans

if TYPE_CHECKING:
    import xarray as xr

Array = NDArray[np.float64]
Index = NDArray[np.intp]

_COSTLY = 100_000
"""Items times cells from which on fewer random orders are averaged."""


def ledger(
    result: xr.DataTree,
    *,
    hypothesis: str | None = None,
    against: str | None = None,
    orders: int | None = None,
    seed: int = 0,
) -> xr.Dataset:
    """What each item contributed to a hypothesis, and the running credence.

    An item that shares nothing with the others contributes its own weight of evidence. Where items
    depend on each other (by a source, an original, an assumption, or because the hypothesis is
    weighed against several others at once) what an item adds depends on what came before it, and
    its contribution is its Shapley value: the average over all orders in which nothing comes before
    what it repeats. Contributions sum to the change of the log-odds.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned.
    hypothesis : str, optional
        The hypothesis; that of the first question with the highest credence when left out.
    against : str, optional
        One rival hypothesis; all the rest together when left out.
    orders : int, optional
        How many random orders are averaged where more than 12 items depend on each other; when
        left out 256, or 64 in a case of large tables, such as those of quantities.
    seed : int
        Seed of those orders.

    Returns
    -------
    Dataset
        Dimension `item`, in the order of the case with originals before what repeats them.
        `contribution` (decibans, 10 log10 of the odds), `contribution_se` (its standard error, 0
        where it is exact), `in_order` (decibans: what the item added to those before it in this
        order), `running_credence` (credence after the items so far) and `text`. Attributes:
        question, hypothesis, against, prior and credence, `prior_decibans` and `decibans` (log-odds
        before and after all items), method.

    Raises
    ------
    ValueError
        If there is no such hypothesis, or it and its rivals are all ruled out.

    References
    ----------
    Good, I. J. (1950), *Probability and the Weighing of Evidence*. Shapley, L. S. (1953).

    Examples
    --------
    >>> import assess
    >>> table = assess.ledger(assess.weigh(assess.example_case("dprk_missiles")))
    >>> total = table.attrs["prior_decibans"] + float(table["contribution"].sum())
    >>> abs(total - table.attrs["decibans"]) < 1e-9
    True
    """
    import xarray as xr

    prepared = prepared_from(result)
    structure = prepared.structure
    target = target_of(result, hypothesis, against)
    variants = prepared.variants
    sequence = in_order(structure.original)
    states = variants.walk(sequence[None])[target.question][0]
    odds = log_odds(states, target.hypothesis, target.against)
    if np.isnan(odds[[0, -1]]).any():
        msg = f"both {target.label} and {target.against_label} are ruled out: they have no odds"
        raise ValueError(msg)
    if orders is None:
        many = len(structure.items) * prepared.plan.cells > _COSTLY
        orders = 64 if many else 256
    shares, errors, method = _shares(variants, target, orders, seed)
    texts = {i.id: i.text for i in prepared.case.items}
    names = [structure.items[k] for k in sequence]
    running = credences(states)[:, target.hypothesis]
    return xr.Dataset(
        {
            "contribution": ("item", nats_to_decibans(shares[sequence]), {"units": "decibans"}),
            "contribution_se": ("item", nats_to_decibans(errors[sequence]), {"units": "decibans"}),
            "in_order": (
                "item",
                nats_to_decibans(difference(odds[1:], odds[:-1])),
                {"units": "decibans"},
            ),
            "running_credence": ("item", running[1:]),
            "text": ("item", np.array([texts[n] for n in names], dtype=object)),
        },
        coords={"item": np.array(names, dtype=object)},
        attrs={
            **target.attrs,
            "prior": float(running[0]),
            "credence": float(running[-1]),
            "prior_decibans": float(nats_to_decibans(odds[0])),
            "decibans": float(nats_to_decibans(odds[-1])),
            "method": method,
            "title": prepared.case.title,
        },
    )


def _shares(variants: Variants, target: Target, orders: int, seed: int) -> tuple[Array, Array, str]:
    """Contribution of each item in nats, its standard error, and how it was computed."""
    structure = variants.plan.structure
    n = len(structure.items)
    shares, errors = np.zeros(n), np.zeros(n)
    sets = _dependent_sets(structure, target)
    alone = np.array([s[0] for s in sets if len(s) == 1], dtype=np.intp)
    if len(alone):
        shares[alone] = _alone(variants, target, alone)
    many = [s for s in sets if len(s) > MOST_EXACT]
    for members in (np.array(s, np.intp) for s in sets if 1 < len(s) <= MOST_EXACT):
        shares[members] = _exact(variants, target, members)
    if many:
        rng = np.random.default_rng(seed)
        routes = random_orders(structure.original, max(orders // 2, 2), rng)
        added = np.empty(routes.shape)
        states = variants.walk(routes)[target.question]
        odds = log_odds(states, target.hypothesis, target.against)
        np.put_along_axis(added, routes, difference(odds[:, 1:], odds[:, :-1]), axis=1)
        pairs = added.reshape(-1, 2, n).mean(axis=1)
        dependent = np.concatenate([np.array(s, np.intp) for s in many])
        shares[dependent] = pairs.mean(axis=0)[dependent]
        bounded = dependent[np.isfinite(shares[dependent])]
        errors[bounded] = pairs[:, bounded].std(axis=0, ddof=1) / np.sqrt(len(pairs))
    return (
        shares,
        errors,
        f"{2 * max(orders // 2, 2)} random orders" if many else "exact",
    )


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

    def value(present: NDArray[np.bool_]) -> Array:
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
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def find(x: tuple[str, int]) -> tuple[str, int]:
        parent.setdefault(x, x)
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    def join(x: tuple[str, int], y: tuple[str, int]) -> None:
        parent[find(x)] = find(y)

    # of a quantity only the band is known then, and items still share the value within it
    known = set() if target.question in structure.grids else {target.question}
    for scope, _ in structure.roots:
        linked = [v for v in scope if v not in known]
        for v in linked[1:]:
            join(("variable", v), ("variable", linked[0]))
    for i in range(n):
        me = ("item", i)
        if structure.variable[i] not in known:
            join(me, ("variable", int(structure.variable[i])))
        for a in structure.requires[i]:
            join(me, ("variable", a))
        for s in structure.paths[i]:
            pieces = structure.reliabilities[s]
            if len(pieces) > 1 or pieces[0].low != pieces[0].high:  # a known number couples nothing
                join(me, ("source", s))
        if structure.original[i] >= 0:
            join(me, ("item", int(structure.original[i])))
    sets: dict[tuple[str, int], list[int]] = {}
    for i in range(n):
        sets.setdefault(find(("item", i)), []).append(i)
    return list(sets.values())
