"""The base of everything that an analyst states."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from typing import Any, Self

from pydantic import ConfigDict, ValidationError

from priors.forms.messages import problems_of
from priors.forms.places import Worded, fields, plain_type
from priors.forms.problems import Problem, StatementError
from priors.names import closest, shown


class Stated(Worded):
    """Base of everything an analyst states: frozen, and an unknown key is an error.

    What follows from it is computed once (`functools.cached_property`): it cannot change.

    Raises
    ------
    StatementError
        With every problem of what is stated.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    def __init__(self, /, *unnamed: object, **stated: Any) -> None:
        kind = type(self)
        if unnamed:
            keys = ", ".join(
                f"{key}=..." for key, f in kind.model_fields.items() if f.is_required()
            )
            message = f"is stated by keywords, {kind.__name__}({keys}), not by {shown(unnamed[0])}"
            raise StatementError((Problem((), message),), kind.__name__)
        stated = {**kind.said_by_name, **stated}
        # a statement alone, where several are wanted, would be taken for the list of its keys
        alone = {k: v for k, v in stated.items() if isinstance(v, Stated) and kind.is_list(k)}
        lone = [
            Problem((k,), f"is one {type(v).__name__}", "", "a list, [...]", address=k)
            for k, v in alone.items()
        ]
        try:
            super().__init__(**stated | {k: [v] for k, v in alone.items()})
        except ValidationError as error:
            refused = kind.refusal(error, stated)
            # not `from error`: the text of pydantic would stand above this one
            raise type(refused)((*lone, *refused.problems), refused.origin) from None
        if lone:
            raise StatementError(tuple(lone), kind.__name__)

    # pydantic calls a constructor that it does not know for every part of a whole; this one is for
    # users alone, so that the problems of all parts are gathered before one error is raised
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    def __setattr__(self, name: str, value: object) -> None:
        raise self._frozen(name)

    def __delattr__(self, name: str) -> None:
        raise self._frozen(name)

    def _frozen(self, name: str) -> StatementError:
        kind = type(self)
        message, near = "cannot be set: a statement has no such key", ""
        if name in kind.model_fields:
            message = (
                "is frozen: a statement is not changed once it is made; "
                "statement.model_copy(update={...}) makes another, unchecked, and of a Case "
                "case.stated(address, value), checked"
            )
        else:
            near = closest(name, kind.model_fields)
        problem = Problem((name,), message, closest=near, address=name)
        return StatementError((problem,), kind.__name__)

    @classmethod
    def is_list(cls, key: str) -> bool:
        """Whether a key wants several of something."""
        return typing.get_origin(plain_type(fields(cls).get(key))) in (tuple, list)

    @classmethod
    def refusal(cls, error: ValidationError, stated: dict[str, Any]) -> StatementError:
        """What is raised instead of pydantic's error when the model is made in Python."""
        name = stated.get("id")
        origin = f"{cls.__name__} {name!r}" if isinstance(name, str) else cls.__name__
        return StatementError(tuple(problems_of(error, cls, stated, in_python=True)), origin)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy what was stated, and nothing that was computed from it: an update may change it."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied
