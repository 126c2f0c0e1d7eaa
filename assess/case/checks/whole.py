"""What only the case as a whole can know: names that must exist, sums, cycles, coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assess.case.checks.candidates import check_candidate
from assess.case.checks.items import check_item
from assess.case.checks.questions import check_question
from assess.case.checks.sections import Checked
from assess.errors import Location, Problem

_Graph = dict[str, tuple[Location, tuple[str, ...]]]


def check_whole(parts: Checked) -> list[Problem]:
    """Every problem that only shows when the parts are seen together."""
    return [
        *_unique(parts),
        *(p for k, q in parts.questions for p in check_question(("questions", k), q, parts)),
        *(p for k, i in parts.items for p in check_item(("items", k), i, parts)),
        *(p for k, c in parts.candidates for p in check_candidate(("candidates", k), c, parts)),
        *_cycles(parts),
    ]


def _unique(parts: Checked) -> Iterable[Problem]:
    asked: dict[str, str] = {}
    said: dict[str, str] = {}
    share = {"questions": asked, "assumptions": asked, "items": said, "candidates": said}
    for section in ("questions", "assumptions", "sources", "items", "candidates"):
        seen = share.get(section, {})
        for k, part in getattr(parts, section):
            if part.id is None:
                continue
            if part.id in seen:
                message = f"the name is taken already by another entry of {seen[part.id]}"
                yield Problem((section, k, "id"), message, repr(part.id), "a name of its own")
            seen.setdefault(part.id, section)


def _cycles(parts: Checked) -> Iterable[Problem]:
    questions: _Graph = {}
    repeats: _Graph = {}
    given: _Graph = {}
    for k, q in parts.questions:
        questions.setdefault(q.id, (("questions", k, "given"), q.given))
    for k, i in parts.items:
        originals = (i.repeats.item,) if i.repeats else ()
        repeats.setdefault(i.id, (("items", k, "repeats", "item"), originals))
        given.setdefault(i.id, (("items", k, "given"), i.given))
    for k, c in parts.candidates:
        originals = (c.repeats.item,) if c.repeats else ()
        repeats.setdefault(c.id, (("candidates", k, "repeats", "item"), originals))
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
