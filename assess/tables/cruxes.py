"""Cruxes as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.numbers import decibans_text, decibans_texts
from assess.tables.table import Table, at_least_one

if TYPE_CHECKING:
    import xarray as xr
from assess.tables.compare import _ends, _short


def cruxes_table(reading: xr.Dataset, most: int = 15) -> Table:
    """Cruxes as a readable table, the largest first.

    Parameters
    ----------
    reading : Dataset
        What `cruxes` returned.
    most : int
        Most rows; what is left is added up in one more.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: for each part its share of the gap, which
        add up to the last digit, and what either states.

    Raises
    ------
    ValueError
        If `most` is below 1.

    Examples
    --------
    >>> import assess
    >>> one = assess.example_case("dprk_missiles")
    >>> two = one.model_copy(update={"items": one.items[1:]})
    >>> assess.cruxes_table(assess.cruxes(one, two)).header
    ('part', 'share of the gap', 'the first', 'the second')
    """
    at_least_one(most)
    a = reading.attrs
    sizes = reading["contribution"].values.tolist()
    rest = len(sizes) - most
    kept = [*sizes[:most], sum(sizes[most:])] if rest > 0 else sizes
    weights = decibans_texts(kept, float(a["gap"]))
    rows = [
        (str(part), weight, _short(one), _short(two))
        for part, weight, one, two in zip(
            reading["part"].values[:most],
            weights,
            reading["first_says"].values,
            reading["second_says"].values,
            strict=False,
        )
    ]
    if rest > 0:
        rows.append((f"{rest} other part{'s' if rest > 1 else ''}", weights[-1], "", ""))
    rows.append(("the whole gap", decibans_text(float(a["gap"])), *_ends(reading)))
    title = (
        f"What makes {a['first']} and {a['second']} differ on {a['hypothesis']} against "
        f"{a['against']}"
    )
    return Table(title, ("part", "share of the gap", a["first"], a["second"]), tuple(rows))
