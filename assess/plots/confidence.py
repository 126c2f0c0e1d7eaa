"""Analytic confidence as a picture: every component between its thresholds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.plots.layout import page
from assess.prose.confidence import headline
from assess.result.reading import expect

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes

LEVELS = ("low", "moderate", "high")

_SHADES = ("0.80", "0.90", "0.97")
"""Greys of the three fields, from low to high."""

_MARKS = {"low": page.VERMILLION, "moderate": page.ORANGE, "high": page.BLUE}


_UP, _DOWN = 0.2, 0.26
"""Shares of a row by which the mark stands above its middle, and the thresholds below."""


def plot_confidence(reading: xr.Dataset, *, ax: Axes | None = None) -> Axes:
    """Draw every component of analytic confidence between its thresholds.

    Each row has a scale of its own: where it passes from low to moderate and from there to high
    stands at the edges of the fields. The mark is where the component is, with its value; an open
    mark in the middle field is a component that was not stated. A row without a mark does not
    apply. The level of the whole is in the title only: it is a rule's answer, and no measurement.

    Parameters
    ----------
    reading : Dataset
        What `confidence` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; its lines are the marks, in the order of the components that have one.
    """
    expect(reading, "confidence")
    names = [str(x) for x in reading["name"].values]
    own, ax = ax is None, page.rows(ax, names)
    for field, shade in enumerate(_SHADES):
        ax.axvspan(field, field + 1, facecolor=shade, edgecolor="none", zorder=0.5)
    for row in range(len(names)):
        _draw_row(ax, row, reading.isel(component=row))
    ax.set_xlim(0.0, 3.0)
    ax.set_xticks([0.5, 1.5, 2.5], LEVELS)
    page.write_below(ax, "level that the component gives", [], [], _notes(reading))
    return page.finished(ax, headline(reading), own=own)


def _draw_row(ax: Axes, row: int, part: xr.Dataset) -> None:
    """The mark and its value in the upper half of the row, the thresholds in the lower half."""
    for edge, level in ((1.0, "low"), (2.0, "high")):
        _write(ax, edge, row + _DOWN, f"{level}: {part[f'{level}_if'].item()}", "center", "0.35")
    level = str(part["level"].item())
    if level == "does not apply":
        _write(ax, 1.5, row - _UP, level, "center", "0.35")
        return
    known = level in _MARKS
    # a component that is capped stays in the field of its level
    field = LEVELS.index(level) if known else 1
    at = float(np.clip(_place(part), field + 0.02, field + 0.98)) if known else 1.5
    ax.plot(
        [at],
        [row - _UP],
        linestyle="none",
        marker="o",
        markersize=6.0,
        markeredgecolor=page.INK,
        markerfacecolor=_MARKS[level] if known else "white",
        zorder=3.0,
    )
    leftwards = at > 2.4
    aside = at + (-0.06 if leftwards else 0.06)
    side = "right" if leftwards else "left"
    _write(ax, aside, row - _UP, str(part["shown"].item()), side, page.INK, weight="bold")


def _write(
    ax: Axes, at: float, row: float, words: str, side: str, color: str, weight: str = "normal"
) -> None:
    text = ax.text(
        at,
        row,
        words,
        ha=side,
        va="center_baseline",
        fontsize=page.NUMBER_SIZE,
        color=color,
        fontweight=weight,
        zorder=3.0,
    )
    page.verbatim(text)


def _place(part: xr.Dataset) -> float:
    """Where a value stands on the common axis: linear between the thresholds, bent beyond them."""
    value, low, high = (float(part[k]) for k in ("value", "low", "high"))
    share = (value - low) / (high - low)
    if share < 0.0:
        return 1.0 - (-share / (1.0 - share)) * 0.95
    if share > 1.0:
        beyond = share - 1.0
        return 2.0 + (1.0 if np.isinf(beyond) else beyond / (1.0 + beyond)) * 0.95
    return 1.0 + share


def _notes(confidence: xr.Dataset) -> list[str]:
    a = confidence.attrs
    where = [
        f"{name}: {place}"
        for name, place, level in zip(
            confidence["name"].values,
            confidence["where"].values,
            confidence["level"].values,
            strict=True,
        )
        if place and level == "low"
    ]
    return [
        *([f"Low by {'; '.join(where)}."] if where else []),
        f"Rule: {a['rule']}",
        f"Thresholds: {a['citation']} ({a['edition']}). Each row has its own scale.",
    ]
