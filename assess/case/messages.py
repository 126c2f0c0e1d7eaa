"""Pydantic's errors in the words of an analyst."""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Callable, Mapping, Sized
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import BaseModel, Discriminator, Tag, ValidationError

from assess.errors import Location, Problem, address_of
from assess.formatting.names import closest, listed, shown
from evidence.claim import KINDS as CLAIMS
from evidence.claim import Claim
from evidence.source import RELIABILITY_FORMS
from priors.forms.probability import FORMS, Fixed, form_key
from priors.quantities.quantity import factor_key, measure_key
from priors.question import Quantity, Question

_WRITTEN_DISTRIBUTION = {
    "value": "a positive number",
    "lognormal": "{lognormal: {median: m, p95: q}}",
    "normal": "{normal: {mean: m, sd: s}}",
    "uniform": "{uniform: [low, high]}",
    "beta": "{beta: [a, b]}",
    "blend": "{blend: {share: p, of: ..., rest: ...}}",
    "product": "{product: [..., ...]}",
}

_OF_A_QUANTITY = ("unit", "thresholds", "prior")
_OF_A_CHOICE = ("hypotheses", "weights", "concentration", "exhaustive")

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

_KINDS = ("choice", "quantity")
_OF_DISTRIBUTIONS = (measure_key, factor_key)

_EXPECTED = {
    "string_type": ("not text", "text; a number or a word such as true needs quotes"),
    "string_unicode": ("is not text", "characters, no halves of characters"),
    "string_too_short": ("is empty", "at least one character"),
    "string_too_long": ("is too long", "80 characters"),
    "string_pattern_mismatch": (
        "is not usable as an id",
        "letters, digits, '_', '-' and '.', beginning with a letter or a digit",
    ),
    "invalid_key": ("has a key that is not text", "text"),
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
    found: list[Problem] = []
    no_number: set[Location] = set()
    for e in error.errors(include_url=False):
        if e["type"] == "case":  # the checks of the whole case, which are problems already
            found.extend(e["ctx"]["problems"])
            continue
        if e["loc"] == ("format",) and "format" not in data:
            found.append(Problem(("format",), "is missing", "", "assess/1"))
            continue
        place = _as_written(place_of(e["loc"], model), data)
        if place.owner is Fixed and e["type"] == "missing":
            no_number.add(place.location[:-1])
        problem = _problem(place, e)
        address = address_of(problem.location, data, place.entries)
        if not _is_echo(e, place, no_number):
            found.append(replace(problem, address=address))
    return found


def _is_echo(e: Any, place: Place, no_number: set[Location]) -> bool:
    """Whether an error only says again what another one says better."""
    if e["type"] == "too_short":  # pydantic does not count the entries that are faulty themselves
        stated = e["input"]
        return isinstance(stated, Sized) and len(stated) >= e["ctx"]["min_length"]
    return e["type"] == "extra_forbidden" and place.location[:-1] in no_number


@dataclass(frozen=True)
class Place:
    """A place in the data and what the models say of it.

    Attributes
    ----------
    location : tuple
        The path of keys and positions.
    entries : frozenset of int
        Positions in the location that name an entry of a mapping, not a key of the format.
    annotation : object
        What the models want there; None if they know of no such place.
    owner : type of BaseModel or None
        The model that has the last part of the location as a key.
    """

    location: Location
    entries: frozenset[int]
    annotation: Any
    owner: type[BaseModel] | None


def place_of(loc: tuple[str | int, ...], model: type[BaseModel]) -> Place:
    """The place that pydantic's location means: without the tags it adds for members of a union."""
    location: list[str | int] = []
    entries: set[int] = set()
    annotation: Any = model
    owner: type[BaseModel] | None = None
    for part in loc:
        union = tagged(annotation)
        if union is not None:
            annotation = union[1].get(part)
            continue
        if part == "[key]":
            continue
        here = plain_type(annotation)
        owner = here if isinstance(here, type) and issubclass(here, BaseModel) else None
        if typing.get_origin(here) is dict:
            entries.add(len(location))
        annotation = inside(annotation, part)
        location.append(part)
    return Place(tuple(location), frozenset(entries), annotation, owner)


def _as_written(place: Place, data: Any) -> Place:
    """The place as the file has it: a plain number is not written as {value: number}."""
    *parents, key = place.location or (None,)
    here = data
    for part in parents:
        found = isinstance(here, Mapping) and part in here
        found = found or (isinstance(here, list | tuple) and isinstance(part, int))
        here = here[part] if found else None
    if place.owner is Fixed and key == "value" and not isinstance(here, Mapping):
        return replace(place, location=tuple(parents))
    return place


def inside(annotation: Any, part: str | int) -> Any:
    """What the models want at one key or position below a place; None if nothing is known."""
    here = plain_type(annotation)
    args = typing.get_args(here)
    if isinstance(here, type) and issubclass(here, BaseModel):
        return fields(here).get(str(part))
    if typing.get_origin(here) is dict:
        return args[1]
    if typing.get_origin(here) is tuple and isinstance(part, int):
        return args[0] if args[-1] is Ellipsis else args[min(part, len(args) - 1)]
    return None


@cache
def fields(model: type[BaseModel]) -> dict[str, Any]:
    """What a model wants under each key, as the key is written in a file."""
    hints = typing.get_type_hints(model, include_extras=True)
    wanted = {}
    for name, field in model.model_fields.items():
        limits = [m for m in field.metadata if not isinstance(m, Discriminator | Tag)]
        hint = hints[name]
        wanted[field.alias or name] = typing.Annotated[hint, *limits] if limits else hint
    return wanted


def plain_type(annotation: Any) -> Any:
    """The type itself, without what is annotated and without `| None`."""
    if typing.get_origin(annotation) is typing.Annotated:
        return plain_type(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        members = [a for a in typing.get_args(annotation) if a is not type(None)]
        if len(members) == 1:
            return plain_type(members[0])
    return annotation


def tagged(annotation: Any) -> tuple[Callable[[Any], Any], dict[Any, Any]] | None:
    """How a union tells its members apart, and the members by their tag; None for other types."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        members = [a for a in typing.get_args(annotation) if a is not type(None)]
        return tagged(members[0]) if len(members) == 1 else None
    if typing.get_origin(annotation) is not typing.Annotated:
        return None
    union, *details = typing.get_args(annotation)
    choose = next((d.discriminator for d in details if isinstance(d, Discriminator)), None)
    if not callable(choose):
        return tagged(union)
    by_tag = {
        d.tag: member
        for member in typing.get_args(union)
        for d in member.__metadata__
        if isinstance(d, Tag)
    }
    return choose, by_tag


def _problem(place: Place, e: Any) -> Problem:
    kind, ctx, seen = e["type"], e.get("ctx", {}), shown(e["input"])
    location = place.location
    key = str(location[-1]) if location else ""
    if kind == "missing" and place.owner is Fixed:
        return _not_fixed(location[:-1], e["input"], seen)
    if kind == "model_type" and plain_type(place.annotation) is Fixed:
        return _not_fixed(location, e["input"], seen)
    if kind == "missing":
        return Problem(location, "is missing", "", _wanted(place, key))
    if kind == "extra_forbidden":
        return _unknown_key(place, key)
    if kind in _EXPECTED:
        message, allowed = _EXPECTED[kind]
        return Problem(location, message, seen, allowed)
    if kind in ("float_type", "float_parsing"):
        return Problem(location, "is not a number", seen, _number_hint(location, e["input"]))
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        return Problem(location, "is out of range", seen, words.format(f"{ctx[name]:g}"))
    union = tagged(place.annotation)
    if kind == "union_tag_not_found" and union is not None and union[0] in _OF_DISTRIBUTIONS:
        return _not_a_distribution(location, e["input"], list(union[1]))
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
        if key == "kind":
            known = list(_KINDS)
        return Problem(
            location,
            "is not one of the allowed words",
            seen,
            listed(known),
            closest(e["input"], known),
        )
    if kind == "too_short":
        return Problem(location, "has too few entries", seen, f"at least {ctx['min_length']}")
    if kind == "too_long":
        return Problem(location, "has too many entries", seen, f"at most {ctx['max_length']}")
    if kind == "claim":
        allowed = f"exactly one of {listed(CLAIMS)}"
        return Problem(location, e["msg"], listed(ctx["used"]), allowed)
    if kind == "not_positive":
        return Problem(location, e["msg"], seen, ctx["allowed"])
    if kind == "rising":
        return Problem(location, e["msg"], seen, "numbers in rising order")
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


def _not_a_distribution(location: Location, value: Any, keys: list[str]) -> Problem:
    what = "is not a factor of a product" if "value" in keys else "is not a distribution"
    near = (c for k in value if (c := closest(k, keys))) if isinstance(value, Mapping) else iter(())
    allowed = " or ".join(_WRITTEN_DISTRIBUTION[k] for k in keys)
    return Problem(location, what, shown(value), allowed, next(near, ""))


def _wanted(place: Place, key: str) -> str:
    """What may stand where something is missing, if that needs words."""
    if place.owner is Claim and key == "spread":
        return "how exact the claim is, on the natural-log scale: 0.1 is about ten per cent"
    if place.owner is Quantity and key == "unit":
        return "text, such as shells or mm"
    return listed(_KINDS) if place.owner is Quantity and key == "kind" else ""


def _not_fixed(location: Location, value: Any, seen: str) -> Problem:
    allowed = "a number between 0 and 1"
    if isinstance(value, Mapping) and form_key(value) is not None:
        allowed += "; how firm a prior is, is said by the question's concentration"
    return Problem(location, "is not a plain number", seen, allowed)


def _number_hint(location: Location, value: Any) -> str:
    if isinstance(value, str):
        if location[-1:] == ("reliability",) and value.upper() in tuple("ABCDEF"):
            return f"a number, or {{admiralty: {value.upper()}}}"
        if "," in value:
            return "a number, with a decimal point"
        with suppress(ValueError):
            if math.isfinite(float(value)):
                return "a number, without quotes"
    return "a number"


def _unknown_key(place: Place, key: str) -> Problem:
    if place.owner is Question and key in _OF_A_QUANTITY:
        message = "belongs to a question about a quantity"
        return Problem(place.location, message, "", "kind: quantity beside it")
    if place.owner is Quantity and key in _OF_A_CHOICE:
        message = (
            "does not belong to a question about a quantity, which its thresholds cut into bands"
        )
        return Problem(place.location, message, "", "unit, prior and thresholds")
    keys = sorted(fields(place.owner)) if place.owner else []
    return Problem(place.location, "is not a known key", "", listed(keys, 20), closest(key, keys))
