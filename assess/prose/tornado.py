"""Which numbers move the credence most, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.case.addresses import in_words
from assess.formatting.labels import fitted
from assess.formatting.numbers import credence_text, number_text

if TYPE_CHECKING:
    import xarray as xr


def headline(reading: xr.Dataset) -> str:
    """Which number moves the credence most, in one line."""
    hypothesis = fitted(reading.attrs["hypothesis"])
    if reading.sizes["number"] == 0:
        return "No number was stated with a range: none was moved"
    swing = reading["swing"].values
    most = int(np.argmax(swing))
    if float(swing[most]) < NOISE:
        return f"No number alone moves the credence of {hypothesis}"
    return f"What moves the credence of {hypothesis} most: {reading['number'].values[most]}"


NOISE = 1e-9
"""Movements below that are rounding errors of the weighing, not movements."""


def explain(reading: xr.Dataset) -> str:
    """The tornado in words: which numbers move the credence most, and which do not matter.

    Parameters
    ----------
    reading : Dataset
        What `tornado` returned.

    Returns
    -------
    str
        Two to four sentences.
    """
    a = reading.attrs
    whole, share = credence_text(a["credence"]), f"{100.0 * a['mass']:g} %"
    name, count = a["hypothesis"], reading.sizes["number"]
    fixed = f"{a['fixed']} stated without a range {_were(a['fixed'])} not moved"
    if not count:
        return f"No number was stated with a range: of {a['fixed']} numbers none was moved."
    swings = [credence_text(float(s)) for s in reading["swing"].values]
    largest = []
    for k, address in enumerate(reading["number"].values[:3]):
        ends = sorted(float(reading[f"credence_{end}"].values[k]) for end in ("low", "high"))
        if swings[k] not in ("0", "<.001"):
            largest.append(
                f"{in_words(str(address))} (from {' to '.join(map(credence_text, ends))})"
            )
    sentences = [f"The credence of {name} is {whole} with all numbers as stated."]
    if not largest:
        sentences.append(f"None of {count} numbers moves it by as much as .001.")
    else:
        most = " and ".join([", ".join(largest[:-1]), largest[-1]] if largest[1:] else largest)
        sentences.append(f"Of {count} numbers it is moved most by {most}.")
        small = sum(float(s) < 0.01 for s in reading["swing"].values)
        if small:
            sentences.append(f"{small} of them {_move(small)} it by less than .01.")
    factor = number_text(a["vary_fixed"]) if a["vary_fixed"] else ""
    moved = f"Each number was moved alone, to the ends of the {share} range stated for it"
    if factor:
        moved += f" (where none was stated, its odds divided and multiplied by {factor})"
    if a["persistent"]:
        moved += "; a persistent source to being reliable in nothing and in everything"
    sentences.append(f"{moved}, the others staying as stated{f'; {fixed}' if a['fixed'] else ''}.")
    return " ".join(sentences)


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _move(count: int) -> str:
    return "moves" if count == 1 else "move"
