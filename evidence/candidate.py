"""Candidates: items not yet seen, with what may be found and how likely that is.

A candidate takes no part in the weighing. It says what could be collected next, so that it can be
valued before anybody pays for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from evidence.item import (
    Bearing,
    Because,
    ChanceOfFinding,
    Item,
    Labels,
    Likelihoods,
    OneOrMany,
    Path,
    Repeats,
    one_or_many,
    way_of,
)
from priors.forms.probability import Form, Identifier, Positive, Probability, Text
from priors.forms.shorthand import fixed
from priors.forms.stated import Stated

WAYS: tuple[Literal["likelihood", "search", "outcomes"], ...] = ("likelihood", "search", "outcomes")
"""The ways of stating what may be found, by their keys; each candidate uses one."""

_BINARY = {"likelihood": ("seen", "not seen"), "search": ("found", "not found")}


class PlannedSearch(Stated):
    """A search that could be made; whether it finds the thing is open."""

    chance: ChanceOfFinding


def _copied_kind(value: Any) -> str:
    """Whether a value names one outcome, gives each outcome a number, or is one number."""
    return "name" if isinstance(value, str) else one_or_many(value)


class CandidateRepeats(Stated):
    """What is found may merely repeat an item, or what another candidate brings."""

    item: Identifier = Field(description="The item or candidate that may be repeated.")
    chance: Probability = Field(description="Chance that the finding is a mere repeat.")
    if_copied: (
        Annotated[
            Annotated[Text, Tag("name")]
            | Annotated[Probability, Tag("one")]
            | Annotated[dict[Identifier, Probability], Tag("many")],
            Discriminator(_copied_kind),
        ]
        | None
    ) = Field(
        default=None,
        description="P(it is seen | it merely repeats); 1 when left out. Of several outcomes: the "
        "one that a mere repeat comes out as, or a number for each.",
    )


class Candidate(Stated):
    """An item that could be collected: from whom, what may be found, and at what cost.

    What may be found is stated in exactly one way. With `likelihood` it is seen or not seen, with
    `search` it is found or not found, and `outcomes` lists what may come out, one of them for sure.
    """

    id: Identifier = Field(description="Short name, different from those of all items.")
    text: Text = Field(default="", description="The candidate in words.")
    cost: Positive | None = Field(
        default=None, description="What it costs to find out; in the case's `cost_unit`."
    )
    source: Path = Field(
        description="Who would say it: a source, or a path of sources from first to last."
    )
    question: Bearing = None
    likelihood: Likelihoods | None = Field(
        default=None,
        min_length=1,
        description="P(it will be seen | hypothesis, the source tracks the truth) for each "
        "hypothesis; the key 'others' stands for the rest.",
    )
    search: PlannedSearch | None = Field(
        default=None, description="Instead: a search, and the chance that it finds the thing."
    )
    outcomes: dict[Identifier, Likelihoods] | None = Field(
        default=None,
        min_length=2,
        description="Instead: several exclusive outcomes, each with its probability under each "
        "hypothesis; under each they sum to 1.",
    )
    if_unreliable: OneOrMany | None = Field(
        default=None,
        description="P(it will be seen | the source does not track the truth): one number, or one "
        "for each hypothesis; of several outcomes one number for each of them.",
    )
    requires: tuple[Identifier, ...] = Field(
        default=(), description="Assumptions without which the finding says nothing by itself."
    )
    repeats: CandidateRepeats | None = Field(
        default=None, description="An item, or another candidate, that it may repeat."
    )
    because: Because = ""
    tags: Labels = ()

    @property
    def path(self) -> tuple[str, ...]:
        """The sources it would come through, from first to last."""
        return (self.source,) if isinstance(self.source, str) else self.source

    @property
    def way(self) -> Literal["likelihood", "search", "outcomes"] | None:
        """Which of the ways of stating it is used; None unless it is exactly one."""
        return way_of(self, WAYS)

    @property
    def outcome_names(self) -> tuple[str, ...]:
        """What may come out; of two outcomes the first is that it is there."""
        return _BINARY.get(self.way or "") or tuple(self.outcomes or ())

    def as_items(self) -> dict[str, Item]:
        """Turn each outcome into the item of evidence that it would be.

        Returns
        -------
        dict
            By the name of the outcome. Numbers are the stated ones; where the thing is not seen,
            one minus their means. The id of the item is `candidate: outcome`, which nothing that
            an analyst states can be called. It repeats what the candidate repeats.
        """
        return {name: self._as_item(name) for name in self.outcome_names}

    def _as_item(self, outcome: str) -> Item:
        likelihood: Any
        unreliable: Any = self.if_unreliable
        copied: Any = None if self.repeats is None else self.repeats.if_copied
        if self.outcomes is not None:
            likelihood = self.outcomes[outcome]
            unreliable = _of(unreliable, outcome)
            copied = _of(copied, outcome)
        else:
            likelihood = self.likelihood if self.search is None else self.search.chance
            if outcome != self.outcome_names[0]:
                likelihood, unreliable = _rest(likelihood), _rest(unreliable)
                copied = _known(0.0) if copied is None else _rest(copied)
        repeats = None
        if self.repeats is not None:
            repeats = Repeats.model_construct(
                item=self.repeats.item, chance=self.repeats.chance, if_copied=copied
            )
        return Item.model_construct(
            id=f"{self.id}: {outcome}",
            source=self.source,
            question=self.question,
            likelihood=likelihood,
            if_unreliable=unreliable,
            requires=self.requires,
            repeats=repeats,
        )


def _of(stated: Any, outcome: str) -> Any:
    """What is stated of one of several outcomes; a name alone says which one it will be."""
    if isinstance(stated, str):
        return _known(float(stated == outcome))
    return stated[outcome] if isinstance(stated, Mapping) else stated


def _rest(stated: Any) -> Any:
    """What is left of 1, for one number or for each of a mapping."""
    if isinstance(stated, Mapping):
        return {h: _known(1.0 - p.mean) for h, p in stated.items()}
    return None if stated is None else _known(1.0 - stated.mean)


def _known(value: float) -> Form:
    return fixed(value, certain=value in (0.0, 1.0))
