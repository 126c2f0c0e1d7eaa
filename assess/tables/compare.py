"""Comparisons of several analysts' versions as tables that a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.numbers import credence_text, decibans_text, number_text
from assess.tables.table import Table, at_least_one

if TYPE_CHECKING:
    import xarray as xr


def compare_table(reading: xr.Dataset, most: int = 15) -> Table:
    """A comparison as a readable table: the credences, and what is stated differently.

    Parameters
    ----------
    reading : Dataset
        What `compare` returned.
    most : int
        Most rows of numbers.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook. First a row for each hypothesis with the
        credence of each analyst and both pools; then a row for each number that they state
        differently, with how far its odds are apart.

    Raises
    ------
    ValueError
        If `most` is below 1.

    Examples
    --------
    >>> import assess
    >>> one = assess.example_case("dprk_missiles")
    >>> two = one.model_copy(update={"items": one.items[1:]})
    >>> assess.compare_table(assess.compare({"Ann": one, "Bob": two})).header
    ('', 'Ann', 'Bob', 'linear pool', 'log pool', 'apart')
    """
    at_least_one(most)
    analysts = [str(x) for x in reading["analyst"].values]
    pools = [f"{p} pool" for p in reading["pool"].values]
    rows = []
    for k, name in enumerate(reading["hypothesis"].values):
        own = [*reading["credence"].values[:, k], *reading["pooled"].values[:, k]]
        rows.append((str(name), *(credence_text(float(c)) for c in own), ""))
    value = reading["value"].values
    shared = np.flatnonzero(reading["differs"].values)
    for k in shared[:most]:
        cells = ["" if np.isnan(x) else number_text(float(x)) for x in value[k]]
        apart = float(reading["apart"].values[k])
        words = "" if np.isnan(apart) else decibans_text(apart).lstrip("+")
        rows.append((str(reading["number"].values[k]), *cells, "", "", words))
    for kind in ("item", "source", "assumption"):
        for name, has in zip(reading[kind].values, reading[f"has_{kind}"].values, strict=True):
            rows.append((f"{kind} {name}", *("yes" if h else "" for h in has), "", "", ""))
    for name, said in zip(reading["link"].values, reading["linked"].values, strict=True):
        rows.append((str(name), *map(str, said), "", "", ""))
    title = f"What each makes of {reading.attrs['question']}, and states differently"
    left = len(shared) - most
    if left > 0:
        title += f"\n({left} more numbers differ by less)"
    if len(shared):
        title += "\n(apart: decibans between the largest and the smallest odds of a number)"
    return Table(title, ("", *analysts, *pools, "apart"), tuple(rows))


def _ends(cruxes: xr.Dataset) -> tuple[str, str]:
    one, two = (decibans_text(float(cruxes.attrs[f"{x}_decibans"])) for x in ("first", "second"))
    return one, two


def _short(words: object, width: int = 40) -> str:
    text = str(words)
    return text if len(text) <= width else text[: width - 1].rstrip(" ,;") + "…"
