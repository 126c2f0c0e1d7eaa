"""Items of evidence: what appeared, who said it, and how likely that was under each hypothesis."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from evidence.claim import Claim
from evidence.rating import Letter, TableId, rating_table
from priors.forms.probability import Form, Identifier, Positive, Probability, Text, form_key
from priors.forms.stated import Stated
from priors.quantities.distributions import Lognormal
from priors.question import HypothesisId

OTHERS = "others"
"""Key that stands for every hypothesis not named beside it."""

WAYS: tuple[Literal["likelihood", "ratio", "search", "rating", "says"], ...] = (
    "likelihood",
    "ratio",
    "search",
    "rating",
    "says",
)
"""The ways of stating what an item says, by their keys; each item uses one."""


_WRITTEN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T.*)?")


def _day(value: Any) -> Any:
    # pydantic would read a number, even in quotes, as seconds since 1970
    if isinstance(value, dt.date) or (isinstance(value, str) and _WRITTEN_DAY.fullmatch(value)):
        return value
    raise PydanticCustomError("day", "not a date")


Day = Annotated[dt.date, BeforeValidator(_day, json_schema_input_type=str)]


def one_or_many(value: Any) -> str:
    """Tell whether a value is one probability or a mapping from hypotheses to probabilities.

    A hypothesis may be called `beta`: {beta: [8, 2]} is a number, {beta: 0.5} is a mapping.
    """
    if isinstance(value, Mapping):
        key = form_key(value)
        names_hypothesis = (
            key in ("beta", "between", "pert", "triangular", "phrase")
            and isinstance(value[key], int | float | Mapping | Form)
        ) or (key == "track" and isinstance(value[key], int | float | Form))
        if key is None or names_hypothesis:
            return "many"
    return "one"


Likelihoods = dict[HypothesisId, Probability]
OneOrMany = Annotated[
    Annotated[Probability, Tag("one")] | Annotated[Likelihoods, Tag("many")],
    Discriminator(one_or_many),
]


def _is_path(value: Any) -> str:
    return "path" if isinstance(value, list | tuple) else "one"


Path = Annotated[
    Annotated[Identifier, Tag("one")]
    | Annotated[tuple[Identifier, ...], Field(min_length=1), Tag("path")],
    Discriminator(_is_path),
]


def _ratio_key(value: Any) -> str:
    return "lognormal" if isinstance(value, Mapping | Lognormal) else "value"


Bearing = Annotated[
    Identifier | None,
    Field(
        description="The question or assumption it bears on; may be left out of a case with one "
        "question."
    ),
]
"""What an item or a candidate bears on."""

ChanceOfFinding = Annotated[
    Likelihoods,
    Field(
        min_length=1,
        description="Chance that this search would find it, under each hypothesis.",
    ),
]
Because = Annotated[Text, Field(description="Why the numbers are what they are.")]
Labels = Annotated[tuple[Text, ...], Field(description="Free labels.")]


def way_of[Way: str](stated: Stated, ways: tuple[Way, ...]) -> Way | None:
    """Return which of several ways of stating something is used; None unless it is exactly one."""
    used = [k for k in ways if getattr(stated, k) is not None]
    return used[0] if len(used) == 1 else None


class Ratio(Stated):
    """A likelihood ratio of one hypothesis against all the rest, when only that is known."""

    for_: HypothesisId = Field(
        alias="for", description="The hypothesis it speaks for (or against)."
    )
    value: Annotated[
        Annotated[Positive, Tag("value")] | Annotated[Lognormal, Tag("lognormal")],
        Discriminator(_ratio_key),
    ] = Field(description="P(item | the hypothesis) / P(item | any other); above 0.")

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)


class Search(Stated):
    """A search that was made, and whether it found the thing."""

    found: bool = Field(strict=True, description="Whether the search found it.")
    chance: ChanceOfFinding


class Repeats(Stated):
    """The item may merely repeat another one."""

    item: Identifier = Field(description="The item that may be repeated.")
    chance: Probability = Field(description="Chance that this item is a mere repeat.")
    if_copied: Probability | None = Field(
        default=None,
        description="P(this item appears | it merely repeats); 1 when left out.",
    )


class Item(Stated):
    """One item of evidence.

    What it says is stated in exactly one way: by `likelihood`, `ratio`, `search`,
    `rating` or `says`.
    """

    id: Identifier = Field(description="Short name of the item.")
    text: Text = Field(default="", description="The item in words.")
    date: Day | None = Field(
        default=None,
        description="From when it was known; left out of an assessment as of an earlier day.",
    )
    source: Path = Field(
        description="Who said it: a source, or a path of sources from first to last."
    )
    question: Bearing = None
    likelihood: Likelihoods | None = Field(
        default=None,
        min_length=1,
        description="P(this item appears | hypothesis, the source tracks the truth) for each "
        "hypothesis; the key 'others' stands for the rest.",
    )
    ratio: Ratio | None = Field(default=None, description="Instead: a likelihood ratio only.")
    search: Search | None = Field(
        default=None, description="Instead: what a search did or did not find."
    )
    rating: dict[HypothesisId, Letter] | None = Field(
        default=None,
        min_length=1,
        description="Instead: a letter for each hypothesis, as in a matrix of competing hypotheses "
        "(ACH); CC very consistent to II very inconsistent, NA where the item does not bear on it.",
    )
    rating_table: TableId = Field(
        default="ach_v0", description="The table of what the letters of `rating` stand for."
    )
    says: Claim | None = Field(
        default=None, description="Instead, for a question about a quantity: what it claims."
    )
    if_unreliable: OneOrMany | None = Field(
        default=None,
        description="P(this item appears | the source does not track the truth): one number, or "
        "one for each hypothesis.",
    )
    requires: tuple[Identifier, ...] = Field(
        default=(), description="Assumptions without which the item says nothing by itself."
    )
    repeats: Repeats | None = Field(default=None, description="An earlier item it may repeat.")
    given: tuple[Identifier, ...] = Field(
        default=(),
        description="Items on which the stated likelihood is already conditional (a note: nothing "
        "is computed from it).",
    )
    citation: Text = Field(default="", description="Where to find it.")
    because: Because = ""
    tags: Labels = ()

    @property
    def path(self) -> tuple[str, ...]:
        """The sources it came through, from first to last."""
        return (self.source,) if isinstance(self.source, str) else self.source

    @property
    def likelihoods(self) -> Likelihoods | None:
        """The likelihoods as stated, or those that the letters stand for."""
        if self.rating is None:
            return self.likelihood
        return {**rating_table(self.rating_table).likelihoods(self.rating)}

    @property
    def way(self) -> Literal["likelihood", "ratio", "search", "rating", "says"] | None:
        """Which of the ways of stating it is used; None unless it is exactly one."""
        return way_of(self, WAYS)
