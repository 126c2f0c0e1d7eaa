"""The pictures of tipping points, pairs and maps, read back from their artists."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib as mpl
import numpy as np
import pytest
from weighing import weigh

import assess
from assess.formatting.numbers import crossing_text


@pytest.fixture(autouse=True)
def paper() -> Iterator[None]:
    """Draw without a screen, and leave no figure open."""
    mpl.use("agg")
    import matplotlib.pyplot as plt

    yield
    plt.close("all")


def test_marks_of_tipping_points_stand_where_the_dataset_says() -> None:
    """Each filled mark is as many decibans from 0 as its number has to change, on its side."""
    table = assess.tipping_points(weigh(assess.example_case("dprk_missiles")))
    ax = assess.plot_tipping_points(table)
    filled = [x for x in ax.lines if x.get_marker() == "D" and x.get_markerfacecolor() != "white"]
    near = table.isel(number=np.flatnonzero(table["lead_change"].values <= 30.0))
    assert len(filled) == near.sizes["number"] == 4
    for mark, name in zip(filled, near["number"].values, strict=True):
        row = near.sel(number=name)
        sign = np.sign(float(row["lead"]) - float(row["used"]))
        assert mark.get_xdata()[0] == pytest.approx(sign * float(row["lead_change"]), abs=1e-9)
        words = crossing_text(float(row["lead"]), float(row["used"]))
        assert words in [t.get_text() for t in ax.texts]
    assert "prior[new_type] is below .0125" in ax.get_title().replace("\n", " ")


def test_a_row_that_is_left_out_is_counted() -> None:
    """And a picture of no row is refused."""
    table = assess.tipping_points(weigh(assess.example_case("dprk_missiles")))
    ax = assess.plot_tipping_points(table, most=3)
    assert len(ax.get_yticklabels()) == 3
    assert any("more numbers tip farther out" in t.get_text() for t in ax.texts)
    with pytest.raises(ValueError, match="most is a whole number"):
        assess.plot_tipping_points(table, most=0)
    with pytest.raises(ValueError, match="not 'threshold'"):
        assess.plot_tipping_points(table, event="threshold")


def test_bars_of_pairs_are_as_long_as_their_changes_and_filled_within_the_ranges() -> None:
    """A filled bar is a pair that can do it inside what was stated."""
    table = assess.tipping_pairs(weigh(assess.example_case("dprk_shells")))
    ax = assess.plot_tipping_pairs(table, most=6)
    shown = table.isel(pair=slice(6))
    assert [bar.get_width() for bar in ax.patches] == pytest.approx(list(shown["change"].values))
    filled = [bar.get_facecolor()[:3] != (1.0, 1.0, 1.0) for bar in ax.patches]
    assert filled == list(shown["within"].values)
    assert any(filled)


def test_the_map_marks_what_was_stated_and_its_ranges() -> None:
    """The cross at both values, the rectangle over both ranges."""
    result = weigh(assess.example_case("dprk_missiles"))
    found = assess.two_way(result, "prior[new_type]", "reliability[us]", points=21)
    ax = assess.plot_two_way(found)
    a = found.attrs
    (cross,) = [x for x in ax.lines if x.get_marker() == "x"]
    assert cross.get_xdata()[0] == a["first_value"] == 0.25
    assert cross.get_ydata()[0] == a["second_value"]
    (box,) = ax.patches
    assert box.get_bbox().extents == pytest.approx(
        [a["first_low"], a["second_low"], a["first_high"], a["second_high"]]
    )
    assert "new_type leads throughout" in ax.get_title().replace("\n", " ")
