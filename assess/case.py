"""A case: questions, sources, assumptions and items, checked as a whole."""

from __future__ import annotations

import datetime as dt
import typing
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    Discriminator,
    Field,
    Tag,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from assess.checks import check_whole
from assess.parts import Parts
from assess.problems import CaseError, Location, Problem, placed, shown
from assess.translate import fields, plain_type, problems_of, tagged
from evidence.assumption import Assumption
from evidence.candidate import Candidate
from evidence.item import Day, Item
from evidence.source import Source
from priors.distributions import Distribution
from priors.probability import Form, Stated, Text
from priors.question import Quantity, Question

FORMAT: Literal["assess/1"] = "assess/1"


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


class Case(Stated):
    """A case to be weighed, as an analyst states it.

    Parameters
    ----------
    questions : sequence of Question or Quantity
        What is asked, each with its hypotheses or thresholds, and priors.
    sources : sequence of Source
        Who says something, each with a reliability.
    assumptions : sequence of Assumption
        What items rest on.
    items : sequence of Item
        The evidence.
    candidates : sequence of Candidate
        Items not yet seen, to be valued before they are collected. They enter no credence.
    cost_unit : str
        One unit of what candidates cost, such as person-day.
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
        parts = Parts(
            questions=tuple(enumerate(self.questions)),
            sources=tuple(enumerate(self.sources)),
            assumptions=tuple(enumerate(self.assumptions)),
            items=tuple(enumerate(self.items)),
            candidates=tuple(enumerate(self.candidates)),
        )
        found = check_whole(parts)
        if found:
            data = plain(self)
            problems = [placed(p, data) for p in found]
            text = "\n".join(str(p) for p in problems)
            raise PydanticCustomError("case", "{text}", {"text": text, "problems": problems})
        return self

    @property
    def variables(self) -> dict[str, Question | Quantity | Assumption]:
        """Questions and assumptions by id: everything that items can bear on."""
        return {**{q.id: q for q in self.questions}, **{a.id: a for a in self.assumptions}}

    def question_of(self, item: Item) -> Question | Quantity | Assumption:
        """The question or assumption that an item bears on."""
        return self.questions[0] if item.question is None else self.variables[item.question]


_SECTIONS: dict[str, Any] = {
    "questions": AnyQuestion,
    "sources": Source,
    "assumptions": Assumption,
    "items": Item,
    "candidates": Candidate,
}


def plain(case: Case) -> dict[str, Any]:
    """The case as plain data, just as it would stand in a file: nothing that is a default."""
    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {"format": case.format, **data}


def case_from(
    data: Any,
    *,
    lines: Mapping[Location, int] | None = None,
    origin: str = "",
    unread: Iterable[Problem] = (),
) -> Case:
    """Check plain data and build the case from it.

    Parameters
    ----------
    data : mapping
        The content of a case file.
    lines : mapping, optional
        Line of each place in the data, for the messages.
    origin : str
        Name of the file, for the messages.
    unread : iterable of Problem
        Problems met when the data was read; what hangs on those places is not reported again.

    Returns
    -------
    Case

    Raises
    ------
    CaseError
        With every problem in the data, each with its address, what was seen, what is allowed and
        the closest known name.
    """
    problems = list(unread)
    lost = {p.location for p in problems}
    if isinstance(data, Mapping):
        try:
            case = Case.model_validate({"format": None, **data}, by_alias=True, by_name=False)
            if not problems:
                return case
        except ValidationError as error:
            checked = any(e["type"] == "case" for e in error.errors(include_url=False))
            if checked and not lost:
                problems = problems_of(error, Case, data)
            else:
                told = [] if checked else problems_of(error, Case, data)
                problems += [p for p in told if not _below(p.location, lost)]
                problems += _whole_of_what_stands(data, lost)
    elif data is not None or not problems:
        allowed = "format, questions, sources, items"
        problems.append(Problem((), "a case is a mapping", shown(data), allowed))
    table = dict(lines or {})
    unique = {(p.location, p.message): _located(p, data, table) for p in problems}
    ordered = sorted(unique.values(), key=lambda p: p.line or 0)
    raise CaseError(tuple(ordered), origin)


def _below(location: Location, places: set[Location]) -> bool:
    """Whether a place is one of the places, or lies in one."""
    return any(location[:k] in places for k in range(1, len(location) + 1))


def _located(problem: Problem, data: Any, lines: dict[Location, int]) -> Problem:
    """The problem with its address, and with its line if it has none yet."""
    found = placed(problem, data, lines)
    return found if problem.line is None else replace(found, line=problem.line)


def _whole_of_what_stands(data: Mapping[str, Any], lost: set[Location]) -> list[Problem]:
    """Problems of the whole in a case with faulty places: all that is sound is checked together.

    The parts are built without their faulty places and the checks are told which those are: no
    mistake is reported twice, and none hides another.
    """
    gone = list(lost)
    parts: dict[str, tuple[tuple[int, Any], ...]] = {}
    for section, model in _SECTIONS.items():
        rows = data.get(section, ())
        if not isinstance(rows, list | tuple):
            gone.append((section,))
            rows = ()
        loose = (_loosely(model, row, (section, k), gone) for k, row in enumerate(rows))
        parts[section] = tuple(enumerate(loose))
    return check_whole(Parts(**parts, lost=frozenset(gone)))


@cache
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)


def _loosely(annotation: Any, value: Any, at: Location, lost: list[Location]) -> Any:
    """A value as the models want it, but without what is wrong in it; `lost` gains those places."""
    with suppress(ValidationError):
        return _adapter(annotation).validate_python(value, by_alias=True, by_name=False)
    union = tagged(annotation)
    if union is not None:
        choose, members = union
        member = members.get(choose(value))
        if member is not None:
            return _loosely(member, value, at, lost)
    kind = plain_type(annotation)
    items = typing.get_origin(kind) is tuple and typing.get_args(kind)[-1] is Ellipsis
    if (
        isinstance(kind, type)
        and issubclass(kind, BaseModel)
        and not issubclass(kind, Form | Distribution)
    ):
        return _part_loosely(kind, value, at, lost)
    before = len(lost)
    found: Any = () if items else None
    if items and isinstance(value, list | tuple):
        inner = typing.get_args(kind)[0]
        found = tuple(_loosely(inner, v, (*at, k), lost) for k, v in enumerate(value))
    elif typing.get_origin(kind) is dict and isinstance(value, Mapping):
        found = _entries_loosely(kind, value, at, lost)
    if len(lost) == before:  # it is not an entry that is faulty, so it is the whole
        lost.append(at)
    return found


def _part_loosely(model: type[BaseModel], value: Any, at: Location, lost: list[Location]) -> Any:
    if not isinstance(value, Mapping):
        lost.append(at)
        value = {}
    known = fields(model)
    lost += [(*at, str(key)) for key in value if key not in known]
    stated: dict[str, Any] = {}
    for key, annotation in known.items():
        field = next(f for n, f in model.model_fields.items() if key in (f.alias, n))
        if key in value or field.is_required():
            stated[key] = _loosely(annotation, value.get(key), (*at, key), lost)
    if stated.get("id") is None and "id" in known:
        name = value.get("id")  # a faulty name is still what other parts call it by
        stated["id"] = str(name) if isinstance(name, str | float | int) else None
    return model.model_construct(**stated)


def _entries_loosely(kind: Any, value: Any, at: Location, lost: list[Location]) -> dict[str, Any]:
    name, number = (_adapter(a) for a in typing.get_args(kind))
    entries: dict[str, Any] = {}
    for key, entry in value.items():
        try:
            entries[name.validate_python(key)] = number.validate_python(entry)
        except ValidationError:
            lost.append((*at, str(key)))
    return entries


def as_of_day(value: str | dt.date) -> dt.date:
    """A day from a date or from text such as 2024-06-20; ValueError if it is neither."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        msg = f"as_of is a day such as 2024-06-20, not {shown(value)}"
        raise ValueError(msg) from None
