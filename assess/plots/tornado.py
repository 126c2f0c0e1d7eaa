"""The tornado of a question: how far each stated number, moved alone, moves the credence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assess.plots import page
from assess.rounding import credence_text, number_text

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.text import Text

_LEAST = 0.001
"""Credence to either side that is seen at least.

Printed credences have three decimals: numbers that move less than that must not fill the page.
"""


def plot_tornado(
    tornado: xr.Dataset,
    *,
    ax: Axes | None = None,
    most: int = 20,
    color_low: str = page.ORANGE,
    color_high: str = page.BLUE,
) -> Axes:
    """Draw how far the credence moves when one stated number is known to be at either end.

    A long bar is a number worth asking about: were it known, the credence would be another. A
    short bar is one whose uncertainty does not matter, however large it is. The figures at the
    ends of a bar are the values that the number was moved to.

    Parameters
    ----------
    tornado : Dataset
        Variables `low`, `high` (ends of the stated number), `credence_low`, `credence_high`
        (credence of the hypothesis with the number at that end) and `swing`, all (number); attrs
        `hypothesis`, `credence` and `mass`, the share of the interval between low and high.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page, 0.26 in a row.
    most : int
        Most bars. A note says how many numbers were left out, and that they move it by less.
    color_low, color_high : color
        Colours of the ends; the defaults differ in lightness, so in print without colour too.

    Returns
    -------
    matplotlib.axes.Axes
        The axes. Its first patches are the bars, two for each number: low end, high end.

    Raises
    ------
    ValueError
        If `most` is below 1.
    """
    if most < 1:
        msg = f"most: {most} leaves no bar (1 or more)"
        raise ValueError(msg)
    order = np.argsort(-tornado["swing"].values, kind="stable")
    shown = tornado.isel(number=order[:most])
    ax = _with_labels([str(name) for name in shown["number"].values], ax)
    numbers = _draw_rows(ax, shown, color_low, color_high)
    _limit(ax, shown, numbers)
    name = page.fitted(tornado.attrs["hypothesis"])
    label = ax.set_xlabel(f"credence of {name}", fontsize=page.LABEL_SIZE, color=page.INK)
    page.verbatim(label)
    page.write_below(
        ax, _handles(color_low, color_high), ["number at its low end", "at its high end"],
        _note(tornado, tornado["swing"].values[order[most:]]),
    )
    page.set_title(ax, _title(shown))
    return ax


def _with_labels(labels: list[str], ax: Axes | None) -> Axes:
    if ax is None:
        fit = [page.fitted(label, lines=2) for label in labels]
        row = page.ROW_OF_TWO_LINES if any("\n" in label for label in fit) else page.ROW
        ax = page.page_axes(len(labels), row=row, around=1.6)
    else:
        fit = [page.fitted(label) for label in labels]
    page.label_rows(ax, fit)
    return ax


def _draw_rows(ax: Axes, shown: xr.Dataset, color_low: str, color_high: str) -> list[Text]:
    """Bars and the values at their ends, row by row."""
    credence = float(shown.attrs["credence"])
    ends = np.stack([shown["credence_low"].values, shown["credence_high"].values], axis=-1)
    values = np.stack([shown["low"].values, shown["high"].values], axis=-1)
    texts = []
    for row, (low, high) in enumerate(ends - credence):
        halved = low * high > 0
        for end, color in enumerate((color_low, color_high)):
            # on the same side one bar would hide the other: each takes half of the row
            offset = (end - 0.5) * 0.4 if halved else 0.0
            ax.barh(
                row + offset, (low, high)[end], left=credence, color=color, edgecolor=color,
                height=0.4 if halved else page.BAR_HEIGHT, linewidth=0.5, zorder=2.0,
            )
            texts.append(page.write_beside(
                ax, ends[row, end], row + offset, number_text(values[row, end]),
                rightwards=_rightwards((low, high), end),
            ))
    ax.axvline(credence, color=page.INK, linewidth=0.8, zorder=2.2)
    return texts


def _rightwards(moves: tuple[float, float], end: int) -> bool:
    """Whether an end lies to the right; one that moves nothing takes the side left free."""
    this, other = moves[end], moves[1 - end]
    if this != 0:
        return this > 0
    return other < 0 or (other == 0 and end == 1)
