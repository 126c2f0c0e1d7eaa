"""What the conclusion rests on: which readings of a result answer that, in the order of asking."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assess.result.access import case_of
from assess.result.target import target_of
from assess.sensitivity.confidence import confidence
from assess.sensitivity.conflict import conflict
from assess.sensitivity.contamination import contamination
from assess.sensitivity.credal_bounds import credal_bounds
from assess.sensitivity.dependence import dependence
from assess.sensitivity.diagnosticity import diagnosticity
from assess.sensitivity.leave_out import leave_out
from assess.sensitivity.ledger import ledger
from assess.sensitivity.tipping_pairs import tipping_pairs
from assess.sensitivity.tipping_points import tipping_points
from assess.sensitivity.tornado import tornado

if TYPE_CHECKING:
    import xarray as xr

_ESTIMATE = (
    "This case was too entangled to be weighed exactly: its credences are estimates, of which this "
    "reading cannot be made."
)
_NO_ASSUMPTION = "The case states no assumption."
_LINKED = "The question depends on another one, so its prior is a table and no single distribution."


def survey(
    result: xr.DataTree, *, hypothesis: str | None = None, threshold: float | None = None
) -> dict[str, xr.Dataset]:
    """Make every reading that tells what the conclusion of a result rests on.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned.
    hypothesis : str, optional
        The hypothesis; that of the first question with the highest credence when left out.
    threshold : float, optional
        A credence that matters: which number would take the hypothesis across it.

    Returns
    -------
    dict of str to Dataset
        The readings by their names, where there are several with what they leave out:
        `tipping_points`, `tipping_pairs`, `credal_bounds`, `contamination`, `tornado`, `ledger`,
        `leave_out/item`, `leave_out/source`, `leave_out/assumption`, `dependence`, `conflict`,
        `diagnosticity` and `confidence`, always all of them and in this order. A reading that does
        not apply to this result is an empty Dataset whose attribute `does_not_apply` says why, in a
        sentence; `explain`, `headline` and `table` say the same.

    Raises
    ------
    ValueError
        If there is no such hypothesis, or the threshold is not between 0 and 1.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"), draws=0)
    >>> readings = assess.report.survey(result)
    >>> [name for name, reading in readings.items() if "does_not_apply" in reading.attrs]
    []
    """
    case = case_of(result)
    is_exact = "exact" in result.children
    name = target_of(result, hypothesis).question_id if is_exact else case.questions[0].id
    readings: dict[str, Callable[[], xr.Dataset]] = {
        "tipping_points": lambda: tipping_points(
            result, hypothesis=hypothesis, threshold=threshold
        ),
        "tipping_pairs": lambda: tipping_pairs(result, question=name),
        "credal_bounds": lambda: credal_bounds(result, question=name),
        "contamination": lambda: contamination(result, question=name),
        "tornado": lambda: tornado(result, hypothesis=hypothesis),
        "ledger": lambda: ledger(result, hypothesis=hypothesis),
        "leave_out/item": lambda: leave_out(result, "item", hypothesis=hypothesis),
        "leave_out/source": lambda: leave_out(result, "source", hypothesis=hypothesis),
        "leave_out/assumption": lambda: leave_out(result, "assumption", hypothesis=hypothesis),
        "dependence": lambda: dependence(result, hypothesis=hypothesis),
        "conflict": lambda: conflict(result),
        "diagnosticity": lambda: diagnosticity(result, question=name),
        "confidence": lambda: confidence(result, question=name),
    }
    why_not = dict.fromkeys(readings, "" if is_exact else _ESTIMATE)
    if is_exact:
        if next(q for q in case.questions if q.id == name).given:
            why_not["contamination"] = _LINKED
        if not result["exact"].sizes["assumption"]:
            why_not["leave_out/assumption"] = _NO_ASSUMPTION
    return {
        key: _does_not_apply(key, why) if (why := why_not[key]) else make()
        for key, make in readings.items()
    }


def _does_not_apply(key: str, why: str) -> xr.Dataset:
    """An empty reading that says why it is one."""
    import xarray as xr

    name, _, by = key.partition("/")
    return xr.Dataset(attrs={"reading": name, **({"by": by} if by else {}), "does_not_apply": why})
