"""What the map of two numbers says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.case.addresses import in_words
from assess.formatting.names import listed
from assess.formatting.numbers import credence_text, number_text

if TYPE_CHECKING:
    import xarray as xr


def explain(two_way: xr.Dataset) -> str:
    """The map in words."""
    a = two_way.attrs
    names = [in_words(str(a[f"{w}_number"])) for w in ("first", "second")]
    text = (
        f"With {names[0]} at {number_text(a['first_value'])} and {names[1]} at "
        f"{number_text(a['second_value'])}, as stated, the credence of {a['hypothesis']} is "
        f"{credence_text(a['credence'])}."
    )
    labels = [str(h) for h in two_way["hypothesis"].values]
    leads = two_way["leads"].values
    others = [h for h in (labels[k] for k in np.unique(leads[leads >= 0])) if h != a["leader"]]
    share = f"{100 * a['mass']:g}%"
    ranged = [w for w in ("first", "second") if a[f"{w}_high"] > a[f"{w}_low"]]
    if not ranged:
        text += " Neither was stated with a range."
    elif a["others_within"]:
        text += f" Within their stated {share} ranges there are values at which "
        text += f"{a['others_within']} can lead."
    else:
        text += f" Wherever both lie within their stated {share} ranges {a['leader']} leads."
    if others:
        text += f" On the whole map {listed(others)} can lead."
    else:
        text += f" On the whole map {a['leader']} leads."
    return text + " Everything else is as stated."
