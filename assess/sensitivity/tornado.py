"""Tornado: the credence with each stated number at the ends of its own range."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assess.case.numbers import Number, check_mass
from assess.kernel.weigh import credences
from assess.prepare.prepared import Prepared
from assess.result.access import exact_of, prepared_from
from assess.result.target import Target, target_of
from assess.what_if.moves import KNOWN, Moves
from evidence.source import Persistent
from priors.arrays import Array

if TYPE_CHECKING:
    import xarray as xr


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
    positions = np.array([r.position for r in ranges], dtype=np.intp)
    ends = [r.number.entering(end) for r in ranges for end in (r.low, r.high)]
    states, _ = Moves(prepared).weigh(np.repeat(positions, 2), np.array(ends), KNOWN)
    return credences(states[target.question])[:, target.hypothesis].reshape(-1, 2)
