"""Which items of a case take part in an assessment, and why the others do not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import NamedTuple

from assess.case.whole import Whole
from assess.formatting.names import listed
from evidence.candidate import Candidate
from evidence.item import Item
from evidence.rating import rating_table
from evidence.scales import admiralty_table
from evidence.source import Admiralty


class Note(NamedTuple):
    """Something the reader of a result should know, at an address of the case."""

    address: str
    message: str
    kind: str = ""
    """The pitfall, where it is one of the common ones (`pitfalls/catalogue.py`)."""
    advice: str = ""
    """What to do about it, in one sentence."""

    def __str__(self) -> str:
        text = f"{self.address}: {self.message}"
        return f"{text}. {self.advice}" if self.advice else text

    def as_dict(self) -> dict[str, str]:
        """The note as plain data, for JSON; what is empty is left out."""
        return {k: v for k, v in self._asdict().items() if v}


@dataclass(frozen=True)
class Selection:
    """The items that take part, and the warnings that belong to the selection."""

    as_of: dt.date | None
    items: tuple[Item, ...]
    warnings: tuple[Note, ...]
    unjudged: frozenset[str] = frozenset()
    """Items that were said but say nothing here, their source being beyond judgement."""

    @property
    def said(self) -> set[str]:
        """Items that others can have repeated: those that take part, and those not judged."""
        return {i.id for i in self.items} | self.unjudged


def select(case: Whole, as_of: dt.date | None = None) -> Selection:
    """The items known on a day, without those of sources that cannot be judged.

    Parameters
    ----------
    case : Case
    as_of : date, optional
        Day of the assessment; the case's own when left out. Items with a later date are left out;
        items without a date always take part.

    Returns
    -------
    Selection
    """
    day = as_of or case.as_of
    excluded = {s.id for s in case.sources if s.is_excluded}
    items, warnings, unjudged = [], [], set()
    for item in case.items:
        barred = [name for name in item.path if name in excluded]
        if day is not None and item.date is not None and item.date > day:
            message = f"left out: it became known on {item.date}, after {day}"
            warnings.append(Note(f"items[{item.id}]", message))
        elif barred:
            # not weighed, but it was said: what repeats it is still only a repeat
            unjudged.add(item.id)
            message = f"not weighed: {barred[0]} cannot be judged (grade F, excluded)"
            warnings.append(Note(f"items[{item.id}]", message))
        else:
            items.append(item)
    chosen = Selection(day, tuple(items), (), frozenset(unjudged))
    return replace(chosen, warnings=(*warnings, *_notes(case, chosen), *_conventions(case, chosen)))


def _notes(case: Whole, selection: Selection) -> list[Note]:
    items, said = selection.items, selection.said
    present = {i.id for i in items}
    dates = {i.id: i.date for i in case.items}
    before: set[str] = set()
    notes = []
    if not items:
        notes.append(Note("items", "no item takes part: the credences are the priors"))
    for item in items:
        here = f"items[{item.id}]"
        if item.repeats is not None:
            notes += _repeat_notes(item, item.repeats.item, said, dates)
        for name in item.given:
            if name not in before:
                why = "comes after it" if name in present else "takes no part"
                message = f"its likelihood is conditional on {name}, which {why}"
                notes.append(Note(f"{here}.given", message))
        before.add(item.id)
    said_or_hoped: tuple[Item | Candidate, ...] = (*case.items, *case.candidates)
    used_sources = {name for i in said_or_hoped for name in i.path}
    used_assumptions = {name for i in said_or_hoped for name in (*i.requires, i.question)}
    notes += [
        Note(f"sources[{s.id}]", "no item comes from this source")
        for s in case.sources
        if s.id not in used_sources
    ]
    notes += [
        Note(f"assumptions[{a.id}]", "no item rests on this assumption or bears on it")
        for a in case.assumptions
        if a.id not in used_assumptions
    ]
    return notes


def _repeat_notes(
    item: Item, original: str, said: set[str], dates: dict[str, dt.date | None]
) -> list[Note]:
    here = f"items[{item.id}].repeats"
    if original not in said:
        message = f"counts in full, as if it were no repeat: {original} takes no part"
        return [Note(here, message)]
    own, first = item.date, dates.get(original)
    if own is not None and first is not None and own < first:
        return [Note(here, f"is dated {own}, before {original}, which it may repeat ({first})")]
    return []


def _conventions(case: Whole, selection: Selection) -> list[Note]:
    """What was filled in by a convention of the library, and what a reader could overlook."""
    notes = []
    for item in selection.items:
        if item.ratio is not None:
            words = (
                "only a ratio LR was stated: read as likelihoods LR/(1+LR) and 1/(1+LR)"
                + ("" if item.if_unreliable is not None else ", and 1/2 if unreliable")
                + "; the evidence is then on no absolute scale"
            )
            notes.append(Note(f"items[{item.id}].ratio", words))
    for name in sorted({i.rating_table for i in selection.items if i.rating is not None}):
        table = rating_table(name)
        words = (
            f"letters of ratings are read as likelihoods by the table {name} ("
            + ", ".join(f"{x} {p.mean:.2f}" for x, p in table.letters.items())
            + "; NA the mean of its row): this library's proposal, not a standard"
        )
        notes.append(Note("items", words))
    used = {name for item in selection.items for name in item.path}
    for s in case.sources:
        if s.id in used and isinstance(s.reliability, Admiralty) and s.reliability.as_ is None:
            a, b = admiralty_table()[s.reliability.admiralty]
            words = (
                f"grade {s.reliability.admiralty} is read as Beta({a:g}, {b:g}), mean "
                f"{a / (a + b):.2f}: this library's proposal, not a standard"
            )
            notes.append(Note(f"sources[{s.id}].reliability", words))
    undated = [i.id for i in selection.items if i.date is None]
    if selection.as_of is not None and undated:
        words = f"without a date, so taken as known on {selection.as_of}: {listed(undated, 6)}"
        notes.append(Note("items", words))
    return notes
