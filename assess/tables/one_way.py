"""What single numbers moved through their whole range do, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.numbers import crossing_text, interval_text, number_text
from assess.formatting.rows import at_least_one
from assess.prose.one_way import headline
from assess.result.reading import expect
from assess.tables.table import MOST, Row, Table, more

if TYPE_CHECKING:
    import xarray as xr


def one_way_table(reading: xr.Dataset, most: int | None = MOST) -> Table:
    """How far each number moves the credence, and at which values the lead changes.

    Parameters
    ----------
    reading : Dataset
        What `one_way` returned.
    most : int, optional
        Most rows: the first numbers of the reading; all for None.

    Returns
    -------
    Table
        A row for each number: its stated value and range, the least and greatest credence of the
        hypothesis over that range, and the values beyond which another hypothesis leads.

    Raises
    ------
    ValueError
        If `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"), draws=0)
    >>> assess.one_way_table(assess.one_way(result, "prior[none]")).rows[0][:2]
    ('prior[none]', '.57')
    """
    expect(reading, "one_way")
    curves = reading if "number" in reading.dims else reading.expand_dims("number")
    kept, a = at_least_one(most, curves.sizes["number"]), reading.attrs
    share = f"{100.0 * float(a['mass']):g}% range"
    header = ("number", "stated", share, "credence", "another leads")
    rows: list[Row] = []
    for k in range(kept):
        row = curves.isel(number=k)
        low, high, stated = (float(row[name]) for name in ("low", "high", "stated"))
        ends = "" if low == high else f"{number_text(low)} to {number_text(high)}"
        within = interval_text(float(row["least"]), float(row["greatest"]))
        flips = (
            f"{side} {crossing_text(float(row[f'flip_{side}']), stated)}"
            for side in ("below", "above")
            if np.isfinite(row[f"flip_{side}"])
        )
        words = " or ".join(flips) or "at no value"
        rows.append((str(row["number"].item()), number_text(stated), ends, within, words))
    hidden = more(curves.sizes["number"] - kept)
    notes = [f"Credence of {a['hypothesis']} over the range; everything else as stated."]
    if bool(curves["fixed"].values.any()):
        notes.append("Of a number without a range: with its odds halved and doubled.")
    return Table(headline(reading), header, tuple(rows), (*hidden, *notes))
