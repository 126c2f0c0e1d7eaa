"""What a result holds: its case, its exact or estimated answer, and the plan behind it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from assess.case.build import case_from
from assess.case.model import Case
from assess.prepare.kept import PLANS
from assess.prepare.prepared import Prepared, prepare

if TYPE_CHECKING:
    import xarray as xr


def prepared_from(result: xr.DataTree) -> Prepared:
    """The plan behind a result, from the case that the result carries.

    Raises
    ------
    ValueError
        If the tree is not a result of `weigh`, or holds an estimate only.
    """
    text, day = _carried(result)
    exact_of(result)  # of an estimate there is no plan
    known = PLANS.find(text, day)
    if known is None:
        known = prepare(case_from(json.loads(text)), day or None)
    return PLANS.hold(known, result)


def case_of(result: xr.DataTree) -> Case:
    """The case that a result carries."""
    text, day = _carried(result)
    known = PLANS.find(text, day)
    return case_from(json.loads(text)) if known is None else known.case


def _carried(result: xr.DataTree) -> tuple[str, str]:
    """The text of the case and the day that a result carries."""
    try:
        return str(result.attrs["case"]), str(result.attrs["as_of"])
    except (AttributeError, KeyError):
        msg = "expected the result of assess.weigh(case), a DataTree that carries its case"
        raise ValueError(msg) from None


def exact_of(result: xr.DataTree) -> xr.Dataset:
    """The exact quantities of a result.

    Raises
    ------
    ValueError
        If the result holds only an estimate, the case being too entangled to be summed exactly.
    """
    if "exact" not in result.children:
        msg = (
            "this case was too entangled to be weighed exactly, and its credences are estimates: "
            "the exact readings (ledger, leave_out, tornado) cannot be made of it"
        )
        raise ValueError(msg)
    return result["exact"].to_dataset()


def answer_of(result: xr.DataTree) -> xr.Dataset:
    """What a result says: the exact quantities, or where there are none the estimated ones."""
    return result["estimate"].to_dataset() if "estimate" in result.children else exact_of(result)
