"""Leaving out as a table."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from assess.formatting.numbers import credence_text, decibans_text
from assess.sensitivity.leave_out import turns

if TYPE_CHECKING:
    import xarray as xr
from assess.tables.table import Table


def leave_out_table(reading: xr.Dataset) -> Table:
    """A leave-one-out as a readable table for its hypothesis.

    Parameters
    ----------
    reading : Dataset
        What `leave_out` returned.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: the credence without each, and the
        weight in decibans that it adds; of assumptions the credence with each one set, and by how
        much that moves it. Below, what the reader has to know of some: which hypothesis leads, if
        it is another one, and what would have to be judged anew.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> print(assess.leave_out_table(assess.leave_out(result)).header)
    ('without this item', 'credence', 'it adds')
    """
    a = reading.attrs
    labels = [str(name) for name in reading["left_out"].values]
    credences = reading["credence"].sel(hypothesis=a["hypothesis"]).values
    change, what = reading["change"].values, f"without this {a['by']}"
    title, adds = f"Credence of {a['hypothesis']} without each {a['by']}", "it adds"
    if a["by"] == "assumption":
        title, what = f"Credence of {a['hypothesis']} with each assumption set", "assumption set"
        change, adds = -change, "moves it by"
    rows = [
        (label, "undefined" if math.isnan(p) else credence_text(float(p)), decibans_text(float(dB)))
        for label, p, dB in zip(labels, credences, change, strict=True)
    ]
    for label, turn, note in zip(labels, turns(reading), reading["note"].values, strict=True):
        other = "" if turn is None else turn.would(a["leader"])
        rows += [(f"  {label}: {words}", "", "") for words in (other, str(note)) if words]
    title += f" (all {'as stated' if a['by'] == 'assumption' else 'in'}: "
    return Table(f"{title}{credence_text(a['credence'])})", (what, "credence", adds), tuple(rows))
