"""Questions: exclusive, exhaustive hypotheses with what is believed of them before the items."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from priors.probability import Fixed, Identifier, Positive, Stated, Text


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

    when: dict[Identifier, Identifier] = Field(
        description="The hypothesis that holds on each question this one is linked to."
    )
    prior: dict[Identifier, Fixed] = Field(
        description="Probability of each hypothesis in that state; they sum to 1."
    )
    because: Text = Field(default="", description="Why the row is what it is.")


class Question(Stated):
    """A question with its hypotheses; linked to others by `given` and a `table`."""

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
