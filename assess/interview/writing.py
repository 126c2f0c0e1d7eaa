"""The case file of an interview: the case, and beside it what was asked and answered."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator
from pathlib import Path

from assess.case.build import case_from
from assess.case.model import Case
from assess.errors import Location
from assess.interview.readers import clean
from assess.interview.record import Place, Record
from assess.io.files import to_yaml, write_text
from assess.io.yaml import parse_yaml

_WIDTH = 100
_HEAD = (
    "From an interview (assess new). The comments keep what was asked and answered; nothing reads "
    "them, and the numbers below are what counts. Check it with: assess check; weigh it with: "
    "assess weigh."
)


def case_of_record(record: Record) -> Case:
    """Return the case that was stated.

    Raises
    ------
    CaseError
        If it is not valid.
    """
    return case_from(record.data())


def case_text(record: Record) -> str:
    """Write the case file, with comments, as YAML.

    Parameters
    ----------
    record : Record
        A finished interview.

    Returns
    -------
    str
        It reads back as `case_of_record(record)`, to the last digit.

    Raises
    ------
    CaseError
        If the case is not valid.
    """
    case = case_of_record(record)
    text = to_yaml(case)
    _, lines, _ = parse_yaml(text)
    before: dict[int, list[str]] = {}
    for place, notes in record.notes.items():
        at = _location(place, case)
        if at is not None:
            before[lines[at]] = [x for note in notes for x in _comment(note, "  ")]
    out = list(_comment(_HEAD, ""))
    for number, line in enumerate(text.splitlines(), start=1):
        out += before.get(number, [])
        out.append(line)
    out += _dropped(record)
    whole = "\n".join(out) + "\n"
    data, _, problems = parse_yaml(whole)
    if problems or case_from(data) != case:
        msg = "the case file would not read back as the case: please report this"
        raise ValueError(msg)
    return whole


def _location(place: Place, case: Case) -> Location | None:
    """Where a block stands in the file; None if it was left out."""
    if place == ("question",):
        return ("questions", 0)
    section, name = place
    ids = [part.id for part in getattr(case, section)]
    return (section, ids.index(name)) if name in ids else None


def _comment(note: str, indent: str) -> Iterator[str]:
    lines = textwrap.wrap(
        clean(" ".join(note.split())), _WIDTH, break_long_words=False, break_on_hyphens=False
    )
    for k, line in enumerate(lines):
        yield f"{indent}# {'  ' if k and indent else ''}{line}"


def _dropped(record: Record) -> Iterator[str]:
    for item in record.dropped:
        said = f": {item['text']}" if item.get("text") else ""
        yield from _comment(f"TODO: left out, its numbers are missing: {item['id']}{said}", "")
        for note in record.notes.get(("items", item["id"]), []):
            yield from _comment(note, "  ")


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, as a whole or not at all.

    Raises
    ------
    OSError
        If it is there (`FileExistsError`), or cannot be written.
    """
    # the name is taken first, so that nothing can come in between and be overwritten
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    try:
        write_text(path, text)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
