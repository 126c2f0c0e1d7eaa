"""Two numbers at once as a map of the credence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.case.addresses import in_words
from assess.formatting.labels import fitted
from assess.formatting.numbers import credence_text
from assess.plots.layout import page
from assess.plots.layout.frame import framed, share_ticks
from assess.prose.two_way import headline, others_lead
from assess.result.reading import expect

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

LEVELS = (0.05, 0.2, 0.5, 0.8, 0.95)
"""Credences of which the lines are drawn."""


def plot_two_way(reading: xr.Dataset, *, ax: Axes | None = None) -> Axes:
    """Draw the credence of a hypothesis over the whole range of two numbers.

    Darker is higher; the lines join equal credences. The cross is where both numbers were stated,
    the rectangle their stated ranges. Hatched is where another hypothesis leads: a rectangle that
    reaches into it is a conclusion that two tenable judgements can overturn.

    Parameters
    ----------
    reading : Dataset
        What `two_way` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page, half as high.

    Returns
    -------
    matplotlib.axes.Axes
    """
    expect(reading, "two_way")
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch, Rectangle

    a = reading.attrs
    ax = framed(ax)
    x, y = reading["first"].values, reading["second"].values
    credence = reading["credence"].sel(hypothesis=a["hypothesis"]).values.T
    shades = [str(s) for s in np.linspace(0.98, 0.55, len(LEVELS) + 1)]
    ax.contourf(x, y, credence, levels=[0.0, *LEVELS, 1.0], colors=shades)
    lines = ax.contour(x, y, credence, levels=LEVELS, colors=page.INK, linewidths=0.9)
    ax.clabel(lines, fmt=credence_text, fontsize=page.NUMBER_SIZE)
    handles: list[Artist] = []
    labels = []
    if others_lead(reading).any():
        hatched = ax.contourf(
            x, y, reading["margin"].values.T, levels=[-2.0, 0.0], colors="none", hatches=["////"]
        )
        hatched.set_edgecolor("0.35")
        hatched.set_linewidth(0.0)
        handles.append(Patch(facecolor="white", edgecolor="0.35", hatch="////"))
        labels.append(f"another than {fitted(a['leader'], width=24)} leads")
    low = a["first_low"], a["second_low"]
    size = a["first_high"] - low[0], a["second_high"] - low[1]
    ax.add_patch(
        Rectangle(low, *size, fill=False, edgecolor=page.VERMILLION, linewidth=1.6, zorder=3.0)
    )
    ax.plot(
        a["first_value"], a["second_value"], "x", color=page.VERMILLION, markersize=8.0,
        markeredgewidth=2.0, zorder=3.1,
    )  # fmt: skip
    share = f"{100.0 * float(a['mass']):g}\N{NO-BREAK SPACE}%"
    handles += [
        Line2D([], [], marker="x", color=page.VERMILLION, linestyle="none", markeredgewidth=2.0),
        Patch(fill=False, edgecolor=page.VERMILLION, linewidth=1.6),
    ]
    labels += ["as stated", f"stated {share} ranges"]
    for which, word in (("x", "first"), ("y", "second")):
        if a[f"{word}_kind"] == "ratio":
            (ax.set_xscale if which == "x" else ax.set_yscale)("log")
        else:
            share_ticks(ax, which)
    number = fitted(in_words(str(a["second_number"])), width=46)
    page.verbatim(ax.set_ylabel(number, fontsize=page.LABEL_SIZE, color=page.INK))
    page.write_below(
        ax,
        in_words(str(a["first_number"])),
        handles,
        labels,
        [f"Lines: equal credence of {fitted(a['hypothesis'])}. Everything else as stated."],
    )
    page.set_title(ax, headline(reading))
    return ax
