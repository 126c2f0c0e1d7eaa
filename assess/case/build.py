"""A case from plain data: every problem is collected before one error is raised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from assess.case.collect import every_problem
from assess.case.model import Case
from assess.errors import CaseError, Location, Problem, placed
from assess.formatting.names import shown


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
            problems += every_problem(error, Case, data, lost)
    elif data is not None or not problems:
        allowed = "format, questions, sources, items"
        problems.append(Problem((), "a case is a mapping", shown(data), allowed))
    table = dict(lines or {})
    unique = {(p.location, p.message): _located(p, data, table) for p in problems}
    ordered = sorted(unique.values(), key=lambda p: p.line or 0)
    raise CaseError(tuple(ordered), origin)


def _located(problem: Problem, data: Any, lines: dict[Location, int]) -> Problem:
    """The problem with its address, and with its line if it has none yet."""
    found = placed(problem, data, lines)
    return found if problem.line is None else replace(found, line=problem.line)
