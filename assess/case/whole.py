"""A case as a whole: what it holds, and the checks that only the whole can make."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from assess.case.checks.sections import Checked
from assess.case.checks.whole import check_whole
from assess.case.collect import every_problem
from assess.case.sections import AnyQuestion
from assess.errors import CaseError, placed
from evidence.assumption import Assumption
from evidence.candidate import Candidate
from evidence.item import Day, Item
from evidence.source import Source
from priors.forms.probability import Text
from priors.forms.stated import Stated
from priors.question import Quantity, Question

FORMAT: Literal["assess/1"] = "assess/1"


class Whole(Stated):
    """What a `Case` holds, without what can be made of it."""

    format: Literal["assess/1"] = Field(
        default=FORMAT, description="Version of the format of case files."
    )
    title: Text = Field(default="", description="Title of the case.")
    text: Text = Field(default="", description="What the case is about, in words.")
    as_of: Day | None = Field(
        default=None, description="Day of the assessment; items dated later are left out."
    )
    questions: tuple[AnyQuestion, ...] = Field(min_length=1, description="What is asked.")
    sources: tuple[Source, ...] = Field(default=(), description="Who says something.")
    assumptions: tuple[Assumption, ...] = Field(default=(), description="What items rest on.")
    items: tuple[Item, ...] = Field(default=(), description="The items of evidence.")
    cost_unit: Text = Field(
        default="", description="One unit of what candidates cost, such as person-day."
    )
    candidates: tuple[Candidate, ...] = Field(
        default=(), description="Items not yet seen, to be valued before they are collected."
    )

    @model_validator(mode="after")
    def _as_a_whole(self) -> Self:
        sections = Checked(
            questions=tuple(enumerate(self.questions)),
            sources=tuple(enumerate(self.sources)),
            assumptions=tuple(enumerate(self.assumptions)),
            items=tuple(enumerate(self.items)),
            candidates=tuple(enumerate(self.candidates)),
        )
        found = check_whole(sections)
        if found:
            data = plain(self)
            problems = [placed(p, data) for p in found]
            text = "\n".join(str(p) for p in problems)
            raise PydanticCustomError("case", "{text}", {"text": text, "problems": problems})
        return self

    @classmethod
    def refusal(cls, error: ValidationError, stated: dict[str, Any]) -> CaseError:
        problems = every_problem(error, cls, stated, set(), in_python=True)
        return CaseError(tuple(dict.fromkeys(placed(p, stated) for p in problems)))

    @property
    def variables(self) -> dict[str, Question | Quantity | Assumption]:
        """Questions and assumptions by id: everything that items can bear on."""
        return {**{q.id: q for q in self.questions}, **{a.id: a for a in self.assumptions}}

    def question_of(self, item: Item) -> Question | Quantity | Assumption:
        """The question or assumption that an item bears on."""
        return self.questions[0] if item.question is None else self.variables[item.question]


def plain(case: Whole) -> dict[str, Any]:
    """The case as plain data, just as it would stand in a file: nothing that is a default."""
    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {"format": case.format, **data}
