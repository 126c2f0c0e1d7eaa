"""Credal bounds drawn: how far each credence can go when all numbers move at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.errors import UnknownNameError
from assess.formatting.numbers import credence_text, number_text
from assess.formatting.rows import at_least_one
from assess.plots.layout import page
from assess.plots.layout.credence_axis import mark_credences
from assess.prose.credal_bounds import headline
from assess.result.reading import expect

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes

_SPREAD = "#8ABBD9"
"""A light blue, that the line and the marks stand out from without colour too."""


def plot_credal_bounds(
    reading: xr.Dataset,
    *,
    ax: Axes | None = None,
    question: str | None = None,
    most: int | None = page.MOST,
) -> Axes:
    """Draw the least and the greatest credence of each hypothesis, all numbers in their ranges.

    The line is a worst case and no interval of probability: its ends need all numbers to err
    together. The bar, where the result was drawn from, is robustness, how far the credence moves
    when the numbers err as they were stated to.

    Parameters
    ----------
    reading : Dataset
        What `credal_bounds` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page, 0.26 in a row.
    question : str, optional
        The question, by its id; the first one when left out.
    most : int, optional
        Most rows; those with the highest credences. A note says how many hypotheses were left out.

    Returns
    -------
    matplotlib.axes.Axes
        The axes. Its first lines are those from bound to bound, a row each.

    Raises
    ------
    ValueError
        If `most` is below 1, or the question is not in the Dataset.
    """
    expect(reading, "credal_bounds")
    names = list(dict.fromkeys(str(q) for q in reading["question"].values))
    question = names[0] if question is None else question
    if question not in names:
        raise UnknownNameError(question, names, "question")
    own = reading.isel(hypothesis=reading["question"].values == question)
    order = np.argsort(-own["credence"].values, kind="stable")
    shown = own.isel(hypothesis=order[: at_least_one(most, len(order))])
    labels = [str(h) for h in shown["hypothesis"].values]
    new_figure, ax = ax is None, page.rows(ax, labels)
    _draw(ax, shown)
    _explain_below(ax, shown, own.sizes["hypothesis"] - len(labels))
    return page.finished(ax, headline(reading, question=question), own=new_figure)


def _draw(ax: Axes, shown: xr.Dataset) -> None:
    """Lines, bars, marks, and the numbers at the ends."""
    low, high, credence = (shown[k].values for k in ("low", "high", "credence"))
    exact = shown["exact"].values
    texts = []
    for row in range(len(low)):
        ax.plot([low[row], high[row]], [row, row], color=page.INK, linewidth=1.0, zorder=2.0)
    for row in range(len(low)):
        for end, (at, is_exact) in enumerate(
            zip((low[row], high[row]), exact[:, row], strict=True)
        ):
            # an arrow where the true bound may lie further out
            mark = "|" if is_exact else "<>"[end]
            ax.plot([at], [row], mark, color=page.INK, markersize=6 if is_exact else 4, zorder=2.1)
            words = credence_text(float(at))
            texts.append(page.write_beside(ax, float(at), row, words, rightwards=end == 1))
    if "robustness" in shown:
        ends = shown["robustness"].transpose("hypothesis", "bound").values
        ax.barh(
            np.arange(len(low)),
            ends[:, 1] - ends[:, 0],
            left=ends[:, 0],
            height=0.3,
            color=_SPREAD,
            zorder=2.2,
        )
    ax.plot(credence, np.arange(len(low)), "D", color=page.VERMILLION, markersize=4.5, zorder=2.5)
    # from 0, and not always to 1: of sixty hypotheses none goes far
    page.fit_limits(ax, 0.0, max(float(high.max()), float(credence.max())), texts)
    mark_credences(ax)


def _explain_below(ax: Axes, shown: xr.Dataset, left_out: int) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    a = shown.attrs
    handles: list[Line2D | Patch] = [
        Line2D([], [], color=page.VERMILLION, marker="D", linestyle="", markersize=4.5),
        Line2D([], [], color=page.INK, linewidth=1.0),
    ]
    labels = ["credence", "least to greatest, all numbers at once"]
    if "robustness" in shown:
        handles.append(Patch(color=_SPREAD))
        labels.append(f"robustness ({float(a['robustness_mass']):.0%})")
    share = f"{float(a['mass']):.0%}"
    notes = [f"Every number anywhere in its stated {share} interval, all of them at once."]
    notes.append("A worst case, not a statement of probability.")
    if a["vary_fixed"]:
        times = number_text(float(a["vary_fixed"]))
        notes.append(f"Where none is stated, its odds divided and multiplied by {times}.")
    elif a["fixed"]:
        notes.append(f"Numbers without an interval were not moved ({a['fixed']}).")
    if not bool(shown["exact"].all()):
        notes.append("Arrowheads: found by search, the true bound lies at or beyond this.")
    if left_out:
        notes.append(f"{left_out} more hypotheses have lower credences.")
    page.write_below(ax, "credence", handles, labels, notes)
