"""Malformed matrices: each is read rightly, or every problem is told with its cell."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import assess

GOOD = "item,H1: raid,H2: drill\nE1: trucks,C,CC\nE2: leave,I,N\n"
ROW = st.lists(st.sampled_from(["CC", "C", "N", "I", "II"]), min_size=3, max_size=3)


def told(path: Path, **options: Any) -> list[str]:
    """The problems of a file, without its name; an empty list if it can be read."""
    try:
        assess.from_ach(path, **options)
    except assess.CaseError as error:
        return [str(p) for p in error.problems]
    return []


def agree(expected: list[str], found: list[str]) -> None:
    """Each expected text is the beginning of the problem in its place; ... stands for anything."""
    assert len(found) == len(expected), found
    for want, line in zip(expected, found, strict=True):
        pattern = "".join(".*" if p == "..." else re.escape(p) for p in re.split(r"(\.\.\.)", want))
        assert re.match(pattern, line, re.DOTALL), line


# --- text -----------------------------------------------------------------------------------------

TEXTS: dict[str, tuple[str | bytes, list[str]]] = {
    "an unknown letter": (
        GOOD.replace("I,N", "I,X"),
        ["C3: is not a rating (seen 'X'; allowed: CC, C, N, I, II, NA)"],
    ),
    "a letter too many, with the closest": (
        GOOD.replace("CC", "CCC"),
        ["C2: is not a rating (seen 'CCC'; ...); did you mean 'CC'?"],
    ),
    "a letter of another alphabet that looks like C": (
        GOOD.replace(",C,", ",\u0421,"),
        ["B2: is not a rating (seen '\\u0421'; ..."],
    ),
    "an empty rating": (GOOD.replace("I,N", "I,"), ["C3: the rating is empty (...NA where"]),
    "a question mark": (GOOD.replace("I,N", "?,N"), ["B3: is not a rating (seen '?'; ..."]),
    "two letters in one cell": (GOOD.replace("I,N", "I/N,N"), ["B3: is not a rating (seen 'I/N'"]),
    "letters and signs": (
        GOOD.replace("I,N", "-,N"),
        ["B3: is one of the signs, in a matrix of letters (seen '-'; allowed: CC, C, N, I, ..."],
    ),
    "signs and letters": (
        "item,H1,H2\na,+,-\nb,++,I\n",
        ["C3: is one of the letters, in a matrix of signs (seen 'I'; allowed: ++, +, 0, -, ..."],
    ),
    "signs and numbers": ("item,H1,H2\na,+,-\nb,++,2\n", ["C3: is one of the numbers, in a"]),
    "a dash that may be a minus or nothing": (
        "item,H1,H2\na,+,–\nb,++,-\n",
        ["C2: is a dash, which may mean a minus or nothing at all (seen '\\u2013'"],
    ),
    "numbers of which nobody says what they count": (
        "item,H1,H2\na,2,-1\nb,0,1\n",
        ["B2: is a number, and the matrix does not say what it counts (B2, C2, B3, C3) (...; or a"],
    ),
    "a number beyond its scale": (
        "scale,-2..2\nitem,H1,H2\na,2,-1\nb,0,3\n",
        ["C4: is not a rating (seen '3'; allowed: 2, 1, 0, -1, -2, NA)"],
    ),
    "half a point": ("scale,-2..2\nitem,H1,H2\na,2,0.5\n", ["C3: is not a rating (seen '0.5'"]),
    "a decimal comma": (
        "scale;-2..2\nitem;H1;H2\na;2;0,5\n",
        ["C3: is a number with a decimal comma, not a rating (seen '0,5'; ..."],
    ),
    "letters where a scale is stated": (
        "scale,-2..2\nitem,H1,H2\na,2,C\n",
        ["C3: is not a rating (seen 'C'; allowed: 2, 1, 0, -1, -2, NA)"],
    ),
    "a scale that is none": (
        "scale,1..5\nitem,H1,H2\na,C,I\n",
        ["B1: is not a scale that is known (seen '1..5'; allowed: -2..2)"],
    ),
    "percentages for ratings": (
        "item,H1,H2\na,80%,20%\nb,C,I\n",
        ["B2: is not a rating (seen '80%'", "C2: is not a rating (seen '20%'"],
    ),
    "one hypothesis": (
        "item,H1\na,C\nb,I\n",
        ["A1: this row looks like the header, but names fewer than two hypotheses (seen 'H1'; ..."],
    ),
    "no hypothesis, only known columns": (
        "item,source,weight\na,CIA,1\n",
        ["A1: this row looks like the header, but names fewer than two hypotheses (seen 'none'"],
    ),
    "a hypothesis twice": (
        "item,H1: raid,H1: drill\na,C,I\n",
        ["C1: the hypothesis is there twice, first in B1 (seen 'H1: drill'; ..."],
    ),
    "the same hypothesis twice, in capital letters": (
        "item,a raid,A RAID\na,C,I\n",
        ["C1: the hypothesis is there twice, first in B1 (seen 'A RAID'; ..."],
    ),
    "a hypothesis called others": ("item,H1,others\na,C,I\n", ["C1: 'others' stands for the rest"]),
    "an item twice": (
        "item,H1,H2\ntrucks seen,C,I\ntrucks seen,C,I\n",
        ["A3: the item is there twice, first in A2 (seen 'trucks seen'; ..."],
    ),
    "two items with one code": (
        "item,H1,H2\nE1: trucks,C,I\nE1: leave,C,I\n",
        ["A3: the item is there twice, first in A2 (seen 'E1: leave'; ..."],
    ),
    "an item without a name": (
        GOOD + ",C,I\n",
        ["A4: the item has no name, but something in B4, C4"],
    ),
    "two header rows": (
        "item,H1,H2\n,a raid,a drill\nE1: x,C,I\n",
        ["A2: looks like a second header row: column A is empty (allowed: one header row; ..."],
    ),
    "a heading over the header": (
        ",Hypotheses,\nitem,H1,H2\na,C,I\n",
        ["A1: this row looks like the header, but names fewer than two hypotheses (seen 'Hypo"],
    ),
    "two lines of words above the header": (
        "A matrix\nby an analyst\nitem,H1,H2\na,C,I\n",
        ["A2: a second line of words above the header (seen 'by an analyst'; allowed: a"],
    ),
    "a column without a heading": (
        "item,H1,,H2\na,C,x,I\nb,C,,I\n",
        ["C1: the column has no heading, but something in C2 (allowed: a hypothesis, or ..."],
    ),
    "a cell too many": (
        "item,H1,H2\na,C,I,I\n",
        ["D1: the column has no heading, but something in D2 (..."],
    ),
    "a missing cell": ("item,H1,H2\na,C\nb,C,I\n", ["C2: the rating is empty (..."]),
    "a column whose name is misspelt": (
        "item,H1,H2,Sources\na,C,I,CIA\nb,C,I,BND\n",
        ["D1: nothing below is a rating, ... (seen 'Sources'; ...); did you mean 'source'?"],
    ),
    "a column whose name is misspelt hides no other problem": (
        "item,H1,H2,Sources\na,C,I,CIA\nb,C,I,BND\nprior,.5,.6,\n",
        [
            "D1: nothing below is a rating, ...; did you mean 'source'?",
            "B4:C4: the priors do not sum to 1 (seen '1.1'; allowed: a sum of 1)",
        ],
    ),
    "two columns of sources": (
        "item,H1,H2,source,Quelle\na,C,I,x,y\n",
        ["E1: the matrix has such a column already (D1) (seen 'Quelle'; allowed: each column"],
    ),
    "the items in another column": (
        "source,item,H1,H2\nCIA,a,C,I\nBND,b,C,I\n",
        ["A1: the first column holds the items, and this is the name of another column (seen",
         "B1: nothing below is a rating, so this is no hypothesis"],
    ),
    "only a header": ("item,H1,H2\n", ["A1: no item stands below the header (..."]),
    "priors that do not sum to 1": (
        "item,H1,H2\nprior,.5,.6\na,C,I\n",
        ["B2:C2: the priors do not sum to 1 (seen '1.1'; allowed: a sum of 1)"],
    ),
    "a prior missing": ("item,H1,H2\nprior,.5,\na,C,I\n", ["C2: the prior is empty (..."]),
    "a prior of 0": (
        "item,H1,H2\nprior,0,1\na,C,I\n",
        ["B2: is out of range (seen '0'; ...", "C2: is out of range (seen '1'; ..."],
    ),
    "a prior in words": (
        "item,H1,H2\nprior,likely,.5\na,C,I\n",
        ["B2: is not a number (seen 'likely'; allowed: a number between 0 and 1)"],
    ),
    "priors twice": (
        "item,H1,H2\nprior,.5,.5\npriors,.5,.5\na,C,I\n",
        ["A3: the matrix has such a row already (A2) (seen 'priors'; allowed: each row once)"],
    ),
    "a weight that is no number": (
        "item,H1,H2,weight\na,C,I,heavy\nb,C,I,-1\nc,C,I,\"1,5\"\n",
        ["D2: is not a number (seen 'heavy'; allowed: a number above 0)",
         "D3: is out of range (seen '-1'; allowed: a number above 0)",
         "D4: is not a number (seen '1,5'; allowed: a number above 0; with a decimal point)"],
    ),
    **{
        f"a column called {name}": (
            f"item,H1,H2,{name}\na,C,I,C\nb,I,C,N\n",
            [f"D1: is the name of a property ... (seen '{name}'; ...'hypothesis: {name}'"],
        )
        for name in ("rating", "Type", "Confidence", "Grade", "Priority", "Category", "Status",
                     "Admiralty", "Typ", "Bewertung", "Vertrauen", "Kategorie", "Priorität",
                     "Source rating", "Grade (A-F)")
    },
    "a credibility that is none": (
        "item,H1,H2,credibility\na,C,I,hihg\n",
        ["D2: is no degree that is known (seen 'hihg'; ...); did you mean 'high'?"],
    ),
    "grade F": (
        "item,H1,H2,source,reliability\na,C,I,x,F\n",
        ["E2: F says that the source cannot be judged (seen 'F'; allowed: ..."],
    ),
    "a reliability of 1": (
        "item,H1,H2,source,reliability\na,C,I,x,1\n",
        ["E2 (sources[x].reliability): can never be undone by evidence (seen 1.0; ..."],
    ),
    "a reliability beyond 1": (
        "item,H1,H2,source,reliability\na,C,I,x,80\n",
        ["E2 (sources[x].reliability): is out of range (seen 80.0; ..."],
    ),
    "a reliability that is none": (
        "item,H1,H2,source,reliability\na,C,I,x,good\n",
        ["E2: is no reliability that is known (seen 'good'; ..."],
    ),
    "two reliabilities of one source": (
        "item,H1,H2,source,reliability\na,C,I,x,A\nb,C,I,x,B\n",
        ["E3: the source x has another reliability in E2 (allowed: one reliability for a source)"],
    ),
    "JSON that is none": (
        "item,H1,H2,source,reliability\na,C,I,x,{beta: 3}\n",
        ["E2: is not valid JSON (seen '{beta: 3}'; ..."],
    ),
    "a form of a number that is none": (
        'item,H1,H2,source,reliability\na,C,I,x,"{""betta"": [1, 2]}"\n',
        ["E2 (sources[x].reliability): is not a reliability (...); did you mean 'beta'?"],
    ),
    "a day that can be two": (
        "item,H1,H2,date\na,C,I,04/05/2024\n",
        ["D2: is not clear: day and month can be either (seen '04/05/2024'; ..."],
    ),
    "a day that there was not": ("item,H1,H2,date\na,C,I,2023-02-29\n", ["D2: is not a day (seen"]),
    "a table that is none": (
        "table,ach_v9\nitem,H1,H2\na,C,I\n",
        ["B1: no table of ratings has this name (seen 'ach_v9'; ...); did you mean 'ach_v0'?"],
    ),
    "an id that is none": (
        "item,text,H1,H2\nmy item,words,C,I\n",
        ["A2: is not usable as the id of the item (seen 'my item'; ..."],
    ),
    "a delimiter that is not clear": (
        "item\na,C,I\nb;C;I\n",
        ["A1: it is not clear what separates the cells: comma and semicolon fit equally well (..."],
    ),
    "one column": ("item\na\nb\n", ["A1: there is only one column (allowed: cells sep"]),
    "a quote that is not closed": ('item,H1,H2\n"a,C,I\n', ["A2: the row cannot be read: ..."]),
    "a NUL character": (
        b"item,H1,H2\na,C\0,I\n",
        ["holds a NUL character in line 2 (allowed: a file saved as CSV text)"],
    ),
    "nothing": (b"", ["the file is empty (..."]),
    "nothing but delimiters": (",,,\n,,,\n", ["the file is empty (..."]),
    "a workbook called CSV": (b"PK\x03\x04rest", ["is a workbook, not text (allowed: the suffix"]),
    "an old workbook called CSV": (b"\xd0\xcf\x11\xe0rest", ["is an old or encrypted"]),
    "a file too large": (b"a" * 8_000_001, ["the file is too large for a matrix"]),
    "rows without end": (
        "item,H1,H2\n" + "a,C,I\n" * 10_001,
        ["A10002: the file has too many rows (seen 10002; allowed: at most 10000)"],
    ),
    "columns without end": ("item" + ",H" * 400 + "\n", ["A1: the row has more than 300 cells"]),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_faulty_text_is_told_with_its_cells(name: str, tmp_path: Path) -> None:
    """Every problem at once, with the cell, what was seen and what is allowed; and nothing else."""
    content, expected = TEXTS[name]
    path = tmp_path / "matrix.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    agree(expected, told(path))
    assert [p.name for p in tmp_path.iterdir()] == ["matrix.csv"]


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    """One of each part: none hides another."""
    path = tmp_path / "matrix.csv"
    path.write_text(
        "item,H1,H2,weight,date\nprior,.5,.4,,\na,C,X,0,\nb,,I,1,yesterday\n,C,C,,\n", "utf-8"
    )
    agree(
        [
            "B2:C2: the priors do not sum to 1 (seen '0.9'",
            "C3: is not a rating (seen 'X'",
            "D3: is out of range (seen '0'",
            "B4: the rating is empty",
            "E4: is not a day (seen 'yesterday'",
            "A5: the item has no name, but something in B5, C5",
        ],
        told(path),
    )


def test_latin_1_is_read_and_noted(tmp_path: Path) -> None:
    """As what a German spreadsheet program writes by default."""
    path = tmp_path / "matrix.csv"
    path.write_bytes("item;H1: umgehängt;H2: gestohlen\nE1: x;C;I\n".encode("cp1252"))
    case = assess.from_ach(path)
    assert case.questions[0].hypotheses[0].text == "umgehängt"
    assert "was read as Latin-1: look at letters such as ä or é (line 1)" in case.text


def test_utf_16_is_read_and_noted(tmp_path: Path) -> None:
    """What Excel calls Unicode text."""
    path = tmp_path / "matrix.txt"
    path.write_bytes(GOOD.replace(",", "\t").encode("utf-16"))
    case = assess.from_ach(path)
    assert len(case.items) == 2
    assert "the file is UTF-16 text" in case.text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "matrix.xls",
            "the suffix is none of a matrix (seen '.xls'; allowed: the file saved as .xlsx)",
        ),
        (
            "matrix.ods",
            "the suffix is none of a matrix (seen '.ods'; allowed: .csv, .tsv, .txt, .xlsx,",
        ),
        ("matrix", "the suffix is none of a matrix (seen 'matrix'; ..."),
    ],
)
def test_other_suffixes_are_refused(name: str, expected: str, tmp_path: Path) -> None:
    """Whatever is in them."""
    (tmp_path / name).write_text(GOOD, "utf-8")
    agree([expected], told(tmp_path / name))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"table": "ach_v1"}, "no table is called 'ach_v1' .*did you mean 'ach_v0'"),
        ({"sheet": "matrix"}, "a text file has no sheets, and 'matrix' was asked for"),
        ({"priors": {"H1": 0.5, "H9": 0.5}}, r"priors\[H9\]: no hypothesis has this name"),
        ({"priors": {"H1": 1.0}}, "priors: no prior for H2"),
        ({"priors": {"H1": 0.7, "H2": 0.7}}, "sum"),
    ],
)
def test_wrong_arguments_are_told(options: dict[str, Any], message: str, tmp_path: Path) -> None:
    """In one sentence."""
    (tmp_path / "matrix.csv").write_text(GOOD, "utf-8")
    with pytest.raises(ValueError, match=message):
        assess.from_ach(tmp_path / "matrix.csv", **options)


@pytest.mark.parametrize(
    ("columns", "source"), [("source,weight", "matrix"), ("source,reliability", "b")]
)
def test_rows_without_a_source_are_noted(columns: str, source: str, tmp_path: Path) -> None:
    """They are from the matrix itself, or have a source of their own where sources are graded."""
    path = tmp_path / "matrix.csv"
    path.write_text(f"item,H1,H2,{columns}\na,C,I,x,\nb,C,I,,\n", "utf-8")
    case = assess.from_ach(path)
    assert [i.source for i in case.items] == ["x", source]
    assert "D3: no source is named" in case.text


def test_a_missing_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    """As everywhere."""
    for name in ("no.csv", "no.xlsx"):
        with pytest.raises(FileNotFoundError):
            assess.from_ach(tmp_path / name)


# --- workbooks ------------------------------------------------------------------------------------

Edit = Callable[[Any, Any], Any]


def workbook(path: Path, edit: Edit | None = None) -> Path:
    """A good matrix in a workbook, then edited."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [
        ["item", "H1: raid", "H2: drill"],
        ["E1: trucks", "C", "CC"],
        ["E2: leave", "I", "N"],
    ]:
        sheet.append(row)
    if edit is not None:
        edit(book, sheet)
    book.save(path)
    return path


def put(**cells: Any) -> Edit:
    def edit(book: Any, sheet: Any) -> None:
        for name, value in cells.items():
            sheet[name] = value

    return edit


def both(*edits: Edit) -> Edit:
    def edit(book: Any, sheet: Any) -> None:
        for one in edits:
            one(book, sheet)

    return edit


def second_sheet(title: str, state: str = "visible") -> Edit:
    def edit(book: Any, sheet: Any) -> None:
        other = book.create_sheet(title)
        other["A1"] = "something"
        other.sheet_state = state

    return edit


def chart(book: Any, sheet: Any) -> None:
    from openpyxl.chart import BarChart, Reference

    bars = BarChart()
    bars.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2))
    book.create_chartsheet("Chart").add_chart(bars)


def all_hidden(book: Any, sheet: Any) -> None:
    book.create_sheet("empty")
    sheet.sheet_state = "hidden"


NOBODY = "it is not clear which sheet holds the matrix (allowed: the name of one of Sheet, other)"

BOOKS: dict[str, tuple[Edit, list[str]]] = {
    "merged ratings": (
        lambda book, sheet: sheet.merge_cells("B2:C2"),
        ["B2: the cells B2:C2 are merged into one (allowed: a value of its own in each cell)",
         "C2: the rating is empty (..."],
    ),
    "merged headings": (
        lambda book, sheet: sheet.merge_cells("B1:C1"),
        ["A1: this row looks like the header, but names fewer than two hypotheses (seen 'H1"],
    ),
    "merged items": (
        lambda book, sheet: sheet.merge_cells("A2:A3"),
        ["A2: the cells A2:A3 are merged into one (...",
         "A3: the item has no name, but something in B3, C3"],
    ),
    "a formula that was never computed": (
        put(B2='=IF(1,"C","I")'),
        ["B2: is a formula that was never computed (allowed: a value, or the file saved ..."],
    ),
    "a formula for a prior": (
        put(A4="prior", B4="=1/2", C4=0.5),
        ["B4: is a formula that was never computed (..."],
    ),
    "a date for a rating": (
        put(B2=dt.date(2024, 1, 2)),
        ["B2: is a date, not a rating (seen 2024-01-02; ..."],
    ),
    "a truth value for a rating": (put(B2=True), ["B2: is not a rating (seen True; ..."]),
    "numbers": (
        put(B2=1, C2=2, B3=-1, C3=0),
        ["B2: is a number, and the matrix does not say what it counts (B2, C2, B3, C3) (..."],
    ),
    "a number with a fraction": (put(B2=0.5), ["B2: is not a rating (seen 0.5; ..."]),
    "a count of days for a date": (
        put(D1="date", D2=45000),
        ["D2: is a number, not a day (a spreadsheet's count of days?) (seen 45000; ..."],
    ),
    "a date with a time": (
        put(D1="date", D2=dt.datetime.combine(dt.date(2024, 1, 2), dt.time(15, 30))),
        ["D2: has a time of day (seen '2024-01-02 15:30:00'; ..."],
    ),
    "an error of the spreadsheet": (
        both(put(B2="#REF!"), lambda book, sheet: setattr(sheet["B2"], "data_type", "e")),
        ["B2: is an error of the spreadsheet (..."],
    ),
    "two sheets": (second_sheet("other"), ["sheet: " + NOBODY]),
    "no sheet that can be seen": (
        all_hidden,
        ["sheet: no sheet that can be seen holds anything (hidden: Sheet) (allowed: ..."],
    ),
    "a cell that strayed": (
        put(A1048576="x"),
        ["C1048576: the sheet reaches too far for a matrix (allowed: at most 10000 rows and 300"],
    ),
    "a column that strayed": (put(XFD1="x"), ["XFD3: the sheet reaches too far for a matrix (..."]),
    "nothing": (
        lambda book, sheet: sheet.delete_rows(1, 3),
        ["sheet: no sheet that can be seen holds anything (allowed: the name of one of Sheet)"],
    ),
    "an unknown letter": (put(C3="Y"), ["C3: is not a rating (seen 'Y'; ..."]),
}  # fmt: skip


@pytest.mark.parametrize("name", BOOKS)
def test_faulty_workbook_is_told_with_its_cells(name: str, tmp_path: Path) -> None:
    """Every problem at once, and nothing else."""
    edit, expected = BOOKS[name]
    agree(expected, told(workbook(tmp_path / "matrix.xlsx", edit)))


def hidden_row(book: Any, sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True


def hidden_column(book: Any, sheet: Any) -> None:
    sheet.column_dimensions["C"].hidden = True


def with_note(book: Any, sheet: Any) -> None:
    from openpyxl.comments import Comment

    sheet["B2"].comment = Comment("why C?", "reviewer")


READ: dict[str, tuple[Edit, str]] = {
    "a hidden sheet": (second_sheet("old", "hidden"), "sheets that are hidden were not read: old"),
    "a very hidden sheet": (second_sheet("old", "veryHidden"), "were not read: old"),
    "a sheet of which one is called ACH": (
        both(second_sheet("other"), lambda book, sheet: setattr(sheet, "title", "ACH")), "",
    ),
    "a chart sheet": (chart, ""),
    "an empty second sheet": (lambda book, sheet: book.create_sheet("Sheet2"), ""),
    "a merged title": (
        lambda book, sheet: (sheet.insert_rows(1), put(A1="Our matrix")(book, sheet),
                             sheet.merge_cells("A1:C1")),
        "A1: the only words in the row above the header; read as the title",
    ),
    "a hidden row": (hidden_row, "hidden rows were read like the others: A3"),
    "a hidden column": (hidden_column, "hidden columns were read like the others: C"),
    "blanks around letters": (put(B2=" C ", C2="CC\u00a0", B1="H1:  raid\u00a0"), ""),
    "empty rows before and between": (
        lambda book, sheet: (sheet.insert_rows(3), sheet.insert_rows(1, 2)), "",
    ),
    "a comment at a cell": (with_note, ""),
    "a formula in a column of scores": (put(D1="Score", D2="=SUM(1)", D3=1), "left out"),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_odd_workbook_is_read_rightly(name: str, tmp_path: Path) -> None:
    """With a note where a reader should know."""
    edit, note = READ[name]
    case = assess.from_ach(workbook(tmp_path / "matrix.xlsx", edit))
    assert [i.rating for i in case.items] == [{"H1": "C", "H2": "CC"}, {"H1": "I", "H2": "N"}]
    assert [h.text for h in case.questions[0].hypotheses] == ["raid", "drill"]
    assert note in case.text


def test_dates_and_numbers_of_a_workbook_are_read(tmp_path: Path) -> None:
    """Dates as days, numbers as numbers or as text."""
    edit = put(D1="date", D2=dt.date(2024, 1, 2), D3="2024-01-03", E1="weight", E2=2, E3="0.5",
               A4="prior", B4=0.25, C4="0.75")  # fmt: skip
    case = assess.from_ach(workbook(tmp_path / "matrix.xlsx", edit))
    assert [i.date for i in case.items] == [dt.date(2024, 1, 2), dt.date(2024, 1, 3)]
    assert [i.tags for i in case.items] == [("weight: 2",), ("weight: 0.5",)]
    assert [h.prior.value for h in case.questions[0].hypotheses] == [0.25, 0.75]


def repacked(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    """The workbook with its parts changed."""
    with zipfile.ZipFile(path) as packed:
        parts = {n: packed.read(n) for n in packed.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, change(name, content))


def test_the_stored_value_of_a_formula_is_read_and_noted(tmp_path: Path) -> None:
    """As a spreadsheet program saves it: formula and value."""
    path = workbook(tmp_path / "matrix.xlsx", put(B2='=IF(1,"C","I")'))

    def computed(name: str, content: bytes) -> bytes:
        return re.sub(rb'<c r="B2"[^>]*><f>(.*?)</f><v ?/?>(</v>)?</c>',
                      rb'<c r="B2" t="str"><f>\1</f><v>C</v></c>', content)  # fmt: skip

    repacked(path, computed)
    case = assess.from_ach(path)
    assert case.items[0].rating == {"H1": "C", "H2": "CC"}
    assert (
        "formulas: the values that were stored when the file was saved were read, in B2"
        in case.text
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "is a workbook in the old .xls format"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "the workbook is encrypted (allowed: one saved as .xlsx without a password)",
        ),
        (GOOD.encode(), "is not a workbook (allowed: a file saved as .xlsx, or as CSV"),
        (b"<html><table></table></html>", "is not a workbook"),
        (b"", "the file is empty"),
        (b"PK\x03\x04" + b"\0" * 100, "is not a workbook"),
        (
            b"x" * 8_000_001,
            "the file is too large for a matrix (seen '8.0 MB'; allowed: at most 8 MB)",
        ),
    ],
    ids=["xls", "encrypted", "csv", "html", "empty", "cut off", "too large"],
)
def test_what_only_is_called_a_workbook_is_refused(
    content: bytes, expected: str, tmp_path: Path
) -> None:
    """By what is in it, with what to do."""
    path = tmp_path / "matrix.xlsx"
    path.write_bytes(content)
    agree([expected], told(path))


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    """Such as a folder that somebody packed."""
    path = tmp_path / "matrix.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("readme.txt", "hello")
    agree(["the workbook is damaged and cannot be read (..."], told(path))


def test_a_workbook_that_unpacks_to_fill_the_memory_is_refused(tmp_path: Path) -> None:
    """A million rows, or a bomb."""
    path = workbook(tmp_path / "matrix.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/more.xml", b"0" * 70_000_000)
    agree(
        ["the workbook is too large for a matrix (seen '70 MB unpacked'; allowed: at"], told(path)
    )


def test_a_workbook_with_entities_is_refused(tmp_path: Path) -> None:
    """They can read files of the machine or grow without bound."""
    path = workbook(tmp_path / "matrix.xlsx")
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    repacked(path, lambda name, part: entity + part if name.endswith("sheet1.xml") else part)
    agree(
        ["the workbook defines entities of its own, which none needs (seen 'xl/worksheets"],
        told(path),
    )


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_damaged_workbook_is_refused(part: str, tmp_path: Path) -> None:
    """Whatever part is cut off."""
    path = workbook(tmp_path / "matrix.xlsx")
    repacked(path, lambda n, c: c[: len(c) // 2] if n == part else c)
    agree(["the workbook is damaged and cannot be read (..."], told(path))


def test_a_sheet_can_be_asked_for(tmp_path: Path) -> None:
    """By its name; another name is told with the closest, and a chart is none."""
    path = workbook(tmp_path / "matrix.xlsx", both(second_sheet("other"), chart))
    assert len(assess.from_ach(path, sheet="Sheet").items) == 2
    agree(["sheet: no sheet has this name (seen 'Sheeet'; ...); did you mean 'Sheet'?"],
          told(path, sheet="Sheeet"))  # fmt: skip
    agree(["sheet: is a chart, not a sheet of cells (seen 'Chart'; ..."], told(path, sheet="Chart"))


# --- anything at all ------------------------------------------------------------------------------

CELLS = st.sampled_from(
    ["", " ", "C", "CC", "+", "--", "0", "2", "-1", "NA", "x", "0,5", "=1", "'=1", "prior", "text",
     "source", "total", "H1", "H1: a", "others", "other", "title", "scale", "-2..2", "2024-01-01",
     "é", "\u00a0", "\n", '"', "{", '{"beta": [1, 2]}', "F", "B2", "high", "table", "ach_v0", "-"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.lists(CELLS, max_size=6), max_size=7), good=st.booleans())
def test_anything_is_a_case_or_a_list_of_problems(
    rows: list[list[str]], good: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No other error; and what is read says of each cell that was rated just what stands there."""
    path = tmp_path_factory.mktemp("any") / "matrix.csv"
    start = [["item", "H1", "H2"], ["a", "C", "I"]] if good else []
    text = io.StringIO(newline="")
    import csv

    csv.writer(text).writerows([*start, *rows])
    path.write_text(text.getvalue(), "utf-8", newline="")
    try:
        case = assess.from_ach(path)
    except assess.CaseError:
        return
    assert all(set(i.rating or {}) == set(case.questions[0].states) for i in case.items)
    assert json.loads(json.dumps([i.rating for i in case.items]))


@settings(max_examples=60, deadline=None)
@given(raw=st.binary(max_size=80), suffix=st.sampled_from(["csv", "xlsx", "tsv"]))
def test_bytes_of_any_kind_are_a_case_or_a_list_of_problems(
    raw: bytes, suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No other error."""
    path = tmp_path_factory.mktemp("any") / f"matrix.{suffix}"
    path.write_bytes(raw)
    told(path)


@settings(max_examples=60, deadline=None)
@given(
    letters=st.lists(ROW, min_size=2, max_size=5),
    where=st.tuples(st.integers(0, 1), st.integers(0, 2)),
    wrong=st.sampled_from(["X", "?", "maybe", "CI", "III", "0.3", "C C", "–", "yes"]),
)  # fmt: skip
def test_a_wrong_cell_is_named_wherever_it_is(
    letters: list[list[str]],
    where: tuple[int, int],
    wrong: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Exactly one problem, at exactly that cell."""
    row, column = where
    letters[row][column] = wrong
    path = tmp_path_factory.mktemp("any") / "matrix.csv"
    lines = ["item,H1,H2,H3", *(f"E{k}: x{k},{','.join(r)}" for k, r in enumerate(letters, 1))]
    path.write_text("\n".join(lines), "utf-8")
    (problem,) = told(path)
    assert problem.startswith(f"{'BCD'[column]}{row + 2}: ")
