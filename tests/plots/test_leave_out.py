"""Pictures of leave-outs and of ledgers by source: bars, words and titles read back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import xarray as xr
from matplotlib.axes import Axes
from pictures import LONG_ID, assert_legible, bars_of, ledger_of, lightness, spans_of, words_of
from quick_cases import first

from assess.formatting.numbers import decibans_text
from assess.plots import plot_leave_out, plot_ledger


def left_out_of(
    without: Sequence[float],
    *,
    credence: float = 0.92,
    leads: Sequence[str] = (),
    names: Sequence[str] = (),
    **attrs: object,
) -> xr.Dataset:
    """A leave-out as it is computed elsewhere; the credence of `debris` without each."""
    count = len(without)
    names = names or [f"item_{k}" for k in range(count)]
    own = np.array(without, dtype=float)
    return xr.Dataset(
        {
            "credence": (("left_out", "hypothesis"), np.column_stack([own, 1.0 - own])),
            "leads": ("left_out", np.array(leads or ["debris"] * count, dtype=object)),
            "items": ("left_out", np.ones(count, dtype=np.int64)),
        },
        coords={
            "left_out": np.array(names, dtype=object),
            "hypothesis": np.array(["debris", "none"], dtype=object),
        },
        attrs={
            "reading": "leave_out",
            "hypothesis": "debris",
            "by": "item",
            "credence": credence,
            "leader": "debris",
            "title": "The wreck",
        }
        | attrs,
    )


FALLS = "the credence of debris falls from .92 to {}"
MANY = left_out_of([0.92 - 0.6 * 0.9**k for k in range(60)])
PICTURES = {
    "3 items": left_out_of([0.65, 0.9, 0.93]),
    "20 of 60": MANY,
    "a linchpin": left_out_of([0.4, 0.9], leads=["none", "debris"]),
    "long names": left_out_of(
        [0.4, 0.9],
        leads=["none_of_the_hypotheses_that_anybody_named", "debris"],
        names=[LONG_ID, LONG_ID[::-1]],
    ),
    "nothing moves": left_out_of([0.92, 0.92]),
    "close to 1": left_out_of([0.9991, 0.99999], credence=0.9999),
    "nothing there": left_out_of([]),
    "assumptions": left_out_of(
        [0.4, np.nan], leads=["none", ""], names=["custody fails", "custody holds"], by="assumption"
    ),
    "ruled out": left_out_of([0.0, 1.0], leads=["none", "debris"], credence=0.5),
}


@pytest.mark.parametrize("left_out", PICTURES.values(), ids=PICTURES.keys())
def test_no_words_overlap(left_out, monkeypatch):
    """Nor run out of the page."""
    assert_legible(plot_leave_out(left_out), monkeypatch)


def title_of(ax: Axes) -> str:
    return ax.get_title().replace("\n", " ")


def test_bars_lead_from_the_credence_to_that_without_the_largest_first():
    """By how far they move it, either way."""
    ax = plot_leave_out(left_out_of([0.90, 0.65, 0.99]))
    assert np.allclose(spans_of(ax), [(0.92, 0.65), (0.92, 0.99), (0.92, 0.90)])
    assert [t.get_text() for t in ax.get_yticklabels()] == ["item_1", "item_2", "item_0"]
    (line,) = ax.lines
    assert list(line.get_xdata()) == [0.92, 0.92]


def test_each_bar_bears_the_credence_without(monkeypatch):
    """As it is printed everywhere."""
    words = words_of(plot_leave_out(left_out_of([0.90, 0.654])), monkeypatch)
    assert {".90", ".65"} <= set(words)


@pytest.mark.parametrize(
    ("left_out", "title"),
    [
        (
            left_out_of([0.65, 0.99]),
            "No single item carries the lead: without item_0 " + FALLS.format(".65"),
        ),
        (
            left_out_of([0.65, 0.4], leads=["debris", "none"]),
            "Without item_1 the credence of debris falls from .92 to .40, and none leads",
        ),
        (
            left_out_of([0.30], credence=0.2, leads=["debris"], leader="none"),
            "Without item_0 debris would lead, not none",
        ),
        (left_out_of([0.921, 0.92]), "No single item, left out, moves the credence of debris"),
        (
            left_out_of([0.65], names=["custody fails"], by="assumption"),
            "No single assumption carries the lead: if custody fails, " + FALLS.format(".65"),
        ),
        (
            left_out_of([0.4], names=["old"], leads=["none"], by="tag"),
            f"Without what is tagged old {FALLS.format('.40')}, and none leads",
        ),
        (left_out_of([], by="tag"), "There is no tag to leave out"),
    ],
)
def test_the_title_states_the_finding(left_out, title):
    """A linchpin if there is one, and else that there is none."""
    assert title_of(plot_leave_out(left_out)) == title


def test_a_linchpin_is_marked_without_colour_and_says_who_leads(monkeypatch):
    """Hatched on white, with the name of the other hypothesis."""
    ax = plot_leave_out(left_out_of([0.4, 0.9], leads=["none", "debris"]))
    turned, other = bars_of(ax)[:2]
    assert turned.get_hatch()
    assert not other.get_hatch()
    assert lightness(turned.get_facecolor()[:3]) - lightness(other.get_facecolor()[:3]) > 0.4
    assert ".40 (none leads)" in words_of(ax, monkeypatch)
    legend = [t.get_text() for t in ax.get_legend().get_texts()]
    assert legend == ["debris still leads", "another hypothesis would lead"]
    assert plot_leave_out(left_out_of([0.9])).get_legend() is None


def test_a_tie_is_hatched_and_says_who_is_level(monkeypatch):
    """No other hypothesis leads, but the leader does no longer either."""
    tied = left_out_of([0.5, 0.9]).assign(level=("left_out", np.array(["none", ""], dtype=object)))
    ax = plot_leave_out(tied)
    assert [bool(bar.get_hatch()) for bar in bars_of(ax)[:2]] == [True, False]
    assert ".50 (level with none)" in words_of(ax, monkeypatch)
    legend = [t.get_text() for t in ax.get_legend().get_texts()]
    assert legend == ["debris still leads", "another would lead, or be level"]
    assert title_of(ax) == (
        f"Without item_0 {FALLS.format('.50')}, and debris no longer leads alone (level with none)"
    )


def test_what_is_not_drawn_is_counted_bounded_and_its_linchpins_named(monkeypatch):
    """60 items, 20 bars; the 21st moves it by .6 x .9^20 = .0729."""
    leads = ["debris"] * 60
    leads[30] = "none"
    many = MANY.assign(leads=("left_out", np.array(leads, dtype=object)))
    ax = plot_leave_out(many)
    assert len(ax.get_yticklabels()) == 20
    words = " ".join(words_of(ax, monkeypatch)).replace("\n", " ")
    assert "40 more move it by less than .08." in words
    assert "Of these, 1 would let another hypothesis lead." in words


def test_an_impossible_setting_is_said_to_be_undefined(monkeypatch):
    """There is no credence where the items cannot be."""
    ax = plot_leave_out(PICTURES["assumptions"])
    assert "undefined" in words_of(ax, monkeypatch)
    assert np.isfinite(spans_of(ax)).all()


def test_at_least_one_bar_is_asked_for():
    """As with the other pictures."""
    with pytest.raises(ValueError, match="most is a whole number"):
        plot_leave_out(MANY, most=0)


# --- ledgers --------------------------------------------------------------------------------------


def by_source(contributions: Sequence[float], **attrs: object) -> xr.Dataset:
    ledger = ledger_of(contributions, **attrs)
    return ledger.rename(item="source").assign_attrs(by="source")


def figures_of(ax: Axes) -> list[float]:
    """The decibans beside the bars, from the prior to the result."""
    texts = [
        t.get_text().split(" dB")[0].replace("−", "-") for t in ax.texts if " dB" in t.get_text()
    ]
    return [float(t) for t in texts]


@pytest.mark.parametrize("most", [None, 3])
@pytest.mark.parametrize("seed", first(2, range(6)))
def test_figures_beside_the_bars_add_up_to_the_last_digit(seed, most):
    """Prior and rows, as printed, are the result as printed; the items their own printed total."""
    rng = np.random.default_rng(seed)
    sizes = rng.normal(0.0, 3.0, 12)
    ledger = ledger_of(sizes, prior=float(rng.normal(-5.0, 2.0)))
    first, *rows, last = figures_of(plot_ledger(ledger, most=most))
    assert round(10 * (first + sum(rows))) == round(10 * last)
    assert last == float(f"{ledger.attrs['decibans']:.1f}")
    assert decibans_text(sum(rows)) == decibans_text(float(sizes.sum()))
    assert abs(first - ledger.attrs["prior_decibans"]) < 0.1


def test_ledger_by_source_counts_sources(monkeypatch):
    """Rows, the rest, and the note, in its own words."""
    ledger = by_source([7.4, -3.1, 0.2, 0.1], method="64 random orders")
    ledger["in_order"] = ledger["in_order"] + 1.0
    ax = plot_ledger(ledger, most=2)
    labels = [t.get_text() for t in ax.get_yticklabels()]
    assert labels == ["prior", "item_0", "item_1", "2 other sources", "result"]
    words = " ".join(words_of(ax, monkeypatch)).replace("\n", " ")
    assert "a bar is what a source adds on average" in words
    assert "Averaged over 64 random orders" in words
    assert_legible(ax, monkeypatch)
