"""A case stripped of its labels: index arrays into one vector of numbers.

The vector holds the stated numbers t, then their complements 1 - t, then the constants 0, 1 and
1/2. So a chance of not being found, or an assumption's chance of failing, is just another index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from assess.case import Case
from assess.selection import Selection
from assess.table import Numbers, hypothesis_labels, numbers_of, prior_address
from evidence.item import OTHERS, Item
from priors.pieces import Pieces
from priors.question import Question

Array = NDArray[np.float64]
Index = NDArray[np.intp]


@dataclass(frozen=True)
class Structure:
    """What depends on what in a case, by position.

    Attributes
    ----------
    variables : tuple of str
        Questions, then assumptions.
    states : tuple of tuple of str
        States of each variable.
    roots : tuple of (scope, index)
        The prior of each variable: over itself and the questions it is given, ascending.
    sources : tuple of str
        Sources on the path of at least one item.
    reliabilities : tuple of Pieces
    items : tuple of str
    variable : ndarray, shape (item,)
        The variable that an item bears on.
    likelihood, if_unreliable : ndarray, shape (item, most states)
        Index of the number for each state of the item's variable.
    repeat, if_copied : ndarray, shape (item,)
    original : ndarray, shape (item,)
        Position of the item that it may repeat, -1 for none.
    requires, paths : tuple of tuple of int
        Variables required, and sources on the path, of each item.
    """

    numbers: Numbers
    hypotheses: tuple[str, ...]
    question_count: int
    variables: tuple[str, ...]
    states: tuple[tuple[str, ...], ...]
    roots: tuple[tuple[tuple[int, ...], Index], ...]
    sources: tuple[str, ...]
    reliabilities: tuple[Pieces, ...]
    items: tuple[str, ...]
    variable: Index
    likelihood: Index
    if_unreliable: Index
    repeat: Index
    if_copied: Index
    original: Index
    requires: tuple[tuple[int, ...], ...]
    paths: tuple[tuple[int, ...], ...]

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Number of states of each variable."""
        return tuple(len(s) for s in self.states)

    @property
    def question_ids(self) -> list[str]:
        """The question of each hypothesis."""
        pairs = zip(self.variables[: self.question_count], self.states, strict=False)
        return [name for name, states in pairs for _ in states]

    def by_hypothesis(self, log_states: Sequence[Array]) -> list[Array]:
        """For each question, log-probabilities of its hypotheses from those of its states."""
        return [np.asarray(x) for x in log_states[: self.question_count]]

    def without_items(self) -> Structure:
        """The same questions, assumptions and numbers before any item."""
        none = np.empty(0, dtype=np.intp)
        return replace(
            self,
            sources=(),
            reliabilities=(),
            items=(),
            variable=none,
            likelihood=self.likelihood[:0],
            if_unreliable=self.if_unreliable[:0],
            repeat=none,
            if_copied=none,
            original=none,
            requires=(),
            paths=(),
        )


def extended(numbers: Array) -> Array:
    """The numbers t along the first axis, followed by 1 - t and by 0, 1 and 1/2."""
    constants = np.array([0.0, 1.0, 0.5]).reshape(3, *(1,) * (numbers.ndim - 1))
    tail = np.broadcast_to(constants, (3, *numbers.shape[1:]))
    return np.concatenate([numbers, 1.0 - numbers, tail])


def structure_of(case: Case, selection: Selection) -> Structure:
    """Strip a case of its labels.

    Parameters
    ----------
    case : Case
    selection : Selection
        The items that take part.

    Returns
    -------
    Structure
    """
    numbers = numbers_of(case, selection)
    at, n = numbers.position, len(numbers)
    variables = {name: k for k, name in enumerate(case.variables)}
    states = tuple(v.states for v in case.variables.values())
    used = {name for item in selection.items for name in item.path}
    sources = [s for s in case.sources if s.id in used]
    source_at = {s.id: k for k, s in enumerate(sources)}
    item_at = {item.id: k for k, item in enumerate(selection.items)}
    widest = max((len(s) for s in states), default=0)
    rows = _Rows(at, n, widest)
    for item in selection.items:
        rows.add(item, states[variables[case.question_of(item).id]], item_at)
    labels = hypothesis_labels(case.questions)
    return Structure(
        numbers=numbers,
        hypotheses=tuple(labels),
        question_count=len(case.questions),
        variables=tuple(variables),
        states=states,
        roots=tuple(_roots(case, labels, at, n, variables)),
        sources=tuple(source_at),
        reliabilities=tuple(s.reliability.pieces for s in sources),
        items=tuple(item_at),
        variable=np.array(
            [variables[case.question_of(i).id] for i in selection.items], dtype=np.intp
        ),
        likelihood=np.array(rows.likelihood, dtype=np.intp).reshape(-1, widest),
        if_unreliable=np.array(rows.if_unreliable, dtype=np.intp).reshape(-1, widest),
        repeat=np.array(rows.repeat, dtype=np.intp),
        if_copied=np.array(rows.if_copied, dtype=np.intp),
        original=np.array(rows.original, dtype=np.intp),
        requires=tuple(tuple(variables[a] for a in i.requires) for i in selection.items),
        paths=tuple(tuple(source_at[s] for s in i.path) for i in selection.items),
    )


class _Rows:
    """Index rows of the items, gathered one item after another."""

    def __init__(self, at: dict[str, int], n: int, widest: int) -> None:
        self.at, self.n, self.widest = at, n, widest
        self.zero, self.one, self.half = 2 * n, 2 * n + 1, 2 * n + 2
        self.likelihood: list[list[int]] = []
        self.if_unreliable: list[list[int]] = []
        self.repeat: list[int] = []
        self.if_copied: list[int] = []
        self.original: list[int] = []

    def add(self, item: Item, states: tuple[str, ...], item_at: dict[str, int]) -> None:
        pad = [self.one] * (self.widest - len(states))
        self.likelihood.append(self._likelihood(item, states) + pad)
        self.if_unreliable.append(self._if_unreliable(item, states) + pad)
        original = -1 if item.repeats is None else item_at.get(item.repeats.item, -1)
        self.original.append(original)
        # an original that is not judged has no place here, but its repeats have a number still
        self.repeat.append(self.at.get(f"repeats[{item.id}]", self.zero))
        self.if_copied.append(self.at.get(f"if_copied[{item.id}]", self.one))

    def _each(self, kind: str, name: str, stated: object, states: tuple[str, ...]) -> list[int]:
        keys = stated if isinstance(stated, dict) else {}
        return [self.at[f"{kind}[{name}, {h if h in keys else OTHERS}]"] for h in states]

    def _likelihood(self, item: Item, states: tuple[str, ...]) -> list[int]:
        if item.ratio is not None:
            k = self.at[f"ratio[{item.id}]"]
            return [k if h == item.ratio.for_ else k + self.n for h in states]
        if item.search is not None:
            rows = self._each("chance", item.id, item.search.chance, states)
            return rows if item.search.found else [k + self.n for k in rows]
        return self._each("likelihood", item.id, item.likelihood, states)

    def _if_unreliable(self, item: Item, states: tuple[str, ...]) -> list[int]:
        if isinstance(item.if_unreliable, dict):
            return self._each("if_unreliable", item.id, item.if_unreliable, states)
        # none is needed for a wholly reliable source; for a bare ratio 1/2 is the convention
        default = self.half if item.ratio is not None else self.one
        return [self.at.get(f"if_unreliable[{item.id}]", default)] * len(states)


def _roots(
    case: Case, labels: list[str], at: dict[str, int], n: int, variables: dict[str, int]
) -> list[tuple[tuple[int, ...], Index]]:
    roots = []
    remaining = iter(labels)
    by_id = {q.id: q for q in case.questions}
    order = list(variables)
    for q in case.questions:
        names = [next(remaining) for _ in q.states]
        scope = tuple(sorted((variables[q.id], *(variables[g] for g in q.given))))
        roots.append((scope, _root_index(q, names, at, [by_id[order[v]] for v in scope])))
    for a in case.assumptions:
        k = at[f"holds[{a.id}]"]
        roots.append(((variables[a.id],), np.array([k, k + n], dtype=np.intp)))
    return roots


def _root_index(q: Question, names: list[str], at: dict[str, int], scope: list[Question]) -> Index:
    label = dict(zip(q.states, names, strict=True))
    cells = []
    for combination in product(*(x.states for x in scope)):
        state = {x.id: h for x, h in zip(scope, combination, strict=True)}
        when = {g: state[g] for g in q.given}
        cells.append(at[prior_address(label[state[q.id]], when)])
    return np.array(cells, dtype=np.intp).reshape([len(x.states) for x in scope])
