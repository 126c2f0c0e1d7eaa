"""The ledger as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.numbers import credence_text, decibans_text, decibans_texts, number_text
from assess.kernel.logs import difference

if TYPE_CHECKING:
    import xarray as xr
from assess.tables.table import Table


def ledger_table(reading: xr.Dataset) -> Table:
    """A ledger as a readable table, with its total.

    Parameters
    ----------
    reading : Dataset
        What `ledger` returned.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: a row for each item, source or tag with
        its weight in decibans and the credence so far. The weights shown add up to the total shown:
        some are rounded the other way for that, none by as much as a tenth of a deciban.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> print(assess.ledger_table(assess.ledger(result)).header)
    ('item', 'contribution', 'credence so far')
    """
    a = reading.attrs
    by = a["by"]
    change = float(difference(a["decibans"], a["prior_decibans"]))
    weights = decibans_texts(reading["contribution"].values.tolist(), change)
    labels = [str(x) for x in reading[by].values]
    credences = [credence_text(float(c)) for c in reading["running_credence"].values]
    rows = [("before any item", "", credence_text(a["prior"]))]
    rows += zip(labels, weights, credences, strict=True)
    rows.append(("all items", decibans_text(change), credence_text(a["credence"])))
    title = f"What each {by} contributed to {a['hypothesis']}, against {a['against']}"
    if a["method"] != "exact":
        worst = number_text(float(reading["contribution_se"].max()))
        title += f"\n(averaged over {a['method']}; standard error at most {worst} dB)"
    return Table(title, (by, "contribution", "credence so far"), tuple(rows))
