"""The cruxes between two analysts as a waterfall: from the one's log-odds to the other's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.numbers import credence_text, decibans_shown, decibans_text
from assess.formatting.rows import at_least_one
from assess.plots.layout import page
from assess.plots.layout.bars import fill, hatch
from assess.prose.cruxes import error_text, headline, phrase, short_name
from assess.result.reading import expect

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle
    from matplotlib.text import Annotation

_THE_REST = "the rest"

_LEAST = 2.5
"""Decibans to either side of the bars' middle that are seen at least: small gaps look small."""

_FULL = 0.05
"""Decibans that show in a figure of one decimal."""


def plot_cruxes(
    reading: xr.Dataset,
    *,
    ax: Axes | None = None,
    most: int | None = page.MOST,
    color_up: str = page.BLUE,
    color_down: str = page.VERMILLION,
) -> Axes:
    """Draw what leads from one analyst's log-odds to the other's, part by part.

    The first row is where the first analyst stands, the last one where the second does. In between
    stands each part that they state differently, the largest first: its bar begins where the one
    above it ends and is as long as its share of the gap.

    Parameters
    ----------
    reading : Dataset
        What `cruxes` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page.
    most : int, optional
        How many parts get a bar of their own; the smallest of the others are taken together in one.
    color_up, color_down : color
        Colours of bars that speak more and less for the hypothesis in the second's version. The
        former are filled and the latter hatched, so that they differ in print without colour.

    Returns
    -------
    matplotlib.axes.Axes
        Its first patches are the bars of the parts, in the order of the rows.

    Raises
    ------
    ValueError
        If `most` is below 1.
    """
    expect(reading, "cruxes")
    a = reading.attrs
    sizes = reading["contribution"].values.astype(float)
    kept = at_least_one(most, len(sizes))
    labels = [_label(reading, k) for k in range(kept)]
    if rest := len(sizes) - kept:
        sizes = np.append(sizes[:kept], sizes[kept:].sum())
        labels.append(f"{rest} other part" + ("s" if rest > 1 else ""))
    rows = [a["first"], *labels, a["second"]]
    own, ax = ax is None, page.rows(ax, rows)
    for text in (ax.get_yticklabels()[0], ax.get_yticklabels()[-1]):
        text.set_fontweight("bold")
    ends = float(a["first_decibans"]) + np.concatenate([[0.0], np.cumsum(sizes)])
    bars = _draw_bars(ax, sizes, ends, color_up, color_down)
    numbers = _write_numbers(ax, reading, sizes, ends)
    middle = (ends.min() + ends.max()) / 2.0
    low, high = min(ends.min(), middle - _LEAST), max(ends.max(), middle + _LEAST)
    page.fit_limits(ax, low, high, numbers)
    _explain_below(ax, reading, bars)
    return page.finished(ax, headline(reading), own=own)


def _label(cruxes: xr.Dataset, k: int) -> str:
    words = phrase(cruxes, k, short_name)
    return (
        words[0].upper() + words[1:] if words.startswith(("the ", "what ", "whether ")) else words
    )


def _draw_bars(
    ax: Axes, sizes: np.ndarray, ends: np.ndarray, color_up: str, color_down: str
) -> list[Rectangle]:
    count = len(sizes)
    bars = ax.barh(range(1, count + 1), sizes, left=ends[:-1], height=page.BAR_HEIGHT, zorder=2.0)
    for size, bar in zip(sizes, bars, strict=True):
        if size >= 0:
            fill(bar, color_up)
        else:
            hatch(bar, color_down)
    half = page.BAR_HEIGHT / 2.0
    steps = np.arange(count + 1)
    # from the end of each row down to the next
    below = np.where(steps == 0, 0.0, steps + half)
    above = np.where(steps == count, count + 1.0, steps + 1 - half)
    ax.vlines(ends, below, above, color=page.RULE, linewidth=0.8, zorder=1.8)
    ax.plot(
        [ends[0], ends[-1]], [0, count + 1], "D", color="0.35", markersize=5.5, zorder=2.5,
        clip_on=False,
    )  # fmt: skip
    return list(bars)


def _write_numbers(
    ax: Axes, cruxes: xr.Dataset, sizes: np.ndarray, ends: np.ndarray
) -> list[Annotation]:
    a = cruxes.attrs
    shown = decibans_shown(sizes.tolist(), float(a["gap"]))
    numbers = []
    for row, side in ((0, "first"), (len(sizes) + 1, "second")):
        words = decibans_text(float(a[f"{side}_decibans"]))
        if a["against"] == _THE_REST:
            words += f" (credence {credence_text(float(a[f'{side}_credence']))})"
        at = float(ends[0] if row == 0 else ends[-1])
        # towards the other's side, where these rows are empty
        inwards = (ends[-1] >= ends[0]) == (side == "first")
        words = f"\N{EN SPACE}{words}" if inwards else f"{words}\N{EN SPACE}"
        numbers.append(page.write_beside(ax, at, row, words, rightwards=bool(inwards)))
    for k, (size, value) in enumerate(zip(sizes, shown, strict=True)):
        numbers.append(
            page.write_beside(
                ax, float(ends[k + 1]), k + 1, decibans_text(value), rightwards=bool(size >= 0)
            )
        )
    return numbers


def _explain_below(ax: Axes, cruxes: xr.Dataset, bars: list[Rectangle]) -> None:
    a = cruxes.attrs
    hypothesis, against = fitted(a["hypothesis"]), fitted(a["against"])
    shown: dict[str, Rectangle] = {}
    for bar in bars:
        more = "less" if bar.get_hatch() else "more"
        shown.setdefault(
            f"speaks {more} for {hypothesis} as {short_name(a['second'])} states it", bar
        )
    notes = []
    if a["method"] != "exact":
        notes.append(
            f"Averaged over {a['method']} of the parts; standard error of a bar "
            f"{error_text(cruxes)}."
        )
    elif cruxes.sizes["part"] > 1:
        notes.append(
            "A bar is what exchanging that part does on average over all orders in which the parts "
            "could be exchanged."
        )
    kinds = sorted(shown)[::-1]
    name = f"log-odds for {hypothesis} against {against} (decibans)"
    page.write_below(ax, name, [shown[k] for k in kinds], kinds, notes)
