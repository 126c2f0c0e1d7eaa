"""Any reading in words: each reading's own module knows how to say it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from assess.result.applicable import why_not
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
        The sentences; of a reading that does not apply, why it does not.

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
    return _said(reading, "explain")


def headline(reading: xr.Dataset) -> str:
    """What a reading of a result shows, in one line: the title of its picture and its table.

    Parameters
    ----------
    reading : Dataset
        What any of the readings returned, such as `tornado` or `leave_out`.

    Returns
    -------
    str
        One line, in which long names are shortened; of a reading that does not apply, why it does
        not.

    Raises
    ------
    ValueError
        If the Dataset is not a reading.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> print(assess.headline(assess.tornado(result)))
    What moves the credence of new_type most: prior[new_type]
    """
    return _said(reading, "headline")


def _said(reading: xr.Dataset, how: str) -> str:
    """What the reading's own module says, by that function of it."""
    name = reading_name(reading)
    return why_not(reading) or str(getattr(import_module(f"assess.prose.{name}"), how)(reading))
