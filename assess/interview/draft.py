"""The file of answers: from which an interview can be repeated, or taken up again."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assess.errors import CaseError, Problem
from assess.formatting.names import closest, shown
from assess.interview.readers import clean
from assess.io.yaml import parse_yaml

FORMAT = "assess-answers/1"
LARGEST = 2_000_000
"""Bytes of a file of answers; an interview by hand has some ten thousand."""


@dataclass(frozen=True)
class Answers:
    """A file of answers: the answers by question, their lines, and whether the rest is to come."""

    answers: dict[str, str]
    lines: dict[str, int]
    unfinished: bool


def read_answers(path: str | os.PathLike[str]) -> Answers:
    """Read a file of answers.

    Parameters
    ----------
    path : path
        A YAML file: `format: assess-answers/1`, `answers` (a mapping from the name of each question
        to its answer), and `unfinished: true` if the rest is still to be asked.

    Returns
    -------
    Answers

    Raises
    ------
    CaseError
        If it is no such file: every problem with its line.
    OSError
        If it cannot be read.
    """
    origin = str(path)
    with Path(path).open("rb") as file:
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise CaseError((Problem((), "the file is too large for answers"),), origin)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise CaseError((Problem((), "is not UTF-8 text", line=line),), origin) from None
    data, lines, problems = parse_yaml(text)
    if not problems:
        problems = list(_misfits(data, lines))
    if problems:
        raise CaseError(tuple(sorted(problems, key=lambda p: p.line or 0)), origin)
    stated = data["answers"] or {}
    return Answers(
        {key: _as_typed(value) for key, value in stated.items()},
        {key: lines[("answers", key)] for key in stated},
        data.get("unfinished", False),
    )


def _misfits(data: Any, lines: Mapping[tuple[str | int, ...], int]) -> list[Problem]:
    """What keeps plain data from being a file of answers."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        seen = shown(data.get("format")) if isinstance(data, dict) else ""
        return [Problem((), "is not a file of answers", seen, f"format: {FORMAT}")]
    found = []
    for key in data:
        if key not in (allowed := ["format", "unfinished", "answers"]):
            near = closest(key, allowed)
            found.append(Problem((), "unknown key", shown(key), "", near, line=lines.get((key,))))
    if not isinstance(data.get("unfinished", False), bool):
        found.append(Problem((), "unfinished is true or false", line=lines.get(("unfinished",))))
    stated = data.get("answers")
    if not isinstance(stated, dict | None) or "answers" not in data:
        found.append(Problem((), "answers is a mapping from questions to answers"))
    for key, value in (stated if isinstance(stated, dict) else {}).items():
        if isinstance(value, dict | list):
            message = "an answer is one line of text or a number; put it in quotes"
            line = lines.get(("answers", key))
            found.append(Problem((), message, shown(value), address=str(key), line=line))
    return found


def _as_typed(value: Any) -> str:
    """A value of the file as somebody would have typed it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def answers_text(
    answers: Mapping[str, str], questions: Mapping[str, str], *, unfinished: bool
) -> str:
    """Write a file of answers as text, with each question above its answer."""
    lines = [
        "# Answers to the questions of `assess new`: go on with `assess new --answers THIS_FILE`.",
        f"format: {FORMAT}",
        *(["unfinished: true  # what is not answered here is asked"] if unfinished else []),
        "answers:" if answers else "answers: {}",
    ]
    for key, value in answers.items():
        if key in questions:
            lines.append(f"  # {clean(questions[key])}")
        lines.append(f"  {_quoted(key)}: {_quoted(value)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # between double quotes nothing is taken for anything else: `no`, `2024-06-20`, `.70`
    return json.dumps(text, ensure_ascii=not text.isprintable())
