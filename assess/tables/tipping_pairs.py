"""Pairs of numbers that can change the lead, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.numbers import crossing_text, number_text
from assess.formatting.rows import at_least_one
from assess.prose.tipping_pairs import headline
from assess.result.reading import expect
from assess.tables.table import MOST, Table, more

if TYPE_CHECKING:
    import xarray as xr


def tipping_pairs_table(reading: xr.Dataset, most: int | None = MOST) -> Table:
    """How far two numbers have to be off together to end the lead, the nearest pairs first.

    Parameters
    ----------
    reading : Dataset
        What `tipping_pairs` returned.
    most : int, optional
        Most rows: the nearest pairs; all for None.

    Returns
    -------
    Table
        A row for each pair: both numbers with the values at which another hypothesis leads, by how
        many decibans the odds of both change for that, and which one leads then. A star marks a
        pair of values inside both stated ranges.

    Raises
    ------
    ValueError
        If `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"), draws=0)
    >>> assess.tipping_pairs_table(assess.tipping_pairs(result), most=1).rows[0][:2]
    ('prior[new_type]', '.0471')
    """
    expect(reading, "tipping_pairs")
    kept, a = at_least_one(most, reading.sizes["pair"]), reading.attrs
    header = ("first number", "at", "second number", "at", "change", "leads then")
    rows = []
    for k in range(kept):
        row = reading.isel(pair=k)
        cells: list[str] = []
        for w in ("first", "second"):
            at = crossing_text(float(row[f"{w}_at"]), float(row[f"{w}_value"]))
            cells += [str(row[w].item()), at]
        mark = "*" if bool(row["within"]) else ""
        rows.append((*cells, f"{float(row['change']):.1f} dB{mark}", str(row["to"].item())))
    hidden = more(reading.sizes["pair"] - kept, ", farther out")
    notes = ["Both numbers moved by the same factor of their odds, each in the worse direction."]
    if bool(reading["within"].values[:kept].any()):
        notes.append(f"* both inside their stated {number_text(100 * a['mass'])}% ranges")
    if cannot := int(a["tried"]) - reading.sizes["pair"]:
        notes.append(f"{cannot} of the {a['tried']} pairs tried cannot do it within 30 dB.")
    return Table(headline(reading), header, tuple(rows), (*hidden, *notes))
