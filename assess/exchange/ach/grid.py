"""A spreadsheet as a grid of cells that know their names, and what is found wrong or odd in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from assess.errors import Problem
from assess.formatting.names import one_line

MOST_ROWS, MOST_COLUMNS = 10_000, 300
"""No matrix that a person filled in is larger; a sheet that is has strayed cells."""

_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2009\u3000"), " ") | dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u2060\ufeff"), None
)


@dataclass(frozen=True)
class Unread:
    """A cell whose value cannot be known: an error of a formula, or a formula never computed."""

    message: str
    seen: str
    allowed: str


@dataclass
class Findings:
    """What is wrong with a file, and what the reader of the case should know of how it was read."""

    origin: str = ""
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def wrong(
        self, cell: str, message: str, seen: object = None, allowed: str = "", closest: str = ""
    ) -> None:
        """Take in a problem at a cell; `seen` is quoted, unless there is nothing."""
        text = "" if seen is None else quoted(seen)
        problem = Problem((), message, text, allowed, closest, address=cell)
        if problem not in self.problems:
            self.problems.append(problem)

    def note(self, cell: str, message: str) -> None:
        """Take in a note, at a cell or of the whole."""
        words = f"{cell}: {message}" if cell else message
        if words not in self.notes:
            self.notes.append(words)


@dataclass
class Grid:
    """The cells of one sheet: text, numbers, dates, truth values, or nothing.

    Attributes
    ----------
    rows : list of list
        Values by row and column, both counted from 0; rows may have different lengths.
    kind : {'text', 'workbook'}
        What kind of file it came from.
    merged : list of (first row, first column, last row, last column)
        Areas that are one cell to the eye.
    hidden_rows, hidden_columns : set of int
        What a person who opens the file does not see.
    """

    rows: list[list[Any]]
    kind: str = "text"
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def value(self, row: int, column: int) -> Any:
        """Return the value of a cell, None where nothing is."""
        cells = self.rows[row]
        cell = cells[column] if column < len(cells) else None
        return None if isinstance(cell, str) and not clean(cell) else cell

    def filled(self, row: int) -> list[int]:
        """Return the columns of a row that hold something."""
        return [c for c in range(len(self.rows[row])) if self.value(row, c) is not None]

    def text(self, row: int, column: int) -> str:
        """Return a cell as text without blanks around it; empty where nothing is."""
        value = self.value(row, column)
        return "" if value is None or isinstance(value, Unread) else clean(shown_text(value))


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell as spreadsheet programs write it.

    Examples
    --------
    >>> cell_name(6, 1), cell_name(0, 27)
    ('B7', 'AB1')
    """
    return f"{column_name(column)}{row + 1}"


def column_name(column: int) -> str:
    """Return the letters of a column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def clean(text: str) -> str:
    """Strip blanks around a text, non-breaking and invisible ones too, and keep single ones within.

    Examples
    --------
    >>> clean("\u00a0no  retaliation\u200b ")
    'no retaliation'
    """
    return " ".join(text.translate(_BLANKS).split())


def shown_text(value: Any) -> str:
    """Write a value as a person would type it."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def quoted(value: object) -> str:
    """Return a value as a message quotes it: letters that only look like others are spelt out."""
    if not isinstance(value, str):
        return shown_text(value)
    text = one_line(value, 60)
    return repr(text) if text.isascii() or re.search(r"\w\w", text) else ascii(text)


def cells_named(cells: Iterable[str], most: int = 6) -> str:
    """Return some cells in a row, the rest counted."""
    names = list(cells)
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def coded(text: str) -> str:
    """Return text as a workbook holds it: control characters are spelt `_x000D_`."""
    text = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    return "".join(
        f"_x{ord(c):04X}_" if (c < " " and c not in "\t\n") or c in "\ufffe\uffff" else c
        for c in text
    )


def decoded(text: str) -> str:
    r"""Tell what a workbook means by such text.

    Examples
    --------
    >>> decoded(coded("one_x0041_\r")) == "one_x0041_\r"
    True
    """
    return _CODED.sub(lambda m: chr(int(m[1], 16)), text)
