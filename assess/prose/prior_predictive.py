"""How probable the items were beforehand, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.names import listed
from assess.formatting.numbers import credence_text, number_text

if TYPE_CHECKING:
    import xarray as xr


def headline(reading: xr.Dataset) -> str:
    """How many of the items the prior had expected, in one line."""
    count = reading.sizes["item"]
    if not count:
        return "No item takes part"
    rare = int((reading["probability"].values < reading.attrs["rare"]).sum())
    expected = number_text(reading.attrs["expected"])
    if rare:
        these = "1 item was" if rare == 1 else f"{rare} items were"
        return f"{these} not to be expected under the prior; of all {count}, {expected} were"
    return f"The prior expected {expected} of the {count} items, none of them improbable"


def explain(reading: xr.Dataset) -> str:
    """What the prior expected, in words."""
    a = reading.attrs
    count = reading.sizes["item"]
    if not count:
        return "No item takes part, so there is nothing that the prior could have expected."
    chances = reading["probability"].values
    names = [str(n) for n in reading["item"].values]
    items = "item" if count == 1 else "items"
    text = (
        f"Under the prior of {a['question']}, {number_text(a['expected'])} of the {count} {items} "
        f"that were seen had been expected."
    )
    rare = [n for n, p in zip(names, chances, strict=True) if p < a["rare"]]
    if rare:
        text += f" Less probable than {credence_text(a['rare'])} were: {listed(rare)}."
    else:
        text += f" The least expected was {names[0]} ({credence_text(float(chances[0]))})."
    counts = reading["count"].values
    most, least = (int(k) for k in (np.nanargmax(counts), np.nanargmin(counts)))
    hypotheses = reading["hypothesis"].values
    if counts[most] - counts[least] > 1e-9:
        text += (
            f" If {hypotheses[most]} is true {number_text(float(counts[most]))} of them were to be "
            f"expected, if {hypotheses[least]} is true {number_text(float(counts[least]))}."
        )
    return (
        f"{text} If that looks wrong, the prior or a likelihood is not what was meant; that a "
        "thing was improbable does not refute it, because only what was seen stands in a case. All "
        f"this holds given {a['conditional_on']}, each item by itself."
    )
