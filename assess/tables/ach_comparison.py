"""Heuer's count beside the credences, as a table that a person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.numbers import credence_text, quantity_text
from assess.formatting.rows import at_least_one
from assess.prose.ach_comparison import headline
from assess.result.reading import expect
from assess.tables.table import MOST, Row, Table, more

if TYPE_CHECKING:
    import xarray as xr


def ach_comparison_table(reading: xr.Dataset, most: int | None = MOST) -> Table:
    r"""The count of inconsistencies beside the credences, the most credible hypothesis first.

    Parameters
    ----------
    reading : Dataset
        What `ach_comparison` returned.
    most : int, optional
        Most rows: the most credible hypotheses; all for None.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: for each hypothesis the two counts and
        the credence, each with its rank, and the prior.

    Raises
    ------
    ValueError
        If `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import pathlib, tempfile, assess
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "matrix.csv"
    >>> _ = file.write_text("item,H1: raid,H2: drill\ntrucks seen,C,CC\nleave stopped,CC,I\n")
    >>> table = assess.ach_table(assess.ach_comparison(assess.from_ach(file)))
    >>> table.header[:3]
    ('hypothesis', 'inconsistent', 'weighted')
    """
    expect(reading, "ach_comparison")
    order = reading["credence"].values.argsort(kind="stable")[::-1]
    kept = at_least_one(most, len(order))
    rows: list[Row] = []
    for k in order[:kept]:
        row = reading.isel(hypothesis=int(k))
        ranks = (int(row[f"rank_{x}"]) for x in ("inconsistency", "weighted", "credence"))
        first, second, third = (f"({r})" for r in ranks)
        rows.append(
            (
                str(row["hypothesis"].values),
                f"{int(row['inconsistency'])} {first}",
                f"{quantity_text(float(row['weighted_inconsistency']))} {second}",
                credence_text(float(row["prior"])),
                f"{credence_text(float(row['credence']))} {third}",
            )
        )
    header = ("hypothesis", "inconsistent", "weighted", "prior", "credence")
    hidden = more(len(order) - kept, ", of lower credence")
    notes = ("Inconsistent items and credences; the rank in brackets.",)
    return Table(headline(reading), header, tuple(rows), (*hidden, *notes))


ach_table = ach_comparison_table
