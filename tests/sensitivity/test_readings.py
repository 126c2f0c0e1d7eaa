"""What holds for every reading: which results it takes, and that it leaves them alone."""

from __future__ import annotations

import datetime as dt
import itertools
import json

import pytest
import xarray as xr
from readings_cases import says, two
from weighing import weigh as weigh_without_draws

import assess


def test_readings_need_a_result():
    with pytest.raises(ValueError, match="expected the result"):
        assess.leave_out(xr.DataTree())


def test_readings_work_on_a_result_read_back_from_a_file(tmp_path):
    result = weigh_without_draws(assess.example_case("dprk_missiles"))
    result.to_netcdf(tmp_path / "result.nc")
    with xr.open_datatree(tmp_path / "result.nc") as back:
        read = back.load()
    xr.testing.assert_allclose(assess.ledger(read), assess.ledger(result))
    xr.testing.assert_allclose(assess.tornado(read), assess.tornado(result))
    assert str(assess.summary(read)) == str(assess.summary(result))


def test_nothing_written_into_a_result_reaches_a_later_reading():
    case = two([says("a", "s", 0.9, 0.2)])
    first, second = weigh_without_draws(case), weigh_without_draws(case)
    second["constant_data"]["used"].values[:] = 0.5
    assert assess.ledger(first)["contribution"].item() > 1.0


def test_result_whose_case_was_written_in_another_way_is_read_all_the_same():
    result = weigh_without_draws(two([says("a", "s", 0.9, 0.2)]))
    result.attrs["case"] = json.dumps(json.loads(result.attrs["case"]), indent=1)
    assert "hypothesis" in str(assess.summary(result))


def test_a_case_too_entangled_for_exact_sums_is_refused_without_draws_with_the_sources_named():
    names = [f"s{k}" for k in range(8)]
    pairs = list(itertools.combinations(names, 2)) * 3
    items = [says(f"i{k}", "s0", 0.9, 0.2) | {"source": list(p)} for k, p in enumerate(pairs)]
    case = two([says("own", n, 0.9, 0.2) | {"id": f"own_{n}"} for n in names])
    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data |= {"format": "assess/1", "items": items}
    for s in data["sources"]:
        s["reliability"] = {"beta": [8, 2]}
    with pytest.raises(assess.CaseError, match=r"too entangled.*s0, s1"):
        weigh_without_draws(assess.case_from(data), draws=0)


def test_as_of_may_be_a_moment_and_must_be_a_day():
    case = two([says("a", "s", 0.9, 0.2, date="2024-01-04")])
    moment = dt.datetime(2024, 6, 20, 12, tzinfo=dt.UTC)
    assert weigh_without_draws(case, as_of=moment).attrs["as_of"] == "2024-06-20"
    with pytest.raises(ValueError, match="a day such as 2024-06-20"):
        weigh_without_draws(case, as_of="20.6.2024")


def test_weigh_wants_a_case_and_says_how_to_get_one():
    with pytest.raises(TypeError, match="load_case"):
        weigh_without_draws("case.yaml")
