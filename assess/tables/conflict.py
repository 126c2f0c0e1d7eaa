"""How items fit each other and the hypotheses, as tables that a person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.numbers import bits_text, number_text
from assess.tables.table import Table, at_least_one

if TYPE_CHECKING:
    import xarray as xr


def conflict_table(reading: xr.Dataset, most: int = 20) -> Table:
    """A conflict as a readable table, the items that fit worst first.

    Parameters
    ----------
    reading : Dataset
        What `conflict` returned.
    most : int
        How many items at most.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: for each item its probability by itself
        and given all others, and its conflict in bits (each a factor of two; positive: it fits
        worse than if it were independent of them).

    Raises
    ------
    ValueError
        If `most` is below 1.

    Examples
    --------
    >>> import assess
    >>> found = assess.conflict(assess.weigh(assess.example_case("dprk_missiles")))
    >>> print(assess.conflict_table(found).header)
    ('item', 'alone', 'beside the others', 'conflict')
    """
    at_least_one(most)
    order = np.argsort(-reading["conflict"].values, kind="stable")
    rows = []
    for k in order[:most]:
        row = reading.isel(item=int(k))
        chances = tuple(number_text(float(row[name])) for name in ("alone", "beside"))
        rows.append((str(row["item"].item()), *chances, bits_text(float(row["conflict"]))))
    if len(order) > most:
        left = float(reading["conflict"].values[order[most]])
        more = f"({len(order) - most} more, of {bits_text(left)} or less)"
        rows.append((more, "", "", ""))
    rows.append(("all items together", "", "", bits_text(float(reading.attrs["conflict"]))))
    title = (
        "How well each item fits the others\n"
        "(bits, each a factor of two: + less probable beside the others than alone, − more)"
    )
    return Table(title, ("item", "alone", "beside the others", "conflict"), tuple(rows))
