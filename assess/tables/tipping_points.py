"""Tipping points as tables that a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.numbers import credence_text, crossing_text, number_text
from assess.formatting.rows import at_least_one
from assess.prose.tipping_points import headline
from assess.result.reading import expect
from assess.tables.table import MOST, Table, more

if TYPE_CHECKING:
    import xarray as xr


def tipping_points_table(reading: xr.Dataset, most: int | None = MOST) -> Table:
    """Tipping points as a readable table, the nearest first.

    Parameters
    ----------
    reading : Dataset
        What `tipping_points` returned.
    most : int, optional
        Most rows: the numbers nearest to an event; all for None.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: a row for each number with its stated
        value and range, and for each event the value at which it happens and by how many decibans
        the odds of the number change for that. A value inside the stated range is marked with `*`.

    Raises
    ------
    ValueError
        If `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> assess.tipping_table(assess.tipping_points(result)).header[:3]
    ('number', 'stated', '90% range')
    """
    expect(reading, "tipping_points")
    a = reading.attrs
    events = [e for e in ("threshold", "lead", "band") if e in reading]
    words = {
        "lead": f"{a['leader']} no longer leads",
        "band": f"leaves {a['band'] or 'its stretch'!r}",
        "threshold": f"crosses {number_text(float(a['threshold']))}",
    }
    some = np.isfinite(np.column_stack([reading[e].values for e in events])).any(axis=1)
    kept = at_least_one(most, int(some.sum()))
    shown = reading.isel(number=np.flatnonzero(some)[:kept])
    rows = []
    for k in range(kept):
        row = shown.isel(number=k)
        value, low, high = (float(row[c]) for c in ("value", "low", "high"))
        cells = [str(row["number"].values), number_text(value)]
        cells.append("" if low == high else f"{number_text(low)} to {number_text(high)}")
        for e in events:
            at = float(row[e])
            if np.isnan(at):
                cells += ["no value", ""]
                continue
            mark = "*" if bool(row[f"{e}_within"]) else ""
            change = float(row[f"{e}_change"])
            words_of = "certain" if np.isinf(change) else f"{change:.1f} dB"
            cells += [f"{crossing_text(at, float(row['used']))}{mark}", words_of]
        rows.append(tuple(cells))
    share = f"{100.0 * float(a['mass']):g}% range"
    heads = [h for e in events for h in (words[e], "change")]
    header = ("number", "stated", share, *heads)
    left = reading.sizes["number"] - kept
    hidden = more(left, ", farther away or without any such value")
    notes = [
        (
            f"One number at a time; credence of {a['hypothesis']}: {credence_text(a['credence'])}; "
            "* inside the stated range."
        ),
    ]
    if a["unmoved"]:
        notes.append(f"{a['unmoved']} more were not moved: what shapes a quantity or is certain.")
    return Table(headline(reading), header, tuple(rows), (*hidden, *notes))


tipping_table = tipping_points_table
