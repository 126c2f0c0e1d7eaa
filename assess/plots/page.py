"""What the pictures share: the measures of a page, labels that fit, numbers beside bars.

Sizes are given outright, in points and inches, not taken from the style in force: a figure is made
for the width of a printed page, and its rows are as high as its letters need.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

WIDTH = 6.3
"""Inches: the text width of an A4 page with margins of 25 mm."""

ROW, ROW_OF_TWO_LINES = 0.26, 0.34
"""Inches from one row to the next."""

TITLE_SIZE, LABEL_SIZE, NUMBER_SIZE = 10.0, 8.0, 7.0
"""Points."""

LABEL_WIDTH = 38
"""Characters in one line of a row's label."""

BAR_HEIGHT = 0.62
"""Share of a row that its bar takes."""

INK, RULE, GUIDE = "0.15", "0.55", "0.90"
"""Greys of letters, of lines that mean something, and of lines that only lead the eye."""

# Okabe & Ito (2008), Color Universal Design: told apart with every common form of colour blindness
BLUE, VERMILLION, ORANGE = "#0072B2", "#D55E00", "#E69F00"


def page_axes(rows: int, *, row: float = ROW, around: float) -> Axes:
    """Axes of a new figure as wide as the page, its height growing with the rows.

    Parameters
    ----------
    rows : int
        Number of rows to be drawn.
    row : float
        Inches from one row to the next.
    around : float
        Inches above and below the rows: title, axes, legend and notes.

    Returns
    -------
    matplotlib.axes.Axes
        The only axes of the figure, whose layout is constrained.
    """
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(WIDTH, around + row * rows), layout="constrained")
    return ax


def fitted(label: str, *, width: int = LABEL_WIDTH, lines: int = 1) -> str:
    """A label in at most so many lines; what has no room gives way to an ellipsis.

    Words are dropped from the end. A single long word, such as an id or an address, loses its
    middle instead, because ids of one family often differ in their last letters only.

    Parameters
    ----------
    label : str
        The label in full.
    width : int
        Characters in a line.
    lines : int
        Most lines that the label may take.

    Returns
    -------
    str
        The label, with line breaks.

    Examples
    --------
    >>> fitted("a truck was seen at the gate before dawn", width=20)
    'a truck was seen at…'
    >>> print(fitted("a truck was seen at the gate before dawn", width=20, lines=2))
    a truck was seen at
    the gate before dawn
    >>> fitted("likelihood[debris_of_a_missile, none]", width=20)
    'likelihood…ile, none]'
    """
    if "[" in label and lines == 1:
        return _without_middle(label, width)
    rows = textwrap.wrap(label, width, break_long_words=False, break_on_hyphens=False)
    if len(rows) > lines:
        last = textwrap.wrap(" ".join(rows[lines - 1 :]), width - 1, break_long_words=False)[0]
        rows = [*rows[: lines - 1], last.rstrip(" ,;:.") + "…"]
    return "\n".join(_without_middle(row, width) for row in rows)


def _without_middle(label: str, width: int) -> str:
    if len(label) <= width:
        return label
    return label[: width // 2] + "…" + label[-((width - 1) // 2) :]


def label_rows(ax: Axes, labels: Sequence[str]) -> None:
    """Turn the y axis into rows, the first at the top, each with its label.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to.
    labels : sequence of str
        One label a row, as it is to be printed.
    """
    ax.set_ylim(max(len(labels), 1) - 0.4, -0.6)
    ax.set_yticks(range(len(labels)), labels, fontsize=LABEL_SIZE, color=INK, linespacing=1.0)
    for text in ax.get_yticklabels():
        verbatim(text)
    ax.tick_params(axis="y", length=0)
    ax.tick_params(axis="x", labelsize=LABEL_SIZE, labelcolor=INK, color=RULE)
    ax.grid(axis="y", color=GUIDE, linewidth=0.5)
    ax.set_axisbelow(True)
    for side in ("left", "right", "top"):
        ax.spines[side].set_visible(False)
    ax.spines["bottom"].set_color(RULE)


def verbatim(text: Text) -> Text:
    """Print an analyst's words as they are: two dollar signs do not make a formula of them."""
    text.set_parse_math(False)
    return text


def write_beside(ax: Axes, at: float, row: float, words: str, *, rightwards: bool) -> Text:
    """Write a number beside the end of a bar.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to.
    at : float
        Where the bar ends, on the x axis.
    row : float
        Row of the bar.
    words : str
        What to write.
    rightwards : bool
        Whether the words stand to the right of the end, or to the left.

    Returns
    -------
    matplotlib.text.Text
        The words.
    """
    return ax.annotate(
        words,
        (at, row),
        xytext=(3.0 if rightwards else -3.0, 0.0),
        textcoords="offset points",
        ha="left" if rightwards else "right",
        va="center_baseline",
        fontsize=NUMBER_SIZE,
        color=INK,
        annotation_clip=False,
        # the lines that lead the eye must not strike the number through
        bbox={"facecolor": ax.get_facecolor(), "edgecolor": "none", "pad": 0.8},
        zorder=2.5,
    )


def fit_limits(ax: Axes, low: float, high: float, beside: Iterable[Text]) -> None:
    """Limit the x axis so that the bars and the numbers beside them stay inside.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where the bars are.
    low, high : float
        The least range of the x axis that is to be seen.
    beside : iterable of matplotlib.text.Text
        What `write_beside` wrote.
    """
    across = axes_width(ax)
    needs = []
    for text in beside:
        # an axes too narrow for its numbers lets them run out rather than squeeze the bars away
        room = min(text.get_window_extent().width + _pixels(ax, 5.0), 0.3 * across)
        needs.append((text.xy[0], room if text.get_ha() == "left" else -room))  # type: ignore[attr-defined]
    left, right = low, high
    # the room is in inches and the scale depends on it: the shares above make this converge
    for _ in range(20):
        unit = (right - left) / across
        ends = [at + room * unit for at, room in needs]
        left, right = min([low, *ends]), max([high, *ends])
    ax.set_xlim(left, right)


def axes_width(ax: Axes) -> float:
    """Width of the axes in pixels, once the labels at its side have taken their room."""
    root = ax.figure.canvas.figure
    if root.get_layout_engine() is not None:
        root.draw_without_rendering()
    return float(ax.get_window_extent().width)


def _pixels(ax: Axes, points: float) -> float:
    return points / 72.0 * float(ax.figure.canvas.figure.dpi)


def text_width(ax: Axes, words: str, size: float) -> float:
    """Width in pixels of words printed in the given size."""
    text = verbatim(ax.text(0.0, 0.0, words, fontsize=size))
    width = float(text.get_window_extent().width)
    text.remove()
    return width


def set_title(ax: Axes, title: str, *, pad: float = 8.0) -> None:
    """Set what the picture shows above it, in as many lines as it needs."""
    letter = text_width(ax, "n" * 20, TITLE_SIZE) / 20.0
    lines = textwrap.wrap(title, max(int(axes_width(ax) / letter), 20), break_on_hyphens=False)
    text = ax.set_title(
        "\n".join(lines), loc="left", pad=pad, fontsize=TITLE_SIZE, fontweight="bold", color=INK
    )
    verbatim(text)


def write_below(ax: Axes, handles: Sequence[object], labels: Sequence[str], note: str) -> None:
    """Write the legend under the x axis and its label, and a note under the legend.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to.
    handles : sequence of matplotlib artists
        What the legend explains.
    labels : sequence of str
        How it explains them.
    note : str
        What else the reader must know; may be empty.
    """
    from matplotlib.transforms import ScaledTranslation

    def down(points: float) -> object:
        return ax.transAxes + ScaledTranslation(0.0, -points / 72.0, ax.figure.dpi_scale_trans)

    legend = ax.legend(
        handles, labels, loc="upper left", bbox_to_anchor=(0.0, 0.0), bbox_transform=down(33.0),
        ncols=len(labels), fontsize=LABEL_SIZE, labelcolor=INK, frameon=False, borderaxespad=0.0,
        borderpad=0.0, handlelength=1.4, columnspacing=1.6,
    )
    for text in legend.get_texts():
        verbatim(text)
    if note:
        ax.text(
            0.0, 0.0, note, transform=down(48.0), va="top", fontsize=NUMBER_SIZE, color="0.3",
            linespacing=1.3, parse_math=False,
        )
