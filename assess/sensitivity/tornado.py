"""Tornado: the credence with each stated number at the ends of its own range."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assess.case.numbers import Number, check_mass
from assess.kernel.changes import changed
from assess.kernel.weigh import credences, weigh
from assess.prepare.prepared import Prepared
from assess.result.access import exact_of, prepared_from
from assess.result.target import Target, target_of
from evidence.source import Persistent

if TYPE_CHECKING:
    import xarray as xr

Array = NDArray[np.float64]
Index = NDArray[np.intp]


class _Range(NamedTuple):
    position: int
    number: Number
    low: float
    high: float


def tornado(
    result: xr.DataTree,
    *,
    hypothesis: str | None = None,
    mass: float = 0.9,
    vary_fixed: float | None = None,
) -> xr.Dataset:
    """The credence of a hypothesis with each number alone at the ends of its stated range.

    It answers: what would the credence be if this number were known to be as low, or as high, as
    the analyst holds possible, everything else as stated? For a reliability that means: known to be
    that value in everything the source says; a persistent source is reliable in all that it says or
    in nothing, so its ends are 1 and 0. A prior moves against the other hypotheses of its
    question, which keep their proportions.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned.
    hypothesis : str, optional
        The hypothesis; that of the first question with the highest credence when left out.
    mass : float
        Probability of the central range of each number, between 0 and 1.
    vary_fixed : float, optional
        A number stated without a range is not moved. With a factor above 1 it is: its odds divided
        and multiplied by that factor (a likelihood ratio by the factor itself).

    Returns
    -------
    Dataset
        Dimension `number` (addresses), by descending swing. `low`, `value`, `high`: the number's
        range and stated value; `credence_low`, `credence_high`: the credence with the number at
        either end; `swing`: the distance from the lowest to the highest of these two and the
        credence as it is; `kind`. Attributes: question, hypothesis, credence, mass, `fixed` (how
        many numbers were not moved), `persistent` (how many of the moved are persistent sources).

    Raises
    ------
    ValueError
        If the hypothesis is unknown, or `mass` or `vary_fixed` is out of range.

    Examples
    --------
    >>> import assess
    >>> table = assess.tornado(assess.weigh(assess.example_case("dprk_missiles")))
    >>> bool((np.diff(table["swing"]) <= 0).all())
    True
    """
    import xarray as xr

    check_mass(mass)
    if vary_fixed is not None and not vary_fixed > 1.0:
        msg = f"vary_fixed is a factor above 1, not {vary_fixed}"
        raise ValueError(msg)
    prepared = prepared_from(result)
    target = target_of(result, hypothesis)
    ranges = _ranges(prepared, mass, vary_fixed)
    ends = _credences(prepared, target, ranges)
    credence = float(exact_of(result)["credence"].values[target.flat])
    # with the credence itself: of a reliability both ends can lie on the same side of it
    reached = np.column_stack([ends, np.full(len(ends), credence)])
    swing = reached.max(axis=1) - reached.min(axis=1)
    order = np.argsort(-swing, kind="stable")
    chosen = [ranges[k] for k in order]
    return xr.Dataset(
        {
            "low": ("number", np.array([r.low for r in chosen])),
            "value": ("number", np.array([r.number.value for r in chosen])),
            "high": ("number", np.array([r.high for r in chosen])),
            "credence_low": ("number", ends[order, 0]),
            "credence_high": ("number", ends[order, 1]),
            "swing": ("number", swing[order]),
            "kind": ("number", np.array([r.number.kind for r in chosen], dtype=object)),
        },
        coords={"number": np.array([str(r.number.address) for r in chosen], dtype=object)},
        attrs={
            "reading": "tornado",
            **target.attrs,
            "credence": credence,
            "mass": mass,
            "vary_fixed": 0.0 if vary_fixed is None else vary_fixed,
            "fixed": prepared.structure.number_count - len(ranges),
            "persistent": sum(isinstance(r.number.form, Persistent) for r in ranges),
            "title": prepared.case.title,
        },
    )


def _ranges(prepared: Prepared, mass: float, vary_fixed: float | None) -> list[_Range]:
    ranges = []
    for k, number in enumerate(prepared.numbers.entries):
        if isinstance(number.form, Persistent):
            # reliable in everything or in nothing: these are its two values, whatever the mass
            ranges.append(_Range(k, number, 0.0, 1.0))
        elif not number.is_fixed:
            ranges.append(_Range(k, number, *number.interval(mass)))
        elif number.shapes or vary_fixed is None:
            continue
        elif number.kind == "ratio" or 0.0 < number.value < 1.0:
            ranges.append(_Range(k, number, *number.odds_range(vary_fixed)))
    return ranges


def _credences(prepared: Prepared, target: Target, ranges: list[_Range]) -> Array:
    """Credence of the target at the low and the high end of each range, (number, 2)."""
    structure = prepared.structure
    variants = prepared.variants
    owner = _owners(prepared)
    kinds = [
        "item" if r.position in owner else "source" if r.number.kind == "reliability" else "root"
        for r in ranges
    ]
    rows = {kind: [k for k, own in enumerate(kinds) if own == kind] for kind in set(kinds)}
    both = np.array([[r.low, r.high] for r in ranges]).reshape(-1, 2)
    ends = np.empty(both.shape)

    def fill(kind: str, states: list[Array]) -> None:
        ends[rows[kind]] = credences(states[target.question])[:, target.hypothesis].reshape(-1, 2)

    if own := rows.get("item"):
        positions = np.repeat([ranges[k].position for k in own], 2)
        values = [ranges[k].number.entering(end) for k in own for end in both[k]]
        items = np.array([owner[int(p)] for p in positions], dtype=np.intp)
        fill("item", variants.weigh(changed(items, positions, np.array(values)))[0])
    if own := rows.get("source"):
        names = [ranges[k].number.address.owner for k in own]
        sources = np.repeat([structure.sources.index(n) for n in names], 2)
        fill("source", variants.known_reliability(sources, both[own].ravel()))
    if own := rows.get("root"):
        numbers = np.concatenate([_moved(prepared, ranges[k]) for k in own])
        fill("root", weigh(prepared.plan, numbers)[0])
    return ends


def _owners(prepared: Prepared) -> dict[int, int]:
    """The item that each number belongs to; priors, reliabilities and assumptions have none."""
    structure = prepared.structure
    n = structure.number_count
    owner: dict[int, int] = {}
    for i in range(len(structure.items)):
        rows = (structure.likelihood[i], structure.if_unreliable[i])
        for index in (*rows[0], *rows[1], structure.repeat[i], structure.if_copied[i]):
            if index < 2 * n:
                owner[int(index % n)] = i
    return owner


def _moved(prepared: Prepared, r: _Range) -> Array:
    """All numbers with a prior or an assumption at either end, (2, number)."""
    numbers = np.tile(prepared.numbers.used, (2, 1))
    numbers[:, r.position] = r.low, r.high
    if r.number.kind == "prior":
        row = _same_prior(prepared, r.position)
        stated = prepared.numbers.used[r.position]
        rest = [k for k in row if k != r.position]
        for end, value in enumerate((r.low, r.high)):
            numbers[end, rest] *= (1.0 - value) / (1.0 - stated)
    return numbers


def _same_prior(prepared: Prepared, position: int) -> list[int]:
    """Positions of all the numbers of one prior: they sum to 1."""
    for v, (scope, index) in enumerate(prepared.structure.roots):
        if position in index:
            rows = np.moveaxis(index, scope.index(v), -1).reshape(-1, index.shape[scope.index(v)])
            return [int(k) for k in next(row for row in rows if position in row)]
    msg = f"number {position} is not a prior"
    raise ValueError(msg)
