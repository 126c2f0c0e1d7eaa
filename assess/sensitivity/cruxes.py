"""The cruxes between two analysts: which of their differences make their credences differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from assess.errors import UnknownNameError
from assess.kernel.logs import difference, log_odds
from assess.result.target import Target, target_in
from assess.sensitivity.attribution.shapley import MOST_EXACT, exact_shares, random_orders
from assess.versions.alignment import aligned, selected_from
from assess.versions.gathering import DisputedPart
from assess.versions.hybrids import Hybrids, hybrids
from priors.arrays import Array, Index, Mask
from priors.odds import nats_to_decibans

if TYPE_CHECKING:
    import xarray as xr

    from assess.case.model import Case


_BY = ("part", "number")

_FINE = 0.08
"""Decibans: the standard error to which random orders bring every share, if time allows."""

_FIRST, _MOST = 32, 2048
"""Random orders that are tried at first, and at most."""

_BUDGET = 1 << 30
"""Cells that are computed in about some seconds."""


def cruxes(
    first: Case | xr.DataTree,
    second: Case | xr.DataTree,
    *,
    hypothesis: str | None = None,
    against: str | None = None,
    by: Literal["part", "number"] = "part",
    names: tuple[str, str] = ("the first", "the second"),
    orders: int | None = None,
    seed: int = 1,
) -> xr.Dataset:
    """Which of the differences between two analysts make their credences differ, and by how much.

    The gap between their log-odds is shared out among all that they state differently: the prior,
    the reliability of each source, each assumption, what each item says, what it repeats, and items
    that only one of them has. The shares sum to the gap. What is large is worth arguing about; what
    is small is not, however heated.

    Parameters
    ----------
    first, second : Case or DataTree
        The two versions: cases, or results of `weigh`. Both must ask the same questions, with the
        same hypotheses.
    hypothesis : str, optional
        The hypothesis; that of the first question with the highest credence when left out. The
        credences are those of the first analyst.
    against : str, optional
        One rival hypothesis; all the rest together when left out.
    by : {'part', 'number'}
        Whether an item is one part, with all its numbers, or each number is a part of its own. The
        prior of a question stays one part, for its numbers sum to 1.
    names : tuple of str
        What to call the two.
    orders : int, optional
        How many random orders are averaged where there are more than 12 parts. When left out as
        many as bring the largest standard error of a part to .08 dB, from 32 to 2048.
    seed : int
        Seed of what is drawn at random; equal seeds give equal results on one platform.

    Returns
    -------
    Dataset
        Dimension `part`, the largest share first: the address of the part, such as `items[debris]`,
        `sources[us]`, `questions[missiles]` (its prior), `assumptions[custody]`,
        `items[debris].repeats`; `contribution` (decibans; above 0 where the second's statement
        speaks more for the hypothesis), `contribution_se` (0 where exact), `kind`, `name`, `text`,
        `first_says` and `second_says` (words), `only` (first or second where only one of them has
        the item), `left_as_first` and `left_as_second` (decibans: the gap that would be left if
        they agreed on this part and all above it, as the first or as the second states them).
        Attributes: question, hypothesis, against, by, first and second (names), first_decibans,
        second_decibans, first_credence, second_credence, gap (decibans, second less first), method,
        title.

    Raises
    ------
    ValueError
        If the two do not ask the same questions with the same hypotheses, an argument is unknown,
        or one of the two, or a mixture of them, makes the hypothesis certain, excluded or
        impossible to weigh: then there is no finite gap to share.

    Notes
    -----
    With v(S) the log-odds of the mixed case in which the parts in S are as the second analyst
    states them and the others as the first does, a part's share is its Shapley value: the mean of
    v(S + part) - v(S) over all orders in which the parts can be exchanged one after another. Up to
    12 parts all their 2^12 sets are weighed, above that random orders in antithetic pairs, each of
    which sums to the gap.

    Only what enters the weighing is a difference: two distributions of a likelihood with one mean
    are none. A mixture is always a case: an item brings its source and its assumptions along where
    the other analyst does not have them, and the repeats of it along that the other, who does not
    have it, could not state; an item whose original is absent stands on its own; an
    item without a likelihood for an unreliable source is one part with the reliability that makes
    it need none; repeats that together would go round in a circle are one part.

    The shares depend on what the parts are: with `by="number"` those of an item's numbers need not
    sum exactly to the share of the item.

    References
    ----------
    Shapley, L. S. (1953), A value for n-person games, *Contributions to the Theory of Games* 2.
    Castro, J., Gomez, D. & Tejada, J. (2009), Polynomial calculation of the Shapley value based on
    sampling, doi:10.1016/j.cor.2008.04.004.

    Examples
    --------
    >>> import assess
    >>> one = assess.example_case("dprk_missiles")
    >>> sources = [s.model_copy(update={"reliability": one.sources[1].reliability})
    ...            if s.id == "us" else s for s in one.sources]
    >>> two = one.model_copy(update={"sources": tuple(sources)})
    >>> found = assess.cruxes(one, two)
    >>> found["part"].values.tolist()
    ['sources[us]']
    >>> abs(float(found["contribution"].sum()) - found.attrs["gap"]) < 1e-9
    True
    """
    _refuse_nonsense(by, names, orders)
    both = (selected_from(first, names[0]), selected_from(second, names[1]))
    mixed = hybrids(*aligned(*both, names), by_number=by == "number")
    target = _target(mixed, both[0].case, hypothesis, against)
    game = _Game(mixed, target, names)
    ends = game.ends()
    shares, errors, used = _shares(game, orders, seed)
    order = np.lexsort((np.arange(len(shares)), -np.abs(shares).round(12)))
    left = _left(game, order)
    return _dataset(
        [mixed.parts[k] for k in order],
        (shares[order], errors[order], *left),
        {
            "reading": "cruxes",
            **target.attrs,
            "by": by,
            "first": names[0],
            "second": names[1],
            **ends,
            "method": f"{used} random orders" if used else "exact",
            "title": both[0].case.title,
        },
    )


def _dataset(
    parts: list[DisputedPart], columns: tuple[Array, ...], attrs: dict[str, object]
) -> xr.Dataset:
    import xarray as xr

    names = ("contribution", "contribution_se", "left_as_first", "left_as_second")
    data: dict[str, tuple[object, ...]] = {
        name: ("part", nats_to_decibans(values), {"units": "decibans"})
        for name, values in zip(names, columns, strict=True)
    }
    for name in ("kind", "name", "text", "first_says", "second_says", "only"):
        data[name] = ("part", np.array([getattr(p, name) for p in parts], dtype=object))
    labels = np.array([p.label for p in parts], dtype=object)
    return xr.Dataset(data, coords={"part": labels}, attrs=attrs)


def _refuse_nonsense(by: str, names: Sequence[str], orders: int | None) -> None:
    if by not in _BY:
        raise UnknownNameError(by, _BY, option="by")
    if len(names) != 2 or names[0] == names[1]:
        msg = f"names are two different names, not {names!r}"
        raise ValueError(msg)
    if orders is not None and orders < 2:
        msg = f"orders: {orders} is too few (2 or more, in pairs)"
        raise ValueError(msg)


def _target(mixed: Hybrids, case: Case, hypothesis: str | None, against: str | None) -> Target:
    """The hypothesis by the first analyst's names and credences."""
    import xarray as xr

    from assess.case.numbers import hypothesis_labels

    labels = hypothesis_labels(case.questions)
    questions = [q.id for q in case.questions for _ in q.states]
    none = np.zeros((1, len(mixed.parts)), dtype=bool)
    states = [mixed.weigh(none, q)[0] for q in range(len(case.questions))]
    exact = xr.Dataset(
        {"credence": ("hypothesis", np.exp(np.concatenate(states)))},
        coords={"hypothesis": labels, "question": ("hypothesis", questions)},
    )
    return target_in(exact, hypothesis, against)


class _Game:
    """The log-odds of every mixture; what was weighed once is known."""

    def __init__(self, mixed: Hybrids, target: Target, names: tuple[str, str]) -> None:
        self.mixed, self.target, self.names = mixed, target, names
        self.count = len(mixed.parts)

    def odds(self, second: Mask) -> Array:
        """Log-odds of mixtures, (mixture,), all of them finite."""
        found = self._odds(second)
        if not np.isfinite(found).all():
            t = self.target
            msg = (
                f"some of what {self.names[0]} and {self.names[1]} state, put together, makes "
                f"{t.label} against {t.against_label} certain, excluded or impossible: "
                "the gap cannot be shared out"
            )
            raise ValueError(msg)
        return found

    def _odds(self, second: Mask) -> Array:
        states = self.mixed.weigh(second, self.target.question)
        return log_odds(states, self.target.hypothesis, self.target.against)

    def ends(self) -> dict[str, float]:
        """Log-odds and credences of the two, and the gap."""
        both = np.array([[False], [True]]) & np.ones(self.count, dtype=bool)
        states = self.mixed.weigh(both, self.target.question)
        found = log_odds(states, self.target.hypothesis, self.target.against)
        for name, odds in zip(self.names, found, strict=True):
            if not np.isfinite(odds):
                t = self.target
                what = "no odds" if np.isnan(odds) else "infinite odds"
                msg = (
                    f"{name} leaves {what} of {t.label} against {t.against_label}: there is no "
                    "finite gap to share out"
                )
                raise ValueError(msg)
        decibans = [float(nats_to_decibans(x)) for x in found]
        credence = np.exp(states[:, self.target.hypothesis])
        return {
            "first_decibans": decibans[0],
            "second_decibans": decibans[1],
            "first_credence": float(credence[0]),
            "second_credence": float(credence[1]),
            "gap": decibans[1] - decibans[0],
        }


def _shares(game: _Game, orders: int | None, seed: int) -> tuple[Array, Array, int]:
    """Shapley values of the parts, their standard errors, and the random orders used, if any."""
    k = game.count
    if k == 0:
        return np.zeros(0), np.zeros(0), 0
    if k <= MOST_EXACT:
        shares = exact_shares(np.full(k, -1, dtype=np.intp), game.odds)
        return shares, np.zeros(k), 0
    rng = np.random.default_rng(seed)
    if orders is not None:
        pairs = _pairs(game, -(-orders // 2), rng)
    else:
        most = max(_FIRST, min(_MOST, _BUDGET // (game.mixed.cells * (k + 1))))
        pairs = _pairs(game, _FIRST // 2, rng)
        spread = float(nats_to_decibans(pairs.std(axis=0, ddof=1).max()))
        wanted = min(int((spread / _FINE) ** 2) + 1, most // 2) - len(pairs)
        if wanted > 0:
            pairs = np.concatenate([pairs, _pairs(game, wanted, rng)])
    error = (
        pairs.std(axis=0, ddof=1) / np.sqrt(len(pairs)) if len(pairs) > 1 else np.full(k, np.nan)
    )
    return pairs.mean(axis=0), error, 2 * len(pairs)


def _pairs(game: _Game, count: int, rng: np.random.Generator) -> Array:
    """What each part adds in each of some antithetic pairs of orders, (pair, part)."""
    k = game.count
    routes = random_orders(np.full(k, -1, dtype=np.intp), count, rng)
    place = np.argsort(routes, axis=1)
    masks = place[:, None, :] < np.arange(k + 1)[:, None]
    odds = game.odds(masks.reshape(-1, k)).reshape(len(routes), k + 1)
    added = np.empty(routes.shape)
    np.put_along_axis(added, routes, difference(odds[:, 1:], odds[:, :-1]), axis=1)
    return added.reshape(count, 2, k).mean(axis=1)


def _left(game: _Game, order: Index) -> tuple[Array, Array]:
    """The gap left when the first parts of an order are agreed on, as either states them."""
    k = len(order)
    agreed = np.empty((k, k), dtype=bool)
    agreed[:, order] = np.tri(k, dtype=bool)
    odds = game.odds(np.concatenate([~agreed, agreed, [np.zeros(k, bool), np.ones(k, bool)]]))
    none, every = odds[-2:]
    return odds[:k] - none, every - odds[k : 2 * k]
