"""The questions about sources and assumptions."""

from __future__ import annotations

from typing import Any

from assess.interview import readers
from assess.interview.answers import WAYS, Answer, probability, reliability
from assess.interview.record import Ask, Flow, Later, Place, Record, Tell

MOST = 200
"""Entries of one kind that are asked for; a longer case is written in an editor."""

NOTHING = Answer("", None)
NO = ("no", "none", "n", "done")
"""How people say that there is nothing more, where an empty answer says so."""

WHY = "Why? (empty: no reason is noted)"
RELIABILITY_HELP = (
    "A letter of the Admiralty system (A to E; F with 'F as .3-.7' or 'F exclude'), a record "
    f"('7 right, 1 wrong'), or {WAYS}. Judge it before you look at what it says in this case."
)


def sources(record: Record) -> Flow:
    """Who says something, and how far each is to be trusted."""
    yield Tell(
        lambda: (
            "The sources: how often does what each says on such matters track the truth? An "
            "unreliable source is not one that lies; it says what it says whatever is true."
        )
    )
    for k in range(1, MOST + 1):
        ask = Ask(
            f"source[{k}]",
            "A source?" if k == 1 else "Another source? (empty: that is all)",
            lambda raw: readers.named(raw, record.taken),
            "A short name and the source: 'us = The US government'. More can be added with an "
            "item.",
            empty=NOTHING,
            no=NO,
        )
        name = (yield ask).value
        if name is None:
            return
        yield from new_source(record, name)


def new_source(record: Record, name: readers.Named) -> Flow:
    """One source: its reliability and the reason."""
    entry = record.add("sources", name)
    place = ("sources", name.id)
    ask = Ask(
        f"reliability[{name.id}]",
        f"How likely is it that what {name.text or name.id} says on such a matter tracks the "
        "truth?",
        reliability,
        RELIABILITY_HELP,
        later=True,
        stand_in=".5",
    )
    yield from number(record, place, ask, entry, "reliability")
    yield from reason(record, place, entry)


def assumptions(record: Record) -> Flow:
    """What items rest on."""
    for k in range(1, MOST + 1):
        first = (
            "Is there something that items rest on, such as that an exhibit is genuine? (empty: no)"
        )
        ask = Ask(
            f"assumption[{k}]",
            first if k == 1 else "Another assumption? (empty: that is all)",
            lambda raw: readers.named(raw, record.taken),
            "A short name and the assumption: 'custody = the debris shown is what fell'.",
            empty=NOTHING,
            no=NO,
        )
        name = (yield ask).value
        if name is None:
            return
        entry = record.add("assumptions", name)
        place = ("assumptions", name.id)
        holds = Ask(
            f"holds[{name.id}]",
            f"How likely is it that this holds: {name.text or name.id}?",
            probability,
            f"It can be {WAYS}.",
            later=True,
            stand_in=".5",
        )
        yield from number(record, place, holds, entry, "holds")
        yield from reason(record, place, entry)


def number(record: Record, place: Place, ask: Ask, target: dict[str, Any], key: str) -> Flow:
    """Ask for a number and put it where it belongs; what is skipped is asked again at the end."""

    def put(said: Answer) -> None:
        target[key] = said.value

    target[key] = None  # holds its place in the order
    answer = yield ask
    record.note(place, ask, answer)
    if answer.skipped:
        record.later.append(Later(place, ask, put))
    else:
        put(answer)
    return answer


def reason(record: Record, place: Place, entry: dict[str, Any]) -> Flow:
    """Ask why the numbers are what they are."""
    ask = Ask(f"because[{entry['id']}]", WHY, readers.text, empty=NOTHING, no=NO, stand_in="x")
    answer = yield ask
    if answer.skipped:
        record.note(place, ask, answer)
    if answer.value:
        entry["because"] = answer.value
