"""The Sobol indices of a question: whose uncertainty the spread of the log-odds comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.numbers import decibans_text, share_text
from assess.formatting.rows import at_least_one
from assess.plots.layout import page
from assess.plots.layout.credence_axis import graduation, next_above
from assess.prose.sobol import headline
from assess.result.reading import expect
from priors.arrays import Array

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation

_HALF = 0.4
"""Share of a row that each of its two bars takes."""

_WORTH_A_NOTE = 0.01
"""Share of interactions from which on a note tells it."""


def plot_sobol(
    reading: xr.Dataset,
    *,
    ax: Axes | None = None,
    most: int | None = page.MOST,
    color_first: str = page.BLUE,
    color_total: str = page.ORANGE,
) -> Axes:
    """Draw whose uncertainty the spread of the log-odds comes from.

    Two bars an input: the share of the variance that would go if it alone became known, and the
    share that would be left if everything but it became known. Where the second is longer, the
    input acts together with others. The line across the end of a bar is the central 95 % of the
    bootstrap.

    Parameters
    ----------
    reading : Dataset
        What `sobol` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page, 0.26 in a row.
    most : int, optional
        Most inputs. A note says how many were left out, and how much they have at most.
    color_first, color_total : color
        Colours of the bars; the defaults differ in lightness, so in print without colour too.

    Returns
    -------
    matplotlib.axes.Axes
        The axes. Its first patches are the bars, two for each input: first, total.

    Raises
    ------
    ValueError
        If `most` is below 1.
    """
    expect(reading, "sobol")
    kept = at_least_one(most, reading.sizes["input"])
    shown = reading.isel(input=slice(kept))
    labels = [str(name) for name in shown["input"].values]
    own, ax = ax is None, page.rows(ax, labels)
    texts = _draw_rows(ax, shown, (color_first, color_total))
    ends = [float(shown[f"{k}_high"].max()) for k in ("first", "total")] if labels else [0.0]
    page.fit_limits(ax, 0.0, max(*ends, 0.01), texts)
    _mark_shares(ax)
    _explain_below(ax, reading, reading["total"].values[kept:], (color_first, color_total))
    return page.finished(ax, headline(reading), own=own)


def _draw_rows(ax: Axes, shown: xr.Dataset, colors: tuple[str, str]) -> list[Annotation]:
    """Bars, their ranges and the shares beside them, row by row."""
    texts = []
    for row in range(shown.sizes["input"]):
        for k, (name, color) in enumerate(zip(("first", "total"), colors, strict=True)):
            value, low, high = (
                max(float(shown[f"{name}{end}"][row]), 0.0) for end in ("", "_low", "_high")
            )
            at = row + (k - 0.5) * _HALF
            ax.barh(
                at, value, color=color, edgecolor=color, height=_HALF, linewidth=0.5, zorder=2.0
            )
            ax.plot([low, high], [at, at], color=page.INK, linewidth=0.8, zorder=2.3)
            # a little further apart than the bars: letters need the room
            beside = row + 1.2 * (k - 0.5) * _HALF
            words = share_text(value)
            texts.append(page.write_beside(ax, high, beside, words, rightwards=True))
    ax.axvline(0.0, color=page.INK, linewidth=0.8, zorder=2.2)
    return texts


def _mark_shares(ax: Axes) -> None:
    """Ticks at round shares from 0 to 1: beyond can only be numbers beside bars."""
    from matplotlib.ticker import MaxNLocator

    _, right = ax.get_xlim()
    ticks = np.asarray(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]).tick_values(0.0, right))
    decimals = max(0, -int(np.floor(np.log10(ticks[1] - ticks[0]) + 1e-9)))
    within = [t for t in ticks if -1e-9 <= t <= min(right, 1.0) + 1e-9]
    ax.set_xticks(within, [graduation(float(t), decimals) for t in within])


def _explain_below(ax: Axes, sobol: xr.Dataset, left_out: Array, colors: tuple[str, str]) -> None:
    """What the axis counts, the colours, what varied, and what was not drawn."""
    from matplotlib.patches import Patch

    a = sobol.attrs
    notes = ["All uncertain numbers vary as stated, not updated by the items."]
    if a["variance"]:
        sd = decibans_text(a["sd_decibans"]).removeprefix("+")
        notes.append(f"Standard deviation of the log-odds: {sd}. Lines: 95 % of the bootstrap.")
        if a["interactions"] > max(_WORTH_A_NOTE, 2 * a["sum_first_se"]):
            share = share_text(a["interactions"])
            notes.append(f"By themselves they leave {share}: that comes of several together.")
    if len(left_out):
        more = "1 more input has" if len(left_out) == 1 else f"{len(left_out)} more inputs have"
        each = "" if len(left_out) == 1 else " each"
        notes.append(
            f"{more} less than {next_above(max(float(left_out.max()), 0.0))} in all{each}."
        )
    page.write_below(
        ax,
        f"share of the variance of the log-odds of {fitted(a['hypothesis'])} against "
        f"{fitted(a['against'])}",
        [Patch(color=color) for color in colors] if sobol.sizes["input"] else [],
        ["by itself (first index)", "with all its interactions (total index)"],
        notes,
    )
