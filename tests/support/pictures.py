"""Pictures read back: bars, words, spans, and whether all of it can be read."""

from __future__ import annotations

from collections.abc import Sequence

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


LONG = (
    "Satellite image shows two trucks at the gate",
    "",
    "Port clerk reports a crate marked machine parts, guarded day and night by four men",
    "Intercept: $5m paid and $2m promised",
    "Customs form lists aluminium tubes for a dairy",
)
# hand-made, some large, some small, of both signs, and one of nothing
THIRTY = np.array([7.4, -3.1, 12.2, 0.05, -0.2, 0.0, 2.5, -6.0, 1.1, -0.6] * 3)


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
        figure.draw_without_rendering()  # as when it is drawn, without the pixels
    return [(text.get_text(), Text.get_window_extent(text)) for text in drawn.values()]


def words_of(ax: Axes, patched: pytest.MonkeyPatch) -> list[str]:
    return [words for words, _ in drawn_texts(ax.figure, patched)]


def corners(boxes: Sequence[Bbox]) -> np.ndarray:
    """Left, lower, right and upper edge of each box, (box, 4)."""
    return np.array([box.extents for box in boxes], dtype=float).reshape(-1, 4)


def overlaps(boxes: Sequence[Bbox], others: Sequence[Bbox]) -> np.ndarray:
    """Which boxes share more than a touch of a third of a pixel, (box, other)."""
    one, other = corners(boxes)[:, None], corners(others)[None]
    common = np.minimum(one, other)[..., 2:] - np.maximum(one, other)[..., :2]
    return common.min(axis=-1) > 0.34


def shared(one: Bbox, other: Bbox) -> bool:
    """Whether two boxes share more than a touch of a third of a pixel."""
    return bool(overlaps([one], [other]).any())


def assert_legible(ax: Axes, patched: pytest.MonkeyPatch) -> None:
    """No word lies on another, on a bar or beyond the edge of the page."""
    figure = ax.figure
    texts = drawn_texts(figure, patched)
    words, extents = [text for text, _ in texts], [box for _, box in texts]
    on_words = np.argwhere(np.triu(overlaps(extents, extents), k=1))
    assert not len(on_words), [f"{words[i]!r} lies on {words[j]!r}" for i, j in on_words]
    on_bars = overlaps(extents, [bar.get_window_extent() for bar in bars_of(ax)]).any(axis=1)
    assert not on_bars.any(), f"{[words[i] for i in np.flatnonzero(on_bars)]} lie on a bar"
    page, edges = corners([figure.bbox.padded(0.5)])[0], corners(extents)
    inside = (edges[:, :2] >= page[:2]).all(axis=1) & (edges[:, 2:] <= page[2:]).all(axis=1)
    outside = [words[i] for i in np.flatnonzero(~inside)]
    assert not outside, f"{outside} run out of the page"


def lightness(color: str | tuple[float, ...]) -> float:
    """What a black-and-white print makes of a colour: 0 black, 1 white (Rec. 601 luma)."""
    return float(np.dot([0.299, 0.587, 0.114], to_rgb(color)))
