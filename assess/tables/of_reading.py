"""Any reading as a table: each reading's own module knows how."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from assess.result.applicable import why_not
from assess.result.reading import check_options, reading_name
from assess.tables.table import Table

if TYPE_CHECKING:
    import xarray as xr


def table(reading: xr.Dataset, **options: Any) -> Table:
    """Show any reading of a result as a table.

    Parameters
    ----------
    reading : Dataset
        What any of the readings returned, such as `tornado` or `leave_out`.
    **options : Any
        What the table of that reading takes, such as `most=5` (`tornado_table` and so on).

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook. Of a reading that does not apply it has
        no rows, and its title says why.

    Raises
    ------
    ValueError
        If the Dataset is not a reading, or an option has no such value.
    UnknownOptionError
        A `TypeError` too: if the table of this reading has no such option.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"), draws=0)
    >>> assess.table(assess.tornado(result), most=1).rows[0][0]
    'prior[new_type]'
    """
    name = reading_name(reading)
    if why := why_not(reading):
        return Table(why, (), ())
    tabulated = getattr(import_module(f"assess.tables.{name}"), f"{name}_table")
    check_options(tabulated, options)
    shown: Table = tabulated(reading, **options)
    return shown
