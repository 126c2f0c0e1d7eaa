"""The tornado: bars, words and axes read back."""

from __future__ import annotations

import numpy as np
import pytest
from pictures import (
    THREE,
    assert_legible,
    bars_of,
    lightness,
    spans_of,
    tornado_of,
    words_of,
)

from assess.plots import plot_tornado


def test_bars_reach_from_the_credence_to_the_credence_at_either_end():
    ax = plot_tornado(tornado_of(THREE))
    expected = [
        (0.74, 0.41),
        (0.74, 0.88),
        (0.74, 0.86),
        (0.74, 0.55),
        (0.74, 0.70),
        (0.74, 0.77),
    ]
    assert np.allclose(spans_of(ax), expected)


def test_the_credence_is_a_line_from_top_to_bottom():
    (line,) = plot_tornado(tornado_of(THREE)).lines
    assert list(line.get_xdata()) == [0.74, 0.74]
    assert list(line.get_ydata()) == [0, 1]


def test_each_end_bears_the_value_that_the_number_was_moved_to():
    ax = plot_tornado(tornado_of(THREE[:2]))
    numbers = [text for text in ax.texts if text.get_text().startswith(".")]
    beside = {text.get_text(): (text.xy, text.get_ha()) for text in numbers}
    assert beside == {
        ".50": ((0.41, 0.0), "right"),
        ".90": ((0.88, 0.0), "left"),
        ".02": ((0.86, 1.0), "left"),
        ".30": ((0.55, 1.0), "right"),
    }


def test_both_ends_on_one_side_share_the_row(monkeypatch):
    ax = plot_tornado(tornado_of([("holds[a]", 0.5, 0.9, 0.80, 0.93)]))
    low, high = bars_of(ax)
    assert np.allclose(spans_of(ax), [(0.74, 0.80), (0.74, 0.93)])
    assert low.get_y() + low.get_height() <= high.get_y() + 1e-9
    assert_legible(ax, monkeypatch)


def test_an_end_that_moves_nothing_has_its_value_on_the_free_side():
    ax = plot_tornado(tornado_of([("holds[a]", 0.5, 0.9, 0.74, 0.60)]))
    sides = {text.get_text(): text.get_ha() for text in ax.texts}
    assert (sides[".50"], sides[".90"]) == ("left", "right")


def test_a_number_that_moves_nothing_has_both_values_at_the_line(monkeypatch):
    ax = plot_tornado(tornado_of([("holds[a]", 0.5, 0.9, 0.74, 0.74 + 1e-16)]))
    sides = {text.get_text(): text.get_ha() for text in ax.texts}
    assert (sides[".50"], sides[".90"]) == ("right", "left")
    assert ax.get_title() == "No number alone moves the credence of debris"
    assert_legible(ax, monkeypatch)


def test_the_title_states_the_finding():
    ax = plot_tornado(tornado_of(THREE))
    title = "What moves the credence of debris most: reliability[us]"
    assert ax.get_title().replace("\n", " ") == title


def test_the_axis_says_what_was_moved_and_how_far(monkeypatch):
    ax = plot_tornado(tornado_of(THREE, mass=0.8))
    assert ax.get_xlabel() == "credence of debris"
    note = "Each number alone moved to the ends of its stated 80 % interval."
    assert note in words_of(ax, monkeypatch)


@pytest.mark.parametrize(
    ("attrs", "note"),
    [
        ({"fixed": 5, "vary_fixed": 0.0}, "5 numbers without an interval were not moved."),
        ({"fixed": 1, "vary_fixed": 0.0}, "1 number without an interval was not moved."),
        (
            {"fixed": 0, "vary_fixed": 2.0},
            "Where none is stated, its odds divided and multiplied by 2.",
        ),
    ],
)
def test_numbers_without_an_interval_are_accounted_for(attrs, note, monkeypatch):
    ax = plot_tornado(tornado_of(THREE, **attrs))
    assert any(note in words for words in words_of(ax, monkeypatch))
    assert_legible(ax, monkeypatch)


@pytest.mark.parametrize(
    ("swings", "note"),
    [
        ((0.3, 0.2, 0.0036, 0.0012), "2 more numbers move it by less than .004."),
        ((0.3, 0.2, 0.0004), "1 more number moves it by less than .001."),
        ((0.3, 0.2, 0.123), "1 more number moves it by less than .13."),
    ],
)
def test_what_was_left_out_is_said(swings, note, monkeypatch):
    rows = [(f"holds[a{i}]", 0.5, 0.9, 0.74, 0.74 - swing) for i, swing in enumerate(swings)]
    ax = plot_tornado(tornado_of(rows), most=2)
    assert len(ax.get_yticklabels()) == 2
    assert any(note in words for words in words_of(ax, monkeypatch))


def test_nothing_is_said_to_be_left_out_when_nothing_is(monkeypatch):
    words = words_of(plot_tornado(tornado_of(THREE), most=3), monkeypatch)
    assert not any("more number" in text for text in words)


def test_numbers_out_of_order_are_put_in_order():
    ax = plot_tornado(tornado_of(THREE[::-1]), most=1)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["reliability[us]"]


def test_ends_differ_without_colour():
    low, high, *_ = bars_of(plot_tornado(tornado_of(THREE)))
    assert lightness(low.get_facecolor()[:3]) - lightness(high.get_facecolor()[:3]) > 0.25


def test_the_axis_marks_no_credence_beyond_certainty(monkeypatch):
    rows = [("holds[a]", 0.5, 0.9, 0.999, 0.001)]
    ax = plot_tornado(tornado_of(rows, credence=0.5))
    marks = [label.get_text() for label in ax.get_xticklabels()]
    assert (marks[0], marks[-1]) == ("0", "1")
    assert ax.get_xticks().min() >= 0
    assert ax.get_xticks().max() <= 1


def test_movements_below_print_do_not_fill_the_page():
    ax = plot_tornado(tornado_of([("holds[a]", 0.5, 0.9, 0.74001, 0.73999)]))
    left, right = ax.get_xlim()
    assert right - left >= 0.002
