"""Sources and the forms in which their reliability can be stated."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from evidence.scales import admiralty_table
from priors.forms.pieces import Piece, Pieces
from priors.forms.probability import (
    FORMS,
    Fixed,
    Form,
    Identifier,
    OpenUnit,
    Probability,
    TaggedForm,
    Text,
    form_key,
)
from priors.forms.stated import Stated


class Persistent(Form):
    """Reliable in everything it says with this probability, and in nothing otherwise.

    The two-point limit of a Beta whose concentration goes to 0 (Bovens & Hartmann 2003).
    """

    written = '{"persistent": p}'

    persistent: OpenUnit = Field(description="Chance that the source is a reliable one.")

    @cached_property
    def pieces(self) -> Pieces:
        return (Piece(1.0 - self.persistent, 0.0, 0.0), Piece(self.persistent, 1.0, 1.0))

    @property
    def is_fixed(self) -> bool:
        return False  # it is either of two values, and which is not known


_F_ALLOWED = (
    '{"admiralty": "F", "as": ...} with another form, or {"admiralty": "F", "exclude": True}'
)


class Admiralty(Form):
    """A letter of the Admiralty system; F says that the source cannot be judged."""

    written = '{"admiralty": "B"}'

    admiralty: Literal["A", "B", "C", "D", "E", "F"] = Field(description="The letter, A to F.")
    as_: Probability | None = Field(
        default=None, alias="as", description="For F: the reliability in another form."
    )
    exclude: bool = Field(
        default=False, strict=True, description="For F: leave the source's items out."
    )

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    @model_validator(mode="after")
    def _f_needs_a_policy(self) -> Self:
        policies = (self.as_ is not None) + self.exclude
        if self.admiralty == "F" and policies != 1:
            raise PydanticCustomError(
                "admiralty_f",
                "F means that reliability cannot be judged; it is not a number",
                {"allowed": _F_ALLOWED},
            )
        if self.admiralty != "F" and policies:
            raise PydanticCustomError(
                "admiralty_f",
                "'as' and 'exclude' go with the letter F only",
                {"allowed": _F_ALLOWED},
            )
        return self

    @cached_property
    def pieces(self) -> Pieces:
        if self.as_ is not None:
            return self.as_.pieces
        if self.exclude:
            return (Piece(1.0, 0.0, 0.0),)
        return (Piece(1.0, 0.0, 1.0, *admiralty_table()[self.admiralty]),)


RELIABILITY_FORMS: dict[str, type[Form]] = {
    **FORMS,
    "persistent": Persistent,
    "admiralty": Admiralty,
}
"""The forms of a reliability by the key that marks each in a file."""


def _reliability_key(value: Any) -> str | None:
    return form_key(value, RELIABILITY_FORMS)


Reliability = Annotated[
    TaggedForm | Annotated[Persistent, Tag("persistent")] | Annotated[Admiralty, Tag("admiralty")],
    Discriminator(_reliability_key),
]


class Source(Stated):
    """Who says something, and how far to trust it.

    Reliability is the probability that, on a matter like this, what the source says tracks the
    truth. It is one unknown shared by all the source's items, so they are not independent.
    """

    id: Identifier = Field(description="Short name of the source.")
    name: Text = Field(default="", description="The source in words.")
    reliability: Reliability = Field(description="P(what it says tracks the truth).")
    because: Text = Field(default="", description="Why that reliability.")
    tags: tuple[Text, ...] = Field(default=(), description="Free labels, such as a kind of source.")

    @classmethod
    def instead(cls, key: str, seen: object) -> str:
        is_letter = (
            key == "reliability" and isinstance(seen, str) and seen.upper() in tuple("ABCDEF")
        )
        return f'a number, or {{"admiralty": "{str(seen).upper()}"}}' if is_letter else ""

    @property
    def is_excluded(self) -> bool:
        """Whether its items are to be left out (grade F with `exclude`)."""
        return isinstance(self.reliability, Admiralty) and self.reliability.exclude

    @property
    def is_certain(self) -> bool:
        """Whether the reliability is exactly 1."""
        return isinstance(self.reliability, Fixed) and self.reliability.value == 1.0
