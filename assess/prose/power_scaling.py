"""What power-scaling says of prior and likelihood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.numbers import number_text
from assess.sensitivity.power_scaling import DIAGNOSES

if TYPE_CHECKING:
    import xarray as xr


def headline(reading: xr.Dataset) -> str:
    """Whether the ranges as stated and the items may conflict, in one line."""
    return _HEADLINES[DIAGNOSES.index(reading.attrs["diagnosis"])].format(
        fitted(reading.attrs["hypothesis"])
    )


_HEADLINES = (
    "Ranges and items may conflict over {}",
    "The spread of {} is mostly that of the ranges as stated",
    "No sign of conflict between ranges and items over {}",
)


def explain(reading: xr.Dataset) -> str:
    """What the sensitivities say, in a few sentences.

    Parameters
    ----------
    reading : Dataset
        What `power_scaling` returned.

    Returns
    -------
    str
    """
    a = reading.attrs
    said = (
        f"The draws of the log-odds of {a['hypothesis']} against {a['against']} have a sensitivity "
        f"of {number_text(a['prior'])} to how firmly the ranges of the numbers were stated, and of "
        f"{number_text(a['likelihood'])} to what the items say about these numbers (power-scaling; "
        f"above {number_text(a['threshold'])} is worth a look). "
        f"{_MEANING[DIAGNOSES.index(a['diagnosis'])]}"
    )
    if a["diagnosis"] == DIAGNOSES[2]:
        learned = a["likelihood"] > a["threshold"]
        said += f" {_LEARNED if learned else _NEITHER}"
    errors = reading["sensitivity_se"].values[:2]
    gaps = np.abs(reading["sensitivity"].values[:2] - a["threshold"])
    if (gaps < 2 * np.nan_to_num(errors)).any():
        said += (
            " One of the two is within its error of the threshold: more draws could change that."
        )
    return (
        f"{said} It holds given the case as stated, and is about its ranges; how much the items "
        "weigh as evidence is another question, which the ledger answers."
    )


_CONFLICT = (
    "Both are noticeable: the items may speak against the numbers as stated, so compare the "
    "reliabilities given the items with those stated."
)


_STRONG = (
    "The ranges as stated matter more than what the items teach about them: the spread of these "
    "draws is mostly the analyst's own statement."
)


_CLEAR = "There is no sign of a conflict between the numbers as stated and the items."


_MEANING = (_CONFLICT, _STRONG, _CLEAR)


_LEARNED = "What the items teach about the numbers outweighs how firmly they were stated."


_NEITHER = "The draws hardly depend on either."
