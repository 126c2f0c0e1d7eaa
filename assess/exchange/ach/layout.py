"""What stands where in a matrix: its header, its items, and the rows and columns beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assess.exchange.ach.grid import Findings, Grid, cell_name, cells_named, clean, column_name
from assess.formatting.names import closest, listed

COLUMNS: dict[str, tuple[str, ...]] = {
    "text": ("text", "description", "details", "beschreibung", "wortlaut"),
    "source": ("source", "quelle"),
    "source_name": ("source name", "name der quelle"),
    "reliability": ("reliability", "source reliability", "zuverlässigkeit", "quellenbewertung"),
    "credibility": ("credibility", "glaubwürdigkeit", "glaubhaftigkeit"),
    "relevance": ("relevance", "relevanz"),
    "weight": ("weight", "gewicht", "gewichtung"),
    "date": ("date", "datum"),
    "if_unreliable": ("if unreliable", "wenn unzuverlässig"),
    "citation": ("citation", "reference", "fundstelle", "beleg"),
    "because": (
        *("because", "note", "notes", "comment", "comments", "remark", "remarks"),
        *("anmerkung", "anmerkungen", "bemerkung", "bemerkungen", "kommentar", "begründung"),
    ),
    "tags": ("tags", "schlagworte"),
    "left out": (
        *("score", "total", "sum", "inconsistency", "inconsistency score", "inconsistencies"),
        *("diagnosticity", "summe", "punkte", "inkonsistenz", "inkonsistenzen", "diagnostizität"),
    ),
}
"""Names by which columns other than hypotheses are known, upper and lower case alike."""

ROWS: dict[str, tuple[str, ...]] = {
    "prior": (
        *(
            "prior",
            "priors",
            "prior probability",
            "a priori",
            "a-priori",
            "a-priori-wahrscheinlichkeit",
        ),
        "ausgangswahrscheinlichkeit",
    ),
    "text": ("text", "description", "beschreibung"),
    "because": ("because", "begründung"),
    "catch_all": ("catch-all", "catch all", "auffanghypothese"),
    "left out": COLUMNS["left out"],
}
"""Names by which rows other than items are known; they stand below the header."""

ABOVE: dict[str, tuple[str, ...]] = {
    "title": ("title", "titel"),
    "text": ("about", "worum es geht"),
    "as_of": ("as of", "stand"),
    "question": ("question", "frage"),
    "question_id": ("question id",),
    "exhaustive": ("exhaustive", "erschöpfend"),
    "concentration": ("concentration",),
    "table": ("table", "tabelle"),
    "scale": ("scale", "skala"),
}
"""Names of what may be said of the whole, above the header: the name in column A, the rest in B."""

PROPERTIES = frozenset(
    [
        "rating", "ratings", "type", "category", "kind", "class", "status", "confidence",
        "grade", "priority", "quality", "admiralty", "level", "importance", "code", "typ",
        "art", "bewertung", "vertrauen", "note", "kategorie", "priorität", "konfidenz",
        "klasse", "einstufung", "stufe", "qualität", "wichtigkeit", "admiralität",
    ]
)  # fmt: skip
"""Headings of columns that tell something of an item, so that no hypothesis is read from them."""

_OF_ITEMS = frozenset(
    [
        "source", "item", "evidence", "information", "overall", "admiralty", "evidential",
        "quelle", "indiz", "level", "rating", "code", "grade",
    ]
)  # fmt: skip

CATCH_ALLS = (
    *("other", "something else", "none of these", "none of the above", "anything else"),
    *("sonstiges", "andere", "anderes", "etwas anderes", "keine davon"),
)
"""Hypotheses that are read as the catch-all by their names."""

NUMERIC = re.compile(r"[-−]\s?2\s?(\.\.|…|to|bis|/)\s?\+?2")

_NAMED = {"hypothesis": "hypothesis", "hypothese": "hypothesis", "item": "item", "indiz": "item"}
_ID = re.compile(r"[^\W_][\w.\-]{0,79}")
_CODE = re.compile(r"([A-Za-z]{1,3}\d{1,3}(?=[:.)] )|[EH]\d{1,2}(?= ))[:.)]? (.+)")


@dataclass(frozen=True)
class Named:
    """A row or column with its id, its words and its place."""

    at: int
    id: str
    text: str


@dataclass
class Layout:
    """Where everything is; rows and columns are counted from 0."""

    header: int
    numeric: bool = False
    above: dict[str, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    hypotheses: list[Named] = field(default_factory=list)
    items: list[Named] = field(default_factory=list)
    title: str = ""


def layout_of(grid: Grid, findings: Findings) -> Layout | None:
    """Find out what stands where; None where there is no header that can be used."""
    layout = _above(grid, findings)
    if layout is None:
        return None
    before = len(findings.problems)
    names = _header(grid, layout, findings)
    if len(names) < 2:
        del findings.problems[before:]  # this may be no header at all
        cell = cell_name(layout.header, 0)
        seen = listed([t for _, t in names]) or "none"
        words = "this row looks like the header, but names fewer than two hypotheses"
        above = listed([x[0] for x in ABOVE.values()], 20)
        allowed = f"one row with the hypotheses; above it a title, and lines called {above}"
        findings.wrong(cell, words, seen, allowed)
        return None
    names = _without_properties(grid, layout, names, findings)
    _refuse_merged(grid, layout, findings)
    items = _rows(grid, layout, [c for c, _ in names], findings)
    text_row, text_column = layout.rows.get("text"), layout.columns.get("text")
    layout.hypotheses = _identified(
        [(c, cell_name(layout.header, c), t) for c, t in names],
        None if text_row is None else {c: _verbatim(grid, text_row, c) for c, _ in names},
        "hypothesis",
        findings,
    )
    layout.items = _identified(
        [(r, cell_name(r, 0), t) for r, t in items],
        None if text_column is None else {r: _verbatim(grid, r, text_column) for r, _ in items},
        "item",
        findings,
    )
    if not items:
        findings.wrong(
            cell_name(layout.header, 0), "no item stands below the header", None, "a row each"
        )
    _note_hidden(grid, layout, findings)
    return layout


def _verbatim(grid: Grid, row: int, column: int) -> str:
    value = grid.value(row, column)
    return value if isinstance(value, str) else grid.text(row, column)


def _word(text: str) -> str:
    return clean(text.replace("_", " ")).rstrip(":").strip().casefold()


def _known(word: str, names: Mapping[str, tuple[str, ...]]) -> str | None:
    return next((key for key, words in names.items() if word in words), None)


def _above(grid: Grid, findings: Findings) -> Layout | None:
    """The row of the header, and what is said of the whole above it."""
    layout = Layout(-1)
    for r in range(len(grid.rows)):
        filled = grid.filled(r)
        if not filled:
            continue
        key = _known(_word(grid.text(r, 0)), ABOVE)
        if key is not None and filled in ([0], [0, 1]):
            if key in layout.above:
                first = cell_name(layout.above[key], 0)
                findings.wrong(
                    cell_name(r, 0), f"is there twice, first in {first}", grid.text(r, 0)
                )
            layout.above.setdefault(key, r)
        elif filled == [0]:
            where = cell_name(r, 0)
            if layout.title:
                words = "a second line of words above the header"
                allowed = f"a title, and lines called {listed([w[0] for w in ABOVE.values()], 20)}"
                findings.wrong(where, words, grid.text(r, 0), allowed)
            else:
                layout.title = grid.text(r, 0)
                findings.note(
                    where, "the only words in the row above the header; read as the title"
                )
        else:
            layout.header = r
            break
    if layout.header < 0:
        findings.wrong("A1", "there is no header row", None, "hypotheses from column B on")
        return None
    scale = layout.above.get("scale")
    titles = [grid.text(layout.header, 0), "" if scale is None else grid.text(scale, 1)]
    layout.numeric = any(NUMERIC.search(x) for x in titles)
    if scale is not None and not layout.numeric:
        findings.wrong(cell_name(scale, 1), "is not a scale that is known", titles[1], "-2..2")
    return layout


def _header(grid: Grid, layout: Layout, findings: Findings) -> list[tuple[int, str]]:
    """The columns of the header: known ones, and hypotheses with their words."""
    r = layout.header
    hypotheses: list[tuple[int, str]] = []
    if _known(_word(grid.text(r, 0)), COLUMNS) not in (None, "text"):
        words = "the first column holds the items, and this is the name of another column"
        findings.wrong(cell_name(r, 0), words, grid.text(r, 0), "the items in column A")
    width = max((len(row) for row in grid.rows[r:]), default=0)
    for c in range(1, width):
        text = grid.text(r, c)
        if grid.value(r, c) is not None and not text:
            findings.wrong(cell_name(r, c), "cannot be read", None, "the name of a hypothesis")
        elif not text:
            below = [k for k in range(r + 1, len(grid.rows)) if grid.value(k, c) is not None]
            if not below:
                continue
            where = cells_named(cell_name(k, c) for k in below)
            words = f"the column has no heading, but something in {where}"
            findings.wrong(cell_name(r, c), words, None, "a hypothesis, or the name of a column")
        elif key := _known(_word(text), COLUMNS):
            if key == "left out":
                findings.note(
                    cell_name(r, c), f"the column {text} was left out: it is computed anew"
                )
            elif key in layout.columns:
                first = cell_name(r, layout.columns[key])
                words = f"the matrix has such a column already ({first})"
                findings.wrong(cell_name(r, c), words, text, "each column once")
            else:
                layout.columns[key] = c
        else:
            hypotheses.append((c, _unprefixed(text, "hypothesis")))
    return hypotheses


def is_property(text: str) -> bool:
    """Tell whether a heading is of a column about items: `Type`, `Source rating`, `Grade (A-F)`."""
    words = _word(re.sub(r"\(.*\)", "", text)).replace("-", " ").split()
    rest = [w for w in words if w not in PROPERTIES]
    return bool(words) and len(rest) < len(words) and all(w in _OF_ITEMS for w in rest)


def _without_properties(
    grid: Grid, layout: Layout, names: list[tuple[int, str]], findings: Findings
) -> list[tuple[int, str]]:
    """The hypotheses without headings that name none: letters below them could be grades."""
    kept = []
    for c, name in names:
        text = grid.text(layout.header, c)
        if not is_property(text):
            kept.append((c, name))
            continue
        words = "is the name of a property of items, which is not read as a hypothesis"
        allowed = f"another name, or no such column; if it is a hypothesis, 'hypothesis: {text}'"
        findings.wrong(cell_name(layout.header, c), words, text, allowed)
    return kept


def _unprefixed(text: str, what: str) -> str:
    """Text without `hypothesis:` before it, which says that it is one whatever it is called."""
    before, colon, after = text.partition(":")
    return after.strip() if colon and _NAMED.get(_word(before)) == what and after.strip() else text


def _refuse_merged(grid: Grid, layout: Layout, findings: Findings) -> None:
    for top, left, bottom, right in grid.merged:
        if bottom >= layout.header:
            area = f"{cell_name(top, left)}:{cell_name(bottom, right)}"
            words = f"the cells {area} are merged into one"
            findings.wrong(cell_name(top, left), words, None, "a value of its own in each cell")


def _rows(
    grid: Grid, layout: Layout, rated: list[int], findings: Findings
) -> list[tuple[int, str]]:
    """The rows below the header: known ones, and items with their words."""
    items: list[tuple[int, str]] = []
    for r in range(layout.header + 1, len(grid.rows)):
        if not grid.filled(r):
            continue
        text = grid.text(r, 0)
        key = _known(_word(text), ROWS)
        if key == "left out":
            findings.note(cell_name(r, 0), f"the row {text} was left out: it is computed anew")
        elif key is not None:
            if key in layout.rows:
                first = cell_name(layout.rows[key], 0)
                words = f"the matrix has such a row already ({first})"
                findings.wrong(cell_name(r, 0), words, text, "each row once")
            layout.rows.setdefault(key, r)
        elif text:
            items.append((r, _unprefixed(text, "item")))
        elif not items and all(isinstance(grid.value(r, c), str | None) for c in rated):
            words = "looks like a second header row: column A is empty"
            allowed = f"one header row; what hypotheses mean in a row called {ROWS['text'][0]}"
            findings.wrong(cell_name(r, 0), words, None, allowed)
        else:
            where = cells_named(cell_name(r, c) for c in grid.filled(r))
            findings.wrong(cell_name(r, 0), f"the item has no name, but something in {where}")
    return items


def _identified(
    names: Iterable[tuple[int, str, str]],
    texts: Mapping[int, str] | None,
    what: str,
    findings: Findings,
) -> list[Named]:
    """Each name with an id: the name itself where texts stand elsewhere, or made of its words."""
    taken: dict[str, str] = {}
    seen: dict[str, str] = {}
    result = []
    for at, cell, text in names:
        identifier, words = split_name(text) if texts is None else (text, texts[at])
        if texts is not None and _ID.fullmatch(text) is None:
            allowed = "letters, digits, '_', '-' and '.', since the words stand elsewhere"
            findings.wrong(cell, f"is not usable as the id of the {what}", text, allowed)
        written = text != words  # by a person, not made here of the words
        same = seen.get(text.casefold()) or (taken.get(identifier) if written else None)
        if same is not None:
            allowed = f"each {what} once, under a name of its own"
            findings.wrong(cell, f"the {what} is there twice, first in {same}", text, allowed)
        if identifier == "others":
            findings.wrong(cell, "'others' stands for the rest in a case", text, "another name")
        seen.setdefault(text.casefold(), cell)
        first, k = identifier, 1
        while identifier in taken:
            k += 1
            identifier = f"{first[:70]}_{k}"
        taken[identifier] = cell
        result.append(Named(at, identifier, words))
    return result


def split_name(text: str) -> tuple[str, str]:
    """Return an id and the words of a name that holds both, or only one of them.

    Examples
    --------
    >>> split_name("H1: no retaliation"), split_name("H1"), split_name("no retaliation")
    (('H1', 'no retaliation'), ('H1', ''), ('no_retaliation', 'no retaliation'))
    """
    coded = _CODE.fullmatch(text)
    if coded:
        return coded[1], coded[2]
    if _ID.fullmatch(text) and len(text) <= 40:
        return text, ""
    pieces: list[str] = []
    length = 0
    for word in re.findall(r"[^\W_][\w]*", text):
        if pieces and length + len(word) > 32:
            break
        pieces.append(word)
        length += len(word) + 1
    return "_".join(pieces)[:40] or "unnamed", text


def _note_hidden(grid: Grid, layout: Layout, findings: Findings) -> None:
    rows = [cell_name(x.at, 0) for x in layout.items if x.at in grid.hidden_rows]
    columns = [column_name(x.at) for x in layout.hypotheses if x.at in grid.hidden_columns]
    if rows:
        findings.note("", f"hidden rows were read like the others: {cells_named(rows)}")
    if columns:
        findings.note("", f"hidden columns were read like the others: {cells_named(columns)}")


def near_column(text: str) -> str:
    """Return the known column whose name is most like a text, or nothing."""
    return closest(_word(text), [w for words in COLUMNS.values() for w in words])
