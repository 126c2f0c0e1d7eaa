"""How the same things are asked for everywhere: entries one by one, a number, a text, a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assess.interview import readers
from assess.interview.answers import Answer
from assess.interview.record import Ask, Flow, Later, Place, Record

MOST = 200
"""Entries of one kind that are asked for; a longer case is written in an editor."""

NOTHING = Answer("", None)
NO = ("no", "none", "n", "done")
"""How people say that there is nothing more, where an empty answer says so."""

WHY = "Why? (empty: no reason is noted)"


def entries(
    record: Record,
    kind: str,
    texts: tuple[str, str],
    help_: str,
    then: Callable[[Record, readers.Named], Flow],
) -> Flow:
    """Ask for one entry after another by name, and with `then` for the rest of each, to the end.

    `kind` is what the question is called in a file of answers; `texts` ask for the first entry and
    for all others.
    """
    for k in range(1, MOST + 1):
        ask = Ask(
            f"{kind}[{k}]",
            texts[min(k, 2) - 1],
            lambda raw: readers.named(raw, record.taken),
            help_,
            empty=NOTHING,
            no=NO,
        )
        name = (yield ask).value
        if name is None:
            return
        yield from then(record, name)


def number(record: Record, place: Place, ask: Ask, target: dict[str, Any], key: str) -> Flow:
    """Ask for a number and put it where it belongs; what is skipped is asked again at the end."""

    def put(given: Answer) -> None:
        target[key] = given.value

    target[key] = None  # holds its place in the order
    answer = yield ask
    record.note(place, ask, answer)
    if answer.skipped:
        record.later.append(Later(place, ask, put))
    else:
        put(answer)
    return answer


def optional(record: Record, place: Place, ask: Ask, target: dict[str, Any], key: str) -> Flow:
    """Ask for what may be left out, and put it where it belongs if it is there."""
    answer = yield ask
    if answer.skipped:
        record.note(place, ask, answer)
    if answer.value:
        target[key] = answer.value


def reason(record: Record, place: Place, entry: dict[str, Any]) -> Flow:
    """Ask why the numbers are what they are."""
    ask = Ask(f"because[{entry['id']}]", WHY, readers.text, empty=NOTHING, no=NO, stand_in="x")
    yield from optional(record, place, ask, entry, "because")
