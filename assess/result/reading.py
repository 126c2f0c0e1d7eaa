"""What a reading is: a Dataset that says which reading of a result it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xarray as xr


def reading_name(reading: xr.Dataset) -> str:
    """Return the name of a reading, such as `tornado`.

    Raises
    ------
    ValueError
        If the Dataset is not a reading.
    """
    name = str(reading.attrs.get("reading", ""))
    if not name:
        msg = (
            "expected a reading of a result, such as assess.tornado(result) returns: this Dataset "
            "does not say which one it is"
        )
        raise ValueError(msg)
    return name


def expect(reading: object, name: str) -> None:
    """Refuse what is not a reading of that name.

    Parameters
    ----------
    reading : object
        What a table or a picture was given.
    name : str
        The reading that it shows, such as `tornado`.

    Raises
    ------
    ValueError
        If it is something else.
    """
    attrs = getattr(reading, "attrs", {})
    seen = str(attrs.get("reading", "")) if isinstance(attrs, dict) else ""
    if seen == name:
        return
    what = f"the reading {seen!r}" if seen else f"a {type(reading).__name__}"
    msg = f"expected what assess.{name}(result) returns, not {what}"
    raise ValueError(msg)
