"""Comparisons of several analysts' versions as tables that a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.numbers import credence_text, decibans_text, number_text
from assess.formatting.rows import at_least_one
from assess.prose.compare import headline
from assess.result.reading import expect
from assess.tables.table import MOST, Table, more

if TYPE_CHECKING:
    import xarray as xr


def compare_table(reading: xr.Dataset, most: int | None = MOST) -> Table:
    """A comparison as a readable table: the credences, and what is stated differently.

    Parameters
    ----------
    reading : Dataset
        What `compare` returned.
    most : int, optional
        Most rows of numbers: those that are furthest apart; all for None. Hypotheses, and what only
        some state, always have theirs.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook. First a row for each hypothesis with the
        credence of each analyst and both pools; then a row for each number that they state
        differently, with how far its odds are apart.

    Raises
    ------
    ValueError
        If `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import assess
    >>> one = assess.example_case("dprk_missiles")
    >>> two = one.model_copy(update={"items": one.items[1:]})
    >>> assess.compare_table(assess.compare({"Ann": one, "Bob": two})).header
    ('', 'Ann', 'Bob', 'linear pool', 'log pool', 'apart')
    """
    expect(reading, "compare")
    analysts = [str(x) for x in reading["analyst"].values]
    pools = [f"{p} pool" for p in reading["pool"].values]
    rows = []
    for k, name in enumerate(reading["hypothesis"].values):
        own = [*reading["credence"].values[:, k], *reading["pooled"].values[:, k]]
        rows.append((str(name), *(credence_text(float(c)) for c in own), ""))
    value = reading["value"].values
    shared = np.flatnonzero(reading["differs"].values)
    kept = at_least_one(most, len(shared))
    for k in shared[:kept]:
        cells = ["" if np.isnan(x) else number_text(float(x)) for x in value[k]]
        apart = float(reading["apart"].values[k])
        words = "" if np.isnan(apart) else decibans_text(apart).lstrip("+")
        rows.append((str(reading["number"].values[k]), *cells, "", "", words))
    for kind in ("item", "source", "assumption"):
        for name, has in zip(reading[kind].values, reading[f"has_{kind}"].values, strict=True):
            rows.append((f"{kind} {name}", *("yes" if h else "" for h in has), "", "", ""))
    for name, said in zip(reading["link"].values, reading["linked"].values, strict=True):
        rows.append((str(name), *map(str, said), "", "", ""))
    header = ("", *analysts, *pools, "apart")
    hidden = more(len(shared) - kept, " numbers, which differ by less")
    units = ("Apart: decibans between the largest and the smallest odds of a number.",)
    return Table(headline(reading), header, tuple(rows), (*hidden, *units * bool(len(shared))))
