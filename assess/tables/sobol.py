"""The global readings as tables that a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.numbers import decibans_text, share_text
from assess.formatting.rows import at_least_one
from assess.prose.sobol import headline
from assess.result.reading import expect
from assess.tables.table import MOST, Table, more

if TYPE_CHECKING:
    import xarray as xr


def sobol_table(reading: xr.Dataset, most: int | None = MOST) -> Table:
    """The largest Sobol indices as a readable table.

    Parameters
    ----------
    reading : Dataset
        What `sobol` returned.
    most : int, optional
        Most rows: the inputs with the largest shares; all for None.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: for each input the share of the variance
        of the log-odds that it has by itself and with its interactions, each with its standard
        error. A share that is estimated below 0 is shown as 0.

    Raises
    ------
    ValueError
        If `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"), draws=0)
    >>> len(assess.sobol_table(assess.sobol(result, by="kind", points=256), most=3).rows)
    3
    """
    expect(reading, "sobol")
    kept, a = at_least_one(most, reading.sizes["input"]), reading.attrs
    rows = []
    for name in reading["input"].values[:kept]:
        row = reading.sel(input=name)
        cells = [share_text(float(row[k])) for k in ("first", "first_se", "total", "total_se")]
        rows.append((str(name), *cells))
    header = ("input", "by itself", "± s.e.", "with interactions", "± s.e.")
    hidden: tuple[str, ...] = ()
    if left := reading.sizes["input"] - kept:
        least = share_text(float(reading["total"].values[kept:].max()))
        hidden = more(left, f", of at most {least} with interactions")
    sd = decibans_text(a["sd_decibans"]).removeprefix("+")
    notes = (
        (
            f"Shares of the variance of the log-odds of {a['hypothesis']} against {a['against']} "
            f"(standard deviation {sd}), by {a['by']}."
        ),
        "All uncertain numbers vary as stated, not updated by the items.",
    )
    return Table(headline(reading), header, tuple(rows), (*hidden, *notes))
