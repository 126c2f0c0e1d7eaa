"""The ledger as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.numbers import credence_text, decibans_text, decibans_texts, number_text
from assess.formatting.rows import at_least_one
from assess.kernel.logs import difference
from assess.prose.ledger import headline
from assess.result.reading import expect
from assess.tables.table import MOST, Table

if TYPE_CHECKING:
    import xarray as xr


def ledger_table(reading: xr.Dataset, most: int | None = MOST) -> Table:
    """A ledger as a readable table, with its total.

    Parameters
    ----------
    reading : Dataset
        What `ledger` returned.
    most : int, optional
        Most rows between the prior and the result, the largest in the order of the case; the others
        are taken together in one. All for None.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: a row for each item, source or tag with
        its weight in decibans and the credence so far. The weights shown add up to the total shown:
        some are rounded the other way for that, none by as much as a tenth of a deciban.

    Raises
    ------
    ValueError
        If `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> print(assess.ledger_table(assess.ledger(result)).header)
    ('item', 'contribution', 'credence so far')
    """
    expect(reading, "ledger")
    a = reading.attrs
    by = a["by"]
    change = float(difference(a["decibans"], a["prior_decibans"]))
    sizes = reading["contribution"].values
    count = at_least_one(most, len(sizes))
    kept = np.sort(np.argsort(-np.abs(sizes), kind="stable")[:count])
    shown, rest = sizes[kept].tolist(), len(sizes) - count
    if rest:
        shown.append(float(np.delete(sizes, kept).sum()))
    weights = decibans_texts(shown, change)
    labels = [str(x) for x in reading[by].values[kept]]
    credences = [credence_text(float(c)) for c in reading["running_credence"].values[kept]]
    rows = [("before any item", "", credence_text(a["prior"]))]
    rows += zip(labels, weights, credences, strict=False)
    if rest:
        rows.append((f"{rest} other {by}{'s' if rest > 1 else ''}", weights[-1], ""))
    rows.append(("all items", decibans_text(change), credence_text(a["credence"])))
    notes = [f"Contributions of each {by} to the log-odds against {a['against']}."]
    if a["method"] != "exact":
        worst = number_text(float(reading["contribution_se"].max()))
        notes.append(f"Averaged over {a['method']}; standard error at most {worst} dB.")
    return Table(
        headline(reading), (by, "contribution", "credence so far"), tuple(rows), tuple(notes)
    )
