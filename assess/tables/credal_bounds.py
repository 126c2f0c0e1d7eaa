"""Credal bounds as a table that a person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.numbers import credence_text, decibans_text, interval_text
from assess.formatting.rows import at_least_one
from assess.prose.credal_bounds import headline
from assess.result.reading import expect
from assess.tables.table import MOST, Table, more, moved_note

if TYPE_CHECKING:
    import xarray as xr


def credal_bounds_table(reading: xr.Dataset, most: int | None = MOST) -> Table:
    """Credal bounds as a readable table.

    Parameters
    ----------
    reading : Dataset
        What `credal_bounds` returned.
    most : int, optional
        Most rows: the first hypotheses of the reading; all for None.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: a row for each hypothesis with its
        credence, the least and the greatest that the stated ranges allow, robustness where the
        result has it, by how much the leading hypothesis leads it at least, and whether the bounds
        are exact.

    Raises
    ------
    ValueError
        If `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_shells"), draws=0)
    >>> print(assess.bounds_table(assess.credal_bounds(result, question="shells")).header)
    ('hypothesis', 'credence', 'least', 'greatest', 'leader ahead by', 'found')
    """
    expect(reading, "credal_bounds")
    kept, a = at_least_one(most, reading.sizes["hypothesis"]), reading.attrs
    spread = "robustness" in reading
    header = ["hypothesis", "credence", "least", "greatest", "leader ahead by", "found"]
    if spread:
        header.insert(4, "robustness")
    rows = []
    for name in reading["hypothesis"].values[:kept]:
        one = reading.sel(hypothesis=name)
        row = [str(name), *(credence_text(float(one[k])) for k in ("credence", "low", "high"))]
        if spread:
            row.append(interval_text(*(float(x) for x in one["robustness"].values)))
        lead = float(one["lead"])
        row.append("" if lead != lead else decibans_text(lead))
        row.append("exactly" if bool(one["exact"].all()) else "by search")
        rows.append(tuple(row))
    hidden = more(reading.sizes["hypothesis"] - kept)
    notes = (
        moved_note(a, f"Every number anywhere in its {a['mass']:.0%} range, all at once"),
        "A worst case, not a statement of probability.",
    )
    return Table(headline(reading), tuple(header), tuple(rows), (*hidden, *notes))


bounds_table = credal_bounds_table
