"""The credence over two numbers, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.numbers import credence_text, number_text
from assess.formatting.rows import at_least_one
from assess.prose.two_way import headline, others_lead
from assess.result.reading import expect
from assess.tables.table import MOST, Table

if TYPE_CHECKING:
    import xarray as xr


_ACROSS = 7
"""Values of the second number: as many columns as a page has room for."""


def two_way_table(reading: xr.Dataset, most: int | None = MOST) -> Table:
    """The credence of a hypothesis over the ranges of two numbers, at some values of each.

    Parameters
    ----------
    reading : Dataset
        What `two_way` returned.
    most : int, optional
        Most rows: values of the first number, evenly spread; all for None.

    Returns
    -------
    Table
        A row for each value of the first number, a column for each of seven of the second. A star
        marks where another hypothesis leads.

    Raises
    ------
    ValueError
        If `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"), draws=0)
    >>> found = assess.two_way(result, "prior[new_type]", "reliability[us]", points=11)
    >>> assess.two_way_table(found).header[0]
    'prior[new_type]'
    """
    expect(reading, "two_way")
    a, (down, across) = reading.attrs, (reading.sizes[x] for x in ("first", "second"))
    first = _spread(down, at_least_one(most, down))
    second = _spread(across, min(_ACROSS, across))
    credence = reading["credence"].sel(hypothesis=a["hypothesis"]).values
    others = others_lead(reading)
    rows = [
        (
            number_text(float(reading["first"].values[i])),
            *(_cell(float(credence[i, j]), other=bool(others[i, j])) for j in second),
        )
        for i in first
    ]
    header = (
        str(a["first_number"]),
        *(number_text(float(reading["second"].values[j])) for j in second),
    )
    notes = [f"Across: {a['second_number']}. Credence of {a['hypothesis']}, all else as stated."]
    if others.any():
        notes.append(f"* another than {a['leader']} leads")
    return Table(headline(reading), header, tuple(rows), tuple(notes))


def _cell(credence: float, *, other: bool) -> str:
    """A credence; nothing where the two numbers cannot be at once."""
    return "" if np.isnan(credence) else credence_text(credence) + "*" * other


def _spread(count: int, kept: int) -> list[int]:
    """So many of the points, evenly, the first and the last among them."""
    return [int(k) for k in np.linspace(0, count - 1, kept).round()]
