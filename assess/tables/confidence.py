"""The components of analytic confidence as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.rows import at_least_one
from assess.prose.confidence import headline
from assess.result.reading import expect
from assess.tables.table import MOST, Table, more

if TYPE_CHECKING:
    import xarray as xr


def confidence_table(reading: xr.Dataset, most: int | None = MOST) -> Table:
    """The components of analytic confidence, each with its thresholds.

    Parameters
    ----------
    reading : Dataset
        What `confidence` returned.
    most : int, optional
        Most rows: the first components; all for None.

    Returns
    -------
    Table
        A row for each component: its value, the level that it gives, and from where on it would
        give a low or a high one.

    Raises
    ------
    ValueError
        If `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"), draws=100)
    >>> assess.confidence_table(assess.confidence(result)).header
    ('component', 'value', 'level', 'low if', 'high if')
    """
    expect(reading, "confidence")
    kept, a = at_least_one(most, reading.sizes["component"]), reading.attrs
    header = ("component", "value", "level", "low if", "high if")
    columns = ("name", "shown", "level", "low_if", "high_if")
    rows = [tuple(str(reading[c].values[k]) for c in columns) for k in range(kept)]
    hidden = more(reading.sizes["component"] - kept)
    notes = (f"Rule: {a['rule']}", f"Thresholds: {a['citation']} ({a['edition']}).")
    return Table(headline(reading), header, tuple(rows), (*hidden, *notes))
