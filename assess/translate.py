"""Pydantic's errors in the words of an analyst."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from assess.problems import Location, Problem, closest, listed, shown
from evidence.source import RELIABILITY_FORMS
from priors.probability import FORMS

NOT_YET = {
    "says": "claims about a quantity",
    "rating": "ratings of an ACH matrix",
    "unit": "quantity questions",
    "thresholds": "quantity questions",
    "candidates": "candidate items",
}
"""Keys of the format that this version knows of but cannot use yet."""

_WRITTEN = {
    "value": "a number between 0 and 1",
    "beta": "{beta: [a, b]}",
    "between": "{between: [low, high]}",
    "pert": "{pert: [low, mode, high]}",
    "triangular": "{triangular: [low, mode, high]}",
    "mean": "{mean: m, worth: n}",
    "track": "{track: {right: n, wrong: m}}",
    "phrase": "{phrase: likely, scale: icd203}",
    "persistent": "{persistent: p}",
    "admiralty": "{admiralty: B}",
}

_EXPECTED = {
    "string_type": ("not text", "text; a number or a word such as true needs quotes"),
    "string_too_short": ("is empty", "at least one character"),
    "string_too_long": ("is too long", "80 characters"),
    "string_pattern_mismatch": (
        "is not usable as an id",
        "letters, digits, '_', '-' and '.', beginning with a letter or a digit",
    ),
    "bool_type": ("neither true nor false", "true or false"),
    "finite_number": ("is not a finite number", "a finite number"),
    "tuple_type": ("is not a list", "a list, [a, b, ...]"),
    "list_type": ("is not a list", "a list, [a, b, ...]"),
    "dict_type": ("is not a mapping", "keys with values"),
    "model_type": ("is not a mapping", "keys with values"),
    "model_attributes_type": ("is not a mapping", "keys with values"),
    "day": ("is not a date", "a day such as 2024-06-20"),
    "date_type": ("is not a date", "a day such as 2024-06-20"),
    "date_parsing": ("is not a date", "a day such as 2024-06-20"),
    "date_from_datetime_parsing": ("is not a date", "a day such as 2024-06-20"),
    "date_from_datetime_inexact": ("is not a date", "a day such as 2024-06-20, without a time"),
    "not_certain": (
        "can never be undone by evidence",
        "a number between 0 and 1, or {value: 1, certain: true} with the value meant",
    ),
}

_BOUNDS = {
    "greater_than": ("gt", "above {}"),
    "greater_than_equal": ("ge", "at least {}"),
    "less_than": ("lt", "below {}"),
    "less_than_equal": ("le", "at most {}"),
}


def problems_of(error: ValidationError, model: type[BaseModel], data: Any) -> list[Problem]:
    """Every error as a problem, at its place in the plain data."""
    found = []
    for e in error.errors(include_url=False):
        if e["type"] == "case":  # the checks of the whole case, which are problems already
            found.extend(e["ctx"]["problems"])
            continue
        location = _in_data(e["loc"], data, e["type"])
        found.append(_problem(location, e, model, data))
    return _without_quantities(found, data)


def _in_data(loc: tuple[str | int, ...], data: Any, kind: str) -> Location:
    """The location without the tags that pydantic adds for the members of a union."""
    location: list[str | int] = []
    here = data
    for k, part in enumerate(loc):
        last = k == len(loc) - 1
        if isinstance(here, Mapping) and part in here:
            location.append(part)
            here = here[part]
        elif isinstance(here, list | tuple) and isinstance(part, int):
            location.append(part)
            here = here[part] if part < len(here) else None
        elif last and kind in ("missing", "extra_forbidden"):
            location.append(part)
    return tuple(location)


def _problem(location: Location, e: Any, model: type[BaseModel], data: Any) -> Problem:
    kind, ctx, seen = e["type"], e.get("ctx", {}), shown(e["input"])
    key = str(location[-1]) if location else ""
    if kind == "missing":
        return Problem(location, "is missing")
    if kind == "extra_forbidden":
        return _unknown_key(location, key, model, data)
    if kind in _EXPECTED:
        message, allowed = _EXPECTED[kind]
        return Problem(location, message, seen, allowed)
    if kind in ("float_type", "float_parsing"):
        comma = isinstance(e["input"], str) and "," in e["input"]
        hint = "a number, with a decimal point" if comma else "a number"
        return Problem(location, "is not a number", seen, hint)
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        return Problem(location, "is out of range", seen, words.format(f"{ctx[name]:g}"))
    if kind == "union_tag_not_found":
        return _not_a_number(location, e["input"], seen)
    if kind == "unknown_name":
        known = list(ctx["known"])
        what = f"is not a {ctx['field']} that is known"
        return Problem(
            (*location, ctx["field"]),
            what,
            shown(ctx["name"]),
            listed(known, 20),
            closest(ctx["name"], known),
        )
    if kind == "literal_error":
        known = [w.strip("'") for w in ctx["expected"].replace(" or ", ", ").split(", ")]
        if key == "kind" and e["input"] == "quantity":
            return Problem(
                location, "quantity questions are not yet supported by this version", seen, "choice"
            )
        return Problem(
            location,
            "is not one of the allowed words",
            seen,
            listed(known),
            closest(e["input"], known),
        )
    if kind == "too_short":
        return Problem(location, "has too few entries", seen, f"at least {ctx['min_length']}")
    if kind == "admiralty_f":
        return Problem(
            location,
            e["msg"],
            seen,
            "{admiralty: F, as: ...} with another form, or {admiralty: F, exclude: true}",
        )
    return Problem(location, e["msg"], seen)


def _not_a_number(location: Location, value: Any, seen: str) -> Problem:
    is_reliability = bool(location) and location[-1] == "reliability"
    forms = RELIABILITY_FORMS if is_reliability else FORMS
    allowed = " or ".join(_WRITTEN[k] for k in forms)
    near = (
        next((c for k in value if (c := closest(k, forms))), "")
        if isinstance(value, Mapping)
        else ""
    )
    what = "is not a reliability" if is_reliability else "is not a probability"
    return Problem(location, what, seen, allowed, near)


def _unknown_key(location: Location, key: str, model: type[BaseModel], data: Any) -> Problem:
    if key in NOT_YET:
        return Problem(location, f"{NOT_YET[key]} are not yet supported by this version")
    keys = _keys_at(model, location[:-1], data)
    return Problem(location, "is not a known key", "", listed(keys, 20), closest(key, keys))


def _without_quantities(problems: list[Problem], data: Any) -> list[Problem]:
    """Of a quantity question, only the one problem that it is not yet supported."""

    def is_quantity(location: Location) -> bool:
        if len(location) < 2 or location[0] != "questions" or not isinstance(location[1], int):
            return False
        question = data["questions"][location[1]]
        return isinstance(question, Mapping) and question.get("kind") == "quantity"

    return [p for p in problems if not is_quantity(p.location) or p.location[2:] == ("kind",)]


def _keys_at(model: type[BaseModel], location: Location, data: Any) -> list[str]:
    """The keys that are known at a place, by walking the models' annotations along it."""
    current: list[Any] = [model]
    here = data
    for part in location:
        here = here[part]
        current = [step for c in current for step in _members(c, part)]
    models = {m for c in current for m in _models(c)}
    if len(models) > 1 and isinstance(here, Mapping):  # a union: the member whose keys are there
        most = max(len(_fields(m).keys() & here.keys()) for m in models)
        models = {m for m in models if len(_fields(m).keys() & here.keys()) == most}
    return sorted({k for m in models for k in _fields(m)})


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    return {(f.alias or name): f.annotation for name, f in model.model_fields.items()}


def _args(annotation: Any) -> list[Any]:
    """The members of a union, through Annotated; a plain type is its own only member."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _args(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return [m for a in typing.get_args(annotation) for m in _args(a)]
    return [annotation]


def _models(annotation: Any) -> list[type[BaseModel]]:
    return [a for a in _args(annotation) if isinstance(a, type) and issubclass(a, BaseModel)]


def _members(annotation: Any, part: str | int) -> list[Any]:
    found: list[Any] = []
    for a in _args(annotation):
        origin = typing.get_origin(a)
        if isinstance(a, type) and issubclass(a, BaseModel):
            found += [t for k, t in _fields(a).items() if k == part]
        elif origin is tuple and isinstance(part, int):
            found.append(typing.get_args(a)[0])
        elif origin is dict:
            found.append(typing.get_args(a)[1])
    return found
