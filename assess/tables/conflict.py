"""How items fit each other and the hypotheses, as tables that a person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.numbers import bits_text, number_text
from assess.formatting.rows import at_least_one
from assess.prose.conflict import headline
from assess.result.reading import expect
from assess.tables.table import MOST, Table, more

if TYPE_CHECKING:
    import xarray as xr


def conflict_table(reading: xr.Dataset, most: int | None = MOST) -> Table:
    """A conflict as a readable table, the items that fit worst first.

    Parameters
    ----------
    reading : Dataset
        What `conflict` returned.
    most : int, optional
        Most rows: the items that fit worst; all for None.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: for each item its probability by itself
        and given all others, and its conflict in bits (each a factor of two; positive: it fits
        worse than if it were independent of them).

    Raises
    ------
    ValueError
        If `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import assess
    >>> found = assess.conflict(assess.weigh(assess.example_case("dprk_missiles")))
    >>> print(assess.conflict_table(found).header)
    ('item', 'alone', 'beside the others', 'conflict')
    """
    expect(reading, "conflict")
    order = np.argsort(-reading["conflict"].values, kind="stable")
    kept = at_least_one(most, len(order))
    rows = []
    for k in order[:kept]:
        row = reading.isel(item=int(k))
        chances = tuple(number_text(float(row[name])) for name in ("alone", "beside"))
        rows.append((str(row["item"].item()), *chances, bits_text(float(row["conflict"]))))
    header = ("item", "alone", "beside the others", "conflict")
    hidden: tuple[str, ...] = ()
    if len(order) > kept:
        left = float(reading["conflict"].values[order[kept]])
        hidden = more(len(order) - kept, f", of {bits_text(left)} or less")
    rows.append(("all items together", "", "", bits_text(float(reading.attrs["conflict"]))))
    notes = ("Bits, each a factor of two: + less probable beside the others than alone, − more.",)
    return Table(headline(reading), header, tuple(rows), (*hidden, *notes))
