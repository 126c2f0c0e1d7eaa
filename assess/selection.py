"""Which items of a case take part in an assessment, and why the others do not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from assess.case import Case
from evidence.item import Item


class Note(NamedTuple):
    """Something the reader of a result should know, at an address of the case."""

    address: str
    message: str


@dataclass(frozen=True)
class Selection:
    """The items that take part, and the warnings that belong to the selection."""

    as_of: dt.date | None
    items: tuple[Item, ...]
    warnings: tuple[Note, ...]


def select(case: Case, as_of: dt.date | None = None) -> Selection:
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
    items, warnings = [], []
    for item in case.items:
        barred = [name for name in item.path if name in excluded]
        if barred:
            message = (
                f"left out: the reliability of {barred[0]} cannot be judged (grade F, excluded)"
            )
            warnings.append(Note(f"items[{item.id}]", message))
        elif day is not None and item.date is not None and item.date > day:
            message = f"left out: it became known on {item.date}, after {day}"
            warnings.append(Note(f"items[{item.id}]", message))
        else:
            items.append(item)
    return Selection(day, tuple(items), (*warnings, *_notes(case, tuple(items))))


def _notes(case: Case, items: tuple[Item, ...]) -> list[Note]:
    present = {i.id for i in items}
    before: set[str] = set()
    notes = []
    if not items:
        notes.append(Note("items", "no item takes part: the credences are the priors"))
    for item in items:
        here = f"items[{item.id}]"
        if item.repeats is not None and item.repeats.item not in present:
            notes.append(
                Note(f"{here}.repeats", f"stands on its own: {item.repeats.item} takes no part")
            )
        for name in item.given:
            if name not in before:
                why = "comes after it" if name in present else "takes no part"
                message = f"its likelihood is conditional on {name}, which {why}"
                notes.append(Note(f"{here}.given", message))
        before.add(item.id)
        if item.ratio is not None:
            notes.append(
                Note(
                    f"{here}.ratio",
                    "only a ratio LR was stated: read as likelihoods LR/(1+LR) and 1/(1+LR)"
                    + ("" if item.if_unreliable is not None else ", and 1/2 if unreliable"),
                )
            )
    used_sources = {name for i in case.items for name in i.path}
    used_assumptions = {name for i in case.items for name in (*i.requires, i.question)}
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
