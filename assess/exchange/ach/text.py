"""Matrices in text files: CSV with commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from pathlib import Path

from assess.exchange.ach.grid import MOST_COLUMNS, MOST_ROWS, Findings, Grid, cell_name, clean
from evidence.rating import LETTERS, rating_table

LARGEST = 8_000_000
"""Bytes. A matrix of 10,000 rows with a sentence each is smaller."""

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
HAZARD = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet program would take for a formula (CSV injection), or what was guarded."""

_LOOKED_AT = 1000
"""Rows by which the delimiter is found."""

_MARKS = {*LETTERS, *rating_table().signs, *rating_table().numbers, "N/A"}


def read_text(path: Path, findings: Findings) -> Grid | None:
    """Read the cells of a text file; None, and a problem, where it cannot be read."""
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        allowed = f"at most {LARGEST // 1_000_000} MB"
        findings.wrong("", "the file is too large for a matrix", None, allowed)
        return None
    text = _decoded(raw, findings)
    return None if text is None else grid_of_text(text, findings)


def grid_of_text(text: str, findings: Findings) -> Grid | None:
    """Return the cells of a text, whatever delimiter it uses."""
    if not text.strip("\ufeff \t\r\n,;"):
        findings.wrong("", "the file is empty", None, "a header row with hypotheses, then items")
        return None
    delimiter, text = _delimiter(text, findings)
    rows = None if delimiter is None else _rows(text, delimiter, findings)
    return None if rows is None else Grid(rows)


def _decoded(raw: bytes, findings: Findings) -> str | None:
    if raw.startswith(b"PK\x03\x04"):
        findings.wrong("", "is a workbook, not text", None, "the suffix .xlsx")
        return None
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        message = "is an old or encrypted workbook, not text"
        findings.wrong("", message, None, "a file saved as CSV or .xlsx, without a password")
        return None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = raw.decode("utf-16")
        except UnicodeDecodeError as error:
            findings.wrong("", "is not UTF-16 text, as its first bytes say", str(error.reason))
            return None
        findings.note("", "the file is UTF-16 text, not UTF-8")
        return _without_nul(text, findings)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        try:  # what the world calls Latin-1 is the Windows code page of that name
            text = raw.decode("cp1252")
        except UnicodeDecodeError:
            text = raw.decode("latin-1")
        words = "the file is not UTF-8 text and was read as Latin-1: look at letters such as ä or é"
        findings.note("", f"{words} (line {line})")
    return _without_nul(text, findings)


def _without_nul(text: str, findings: Findings) -> str | None:
    if "\0" not in text:
        return text
    line = text[: text.index("\0")].count("\n") + 1
    findings.wrong("", f"holds a NUL character in line {line}", None, "a file saved as CSV text")
    return None


def _delimiter(text: str, findings: Findings) -> tuple[str | None, str]:
    """The delimiter, by which most cells are ratings; and the text without a line that says it."""
    declared = re.match(r"\ufeff?\"?sep=(.)\"?\r?\n", text, re.IGNORECASE)
    if declared:  # the first line stays, for the names of the cells
        return declared[1], "\n" + text[declared.end() :]
    counts = {}
    for delimiter in DELIMITERS:
        cells = [clean(c).upper() for c in _some_cells(text, delimiter)]
        counts[delimiter] = (sum(c in _MARKS for c in cells), len(cells))
    best = max(counts.values())
    chosen = [d for d, n in counts.items() if n == best]
    if len(chosen) == 1:
        return chosen[0], text
    if best == (0, 0):
        words = "there is only one column"
        findings.wrong("A1", words, None, "cells separated by commas, semicolons or tabs")
    else:
        names = " and ".join(DELIMITERS[d] for d in chosen)
        words = f"it is not clear what separates the cells: {names} fit equally well"
        findings.wrong("A1", words, None, "one of comma, semicolon and tab; or a first line sep=;")
    return None, text


def _some_cells(text: str, delimiter: str) -> list[str]:
    """Cells of the first rows but for their first ones, as far as they can be read."""
    rows: list[list[str]] = []
    with suppress(csv.Error):
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row[1 : MOST_COLUMNS + 1])
            if len(rows) == _LOOKED_AT:
                break
    return [cell for row in rows for cell in row]


def _rows(text: str, delimiter: str, findings: Findings) -> list[list[str]] | None:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            rows.append([_plain(cell) for cell in row])
            if any(clean(c) for c in row[MOST_COLUMNS:]):
                words = f"the row has more than {MOST_COLUMNS} cells"
                findings.wrong(cell_name(len(rows) - 1, 0), words, None, f"at most {MOST_COLUMNS}")
                return None
    except csv.Error as error:
        where = cell_name(len(rows), 0)
        findings.wrong(where, f"the row cannot be read: {error}", None, "quotes that are closed")
        return None
    while rows and not any(clean(c) for c in rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        where = cell_name(len(rows) - 1, 0)
        findings.wrong(where, "the file has too many rows", len(rows), f"at most {MOST_ROWS}")
        return None
    return rows


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet program from computing it."""
    return cell[1:] if cell.startswith("'") and HAZARD.match(cell) else cell


def guarded(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet program would take for a formula.

    Examples
    --------
    >>> guarded("=1+1"), guarded("plain")
    ("'=1+1", 'plain')
    >>> _plain(guarded("'=x")) == "'=x"
    True
    """
    return "'" + cell if HAZARD.match(cell) else cell
