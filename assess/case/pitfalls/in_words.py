"""Guards that read the words of a case: echoes, bounds, opinions, knowledge of a later day."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from assess.case.model import Case
from assess.case.pitfalls.catalogue import (
    BOUND_AS_POINT,
    LATER_YEAR,
    OPINION,
    PRIOR_FROM_ITEMS,
    SAME_DOCUMENT,
    SAME_NUMBERS,
    SAME_WORDS,
)
from assess.case.selection import Note, Selection
from assess.formatting.names import listed
from assess.kernel.components import Components
from evidence.assumption import Assumption
from evidence.item import WAYS, Item
from priors.question import QuantityRow, Question, Row

_ALIKE = 0.75
"""Share of words, of all that two texts use, from which on they say nearly the same."""

_FEWEST = 4
"""Different words below which only equal texts are taken for the same."""

_PAIRS_UP_TO = 200
"""Items on one question up to which each pair is compared; of more only equal texts are found."""


# --- double counting ------------------------------------------------------------------------------


class Ties:
    """Which items are stated to depend on each other, directly or through others."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._tied = Components(i.id for i in items)
        for item in items:
            others = ([item.repeats.item] if item.repeats else []) + list(item.given)
            for name in others:
                if name in self._tied:
                    self._tied.tie(name, item.id)

    def apart(self, a: Item, b: Item) -> bool:
        """Whether nothing in the case ties the two: neither a statement nor a shared source."""
        return not set(a.path) & set(b.path) and self.unstated(a, b)

    def unstated(self, a: Item, b: Item) -> bool:
        """Whether neither is stated to repeat the other, or to be conditional on it."""
        return self._tied.of(a.id) != self._tied.of(b.id)


def echoes(case: Case, selection: Selection) -> Iterator[Note]:
    """Items that may be one item: the same words, one document, one statement in parts."""
    ties = Ties(case.items)
    by_question: dict[str, list[Item]] = defaultdict(list)
    for item in selection.items:
        by_question[case.question_of(item).id].append(item)
    for items in by_question.values():
        yield from _same_words(items, ties)
    for items in by_question.values():
        yield from _same_document(case, items, ties)
    for items in by_question.values():
        yield from _same_numbers(items, ties)


def _same_words(items: list[Item], ties: Ties) -> Iterator[Note]:
    worded = [(i, _Said(i.text)) for i in items if i.text.strip()]
    first: dict[str, str] = {}  # by item: the earlier one that it resembles
    if len(worded) <= _PAIRS_UP_TO:
        for (a, one), (b, other) in combinations(worded, 2):
            if b.id not in first and one.is_like(other) and ties.apart(a, b):
                first[b.id] = a.id
    else:
        seen: dict[tuple[str, ...], Item] = {}
        for item, said in worded:
            earlier = seen.setdefault(said.words, item)
            if earlier is not item and ties.apart(earlier, item):
                first[item.id] = earlier.id
    for name, original in first.items():
        seen_here = f"says nearly the same as {original}, from another source"
        yield SAME_WORDS.note(f"items[{name}]", seen_here)


_DENYING = {"not", "no", "never", "none", "nobody", "nothing", "without", "denies", "deny"} | {
    "nicht", "kein", "keine", "nie", "niemand", "nichts", "ohne", "bestreitet", "bestreiten",
}  # fmt: skip


class _Said:
    """The words of a text, to be compared with those of others."""

    def __init__(self, text: str) -> None:
        self.words = tuple(re.findall(r"\w+", text.lower()))
        self.different = frozenset(self.words)
        # two texts that differ in these say different things, however alike they are
        words = {w for w in self.different if w[0].isdigit() or w in _DENYING}
        self.deciding = words | _letters(text)

    def is_like(self, other: _Said) -> bool:
        """Whether two texts say nearly the same: most words, every number, the same denials."""
        a, b = self.different, other.different
        if min(len(a), len(b)) < _FEWEST:
            return self.words == other.words
        both = len(a & b)
        enough = both >= _ALIKE * (len(a) + len(b) - both)
        return enough and self.deciding == other.deciding


_LETTER = re.compile(r"(?<![\w'’.])[A-Za-z](?![\w'’]|\.\w)")
_BEGINS = re.compile(r"(?:^|[.!?:;]\s+|[\n\"'“„‘(\[])\s*$")


def _letters(text: str) -> set[str]:
    """Letters that stand alone and are a name, as of suspects A and B; the article `a` is none."""
    return {
        m[0].lower()
        for m in _LETTER.finditer(text)
        if m[0] != "a"
        and (m[0] != "A" or not (text.isupper() or _BEGINS.search(text[: m.start()])))
    }


_PAGES = re.compile(r"[,;:]?\s*\(?(pp?\.|pages?|S\.|Seiten?|para\.|§)\s*\d.*$", re.IGNORECASE)


def _document(citation: str) -> str:
    """The document that a citation names, without the page."""
    return " ".join(_PAGES.sub("", citation).lower().split()).strip(" .,;")


def _same_document(case: Case, items: list[Item], ties: Ties) -> Iterator[Note]:
    declared = _document(f"{case.title} {case.text}")
    by_document: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        name = _document(item.citation)
        # a case that says that it reads this one document knows what it does
        if name and name not in declared:
            by_document[name].append(item)
    for citing in by_document.values():
        first = citing[0]
        others = [i.id for i in citing[1:] if ties.apart(first, i)]
        if others:
            seen = f"the same document as of {listed(others, 6)}, from other sources"
            yield SAME_DOCUMENT.note(f"items[{first.id}].citation", seen)


def _same_numbers(items: list[Item], ties: Ties) -> Iterator[Note]:
    on_a_day: dict[tuple[Any, ...], list[Item]] = defaultdict(list)
    for item in items:
        if item.date is not None and item.rating is None:
            on_a_day[(item.path, item.date)].append(item)
    alike: dict[str, list[Item]] = defaultdict(list)
    for some in on_a_day.values():
        for item in some if len(some) > 1 else ():
            stated = [getattr(item, way) for way in (*WAYS, "if_unreliable")]
            alike[repr((item.path, item.date, stated))].append(item)
    for same in alike.values():
        first = same[0]
        others = [i.id for i in same[1:] if ties.unstated(first, i)]
        if others:
            seen = f"source, day and likelihoods are those of {listed(others, 6)} too"
            yield SAME_NUMBERS.note(f"items[{first.id}]", seen)


_LEFT_OUT = re.compile(
    r"left out|leav\w+ out|without|before|exclud\w+|apart from|not counted|no part|stays? out|"
    r"aside",
    re.IGNORECASE,
)


def priors_from_items(case: Case, selection: Selection) -> Iterator[Note]:
    """Reasons of priors that name an item."""
    ids = [i.id for i in selection.items]
    if not ids or not any(because for _, because in _prior_reasons(case)):
        return
    # words are ids too, and stand in any sentence: they name an item in backticks only
    telling = [name for name in ids if re.search(r"[_\d]", name)]
    bare = rf"(?<![\w.\-])({'|'.join(map(re.escape, telling))})(?![\w\-])" if telling else "(?!)()"
    names = re.compile(rf"`({'|'.join(map(re.escape, ids))})`|{bare}")
    for address, because in _prior_reasons(case):
        found = [
            m[1] or m[2]
            for sentence in re.split(r"(?<=[.;:!?])\s", because)
            if not _LEFT_OUT.search(sentence)
            for m in names.finditer(sentence)
        ]
        if found:
            named = listed(list(dict.fromkeys(found)), 6)
            yield PRIOR_FROM_ITEMS.note(address, f"gives as a reason of the prior: {named}")


def _prior_reasons(case: Case) -> Iterator[tuple[str, str]]:
    for q in case.questions:
        here = f"questions[{q.id}]"
        yield f"{here}.because", q.because
        if isinstance(q, Question):
            for h in q.hypotheses:
                yield f"{here}.hypotheses[{h.id}].because", h.because
        rows: Sequence[Row | QuantityRow] = q.table
        for k, row in enumerate(rows, start=1):
            yield f"{here}.table[row {k}].because", row.because


# --- bounds, opinions -----------------------------------------------------------------------------

_NUMBER = (
    r"(?:\w+\s+){0,2}?(?:[$€£]?\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|"
    r"twenty|thirty|forty|fifty|hundred|thousand|million|a (?:dozen|hundred|thousand|million)|"
    r"zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|zwanzig|hundert|tausend)\b)"
)
_BOUND = re.compile(
    rf"\b(up to|at most|as many as|as much as|no more than|a maximum of|bis zu|höchstens|maximal|"
    rf"at least|no fewer than|no less than|a minimum of|mindestens|wenigstens)\s+{_NUMBER}",
    re.IGNORECASE,
)


def bounds_as_points(case: Case, selection: Selection) -> Iterator[Note]:
    """Claims of about so many, in items whose text states a bound."""
    del case
    for item in selection.items:
        if item.says is not None and item.says.kind == "about":
            found = _BOUND.search(item.text)
            if found:
                seen = f"the text says {found[1].lower()!r}, the claim is `about`"
                yield BOUND_AS_POINT.note(f"items[{item.id}].says", seen)


_VIEW = re.compile(
    r"\b(believes?(?!\s+(?:in|no|nothing|nobody|none)\b)|"
    # who assesses damage, assumes command or considers three sites states no opinion
    r"(?:assess(?:es)?|thinks?|assumes?|suspects?|supposes?|considers?)(?=,?\s+that\b)|"
    r"considers?(?=\s+it\s+(?:un)?(?:likely|probable|possible)\b)|"
    r"(?:is|are) (?:convinced|of the opinion)|in the (?:view|opinion|judgement|judgment) of|"
    r"in (?:his|her|its|their) (?:view|opinion|judgement|judgment)|"
    r"(?:glaubt|glauben|meint|meinen|vermutet|vermuten)(?!\s+(?:an|nichts|niemand\w*|kein\w*)\b)|"
    r"nach (?:Ansicht|Meinung|Einschätzung))\b",
    re.IGNORECASE,
)
_OPINION_TAGS = {"opinion", "expert", "assessment"}
_BASIS = re.compile(
    r"\b(opinion|view|judgement|judgment|suppos\w*|access|"
    r"own\s+(?:eyes?|observ\w*|measur\w*|examin\w*|inspect\w*|visits?|records?|files?|data|"
    r"count\w*|tests?|interviews?|photographs?|sensors?)|saw|seen|counted|measured|examined|independent\w*)\b",
    re.IGNORECASE,
)


def opinions(case: Case, selection: Selection) -> Iterator[Note]:
    """Opinions that bear on a hypothesis as if they were observations."""
    for item in selection.items:
        if isinstance(case.question_of(item), Assumption):
            continue
        tag = next((t for t in item.tags if t.lower() in _OPINION_TAGS), None)
        found = _VIEW.search(item.text)
        mark = f"tagged {tag}" if tag is not None else repr(found[1]) if found else ""
        stated = item.repeats is not None or item.given or _BASIS.search(item.because)
        if not mark or stated:
            continue
        on = case.question_of(item).id
        yield OPINION.note(f"items[{item.id}]", f"an opinion ({mark}) bears directly on {on}")


# --- hindsight ------------------------------------------------------------------------------------

_YEAR = re.compile(
    r"(?<![\d.,$€£#/\-])\b(?P<year>(?:19|20)\d\d)"
    r"(?:-(?P<month>\d\d)-(?P<day>\d\d))?\b(?![.,]?\d)"
    r"(?!\s*(?:%|km|kg|m|mm|tons?|tonnes?|shells?|containers?|people|men|soldiers|cases|times)\b)"
)
_FORESEEN = {"by", "until", "till", "to", "before", "for", "bis", "through", "than"}
_ENDING = re.compile(
    r"\b(?:before|by|until|till|bis|vor)\s+(?:the|an?|de[rmn]|die|das|zu[mr])\s+$",
    re.IGNORECASE,
)
"""An article between such a word and the year: before the 2031 elections."""
_NAME = r"(?:plans?|pläne|agenda|models?|modell|vision|strategy|strategie)"
_NAMED_BEFORE = re.compile(rf"\w*{_NAME}\s+$", re.IGNORECASE)
_NAMED_AFTER = re.compile(rf"\s+{_NAME}\b", re.IGNORECASE)
"""A plan that is called by the year it reaches to (Agenda 2030) was made before it."""


def _later(text: str, day: dt.date, *, foreseen: bool) -> str | None:
    """The first year or day in a text that lies after a day; a year to come may be foreseen."""
    for found in _YEAR.finditer(text):
        before = text[: found.start()]
        if _NAMED_BEFORE.search(before) or _NAMED_AFTER.match(text, found.end()):
            continue
        word = before.split()[-1].strip("([\"'").lower() if before.strip() else ""
        if foreseen and (word in _FORESEEN or _ENDING.search(before)):
            continue
        year = int(found["year"])
        if year > day.year:
            return found["year"]
        if found["month"] and year == day.year:
            written = (int(found["month"]), int(found["day"]))
            if (day.month, day.day) < written <= (12, 31):
                return f"{year}-{found['month']}-{found['day']}"
    return None


def hindsight(case: Case, selection: Selection) -> Iterator[Note]:
    """Reasons and citations that mention what lies after the day of the assessment."""
    if selection.as_of is None:
        return
    for address, text in _reasons(case, selection):
        found = _later(text, selection.as_of, foreseen=not address.endswith("citation"))
        if found:
            yield LATER_YEAR.note(address, f"mentions {found}, which is after {selection.as_of}")


def _reasons(case: Case, selection: Selection) -> Iterator[tuple[str, str]]:
    used = {name for i in selection.items for name in i.path}
    yield from _prior_reasons(case)
    yield from ((f"sources[{s.id}].because", s.because) for s in case.sources if s.id in used)
    yield from ((f"assumptions[{a.id}].because", a.because) for a in case.assumptions)
    for i in selection.items:
        yield f"items[{i.id}].because", i.because
        yield f"items[{i.id}].citation", i.citation
