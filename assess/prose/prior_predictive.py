"""How probable the items were beforehand, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.names import listed
from assess.formatting.numbers import credence_text, number_text

if TYPE_CHECKING:
    import xarray as xr


def explain(prior_predictive: xr.Dataset) -> str:
    """What the prior expected, in words."""
    a = prior_predictive.attrs
    count = prior_predictive.sizes["item"]
    if not count:
        return "No item takes part, so there is nothing that the prior could have expected."
    chances = prior_predictive["probability"].values
    names = [str(n) for n in prior_predictive["item"].values]
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
    counts = prior_predictive["count"].values
    most, least = (int(k) for k in (np.nanargmax(counts), np.nanargmin(counts)))
    hypotheses = prior_predictive["hypothesis"].values
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
