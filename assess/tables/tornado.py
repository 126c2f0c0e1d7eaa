"""The tornado as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.numbers import credence_text, number_text

if TYPE_CHECKING:
    import xarray as xr
from assess.tables.table import Table, at_least_one


def tornado_table(reading: xr.Dataset, most: int = 10) -> Table:
    """The largest bars of a tornado as a readable table.

    Parameters
    ----------
    reading : Dataset
        What `tornado` returned.
    most : int
        How many rows at most.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: each number with the ends of its range
        and the credence at either.

    Raises
    ------
    ValueError
        If `most` is below 1.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> len(assess.tornado_table(assess.tornado(result), most=3).rows)
    3
    """
    at_least_one(most)
    a = reading.attrs
    rows = []
    for name in reading["number"].values[:most]:
        row = reading.sel(number=name)
        low, high = (number_text(float(row[k])) for k in ("low", "high"))
        ends = tuple(credence_text(float(row[f"credence_{k}"])) for k in ("low", "high"))
        rows.append((str(name), low, high, *ends))
    moved = f"with each number alone at an end of its {a['mass']:.0%} range"
    if a["vary_fixed"]:
        times = number_text(a["vary_fixed"])
        moved += f"\n(where none was stated, at its odds divided and multiplied by {times})"
    elif a["fixed"]:
        moved += f"\n({a['fixed']} numbers were stated without a range and not moved)"
    title = f"Credence of {a['hypothesis']} {moved}"
    return Table(title, ("number", "low", "high", "at low", "at high"), tuple(rows))
