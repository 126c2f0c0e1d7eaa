"""The credences over the whole range of one number, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.numbers import crossing_text, interval_text, number_text
from assess.plots.layout import lines, page
from assess.prose.one_way import headline
from assess.result.reading import expect

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes

_EDGE = 0.06
"""Closer than that to 0 or 1 the scale of probabilities is one of log-odds."""


def plot_one_way(reading: xr.Dataset, *, ax: Axes | None = None) -> Axes:
    """Draw the credence of every hypothesis over the whole range of one stated number.

    Where the thick curve is not the highest, another hypothesis leads. The grey band is the stated
    range of the number, the line in it its stated value, the dashed line the value at which the
    lead changes.

    Parameters
    ----------
    reading : Dataset
        What `one_way` returned for one number, or `.sel(number=...)` of several.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page, half a page high.

    Returns
    -------
    matplotlib.axes.Axes
        The axes. Its first lines are the curves: that of the hypothesis asked about, then the
        others in the order of the case.

    Raises
    ------
    ValueError
        If the Dataset holds several numbers, or none.
    """
    expect(reading, "one_way")
    curve = _one(reading)
    ax = lines.frame(ax)
    names = [str(h) for h in curve["hypothesis"].values]
    asked = names.index(curve.attrs["hypothesis"])
    order = [asked, *(k for k in range(len(names)) if k != asked)]
    # where the items are impossible there is no credence
    curve = curve.isel(point=np.flatnonzero(curve["credence"].notnull().all("hypothesis").values))
    curve = curve.isel(point=np.flatnonzero(_scale(ax, curve)))
    x = curve["value"].values
    for k, h in enumerate(order):
        ax.plot(x, curve["credence"].values[:, h], **lines.style(k))
    lines.credence_axis(ax, 0.0, 1.0, "credence")
    marks, notes = _marks(curve), _notes(curve)
    if curve["high"] > curve["low"]:
        ax.axvspan(float(curve["low"]), float(curve["high"]), color="0.93", zorder=0.5)
    name = f"{curve['number'].item()}: {curve['meaning'].item()}"
    page.write_below(ax, name, [], [], notes)
    page.set_title(ax, headline(curve), lines.write_marks(ax, marks))
    leader = curve["credence"].sel(hypothesis=curve.attrs["leader"]).values
    for mark in marks[1:]:
        y = np.interp(mark.at, x, leader)
        ax.plot([mark.at], [y], "o", color=page.VERMILLION, markersize=4.0, zorder=4.0)
    right = min(ax.get_xlim()[1], float(x[-1]))
    ends = [(right, float(np.interp(right, x, curve["credence"].values[:, h]))) for h in order]
    colors = [str(lines.style(k)["color"]) for k in range(len(order))]
    lines.label_ends(ax, ends, [names[h] for h in order], colors)
    return ax


def _one(dataset: xr.Dataset) -> xr.Dataset:
    if "number" not in dataset.dims:
        return dataset
    if dataset.sizes["number"] != 1:
        msg = (
            f"the picture is of one number, and this holds {dataset.sizes['number']}: choose one "
            "with .sel(number=...), or draw several with plot_spider"
        )
        raise ValueError(msg)
    return dataset.isel(number=0)


def _scale(ax: Axes, curve: xr.Dataset) -> np.ndarray:
    """Choose the scale of the x axis; which points of the curve it shows."""
    x = curve["value"].values
    shown = [float(curve[n]) for n in ("used", "flip_below", "flip_above")]
    shown = [s for s in shown if np.isfinite(s)]
    if curve["kind"].item() == "ratio":
        lines.ratio_axis(ax, float(x[0]), float(x[-1]))
        return np.ones(len(x), dtype=bool)
    open_ = [s for s in shown if 0.0 < s < 1.0]
    if not open_ or (min(open_) >= _EDGE and max(open_) <= 1.0 - _EDGE):
        lines.probability_axis(ax)
        return np.ones(len(x), dtype=bool)
    # a tenth of the odds beyond what is marked, and all but the outermost hundredths
    low = min(0.001, *(0.1 * s for s in open_)) if min(open_) < _EDGE else 0.01
    high = max(0.999, *(1.0 - 0.1 * (1.0 - s) for s in open_)) if max(open_) > 1 - _EDGE else 0.99
    inside = (x > 0.0) & (x < 1.0)
    low, high = max(low, float(x[inside][0])), min(high, float(x[inside][-1]))
    lines.log_odds_axis(ax, low, high)
    return np.asarray(inside & (x >= 0.5 * low))


def _marks(curve: xr.Dataset) -> list[lines.Mark]:
    stated, used = float(curve["stated"]), float(curve["used"])
    words = f"stated {number_text(stated)}"
    if number_text(used) != number_text(stated):
        words += f", worth {number_text(used)}"
    marks = [lines.Mark(used, words, page.INK)]
    for side in ("below", "above"):
        at = float(curve[f"flip_{side}"])
        if np.isfinite(at):
            leader = fitted(str(curve[f"leader_{side}"].item()), width=24)
            words = f"{side} {crossing_text(at, stated)}: {leader} leads"
            marks.append(lines.Mark(at, words, page.VERMILLION, (0, (4, 2))))
    return marks


def _notes(curve: xr.Dataset) -> list[str]:
    notes = []
    if curve["high"] > curve["low"]:
        share = f"{100.0 * float(curve.attrs['mass']):g}\N{NO-BREAK SPACE}%"
        if curve["kind"].item() == "ratio":
            ends = " to ".join(number_text(float(curve[e])) for e in ("low", "high"))
        else:
            ends = interval_text(float(curve["low"]), float(curve["high"]))
        notes.append(f"Grey: its stated {share} range, {ends}.")
    what = "Everything else as stated"
    if curve["kind"].item() == "prior":
        what += "; the rivals keep their proportions"
    return [*notes, f"{what}."]
