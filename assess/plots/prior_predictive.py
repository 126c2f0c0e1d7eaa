"""What the prior expected to see, item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.numbers import credence_text
from assess.formatting.rows import at_least_one
from assess.plots.layout import page
from assess.plots.layout.credence_axis import mark_credences
from assess.prose.prior_predictive import headline
from assess.result.reading import expect

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes


def plot_prior_predictive(
    reading: xr.Dataset, *, ax: Axes | None = None, most: int | None = page.MOST
) -> Axes:
    """Draw how probable each item was before any was known, the least expected at the top.

    Parameters
    ----------
    reading : Dataset
        What `prior_predictive` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page.
    most : int, optional
        Most bars; a note says how many items are not shown.

    Returns
    -------
    matplotlib.axes.Axes
        Its first patches are the bars.

    Raises
    ------
    ValueError
        If `most` is below 1.
    """
    expect(reading, "prior_predictive")
    a = reading.attrs
    shown = reading.isel(item=slice(at_least_one(most, reading.sizes["item"])))
    labels = [str(n) for n in shown["item"].values]
    own, ax = ax is None, page.rows(ax, labels)
    texts = []
    for row, chance in enumerate(shown["probability"].values):
        is_rare = chance < a["rare"]
        ax.barh(
            row,
            chance,
            height=page.BAR_HEIGHT,
            color=page.ORANGE if is_rare else page.BLUE,
            hatch="///" if is_rare else None,
            edgecolor="white",
            linewidth=0.0,
            zorder=2.0,
        )
        words = credence_text(float(chance))
        texts.append(page.write_beside(ax, float(chance), row, words, rightwards=True))
    page.fit_limits(ax, 0.0, max([0.1, *shown["probability"].values.tolist()]), texts)
    ax.set_xlim(0.0, ax.get_xlim()[1])
    mark_credences(ax)
    notes = ["Each item by itself; priors, likelihoods and reliabilities as stated."]
    more = reading.sizes["item"] - len(labels)
    if more:
        notes.append(f"{more} more items were more probable.")
    notes.append("Only what was seen stands in a case: improbable is not refuted.")
    page.write_below(ax, "probability of the item under the prior", [], [], notes)
    return page.finished(ax, headline(reading), own=own)
