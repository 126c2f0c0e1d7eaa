"""What a result holds: its case, its exact or estimated answer, and the plan behind it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from assess.case.build import case_from
from assess.case.model import Case
from assess.case.wrong_argument import is_result, wrong_argument
from assess.errors import NotAResultError, Problem, TooEntangledError
from assess.prepare.kept import PLANS
from assess.prepare.prepared import Prepared, prepare

if TYPE_CHECKING:
    import xarray as xr


def prepared_from(result: xr.DataTree) -> Prepared:
    """The plan behind a result, from the case that the result carries.

    Raises
    ------
    NotAResultError
        If the tree is not a result of `weigh`.
    TooEntangledError
        If it holds an estimate only.
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
    expect_result(result)
    return str(result.attrs["case"]), str(result.attrs["as_of"])


def expect_result(result: object) -> None:
    """Refuse what is not a result of `weigh`.

    Raises
    ------
    NotAResultError
        With what was given, and what to call instead.
    """
    if not is_result(result):
        raise NotAResultError(
            wrong_argument("the result of assess.weigh(case)", result, weighed=True)
        )


def exact_of(result: xr.DataTree) -> xr.Dataset:
    """The exact quantities of a result.

    Raises
    ------
    NotAResultError
        If it is not a result of `weigh`.
    TooEntangledError
        If the result holds only an estimate, the case being too entangled to be summed exactly.
    """
    expect_result(result)
    if "exact" not in result.children:
        msg = (
            "this case was too entangled to be weighed exactly, and its credences are estimates: "
            "the exact readings (ledger, leave_out, tornado) cannot be made of it"
        )
        raise TooEntangledError((Problem((), msg),))
    return result["exact"].to_dataset()


def answer_of(result: xr.DataTree) -> xr.Dataset:
    """What a result says: the exact quantities, or where there are none the estimated ones."""
    expect_result(result)
    return result["estimate"].to_dataset() if "estimate" in result.children else exact_of(result)
