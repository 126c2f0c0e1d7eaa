"""Whether a reading applies to its result."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xarray as xr


def why_not(reading: xr.Dataset) -> str:
    """Return why a reading does not apply to its result, as a sentence; empty where it does."""
    return str(reading.attrs.get("does_not_apply", ""))
