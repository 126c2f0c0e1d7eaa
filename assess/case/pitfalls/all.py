"""Common pitfalls, where a case gives ground for them: warnings that change no number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from assess.case.model import Case
from assess.case.numbers import Number, numbers_of
from assess.case.pitfalls.catalogue import GUARDS
from assess.case.pitfalls.in_hypotheses import base_rates, catch_alls, one_sided
from assess.case.pitfalls.in_numbers import (
    extreme_ratios,
    grades_f,
    near_certain,
    numbers_too_fine,
    ranges_missing,
)
from assess.case.pitfalls.in_words import (
    bounds_as_points,
    echoes,
    hindsight,
    opinions,
    priors_from_items,
)
from assess.case.selection import Note, Selection, select
from assess.formatting.names import listed

_MOST = 5
"""Notes on one pitfall that are given one by one."""


def guards(case: Case, selection: Selection, numbers: Sequence[Number] | None = None) -> list[Note]:
    """What may be wrong with a case, in the ways in which cases often are.

    Each note has the address of the place, what was seen there and why it matters (`message`), the
    pitfall (`kind`) and what to do (`advice`). A note is a question to the analyst: no number is
    changed by it, and what is not noted is not thereby right. Words are read in English and German.

    Parameters
    ----------
    case : Case
    selection : Selection
        The items that take part; only they are looked at.
    numbers : sequence of Number, optional
        The stated numbers of the case, if they are at hand.

    Returns
    -------
    list of Note
        By pitfall, in the order of the table of guards. At most one for each pitfall and address,
        and of more than six on one pitfall five, and the rest in one.

    References
    ----------
    R. Heuer, Psychology of Intelligence Analysis (1999), chapters 8 to 12, of base rates, one-sided
    evidence and hindsight; D. Schum, The Evidential Foundations of Probabilistic Reasoning (1994),
    of echoes and opinions; D. Lindley, Making Decisions (1985), of Cromwell's rule.

    Examples
    --------
    >>> from assess import case_from
    >>> case = case_from({
    ...     "format": "assess/1",
    ...     "questions": [{"id": "rain", "exhaustive": "it rains or not", "hypotheses": [
    ...         {"id": "yes", "prior": 0.5}, {"id": "no", "prior": 0.5}]}]})
    >>> [(note.address, note.kind) for note in guards(case, select(case))]
    [('questions[rain]', 'base_rate_neglect')]
    """
    stated = numbers_of(case, selection).entries if numbers is None else numbers
    found: list[Note] = [
        *echoes(case, selection),
        *priors_from_items(case, selection),
        *catch_alls(case),
        *base_rates(case),
        *hindsight(case, selection),
        *grades_f(case, selection),
        *one_sided(case, selection),
        *bounds_as_points(case, selection),
        *opinions(case, selection),
        *numbers_too_fine(case, stated),
        *ranges_missing(case, selection, stated),
        *near_certain(stated),
        *extreme_ratios(selection),
    ]
    return _folded(found)


def notes_of(case: Case, as_of: dt.date | None = None) -> list[Note]:
    """Everything that the reader of a case should know before it is weighed.

    Parameters
    ----------
    case : Case
    as_of : date, optional
        Day of the assessment; the case's own when left out.

    Returns
    -------
    list of Note
        The notes on the selection of items, and those of the guards.
    """
    selection = select(case, as_of)
    return [*selection.warnings, *guards(case, selection)]


def _folded(notes: Iterable[Note]) -> list[Note]:
    """The notes by pitfall, one for each address, and long lists cut."""
    by_kind: dict[str, dict[str, Note]] = {g.kind: {} for g in GUARDS}
    for note in notes:
        by_kind[note.kind].setdefault(note.address, note)
    kept = []
    for kind, found in by_kind.items():
        every = list(found.values())
        # two in one note save nothing
        most = _MOST if len(every) > _MOST + 1 else len(every)
        kept += every[:most]
        if len(every) > most:
            rest = every[most:]
            places = listed([n.address for n in rest], _MOST)
            words = f"and {len(rest)} more of this kind ({kind}): {places}"
            kept.append(Note(rest[0].address, words, kind, every[0].advice))
    return kept
