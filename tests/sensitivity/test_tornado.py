"""Tornado: hand arithmetic, and agreement with weighing changed cases."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from readings_cases import SEEDS, case_of, says, two, weighed
from weighing import weigh as weigh_without_draws

import assess


def test_tornado_of_one_likelihood_by_hand():
    # even prior, r .8, u .3: P(item | yes) = .8 t + .06, P(item | no) = .8 (.2) + .06 = .22
    item = says("a", "s", 0.9, 0.2)
    item["likelihood"]["yes"] = {"triangular": [0.0, 0.5, 1.0]}
    tornado = assess.tornado(weigh_without_draws(two([item])), hypothesis="yes", mass=0.5)
    # the 25 % and 75 % points of the symmetric triangle: x with 2 x^2 = .25, and 1 - x
    low = math.sqrt(0.125)
    row = tornado.sel(number="likelihood[a, yes]")
    assert row["low"].item() == pytest.approx(low, abs=1e-9)
    at_low, at_high = 0.8 * low + 0.06, 0.8 * (1 - low) + 0.06
    assert row["credence_low"].item() == pytest.approx(at_low / (at_low + 0.22), abs=1e-9)
    assert row["credence_high"].item() == pytest.approx(at_high / (at_high + 0.22), abs=1e-9)
    assert tornado.sizes["number"] == 1


def test_tornado_of_a_reliability_is_the_case_with_that_reliability_known():
    items = [says("a", "s", 0.9, 0.2), says("b", "s", 0.7, 0.4)]
    tornado = assess.tornado(
        weigh_without_draws(two(items, reliability={"beta": [8, 2]})), hypothesis="yes"
    )
    row = tornado.sel(number="reliability[s]")
    for end in ("low", "high"):
        known = weigh_without_draws(two(items, reliability=row[end].item()))
        assert row[f"credence_{end}"].item() == pytest.approx(
            known["exact"]["credence"].values[0], abs=1e-10
        )


def test_tornado_moves_a_prior_against_the_others_in_proportion():
    case = assess.example_case("dprk_missiles")
    row = assess.tornado(weigh_without_draws(case)).sel(number="prior[new_type]")
    question = case.questions[0]
    scale = (1 - row["low"].item()) / 0.75
    hypotheses = tuple(
        h.model_copy(
            update={
                "prior": type(h.prior)(
                    value=row["low"].item() if h.id == "new_type" else h.prior.value * scale
                )
            }
        )
        for h in question.hypotheses
    )
    moved = case.model_copy(
        update={"questions": (question.model_copy(update={"hypotheses": hypotheses}),)}
    )
    assert row["credence_low"].item() == pytest.approx(
        weigh_without_draws(moved)["exact"]["credence"].values[0], abs=1e-10
    )


@given(SEEDS)
def test_tornado_at_the_value_used_is_the_credence_itself(seed):
    """Each number moved to just where it stands gives back the credence: nothing else moved."""
    result = weighed(case_of(seed))
    if result is None:
        return
    table = assess.tornado(result, vary_fixed=1 + 1e-12)
    stays = (abs(table["low"] - table["value"]) < 1e-9) & (
        abs(table["high"] - table["value"]) < 1e-9
    )
    still = table.isel(number=stays.values)
    assert {"prior", "likelihood"} & {*still["kind"].values}
    for end in ("credence_low", "credence_high"):
        assert still[end].values == pytest.approx(table.attrs["credence"], abs=1e-10)


@given(SEEDS)
def test_tornado_contains_the_credence(seed):
    """A number that enters once moves the credence one way, so it lies between the ends."""
    result = weighed(case_of(seed))
    if result is None:
        return
    tornado = assess.tornado(result, vary_fixed=2.0)
    once = tornado["kind"].isin(["likelihood", "chance", "if_unreliable", "holds", "if_copied"])
    rows = tornado.isel(number=np.flatnonzero(once))
    ends = np.sort(np.stack([rows["credence_low"], rows["credence_high"]]), axis=0)
    used = (rows["low"] <= rows["value"]) & (rows["value"] <= rows["high"])
    inside = (ends[0] <= rows.attrs["credence"] + 1e-9) & (rows.attrs["credence"] <= ends[1] + 1e-9)
    assert bool((inside | ~used.values).all())


def test_numbers_without_a_range_are_counted_and_left_out():
    result = weigh_without_draws(two([says("a", "s", 0.9, 0.2)]))
    tornado = assess.tornado(result)
    assert tornado.sizes["number"] == 0
    assert tornado.attrs["fixed"] == 6  # two priors, one reliability, two likelihoods, one u


def test_vary_fixed_moves_the_odds_by_the_factor():
    tornado = assess.tornado(weigh_without_draws(two([says("a", "s", 0.9, 0.2)])), vary_fixed=3.0)
    row = tornado.sel(number="likelihood[a, no]")
    # odds of .2 are 1/4: a third is 1/12, so p = 1/13; three times is 3/4, so p = 3/7
    assert row["low"].item() == pytest.approx(1 / 13)
    assert row["high"].item() == pytest.approx(3 / 7)


@pytest.mark.parametrize(("option", "value"), [("mass", 1.0), ("mass", 0.0), ("vary_fixed", 1.0)])
def test_tornado_refuses_options_out_of_range(option, value):
    with pytest.raises(ValueError, match=option):
        assess.tornado(weigh_without_draws(two([says("a", "s", 0.9, 0.2)])), **{option: value})


def test_swing_counts_from_the_credence_where_both_ends_lie_on_one_side_of_it():
    # one item is best explained by a middling reliability together with the other
    items = [says("a", "s", 0.02, 0.3), says("b", "s", 0.3, 0.02, if_unreliable=0.02)]
    result = weigh_without_draws(two(items, reliability={"beta": [1, 1]}, prior=0.7))
    tornado = assess.tornado(result, hypothesis="yes")
    row = tornado.sel(number="reliability[s]")
    ends = (row["credence_low"].item(), row["credence_high"].item())
    assert max(ends) < tornado.attrs["credence"] - 0.05
    assert row["swing"].item() == pytest.approx(tornado.attrs["credence"] - min(ends))


def test_tornado_moves_a_persistent_source_between_unreliable_and_reliable():
    case = two([says("a", "s", 0.9, 0.2)], reliability={"persistent": 0.6})
    row = assess.tornado(weigh_without_draws(case), hypothesis="yes").sel(number="reliability[s]")
    assert (row["low"].item(), row["high"].item()) == (0.0, 1.0)
    # wholly unreliable: .3 either way; wholly reliable: .9 against .2
    assert row["credence_low"].item() == pytest.approx(0.5)
    assert row["credence_high"].item() == pytest.approx(0.9 / 1.1)


def test_certain_prior_with_a_concentration_is_not_moved():
    case = two([says("a", "s", 0.9, 0.2)])
    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data["format"] = "assess/1"
    data["questions"][0]["concentration"] = 10
    for h, p in zip(data["questions"][0]["hypotheses"], (1, 0), strict=True):
        h["prior"] = {"value": p, "certain": True}
    assert assess.tornado(weigh_without_draws(assess.case_from(data))).sizes["number"] == 0
