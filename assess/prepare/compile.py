"""From a case to its structure: every label becomes a position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np

from assess.case.addresses import Address, Kind
from assess.case.model import Case
from assess.case.numbers import Numbers, hypothesis_labels
from assess.case.selection import Selection
from assess.kernel.grid import Grid, first_grid, measures_of
from assess.kernel.structure import HALF, ONE, ZERO, Structure
from evidence.item import OTHERS, Item
from evidence.source import Source
from priors.arrays import Array, Index
from priors.question import AnyQuestion, Quantity, Question


def structure_of(
    case: Case, selection: Selection, numbers: Numbers, grids: Mapping[int, Grid] | None = None
) -> Structure:
    """Strip a case of its labels.

    Parameters
    ----------
    case : Case
    selection : Selection
        The items that take part.
    numbers : Numbers
        The stated numbers of the case with this selection, in whose order the positions are.
    grids : mapping, optional
        Grids of the variables that are quantities; first ones when left out.

    Returns
    -------
    Structure
    """
    grids = first_grids(case, selection) if grids is None else grids
    variables = {name: k for k, name in enumerate(case.variables)}
    bands = _bands(case, grids)
    states = tuple(v.states for v in case.variables.values())
    states += tuple(states[v] for v in bands)
    sources = _sources_used(case, selection)
    source_at = {s.id: k for k, s in enumerate(sources)}
    bears_on = [variables[case.question_of(item).id] for item in selection.items]
    rows = _item_rows(selection.items, bears_on, numbers, states, grids)
    labels = hypothesis_labels(case.questions)
    roots = _roots(case, labels, rows, variables, bands, grids)
    return Structure(
        number_count=len(numbers),
        hypotheses=tuple(labels),
        question_count=len(case.questions),
        variables=(*variables, *(f"{case.questions[v].id}:band" for v in bands)),
        states=states,
        grids=dict(grids),
        constants=np.concatenate(rows.constants),
        roots=tuple(roots),
        sources=tuple(source_at),
        reliabilities=tuple(s.reliability.pieces for s in sources),
        items=tuple(item.id for item in selection.items),
        variable=np.array(bears_on, dtype=np.intp),
        likelihood=np.array(rows.likelihood, dtype=np.intp).reshape(-1, rows.widest),
        if_unreliable=np.array(rows.if_unreliable, dtype=np.intp).reshape(-1, rows.widest),
        repeat=np.array(rows.repeat, dtype=np.intp),
        if_copied=np.array(rows.if_copied, dtype=np.intp),
        original=np.array(rows.original, dtype=np.intp),
        requires=tuple(tuple(variables[a] for a in i.requires) for i in selection.items),
        paths=tuple(tuple(source_at[s] for s in i.path) for i in selection.items),
    )


def _sources_used(case: Case, selection: Selection) -> list[Source]:
    """The sources on the path of at least one item, in the order of the case."""
    used = {name for item in selection.items for name in item.path}
    return [s for s in case.sources if s.id in used]


def _item_rows(
    items: Sequence[Item],
    bears_on: Sequence[int],
    numbers: Numbers,
    states: tuple[tuple[str, ...], ...],
    grids: Mapping[int, Grid],
) -> _Rows:
    """The rows of all items, each of which bears on one variable."""
    sizes = [len(grids[k].nodes) if k in grids else len(s) for k, s in enumerate(states)]
    item_at = {item.id: k for k, item in enumerate(items)}
    rows = _Rows(numbers.at, len(numbers), max(sizes, default=0))
    for item, variable in zip(items, bears_on, strict=True):
        rows.add(item, states[variable], item_at, grids.get(variable))
    return rows


class _Rows:
    """Index rows of the items, gathered one item after another, and the constants they need."""

    def __init__(self, at: dict[Address, int], n: int, widest: int) -> None:
        self.at, self.n, self.widest = at, n, widest
        self.zero, self.one, self.half = (2 * n + k for k in (ZERO, ONE, HALF))
        self.constants = [np.array([0.0, 1.0, 0.5])]
        self.likelihood: list[list[int]] = []
        self.if_unreliable: list[list[int]] = []
        self.repeat: list[int] = []
        self.if_copied: list[int] = []
        self.original: list[int] = []

    def keep(self, values: Array) -> Index:
        """Take values in among the constants; their places in the vector."""
        first = 2 * self.n + sum(len(c) for c in self.constants)
        self.constants.append(values)
        return np.arange(first, first + len(values))

    def keep_table(self, values: Array) -> Index:
        """Take in a table; the places of its entries."""
        return self.keep(values.ravel()).reshape(values.shape)

    def add(
        self, item: Item, states: tuple[str, ...], item_at: dict[str, int], grid: Grid | None
    ) -> None:
        unreliable = self._if_unreliable(item, states)
        if grid is None:
            said = self._likelihood(item, states)
        else:
            said = self._likelihood_of_nodes(item, states, grid)
            unreliable = [unreliable[b] for b in grid.band]
        pad = [self.one] * (self.widest - len(said))
        self.likelihood.append(said + pad)
        self.if_unreliable.append(unreliable + pad)
        original = -1 if item.repeats is None else item_at.get(item.repeats.item, -1)
        self.original.append(original)
        # an original that is not judged has no place here, but its repeats have a number still
        self.repeat.append(self.at.get(Address("repeats", item.id), self.zero))
        self.if_copied.append(self.at.get(Address("if_copied", item.id), self.one))

    def _each(self, kind: Kind, name: str, stated: object, states: tuple[str, ...]) -> list[int]:
        keys = stated if isinstance(stated, dict) else {}
        return [self.at[Address(kind, name, h if h in keys else OTHERS)] for h in states]

    def _likelihood(self, item: Item, states: tuple[str, ...]) -> list[int]:
        if item.ratio is not None:
            k = self.at[Address("ratio", item.id)]
            return [k if h == item.ratio.for_ else k + self.n for h in states]
        if item.search is not None:
            rows = self._each("chance", item.id, item.search.chance, states)
            return rows if item.search.found else [k + self.n for k in rows]
        return self._each("likelihood", item.id, item.likelihoods, states)

    def _likelihood_of_nodes(self, item: Item, states: tuple[str, ...], grid: Grid) -> list[int]:
        if item.says is not None:
            return [int(k) for k in self.keep(item.says.likelihood(grid.nodes))]
        by_band = self._likelihood(item, states)
        return [by_band[b] for b in grid.band]

    def _if_unreliable(self, item: Item, states: tuple[str, ...]) -> list[int]:
        if isinstance(item.if_unreliable, dict):
            return self._each("if_unreliable", item.id, item.if_unreliable, states)
        # none is needed for a wholly reliable source; for a bare ratio 1/2 is the convention
        default = self.half if item.ratio is not None else self.one
        return [self.at.get(Address("if_unreliable", item.id), default)] * len(states)


def first_grids(case: Case, selection: Selection) -> dict[int, Grid]:
    """A grid for each question about a quantity, by the position of its variable."""
    grids: dict[int, Grid] = {}
    for k, question in enumerate(case.questions):
        if isinstance(question, Quantity):
            about = [i for i in selection.items if case.question_of(i).id == question.id]
            claims = [i.says for i in about if i.says is not None]
            grids[k] = first_grid(question, claims)
    return grids


def _bands(case: Case, grids: Mapping[int, Grid]) -> dict[int, int]:
    """A variable for the band of each quantity on which a question depends: it is far smaller."""
    wanted = {name for q in case.questions for name in q.given}
    asked = [k for k in grids if case.questions[k].id in wanted]
    first = len(case.questions) + len(case.assumptions)
    return {k: first + n for n, k in enumerate(asked)}


def _roots(
    case: Case,
    labels: list[str],
    rows: _Rows,
    variables: dict[str, int],
    bands: Mapping[int, int],
    grids: Mapping[int, Grid],
) -> list[tuple[tuple[int, ...], Index]]:
    """Priors over each variable and those it is given; of a quantity that is given, its band."""
    parents = {**variables, **{case.questions[v].id: k for v, k in bands.items()}}
    roots: list[tuple[tuple[int, ...], Index]] = []
    remaining = iter(labels)
    by_id = {q.id: q for q in case.questions}
    for q in case.questions:
        names = [next(remaining) for _ in q.states]
        own = variables[q.id]
        asked = {own: q, **{parents[g]: by_id[g] for g in q.given}}
        scope = tuple(sorted(asked))
        within = [asked[v] for v in scope]
        if isinstance(q, Quantity):
            index = _quantity_index(q, rows, within, grids[own])
        else:
            index = _root_index(q, names, rows.at, within)
        roots.append((scope, index))
    for a in case.assumptions:
        k = rows.at[Address("holds", a.id)]
        roots.append(((variables[a.id],), np.array([k, k + rows.n], dtype=np.intp)))
    roots += [((v, k), rows.keep_table(grids[v].is_in_band)) for v, k in bands.items()]
    return roots


def _root_index(
    q: Question, names: list[str], at: dict[Address, int], scope: Sequence[AnyQuestion]
) -> Index:
    label = dict(zip(q.states, names, strict=True))
    cells = []
    for combination in product(*(x.states for x in scope)):
        state = {x.id: h for x, h in zip(scope, combination, strict=True)}
        when = {g: state[g] for g in q.given}
        cells.append(at[Address.of_prior(label[state[q.id]], when)])
    return np.array(cells, dtype=np.intp).reshape([len(x.states) for x in scope])


def _quantity_index(q: Quantity, rows: _Rows, scope: Sequence[AnyQuestion], grid: Grid) -> Index:
    """Places of the masses of a quantity's nodes, one set for each combination of its parents."""
    whens = [tuple(row.when[g] for g in q.given) for row in q.table] if q.given else [()]
    masses = {
        when: rows.keep(grid.masses(measure))
        for when, measure in zip(whens, measures_of(q), strict=True)
    }
    parents = [x for x in scope if x.id != q.id]
    cells = []
    for combination in product(*(x.states for x in parents)):
        state = {x.id: h for x, h in zip(parents, combination, strict=True)}
        cells.append(masses[tuple(state[g] for g in q.given)])
    shape = [len(x.states) for x in parents]
    index = np.array(cells, dtype=np.intp).reshape(*shape, len(grid.nodes))
    return np.moveaxis(index, -1, [x.id for x in scope].index(q.id))
