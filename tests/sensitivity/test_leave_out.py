"""Leave-out: agreement with weighing the case without."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings_cases import SEEDS, case_of, says, two, weighed, without
from weighing import weigh as weigh_without_draws

import assess


@pytest.mark.slow
@given(SEEDS, st.sampled_from(["item", "source", "origin"]))
def test_leaving_out_is_weighing_the_case_without(seed, by):
    case = case_of(seed)
    result = weighed(case)
    if result is None:
        return
    left = assess.leave_out(result, by)
    items = {i.id: i for i in case.items}
    present = set(result["exact"]["item"].values)

    def root(item):
        while item.repeats is not None and item.repeats.item in present:
            item = items[item.repeats.item]
        return item.id

    for name in left["left_out"].values:
        if by == "item":
            gone = {name}
        elif by == "source":
            gone = {i.id for i in case.items if name in i.path}
        else:
            gone = {i.id for i in case.items if root(i) == name}
        rest = weighed(without(case, gone))
        assert rest is not None
        row = left.sel(left_out=name)
        assert row["credence"].values == pytest.approx(rest["exact"]["credence"].values, abs=1e-10)
        assert row["log_evidence"].item() == pytest.approx(
            rest["exact"]["log_evidence"].item(), abs=1e-9
        )


def test_leaving_out_an_original_lets_its_echo_stand_on_its_own():
    echo = says(
        "echo", "t", 0.9, 0.2, repeats={"item": "a", "chance": {"value": 1, "certain": True}}
    )
    result = weigh_without_draws(two([says("a", "s", 0.9, 0.2), echo]))
    left = assess.leave_out(result, hypothesis="yes")
    # the echo alone is worth what the original was: nothing changes
    assert left["credence"].sel(left_out="a", hypothesis="yes").item() == pytest.approx(
        result["exact"]["credence"].values[0], abs=1e-12
    )
    origin = assess.leave_out(result, "origin", hypothesis="yes")
    assert origin["credence"].sel(left_out="a", hypothesis="yes").item() == pytest.approx(0.5)
    assert origin["items"].item() == 2


def test_leave_out_by_an_unknown_kind_is_an_error():
    with pytest.raises(ValueError, match="'tag' or 'assumption', not 'tags'; did you mean 'tag'"):
        assess.leave_out(weigh_without_draws(two([says("a", "s", 0.9, 0.2)])), "tags")


def test_overwhelming_items_leave_no_credence_at_exactly_0_or_1():
    items = [says(f"i{k}", f"s{k}", 0.99, 1e-6) for k in range(400)]
    result = weigh_without_draws(two(items, reliability={"value": 1, "certain": True}))
    yes, no = result["exact"]["credence"].values
    assert 0.0 < no < yes < 1.0
    assert ">.999" in str(assess.summary(result))
    assert assess.ledger(result)["running_credence"].max().item() < 1.0


def test_leave_out_names_the_echoes_that_now_count_in_full():
    echo = says("echo", "t", 0.9, 0.2, repeats={"item": "a", "chance": 0.95})
    left = assess.leave_out(weigh_without_draws(two([says("a", "s", 0.9, 0.2), echo])))
    assert left["note"].sel(left_out="a").item() == (
        "now counted in full, no longer as repeats: echo"
    )
    assert left["note"].sel(left_out="echo").item() == ""
