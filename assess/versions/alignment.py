"""Two analysts' versions of one case side by side: the same questions, each with its own items."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from assess.case.model import Case
from assess.case.numbers import Numbers, numbers_of
from assess.case.selection import Selection
from assess.case.wrong_argument import is_result, wrong_argument
from assess.errors import NotACaseError
from assess.formatting.names import listed
from assess.kernel.grid import Grid
from assess.kernel.structure import Structure
from assess.prepare.compile import structure_of
from assess.prepare.prepared import Selected, prepare, selected
from assess.result.access import case_of
from evidence.item import Item
from priors.question import AnyQuestion, Quantity

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class Version:
    """What one analyst states, in an order that both share.

    Attributes
    ----------
    structure : Structure
        Of all items that were known on the day, those of sources that cannot be judged included.
    excluded : frozenset of str
        The sources that the analyst leaves out.
    """

    case: Case
    items: tuple[Item, ...]
    numbers: Numbers
    structure: Structure
    excluded: frozenset[str]

    @cached_property
    def item(self) -> dict[str, Item]:
        """The items by their ids."""
        return {i.id: i for i in self.items}


def selected_from(stated: Case | xr.DataTree, name: str) -> Selected:
    """The items of a case as of its day; of a result the case that it carries, as of its day.

    Raises
    ------
    ValueError
        If it is neither.
    """
    if isinstance(stated, Case):
        return selected(stated)
    if not is_result(stated):
        wanted = f"a Case or a result of assess.weigh(case) as {name}"
        raise NotACaseError(wrong_argument(wanted, stated))
    return selected(case_of(stated), str(stated.attrs["as_of"]) or None)


def refuse_other_question(first: AnyQuestion, second: AnyQuestion, names: tuple[str, str]) -> None:
    """Refuse two questions of one name that do not have the same hypotheses.

    Raises
    ------
    ValueError
        It names what only one of them has.
    """
    if isinstance(first, Quantity) != isinstance(second, Quantity):
        msg = f"{first.id!r} is a quantity for one of {names[0]} and {names[1]} only"
        raise ValueError(msg)
    both = (first, second)
    for question, other, name, rival in zip(both, both[::-1], names, names[::-1], strict=True):
        missing = [h for h in question.states if h not in other.states]
        if missing:
            msg = (
                f"{name} and {rival} do not weigh the same hypotheses of {question.id!r}: "
                f"{rival} lacks {listed(missing)}"
            )
            raise ValueError(msg)


def aligned(first: Selected, second: Selected, names: tuple[str, str]) -> tuple[Version, Version]:
    """Both versions with questions and hypotheses in the order of the first, on the same grids.

    Raises
    ------
    ValueError
        If they do not ask the same questions, with the same hypotheses and links.
    """
    _refuse_other_questions(first.case, second.case, names)
    cases = first.case, _in_order(second.case, first.case)
    items = tuple(_items(s) for s in (first, second))
    choices = [Selection(None, own_items, ()) for own_items in items]
    grids = _shared_grids(first, second, names)
    versions = []
    for case, own_items, choice in zip(cases, items, choices, strict=True):
        numbers = numbers_of(case, choice)
        structure = structure_of(case, choice, numbers, grids)
        excluded = frozenset(s.id for s in case.sources if s.is_excluded)
        versions.append(Version(case, own_items, numbers, structure, excluded))
    return versions[0], versions[1]


def _refuse_other_questions(first: Case, second: Case, names: tuple[str, str]) -> None:
    asked = [{q.id: q for q in case.questions} for case in (first, second)]
    for questions, other, name, rival in zip(asked, asked[::-1], names, names[::-1], strict=True):
        missing = [q for q in questions if q not in other]
        if missing:
            msg = (
                f"{name} asks {listed(missing)}, which {rival} does not: nothing to set it against"
            )
            raise ValueError(msg)
    for name, question in asked[0].items():
        other_one = asked[1][name]
        refuse_other_question(question, other_one, names)
        if set(question.given) != set(other_one.given):
            given = [listed(q.given) or "nothing" for q in (question, other_one)]
            msg = (
                f"{name!r} depends on {given[0]} in {names[0]} and on {given[1]} in {names[1]}: "
                "the two have no mixtures"
            )
            raise ValueError(msg)


def _in_order(case: Case, model: Case) -> Case:
    """The case with the questions and hypotheses of the model's order."""
    by_id = {q.id: q for q in case.questions}
    questions = []
    for like in model.questions:
        q = by_id[like.id]
        if not isinstance(q, Quantity):
            hypotheses = {h.id: h for h in q.hypotheses}
            q = q.model_copy(update={"hypotheses": tuple(hypotheses[h] for h in like.states)})
        questions.append(q)
    return case.model_copy(update={"questions": tuple(questions)})


def _items(version: Selected) -> tuple[Item, ...]:
    """All items known on the day, each with the question it bears on."""
    known_items = version.selection.said
    return tuple(
        i.model_copy(update={"question": version.case.question_of(i).id})
        for i in version.case.items
        if i.id in known_items
    )


def _shared_grids(
    first: Selected, second: Selected, names: tuple[str, str]
) -> dict[int, Grid] | None:
    """For each quantity the panels of both, each refined for its own priors and claims."""
    if not first.structure.grids:
        return None
    structures = [prepare(s.case, s.selection.as_of).structure for s in (first, second)]
    at = {name: k for k, name in enumerate(structures[1].variables)}
    grids = {}
    for k, grid in structures[0].grids.items():
        other = structures[1].grids[at[structures[0].variables[k]]]
        if grid.is_log != other.is_log:
            name = structures[0].variables[k]
            msg = f"the priors of {name!r} of {names[0]} and {names[1]} do not have the same range"
            raise ValueError(msg)
        low = min((g.edges[0], g.is_open[0]) for g in (grid, other))
        high = max((g.edges[-1], g.is_open[1]) for g in (grid, other))
        edges = np.unique(np.concatenate([grid.edges, other.edges]))
        # cuts that all but coincide would make panels of no width
        wide = np.concatenate([[True], np.diff(edges) > 1e-9 * (edges[-1] - edges[0])])
        keep = wide | np.isin(edges, grid.thresholds)
        grids[k] = replace(grid, edges=edges[keep], is_open=(low[1], high[1]))
    return grids
