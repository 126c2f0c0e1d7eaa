"""An axis that counts credences: its ticks, and bounds as they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.numbers import credence_text
from assess.plots.layout import page

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def mark_credences(ax: Axes) -> None:
    """Ticks at round credences; none beyond 0 and 1, where only numbers beside bars can be."""
    from matplotlib.ticker import MaxNLocator

    left, right = ax.get_xlim()
    inches = page.axes_width(ax) / float(ax.figure.canvas.figure.dpi)
    locator = MaxNLocator(nbins=max(int(inches * 2), 2), steps=[1, 2, 5, 10])
    ticks = np.asarray(locator.tick_values(left, right))
    decimals = max(0, -int(np.floor(np.log10(ticks[1] - ticks[0]) + 1e-9)))
    # a tick at 1 may come as the next number above it
    ticks = np.where(np.abs(ticks - 1.0) < 1e-9, 1.0, ticks)
    within = [t for t in ticks if max(left, 0.0) <= t <= min(right, 1.0)]
    ax.set_xticks(within, [graduation(t, decimals) for t in within])


def graduation(credence: float, decimals: int) -> str:
    """A tick's words: no digits but those that tell the ticks apart, and none before the point."""
    text = f"{credence:.{decimals}f}"
    return str(round(credence)) if float(text) in (0.0, 1.0) else text.removeprefix("0")


def next_above(swing: float) -> str:
    """The next step of printed credences above a swing, so that it is less than what is printed."""
    step = 0.001 if swing < 0.009 else 0.01
    return credence_text(min((np.floor(swing / step) + 1.0) * step, 1.0))
