"""Questions, with what is believed of their answers before the items.

A choice is between stated hypotheses. A quantity has thresholds that cut it into bands, and each
band is a hypothesis like any other.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from priors.forms.probability import Fixed, Identifier, Positive, Real, Text
from priors.forms.stated import Stated
from priors.quantities.quantity import Measure

_KINDS = "choice, quantity"

_NUMBER = r"-?\d[\d.]*(e[+\-]?\d+)?"

HypothesisId = Annotated[
    Text,
    StringConstraints(
        pattern=rf"^([^\W_][\w.\-]*|<{_NUMBER}|>={_NUMBER}|{_NUMBER}\.\.{_NUMBER})$",
        min_length=1,
        max_length=80,
    ),
]
"""Name of a hypothesis where it is referred to: an id that somebody chose, or a band's."""


class Hypothesis(Stated):
    """One possible answer to a question."""

    id: Identifier = Field(description="Short name, used in likelihoods and results.")
    text: Text = Field(default="", description="The hypothesis in words.")
    prior: Fixed | None = Field(
        default=None,
        description="Probability before the items. The priors of a question sum to 1.",
    )
    because: Text = Field(default="", description="Why the prior is what it is.")
    catch_all: bool = Field(
        default=False, strict=True, description="True for the hypothesis 'anything else'."
    )


class Row(Stated):
    """One row of a linked question's table: its priors under one state of the other questions."""

    when: dict[Identifier, HypothesisId] = Field(
        description="The hypothesis or band that holds on each question this one is linked to."
    )
    prior: dict[HypothesisId, Fixed] = Field(
        description="Probability of each hypothesis in that state; they sum to 1."
    )
    because: Text = Field(default="", description="Why the row is what it is.")


class Question(Stated):
    """A question with its hypotheses; linked to others by `given` and a `table`."""

    wanted: ClassVar = {"kind": _KINDS}
    of_others: ClassVar = dict.fromkeys(
        ("unit", "thresholds", "prior"),
        ("belongs to a question about a quantity", "kind: quantity beside it"),
    )

    id: Identifier = Field(description="Short name of the question.")
    text: Text = Field(default="", description="The question in words.")
    kind: Literal["choice"] = Field(
        default="choice", description="A choice between stated hypotheses."
    )
    concentration: Positive | None = Field(
        default=None,
        description="How much the prior is worth, in observations (of a Dirichlet distribution); "
        "without it the prior is fixed.",
    )
    hypotheses: tuple[Hypothesis, ...] = Field(
        min_length=2, description="The possible answers, exclusive and exhaustive."
    )
    weights: dict[Identifier, Positive] | None = Field(
        default=None,
        description="Instead of priors: a positive weight for each hypothesis; the prior is its "
        "share of the total.",
    )
    exhaustive: Text | None = Field(
        default=None, description="Why no catch-all hypothesis is needed."
    )
    given: tuple[Identifier, ...] = Field(
        default=(), description="Questions on whose answers this question's prior depends."
    )
    table: tuple[Row, ...] = Field(
        default=(), description="For a linked question: one row for every combination."
    )
    because: Text = Field(default="", description="Why the question is put this way.")

    @property
    def states(self) -> tuple[str, ...]:
        """Ids of the hypotheses, in order."""
        return tuple(h.id for h in self.hypotheses)


class QuantityRow(Stated):
    """One row of a linked quantity's table: its prior under one state of the other questions."""

    when: dict[Identifier, HypothesisId] = Field(
        description="The hypothesis or band that holds on each question this one is linked to."
    )
    prior: Measure = Field(description="Distribution of the quantity in that state.")
    because: Text = Field(default="", description="Why the row is what it is.")


def _rising(thresholds: tuple[float, ...]) -> tuple[float, ...]:
    if any(low >= high for low, high in pairwise(thresholds)):
        raise PydanticCustomError(
            "rising",
            "each threshold must be above the one before it",
            {"allowed": "numbers in rising order"},
        )
    return thresholds


class Quantity(Stated):
    """A question about a quantity: a distribution, and thresholds that cut it into bands.

    The credences reported are those of the bands. An item bears on it with a claim (`says`), or
    with a likelihood for each band.
    """

    said_by_name: ClassVar = {"kind": "quantity"}
    wanted: ClassVar = {"kind": _KINDS, "unit": "text, such as shells or mm"}
    of_others: ClassVar = dict.fromkeys(
        ("hypotheses", "weights", "concentration", "exhaustive"),
        (
            "does not belong to a question about a quantity, which its thresholds cut into bands",
            "unit, prior and thresholds",
        ),
    )

    id: Identifier = Field(description="Short name of the question.")
    text: Text = Field(default="", description="The question in words.")
    kind: Literal["quantity"] = Field(description="A quantity, with a distribution for its prior.")
    unit: Annotated[Text, StringConstraints(min_length=1)] = Field(
        description="Unit of the quantity, such as shells or mm."
    )
    prior: Measure | None = Field(
        default=None,
        description="Distribution of the quantity before the items; a linked quantity has its "
        "priors in its table.",
    )
    thresholds: Annotated[tuple[Real, ...], Field(min_length=1), AfterValidator(_rising)] = Field(
        description="Where one band ends and the next begins, in the unit, each above the one "
        "before it. A threshold itself belongs to the band above."
    )
    given: tuple[Identifier, ...] = Field(
        default=(), description="Questions on whose answers this question's prior depends."
    )
    table: tuple[QuantityRow, ...] = Field(
        default=(), description="For a linked question: one row for every combination."
    )
    because: Text = Field(default="", description="Why the question is put this way.")

    @property
    def states(self) -> tuple[str, ...]:
        """Ids of the bands, from the lowest: `<1e+06`, `1e+06..3e+06`, `>=3e+06`."""
        written = [f"{t:g}" for t in self.thresholds]
        if len(set(written)) < len(written):
            written = [repr(float(t)) for t in self.thresholds]
        between = (f"{low}..{high}" for low, high in pairwise(written))
        return (f"<{written[0]}", *between, f">={written[-1]}")


AnyQuestion = Question | Quantity
"""A question of either kind."""
