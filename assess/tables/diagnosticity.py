"""Diagnosticity as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.errors import UnknownNameError
from assess.formatting.numbers import decibans_text, number_text
from assess.formatting.rows import at_least_one
from assess.prose.diagnosticity import headline
from assess.result.reading import expect
from assess.tables.table import MOST, Table, more

if TYPE_CHECKING:
    import xarray as xr


def diagnosticity_table(
    reading: xr.Dataset, *, against: str | None = None, most: int | None = MOST
) -> Table:
    """A diagnosticity as a readable table, the items that tell most apart first.

    Parameters
    ----------
    reading : Dataset
        What `diagnosticity` returned.
    against : str, optional
        A hypothesis: with it the table shows the weights of all others against this one, in
        decibans; without it the probability of each item under each hypothesis.
    most : int, optional
        Most rows: the items that tell most; all for None.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook. The last column is the weight between the
        two hypotheses that the item tells apart best.

    Raises
    ------
    ValueError
        If there is no such hypothesis, `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import assess
    >>> found = assess.diagnosticity(assess.weigh(assess.example_case("dprk_missiles")))
    >>> print(assess.diagnosticity_table(found).header)
    ('item', 'new_type', 'old_type', 'none', 'other', 'largest weight')
    """
    expect(reading, "diagnosticity")
    names = [str(h) for h in reading["hypothesis"].values]
    if against is not None and against not in names:
        raise UnknownNameError(against, names, "hypothesis")
    largest = np.nan_to_num(reading["largest"].values, posinf=np.inf)
    order = np.argsort(-largest, kind="stable")
    columns = [h for h in names if h != against]
    kept = at_least_one(most, len(order))
    rows = []
    for k in order[:kept]:
        row = reading.isel(item=int(k))
        weight = decibans_text(float(largest[k])).lstrip("+")
        rows.append((str(row["item"].item()), *_cells(row, columns, against), weight))
    header = ("item", *columns, "largest weight")
    hidden: tuple[str, ...] = ()
    if len(order) > kept:
        left = decibans_text(float(largest[order[kept]])).lstrip("+")
        hidden = more(len(order) - kept, f", of {left} or less")
    what = "Probability of each item under each hypothesis"
    if against is not None:
        what = f"Weight of each item for each hypothesis against {against}"
    notes = (f"{what} on {reading.attrs['question']}, each item by itself.",)
    return Table(headline(reading), header, tuple(rows), (*hidden, *notes))


def _cells(row: xr.Dataset, columns: list[str], against: str | None) -> tuple[str, ...]:
    if against is not None:
        weights = row["weight"].sel(against=against)
        return tuple(decibans_text(float(weights.sel(hypothesis=h))) for h in columns)
    chances = [float(row["likelihood"].sel(hypothesis=h)) for h in columns]
    return tuple("undefined" if np.isnan(p) else number_text(p) for p in chances)
