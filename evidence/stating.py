"""What a user states in Python, as forms; and refusals of it, in one sentence each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from pydantic import TypeAdapter, ValidationError

from evidence.source import Reliability
from priors.forms.messages import problems_of
from priors.forms.probability import FORMS, Beta, Fixed, Form, Probability
from priors.forms.problems import StatementError
from priors.forms.shorthand import between
from priors.names import meant


class StatedReliability(TypedDict):
    """A reliability and the reason for it: two fields of a `Source`.

    `Source(id="us", **grade("B"))` takes both.
    """

    reliability: Reliability
    because: str


def unknown(name: object, known: Iterable[str], kind: str) -> str:
    """Return the sentence for a name that is not known, with the closest one that is."""
    return f"no {kind} is called {name!r} {meant(name, known)}"


def one_sentence(error: ValidationError, model: Any, stated: Any) -> str:
    """Tell what pydantic found, as one sentence: where, what is wrong, what was seen."""
    return "; ".join(str(p) for p in problems_of(error, model, stated, in_python=True))


_RELIABILITY: TypeAdapter[Reliability] = TypeAdapter(Reliability)


def as_form(value: object, name: str) -> Reliability:
    """Read a number, a pair (90 % between the two), a form or its mapping, as a form."""
    try:
        wrong_length = isinstance(value, tuple | list) and len(value) != 2
        if isinstance(value, bool) or value is None or wrong_length:
            msg = f"{name} is a probability, a pair (low, high) or a form, not {value!r}"
            raise ValueError(msg)
        if isinstance(value, int | float):
            value = float(value)
        if isinstance(value, tuple | list):
            return between(*value)
        return _RELIABILITY.validate_python(value)
    except ValidationError as error:
        hint = "; exactly 0 or 1 needs priors.fixed(value, certain=True)" if value in (0, 1) else ""
        msg = f"{name}: {one_sentence(error, Reliability, value)}{hint}"
        raise ValueError(msg) from None
    except StatementError as error:
        msg = f"{name}: {'; '.join(str(p) for p in error.problems)}"
        raise ValueError(msg) from None


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
