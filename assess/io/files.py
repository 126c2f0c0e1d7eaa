"""Case files: reading with every problem reported, writing that cannot lose anything."""

from __future__ import annotations

import io
import json
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from assess.case.build import case_from
from assess.case.model import Case, plain
from assess.case.wrong_argument import expect_case
from assess.errors import CaseError, Location, NotACaseError, Problem
from assess.formatting.names import listed, shown
from assess.io.yaml import parse_yaml

LARGEST = {".json": 32_000_000, ".yaml": 8_000_000}
"""Largest files that are read, in bytes. YAML is read at some 2 s a megabyte, JSON at once."""


def load_case(path: str | os.PathLike[str]) -> Case:
    """Read a case file, YAML or JSON by its suffix.

    Parameters
    ----------
    path : path
        A file ending in `.yaml`, `.yml` or `.json`.

    Returns
    -------
    Case

    Raises
    ------
    CaseError
        If it is not a valid case: every problem, with address, line, what was seen, what is
        allowed and the closest known name.
    OSError
        If the file cannot be read.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from assess import example_case
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "case.yaml"
    >>> save_case(example_case("dprk_missiles"), file)
    >>> load_case(file) == example_case("dprk_missiles")
    True
    """
    if not isinstance(path, str | os.PathLike):
        msg = f"expected the path of a case file, such as 'case.yaml', not {shown(path)}"
        if isinstance(path, Case):
            msg = "expected the path of a case file, not a Case: it needs no loading"
        elif isinstance(path, Mapping):
            msg = "expected the path of a case file, not a mapping: assess.case_from(data) takes it"
        raise NotACaseError(msg)
    path = Path(path)
    origin = str(path)
    kind = ".json" if path.suffix.lower() == ".json" else ".yaml"
    most = LARGEST[kind]
    with path.open("rb") as file:
        size = max(os.fstat(file.fileno()).st_size, 0)
        raw = b"" if size > most else file.read(most + 1)  # what is no regular file has no size
    if max(size, len(raw)) > most:
        seen = f"{size / 1e6:.1f} MB" if size else "more"
        allowed = f"at most {most // 1_000_000} MB"
        raise _failed(origin, "the file is too large for a case", seen, allowed)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = "is not UTF-8 text"
        problem = Problem(
            (), message, f"byte 0x{raw[error.start]:02x}", "a file saved as UTF-8", line=line
        )
        raise CaseError((problem,), origin) from None
    data, lines, problems = parse_json(text) if kind == ".json" else parse_yaml(text)
    if data is None and not problems:
        raise _failed(origin, "the file is empty")
    try:
        return case_from(data, lines=lines, origin=origin, unread=problems)
    except CaseError:
        if kind == ".yaml" or data is None or len(text) > 1_000_000:
            raise
    # JSON is YAML: read it again for the lines, and for the places of keys that are there twice
    again, lines, met = parse_yaml(text)
    if met and isinstance(again, dict):
        data, problems = again, met
    return case_from(data, lines=lines, origin=origin, unread=problems)


def _failed(origin: str, message: str, seen: str = "", allowed: str = "") -> CaseError:
    return CaseError((Problem((), message, seen, allowed),), origin)


def parse_json(text: str) -> tuple[Any, dict[Location, int], list[Problem]]:
    """Read JSON as plain data, no lines, and the problems met; a key there twice is one."""
    problems: list[Problem] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        data = dict(items)
        if len(data) < len(items):
            twice = sorted(k for k, n in Counter(k for k, _ in items).items() if n > 1)
            message = f"a key is there twice: {listed(twice)}"
            problems.append(Problem((), message, "", "each key once"))
        return data

    if not text.strip():
        return None, {}, []
    try:
        data = json.loads(text, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        return None, {}, [Problem((), f"is not valid JSON: {error.msg}", line=error.lineno)]
    except ValueError:  # Python refuses to read a number of thousands of digits
        return None, {}, [Problem((), "is not valid JSON: a number is too long")]
    except RecursionError:
        return None, {}, [Problem((), "is nested too deeply to be a case")]
    return data, {}, problems


def save_case(case: Case, path: str | os.PathLike[str]) -> None:
    """Write a case file, YAML or JSON by its suffix; comments are not kept.

    The text goes to a temporary file beside the target, which then takes the target's name: a
    failure leaves the old file as it was.

    Parameters
    ----------
    case : Case
    path : path
        A file ending in `.yaml`, `.yml` or `.json`.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    expect_case(case)
    path = Path(path)
    write_text(path, to_json(case) if path.suffix.lower() == ".json" else to_yaml(case))


def to_json(case: Case) -> str:
    """Write the case as JSON text."""
    return json.dumps(plain(case), ensure_ascii=False, indent=2) + "\n"


def to_yaml(case: Case) -> str:
    """Write the case as YAML text, in the order of the format; what is short on one line."""
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    def styled(value: Any, depth: int) -> Any:
        out: CommentedMap | CommentedSeq
        if isinstance(value, dict):
            out = CommentedMap((k, styled(v, depth + 1)) for k, v in value.items())
        elif isinstance(value, list):
            out = CommentedSeq(styled(v, depth + 1) for v in value)
        elif isinstance(value, str) and not value.replace("\n", " ").isprintable():
            # other line ends, for one, are only safe as escapes between double quotes
            return DoubleQuotedScalarString(value)
        else:
            return value
        if depth > 2 and len(json.dumps(value, ensure_ascii=False)) < 90:
            out.fa.set_flow_style()
        return out

    writer = YAML()
    writer.width = 120
    writer.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    writer.dump(styled(plain(case), 0), stream)
    return stream.getvalue()


def write_text(path: Path, text: str) -> None:
    """Write a text file as a whole or not at all."""
    write_whole(path, lambda file: file.write(text.encode("utf-8")))


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file as a whole or not at all: under another name first, which then becomes its own.

    `write` gets the open file. Of a link, what it points to is written anew.
    """
    path = path.resolve()
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(unfinished, _mode_of(path))
        os.replace(unfinished, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(unfinished)
        raise


def _mode_of(path: Path) -> int:
    """Who may read and write a file: as now if it is there, otherwise as is usual here."""
    return path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
