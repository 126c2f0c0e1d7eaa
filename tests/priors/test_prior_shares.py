"""Where the share of a catch-all is from, and what the reasons say of rescaling."""

from __future__ import annotations

import pytest

import priors
from priors import Prior

CLASS = "accusations of this kind since 1990 were true"


def test_probabilities_that_leave_a_remainder_leave_it_to_the_catch_all() -> None:
    """7 of 52 is 7.5 / 53 and stays that, alone or beside another; the rest is "anything else"."""
    rate = priors.base_rate(7, 52, reference_class=CLASS)
    alone = priors.prior_for({"sold": rate})
    assert alone.priors == pytest.approx({"sold": 7.5 / 53, "other": 45.5 / 53})
    assert alone.because == {"sold": rate.because, "other": "what the others leave of 1"}
    two = priors.prior_for({"sold": rate, "lent": 0.3}, worth=10)
    assert two.priors == pytest.approx({"sold": 7.5 / 53, "lent": 0.3, "other": 0.7 - 7.5 / 53})
    assert two.alpha["sold"] + two.alpha["lent"] == pytest.approx(10)


@pytest.mark.parametrize(
    ("rates", "other"),
    [
        ([0.333, 0.333, 0.333], 0.05),  # .999 is 1 but for rounding
        ([0.33, 0.33, 0.33], 0.01),
        ([0.999], 0.001),  # one number is no rounding
        ([0.6, 0.4], 0.05),
        ([0.7, 0.6], 0.05),
    ],
)
def test_convention_of_the_catch_all_holds_only_where_nothing_is_left(
    rates: list[float], other: float
) -> None:
    """And then the others are rescaled to .95, and it is said."""
    found = priors.prior_for({f"h{k}": r for k, r in enumerate(rates)})
    assert found.priors["other"] == pytest.approx(other)
    assert ("convention" in found.because["other"]) == (other == 0.05)
    assert ("rescaled" in found.because.get("h0", "")) == (other == 0.05)


def test_ratios_are_rescaled_only_where_they_are_called_so() -> None:
    """3, 1 and 6 are .285, .095 and .57; as probabilities they are refused."""
    rates = {"a": 3.0, "b": 1.0, "c": 6.0}
    found = priors.prior_for(rates, ratios=True)
    assert found.priors == pytest.approx({"a": 0.285, "b": 0.095, "c": 0.57, "other": 0.05})
    small = priors.prior_for({"a": 0.3, "b": 0.1}, ratios=True, share=0.2)
    assert small.priors == pytest.approx({"a": 0.6, "b": 0.2, "other": 0.2})
    assert small.because["a"] == "rescaled from .30 to .60"
    whole = priors.prior_for({"a": 0.3, "b": 0.1}, catch_all=None)
    assert whole.because == {"a": "rescaled from .30 to .75", "b": "rescaled from .10 to .25"}


def test_reasons_say_what_a_catch_all_did_to_counts() -> None:
    """9.5 of 40 is .2375; .95 of it .2256. Without a catch-all nothing is said."""
    counts = {"theft": 9, "loan": 30}
    found = priors.prior_from_counts(counts, reference_class="empty frames")
    assert found.because["theft"] == "9 of 39 empty frames, rescaled from .24 to .23"
    assert "convention" in found.because["other"]
    judged = priors.prior_from_counts(counts, reference_class="empty frames", share=0.05)
    assert "other" not in judged.because
    bare = priors.prior_from_counts(counts, reference_class="empty frames", catch_all=None)
    assert bare.because["theft"] == "9 of 39 empty frames"


def test_reasons_follow_what_is_done_to_a_prior_afterwards() -> None:
    """A share taken out of the catch-all, a hypothesis split, one added to a whole."""
    rate = priors.base_rate(7, 52, reference_class=CLASS)
    found = priors.prior_for({"sold": rate}).add("lent", 0.3)
    assert found.because["other"] == "what the others leave of 1, less 0.3 for 'lent'"
    assert found.because["sold"] == rate.because
    cut = found.split("sold", {"sold": 1, "pawned": 1})
    assert cut.because["sold"] == f"{rate.because}, rescaled from .14 to .07"
    whole = Prior({"a": 0.5, "b": 0.5}, because={"a": "a coin"}).add("c", 0.2)
    assert whole.because == {"a": "a coin, rescaled from .50 to .40"}
