"""Tipping points as a picture: how far each number is from overturning the conclusion."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.numbers import crossing_text, number_text
from assess.formatting.rows import at_least_one
from assess.plots.layout import page
from assess.prose.tipping_points import headline
from assess.result.reading import expect

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation


WIDEST = 30.0
"""Decibans to either side that are drawn at most: a factor of a thousand in the odds."""


class _Row(NamedTuple):
    """One number: where its range ends and where it tips, in decibans from what was stated."""

    low: float
    high: float
    used: float
    tips: dict[str, float]
    values: dict[str, float]


def plot_tipping_points(
    reading: xr.Dataset,
    *,
    ax: Axes | None = None,
    most: int | None = page.MOST,
    event: str = "lead",
) -> Axes:
    """Draw how far each stated number can be moved before the conclusion changes.

    Zero is the number as stated. The grey bar is the range that was stated for it; the filled mark
    is where the event happens, with the value of the number beside it. A mark inside its bar is a
    conclusion that does not survive what the analyst holds possible. An open mark is where the
    credence leaves its verbal band.

    Parameters
    ----------
    reading : Dataset
        What `tipping_points` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page.
    most : int, optional
        Most rows; a note says how many numbers are not shown.
    event : {'lead', 'threshold', 'band'}
        What the filled marks are about.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If `most` is below 1, or there is no such event.
    """
    expect(reading, "tipping_points")
    if f"{event}_change" not in reading:
        msg = f"event is 'lead', 'band' or (where one was given) 'threshold', not {event!r}"
        raise ValueError(msg)
    events = [event, *(e for e in ("band",) if e != event)]
    change = np.column_stack([reading[f"{e}_change"].values for e in events])
    reach = np.flatnonzero((change <= WIDEST).any(axis=1))
    order = reach[np.lexsort((change[reach, -1], change[reach, 0]))]
    shown = reading.isel(number=order[: at_least_one(most, len(order))])
    labels = [str(n) for n in shown["number"].values]
    own, ax = ax is None, page.rows(ax, labels)
    rows = [_row(shown.isel(number=k), events) for k in range(len(labels))]
    _draw(ax, rows, event)
    hidden = {
        "beyond": reading.sizes["number"] - len(reach),
        "more": len(order) - len(labels),
        "unmoved": int(reading.attrs["unmoved"]),
    }
    _below(ax, reading, event, hidden, events)
    return page.finished(ax, headline(reading, event=event), own=own)


def _row(number: xr.Dataset, events: list[str]) -> _Row:
    value = _odds(number, float(number["used"]))
    ends = [_odds(number, float(number[e])) - value for e in ("low", "high")]
    values = {e: float(number[e]) for e in events}
    tips = {}
    for e in events:
        distance = float(number[f"{e}_change"])
        tips[e] = float(np.sign(_odds(number, values[e]) - value)) * distance
    return _Row(ends[0], ends[1], float(number["used"]), tips, values)


def _odds(number: xr.Dataset, value: float) -> float:
    """Decibans of a number's odds; a likelihood ratio is one already."""
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = value if str(number["kind"].values) == "ratio" else np.divide(value, 1.0 - value)
        return float(10.0 * np.log10(odds))


def _draw(ax: Axes, rows: list[_Row], event: str) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    texts = []
    for k, row in enumerate(rows):
        low, high = np.clip([row.low, row.high], -WIDEST, WIDEST)
        if high > low:
            ax.barh(k, high - low, left=low, height=page.BAR_HEIGHT, color="0.80", zorder=2.0)
        for name, at in row.tips.items():
            if not np.isfinite(at) or abs(at) > WIDEST:
                continue
            main = name == event
            ax.plot(
                at,
                k,
                marker="D",
                markersize=5.5 if main else 4.5,
                markerfacecolor=page.VERMILLION if main else "white",
                markeredgecolor=page.VERMILLION if main else page.INK,
                linestyle="none",
                zorder=3.0,
            )
            texts.append(_write(ax, row, name, k))
    ax.axvline(0.0, color=page.INK, linewidth=0.8, zorder=2.2)
    ends = [0.0, *(t for r in rows for t in r.tips.values() if abs(t) <= WIDEST)]
    ends += [float(np.clip(x, -WIDEST, WIDEST)) for r in rows for x in (r.low, r.high)]
    page.fit_limits(ax, min(*ends, -3.0), max(*ends, 3.0), texts)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=9, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(
        FuncFormatter(lambda x, _: f"{x:+.0f}".replace("-", "−") if x else "0")
    )


def _write(ax: Axes, row: _Row, name: str, place: int) -> Annotation:
    """The value beside a mark: outwards, or inwards where another mark stands close outside."""
    at = row.tips[name]
    crowded = any(
        other != name and abs(at) < abs(t) < abs(at) + 4.0 and t * at > 0
        for other, t in row.tips.items()
    )
    rightwards = (at > 0) != crowded
    text = page.write_beside(
        ax, at, place, crossing_text(row.values[name], row.used), rightwards=rightwards
    )
    text.xyann = (6.0 if rightwards else -6.0, 0.0)
    text.set_bbox(None)
    text.set_zorder(3.1)  # above the bars: a mark can lie inside one
    return text


def _below(
    ax: Axes, tipping: xr.Dataset, event: str, hidden: dict[str, int], events: list[str]
) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    share = f"{100.0 * float(tipping.attrs['mass']):g}\N{NO-BREAK SPACE}%"
    names = {
        "lead": "another hypothesis leads",
        "band": f"no longer {tipping.attrs['band'] or 'where it is'!r} ({tipping.attrs['scale']})",
        "threshold": f"across {number_text(float(tipping.attrs['threshold']))}",
    }
    marks = {
        name: Line2D(
            [], [], marker="D", linestyle="none",
            markerfacecolor=page.VERMILLION if name == event else "white",
            markeredgecolor=page.VERMILLION if name == event else page.INK,
        )
        for name in events
    }  # fmt: skip
    about = fitted(tipping.attrs["hypothesis"])
    notes = [f"Credence of {about}; one number moved at a time; beside each mark what it becomes."]
    if hidden["more"]:
        notes.append(f"{hidden['more']} more numbers tip farther out.")
    if hidden["beyond"]:
        notes.append(
            f"{hidden['beyond']} numbers change none of this within {WIDEST:.0f} dB, a factor of "
            "a thousand."
        )
    if hidden["unmoved"]:
        notes.append(
            f"{hidden['unmoved']} more were not moved: what shapes a quantity or is certain."
        )
    page.write_below(
        ax,
        "change of the number's odds, dB (+3 doubles them, −10 divides them by 10)",
        [Patch(color="0.80"), *(marks[e] for e in events)],
        [f"stated {share} range", *(names[e] for e in events)],
        notes,
    )
