"""Pairs of numbers as bars: how far both have to be off for the conclusion to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.labels import fitted
from assess.formatting.numbers import crossing_text
from assess.formatting.rows import at_least_one
from assess.plots.layout import page
from assess.prose.tipping_pairs import headline
from assess.result.reading import expect

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes


def plot_tipping_pairs(
    reading: xr.Dataset, *, ax: Axes | None = None, most: int | None = page.MOST
) -> Axes:
    """Draw how far two numbers have to be off together for another hypothesis to lead.

    A short bar is a pair of judgements that only have to be a little wrong, both in the worse
    direction, for the conclusion to change. At its end stand the values that the two then have.

    Parameters
    ----------
    reading : Dataset
        What `tipping_pairs` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page.
    most : int, optional
        Most bars; a note says how many pairs are not shown.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If `most` is below 1.
    """
    expect(reading, "tipping_pairs")
    from matplotlib.patches import Patch

    shown = reading.isel(pair=slice(at_least_one(most, reading.sizes["pair"])))
    labels = [
        f"{fitted(str(one))}  and {fitted(str(other))}"
        for one, other in zip(shown["first"].values, shown["second"].values, strict=True)
    ]
    own, ax = ax is None, page.rows(ax, labels)
    texts = []
    for k in range(len(labels)):
        row = shown.isel(pair=k)
        change, within = float(row["change"]), bool(row["within"])
        ax.barh(
            k, change, height=page.BAR_HEIGHT, zorder=2.0, edgecolor=page.BLUE,
            color=page.BLUE if within else "white",
        )  # fmt: skip
        words = " and ".join(
            crossing_text(float(row[f"{w}_at"]), float(row[f"{w}_value"]))
            for w in ("first", "second")
        )
        texts.append(page.write_beside(ax, change, k, words, rightwards=True))
    longest = max([3.0, *shown["change"].values.tolist()])
    page.fit_limits(ax, 0.0, longest, texts)
    ax.set_xlim(0.0, ax.get_xlim()[1])
    a = reading.attrs
    share = f"{100.0 * float(a['mass']):g}\N{NO-BREAK SPACE}%"
    notes = ["Both numbers moved by the same factor of their odds, each in the worse direction."]
    left = reading.sizes["pair"] - len(labels)
    if left:
        notes.append(f"{left} more pairs can do it, farther out.")
    cannot = int(a["tried"]) - reading.sizes["pair"]
    if cannot:
        notes.append(f"{cannot} of the {a['tried']} pairs tried cannot do it within 30 dB.")
    page.write_below(
        ax,
        "change of the odds of both numbers, dB (3 dB: doubled or halved)",
        [Patch(facecolor=page.BLUE), Patch(facecolor="white", edgecolor=page.BLUE)],
        [f"possible within the stated {share} ranges", "not"],
        notes,
    )
    return page.finished(ax, headline(reading), own=own)
