"""What analytic confidence rests on: each component of it, from other readings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assess.case.addresses import in_words
from assess.case.numbers import Numbers
from assess.formatting.names import listed
from assess.kernel.components import Components
from assess.kernel.logs import difference
from assess.kernel.structure import Structure
from assess.prepare.prepared import Prepared
from assess.result.target import Target
from assess.sensitivity.conflict import conflict, conflict_of
from assess.sensitivity.leave_out import leave_out, turns
from assess.sensitivity.ledger import ledger
from assess.sensitivity.tipping_points import tipping_points
from assess.sensitivity.value_of_information import value_of_information
from evidence.assumption import FAILS
from priors.arrays import Array

if TYPE_CHECKING:
    import xarray as xr


NOT_STATED, NOT_APPLICABLE = "not stated", "does not apply"

NO_ITEM = "no item contributes anything"

_LEAST = 1e-6
"""Decibans below which a contribution is a rounding error."""


class Found(NamedTuple):
    """What a component comes to, and where: nan with a reason where there is no value."""

    value: float
    where: str
    level: str = ""
    """A level that is given by no threshold, the component having no value."""
    capped: bool = False
    """Whether it is moderate at most: something that counts here was not looked at."""


def components(result: xr.DataTree, prepared: Prepared, target: Target) -> dict[str, Found]:
    """The components of analytic confidence in the lead of a hypothesis, by id."""
    leader, question = target.label, target.question_id
    near = _near(prepared.structure, target.question)
    contributed = ledger(result, hypothesis=leader)
    return {
        "interval_width": _width(result, leader),
        **_tipping(tipping_points(result, hypothesis=leader), prepared.numbers, near),
        **_shares(contributed, prepared.structure),
        "largest_assumption": _assumption(
            leave_out(result, "assumption", hypothesis=leader), contributed
        ),
        "conflict": _conflict(prepared, near),
        "catch_all_growth": _growth(conflict(result), question, leader),
        "collectable": _collectable(result, prepared, question),
    }


# --- what bears on a question ---------------------------------------------------------------------


class _Near(NamedTuple):
    """What bears on a question: the names of its numbers' owners, and its items by position."""

    names: frozenset[str]
    items: list[int]


def _near(structure: Structure, question: int) -> _Near:
    """What is connected with a question: by tables, by assumptions, by uncertain sources."""
    together = Components(range(len(structure.variables)))
    ties = [scope for scope, _ in structure.roots]
    about = [int(v) for v in structure.variable]
    ties += [(v, *needed) for v, needed in zip(about, structure.requires, strict=True)]
    for s, pieces in enumerate(structure.reliabilities):
        # items of a source whose reliability is known say nothing about each other
        if len(pieces) > 1 or pieces[0].low < pieces[0].high:
            heard = [about[i] for i, path in enumerate(structure.paths) if s in path]
            ties.append(tuple(dict.fromkeys(heard)))
    for tie in ties:
        together.tie(*tie)
    own = {v for v in range(len(structure.variables)) if together.of(v) == together.of(question)}
    items = [i for i, v in enumerate(about) if v in own]
    names = {structure.variables[v] for v in own}
    pairs = zip(structure.question_ids, structure.hypotheses, strict=True)
    names |= {h for q, h in pairs if q in names}
    names |= {structure.items[i] for i in items}
    names |= {structure.sources[s] for i in items for s in structure.paths[i]}
    return _Near(frozenset(names), items)


# --- the components -------------------------------------------------------------------------------


def _width(result: xr.DataTree, leader: str) -> Found:
    if "intervals" not in result.children:
        return Found(np.nan, "weighed without draws", NOT_STATED)
    spread = result["intervals"].to_dataset()
    if not spread.attrs["uncertain"]:
        return Found(np.nan, "no number was stated with a range", NOT_STATED)
    low, high = spread["credence_interval"].sel(hypothesis=leader).values
    return Found(float(high - low), "")


def _tipping(tipping: xr.Dataset, numbers: Numbers, near: _Near) -> dict[str, Found]:
    change = tipping["lead_change"].values
    names = [in_words(str(x)) for x in tipping["number"].values]
    moved = {str(x) for x in tipping["number"].values}
    addresses = [n.address for n in numbers.entries]
    unmoved = sum(str(a) not in moved and a.owner in near.names for a in addresses)
    nearest = int(np.argmin(change)) if len(change) else -1
    if nearest >= 0 and np.isfinite(change[nearest]):
        value, where = float(change[nearest]), names[nearest]
        where += ", of those that could be moved" if unmoved else ""
    else:
        value = np.inf
        could = "number that could be moved" if unmoved else "number"
        certain = [n for n, at in zip(names, tipping["lead"].values, strict=True) if at == at]
        where = f"no value of any {could} does it"
        if certain:
            where += f" but of what was stated as certain: {listed(certain, 3)}"
    if unmoved:
        where += f"; {unmoved} could not"
    ranged = (tipping["high"] > tipping["low"]).values
    within = np.flatnonzero(tipping["lead_within"].values & ranged)
    inside = Found(float(len(within)), listed([names[k] for k in within], 3))
    if not ranged.any():
        inside = Found(np.nan, "no number was stated with a range", NOT_STATED)
    distance = Found(value, where, capped=unmoved > 0)
    return {"tipping_distance": distance, "tips_within_range": inside}


def contributing(contributed: xr.Dataset) -> Array:
    """The absolute contributions of a ledger; what is a rounding error is 0."""
    weight = np.abs(contributed["contribution"].values)
    return np.where(weight < _LEAST, 0.0, weight)


def _shares(contributed: xr.Dataset, structure: Structure) -> dict[str, Found]:
    """Shares of items and of sources, and to how many independent sources they amount."""
    weight = contributing(contributed)
    if np.isinf(weight).any():  # what settles the question outweighs all that does not
        weight = np.isinf(weight).astype(float)
    if not weight.sum() > 0.0:
        nothing = Found(np.nan, NO_ITEM, NOT_STATED)
        return dict.fromkeys(("largest_item", "largest_source", "independent_sources"), nothing)
    share = np.empty(len(weight))
    at = {name: k for k, name in enumerate(structure.items)}
    share[[at[str(name)] for name in contributed["item"].values]] = weight / weight.sum()
    source = np.zeros(len(structure.sources))
    for i, path in enumerate(structure.paths):
        source[list(path)] += share[i]
    item = int(share.argmax())
    return {
        "largest_item": Found(float(share[item]), structure.items[item]),
        "largest_source": Found(float(source.max()), structure.sources[int(source.argmax())]),
        "independent_sources": Found(effective_sources(structure, share), ""),
    }


def effective_sources(structure: Structure, share: Array) -> float:
    """To how many independent sources the contributions of the items amount.

    1 / (sum over i, j of p_i p_j Z_ij), p the shares and Z_ij 1 where two items have a source or a
    required assumption in common, else 0: an effective number that allows for what is shared
    (Leinster & Cobbold 2012, Ecology 93:477-489, doi:10.1890/10-2402.1, of order 2).
    """
    rests_on: dict[tuple[frozenset[int], frozenset[int]], float] = {}
    for path, needed, p in zip(structure.paths, structure.requires, share, strict=True):
        key = frozenset(path), frozenset(needed)
        rests_on[key] = rests_on.get(key, 0.0) + float(p)
    kinds, shares = list(rests_on), np.array(list(rests_on.values()))
    shared = sum(
        shares[[bool(path & other[0] or needed & other[1]) for other in kinds]].sum() * p
        for (path, needed), p in zip(kinds, shares, strict=True)
    )
    return float(1.0 / shared)


def _assumption(settled: xr.Dataset, contributed: xr.Dataset) -> Found:
    """How much of what all items do for the leader is lost if one assumption fails."""
    a = contributed.attrs
    gained = float(difference(a["decibans"], a["prior_decibans"]))
    fails = [str(x).endswith(f" {FAILS}") for x in settled["left_out"].values]
    if not fails:
        return Found(np.nan, "the case states no assumption", NOT_APPLICABLE)
    rows = settled.isel(left_out=np.flatnonzero(fails))
    names = [str(x).removesuffix(f" {FAILS}") for x in rows["left_out"].values]
    # where the items rule out that it fails there is nothing to lose
    lost = np.nan_to_num(rows["change"].values, nan=0.0, posinf=np.inf, neginf=0.0)
    lost = np.where(lost < _LEAST, 0.0, lost)
    if gained > _LEAST:
        share = np.where(np.isinf(lost), 1.0, np.minimum(lost / gained, 1.0))
    else:  # it leads although the items speak against it: by what rests on an assumption, or not
        ended = np.array([turn is not None for turn in turns(rows)])
        share = np.where(ended & (lost > 0.0), 1.0, 0.0)
        if not share.any():
            return Found(np.nan, "all items together do not speak for it", NOT_APPLICABLE)
    k = int(share.argmax())
    return Found(float(share[k]), names[k] if share[k] else "nothing rests on any")


def _conflict(prepared: Prepared, near: _Near) -> Found:
    """The conflict of the items that bear on the question."""
    if len(near.items) < 2:
        return Found(np.nan, "fewer than two items bear on the question", NOT_APPLICABLE)
    return Found(conflict_of(prepared, near.items), "")


def _growth(found: xr.Dataset, question: str, leader: str) -> Found:
    own = found.isel(hypothesis=found["question"].values == question)
    if not own["catch_all"].values.any():
        return Found(np.nan, "the question has no catch-all", NOT_APPLICABLE)
    nowhere = int(own["catch_all"].values.argmax())
    name = str(own["hypothesis"].values[nowhere])
    if name == leader:
        return Found(np.nan, f"{name} leads itself", NOT_APPLICABLE)
    if own.sizes["hypothesis"] < 3:
        why = f"of two hypotheses {name} grows as the other shrinks"
        return Found(np.nan, why, NOT_APPLICABLE)
    growth = float(own["growth"].values[nowhere])
    if np.isnan(growth):
        return Found(np.nan, f"the prior of {name} is 0", NOT_APPLICABLE)
    return Found(growth, name)


def _collectable(result: xr.DataTree, prepared: Prepared, question: str) -> Found:
    if not prepared.case.candidates:
        return Found(np.nan, "the case names nothing that could be collected", NOT_STATED)
    try:
        value = value_of_information(result, question=question)
    except ValueError as error:
        return Found(np.nan, str(error), NOT_STATED)
    chance = value["chance_lead_changes"].values
    best = int(chance.argmax())
    return Found(float(chance[best]), str(value["candidate"].values[best]))
