"""Numbers worked by hand: one rule of the method each."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from weighing import weigh as weigh_without_draws

import assess

SURE = {"value": 1, "certain": True}
NEVER = {"value": 0, "certain": True}


def data(items, sources=None, prior=0.5, assumptions=()):
    """A case about h or not_h as plain data; `sources` and `assumptions` are numbers by id."""
    return {
        "format": "assess/1",
        "questions": [
            {
                "id": "q",
                "exhaustive": "h or not",
                "hypotheses": [{"id": "h", "prior": prior}, {"id": "not_h", "prior": 1 - prior}],
            }
        ],
        "sources": [{"id": s, "reliability": r} for s, r in (sources or {"s": SURE}).items()],
        "assumptions": [{"id": a, "holds": p} for a, p in dict(assumptions).items()],
        "items": [{"id": f"i{k}", "source": "s", **item} for k, item in enumerate(items)],
    }


def weigh(*args, **kwargs):
    return weigh_without_draws(assess.case_from(data(*args, **kwargs)))["exact"]


def ratio(exact, prior=0.5):
    """P(items | h) / P(items | not h)."""
    logs = exact["log_credence"].values
    return math.exp(logs[0] - logs[1]) * (1 - prior) / prior


def says(l_h, l_not, u=None, **more):
    item = {"likelihood": {"h": l_h, "not_h": l_not}, **more}
    return item if u is None else {**item, "if_unreliable": u}


# --- one item ------------------------------------------------------------------------------------


def test_item_of_ratio_100_from_a_source_of_reliability_7_tenths_is_worth_7_and_a_half():
    """(.7 * .9 + .3 * .3) / (.7 * .009 + .3 * .3) = .72 / .0963 = 7.4766; .72 / .8163 = .88203."""
    exact = weigh([says(0.9, 0.009, 0.3)], {"s": 0.7})
    assert ratio(exact) == pytest.approx(0.72 / 0.0963, rel=1e-14)
    assert ratio(exact) == pytest.approx(7.4766, abs=5e-5)
    assert float(exact["credence"][0]) == pytest.approx(0.88203, abs=5e-6)


def test_evidence_is_the_probability_of_the_items():
    """.5 * .72 + .5 * .0963 = .40815."""
    exact = weigh([says(0.9, 0.009, 0.3)], {"s": 0.7})
    assert float(exact["log_evidence"]) == pytest.approx(math.log(0.40815), abs=1e-15)


def test_chance_that_the_item_tracked_is_that_share_of_its_probability():
    """(.7 * .9 + .7 * .009) / (.72 + .0963) = .6363 / .8163."""
    exact = weigh([says(0.9, 0.009, 0.3)], {"s": 0.7})
    assert float(exact["tracked"][0]) == pytest.approx(0.6363 / 0.8163, rel=1e-14)


@pytest.mark.parametrize("extreme", [1e-3, 1e-9, 1e-300])
def test_item_is_never_worth_more_than_its_source_allows(extreme):
    """However extreme l is: (r + (1 - r) u) / ((1 - r) u) = (.7 + .09) / .09 = 8.78 at most."""
    found = ratio(weigh([says(1 - 1e-15, extreme, 0.3)], {"s": 0.7}))
    assert found < 0.79 / 0.09
    assert found == pytest.approx(0.79 / 0.09, rel=0.01)


def test_denial_that_would_come_anyway_is_worth_nearly_nothing():
    """Denial, P(admit | true) = .05, P(deny | false) = .98: .95 / .98 = .9694, -0.135 dB."""
    found = ratio(weigh([says(1 - 0.05, 0.98)]))
    assert found == pytest.approx(0.9694, abs=5e-5)
    assert 10 * math.log10(found) == pytest.approx(-0.135, abs=5e-4)


def test_hit_rate_and_false_alarm_rate_are_a_reliability_and_what_comes_without_it():
    """Hit .9, false alarm .1: r = .8, u = .1 / .2 = .5; a sure event gives .8 + .1 against .1."""
    exact = weigh([says(SURE, NEVER, 0.5)], {"s": 0.8})
    assert ratio(exact) == pytest.approx(9.0, rel=1e-14)


def test_hearsay_of_three_links_multiplies_their_reliabilities():
    """Three links of hit .9 and false alarm .1: r = .8^3 = .512, u = .5.

    P = .512 + .488 * .5 = .756 if the event happened, .244 if not, as the links give one after
    another: .9; .9 * .9 + .1 * .1 = .82; .82 * .9 + .18 * .1 = .756.
    """
    path = {"a": 0.8, "b": 0.8, "c": 0.8}
    exact = weigh([says(SURE, NEVER, 0.5, source=list(path))], path)
    assert float(exact["credence"][0]) == pytest.approx(0.756, rel=1e-14)
    assert float(exact["credence"][0] - exact["credence"][1]) == pytest.approx(0.512, rel=1e-13)


def test_bare_ratio_is_read_as_a_share():
    """LR 4 at reliability .5, u 1/2: (.5 * .8 + .25) / (.5 * .2 + .25) = .65 / .35."""
    exact = weigh([{"ratio": {"for": "h", "value": 4.0}}], {"s": 0.5})
    assert ratio(exact) == pytest.approx(0.65 / 0.35, rel=1e-14)


def test_ratio_against_a_hypothesis_is_below_one():
    """LR .25 for h of a sure source is .2 against .8."""
    assert ratio(weigh([{"ratio": {"for": "h", "value": 0.25}}])) == pytest.approx(0.25, rel=1e-14)


def test_uncertain_ratio_enters_with_the_mean_of_its_share():
    """Median 1 is symmetric: the mean of LR / (1 + LR) is 1/2, however wide it is."""
    wide = {"for": "h", "value": {"lognormal": {"median": 1.0, "p95": 50.0}}}
    assert ratio(weigh([{"ratio": wide}])) == pytest.approx(1.0, rel=1e-13)


def test_absence_of_evidence_is_one_minus_the_chance_of_finding():
    """Found with .8 if h, .1 if not: not found is .2 against .9."""
    search = {"search": {"found": False, "chance": {"h": 0.8, "not_h": 0.1}}}
    assert ratio(weigh([search])) == pytest.approx(0.2 / 0.9, rel=1e-14)


def test_search_that_found_it_is_the_chance_of_finding():
    """.8 against .1."""
    search = {"search": {"found": True, "chance": {"h": 0.8, "not_h": 0.1}}}
    assert ratio(weigh([search])) == pytest.approx(8.0, rel=1e-14)


def test_biased_source_says_it_more_readily_under_one_hypothesis():
    """r .6, l .5/.1, u .9/.2: (.3 + .36) / (.06 + .08) = .66 / .14."""
    exact = weigh([says(0.5, 0.1, {"h": 0.9, "not_h": 0.2})], {"s": 0.6})
    assert ratio(exact) == pytest.approx(0.66 / 0.14, rel=1e-14)


# --- items together ------------------------------------------------------------------------------


def test_five_independent_items_of_ratio_3_multiply():
    """3^5 = 243: 243 / 244 = .99590."""
    exact = weigh([says(0.75, 0.25)] * 5)
    assert float(exact["credence"][0]) == pytest.approx(243 / 244, rel=1e-14)
    assert float(exact["credence"][0]) == pytest.approx(0.99590, abs=5e-6)


def test_four_certain_repeats_add_nothing_to_the_first():
    """The same five, four of them mere repeats: 3 / 4."""
    copy = says(0.75, 0.25, repeats={"item": "i0", "chance": SURE})
    exact = weigh([says(0.75, 0.25), copy, copy, copy, copy])
    assert float(exact["credence"][0]) == pytest.approx(0.75, rel=1e-14)
    assert exact["repeats"].values == pytest.approx(np.ones(4), rel=1e-14)


def test_likely_repeat_is_worth_a_little():
    """rho .8: (.8 + .2 * .75) / (.8 + .2 * .25) = .95 / .85."""
    copy = says(0.75, 0.25, repeats={"item": "i0", "chance": 0.8})
    exact = weigh([says(0.75, 0.25), copy])
    assert ratio(exact) == pytest.approx(3 * 0.95 / 0.85, rel=1e-14)
    # P(repeat | items) = .8 / P(copy | h) weighted by credence: 2.85 / 3.70 of h, .85 / 3.70 of not
    expected = 0.8 * (3 / (3 * 0.95 + 0.85)) + 0.8 * (1 / (3 * 0.95 + 0.85))
    assert float(exact["repeats"][0]) == pytest.approx(expected, rel=1e-14)


def test_repeat_appears_with_its_own_chance_if_copied():
    """rho .8, c .5: (.4 + .15) / (.4 + .05) = .55 / .45."""
    copy = says(0.75, 0.25, repeats={"item": "i0", "chance": 0.8, "if_copied": 0.5})
    assert ratio(weigh([says(0.75, 0.25), copy])) == pytest.approx(3 * 0.55 / 0.45, rel=1e-14)


def test_repeat_without_its_original_stands_on_its_own():
    """As of a day before the original was known, the repeat counts for 3."""
    items = [
        says(0.75, 0.25, date="2024-05-01"),
        says(0.75, 0.25, date="2024-04-01", repeats={"item": "i0", "chance": SURE}),
    ]
    case = assess.case_from(data(items))
    before = weigh_without_draws(case, as_of="2024-04-15")
    assert ratio(before["exact"]) == pytest.approx(3.0, rel=1e-14)
    assert before["exact"].sizes["copy"] == 0
    addresses = [w["address"] for w in json.loads(before.attrs["warnings"])]
    assert "items[i1].repeats" in addresses


def test_two_items_of_one_uncertain_source_support_each_other():
    """Beta(2, 2), l 1/0, u .5: E[((1 + r)/2)^2] = (1 + 2/2 + .3)/4 = .575, and of (1 - r)/2: .3/4.

    E[r] = 1/2, E[r^2] = 2 * 3 / (4 * 5) = .3, and E[(1 - r)^2] is the same.
    """
    exact = weigh([says(SURE, NEVER, 0.5)] * 2, {"s": {"beta": [2, 2]}})
    assert ratio(exact) == pytest.approx(0.575 / 0.075, rel=1e-13)


def test_two_items_of_a_fixed_source_multiply():
    """r .5 the same way: (.75 / .25)^2 = 9."""
    exact = weigh([says(SURE, NEVER, 0.5)] * 2, {"s": 0.5})
    assert ratio(exact) == pytest.approx(9.0, rel=1e-13)


def test_source_that_is_contradicted_loses_reliability():
    """Beta(1, 1); a sure witness makes h impossible, and the source said h: E = (1 - r) u.

    P(items) = E[(1 - r)] u, so the mean of r is E[r (1 - r)] / E[1 - r] = (1/6) / (1/2) = 1/3.
    """
    items = [says(SURE, NEVER, 0.5, source="doubtful"), says(NEVER, SURE, source="sure")]
    exact = weigh(items, {"doubtful": {"beta": [1, 1]}, "sure": SURE})
    assert float(exact["reliability"].sel(source="doubtful")) == pytest.approx(1 / 3, rel=1e-13)
    assert float(exact["credence"][0]) == 0.0


# --- assumptions and links -----------------------------------------------------------------------


def test_item_that_rests_on_a_failed_assumption_appears_as_if_unreliable():
    """Holds .6, sure source, l .9/.1, u .2: (.54 + .08) / (.06 + .08) = .62 / .14."""
    exact = weigh([says(0.9, 0.1, 0.2, requires=["a"])], assumptions={"a": 0.6})
    assert ratio(exact) == pytest.approx(0.62 / 0.14, rel=1e-14)


def test_assumption_is_learnt_from_what_rests_on_it():
    """The same: P(holds | item) = (.54 + .06) / (.62 + .14) = .6 / .76."""
    exact = weigh([says(0.9, 0.1, 0.2, requires=["a"])], assumptions={"a": 0.6})
    assert float(exact["holds"][0]) == pytest.approx(0.6 / 0.76, rel=1e-14)


def test_two_items_on_one_assumption_stand_and_fall_together():
    """(.6 * .81 + .4 * .04) / (.6 * .01 + .4 * .04) = .502 / .022, not (.62 / .14)^2."""
    exact = weigh([says(0.9, 0.1, 0.2, requires=["a"])] * 2, assumptions={"a": 0.6})
    assert ratio(exact) == pytest.approx(0.502 / 0.022, rel=1e-13)


def test_item_about_an_assumption_bears_on_what_rests_on_it():
    """Holds .5, an expert says so with .8/.3, so 8 to 3: (.9 * 8 + .2 * 3) / (.1 * 8 + .2 * 3)."""
    items = [
        says(0.9, 0.1, 0.2, requires=["a"]),
        {"question": "a", "likelihood": {"holds": 0.8, "fails": 0.3}},
    ]
    exact = weigh(items, assumptions={"a": 0.5})
    assert ratio(exact) == pytest.approx((0.9 * 8 + 0.2 * 3) / (0.1 * 8 + 0.2 * 3), rel=1e-14)


def linked(items):
    """Rain .3; wet .9 if it rains and .2 if not; the items bear on wet."""
    case = data([])
    case["questions"] = [
        {
            "id": "rain",
            "exhaustive": "-",
            "hypotheses": [{"id": "yes", "prior": 0.3}, {"id": "no", "prior": 0.7}],
        },
        {
            "id": "wet",
            "exhaustive": "-",
            "hypotheses": [{"id": "wet"}, {"id": "dry"}],
            "given": ["rain"],
            "table": [
                {"when": {"rain": "yes"}, "prior": {"wet": 0.9, "dry": 0.1}},
                {"when": {"rain": "no"}, "prior": {"wet": 0.2, "dry": 0.8}},
            ],
        },
    ]
    case["items"] = [
        {"id": f"i{k}", "source": "s", "question": "wet", **i} for k, i in enumerate(items)
    ]
    return weigh_without_draws(assess.case_from(case))["exact"]


def test_linked_question_has_its_prior_from_the_table():
    """.3 * .9 + .7 * .2 = .41."""
    exact = linked([])
    assert float(exact["prior"].sel(hypothesis="wet")) == pytest.approx(0.41, rel=1e-14)


def test_item_about_a_linked_question_bears_on_its_parent():
    """Seen to be wet: .27 / .41."""
    exact = linked([{"likelihood": {"wet": SURE, "dry": NEVER}}])
    assert float(exact["credence"].sel(hypothesis="yes")) == pytest.approx(0.27 / 0.41, rel=1e-14)


# --- uncertain numbers and errors ----------------------------------------------------------------


@pytest.mark.parametrize(
    "form",
    [
        {"beta": [3, 2]},
        {"pert": [0.2, 0.6, 1.0]},
        {"triangular": [0.3, 0.6, 0.9]},
        {"mean": 0.6, "worth": 3},
        {"track": {"right": 2.5, "wrong": 1.5}},
    ],
    ids=str,
)
def test_uncertain_likelihood_enters_with_its_mean(form):
    """Each has mean .6, so each is worth .6 / .2 = 3."""
    assert ratio(weigh([says(form, 0.2)])) == pytest.approx(3.0, rel=1e-13)


def test_items_that_leave_no_hypothesis_are_an_error_that_names_them():
    """One item rules out h and another not_h."""
    with pytest.raises(assess.CaseError) as caught:
        weigh([says(SURE, NEVER), says(0.5, 0.4), says(NEVER, SURE)])
    assert [p.address for p in caught.value.problems] == ["items[i0]", "items[i2]"]


@pytest.mark.parametrize(
    "grade", [{"admiralty": "F", "exclude": True}, {"admiralty": "B"}], ids=str
)
def test_repeat_of_what_an_excluded_source_said_is_still_a_repeat(grade):
    """A certain repeat of an item that is not weighed adds nothing, as it would to one that is."""
    original = says(0.5, 0.5, 0.5, source="graded")
    copy = says(0.75, 0.25, repeats={"item": "i0", "chance": SURE})
    exact = weigh([original, copy], {"s": SURE, "graded": grade})
    assert ratio(exact) == pytest.approx(1.0, rel=1e-14)
    assert float(exact["repeats"].sel(copy="i1")) == pytest.approx(1.0, rel=1e-14)


def test_excluded_source_has_no_items():
    """Grade F, excluded: its item of LR 9 does not count."""
    items = [says(0.75, 0.25), says(0.9, 0.1, 0.5, source="f")]
    exact = weigh(items, {"s": SURE, "f": {"admiralty": "F", "exclude": True}})
    assert ratio(exact) == pytest.approx(3.0, rel=1e-14)
    assert exact["item"].values.tolist() == ["i0"]


@pytest.mark.parametrize(
    ("letter", "mean"), [("A", 0.95), ("B", 0.8), ("C", 0.6), ("D", 0.35), ("E", 0.1)]
)
def test_admiralty_letter_stands_for_the_beta_of_its_table(letter, mean):
    """(r + (1 - r) / 2) / ((1 - r) / 2) with the mean of the letter's Beta."""
    exact = weigh([says(SURE, NEVER, 0.5)], {"s": {"admiralty": letter}})
    assert ratio(exact) == pytest.approx((1 + mean) / (1 - mean), rel=1e-13)


# --- logarithms ----------------------------------------------------------------------------------


def test_log_credence_keeps_what_the_credence_cannot_show():
    """200 items of LR 1e6 leave not_h with e^-2763: no double holds it, its logarithm does."""
    exact = weigh([says(0.5, 5e-7)] * 200)
    assert float(exact["log_credence"][1]) == pytest.approx(-200 * math.log(1e6), rel=1e-14)


def test_credence_is_not_certain_where_only_rounding_makes_it_so():
    """The same: what is possible is shown as more than 0 and what is open as less than 1."""
    credence = weigh([says(0.5, 5e-7)] * 200)["credence"].values
    assert 1 - 1e-15 < credence[0] < 1.0
    assert 0.0 < credence[1] < 1e-300


def test_credences_of_impossible_hypotheses_are_zero():
    """A hypothesis of prior 0, by consent, stays at 0."""
    case = data([says(0.75, 0.25)])
    case["questions"][0]["hypotheses"] = [
        {"id": "h", "prior": 0.5},
        {"id": "not_h", "prior": 0.5},
        {"id": "never", "prior": NEVER},
    ]
    case["items"][0]["likelihood"]["never"] = 0.9
    exact = weigh_without_draws(assess.case_from(case))["exact"]
    assert exact["credence"].values == pytest.approx([0.75, 0.25, 0.0], abs=1e-15)
