"""What the prior expected, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.numbers import credence_text, number_text
from assess.formatting.rows import at_least_one
from assess.prose.prior_predictive import headline
from assess.result.reading import expect
from assess.tables.table import MOST, Table, more

if TYPE_CHECKING:
    import xarray as xr


def prior_predictive_table(reading: xr.Dataset, most: int | None = MOST) -> Table:
    """How probable each item was before any was known, the least expected first.

    Parameters
    ----------
    reading : Dataset
        What `prior_predictive` returned.
    most : int, optional
        Most rows: the least expected items; all for None.

    Returns
    -------
    Table
        A row for each item: its probability under the prior and under each hypothesis. The last
        row says how many items were to be expected.

    Raises
    ------
    ValueError
        If `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"), draws=0)
    >>> assess.prior_predictive_table(assess.prior_predictive(result)).header[:3]
    ('item', 'under the prior', 'if new_type')
    """
    expect(reading, "prior_predictive")
    count, a = reading.sizes["item"], reading.attrs
    kept = at_least_one(most, count)
    header = ("item", "under the prior", *(f"if {h}" for h in reading["hypothesis"].values))
    rows = []
    for k in range(kept):
        row = reading.isel(item=k)
        chances = (credence_text(float(p)) for p in (row["probability"], *row["likelihood"].values))
        rows.append((str(row["item"].item()), *chances))
    hidden = more(count - kept, ", more probable")
    if count:
        sums = (number_text(float(n)) for n in (a["expected"], *reading["count"].values))
        rows.append((f"expected, of {count}", *sums))
    notes = ("Each item by itself; priors, likelihoods and reliabilities as stated.",)
    return Table(headline(reading), header, tuple(rows), (*hidden, *notes))
