"""Credal bounds: the least and the greatest credence when every number ranges over its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.case.numbers import as_stated, check_mass
from assess.result.access import exact_of, prepared_from
from assess.result.lead import leader
from assess.result.target import question_named
from assess.sensitivity.credal.box import Box, Influences
from assess.sensitivity.credal.question import Extremes, extremes_of
from assess.sensitivity.credal.search import Search
from priors.odds import nats_to_decibans

if TYPE_CHECKING:
    import xarray as xr


_EXACT = "exact"
_SEARCHED = "found by search: the true bound lies at or beyond this"

_CONDITION = (
    "the ranges as stated, all numbers at once; structure, distributions of quantities and claims "
    "as stated"
)


def credal_bounds(
    result: xr.DataTree,
    *,
    mass: float = 0.9,
    vary_fixed: float | None = None,
    question: str | None = None,
) -> xr.Dataset:
    """The least and the greatest credence when every number is anywhere in its range at once.

    It answers: is there any combination of the numbers, each within the range that was stated for
    it, in which the conclusion would be another? It is a worst case, with all numbers at the ends
    that hurt most, and says nothing of how probable that is: robustness (`weigh`) does. Bounds that
    are wide are the rule; a hypothesis that leads even so is a strong finding.

    A reliability ranges as one known value for everything that its source says; a persistent source
    is reliable or not. The priors of a question range within their intervals and sum to 1. The
    distribution of a quantity and what is claimed of it stay as stated.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned.
    mass : float
        Probability of the central interval of each number, between 0 and 1. (Where the mean of a
        very skewed number lies outside its interval, the range is extended to it.)
    vary_fixed : float, optional
        A number stated without a range stays. With a factor above 1 it moves: its odds divided and
        multiplied by that factor (a likelihood ratio by the factor itself).
    question : str, optional
        The question, by its id; all of them when left out. In a case of many linked questions one
        alone is found sooner.

    Returns
    -------
    Dataset
        Dimensions `hypothesis`, `bound` ('low', 'high') and `number` (addresses of those that
        move). `credence`, `low`, `high` (hypothesis): the credence and its bounds; `exact` and
        `method` (bound, hypothesis): whether the bound is exact, and in words; `outer` (bound,
        hypothesis): what no combination goes beyond, the bound itself if it is exact, nan where
        none is known; `value` (bound, hypothesis, number): each number at that bound, and
        `end`: -1 at the low end of its range, 1 at the high end, 0 between or without influence;
        `range_low`, `stated`, `range_high` (number). `lead` (hypothesis): the least weight of the
        question's leading hypothesis against this one that was found, in decibans, negative where
        it can be overtaken, nan for the leader itself; `lead_outer` (hypothesis): the weight below
        which no combination goes, nan where none is known. `robustness` (hypothesis, bound): the
        interval of that name, if the result has it. Coordinate `question` (hypothesis). Attributes:
        mass, vary_fixed, `fixed` (how many numbers do not move), robustness_mass.

        With reliabilities that several items have moved, the credence itself can lie outside: it
        gives weight to reliabilities beyond the stated interval.

    Raises
    ------
    ValueError
        If `mass` or `vary_fixed` is out of range, the question is unknown, or the result holds an
        estimate only.

    Notes
    -----
    With the numbers known the joint probability of items and hypothesis is linear in every number
    that occurs once and in each row of priors, so the credence is monotone along each of them and
    its extremes lie at corners. Where the items are independent given the hypothesis each is looked
    at by itself; few corners are all visited; both are exact. Else one number after another is
    moved as far as it helps, from several places, and a shared reliability along its whole range.
    A row of priors is a linear-fractional programme, solved by Dinkelbach's method.

    References
    ----------
    Dinkelbach, W. (1967), On nonlinear fractional programming, *Management Science* 13:492-498,
    doi:10.1287/mnsc.13.7.492. Walley, P. (1991), *Statistical Reasoning with Imprecise
    Probabilities*, Chapman & Hall. Cozman, F. G. (2000), Credal networks, *Artificial Intelligence*
    120:199-233, doi:10.1016/S0004-3702(00)00029-1.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> bounds = assess.credal_bounds(result)
    >>> bool((bounds["low"] < bounds["high"]).all())
    True
    """
    check_mass(mass)
    if vary_fixed is not None and not (vary_fixed > 1.0 and np.isfinite(vary_fixed)):
        msg = f"vary_fixed is a factor above 1, not {vary_fixed}"
        raise ValueError(msg)
    prepared = prepared_from(result)
    exact = exact_of(result)
    box = Box.of(prepared, mass, vary_fixed)
    search = Search(box)
    names = list(dict.fromkeys(str(q) for q in exact["question"].values))
    asked = names if question is None else [question_named(question, names)]
    influences_of_questions = [box.influences_of_questions[names.index(name)] for name in asked]
    exact = exact.isel(hypothesis=np.isin(exact["question"].values, asked))
    found = []
    for name, influences in zip(asked, influences_of_questions, strict=True):
        own = exact["question"].values == name
        found.append(extremes_of(search, influences, leader(exact["credence"].values[own])))
    bounds = _dataset(exact, box, influences_of_questions, found)
    bounds.attrs.update(
        mass=mass,
        vary_fixed=0.0 if vary_fixed is None else vary_fixed,
        title=prepared.case.title,
    )
    if "intervals" in result.children:
        spread = result["intervals"].to_dataset()
        if spread.attrs["uncertain"]:
            robustness = spread["robustness"].sel(hypothesis=bounds["hypothesis"].values)
            bounds["robustness"] = (("hypothesis", "bound"), robustness.values)
            bounds.attrs["robustness_mass"] = spread.attrs["mass"]
    return bounds


def _dataset(
    exact: xr.Dataset, box: Box, influences_of_questions: list[Influences], found: list[Extremes]
) -> xr.Dataset:
    import xarray as xr

    entries = box.prepared.numbers.entries
    moved = np.flatnonzero(box.moved)
    ratio = np.array([n.kind == "ratio" for n in entries], dtype=bool)[moved]

    low, high = box.low[moved], box.high[moved]
    ends, values = [], []
    for influences, one in zip(influences_of_questions, found, strict=True):
        point = one.point[..., moved]
        counts = np.isin(moved, influences.numbers)
        ends.append(np.where(counts, (point == high).astype(int) - (point == low), 0))
        values.append(as_stated(np.where(counts, point, box.start[moved]), ratio))
    is_exact = np.concatenate([f.exact for f in found], axis=1)
    table = ("bound", "hypothesis")
    credence = np.concatenate([f.credence for f in found], axis=1)
    lead = nats_to_decibans(np.concatenate([f.lead for f in found]))
    lead_outer = nats_to_decibans(np.concatenate([f.lead_outer for f in found]))
    return xr.Dataset(
        {
            "credence": ("hypothesis", exact["credence"].values),
            "low": ("hypothesis", credence[0]),
            "high": ("hypothesis", credence[1]),
            "exact": (table, is_exact),
            "method": (table, np.where(is_exact, _EXACT, _SEARCHED).astype(object)),
            "outer": (table, np.concatenate([f.outer for f in found], axis=1)),
            "value": ((*table, "number"), np.concatenate(values, axis=1)),
            "end": ((*table, "number"), np.concatenate(ends, axis=1).astype(np.int8)),
            "range_low": ("number", as_stated(low, ratio)),
            "stated": ("number", np.array([entries[k].value for k in moved], dtype=float)),
            "range_high": ("number", as_stated(high, ratio)),
            "lead": ("hypothesis", lead, {"units": "decibans"}),
            "lead_outer": ("hypothesis", lead_outer, {"units": "decibans"}),
        },
        coords={
            "bound": np.array(["low", "high"], dtype=object),
            "hypothesis": exact["hypothesis"].values,
            "question": ("hypothesis", exact["question"].values),
            "number": np.array([str(entries[k].address) for k in moved], dtype=object),
        },
        attrs={
            "reading": "credal_bounds",
            "fixed": len(entries) - len(moved),
            "persistent": len(box.two_valued),
            "conditional_on": _CONDITION,
        },
    )
