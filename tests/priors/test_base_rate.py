"""Priors from base rates, and hypotheses added or split without harm to the others."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import assess
import priors
from priors import Prior

CLASS = "accusations of this kind since 1990 were true"


# --- of so many cases -----------------------------------------------------------------------------


def test_base_rate_is_the_posterior_of_jeffreys() -> None:
    """7 of 52: Beta(7.5, 45.5), mean 7.5 / 53; the sentence is kept, with its source."""
    found = priors.base_rate(7, 52, reference_class=CLASS, source="register, 2020")
    assert found.form.beta == (7.5, 45.5)
    assert found.mean == pytest.approx(7.5 / 53)
    assert found.because == f"7 of 52 {CLASS} (register, 2020)"
    assert found.interval == pytest.approx(found.form.interval(0.9))


def test_nothing_in_so_many_cases_is_not_0() -> None:
    """0 of 40 by Jeffreys: .5 / 41; by Laplace: 1 / 42."""
    assert priors.base_rate(0, 40, reference_class=CLASS).mean == pytest.approx(0.5 / 41)
    found = priors.base_rate(0, 40, reference_class=CLASS, start="laplace")
    assert found.mean == pytest.approx(1 / 42)


def test_large_counts_are_quoted_in_full() -> None:
    """1234567 of 9876543, not 1.23e+06."""
    found = priors.base_rate(1_234_567, 9_876_543, reference_class=CLASS)
    assert found.because.startswith("1234567 of 9876543 ")


def test_discount_counts_each_case_as_less() -> None:
    """At .1, 7 of 52 are .7 of 5.2, and the mean moves towards 1/2."""
    found = priors.base_rate(7, 52, reference_class=CLASS, discount=0.1)
    assert found.form.beta == pytest.approx((0.5 + 0.7, 0.5 + 4.5))
    assert found.because.endswith("; each case counted as 0.1 of one like this")


def test_worth_widens_the_range_and_keeps_the_mean() -> None:
    """7.5 / 53 worth 10 observations."""
    whole = priors.base_rate(7, 52, reference_class=CLASS)
    found = priors.base_rate(7, 52, reference_class=CLASS, worth=10)
    assert sum(found.form.beta) == pytest.approx(10)
    assert found.mean == pytest.approx(whole.mean)
    assert found.interval[1] > whole.interval[1]
    assert found.because.endswith("; taken as worth 10 observations")


# --- in so many years -----------------------------------------------------------------------------


@pytest.mark.parametrize(("events", "duration", "window"), [(3, 10, 2), (0, 25, 1), (40, 4, 0.1)])
def test_chance_in_time_is_that_of_a_gamma_rate(
    events: float, duration: float, window: float
) -> None:
    """1 - (T / (T + t))^(k + 1/2), and moments and quantiles of simulated rates."""
    found = priors.base_rate_in_time(events, duration, window=window, reference_class="such events")
    expected = 1 - (duration / (duration + window)) ** (events + 0.5)
    assert found.mean == pytest.approx(expected)
    rates = np.random.default_rng(1).gamma(events + 0.5, 1 / duration, 400_000)
    chances = -np.expm1(-rates * window)
    assert found.mean == pytest.approx(chances.mean(), rel=0.01)
    a, b = found.form.beta
    assert a / (a + b) == pytest.approx(found.mean)
    assert a * b / (a + b) ** 2 / (a + b + 1) == pytest.approx(chances.var(), rel=0.02)
    assert found.interval == pytest.approx(np.quantile(chances, [0.05, 0.95]), rel=0.03)


def test_rate_of_rare_events_keeps_its_digits() -> None:
    """1 event in 1e6 years, a window of one: 1.5e-6, and a Beta of that mean."""
    found = priors.base_rate_in_time(1, 1e6, window=1, reference_class="such events")
    assert found.mean == pytest.approx(1.5e-6, rel=1e-5)
    a, b = found.form.beta
    assert a / (a + b) == pytest.approx(found.mean)
    assert a == pytest.approx(1.5, rel=1e-3)


# --- several classes ------------------------------------------------------------------------------


def test_mixture_of_two_classes_keeps_their_mean_and_their_disagreement() -> None:
    """Means .4 and .1 by weights 2 and 1: .3; the variance between them is .02."""
    near = priors.base_rate(40, 100, reference_class="cases here", start=(1e-9, 1e-9))
    far = priors.base_rate(10, 100, reference_class="cases anywhere", start=(1e-9, 1e-9))
    found = priors.mix_base_rates({"near": near, "far": far}, weights={"near": 2, "far": 1})
    assert found.mean == pytest.approx((2 * 0.4 + 0.1) / 3)
    within = (2 * 0.4 * 0.6 + 0.1 * 0.9) / 101 / 3
    between = (2 * 0.1**2 + 0.2**2) / 3
    a, b = found.form.beta
    assert a * b / (a + b) ** 2 / (a + b + 1) == pytest.approx(within + between)
    assert found.because == "67 %: 40 of 100 cases here; 33 %: 10 of 100 cases anywhere"


def test_difference_between_the_mixture_and_its_beta_is_shown() -> None:
    """Two classes far apart: the 90 % of the mixture are not those of the Beta, and both print."""
    near = priors.base_rate(190, 200, reference_class="cases here")
    far = priors.base_rate(10, 200, reference_class="cases anywhere")
    found = priors.mix_base_rates({"near": near, "far": far})
    low, high = found.interval
    assert abs(low - found.form.interval(0.9)[0]) > 0.02
    rng = np.random.default_rng(2)
    drawn = np.concatenate([r.form.draws(rng, 200_000) for r in (near, far)])
    assert (low, high) == pytest.approx(np.quantile(drawn, [0.05, 0.95]), abs=0.002)
    assert len(str(found).splitlines()) == 3


# --- priors of a question -------------------------------------------------------------------------


def test_prior_from_rates_is_rescaled_to_leave_the_catch_all_its_share() -> None:
    """.03 to .12 is 1 to 4, of .9; worth 20 among themselves, with the catch-all 20 / .9."""
    found = priors.prior_for({"theft": 0.03, "loan": 0.12}, share=0.1, worth=20)
    assert found.priors == pytest.approx({"theft": 0.18, "loan": 0.72, "other": 0.1})
    assert found.concentration == pytest.approx(20 / 0.9)
    assert found.catch_all == "other"


def test_sentence_of_a_base_rate_becomes_the_reason_of_its_prior() -> None:
    """With what became of the number: .1415 + .5 + .4 = 1.0415, so .95 / 1.0415 of each."""
    rate = priors.base_rate(7, 52, reference_class=CLASS)
    found = priors.prior_for({"true": rate, "false": 0.5, "half": priors.beta(2, 3)})
    assert found.because == {
        "true": f"{rate.because}, rescaled from .14 to .13",
        "false": "rescaled from .50 to .46",
        "half": "rescaled from .40 to .36",
        "other": "a share of .05: a convention of this library, nobody's judgement",
    }
    assert found.priors["half"] / found.priors["true"] == pytest.approx(0.4 / rate.mean)


def test_prior_from_counts_is_a_dirichlet_with_one_case_of_start() -> None:
    """9, 30 and 0 of 39, a third of a case each: 9.33 / 40 and so on, and nothing is 0."""
    found = priors.prior_from_counts(
        {"theft": 9, "loan": 30, "fire": 0}, reference_class="empty frames", catch_all=None
    )
    assert found.alpha == pytest.approx({"theft": 9 + 1 / 3, "loan": 30 + 1 / 3, "fire": 1 / 3})
    assert found.because["fire"] == "0 of 39 empty frames"
    known = priors.prior_from_counts(
        {"theft": 9, "loan": 30, "fire": 0},
        reference_class="empty frames",
        start={"theft": 2, "loan": 1, "fire": 1},
        start_worth=4,
        share=0.2,
        worth=10,
    )
    assert known.priors == pytest.approx(
        {"theft": 0.8 * 11 / 43, "loan": 0.8 * 31 / 43, "fire": 0.8 * 1 / 43, "other": 0.2}
    )
    assert known.concentration == pytest.approx(10 / 0.8)


def test_prior_can_be_pasted_into_a_case() -> None:
    """What `to_dict` gives is a question's, and the case weighs with it."""
    prior = priors.prior_from_counts({"theft": 9, "loan": 30}, reference_class="empty frames")
    case = assess.case_from(
        {"format": "assess/1", "questions": [{"id": "frame", **prior.to_dict()}]}
    )
    question = case.questions[0]
    assert {h.id: h.prior.value for h in question.hypotheses} == pytest.approx(prior.priors)
    assert question.concentration == pytest.approx(prior.concentration)
    assert [h.catch_all for h in question.hypotheses] == [False, False, True]


# --- harmless -------------------------------------------------------------------------------------


@st.composite
def some_prior(draw: st.DrawFn) -> Prior:
    """A prior of two to five hypotheses, with or without a worth and a catch-all."""
    parts = draw(st.lists(st.floats(0.05, 1.0), min_size=2, max_size=5))
    worth = draw(st.none() | st.floats(0.5, 100.0))
    made = Prior({f"h{k}": x / sum(parts) for k, x in enumerate(parts)}, worth)
    return made.with_catch_all(draw(st.floats(0.02, 0.5))) if draw(st.booleans()) else made


def same_among(before: Prior, after: Prior, names: list[str]) -> None:
    """The odds among these hypotheses are what they were, and their distribution, too."""
    for a in names:
        for b in names:
            odds = before.priors[a] / before.priors[b]
            assert after.priors[a] / after.priors[b] == pytest.approx(odds, rel=1e-9)
    if before.concentration is not None:
        # the odds among them depend on the parameters of the Dirichlet and on nothing else
        assert [after.alpha[n] for n in names] == pytest.approx([before.alpha[n] for n in names])


@settings(max_examples=50)
@given(prior=some_prior(), share=st.floats(0.001, 0.9))
def test_straw_man_leaves_the_odds_of_the_others_alone(prior: Prior, share: float) -> None:
    """Whatever share he gets: out of the catch-all, or in proportion from all."""
    others = [n for n in prior.priors if n != prior.catch_all]
    if prior.catch_all is not None:
        share *= prior.priors[prior.catch_all]
    after = prior.add("straw man", share)
    same_among(prior, after, others)
    assert sum(after.priors.values()) == pytest.approx(1.0)
    if prior.catch_all is not None:
        assert {n: after.priors[n] for n in others} == {n: prior.priors[n] for n in others}


@settings(max_examples=50)
@given(prior=some_prior(), weights=st.lists(st.floats(0.1, 1.0), min_size=2, max_size=4))
def test_splitting_a_hypothesis_leaves_all_others_alone(prior: Prior, weights: list[float]) -> None:
    """And its parts sum to what it was."""
    parts = {f"h0{chr(97 + k)}": w for k, w in enumerate(weights)}
    after = prior.split("h0", parts)
    others = [n for n in prior.priors if n != "h0"]
    assert {n: after.priors[n] for n in others} == {n: prior.priors[n] for n in others}
    assert sum(after.priors[n] for n in parts) == pytest.approx(prior.priors["h0"])
    same_among(prior, after, others)
    assert list(after.priors)[: len(parts)] == list(parts)


@settings(max_examples=30)
@given(prior=some_prior(), share=st.floats(0.01, 0.9))
def test_catch_all_leaves_the_odds_of_the_others_alone(prior: Prior, share: float) -> None:
    """Whatever its share."""
    if prior.catch_all is None:
        after = prior.with_catch_all(share)
        same_among(prior, after, list(prior.priors))
        assert after.priors["other"] == pytest.approx(share)


def test_straw_man_of_no_likelihood_leaves_the_credences_alone() -> None:
    """Weighed on an item that he hardly explains, the others' odds are what they were."""

    def odds(prior: Prior) -> float:
        likely = {"theft": 0.8, "loan": 0.1, "other": 0.3, "elves": 0.001}
        item = {
            "id": "alarm",
            "source": "guard",
            "likelihood": {n: likely[n] for n in prior.priors},
            "if_unreliable": 0.2,
        }
        case = assess.case_from(
            {
                "format": "assess/1",
                "questions": [{"id": "frame", **prior.to_dict()}],
                "sources": [{"id": "guard", "reliability": 0.9}],
                "items": [item],
            }
        )
        found = assess.weigh(case, draws=0)["exact"]["credence"]
        return float(found.sel(hypothesis="theft") / found.sel(hypothesis="loan"))

    before = priors.prior_for({"theft": 0.2, "loan": 0.8})
    expected = 0.25 * (0.9 * 0.8 + 0.1 * 0.2) / (0.9 * 0.1 + 0.1 * 0.2)
    assert odds(before) == pytest.approx(expected)
    assert odds(before.add("elves", 0.04)) == pytest.approx(expected)


def test_entropy_of_a_prior_grows_when_a_hypothesis_is_split() -> None:
    """Grouping: by the prior of the whole times the entropy of its parts."""
    before = Prior({"a": 0.5, "b": 0.5})
    after = before.split("a", {"a1": 1, "a2": 3})
    more = 0.5 * priors.entropy([0.25, 0.75])
    assert priors.entropy(after.priors) == pytest.approx(1.0 + more)


# --- mistakes -------------------------------------------------------------------------------------

TWO = Prior({"a": 0.6, "b": 0.4})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: priors.base_rate(3, 2, reference_class=CLASS), "3 events are more than 2 trials"),
        (
            lambda: priors.base_rate(-1, 2, reference_class=CLASS),
            "events has to be a number from 0",
        ),
        (lambda: priors.base_rate(1, 2, reference_class=" "), "needs its reference class"),
        (lambda: priors.base_rate(1, 2, reference_class=CLASS, start="jefreys"), "mean 'jeffreys'"),
        (lambda: priors.base_rate(1, 2, reference_class=CLASS, start=(0, 1)), "above 0"),
        (lambda: priors.base_rate(1, 2, reference_class=CLASS, worth=4), "worth has to be .* to 3"),
        (lambda: priors.base_rate(1, 2, reference_class=CLASS, worth=0), "leaves nothing"),
        (lambda: priors.base_rate(1, 2, reference_class=CLASS, discount=0), "leaves nothing"),
        (
            lambda: priors.base_rate(1, 2, reference_class=CLASS, worth=2, discount=0.5),
            "two answers to one question",
        ),
        (
            lambda: priors.base_rate_in_time(1, 0, window=1, reference_class=CLASS),
            "duration and window have to be above 0",
        ),
        (lambda: priors.mix_base_rates({}), "two reference classes or more"),
        (lambda: priors.mix_base_rates({"a": 0.1, "b": 0.2}), "the class 'a' needs a base rate"),
        (lambda: priors.prior_for({"a": 0.0, "b": 1.0}), "the rate of 'a' has to be above 0"),
        (lambda: priors.prior_for({"a": 1.0}, catch_all=None), "two hypotheses or more"),
        (lambda: priors.prior_for({"a": 1.0, "other": 1.0}), "called 'other' already"),
        (
            lambda: priors.prior_from_counts(
                {"a": 1, "c": 2}, reference_class=CLASS, start={"b": 1}
            ),
            "the start names 'b'",
        ),
        (
            lambda: priors.prior_from_counts({"a": 7}, reference_class=CLASS),
            "counts of all outcomes are needed, and 'a' is one alone.*number of trials",
        ),
        (lambda: priors.base_rate(0, 0, reference_class=CLASS), "0 of 0 cases say nothing"),
        (lambda: priors.prior_for({"a": 3.0, "b": 1.0}), "at most 1: .* ratios=True"),
        (lambda: priors.prior_for({"a": 3.0}, ratios=True), "takes two numbers or more"),
        (lambda: priors.prior_for({"a": 0.14}, share=0.05), "which do not sum to 1"),
        (lambda: Prior({"a": 0.5, "b": 0.6}), "sum to 1.1, not to 1"),
        (lambda: Prior({"a": 0.0, "b": 1.0}), "the prior of 'a' has to be above 0"),
        (lambda: Prior({"a": 0.5, "b": 0.5}, 0.0), "the concentration has to be above 0"),
        (lambda: Prior({"a": 0.5, "b": 0.5}, catch_all="c"), "the catch-all 'c' has no prior"),
        (lambda: TWO.alpha, "it has no concentration"),
        (lambda: TWO.add("a", 0.1), "a hypothesis called 'a' already"),
        (lambda: TWO.add("c", 1.0), "the share has to lie between 0 and 1"),
        (lambda: TWO.with_catch_all().with_catch_all(), "a catch-all already, 'other'"),
        (lambda: TWO.with_catch_all(0.05).add("c", 0.06), "not enough to give 0.06 to 'c'"),
        (lambda: TWO.split("c", {"x": 1, "y": 1}), "no hypothesis is called 'c'"),
        (lambda: TWO.split("a", {"x": 1}), "takes two parts or more"),
        (lambda: TWO.split("a", {"x": 1, "b": 1}), "a hypothesis called 'b' already"),
    ],
)
def test_mistake_in_a_base_rate_is_told_in_a_sentence(call: Any, message: str) -> None:
    """What was seen, and what is allowed."""
    with pytest.raises(ValueError, match=message):
        call()


def test_beta_of_a_rate_in_time_tends_to_the_gamma_for_short_windows() -> None:
    """A small chance is rate times time: its 95 % quantile that of the gamma distribution."""
    found = priors.base_rate_in_time(4, 1000, window=1, reference_class="such events")
    assert found.interval[1] == pytest.approx(found.form.interval(0.9)[1], rel=0.01)
    assert math.isclose(found.mean, 4.5 / 1000, rel_tol=0.01)
