"""Matrices in workbooks: one sheet of an .xlsx file, its values and not its formulas."""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from assess.exchange.ach.grid import (
    MOST_COLUMNS,
    MOST_ROWS,
    Findings,
    Grid,
    Unread,
    cell_name,
    cells_named,
    decoded,
    quoted,
)
from assess.formatting.names import closest, listed

LARGEST, LARGEST_UNPACKED = 8_000_000, 64_000_000
"""Bytes of the file, and of what is packed in it: a small file can unpack to fill the memory."""

MATRIX_NAMES = ("matrix", "ach", "ach matrix", "ach-matrix")

_BROKEN = (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError)


def read_workbook(path: Path, sheet: str | None, findings: Findings) -> Grid | None:
    """Read the cells of one sheet; None, and a problem, where it cannot be read."""
    raw = _sound(path, findings)
    if raw is None:
        return None
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations that it does not keep
            stated = openpyxl.load_workbook(io.BytesIO(raw), data_only=False)
            computed = openpyxl.load_workbook(io.BytesIO(raw), data_only=True)
    except (*_BROKEN, zipfile.BadZipFile, ParseError) as error:
        words = "the workbook is damaged and cannot be read"
        findings.wrong("", words, type(error).__name__, "a file saved as .xlsx")
        return None
    name = _sheet(stated, sheet, findings)
    return None if name is None else _grid(stated[name], computed[name], findings)


def _sound(path: Path, findings: Findings) -> bytes | None:
    """The bytes of a workbook that can be unpacked without harm; None of anything else."""
    size = path.stat().st_size
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)
    if size > LARGEST or len(raw) > LARGEST:
        allowed = f"at most {LARGEST // 1_000_000} MB"
        findings.wrong("", "the file is too large for a matrix", f"{size / 1e6:.1f} MB", allowed)
        return None
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        locked = "EncryptedPackage".encode("utf-16-le") in raw
        words = "the workbook is encrypted" if locked else "is a workbook in the old .xls format"
        allowed = "one saved as .xlsx" + (" without a password" if locked else "")
        findings.wrong("", words, None, allowed)
        return None
    if not zipfile.is_zipfile(io.BytesIO(raw)):
        words = "is not a workbook" if raw else "the file is empty"
        findings.wrong("", words, None, "a file saved as .xlsx, or as CSV with the suffix .csv")
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            members = packed.infolist()
            total = sum(p.file_size for p in members)
            if total > LARGEST_UNPACKED:
                allowed = f"at most {LARGEST_UNPACKED // 1_000_000} MB"
                seen = f"{total / 1e6:.0f} MB unpacked"
                findings.wrong("", "the workbook is too large for a matrix", seen, allowed)
                return None
            xml = [p for p in members if p.filename.endswith((".xml", ".rels"))]
            for member in xml:
                with packed.open(member) as file:
                    if b"<!DOCTYPE" in file.read(4096).upper():
                        words = "the workbook defines entities of its own, which none needs"
                        findings.wrong("", words, member.filename, "a file saved as .xlsx")
                        return None
    except (zipfile.BadZipFile, *_BROKEN, RuntimeError, NotImplementedError):
        findings.wrong("", "the workbook is damaged or encrypted", None, "a file saved as .xlsx")
        return None
    return raw


def _sheet(book: Any, wanted: str | None, findings: Findings) -> str | None:
    """The name of the sheet that holds the matrix."""
    names = [s.title for s in book.worksheets]
    if wanted in names:
        return wanted
    if wanted is not None:
        is_chart = wanted in book.sheetnames
        what = "is a chart, not a sheet of cells" if is_chart else "no sheet has this name"
        findings.wrong("sheet", what, wanted, listed(names), closest(wanted, names))
        return None
    hidden = [s.title for s in book.worksheets if s.sheet_state != "visible"]
    seen = [s.title for s in book.worksheets if s.sheet_state == "visible" and not _is_empty(s)]
    named = [n for n in seen if n.strip().lower() in MATRIX_NAMES]
    chosen = seen if len(seen) == 1 else named
    if len(chosen) == 1:
        if hidden:
            findings.note("", f"sheets that are hidden were not read: {listed(hidden)}")
        return str(chosen[0])
    words = "no sheet that can be seen holds anything"
    if seen:
        words = "it is not clear which sheet holds the matrix"
    elif hidden:
        words += f" (hidden: {listed(hidden)})"
    findings.wrong("sheet", words, None, f"the name of one of {listed(seen or names)}")
    return None


def _is_empty(sheet: Any) -> bool:
    first = sheet.cell(1, 1).value if sheet.max_row * sheet.max_column == 1 else 0
    return first is None


def _grid(stated: Any, computed: Any, findings: Findings) -> Grid | None:
    rows, columns = stated.max_row, stated.max_column
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        where = cell_name(rows - 1, columns - 1)
        allowed = f"at most {MOST_ROWS} rows and {MOST_COLUMNS} columns; delete what strayed there"
        findings.wrong(where, "the sheet reaches too far for a matrix", None, allowed)
        return None
    cells: list[list[Any]] = []
    formulas = []
    for r in range(rows):
        row = []
        for c in range(columns):
            cell, now = stated.cell(r + 1, c + 1), computed.cell(r + 1, c + 1)
            if cell.data_type == "f" and now.value is not None:
                formulas.append(cell_name(r, c))
            row.append(_value(cell, now))
        cells.append(row)
    if formulas:
        words = "formulas: the values that were stored when the file was saved were read, in "
        findings.note("", words + cells_named(formulas))
    areas = [
        (m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1)
        for m in stated.merged_cells.ranges
    ]
    hidden_rows = {k - 1 for k, d in stated.row_dimensions.items() if d.hidden}
    hidden_columns = {
        k
        for d in stated.column_dimensions.values()
        if d.hidden
        for k in range((d.min or 1) - 1, min(d.max or d.min or 1, columns))
    }
    return Grid(cells, "workbook", sorted(areas), hidden_rows, hidden_columns)


def _value(cell: Any, now: Any) -> Any:
    value = now.value
    if cell.data_type == "f" and value is None:
        text = getattr(cell.value, "text", cell.value)
        return Unread(
            "is a formula that was never computed",
            quoted(str(text)),
            "a value, or the file saved once by a spreadsheet program",
        )
    if now.data_type == "e":
        return Unread("is an error of the spreadsheet", quoted(str(value)), "a value")
    if isinstance(value, str):
        return decoded(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value
