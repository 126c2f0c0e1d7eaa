"""The exact engine: sums and integrals, with independent draws beside them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from assess.case.model import Case
from assess.case.selection import Note
from assess.engines.weighted import Weights, estimate
from assess.errors import CaseError, Problem, TooEntangledError
from assess.formatting.names import shown
from assess.kernel.plan import TooLargeError
from assess.kernel.posterior import posterior
from assess.kernel.structure import extended
from assess.prepare.kept import PLANS
from assess.prepare.planning import entanglement_named, plan_for
from assess.prepare.prepared import Prepared, Selected, prepare, selected
from assess.result.groups import drawn, intervals, log_likelihood, log_prior
from assess.result.tree import MASS, exact_group, tree_of
from assess.sampling.draws import Drawer, DrawSet

if TYPE_CHECKING:
    import xarray as xr


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
    found = posterior(plan, prepared.numbers.used)
    if not np.isfinite(found.log_evidence):
        raise _impossible(prepared)
    before = posterior(plan_for(prepared.structure.without_items()), prepared.numbers.used)
    groups = {"/exact": exact_group(prepared, before, found)}
    notes = []
    if prepared.grid_error > _VISIBLE:
        words = (
            f"the credences have an error of about {prepared.grid_error:.0e}: what the items claim "
            "of a quantity is all but impossible under its prior"
        )
        notes.append(Note("questions", words))
    drawer = Drawer(prepared.structure, prepared.numbers, prepared.plan, prepared.for_draws)
    if draws is None:
        with entanglement_named():
            cells = drawer.known_plan.cells + prepared.structure.number_count
        draws = DRAWS if cells * DRAWS * chains <= _WITHOUT_ASKING else 0
        if not draws:
            words = f"so large that no draws were made and no intervals; ask with draws={DRAWS}"
            notes.append(Note("case", words))
    if draws:
        after = drawer.posterior(chains, draws, seed)
        stated = drawer.as_stated(chains, draws, seed)
        groups.update(_draw_groups(drawer, after, stated))
    result = tree_of(prepared, groups, "exact", notes, chains=chains, draws=draws, seed=seed)
    PLANS.hold(prepared, result)  # the readings of the result need not prepare it again
    return result


_WEIGHTED_DRAWS = 25_000
"""Draws of a chain where they have to be weighted: their effective number is smaller."""


def _weigh_by_weights(
    found: Selected, draws: int | None, chains: int, seed: int, error: TooEntangledError
) -> xr.DataTree:
    """Estimate by weighted draws what cannot be summed, the reliabilities being in the way."""
    structure = found.structure
    drawer = Drawer(structure, found.numbers)
    draws = _WEIGHTED_DRAWS if draws is None else draws
    try:
        drawer.known_plan  # noqa: B018
    except TooLargeError:
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
    structure, numbers = drawer.structure, drawer.numbers
    evidence = (("chain", "draw"), stated.log_evidence)
    groups = {
        "/posterior": drawn(structure, numbers, after),
        "/as_stated": drawn(structure, numbers, stated, with_quantities=False).assign(
            log_evidence=evidence
        ),
        "/prior": drawn(structure, numbers, stated, stated.before),
        "/log_likelihood": log_likelihood(structure, after),
        "/log_prior": log_prior(structure, numbers, drawer.laws, after),
    }
    if after.size >= _FOR_INTERVALS:
        groups["/intervals"] = intervals(structure, numbers, after, stated, MASS)
    return groups


def _impossible(prepared: Prepared) -> CaseError:
    """No hypothesis is left: name the items that rule something out."""
    structure = prepared.structure
    used = prepared.numbers.used
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
