"""Bounds of the credences for whatever prior fills a share, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.numbers import credence_text, interval_text, number_text
from assess.formatting.rows import at_least_one
from assess.prose.contamination import headline
from assess.result.reading import expect
from assess.tables.table import MOST, Table, more

if TYPE_CHECKING:
    import xarray as xr


def contamination_table(reading: xr.Dataset, most: int | None = MOST) -> Table:
    """How far each credence can go when a share of the prior may have been anything.

    Parameters
    ----------
    reading : Dataset
        What `contamination` returned.
    most : int, optional
        Most rows: the most credible hypotheses; all for None.

    Returns
    -------
    Table
        A row for each hypothesis: its credence, its bounds for each share, and the share from
        which on it can overtake the leader.

    Raises
    ------
    ValueError
        If `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"), draws=0)
    >>> assess.contamination_table(assess.contamination(result, epsilon=(0, 0.1))).header
    ('hypothesis', 'credence', '.10 given up', 'overtakes from')
    """
    expect(reading, "contamination")
    kept = at_least_one(most, reading.sizes["hypothesis"])
    shares = [float(e) for e in reading["epsilon"].values if e > 0.0]
    given_up = (f"{number_text(share)} given up" for share in shares)
    header = ("hypothesis", "credence", *given_up, "overtakes from")
    order = np.argsort(-reading["credence"].values, kind="stable")
    rows = []
    for k in order[:kept]:
        row = reading.isel(hypothesis=int(k))
        bounds = (
            interval_text(*(float(row[end].sel(epsilon=share)) for end in ("low", "high")))
            for share in shares
        )
        name, at = str(row["hypothesis"].item()), float(row["overtakes_at"])
        from_ = "" if name == reading.attrs["leader"] or np.isnan(at) else number_text(at)
        rows.append((name, credence_text(float(row["credence"])), *bounds, from_))
    hidden = more(len(order) - kept, ", of lower credence")
    notes = (
        "Bounds for whatever prior fills the share, all else as stated.",
        "A worst case, not a statement of probability.",
    )
    return Table(headline(reading), header, tuple(rows), (*hidden, *notes))
