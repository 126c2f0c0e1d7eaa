"""What the analytic confidence says, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.labels import fitted
from assess.sensitivity.scales.components import (
    NOT_STATED,
)

if TYPE_CHECKING:
    import xarray as xr


def headline(reading: xr.Dataset) -> str:
    """The level, and which components hold it down, in one line."""
    a = reading.attrs
    if a["tied"]:
        return f"No hypothesis leads ({fitted(a['tied'])} are level): no confidence to state"
    head = f"Analytic confidence that {fitted(a['hypothesis'])} leads is {a['level']}"
    if a["reason"]:
        return f"{head}: {a['reason']}"
    levels = reading["level"].values
    names = [str(x) for x in reading["name"].values[levels == "low"]]
    if not names:
        high = int((levels == "high").sum())
        applying = int((levels != "does not apply").sum())
        return f"{head}: no component is low, {high} of {applying} are high"
    if len(names) == 1:
        return f"{head}: low is the {names[0]}"
    return f"{head}: {len(names)} components are low"


def explain(reading: xr.Dataset) -> str:
    """Analytic confidence in words: the level, and what holds it down.

    No sentence that names the level says how likely anything is.

    Parameters
    ----------
    reading : Dataset
        What `confidence` returned.

    Returns
    -------
    str
        Three to five sentences.
    """
    a = reading.attrs
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
        named = _named(reading, level)
        if named:
            sentences.append(f"What speaks for a {level} level is {named}.")
    open_ = [str(x) for x in reading["name"].values[reading["level"].values == NOT_STATED]]
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
