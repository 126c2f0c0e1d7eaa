"""The sections of a case, and what each is a list of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Discriminator, Tag

from evidence.assumption import Assumption
from evidence.candidate import Candidate
from evidence.item import Item
from evidence.source import Source
from priors.question import Quantity, Question


def _question_kind(value: Any) -> str:
    """Kind of a question; where the word for it is wrong, the one that it looks like."""
    if not isinstance(value, Mapping):
        return "quantity" if isinstance(value, Quantity) else "choice"
    kind = value.get("kind", "choice" if "hypotheses" in value else None)
    # of a quantity that does not say so, the one thing to be told is that it must
    looks_like_one = kind != "choice" and "thresholds" in value and "hypotheses" not in value
    return "quantity" if kind == "quantity" or looks_like_one else "choice"


AnyQuestion = Annotated[
    Annotated[Question, Tag("choice")] | Annotated[Quantity, Tag("quantity")],
    Discriminator(_question_kind),
]

SECTIONS: Mapping[str, Any] = {
    "questions": AnyQuestion,
    "sources": Source,
    "assumptions": Assumption,
    "items": Item,
    "candidates": Candidate,
}
