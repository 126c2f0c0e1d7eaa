"""What was said so far in an interview, as it will stand in the case, with the words beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

from assess.interview.answers import Answer, Share
from assess.interview.readers import Named

_HINT = re.compile(r" \((?:empty|one number for all)[^()]*(?:\([^()]*\)[^()]*)*\)$")
"""What a question says of how to answer it, at its end."""

Place = tuple[str, ...]
"""A block of the case file: ("sources", "us"), ("question",)."""


@dataclass(frozen=True)
class Ask:
    """One question.

    Attributes
    ----------
    key : str
        Its name in a file of answers: the address of the number, where it asks for a number.
    text : str
        The question in full.
    read : callable
        Reads an answer; raises `AnswerError`.
    help : str
        What can be answered.
    empty : Answer or None
        What an empty answer means; None if there has to be one.
    no : tuple of str
        Words that mean the same as an empty answer, in lower case.
    later : bool
        Whether `skip` puts it off to the end.
    stand_in : str or None
        An answer with which to go on looking for mistakes in a file when this one is wrong; None
        where everything that follows would hang on it.
    """

    key: str
    text: str
    read: Callable[[str], Answer]
    help: str = ""
    empty: Answer | None = None
    no: tuple[str, ...] = ()
    later: bool = False
    stand_in: str | None = None


@dataclass(frozen=True)
class Tell:
    """Something to be told; it is worked out only where somebody is listening."""

    text: Callable[[], str]
    refusal: bool = False
    """Whether it says that something stated cannot be kept."""


Flow = Generator[Ask | Tell, Answer, Any]


@dataclass(frozen=True)
class Later:
    """A number that was skipped: where it is missing, and the question to be asked again."""

    place: Place
    ask: Ask
    put: Callable[[Answer], None]


@dataclass
class Record:
    """The case as far as it was stated.

    `shares` are the priors before they are normalised; None is the share of a catch-all of which
    nothing was said. `proportions` is true if they were stated as a ratio, all at once, so that to
    divide them by their sum changes nothing.
    """

    title: str = ""
    as_of: str | None = None
    question: dict[str, Any] = field(default_factory=dict)
    hypotheses: list[dict[str, Any]] = field(default_factory=list)
    shares: dict[str, Share | None] = field(default_factory=dict)
    proportions: bool = False
    sources: list[dict[str, Any]] = field(default_factory=list)
    assumptions: list[dict[str, Any]] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    later: list[Later] = field(default_factory=list)
    notes: dict[Place, list[str]] = field(default_factory=dict)

    def note(self, place: Place, ask: Ask, answer: Answer) -> None:
        """Keep what was asked and answered, for the comments of the file."""
        lines = self.notes.setdefault(place, [])
        asked = _HINT.sub("", ask.text)
        missing = f"TODO: not answered: {asked}"
        if answer.skipped:
            lines += [] if missing in lines else [missing]
        elif answer.raw.strip():
            said = " ".join(answer.raw.split())
            words = answer.words if answer.words != said else ""
            line = f"asked: {asked} answered: {said}{f' ({words})' if words else ''}"
            if missing in lines:
                lines[lines.index(missing)] = line
            else:
                lines.append(line)

    @property
    def states(self) -> list[str]:
        """Ids of the hypotheses."""
        return [h["id"] for h in self.hypotheses]

    def described(self, hypothesis: str) -> str:
        """Return a hypothesis by its name, with its text."""
        text = next(h.get("text", "") for h in self.hypotheses if h["id"] == hypothesis)
        return f"{hypothesis} ({text})" if text else hypothesis

    @property
    def taken(self) -> list[str]:
        """Every short name in use, but those of hypotheses."""
        parts = (self.sources, self.assumptions, self.items, self.dropped)
        names = [entry["id"] for section in parts for entry in section]
        return [*names, *([self.question["id"]] if self.question else [])]

    @property
    def open(self) -> set[Place]:
        """The blocks in which a number is missing."""
        return {x.place for x in self.later}

    def data(self, *, items: int | None = None) -> dict[str, Any] | None:
        """Return the case as plain data, without what is incomplete; None if no question is left.

        Parameters
        ----------
        items : int, optional
            Only so many of the items.
        """
        if ("question",) in self.open or not ("weights" in self.question or self._has_priors()):
            return None
        still = self.open
        sources = [s for s in self.sources if ("sources", s["id"]) not in still]
        assumptions = [a for a in self.assumptions if ("assumptions", a["id"]) not in still]
        kept: list[dict[str, Any]] = []
        for item in self.items[:items]:
            if ("items", item["id"]) not in still and _stands(item, sources, assumptions, kept):
                kept.append(item)
        about = {"title": self.title, **({"as_of": self.as_of} if self.as_of else {})}
        return {
            "format": "assess/1",
            **about,
            "questions": [{**self.question, "hypotheses": self.hypotheses}],
            "sources": sources,
            "assumptions": assumptions,
            "items": kept,
        }

    def _has_priors(self) -> bool:
        return bool(self.hypotheses) and all("prior" in h for h in self.hypotheses)

    def add(self, section: str, name: Named, **more: Any) -> dict[str, Any]:
        """Add an entry to a section."""
        key = "name" if section == "sources" else "text"
        entry = {"id": name.id, **({key: name.text} if name.text else {}), **more}
        getattr(self, section).append(entry)
        return entry


def _stands(
    item: dict[str, Any],
    sources: list[dict[str, Any]],
    assumptions: list[dict[str, Any]],
    before: list[dict[str, Any]],
) -> bool:
    """Whether everything that an item names is complete."""
    path = item["source"] if isinstance(item["source"], list) else [item["source"]]
    needed = [
        (path, sources),
        (item.get("requires", []), assumptions),
        ([item["repeats"]["item"]] if "repeats" in item else [], before),
    ]
    return all(name in {e["id"] for e in there} for names, there in needed for name in names)
