"""What a reading is: a Dataset that says which reading of a result it is."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

from assess.case.model import Case
from assess.errors import NotAReadingError
from assess.formatting.names import shown

if TYPE_CHECKING:
    import xarray as xr

_OF_SEVERAL = {"compare": "assess.compare({name: result})", "cruxes": "assess.cruxes(one, other)"}


def reading_name(reading: xr.Dataset) -> str:
    """Return the name of a reading, such as `tornado`.

    Raises
    ------
    NotAReadingError
        If it is not a reading.
    """
    name = _name_of(reading)
    if not name:
        msg = (
            "expected a reading of a result, such as assess.tornado(result) returns, not "
            f"{what_it_is(reading)}"
        )
        raise NotAReadingError(msg)
    return name


def why_not(reading: xr.Dataset) -> str:
    """Return why a reading does not apply to its result, as a sentence; empty where it does."""
    return str(reading.attrs.get("does_not_apply", ""))


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
    given = _name_of(reading)
    if given == name:
        return
    wanted = _OF_SEVERAL.get(name, f"assess.{name}(result)")
    msg = f"expected the reading that {wanted} returns, not {what_it_is(reading)}"
    if given:
        msg += "; assess.plot(reading), assess.table(reading) and assess.explain(reading) take any"
    raise NotAReadingError(msg)


def what_it_is(value: object) -> str:
    """What something is in the words of this library, and what can be made of it."""
    if isinstance(value, Case):
        return "a Case: weigh it with assess.weigh(case)"
    if name := _name_of(value):
        return f"the reading {name!r}"
    if is_result(value):
        return "a result of assess.weigh"
    if isinstance(value, str | PathLike):
        return f"{shown(value)}: load a case with assess.load_case(path), then assess.weigh(case)"
    kind = type(value).__name__
    return repr(value) if value is None or isinstance(value, int | float) else f"a {kind}"


def is_result(value: object) -> bool:
    """Whether something is a result of `weigh`."""
    attrs = getattr(value, "attrs", None)
    return (
        isinstance(attrs, dict) and {"case", "as_of"} <= set(attrs) and hasattr(value, "children")
    )


def _name_of(reading: object) -> str:
    """The name of a reading, empty if it is none."""
    attrs = getattr(reading, "attrs", None)
    is_dataset = hasattr(reading, "data_vars") and not hasattr(reading, "children")
    return str(attrs.get("reading", "")) if is_dataset and isinstance(attrs, dict) else ""
