"""Analytic confidence: what a judgement rests on, component by component. Never a probability."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assess.formatting.names import listed
from assess.formatting.numbers import (
    apart_text,
    bits_text,
    credence_text,
    decibans_text,
    number_text,
)
from assess.result.access import exact_of, prepared_from
from assess.result.lead import at_the_top
from assess.result.target import Target, leader_of
from assess.sensitivity.scales import Bound, Component, confidence_scale
from assess.sensitivity.scales.components import (
    NO_ITEM,
    NOT_APPLICABLE,
    Found,
    components,
)

if TYPE_CHECKING:
    import xarray as xr


NONE = "none"
"""The level where no hypothesis leads: there is no judgement to have confidence in."""


def confidence(result: xr.DataTree, *, question: str | None = None) -> xr.Dataset:
    """The analytic confidence in which hypothesis leads: low, moderate or high, and why.

    Confidence is about what a judgement rests on, not about how likely it is: a credence of one
    half can be held with high confidence, and one of .99 with low. So it is no probability and no
    interval, and is never said in one sentence with either. Read the components first; the level is
    only what a stated rule makes of them.

    The thresholds are a proposal of this library (attribute `edition`), nobody's standard. Each
    gives its reason.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned, with draws.
    question : str, optional
        The question, by its id; the first one when left out.

    Returns
    -------
    Dataset
        Dimension `component`: `value` (nan where there is none), `unit`, `level` (low, moderate,
        high, 'not stated' or 'does not apply'), `high` and `low` (thresholds), `high_if` and
        `low_if` (the thresholds in words), `name`, `shown` (the value in words), `where` (which
        number, item, source or candidate it is, or why there is no value) and `because` (why these
        thresholds). Attributes: question, hypothesis, `level` ('none' where no hypothesis leads),
        `tied` (the hypotheses that are level, to within 1e-9, if none leads), `reason` (why the
        level is low or none, where no component decides it), `rule`, `rule_name`, `edition`,
        `citation`.

    Raises
    ------
    ValueError
        If the question is unknown, or the result holds an estimate only.

    Notes
    -----
    The components:

    - `interval_width`: of the 90 % credence interval of the leading hypothesis, 0 to 1;
    - `tipping_distance`: least change of one stated number, in decibans of its odds, with which
      another hypothesis leads (`tipping_points`); moderate at most where some of the numbers that
      bear on the question cannot be moved (what shapes a quantity, or is claimed of one);
    - `tips_within_range`: how many numbers do that within their own 90 % range;
    - `largest_item`, `largest_source`: share in the sum of the absolute contributions of all items
      to the log-odds of the leading hypothesis against the rest (`ledger`), 0 to 1; a source has
      the items on whose path it is; contributions below 1e-6 dB are none;
    - `independent_sources`: 1 / sum of p^2 over the shares p of sources, those that share a path,
      or whose items require the same assumption, taken as one (Hill's number of order 2);
    - `largest_assumption`: share of what all items together do for the log-odds of the leading
      hypothesis against the rest that is lost if one assumption fails (`leave_out`), 0 to 1; where
      they do nothing for it, 1 if it no longer leads then;
    - `conflict`: of the items that bear on the question, in bits (`conflict`): those about it or
      about questions and assumptions linked with it, and those that share a source of uncertain
      reliability with them;
    - `catch_all_growth`: credence over prior of the question's catch-all, where there are two named
      hypotheses or more and one of these leads;
    - `collectable`: greatest chance that a stated candidate changes the lead
      (`value_of_information`).

    References
    ----------
    US Office of the Director of National Intelligence (2015), Intelligence Community Directive 203,
    *Analytic Standards*. Friedman, J. A. & Zeckhauser, R. (2015), Handling and mishandling
    estimative probability, *Intelligence and National Security* 30:77-99,
    doi:10.1080/02684527.2014.885202. Hill, M. O. (1973), Diversity and evenness, *Ecology*
    54:427-432, doi:10.2307/1934352.

    Examples
    --------
    >>> import assess
    >>> table = assess.confidence(assess.weigh(assess.example_case("dprk_missiles")))
    >>> table.attrs["level"], table["level"].sel(component="largest_source").item()
    ('moderate', 'low')
    """
    import xarray as xr

    exact_of(result)  # refuses an estimate, whose leader is none yet
    prepared = prepared_from(result)
    target = leader_of(result, question)
    name, leader = target.question_id, target.label
    scale = confidence_scale()
    parts = scale.components
    tied = _level_with(result, target)
    if tied:
        no_lead = Found(np.nan, "no hypothesis leads", NOT_APPLICABLE)
        measured = dict.fromkeys((c.id for c in parts), no_lead)
    else:
        measured = components(result, prepared, target)
    levels = {c.id: level_of(c, measured[c.id]) for c in parts}
    overall, reason = _overall(levels, measured, tied)

    def column(values: list[str]) -> tuple[str, NDArray[np.object_]]:
        return "component", np.array(values, dtype=object)

    return xr.Dataset(
        {
            "value": ("component", np.array([measured[c.id].value for c in parts])),
            "unit": column([c.unit for c in parts]),
            "level": column([levels[c.id] for c in parts]),
            "high": ("component", np.array([c.high.value for c in parts])),
            "low": ("component", np.array([c.low.value for c in parts])),
            "high_if": column([_bound_text(c.id, c.high) for c in parts]),
            "low_if": column([_bound_text(c.id, c.low) for c in parts]),
            "name": column([c.name for c in parts]),
            "shown": column([shown(c, measured[c.id]) for c in parts]),
            "where": column([measured[c.id].where for c in parts]),
            "because": column([c.because for c in parts]),
        },
        coords={"component": np.array([c.id for c in parts], dtype=object)},
        attrs={
            "reading": "confidence",
            "title": prepared.case.title,
            "question": name,
            "hypothesis": leader,
            "tied": tied,
            "level": overall,
            "reason": reason,
            "rule": scale.rule,
            "rule_name": scale.rule_name,
            "edition": f"{scale.id}, {scale.edition}",
            "citation": scale.values_citation,
        },
    )


def _level_with(result: xr.DataTree, target: Target) -> str:
    """The hypotheses that share the lead, by rounding errors alone apart; empty if one leads."""
    exact = exact_of(result)
    own = exact.isel(hypothesis=exact["question"].values == target.question_id)
    top = at_the_top(own["credence"].values)
    return listed([str(h) for h in own["hypothesis"].values[top]]) if top.sum() > 1 else ""


def level_of(component: Component, measured: Found) -> str:
    """The level of one component; moderate at most, where not all that counts could be tried."""
    level = measured.level or component.level(measured.value)
    return "moderate" if measured.capped and level == "high" else level


def _overall(levels: dict[str, str], measured: dict[str, Found], tied: str) -> tuple[str, str]:
    """The level of the whole, and why it has it where no component decides."""
    if tied:
        return NONE, f"no hypothesis leads: {tied} are level"
    if measured["largest_item"].where == NO_ITEM:
        return "low", f"{NO_ITEM} to it"
    applying = {k: level for k, level in levels.items() if level != NOT_APPLICABLE}
    return confidence_scale().overall(applying), ""


# --- in words -------------------------------------------------------------------------------------


def _text(component: str, value: float) -> str:
    """A value of a component for a reader."""
    match component:
        case "tipping_distance":
            return "none" if np.isinf(value) else decibans_text(value).removeprefix("+")
        case "tips_within_range":
            return str(int(value))
        case "conflict":
            return bits_text(value)
        case "catch_all_growth":
            return f"{number_text(value, 2)}×"
        case "independent_sources":
            return number_text(value, 2)
    return credence_text(value)


def _bound_text(component: str, bound: Bound) -> str:
    return f"{bound.kind.replace('_', ' ')} {_text(component, bound.value)}"


def shown(component: Component, measured: Found) -> str:
    """The value for a reader, with digits enough to see on which side of a threshold it is."""
    if measured.level:
        return measured.level
    words = _text(component.id, measured.value)
    for bound in (component.high, component.low):
        if words == _text(component.id, bound.value) and measured.value != bound.value:
            unit = component.unit if component.unit == "×" else f" {component.unit}".rstrip()
            return apart_text(measured.value, bound.value)[0] + unit
    return words
