"""Any reading in words: each reading's own module knows how to say it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from assess.result.reading import reading_name

if TYPE_CHECKING:
    import xarray as xr


def explain(reading: xr.Dataset) -> str:
    """What a reading of a result says, in one to five sentences.

    The sentences quote the figures of the Dataset, rounded as everywhere, and say what they are
    conditional on: they can go into an assessment as they are.

    Parameters
    ----------
    reading : Dataset
        What any of the readings returned, such as `tornado` or `leave_out`.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If the Dataset is not a reading.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> print(assess.explain(assess.leave_out(result, "source")).split(". ")[1])
    new_type leads without any one of them
    """
    return str(import_module(f"assess.prose.{reading_name(reading)}").explain(reading))
