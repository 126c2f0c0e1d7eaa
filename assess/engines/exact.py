"""The exact engine: no sampling, no approximation beyond rounding."""

from __future__ import annotations

import datetime as dt
import json
from importlib import metadata
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assess.case import Case
from assess.kernel import credences
from assess.posterior import Posterior, posterior
from assess.prepared import Prepared, prepare, remember
from assess.problems import CaseError, Problem
from assess.structure import extended
from assess.table import table_of
from assess.variants import Variants
from evidence.source import Source
from priors.pieces import mean

if TYPE_CHECKING:
    import xarray as xr

Array = NDArray[np.float64]

MASS = 0.9
"""Central probability of the ranges in the table of stated numbers."""


def weigh_exactly(case: Case, *, as_of: dt.date | str | None = None) -> xr.DataTree:
    """Weigh a case exactly. See `assess.weigh`."""
    prepared = prepare(case, as_of)
    found = posterior(prepared.posterior_plan, prepared.structure.numbers.used)
    if not np.isfinite(found.log_evidence):
        raise _impossible(prepared)
    remember(prepared)
    return _tree(prepared, found)


def _impossible(prepared: Prepared) -> CaseError:
    """No hypothesis is left: name the items that rule something out."""
    structure = prepared.structure
    used = structure.numbers.used
    values = extended(used)
    barring = Variants(prepared.plan, used).barring_items()
    places = {item.id: k for k, item in enumerate(prepared.case.items)}
    problems = []
    for k in barring:
        name = structure.items[k]
        states = structure.states[structure.variable[k]]
        zero = values[structure.likelihood[k, : len(states)]] == 0.0
        out = [s for s, impossible in zip(states, zero, strict=True) if impossible]
        message = f"rules out {', '.join(out)}; together the items leave no hypothesis possible"
        location = ("items", places[name])
        problems.append(Problem(location, message, address=f"items[{name}]"))
    return CaseError(tuple(problems) or (Problem((), "the items leave no hypothesis possible"),))


def _tree(prepared: Prepared, found: Posterior) -> xr.DataTree:
    import xarray as xr

    structure = prepared.structure
    exact = _exact(prepared, found)
    after = exact[["credence", "reliability", "holds"]]
    before = exact[["prior", "reliability_prior", "holds_prior"]].rename(
        prior="credence", reliability_prior="reliability", holds_prior="holds"
    )
    note = "exact values as one draw: there is nothing to diagnose"
    items = np.array(structure.items, dtype=object)
    groups = {
        "/": xr.Dataset(attrs=_attributes(prepared)),
        "/exact": exact,
        "/posterior": _as_draw(after, note),
        "/prior": _as_draw(before, note),
        "/observed_data": xr.Dataset(
            {"appeared": ("item", np.ones(len(items), dtype=np.int64))}, coords={"item": items}
        ),
        "/constant_data": table_of(structure.numbers, MASS),
    }
    return xr.DataTree.from_dict(groups)


def _as_draw(data: xr.Dataset, note: str) -> xr.Dataset:
    # ArviZ stacks variables only if they have the same coordinates: the questions stay in `exact`
    data = data.drop_vars("question")
    drawn = data.expand_dims(chain=[0], draw=[0])
    return drawn.assign_attrs(note=note)


def _attributes(prepared: Prepared) -> dict[str, Any]:
    return {
        "engine": "exact",
        "title": prepared.case.title,
        "as_of": prepared.day,
        "case": prepared.text,
        "warnings": json.dumps([w._asdict() for w in prepared.selection.warnings]),
        "version": _version(),
    }


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
    questions = [q.id for q in case.questions for _ in q.states]
    states, priors = found.log_states[:split], _before(prepared).log_states[:split]
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
        "holds": ("assumption", np.array([credences(s)[0] for s in found.log_states[split:]])),
        "holds_prior": ("assumption", np.array([a.holds.mean for a in case.assumptions])),
        "repeats": ("copy", found.repeats[copies]),
        "repeats_prior": ("copy", structure.numbers.used[structure.repeat[copies]]),
        "tracked": ("item", found.tracked),
        "log_evidence": ((), found.log_evidence),
    }
    coords = {
        "hypothesis": np.array(structure.hypotheses, dtype=object),
        "question": ("hypothesis", np.array(questions, dtype=object)),
        "source": np.array(structure.sources, dtype=object),
        "assumption": np.array([a.id for a in case.assumptions], dtype=object),
        "item": np.array(structure.items, dtype=object),
        "copy": np.array(structure.items, dtype=object)[copies],
    }
    data = xr.Dataset(columns, coords=coords)
    for name, words in _MEANING.items():
        data[name].attrs["long_name"] = words
    return data


def _before(prepared: Prepared) -> Posterior:
    """The same case without any item."""
    case = prepared.case.model_copy(update={"items": ()})
    empty = prepare(case)
    return posterior(empty.plan, empty.structure.numbers.used)


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
}
