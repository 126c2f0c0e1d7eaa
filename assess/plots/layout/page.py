"""What the pictures share: the measures of a page, labels that fit, numbers beside bars.

Sizes are given outright, in points and inches, not taken from the style in force: a figure is made
for the width of a printed page, and its rows are as high as its letters need.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assess.formatting.labels import fitted, wrapped

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation, Text
    from matplotlib.transforms import Transform

WIDTH = 6.3
"""Inches: the text width of an A4 page with margins of 25 mm."""

ROW, ROW_OF_TWO_LINES = 0.26, 0.34
"""Inches from one row to the next."""

TITLE_SIZE, LABEL_SIZE, NUMBER_SIZE = 10.0, 8.0, 7.0
"""Points."""

BAR_HEIGHT = 0.62
"""Share of a row that its bar takes."""

INK, RULE, GUIDE = "0.15", "0.55", "0.90"
"""Greys of letters, of lines that mean something, and of lines that only lead the eye."""

# Okabe & Ito (2008), Color Universal Design: told apart with every common form of colour blindness
BLUE, VERMILLION, ORANGE = "#0072B2", "#D55E00", "#E69F00"


MOST = 20
"""Rows of a picture if not said otherwise."""


def row_names(reading: xr.Dataset, dim: str, labels: str, text: str = "text") -> list[str]:
    """Return what stands beside each row: its id, or its words where it has any.

    Parameters
    ----------
    reading : Dataset
        What is shown.
    dim : str
        Dimension whose values are the ids.
    labels : {'id', 'text'}
        Which of the two.
    text : str
        Variable with the words.

    Returns
    -------
    list of str

    Raises
    ------
    ValueError
        If `labels` is neither of its two words.
    """
    if labels not in ("id", "text"):
        msg = f"labels: {labels!r} is neither 'id' nor 'text'"
        raise ValueError(msg)
    ids = [str(name) for name in reading[dim].values]
    if labels == "id":
        return ids
    words = [str(value).strip() for value in reading[text].values]
    return [each or name for each, name in zip(words, ids, strict=True)]


def rows(ax: Axes | None, labels: Sequence[str]) -> Axes:
    """Make labelled rows, in the axes given or in a new figure as wide as the page.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or None
        What the caller made: there each label has one line, as rows may be low. None for a new
        figure, whose layout is constrained and where long labels are broken into two lines.
    labels : sequence of str
        One label a row, in full.

    Returns
    -------
    matplotlib.axes.Axes
        Pass it to `finished` with everything drawn: a new figure then gets the height at which its
        rows have theirs.
    """
    if ax is not None:
        _label_rows(ax, [fitted(label) for label in labels])
        return ax
    import matplotlib.pyplot as plt

    fit = [fitted(label, lines=2) for label in labels]
    # a first height; with a style that is dark on the screen the page is white all the same
    size = (WIDTH, 2.0 + _row_height(fit) * len(fit))
    _, ax = plt.subplots(figsize=size, layout="constrained", facecolor="white")
    ax.set_facecolor("white")
    _label_rows(ax, fit)
    return ax


def finished(ax: Axes, title: str, *, own: bool, room: float = 0.0) -> Axes:
    """Set the title of labelled rows, and give a figure of their own its height.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        What `rows` returned, with everything drawn.
    title : str
        The title in one line.
    own : bool
        Whether the figure was made by `rows`.
    room : float
        Inches that the notes may need before the rows have their height.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes.
    """
    set_title(ax, title)
    if own:
        figure = ax.figure.canvas.figure
        figure.set_figheight(figure.get_figheight() + room)
        wanted = _row_height([text.get_text() for text in ax.get_yticklabels()])
        bottom, top = ax.get_ylim()
        figure.draw_without_rendering()
        present = float(ax.get_window_extent().height) / float(figure.dpi)
        figure.set_figheight(figure.get_figheight() + wanted * (bottom - top) - present)
    return ax


def _row_height(labels: Sequence[str]) -> float:
    return ROW_OF_TWO_LINES if any("\n" in label for label in labels) else ROW


def _label_rows(ax: Axes, labels: Sequence[str]) -> None:
    """Turn the y axis into rows, the first at the top, each with its label."""
    ax.set_ylim(max(len(labels), 1) - 0.4, -0.6)
    ax.set_yticks(range(len(labels)), labels, fontsize=LABEL_SIZE, color=INK, linespacing=1.1)
    for text in ax.get_yticklabels():
        verbatim(text)
    ax.tick_params(axis="y", length=0)
    ax.tick_params(axis="x", labelsize=LABEL_SIZE, labelcolor=INK, color=RULE)
    ax.grid(axis="y", color=GUIDE, linewidth=0.5)
    ax.set_axisbelow(True)
    for side in ("left", "right", "top"):
        ax.spines[side].set_visible(False)
    ax.spines["bottom"].set_color(RULE)
    root = ax.figure.canvas.figure
    if root.get_layout_engine() is not None:
        # the labels take their room now, so that what is left for the bars can be measured
        root.draw_without_rendering()


def verbatim(text: Text) -> Text:
    """Print an analyst's words as they are: two dollar signs do not make a formula of them."""
    text.set_parse_math(False)
    return text


def write_beside(ax: Axes, at: float, row: float, words: str, *, rightwards: bool) -> Annotation:
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
    matplotlib.text.Annotation
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
        # the lines that lead the eye must not strike the number through; bars lie above all that
        bbox={"facecolor": ax.get_facecolor(), "edgecolor": "none", "pad": 0.8},
        zorder=1.9,
    )


def fit_limits(ax: Axes, low: float, high: float, beside: Iterable[Annotation]) -> None:
    """Limit the x axis so that the bars and the numbers beside them stay inside.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where the bars are.
    low, high : float
        The least range of the x axis that is to be seen.
    beside : iterable of matplotlib.text.Annotation
        What `write_beside` wrote.
    """
    across = axes_width(ax)
    margin = _pixels(ax, 3.0)
    needs = [(low, -margin), (high, margin)]
    for text in beside:
        # an axes too narrow for its numbers lets them run out rather than squeeze the bars away
        room = min(text.get_window_extent().width + _pixels(ax, 9.0), 0.3 * across)
        needs.append((text.xy[0], room if text.get_horizontalalignment() == "left" else -room))
    left, right = low, high
    # the room is in inches and the scale depends on it: the shares above make this converge
    for _ in range(20):
        unit = (right - left) / across
        ends = [at + room * unit for at, room in needs]
        left, right = min(ends), max(ends)
    ax.set_xlim(left, right)


def axes_width(ax: Axes) -> float:
    """Width of the axes in pixels.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes whose rows are labelled.

    Returns
    -------
    float
        Its width now. In a figure with other axes somewhat less, because their labels may yet take
        room from it.
    """
    root = ax.figure.canvas.figure
    crowded = root.get_layout_engine() is not None and len(root.axes) > 1
    return float(ax.get_window_extent().width) * (0.8 if crowded else 1.0)


def _pixels(ax: Axes, points: float) -> float:
    return points / 72.0 * float(ax.figure.canvas.figure.dpi)


def text_width(ax: Axes, words: str, size: float, weight: str = "normal") -> float:
    """Width in pixels of words printed in the given size and weight."""
    text = verbatim(ax.text(0.0, 0.0, words, fontsize=size, fontweight=weight))
    width = float(text.get_window_extent().width)
    text.remove()
    return width


def broken(ax: Axes, words: str, size: float, weight: str = "normal") -> str:
    """Words broken into lines no wider than the axes; no-break spaces hold together what must be.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        What the lines stand over or under.
    words : str
        One line.
    size : float
        Points.
    weight : str
        Weight of the font.

    Returns
    -------
    str
        The words, with line breaks, and with ordinary spaces only.
    """
    # at some resolutions letters are set up to a twelfth wider than at others
    across = 0.92 * axes_width(ax)
    widest = max(int(across / text_width(ax, words, size, weight) * len(words)), 20)
    lines = wrapped(words, widest)
    # letters are not all of one width: a line of wide ones may need to be shorter than most
    while widest > 20 and max(text_width(ax, line, size, weight) for line in lines) > across:
        widest -= 2
        lines = wrapped(words, widest)
    return "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")


_NUMBER = r"(?:below |above |[<>+−÷])?(?:\d|[.∞])[\d.]*(?: dB| bits?)?"
_TOGETHER = re.compile(
    rf"\(stated: [^)]*\)|(?:credence )?{_NUMBER}(?: (?:→|to|of|instead of) {_NUMBER})?"
)
"""What no line of a title breaks: a number with its unit, and two numbers that belong together."""


def set_title(ax: Axes, title: str, rows: int = 0) -> None:
    """Set what the picture shows above it, in as many lines as it needs.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to.
    title : str
        The title in one line.
    rows : int
        Rows of marks that stand between the axes and the title.
    """
    title = _TOGETHER.sub(lambda m: m[0].replace(" ", "\N{NO-BREAK SPACE}"), title)
    text = ax.set_title(
        broken(ax, title, TITLE_SIZE, "bold"),
        fontsize=TITLE_SIZE,
        fontweight="bold",
        color=INK,
        x=0.0,
        ha="left",
        pad=8.0 + 1.35 * NUMBER_SIZE * rows,
    )
    verbatim(text)


def write_below(
    ax: Axes, name: str, handles: Sequence[Artist], labels: Sequence[str], notes: Sequence[str]
) -> None:
    """Write what the x axis counts, under it the legend, and under that the notes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to.
    name : str
        What the x axis counts.
    handles : sequence of matplotlib artists
        What the legend explains; none for no legend.
    labels : sequence of str
        How it explains them.
    notes : sequence of str
        What else the reader must know.
    """
    name = broken(ax, name, LABEL_SIZE)
    verbatim(ax.set_xlabel(name, fontsize=LABEL_SIZE, color=INK))
    # points: the numbers of the axis, then its name, line by line
    depth = 24.0 + 1.25 * LABEL_SIZE * (1 + name.count("\n"))
    if handles:
        depth += _write_legend(ax, handles, labels, depth)
    if notes:
        below = ax.text(
            0.0,
            0.0,
            "\n".join(broken(ax, note, NUMBER_SIZE) for note in notes),
            transform=_down(ax, depth),
            va="top",
            fontsize=NUMBER_SIZE,
            color="0.3",
            linespacing=1.3,
        )
        verbatim(below)


def _write_legend(
    ax: Axes, handles: Sequence[Artist], labels: Sequence[str], depth: float
) -> float:
    """Write the legend so many points below the axes; how many points it takes."""
    # a symbol and the gaps around it take about four letters' height
    across = sum(text_width(ax, label, LABEL_SIZE) for label in labels)
    across += len(labels) * _pixels(ax, 4.0 * LABEL_SIZE)
    beside = across <= axes_width(ax)
    legend = ax.legend(
        handles,
        labels,
        loc="upper left",
        bbox_to_anchor=(0.0, 0.0),
        bbox_transform=_down(ax, depth),
        ncols=len(labels) if beside else 1,
        fontsize=LABEL_SIZE,
        labelcolor=INK,
        frameon=False,
        borderaxespad=0.0,
        borderpad=0.0,
        handlelength=1.4,
        columnspacing=1.6,
    )
    for text in legend.get_texts():
        verbatim(text)
    return 1.9 * LABEL_SIZE * (1 if beside else len(labels))


def _down(ax: Axes, points: float) -> Transform:
    """From the lower edge of the axes so many points down, whatever its height."""
    from matplotlib.transforms import ScaledTranslation

    return ax.transAxes + ScaledTranslation(0.0, -points / 72.0, ax.figure.dpi_scale_trans)
