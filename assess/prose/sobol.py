"""Whose uncertainty the spread comes from, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.case.addresses import is_address
from assess.formatting.labels import fitted
from assess.formatting.numbers import decibans_text, share_text

if TYPE_CHECKING:
    import xarray as xr


_CLOSE = 0.01
"""Interactions below that share are not worth a sentence."""


def headline(reading: xr.Dataset) -> str:
    """Whose uncertainty the spread of the log-odds comes from most, in one line."""
    hypothesis = fitted(reading.attrs["hypothesis"])
    if not reading.sizes["input"]:
        return "No number was stated with a range: there is no spread to divide"
    if not reading.attrs["variance"]:
        return f"No uncertain number has any bearing on {hypothesis}"
    share = share_text(float(reading["total"][0]))
    return (
        f"The spread of {hypothesis} comes most from {reading['input'].values[0]}: {share} of its "
        "variance"
    )


def explain(reading: xr.Dataset) -> str:
    """What the indices say, in a few sentences.

    Parameters
    ----------
    reading : Dataset
        What `sobol` returned.

    Returns
    -------
    str
    """
    a = reading.attrs
    name = f"{a['hypothesis']} against {a['against']}"
    if not reading.sizes["input"]:
        return (
            "No number of this case was stated with a range, so there is no spread of the "
            f"log-odds of {name} to divide. That does not make the numbers certain: it only means "
            "that nobody said how uncertain they are."
        )
    if not a["variance"]:
        return (
            f"The log-odds of {name} do not vary: none of the numbers that were stated with a "
            "range has any bearing on them."
        )
    sd = decibans_text(a["sd_decibans"]).removeprefix("+")
    said = (
        f"If every uncertain number ranges as it was stated, the log-odds of {name} have a "
        f"standard deviation of {sd}. {_leaders(reading)}"
    )
    if a["interactions"] > max(_CLOSE, 2 * a["sum_first_se"]):
        share = share_text(a["interactions"])
        said += f" Another {share} goes only if several are known together."
    return (
        f"{said} This says where better knowledge would narrow the spread most, given the ranges "
        "as stated and not updated by the items; it does not say that a number is wrong, and a "
        "number without a range has no part in it."
    )


_KNOWING = {
    "number": "{}",
    "item": "the numbers of {}",
    "source": "everything about {}",
    "kind": "{}",
}


_KINDS = {
    "prior": "all priors",
    "reliability": "the reliabilities of all sources",
    "holds": "the chances of all assumptions to hold",
    "likelihood": "all likelihoods",
    "chance": "the chances of all searches to find it",
    "ratio": "all likelihood ratios",
    "if_unreliable": "all chances of an item from a source that does not track the truth",
    "repeats": "all chances that an item merely repeats another",
    "if_copied": "all chances of an item that merely repeats another",
}
"""All numbers of a kind, in a sentence."""


def _leaders(found: xr.Dataset) -> str:
    """The inputs that matter most, with the share that each would take away."""
    lead = found.isel(input=slice(3))
    way = _KNOWING[found.attrs["by"]]
    # what is no group of its own keeps its address
    known = [str(n) for n in lead["input"].values]
    if found.attrs["by"] == "kind":
        known = [_KINDS.get(n, n) for n in known]
    names = [n if is_address(n) else way.format(n) for n in known]
    shares = [share_text(float(x)) for x in lead["first"].values]
    error = share_text(float(lead["first_se"][0]))
    words = (
        f"Knowing {names[0]} would take away {shares[0]} of its variance on average (standard "
        f"error {error})"
    )
    rest = [f"{n} {s}" for n, s in zip(names[1:], shares[1:], strict=True)]
    return f"{words}; {' and '.join(rest)}." if rest else f"{words}."
