"""The credence with and without dependence, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.numbers import credence_text, number_text
from assess.formatting.rows import at_least_one
from assess.prose.dependence import headline
from assess.result.reading import expect
from assess.tables.table import MOST, Table, more

if TYPE_CHECKING:
    import xarray as xr


def dependence_table(reading: xr.Dataset, most: int | None = MOST) -> Table:
    """The credence as items go from independent to standing or falling as one.

    Parameters
    ----------
    reading : Dataset
        What `dependence` returned.
    most : int, optional
        Most rows: the curves that reach furthest; all for None.

    Returns
    -------
    Table
        A row for each curve: how much dependence was stated, and the credence without any, half
        way and with full dependence.

    Raises
    ------
    ValueError
        If `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"), draws=0)
    >>> assess.dependence_table(assess.dependence(result)).header
    ('dependence of', 'stated', 'none', 'half', 'full')
    """
    expect(reading, "dependence")
    kept, a = at_least_one(most, reading.sizes["curve"]), reading.attrs
    header = ("dependence of", "stated", "none", "half", "full")
    along = reading["credence"].sel(hypothesis=a["hypothesis"]).transpose("curve", "point").values
    position = reading["position"].values
    at = [int(np.abs(position - share).argmin()) for share in (0.0, 0.5, 1.0)]
    reach = np.nanmax(np.abs(along - a["credence"]), axis=1, initial=0.0)
    rows = []
    for k in np.argsort(-reach, kind="stable")[:kept]:
        ends = [float(reading[f"stated{end}"][int(k)]) for end in ("_low", "_high")]
        stated = " to ".join(dict.fromkeys(number_text(end) for end in ends))
        cells = ("impossible" if np.isnan(p) else credence_text(float(p)) for p in along[k, at])
        rows.append((str(reading["curve"].values[k]), stated, *cells))
    hidden = more(reading.sizes["curve"] - kept, ", which reach less far")
    notes = (
        f"The credence of {a['hypothesis']}, as stated {credence_text(a['credence'])}.",
        str(a["conditional_on"]),
    )
    return Table(headline(reading), header, tuple(rows), (*hidden, *notes))
