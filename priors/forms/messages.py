"""Pydantic's errors in the words of an analyst."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sized
from contextlib import suppress
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError

from priors.forms.places import (
    Place,
    Worded,
    as_written,
    fields,
    place_of,
    plain_key,
    plain_type,
    tagged,
)
from priors.forms.problems import Location, Problem, address_of
from priors.names import closest, listed, shown

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
        'a number between 0 and 1, or {"value": 1, "certain": True} with the value meant',
    ),
}

_BOUNDS = {
    "greater_than": ("gt", "above {}"),
    "greater_than_equal": ("ge", "at least {}"),
    "less_than": ("lt", "below {}"),
    "less_than_equal": ("le", "at most {}"),
}


def problems_of(
    error: ValidationError, model: type[BaseModel], data: Any, *, in_python: bool = False
) -> list[Problem]:
    """Every error as a problem, at its place in what was stated.

    What may stand there is written as in a file, or as in Python.
    """
    found: list[Problem] = []
    no_number: set[Location] = set()
    for e in error.errors(include_url=False):
        if e["type"] == "case":  # the checks of the whole case, which are problems already
            found.extend(e["ctx"]["problems"])
            continue
        if e["loc"] == ("format",) and "format" not in data:
            found.append(Problem(("format",), "is missing", "", "assess/1"))
            continue
        place = as_written(place_of(e["loc"], model, of_a_key=e["type"] != "extra_forbidden"), data)
        if plain_key(place.owner) and e["type"] == "missing":
            no_number.add(place.location[:-1])
        problem = _problem(place, e)
        address = address_of(problem.location, data, place.entries)
        allowed = problem.allowed if in_python else _as_in_a_file(problem.allowed)
        if not _is_echo(e, place, no_number):
            found.append(replace(problem, address=address, allowed=allowed))
    return found


def _as_in_a_file(allowed: str) -> str:
    """Mappings as YAML has them: {beta: [a, b]} for {"beta": [a, b]}."""
    return re.sub(r'"(\w+)"', r"\1", allowed).replace(": True}", ": true}")


def _is_echo(e: Any, place: Place, no_number: set[Location]) -> bool:
    """Whether an error only says again what another one says better."""
    if e["type"] == "too_short":  # pydantic does not count the entries that are faulty themselves
        stated = e["input"]
        return isinstance(stated, Sized) and len(stated) >= e["ctx"]["min_length"]
    return e["type"] == "extra_forbidden" and place.location[:-1] in no_number


def _problem(place: Place, e: Any) -> Problem:
    """One error of pydantic as a problem."""
    kind, value, location = e["type"], e["input"], place.location
    seen = shown(value)
    if kind == "missing" and (key := plain_key(place.owner)):
        return _not_plain(location[:-1], place.owner, key, value)
    if kind == "model_type" and (key := plain_key(plain_type(place.annotation))):
        return _not_plain(location, plain_type(place.annotation), key, value)
    if kind == "missing":
        return Problem(location, "is missing", "", _wanted(place))
    if kind == "extra_forbidden":
        return _unknown_key(place)
    if kind == "string_type" and isinstance(name := getattr(value, "id", None), str):
        return Problem(location, f"is the {_noun(value)} itself", "", f"its id, {name!r}")
    if kind in _EXPECTED:
        message, allowed = _EXPECTED[kind]
        return Problem(location, message, seen, allowed)
    if kind in ("float_type", "float_parsing"):
        return Problem(location, "is not a number", seen, _number_hint(place, value))
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        allowed = words.format(f"{e['ctx'][name]:g}")
        return Problem(location, "is out of range", seen, allowed + _per_cent(allowed, value))
    if kind == "union_tag_not_found":
        return _in_no_form(place, value, seen)
    return _of_its_own_kind(place, e, seen)


def _of_its_own_kind(place: Place, e: Any, seen: str) -> Problem:
    """The problem of an error that says in its context what was seen and what is allowed."""
    kind, ctx, location = e["type"], e.get("ctx", {}), place.location
    if kind == "unknown_name":
        known = list(ctx["known"])
        what = f"is not a {ctx['field']} that is known"
        near = closest(ctx["name"], known)
        return Problem((*location, ctx["field"]), what, shown(ctx["name"]), listed(known, 20), near)
    if kind == "literal_error":
        allowed_here = [w.strip("'") for w in ctx["expected"].replace(" or ", ", ").split(", ")]
        # in a file another model may stand in the place, and then other words are allowed too
        elsewhere = _wanted(place).split(", ") if _wanted(place) else allowed_here
        known = allowed_here if e["input"] in elsewhere else elsewhere
        near = closest(e["input"], known)
        return Problem(location, "is not one of the allowed words", seen, listed(known), near)
    if kind == "too_short":
        return Problem(location, "has too few entries", seen, f"at least {ctx['min_length']}")
    if kind == "too_long":
        return Problem(location, "has too many entries", seen, f"at most {ctx['max_length']}")
    return Problem(location, e["msg"], ctx.get("seen", seen), ctx.get("allowed", ""))


def _not_plain(
    location: Location, model: type[BaseModel] | None, key: str, value: object
) -> Problem:
    """The problem of a mapping where only a plain number can stand."""
    allowed = model.instead(key, value) if model and issubclass(model, Worded) else ""
    return Problem(location, "is not a plain number", shown(value), allowed)


def _in_no_form(place: Place, value: object, seen: str) -> Problem:
    """The problem of a value that is written in none of the forms it could have."""
    forms = (tagged(place.annotation) or (None, {}))[1]
    what = "probability" if "between" in forms else "distribution"
    what = "reliability" if "persistent" in forms else what
    what = "factor of a product" if what == "distribution" and "value" in forms else what
    kinds = (plain_type(kind) for kind in forms.values())
    written = (
        k.written if isinstance(k, type) and issubclass(k, Worded) else "a positive number"
        for k in kinds
    )
    keys = value if isinstance(value, Mapping) else ()
    near = next((c for k in keys if (c := closest(k, forms))), "")
    return Problem(place.location, f"is not a {what}", seen, " or ".join(written), near)


def _noun(value: object) -> str:
    return type(value).__name__.lower()


def _wanted(place: Place) -> str:
    """What may stand where something is missing, if that needs words."""
    owner = place.owner
    known = owner.wanted if owner is not None and issubclass(owner, Worded) else {}
    return known.get(str(place.location[-1]) if place.location else "", "")


def _per_cent(allowed: str, value: object) -> str:
    """What was meant by a probability of 70."""
    if allowed == "at most 1" and isinstance(value, int | float) and 2 <= value <= 100:
        return f"; {value:g} per cent is {value / 100:g}"
    return ""


def _number_hint(place: Place, value: object) -> str:
    holder = place.holder
    key = str(place.location[-1]) if place.location else ""
    if holder is not None and issubclass(holder, Worded) and (own := holder.instead(key, value)):
        return own
    if isinstance(value, str):
        if share := re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*%\s*", value):
            return f"a number: {value.strip()} is {float(share[1]) / 100:g}"
        if "," in value:
            return "a number, with a decimal point"
        with suppress(ValueError):
            if math.isfinite(float(value)):
                return "a number, without quotes"
    return "a number"


def _unknown_key(place: Place) -> Problem:
    owner, key = place.owner, str(place.location[-1])
    if owner is not None and issubclass(owner, Worded) and key in owner.of_others:
        message, allowed = owner.of_others[key]
        return Problem(place.location, message, "", allowed)
    keys = sorted(fields(owner)) if owner else []
    return Problem(place.location, "is not a known key", "", listed(keys, 20), closest(key, keys))
