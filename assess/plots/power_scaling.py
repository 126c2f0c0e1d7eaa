"""Power-scaling drawn: how sensitive the draws are to the laws as stated and to the items."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.numbers import number_text
from assess.plots.layout import page
from assess.prose.power_scaling import headline
from assess.result.reading import expect

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes


_LABELS = {
    "prior": "all ranges as stated (prior)",
    "likelihood": "what all items say of them (likelihood)",
}


def plot_power_scaling(
    reading: xr.Dataset,
    *,
    ax: Axes | None = None,
    color_prior: str = page.BLUE,
    color_likelihood: str = page.ORANGE,
) -> Axes:
    """Draw how sensitive the log-odds are to the numbers as stated, and to what items say of them.

    The dashed line is the threshold of .05, above which a look is worth it. How the draws
    themselves change is in ArviZ's picture, `arviz.plot_psense_dist(result,
    var_names=["log_odds"])`.

    Parameters
    ----------
    reading : Dataset
        What `power_scaling` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page, 0.26 in a row.
    color_prior, color_likelihood : color
        Colours of the bars; the defaults differ in lightness, so in print without colour too.

    Returns
    -------
    matplotlib.axes.Axes
        The axes. Its first patches are the bars, one for each part.
    """
    expect(reading, "power_scaling")
    shown = reading
    names = [str(name) for name in shown["part"].values]
    labels = [_LABELS.get(n, f"the ranges of {n.removeprefix('prior: ')} alone") for n in names]
    own, ax = ax is None, page.rows(ax, labels)
    values = shown["sensitivity"].values
    errors = np.nan_to_num(shown["sensitivity_se"].values)
    texts = []
    for row, (name, value, error) in enumerate(zip(names, values, errors, strict=True)):
        color = color_likelihood if name == "likelihood" else color_prior
        ax.barh(
            row,
            value,
            color=color,
            edgecolor=color,
            height=page.BAR_HEIGHT,
            linewidth=0.5,
            zorder=2.0,
        )
        low, high = max(value - 2 * error, 0.0), value + 2 * error
        ax.plot([low, high], [row, row], color=page.INK, linewidth=0.8, zorder=2.3)
        texts.append(page.write_beside(ax, high, row, number_text(value), rightwards=True))
    threshold = float(shown.attrs["threshold"])
    ax.axvline(threshold, color=page.RULE, linewidth=1.0, linestyle="--", zorder=1.8)
    ax.axvline(0.0, color=page.INK, linewidth=0.8, zorder=2.2)
    ends = values + 2 * errors
    page.fit_limits(ax, 0.0, max(float(ends.max()), 1.2 * threshold), texts)
    _mark_sensitivities(ax)
    _explain_below(ax, shown)
    return page.finished(ax, headline(reading), own=own)


def _mark_sensitivities(ax: Axes) -> None:
    from matplotlib.ticker import MaxNLocator

    _, right = ax.get_xlim()
    ticks = MaxNLocator(nbins=6, steps=[1, 2, 5, 10]).tick_values(0.0, right)
    within = [float(t) for t in ticks if -1e-12 <= t <= right]
    ax.set_xticks(within, [number_text(t) for t in within])


def _named(shown: xr.Dataset) -> str:
    return fitted(shown.attrs["hypothesis"])


def _explain_below(ax: Axes, shown: xr.Dataset) -> None:
    a = shown.attrs
    dashed = f"Dashed: {number_text(float(a['threshold']))}, above which a look is worth it."
    notes = [
        dashed,
        f"Lines: two standard errors to either side ({a['draws']} draws).",
        "About the ranges of the numbers; no item is given more or less weight.",
    ]
    page.write_below(
        ax,
        f"sensitivity of the log-odds of {_named(shown)} against {fitted(a['against'])} to a power",
        [],
        [],
        notes,
    )
