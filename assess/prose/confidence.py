"""What the analytic confidence says, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.sensitivity.scales.components import (
    NOT_STATED,
)

if TYPE_CHECKING:
    import xarray as xr


def explain(found: xr.Dataset) -> str:
    """Analytic confidence in words: the level, and what holds it down.

    No sentence that names the level says how likely anything is.

    Parameters
    ----------
    found : Dataset
        What `confidence` returned.

    Returns
    -------
    str
        Three to five sentences.
    """
    a = found.attrs
    if a["tied"]:
        return (
            f"No hypothesis of {a['question']} leads: {a['tied']} are level. There is no judgement "
            "to have confidence in, and no level is given. This holds for the case as stated."
        )
    why = f": {a['reason']}" if a["reason"] else ""
    sentences = [
        f"Analytic confidence in the judgement that {a['hypothesis']} leads is {a['level']}{why}."
    ]
    for level in ("low", "high"):
        named = _named(found, level)
        if named:
            sentences.append(f"What speaks for a {level} level is {named}.")
    open_ = [str(x) for x in found["name"].values[found["level"].values == NOT_STATED]]
    if open_:
        sentences.append(f"Not stated, and so never high: {'; '.join(open_)}.")
    sentences.append(
        f"The thresholds and the rule are this library's own proposal ({a['edition']}), and hold "
        "for the case as stated."
    )
    return " ".join(sentences)


def _named(found: xr.Dataset, level: str) -> str:
    """The components of one level, with their values and where these are found."""
    parts = []
    for k in np.flatnonzero(found["level"].values == level):
        where = str(found["where"].values[k])
        inside = str(found["shown"].values[k]) + (f", {where}" if where else "")
        parts.append(f"the {found['name'].values[k]} ({inside})")
    return "; ".join(parts)
