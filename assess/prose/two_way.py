"""What the map of two numbers says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.case.addresses import in_words
from assess.formatting.labels import fitted
from assess.formatting.names import listed
from assess.formatting.numbers import credence_text, number_text

if TYPE_CHECKING:
    import xarray as xr

    from priors.arrays import Mask


def headline(reading: xr.Dataset) -> str:
    """Whether two numbers together can end the lead, in one line."""
    a = reading.attrs
    leader = fitted(a["leader"])
    if not others_lead(reading).any():
        return f"{leader} leads wherever on this map these two numbers are"
    if a["first_high"] == a["first_low"] and a["second_high"] == a["second_low"]:
        return f"Where {leader} leads, and where not"
    if a["others_within"]:
        return f"Within their stated ranges these two numbers can make {a['others_within']} lead"
    return f"Within the stated ranges of these two numbers {leader} leads throughout"


def others_lead(reading: xr.Dataset) -> Mask:
    """Where on the map (first, second) another hypothesis than the leader leads."""
    leads = reading["leads"].values
    names = [str(h) for h in reading["hypothesis"].values]
    return np.asarray((leads != names.index(reading.attrs["leader"])) & (leads >= 0))


def explain(reading: xr.Dataset) -> str:
    """The map in words."""
    a = reading.attrs
    names = [in_words(str(a[f"{w}_number"])) for w in ("first", "second")]
    text = (
        f"With {names[0]} at {number_text(a['first_value'])} and {names[1]} at "
        f"{number_text(a['second_value'])}, as stated, the credence of {a['hypothesis']} is "
        f"{credence_text(a['credence'])}."
    )
    labels = [str(h) for h in reading["hypothesis"].values]
    leads = reading["leads"].values
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
