"""Cases with a lead to lose, for the tests of what would have to change for that."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr
from random_cases import random_case
from weighing import weigh

import assess

Data = dict[str, Any]

SURE = {"value": 1, "certain": True}


def two_hypotheses(reliability: Any, **item: Any) -> Data:
    """Prior .4 against .6, one item four times as likely under the first."""
    return {
        "format": "assess/1",
        "title": "By hand",
        "questions": [
            {
                "id": "q",
                "exhaustive": "made so",
                "hypotheses": [{"id": "yes", "prior": 0.4}, {"id": "no", "prior": 0.6}],
            }
        ],
        "sources": [{"id": "s", "reliability": reliability}],
        "items": [
            {"id": "i", "source": "s", "likelihood": {"yes": 0.8, "no": 0.2}, **item},
        ],
    }


def leading(data: Data, question: str) -> tuple[str, float]:
    """The leading hypothesis of a question and by how much, the case weighed anew."""
    return lead_in(weigh(assess.case_from(data)), question)


def lead_in(result: xr.DataTree, question: str) -> tuple[str, float]:
    """The leading hypothesis of a question and by how much."""
    exact = result["exact"].to_dataset()
    own = exact.isel(hypothesis=exact["question"].values == question)
    order = np.argsort(-own["credence"].values)
    first, second = own["credence"].values[order[:2]]
    return str(own["hypothesis"].values[order[0]]), float(first - second)


def moved_by(value: float, decibans: float) -> float:
    """The probability whose odds are so much higher."""
    return float(1 / (1 + (1 - value) / value * 10 ** (-decibans / 10)))


def weighable(seed: int) -> tuple[Data, xr.DataTree]:
    """A random case whose items leave some hypothesis possible, and a leader to lose."""
    for again in range(seed, seed + 10_000, 1000):
        data, _ = random_case(again)
        try:
            result = weigh(assess.case_from(data))
        except assess.CaseError:
            continue
        if lead_in(result, str(result["exact"]["question"].values[0]))[1] > 1e-6:
            return data, result
    raise AssertionError(seed)
