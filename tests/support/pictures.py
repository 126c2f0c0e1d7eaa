"""Pictures read back: bars, words, spans, and whether all of it can be read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

LONG_ID = "a_complete_missile_of_the_new_type_that_was_shown_in_the_parade_of_october_2020"


def credence_at(decibans: float) -> float:
    return float(1.0 / (1.0 + 10.0 ** (-decibans / 10.0)))


def ledger_of(
    contributions: Sequence[float] | np.ndarray,
    *,
    prior: float = -4.8,
    texts: Sequence[str] = ("",),
    **attrs: object,
) -> xr.Dataset:
    """A ledger as it is computed elsewhere; `prior` in decibans."""
    size = np.asarray(contributions, dtype=float)
    total = prior + np.cumsum(size)
    count = len(size)
    return xr.Dataset(
        {
            "contribution": ("item", size),
            "contribution_se": ("item", np.zeros(count)),
            "in_order": ("item", size),
            "running_credence": ("item", np.array([credence_at(t) for t in total])),
            "text": ("item", np.array([texts[i % len(texts)] for i in range(count)], dtype=object)),
        },
        coords={"item": [f"item_{i}" for i in range(count)]},
        attrs={
            "reading": "ledger",
            "question": "wreck",
            "hypothesis": "debris",
            "against": "the rest",
            "prior": credence_at(prior),
            "credence": credence_at(prior + size.sum()),
            "prior_decibans": prior,
            "decibans": prior + float(size.sum()),
            "title": "The wreck",
            "method": "exact",
        }
        | attrs,
    )


def bars_of(ax: Axes) -> list[Rectangle]:
    return [patch for patch in ax.patches if isinstance(patch, Rectangle)]


def spans_of(ax: Axes) -> list[tuple[float, float]]:
    """Where each bar starts and ends on the x axis."""
    return [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in bars_of(ax)]


def drawn_texts(figure: Figure, patched: pytest.MonkeyPatch) -> list[tuple[str, Bbox]]:
    """The words that a drawing of the figure puts on paper, with the boxes that they fill."""
    drawn: dict[int, Text] = {}
    draw = Text.draw

    def record(self: Text, renderer: object) -> None:
        if self.get_visible() and self.get_text().strip():
            drawn[id(self)] = self
        draw(self, renderer)

    with patched.context() as while_drawing:
        while_drawing.setattr(Text, "draw", record)
        figure.canvas.draw()
    return [(text.get_text(), Text.get_window_extent(text)) for text in drawn.values()]


def words_of(ax: Axes, patched: pytest.MonkeyPatch) -> list[str]:
    return [words for words, _ in drawn_texts(ax.figure, patched)]


def shared(one: Bbox, other: Bbox) -> bool:
    """Whether two boxes share more than a touch of a third of a pixel."""
    common = Bbox.intersection(one, other)
    return common is not None and min(common.width, common.height) > 0.34


def assert_legible(ax: Axes, patched: pytest.MonkeyPatch) -> None:
    """No word lies on another, on a bar or beyond the edge of the page."""
    figure = ax.figure
    texts = drawn_texts(figure, patched)
    for (first, one), (second, other) in combinations(texts, 2):
        assert not shared(one, other), f"{first!r} lies on {second!r}"
    for bar in bars_of(ax):
        box = bar.get_window_extent()
        for words, extent in texts:
            assert not shared(box, extent), f"{words!r} lies on a bar"
    for words, extent in texts:
        inside = figure.bbox.padded(0.5)
        assert inside.contains(extent.x0, extent.y0), f"{words!r} runs out of the page"
        assert inside.contains(extent.x1, extent.y1), f"{words!r} runs out of the page"


def lightness(color: str | tuple[float, ...]) -> float:
    """What a black-and-white print makes of a colour: 0 black, 1 white (Rec. 601 luma)."""
    return float(np.dot([0.299, 0.587, 0.114], to_rgb(color)))
