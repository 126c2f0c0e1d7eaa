"""The global readings as tables that a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.numbers import decibans_text, share_text
from assess.tables.table import Table, at_least_one

if TYPE_CHECKING:
    import xarray as xr


def sobol_table(reading: xr.Dataset, most: int = 10) -> Table:
    """The largest Sobol indices as a readable table.

    Parameters
    ----------
    reading : Dataset
        What `sobol` returned.
    most : int
        How many rows at most.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: for each input the share of the variance
        of the log-odds that it has by itself and with its interactions, each with its standard
        error. A share that is estimated below 0 is shown as 0.

    Raises
    ------
    ValueError
        If `most` is below 1.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"), draws=0)
    >>> len(assess.sobol_table(assess.sobol(result, by="kind", points=256), most=3).rows)
    3
    """
    at_least_one(most)
    a = reading.attrs
    rows = []
    for name in reading["input"].values[:most]:
        row = reading.sel(input=name)
        cells = [share_text(float(row[k])) for k in ("first", "first_se", "total", "total_se")]
        rows.append((str(name), *cells))
    sd = decibans_text(a["sd_decibans"]).removeprefix("+")
    title = (
        f"Shares of the variance of the log-odds of {a['hypothesis']} against {a['against']}\n"
        f"(standard deviation {sd}; all uncertain numbers vary as stated, not updated by the "
        f"items; by {a['by']})"
    )
    left = reading.sizes["input"] - len(rows)
    if left:
        least = share_text(float(reading["total"].values[most:].max()))
        title += f"\n({left} more have at most {least} with interactions)"
    header = ("input", "by itself", "± s.e.", "with interactions", "± s.e.")
    return Table(title, header, tuple(rows))
