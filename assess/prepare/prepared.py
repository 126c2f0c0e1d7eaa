"""From a case, or from a result, to the plan that computes it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from assess.case.model import Case, as_of_day, plain
from assess.case.numbers import Numbers, numbers_of
from assess.case.selection import Selection, select
from assess.kernel.orders import walk
from assess.kernel.plan import Plan, is_refinable
from assess.kernel.structure import Structure
from assess.kernel.variants import Variants
from assess.kernel.weigh import weigh
from assess.prepare.compile import structure_of
from assess.prepare.planning import plan_for
from assess.prepare.refine import refined
from priors.arrays import Array, Index


@dataclass(frozen=True)
class Selected:
    """A case as of a day: its stated numbers, and without its labels what depends on what."""

    case: Case
    selection: Selection
    numbers: Numbers
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

    _walks: dict[bytes, list[Array]] = field(
        init=False, default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def variants(self) -> Variants:
        """The case as stated, ready to be changed in many ways."""
        return Variants(self.plan, self.numbers.used)

    def walk(self, orders: Index) -> list[Array]:
        """Let the items come in one after another: `assess.kernel.orders.walk`, remembered.

        Ledgers of several questions walk the same orders; the last two sets of them are kept.
        """
        key = orders.tobytes()
        known = self._walks.pop(key, None)
        self._walks[key] = walk(self.variants, orders) if known is None else known
        while len(self._walks) > 2:
            del self._walks[next(iter(self._walks))]
        return self._walks[key]

    @cached_property
    def posterior_plan(self) -> Plan:
        """A plan with nodes enough for the posterior means of the reliabilities too."""
        return plan_for(self.structure, self.refinement, extra_degree=1)


def selected(case: Case, as_of: dt.date | str | None = None) -> Selected:
    """Select the items as of a day and strip the case of its labels."""
    selection = select(case, None if as_of is None else as_of_day(as_of))
    numbers = numbers_of(case, selection)
    return Selected(case, selection, numbers, structure_of(case, selection, numbers))


def prepare(case: Case, as_of: dt.date | str | None = None) -> Prepared:
    """Select the items and plan the computation.

    Panels of a quantity's grid are halved until that changes nothing. Of a source with more than
    127 items the number of nodes is doubled until neither the evidence nor any credence changes:
    by a part in 1e12, and by 1e-9 in its logarithm.
    """
    found = selected(case, as_of)
    numbers = found.numbers
    structure, error, for_draws = refined(case, found.selection, numbers, found.structure)
    refinement = 1
    plan = plan_for(structure)
    if not is_refinable(structure, refinement):
        return Prepared(case, found.selection, numbers, structure, plan, 1, error, for_draws)
    before = weigh(plan, numbers.used)
    while is_refinable(structure, refinement):
        refinement *= 2
        plan = plan_for(structure, refinement)
        after = weigh(plan, numbers.used)
        same = np.isclose(before[1], after[1], rtol=1e-12, atol=1e-9) and all(
            np.allclose(b, a, rtol=1e-9, atol=1e-9)
            for b, a in zip(before[0], after[0], strict=True)
        )
        before = after
        if same:
            break
    return Prepared(case, found.selection, numbers, structure, plan, refinement, error, for_draws)
