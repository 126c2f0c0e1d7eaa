"""Tables that a person can read, in a terminal and in a notebook, and what all of them share."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

from assess.formatting.labels import wrapped
from assess.formatting.numbers import number_text

Row = tuple[str, ...]

MOST = 15
"""Rows of a table if not said otherwise."""


@dataclass(frozen=True)
class Table:
    """A titled table of texts; the first column is aligned left, the others right.

    A row with words in its first cell only says something of the row above, across all columns.
    Below the table stand notes: what the figures hold given, and what is not shown.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        cells = [self.header, *self.rows] if self.header else []
        aligned = [self.header, *(row for row in self.rows if not _is_alone(row))]
        widths = [max(map(len, column)) for column in zip(*aligned, strict=True)]
        lines = [self.title] if self.title else []
        for row in cells:
            first, *rest = (
                c.ljust(w) if k == 0 else c.rjust(w)
                for k, (c, w) in enumerate(zip(row, widths, strict=True))
            )
            lines.append("  " + "  ".join([first, *rest]).rstrip())
        return "\n".join([*lines, *(line for note in self.notes for line in wrapped(note, 100))])

    def _repr_html_(self) -> str:
        def row(cells: Row, tag: str) -> str:
            if _is_alone(cells):
                return f'<tr><{tag} colspan="{len(cells)}">{html.escape(cells[0])}</{tag}></tr>'
            sides = ["left"] + ["right"] * (len(cells) - 1)
            styled = (
                f'<{tag} style="text-align:{side}">{html.escape(c)}</{tag}>'
                for side, c in zip(sides, cells, strict=True)
            )
            return f"<tr>{''.join(styled)}</tr>"

        body = "".join(row(r, "td") for r in self.rows)
        caption = f'<caption style="text-align:left">{html.escape(self.title)}</caption>'
        notes = "".join(f"<p>{html.escape(note)}</p>" for note in self.notes)
        return (
            f"<table>{caption}<thead>{row(self.header, 'th')}</thead><tbody>{body}</tbody></table>"
            f"{notes}"
        )


def alone(words: str, header: tuple[str, ...] | list[str]) -> Row:
    """Return a row with words in its first cell only."""
    return (words, *[""] * (len(header) - 1))


def _is_alone(row: Row) -> bool:
    return len(row) > 1 and not any(row[1:])


def more(count: int, what: str = "") -> tuple[str, ...]:
    """Return the note that says how many rows are not shown, and what is known of them."""
    return (f"{count} more{what}.",) if count > 0 else ()


def moved_note(attrs: dict[str, Any], range_words: str) -> str:
    """Return what was moved and how far: the ranges as stated, and what was done without one."""
    words = range_words
    if attrs["vary_fixed"]:
        times = number_text(float(attrs["vary_fixed"]))
        words += f"; where none was stated, its odds divided and multiplied by {times}"
    elif attrs["fixed"]:
        words += f"; {attrs['fixed']} numbers were stated without a range and not moved"
    return f"{words}."
