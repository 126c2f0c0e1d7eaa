"""What the curve of one number says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.case.addresses import in_words
from assess.formatting.labels import fitted
from assess.formatting.numbers import credence_text, crossing_text, interval_text, number_text
from assess.sensitivity.one_way import CONDITION

if TYPE_CHECKING:
    import xarray as xr


def unless(curve: xr.Dataset, name: str, *, then: bool = False) -> str:
    """What ends the lead, for one number: 'unless it is below .31 or above .9'.

    Parameters
    ----------
    curve : Dataset
        Of one number.
    name : str
        What the number is called.
    then : bool
        Whether to say which hypothesis would lead instead.
    """
    stated = float(curve["stated"])
    parts = []
    for side in ("below", "above"):
        at = float(curve[f"flip_{side}"])
        if np.isfinite(at):
            leader = f" (then {curve[f'leader_{side}'].item()} leads)" if then else ""
            parts.append(f"{side} {crossing_text(at, stated)}{leader}")
    return f"unless {name} is {' or '.join(parts)}" if parts else f"whatever {name} is"


def headline(reading: xr.Dataset) -> str:
    """What ends the lead, for one number; of several, which moves the credence most."""
    if "number" in reading.dims and reading.sizes["number"] != 1:
        return furthest(reading)
    curve = reading.isel(number=0) if "number" in reading.dims else reading
    number, leader = fitted(str(curve["number"].item())), fitted(curve.attrs["leader"])
    ends = unless(curve, number)
    if not ends.startswith("unless"):
        return f"No value of {number} changes the lead of {leader}"
    return f"{leader} leads {ends} (stated: {number_text(float(curve['stated']))})"


def furthest(reading: xr.Dataset) -> str:
    """Which of several numbers moves the credence most, in one line."""
    if not reading.sizes["number"]:
        return "No number of this case can be moved"
    # what is certain has no odds to be multiplied
    open_ = np.isfinite(reading["change"].values).any(axis=1)
    reach = np.where(open_, (reading["greatest"] - reading["least"]).values, -1.0)
    most = reading.isel(number=int(reach.argmax()))
    within = interval_text(float(most["least"]), float(most["greatest"]))
    name, hypothesis = fitted(str(most["number"].item())), fitted(reading.attrs["hypothesis"])
    over = "with odds halved or doubled" if bool(most["fixed"]) else "over its stated range"
    return f"{name} moves the credence of {hypothesis} most: {within} {over}"


def explain(reading: xr.Dataset) -> str:
    """The curves in words."""
    attrs = reading.attrs
    if reading.sizes["number"] == 0:
        return "No number of this case can be moved."
    furthest = reading.isel(number=int((reading["greatest"] - reading["least"]).values.argmax()))
    name = in_words(str(furthest["number"].values))
    within = interval_text(float(furthest["least"]), float(furthest["greatest"]))
    if bool(furthest["fixed"]):
        over = "with its odds halved or doubled"
    else:
        ends = (number_text(float(furthest[end])) for end in ("low", "high"))
        over = f"within its stated {100 * attrs['mass']:g}% range ({' to '.join(ends)})"
    credence = f"(as stated {credence_text(attrs['credence'])})"
    if reading.sizes["number"] == 1:
        first = f"{attrs['leader']} leads {unless(furthest, name, then=True)}; "
        first += f"you said {number_text(float(furthest['stated']))}."
        if furthest["stated"].item() in (0.0, 1.0) and furthest["kind"].item() != "ratio":
            second = "It was stated as certain."
        else:
            second = f"The credence of {attrs['hypothesis']} is {within} {over} {credence}."
        return f"{first} {second} {CONDITION}"
    some = np.isfinite(reading["flip_below"].values) | np.isfinite(reading["flip_above"].values)
    count = int(some.sum())
    first = (
        f"Of these {reading.sizes['number']} numbers, {name} moves the credence of "
        f"{attrs['hypothesis']} furthest: {within} {over} {credence}."
    )
    if not count:
        second = f"No value of any one of them ends the lead of {attrs['leader']}."
    else:
        each = [reading.isel(number=k) for k in np.flatnonzero(some)]
        said = [f"{unless(c, in_words(str(c['number'].values)))[7:]}" for c in each[:4]]
        more = f"; {count - 4} more could end its lead" if count > 4 else ""
        second = f"{attrs['leader']} leads unless {', or '.join(said)}{more}."
    return f"{first} {second} {CONDITION}"
