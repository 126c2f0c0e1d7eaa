"""What only the case as a whole can know: names that must exist, sums, cycles, coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assess.checks_questions import check_question
from assess.parts import Parts, covers, state_word, unknown
from assess.problems import Location, Problem, listed
from assess.translate import NOT_YET
from evidence.assumption import Assumption
from evidence.item import WAYS, Item
from priors.question import AnyQuestion, Quantity

_Graph = dict[str, tuple[Location, tuple[str, ...]]]


def check_whole(parts: Parts) -> list[Problem]:
    """Every problem that only shows when the parts are seen together."""
    return [
        *_unique(parts),
        *(p for k, q in parts.questions for p in check_question(("questions", k), q, parts)),
        *(p for k, i in parts.items for p in _item(("items", k), i, parts)),
        *_cycles(parts),
    ]


def _unique(parts: Parts) -> Iterable[Problem]:
    shared: dict[str, str] = {}
    for section in ("questions", "assumptions", "sources", "items"):
        seen = shared if section in ("questions", "assumptions") else {}
        for k, part in getattr(parts, section):
            if part.id is None:
                continue
            if part.id in seen:
                message = f"the name is taken already by another entry of {seen[part.id]}"
                yield Problem((section, k, "id"), message, repr(part.id), "a name of its own")
            seen.setdefault(part.id, section)


def _item(at: Location, item: Item, parts: Parts) -> Iterable[Problem]:
    yield from _question_and_likelihood(at, item, parts)
    yield from _origin(at, item, parts)
    assumptions = parts.known("assumptions")
    for k, name in enumerate(item.requires):
        if name and name not in assumptions and ("assumptions",) not in parts.lost:
            yield unknown((*at, "requires", k), name, assumptions, "assumption")
        if name and name in item.requires[:k]:
            yield Problem(
                (*at, "requires", k), "is named twice", repr(name), "each assumption once"
            )
        if name and name == item.question:
            yield Problem(
                (*at, "requires", k),
                "an item cannot rest on the assumption it bears on",
                repr(name),
            )
    items = parts.known("items")
    original = None if item.repeats is None else item.repeats.item
    if original is not None and original not in items:
        yield unknown((*at, "repeats", "item"), original, items, "item")
    for k, name in enumerate(item.given):
        if name and name not in items:
            yield unknown((*at, "given", k), name, items, "item")


def _question_and_likelihood(at: Location, item: Item, parts: Parts) -> Iterable[Problem]:
    is_lost = at in parts.lost or any(parts.touched(*at, k) for k in (*WAYS, *NOT_YET))
    if item.way is None and not is_lost:
        used = [k for k in WAYS if getattr(item, k) is not None]
        message = (
            "says what it says in more than one way" if used else "does not say how likely it is"
        )
        yield Problem(at, message, listed(used), f"exactly one of {listed(WAYS)}")
    questions = parts.known("questions")
    variables = {**questions, **parts.known("assumptions")}
    if parts.touched(*at, "question") or not parts.questions:
        return
    if item.question is None:
        if len({q.id or k for k, q in parts.questions}) != 1:
            yield Problem(
                (*at, "question"),
                "is missing, and the case has several questions",
                "",
                listed(list(variables)),
            )
            return
        question = questions.get(parts.questions[0][1].id)
    elif item.question not in variables:
        yield unknown((*at, "question"), item.question, variables, "question or assumption")
        return
    else:
        question = variables[item.question]
    if question is None:
        return
    yield from _states(at, item, question, parts)


def _states(
    at: Location, item: Item, question: AnyQuestion | Assumption, parts: Parts
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
    if item.search is not None and item.search.chance is not None:
        here = (*at, "search", "chance")
        yield from covers(here, item.search.chance, states, what, parts, others=True)
    if item.ratio is not None and item.ratio.for_ not in (*states, None):
        yield unknown((*at, "ratio", "for"), item.ratio.for_, states, what)
    if isinstance(item.if_unreliable, dict):
        here = (*at, "if_unreliable")
        yield from covers(here, item.if_unreliable, states, what, parts, others=True)


def _origin(at: Location, item: Item, parts: Parts) -> Iterable[Problem]:
    sources = parts.known("sources")
    path = item.path or ()
    for k, name in enumerate(path):
        here = (*at, "source") if isinstance(item.source, str) else (*at, "source", k)
        if name and name not in sources and ("sources",) not in parts.lost:
            yield unknown(here, name, sources, "source")
        if name and name in path[:k]:
            yield Problem(here, "is on the path twice", repr(name), "each source once")
    known = [sources.get(name) for name in path]
    never_unreliable = all(s is None or s.is_certain for s in known) and not item.requires
    is_lost = parts.touched(*at, "if_unreliable") or parts.touched(*at, "ratio")
    if item.if_unreliable is None and item.ratio is None and not (never_unreliable or is_lost):
        why = (
            "it rests on assumptions that may fail"
            if all(s is None or s.is_certain for s in known)
            else "its source may not track the truth"
        )
        yield Problem(
            (*at, "if_unreliable"),
            f"is missing; {why}",
            "",
            "P(this item appears | the source does not track the truth)",
        )


def _cycles(parts: Parts) -> Iterable[Problem]:
    questions: _Graph = {}
    repeats: _Graph = {}
    given: _Graph = {}
    for k, q in parts.questions:
        questions.setdefault(q.id, (("questions", k, "given"), q.given))
    for k, i in parts.items:
        originals = (i.repeats.item,) if i.repeats else ()
        repeats.setdefault(i.id, (("items", k, "repeats", "item"), originals))
        given.setdefault(i.id, (("items", k, "given"), i.given))
    for graph in (questions, repeats, given):
        named = {name: targets for name, (_, targets) in graph.items() if name}
        for cycle in _find_cycles(named):
            location = graph[cycle[0]][0]
            yield Problem(location, "goes round in a circle", " -> ".join((*cycle, cycle[0])))


def _find_cycles(graph: Mapping[str, tuple[str, ...]]) -> Iterable[list[str]]:
    """One cycle for each knot of a graph; iterative, since a chain may be thousands long."""
    state: dict[str, int] = {}
    for start in graph:
        trail: list[str] = []
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:
            node, k = stack.pop()
            if k == 0:
                if state.get(node):
                    continue
                state[node] = 1
                trail.append(node)
            targets = graph.get(node, ())
            if k < len(targets):
                stack.append((node, k + 1))
                target = targets[k]
                if state.get(target) == 1:
                    yield trail[trail.index(target) :]
                elif target in graph and not state.get(target):
                    stack.append((target, 0))
            else:
                state[node] = 2
                trail.pop()
