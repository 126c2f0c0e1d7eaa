"""Credal bounds as a table that a person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.numbers import credence_text, decibans_text, interval_text, number_text
from assess.tables.table import Table

if TYPE_CHECKING:
    import xarray as xr


def bounds_table(reading: xr.Dataset) -> Table:
    """Credal bounds as a readable table.

    Parameters
    ----------
    reading : Dataset
        What `credal_bounds` returned.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: a row for each hypothesis with its
        credence, the least and the greatest that the stated ranges allow, robustness where the
        result has it, by how much the leading hypothesis leads it at least, and whether the bounds
        are exact.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_shells"), draws=0)
    >>> print(assess.bounds_table(assess.credal_bounds(result, question="shells")).header)
    ('hypothesis', 'credence', 'least', 'greatest', 'leader ahead by', 'found')
    """
    a = reading.attrs
    spread = "robustness" in reading
    header = ["hypothesis", "credence", "least", "greatest", "leader ahead by", "found"]
    if spread:
        header.insert(4, "robustness")
    rows = []
    for name in reading["hypothesis"].values:
        one = reading.sel(hypothesis=name)
        row = [str(name), *(credence_text(float(one[k])) for k in ("credence", "low", "high"))]
        if spread:
            row.append(interval_text(*(float(x) for x in one["robustness"].values)))
        lead = float(one["lead"])
        row.append("" if lead != lead else decibans_text(lead))
        row.append("exactly" if bool(one["exact"].all()) else "by search")
        rows.append(tuple(row))
    title = f"Credences with every number anywhere in its {a['mass']:.0%} range at once"
    if a["vary_fixed"]:
        times = number_text(a["vary_fixed"])
        title += f"\n(where none was stated, its odds divided and multiplied by {times})"
    elif a["fixed"]:
        title += f"\n({a['fixed']} numbers were stated without a range and not moved)"
    title += "\n(a worst case, not a statement of probability)"
    return Table(title, tuple(header), tuple(rows))
