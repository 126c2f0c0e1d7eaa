"""The ledger of a question as a waterfall: from the prior, item by item, to the result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.numbers import credence_text, decibans_shown, decibans_text, number_text
from assess.formatting.rows import at_least_one
from assess.kernel.logs import difference
from assess.plots.layout import page
from assess.plots.layout.bars import fill, hatch
from assess.prose.ledger import headline
from assess.result.reading import expect
from priors.arrays import Array
from priors.odds import nats_to_decibans

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle
    from matplotlib.text import Annotation

_THE_REST = "the rest"

_NOTICED = 0.05
"""Decibans that show in a figure of one decimal."""

_LEAST = 5.0
"""Decibans to either side of the bars' middle that are seen at least.

Items that say next to nothing have to look like it: without a least range the axis would blow them
up to the width of the page.
"""


@dataclass(frozen=True)
class _Rows:
    """What is drawn, a row each: prior, items, result.

    `size` is in decibans, and `words` says it so that the rows add up to the last digit; `start`
    and `end` are where it is drawn, short of infinity.
    """

    labels: list[str]
    size: Array
    words: list[str]
    start: Array
    end: Array


def plot_ledger(
    reading: xr.Dataset,
    *,
    ax: Axes | None = None,
    most: int | None = page.MOST,
    labels: Literal["id", "text"] = "id",
    color_for: str = page.BLUE,
    color_against: str = page.VERMILLION,
) -> Axes:
    """Draw what every item, source or tag adds to or takes from the log-odds of a hypothesis.

    The first row is the prior, the last one the result, both measured from even odds. In between
    every item has one bar, from the running total before it to the running total after it; bars to
    the right speak for the hypothesis, bars to the left against it. Below, the axis counts
    decibans (10 dB is a factor of ten of the odds); above, the credence that they amount to.

    The figures beside the bars add up to the last digit: some are rounded the other way for that,
    by less than a tenth of a deciban.

    Parameters
    ----------
    reading : Dataset
        What `ledger` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page, 0.26 in a row
        (0.34 in where labels need two lines); 30 items fill one page.
    most : int, optional
        Most items that have a bar of their own. The smallest of the others are taken together in
        one bar before the result, so that the bars still add up. Every item for None.
    labels : {"id", "text"}
        What stands beside a bar: the id of the item or source, or its words, shortened where they
        are long.
    color_for, color_against : color
        Colours of bars for and against the hypothesis. The former are filled and the latter
        hatched on a pale ground, so that they differ in print without colour.

    Returns
    -------
    matplotlib.axes.Axes
        The axes. Its first patches are the bars, in the order of the rows.

    Raises
    ------
    ValueError
        If `most` is below 1 or `labels` is neither of its two words.
    """
    expect(reading, "ledger")
    rows = _rows(reading, most, labels)
    own, ax = ax is None, page.rows(ax, rows.labels)
    for text in (ax.get_yticklabels()[0], ax.get_yticklabels()[-1]):
        text.set_fontweight("bold")
    bars = _draw_bars(ax, rows, color_for, color_against)
    _limit(ax, rows, _write_numbers(ax, rows, reading))
    _mark_above(ax, reading)
    _explain_below(ax, bars, reading)
    return page.finished(ax, headline(reading), own=own)


def _rows(ledger: xr.Dataset, most: int | None, labels: str) -> _Rows:
    by = _by(ledger)
    size = ledger["contribution"].values.astype(float)
    names = page.row_names(ledger, by, labels)
    shown = at_least_one(most, len(size))
    if folded := len(size) - shown:
        kept = np.sort(np.argsort(-np.abs(size), kind="stable")[:shown])
        size = np.append(size[kept], np.delete(size, kept).sum())
        names = [names[i] for i in kept] + [f"{folded} other {by}" + ("s" if folded > 1 else "")]
    before, after = float(ledger.attrs["prior_decibans"]), float(ledger.attrs["decibans"])
    words = _words(before, size.tolist(), after)
    size = np.concatenate([[before], size, [after]])
    end = _on_paper(np.append(np.cumsum(size[:-1]), size[-1]))
    return _Rows(
        labels=["prior", *names, "result"],
        size=size,
        words=words,
        start=np.concatenate([[0.0], end[:-2], [0.0]]),
        end=end,
    )


def _by(ledger: xr.Dataset) -> str:
    """What a row is: an item, a source or a tag."""
    return str(ledger.attrs.get("by", "item"))


def _words(before: float, sizes: list[float], after: float) -> list[str]:
    """What stands beside the bars; the figures add up.

    The items add up to their own total, as in every table of them, and the result is what it is: if
    the prior, rounded by itself, leaves a tenth between the two, the prior takes it.
    """
    change = float(difference(after, before))
    items = decibans_shown(sizes, change)
    (total,), (last,) = decibans_shown([change], change), decibans_shown([after], after)
    first = last - total if np.isfinite([before, change, after]).all() else before
    return [decibans_text(x) for x in (first, *items, last)]


def _on_paper(totals: Array) -> Array:
    """Totals, with an infinite one drawn well beyond the others: an item may settle a question."""
    finite = [0.0, *totals[np.isfinite(totals)]]
    beyond = max(_LEAST, 0.5 * (max(finite) - min(finite)))
    return np.clip(totals, min(finite) - beyond, max(finite) + beyond)


def _draw_bars(ax: Axes, rows: _Rows, color_for: str, color_against: str) -> list[Rectangle]:
    count = len(rows.labels)
    bars = ax.barh(
        range(count), rows.end - rows.start, left=rows.start, height=page.BAR_HEIGHT, zorder=2.0
    )
    for row, bar in enumerate(bars):
        if row in (0, count - 1):
            bar.set(facecolor="0.62", edgecolor="0.35", linewidth=0.8)
        elif rows.size[row] >= 0:
            fill(bar, color_for)
        else:
            hatch(bar, color_against)
    half = page.BAR_HEIGHT / 2.0
    steps = np.arange(count - 1)
    ax.vlines(
        rows.end[:-1], steps + half, steps + 1 - half, color=page.RULE, linewidth=0.8, zorder=1.8
    )
    ax.axvline(0.0, color=page.RULE, linewidth=0.8, zorder=1.0)
    return list(bars)


def _write_numbers(ax: Axes, rows: _Rows, ledger: xr.Dataset) -> list[Annotation]:
    last = len(rows.labels) - 1
    credences = {}
    if ledger.attrs["against"] == _THE_REST:
        credences = {0: float(ledger.attrs["prior"]), last: float(ledger.attrs["credence"])}
    numbers = []
    for row, (size, end, words) in enumerate(zip(rows.size, rows.end, rows.words, strict=True)):
        if row in credences:
            words += f" ({credence_text(credences[row])})"
        numbers.append(page.write_beside(ax, end, row, words, rightwards=bool(size >= 0)))
    return numbers


def _limit(ax: Axes, rows: _Rows, numbers: list[Annotation]) -> None:
    low, high = min(0.0, *rows.end), max(0.0, *rows.end)
    middle = (low + high) / 2.0
    page.fit_limits(ax, min(middle - _LEAST, low), max(middle + _LEAST, high), numbers)


def _mark_above(ax: Axes, ledger: xr.Dataset) -> None:
    """The upper axis: what the decibans amount to.

    Against the rest that is a credence. Against one other hypothesis it is only an odds, since the
    two need not be all there is.
    """
    hypothesis, against = fitted(ledger.attrs["hypothesis"]), ledger.attrs["against"]
    if against == _THE_REST:
        marks, name = _credences(), f"credence of {hypothesis}"
    else:
        marks, name = _odds(), f"odds of {hypothesis} to {fitted(against)}"
    above = ax.secondary_xaxis("top")
    at, words = zip(*_thinned(ax, marks), strict=True)
    above.set_xticks(at, words, fontsize=page.LABEL_SIZE, color=page.INK)
    above.tick_params(color=page.RULE)
    above.spines["top"].set_color(page.RULE)
    name = page.broken(ax, name, page.LABEL_SIZE)
    page.verbatim(above.set_xlabel(name, fontsize=page.LABEL_SIZE, color=page.INK))


def _credences() -> Iterator[tuple[float, str]]:
    """Credences that the upper axis may mark, in decibans, the most telling ones first."""
    yield 0.0, ".5"
    for k in range(1, 5):
        both = (10.0**-k, "." + "0" * (k - 1) + "1"), (1.0 - 10.0**-k, "." + "9" * k)
        for credence, words in both:
            yield float(nats_to_decibans(np.log(credence / (1.0 - credence)))), words
    for credence in (0.25, 0.75, 0.05, 0.95):
        yield float(nats_to_decibans(np.log(credence / (1.0 - credence)))), credence_text(credence)
    for k in range(5, 41):
        yield -10.0 * k, f"10{_raised(-k)}"
        yield 10.0 * k, f"1−10{_raised(-k)}"


def _odds() -> Iterator[tuple[float, str]]:
    """Odds that the upper axis may mark, in decibans, the most telling ones first."""
    yield 0.0, "1:1"
    for k in range(1, 41):
        words = str(10**k) if k < 5 else f"10{_raised(k)}"
        yield 10.0 * k, f"{words}:1"
        yield -10.0 * k, f"1:{words}"
        if k == 1:
            for ratio in (2, 5):
                yield float(nats_to_decibans(np.log(ratio))), f"{ratio}:1"
                yield -float(nats_to_decibans(np.log(ratio))), f"1:{ratio}"


def _raised(power: int) -> str:
    return str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _thinned(ax: Axes, marks: Iterator[tuple[float, str]]) -> list[tuple[float, str]]:
    """Those marks, taken in their order, that have room between those taken before."""
    left, right = ax.get_xlim()
    unit = (right - left) / page.axes_width(ax)
    gap = page.text_width(ax, "00", page.LABEL_SIZE) * unit
    kept: list[tuple[float, str, float]] = []
    for at, words in marks:
        if left <= at <= right:
            half = page.text_width(ax, words, page.LABEL_SIZE) * unit / 2.0
            if all(abs(at - other) > half + taken + gap for other, _, taken in kept):
                kept.append((at, words, half))
    return [(at, words) for at, words, _ in sorted(kept)]


def _explain_below(ax: Axes, bars: list[Rectangle], ledger: xr.Dataset) -> None:
    """What the axis counts, the colours that occur, and how exact the bars are."""
    hypothesis, against = (fitted(ledger.attrs[name]) for name in ("hypothesis", "against"))
    shown: dict[str, Rectangle] = {}
    for bar in bars[1:-1]:
        kind = "against" if bar.get_hatch() else "for"
        shown.setdefault(f"{kind} {hypothesis}", bar)
    notes = []
    by = _by(ledger)
    if ledger.attrs["method"] != "exact" and ledger.sizes[by]:
        error = number_text(float(ledger["contribution_se"].max()))
        notes.append(
            f"Averaged over {ledger.attrs['method']} of the items; "
            f"standard error of a bar at most {error}\N{NO-BREAK SPACE}dB."
        )
    if (np.abs(ledger["contribution"] - ledger["in_order"]) > _NOTICED).any():
        notes.append(
            f"Items depend on each other: a bar is what {_article(by)} adds on average over the "
            "orders in which they could come in. Only the first and the last row are credences."
        )
    if not np.isfinite(ledger["contribution"]).all():
        notes.append(f"A bar of ∞ dB is drawn short: no other {by} can undo what it says.")
    name = f"log-odds for {hypothesis} against {against} (decibans)"
    # in every picture the same order, whichever comes first in the case
    kinds = sorted(shown, reverse=True)
    page.write_below(ax, name, [shown[kind] for kind in kinds], kinds, notes)


def _article(by: str) -> str:
    return f"an {by}" if by == "item" else f"a {by}"
