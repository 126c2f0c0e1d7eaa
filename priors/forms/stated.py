"""Base of everything an analyst states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Stated(BaseModel):
    """Base of everything an analyst states: frozen, and an unknown key is an error.

    What follows from it is computed once (`functools.cached_property`): it cannot change.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy what was stated, and nothing that was computed from it: an update may change it."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied
