"""Matrices of competing hypotheses (ACH) from spreadsheets: each row becomes an item."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from assess.case.build import case_from
from assess.case.model import Case
from assess.errors import CaseError, Location, Problem, UnknownNameError
from assess.exchange.ach.case import data_of
from assess.exchange.ach.grid import Findings, Grid
from assess.exchange.ach.layout import layout_of
from assess.exchange.ach.text import read_text
from assess.exchange.ach.workbook import read_workbook
from assess.formatting.names import listed
from evidence.rating import TABLES, TableId

SUFFIXES = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), "text"),
    **dict.fromkeys((".xlsx", ".xlsm"), "workbook"),
}


def from_ach(
    path: str | os.PathLike[str],
    *,
    table: TableId = "ach_v0",
    sheet: str | None = None,
    priors: Mapping[str, float] | None = None,
) -> Case:
    r"""Read a matrix of competing hypotheses from a spreadsheet.

    The first column holds the items, the header row the hypotheses, and each cell says how
    consistent the item is with the hypothesis. Letters are no likelihoods: they become intervals of
    a table that is this library's own proposal. Whatever the matrix leaves open and a convention
    fills in is written into the `text` of the case.

    Parameters
    ----------
    path : path
        A file ending in `.csv`, `.tsv` or `.txt` (commas, semicolons or tabs; UTF-8), or in `.xlsx`
        or `.xlsm`, of which the stored values are read and nothing is computed.
    table : str
        The table of what the letters stand for.
    sheet : str, optional
        Of a workbook: the sheet. May be left out if only one holds anything, or one is called
        `matrix` or `ACH`.
    priors : mapping of str to float, optional
        Prior of each hypothesis by its id, in place of those in the file.

    Returns
    -------
    Case
        One question, an item for each row, stated by its `rating`.

    Raises
    ------
    CaseError
        With everything that is wrong or not clear, each with its cell (`B7`), what was seen, what
        is allowed and the closest known name.
    ValueError
        If the suffix, the table or an argument is not known.
    OSError
        If the file cannot be read.

    Notes
    -----
    Ratings are CC, C, N, I, II or, throughout, ++, +, 0, -, --; or -2 to 2 where a line
    `scale, -2..2` above the header, or its first cell, says so. NA is for an item that does not
    bear on a hypothesis: it gets the mean of the others in its row, a convention that leaves the
    hypothesis where it was only while those with letters are equally credible.

    Priors are even unless stated, which the notes say. The hypotheses count as exhaustive unless
    one is called `other`: a catch-all that nobody rated would need invented ratings, and the odds
    between the others do not depend on it.

    A source is taken to track the truth for sure unless the matrix grades it: then `if_unreliable`
    of its items is the mean of the row's likelihoods, so that an unreliable source says nothing.
    The credibility of an item is kept as a tag and enters no computation. Weights enter no
    credence, for a likelihood has no weight: they are kept as tags, and count in `ach_comparison`.

    References
    ----------
    Heuer, R. J. (1999), *Psychology of Intelligence Analysis*, CIA Center for the Study of
    Intelligence, chapter 8.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "matrix.csv"
    >>> _ = file.write_text("item,H1: raid,H2: drill\ntrucks seen,C,CC\nleave stopped,C,II\n")
    >>> case = from_ach(file)
    >>> case.items[1].rating
    {'H1': 'C', 'H2': 'II'}
    >>> print(case.text.splitlines()[0])
    Priors are even because the matrix states none.
    """
    if table not in TABLES:
        raise UnknownNameError(table, TABLES, "table", "table")
    path = Path(path)
    findings = Findings(str(path))
    grid = _grid(path, sheet, findings)
    return case_of_grid(grid, findings, table=table, priors=priors)


def _grid(path: Path, sheet: str | None, findings: Findings) -> Grid | None:
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        allowed = listed(list(SUFFIXES))
        if path.suffix.lower() == ".xls":
            allowed = "the file saved as .xlsx"
        findings.wrong("", "the suffix is none of a matrix", path.suffix or path.name, allowed)
        return None
    if kind == "text":
        if sheet is not None:
            msg = f"sheet: a text file has no sheets, and {sheet!r} was asked for"
            raise ValueError(msg)
        return read_text(path, findings)
    return read_workbook(path, sheet, findings)


def case_of_grid(
    grid: Grid | None,
    findings: Findings,
    *,
    table: TableId = "ach_v0",
    priors: Mapping[str, float] | None = None,
) -> Case:
    """Return the case that a grid holds, or a `CaseError` with everything that is wrong with it."""
    if grid is not None and not any(grid.filled(r) for r in range(len(grid.rows))):
        findings.wrong("", "the sheet is empty", None, "a header row with hypotheses, then items")
        grid = None
    layout = None if grid is None else layout_of(grid, findings)
    if grid is None or layout is None:
        raise _failed(findings)
    data, cells = data_of(grid, layout, findings, table, priors)
    if findings.problems:
        raise _failed(findings)
    try:
        return case_from(data, origin=findings.origin)
    except CaseError as error:
        findings.problems += [_at_cell(p, cells) for p in error.problems]
        raise _failed(findings) from None


def _at_cell(problem: Problem, cells: Mapping[Location, str]) -> Problem:
    """A problem of the case at the cell that it comes from."""
    for k in range(len(problem.location), 0, -1):
        cell = cells.get(problem.location[:k])
        if cell:
            return replace(problem, address=f"{cell} ({problem.address})")
    return problem


def _failed(findings: Findings) -> CaseError:
    return CaseError(tuple(sorted(findings.problems, key=_place)), findings.origin)


def _place(problem: Problem) -> tuple[int, int, str]:
    """Row and column of a problem's cell; what belongs to no cell comes first."""
    cell = re.match(r"([A-Z]{1,3})(\d+)\b", problem.address)
    if cell is None:
        return 0, 0, ""
    return int(cell[2]), len(cell[1]), cell[1]
