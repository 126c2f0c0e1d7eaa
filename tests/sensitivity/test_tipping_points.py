"""Tipping points: closed forms by hand, and by writing the value found into the case."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import xarray as xr
from quick_cases import first
from stated_numbers import restated
from tipping_cases import SURE, leading, moved_by, two_hypotheses, weighable
from weighing import weigh

import assess
from assess.prose.tipping_points import explain, sentences

Data = dict[str, Any]


def tips(data: Data, **options: Any) -> xr.Dataset:
    return assess.tipping_points(weigh(assess.case_from(data)), **options)


# --- by hand --------------------------------------------------------------------------------------


def test_the_prior_tips_where_its_odds_times_the_ratio_are_one() -> None:
    """p / (1 - p) * .8 / .2 = 1 at p = .2, and its odds fall from .4 / .6 to .2 / .8."""
    row = tips(two_hypotheses(SURE)).sel(number="prior[yes]")
    assert float(row["lead"]) == pytest.approx(0.2, abs=1e-15)
    change = 10 * np.log10((0.4 / 0.6) / (0.2 / 0.8))
    assert float(row["lead_change"]) == pytest.approx(change, rel=1e-12)
    assert row["lead_to"].values == "no"


def test_a_likelihood_tips_where_the_joint_probabilities_tie() -> None:
    """.4 l = .6 * .2 at l = .3; and .4 * .8 = .6 l at l = .5333."""
    table = tips(two_hypotheses(SURE))
    assert float(table["lead"].sel(number="likelihood[i, yes]")) == pytest.approx(0.3)
    assert float(table["lead"].sel(number="likelihood[i, no]")) == pytest.approx(0.32 / 0.6)


def test_a_reliability_tips_where_the_mixture_ties() -> None:
    """.4 (.8 r + .3 (1 - r)) = .6 (.2 r + .3 (1 - r)): .12 + .2 r = .18 - .06 r, r = .06 / .26."""
    table = tips(two_hypotheses(0.7, if_unreliable=0.3))
    row = table.sel(number="reliability[s]")
    assert float(row["lead"]) == pytest.approx(0.06 / 0.26, abs=1e-12)
    # u: .4 (.56 + .3 u) = .6 (.14 + .3 u): .224 - .084 = .06 u, u = 2.33: none can
    assert np.isnan(table["lead"].sel(number="if_unreliable[i]"))
    assert np.isinf(table["lead_change"].sel(number="if_unreliable[i]"))


def test_with_one_item_only_the_mean_of_a_reliability_counts() -> None:
    """So a Beta tips at the same mean as a number."""
    one, other = (
        float(tips(two_hypotheses(r, if_unreliable=0.3))["lead"].sel(number="reliability[s]"))
        for r in (0.7, {"beta": [7, 3]})
    )
    assert one == pytest.approx(other, abs=1e-9)


def test_a_threshold_is_crossed_where_the_odds_reach_it() -> None:
    """Credence .9 needs odds of 9: prior odds 9 / 4, prior 9 / 13."""
    row = tips(two_hypotheses(SURE), threshold=0.9).sel(number="prior[yes]")
    assert float(row["threshold"]) == pytest.approx(9 / 13, abs=1e-15)
    assert row["threshold_to"].values == "above .90"


def test_the_verbal_band_is_left_at_its_nearer_end() -> None:
    """The credence 8 / 11 is 'likely' (.55 to .80): odds of 4 need prior odds of 1."""
    table = tips(two_hypotheses(SURE))
    assert table.attrs["band"] == "likely"
    row = table.sel(number="prior[yes]")
    assert float(row["band"]) == pytest.approx(0.5, abs=1e-15)
    assert row["band_to"].values == "very likely"


def test_a_ratio_tips_at_a_ratio() -> None:
    """Prior odds 2 / 3 and a ratio of 6: even where the ratio is 3 / 2."""
    data = two_hypotheses(SURE)
    data["items"] = [{"id": "i", "source": "s", "ratio": {"for": "yes", "value": 6}}]
    row = tips(data).sel(number="ratio[i]")
    assert float(row["lead"]) == pytest.approx(1.5, rel=1e-12)
    assert float(row["lead_change"]) == pytest.approx(10 * np.log10(4.0), rel=1e-12)


def test_a_tie_at_the_end_of_the_range_is_not_a_tipping_point() -> None:
    """With even priors a source that knows nothing leaves a tie: no value below makes `no` lead."""
    data = two_hypotheses(0.7, if_unreliable=0.3)
    for h in data["questions"][0]["hypotheses"]:
        h["prior"] = 0.5
    assert np.isnan(tips(data)["lead"].sel(number="reliability[s]"))


# --- by writing it into the case ------------------------------------------------------------------


@pytest.mark.parametrize("seed", first(5, range(12)))
def test_the_value_found_is_a_tie_and_nothing_before_it_changes_the_lead(seed: int) -> None:
    """For each number of a random case: a tie at the value found, the old lead just before it, the
    new one just behind; and where no value was found the lead is the same over the whole range."""
    data, result = weighable(seed)
    table = assess.tipping_points(result)
    question, leader = table.attrs["question"], table.attrs["leader"]
    rng = np.random.default_rng(seed)
    stated = [n for n in table["number"].values if not n.endswith("| *]")]
    for name in rng.permutation(stated)[:4]:
        row = table.sel(number=name)
        value, at = float(row["value"]), float(row["lead"])
        if np.isnan(at):
            for t in (0.02, 0.3, 0.6, 0.98):
                if str(row["kind"].values) != "ratio":
                    found, margin = leading(restated(data, name, t), question)
                    assert found == leader or margin < 1e-9, (name, t)
            continue
        if str(row["kind"].values) == "ratio" or not 1e-9 < at < 1 - 1e-9:
            continue
        assert leading(restated(data, name, at), question)[1] < 1e-7, name
        outwards = np.sign(at - value) * 0.05
        if 0 < value < 1 and float(row["lead_change"]) > 0.06:
            before, margin = leading(restated(data, name, moved_by(at, -outwards)), question)
            assert before == leader or margin < 1e-9, name
        after, margin = leading(restated(data, name, moved_by(at, outwards)), question)
        assert after == row["lead_to"].values or margin < 1e-9, name


@pytest.mark.parametrize("seed", first(4, range(60, 69)))
def test_the_threshold_is_met_at_the_value_found(seed: int) -> None:
    """The credence is the threshold once the value found stands in the case."""
    data, result = weighable(seed)
    exact = result["exact"].to_dataset()
    wanted = float(np.clip(exact["credence"].values[0] * 1.1, 0.05, 0.95))
    target = f"{exact['question'].values[0]}:{str(exact['hypothesis'].values[0]).split(':')[-1]}"
    table = assess.tipping_points(result, hypothesis=target, threshold=wanted)
    some = table.isel(number=np.isfinite(table["threshold"].values))
    for name in [n for n in some["number"].values if not n.endswith("| *]")][:5]:
        at = float(some["threshold"].sel(number=name))
        if not 1e-9 < at < 1 - 1e-9 and not name.startswith("ratio"):
            continue
        found = weigh(assess.case_from(restated(data, name, at)))["exact"]["credence"].values[0]
        assert found == pytest.approx(wanted, abs=1e-7), name


def test_several_items_of_one_source_tip_at_the_mean_of_its_beta_with_its_worth() -> None:
    """Not at a known reliability: the mean moves, and Beta(8, 2) stays worth ten observations."""
    data = two_hypotheses({"beta": [8, 2]}, if_unreliable=0.3)
    # two hold their ground against the prior, so the source has to be good
    data["items"] += [{**data["items"][0], "id": f"i{k}"} for k in range(3)]
    data["questions"][0]["hypotheses"] = [
        {"id": "yes", "prior": 0.05}, {"id": "no", "prior": 0.95}
    ]  # fmt: skip
    row = tips(data).sel(number="reliability[s]")
    at = float(row["lead"])
    again = restated(data, "reliability[s]", at)
    assert again["sources"][0]["reliability"] == {"mean": at, "worth": 10.0}
    assert leading(again, "q")[1] < 1e-9


# --- words, order, arguments ----------------------------------------------------------------------


def test_numbers_come_by_ascending_change_and_those_that_cannot_last() -> None:
    """The first row is the number that is nearest to overturning the conclusion."""
    table = assess.tipping_points(weigh(assess.example_case("dprk_missiles")))
    change = table["lead_change"].values
    assert (np.diff(change[np.isfinite(change)]) >= 0).all()
    assert np.isnan(table["lead"].values[~np.isfinite(change)]).all()


def test_a_sentence_names_the_number_the_value_and_what_was_said() -> None:
    """The sentence of the number nearest to its tipping point."""
    table = tips(two_hypotheses(0.7, if_unreliable=0.3))
    said = [s for s in sentences(table, most=9) if "the reliability of s" in s]
    assert said == ["yes leads unless the reliability of s is below .23; you said .70 (then: no)."]


def test_the_words_say_whether_a_stated_range_is_enough() -> None:
    """A range that contains the tipping point is what a reader must be told."""
    safe = explain(tips(two_hypotheses({"beta": [70, 30]}, if_unreliable=0.3)))
    assert "No number could do it alone within the 90% range that was stated for it." in safe
    unsafe = explain(tips(two_hypotheses({"beta": [0.5, 0.5]}, if_unreliable=0.3)))
    assert "(reliability[s])" in unsafe
    assert "the conclusion does not hold for all that was held possible" in unsafe


def test_a_conclusion_that_no_number_can_change_is_said_to_be_so() -> None:
    """Every number infinitely far: one sentence, no 'nan'."""
    data = two_hypotheses(SURE)
    data["items"] = []
    data["questions"][0]["hypotheses"] = [
        {"id": "yes", "prior": SURE}, {"id": "no", "prior": {"value": 0, "certain": True}}
    ]  # fmt: skip
    words = explain(tips(data))
    assert "No value of any one of the" in words
    assert "but what was stated as certain (prior[no])" in words
    assert "nan" not in words


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"threshold": 1.0}, "threshold is a credence between 0 and 1, not 1.0"),
        ({"mass": 0.0}, "mass is a probability between 0 and 1, not 0.0"),
        ({"scale": "icd_203"}, "no scale is called 'icd_203'.*did you mean 'icd203'"),
        ({"hypothesis": "yess"}, "no hypothesis is called 'yess'.*did you mean 'yes'"),
    ],
)
def test_arguments_out_of_range_are_named(options: Data, message: str) -> None:
    """One clear sentence each."""
    with pytest.raises(ValueError, match=message):
        tips(two_hypotheses(SURE), **options)


def test_what_a_certain_source_would_otherwise_say_is_not_made_up() -> None:
    """Without `if_unreliable` the reliability of a wholly reliable source is not moved."""
    table = tips(two_hypotheses(SURE))
    assert "reliability[s]" not in table["number"].values
    assert table.attrs["unmoved"] == 1
    stated = tips(two_hypotheses(SURE, if_unreliable=0.3))
    assert np.isinf(stated["lead_change"].sel(number="reliability[s]"))
    assert float(stated["lead"].sel(number="reliability[s]")) == pytest.approx(0.06 / 0.26)


# --- what a reader must not be told ---------------------------------------------------------------


def three(holds: Data) -> Data:
    """Priors .4, .3, .3, and one item that rests on an assumption."""
    return {
        "format": "assess/1",
        "title": "Three",
        "questions": [
            {
                "id": "q",
                "exhaustive": "made so",
                "hypotheses": [
                    {"id": "a", "prior": 0.4}, {"id": "b", "prior": 0.3}, {"id": "c", "prior": 0.3}
                ],
            }
        ],
        "sources": [{"id": "s", "reliability": 0.9}],
        "assumptions": [{"id": "x", "holds": holds}],
        "items": [
            {
                "id": "i",
                "source": "s",
                "requires": ["x"],
                "likelihood": {"a": 0.4, "b": 0.746, "c": 0.01},
                "if_unreliable": {"a": 0.4, "b": 0.01, "c": 0.738},
            }
        ],
    }  # fmt: skip


def test_a_farther_crossing_inside_the_stated_range_counts_too() -> None:
    """The nearest in odds lies outside the range, another one inside: it can happen within."""
    row = tips(three({"triangular": [0.3, 0.3001, 1.0]})).sel(number="holds[x]")
    assert not float(row["low"]) <= float(row["lead"]) <= float(row["high"])
    assert bool(row["lead_within"])


def test_a_lead_lost_on_a_short_stretch_of_a_reliability_is_found() -> None:
    """Between r = .8025 and .8097 the other leads: .8^4 .2 ... by the polynomial itself.

    Four items with l = .99 and u = .01 under b, one the other way round; .5 throughout under a.
    The share of b is (.01 + .98 r)^4 (.99 - .98 r), of a 1/2^5.
    """
    data = two_hypotheses(0.5)
    data["questions"][0]["hypotheses"] = [
        {"id": "a", "prior": 0.723827}, {"id": "b", "prior": 1 - 0.723827}
    ]  # fmt: skip
    data["items"] = [
        {
            "id": f"i{k}",
            "source": "s",
            "likelihood": {"a": 0.5, "b": 0.99 if k < 4 else 0.01},
            "if_unreliable": {"a": 0.5, "b": 0.01 if k < 4 else 0.99},
        }
        for k in range(5)
    ]
    row = tips(data).sel(number="reliability[s]")
    at = float(row["lead"])
    b = (1 - 0.723827) * (0.01 + 0.98 * at) ** 4 * (0.99 - 0.98 * at)
    assert b == pytest.approx(0.723827 / 2**5, rel=1e-9)
    assert 0.80 < at < 0.81


def test_level_hypotheses_have_no_leader() -> None:
    """The words say so, whichever of them is listed first."""
    for names in (["yes", "no"], ["no", "yes"]):
        data = two_hypotheses(SURE)
        data["items"] = []
        data["questions"][0]["hypotheses"] = [{"id": n, "prior": 0.5} for n in names]
        table = tips(data)
        assert explain(table).startswith(f"{names[0]} is level with {names[1]}")
        assert sentences(table) == []


def test_what_was_not_moved_is_said() -> None:
    """Parameters of a quantity are no probabilities: nobody may read that they cannot do it."""
    table = assess.tipping_points(weigh(assess.example_case("dprk_shells")))
    words = explain(table)
    assert "numbers that can be moved" in words
    assert f"{table.attrs['unmoved']} more were not moved" in words


def test_the_value_printed_lies_beyond_the_change() -> None:
    """Written into the case it has changed the lead, and not only just reached it."""
    data = two_hypotheses(0.7, if_unreliable=0.3)
    table = tips(data)
    for name in table["number"].values[np.isfinite(table["lead_change"].values)]:
        words = next(s for s in sentences(table.sel(number=[name])))
        shown = float(words.partition("; you said")[0].rpartition(" ")[2])
        assert leading(restated(data, str(name), shown), "q")[0] == "no", words


def test_a_persistent_source_has_no_range_to_be_within() -> None:
    """Its chance was stated as one number, though its law has two points, 0 and 1."""
    row = tips(two_hypotheses({"persistent": 0.7}, if_unreliable=0.3)).sel(number="reliability[s]")
    assert np.isfinite(row["lead"])
    assert not bool(row["lead_within"])


def test_a_prior_split_by_an_irrelevant_question_tips_where_the_whole_one_does() -> None:
    """Its rows moved together are the one prior again: the same change, the same value."""
    data = two_hypotheses(0.7, if_unreliable=0.3)
    alone = tips(data).sel(number="prior[yes]")
    split = {**data, "questions": [
        {
            "id": "weather",
            "exhaustive": "made so",
            "hypotheses": [{"id": f"w{k}", "prior": 0.25} for k in range(4)],
        },
        {
            "id": "q",
            "exhaustive": "made so",
            "given": ["weather"],
            "hypotheses": [{"id": "yes"}, {"id": "no"}],
            "table": [
                {"when": {"weather": f"w{k}"}, "prior": {"yes": 0.4, "no": 0.6}} for k in range(4)
            ],
        },
    ]}  # fmt: skip
    split["items"] = [{**data["items"][0], "question": "q"}]
    table = tips(split, hypothesis="yes")
    whole = table.sel(number="prior[yes | *]")
    assert float(whole["lead"]) == pytest.approx(float(alone["lead"]), abs=1e-9)
    assert float(whole["lead_change"]) == pytest.approx(float(alone["lead_change"]), abs=1e-9)
    row = table.sel(number="prior[yes | weather=w1]")
    assert not float(row["lead_change"]) < float(whole["lead_change"])
    assert "the whole prior of" in explain(table)
