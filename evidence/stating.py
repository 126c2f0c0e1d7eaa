"""What a user states in Python, as forms; and refusals of it, in one sentence each."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from pydantic import TypeAdapter, ValidationError

from evidence.source import Reliability
from priors.forms.probability import FORMS, Beta, Fixed, Form, Probability
from priors.forms.shorthand import between, fixed


class StatedReliability(TypedDict):
    """A reliability and the reason for it: two fields of a `Source`.

    `Source(id="us", **grade("B"))` takes both.
    """

    reliability: Reliability
    because: str


def unknown(name: object, known: Iterable[str], kind: str) -> str:
    """Return the sentence for a name that is not known, with the closest one that is."""
    names = list(known)
    lower = {n.lower(): n for n in reversed(names)}
    near = difflib.get_close_matches(str(name).lower(), lower, n=1, cutoff=0.6)
    hint = f"; did you mean {lower[near[0]]!r}?" if near else ""
    return f"no {kind} is called {name!r} (allowed: {', '.join(names) or 'none'}){hint}"


def one_sentence(error: ValidationError) -> str:
    """Tell what pydantic found, as one sentence: where, what is wrong, what was seen."""
    clauses = []
    for e in error.errors(include_url=False):
        place = "".join(f"[{x}]" if isinstance(x, int) else f".{x}" for x in e["loc"]).lstrip(".")
        seen = e["input"]
        shown = f" (seen {seen!r})" if isinstance(seen, str | int | float | list | tuple) else ""
        what = e["msg"][0].lower() + e["msg"][1:]
        clauses.append(f"{place}: {what}{shown}" if place else f"{what}{shown}")
    return "; ".join(clauses)


_RELIABILITY: TypeAdapter[Reliability] = TypeAdapter(Reliability)


def as_form(value: object, name: str) -> Reliability:
    """Read a number, a pair (90 % between the two), a form or its mapping, as a form."""
    try:
        wrong_length = isinstance(value, tuple | list) and len(value) != 2
        if isinstance(value, bool) or value is None or wrong_length:
            msg = f"{name} is a probability, a pair (low, high) or a form, not {value!r}"
            raise ValueError(msg)
        if isinstance(value, int | float):
            return fixed(float(value))
        if isinstance(value, tuple | list):
            return between(*value)
        return _RELIABILITY.validate_python(value)
    except ValidationError as error:
        hint = "; exactly 0 or 1 needs priors.fixed(value, certain=True)"
        hint = hint if value in (0, 1) else ""
        msg = f"{name}: {one_sentence(error)}{hint}"
        raise ValueError(msg) from error


def as_probability(value: object, name: str) -> Probability:
    """Read as `as_form` does, without the forms that only a reliability has."""
    form = as_form(value, name)
    if type(form) not in FORMS.values():
        msg = f"{name} is a probability or a form of one, not {in_words(form)}"
        raise ValueError(msg)
    return form  # type: ignore[return-value]  # the two that are no probabilities are gone


def as_probabilities(values: Mapping[str, object], name: str) -> dict[str, Probability]:
    """Read as `as_probability` does, for each hypothesis."""
    return {h: as_probability(p, f"{name}[{h}]") for h, p in values.items()}


def in_words(form: Form) -> str:
    """Write a form as it would stand in a file: Beta(8, 2) or {between: [0.2, 0.8]}."""
    if isinstance(form, Beta):
        return "Beta({:g}, {:g})".format(*form.beta)
    if isinstance(form, Fixed):
        return f"{form.value:g}"
    return _flow(form.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(v) for v in value) + "]"
    return f"{value:g}" if isinstance(value, float) else str(value)
