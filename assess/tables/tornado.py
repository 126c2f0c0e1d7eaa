"""The tornado as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.numbers import credence_text, number_text
from assess.formatting.rows import at_least_one
from assess.prose.tornado import headline
from assess.result.reading import expect
from assess.tables.table import MOST, Table, more, moved_note

if TYPE_CHECKING:
    import xarray as xr


def tornado_table(reading: xr.Dataset, most: int | None = MOST) -> Table:
    """The largest bars of a tornado as a readable table.

    Parameters
    ----------
    reading : Dataset
        What `tornado` returned.
    most : int, optional
        Most rows: the numbers that move the credence most; all for None.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: each number with the ends of its range
        and the credence at either.

    Raises
    ------
    ValueError
        If `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> len(assess.tornado_table(assess.tornado(result), most=3).rows)
    3
    """
    expect(reading, "tornado")
    kept, a = at_least_one(most, reading.sizes["number"]), reading.attrs
    rows = []
    for name in reading["number"].values[:kept]:
        row = reading.sel(number=name)
        low, high = (number_text(float(row[k])) for k in ("low", "high"))
        ends = tuple(credence_text(float(row[f"credence_{k}"])) for k in ("low", "high"))
        rows.append((str(name), low, high, *ends))
    header = ("number", "low", "high", "at low", "at high")
    hidden = more(reading.sizes["number"] - kept, ", which move it by less")
    alone = f"each number alone at an end of its {a['mass']:.0%} range"
    words = f"Credence of {a['hypothesis']} with {alone}"
    return Table(headline(reading), header, tuple(rows), (*hidden, moved_note(a, words)))
