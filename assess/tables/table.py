"""Tables that a person can read, in a terminal and in a notebook: those of the readings."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class Table:
    """A titled table of texts; the first column is aligned left, the others right."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        cells = [self.header, *self.rows]
        widths = [max(len(row[k]) for row in cells) for k in range(len(self.header))]
        lines = [self.title] if self.title else []
        for row in cells:
            first, *rest = (
                c.ljust(w) if k == 0 else c.rjust(w)
                for k, (c, w) in enumerate(zip(row, widths, strict=True))
            )
            lines.append("  " + "  ".join([first, *rest]).rstrip())
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        def row(cells: tuple[str, ...], tag: str) -> str:
            sides = ["left"] + ["right"] * (len(cells) - 1)
            styled = (
                f'<{tag} style="text-align:{side}">{html.escape(c)}</{tag}>'
                for side, c in zip(sides, cells, strict=True)
            )
            return f"<tr>{''.join(styled)}</tr>"

        body = "".join(row(r, "td") for r in self.rows)
        caption = f'<caption style="text-align:left">{html.escape(self.title)}</caption>'
        return (
            f"<table>{caption}<thead>{row(self.header, 'th')}</thead><tbody>{body}</tbody></table>"
        )


def at_least_one(most: int) -> None:
    """Refuse a table without rows."""
    if most < 1:
        msg = f"most: {most} leaves no row (1 or more)"
        raise ValueError(msg)
