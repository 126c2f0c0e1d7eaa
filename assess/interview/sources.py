"""The questions about sources and assumptions."""

from __future__ import annotations

from assess.interview import readers
from assess.interview.answers import WAYS, probability, reliability
from assess.interview.asking import entries, number, reason
from assess.interview.record import Ask, Flow, Record, Tell

RELIABILITY_HELP = (
    "A letter of the Admiralty system (A to E; F with 'F as .3-.7' or 'F exclude'), a record "
    f"('7 right, 1 wrong'), or {WAYS}. Judge it before you look at what it says in this case."
)


def sources(record: Record) -> Flow:
    """Ask who says something, and how far each is to be trusted."""
    yield Tell(
        lambda: (
            "The sources: how often does what each says on such matters track the truth? An "
            "unreliable source is not one that lies; it says what it says whatever is true."
        )
    )
    help_ = "A short name and the source: 'us = The US government'. More can be added with an item."
    texts = ("A source?", "Another source? (empty: that is all)")
    yield from entries(record, "source", texts, help_, new_source)


def new_source(record: Record, name: readers.Named) -> Flow:
    """Ask for the reliability of one source and the reason."""
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
    """Ask what items rest on."""
    texts = (
        "Is there something that items rest on, such as that an exhibit is genuine? (empty: no)",
        "Another assumption? (empty: that is all)",
    )
    help_ = "A short name and the assumption: 'custody = the debris shown is what fell'."
    yield from entries(record, "assumption", texts, help_, _new_assumption)


def _new_assumption(record: Record, name: readers.Named) -> Flow:
    entry = record.add("assumptions", name)
    place = ("assumptions", name.id)
    ask = Ask(
        f"holds[{name.id}]",
        f"How likely is it that this holds: {name.text or name.id}?",
        probability,
        f"It can be {WAYS}.",
        later=True,
        stand_in=".5",
    )
    yield from number(record, place, ask, entry, "holds")
    yield from reason(record, place, entry)
