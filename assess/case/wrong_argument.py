"""What was given where a case, a result or a reading is wanted, in the words of this library."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import PurePath

from assess.case.whole import Whole
from assess.errors import NotACaseError
from assess.formatting.names import shown

_CASE, _RESULT, _READING = range(3)


def expect_case(value: object) -> None:
    """Refuse what is not a Case.

    Raises
    ------
    NotACaseError
        With what was given, and what to call instead.
    """
    if not isinstance(value, Whole):
        raise NotACaseError(wrong_argument("a Case, such as assess.load_case(path) returns", value))


def wrong_argument(wanted: str, value: object, *, weighed: bool = False, read_by: str = "") -> str:
    """The sentence for a wrong argument: what is wanted, what was given, what to give instead.

    Parameters
    ----------
    wanted : str
        What the function takes.
    value : object
        What it was given.
    weighed : bool
        Whether it takes a result.
    read_by : str
        The call that makes the reading which it takes, such as `assess.ledger({})`.
    """
    text = f"expected {wanted}, not {_in_words(value)}"
    start = _start(value)
    goal = _READING if read_by else _RESULT if weighed else _CASE
    if start is None or (isinstance(value, Whole) and goal == _CASE):
        return text
    expression, reached = start
    if reached < _RESULT <= goal:
        expression, reached = f"assess.weigh({expression})", _RESULT
    if reached < _READING <= goal:
        expression = read_by.format(expression)
    return text if reached > goal else f"{text}; give it {expression}"


def is_result(value: object) -> bool:
    """Whether something is a result of `weigh`."""
    attrs = getattr(value, "attrs", None)
    return isinstance(attrs, dict) and {"case", "as_of"} <= set(attrs) and _is_tree(value)


def name_of_reading(value: object) -> str:
    """The name of a reading, empty if it is none."""
    attrs = getattr(value, "attrs", None)
    is_dataset = hasattr(value, "data_vars") and not _is_tree(value)
    return str(attrs.get("reading", "")) if is_dataset and isinstance(attrs, dict) else ""


def _is_tree(value: object) -> bool:
    return hasattr(value, "children") and hasattr(value, "to_dataset")


def _start(value: object) -> tuple[str, int] | None:
    """What is at hand, as an expression, and how far it has come; None if it leads nowhere."""
    if isinstance(value, Whole):
        return "case", _CASE
    if is_result(value):
        return "result", _RESULT
    if isinstance(value, str | PathLike) and PurePath(value).suffix:
        return f"assess.load_case({str(value)!r})", _CASE
    if isinstance(value, Mapping) and not hasattr(value, "attrs"):
        return "assess.case_from(data)", _CASE
    return None


def _in_words(value: object) -> str:
    if name := name_of_reading(value):
        return f"the reading {name!r}"
    if is_result(value):
        return "a result of assess.weigh"
    if value is None or isinstance(value, str | int | float | PathLike | type):
        return shown(value) if value is not None else "None"
    return f"a {type(value).__name__}"
