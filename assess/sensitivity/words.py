"""Any reading in words: each reading's own module knows how to say it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xarray as xr

READINGS: dict[str, str] = {
    "ach_comparison": "assess.sensitivity.ach",
    "compare": "assess.sensitivity.compare",
    "confidence": "assess.sensitivity.confidence",
    "conflict": "assess.sensitivity.conflict",
    "contamination": "assess.sensitivity.contamination",
    "credal_bounds": "assess.sensitivity.bounds",
    "cruxes": "assess.sensitivity.cruxes_words",
    "dependence": "assess.sensitivity.dependence",
    "diagnosticity": "assess.sensitivity.diagnosticity",
    "leave_out": "assess.sensitivity.leave_out",
    "ledger": "assess.sensitivity.ledger",
    "one_way": "assess.sensitivity.one_way",
    "power_scaling": "assess.sensitivity.power",
    "prior_predictive": "assess.sensitivity.prior_predictive",
    "prior_sweep": "assess.sensitivity.prior_sweep",
    "sobol": "assess.sensitivity.sobol",
    "tipping_pairs": "assess.sensitivity.tipping_pairs",
    "tipping_points": "assess.sensitivity.tipping_words",
    "tornado": "assess.sensitivity.tornado",
    "two_way": "assess.sensitivity.two_way",
    "value_of_information": "assess.sensitivity.information",
}
"""The module of each reading, by the name that its Dataset carries (`attrs["reading"]`)."""


def explain(reading: xr.Dataset) -> str:
    """What a reading of a result says, in one to five sentences.

    The sentences quote the figures of the Dataset, rounded as everywhere, and say what they are
    conditional on: they can go into an assessment as they are.

    Parameters
    ----------
    reading : Dataset
        What any of the readings returned, such as `tornado` or `leave_out`.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If the Dataset is not a reading.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> print(assess.explain(assess.leave_out(result, "source")).split(". ")[1])
    new_type leads without any one of them
    """
    name = str(reading.attrs.get("reading", ""))
    if name not in READINGS:
        msg = (
            "expected a reading of a result, such as assess.tornado(result) returns: this Dataset "
            "does not say which one it is"
        )
        raise ValueError(msg)
    said = import_module(READINGS[name]).explain(reading)
    return str(said)
