"""What the curves of dependence say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.case.addresses import Address
from assess.formatting.labels import fitted
from assess.formatting.numbers import credence_text
from assess.sensitivity.dependence import CONDITION, KINDS, REPEATS, SOURCES

if TYPE_CHECKING:
    import xarray as xr


def ends(curve: xr.Dataset) -> tuple[float, float]:
    """Credence of the hypothesis without and with full dependence."""
    along = curve["credence"].sel(hypothesis=curve.attrs["hypothesis"]).values
    return float(along[0]), float(along[-1])


def _credence(x: float) -> str:
    return "undefined (the items could not be)" if np.isnan(x) else credence_text(x)


def _sentence(curve: xr.Dataset, now: str) -> str:
    """One curve in words: what was stated, and both ends."""
    none, full = (_credence(x) for x in ends(curve))
    name = str(curve["curve"].item())
    label = name if name in KINDS else Address.parse(name).owner
    if name == REPEATS:
        at_one, at_none = "every item that may repeat another merely did", "none did"
    elif curve["kind"].item() == REPEATS:
        at_one, at_none = f"{label} were a mere repeat", "it were none"
    else:
        # on this curve all sources move at once
        who = "what every source" if name == SOURCES else f"everything that {label}"
        at_one = f"{who} says stood or fell together"
        at_none = "each of its items were a test of its own"
    of = f"the credence of {curve.attrs['hypothesis']}"
    if none == full == now:
        return f"If {at_one}, {of} would still be {now}, and so it would if {at_none}."
    instead = f"still be {now}" if full == now else f"be {full} instead of {now}"
    also = f"it would still be {now}" if none == now else f"{none}"
    return f"If {at_one}, {of} would {instead}; if {at_none}, {also}."


def headline(reading: xr.Dataset) -> str:
    """What the full dependence that would change most would do, in one line."""
    hypothesis, credence = str(reading.attrs["hypothesis"]), float(reading.attrs["credence"])
    if not reading.sizes["curve"]:
        return "Nothing in this case can depend on anything: there is no curve"
    along = reading["credence"].sel(hypothesis=hypothesis).transpose("curve", "point").values
    change = np.abs(along[:, -1] - credence)
    if np.isnan(change).all():
        return "With full dependence the items would be impossible"
    k = int(np.nanargmax(change))
    name = str(reading["curve"].values[k])
    full, now = credence_text(float(along[k, -1])), credence_text(credence)
    if full == now:
        return f"Full dependence would leave the credence of {fitted(hypothesis)} at {now}"
    if name == "repeats":
        what = "If all repeats were mere repeats"
    elif name == "sources":
        what = "If all that each source says stood or fell together"
    else:
        address = Address.parse(name)
        what = f"If {fitted(address.owner)} were a mere repeat"
        if address.kind == "reliability":
            what = f"If all that {fitted(address.owner)} says stood or fell together"
    return f"{what}: {fitted(hypothesis)} {full} instead of {now}"


def curve_name(curve: str) -> str:
    """A curve beside its end: the source, or the address of the repeat."""
    if curve in _TOGETHER:
        return _TOGETHER[curve]
    address = Address.parse(curve)
    return address.owner if address.kind == "reliability" else curve


_TOGETHER = {"repeats": "all repeats", "sources": "all sources"}


def explain(reading: xr.Dataset) -> str:
    """The curves in words."""
    count = reading.sizes["curve"]
    if count == 0:
        return (
            "No item may be a repeat of another, and no source, unless its reliability is certain, "
            "has two items: nothing depends in the ways that could be moved here."
        )
    now = credence_text(reading.attrs["credence"])
    each = [reading.isel(curve=k) for k in range(count)]
    together = [c for c in each if c["curve"].item() in KINDS]
    singles = [c for c in each if c["curve"].item() not in KINDS]
    far = sorted(
        singles,
        key=lambda c: (
            -np.nanmax(np.abs(np.subtract(ends(c), reading.attrs["credence"])), initial=0.0)
        ),
    )
    return " ".join(
        [_sentence(c, now) for c in [*together, *far[: 1 + (not together)]]] + [CONDITION]
    )
