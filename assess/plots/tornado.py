"""The tornado of a question: how far each stated number, moved alone, moves the credence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.numbers import number_text
from assess.formatting.rows import at_least_one
from assess.plots.layout import page
from assess.plots.layout.credence_axis import mark_credences, next_above
from assess.prose.tornado import NOISE, headline
from assess.result.reading import expect
from priors.arrays import Array

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation

_LEAST = 0.001
"""Credence to either side that is seen at least.

Printed credences have three decimals: numbers that move less than that must not fill the page.
"""


def plot_tornado(
    reading: xr.Dataset,
    *,
    ax: Axes | None = None,
    most: int | None = page.MOST,
    color_low: str = page.ORANGE,
    color_high: str = page.BLUE,
) -> Axes:
    """Draw how far the credence moves when one stated number is known to be at either end.

    A long bar is a number worth asking about: were it known, the credence would be another. A
    short bar is one whose uncertainty does not matter, however large it is. The figures at the
    ends of a bar are the values that the number was moved to.

    Parameters
    ----------
    reading : Dataset
        What `tornado` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page, 0.26 in a row.
    most : int, optional
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
    expect(reading, "tornado")
    order = np.argsort(-reading["swing"].values, kind="stable")
    kept = at_least_one(most, len(order))
    shown = reading.isel(number=order[:kept])
    labels = [str(name) for name in shown["number"].values]
    own, ax = ax is None, page.rows(ax, labels)
    _limit(ax, shown, _draw_rows(ax, shown, color_low, color_high))
    _explain_below(ax, reading, reading["swing"].values[order[kept:]], (color_low, color_high))
    return page.finished(ax, headline(reading), own=own)


def _draw_rows(ax: Axes, shown: xr.Dataset, color_low: str, color_high: str) -> list[Annotation]:
    """Bars and the values at their ends, row by row."""
    credence = float(shown.attrs["credence"])
    ends = np.stack([shown["credence_low"].values, shown["credence_high"].values], axis=-1)
    values = np.stack([shown["low"].values, shown["high"].values], axis=-1)
    moves = np.where(np.abs(ends - credence) < NOISE, 0.0, ends - credence)
    texts = []
    for row, (low, high) in enumerate(moves):
        halved = low * high > 0
        for end, color in enumerate((color_low, color_high)):
            # on the same side one bar would hide the other: each takes half of the row
            offset = (end - 0.5) * 0.4 if halved else 0.0
            ax.barh(
                row + offset,
                (low, high)[end],
                left=credence,
                color=color,
                edgecolor=color,
                height=0.4 if halved else page.BAR_HEIGHT,
                linewidth=0.5,
                zorder=2.0,
            )
            texts.append(
                page.write_beside(
                    ax,
                    ends[row, end],
                    # a little further apart than the bars: letters need the room
                    row + 1.2 * offset,
                    number_text(values[row, end]),
                    rightwards=_rightwards((low, high), end),
                )
            )
    ax.axvline(credence, color=page.INK, linewidth=0.8, zorder=2.2)
    return texts


def _rightwards(moves: tuple[float, float], end: int) -> bool:
    """Whether an end lies to the right; one that moves nothing takes the side left free."""
    this, other = moves[end], moves[1 - end]
    if this != 0:
        return this > 0
    return other < 0 or (other == 0 and end == 1)


def _limit(ax: Axes, shown: xr.Dataset, numbers: list[Annotation]) -> None:
    credence = float(shown.attrs["credence"])
    ends = [*shown["credence_low"].values, *shown["credence_high"].values, credence]
    low = min(*ends, max(credence - _LEAST, 0.0))
    high = max(*ends, min(credence + _LEAST, 1.0))
    page.fit_limits(ax, low, high, numbers)
    mark_credences(ax)


def _explain_below(ax: Axes, tornado: xr.Dataset, left_out: Array, colors: tuple[str, str]) -> None:
    """What the axis counts, the colours, what was moved and how far, and what was not drawn."""
    from matplotlib.patches import Patch

    share = f"{100.0 * float(tornado.attrs['mass']):g}\N{NO-BREAK SPACE}%"
    notes = [f"Each number alone moved to the ends of its stated {share} interval."]
    factor, fixed = float(tornado.attrs.get("vary_fixed", 0)), int(tornado.attrs.get("fixed", 0))
    if factor:
        times = number_text(factor)
        notes.append(f"Where none is stated, its odds divided and multiplied by {times}.")
    if fixed:
        were = (
            "1 number without an interval was"
            if fixed == 1
            else (f"{fixed} numbers without an interval were")
        )
        notes.append(f"{were} not moved.")
    if len(left_out):
        count = len(left_out)
        more = "1 more number moves" if count == 1 else f"{count} more numbers move"
        notes.append(f"{more} it by less than {next_above(float(left_out.max()))}.")
    page.write_below(
        ax,
        f"credence of {fitted(tornado.attrs['hypothesis'])}",
        [Patch(color=color) for color in colors] if tornado.sizes["number"] else [],
        ["number at its low end", "at its high end"],
        notes,
    )
