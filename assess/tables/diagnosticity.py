"""Diagnosticity as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.names import closest, listed
from assess.formatting.numbers import decibans_text, number_text
from assess.tables.table import Table, at_least_one

if TYPE_CHECKING:
    import xarray as xr


def diagnosticity_table(
    reading: xr.Dataset, *, against: str | None = None, most: int = 20
) -> Table:
    """A diagnosticity as a readable table, the items that tell most apart first.

    Parameters
    ----------
    reading : Dataset
        What `diagnosticity` returned.
    against : str, optional
        A hypothesis: with it the table shows the weights of all others against this one, in
        decibans; without it the probability of each item under each hypothesis.
    most : int
        How many items at most.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook. The last column is the weight between the
        two hypotheses that the item tells apart best.

    Raises
    ------
    ValueError
        If there is no such hypothesis, or `most` is below 1.

    Examples
    --------
    >>> import assess
    >>> found = assess.diagnosticity(assess.weigh(assess.example_case("dprk_missiles")))
    >>> print(assess.diagnosticity_table(found).header)
    ('item', 'new_type', 'old_type', 'none', 'other', 'largest weight')
    """
    at_least_one(most)
    names = [str(h) for h in reading["hypothesis"].values]
    if against is not None and against not in names:
        near = closest(against, names)
        hint = f"; did you mean {near!r}?" if near else ""
        msg = f"no hypothesis is called {against!r} (there are: {listed(names)}){hint}"
        raise ValueError(msg)
    largest = np.nan_to_num(reading["largest"].values, posinf=np.inf)
    order = np.argsort(-largest, kind="stable")
    columns = [h for h in names if h != against]
    rows = []
    for k in order[:most]:
        row = reading.isel(item=int(k))
        weight = decibans_text(float(largest[k])).lstrip("+")
        rows.append((str(row["item"].item()), *_cells(row, columns, against), weight))
    if len(order) > most:
        left = decibans_text(float(largest[order[most]])).lstrip("+")
        empty = ("",) * (len(columns) + 1)
        rows.append((f"({len(order) - most} more, of {left} or less)", *empty))
    what = "Probability of each item under each hypothesis"
    if against is not None:
        what = f"Weight of each item for each hypothesis against {against}"
    title = f"{what} on {reading.attrs['question']}, each item by itself"
    return Table(title, ("item", *columns, "largest weight"), tuple(rows))


def _cells(row: xr.Dataset, columns: list[str], against: str | None) -> tuple[str, ...]:
    if against is not None:
        weights = row["weight"].sel(against=against)
        return tuple(decibans_text(float(weights.sel(hypothesis=h))) for h in columns)
    chances = [float(row["likelihood"].sel(hypothesis=h)) for h in columns]
    return tuple("undefined" if np.isnan(p) else number_text(p) for p in chances)
