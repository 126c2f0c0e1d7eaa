"""A leave-one-out as a picture: the credence without each, against the credence with all in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.numbers import credence_text
from assess.formatting.rows import at_least_one
from assess.plots.layout import page
from assess.plots.layout.credence_axis import mark_credences, next_above
from assess.prose.leave_out import CUT_NAME, headline, moves
from assess.result.reading import expect
from assess.sensitivity.leave_out import LEADS, Turn, turns
from priors.arrays import Index, Mask

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle
    from matplotlib.text import Annotation


_LEAST = 0.005
"""Credence to either side that is seen at least: less is not printed."""


def plot_leave_out(
    reading: xr.Dataset, *, ax: Axes | None = None, most: int | None = page.MOST
) -> Axes:
    """Draw what the credence of a hypothesis would be without each item, source, origin or tag.

    A bar leads from the credence with everything in (the line) to the credence without the one
    named. A long bar is what the conclusion hangs on. Where without it another hypothesis would
    lead, the bar is hatched and says which: that one is a linchpin.

    Of assumptions nothing is left out: a bar leads to the credence with the assumption set to hold,
    or to fail.

    Parameters
    ----------
    reading : Dataset
        What `leave_out` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page, 0.26 in a row.
    most : int, optional
        Most bars, the longest ones. A note says how many others there are, that they move the
        credence by less, and whether there is a linchpin among them.

    Returns
    -------
    matplotlib.axes.Axes
        The axes. Its first patches are the bars, from the longest on.

    Raises
    ------
    ValueError
        If `most` is below 1.
    """
    expect(reading, "leave_out")
    move = moves(reading)
    order = np.argsort(-np.nan_to_num(np.abs(move), nan=np.inf), kind="stable")
    kept = at_least_one(most, len(order))
    shown = reading.isel(left_out=order[:kept])
    labels = [
        _label(str(name), reading.attrs["by"], int(count))
        for name, count in zip(shown["left_out"].values, shown["items"].values, strict=True)
    ]
    own, ax = ax is None, page.rows(ax, labels)
    bars, numbers = _draw_rows(ax, shown)
    _limit(ax, shown, numbers)
    _explain_below(ax, bars, reading, order[kept:])
    return page.finished(ax, headline(reading), own=own)


def _turned(left_out: xr.Dataset) -> Mask:
    return np.array([turn is not None for turn in turns(left_out)], dtype=bool)


def _label(name: str, by: str, items: int) -> str:
    return f"{name}, with what repeats it" if by == "origin" and items > 1 else name


def _draw_rows(ax: Axes, shown: xr.Dataset) -> tuple[list[Rectangle], list[Annotation]]:
    credence = float(shown.attrs["credence"])
    moved, now = moves(shown), turns(shown)
    bars = list(
        ax.barh(
            range(len(moved)),
            np.nan_to_num(moved),
            left=credence,
            height=page.BAR_HEIGHT,
            facecolor=page.BLUE,
            edgecolor=page.BLUE,
            linewidth=0.8,
            zorder=2.0,
        )
    )
    numbers = []
    for row, (bar, move) in enumerate(zip(bars, moved, strict=True)):
        words = "undefined" if np.isnan(move) else credence_text(credence + float(move))
        turn = now[row]
        if turn is not None:
            bar.set(facecolor="white", edgecolor=page.VERMILLION, hatch="/////")
            words = _with_leader(ax, words, turn)
        end = credence + float(np.nan_to_num(move))
        numbers.append(page.write_beside(ax, end, row, words, rightwards=bool(move > 0)))
    ax.axvline(credence, color=page.INK, linewidth=0.8, zorder=2.2)
    return bars, numbers


def _with_leader(ax: Axes, words: str, turn: Turn) -> str:
    """Beside a bar, who leads then: cut so far that the numbers leave the bars their room."""
    for width in range(CUT_NAME, 6, -1):
        full = f"{words} ({turn.form.format(fitted(turn.names, width=width))})"
        if page.text_width(ax, full, page.NUMBER_SIZE) <= 0.27 * page.axes_width(ax):
            return full
    return words


def _limit(ax: Axes, shown: xr.Dataset, numbers: list[Annotation]) -> None:
    credence = float(shown.attrs["credence"])
    ends = credence + np.nan_to_num(moves(shown))
    low = min(*ends, credence, max(credence - _LEAST, 0.0))
    high = max(*ends, credence, min(credence + _LEAST, 1.0))
    page.fit_limits(ax, low, high, numbers)
    mark_credences(ax)


def _explain_below(ax: Axes, bars: list[Rectangle], left_out: xr.Dataset, hidden: Index) -> None:
    """What the axis counts, which bars are linchpins, and what was not drawn."""
    a = left_out.attrs
    hypothesis = fitted(a["hypothesis"])
    settled = a["by"] == "assumption"
    what = "with the assumption set" if settled else f"without the {a['by']}"
    shown = {bool(bar.get_hatch()): bar for bar in reversed(bars)}
    lead = fitted(str(a["leader"]), width=CUT_NAME)
    other, does = _outcome(left_out)
    still = f"{lead} and others still level" if a.get("level") else f"{lead} still leads"
    words = {False: still, True: other}
    whole = "as stated" if settled else "with all in"
    notes = [f"The line is the credence {whole}: {credence_text(float(a['credence']))}."]
    notes.append(
        "The items and all other numbers stay as stated."
        if settled
        else "The items that stay, and all numbers, are as stated."
    )
    if len(hidden):
        count = len(hidden)
        largest = float(np.abs(moves(left_out)[hidden]).max())
        more = "1 more moves" if count == 1 else f"{count} more move"
        notes.append(f"{more} it by less than {next_above(largest)}.")
        if turned := int(_turned(left_out)[hidden].sum()):
            notes.append(f"Of these, {turned} would {does}.")
    if np.isnan(moves(left_out)).any():
        notes.append("Undefined: with that setting the items are impossible, and nothing leads.")
    page.write_below(
        ax,
        f"credence of {hypothesis} {what}",
        [shown[key] for key in sorted(shown)] if _turned(left_out).any() else [],
        [words[key] for key in sorted(shown)],
        notes,
    )


def _outcome(left_out: xr.Dataset) -> tuple[str, str]:
    """What a hatched bar stands for, and what the ones that are not drawn would do."""
    level = [turn.form != LEADS for turn in turns(left_out) if turn is not None]
    if left_out.attrs.get("level"):
        return "no longer level", "end that"
    if not any(level):
        return "another hypothesis would lead", "let another hypothesis lead"
    return "another would lead, or be level", "let another hypothesis lead or be level"
