"""What the bounds over all priors near the stated one say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.numbers import credence_text, interval_text, number_text

if TYPE_CHECKING:
    import xarray as xr


def headline(reading: xr.Dataset) -> str:
    """How much of the prior has to be given up for another hypothesis to lead, in one line."""
    a = reading.attrs
    leader, at = fitted(a["leader"]), float(a["lead_changes_at"])
    if np.isnan(at):
        return f"Whatever part of the prior is given up, {leader} leads"
    if at == 0.0:
        return f"Giving up any part of the prior of {leader} lets another lead"
    if at > 0.9995:
        return f"{leader} leads unless nearly all of the prior is given up"
    return f"{leader} leads unless {number_text(at)} of the prior is given up"


def explain(reading: xr.Dataset) -> str:
    """What a contamination says, in a few sentences.

    Parameters
    ----------
    reading : Dataset
        What `contamination` returned.

    Returns
    -------
    str

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> explain(assess.contamination(result)).startswith("On missiles, the credence of ")
    True
    """
    a = reading.attrs
    leader = reading.sel(hypothesis=a["leader"])
    shares = reading["epsilon"].values
    moved = shares[shares > 0.0]
    now = credence_text(float(leader["credence"]))
    words = [f"On {a['question']}, the credence of {a['leader']} is {now}."]
    if len(moved):
        shown = moved[int(np.argmin(np.abs(moved - 0.1)))]
        ends = leader.sel(epsilon=shown)
        words.append(
            f"If {_chance(float(shown))} was kept for any prior of {a['question']} at all, it lies "
            f"within {interval_text(float(ends['low']), float(ends['high']))}, whatever that prior "
            "was."
        )
    at = float(a["lead_changes_at"])
    if np.isnan(at):
        words.append("No such share, however large, could make another hypothesis lead.")
    elif at == 0.0:
        words.append(f"{a['rival']} has the same credence already: any share could make it lead.")
    elif at > 0.9995:
        words.append(
            f"Another could lead only if nearly all of the prior was given up ({a['rival']})."
        )
    else:
        words.append(
            f"Another hypothesis ({a['rival']}) could lead only if a share of at least "
            f"{number_text(at)} of the prior was given up."
        )
    words.append(
        "These are bounds for the worst case and no probabilities; they hold with the likelihoods "
        "and reliabilities as stated."
    )
    return " ".join(words)


def _chance(share: float) -> str:
    """A share as chances, where it is a plain one."""
    number = {
        2: "two",
        4: "four",
        5: "five",
        10: "ten",
        20: "twenty",
        50: "fifty",
        100: "a hundred",
    }
    inverse = 1.0 / share
    whole = round(inverse)
    if abs(inverse - whole) < 1e-9 and whole in number:
        return f"one chance in {number[whole]}"
    return f"a share of {number_text(share)}"
