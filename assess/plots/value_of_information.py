"""The value of information: what each candidate is expected to tell, and what it could change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.labels import fitted
from assess.formatting.numbers import (
    credence_text,
    information_bits_text,
    information_text,
    number_text,
)
from assess.formatting.rows import at_least_one
from assess.plots.layout import page
from assess.plots.layout.bars import fill, hatch
from assess.prose.value_of_information import headline
from assess.result.reading import expect
from priors.arrays import Array

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle

_LEAST = 1e-4
"""Bits to which the axis reaches at least: rounding errors must not fill the page."""


_NAME = 26
"""Characters of a name in titles and notes: beside the columns there is no room for more."""

_COLUMNS = (8.0, 44.0)
"""Points from the end of the x axis to the columns on the right."""


def plot_value_of_information(
    reading: xr.Dataset,
    *,
    ax: Axes | None = None,
    most: int | None = page.MOST,
    color: str = page.BLUE,
    color_repeats: str = page.ORANGE,
) -> Axes:
    """Draw what each candidate is expected to tell, and the chances that it changes anything.

    A long bar is a candidate worth asking for; a short one will most likely be answered with what
    is known already. The columns on the right are the chances that, once it is known, another
    hypothesis leads, and that the leading one is in another verbal band: a candidate can tell much
    and change nothing.

    Parameters
    ----------
    reading : Dataset
        What `value_of_information` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page, 0.26 in a row.
    most : int, optional
        Most bars. A note says how many candidates were left out, and that they tell less.
    color, color_repeats : color
        Colours of the bars, and of those of candidates that may repeat something. The latter are
        hatched on a pale ground, so that they differ in print without colour.

    Returns
    -------
    matplotlib.axes.Axes
        The axes. Its first patches are the bars, one for each candidate: bits per unit of cost
        where all have a cost, bits otherwise.

    Raises
    ------
    ValueError
        If `most` is below 1.
    """
    expect(reading, "value_of_information")
    shown = reading.isel(candidate=slice(at_least_one(most, reading.sizes["candidate"])))
    labels = [str(name) for name in shown["candidate"].values]
    own, ax = ax is None, page.rows(ax, labels)
    value = shown[reading.attrs["sorted_by"]].values
    _write_chances(ax, shown)
    bars = _draw(ax, shown, value, (color, color_repeats))
    numbers = [
        page.write_beside(ax, v, row, information_text(float(v)), rightwards=True)
        for row, v in enumerate(value)
    ]
    page.fit_limits(ax, 0.0, max(float(value.max()), _LEAST), numbers)
    _mark_bits(ax)
    _explain_below(ax, reading, bars)
    # long names make many lines of notes
    return page.finished(ax, headline(reading), own=own, room=3.0)


def _draw(ax: Axes, shown: xr.Dataset, value: Array, colors: tuple[str, str]) -> list[Rectangle]:
    bars = ax.barh(range(len(value)), value, height=page.BAR_HEIGHT, zorder=2.0)
    for bar, note in zip(bars, shown["note"].values, strict=True):
        if note:
            hatch(bar, colors[1])
        else:
            fill(bar, colors[0])
    ax.axvline(0.0, color=page.RULE, linewidth=0.8, zorder=2.2)
    return list(bars)


def _mark_bits(ax: Axes) -> None:
    """Ticks at round numbers of bits, as they are printed beside the bars."""
    from matplotlib.ticker import MaxNLocator

    left, right = ax.get_xlim()
    inches = page.axes_width(ax) / float(ax.figure.canvas.figure.dpi)
    locator = MaxNLocator(nbins=max(int(inches * 1.5), 2), steps=[1, 2, 5, 10])
    ticks = [float(t) for t in locator.tick_values(left, right) if max(left, 0.0) <= t <= right]
    ax.set_xticks(ticks, [number_text(t) for t in ticks])


def _write_chances(ax: Axes, shown: xr.Dataset) -> None:
    """The chances that another hypothesis leads and of another band, in columns on the right."""
    columns = ("chance_lead_changes", "another\nleads"), ("chance_band_changes", "another\nband")
    for (name, words), across in zip(columns, _COLUMNS, strict=True):
        cells = [((1.0, row), credence_text(float(c))) for row, c in enumerate(shown[name].values)]
        for at, text in [((1.0, -0.6), words), *cells]:
            ax.annotate(
                text,
                at,
                xycoords=ax.get_yaxis_transform(),
                xytext=(across, 2.0 if text == words else 0.0),
                textcoords="offset points",
                va="bottom" if text == words else "center_baseline",
                fontsize=page.NUMBER_SIZE,
                color=page.INK,
                linespacing=1.1,
                annotation_clip=False,
            )
    root = ax.figure.canvas.figure
    if root.get_layout_engine() is not None:
        # the columns take their room now, so that titles and notes are no wider than what is left
        root.draw_without_rendering()


def _explain_below(ax: Axes, information: xr.Dataset, bars: list[Rectangle]) -> None:
    """What the axis counts, which bars may repeat something, the best two, what was not drawn."""
    a = information.attrs
    name = f"expected information about {fitted(a['question'])} (bits"
    if a["sorted_by"] == "bits_per_cost":
        name += f" per {fitted(a['cost_unit'] or 'unit of cost')}"
    shown: dict[str, Rectangle] = {}
    for bar in bars:
        words = "may repeat what is known" if bar.get_hatch() else "from its own source"
        shown.setdefault(words, bar)
    kinds = sorted(shown) if "may repeat what is known" in shown else []
    page.write_below(ax, f"{name})", [shown[k] for k in kinds], kinds, _notes(information, bars))


def _notes(information: xr.Dataset, bars: list[Rectangle]) -> list[str]:
    a = information.attrs
    missing = f"{fitted(a['question'], width=_NAME)}: {information_bits_text(a['entropy'])} missing"
    leads = f"{fitted(a['leading'], width=_NAME)} leads with {credence_text(a['credence'])}"
    level = f", level with {fitted(a['level'], width=_NAME)}" if a["level"] else ""
    first = (
        f"{missing}; {leads} ({a['band']}){level}. On the right: the chances that another "
        f"hypothesis leads then, and that this one is in another verbal band ({a['scale']}). "
        f"Given {a['conditional_on']}."
    )
    notes = [first]
    if a["best_pair"]:
        pair = information.sel(pair=a["best_pair"])
        both = " and ".join(fitted(str(pair[k].values), width=_NAME) for k in ("first", "second"))
        joint, total = (
            information_bits_text(float(pair[k])) for k in ("joint_bits", "sum_of_bits")
        )
        notes.append(f"The two that tell most together: {both}, {joint} (sum: {total}).")
    more = information.sizes["candidate"] - len(bars)
    if more:
        per = " for their cost" if a["sorted_by"] == "bits_per_cost" else ""
        what = "1 more candidate tells" if more == 1 else f"{more} more candidates tell"
        notes.append(f"{what} less{per.replace('their', 'its') if more == 1 else per}.")
    return notes
