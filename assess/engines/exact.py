"""The exact engine: sums and integrals, with independent draws beside them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from importlib import metadata
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assess.case import Case
from assess.draws import Drawer, DrawSet
from assess.engines.weighted import Weights, estimate
from assess.groups import drawn, intervals, log_likelihood, log_prior
from assess.guards import guards
from assess.kernel import credences
from assess.plan import TooEntangledError, plan_of
from assess.posterior import Posterior, posterior
from assess.prepared import Prepared, Selected, prepare, remember, selected
from assess.problems import CaseError, Problem, shown
from assess.selection import Note
from assess.structure import Structure, extended
from assess.table import table_of
from evidence.source import Source
from priors.pieces import mean

if TYPE_CHECKING:
    import xarray as xr

Array = NDArray[np.float64]

LEVELS = (0.05, 0.1, 0.5, 0.9, 0.95)
"""Levels of the quantiles of quantities."""

MASS = 0.9
"""Central probability of every interval and range that a result holds."""


CHAINS, DRAWS, SEED = 4, 1000, 1
"""Draws of a result when nothing else is asked for."""

_FOR_INTERVALS = 200
"""Draws below which no end of a 90 % interval can be read off them."""

_VISIBLE = 1e-4
"""Error from the grid of a quantity from which on a reader is told."""

_WITHOUT_ASKING = 100_000_000
"""Cells times draws up to which draws are made without being asked for, some seconds."""


def weigh_exactly(
    case: Case,
    *,
    as_of: dt.date | str | None = None,
    draws: int | None = None,
    chains: int = CHAINS,
    seed: int = SEED,
) -> xr.DataTree:
    """Weigh a case exactly. See `assess.weigh`."""
    counts_checked(chains=chains, seed=seed, **({} if draws is None else {"draws": draws}))
    try:
        prepared = prepare(case, as_of)
        plan = prepared.posterior_plan
    except TooEntangledError as error:
        return _weigh_by_weights(selected(case, as_of), draws, chains, seed, error)
    found = posterior(plan, prepared.structure.numbers.used)
    if not np.isfinite(found.log_evidence):
        raise _impossible(prepared)
    remember(prepared)
    groups = {"/exact": _exact(prepared, found)}
    notes = []
    if prepared.grid_error > _VISIBLE:
        words = (
            f"the credences have an error of about {prepared.grid_error:.0e}: what the items claim "
            "of a quantity is all but impossible under its prior"
        )
        notes.append(Note("questions", words))
    drawer = Drawer(prepared.structure, prepared.plan, prepared.for_draws)
    if draws is None:
        cells = drawer.known_plan.cells + len(prepared.structure.numbers)
        draws = DRAWS if cells * DRAWS * chains <= _WITHOUT_ASKING else 0
        if not draws:
            words = f"so large that no draws were made and no intervals; ask with draws={DRAWS}"
            notes.append(Note("case", words))
    if draws:
        after = drawer.posterior(chains, draws, seed)
        stated = drawer.as_stated(chains, draws, seed)
        groups.update(_draw_groups(drawer, after, stated))
    return tree_of(prepared, groups, "exact", notes, chains=chains, draws=draws, seed=seed)


_WEIGHTED_DRAWS = 25_000
"""Draws of a chain where they have to be weighted: their effective number is smaller."""


def _weigh_by_weights(
    found: Selected, draws: int | None, chains: int, seed: int, error: TooEntangledError
) -> xr.DataTree:
    """Estimate by weighted draws what cannot be summed, the reliabilities being in the way."""
    structure = found.structure
    drawer = Drawer(structure)
    draws = _WEIGHTED_DRAWS if draws is None else draws
    try:
        drawer.known_plan  # noqa: B018
    except TooEntangledError:
        raise error from None
    if not draws:
        raise error
    stated = drawer.as_stated(chains, draws, seed)
    weights = Weights(stated)
    after = weights.resampled(seed)
    groups = {
        "/estimate": estimate(structure, weights),
        **_draw_groups(drawer, after, stated),
    }
    settings = {"chains": chains, "draws": draws, "seed": seed}
    return tree_of(found, groups, "weighted", weights.notes(), **settings)


def counts_checked(**counts: object) -> None:
    """Refuse numbers of draws and chains with which nothing can be done."""
    for name, value in counts.items():
        least = 1 if name == "chains" else 0
        if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < least:
            msg = f"{name} is a whole number, {least} or more, not {shown(value)}"
            raise ValueError(msg)


def _draw_groups(drawer: Drawer, after: DrawSet, stated: DrawSet) -> dict[str, xr.Dataset]:
    """The groups that hold draws, and the intervals read off them."""
    structure = drawer.structure
    evidence = (("chain", "draw"), stated.log_evidence)
    groups = {
        "/posterior": drawn(structure, after),
        "/as_stated": drawn(structure, stated, with_quantities=False).assign(log_evidence=evidence),
        "/prior": drawn(structure, stated, stated.before),
        "/log_likelihood": log_likelihood(structure, after),
        "/log_prior": log_prior(structure, drawer.laws, after),
    }
    if after.size >= _FOR_INTERVALS:
        groups["/intervals"] = intervals(structure, after, stated, MASS)
    return groups


def _impossible(prepared: Prepared) -> CaseError:
    """No hypothesis is left: name the items that rule something out."""
    structure = prepared.structure
    used = structure.numbers.used
    values = extended(used, structure.constants)
    barring = prepared.variants.barring_items()
    places = {item.id: k for k, item in enumerate(prepared.case.items)}
    problems = []
    for k in barring:
        name = structure.items[k]
        states = structure.states[structure.variable[k]]
        zero = values[structure.likelihood[k, : structure.sizes[structure.variable[k]]]] == 0.0
        grid = structure.grids.get(structure.variable[k])
        if grid is not None:  # a band is ruled out if all of it is
            zero = np.array([zero[s].all() for s in grid.band_slices])
        out = [s for s, impossible in zip(states, zero, strict=True) if impossible]
        message = f"rules out {', '.join(out)}; together the items leave no hypothesis possible"
        location = ("items", places[name])
        problems.append(Problem(location, message, address=f"items[{name}]"))
    return CaseError(tuple(problems) or (Problem((), "the items leave no hypothesis possible"),))


def tree_of(
    prepared: Selected,
    groups: Mapping[str, xr.Dataset],
    engine: str,
    notes: Sequence[Note] = (),
    **settings: int | str,
) -> xr.DataTree:
    """A result: the given groups, what was stated and observed, and the case itself."""
    import xarray as xr

    structure = prepared.structure
    items = np.array(structure.items, dtype=object)
    watched = guards(prepared.case, prepared.selection, structure.numbers.entries)
    warnings = (*prepared.selection.warnings, *notes, *watched)
    attributes = {
        "engine": engine,
        "title": prepared.case.title,
        "as_of": prepared.day,
        "case": prepared.text,
        "warnings": json.dumps([w.as_dict() for w in warnings]),
        "version": _version(),
        **settings,
    }
    whole = {
        "/": xr.Dataset(attrs=attributes),
        **groups,
        "/observed_data": xr.Dataset(
            {"items": ("item", np.ones(len(items), dtype=np.int64))}, coords={"item": items}
        ),
        "/constant_data": table_of(structure.numbers, MASS),
    }
    return xr.DataTree.from_dict(whole)


def _version() -> str:
    try:
        return metadata.version("evidence-assess")
    except metadata.PackageNotFoundError:  # run from a folder of source files
        return "unknown"


def _exact(prepared: Prepared, found: Posterior) -> xr.Dataset:
    """The exact quantities, each with its own labels."""
    import xarray as xr

    case, structure = prepared.case, prepared.structure
    split = structure.question_count
    before = posterior(plan_of(structure.without_items()), structure.numbers.used)
    states, priors = found.log_states[:split], before.log_states[:split]
    assumptions = found.log_states[split : split + len(case.assumptions)]
    copies = structure.repeat < len(structure.numbers)
    sources: dict[str, Source] = {s.id: s for s in case.sources}
    columns: dict[str, Any] = {
        "credence": ("hypothesis", np.concatenate([credences(s) for s in states])),
        "prior": ("hypothesis", np.concatenate([credences(s) for s in priors])),
        "log_credence": ("hypothesis", np.concatenate(states)),
        "reliability": ("source", found.reliability),
        "reliability_prior": (
            "source",
            np.array([mean(sources[s].reliability.pieces) for s in structure.sources]),
        ),
        "holds": ("assumption", np.array([credences(s)[0] for s in assumptions])),
        "holds_prior": ("assumption", np.array([a.holds.mean for a in case.assumptions])),
        "repeats": ("copy", found.repeats[copies]),
        "repeats_prior": ("copy", structure.numbers.used[structure.repeat[copies]]),
        "tracked": ("item", found.tracked),
        "log_evidence": ((), found.log_evidence),
    }
    if structure.grids:
        columns |= {
            "quantity": (("quantity_of", "level"), _quantiles(structure, found)),
            "quantity_prior": (("quantity_of", "level"), _quantiles(structure, before)),
            "grid_error": ((), prepared.grid_error),
        }
    coords = {
        "hypothesis": np.array(structure.hypotheses, dtype=object),
        "question": ("hypothesis", np.array(structure.question_ids, dtype=object)),
        "source": np.array(structure.sources, dtype=object),
        "assumption": np.array([a.id for a in case.assumptions], dtype=object),
        "item": np.array(structure.items, dtype=object),
        "copy": np.array(structure.items, dtype=object)[copies],
    }
    if structure.grids:
        names = [case.questions[k].id for k in structure.grids]
        coords |= {"quantity_of": np.array(names, dtype=object), "level": np.array(LEVELS)}
    data = xr.Dataset(columns, coords=coords)
    for name in data.variables:
        if name in _MEANING:
            data[name].attrs["long_name"] = _MEANING[str(name)]
    return data


def _quantiles(structure: Structure, found: Posterior) -> Array:
    """Values of each quantity at the levels that a result holds, (quantity, level)."""
    rows = [g.quantiles(np.exp(found.log_nodes[v]), LEVELS) for v, g in structure.grids.items()]
    return np.array(rows)


_MEANING = {
    "credence": "P(hypothesis | items)",
    "prior": "P(hypothesis) before the items",
    "log_credence": "natural logarithm of the credence",
    "reliability": "mean reliability of the source given the items",
    "reliability_prior": "mean reliability of the source as stated",
    "holds": "P(assumption holds | items)",
    "holds_prior": "P(assumption holds) as stated",
    "repeats": "P(the item merely repeats another | items)",
    "repeats_prior": "P(the item merely repeats another) as stated",
    "tracked": "P(the item tracks the truth, not a repeat | items)",
    "log_evidence": "natural logarithm of P(items)",
    "quantity": "value of the quantity, not exceeded with the probability `level`, given the items",
    "quantity_prior": "the same before the items",
    "grid_error": "estimated error of the credences from computing quantities on a grid",
}
