"""The credence as dependence goes from none to full, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.numbers import credence_text
from assess.plots.layout import lines, page
from assess.prose.dependence import curve_name, headline
from assess.result.reading import expect

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes

_LEAST = 0.2
"""Credence from bottom to top that is seen at least: small movements must look small."""

_MOST = 8
"""Curves that can be told apart."""


def plot_dependence(reading: xr.Dataset, *, ax: Axes | None = None) -> Axes:
    """Draw the credence of a hypothesis as items go from independent to standing or falling as one.

    A dot marks what was stated: how much dependence, and the credence that follows. A whisker
    through it spans what was stated for the members of a curve; where they differ the dot need not
    lie on the curve, along which all have the same.

    Parameters
    ----------
    reading : Dataset
        What `dependence` returned; of more than 8 curves those that reach furthest are drawn.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page, half a page high.

    Returns
    -------
    matplotlib.axes.Axes
        The axes. Its first lines are the curves, in the order of the Dataset.

    Raises
    ------
    ValueError
        If the Dataset holds no curve.
    """
    expect(reading, "dependence")
    hypothesis, credence = str(reading.attrs["hypothesis"]), float(reading.attrs["credence"])
    if reading.sizes["curve"] == 0:
        msg = (
            "no curve to draw: no item may repeat another, and no source, unless it is certain, "
            "has two items"
        )
        raise ValueError(msg)
    along = reading["credence"].sel(hypothesis=hypothesis).transpose("curve", "point")
    reach = np.nanmax(np.abs(along.values - credence), axis=1)
    kept = np.sort(np.argsort(-reach, kind="stable")[:_MOST])
    curves, y = reading.isel(curve=kept), along.values[kept]
    ax = lines.frame(ax)
    x = curves["position"].values
    for k in range(len(y)):
        ax.plot(x, y[k], **lines.style(k))
    low, high = min(float(np.nanmin(y)), credence), max(float(np.nanmax(y)), credence)
    middle = (low + high) / 2.0
    low, high = min(low, max(middle - _LEAST / 2, 0.0)), max(high, min(middle + _LEAST / 2, 1.0))
    lines.credence_axis(ax, low, high, f"credence of {fitted(hypothesis, width=24)}")
    lines.probability_axis(ax)
    _mark_stated(ax, curves, credence)
    left_out = reach[[k for k in range(len(reach)) if k not in kept]]
    page.write_below(ax, "dependence, from none (0) to full (1)", [], [], _notes(curves, left_out))
    page.set_title(ax, headline(reading))
    names = [curve_name(str(c)) for c in curves["curve"].values]
    colors = [str(lines.style(k)["color"]) for k in range(len(y))]
    lines.label_ends(ax, [_end(x, line) for line in y], names, colors)
    return ax


def _end(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Where a curve ends: where all depends, or before the items become impossible."""
    last = int(np.flatnonzero(np.isfinite(y))[-1])
    return float(x[last]), float(y[last])


def _mark_stated(ax: Axes, curves: xr.Dataset, credence: float) -> None:
    """Where what was stated lies: a dot, and a whisker over the members."""
    for k in range(curves.sizes["curve"]):
        curve, color = curves.isel(curve=k), lines.style(k)["color"]
        low, high = float(curve["stated_low"]), float(curve["stated_high"])
        if high > low:
            ax.plot([low, high], [credence] * 2, color=color, linewidth=0.8, zorder=3.5)
        at = float(curve["stated"])
        face = color if bool(curve["on_curve"]) else "white"
        ax.plot(
            [at], [credence], "o", color=color, markerfacecolor=face, markersize=4.5, zorder=4.0
        )


def _notes(curves: xr.Dataset, left_out: np.ndarray) -> list[str]:
    kinds = set(curves["kind"].values)
    notes = []
    if "sources" in kinds:
        notes.append(
            "Of sources: correlation of whether their items track the truth, at the stated mean "
            "reliability."
        )
    if "repeats" in kinds:
        notes.append("Of repeats: the chance that an item merely repeats another.")
    dots = "Dots: as stated"
    if not curves["on_curve"].values.all():
        dots += "; hollow where what was stated is not of the form of the curve"
    notes.append(f"{dots}.")
    if len(left_out):
        bound = credence_text(float(left_out.max()))
        notes.append(f"{len(left_out)} more move the credence by no more than {bound}.")
    return notes
