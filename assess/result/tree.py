"""How a result is laid out: groups, variables and attributes of the tree."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from assess.case.numbers import table_of
from assess.case.pitfalls.all import guards
from assess.case.selection import Note
from assess.kernel.posterior import Posterior
from assess.kernel.structure import Structure
from assess.kernel.weigh import credences
from assess.prepare.prepared import Prepared, Selected
from assess.version import __version__
from evidence.source import Source
from priors.arrays import Array
from priors.forms.pieces import mean

if TYPE_CHECKING:
    import xarray as xr


LEVELS = (0.05, 0.1, 0.5, 0.9, 0.95)
"""Levels of the quantiles of quantities."""


MASS = 0.9
"""Central probability of every interval and range that a result holds."""


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
    watched = guards(prepared.case, prepared.selection, prepared.numbers.entries)
    warnings = (*prepared.selection.warnings, *notes, *watched)
    attributes = {
        "engine": engine,
        "title": prepared.case.title,
        "as_of": prepared.day,
        "case": prepared.text,
        "warnings": json.dumps([w.as_dict() for w in warnings]),
        "version": __version__,
        **settings,
    }
    whole = {
        "/": xr.Dataset(attrs=attributes),
        **groups,
        "/observed_data": xr.Dataset(
            {"items": ("item", np.ones(len(items), dtype=np.int64))}, coords={"item": items}
        ),
        "/constant_data": table_of(prepared.numbers, MASS),
    }
    return xr.DataTree.from_dict(whole)


def exact_group(prepared: Prepared, before: Posterior, after: Posterior) -> xr.Dataset:
    """Lay out the exact quantities before and after the items, each with its own labels."""
    import xarray as xr

    case, structure = prepared.case, prepared.structure
    split = structure.question_count
    states, priors = after.log_states[:split], before.log_states[:split]
    assumptions = after.log_states[split : split + len(case.assumptions)]
    copies = structure.repeat < structure.number_count
    sources: dict[str, Source] = {s.id: s for s in case.sources}
    columns: dict[str, Any] = {
        "credence": ("hypothesis", np.concatenate([credences(s) for s in states])),
        "prior": ("hypothesis", np.concatenate([credences(s) for s in priors])),
        "log_credence": ("hypothesis", np.concatenate(states)),
        "reliability": ("source", after.reliability),
        "reliability_prior": (
            "source",
            np.array([mean(sources[s].reliability.pieces) for s in structure.sources]),
        ),
        "holds": ("assumption", np.array([credences(s)[0] for s in assumptions])),
        "holds_prior": ("assumption", np.array([a.holds.mean for a in case.assumptions])),
        "repeats": ("copy", after.repeats[copies]),
        "repeats_prior": ("copy", prepared.numbers.used[structure.repeat[copies]]),
        "tracked": ("item", after.tracked),
        "log_evidence": ((), after.log_evidence),
    }
    if structure.grids:
        columns |= {
            "quantity": (("quantity_of", "level"), _quantiles(structure, after)),
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
