"""A frame for curves and maps: two axes of numbers on the printed page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.plots.layout import page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT = 4.3
"""Inches: about half of an A4 page, the text below the picture included."""


def framed(ax: Axes | None, height: float = HEIGHT) -> Axes:
    """The axes given, or those of a new figure as wide as the page and so many inches high."""
    if ax is None:
        import matplotlib.pyplot as plt

        size = (page.WIDTH, height)
        _, ax = plt.subplots(figsize=size, layout="constrained", facecolor="white")
        ax.set_facecolor("white")
    ax.tick_params(labelsize=page.LABEL_SIZE, labelcolor=page.INK, color=page.RULE)
    for side in ("right", "top"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(page.RULE)
    return ax


def share_ticks(ax: Axes, which: str) -> None:
    """Ticks of an axis of probabilities as they are printed elsewhere: .2, .4, ..., 1."""
    from matplotlib.ticker import FuncFormatter, MultipleLocator

    axis = ax.xaxis if which == "x" else ax.yaxis
    axis.set_major_locator(MultipleLocator(0.2))
    axis.set_major_formatter(FuncFormatter(lambda x, _: _share(x)))


def _share(x: float) -> str:
    text = f"{x:.1f}"
    return "0" if text in ("0.0", "-0.0") else "1" if text == "1.0" else text.lstrip("0")
