"""The pictures: their numbers read back from the bars, their words checked for overlaps."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator, Sequence

import matplotlib as mpl
import numpy as np
import pytest
import xarray as xr
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from pictures import (
    LONG_ID,
    assert_legible,
    bars_of,
    ledger_of,
    lightness,
    spans_of,
    words_of,
)

from assess.formatting.labels import fitted
from assess.formatting.numbers import decibans_text
from assess.plots import plot_ledger, plot_tornado

LONG = (
    "Satellite image shows two trucks at the gate",
    "",
    "Port clerk reports a crate marked machine parts, guarded day and night by four men",
    "Intercept: $5m paid and $2m promised",
    "Customs form lists aluminium tubes for a dairy",
)
# hand-made, some large, some small, of both signs, and one of nothing
THIRTY = np.array([7.4, -3.1, 12.2, 0.05, -0.2, 0.0, 2.5, -6.0, 1.1, -0.6] * 3)


@pytest.fixture(autouse=True)
def paper() -> Iterator[None]:
    """Draw without a screen, and leave no figure open."""
    before = mpl.get_backend()
    mpl.use("agg")
    import matplotlib.pyplot as plt

    yield
    plt.close("all")
    mpl.use(before)


Row = tuple[str, float, float, float, float]
"""Address, low, high, credence at low, credence at high."""

THREE: tuple[Row, ...] = (
    ("reliability[us]", 0.5, 0.9, 0.41, 0.88),
    ("likelihood[debris, none]", 0.02, 0.3, 0.86, 0.55),
    ("prior[new_type]", 0.1, 0.35, 0.70, 0.77),
)


def tornado_of(rows: Sequence[Row], *, credence: float = 0.74, **attrs: object) -> xr.Dataset:
    """A tornado as it is computed elsewhere, in the order of the rows."""
    columns = np.array([row[1:] for row in rows]).reshape(-1, 4).T
    low, high, at_low, at_high = columns
    return xr.Dataset(
        {
            "low": ("number", low),
            "value": ("number", (low + high) / 2),
            "high": ("number", high),
            "credence_low": ("number", at_low),
            "credence_high": ("number", at_high),
            "swing": ("number", np.abs(at_high - at_low)),
        },
        coords={"number": np.array([row[0] for row in rows], dtype=object)},
        attrs={
            "reading": "tornado",
            "question": "wreck",
            "hypothesis": "debris",
            "credence": credence,
            "mass": 0.9,
            "title": "The wreck",
        }
        | attrs,
    )


def thirty_numbers() -> tuple[Row, ...]:
    """Thirty numbers whose swings shrink from .45 by a tenth each; every third on one side only."""
    rows = []
    for i in range(30):
        swing = 0.45 * 0.9**i
        ends = (0.74 - 0.7 * swing, 0.74 + 0.3 * swing)
        if i % 3 == 2:
            ends = (0.74 - 0.1 * swing, 0.74 - 1.1 * swing)
        name = (
            f"likelihood[{LONG_ID[:30]}_{i}, {LONG_ID[-30:]}]" if i % 4 else f"holds[custody_{i}]"
        )
        rows.append((name, 0.125, 0.5, *(ends if i % 2 else ends[::-1])))
    return tuple(rows)


LEDGERS = {
    "3 items": (ledger_of([7.4, -3.1, 12.2]), {}),
    "30 items": (ledger_of(THIRTY), {"most": None}),
    "60 items": (ledger_of(np.tile(THIRTY, 2)), {}),
    "30 items in words": (ledger_of(THIRTY, texts=LONG), {"labels": "text", "most": None}),
    "30 items, 8 of them drawn": (ledger_of(THIRTY, texts=LONG), {"labels": "text", "most": 8}),
    "3 items of next to nothing": (ledger_of([0.02, -0.01, 0.0], prior=0.0), {}),
    "3 items of very much": (ledger_of([80.0, -0.05, 120.0], prior=-60.0), {}),
    "a negative total": (ledger_of([-8.0, 0.1, -14.0], prior=-12.0), {}),
    "long names": (
        ledger_of([3.0, -4.0, 2.0], texts=LONG, hypothesis=LONG_ID, against=LONG_ID[::-1]),
        {"labels": "text"},
    ),
    "sampled orders": (ledger_of(THIRTY, method="sampled orders"), {}),
    "no items": (ledger_of([]), {}),
}
TORNADOES = {
    "3 numbers": (tornado_of(THREE), {}),
    "20 of 30 numbers": (tornado_of(thirty_numbers()), {}),
    "30 numbers": (tornado_of(thirty_numbers()), {"most": 30}),
    "a credence close to 1": (
        tornado_of([("holds[a]", 0.5, 0.9, 0.9991, 0.99995)], credence=0.9995),
        {},
    ),
    "no swing": (tornado_of([("holds[a]", 0.5, 0.9, 0.74, 0.74)]), {}),
    "long names": (tornado_of(thirty_numbers()[:4], hypothesis=LONG_ID), {}),
    "no numbers": (tornado_of([]), {}),
}


class TestEveryPicture:
    """What holds for all of them."""

    @pytest.mark.parametrize(("ledger", "options"), LEDGERS.values(), ids=LEDGERS.keys())
    def test_no_words_of_a_ledger_overlap(self, ledger, options, monkeypatch):
        assert_legible(plot_ledger(ledger, **options), monkeypatch)

    @pytest.mark.parametrize(("tornado", "options"), TORNADOES.values(), ids=TORNADOES.keys())
    def test_no_words_of_a_tornado_overlap(self, tornado, options, monkeypatch):
        assert_legible(plot_tornado(tornado, **options), monkeypatch)

    def test_the_check_for_overlaps_finds_one(self, monkeypatch):
        ax = plot_tornado(tornado_of(THREE))
        ax.text(0.5, 1.0, "in the way", ha="center", va="center")
        with pytest.raises(AssertionError, match="in the way"):
            assert_legible(ax, monkeypatch)

    @pytest.mark.parametrize(
        ("plot", "dataset"),
        [(plot_ledger, ledger_of(THIRTY[:6])), (plot_tornado, tornado_of(THREE))],
    )
    def test_global_style_and_dataset_stay_as_they_were(self, plot, dataset):
        style, copy = dict(mpl.rcParams), dataset.copy(deep=True)
        plot(dataset)
        assert dict(mpl.rcParams) == style
        xr.testing.assert_identical(dataset, copy)

    @pytest.mark.parametrize(
        ("plot", "dataset"),
        [(plot_ledger, ledger_of(THIRTY[:6])), (plot_tornado, tornado_of(THREE))],
    )
    def test_nothing_is_shown_or_saved(self, plot, dataset, monkeypatch):
        import matplotlib.pyplot as plt

        def refuse(*_: object, **__: object) -> None:
            pytest.fail("a plot only draws")

        monkeypatch.setattr(plt, "show", refuse)
        monkeypatch.setattr(Figure, "savefig", refuse)
        plot(dataset)

    @pytest.mark.parametrize(
        ("plot", "dataset"),
        [(plot_ledger, ledger_of(THIRTY[:6])), (plot_tornado, tornado_of(THREE))],
    )
    def test_given_axes_are_drawn_into_and_returned(self, plot, dataset):
        import matplotlib.pyplot as plt

        figure = Figure(figsize=(5.0, 4.0), layout="constrained")
        given = figure.subplots()
        assert plot(dataset, ax=given) is given
        assert len(bars_of(given)) > 0
        assert tuple(figure.get_size_inches()) == (5.0, 4.0)
        assert plt.get_fignums() == []

    def test_two_pictures_side_by_side_stay_legible(self, monkeypatch):
        left, right = Figure(figsize=(10.0, 3.5), layout="constrained").subplots(1, 2)
        plot_ledger(ledger_of([7.4, -3.1, 12.2]), ax=left)
        plot_tornado(tornado_of(THREE), ax=right)
        assert_legible(left, monkeypatch)
        assert_legible(right, monkeypatch)

    @pytest.mark.parametrize("format_", ["svg", "pdf"])
    @pytest.mark.parametrize(
        ("plot", "dataset"),
        [(plot_ledger, ledger_of(THIRTY[:6])), (plot_tornado, tornado_of(THREE))],
    )
    def test_a_printed_picture_holds_its_words_as_words_and_no_pixels(self, plot, dataset, format_):
        file = io.BytesIO()
        with mpl.rc_context({"svg.fonttype": "none", "pdf.compression": 0}):
            plot(dataset).figure.savefig(file, format=format_)
        saved = file.getvalue()
        assert b"<image" not in saved
        assert b"/Image" not in saved.replace(b"/ImageB /ImageC /ImageI", b"")
        if format_ == "svg":
            assert b"credence of debris</text>" in saved
        else:
            assert b"/FontDescriptor" in saved
            assert saved.count(b"BT\n") > 10  # each begins a text

    @pytest.mark.parametrize(
        ("name", "inches"), [("holds[a{}]", 0.26), (f"holds[a{{}}, {LONG_ID[:30]}]", 0.34)]
    )
    def test_a_new_figure_is_as_wide_as_the_page_and_grows_with_its_rows(self, name, inches):
        lower, higher = (
            plot_tornado(
                tornado_of([(name.format(i), 0.1, 0.5, 0.7, 0.8) for i in range(count)])
            ).figure
            for count in (10, 20)
        )
        assert lower.get_figwidth() == higher.get_figwidth() == 6.3
        grown = higher.get_figheight() - lower.get_figheight()
        assert grown == pytest.approx(10 * inches, abs=0.02)

    def test_thirty_items_fit_on_a_page(self):
        assert plot_ledger(ledger_of(THIRTY)).figure.get_figheight() < 297 / 25.4 - 1.5

    @pytest.mark.parametrize("plot", [plot_ledger, plot_tornado])
    def test_at_least_one_bar_is_asked_for(self, plot):
        dataset = ledger_of([1.0]) if plot is plot_ledger else tornado_of(THREE)
        with pytest.raises(ValueError, match="most: 0"):
            plot(dataset, most=0)

    def test_drawing_is_imported_only_when_something_is_drawn(self):
        code = "import sys, assess.plots; print('matplotlib' in sys.modules)"
        out = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert out.stdout.strip() == "False"


class TestLedger:
    """The waterfall."""

    def test_bars_lead_from_the_prior_over_each_item_to_the_result(self):
        ax = plot_ledger(ledger_of([7.4, -3.1, 12.2], prior=-4.8))
        # -4.8 + 7.4 = 2.6;  2.6 - 3.1 = -0.5;  -0.5 + 12.2 = 11.7
        assert np.allclose(
            spans_of(ax), [(0, -4.8), (-4.8, 2.6), (2.6, -0.5), (-0.5, 11.7), (0, 11.7)]
        )

    def test_rows_are_named_from_the_top_in_the_order_of_the_case(self):
        ax = plot_ledger(ledger_of([7.4, -3.1]))
        assert [label.get_text() for label in ax.get_yticklabels()] == [
            "prior",
            "item_0",
            "item_1",
            "result",
        ]
        heights = [bar.get_window_extent().y0 for bar in bars_of(ax)]
        assert heights == sorted(heights, reverse=True)

    @pytest.mark.parametrize("most", [None, 1, 5, 29, 30, 60])
    def test_prior_and_items_always_add_up_to_the_result(self, most):
        ledger = ledger_of(THIRTY)
        bars = bars_of(plot_ledger(ledger, most=most))
        assert sum(bar.get_width() for bar in bars[:-1]) == pytest.approx(ledger.attrs["decibans"])
        assert bars[-1].get_width() == pytest.approx(ledger.attrs["decibans"])

    def test_the_smallest_items_are_taken_together(self):
        ax = plot_ledger(ledger_of([0.5, 7.0, -0.25, -6.0, 1.0]), most=2)
        labels = [label.get_text() for label in ax.get_yticklabels()]
        assert labels == ["prior", "item_1", "item_3", "3 other items", "result"]
        # 0.5 - 0.25 + 1.0 = 1.25
        assert bars_of(ax)[3].get_width() == pytest.approx(1.25)

    def test_a_single_item_left_over_is_one_other_item(self):
        ax = plot_ledger(ledger_of([0.5, 7.0]), most=1)
        assert ax.get_yticklabels()[2].get_text() == "1 other item"

    def test_connectors_run_from_the_end_of_each_bar_to_the_start_of_the_next(self):
        ax = plot_ledger(ledger_of([7.4, -3.1], prior=-4.8))
        (lines,) = ax.collections
        ends = [segment[:, 0].tolist() for segment in lines.get_segments()]
        # the result starts anew from even odds, and ends where the last item does
        assert np.allclose(ends, [[-4.8, -4.8], [2.6, 2.6], [-0.5, -0.5]])

    def test_every_bar_bears_its_decibans_and_the_totals_their_credence(self, monkeypatch):
        words = words_of(plot_ledger(ledger_of([7.4, -3.1], prior=-4.8)), monkeypatch)
        for size in (7.4, -3.1):
            assert decibans_text(size) in words
        # 1 / (1 + 10^.48) = .249;  1 / (1 + 10^.05) = .471
        assert "−4.8 dB (.25)" in words
        assert "−0.5 dB (.47)" in words

    def test_the_title_states_the_finding(self):
        ax = plot_ledger(ledger_of([7.4, -3.1, 11.1], prior=-4.77))
        assert ax.get_title() == "Evidence for debris: credence .25 → .92"

    def test_credences_beyond_print_are_spelt_out_beside_the_arrow(self):
        ax = plot_ledger(ledger_of([100.0], prior=-50.0))
        assert ax.get_title() == "Evidence for debris: credence below .001 → above .999"

    def test_the_upper_axis_counts_credence_where_the_decibans_say(self):
        ax = plot_ledger(ledger_of([7.4, -3.1, 12.2]))
        (above,) = ax.child_axes
        marks = {
            t.get_text(): x
            for x, t in zip(above.get_xticks(), above.get_xticklabels(), strict=True)
        }
        assert above.get_xlabel() == "credence of debris"
        assert above.get_xlim() == ax.get_xlim()
        for words, decibans in {".25": -4.7712, ".5": 0.0, ".9": 9.5424}.items():
            assert marks[words] == pytest.approx(decibans, abs=1e-4)

    def test_against_one_hypothesis_the_upper_axis_counts_odds(self):
        ax = plot_ledger(ledger_of([7.4, -3.1, 12.2], against="missile"))
        (above,) = ax.child_axes
        marks = {
            t.get_text(): x
            for x, t in zip(above.get_xticks(), above.get_xticklabels(), strict=True)
        }
        assert above.get_xlabel() == "odds of debris to missile"
        assert (marks["1:1"], marks["10:1"]) == (0.0, 10.0)
        assert ax.get_title() == "Evidence for debris against missile: −4.8 dB → +11.7 dB"
        assert ax.get_xlabel() == "log-odds for debris against missile (decibans)"

    def test_for_and_against_differ_without_colour(self):
        ax = plot_ledger(ledger_of([7.4, -3.1]))
        _, speaks_for, against, _ = bars_of(ax)
        assert (
            lightness(against.get_facecolor()[:3]) - lightness(speaks_for.get_facecolor()[:3]) > 0.4
        )
        assert against.get_hatch()
        assert not speaks_for.get_hatch()

    def test_colours_are_the_callers_to_choose(self):
        ax = plot_ledger(ledger_of([7.4, -3.1]), color_for="#009E73", color_against="#CC79A7")
        _, speaks_for, against, _ = bars_of(ax)
        assert speaks_for.get_facecolor()[:3] == to_rgb("#009E73")
        assert against.get_edgecolor()[:3] == to_rgb("#CC79A7")

    def test_the_legend_explains_what_occurs_and_nothing_else(self):
        legend = plot_ledger(ledger_of([7.4, 1.0])).get_legend()
        assert [text.get_text() for text in legend.get_texts()] == ["for debris"]
        legend = plot_ledger(ledger_of([-7.4, 1.0])).get_legend()
        assert [text.get_text() for text in legend.get_texts()] == ["for debris", "against debris"]

    def test_words_stand_for_ids_where_asked_and_where_there_are_any(self):
        ax = plot_ledger(ledger_of([1.0, 2.0, 3.0], texts=LONG), labels="text")
        assert [label.get_text() for label in ax.get_yticklabels()[1:-1]] == [
            "Satellite image shows\ntwo trucks at the gate",
            "item_1",
            "Port clerk reports a crate marked\nmachine parts, guarded day and night…",
        ]

    def test_labels_are_ids_or_words(self):
        with pytest.raises(ValueError, match="'name' is neither"):
            plot_ledger(ledger_of([1.0]), labels="name")

    def test_sums_of_money_are_not_read_as_formulas(self):
        ax = plot_ledger(ledger_of([1.0], texts=LONG[3:]), labels="text")
        label = ax.get_yticklabels()[1]
        assert label.get_text() == "Intercept: $5m paid and $2m promised"
        assert not label.get_parse_math()

    def test_items_of_next_to_nothing_look_like_it(self):
        ax = plot_ledger(ledger_of([0.02, -0.01], prior=0.0))
        left, right = ax.get_xlim()
        assert right - left >= 10.0
        assert left <= -5.0 < 5.0 <= right

    @pytest.mark.parametrize("sign", [1, -1])
    @pytest.mark.parametrize("most", [None, 1])
    def test_an_item_that_settles_the_question_is_drawn_short_and_said_to_be(
        self, sign, most, monkeypatch
    ):
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

    def test_a_sampled_ledger_says_how_exact_it_is(self, monkeypatch):
        ledger = ledger_of([7.4, -3.1], method="sampled orders")
        ledger["contribution_se"] = ("item", [0.02, 0.25])
        words = words_of(plot_ledger(ledger), monkeypatch)
        note = "Averaged over sampled orders of the items; standard error of a bar at most .25 dB."
        assert note in [text.replace("\n", " ") for text in words]
        assert not any(
            "standard error" in w for w in words_of(plot_ledger(ledger_of([1.0])), monkeypatch)
        )


class TestTornado:
    """The tornado."""

    def test_bars_reach_from_the_credence_to_the_credence_at_either_end(self):
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

    def test_the_credence_is_a_line_from_top_to_bottom(self):
        (line,) = plot_tornado(tornado_of(THREE)).lines
        assert list(line.get_xdata()) == [0.74, 0.74]
        assert list(line.get_ydata()) == [0, 1]

    def test_each_end_bears_the_value_that_the_number_was_moved_to(self):
        ax = plot_tornado(tornado_of(THREE[:2]))
        numbers = [text for text in ax.texts if text.get_text().startswith(".")]
        beside = {text.get_text(): (text.xy, text.get_ha()) for text in numbers}
        assert beside == {
            ".50": ((0.41, 0.0), "right"),
            ".90": ((0.88, 0.0), "left"),
            ".02": ((0.86, 1.0), "left"),
            ".30": ((0.55, 1.0), "right"),
        }

    def test_both_ends_on_one_side_share_the_row(self, monkeypatch):
        ax = plot_tornado(tornado_of([("holds[a]", 0.5, 0.9, 0.80, 0.93)]))
        low, high = bars_of(ax)
        assert np.allclose(spans_of(ax), [(0.74, 0.80), (0.74, 0.93)])
        assert low.get_y() + low.get_height() <= high.get_y() + 1e-9
        assert_legible(ax, monkeypatch)

    def test_an_end_that_moves_nothing_has_its_value_on_the_free_side(self):
        ax = plot_tornado(tornado_of([("holds[a]", 0.5, 0.9, 0.74, 0.60)]))
        sides = {text.get_text(): text.get_ha() for text in ax.texts}
        assert (sides[".50"], sides[".90"]) == ("left", "right")

    def test_a_number_that_moves_nothing_has_both_values_at_the_line(self, monkeypatch):
        ax = plot_tornado(tornado_of([("holds[a]", 0.5, 0.9, 0.74, 0.74 + 1e-16)]))
        sides = {text.get_text(): text.get_ha() for text in ax.texts}
        assert (sides[".50"], sides[".90"]) == ("right", "left")
        assert ax.get_title() == "No number alone moves the credence of debris"
        assert_legible(ax, monkeypatch)

    def test_the_title_states_the_finding(self):
        ax = plot_tornado(tornado_of(THREE))
        title = "What moves the credence of debris most: reliability[us]"
        assert ax.get_title().replace("\n", " ") == title

    def test_the_axis_says_what_was_moved_and_how_far(self, monkeypatch):
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
    def test_numbers_without_an_interval_are_accounted_for(self, attrs, note, monkeypatch):
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
    def test_what_was_left_out_is_said(self, swings, note, monkeypatch):
        rows = [(f"holds[a{i}]", 0.5, 0.9, 0.74, 0.74 - swing) for i, swing in enumerate(swings)]
        ax = plot_tornado(tornado_of(rows), most=2)
        assert len(ax.get_yticklabels()) == 2
        assert any(note in words for words in words_of(ax, monkeypatch))

    def test_nothing_is_said_to_be_left_out_when_nothing_is(self, monkeypatch):
        words = words_of(plot_tornado(tornado_of(THREE), most=3), monkeypatch)
        assert not any("more number" in text for text in words)

    def test_numbers_out_of_order_are_put_in_order(self):
        ax = plot_tornado(tornado_of(THREE[::-1]), most=1)
        assert [label.get_text() for label in ax.get_yticklabels()] == ["reliability[us]"]

    def test_ends_differ_without_colour(self):
        low, high, *_ = bars_of(plot_tornado(tornado_of(THREE)))
        assert lightness(low.get_facecolor()[:3]) - lightness(high.get_facecolor()[:3]) > 0.25

    def test_the_axis_marks_no_credence_beyond_certainty(self, monkeypatch):
        rows = [("holds[a]", 0.5, 0.9, 0.999, 0.001)]
        ax = plot_tornado(tornado_of(rows, credence=0.5))
        marks = [label.get_text() for label in ax.get_xticklabels()]
        assert (marks[0], marks[-1]) == ("0", "1")
        assert ax.get_xticks().min() >= 0
        assert ax.get_xticks().max() <= 1

    def test_movements_below_print_do_not_fill_the_page(self):
        ax = plot_tornado(tornado_of([("holds[a]", 0.5, 0.9, 0.74001, 0.73999)]))
        left, right = ax.get_xlim()
        assert right - left >= 0.002


class TestLabels:
    """Labels cut to the room there is."""

    def test_a_label_that_fits_stays_as_it_is(self):
        assert fitted("holds[custody]") == "holds[custody]"

    def test_no_line_is_longer_than_its_width(self):
        for label in (*LONG, LONG_ID, f"likelihood[{LONG_ID}, {LONG_ID}]"):
            for lines in (1, 2):
                rows = fitted(label, lines=lines).split("\n")
                assert len(rows) <= lines
                assert max(len(row) for row in rows) <= 38

    def test_an_address_keeps_both_of_its_ends(self):
        short = fitted(f"likelihood[{LONG_ID}, none]")
        assert short.startswith("likelihood[")
        assert short.endswith(", none]")
