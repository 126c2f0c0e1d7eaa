"""The waterfall of a ledger: bars, words and axes read back."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from pictures import (
    LONG,
    THIRTY,
    assert_legible,
    bars_of,
    ledger_of,
    lightness,
    spans_of,
    words_of,
)
from quick_cases import first

from assess.formatting.numbers import decibans_text
from assess.plots import plot_ledger


def test_bars_lead_from_the_prior_over_each_item_to_the_result():
    ax = plot_ledger(ledger_of([7.4, -3.1, 12.2], prior=-4.8))
    # -4.8 + 7.4 = 2.6;  2.6 - 3.1 = -0.5;  -0.5 + 12.2 = 11.7
    assert np.allclose(spans_of(ax), [(0, -4.8), (-4.8, 2.6), (2.6, -0.5), (-0.5, 11.7), (0, 11.7)])


def test_rows_are_named_from_the_top_in_the_order_of_the_case():
    ax = plot_ledger(ledger_of([7.4, -3.1]))
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "prior",
        "item_0",
        "item_1",
        "result",
    ]
    heights = [bar.get_window_extent().y0 for bar in bars_of(ax)]
    assert heights == sorted(heights, reverse=True)


@pytest.mark.parametrize("most", first(3, [1, 29, 60, None, 5, 30]))
def test_prior_and_items_always_add_up_to_the_result(most):
    ledger = ledger_of(THIRTY)
    bars = bars_of(plot_ledger(ledger, most=most))
    assert sum(bar.get_width() for bar in bars[:-1]) == pytest.approx(ledger.attrs["decibans"])
    assert bars[-1].get_width() == pytest.approx(ledger.attrs["decibans"])


def test_the_smallest_items_are_taken_together():
    ax = plot_ledger(ledger_of([0.5, 7.0, -0.25, -6.0, 1.0]), most=2)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["prior", "item_1", "item_3", "3 other items", "result"]
    # 0.5 - 0.25 + 1.0 = 1.25
    assert bars_of(ax)[3].get_width() == pytest.approx(1.25)


def test_a_single_item_left_over_is_one_other_item():
    ax = plot_ledger(ledger_of([0.5, 7.0]), most=1)
    assert ax.get_yticklabels()[2].get_text() == "1 other item"


def test_connectors_run_from_the_end_of_each_bar_to_the_start_of_the_next():
    ax = plot_ledger(ledger_of([7.4, -3.1], prior=-4.8))
    (lines,) = ax.collections
    ends = [segment[:, 0].tolist() for segment in lines.get_segments()]
    # the result starts anew from even odds, and ends where the last item does
    assert np.allclose(ends, [[-4.8, -4.8], [2.6, 2.6], [-0.5, -0.5]])


def test_every_bar_bears_its_decibans_and_the_totals_their_credence(monkeypatch):
    words = words_of(plot_ledger(ledger_of([7.4, -3.1], prior=-4.8)), monkeypatch)
    for size in (7.4, -3.1):
        assert decibans_text(size) in words
    # 1 / (1 + 10^.48) = .249;  1 / (1 + 10^.05) = .471
    assert "−4.8 dB (.25)" in words
    assert "−0.5 dB (.47)" in words


def test_the_title_states_the_finding():
    ax = plot_ledger(ledger_of([7.4, -3.1, 11.1], prior=-4.77))
    assert ax.get_title() == "Evidence for debris: credence .25 → .92"


def test_credences_beyond_print_are_spelt_out_beside_the_arrow():
    ax = plot_ledger(ledger_of([100.0], prior=-50.0))
    assert ax.get_title() == "Evidence for debris: credence below .001 → above .999"


def test_the_upper_axis_counts_credence_where_the_decibans_say():
    ax = plot_ledger(ledger_of([7.4, -3.1, 12.2]))
    (above,) = ax.child_axes
    marks = {
        t.get_text(): x for x, t in zip(above.get_xticks(), above.get_xticklabels(), strict=True)
    }
    assert above.get_xlabel() == "credence of debris"
    assert above.get_xlim() == ax.get_xlim()
    for words, decibans in {".25": -4.7712, ".5": 0.0, ".9": 9.5424}.items():
        assert marks[words] == pytest.approx(decibans, abs=1e-4)


def test_against_one_hypothesis_the_upper_axis_counts_odds():
    ax = plot_ledger(ledger_of([7.4, -3.1, 12.2], against="missile"))
    (above,) = ax.child_axes
    marks = {
        t.get_text(): x for x, t in zip(above.get_xticks(), above.get_xticklabels(), strict=True)
    }
    assert above.get_xlabel() == "odds of debris to missile"
    assert (marks["1:1"], marks["10:1"]) == (0.0, 10.0)
    assert ax.get_title() == "Evidence for debris against missile: −4.8 dB → +11.7 dB"
    assert ax.get_xlabel() == "log-odds for debris against missile (decibans)"


def test_for_and_against_differ_without_colour():
    ax = plot_ledger(ledger_of([7.4, -3.1]))
    _, speaks_for, against, _ = bars_of(ax)
    assert lightness(against.get_facecolor()[:3]) - lightness(speaks_for.get_facecolor()[:3]) > 0.4
    assert against.get_hatch()
    assert not speaks_for.get_hatch()


def test_colours_are_the_callers_to_choose():
    ax = plot_ledger(ledger_of([7.4, -3.1]), color_for="#009E73", color_against="#CC79A7")
    _, speaks_for, against, _ = bars_of(ax)
    assert speaks_for.get_facecolor()[:3] == to_rgb("#009E73")
    assert against.get_edgecolor()[:3] == to_rgb("#CC79A7")


def test_the_legend_explains_what_occurs_and_nothing_else():
    legend = plot_ledger(ledger_of([7.4, 1.0])).get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["for debris"]
    legend = plot_ledger(ledger_of([-7.4, 1.0])).get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["for debris", "against debris"]


def test_words_stand_for_ids_where_asked_and_where_there_are_any():
    ax = plot_ledger(ledger_of([1.0, 2.0, 3.0], texts=LONG), labels="text")
    assert [label.get_text() for label in ax.get_yticklabels()[1:-1]] == [
        "Satellite image shows\ntwo trucks at the gate",
        "item_1",
        "Port clerk reports a crate marked\nmachine parts, guarded day and night…",
    ]


def test_labels_are_ids_or_words():
    with pytest.raises(ValueError, match="'name' is neither"):
        plot_ledger(ledger_of([1.0]), labels="name")


def test_sums_of_money_are_not_read_as_formulas():
    ax = plot_ledger(ledger_of([1.0], texts=LONG[3:]), labels="text")
    label = ax.get_yticklabels()[1]
    assert label.get_text() == "Intercept: $5m paid and $2m promised"
    assert not label.get_parse_math()


def test_items_of_next_to_nothing_look_like_it():
    ax = plot_ledger(ledger_of([0.02, -0.01], prior=0.0))
    left, right = ax.get_xlim()
    assert right - left >= 10.0
    assert left <= -5.0 < 5.0 <= right


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("most", [None, 1])
def test_an_item_that_settles_the_question_is_drawn_short_and_said_to_be(sign, most, monkeypatch):
    settled = (1 + sign) / 2
    ledger = ledger_of([4.0, sign * np.inf, 0.0], prior=-4.8, credence=settled)
    ax = plot_ledger(ledger, most=most)
    assert np.isfinite(spans_of(ax)).all()
    words = words_of(ax, monkeypatch)
    infinite = "+∞ dB" if sign > 0 else "−∞ dB"
    assert infinite in words
    assert f"{infinite} ({settled:.0f})" in words
    assert any("∞ dB is drawn short" in text for text in words)
    assert_legible(ax, monkeypatch)


def test_a_sampled_ledger_says_how_exact_it_is(monkeypatch):
    ledger = ledger_of([7.4, -3.1], method="sampled orders")
    ledger["contribution_se"] = ("item", [0.02, 0.25])
    words = words_of(plot_ledger(ledger), monkeypatch)
    note = "Averaged over sampled orders of the items; standard error of a bar at most .25 dB."
    assert note in [text.replace("\n", " ") for text in words]
    assert not any(
        "standard error" in w for w in words_of(plot_ledger(ledger_of([1.0])), monkeypatch)
    )
