"""Two numbers at once as a map of the credence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assess.case.addresses import in_words
from assess.formatting.numbers import credence_text
from assess.plots.layout import page
from assess.plots.layout.frame import framed, share_ticks

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

LEVELS = (0.05, 0.2, 0.5, 0.8, 0.95)
"""Credences of which the lines are drawn."""


def plot_two_way(two_way: xr.Dataset, *, ax: Axes | None = None) -> Axes:
    """Draw the credence of a hypothesis over the whole range of two numbers.

    Darker is higher; the lines join equal credences. The cross is where both numbers were stated,
    the rectangle their stated ranges. Hatched is where another hypothesis leads: a rectangle that
    reaches into it is a conclusion that two tenable judgements can overturn.

    Parameters
    ----------
    two_way : Dataset
        What `two_way` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page, half as high.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch, Rectangle

    a = two_way.attrs
    ax = framed(ax)
    x, y = two_way["first"].values, two_way["second"].values
    credence = two_way["credence"].sel(hypothesis=a["hypothesis"]).values.T
    shades = [str(s) for s in np.linspace(0.98, 0.55, len(LEVELS) + 1)]
    ax.contourf(x, y, credence, levels=[0.0, *LEVELS, 1.0], colors=shades)
    lines = ax.contour(x, y, credence, levels=LEVELS, colors=page.INK, linewidths=0.9)
    ax.clabel(lines, fmt=credence_text, fontsize=page.NUMBER_SIZE)
    names = [str(h) for h in two_way["hypothesis"].values]
    leads = two_way["leads"].values.T
    others = (leads != names.index(a["leader"])) & (leads >= 0)
    handles: list[Artist] = []
    labels = []
    if others.any():
        hatched = ax.contourf(
            x, y, two_way["margin"].values.T, levels=[-2.0, 0.0], colors="none", hatches=["////"]
        )
        hatched.set_edgecolor("0.35")
        hatched.set_linewidth(0.0)
        handles.append(Patch(facecolor="white", edgecolor="0.35", hatch="////"))
        labels.append(f"another than {page.fitted(a['leader'], width=24)} leads")
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
    number = page.fitted(in_words(str(a["second_number"])), width=46)
    page.verbatim(ax.set_ylabel(number, fontsize=page.LABEL_SIZE, color=page.INK))
    page.write_below(
        ax,
        in_words(str(a["first_number"])),
        handles,
        labels,
        [f"Lines: equal credence of {page.fitted(a['hypothesis'])}. Everything else as stated."],
    )
    page.set_title(ax, _title(two_way, others))
    return ax


def _title(two_way: xr.Dataset, others: NDArray[np.bool_]) -> str:
    a = two_way.attrs
    leader = page.fitted(a["leader"])
    if not others.any():
        return f"{leader} leads wherever on this map these two numbers are"
    if a["first_high"] == a["first_low"] and a["second_high"] == a["second_low"]:
        return f"Where {leader} leads, and where not"
    if a["others_within"]:
        return f"Within their stated ranges these two numbers can make {a['others_within']} lead"
    return f"Within the stated ranges of these two numbers {leader} leads throughout"
