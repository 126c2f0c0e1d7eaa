"""How probable each item is under each hypothesis: the wider the span, the more it can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.numbers import decibans_text, number_text
from assess.formatting.rows import at_least_one
from assess.plots.layout import page
from assess.prose.diagnosticity import headline
from assess.result.reading import expect
from priors.arrays import Array

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from matplotlib.text import Annotation


_MARKS = (
    ("o", True), ("s", False), ("^", True), ("D", False), ("v", True), ("o", False), ("X", True),
    ("^", False),
)  # fmt: skip
"""Shape and whether it is filled, for each hypothesis: told apart without colour."""

_COLOURS = (
    page.BLUE, page.VERMILLION, "#009E73", "#CC79A7", page.ORANGE, "0.15", "#56B4E9", "0.45",
)  # fmt: skip

_LEAST = 3.0
"""Factor that the axis spans at least: what hardly differs must look like it."""


def plot_diagnosticity(
    reading: xr.Dataset,
    *,
    ax: Axes | None = None,
    most: int | None = page.MOST,
    labels: Literal["id", "text"] = "id",
) -> Axes:
    """Draw how probable each item is under each hypothesis, the most diagnostic first.

    The axis is logarithmic, so equal distances are equal weights of evidence: the length of a
    row's line is what the item weighs between the two hypotheses that it tells apart best, and
    that weight stands beside it. Where all marks fall together the item says nothing, however
    probable it is.

    Parameters
    ----------
    reading : Dataset
        What `diagnosticity` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page, 0.26 in a row.
    most : int, optional
        Most rows. A note says how many were left out, and that they tell less apart.
    labels : {"id", "text"}
        What stands beside a row: the id of the item, or its words.

    Returns
    -------
    matplotlib.axes.Axes
        The axes. Its first collection is the rows' lines; then one for each hypothesis with its
        marks, from the first row to the last.

    Raises
    ------
    ValueError
        If `most` is below 1 or `labels` is neither of its two words.

    Notes
    -----
    With more than eight hypotheses the marks repeat in other colours. An item that is impossible
    under a hypothesis has its mark at the left edge, left of a gap, where the axis says 0.
    """
    expect(reading, "diagnosticity")
    largest = np.nan_to_num(reading["largest"].values.astype(float), posinf=np.inf)
    order = np.argsort(-largest, kind="stable")
    kept = at_least_one(most, len(order))
    shown = reading.isel(item=order[:kept])
    names = page.row_names(shown, "item", labels)
    own, ax = ax is None, page.rows(ax, names)
    p = shown["likelihood"].values.astype(float)
    ticks, zero = _ticks(p)
    # positions are logarithms: a logarithmic axis has no place for what is impossible
    at = np.where(p > 0.0, np.log10(np.where(p > 0.0, p, 1.0)), zero)
    at = np.where(np.isnan(p), np.nan, at)
    handles = _draw_rows(ax, at, ticks[-1][0] - ticks[0][0])
    numbers = _write_weights(ax, at, largest[order[:kept]])
    page.fit_limits(ax, ticks[0][0], ticks[-1][0], numbers)
    ax.set_xticks(*_thinned(ax, ticks))
    _explain_below(ax, reading, handles, largest[order[kept:]])
    return page.finished(ax, headline(reading), own=own)


def _ticks(p: Array) -> tuple[list[tuple[float, str]], float]:
    """Positions and words of the axis, and where what is impossible is drawn."""
    known = p[p > 0.0]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.1, 1.0)
    missing = max(np.log10(_LEAST) - np.log10(high / low), 0.0)
    # what is missing is added below, and above as far as there are probabilities
    top = min(np.log10(high) + missing / 2.0, 0.0)
    bottom = min(np.log10(low), top - np.log10(_LEAST))
    marks: list[float] = []
    for digits in ((1, 2, 5), range(1, 10)):  # on a short axis there are too few round ones
        if len(marks) < 3:
            some = [m * 10.0**k for k in range(int(np.floor(bottom)) - 1, 1) for m in digits]
            marks = [x for x in some if bottom - 1e-9 <= np.log10(x) <= top + 1e-9 and x <= 1.0]
    ticks = [(bottom, ""), *((float(np.log10(x)), number_text(x)) for x in marks), (top, "")]
    zero = bottom - max(0.12 * (top - bottom), 0.1)
    if (p == 0.0).any():
        ticks = [(zero, "0"), *ticks]
    return ticks, zero


def _thinned(ax: Axes, ticks: list[tuple[float, str]]) -> tuple[list[float], list[str]]:
    """Those ticks that have room: powers of ten before the others."""
    left, right = ax.get_xlim()
    unit = (right - left) / page.axes_width(ax)
    kept: list[tuple[float, str, float]] = []
    ranked = sorted(
        (t for t in ticks if t[1]),
        key=lambda t: (t[1] != "0", t[1].strip(".0") != "1", t[1].strip(".0") not in "25"),
    )
    for at, words in ranked:
        half = page.text_width(ax, words, page.LABEL_SIZE) * unit / 2.0
        if all(abs(at - other) > 1.25 * (half + taken) for other, _, taken in kept):
            kept.append((at, words, half))
    kept.sort()
    return [at for at, _, _ in kept], [words for _, words, _ in kept]


def _draw_rows(ax: Axes, at: Array, across: float) -> list[Line2D]:
    """Lines and marks; what they look like, for the legend. `across`: length of the axis."""
    from matplotlib.lines import Line2D

    rows = np.arange(len(at))
    some = ~np.isnan(at).all(axis=1)
    low, high = np.nanmin(at[some], axis=1), np.nanmax(at[some], axis=1)
    ax.hlines(rows[some], low, high, color=page.RULE, linewidth=1.6, zorder=1.7)
    offsets = _dodged(at, 0.022 * across)
    handles = []
    for k in range(at.shape[1]):
        shape, filled = _MARKS[k % len(_MARKS)]
        color = _COLOURS[(k + k // len(_COLOURS)) % len(_COLOURS)]
        face = color if filled else "white"
        height = rows + offsets[:, k]
        marks = ax.scatter(at[:, k], height, s=22, marker=shape, linewidth=1.1, zorder=2.0)
        marks.set(facecolor=face, edgecolor=color)
        handle = Line2D([], [], marker=shape, linestyle="", markersize=5.0)
        handle.set(markerfacecolor=face, markeredgecolor=color)
        handles.append(handle)
    return handles


def _dodged(at: Array, width: float) -> Array:
    """How far each mark moves up or down in its row, so that none hides another."""
    offsets = np.zeros(at.shape)
    for row, where in enumerate(at):
        order = [int(k) for k in np.argsort(where, kind="stable") if not np.isnan(where[k])]
        first = 0
        for last in range(1, len(order) + 1):
            if last < len(order) and where[order[last]] - where[order[last - 1]] < width:
                continue
            crowd = sorted(order[first:last])
            reach = min(0.14 * (len(crowd) - 1), 0.3)
            offsets[row, crowd] = np.linspace(-reach, reach, len(crowd)) if reach else 0.0
            first = last
    return offsets


def _write_weights(ax: Axes, at: Array, largest: Array) -> list[Annotation]:
    """Beside each row what the item weighs between the two hypotheses furthest apart."""
    return [
        page.write_beside(
            ax,
            float(np.nanmax(where)),
            row,
            "  " + decibans_text(float(size)).lstrip("+"),
            rightwards=True,
        )
        for row, (where, size) in enumerate(zip(at, largest, strict=True))
        if not np.isnan(where).all()
    ]


def _explain_below(ax: Axes, found: xr.Dataset, handles: list[Line2D], left_out: Array) -> None:
    notes = [
        "Beside each row: the weight of evidence between the two furthest apart.",
        "Each item by itself, with reliabilities and links as stated.",
    ]
    if len(left_out):
        more = "1 more item tells" if len(left_out) == 1 else f"{len(left_out)} more items tell"
        bound = decibans_text(float(left_out.max())).lstrip("+")
        notes.append(f"{more} no two hypotheses further apart than {bound}.")
    names = [fitted(str(h)) for h in found["hypothesis"].values]
    page.write_below(
        ax,
        "probability of the item under the hypothesis (logarithmic)",
        handles if found.sizes["item"] else [],
        names,
        notes,
    )
