"""Two numbers at once: pairs that tip together, and the map of both."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from quick_cases import first
from random_cases import random_case
from stated_numbers import restated
from tipping_cases import SURE, leading, moved_by, two_hypotheses, weighable
from weighing import weigh

import assess


def test_the_nearest_pair_by_hand() -> None:
    """Prior odds 2 / 3 and l = .8 against .2: both off by x where (2 / 3) / x * l(x) / .2 = 1."""
    data = two_hypotheses(SURE)
    table = assess.tipping_pairs(weigh(assess.case_from(data)))
    row = table.isel(
        pair=[
            {str(p["first"].values), str(p["second"].values)}
            == {"prior[yes]", "likelihood[i, yes]"}
            for p in (table.isel(pair=k) for k in range(table.sizes["pair"]))
        ].index(True)
    )
    x = 10 ** (float(row["change"]) / 10)
    likelihood = 4 / x / (1 + 4 / x)  # odds of .8 are 4
    assert (2 / 3) / x * likelihood / 0.2 == pytest.approx(1.0, rel=1e-9)


@pytest.mark.parametrize("seed", first(5, range(12)))
def test_both_values_written_into_the_case_make_a_tie(seed: int) -> None:
    """And with both a little less off the leader still leads."""
    data, result = weighable(seed)
    table = assess.tipping_pairs(result, numbers=5)
    question, leader = table.attrs["question"], table.attrs["leader"]
    for k in range(min(table.sizes["pair"], 3)):
        row = table.isel(pair=k)
        names = [str(row[w].values) for w in ("first", "second")]
        if any(n.startswith("ratio") or " | " in n for n in names):
            continue
        both, less = data, data
        for name, word in zip(names, ("first", "second"), strict=True):
            at, value = float(row[f"{word}_at"]), float(row[f"{word}_value"])
            both = restated(both, name, at)
            less = restated(less, name, moved_by(at, np.sign(value - at) * 0.02))
        if sum(n.startswith("prior") for n in names) < 2:
            assert leading(both, question)[1] < 1e-6, names
            if float(row["change"]) > 0.1:
                found, margin = leading(less, question)
                assert found == leader or margin < 1e-9, names


def test_no_smaller_change_of_two_numbers_changes_the_lead() -> None:
    """Within the box of all smaller changes of both, at random places, the leader leads."""
    data = two_hypotheses(0.7, if_unreliable=0.3)
    table = assess.tipping_pairs(weigh(assess.case_from(data)))
    rng = np.random.default_rng(4)
    assert table.sizes["pair"] > 2
    for k in range(table.sizes["pair"]):
        row = table.isel(pair=k)
        for _ in range(6):
            again = data
            for word in ("first", "second"):
                by = rng.uniform(-1, 1) * float(row["change"]) * 0.99
                value = moved_by(float(row[f"{word}_value"]), by)
                again = restated(again, str(row[word].values), value)
            assert leading(again, "q")[0] == "yes"


def test_what_is_settled_is_overturned_by_no_pair() -> None:
    """The item is impossible under `no`, by explicit consent: the lead is infinite."""
    data = two_hypotheses(SURE)
    data["items"][0]["likelihood"]["no"] = {"value": 0, "certain": True}
    assert assess.tipping_pairs(weigh(assess.case_from(data))).sizes["pair"] == 0


def test_pairs_come_by_ascending_change() -> None:
    """The first is the pair that has to be least wrong."""
    table = assess.tipping_pairs(weigh(assess.example_case("dprk_missiles")))
    assert all(a <= b for a, b in pairwise(table["change"].values))
    assert table.attrs["tried"] >= table.sizes["pair"]


def test_a_pair_is_never_farther_than_either_number_alone() -> None:
    """Moving a second number in the worse direction cannot make the first go farther."""
    result = weigh(assess.example_case("dprk_missiles"))
    alone = assess.tipping_points(result)["lead_change"].to_series()
    table = assess.tipping_pairs(result)
    for k in range(table.sizes["pair"]):
        row = table.isel(pair=k)
        nearest = min(alone[str(row["first"].values)], alone[str(row["second"].values)])
        assert float(row["change"]) <= nearest + 1e-9


# --- the map --------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", first(4, range(8)))
def test_the_map_is_what_weighing_anew_gives(seed: int) -> None:
    """At two points of the map of two random numbers, linear or not."""
    data, result = weighable(seed)
    rng = np.random.default_rng(seed)
    known = [str(n) for n in assess.tipping_points(result)["number"].values]
    names = [n for n in known if not n.startswith("ratio") and not n.endswith("| *]")]
    priors = [n for n in names if n.startswith("prior")]
    others = [n for n in names if n not in priors]
    first, second = rng.choice(others, 2, replace=False) if seed % 2 else (priors[0], others[0])
    found = assess.two_way(result, str(first), str(second), points=11)
    question = found.attrs["question"]
    for i, j in ((3, 8), (7, 1)):
        point = found.isel(first=i, second=j)
        again = restated(data, str(first), float(point["first"]))
        again = restated(again, str(second), float(point["second"]))
        try:
            exact = weigh(assess.case_from(again))["exact"].to_dataset()
        except assess.CaseError:
            continue
        want = exact["credence"].values[exact["question"].values == question]
        np.testing.assert_allclose(point["credence"].values, want, atol=1e-9)


def test_two_priors_of_one_question_move_the_others_only() -> None:
    """The rest shares what is left, in proportion; beyond a sum of 1 there is nothing."""
    result = weigh(assess.example_case("dprk_missiles"))
    found = assess.two_way(result, "prior[new_type]", "prior[none]", points=21)
    beyond = found["first"].values[:, None] + found["second"].values[None] > 1
    assert (np.isnan(found["credence"].values).all(axis=-1) == beyond).all()
    assert (found["leads"].values[beyond] == -1).all()
    ratio = found["credence"].sel(hypothesis="old_type") / found["credence"].sel(hypothesis="other")
    exact = result["exact"]["credence"]
    want = float(exact.sel(hypothesis="old_type") / exact.sel(hypothesis="other"))
    some = found["first"].values[:, None] + found["second"].values[None] < 1 - 1e-9
    np.testing.assert_allclose(ratio.values[some], want, rtol=1e-9)


def test_two_priors_of_two_hypotheses_are_one_number() -> None:
    """They cannot be moved apart."""
    with pytest.raises(ValueError, match="are one number: moving the one moves the other"):
        assess.two_way(weigh(assess.case_from(two_hypotheses(SURE))), "prior[yes]", "prior[no]")


def test_an_unknown_number_is_named_with_the_closest_one() -> None:
    """As in every message about a name."""
    with pytest.raises(ValueError, match=r"called 'prior\[yess\]'.*did you mean 'prior\[yes\]'"):
        assess.two_way(
            weigh(assess.case_from(two_hypotheses(SURE))), "prior[yess]", "likelihood[i, yes]"
        )


@pytest.mark.parametrize("options", [{"points": 5}, {"mass": 1.5}])
def test_a_map_of_five_points_or_a_mass_above_one_is_refused(options: dict[str, float]) -> None:
    """One clear sentence each."""
    result = weigh(assess.case_from(two_hypotheses(SURE)))
    with pytest.raises(ValueError, match=r"not (5|1\.5)"):
        assess.two_way(result, "prior[yes]", "likelihood[i, no]", **options)  # type: ignore[arg-type]


def test_random_cases_have_maps_that_sum_to_one() -> None:
    """Credences over all hypotheses at every point."""
    for seed in range(100, 106):
        data, _ = random_case(seed)
        try:
            result = weigh(assess.case_from(data))
        except assess.CaseError:
            continue
        known = [str(n) for n in assess.tipping_points(result)["number"].values]
        names = [n for n in known if not n.endswith("| *]")][:2]
        try:
            found = assess.two_way(result, *names, points=11)
        except ValueError as error:
            assert "are one number" in str(error)  # noqa: PT017
            continue
        total = found["credence"].sum("hypothesis").where(found["leads"] >= 0, 1.0)
        np.testing.assert_allclose(total.values, 1.0, atol=1e-12)


# --- words ----------------------------------------------------------------------------------------


def test_the_words_quote_both_numbers_and_what_then_leads() -> None:
    """The figures of the first row, rounded as everywhere."""
    result = weigh(assess.example_case("dprk_missiles"))
    words = assess.explain(assess.tipping_pairs(result))
    assert "the prior of new_type at .0471 (stated: .25)" in words
    assert "the reliability of us at .372 (stated: .80)" in words
    assert "None of the 60 pairs tried does it with both numbers somewhere" in words
    map_words = assess.explain(assess.two_way(result, "prior[new_type]", "reliability[us]"))
    assert "Wherever both lie within their stated 90% ranges new_type leads." in map_words


@pytest.mark.slow
def test_within_means_anywhere_within_both_ranges() -> None:
    """In the shells example `holds[as_quoted]` at .969 and the claim's chance at .202 do it."""
    result = weigh(assess.example_case("dprk_shells"))
    table = assess.tipping_pairs(result)
    names = {"holds[as_quoted]", "if_unreliable[us_at_least]"}
    row = table.isel(
        pair=[
            {str(a), str(b)} == names
            for a, b in zip(table["first"].values, table["second"].values, strict=True)
        ].index(True)
    )
    assert bool(row["within"])
    data = assess.case.model.plain(assess.example_case("dprk_shells"))
    both = restated(restated(data, "holds[as_quoted]", 0.969), "if_unreliable[us_at_least]", 0.202)
    assert leading(both, table.attrs["question"])[0] != table.attrs["leader"]


def test_two_priors_of_two_hypotheses_count_once() -> None:
    """They are one number, which must not fill two of the places."""
    table = assess.tipping_pairs(weigh(assess.case_from(two_hypotheses(0.7, if_unreliable=0.3))))
    names = {*table["first"].values, *table["second"].values}
    assert len([n for n in names if n.startswith("prior")]) <= 1


def test_without_two_numbers_the_words_say_so() -> None:
    """No pair was tried: nothing is said of what pairs could do."""
    data = two_hypotheses(SURE)
    data["items"] = []
    table = assess.tipping_pairs(weigh(assess.case_from(data)))
    assert table.attrs["tried"] == 0
    assert "There are no two numbers that could be moved apart" in assess.explain(table)
