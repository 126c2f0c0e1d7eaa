"""From a case, or from a result, to the plan that computes it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from assess.case import Case, as_of_day, case_from, plain
from assess.kernel import weigh
from assess.plan import Plan, is_refinable, plan_of
from assess.refine import refined
from assess.selection import Selection, select
from assess.structure import Structure, structure_of
from assess.variants import Variants

if TYPE_CHECKING:
    import xarray as xr


_MOST_RECENT = 8


@dataclass(frozen=True)
class Selected:
    """A case as of a day, without its labels."""

    case: Case
    selection: Selection
    structure: Structure

    @cached_property
    def text(self) -> str:
        """The case as one line of JSON, as a result carries it."""
        return json.dumps(plain(self.case), ensure_ascii=False, separators=(",", ":"))

    @property
    def day(self) -> str:
        """The day of the assessment, empty if there is none."""
        return "" if self.selection.as_of is None else self.selection.as_of.isoformat()


@dataclass(frozen=True)
class Prepared(Selected):
    """A case as of a day, with everything that is needed to weigh it in variations."""

    plan: Plan
    refinement: int
    grid_error: float
    """Estimated error of the evidence and the credences from the grids of quantities."""
    for_draws: Structure
    """The structure on coarser grids, for the credences of single draws."""

    @cached_property
    def variants(self) -> Variants:
        """The case as stated, ready to be changed in many ways."""
        return Variants(self.plan, self.structure.numbers.used)

    @cached_property
    def posterior_plan(self) -> Plan:
        """A plan with nodes enough for the posterior means of the reliabilities too."""
        return plan_of(self.structure, self.refinement, extra_degree=1)


def selected(case: Case, as_of: dt.date | str | None = None) -> Selected:
    """Select the items as of a day and strip the case of its labels."""
    selection = select(case, None if as_of is None else as_of_day(as_of))
    return Selected(case, selection, structure_of(case, selection))


def prepare(case: Case, as_of: dt.date | str | None = None) -> Prepared:
    """Select the items and plan the computation.

    Panels of a quantity's grid are halved until that changes nothing. Of a source with more than
    127 items the number of nodes is doubled until neither the evidence nor any credence changes:
    by a part in 1e12, and by 1e-9 in its logarithm.
    """
    found = selected(case, as_of)
    structure, error, for_draws = refined(case, found.selection, found.structure)
    refinement = 1
    plan = plan_of(structure)
    if not is_refinable(structure, refinement):
        return Prepared(case, found.selection, structure, plan, 1, error, for_draws)
    before = weigh(plan, structure.numbers.used)
    while is_refinable(structure, refinement):
        refinement *= 2
        plan = plan_of(structure, refinement)
        after = weigh(plan, structure.numbers.used)
        same = np.isclose(before[1], after[1], rtol=1e-12, atol=1e-9) and all(
            np.allclose(b, a, rtol=1e-9, atol=1e-9)
            for b, a in zip(before[0], after[0], strict=True)
        )
        before = after
        if same:
            break
    return Prepared(case, found.selection, structure, plan, refinement, error, for_draws)


def prepared_from(result: xr.DataTree) -> Prepared:
    """The plan behind a result, from the case that the result carries.

    Raises
    ------
    ValueError
        If the tree is not a result of `weigh`, or holds an estimate only.
    """
    text, day = _carried(result)
    exact_of(result)  # of an estimate there is no plan
    known = _recent.get((text, day))
    if known is None:
        known = prepare(case_from(json.loads(text)), day or None)
        _keep((text, day), known)
    return known


def case_of(result: xr.DataTree) -> Case:
    """The case that a result carries."""
    text, day = _carried(result)
    known = _recent.get((text, day))
    return case_from(json.loads(text)) if known is None else known.case


def _carried(result: xr.DataTree) -> tuple[str, str]:
    """The text of the case and the day that a result carries."""
    try:
        return str(result.attrs["case"]), str(result.attrs["as_of"])
    except (AttributeError, KeyError):
        msg = "expected the result of assess.weigh(case), a DataTree that carries its case"
        raise ValueError(msg) from None


def exact_of(result: xr.DataTree) -> xr.Dataset:
    """The exact quantities of a result.

    Raises
    ------
    ValueError
        If the result holds only an estimate, the case being too entangled to be summed exactly.
    """
    if "exact" not in result.children:
        msg = (
            "this case was too entangled to be weighed exactly, and its credences are estimates: "
            "the exact readings (ledger, leave_out, tornado) cannot be made of it"
        )
        raise ValueError(msg)
    return result["exact"].to_dataset()


def answer_of(result: xr.DataTree) -> xr.Dataset:
    """What a result says: the exact quantities, or where there are none the estimated ones."""
    return result["estimate"].to_dataset() if "estimate" in result.children else exact_of(result)


def remember(prepared: Prepared) -> None:
    """Keep what was prepared, so that the readings of a result need not prepare it again."""
    _keep((prepared.text, prepared.day), prepared)


def _keep(key: tuple[str, str], prepared: Prepared) -> None:
    with _lock:
        while len(_recent) >= _MOST_RECENT:
            del _recent[next(iter(_recent))]
        _recent[key] = prepared


_lock = Lock()
_recent: dict[tuple[str, str], Prepared] = {}
