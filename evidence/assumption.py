"""Assumptions that items rest on, such as the authenticity of an exhibit."""

from __future__ import annotations

from pydantic import Field

from priors.forms.probability import Identifier, Probability, Text
from priors.forms.stated import Stated

HOLDS, FAILS = "holds", "fails"


class Assumption(Stated):
    """Something that holds or fails, and on which items rest.

    Where it fails, an item that requires it says nothing by itself: it appears with the chance
    `if_unreliable`, whatever its source. Items may bear on an assumption as on a question, with
    the hypotheses `holds` and `fails`.
    """

    id: Identifier = Field(description="Short name of the assumption.")
    text: Text = Field(default="", description="The assumption in words.")
    holds: Probability = Field(description="Probability that it holds, before the items.")
    because: Text = Field(default="", description="Why that probability.")

    @property
    def states(self) -> tuple[str, ...]:
        """The two states, as items that bear on the assumption name them."""
        return (HOLDS, FAILS)
