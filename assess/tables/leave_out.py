"""Leaving out as a table."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.numbers import credence_text, decibans_text
from assess.formatting.rows import at_least_one
from assess.prose.leave_out import headline, moves
from assess.result.reading import expect
from assess.sensitivity.leave_out import turns
from assess.tables.table import MOST, Row, Table, alone, more

if TYPE_CHECKING:
    import xarray as xr


def leave_out_table(reading: xr.Dataset, most: int | None = MOST) -> Table:
    """A leave-one-out as a readable table for its hypothesis.

    Parameters
    ----------
    reading : Dataset
        What `leave_out` returned.
    most : int, optional
        Most rows, in the order of the case: linchpins before what moves the credence most. All for
        None.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: the credence without each, and the
        weight in decibans that it adds; of assumptions the credence with each one set, and by how
        much that moves it. Below, what the reader has to know of some: which hypothesis leads, if
        it is another one, and what would have to be judged anew.

    Raises
    ------
    ValueError
        If `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> print(assess.leave_out_table(assess.leave_out(result)).header)
    ('without this item', 'credence', 'it adds')
    """
    expect(reading, "leave_out")
    a, count = reading.attrs, reading.sizes["left_out"]
    kept = at_least_one(most, count)
    moved, turned = np.abs(moves(reading)), [turn is not None for turn in turns(reading)]
    order = np.lexsort((-np.nan_to_num(moved, nan=np.inf), np.logical_not(turned)))
    shown = reading.isel(left_out=np.sort(order[:kept]))
    labels = [str(name) for name in shown["left_out"].values]
    credences = shown["credence"].sel(hypothesis=a["hypothesis"]).values
    set_ = a["by"] == "assumption"
    change = -shown["change"].values if set_ else shown["change"].values
    header = (
        ("assumption set", "credence", "moves it by")
        if set_
        else (f"without this {a['by']}", "credence", "it adds")
    )
    rows: list[Row] = [
        (label, "undefined" if math.isnan(p) else credence_text(float(p)), decibans_text(float(dB)))
        for label, p, dB in zip(labels, credences, change, strict=True)
    ]
    hidden = more(count - kept, ", which move it by less")
    for label, turn, note in zip(labels, turns(shown), shown["note"].values, strict=True):
        other = "" if turn is None else turn.would(a["leader"])
        rows += [alone(f"  {label}: {words}", header) for words in (other, str(note)) if words]
    what = f"with each {a['by']} set" if set_ else f"without each {a['by']}"
    whole = f"all {'as stated' if set_ else 'in'}: {credence_text(a['credence'])}"
    notes = (f"Credence of {a['hypothesis']} {what} ({whole}).",)
    return Table(headline(reading), header, tuple(rows), (*hidden, *notes))
