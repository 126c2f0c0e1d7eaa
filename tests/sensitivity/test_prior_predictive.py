"""What a prior expects to see."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib as mpl
import numpy as np
import pytest
from random_cases import random_case
from tipping_cases import two_hypotheses
from weighing import weigh

import assess


@pytest.fixture(autouse=True)
def paper() -> Iterator[None]:
    """Draw without a screen, and leave no figure open."""
    mpl.use("agg")
    import matplotlib.pyplot as plt

    yield
    plt.close("all")


def test_the_probability_of_an_item_by_hand() -> None:
    """.4 (.7 x .8 + .3 x .3) + .6 (.7 x .2 + .3 x .3) = .4 x .65 + .6 x .23 = .398."""
    found = assess.prior_predictive(weigh(assess.case_from(two_hypotheses(0.7, if_unreliable=0.3))))
    assert float(found["probability"][0]) == pytest.approx(0.398, abs=1e-12)
    assert found["count"].sel(hypothesis="yes").item() == pytest.approx(0.65, abs=1e-12)
    assert found.attrs["expected"] == pytest.approx(0.398, abs=1e-12)


@pytest.mark.parametrize("seed", range(12))
def test_an_item_by_itself_is_as_probable_as_a_case_of_nothing_else(seed: int) -> None:
    """The evidence of the case with that item only; repeats apart, which then stand alone."""
    data, _ = random_case(seed)
    try:
        result = weigh(assess.case_from(data))
    except assess.CaseError:
        return
    found = assess.prior_predictive(result)["probability"].to_series()
    for item in data["items"]:
        if item["id"] not in found or "repeats" in item:
            continue
        alone = {**data, "items": [item]}
        try:
            evidence = float(weigh(assess.case_from(alone))["exact"]["log_evidence"])
        except assess.CaseError:
            continue
        assert found[item["id"]] == pytest.approx(np.exp(evidence), rel=1e-9)


def test_the_least_expected_item_comes_first() -> None:
    """In the founding case the accusation: probable under one hypothesis in four only."""
    found = assess.prior_predictive(weigh(assess.example_case("dprk_missiles")))
    assert found["item"].values[0] == "us_accusation"
    assert (np.diff(found["probability"].values) >= 0).all()


def test_the_words_count_what_was_expected_and_warn_of_nothing_more() -> None:
    """Only what was seen stands in a case, so improbable is not refuted."""
    found = assess.prior_predictive(weigh(assess.example_case("dprk_missiles")))
    words = assess.explain(found)
    assert "of the 7 items that were seen had been expected" in words
    assert "does not refute it" in words
    assert "The least expected was us_accusation (.21)." in words


def test_what_was_hardly_to_be_expected_is_named_and_hatched() -> None:
    """Below once in twenty cases."""
    data = two_hypotheses({"value": 1, "certain": True})
    data["items"][0]["likelihood"] = {"yes": 0.08, "no": 0.01}
    found = assess.prior_predictive(weigh(assess.case_from(data)))
    assert "Less probable than .05 were: i." in assess.explain(found)
    ax = assess.plot_prior_predictive(found)
    (bar,) = ax.patches
    assert bar.get_width() == pytest.approx(0.4 * 0.08 + 0.6 * 0.01)
    assert bar.get_hatch() == "///"


def test_without_items_there_is_nothing_to_expect() -> None:
    """One sentence, and a picture without bars."""
    data = two_hypotheses(0.7)
    data["items"] = []
    found = assess.prior_predictive(weigh(assess.case_from(data)))
    assert "No item takes part" in assess.explain(found)
    assert not assess.plot_prior_predictive(found).patches


def test_bars_left_out_are_counted() -> None:
    """A note says how many."""
    found = assess.prior_predictive(weigh(assess.example_case("dprk_missiles")))
    ax = assess.plot_prior_predictive(found, most=3)
    assert len(ax.patches) == 3
    assert any("4 more items" in t.get_text() for t in ax.texts)
    with pytest.raises(ValueError, match="most is a whole number"):
        assess.plot_prior_predictive(found, most=0)
