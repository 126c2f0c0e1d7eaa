"""What only the whole case can know of an item; what of it holds for a candidate too."""

from __future__ import annotations

from collections.abc import Iterable

from assess.case.checks.sections import Checked, covers, state_word, unknown
from assess.errors import Location, Problem
from assess.formatting.names import listed
from evidence.assumption import Assumption
from evidence.candidate import Candidate
from evidence.item import WAYS, Item
from priors.question import AnyQuestion, Quantity

Said = Item | Candidate
"""What comes from a source and bears on a question."""


def check_item(at: Location, item: Item, parts: Checked) -> Iterable[Problem]:
    """Every problem of one item that only shows when the parts are seen together."""
    yield from _question_and_likelihood(at, item, parts)
    yield from check_source(
        at, item, parts, "P(this item appears | the source does not track the truth)"
    )
    yield from check_rests(at, item, parts, "an item")
    items = parts.known("items")
    original = None if item.repeats is None else item.repeats.item
    if original is not None and original not in items:
        if original in parts.known("candidates"):
            message = "is a candidate, which nobody has seen yet"
            yield Problem((*at, "repeats", "item"), message, repr(original), "an item")
        else:
            yield unknown((*at, "repeats", "item"), original, items, "item")
    for k, name in enumerate(item.given):
        if name and name not in items:
            yield unknown((*at, "given", k), name, items, "item")


def check_rests(at: Location, said: Said, parts: Checked, what: str) -> Iterable[Problem]:
    """The assumptions that it requires."""
    assumptions = parts.known("assumptions")
    for k, name in enumerate(said.requires):
        here = (*at, "requires", k)
        if name and name not in assumptions and ("assumptions",) not in parts.lost:
            yield unknown(here, name, assumptions, "assumption")
        if name and name in said.requires[:k]:
            yield Problem(here, "is named twice", repr(name), "each assumption once")
        if name and name == said.question:
            yield Problem(here, f"{what} cannot rest on the assumption it bears on", repr(name))


def _question_and_likelihood(at: Location, item: Item, parts: Checked) -> Iterable[Problem]:
    is_lost = at in parts.lost or any(parts.touched(*at, k) for k in WAYS)
    if item.way is None and not is_lost:
        used = [k for k in WAYS if getattr(item, k) is not None]
        message = (
            "says what it says in more than one way" if used else "does not say how likely it is"
        )
        yield Problem(at, message, listed(used), f"exactly one of {listed(WAYS)}")
    question, problems = question_of(at, item, parts)
    yield from problems
    if question is not None:
        yield from _states(at, item, question, parts)


def question_of(
    at: Location, said: Said, parts: Checked
) -> tuple[AnyQuestion | Assumption | None, list[Problem]]:
    """What it bears on, None where that is not clear, and what is wrong with the name of it."""
    questions = parts.known("questions")
    variables = {**questions, **parts.known("assumptions")}
    if parts.touched(*at, "question") or not parts.questions:
        return None, []
    if said.question is None:
        if len({q.id or k for k, q in parts.questions}) != 1:
            message, allowed = "is missing, and the case has several questions", [*variables]
            return None, [Problem((*at, "question"), message, "", listed(allowed))]
        return questions.get(parts.questions[0][1].id), []
    if said.question not in variables:
        what = "question or assumption"
        return None, [unknown((*at, "question"), said.question, variables, what)]
    return variables[said.question], []


def _states(
    at: Location, item: Item, question: AnyQuestion | Assumption, parts: Checked
) -> Iterable[Problem]:
    """What the item says, against the states of what it bears on."""
    states, what = question.states, state_word(question)
    if item.says is not None and not isinstance(question, Quantity):
        yield Problem(
            (*at, "says"),
            "is a claim about a quantity, and the question is not about one",
            repr(question.id),
            "likelihood, ratio or search",
        )
    if item.likelihood is not None:
        here = (*at, "likelihood")
        yield from covers(here, item.likelihood, states, what, parts, others=True)
    if item.rating is not None:
        yield from covers((*at, "rating"), item.rating, states, what, parts)
    if item.search is not None and item.search.chance is not None:
        here = (*at, "search", "chance")
        yield from covers(here, item.search.chance, states, what, parts, others=True)
    if item.ratio is not None and item.ratio.for_ not in (*states, None):
        yield unknown((*at, "ratio", "for"), item.ratio.for_, states, what)
    if isinstance(item.if_unreliable, dict):
        here = (*at, "if_unreliable")
        yield from covers(here, item.if_unreliable, states, what, parts, others=True)


def check_source(at: Location, said: Said, parts: Checked, number: str) -> Iterable[Problem]:
    """The sources it comes through, and the number needed where they may not track the truth."""
    yield from _check_path(at, said, parts)
    known = [parts.known("sources").get(name) for name in said.path or ()]
    tracks_truth = all(s is None or s.is_certain for s in known)
    is_lost = parts.touched(*at, "if_unreliable") or parts.touched(*at, "ratio")
    has_ratio = isinstance(said, Item) and said.ratio is not None
    if said.if_unreliable is not None or has_ratio or is_lost:
        return
    if said.requires or not tracks_truth:
        why = (
            "it rests on assumptions that may fail"
            if tracks_truth
            else "its source may not track the truth"
        )
        yield Problem((*at, "if_unreliable"), f"is missing; {why}", "", number)


def _check_path(at: Location, said: Said, parts: Checked) -> Iterable[Problem]:
    """Each source on the path there is, and there once."""
    sources = parts.known("sources")
    path = said.path or ()
    for k, name in enumerate(path):
        here = (*at, "source") if isinstance(said.source, str) else (*at, "source", k)
        if name and name not in sources and ("sources",) not in parts.lost:
            yield unknown(here, name, sources, "source")
        if name and name in path[:k]:
            yield Problem(here, "is on the path twice", repr(name), "each source once")
