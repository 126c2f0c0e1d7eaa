"""A case: questions, sources, assumptions and items, checked as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import BaseModel, Field, TypeAdapter, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from assess.checks import Parts, check_whole
from assess.problems import CaseError, Location, Problem, placed, shown
from assess.translate import problems_of
from evidence.assumption import Assumption
from evidence.item import Day, Item
from evidence.source import Source
from priors.probability import Stated, Text
from priors.question import Question

FORMAT: Literal["assess/1"] = "assess/1"


class Case(Stated):
    """A case to be weighed, as an analyst states it.

    Parameters
    ----------
    questions : sequence of Question
        What is asked, each with its hypotheses and priors.
    sources : sequence of Source
        Who says something, each with a reliability.
    assumptions : sequence of Assumption
        What items rest on.
    items : sequence of Item
        The evidence.
    title : str
        Title of the case.
    as_of : date
        The day as of which the case is assessed; items dated later are left out.

    Raises
    ------
    pydantic.ValidationError
        A `ValueError` that lists every problem. `case_from` raises the same as a `CaseError`, with
        addresses.

    Examples
    --------
    >>> case = case_from({
    ...     "format": "assess/1",
    ...     "questions": [{"id": "rain", "exhaustive": "it rains or not", "hypotheses": [
    ...         {"id": "yes", "prior": 0.3}, {"id": "no", "prior": 0.7}]}],
    ...     "sources": [{"id": "radio", "reliability": {"beta": [8, 2]}}],
    ...     "items": [{"id": "forecast", "source": "radio", "if_unreliable": 0.5,
    ...                "likelihood": {"yes": 0.9, "no": 0.2}}],
    ... })
    >>> case.items[0].likelihood["yes"].mean
    0.9
    """

    format: Literal["assess/1"] = Field(
        default=FORMAT, description="Version of the format of case files."
    )
    title: Text = Field(default="", description="Title of the case.")
    text: Text = Field(default="", description="What the case is about, in words.")
    as_of: Day | None = Field(
        default=None, description="Day of the assessment; items dated later are left out."
    )
    questions: tuple[Question, ...] = Field(min_length=1, description="What is asked.")
    sources: tuple[Source, ...] = Field(default=(), description="Who says something.")
    assumptions: tuple[Assumption, ...] = Field(default=(), description="What items rest on.")
    items: tuple[Item, ...] = Field(default=(), description="The items of evidence.")

    @model_validator(mode="after")
    def _as_a_whole(self) -> Self:
        parts = Parts(
            questions=tuple(enumerate(self.questions)),
            sources=tuple(enumerate(self.sources)),
            assumptions=tuple(enumerate(self.assumptions)),
            items=tuple(enumerate(self.items)),
        )
        found = check_whole(parts)
        if found:
            data = plain(self)
            problems = [placed(p, data) for p in found]
            text = "\n".join(str(p) for p in problems)
            raise PydanticCustomError("case", "{text}", {"text": text, "problems": problems})
        return self

    @property
    def variables(self) -> dict[str, Question | Assumption]:
        """Questions and assumptions by id: everything that items can bear on."""
        return {**{q.id: q for q in self.questions}, **{a.id: a for a in self.assumptions}}

    def question_of(self, item: Item) -> Question | Assumption:
        """The question or assumption that an item bears on."""
        return self.questions[0] if item.question is None else self.variables[item.question]


_SECTIONS: dict[str, type[BaseModel]] = {
    "questions": Question,
    "sources": Source,
    "assumptions": Assumption,
    "items": Item,
}


def plain(case: Case) -> dict[str, Any]:
    """The case as plain data, just as it would stand in a file: nothing that is a default."""
    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {"format": case.format, **data}


def case_from(data: Any, *, lines: Mapping[Location, int] | None = None, origin: str = "") -> Case:
    """Check plain data and build the case from it.

    Parameters
    ----------
    data : mapping
        The content of a case file.
    lines : mapping, optional
        Line of each place in the data, for the messages.
    origin : str
        Name of the file, for the messages.

    Returns
    -------
    Case

    Raises
    ------
    CaseError
        With every problem in the data, each with its address, what was seen, what is allowed and
        the closest known name.
    """
    if not isinstance(data, Mapping):
        problem = Problem(
            (), "a case is a mapping", shown(data), "format, questions, sources, items"
        )
        raise CaseError((problem,), origin)
    try:
        return Case.model_validate({"format": None, **data})
    except ValidationError as error:
        problems = problems_of(error, Case, data)
        if not any(e["type"] == "case" for e in error.errors(include_url=False)):
            problems += _whole_of_what_stands(data)
    table = dict(lines or {})
    unique = {(p.location, p.message): placed(p, data, table) for p in problems}
    ordered = sorted(unique.values(), key=lambda p: p.line or 0)
    raise CaseError(tuple(ordered), origin)


def _whole_of_what_stands(data: Mapping[str, Any]) -> list[Problem]:
    """Problems of the whole in a case that has faulty parts: what is sound is checked together.

    A part that is sound but for some of its keys is checked without those keys. The names of the
    other faulty parts count as known, so that one mistake is not reported twice.
    """
    sound: dict[str, tuple[tuple[int, Any], ...]] = {}
    names: list[frozenset[str]] = []
    left_out: set[Location] = set()
    for section, model in _SECTIONS.items():
        rows = data.get(section, ())
        rows = rows if isinstance(rows, list | tuple) else ()
        adapter: TypeAdapter[Any] = TypeAdapter(model)
        good, faulty = [], set()
        for k, row in enumerate(rows):
            part, dropped = _sound_part(adapter, row)
            left_out |= {(section, k, key) for key in dropped}
            if part is not None:
                good.append((k, part))
            elif isinstance(row, Mapping):
                faulty.add(str(row.get("id")))
        sound[section] = tuple(good)
        names.append(frozenset(faulty))
    found = check_whole(Parts(**sound, faulty=tuple(names)))
    said = {loc[:2] for loc in left_out if loc[2] in ("likelihood", "ratio", "search")}
    return [p for p in found if p.location[:3] not in left_out and p.location not in said]


def _sound_part(adapter: TypeAdapter[Any], row: Any) -> tuple[Any, set[str]]:
    """A part, if need be without its faulty keys, and those keys; None if that does not help."""
    try:
        return adapter.validate_python(row), set()
    except ValidationError as error:
        faulty = {str(e["loc"][0]) for e in error.errors(include_url=False) if e["loc"]}
    if not isinstance(row, Mapping):
        return None, set()
    try:
        return adapter.validate_python({k: v for k, v in row.items() if k not in faulty}), faulty
    except ValidationError:
        return None, set()


def as_of_day(value: str | dt.date) -> dt.date:
    """A day from a date or from text such as 2024-06-20; ValueError if it is neither."""
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
