"""What only the whole case can know of a candidate: its names, its outcomes, what it may repeat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assess.case.checks.items import check_rests, check_source, question_of
from assess.case.checks.sections import Checked, covers, state_word, unknown
from assess.errors import Location, Problem
from assess.formatting.names import listed
from evidence.candidate import WAYS, Candidate
from evidence.item import OTHERS
from priors.forms.probability import Form

_EXACT = 1e-9
_ONE = "1, within 1e-9"


def check_candidate(at: Location, candidate: Candidate, parts: Checked) -> Iterable[Problem]:
    """Every problem of one candidate that only shows when the parts are seen together."""
    is_lost = at in parts.lost or any(parts.touched(*at, k) for k in WAYS)
    if candidate.way is None and not is_lost:
        used = [k for k in WAYS if getattr(candidate, k) is not None]
        message = (
            "says what may be found in more than one way"
            if used
            else "does not say what may be found"
        )
        yield Problem(at, message, listed(used), f"exactly one of {listed(WAYS)}")
    question, problems = question_of(at, candidate, parts)
    yield from problems
    if question is not None:
        yield from _numbers(at, candidate, question.states, state_word(question), parts)
    if candidate.outcomes:
        yield from _of_outcomes(at, candidate, parts)
    yield from check_source(
        at, candidate, parts, "P(it will be seen | the source does not track the truth)"
    )
    yield from check_rests(at, candidate, parts, "a candidate")
    yield from _repeats(at, candidate, parts)


def _numbers(
    at: Location, candidate: Candidate, states: tuple[str, ...], what: str, parts: Checked
) -> Iterable[Problem]:
    """What may be found, against the states of what it bears on."""
    mappings: list[tuple[Location, Mapping[str, Form] | None]] = [
        ((*at, "likelihood"), candidate.likelihood),
        ((*at, "search", "chance"), None if candidate.search is None else candidate.search.chance),
    ]
    outcomes = candidate.outcomes or {}
    mappings += [((*at, "outcomes", name), each) for name, each in outcomes.items()]
    if isinstance(candidate.if_unreliable, Mapping) and candidate.outcomes is None:
        mappings.append(((*at, "if_unreliable"), candidate.if_unreliable))
    whole = bool(outcomes) and not parts.touched(*at, "outcomes")
    for here, mapping in mappings:
        if mapping is not None:
            found = [*covers(here, mapping, states, what, parts, others=True)]
            whole = whole and not found
            yield from found
    if whole:
        sums = {h: _total(m[h if h in m else OTHERS] for m in outcomes.values()) for h in states}
        wrong = [h for h, total in sums.items() if abs(total - 1.0) > _EXACT]
        if wrong:
            message = f"the chances of the outcomes do not sum to 1 under {listed(wrong)}"
            yield Problem((*at, "outcomes"), message, _sums(sums[h] for h in wrong), _ONE)


def _of_outcomes(at: Location, candidate: Candidate, parts: Checked) -> Iterable[Problem]:
    """What is stated for each of several outcomes."""
    names = candidate.outcome_names
    here = (*at, "if_unreliable")
    if isinstance(candidate.if_unreliable, Mapping):
        yield from _for_each(here, candidate.if_unreliable, names, parts)
    elif candidate.if_unreliable is not None:
        allowed = f"one number for each outcome: {listed(names)}"
        yield Problem(here, "is one number, and there are several outcomes", "", allowed)
    here = (*at, "repeats", "if_copied")
    copied = None if candidate.repeats is None else candidate.repeats.if_copied
    if isinstance(copied, Mapping):
        yield from _for_each(here, copied, names, parts)
    elif isinstance(copied, str):
        if copied not in names and not parts.touched(*at, "outcomes"):
            yield unknown(here, copied, names, "outcome")
    elif candidate.repeats is not None and not parts.touched(*here):
        message = "does not say which of several outcomes a mere repeat comes out as"
        yield Problem(here, message, "", f"one of {listed(names)}, or a number for each")


def _for_each(
    at: Location, mapping: Mapping[str, Form], names: tuple[str, ...], parts: Checked
) -> Iterable[Problem]:
    if parts.touched(*at) or parts.touched(*at[:2], "outcomes"):
        return
    found = [*covers(at, mapping, names, "outcome", parts)]
    yield from found
    total = _total(mapping.values())
    if not found and abs(total - 1.0) > _EXACT:
        yield Problem(at, "the chances of the outcomes do not sum to 1", _sums([total]), _ONE)


def _total(chances: Iterable[Form]) -> float:
    return sum(p.mean for p in chances)


def _sums(totals: Iterable[float]) -> str:
    shown = [f"{total:.10g}" for total in totals]
    return f"a sum of {shown[0]}" if len(shown) == 1 else f"sums of {listed(shown)}"


def _repeats(at: Location, candidate: Candidate, parts: Checked) -> Iterable[Problem]:
    here = (*at, "repeats", "item")
    original = None if candidate.repeats is None else candidate.repeats.item
    known = {**parts.known("candidates"), **parts.known("items")}
    if original is not None and original not in known:
        if not any((section,) in parts.lost for section in ("items", "candidates")):
            yield unknown(here, original, known, "item or candidate")
        return
    repeated = None if original is None else known[original]
    if isinstance(repeated, Candidate) and repeated.outcomes is not None:
        message = "has several outcomes: which of them would be repeated is not clear"
        allowed = "an item, or a candidate with a likelihood or a search"
        yield Problem(here, message, repr(original), allowed)
    copied = None if candidate.repeats is None else candidate.repeats.if_copied
    if candidate.outcomes is None and isinstance(copied, str | Mapping):
        if parts.touched(*at, "outcomes"):
            return
        message = "is not one number, and there are no outcomes that it could name"
        yield Problem((*at, "repeats", "if_copied"), message, "", "a number between 0 and 1")
