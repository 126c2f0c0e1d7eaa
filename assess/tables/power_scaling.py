"""Power-scaling sensitivities as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.numbers import number_text
from assess.formatting.rows import at_least_one
from assess.prose.power_scaling import headline
from assess.result.reading import expect
from assess.tables.table import MOST, Row, Table, more

if TYPE_CHECKING:
    import xarray as xr


def power_scaling_table(reading: xr.Dataset, most: int | None = MOST) -> Table:
    """How sensitive the log-odds are to the ranges as stated and to what the items say of them.

    Parameters
    ----------
    reading : Dataset
        What `power_scaling` returned.
    most : int, optional
        Most rows: the first parts of the reading; all for None.

    Returns
    -------
    Table
        A row for each part, with its sensitivity and the standard error of that.

    Raises
    ------
    ValueError
        If `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"), draws=100)
    >>> assess.power_scaling_table(assess.power_scaling(result)).header
    ('part', 'sensitivity', '± s.e.')
    """
    expect(reading, "power_scaling")
    kept, a = at_least_one(most, reading.sizes["part"]), reading.attrs
    header = ("part", "sensitivity", "± s.e.")
    rows: list[Row] = []
    for k in range(kept):
        row = reading.isel(part=k)
        error = float(row["sensitivity_se"])
        cells = (
            number_text(float(row["sensitivity"])),
            "" if error != error else number_text(error),
        )
        rows.append((str(row["part"].item()), *cells))
    hidden = more(reading.sizes["part"] - kept)
    notes = (
        (
            f"Log-odds of {a['hypothesis']} against {a['against']}; above "
            f"{number_text(a['threshold'])} a look is worth it ({a['draws']} draws)."
        ),
    )
    return Table(headline(reading), header, tuple(rows), (*hidden, *notes))
