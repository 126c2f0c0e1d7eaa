"""Cruxes as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.numbers import decibans_text, decibans_texts
from assess.formatting.rows import at_least_one
from assess.prose.cruxes import headline
from assess.result.reading import expect
from assess.tables.table import MOST, Table

if TYPE_CHECKING:
    import xarray as xr


def cruxes_table(reading: xr.Dataset, most: int | None = MOST) -> Table:
    """Cruxes as a readable table, the largest first.

    Parameters
    ----------
    reading : Dataset
        What `cruxes` returned.
    most : int, optional
        Most rows: the largest; what is left is added up in one more. All for None.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: for each part its share of the gap, which
        add up to the last digit, and what either states.

    Raises
    ------
    ValueError
        If `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import assess
    >>> one = assess.example_case("dprk_missiles")
    >>> two = one.model_copy(update={"items": one.items[1:]})
    >>> assess.cruxes_table(assess.cruxes(one, two)).header
    ('part', 'share of the gap', 'the first', 'the second')
    """
    expect(reading, "cruxes")
    a = reading.attrs
    sizes = reading["contribution"].values.tolist()
    kept = at_least_one(most, len(sizes))
    rest = len(sizes) - kept
    shown = [*sizes[:kept], sum(sizes[kept:])] if rest else sizes
    weights = decibans_texts(shown, float(a["gap"]))
    rows = [
        (str(part), weight, _short(one), _short(two))
        for part, weight, one, two in zip(
            reading["part"].values[:kept],
            weights,
            reading["first_says"].values,
            reading["second_says"].values,
            strict=False,
        )
    ]
    if rest:
        rows.append((f"{rest} other part{'s' if rest > 1 else ''}", weights[-1], "", ""))
    rows.append(("the whole gap", decibans_text(float(a["gap"])), *_ends(reading)))
    header = ("part", "share of the gap", a["first"], a["second"])
    notes = (f"Log-odds of {a['hypothesis']} against {a['against']}, in decibans.",)
    return Table(headline(reading), header, tuple(rows), notes)


def _ends(cruxes: xr.Dataset) -> tuple[str, str]:
    one, two = (decibans_text(float(cruxes.attrs[f"{x}_decibans"])) for x in ("first", "second"))
    return one, two


def _short(words: object, width: int = 40) -> str:
    text = str(words)
    return text if len(text) <= width else text[: width - 1].rstrip(" ,;") + "…"
