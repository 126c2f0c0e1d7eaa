"""Heuer's count beside the credences, as a table that a person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.numbers import credence_text, quantity_text
from assess.tables.table import Table

if TYPE_CHECKING:
    import xarray as xr


def ach_table(reading: xr.Dataset) -> Table:
    r"""The count of inconsistencies beside the credences, the most credible hypothesis first.

    Parameters
    ----------
    reading : Dataset
        What `ach_comparison` returned.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook: for each hypothesis the two counts and
        the credence, each with its rank, and the prior.

    Examples
    --------
    >>> import pathlib, tempfile, assess
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "matrix.csv"
    >>> _ = file.write_text("item,H1: raid,H2: drill\ntrucks seen,C,CC\nleave stopped,CC,I\n")
    >>> table = assess.ach_table(assess.ach_comparison(assess.from_ach(file)))
    >>> table.header[:3]
    ('hypothesis', 'inconsistent', 'weighted')
    """
    order = reading["credence"].values.argsort(kind="stable")[::-1]
    rows = []
    for k in order:
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
    about = reading.attrs["title"] or reading.attrs["question"]
    title = f"{about}: inconsistent items and credences (rank in brackets)"
    header = ("hypothesis", "inconsistent", "weighted", "prior", "credence")
    return Table(title, header, tuple(rows))
