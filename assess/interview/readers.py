"""Answers that are no probabilities: texts, days, names, and yes or no."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass

from assess.formatting.names import closest, listed, shown
from assess.interview.answers import Answer, AnswerError
from evidence.source import RELIABILITY_FORMS

LONGEST = 2000
_IDENTIFIER = re.compile(r"[^\W_][\w.\-]{0,79}")
_BAD = {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}
RESERVED = frozenset({"others", "certain", "covers", "worth", "scale", *RELIABILITY_FORMS})
"""Words that mean something else where a hypothesis is named in a case file."""


def clean(line: str) -> str:
    """Put a question mark for whatever in a line is no letter, digit or sign."""
    return "".join("?" if unicodedata.category(c) in _BAD or c == "\ufeff" else c for c in line)


@dataclass(frozen=True)
class Named:
    """A short name and what it stands for."""

    id: str
    text: str


def text(raw: str) -> Answer:
    """Read a text on one line.

    Examples
    --------
    >>> text("  What was   fired? ").value
    'What was fired?'
    """
    value = " ".join(raw.split()).replace("\ufeff", "")
    if len(value) > LONGEST:
        msg = f"that is {len(value)} characters long, and the longest text here is {LONGEST}"
        raise AnswerError(msg)
    if any(unicodedata.category(c) in _BAD for c in value):
        msg = "there is a character in it that is no letter, digit or sign; type the text again"
        raise AnswerError(msg)
    return Answer(raw, value)


def day(raw: str) -> Answer:
    """Read a day.

    Examples
    --------
    >>> day("2024-06-20").value
    '2024-06-20'
    """
    value = raw.strip()
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return Answer(raw, dt.date.fromisoformat(value).isoformat())
    except ValueError:
        pass
    msg = f"{shown(value)} is not a day such as 2024-06-20 (year, month, day)"
    raise AnswerError(msg)


def named(raw: str, taken: Container[str], reserved: Container[str] = ()) -> Answer:
    """Read a short name and a text, 'us = The US government'; or a text, and make a name from it.

    Examples
    --------
    >>> named("us = The US government", ()).value
    Named(id='us', text='The US government')
    >>> named("The US government", ["the_us_government"]).value.id
    'the_us_government_2'
    """
    whole = text(raw).value
    if not any(c.isalpha() for c in whole):
        msg = f"{shown(whole)} has no letter in it: this asks for a name or a sentence"
        raise AnswerError(msg)
    head, sign, tail = (part.strip() for part in whole.partition("="))
    if sign and _IDENTIFIER.fullmatch(head):
        if head in taken:
            msg = f"the name {head!r} is taken already"
            raise AnswerError(msg)
        if head in reserved:
            msg = f"{head!r} means something else in a case file; take another short name"
            raise AnswerError(msg)
        return Answer(raw, Named(head, tail), f"called {head}")
    if sign and " " not in head:
        msg = (
            f"{shown(head)} cannot be a short name: it has letters, digits, _ . - only, begins "
            "with a letter or digit, and is at most 80 long"
        )
        raise AnswerError(msg)
    made = slug(whole, taken, reserved)
    return Answer(raw, Named(made, "" if made == whole else whole), f"called {made}")


def slug(words: str, taken: Container[str] = (), reserved: Container[str] = ()) -> str:
    """Make a short name from the first three words of a text that is not taken."""
    if _IDENTIFIER.fullmatch(words) and words not in taken and words not in reserved:
        return words
    parts = re.findall(r"\w+", words.lower().replace("_", " "))[:3]
    base = re.sub(r"[^\w.\-]", "", "_".join(parts))[:60].strip("_") or "x"
    name, n = base, 1
    while name in taken or name in reserved:
        n += 1
        name = f"{base}_{n}"
    return name


def known(raw: str, names: Sequence[str], kind: str) -> Answer:
    """Read the name of something that was stated before."""
    value = raw.strip()
    if value not in names:
        near = closest(value, names)
        hint = f"did you mean {near!r}?" if near else f"there are {listed(list(names))}"
        msg = f"no {kind} is called {shown(value)}; {hint}"
        raise AnswerError(msg)
    return Answer(raw, value)


def several(raw: str, names: Sequence[str], kind: str) -> Answer:
    """Read names of things that were stated before, with commas between them."""
    values = [known(part, names, kind).value for part in raw.split(",") if part.strip()]
    if len(set(values)) < len(values):
        msg = "one is named twice"
        raise AnswerError(msg)
    return Answer(raw, values)


def yes_or_no(raw: str) -> Answer:
    """Read yes or no."""
    value = raw.strip().lower()
    if value not in ("y", "yes", "n", "no"):
        msg = f"{shown(raw.strip())} is neither yes nor no"
        raise AnswerError(msg)
    return Answer(raw, value.startswith("y"))
