"""Contamination drawn: the bounds of a credence against the share of the prior that is given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.errors import UnknownNameError
from assess.formatting.labels import fitted
from assess.formatting.numbers import number_text
from assess.plots.layout import lines, page
from assess.prose.contamination import headline
from assess.result.reading import expect

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes


def plot_contamination(
    reading: xr.Dataset, *, ax: Axes | None = None, hypothesis: str | None = None
) -> Axes:
    """Draw how far a credence can go when a share of the prior may have been anything.

    Every reader finds on the x axis how much of the stated prior they would give up; the band above
    holds whatever they would put in its place. Where the bounds of the leader cross those of its
    strongest rival nothing is decided yet: the rival leads from the marked share on.

    Parameters
    ----------
    reading : Dataset
        What `contamination` returned, for two shares or more.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page, half a page high.
    hypothesis : str, optional
        The hypothesis; that with the highest credence when left out.

    Returns
    -------
    matplotlib.axes.Axes
        The axes. Its first two lines are the bounds, the low one first.

    Raises
    ------
    ValueError
        If there are fewer than two shares, or the hypothesis is not in the Dataset.
    """
    expect(reading, "contamination")
    if reading.sizes["epsilon"] < 2:
        msg = "a picture needs two shares or more: contamination(result, epsilon=(0, .1, .5))"
        raise ValueError(msg)
    names = [str(h) for h in reading["hypothesis"].values]
    a = reading.attrs
    name = a["leader"] if hypothesis is None else hypothesis
    if name not in names:
        raise UnknownNameError(name, names, "hypothesis")
    ax = lines.frame(ax)
    one = reading.sel(hypothesis=name)
    x, low, high = reading["epsilon"].values, one["low"].values, one["high"].values
    ax.plot(x, low, color=page.BLUE, linewidth=1.6, marker="o", markersize=3.0, zorder=3.0)
    ax.plot(x, high, color=page.BLUE, linewidth=1.6, marker="o", markersize=3.0, zorder=3.0)
    ax.fill_between(x, low, high, color=page.BLUE, alpha=0.15, linewidth=0.0, zorder=1.0)
    credence = float(one["credence"])
    ax.axhline(credence, color=page.INK, linewidth=0.8, linestyle=(0, (4, 2)), zorder=2.0)
    ax.set_xlim(float(x[0]), float(x[-1]))
    about = fitted(a["question"])
    lines.credence_axis(ax, 0.0, 1.0, f"credence of {fitted(name)}")
    _ticks(ax)
    notes = [
        "Between the bounds: the credence for whatever prior fills the share, all else as stated.",
        "Bounds for the worst case, not a statement of probability. Dots: what was computed.",
    ]
    page.write_below(ax, f"share of the prior of {about} that may be anything", [], [], notes)
    marks = _marks(reading)
    page.set_title(ax, headline(reading), lines.write_marks(ax, marks))
    fits = ["at most", "as stated", "at least"]
    ends = [(float(x[-1]), float(y)) for y in (high[-1], credence, low[-1])]
    lines.label_ends(ax, ends, fits, [page.BLUE, page.INK, page.BLUE])
    return ax


def _ticks(ax: Axes) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    ax.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda v, _: number_text(float(f"{v:.6g}"))))


def _marks(contamination: xr.Dataset) -> list[lines.Mark]:
    """The share from which on another hypothesis can lead."""
    at, x = float(contamination.attrs["lead_changes_at"]), contamination["epsilon"].values
    if not x[0] <= at <= x[-1]:
        return []
    rival = fitted(contamination.attrs["rival"], width=26)
    return [lines.Mark(at, f"{rival} can lead from {number_text(at)}", page.VERMILLION)]
