"""A case, or a result, as a spreadsheet for people who use no Python."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assess.case.model import Case
from assess.errors import CaseError
from assess.exchange.ach.grid import Findings, Grid, cell_name, coded
from assess.exchange.ach.read import case_of_grid
from assess.exchange.ach.text import HAZARD, grid_of_text, guarded
from assess.exchange.spreadsheet.rows import Rows, item_rows, matrix_rows, readable_sheets
from assess.formatting.names import listed
from assess.io.files import write_text, write_whole

if TYPE_CHECKING:
    import xarray as xr

SUFFIXES = (".csv", ".xlsx")
LONGEST_CELL = 32_767
"""Characters that a cell of a workbook can hold."""


def to_spreadsheet(case_or_result: Case | xr.DataTree, path: str | os.PathLike[str]) -> None:
    r"""Write a case, or a result with its case, as a spreadsheet.

    A workbook (`.xlsx`) has a sheet `matrix` if the case is a matrix of competing hypotheses, which
    `from_ach` reads back as the same case, and sheets to read: `hypotheses` with their
    priors (and credences, of a result), `items` with their likelihoods, `sources`, `assumptions`
    and `notes`. A CSV file has one table: the matrix, or the items of a case that is none.

    No cell is a formula. What a spreadsheet program might take for one (text that begins with =, +,
    -, @, a tab or a carriage return) is written as text in a workbook, and after an
    apostrophe in CSV.

    Parameters
    ----------
    case_or_result : Case or DataTree
        What is to be written.
    path : path
        A file ending in `.csv` or `.xlsx`. It is written under another name first: a failure leaves
        an old file as it was.

    Raises
    ------
    ValueError
        If the suffix is another, or a text is too long for a cell.
    OSError
        If the file cannot be written.

    References
    ----------
    OWASP Foundation, *CSV Injection*, https://owasp.org/www-community/attacks/CSV_Injection.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> import assess
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.csv").write_text("item,H1: raid,H2: drill\ntrucks seen,C,CC\n")
    >>> case = assess.from_ach(folder / "a.csv")
    >>> to_spreadsheet(case, folder / "b.xlsx")
    >>> assess.from_ach(folder / "b.xlsx") == case
    True
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        msg = f"{path.name}: a spreadsheet ends in {listed(SUFFIXES)}, not in {suffix or 'nothing'}"
        raise ValueError(msg)
    case, result = _case_and_result(case_or_result)
    matrix = _faithful(matrix_rows(case), case, suffix)
    if suffix == ".csv":
        write_text(path, _csv(item_rows(case) if matrix is None else matrix))
        return
    sheets = readable_sheets(case, result)
    if matrix is not None:
        sheets = {"matrix": matrix, **sheets}
    elif any(i.rating is not None for i in case.items):
        words = "The case holds more than a matrix can, so there is no sheet to be read back."
        sheets["notes"].append(["this workbook", words])
    _write_workbook(path, sheets, case.title)


def _case_and_result(case_or_result: Case | xr.DataTree) -> tuple[Case, xr.DataTree | None]:
    if isinstance(case_or_result, Case):
        return case_or_result, None
    from assess.result.access import case_of

    return case_of(case_or_result), case_or_result


def _faithful(rows: Rows | None, case: Case, suffix: str) -> Rows | None:
    """The rows of a matrix, if reading them gives the case itself and nothing less."""
    if rows is None:
        return None
    grid = grid_of_text(_csv(rows), Findings()) if suffix == ".csv" else Grid([*map(list, rows)])
    try:
        again = case_of_grid(grid, Findings())
    except CaseError:
        return None
    return rows if again == case else None


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _csv(rows: Rows) -> str:
    width = max(len(row) for row in rows)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    for row in rows:
        padded = [*row, *[None] * (width - len(row))]
        # a number is no formula: only what is text is guarded
        writer.writerow([guarded(c) if isinstance(c, str) else _as_text(c) for c in padded])
    return stream.getvalue()


def _write_workbook(path: Path, sheets: dict[str, Rows], title: str) -> None:
    """A workbook, written as a whole or not at all."""
    import openpyxl

    book = openpyxl.Workbook()
    for empty in book.worksheets:  # the one that every new workbook has
        book.remove(empty)
    for name, rows in sheets.items():
        _fill(book.create_sheet(name), name, rows)
    book.properties.title = coded(title)[:200].replace("\n", " ") or None
    book.properties.creator = "evidence-assess"
    write_whole(path, book.save)


def _fill(sheet: Any, name: str, rows: Rows) -> None:
    """Cells, each of them text, a number or a date and never a formula."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    header = next((k for k, row in enumerate(rows) if row[0] == "item"), 0)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is None:
                continue
            cell = sheet.cell(r + 1, c + 1)
            if isinstance(value, str):
                text = coded(value)
                if len(text) > LONGEST_CELL:
                    where = f"{name}!{cell_name(r, c)}"
                    msg = f"{where}: the text has {len(text)} characters, and a cell of a workbook "
                    msg += f"can hold {LONGEST_CELL}"
                    raise ValueError(msg)
                cell.value = text
                cell.data_type = "s"  # whatever it begins with
                cell.quotePrefix = HAZARD.match(value) is not None
            elif isinstance(value, float):
                # openpyxl writes 16 digits, and some doubles need 17; text it writes as it is
                cell.value = repr(float(value))
                cell.data_type = "n"
            else:
                cell.value = value
            cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str))
            if r == header:
                cell.font = Font(bold=True)
    widths = [max(len(str(row[c])) for row in rows if c < len(row)) for c in range(len(rows[-1]))]
    for c, width in enumerate(widths):
        sheet.column_dimensions[get_column_letter(c + 1)].width = min(max(width + 2, 8), 48)
    sheet.freeze_panes = sheet.cell(header + 2, 2)
