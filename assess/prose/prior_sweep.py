"""What the sweep of the prior says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.numbers import credence_text, decibans_text, number_text
from assess.sensitivity.prior_sweep import THRESHOLDS

if TYPE_CHECKING:
    import xarray as xr


def prior_text(prior: float) -> str:
    """A prior that something needs: as many digits as tell it from 1."""
    texts = (number_text(prior, digits) for digits in range(3, 13))
    return next((t for t in texts if not t.startswith(">")), number_text(prior, 12).lstrip(">"))


def needs(prior: float, credence: float, name: str = "") -> str:
    """Which priors, of the hypothesis of that name, lead to more than a credence, in words."""
    above, of = number_text(credence), f" of {name}" if name else ""
    if prior <= 0.0:
        return f"Whoever does not rule {name or 'it'} out ends above {above}"
    if prior >= 1.0:
        return f"No prior{of} below 1 leads above {above}"
    return f"Whoever starts from a prior{of} above {prior_text(prior)} ends above {above}"


def headline(reading: xr.Dataset) -> str:
    """From which prior on the items lead to more than a half, in one line."""
    hypothesis = fitted(reading.attrs["hypothesis"])
    lowest = int(np.argmin(reading["threshold"].values))
    return needs(
        float(reading["prior_needed"].values[lowest]),
        float(reading["threshold"].values[lowest]),
        hypothesis,
    )


def explain(reading: xr.Dataset) -> str:
    """The sweep in words."""
    attrs = reading.attrs
    name = attrs["hypothesis"]
    stated, even = (number_text(attrs[k]) for k in ("stated", "even"))
    first = (
        f"The items weigh {decibans_text(attrs['decibans'])} for {name} against the rest, whatever "
        f"its prior: the stated prior of {stated} becomes a credence of "
        f"{credence_text(attrs['credence'])}"
    )
    if abs(attrs["even"] - attrs["stated"]) > 1e-9:
        first += f", an even one of {even} one of {credence_text(attrs['credence_at_even'])}"
    needed = [float(p) for p in reading["prior_needed"].values]
    second = f"{needs(needed[0], THRESHOLDS[0])}"
    if 0.0 < needed[0] < 1.0:
        pairs = zip(needed[1:], THRESHOLDS[1:], strict=True)
        also = (f"{prior_text(p)} for {number_text(c)}" for p, c in pairs)
        second += f"; it takes {' and '.join(also)}"
    lead = attrs["leads_from"]
    if lead >= 1.0:
        third = f"{name} leads from no prior below 1"
    elif lead <= 0.0:
        third = f"{name} leads from every prior"
    else:
        third = f"{name} leads from a prior of {prior_text(lead)} on, ahead of {attrs['ahead']}"
    return f"{first}. {second}. {third}. This holds with {attrs['conditional_on']}."
