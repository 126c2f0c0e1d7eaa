"""Ledger: hand arithmetic, and agreement with weighing changed cases."""

from __future__ import annotations

import itertools
import json
import math
import sys

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from readings_cases import SEEDS, case_of, never, says, two, weighed, without
from weighing import weigh as weigh_without_draws

import assess
from assess.sensitivity.attribution.shapley import exact_shares, in_order, random_orders


def test_ledger_of_one_item_is_its_weight_of_evidence():
    # r .7, l .9 / .009, u .3: (.63 + .09) / (.0063 + .09) = 7.4766; 10 log10 of it = 8.737 dB
    ledger = assess.ledger(weigh_without_draws(two([says("a", "s", 0.9, 0.009)], reliability=0.7)))
    assert ledger["contribution"].item() == pytest.approx(10 * math.log10(0.72 / 0.0963), abs=1e-10)
    assert ledger.attrs["prior_decibans"] == pytest.approx(0.0, abs=1e-12)
    assert ledger["running_credence"].item() == pytest.approx(0.72 / (0.72 + 0.0963), abs=1e-12)


def test_items_that_share_nothing_contribute_what_each_is_worth_alone():
    both = [says("a", "s", 0.9, 0.2), says("b", "t", 0.4, 0.7)]
    ledger = assess.ledger(weigh_without_draws(two(both)), hypothesis="yes")
    for k, item in enumerate(both):
        alone = assess.ledger(weigh_without_draws(two([item])), hypothesis="yes")
        assert ledger["contribution"].values[k] == pytest.approx(
            alone["contribution"].item(), abs=1e-10
        )


def test_certain_copy_contributes_nothing_and_its_original_everything():
    copy = says("b", "t", 0.9, 0.2, repeats={"item": "a", "chance": {"value": 1, "certain": True}})
    ledger = assess.ledger(weigh_without_draws(two([says("a", "s", 0.9, 0.2), copy])))
    alone = assess.ledger(weigh_without_draws(two([says("a", "s", 0.9, 0.2)])))
    assert ledger["contribution"].sel(item="b").item() == pytest.approx(0.0, abs=1e-10)
    assert ledger["contribution"].sel(item="a").item() == pytest.approx(
        alone["contribution"].item(), abs=1e-10
    )


def test_ledger_lists_an_original_before_its_repeat():
    copy = says("first", "t", 0.9, 0.2, repeats={"item": "second", "chance": 0.5})
    ledger = assess.ledger(weigh_without_draws(two([copy, says("second", "s", 0.9, 0.2)])))
    assert list(ledger["item"].values) == ["second", "first"]


def test_two_like_items_of_one_source_contribute_alike():
    items = [says("a", "s", 0.9, 0.2), says("b", "s", 0.9, 0.2)]
    ledger = assess.ledger(weigh_without_draws(two(items, reliability={"beta": [2, 1]})))
    a, b = ledger["contribution"].values
    assert a == pytest.approx(b, abs=1e-12)
    assert ledger["in_order"].values[0] != pytest.approx(ledger["in_order"].values[1], abs=1e-3)


@given(SEEDS)
def test_contributions_sum_to_the_change_of_the_log_odds(seed):
    result = weighed(case_of(seed))
    if result is None:
        return
    ledger = assess.ledger(result)
    total = ledger.attrs["prior_decibans"] + ledger["contribution"].sum().item()
    if math.isfinite(ledger.attrs["decibans"]) and math.isfinite(ledger.attrs["prior_decibans"]):
        assert total == pytest.approx(ledger.attrs["decibans"], abs=1e-8)
    if ledger.sizes["item"]:
        assert ledger["running_credence"].values[-1] == pytest.approx(
            ledger.attrs["credence"], abs=1e-10
        )


@pytest.mark.slow
@given(SEEDS)
def test_running_credence_is_that_of_the_case_with_the_items_so_far(seed):
    case = case_of(seed)
    result = weighed(case)
    if result is None:
        return
    ledger = assess.ledger(result)
    names = [str(n) for n in ledger["item"].values]
    known = {i.id for i in case.items}
    for k, credence in enumerate(ledger["running_credence"].values):
        part = weighed(without(case, known - set(names[: k + 1])))
        assert part is not None
        label = ledger.attrs["hypothesis"]
        expected = part["exact"]["credence"].sel(hypothesis=label).item()
        assert credence == pytest.approx(expected, abs=1e-10)


def permuted_shares(original, value):
    """Average over all permitted orders, by listing them."""
    n = len(original)
    total, count = np.zeros(n), 0
    for order in itertools.permutations(range(n)):
        place = {i: k for k, i in enumerate(order)}
        if any(original[i] >= 0 and place[original[i]] > place[i] for i in range(n)):
            continue
        count += 1
        present = np.zeros(n, dtype=bool)
        for i in order:
            before = value(present[None])[0]
            present[i] = True
            total[i] += value(present[None])[0] - before
    return total / count


@pytest.mark.parametrize(
    "original", [[-1, -1, -1, -1], [-1, 0, 1, -1], [-1, 0, 0, -1, 3], [2, -1, -1, 2, 1]]
)
def test_exact_shares_are_the_average_over_all_permitted_orders(original):
    rng = np.random.default_rng(3)
    n = len(original)
    table = rng.normal(size=2**n)

    def value(sets):
        return table[(sets * 2 ** np.arange(n)).sum(axis=1)]

    shares = exact_shares(np.array(original), value)
    assert shares == pytest.approx(permuted_shares(original, value), abs=1e-12)
    assert shares.sum() == pytest.approx(table[-1] - table[0], abs=1e-12)


def test_random_orders_are_permutations_with_originals_first_and_all_equally_likely():
    original = np.array([-1, 0, 0, -1])
    orders = random_orders(original, 6000, np.random.default_rng(1))
    place = np.argsort(orders, axis=1)
    assert (np.sort(orders, axis=1) == np.arange(4)).all()
    assert (place[:, 0] < place[:, 1]).all()
    assert (place[:, 0] < place[:, 2]).all()
    counts = np.unique(orders, axis=0, return_counts=True)[1]
    # 4! / 3 = 8 orders have item 0 before 1 and 2; 12,000 draws give 1,500 each, sd about 36
    assert len(counts) == 8
    assert np.abs(counts - 1500).max() < 6 * 37


def test_items_keep_their_order_but_for_originals():
    assert list(in_order(np.array([2, -1, 3, -1]))) == [3, 2, 0, 1]


def test_sampled_ledger_agrees_with_the_exact_one_within_its_error(monkeypatch):
    result = weigh_without_draws(assess.example_case("dprk_missiles"))
    exact = assess.ledger(result)
    monkeypatch.setattr(
        sys.modules["assess.sensitivity.attribution.contributions"], "MOST_EXACT", 1
    )
    sampled = assess.ledger(result, orders=2000, seed=5)
    assert "orders" in sampled.attrs["method"]
    distance = np.abs(exact["contribution"] - sampled["contribution"])
    assert (distance <= 4.5 * sampled["contribution_se"] + 1e-9).all()
    assert (sampled["contribution_se"] > 0).any()
    assert sampled["contribution"].sum().item() == pytest.approx(
        exact["contribution"].sum().item(), abs=1e-9
    )


def test_same_seed_gives_the_same_sampled_ledger(monkeypatch):
    monkeypatch.setattr(
        sys.modules["assess.sensitivity.attribution.contributions"], "MOST_EXACT", 1
    )
    result = weigh_without_draws(assess.example_case("dprk_missiles"))
    xr.testing.assert_identical(assess.ledger(result, seed=7), assess.ledger(result, seed=7))


def test_pairwise_ledger_of_independent_items_is_the_sum_of_pairwise_weights():
    case = assess.example_case("dprk_missiles", "case_conditional.yaml")
    ledger = assess.ledger(weigh_without_draws(case), hypothesis="new_type", against="none")
    for name, weight in zip(ledger["item"].values, ledger["contribution"].values, strict=True):
        item = next(i for i in case.items if i.id == name)
        ratio = item.likelihood["new_type"].mean / item.likelihood["none"].mean
        assert weight == pytest.approx(10 * math.log10(ratio), abs=1e-9)


def test_unknown_hypothesis_is_answered_with_the_closest():
    result = weigh_without_draws(assess.example_case("dprk_missiles"))
    with pytest.raises(ValueError, match="did you mean 'new_type'"):
        assess.ledger(result, hypothesis="newtype")
    with pytest.raises(ValueError, match="can be weighed against another"):
        assess.ledger(result, hypothesis="none", against="none")


def test_two_items_that_each_rule_a_rival_out_contribute_without_bound():
    case = two([never("a", "s"), never("b", "t")], reliability={"value": 1, "certain": True})
    ledger = assess.ledger(weigh_without_draws(case), hypothesis="yes")
    assert ledger["contribution"].values.tolist() == [math.inf, math.inf]
    assert ledger.attrs["decibans"] == math.inf
    assert str(assess.ledger_table(ledger)).count("+∞ dB") == 3


def test_an_item_beside_one_that_rules_a_rival_out_keeps_its_own_weight():
    # r = 1, so the second item is worth 10 log10(.9 / .2) = 6.532 dB whatever the first says
    case = two(
        [never("a", "s"), says("b", "t", 0.9, 0.2)], reliability={"value": 1, "certain": True}
    )
    ledger = assess.ledger(weigh_without_draws(case), hypothesis="yes")
    assert ledger["contribution"].sel(item="b").item() == pytest.approx(10 * math.log10(4.5))


def test_echo_of_an_unjudged_original_is_still_an_echo():
    echo = says("echo", "t", 0.9, 0.2, repeats={"item": "a", "chance": 0.95})
    case = two([says("a", "s", 0.9, 0.2), echo])
    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data["format"] = "assess/1"
    data["sources"][0]["reliability"] = {"admiralty": "F", "exclude": True}
    result = weigh_without_draws(assess.case_from(data))
    # P(echo | yes) = .95 + .05 (.8 x .9 + .2 x .3) = .989
    # P(echo | no) = .95 + .05 (.8 x .2 + .2 x .3) = .961
    assert result["exact"]["credence"].values[0] == pytest.approx(0.989 / (0.989 + 0.961))
    notes = [w for w in json.loads(result.attrs["warnings"]) if "kind" not in w]
    assert [w["address"] for w in notes] == ["items[a]"]
