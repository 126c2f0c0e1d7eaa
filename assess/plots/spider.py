"""One hypothesis's credence against how far each of several numbers is moved, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.numbers import credence_text
from assess.plots.layout import lines, page
from assess.prose.one_way import furthest
from assess.result.reading import expect
from priors.arrays import Array

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes


_SPAN = 20.0
"""Decibans to either side: odds divided and multiplied by 100."""

_LEAST = 0.1
"""Credence from bottom to top that is seen at least: small movements must look small."""


def plot_spider(reading: xr.Dataset, *, ax: Axes | None = None) -> Axes:
    """Draw the credence of one hypothesis against how far each number is moved, one curve a number.

    All curves meet where nothing is moved. A steep curve is a number that matters; where its thick
    part is short, little of that is open as stated.

    Parameters
    ----------
    reading : Dataset
        What `one_way` returned; of the curves those of the attribute `hypothesis` are drawn.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page, half a page high.

    Returns
    -------
    matplotlib.axes.Axes
        The axes. Its first lines are the curves, one for each number that is not certain, in the
        order of the Dataset; then the thick parts, for those that have a stated range.

    Raises
    ------
    ValueError
        If the Dataset holds no number that can be moved in odds.
    """
    expect(reading, "one_way")
    reading = reading if "number" in reading.dims else reading.expand_dims("number")
    hypothesis = str(reading.attrs["hypothesis"])
    open_ = np.isfinite(reading["change"].values).any(axis=1)
    if not open_.any():
        msg = "no number to draw: each is stated as certain, and has no odds to be multiplied"
        raise ValueError(msg)
    curves = reading.isel(number=np.flatnonzero(open_))
    ax = lines.frame(ax)
    drawn = [_curve(curves.isel(number=k), hypothesis) for k in range(curves.sizes["number"])]
    for k, (x, y) in enumerate(drawn):
        ax.plot(x, y, **{**lines.style(k), "linewidth": 1.1})
    _thicken(ax, curves, drawn)
    credence = float(reading.attrs["credence"])
    ax.plot([0.0], [credence], "o", color=page.INK, markersize=4.5, zorder=4.0)
    low, high = (f(f(y) for _, y in drawn) for f in (min, max))
    middle = (low + high) / 2.0
    low, high = min(low, max(middle - _LEAST / 2, 0.0)), max(high, min(middle + _LEAST / 2, 1.0))
    lines.credence_axis(ax, low, high, f"credence of {fitted(hypothesis, width=24)}")
    _odds_axis(ax)
    _explain_below(ax, reading, int((~open_).sum()))
    marks = [lines.Mark(0.0, f"as stated {credence_text(credence)}", page.INK)]
    page.set_title(ax, furthest(reading), lines.write_marks(ax, marks))
    ends = [(_SPAN, float(y[-1])) for _, y in drawn]
    names = [str(n) for n in curves["number"].values]
    colors = [str(lines.style(k)["color"]) for k in range(len(names))]
    lines.label_ends(ax, ends, names, colors)
    return ax


def _curve(curve: xr.Dataset, hypothesis: str) -> tuple[Array, Array]:
    """A curve between the ends of the picture."""
    change = curve["change"].values
    y = curve["credence"].sel(hypothesis=hypothesis).values
    fine = np.isfinite(change) & np.isfinite(y)
    inside = fine & (np.abs(change) < _SPAN)
    x = np.concatenate([[-_SPAN], change[inside], [_SPAN]])
    return x, np.interp(x, change[fine], y[fine])


def _thicken(ax: Axes, curves: xr.Dataset, drawn: list[tuple[Array, Array]]) -> None:
    """Draw the part of each curve that lies within the stated range of its number thick."""
    for k, (x, y) in enumerate(drawn):
        curve = curves.isel(number=k)
        if not curve["high"] > curve["low"]:
            continue
        value, change = curve["value"].values, curve["change"].values
        fine = np.isfinite(change)
        ends = np.interp([curve["low"], curve["high"]], value[fine], change[fine])
        ends = np.clip(ends, -_SPAN, _SPAN)
        within = (x > ends[0]) & (x < ends[1])
        at = np.concatenate([ends[:1], x[within], ends[1:]])
        color = lines.style(k)["color"]
        ax.plot(
            at, np.interp(at, x, y), color=color, linewidth=3.4, solid_capstyle="butt", zorder=2.8
        )


def _odds_axis(ax: Axes) -> None:
    ax.set_xlim(-_SPAN, _SPAN)
    words = {-20: "÷ 100", -10: "÷ 10", 0: "as stated", 10: "× 10", 20: "× 100"}
    ax.set_xticks(list(words), list(words.values()))


def _explain_below(ax: Axes, dataset: xr.Dataset, certain: int) -> None:
    share = f"{100.0 * float(dataset.attrs['mass']):g}\N{NO-BREAK SPACE}%"
    fixed = int(dataset["fixed"].values.sum()) - certain
    note = f"Thick: within the stated {share} range of the number."
    if fixed == dataset.sizes["number"] - certain:
        note = "None of these numbers was stated with a range."
    elif fixed:
        note += f" {fixed} without a range {'has' if fixed == 1 else 'have'} no thick part."
    notes = [note, str(dataset.attrs["conditional_on"])]
    if certain:
        notes.append(f"Stated as certain, and not drawn: {certain}.")
    name = "odds of the number (÷ 10 is −10 decibans, × 10 is +10 decibans)"
    page.write_below(ax, name, [], [], notes)
