"""A case from plain data: every problem is collected before one error is raised."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import (
    BaseModel,
    TypeAdapter,
    ValidationError,
)

from assess.case.checks.parts import Parts
from assess.case.checks.whole import check_whole
from assess.case.messages import fields, plain_type, problems_of, tagged
from assess.case.model import AnyQuestion, Case
from assess.errors import CaseError, Location, Problem, placed
from assess.formatting.names import shown
from evidence.assumption import Assumption
from evidence.candidate import Candidate
from evidence.item import Item
from evidence.source import Source
from priors.forms.probability import Form
from priors.quantities.distributions import Distribution

_SECTIONS: dict[str, Any] = {
    "questions": AnyQuestion,
    "sources": Source,
    "assumptions": Assumption,
    "items": Item,
    "candidates": Candidate,
}


def case_from(
    data: Any,
    *,
    lines: Mapping[Location, int] | None = None,
    origin: str = "",
    unread: Iterable[Problem] = (),
) -> Case:
    """Check plain data and build the case from it.

    Parameters
    ----------
    data : mapping
        The content of a case file.
    lines : mapping, optional
        Line of each place in the data, for the messages.
    origin : str
        Name of the file, for the messages.
    unread : iterable of Problem
        Problems met when the data was read; what hangs on those places is not reported again.

    Returns
    -------
    Case

    Raises
    ------
    CaseError
        With every problem in the data, each with its address, what was seen, what is allowed and
        the closest known name.
    """
    problems = list(unread)
    lost = {p.location for p in problems}
    if isinstance(data, Mapping):
        try:
            case = Case.model_validate({"format": None, **data}, by_alias=True, by_name=False)
            if not problems:
                return case
        except ValidationError as error:
            checked = any(e["type"] == "case" for e in error.errors(include_url=False))
            if checked and not lost:
                problems = problems_of(error, Case, data)
            else:
                told = [] if checked else problems_of(error, Case, data)
                problems += [p for p in told if not _below(p.location, lost)]
                problems += _whole_of_what_stands(data, lost)
    elif data is not None or not problems:
        allowed = "format, questions, sources, items"
        problems.append(Problem((), "a case is a mapping", shown(data), allowed))
    table = dict(lines or {})
    unique = {(p.location, p.message): _located(p, data, table) for p in problems}
    ordered = sorted(unique.values(), key=lambda p: p.line or 0)
    raise CaseError(tuple(ordered), origin)


def _below(location: Location, places: set[Location]) -> bool:
    """Whether a place is one of the places, or lies in one."""
    return any(location[:k] in places for k in range(1, len(location) + 1))


def _located(problem: Problem, data: Any, lines: dict[Location, int]) -> Problem:
    """The problem with its address, and with its line if it has none yet."""
    found = placed(problem, data, lines)
    return found if problem.line is None else replace(found, line=problem.line)


def _whole_of_what_stands(data: Mapping[str, Any], lost: set[Location]) -> list[Problem]:
    """Problems of the whole in a case with faulty places: all that is sound is checked together.

    The parts are built without their faulty places and the checks are told which those are: no
    mistake is reported twice, and none hides another.
    """
    gone = list(lost)
    parts: dict[str, tuple[tuple[int, Any], ...]] = {}
    for section, model in _SECTIONS.items():
        rows = data.get(section, ())
        if not isinstance(rows, list | tuple):
            gone.append((section,))
            rows = ()
        loose = (_loosely(model, row, (section, k), gone) for k, row in enumerate(rows))
        parts[section] = tuple(enumerate(loose))
    return check_whole(Parts(**parts, lost=frozenset(gone)))


@cache
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)


def _loosely(annotation: Any, value: Any, at: Location, lost: list[Location]) -> Any:
    """A value as the models want it, but without what is wrong in it; `lost` gains those places."""
    with suppress(ValidationError):
        return _adapter(annotation).validate_python(value, by_alias=True, by_name=False)
    union = tagged(annotation)
    if union is not None:
        choose, members = union
        member = members.get(choose(value))
        if member is not None:
            return _loosely(member, value, at, lost)
    kind = plain_type(annotation)
    items = typing.get_origin(kind) is tuple and typing.get_args(kind)[-1] is Ellipsis
    if (
        isinstance(kind, type)
        and issubclass(kind, BaseModel)
        and not issubclass(kind, Form | Distribution)
    ):
        return _part_loosely(kind, value, at, lost)
    before = len(lost)
    found: Any = () if items else None
    if items and isinstance(value, list | tuple):
        inner = typing.get_args(kind)[0]
        found = tuple(_loosely(inner, v, (*at, k), lost) for k, v in enumerate(value))
    elif typing.get_origin(kind) is dict and isinstance(value, Mapping):
        found = _entries_loosely(kind, value, at, lost)
    if len(lost) == before:  # it is not an entry that is faulty, so it is the whole
        lost.append(at)
    return found


def _part_loosely(model: type[BaseModel], value: Any, at: Location, lost: list[Location]) -> Any:
    if not isinstance(value, Mapping):
        lost.append(at)
        value = {}
    known = fields(model)
    lost += [(*at, str(key)) for key in value if key not in known]
    stated: dict[str, Any] = {}
    for key, annotation in known.items():
        field = next(f for n, f in model.model_fields.items() if key in (f.alias, n))
        if key in value or field.is_required():
            stated[key] = _loosely(annotation, value.get(key), (*at, key), lost)
    if stated.get("id") is None and "id" in known:
        name = value.get("id")  # a faulty name is still what other parts call it by
        stated["id"] = str(name) if isinstance(name, str | float | int) else None
    return model.model_construct(**stated)


def _entries_loosely(kind: Any, value: Any, at: Location, lost: list[Location]) -> dict[str, Any]:
    name, number = (_adapter(a) for a in typing.get_args(kind))
    entries: dict[str, Any] = {}
    for key, entry in value.items():
        try:
            entries[name.validate_python(key)] = number.validate_python(entry)
        except ValidationError:
            lost.append((*at, str(key)))
    return entries
