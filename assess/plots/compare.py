"""The credences of several analysts side by side, with what their pools would be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.rows import at_least_one
from assess.plots.layout import page
from assess.plots.layout.frame import share_ticks
from assess.prose.compare import headline
from assess.result.reading import expect

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

_MARKS = "osD^vPX*"
_BESIDE = 6
"""Entries of a legend that stand in one row or column."""

_COLORS = (page.BLUE, page.VERMILLION, page.ORANGE, "0.35")


def plot_compare(
    reading: xr.Dataset, *, ax: Axes | None = None, most: int | None = page.MOST
) -> Axes:
    """Draw the credence of each hypothesis for each analyst, and the two pools.

    A row is a hypothesis; a line leads from the smallest to the largest credence that an analyst
    gives it. Analysts are told apart by the shape of their mark; the pools are upright strokes, the
    linear one unbroken and the log one broken.

    Parameters
    ----------
    reading : Dataset
        What `compare` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page.
    most : int, optional
        How many hypotheses are shown: those on which the analysts are furthest apart.

    Returns
    -------
    matplotlib.axes.Axes
        Its first lines are the analysts' marks, one line of marks for each.

    Raises
    ------
    ValueError
        If `most` is below 1.
    """
    expect(reading, "compare")
    credence = reading["credence"].values
    spread = np.ptp(credence, axis=0)
    kept = np.sort(np.argsort(-spread, kind="stable")[: at_least_one(most, len(spread))])
    names = [str(x) for x in reading["hypothesis"].values[kept]]
    own, ax = ax is None, page.rows(ax, names)
    rows = np.arange(len(kept))
    analysts = [str(x) for x in reading["analyst"].values]
    handles = []
    # marks of one row stand a little above each other, so that equal credences are both seen
    step = min(0.16, 0.56 / max(len(analysts) - 1, 1))
    for k in range(len(analysts)):
        hollow = k >= len(_MARKS)
        color = _COLORS[k % len(_COLORS)]
        at = rows + (k - (len(analysts) - 1) / 2.0) * step
        (line,) = ax.plot(
            credence[k, kept], at, _MARKS[k % len(_MARKS)], markersize=5.0, linestyle="none",
            color=color, markerfacecolor="white" if hollow else color, zorder=3.0, clip_on=False,
        )  # fmt: skip
        handles.append(line)
    ax.hlines(
        rows, credence[:, kept].min(axis=0), credence[:, kept].max(axis=0),
        color=page.RULE, linewidth=1.2, zorder=1.5,
    )  # fmt: skip
    handles += _draw_pools(ax, reading["pooled"].values[:, kept], rows)
    ax.set_xlim(-0.02, 1.02)
    share_ticks(ax, "x")
    notes = [_note(reading)]
    left = len(spread) - len(kept)
    if left:
        notes.append(f"{left} more hypotheses, on which they are less far apart.")
    pools = [f"{p} pool" for p in reading["pool"].values]
    words = [*(fitted(n, width=24) for n in analysts), *pools]
    if len(words) <= _BESIDE:
        page.write_below(ax, "credence", handles, words, notes)
    else:
        page.write_below(ax, "credence", [], [], notes)
        _write_legend(ax, handles, words, notes)
    return page.finished(ax, headline(reading), own=own)


def _draw_pools(ax: Axes, pooled: np.ndarray, rows: np.ndarray) -> list[Line2D]:
    from matplotlib.lines import Line2D

    handles = []
    styles: tuple[Literal["-", "--"], ...] = ("-", "--")
    for values, style in zip(pooled, styles, strict=True):
        ax.vlines(
            values, rows - 0.4, rows + 0.4, color=page.INK, linewidth=1.2, linestyle=style,
            zorder=2.0,
        )  # fmt: skip
        handles.append(Line2D([], [], color=page.INK, linewidth=1.2, linestyle=style))
    return handles


def _write_legend(ax: Axes, handles: list[Line2D], words: list[str], notes: list[str]) -> None:
    """A legend of several columns under the notes: one column of many analysts fills the page."""
    from matplotlib.transforms import ScaledTranslation

    lines = sum(page.broken(ax, note, page.NUMBER_SIZE).count("\n") + 1 for note in notes)
    depth = 24.0 + 1.25 * page.LABEL_SIZE + 6.0 + 1.3 * page.NUMBER_SIZE * lines + 6.0
    widest = max(page.text_width(ax, w, page.LABEL_SIZE) for w in words)
    symbol = page.text_width(ax, "0000", page.LABEL_SIZE)
    down = ScaledTranslation(0.0, -depth / 72.0, ax.figure.dpi_scale_trans)
    legend = ax.legend(
        handles,
        words,
        loc="upper left",
        bbox_to_anchor=(0.0, 0.0),
        bbox_transform=ax.transAxes + down,
        ncols=max(1, int(page.axes_width(ax) / (widest + symbol))),
        fontsize=page.LABEL_SIZE,
        labelcolor=page.INK,
        frameon=False,
        borderaxespad=0.0,
        borderpad=0.0,
        handlelength=1.4,
        columnspacing=1.0,
    )
    for text in legend.get_texts():
        page.verbatim(text)


def _note(compare: xr.Dataset) -> str:
    weights = compare["weight"].values
    how = "equal weights" if np.allclose(weights, weights[0]) else "the weights given"
    return f"Pooled with {how}. Each credence is conditional on all that its analyst states."
