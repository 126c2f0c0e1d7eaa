"""How well the items fit each other: how much less, or more, probable the others make each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.numbers import bits_text, quantity_text
from assess.formatting.rows import at_least_one
from assess.plots.layout import page
from assess.plots.layout.bars import fill, hatch
from assess.prose.conflict import NOISE, headline
from assess.result.reading import expect
from assess.sensitivity.conflict import worst_pair
from priors.arrays import Array

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle

_LEAST = 1.0
"""Bits to either side that are seen at least: what hardly moves must look like it."""


def plot_conflict(
    reading: xr.Dataset,
    *,
    ax: Axes | None = None,
    by: Literal["item", "source"] = "item",
    most: int | None = page.MOST,
    labels: Literal["id", "text"] = "id",
    color_worse: str = page.VERMILLION,
    color_better: str = page.BLUE,
) -> Axes:
    """Draw how well each item fits the others, the worst first.

    A bar to the right is an item that the others make less probable than it is by itself: it
    conflicts with them. A bar to the left is one that the others make more probable.

    Parameters
    ----------
    reading : Dataset
        What `conflict` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page, 0.26 in a row.
    by : {"item", "source"}
        Whether there is a bar for each item, or for each source with all that it says.
    most : int, optional
        Most bars. A note says how many were left out, and that they fit better than those shown.
    labels : {"id", "text"}
        What stands beside the bar of an item: its id, or its words.
    color_worse, color_better : color
        Colours of bars of what fits worse, and better, than if it were independent of the rest.
        The former are filled and the latter hatched on a pale ground.

    Returns
    -------
    matplotlib.axes.Axes
        The axes. Its first patches are the bars, in the order of the rows.

    Raises
    ------
    ValueError
        If `most` is below 1, or `by` or `labels` is none of its words.
    """
    expect(reading, "conflict")
    if by not in ("item", "source"):
        msg = f"by: {by!r} is neither 'item' nor 'source'"
        raise ValueError(msg)
    names, bits = _rows(reading, by, labels)
    kept = at_least_one(most, len(bits))
    order = np.argsort(-bits, kind="stable")
    shown = order[:kept]
    rows = [names[k] for k in shown]
    own, ax = ax is None, page.rows(ax, rows)
    bars = _draw_bars(ax, bits[shown], color_worse, color_better)
    numbers = [
        page.write_beside(ax, float(b), row, bits_text(float(b)), rightwards=bool(b >= 0))
        for row, b in enumerate(bits[shown])
    ]
    low, high = min([-_LEAST, *bits[shown]]), max([_LEAST, *bits[shown]])
    page.fit_limits(ax, float(low), float(high), numbers)
    _mark_above(ax)
    _explain_below(ax, reading, bars, by, bits[order[kept:]])
    return page.finished(ax, headline(reading, by=by), own=own)


def _rows(conflict: xr.Dataset, by: str, labels: str) -> tuple[list[str], Array]:
    names = page.row_names(conflict, by, labels if by == "item" else "id")
    if by == "item":
        return names, conflict["conflict"].values.astype(float)
    counts = conflict["items"].values
    names = [
        f"{name} ({count} item{'' if count == 1 else 's'})"
        for name, count in zip(names, counts, strict=True)
    ]
    return names, conflict["source_conflict"].values.astype(float)


def _draw_bars(ax: Axes, bits: Array, color_worse: str, color_better: str) -> list[Rectangle]:
    bars = ax.barh(range(len(bits)), bits, height=page.BAR_HEIGHT, zorder=2.0)
    for size, bar in zip(bits, bars, strict=True):
        if size > 0:
            fill(bar, color_worse)
        else:
            hatch(bar, color_better)
    ax.axvline(0.0, color=page.INK, linewidth=0.8, zorder=2.2)
    return list(bars)


def _mark_above(ax: Axes) -> None:
    """The upper axis: the factors that the bits amount to."""
    left, right = ax.get_xlim()
    unit = (right - left) / page.axes_width(ax)
    gap = page.text_width(ax, "000", page.LABEL_SIZE) * unit
    kept: list[tuple[float, str, float]] = []
    for bits in [0, *(s * k for k in (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 40) for s in (1, -1))]:
        times = quantity_text(2.0 ** abs(bits))
        words = "1" if bits == 0 else f"÷ {times}" if bits > 0 else f"× {times}"
        half = page.text_width(ax, words, page.LABEL_SIZE) * unit / 2.0
        clear = all(abs(bits - other) > half + taken + gap for other, _, taken in kept)
        if left <= bits <= right and clear:
            kept.append((float(bits), words, half))
    above = ax.secondary_xaxis("top")
    at, words_at = zip(*[(b, w) for b, w, _ in sorted(kept)], strict=True)
    above.set_xticks(at, words_at, fontsize=page.LABEL_SIZE, color=page.INK)
    above.tick_params(color=page.RULE)
    above.spines["top"].set_color(page.RULE)
    name = page.broken(ax, "the others change its probability by", page.LABEL_SIZE)
    page.verbatim(above.set_xlabel(name, fontsize=page.LABEL_SIZE, color=page.INK))


def _explain_below(
    ax: Axes,
    conflict: xr.Dataset,
    bars: list[Rectangle],
    by: str,
    left_out: Array,
) -> None:
    """What the axis counts, the colours that occur, what was not drawn, what it all rests on."""
    shown: dict[str, Rectangle] = {}
    for bar in bars:
        if abs(bar.get_width()) < NOISE:
            continue
        kind = "fits better" if bar.get_hatch() else "fits worse"
        shown.setdefault(f"{kind} than if it were independent of the others", bar)
    notes = []
    if by == "item" and (pair := _pair(conflict)):
        notes.append(pair)
    if len(left_out):
        what = by if len(left_out) == 1 else f"{by}s"
        fits = "fits" if len(left_out) == 1 else "fit"
        most = bits_text(float(left_out.max()))
        notes.append(f"{len(left_out)} more {what} {fits} no worse ({most} or less).")
    notes.append("A repeat counts as one: what it merely copies is neither agreement nor conflict.")
    what = "an item" if by == "item" else "a source's items"
    kinds = sorted(shown, reverse=True)
    name = f"conflict of {what} with all others (bits)"
    page.write_below(ax, name, [shown[k] for k in kinds], kinds, notes)


def _pair(conflict: xr.Dataset) -> str:
    """The two items that pull against each other most, if they do so notably."""
    pair = worst_pair(conflict)
    if pair is None or pair[2] < float(conflict.attrs["notable"]):
        return ""
    names = " and ".join(fitted(name) for name in pair[:2])
    return f"Most at odds with each other: {names} ({bits_text(pair[2])})."
