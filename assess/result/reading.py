"""What a reading is: a Dataset that says which reading of a result it is."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from assess.case.wrong_argument import name_of_reading, wrong_argument
from assess.errors import NotAReadingError, UnknownOptionError

_CALLS = {"compare": "assess.compare({{'name': {}}})", "cruxes": "assess.cruxes({}, other)"}
"""How those are made that are not of one result alone."""


def reading_name(reading: object) -> str:
    """Return the name of a reading, such as `tornado`.

    Raises
    ------
    NotAReadingError
        If it is not a reading.
    """
    name = name_of_reading(reading)
    if not name:
        wanted = "a reading of a result, such as assess.tornado(result) returns"
        raise NotAReadingError(wrong_argument(wanted, reading, read_by="assess.tornado({})"))
    return name


def expect(reading: object, name: str) -> None:
    """Refuse what is not the reading that a function is about.

    Parameters
    ----------
    reading : object
        What was given.
    name : str
        The reading wanted, such as `ledger`.

    Raises
    ------
    NotAReadingError
        With what was wanted, what was given, and what to call instead.
    """
    given = name_of_reading(reading)
    if given == name:
        return
    text = wrong_argument(
        f"the reading {name!r}", reading, read_by=_CALLS.get(name, f"assess.{name}({{}})")
    )
    if given:
        text += "; assess.plot(reading), assess.table(reading) and assess.explain(reading) take any"
    raise NotAReadingError(text)


def check_options(function: Callable[..., object], options: Mapping[str, Any]) -> None:
    """Refuse an option that a function of a reading does not take.

    Raises
    ------
    UnknownOptionError
        With those that it takes, and the closest of them.
    """
    known = [name for name in inspect.signature(function).parameters if name != "reading"]
    for name in options:
        if name not in known:
            raise UnknownOptionError(name, known, "option", function.__name__)
