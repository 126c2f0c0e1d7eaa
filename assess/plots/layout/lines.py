"""What the pictures of curves share: the frame, line styles, labels at the ends, marks above."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.numbers import number_text
from assess.plots.layout import page
from assess.plots.layout.frame import framed

if TYPE_CHECKING:
    from matplotlib.axes import Axes


HEIGHT = 4.1
"""Inches: half of an A4 page, with its text."""

_GAP = 1.3
"""Distance of two labels, in heights of their letters."""

_DASHES: tuple[tuple[Any, str], ...] = (
    ("-", "0.45"),
    ((0, (6, 2)), "0.15"),
    ((0, (1.2, 1.4)), "0.15"),
    ((0, (7, 2, 1.2, 2)), "0.30"),
    ((0, (3, 1.5)), "0.55"),
    ((0, (7, 1.6, 1.2, 1.6, 1.2, 1.6)), "0.15"),
    ((0, (1.2, 3)), "0.45"),
    ((0, (12, 3)), "0.55"),
)
"""Styles that are told apart without colour."""


class Mark(NamedTuple):
    """A line across the picture at a value of x, with words above it."""

    at: float
    words: str
    color: str
    style: Any = "-"


def style(k: int) -> dict[str, Any]:
    """How the k-th curve is drawn; the first one is what the picture is about."""
    if k == 0:
        return {"color": page.BLUE, "linestyle": "-", "linewidth": 2.2, "zorder": 3.0}
    dashes, grey = _DASHES[(k - 1) % len(_DASHES)]
    return {"color": grey, "linestyle": dashes, "linewidth": 1.2, "zorder": 2.5}


def frame(ax: Axes | None) -> Axes:
    """Axes for curves, with guides at the marks of the y axis."""
    ax = framed(ax, HEIGHT)
    ax.grid(axis="y", color=page.GUIDE, linewidth=0.5)
    ax.set_axisbelow(True)
    return ax


def credence_axis(ax: Axes, low: float, high: float, name: str) -> None:
    """The y axis: credences from low to high, with some air, marked at round values."""
    from matplotlib.ticker import MaxNLocator

    air = 0.03 * (high - low)
    ax.set_ylim(max(low - air, -0.02), min(high + air, 1.02))
    ticks = MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    ticks = [min(max(float(t), 0.0), 1.0) for t in ticks if low - air <= t <= high + air + 1e-9]
    digits = 2 if any(abs(10 * t - round(10 * t)) > 1e-6 for t in ticks) else 1
    digits = 3 if any(abs(100 * t - round(100 * t)) > 1e-6 for t in ticks) else digits
    words = ["0" if t < 1e-9 else "1" if t > 1 - 1e-9 else f"{t:.{digits}f}"[1:] for t in ticks]
    ax.set_yticks(ticks, words)
    page.verbatim(ax.set_ylabel(name, fontsize=page.LABEL_SIZE, color=page.INK))


def log_odds_axis(ax: Axes, low: float, high: float) -> None:
    """An x axis on which even steps are even factors of the odds."""
    from matplotlib.ticker import NullFormatter, NullLocator

    ax.set_xscale("logit", nonpositive="clip")  # words are measured at 0
    ax.set_xlim(low, high)
    tens = [10.0**-k for k in range(9, 0, -1)]
    marks = [*tens, 0.5, *(1.0 - t for t in reversed(tens))]
    within = [t for t in marks if t >= 0.999 * low and 1.0 - t >= 0.999 * (1.0 - high)]
    nines = {round(1.0 - t, 12): number_text(1.0 - t, 12) for t in tens}
    ax.set_xticks(within, [nines.get(round(t, 12), number_text(t)) for t in within])
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_minor_formatter(NullFormatter())


def ratio_axis(ax: Axes, low: float, high: float) -> None:
    """An x axis of likelihood ratios."""
    from matplotlib.ticker import NullFormatter, NullLocator

    ax.set_xscale("log")
    ax.set_xlim(low, high)
    span = range(int(np.ceil(np.log10(low) - 1e-9)), int(np.floor(np.log10(high) + 1e-9)) + 1)
    ticks = [10.0**k for k in span]
    ax.set_xticks(ticks, [number_text(t) for t in ticks])
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_minor_formatter(NullFormatter())


def probability_axis(ax: Axes) -> None:
    """An x axis from 0 to 1."""
    ax.set_xlim(0.0, 1.0)
    ticks = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    ax.set_xticks(ticks, ["0", ".2", ".4", ".6", ".8", "1"])


def write_marks(ax: Axes, marks: Sequence[Mark]) -> int:
    """Lines across the picture with words above it, in as many rows as they need; how many."""
    width = page.axes_width(ax)
    taken: list[list[tuple[float, float]]] = []
    for mark in marks:
        ax.axvline(mark.at, color=mark.color, linestyle=mark.style, linewidth=0.9, zorder=1.5)
        left = float(ax.transAxes.inverted().transform(ax.transData.transform((mark.at, 0.0)))[0])
        half = page.text_width(ax, mark.words, page.NUMBER_SIZE) / width / 2.0 + 0.008
        centre = min(max(left, half), 1.0 - half)
        row = 0
        while row < len(taken) and any(
            centre - half < b and a < centre + half for a, b in taken[row]
        ):
            row += 1
        if row == len(taken):
            taken.append([])
        taken[row].append((centre - half, centre + half))
        words = ax.annotate(
            mark.words,
            (centre, 1.0),
            xycoords="axes fraction",
            xytext=(0.0, 2.0 + 1.35 * page.NUMBER_SIZE * row),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=page.NUMBER_SIZE,
            color=mark.color,
            annotation_clip=False,
        )
        page.verbatim(words)
    return len(taken)


def label_ends(
    ax: Axes, ends: Sequence[tuple[float, float]], labels: Sequence[str], colors: Sequence[str]
) -> None:
    """Write the name of each curve to the right of the axes, beside its end, none on another.

    To be called when everything above and below the axes is in its place.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to.
    ends : sequence of (x, y)
        Where each curve ends.
    labels, colors : sequence of str
        Name of each curve, in full, and its colour.
    """
    root = ax.figure.canvas.figure
    if root.get_layout_engine() is not None:
        root.draw_without_rendering()
    box = ax.get_window_extent()
    height = float(box.height)
    gap = _GAP * page.LABEL_SIZE / 72.0 * float(root.dpi) / height
    at = [float(ax.transAxes.inverted().transform(ax.transData.transform(end))[1]) for end in ends]
    placed = spread(at, gap, 1.0)
    short = told_apart(labels, 26)
    for end, label, color, y in zip(ends, short, colors, placed, strict=True):
        words = ax.annotate(
            label,
            end,
            xytext=(1.045, y),
            textcoords="axes fraction",
            ha="left",
            va="center",
            fontsize=page.LABEL_SIZE,
            color=color,
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": page.RULE,
                "linewidth": 0.6,
                "relpos": (0.0, 0.5),
                "shrinkA": 1.0,
                "shrinkB": 0.0,
            },
        )
        page.verbatim(words)


def told_apart(labels: Sequence[str], width: int) -> list[str]:
    """Labels in one line, no two alike: of those that lose what tells them apart, that is shown.

    Examples
    --------
    >>> told_apart(["a_very_long_name_1_of_many_names", "a_very_long_name_2_of_many_names"], 16)
    ['a_very_l…1…ames', 'a_very_l…2…ames']
    """
    out = [fitted(label, width=width) for label in labels]
    for text in {t for t in out if out.count(t) > 1}:
        alike = [k for k, t in enumerate(out) if t == text]
        full = [labels[k] for k in alike]
        first = _shared(full)
        last = _shared([f[first:][::-1] for f in full])
        for k in alike:
            own = labels[k][first : len(labels[k]) - last]
            room = width - len(own) - 2
            head, tail = (
                max(min(n, most), 0) for n, most in ((2 * room // 3, first), (room // 3, last))
            )
            end = labels[k][len(labels[k]) - tail :] if tail else ""
            out[k] = f"{labels[k][:head]}…{own}…{end}"
    return out


def _shared(words: Sequence[str]) -> int:
    """How many letters all begin with."""
    columns = takewhile(lambda letters: len(set(letters)) == 1, zip(*words, strict=False))
    return sum(1 for _ in columns)


def spread(at: Sequence[float], gap: float, top: float) -> list[float]:
    """Places as near as possible to those wanted, at least a gap apart, in the same order.

    Neighbours that would touch become one group around the mean of what they wanted; groups that
    then touch are joined in turn. The whole is moved to lie between 0 and the top, if it has room.

    Examples
    --------
    >>> [round(x, 3) for x in spread([0.5, 0.5, 0.9], 0.1, 1.0)]
    [0.45, 0.55, 0.9]
    """
    order = sorted(range(len(at)), key=lambda k: at[k])
    groups: list[list[int]] = []
    for k in order:
        groups.append([k])
        while len(groups) > 1 and _low(at, groups[-1], gap, top) < (
            _low(at, groups[-2], gap, top) + gap * len(groups[-2])
        ):
            groups[-2:] = [groups[-2] + groups[-1]]
    out = [0.0] * len(at)
    for group in groups:
        for j, k in enumerate(group):
            out[k] = _low(at, group, gap, top) + gap * j
    return out


def _low(at: Sequence[float], group: list[int], gap: float, top: float) -> float:
    """Where the lowest of a group lies."""
    wanted = sum(at[k] for k in group) / len(group) - gap * (len(group) - 1) / 2.0
    return max(min(wanted, top - gap * (len(group) - 1)), 0.0)
