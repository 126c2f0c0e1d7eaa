"""Guards on stated numbers: too many digits, no ranges, near certainty, grade F."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from assess.case import Case
from assess.guards_table import GRADE_F, MANY_DIGITS, NEAR_CERTAIN, NO_RANGES
from assess.problems import listed
from assess.selection import Note, Selection
from assess.table import Number, hypothesis_labels, prior_address
from evidence.source import Admiralty
from priors.probability import Between, Fixed, Form, MeanWorth, Pert, Triangular
from priors.question import Question

_FEW_ITEMS = 3
_DIGITS = 3
_COMPUTED = 9
"""Digits from which on a number was computed, from counts or the like, and not judged."""

_LEAST = 0.001
_NAMED = 5
"""Addresses that one note names."""


def numbers_too_fine(case: Case, numbers: Sequence[Number]) -> Iterator[Note]:
    """Numbers that a judgement cannot have: too many digits."""
    counted = _counted(case)
    found = [
        (n, value)
        for n in numbers
        if not n.shapes and n.address not in counted
        for value in _stated(n.form)
        if _is_too_fine(value)
    ]
    fine: dict[str, float] = {}
    for number, value in found:
        fine.setdefault(number.address, value)
    if fine:
        first = next(iter(fine))
        seen = f"{fine[first]:.15g} has more than three significant digits{_and(list(fine)[1:])}"
        yield MANY_DIGITS.note(first, seen)


def _counted(case: Case) -> set[str]:
    """Addresses of priors that are shares of stated weights: nobody wrote their digits."""
    labels = iter(hypothesis_labels(case.questions))
    return {
        prior_address(label)
        for q in case.questions
        for label in [next(labels) for _ in q.states]
        if isinstance(q, Question) and q.weights is not None
    }


def _and(others: list[str]) -> str:
    return f", and so have {listed(others, _NAMED)}" if others else ""


def _stated(form: object) -> tuple[float, ...]:
    """The digits that somebody wrote; parameters and counts are no judgement of a chance."""
    match form:
        case Fixed():
            return () if form.certain else (form.value,)
        case Between():
            return form.between
        case Pert():
            return form.pert
        case Triangular():
            return form.triangular
        case MeanWorth():
            return (form.mean_,)
        case Admiralty() if form.as_ is not None:
            return _stated(form.as_)
        case float():
            return (form,)
    return ()


@lru_cache(maxsize=10_000)
def _is_too_fine(value: float) -> bool:
    """More than three digits, in the number and in what is left of 1, and no simple fraction."""
    rest = 1.0 - value
    digits = min(_digits(value), _digits(round(rest, 15)) if 0.0 < rest < 1.0 else _COMPUTED)
    if not _DIGITS < digits < _COMPUTED:
        return False
    return not any(abs(value * n - round(value * n)) < 6e-5 * n for n in range(2, 13))


def _digits(value: float) -> int:
    """Significant digits of a number as it was written."""
    written = f"{value:.15g}".partition("e")[0]
    return len(written.replace(".", "").strip("0"))


def ranges_missing(case: Case, selection: Selection, numbers: Sequence[Number]) -> Iterator[Note]:
    """A case all of whose numbers are fixed."""
    del case
    if len(selection.items) >= _FEW_ITEMS and all(n.is_fixed for n in numbers):
        seen = f"none of {len(numbers)} numbers has a range"
        yield NO_RANGES.note("case", seen)


def near_certain(numbers: Sequence[Number]) -> Iterator[Note]:
    """Probabilities that leave less than one in a thousand."""
    found = [n for n in numbers if not n.shapes and isinstance(n.form, Form) and _is_near(n.form)]
    if found:
        others = [n.address for n in found[1:]]
        more = f", and so near 0 or 1 are {listed(others, _NAMED)}" if others else ""
        yield NEAR_CERTAIN.note(found[0].address, f"{found[0].value:.6g} is near certainty{more}")


def _is_near(form: Form) -> bool:
    if isinstance(form, Fixed) and form.certain:
        return False
    mean = form.value if isinstance(form, Fixed) else form.mean
    return not _LEAST * (1 - 1e-9) <= mean <= 1.0 - _LEAST * (1 - 1e-9)


def grades_f(case: Case, selection: Selection) -> Iterator[Note]:
    """Grade F read as one half."""
    used = {name for i in selection.items for name in i.path}
    for s in case.sources:
        form = s.reliability
        if s.id not in used or not isinstance(form, Admiralty) or form.as_ is None:
            continue
        if form.admiralty != "F" or abs(form.mean - 0.5) > 1e-6:
            continue
        if isinstance(form.as_, Fixed) or not s.because.strip():
            how = "is .5" if isinstance(form.as_, Fixed) else "has the mean .5, without a reason"
            yield GRADE_F.note(f"sources[{s.id}].reliability", f"its reliability {how}")
