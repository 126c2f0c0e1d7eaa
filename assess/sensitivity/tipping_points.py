"""Tipping points: how far each stated number is from overturning the conclusion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from assess.case.numbers import Number, as_stated, check_mass
from assess.errors import UnknownNameError
from assess.formatting.numbers import number_text
from assess.kernel.logs import probability_to_log_odds
from assess.result.access import exact_of, prepared_from
from assess.result.lead import leader, level_with
from assess.result.target import target_of
from assess.what_if.crossings import crossings, exceeds, leads
from assess.what_if.moves import Moves
from assess.what_if.whole_priors import WholePriors
from priors.arrays import Array
from priors.forms.probability import Form
from priors.odds import nats_to_decibans
from priors.scales import load_scale, scale_ids

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class _Event:
    """Something that may happen to the conclusion, and the contrasts that show it."""

    name: str
    contrasts: Array
    outcomes: list[str]  # of each contrast


def tipping_points(
    result: xr.DataTree,
    *,
    hypothesis: str | None = None,
    threshold: float | None = None,
    scale: str = "icd203",
    mass: float = 0.9,
) -> xr.Dataset:
    """For every stated number the least change that would overturn the conclusion.

    Three things can happen: another hypothesis comes to lead its question (`lead`), the credence of
    the hypothesis leaves its band of a verbal scale (`band`), and it crosses a threshold
    (`threshold`, if one is given). For each the value is found at which that happens if this number
    alone is another than was stated. A prior moves against the other hypotheses of its question,
    which keep their proportions; of a reliability the mean moves and its worth stays; of any other
    uncertain number the mean moves.

    Changes of different numbers are compared by how far their odds move, in decibans: 3 dB is a
    doubling of the odds of the number, 10 dB ten times.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned.
    hypothesis : str, optional
        The hypothesis; that of the first question with the highest credence when left out. The
        events are about its credence, `lead` about the leading hypothesis of its question.
    threshold : float, optional
        A credence between 0 and 1.
    scale : str
        A verbal scale, such as 'icd203' or 'phia2025'.
    mass : float
        Probability of the central range of each number, between 0 and 1.

    Returns
    -------
    Dataset
        Dimension `number` (addresses), by ascending change: of what crosses the threshold if there
        is one, else of the lead. `value`, `low`, `high`: the number as stated and its central
        range; `used`: what it counts as in the weighing (another than `value` for an uncertain
        ratio only); `kind`. For each event E of `lead`, `band` and `threshold`: `E` the value at
        which it happens, nan if no value can do it; `E_change` by how much the odds of the number
        change for that (decibans; infinite where no value can do it, and where the number was
        stated as certain); `E_within` whether it can happen within the range of the number, there
        or elsewhere; `E_to` what is then the case. The prior of a linked question also has a row
        `prior[h | *]`: all its rows moved together, by the same factor of their odds; its value is
        the prior of h before any item. Attributes: question, hypothesis, credence, leader,
        `level` (hypotheses level with it: then none leads), `band` (the term now), scale, mass,
        `unmoved` (how many numbers could not be moved: what shapes a quantity or a claim, a
        certain prior, the reliability of a certain source of which no more was said).

    Raises
    ------
    ValueError
        If the hypothesis or the scale is unknown, or `threshold` or `mass` is out of range.

    Notes
    -----
    With Z_h(t) the joint probability of the items and hypothesis h at the value t, linear in every
    number that occurs once, hypothesis a and b tie at t = d(0) / (d(0) - d(1)), d = Z_a - Z_b. In
    the mean m of a reliability Z_h is a polynomial: the sign of d is scanned at 50 values and
    followed to its extremes between them, and each change of sign is solved by bracketing
    (Chandrupatla). For a probability that occurs once the change of its odds is the distance of
    Chan & Darwiche between the two cases; a reliability moves every item of its source.

    References
    ----------
    Coupe, V. M. H. & van der Gaag, L. C. (2002), Properties of sensitivity analysis of Bayesian
    belief networks, Annals of Mathematics and Artificial Intelligence 36:323-356,
    doi:10.1023/A:1016398407857. Chan, H. & Darwiche, A. (2002), When do numbers really matter?,
    Journal of Artificial Intelligence Research 17:265-287, doi:10.1613/jair.967.

    Examples
    --------
    >>> import assess
    >>> table = assess.tipping_points(assess.weigh(assess.example_case("dprk_missiles")))
    >>> str(table["number"].values[0]), round(float(table["lead"][0]), 4)
    ('prior[new_type]', 0.0126)
    """
    import xarray as xr

    _check(threshold, mass, scale)
    target = target_of(result, hypothesis)
    prepared = prepared_from(result)
    moves = Moves(prepared)
    exact = exact_of(result)
    of_question = exact.isel(hypothesis=exact["question"].values == target.question_id)
    names = [str(h) for h in of_question["hypothesis"].values]
    first = leader(of_question["credence"].values)
    credence = float(of_question["credence"].values[target.hypothesis])
    now = load_scale(scale).region(credence)
    events = _events(names, first, target.hypothesis, credence, threshold, scale)
    whole = WholePriors(moves)
    entries = prepared.numbers.entries
    stated_ranges = [stated_range(entries[k], mass) for k in moves.movable]
    ranges = np.array(stated_ranges).reshape(-1, 2)  # (number, end)
    of_events = _event_columns(moves, whole, target.question, events, ranges)
    chief = "lead" if threshold is None else "threshold"
    order = np.lexsort((of_events["band_change"][1], of_events[f"{chief}_change"][1]))
    return xr.Dataset(
        {**_stated_columns(moves, whole, ranges), **of_events},
        attrs={
            **target.attrs,
            "reading": "tipping_points",
            "title": prepared.case.title,
            "credence": credence,
            "leader": names[first],
            "leader_credence": float(of_question["credence"].values[first]),
            "level": ", ".join(names[k] for k in level_with(of_question["credence"].values, first)),
            "band": now.term,
            "scale": scale,
            "threshold": np.nan if threshold is None else threshold,
            "mass": mass,
            "unmoved": len(entries) - len(moves.movable),
        },
    ).isel(number=order)


def stated_range(number: Number, mass: float) -> tuple[float, float]:
    """The stated range of a number; of a persistent source, whose chance was stated, none."""
    law = number.form.pieces if isinstance(number.form, Form) else ()
    if len(law) > 1 and all(p.low == p.high for p in law):
        return number.value, number.value
    return number.interval(mass)


def _check(threshold: float | None, mass: float, scale: str) -> None:
    if threshold is not None and not 0.0 < threshold < 1.0:
        msg = f"threshold is a credence between 0 and 1, not {threshold}"
        raise ValueError(msg)
    check_mass(mass)
    if scale not in scale_ids():
        raise UnknownNameError(scale, scale_ids(), "scale")


def _events(
    names: list[str],
    leader: int,
    hypothesis: int,
    credence: float,
    threshold: float | None,
    scale: str,
) -> list[_Event]:
    """What may happen to the conclusion, each with what is then the case."""
    table = load_scale(scale)
    band = table.region(credence)
    rows, rivals = leads(len(names), leader)
    ends, terms = [], []
    for end, side in ((band.low, 0.0), (band.high, 1.0)):
        if 0.0 < end < 1.0:
            ends.append(end)
            beyond = float(np.nextafter(end, side))  # an end may belong to either band
            terms.append(table.region(beyond).term or "no term of the scale")
    events = [
        _Event("lead", rows, [names[r] for r in rivals]),
        _Event("band", exceeds(len(names), hypothesis, ends), terms),
    ]
    if threshold is not None:
        word = "below" if credence >= threshold else "above"
        crossed = f"{word} {number_text(threshold)}"
        events.append(_Event("threshold", exceeds(len(names), hypothesis, [threshold]), [crossed]))
    return events


def _stated_columns(moves: Moves, whole: WholePriors, ranges: Array) -> dict[str, tuple[Any, ...]]:
    """What was stated of every number that can be moved, then of every prior as a whole."""
    numbers = [moves.numbers.entries[k] for k in moves.movable]
    count = len(whole.groups)
    marginal = whole.marginals(np.arange(count), np.zeros(count))
    is_ratio = np.array([n.kind == "ratio" for n in numbers], dtype=bool)
    kinds = [n.kind for n in numbers] + ["prior"] * count
    addresses = [str(n.address) for n in numbers] + [str(g[0]) for g in whole.groups]
    return {
        "value": ("number", np.append([n.value for n in numbers], marginal)),
        "used": ("number", np.append(as_stated(moves.used[moves.movable], is_ratio), marginal)),
        "low": ("number", np.append(ranges[:, 0], marginal)),
        "high": ("number", np.append(ranges[:, 1], marginal)),
        "kind": ("number", np.array(kinds, dtype=object)),
        "number": ("number", np.array(addresses, dtype=object)),
    }


def _event_columns(
    moves: Moves, whole: WholePriors, question: int, events: list[_Event], ranges: Array
) -> dict[str, tuple[Any, ...]]:
    """For each event the columns of all rows: the numbers, then the priors as a whole."""
    # all at once: the reliabilities are then scanned only once
    contrasts = np.concatenate([e.contrasts for e in events])
    of_numbers = crossings(moves, question, contrasts)[moves.movable]
    of_whole = whole.crossings(question, contrasts)
    columns: dict[str, tuple[Any, ...]] = {}
    begin = 0
    for event in events:
        last = begin + len(event.contrasts)
        of_event = _columns(moves, event, of_numbers[:, begin:last], ranges)
        columns.update(_with_whole(of_event, whole, event, of_whole[:, begin:last]))
        begin = last
    return columns


def _columns(
    moves: Moves, event: _Event, values: Array, ranges: Array
) -> dict[str, tuple[Any, ...]]:
    """The nearest value at which an event happens, for every number that can be moved."""
    positions = moves.movable
    entries = moves.numbers.entries
    used = moves.used[positions]
    flat = values.reshape(len(positions), values.shape[1] * values.shape[2])
    odds = nats_to_decibans(probability_to_log_odds(flat))
    change = np.abs(odds - nats_to_decibans(probability_to_log_odds(used))[:, None])
    possible = ~np.isnan(flat).all(axis=1)
    nearest = np.zeros(len(positions), dtype=np.intp)
    # a number stated as certain is infinitely far from any other value, but not without one
    farther = np.where(np.isnan(flat), np.inf, np.minimum(change, np.finfo(float).max))
    nearest[possible] = farther[possible].argmin(axis=1)
    rows = np.arange(len(positions))
    at = np.full(len(positions), np.nan)
    least = np.full(len(positions), np.inf)
    to = np.full(len(positions), "", dtype=object)
    if flat.shape[1]:
        at[possible], least[possible] = (
            flat[rows, nearest][possible],
            change[rows, nearest][possible],
        )
        to[possible] = np.array(event.outcomes, dtype=object)[nearest[possible] // 2]
    ratio = np.array([entries[k].kind == "ratio" for k in positions], dtype=bool)
    at = as_stated(at, ratio)
    every = as_stated(flat, ratio[:, None])
    inside = (ranges[:, :1] <= every) & (every <= ranges[:, 1:])  # the nearest may lie outside
    within = (ranges[:, 1] > ranges[:, 0]) & inside.any(axis=1)
    name = event.name
    return {
        name: ("number", at),
        f"{name}_change": ("number", least, {"units": "decibans"}),
        f"{name}_within": ("number", within),
        f"{name}_to": ("number", to),
    }


def _with_whole(
    columns: dict[str, tuple[Any, ...]], whole: WholePriors, event: _Event, decibans: Array
) -> dict[str, tuple[Any, ...]]:
    """The same with a row for each prior that was moved as a whole: found is in decibans."""
    count = len(whole.groups)
    flat = decibans.reshape(count, decibans.shape[1] * decibans.shape[2])
    name = event.name
    at, least = np.full(count, np.nan), np.full(count, np.inf)
    to = np.full(count, "", dtype=object)
    possible = np.flatnonzero(~np.isnan(flat).all(axis=1))
    if len(possible):
        nearest = np.nanargmin(np.abs(flat[possible]), axis=1)
        moved = flat[possible, nearest]
        at[possible], least[possible] = whole.marginals(possible, moved), np.abs(moved)
        to[possible] = np.array(event.outcomes, dtype=object)[nearest // 2]
    more = {name: at, f"{name}_change": least, f"{name}_to": to}
    more[f"{name}_within"] = np.zeros(count, dtype=bool)
    return {k: (v[0], np.concatenate([v[1], more[k]]), *v[2:]) for k, v in columns.items()}
