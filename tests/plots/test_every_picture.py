"""What holds for every picture: its words can be read, and it only draws."""

from __future__ import annotations

import io
import subprocess
import sys

import matplotlib as mpl
import numpy as np
import pytest
import xarray as xr
from matplotlib.figure import Figure
from pictures import (
    LONG,
    LONG_ID,
    THIRTY,
    THREE,
    assert_legible,
    bars_of,
    ledger_of,
    thirty_numbers,
    tornado_of,
)

from assess.plots import plot_ledger, plot_tornado

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
LARGE = {"60 items", "30 items"}
"""Thirty rows with longer words, and twenty of them, are drawn each time."""

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


@pytest.mark.parametrize(
    ("ledger", "options"),
    [
        pytest.param(*drawn, id=name, marks=[pytest.mark.slow] if name in LARGE else [])
        for name, drawn in LEDGERS.items()
    ],
)
def test_no_words_of_a_ledger_overlap(ledger, options, monkeypatch):
    assert_legible(plot_ledger(ledger, **options), monkeypatch)


@pytest.mark.parametrize(("tornado", "options"), TORNADOES.values(), ids=TORNADOES.keys())
def test_no_words_of_a_tornado_overlap(tornado, options, monkeypatch):
    assert_legible(plot_tornado(tornado, **options), monkeypatch)


def test_the_check_for_overlaps_finds_one(monkeypatch):
    ax = plot_tornado(tornado_of(THREE))
    ax.text(0.5, 1.0, "in the way", ha="center", va="center")
    with pytest.raises(AssertionError, match="in the way"):
        assert_legible(ax, monkeypatch)


@pytest.mark.parametrize(
    ("plot", "dataset"),
    [(plot_ledger, ledger_of(THIRTY[:6])), (plot_tornado, tornado_of(THREE))],
)
def test_global_style_and_dataset_stay_as_they_were(plot, dataset):
    style, copy = dict(mpl.rcParams), dataset.copy(deep=True)
    plot(dataset)
    assert dict(mpl.rcParams) == style
    xr.testing.assert_identical(dataset, copy)


@pytest.mark.parametrize(
    ("plot", "dataset"),
    [(plot_ledger, ledger_of(THIRTY[:6])), (plot_tornado, tornado_of(THREE))],
)
def test_nothing_is_shown_or_saved(plot, dataset, monkeypatch):
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
def test_given_axes_are_drawn_into_and_returned(plot, dataset):
    import matplotlib.pyplot as plt

    figure = Figure(figsize=(5.0, 4.0), layout="constrained")
    given = figure.subplots()
    assert plot(dataset, ax=given) is given
    assert len(bars_of(given)) > 0
    assert tuple(figure.get_size_inches()) == (5.0, 4.0)
    assert plt.get_fignums() == []


def test_two_pictures_side_by_side_stay_legible(monkeypatch):
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
def test_a_printed_picture_holds_its_words_as_words_and_no_pixels(plot, dataset, format_):
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
def test_a_new_figure_is_as_wide_as_the_page_and_grows_with_its_rows(name, inches):
    lower, higher = (
        plot_tornado(
            tornado_of([(name.format(i), 0.1, 0.5, 0.7, 0.8) for i in range(count)])
        ).figure
        for count in (10, 20)
    )
    assert lower.get_figwidth() == higher.get_figwidth() == 6.3
    grown = higher.get_figheight() - lower.get_figheight()
    assert grown == pytest.approx(10 * inches, abs=0.02)


def test_thirty_items_fit_on_a_page():
    assert plot_ledger(ledger_of(THIRTY)).figure.get_figheight() < 297 / 25.4 - 1.5


@pytest.mark.parametrize("plot", [plot_ledger, plot_tornado])
def test_at_least_one_bar_is_asked_for(plot):
    dataset = ledger_of([1.0]) if plot is plot_ledger else tornado_of(THREE)
    with pytest.raises(ValueError, match="most is a whole number"):
        plot(dataset, most=0)


def test_drawing_is_imported_only_when_something_is_drawn():
    code = "import sys, assess.plots; print('matplotlib' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"
