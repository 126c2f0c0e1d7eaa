"""Ledger, leave-out and tornado: hand arithmetic, and agreement with weighing changed cases."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import math
import sys

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from random_cases import random_case
from weighing import weigh as weigh_without_draws

import assess
from assess.prepare.prepared import prepare
from assess.sensitivity.attribution.shapley import exact_shares, in_order, random_orders
from assess.what_if.moves import KNOWN, Moves

SEEDS = st.integers(0, 100_000)


def case_of(seed: int) -> assess.Case:
    return assess.case_from(random_case(seed)[0])


def weighed(case: assess.Case) -> xr.DataTree | None:
    """The result, None where the random case is impossible."""
    try:
        return weigh_without_draws(case)
    except assess.CaseError:
        return None


def without(case: assess.Case, names: set[str]) -> assess.Case:
    """The case with some items taken out, and notes that refer to them."""
    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data["format"] = "assess/1"
    kept = [i for i in data.get("items", []) if i["id"] not in names]
    for item in kept:
        if item.get("repeats", {}).get("item") in names:
            del item["repeats"]
        item["given"] = [g for g in item.get("given", []) if g not in names]
    return assess.case_from({**data, "items": kept})


def two(items: list[dict], *, reliability: object = 0.8, prior: float = 0.5) -> assess.Case:
    """A case with two hypotheses and one source for each name used."""
    names = sorted({i["source"] for i in items})
    return assess.case_from(
        {
            "format": "assess/1",
            "questions": [
                {
                    "id": "q",
                    "exhaustive": "yes or no",
                    "hypotheses": [
                        {"id": "yes", "prior": prior},
                        {"id": "no", "prior": 1 - prior},
                    ],
                }
            ],
            "sources": [{"id": n, "reliability": reliability} for n in names],
            "items": items,
        }
    )


def says(name: str, source: str, yes: float, no: float, **more: object) -> dict:
    return {
        "id": name,
        "source": source,
        "likelihood": {"yes": yes, "no": no},
        "if_unreliable": 0.3,
        **more,
    }


# --- ledger -------------------------------------------------------------------------------------


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


# --- leave out ----------------------------------------------------------------------------------


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


# --- tornado ------------------------------------------------------------------------------------


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
    prepared = prepare(case_of(seed))
    used = prepared.numbers.used
    at = [
        k
        for k, n in enumerate(prepared.numbers.entries)
        if n.kind not in ("reliability", "ratio") and 0 < used[k] < 1
    ]
    states, evidence = Moves(prepared).weigh(np.array(at), used[at], KNOWN)
    credence = np.exp(np.concatenate(states, axis=1))
    wanted = np.broadcast_to(result["exact"]["credence"].values, credence.shape)
    assert credence == pytest.approx(wanted, abs=1e-10)
    assert evidence == pytest.approx(result["exact"]["log_evidence"].item(), abs=1e-10)


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


# --- certainty, and other ends of the scale -----------------------------------------------------


def never(name: str, source: str) -> dict:
    """An item that is impossible under `no`, by consent."""
    return says(name, source, 0.5, {"value": 0, "certain": True})


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


def test_overwhelming_items_leave_no_credence_at_exactly_0_or_1():
    items = [says(f"i{k}", f"s{k}", 0.99, 1e-6) for k in range(400)]
    result = weigh_without_draws(two(items, reliability={"value": 1, "certain": True}))
    yes, no = result["exact"]["credence"].values
    assert 0.0 < no < yes < 1.0
    assert ">.999" in str(assess.summary(result))
    assert assess.ledger(result)["running_credence"].max().item() < 1.0


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


def test_leave_out_names_the_echoes_that_now_count_in_full():
    echo = says("echo", "t", 0.9, 0.2, repeats={"item": "a", "chance": 0.95})
    left = assess.leave_out(weigh_without_draws(two([says("a", "s", 0.9, 0.2), echo])))
    assert left["note"].sel(left_out="a").item() == (
        "now counted in full, no longer as repeats: echo"
    )
    assert left["note"].sel(left_out="echo").item() == ""


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


def test_nothing_written_into_a_result_reaches_a_later_reading():
    case = two([says("a", "s", 0.9, 0.2)])
    first, second = weigh_without_draws(case), weigh_without_draws(case)
    second["constant_data"]["used"].values[:] = 0.5
    assert assess.ledger(first)["contribution"].item() > 1.0


def test_result_whose_case_was_written_in_another_way_is_read_all_the_same():
    result = weigh_without_draws(two([says("a", "s", 0.9, 0.2)]))
    result.attrs["case"] = json.dumps(json.loads(result.attrs["case"]), indent=1)
    assert "hypothesis" in str(assess.summary(result))


def test_certain_prior_with_a_concentration_is_not_moved():
    case = two([says("a", "s", 0.9, 0.2)])
    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data["format"] = "assess/1"
    data["questions"][0]["concentration"] = 10
    for h, p in zip(data["questions"][0]["hypotheses"], (1, 0), strict=True):
        h["prior"] = {"value": p, "certain": True}
    assert assess.tornado(weigh_without_draws(assess.case_from(data))).sizes["number"] == 0


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
