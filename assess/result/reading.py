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
