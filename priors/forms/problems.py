"""Problems of a statement: what is wrong, where, what was seen, what is allowed, the closest name.

Whatever checks a statement reports `Problem`s; one error carries all of them.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field, replace
from typing import Any

from priors.names import did_you_mean, one_line

Location = tuple[str | int, ...]

_MAPPINGS = {
    "likelihood",
    "rating",
    "if_unreliable",
    "if_copied",
    "outcomes",
    "weights",
    "when",
    "prior",
}
_SECTIONS = {"questions", "sources", "assumptions", "items", "candidates", "hypotheses"}


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a case.

    Attributes
    ----------
    location : tuple
        The path of keys and positions in the case's plain data.
    message : str
        What is wrong.
    seen, allowed, closest : str
        What was found there, what may stand there, and the known name most like it.
    address : str
        The place in words, such as `items[debris].likelihood[none]`.
    line : int or None
        Its line in the file, counted from 1.
    """

    location: Location
    message: str
    seen: str = ""
    allowed: str = ""
    closest: str = ""
    address: str = ""
    line: int | None = None

    def __str__(self) -> str:
        details = [
            f"seen {self.seen}" if self.seen else "",
            self.allowed and f"allowed: {self.allowed}",
        ]
        text = f"{self.address}: {self.message}" if self.address else self.message
        if any(details):
            text += f" ({'; '.join(d for d in details if d)})"
        return text + did_you_mean(self.closest)

    def as_dict(self) -> dict[str, Any]:
        """The problem as plain data, for JSON."""
        keys = ("address", "line", "message", "seen", "allowed", "closest")
        return {k: v for k in keys if (v := getattr(self, k)) not in ("", None)}


class AssessError(ValueError):
    """What assess refuses, and why: the base of all its errors with a name."""


@dataclass(eq=False)  # errors are compared and hashed as what they are, one raised object each
class StatementError(AssessError):
    """A statement that cannot be used, with every problem found in it.

    Attributes
    ----------
    problems : tuple of Problem
        All of them, in the order of the file.
    origin : str
        The file's name, or what was to be stated.
    """

    problems: tuple[Problem, ...]
    origin: str = field(default="")

    def __str__(self) -> str:
        lines = []
        for p in self.problems:
            place = ":".join(str(x) for x in (self.origin, p.line) if x not in ("", None))
            lines.append(f"{place}: {p}" if place else str(p))
        return "\n".join(lines)


def address_of(location: Location, data: Any, entries: Container[int] | None = None) -> str:
    """Address of a place in the case's plain data, elements of lists by their id.

    `entries` are the positions in the location that name an entry of a mapping such as a
    likelihood, not a key of the format; when left out they are told by what they stand in.

    Examples
    --------
    >>> data = {"items": [{"id": "debris", "likelihood": {"none": 2}}]}
    >>> address_of(("items", 0, "likelihood", "none"), data)
    'items[debris].likelihood[none]'
    """
    text, parent, here = "", "", data
    for k, part in enumerate(location):
        if isinstance(part, int):
            child = here[part] if isinstance(here, list | tuple) and part < len(here) else None
            name = child.get("id") if isinstance(child, dict) else getattr(child, "id", None)
            usable = parent in _SECTIONS and isinstance(name, str) and bool(name)
            row = f"row {part + 1}" if parent == "table" else str(part)
            text += f"[{one_line(str(name)) if usable else row}]"
            here, parent = child, ""
            continue
        in_mapping = parent in _MAPPINGS or (parent == "chance" and "search" in location)
        in_mapping = in_mapping or (k > 1 and location[k - 2] == "outcomes")
        word = one_line(part)
        is_entry = in_mapping if entries is None else k in entries
        text += f"[{word}]" if is_entry else (f".{word}" if text else word)
        here, parent = (here.get(part) if isinstance(here, dict) else None), part
    return text


def placed(problem: Problem, data: Any, lines: dict[Location, int] | None = None) -> Problem:
    """The problem with its address and line filled in, if need be the nearest parent's line."""
    line, location = None, problem.location
    while lines and line is None:
        line = lines.get(location)
        if not location:
            break
        location = location[:-1]
    address = problem.address or address_of(problem.location, data)
    return replace(problem, address=address, line=line)
