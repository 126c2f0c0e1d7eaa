"""What only the case as a whole can know: names that must exist, sums, cycles, coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from typing import Any

from assess.problems import Location, Problem, closest, listed
from assess.translate import NOT_YET
from evidence.assumption import Assumption
from evidence.item import OTHERS, Item
from evidence.source import Source
from priors.question import Question

_Graph = dict[str, tuple[Location, tuple[str, ...]]]


@dataclass(frozen=True)
class Parts:
    """The parts of a case, each with its place in its list.

    `lost` are the places that are faulty by themselves. What stood there is missing from the parts
    (None, or nothing of a list), and no problem may be made of its absence.
    """

    questions: tuple[tuple[int, Question], ...]
    sources: tuple[tuple[int, Source], ...]
    assumptions: tuple[tuple[int, Assumption], ...]
    items: tuple[tuple[int, Item], ...]
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
        for section in ("questions", "sources", "assumptions", "items"):
            known = by_id[section] = {}
            for k, part in getattr(self, section):
                if part.id is not None and part.id not in known:
                    known[part.id] = part if self.is_usable(section, k, part) else None
        return by_id

    def is_usable(self, section: str, k: str | int, part: Any) -> bool:
        """Whether enough of a part is left to check others by it."""
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


def check_whole(parts: Parts) -> list[Problem]:
    """Every problem that only shows when the parts are seen together."""
    return [
        *_unique(parts),
        *(p for k, q in parts.questions for p in _question(("questions", k), q, parts)),
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


def _unknown(location: Location, name: str, known: Iterable[str], what: str) -> Problem:
    names = sorted({n for n in known if n})
    return Problem(
        location,
        f"no {what} has this name",
        repr(name),
        listed(names) or "none",
        closest(name, names),
    )


def _question(at: Location, q: Question, parts: Parts) -> Iterable[Problem]:
    names = q.states
    for k, name in enumerate(names):
        if name and name in names[:k]:
            yield Problem(
                (*at, "hypotheses", k, "id"),
                "the name is taken already",
                repr(name),
                "a name of its own",
            )
        if name == OTHERS:
            yield Problem(
                (*at, "hypotheses", k, "id"),
                "'others' stands for all hypotheses not named",
                repr(name),
                "another name",
            )
    catch_alls = [k for k, h in enumerate(q.hypotheses) if h.catch_all]
    unclear = parts.touched(*at, "exhaustive") or any(
        parts.touched(*at, "hypotheses", k, "catch_all") or (*at, "hypotheses", k) in parts.lost
        for k in range(len(names))
    )
    unclear = unclear or not parts.lists_hypotheses(at, q)
    if not catch_alls and not q.exhaustive and not unclear:
        yield Problem(
            (*at, "hypotheses"),
            "no hypothesis is the catch-all",
            "",
            "catch_all: true on one hypothesis, or exhaustive: 'why none is needed'",
        )
    if len(catch_alls) > 1:
        yield Problem(
            (*at, "hypotheses", catch_alls[1], "catch_all"),
            "there is a catch-all already",
            "",
            "one",
        )
    if parts.touched(*at, "given"):  # whether it is linked, and to what, is not known
        return
    is_linked = q.given or q.table or parts.touched(*at, "table")
    yield from _linked(at, q, parts) if is_linked else _root(at, q, parts)


def _root(at: Location, q: Question, parts: Parts) -> Iterable[Problem]:
    stated = [h for h in q.hypotheses if h.prior is not None]
    if q.weights is None and parts.touched(*at, "weights"):
        return
    if q.weights is not None:
        if stated:
            yield Problem(
                (*at, "weights"), "there are priors too", "", "priors or weights, not both"
            )
        if parts.is_usable("questions", at[1], q):
            yield from _covers((*at, "weights"), q.weights, q.states, "hypothesis", parts)
        return
    for k, h in enumerate(q.hypotheses):
        here = (*at, "hypotheses", k)
        if h.prior is None and here not in parts.lost and not parts.touched(*here, "prior"):
            yield Problem((*here, "prior"), "is missing")
    if len(stated) == len(q.hypotheses) and parts.lists_hypotheses(at, q):
        yield from _sums((*at, "hypotheses"), [h.prior.value for h in q.hypotheses if h.prior])


def _sums(at: Location, values: list[float]) -> Iterable[Problem]:
    total = sum(values)
    if abs(total - 1.0) > 1e-9:
        yield Problem(at, "the priors do not sum to 1", f"a sum of {total:.10g}", "1, within 1e-9")


def _covers(
    at: Location,
    mapping: Mapping[str, Any],
    names: Iterable[str],
    what: str,
    parts: Parts,
    *,
    others: bool = False,
) -> Iterable[Problem]:
    """Each name has an entry and each entry a name; `others` may stand for what is missing."""
    names = tuple(names)
    for key in mapping:
        if key not in names and not (others and key == OTHERS):
            yield _unknown((*at, key), key, names, what)
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


def _linked(at: Location, q: Question, parts: Parts) -> Iterable[Problem]:
    for k, h in enumerate(q.hypotheses):
        if h.prior is not None:
            yield Problem(
                (*at, "hypotheses", k, "prior"),
                "a linked question has its priors in its table",
                "",
                "no prior here",
            )
    if q.weights is not None:
        yield Problem(
            (*at, "weights"), "a linked question has its priors in its table", "", "no weights"
        )
    questions = parts.known("questions")
    for k, name in enumerate(q.given):
        if name and name not in questions:
            yield _unknown((*at, "given", k), name, questions, "question")
        if name in q.given[:k]:
            yield Problem((*at, "given", k), "is named twice", repr(name), "each question once")
    if not q.given:
        yield Problem(
            (*at, "table"), "the question is not linked to any other", "", "given: [question]"
        )
        return
    parents = [p for name in q.given if (p := questions.get(name)) is not None]
    if len(parents) < len(q.given) or len(set(q.given)) < len(q.given):
        return
    if not parts.is_usable("questions", at[1], q):
        return
    seen = set()
    unclear = (*at, "table") in parts.lost
    for k, row in enumerate(q.table):
        here = (*at, "table", k)
        when = "question this one is linked to"
        yield from _covers((*here, "when"), row.when or {}, q.given, when, parts)
        for p in parents:
            if row.when and p.id in row.when and row.when[p.id] not in p.states:
                yield _unknown((*here, "when", p.id), row.when[p.id], p.states, "hypothesis")
        yield from _covers((*here, "prior"), row.prior or {}, q.states, "hypothesis", parts)
        if set(row.prior or {}) == set(q.states):
            yield from _sums((*here, "prior"), [v.value for v in row.prior.values()])
        if here in parts.lost or parts.touched(*here, "when"):
            unclear = True
            continue
        combination = tuple(row.when.get(name) for name in q.given)
        if combination in seen:
            yield Problem(
                (*here, "when"), "another row has the same combination", "", "one row for each"
            )
        seen.add(combination)
    # looked for one by one, since there can be more combinations than could ever be listed
    missing = (c for c in product(*(p.states for p in parents)) if c not in seen)
    names = [
        f"{{{', '.join(f'{g}: {s}' for g, s in zip(q.given, c, strict=True))}}}"
        for c in islice(missing, 4)
    ]
    if names and not unclear:
        more = " and others" if next(missing, None) else ""
        message = f"no row for {', '.join(names)}{more}"
        yield Problem((*at, "table"), message, "", "one row for every combination")


def _item(at: Location, item: Item, parts: Parts) -> Iterable[Problem]:
    yield from _question_and_likelihood(at, item, parts)
    yield from _origin(at, item, parts)
    assumptions = parts.known("assumptions")
    for k, name in enumerate(item.requires):
        if name and name not in assumptions and ("assumptions",) not in parts.lost:
            yield _unknown((*at, "requires", k), name, assumptions, "assumption")
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
        yield _unknown((*at, "repeats", "item"), original, items, "item")
    for k, name in enumerate(item.given):
        if name and name not in items:
            yield _unknown((*at, "given", k), name, items, "item")


def _question_and_likelihood(at: Location, item: Item, parts: Parts) -> Iterable[Problem]:
    ways = ("likelihood", "ratio", "search", *NOT_YET)
    is_lost = at in parts.lost or any(parts.touched(*at, k) for k in ways)
    if item.says is None and not is_lost:
        used = [k for k in ("likelihood", "ratio", "search") if getattr(item, k) is not None]
        message = (
            "says what it says in more than one way" if used else "does not say how likely it is"
        )
        yield Problem(at, message, listed(used), "exactly one of likelihood, ratio, search")
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
        yield _unknown((*at, "question"), item.question, variables, "question or assumption")
        return
    else:
        question = variables[item.question]
    if question is None:
        return
    states = question.states
    if item.likelihood is not None:
        here = (*at, "likelihood")
        yield from _covers(here, item.likelihood, states, "hypothesis", parts, others=True)
    if item.search is not None and item.search.chance is not None:
        here = (*at, "search", "chance")
        yield from _covers(here, item.search.chance, states, "hypothesis", parts, others=True)
    if item.ratio is not None and item.ratio.for_ not in (*states, None):
        yield _unknown((*at, "ratio", "for"), item.ratio.for_, states, "hypothesis")
    if isinstance(item.if_unreliable, dict):
        here = (*at, "if_unreliable")
        yield from _covers(here, item.if_unreliable, states, "hypothesis", parts, others=True)


def _origin(at: Location, item: Item, parts: Parts) -> Iterable[Problem]:
    sources = parts.known("sources")
    path = item.path or ()
    for k, name in enumerate(path):
        here = (*at, "source") if isinstance(item.source, str) else (*at, "source", k)
        if name and name not in sources and ("sources",) not in parts.lost:
            yield _unknown(here, name, sources, "source")
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
