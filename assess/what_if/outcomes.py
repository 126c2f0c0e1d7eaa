"""What candidates may bring, weighed: each outcome is one more item of the same mixture.

The case and all outcomes of all candidates make one structure that is planned once. Which outcomes
are there differs from version to version, and every version is at the cost of what differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assess.case.model import Case
from assess.case.numbers import numbers_of
from assess.case.selection import Selection
from assess.errors import Problem, TooEntangledError
from assess.kernel.changes import ALONE, Changes, left_out
from assess.kernel.plan import Plan, is_refinable
from assess.kernel.structure import Structure
from assess.kernel.variants import Variants
from assess.kernel.weigh import credences, weigh
from assess.prepare.compile import structure_of
from assess.prepare.planning import plan_for
from assess.prepare.prepared import Prepared
from evidence.candidate import Candidate
from evidence.item import Item
from priors.arrays import Array, Index, Mask

_ROWS = 1 << 20
"""Absent outcomes of all versions that are listed at a time."""


@dataclass(frozen=True)
class After:
    """Credences of one question after some outcomes.

    Attributes
    ----------
    probability : ndarray, shape (version,)
        P(the outcomes | the items of the case).
    credence : ndarray, shape (version, hypothesis)
        nan where the outcomes are impossible.
    """

    probability: Array
    credence: Array


@dataclass(frozen=True)
class Outcomes:
    """Every outcome of every candidate, alone and with each outcome of each other one.

    Attributes
    ----------
    candidates : tuple of Candidate
    names : tuple of str
        Of the outcomes of all candidates, one after another.
    owner : ndarray, shape (outcome,)
        The candidate that each outcome belongs to.
    present : ndarray, shape (hypothesis,)
        Credences before any of them.
    single : After
        After each outcome.
    standing_alone : After
        The same if what may merely repeat an item of the case did not.
    pairs : ndarray, shape (version, 2)
        The two outcomes of each version of `joint`, of two candidates, the earlier one first.
    joint : After
    """

    candidates: tuple[Candidate, ...]
    names: tuple[str, ...]
    owner: Index
    present: Array
    single: After
    standing_alone: After
    pairs: Index
    joint: After


def usable(case: Case) -> tuple[tuple[Candidate, ...], tuple[str, ...]]:
    """The candidates whose sources can be judged, and the ids of the others."""
    excluded = {s.id for s in case.sources if s.is_excluded}
    barred = [c.id for c in case.candidates if excluded & set(c.path)]
    return tuple(c for c in case.candidates if c.id not in barred), tuple(barred)


def outcomes_of(prepared: Prepared, candidates: Sequence[Candidate], question: int) -> Outcomes:
    """Weigh every outcome of the candidates, and every two of different candidates.

    Parameters
    ----------
    prepared : Prepared
    candidates : sequence of Candidate
        At least one, none of a source that cannot be judged.
    question : int
        Position of the question whose credences are wanted.

    Returns
    -------
    Outcomes
    """
    items = _as_items(candidates)
    selection = Selection(
        prepared.selection.as_of,
        (*prepared.selection.items, *items),
        (),
        prepared.selection.unjudged,
    )
    numbers = numbers_of(prepared.case, selection)
    structure = structure_of(prepared.case, selection, numbers, prepared.structure.grids)
    versions = _Versions(prepared, structure, numbers.used, len(items), question)
    names = tuple(n for c in candidates for n in c.outcome_names)
    owner = np.repeat(np.arange(len(candidates)), [len(c.outcome_names) for c in candidates])
    each = np.arange(len(names))[:, None]
    first, second = np.triu_indices(len(names), 1)
    apart = owner[first] != owner[second]
    pairs = np.column_stack([first[apart], second[apart]])
    return Outcomes(
        candidates=tuple(candidates),
        names=names,
        owner=owner,
        present=versions.present,
        single=versions.after(each),
        standing_alone=versions.after(each, alone=True),
        pairs=pairs,
        joint=versions.after(pairs),
    )


def _as_items(candidates: Sequence[Candidate]) -> list[Item]:
    """Every outcome as an item; what repeats a candidate repeats that it is seen or found."""
    brought = {c.id: f"{c.id}: {c.outcome_names[0]}" for c in candidates if c.outcomes is None}
    items = [item for c in candidates for item in c.as_items().values()]
    for k, item in enumerate(items):
        if item.repeats is not None and item.repeats.item in brought:
            repeats = item.repeats.model_copy(update={"item": brought[item.repeats.item]})
            items[k] = item.model_copy(update={"repeats": repeats})
    return items


class _Versions:
    """The case with some of the outcomes, in many versions."""

    def __init__(
        self, prepared: Prepared, structure: Structure, used: Array, count: int, question: int
    ) -> None:
        self.structure, self.count, self.question = structure, count, question
        self.first = len(structure.items) - count
        states, evidence = weigh(prepared.plan, prepared.numbers.used)
        refinement = prepared.refinement
        while True:
            self.plan = _plan(structure, refinement)
            self.variants = Variants(self.plan, used)
            found, before = self._weigh(np.zeros((1, count), dtype=bool), alone=False)
            self.present, self.before = credences(found)[0], float(before[0])
            # with the outcomes a source can have more items than its nodes are exact for
            same = np.allclose(self.present, credences(states[question]), rtol=0.0, atol=1e-9)
            if (same and abs(self.before - evidence) < 1e-9) or not is_refinable(
                structure, refinement
            ):
                break
            refinement *= 2

    def after(self, chosen: Index, *, alone: bool = False) -> After:
        """The question after the outcomes of each row, shape (version, any number)."""
        step = max(1, _ROWS // max(self.count, 1))
        parts = []
        for k in range(0, max(len(chosen), 1), step):
            some = chosen[k : k + step]
            present = np.zeros((len(some), self.count), dtype=bool)
            present[np.arange(len(some))[:, None], some] = True
            parts.append(self._weigh(present, alone=alone))
        states, evidence = (np.concatenate(x) for x in zip(*parts, strict=True))
        return After(np.exp(evidence - self.before), credences(states))

    def _weigh(self, present: Mask, *, alone: bool) -> tuple[Array, Array]:
        """Log-credences and log evidence with those outcomes that are present in each version."""
        version, outcome = np.nonzero(~present)
        changes = left_out(self.plan, version, self.first + outcome, len(present))
        if alone:
            changes = self._standing_alone(changes, present)
        states, evidence = self.variants.weigh(changes)
        return states[self.question], evidence

    def _standing_alone(self, changes: Changes, present: Mask) -> Changes:
        """The same versions, in which no outcome is a repeat of what is there."""
        repeats = self.structure.repeat[self.first :] < self.structure.number_count
        version, outcome = np.nonzero(present & repeats)
        item = self.first + outcome
        known = changes.version * len(self.structure.items) + changes.item
        new = ~np.isin(version * len(self.structure.items) + item, known)
        version, item = version[new], item[new]
        order = np.argsort(np.concatenate([changes.version, version]), kind="stable")
        nothing = np.zeros(len(item), dtype=np.intp)

        def joined(before: NDArray[Any], more: NDArray[Any]) -> NDArray[Any]:
            return np.concatenate([before, more])[order]

        return Changes(
            changes.count,
            joined(changes.version, version),
            joined(changes.item, item),
            joined(changes.kind, np.full(len(item), ALONE, dtype=np.intp)),
            joined(changes.number, nothing),
            joined(changes.value, nothing.astype(float)),
        )


def _plan(structure: Structure, refinement: int) -> Plan:
    try:
        return plan_for(structure, refinement)
    except TooEntangledError as error:
        message = f"with all the candidates the case {error.problems[0].message}"
        problem = Problem((), message, "", "fewer candidates at a time, or on shorter paths")
        raise TooEntangledError((problem,)) from None
