"""The parts of a case while it is checked, and what several checks say of names in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assess.errors import Location, Problem
from assess.formatting.names import closest, listed
from evidence.assumption import Assumption
from evidence.candidate import Candidate
from evidence.item import OTHERS, Item
from evidence.source import Source
from priors.question import AnyQuestion, Quantity, Question


@dataclass(frozen=True)
class Checked:
    """The parts of a case, each with its place in its list.

    `lost` are the places that are faulty by themselves. What stood there is missing from the parts
    (None, or nothing of a list), and no problem may be made of its absence.
    """

    questions: tuple[tuple[int, AnyQuestion], ...]
    sources: tuple[tuple[int, Source], ...]
    assumptions: tuple[tuple[int, Assumption], ...]
    items: tuple[tuple[int, Item], ...]
    candidates: tuple[tuple[int, Candidate], ...]
    lost: frozenset[Location] = frozenset()

    @cached_property
    def _touched(self) -> frozenset[Location]:
        return frozenset(place[:k] for place in self.lost for k in range(1, len(place) + 1))

    def touched(self, *location: str | int) -> bool:
        """Whether something is lost at a place or below it."""
        return location in self._touched

    @cached_property
    def _by_id(self) -> dict[str, dict[str, Any]]:
        # of two that share a name the first is meant: the second is reported for its name
        by_id: dict[str, dict[str, Any]] = {}
        for section in ("questions", "sources", "assumptions", "items", "candidates"):
            known = by_id[section] = {}
            for k, part in getattr(self, section):
                if part.id is not None and part.id not in known:
                    known[part.id] = part if self.is_usable(section, k, part) else None
        return by_id

    def is_usable(self, section: str, k: str | int, part: Any) -> bool:
        """Whether enough of a part is left to check others by it."""
        if isinstance(part, Quantity):
            return bool(part.thresholds) and not self.touched(section, k, "thresholds")
        if section == "questions":
            at = (section, k, "hypotheses")
            doubtful = ((*at, n) for n, _ in enumerate(part.hypotheses))
            return not self._too_few(at, part) and not any(
                place in self.lost or self.touched(*place, "id") for place in doubtful
            )
        return section != "sources" or part.reliability is not None

    def _too_few(self, at: Location, q: Question) -> bool:
        return at in self.lost or len(q.hypotheses) < 2

    def lists_hypotheses(self, at: Location, q: Question) -> bool:
        """Whether it is clear how many hypotheses a question has."""
        return not self._too_few((*at, "hypotheses"), q)

    def known(self, section: str) -> dict[str, Any]:
        """Parts of a section by id; None for those of which too much is lost to check by them."""
        return self._by_id[section]


def state_word(part: AnyQuestion | Assumption) -> str:
    """What a state of a question or assumption is called in a message."""
    return "band" if isinstance(part, Quantity) else "hypothesis"


def unknown(location: Location, name: str, known: Iterable[str], what: str) -> Problem:
    """The problem that a name is none of those known."""
    names = sorted({n for n in known if n})
    return Problem(
        location,
        f"no {what} has this name",
        repr(name),
        listed(names) or "none",
        closest(name, names),
    )


def covers(
    at: Location,
    mapping: Mapping[str, Any],
    names: Iterable[str],
    what: str,
    parts: Checked,
    *,
    others: bool = False,
) -> Iterable[Problem]:
    """Each name has an entry and each entry a name; `others` may stand for what is missing."""
    names = tuple(names)
    for key in mapping:
        if key not in names and not (others and key == OTHERS):
            yield unknown((*at, key), key, names, what)
    # an entry that is faulty by itself is there all the same
    missing = [n for n in names if n not in mapping and not parts.touched(*at, n)]
    rest = others and (OTHERS in mapping or parts.touched(*at, OTHERS))
    if missing and not rest and at not in parts.lost:
        hint = ", or others: p for the rest" if others else ""
        yield Problem(at, f"no entry for {listed(missing)}", "", f"one for each {what}{hint}")
    if others and OTHERS in mapping and not missing:
        yield Problem(
            (*at, OTHERS), "every hypothesis is named already", "", "no 'others' beside them"
        )
