"""What a single cell of a matrix says: a rating, a probability, a day, a grade."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Sequence
from typing import Any

from assess.exchange.ach.grid import Findings, Grid, Unread, cell_name, cells_named, clean, quoted
from assess.exchange.ach.layout import Layout, near_column
from assess.formatting.names import closest, listed
from evidence.rating import LETTERS, RatingTable

NOT_APPLICABLE = ("NA", "N/A", "N.A.")

LEVELS = {
    **dict.fromkeys(("high", "h", "hoch"), "high"),
    **dict.fromkeys(("medium", "m", "moderate", "mittel"), "medium"),
    **dict.fromkeys(("low", "l", "niedrig", "gering"), "low"),
}
"""Words for how credible or relevant an item is, in English and German."""

_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s?%")
_COMMA = re.compile(r"0,\d+")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_GRADE = re.compile(r"([A-F])([1-6])")
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def plain(grid: Grid, row: int, column: int, findings: Findings) -> Any:
    """Return the value of a cell; None where nothing is, or nothing can be known, which is told."""
    value = grid.value(row, column)
    if isinstance(value, Unread):
        where = cell_name(row, column)
        findings.wrong(where, value.message, None, value.allowed)
        return None
    return value


# --- ratings --------------------------------------------------------------------------------------


def ratings_of(
    grid: Grid, layout: Layout, table: RatingTable, findings: Findings
) -> dict[tuple[int, int], str]:
    """Return the letter of each cell, by row and column; every cell that is none is told."""
    cells = _cells(grid, layout, findings)
    spellings = _spellings(layout, table)
    families = {place: _families(value, spellings) for place, value in cells.items()}
    families = _without_foreign_columns(families, cells, layout, findings)
    family = _family(families)
    counted = family == "numbers" and not layout.numeric  # numbers of which nobody says what
    known = spellings["letters" if counted else family]
    numbers: list[str] = []
    letters: dict[tuple[int, int], str] = {}
    lowered = []
    for place, fits in families.items():
        where, value = cell_name(*place), cells[place]
        text = _mark(value)
        if text in known or text in NOT_APPLICABLE:
            letters[place] = known.get(text, "NA")
            if _is_lowered(value):
                lowered.append(where)
        elif value is None:
            allowed = f"{_listed(known)}, NA where the item does not bear on the hypothesis"
            findings.wrong(where, "the rating is empty", None, allowed)
        elif "numbers" in fits and (counted or family == "letters"):
            numbers.append(where)
        elif fits and fits != {family}:
            words = f"is one of the {listed(sorted(fits))}, in a matrix of {family}"
            findings.wrong(where, words, value, _listed(known) + ", NA")
        else:
            _unknown(where, value, known, findings)
    if numbers:
        words = f"is a number, and the matrix does not say what it counts ({cells_named(numbers)})"
        allowed = f"{listed(LETTERS)}; or a line above the header: scale, -2..2"
        findings.wrong(numbers[0], words, None, allowed)
    if lowered:
        findings.note("", f"small letters were read as capital ones: {cells_named(lowered)}")
    return letters


def _cells(grid: Grid, layout: Layout, findings: Findings) -> dict[tuple[int, int], Any]:
    """The values that could be read, by row and column; the others are told."""
    cells: dict[tuple[int, int], Any] = {}
    for place in ((r.at, h.at) for r in layout.items for h in layout.hypotheses):
        before = len(findings.problems)
        value = plain(grid, *place, findings)
        if len(findings.problems) == before:
            cells[place] = value
    return cells


def _is_lowered(value: Any) -> bool:
    """Whether small letters stand where capital ones are meant; "n/a" is written so."""
    is_small = isinstance(value, str) and value.upper() != value
    return is_small and clean(value) not in ("n/a", "n.a.")


def _spellings(layout: Layout, table: RatingTable) -> dict[str, dict[str, str]]:
    if layout.numeric:
        return {"numbers": dict(table.numbers)}
    return {
        "letters": {x: x for x in LETTERS if x != "NA"},
        "signs": dict(table.signs),
        "numbers": dict(table.numbers),
    }


def _mark(value: Any) -> str:
    """A cell as ratings are spelt: capital letters, the minus of the keyboard, whole numbers."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, int | float):
        return str(int(value)) if math.isfinite(value) and value == int(value) else ""
    text = clean(value).replace("\u2212", "-").upper()
    return text[1:] if re.fullmatch(r"\+[12]", text) else text


def _families(value: Any, spellings: dict[str, dict[str, str]]) -> set[str]:
    """The ways of spelling that have such a rating."""
    return {name for name, known in spellings.items() if _mark(value) in known}


def _without_foreign_columns(
    families: dict[tuple[int, int], set[str]],
    cells: dict[tuple[int, int], Any],
    layout: Layout,
    findings: Findings,
) -> dict[tuple[int, int], set[str]]:
    """Without the columns in which nothing is a rating: one problem, at their heading."""
    foreign = set()
    for h in layout.hypotheses:
        beside = [p for p in families if p[1] == h.at]
        filled = [p for p in beside if cells[p] is not None]
        if len(filled) < 2 or any(families[p] or _mark(cells[p]) in NOT_APPLICABLE for p in beside):
            continue
        foreign.add(h.at)
        name = h.text or h.id
        words = (
            "nothing below is a rating, so this is no hypothesis, and no other column has the name"
        )
        near = near_column(name)
        allowed = "ratings, or a column called source, reliability, credibility, weight, date, ..."
        findings.wrong(cell_name(layout.header, h.at), words, name, allowed, near)
    layout.hypotheses[:] = [h for h in layout.hypotheses if h.at not in foreign]
    return {p: f for p, f in families.items() if p[1] not in foreign}


def _family(families: dict[tuple[int, int], set[str]]) -> str:
    """The one way in which the ratings of a matrix are spelt: that of most cells."""
    names = ("letters", "signs", "numbers")
    sure = {n: sum(f == {n} for f in families.values()) for n in names}
    possible = {n: sum(n in f for f in families.values()) for n in names}
    best = max(names, key=lambda n: (sure[n], possible[n]))
    if "numbers" in {n for n in names if possible[n]} and not any(sure.values()):
        best = "numbers" if not possible["signs"] else "signs"  # zeros only
    return best if possible[best] else "letters"


def _listed(known: dict[str, str]) -> str:
    return listed([k for k in known if k != "NA"])


def _unknown(where: str, value: Any, known: dict[str, str], findings: Findings) -> None:
    text = value if isinstance(value, str) else ""
    near = closest(clean(text).upper(), known) if text else ""
    words = "is not a rating"
    if clean(text) in ("–", "—", "‐", "‑"):
        words, near = "is a dash, which may mean a minus or nothing at all", ""
    elif isinstance(value, dt.date):
        words = "is a date, not a rating"
    elif re.fullmatch(r"[+-]?\d+,\d+", clean(text)):
        words = "is a number with a decimal comma, not a rating"
    findings.wrong(where, words, value, f"{_listed(known)}, NA", near)


# --- numbers --------------------------------------------------------------------------------------


def number_of(value: Any, where: str, findings: Findings, allowed: str) -> float | None:
    """Read a number, from a number or from text that can be only one."""
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    text = clean(value) if isinstance(value, str) else ""
    percent = _PERCENT.fullmatch(text)
    if percent:
        findings.note(where, f"{quoted(text)} was read as a share of 100")
        return float(percent[1].replace(",", ".")) / 100.0
    if _COMMA.fullmatch(text):
        findings.note(where, f"{quoted(text)} was read with a decimal comma")
        return float(text.replace(",", "."))
    if _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    near = "; with a decimal point" if re.fullmatch(r"\d+,\d+", text) else ""
    findings.wrong(where, "is not a number", value, allowed + near)
    return None


def weight_of(value: Any, where: str, findings: Findings) -> str:
    """Read a weight of Heuer's weighted count, as text; empty where there is none."""
    allowed = "a number above 0"
    number = None if value is None else number_of(value, where, findings, allowed)
    if number is None:
        return ""
    if number <= 0.0:
        findings.wrong(where, "is out of range", value, allowed)
        return ""
    return repr(number).removesuffix(".0")


def level_of(value: Any, where: str, findings: Findings) -> str:
    """Tell how credible or relevant an item is: high, medium, low, or a grade 1 to 6."""
    text = clean(str(value)).casefold() if isinstance(value, str | int) else ""
    if isinstance(value, float) and value.is_integer():
        text = str(int(value))
    if text in LEVELS:
        return LEVELS[text]
    if re.fullmatch(r"[1-6]", text) and not isinstance(value, bool):
        return text
    near = closest(text, LEVELS)
    findings.wrong(where, "is no degree that is known", value, "high, medium, low, or 1 to 6", near)
    return ""


def form_of(value: Any, where: str, findings: Findings) -> Any:
    """Read a probability in any form of the case file: a number, or a mapping as JSON."""
    if isinstance(value, str) and clean(value).startswith("{"):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            allowed = 'a number, or JSON such as {"beta": [8, 2]}'
            findings.wrong(where, "is not valid JSON", value, allowed)
            return None
    return number_of(value, where, findings, "a number between 0 and 1")


def reliability_of(
    value: Any, where: str, table: RatingTable, findings: Findings
) -> tuple[Any, str]:
    """Read the reliability of a source; with the number of a grade like B2."""
    text = clean(value) if isinstance(value, str) else ""
    grade = _GRADE.fullmatch(text.upper())
    if grade or re.fullmatch(r"[A-E]", text.upper()):
        letter, credibility = grade.groups() if grade else (text.upper(), "")
        if letter != "F":
            return {"admiralty": letter}, credibility
        text = "F"
    if text.upper() == "F":
        allowed = (
            '{"admiralty": "F", "exclude": true}, or with another form: "as": {"beta": [1, 1]}'
        )
        findings.wrong(where, "F says that the source cannot be judged", value, allowed)
        return None, ""
    if text.casefold() in LEVELS:
        letter = table.reliability[LEVELS[text.casefold()]]
        findings.note(
            where, f"{quoted(text)} was read as grade {letter}: a proposal of this library"
        )
        return {"admiralty": letter}, ""
    if text and not text.startswith("{") and not re.search(r"\d", text):
        near = closest(text, LEVELS)
        allowed = "A to E, high, medium, low, a number between 0 and 1, or JSON"
        findings.wrong(where, "is no reliability that is known", value, allowed, near)
        return None, ""
    return form_of(value, where, findings), ""


def day_of(value: Any, where: str, findings: Findings) -> str:
    """Read a day as ISO text; empty where it is none."""
    if isinstance(value, dt.datetime):
        findings.wrong(where, "has a time of day", str(value), "a day such as 2024-06-20")
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    text = clean(value) if isinstance(value, str) else ""
    german = _GERMAN_DAY.fullmatch(text)
    try:
        if german:
            day = dt.date(int(german[3]), int(german[2]), int(german[1]))
            findings.note(where, f"{quoted(text)} was read as {day}: day, month, year")
            return day.isoformat()
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    words = "is not a day"
    if isinstance(value, int | float) and not isinstance(value, bool):
        words = "is a number, not a day (a spreadsheet's count of days?)"
    elif re.fullmatch(r"\d{1,2}/\d{1,2}/\d{2,4}", text):
        words = "is not clear: day and month can be either"
    findings.wrong(where, words, value, "a day such as 2024-06-20")
    return ""


def words_of(value: Any) -> str:
    """Read a cell as words, just as they stand there."""
    return value if isinstance(value, str) else "" if value is None else str(value)


def tags_of(value: Any) -> Sequence[str]:
    """Read tags that are separated by semicolons."""
    return [t for t in (x.strip() for x in words_of(value).split(";")) if t]
