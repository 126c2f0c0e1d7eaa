"""Sobol indices: how much of the spread of a conclusion each uncertain number accounts for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeGuard

import numpy as np

from assess.errors import UnknownNameError
from assess.formatting.names import listed, shown
from assess.kernel.logs import log_odds
from assess.kernel.structure import Structure
from assess.prepare.prepared import selected
from assess.result.access import answer_of, case_of, prepared_from
from assess.result.target import Target, target_of
from assess.sampling.draws import Drawer
from assess.sampling.pick_freeze import Exchange
from assess.sampling.saltelli import MOST_DIMENSIONS, Estimate, at_once, shares_of, uniform_points
from assess.sampling.uniforms import Input, inputs_of, values_at
from priors.arrays import Array, Index
from priors.odds import nats_to_decibans

if TYPE_CHECKING:
    import xarray as xr


By = Literal["number", "item", "source", "kind"]

_WAYS = ("number", "item", "source", "kind")

_LEAST_POINTS, _MOST_POINTS = 64, 1 << 20

_MOST_VALUES = 1 << 27
"""Values of the two sets of points together: a gigabyte."""


def sobol(
    result: xr.DataTree,
    *,
    hypothesis: str | None = None,
    against: str | None = None,
    by: By = "number",
    points: int = 4096,
    seed: int = 1,
) -> xr.Dataset:
    """How much of the spread of the log-odds each uncertain number accounts for: Sobol indices.

    A tornado moves one number at a time and leaves all others where they are. Here all the numbers
    vary together over their ranges as they were stated (not updated by the items: this is the
    spread that is called robustness), and the variance of the log-odds is divided among them. The
    first index of a number is the share that would go, on average, if it alone became known; the
    total index is the share that would be left if everything but it became known. What the total
    has beyond the first comes of its acting together with others.

    A large index says where better knowledge would settle more, not that a number is wrong. A
    number stated without a range has no part in it.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned; its draws are not used.
    hypothesis : str, optional
        The hypothesis; that of the first question with the highest credence when left out.
    against : str, optional
        One rival of the same question; all the others together when left out.
    by : {'number', 'item', 'source', 'kind'}
        What is one input: each number; all the numbers of an item; all the numbers of the items
        of a source, with its reliability (of a path of sources the numbers of its items are an
        input of their own, such as `us > paper`); all the numbers of a kind. The indices of a
        group are exact for the group, and cost as much as those of one number.
    points : int
        Points of the design: a power of 2, 64 to 1,048,576. The case is weighed (inputs + 2) x
        points times.
    seed : int
        Seed of what is drawn at random; equal seeds give equal results on one platform.

    Returns
    -------
    Dataset
        Dimension `input`, by descending total: `first` and `total` (estimates, shares of the
        variance; one that is nearly 0 can come out below it), `first_se` and `total_se` (their
        bootstrap standard errors), `first_low`, `first_high`, `total_low`, `total_high` (the
        central 95 % of the bootstrap), `kind` and `numbers` (how many stated numbers are in it).
        An input is called by its address, the numbers of one prior by their question, such as
        `prior[missiles]`, a group by its item, source or kind. Attributes: `variance` and `sd` of
        the log-odds (nats squared, nats), `sd_decibans`, `mean` (nats), `sum_first` with
        `sum_first_se`, `interactions` (1 less that sum), points, seed, evaluations. Where no
        number is uncertain, or none matters, the variance is 0, and so are the indices.

    Raises
    ------
    ValueError
        If the hypothesis or `by` is unknown, `points` no power of 2, or the log-odds are infinite
        because a number of exactly 0 or 1 settles them: an infinite spread cannot be divided.

    Notes
    -----
    With Y the log-odds (natural logarithm) given all the numbers and X_i an input, the numbers
    independent of each other but for those of one prior (Dirichlet):

        first_i = V[E(Y | X_i)] / V[Y]        total_i = E[V(Y | all but X_i)] / V[Y]

    Y is computed by the library's own kernel, reliabilities being inputs like the others; the
    points are a scrambled Sobol' sequence put through the inverse distribution functions. On the
    log-odds items that share nothing add up, so that their indices are plain shares of variance; on
    the credence, which is bounded, everything would interact with everything. The distribution of
    a quantity is no input: it is what the quantity is uncertain by. A persistent source is one:
    whether it is reliable. A number so close to 0 or 1 that it cannot be told from it enters as
    the nearest number that can.

    References
    ----------
    Sobol', I. M. (2001), doi:10.1016/S0378-4754(00)00270-6. Saltelli, A. et al. (2010),
    doi:10.1016/j.cpc.2009.09.018.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"), draws=0)
    >>> found = assess.sobol(result, points=1024)
    >>> bool((found["total"] > found["first"] - 0.01).all())
    True
    """
    import xarray as xr

    _check(by, points, seed)
    drawer = _drawer(result)
    structure = drawer.structure
    target = target_of(result, hypothesis, against)
    inputs = inputs_of(structure, drawer.numbers)
    groups = list(_groups(structure, inputs, by))
    a, b = _points(drawer, inputs, points, seed)
    exchange = Exchange(drawer.known_plan, a, b, target.question)

    def finite(states: Array) -> Array:
        odds = log_odds(states, target.hypothesis, target.against)
        if not np.isfinite(odds).all():
            raise ValueError(_infinite(result, drawer, target))
        return odds

    f_ab = at_once(lambda g: finite(exchange.exchanged(g)), [g.columns for g in groups])
    shares = shares_of(finite(exchange.weighed(a)), finite(exchange.weighed(b)), f_ab, seed)
    order = np.argsort(-shares.total.value, kind="stable")
    columns: dict[str, tuple[str, object]] = {
        **dict(_estimate("first", shares.first, order)),
        **dict(_estimate("total", shares.total, order)),
        "kind": ("input", np.array([groups[k].kind for k in order], dtype=object)),
        "numbers": ("input", np.array([len(groups[k].columns) for k in order], dtype=np.int64)),
    }
    sum_first = float(shares.sum_first.value)
    return xr.Dataset(
        columns,
        coords={"input": np.array([groups[k].name for k in order], dtype=object)},
        attrs={
            "reading": "sobol",
            **target.attrs,
            "by": by,
            "units": "share of the variance of the log-odds",
            "mean": shares.mean,
            "variance": shares.variance,
            "sd": float(np.sqrt(shares.variance)),
            "log_odds_units": "nats",
            "sd_decibans": float(nats_to_decibans(np.sqrt(shares.variance))),
            "sum_first": sum_first,
            "sum_first_se": float(shares.sum_first.error),
            "interactions": 1.0 - sum_first if shares.variance else 0.0,
            "points": points,
            "seed": seed,
            "evaluations": (len(groups) + 2) * points,
            "credence": float(answer_of(result)["credence"].values[target.flat]),
            "title": str(result.attrs["title"]),
        },
    )


def _check(by: object, points: object, seed: object) -> None:
    if by not in _WAYS:
        raise UnknownNameError(by, _WAYS, option="by")
    if not _is_whole(points, _LEAST_POINTS) or points > _MOST_POINTS or points & (points - 1):
        msg = (
            f"points is a power of 2 from {_LEAST_POINTS} to {_MOST_POINTS:,}, such as 4096, "
            f"not {shown(points)}"
        )
        raise ValueError(msg)
    if not _is_whole(seed, 0):
        msg = f"seed is a whole number, 0 or more, not {shown(seed)}"
        raise ValueError(msg)


def _is_whole(value: object, least: int) -> TypeGuard[int]:
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        return False
    return int(value) >= least


def _drawer(result: xr.DataTree) -> Drawer:
    """What weighs a case given all its numbers: that can be done even where only draws can sum."""
    case = case_of(result)
    if "exact" in result.children:
        prepared = prepared_from(result)
        return Drawer(prepared.structure, prepared.numbers, for_draws=prepared.for_draws)
    at_stated_day = selected(case, str(result.attrs["as_of"]) or None)
    return Drawer(at_stated_day.structure, at_stated_day.numbers)


def _points(drawer: Drawer, inputs: list[Input], points: int, seed: int) -> tuple[Array, Array]:
    """The two independent sets of values, (point, column)."""
    structure, numbers = drawer.structure, drawer.numbers
    dimensions = sum(len(i.columns) for i in inputs)
    columns = structure.number_count + len(structure.sources)
    if dimensions > MOST_DIMENSIONS or 2 * points * columns > _MOST_VALUES:
        most = 1 << int(np.log2(_MOST_VALUES // (2 * columns)))
        allowed = (
            f"at most {most:,} points"
            if dimensions <= MOST_DIMENSIONS and most >= _LEAST_POINTS
            else f"at most {MOST_DIMENSIONS:,} numbers: state the others without a range"
        )
        msg = f"{dimensions:,} uncertain numbers at {points:,} points are too many: {allowed}"
        raise ValueError(msg)
    if not dimensions:
        even = values_at(structure, numbers, inputs, np.empty((points, 0)))
        return even, even
    a, b = uniform_points(points, dimensions, seed)
    return values_at(structure, numbers, inputs, a), values_at(structure, numbers, inputs, b)


def _infinite(result: xr.DataTree, drawer: Drawer, target: Target) -> str:
    """Why the log-odds cannot be divided: what was stated as exactly 0 or 1."""
    zeros = [
        str(n.address)
        for n in drawer.numbers.entries
        if n.kind == "prior" and n.value in (0.0, 1.0)
    ]
    if "exact" in result.children:
        barring = prepared_from(result).variants.barring_items()
        zeros += [f"items[{drawer.structure.items[k]}]" for k in barring]
    what = f"; it is {listed(zeros)} that can rule something out" if zeros else ""
    return (
        f"the log-odds of {target.label!r} against {target.against_label} are infinite at some "
        "values of the numbers, because something was stated as impossible or as certain, and an "
        f"infinite spread cannot be divided{what}"
    )


# --- groups ---------------------------------------------------------------------------------------


class _Group(NamedTuple):
    name: str
    kind: str
    columns: Index


_OF_THE_WHOLE = ("prior", "reliability", "holds")
"""Kinds of numbers that belong to no item."""


def _groups(structure: Structure, inputs: list[Input], by: By) -> Iterator[_Group]:
    """The inputs, gathered; in the order in which each group first occurs."""
    gathered: dict[str, list[Input]] = {}
    for one in inputs:
        gathered.setdefault(_group_of(structure, one, by), []).append(one)
    for name, members in gathered.items():
        kinds = dict.fromkeys(m.kind for m in members)
        columns = np.concatenate([m.columns for m in members])
        yield _Group(name, ", ".join(kinds), columns)


def _group_of(structure: Structure, one: Input, by: By) -> str:
    if by == "number":
        return str(one.address)
    if by == "kind":
        return one.kind
    if one.kind in _OF_THE_WHOLE:
        is_by_itself = by == "source" and one.kind == "reliability"
        return one.address.inside if is_by_itself else str(one.address)
    item = one.address.owner
    if by == "item":
        return item
    path = structure.paths[structure.items.index(item)]
    return " > ".join(structure.sources[s] for s in path)


def _estimate(
    name: str, estimate: Estimate, order: Index
) -> Iterator[tuple[str, tuple[str, Array]]]:
    yield name, ("input", estimate.value[order])
    yield f"{name}_se", ("input", estimate.error[order])
    yield f"{name}_low", ("input", estimate.low[order])
    yield f"{name}_high", ("input", estimate.high[order])
