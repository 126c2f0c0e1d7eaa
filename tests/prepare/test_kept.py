"""Plans are found again as long as a result of theirs lives, and no longer."""

from __future__ import annotations

import gc
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import xarray as xr

import assess
from assess.prepare.kept import PLANS, Plans
from assess.prepare.prepared import prepare
from assess.result.access import prepared_from


def case_of(k: int) -> assess.Case:
    """A small case that differs from the others in its prior, and so in its text."""
    prior = 0.3 + 0.01 * k
    return assess.case_from(
        {
            "format": "assess/1",
            "title": "plans",
            "questions": [
                {
                    "id": "q",
                    "exhaustive": "x",
                    "hypotheses": [{"id": "h", "prior": prior}, {"id": "g", "prior": 1 - prior}],
                }
            ],
            "sources": [{"id": "s", "reliability": {"beta": [6, 2]}}],
            "items": [
                {
                    "id": "i",
                    "source": "s",
                    "likelihood": {"h": 0.8, "g": 0.2},
                    "if_unreliable": 0.5,
                }
            ],
        }
    )


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The title of every case that is prepared, wherever."""
    seen: list[str] = []

    def counting(case: assess.Case, as_of: Any = None) -> Any:
        seen.append(case.title)
        return prepare(case, as_of)

    monkeypatch.setattr("assess.engines.exact.prepare", counting)
    monkeypatch.setattr("assess.result.access.prepare", counting)
    return seen


def test_nine_results_compared_are_planned_nine_times(planned: list[str]) -> None:
    """However often, and in whatever order, they are read."""
    results = [assess.weigh(case_of(k), draws=0) for k in range(9)]
    for _ in range(2):
        for result in results:
            assess.tornado(result)
            assess.leave_out(result)
    assert len(planned) == 9


def test_copies_and_loaded_results_find_the_plan(planned: list[str], tmp_path: Path) -> None:
    """The case and the day are what counts, not which object carries them."""
    result = assess.weigh(case_of(0), draws=0)
    result.to_netcdf(tmp_path / "result.nc")
    loaded = xr.load_datatree(tmp_path / "result.nc")
    assert prepared_from(result.copy()) is prepared_from(result)
    assert prepared_from(loaded) is prepared_from(result)
    assert len(planned) == 1


def test_loaded_result_holds_the_plan_when_the_first_is_gone(planned: list[str]) -> None:
    """Whoever read it last keeps it alive."""
    result = assess.weigh(case_of(0), draws=0)
    copy = result.copy()
    prepared_from(copy)
    del result
    gc.collect()
    prepared_from(copy)
    assert len(planned) == 1


def test_nothing_is_held_after_the_results_are_gone() -> None:
    """No plan outlives its results."""
    result = assess.weigh(case_of(1), draws=0)
    key = str(result.attrs["case"]), str(result.attrs["as_of"])
    assert PLANS.find(*key) is not None
    del result
    gc.collect()
    assert PLANS.find(*key) is None


def test_another_day_is_another_plan() -> None:
    """A result as of another day does not find the plan of this one."""
    result = assess.weigh(case_of(2), draws=0)
    assert PLANS.find(str(result.attrs["case"]), "2020-01-01") is None
    assert json.loads(result.attrs["case"])["title"] == "plans"


def test_threads_share_one_plan() -> None:
    """Many results of one case, held from many threads at once, hold one and the same plan."""
    plans, case = Plans(), case_of(3)

    class Result:
        pass

    results = [Result() for _ in range(64)]
    with ThreadPoolExecutor(max_workers=8) as pool:
        found = list(pool.map(lambda r: plans.hold(prepare(case), r), results))
    text, day = found[0].text, found[0].day
    assert len({id(f) for f in found}) == 1
    assert plans.find(text, day) is found[0]
    del found, results
    gc.collect()
    assert plans.find(text, day) is None
