"""What only the whole case can know of a question: its names, its priors, what it is linked to."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import islice, product

from assess.case.checks.sections import Checked, covers, state_word, unknown
from assess.errors import Location, Problem
from evidence.item import OTHERS
from priors.question import AnyQuestion, Quantity, QuantityRow, Question, Row


def check_question(at: Location, q: AnyQuestion, parts: Checked) -> Iterable[Problem]:
    """Every problem of a question among the other parts of its case."""
    if parts.touched(*at, "given"):  # whether it is linked, and to what, is not known
        is_linked = None
    else:
        is_linked = bool(q.given or q.table) or parts.touched(*at, "table")
    if isinstance(q, Question):
        yield from _hypotheses(at, q, parts)
        if is_linked is False:
            yield from _root(at, q, parts)
        elif is_linked:
            yield from _no_priors_beside_a_table(at, q)
    else:
        yield from _quantity(at, q, parts, is_linked)
    if is_linked:
        yield from _linked(at, q, parts)


def _hypotheses(at: Location, q: Question, parts: Checked) -> Iterable[Problem]:
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


def _root(at: Location, q: Question, parts: Checked) -> Iterable[Problem]:
    stated = [h for h in q.hypotheses if h.prior is not None]
    if q.weights is None and parts.touched(*at, "weights"):
        return
    if q.weights is not None:
        if stated:
            yield Problem(
                (*at, "weights"), "there are priors too", "", "priors or weights, not both"
            )
        if parts.is_usable("questions", at[1], q):
            yield from covers((*at, "weights"), q.weights, q.states, "hypothesis", parts)
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


def _quantity(
    at: Location, q: Quantity, parts: Checked, is_linked: bool | None
) -> Iterable[Problem]:
    if is_linked and q.prior is not None:
        message = "a linked quantity has its priors in its table"
        yield Problem((*at, "prior"), message, "", "no prior here")
    if is_linked is False and q.prior is None and not parts.touched(*at, "prior"):
        allowed = "a distribution such as {lognormal: {median: 8, p95: 20}}"
        yield Problem((*at, "prior"), "is missing", "", allowed)
    priors = [row.prior for row in q.table] if is_linked else [q.prior]
    known = [p.support for p in priors if p is not None]
    if not known or len(known) < len(priors) or parts.touched(*at, "thresholds"):
        return
    for k, threshold in enumerate(q.thresholds):
        if not any(low < threshold < high for low, high in known):
            low, high = min(low for low, _ in known), max(high for _, high in known)
            allowed = f"above {low:g}" if math.isinf(high) else f"between {low:g} and {high:g}"
            message = "lies outside the range of the prior"
            yield Problem((*at, "thresholds", k), message, f"{threshold:g}", allowed)


def _no_priors_beside_a_table(at: Location, q: Question) -> Iterable[Problem]:
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


def _linked(at: Location, q: AnyQuestion, parts: Checked) -> Iterable[Problem]:
    questions = parts.known("questions")
    for k, name in enumerate(q.given):
        if name and name not in questions:
            yield unknown((*at, "given", k), name, questions, "question")
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
    yield from _rows(at, q, parents, parts)


def _rows(
    at: Location, q: AnyQuestion, parents: list[AnyQuestion], parts: Checked
) -> Iterable[Problem]:
    seen: set[tuple[str | None, ...]] = set()
    unclear = (*at, "table") in parts.lost
    rows: tuple[Row | QuantityRow, ...] = q.table
    for k, row in enumerate(rows):
        here = (*at, "table", k)
        yield from _row(here, row, q, parents, parts)
        if here in parts.lost or parts.touched(*here, "when"):
            unclear = True
            continue
        combination = tuple(row.when.get(name) for name in q.given)
        if combination in seen:
            yield Problem(
                (*here, "when"), "another row has the same combination", "", "one row for each"
            )
        seen.add(combination)
    if not unclear:
        yield from _missing_rows((*at, "table"), q, parents, seen)


def _row(
    here: Location,
    row: Row | QuantityRow,
    q: AnyQuestion,
    parents: list[AnyQuestion],
    parts: Checked,
) -> Iterable[Problem]:
    """The combination of states a row is for, and its prior."""
    when = "question this one is linked to"
    yield from covers((*here, "when"), row.when or {}, q.given, when, parts)
    for p in parents:
        if row.when and p.id in row.when and row.when[p.id] not in p.states:
            yield unknown((*here, "when", p.id), row.when[p.id], p.states, state_word(p))
    if isinstance(row, Row):
        yield from covers((*here, "prior"), row.prior or {}, q.states, "hypothesis", parts)
        if set(row.prior or {}) == set(q.states):
            yield from _sums((*here, "prior"), [v.value for v in row.prior.values()])


def _missing_rows(
    at: Location,
    q: AnyQuestion,
    parents: list[AnyQuestion],
    seen: set[tuple[str | None, ...]],
) -> Iterable[Problem]:
    # looked for one by one, since there can be more combinations than could ever be listed
    missing = (c for c in product(*(p.states for p in parents)) if c not in seen)
    names = [
        f"{{{', '.join(f'{g}: {s}' for g, s in zip(q.given, c, strict=True))}}}"
        for c in islice(missing, 4)
    ]
    if names:
        more = " and others" if next(missing, None) else ""
        message = f"no row for {', '.join(names)}{more}"
        yield Problem(at, message, "", "one row for every combination")
