"""Guards on stated numbers: too many digits, no ranges, near certainty, extreme ratios, grade F."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from assess.case.addresses import Address, Kind
from assess.case.model import Case
from assess.case.numbers import Number, hypothesis_labels
from assess.case.pitfalls.catalogue import (
    EXTREME_RATIO,
    GRADE_F,
    MANY_DIGITS,
    NEAR_CERTAIN,
    NO_RANGES,
)
from assess.case.selection import Note, Selection
from assess.formatting.names import listed
from evidence.item import Item
from evidence.source import Admiralty
from priors.forms.probability import Between, Fixed, Form, MeanWorth, Pert, Triangular
from priors.question import Question

_FEW_ITEMS = 3
_DIGITS = 3
_COMPUTED = 9
"""Digits from which on a number was computed, from counts or the like, and not judged."""

_LEAST = 0.001
_MOST_RATIO = 1000.0
_TWO = 2
_HALF = 0.005
"""How far from one half a mean is still read as one half."""

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
        fine.setdefault(str(number.address), value)
    if fine:
        first = next(iter(fine))
        seen = f"{fine[first]:.15g} has more than three significant digits{_and(list(fine)[1:])}"
        yield MANY_DIGITS.note(first, seen)


def _counted(case: Case) -> set[Address]:
    """Addresses of priors that are shares of stated weights: nobody wrote their digits."""
    labels = iter(hypothesis_labels(case.questions))
    return {
        Address.of_prior(label)
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


_OF_STATES = {"prior", "reliability", "holds", "repeats"}
"""Kinds of numbers that are chances of how things are, and not of what would be seen."""


def near_certain(numbers: Sequence[Number]) -> Iterator[Note]:
    """Chances of how things are that leave less than one in a thousand."""
    found = [
        n for n in numbers if n.kind in _OF_STATES and isinstance(n.form, Form) and _is_near(n.form)
    ]
    if found:
        others = [str(n.address) for n in found[1:]]
        more = f", and so near 0 or 1 are {listed(others, _NAMED)}" if others else ""
        yield NEAR_CERTAIN.note(
            str(found[0].address), f"{found[0].value:.6g} is near certainty{more}"
        )


def extreme_ratios(selection: Selection) -> Iterator[Note]:
    """Items more than a thousand times as probable under one hypothesis as under another."""
    found = [extreme for item in selection.items for extreme in _extremes(item)]
    if found:
        address, seen = found[0]
        others = [a for a, _ in found[1:]]
        more = f", and a ratio as large is in {listed(others, _NAMED)}" if others else ""
        yield EXTREME_RATIO.note(address, f"{seen}{more}")


def _extremes(item: Item) -> Iterator[tuple[str, str]]:
    """Of each table of an item: where the largest ratio is, and how large, if it is extreme."""
    tables: list[tuple[Kind, Mapping[str, Form], bool]] = []
    if item.search is not None:
        tables.append(("chance", item.search.chance, item.search.found))
    else:
        tables.append(("likelihood", item.likelihoods or {}, True))
    if isinstance(item.if_unreliable, dict):
        tables.append(("if_unreliable", item.if_unreliable, True))
    for kind, stated, found in tables:
        # of a search in vain what counts is the chance to find nothing
        values = {h: p.mean if found else 1.0 - p.mean for h, p in stated.items()}
        # a stated 0 is a matter of logic; ends of 0 are refused without `certain`
        values = {h: v for h, v in values.items() if v > 0.0}
        if len(values) < _TWO:
            continue
        low, high = min(values, key=values.__getitem__), max(values, key=values.__getitem__)
        ratio = values[high] / values[low]
        if ratio > _MOST_RATIO * (1 + 1e-9):
            seen = f"{ratio:,.0f} times as probable under {high} as under {low}"
            yield str(Address(kind, item.id, low)), seen


def _is_near(form: Form) -> bool:
    if isinstance(form, Fixed) and form.certain:
        return False
    mean = form.value if isinstance(form, Fixed) else form.mean
    return not _LEAST * (1 - 1e-9) <= mean <= 1.0 - _LEAST * (1 - 1e-9)


def grades_f(case: Case, selection: Selection) -> Iterator[Note]:
    """Grade F read as one half, by a number or by a range of that mean.

    Of a single item only the mean of a reliability counts, so that a range is no way out. It is let
    pass with a reason where little can rest on it: one item, with those that repeat it.
    """
    used = {name for i in selection.items for name in i.path}
    for s in case.sources:
        form = s.reliability
        if s.id not in used or not isinstance(form, Admiralty) or form.as_ is None:
            continue
        if form.admiralty != "F" or abs(form.mean - 0.5) > _HALF:
            continue
        count = _separate(selection, s.id)
        if form.as_.is_fixed:
            how = f"is {form.mean:.3g}"
        elif not s.because.strip():
            how = f"has the mean {form.mean:.3g}, without a reason"
        elif count > 1:
            how = f"has the mean {form.mean:.3g}, and {count} separate items rest on it"
        else:
            continue
        yield GRADE_F.note(f"sources[{s.id}].reliability", f"its reliability {how}")


def _separate(selection: Selection, source: str) -> int:
    """How many items came through a source, without those that repeat another of them."""
    through = {i.id: i for i in selection.items if source in i.path}
    return sum(i.repeats is None or i.repeats.item not in through for i in through.values())
