"""Any reading as a picture: each reading's own module knows how."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from assess.result.applicable import why_not
from assess.result.reading import check_options, reading_name

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes


def plot(reading: xr.Dataset, *, ax: Axes | None = None, **options: Any) -> Axes:
    """Draw any reading of a result.

    Parameters
    ----------
    reading : Dataset
        What any of the readings returned, such as `tornado` or `leave_out`.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default a new figure as wide as the text of an A4 page.
    **options : Any
        What the picture of that reading takes, such as `most=5` (`plot_tornado` and so on).

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If the Dataset is not a reading, the reading does not apply, or an option has no such value.
    UnknownOptionError
        A `TypeError` too: if the picture of this reading has no such option.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"), draws=0)
    >>> len(assess.plot(assess.tornado(result), most=5).get_yticklabels())
    5
    """
    name = reading_name(reading)
    if why := why_not(reading):
        msg = f"nothing to draw: {why}"
        raise ValueError(msg)
    if name == "one_way" and reading.sizes.get("number", 1) != 1:
        name = "spider"  # the picture of several numbers
    draw = getattr(import_module(f"assess.plots.{name}"), f"plot_{name}")
    check_options(draw, options)
    axes: Axes = draw(reading, ax=ax, **options)
    return axes
