"""The credence of a hypothesis whatever its prior, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.labels import fitted
from assess.formatting.numbers import number_text
from assess.plots.layout import lines, page
from assess.prose.prior_sweep import headline, prior_text
from assess.result.reading import expect

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes


def plot_prior_sweep(reading: xr.Dataset, *, ax: Axes | None = None) -> Axes:
    """Draw the credence of a hypothesis, and of its rivals, over its prior.

    Every reader finds the own prior on the x axis and the credence that follows from it above. Dots
    mark the priors that lead to credences of .5, .8 and .95.

    Parameters
    ----------
    reading : Dataset
        What `prior_sweep` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page, half a page high.

    Returns
    -------
    matplotlib.axes.Axes
        The axes. Its first lines are the curves: that of the hypothesis, then those of the others
        in the order of the case.
    """
    expect(reading, "prior_sweep")
    ax = lines.frame(ax)
    attrs = reading.attrs
    names = [str(h) for h in reading["hypothesis"].values]
    asked = names.index(attrs["hypothesis"])
    order = [asked, *(k for k in range(len(names)) if k != asked)]
    x, curves = reading["prior"].values, reading["credence"].values
    lines.log_odds_axis(ax, float(x[0]), float(x[-1]))
    for k, h in enumerate(order):
        ax.plot(x, curves[:, h], **lines.style(k))
    lines.credence_axis(ax, 0.0, 1.0, "credence")
    _mark_thresholds(ax, reading)
    hypothesis = fitted(attrs["hypothesis"])
    notes = [
        "All else as stated; the other hypotheses keep their proportions.",
        f"An even prior gives each of the {len(names)} hypotheses the same.",
    ]
    page.write_below(ax, f"prior of {hypothesis}", [], [], notes)
    page.set_title(ax, headline(reading), lines.write_marks(ax, _marks(reading)))
    ends = [(float(x[-1]), float(curves[-1, h])) for h in order]
    colors = [str(lines.style(k)["color"]) for k in range(len(order))]
    lines.label_ends(ax, ends, [names[h] for h in order], colors)
    return ax


def _shown(dataset: xr.Dataset, prior: float) -> bool:
    return bool(dataset["prior"].values[0] <= prior <= dataset["prior"].values[-1])


def _marks(dataset: xr.Dataset) -> list[lines.Mark]:
    attrs = dataset.attrs
    stated, even, lead = (float(attrs[k]) for k in ("stated", "even", "leads_from"))
    same = abs(stated - even) < 1e-9
    marks = []
    if _shown(dataset, stated):
        words = f"stated{' and even' if same else ''} {number_text(stated)}"
        marks.append(lines.Mark(stated, words, page.INK))
    if not same and _shown(dataset, even):
        marks.append(lines.Mark(even, f"even {number_text(even)}", "0.45", (0, (1, 1.5))))
    if _shown(dataset, lead):
        words = f"leads from {prior_text(lead)}"
        marks.append(lines.Mark(lead, words, page.VERMILLION, (0, (4, 2))))
    return marks


def _mark_thresholds(ax: Axes, dataset: xr.Dataset) -> None:
    """A dot where each threshold is reached, with the prior that it takes."""
    for credence, prior in zip(
        dataset["threshold"].values, dataset["prior_needed"].values, strict=True
    ):
        if not _shown(dataset, prior):
            continue
        ax.plot([prior], [credence], "o", color=page.BLUE, markersize=4.5, zorder=4.0)
        # the curve rises: below and to the right of it there is room
        words = ax.annotate(
            f"{number_text(float(credence))} needs {prior_text(float(prior))}",
            (float(prior), float(credence)),
            xytext=(6.0, -2.0),
            textcoords="offset points",
            ha="left",
            va="top",
            fontsize=page.NUMBER_SIZE,
            color=page.INK,
            bbox={"facecolor": ax.get_facecolor(), "edgecolor": "none", "pad": 0.6},
            zorder=3.5,
        )
        page.verbatim(words)
