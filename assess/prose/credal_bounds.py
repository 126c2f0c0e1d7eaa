"""What the bounds over all stated ranges say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.names import listed
from assess.formatting.numbers import credence_text, number_text

if TYPE_CHECKING:
    import xarray as xr


def verdict(bounds: xr.Dataset, question: str) -> tuple[str, str]:
    """The leader of a question, and whether it leads 'always', 'not always' or 'as far as found'.

    Parameters
    ----------
    bounds : Dataset
        What `credal_bounds` returned.
    question : str

    Returns
    -------
    tuple of str
        The leader, and one of the three.
    """
    own = bounds.isel(hypothesis=bounds["question"].values == question)
    is_leader = np.isnan(own["lead"].values)
    leader = str(own["hypothesis"].values[is_leader][0])
    rivals = own.isel(hypothesis=~is_leader)
    if (rivals["lead"].values < 0.0).any():
        return leader, "not always"
    return leader, "always" if (rivals["lead_outer"].values > 0.0).all() else "as far as found"


def headline(reading: xr.Dataset, *, question: str | None = None) -> str:
    """Whether one hypothesis of a question, the first by default, always leads, in one line."""
    first = str(reading["question"].values[0])
    leader, how = verdict(reading, first if question is None else question)
    name = fitted(leader, width=30)
    if not reading.sizes["number"]:
        return "No number was stated with a range: none was moved"
    return {
        "always": f"{name} leads in every combination of the stated ranges",
        "not always": "The ranges as stated allow another hypothesis to lead",
        "as far as found": f"{name} leads in every combination that was tried",
    }[how]


def explain(reading: xr.Dataset) -> str:
    """What credal bounds say of the first question, in a few sentences.

    Parameters
    ----------
    reading : Dataset
        What `credal_bounds` returned.

    Returns
    -------
    str

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> "worst case" in explain(assess.credal_bounds(result))
    True
    """
    a = reading.attrs
    question = str(reading["question"].values[0])
    leader, how = verdict(reading, question)
    row = reading.sel(hypothesis=leader)
    credence, low, high = (float(row[k]) for k in ("credence", "low", "high"))
    if not reading.sizes["number"]:
        return (
            f"The credence of {leader} is {credence_text(credence)}; no number was stated with a "
            "range, so there is nothing to bound."
        )
    ends = f"as low as {credence_text(low)} and as high as {credence_text(high)}"
    words = [f"With every number anywhere in its stated {a['mass']:.0%} range at once,"]
    words.append(f"the credence of {leader} ({credence_text(credence)}) can be {ends}.")
    if a["vary_fixed"]:
        factor = number_text(a["vary_fixed"])
        words.append(f"Numbers without a range had their odds divided and multiplied by {factor}.")
    if a["persistent"]:
        words.append("A persistent source is taken to be reliable in everything or in nothing.")
    if not low <= credence <= high:
        words.append("The credence lies outside, because it allows for reliabilities beyond them.")
    words.append(
        {
            "always": f"In every combination {leader} has the highest credence of its question.",
            "not always": (
                "The ranges as stated allow another hypothesis to lead: "
                f"{_overtakers(reading, question)}."
            ),
            "as far as found": (
                "No combination was found in which another hypothesis leads, which does not prove "
                "that there is none."
            ),
        }[how]
    )
    if not bool(row["exact"].all()):
        words.append("The bounds were found by search: the true ones lie at or beyond them.")
    words.append(
        "This is a worst case in which all numbers err together, not a statement of how probable "
        "that is."
    )
    return " ".join(words)


def _overtakers(bounds: xr.Dataset, question: str) -> str:
    own = bounds.isel(hypothesis=bounds["question"].values == question)
    with np.errstate(invalid="ignore"):
        return listed([str(h) for h in own["hypothesis"].values[own["lead"].values < 0.0]])
