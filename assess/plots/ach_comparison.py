"""Heuer's count of inconsistencies and the credences, back to back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from assess.formatting.numbers import credence_text
from assess.formatting.rows import at_least_one
from assess.plots.layout import page
from assess.plots.layout.bars import fill, hatch
from assess.prose.ach_comparison import headline
from assess.result.reading import expect
from priors.arrays import Array, Index

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle
    from matplotlib.text import Annotation


def plot_ach_comparison(
    reading: xr.Dataset,
    *,
    ax: Axes | None = None,
    most: int | None = page.MOST,
    labels: Literal["id", "text"] = "id",
    color_count: str = page.VERMILLION,
    color_credence: str = page.BLUE,
) -> Axes:
    """Draw the inconsistent items of each hypothesis, to the left, and its credence, to the right.

    Hypotheses stand in the order of their credences. If the counts do not grow from above
    downwards, the two rankings differ, and an arrow beside the number marks a hypothesis that has
    fewer inconsistent items than one above it. A short bar to the left does not by itself speak for
    a hypothesis: nothing may have been found that could be inconsistent with it.

    Parameters
    ----------
    reading : Dataset
        What `ach_comparison` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page.
    most : int, optional
        Most rows. A note says how many were left out, and their highest credence.
    labels : {"id", "text"}
        What stands beside the bars: the ids of the hypotheses, or their words.
    color_count, color_credence : color
        Colours of the two sides. Counts are hatched on a pale ground, credences filled.

    Returns
    -------
    matplotlib.axes.Axes
        The axes. Its first patches are the counts in the order of the rows, then the credences.

    Raises
    ------
    ValueError
        If `most` is below 1, or `labels` is neither of its words.
    """
    expect(reading, "ach_comparison")
    order = np.argsort(-reading["credence"].values, kind="stable")
    kept = at_least_one(most, len(order))
    shown = reading.isel(hypothesis=order[:kept])
    rows = page.row_names(shown, "hypothesis", labels, "hypothesis_text")
    own, ax = ax is None, page.rows(ax, rows)
    count = shown["inconsistency"].values.astype(float)
    largest = max(float(reading["inconsistency"].max()), 1.0)
    credence = shown["credence"].values.astype(float)
    left = _bars(ax, -count / largest, color_count, "pale")
    right = _bars(ax, credence, color_credence, "filled")
    ax.axvline(0.0, color=page.INK, linewidth=0.8, zorder=2.2)
    numbers = _numbers(ax, shown, largest)
    page.fit_limits(ax, -1.0, 1.0, numbers)
    _ticks(ax, int(largest))
    handles = [left[0], right[0]] if rows else []
    names = ["inconsistent items (left)", "credence (right)"]
    page.write_below(ax, "how many items are inconsistent with it | its credence", handles, names,
                     _notes(reading, shown, order[kept:]))  # fmt: skip
    return page.finished(ax, headline(reading, labels=labels), own=own)


def _bars(ax: Axes, lengths: Array, color: str, look: Literal["pale", "filled"]) -> list[Rectangle]:
    bars = ax.barh(range(len(lengths)), lengths, height=page.BAR_HEIGHT, zorder=2.0)
    for bar in bars:
        if look == "filled":
            fill(bar, color)
        else:
            hatch(bar, color)
    return list(bars)


def _numbers(ax: Axes, shown: xr.Dataset, largest: float) -> list[Annotation]:
    counts, credences = shown["inconsistency"].values, shown["credence"].values
    written = []
    for row, (n, p) in enumerate(zip(counts, credences, strict=True)):
        better = row > 0 and n < counts[:row].max()
        words = f"▲ {int(n)}" if better else f"{int(n)}"
        written.append(page.write_beside(ax, -float(n) / largest, row, words, rightwards=False))
        written.append(
            page.write_beside(ax, float(p), row, credence_text(float(p)), rightwards=True)
        )
    return written


def _ticks(ax: Axes, largest: int) -> None:
    """Whole numbers to the left, credences to the right."""
    step = max(1, -(-largest // 4))
    counts = list(range(step, largest + 1, step))
    at = [*(-k / largest for k in reversed(counts)), 0.0, 0.25, 0.5, 0.75, 1.0]
    words = [*(str(k) for k in reversed(counts)), "0", ".25", ".50", ".75", "1"]
    ax.set_xticks(at, words, fontsize=page.LABEL_SIZE)


def _notes(comparison: xr.Dataset, shown: xr.Dataset, left_out: Index) -> list[str]:
    notes = ["Letters I and II are counted; the credence uses all letters, the priors and sources."]
    counts = shown["inconsistency"].values
    if any(counts[k] < counts[:k].max() for k in range(1, len(counts))):
        notes.append("▲ fewer inconsistent items than a more credible hypothesis above it.")
    if comparison.attrs["unrated"]:
        n = len(str(comparison.attrs["unrated"]).split(", "))
        notes.append(f"{n} item{'' if n == 1 else 's'} without letters, in the credence only.")
    if len(left_out):
        highest = credence_text(float(comparison["credence"].values[left_out].max()))
        more = "1 more hypothesis" if len(left_out) == 1 else f"{len(left_out)} more hypotheses"
        notes.append(f"{more}, none more credible than {highest}.")
    return notes
