"""Every problem of a faulty case at once: none is reported twice, and none hides another."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from assess.case.checks.sections import Checked
from assess.case.checks.whole import check_whole
from assess.case.sections import SECTIONS
from assess.errors import Location, Problem
from priors.forms.messages import problems_of
from priors.forms.places import fields, plain_type, tagged
from priors.forms.probability import Form
from priors.quantities.distributions import Distribution


def every_problem(
    error: ValidationError,
    model: type[BaseModel],
    data: Mapping[str, Any],
    lost: set[Location],
    *,
    in_python: bool = False,
) -> list[Problem]:
    """What pydantic found, and what shows when all that is sound is checked together.

    `lost` are the places that could not be read.
    """
    checked = any(e["type"] == "case" for e in error.errors(include_url=False))
    if checked and not lost:
        return problems_of(error, model, data, in_python=in_python)
    told = [] if checked else problems_of(error, model, data, in_python=in_python)
    return [
        *(p for p in told if not _below(p.location, lost)),
        *_whole_of_what_stands(data, lost),
    ]


def _below(location: Location, places: set[Location]) -> bool:
    """Whether a place is one of the places, or lies in one."""
    return any(location[:k] in places for k in range(1, len(location) + 1))


def _whole_of_what_stands(data: Mapping[str, Any], lost: set[Location]) -> list[Problem]:
    """Problems of the whole in a case with faulty places: all that is sound is checked together.

    The parts are built without their faulty places and the checks are told which those are: no
    mistake is reported twice, and none hides another.
    """
    gone = list(lost)
    parts: dict[str, tuple[tuple[int, Any], ...]] = {}
    for section, model in SECTIONS.items():
        rows = data.get(section, ())
        if not isinstance(rows, list | tuple):
            gone.append((section,))
            rows = ()
        loose = (_loosely(model, row, (section, k), gone) for k, row in enumerate(rows))
        parts[section] = tuple(enumerate(loose))
    return check_whole(Checked(**parts, lost=frozenset(gone)))


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
