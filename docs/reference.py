"""Write the reference of the Python functions: a page for each, and the tables that list them.

The pages are made anew by each build, from the one list of public names (`assess/__init__.pyi`, and
`__all__` of `priors` and `evidence`) and from the docstrings. A new name needs no line here.
"""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel

PACKAGES = ("assess", "priors", "evidence")

ORDER = ("case", "engines", "result", "sensitivity", "prose", "tables", "plots", "report")
"""Rooms of `assess` in the order in which they are met; others follow by their names."""

FOLDER = "reference"
TABLES = "tables.txt"
"""No page of its own: `docs/api.md` includes it."""


@dataclass(frozen=True)
class Entry:
    """A public name: where users find it, and what it is."""

    package: str
    name: str
    value: Any

    @property
    def full_name(self) -> str:
        """As it is written in Python."""
        return f"{self.package}.{self.name}"

    @property
    def page(self) -> str:
        """Where it is documented: what another of the packages defines has its page there."""
        home = str(getattr(self.value, "__module__", "")).partition(".")[0]
        known = home in PACKAGES and hasattr(importlib.import_module(home), self.name)
        return f"{home if known else self.package}.{self.name}"

    @property
    def summary(self) -> str:
        """The first paragraph of the docstring, on one line."""
        text = inspect.getdoc(self.value) or ""
        return " ".join(text.partition("\n\n")[0].split())

    @property
    def directive(self) -> str:
        """The directive that documents it."""
        if not inspect.isclass(self.value):
            return "autofunction"
        return "autoexception" if issubclass(self.value, Exception) else "autoclass"


def sections() -> Iterator[tuple[str, str, list[Entry]]]:
    """Title, explanation and entries of each table, in the order of the page."""
    homes = _homes_of_assess()
    rooms = [*ORDER, *sorted({*homes.values()} - {*ORDER})]
    for room in rooms:
        names = [name for name, home in homes.items() if home == room]
        if names:
            yield f"assess: {room}", _first_line(f"assess.{room}"), _entries("assess", names)
    for package in PACKAGES[1:]:
        names = importlib.import_module(package).__all__
        yield package, _first_line(package), _entries(package, names)


def write(docs: Path) -> None:
    """Write the pages and the tables into the folder `reference` of the documentation."""
    folder = docs / FOLDER
    folder.mkdir(exist_ok=True)
    texts = {TABLES: _tables()}
    for _, _, entries in sections():
        own = (entry for entry in entries if entry.page == entry.full_name)
        texts |= {f"{entry.page}.rst": _page(entry) for entry in own}
    for old in folder.iterdir():
        if old.name not in texts:
            old.unlink()
    for name, text in texts.items():
        path = folder / name
        if not path.exists() or path.read_text("utf-8") != text:  # what is unchanged is not rebuilt
            path.write_text(text, "utf-8")


def _homes_of_assess() -> Mapping[str, str]:
    """The room of each public name that can be called; the rooms themselves are left out."""
    stub = Path(importlib.import_module("assess").__file__ or "").with_suffix(".pyi")
    return {
        alias.asname or alias.name: node.module.split(".")[0]
        for node in ast.parse(stub.read_text("utf-8")).body
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
        if not (alias.asname or alias.name).startswith("_")
    }


def _entries(package: str, names: Sequence[str]) -> list[Entry]:
    """The entries of one table: functions before classes, each in the order of the alphabet."""
    module = importlib.import_module(package)
    entries = [Entry(package, name, getattr(module, name)) for name in names]
    return sorted(entries, key=lambda e: (inspect.isclass(e.value), e.name))


def _first_line(module: str) -> str:
    return (inspect.getdoc(importlib.import_module(module)) or "").partition("\n")[0]


def _tables() -> str:
    """Every section as a table of names and what each is for."""
    parts = []
    for title, explanation, entries in sections():
        rows = "\n".join(
            f"   * - :doc:`{e.name} <{FOLDER}/{e.page}>`\n     - {e.summary}" for e in entries
        )
        table = f".. list-table::\n   :widths: 30 70\n\n{rows}\n"
        parts.append(f"{title}\n{'-' * len(title)}\n\n{explanation}\n\n{table}")
    return "\n".join(parts)


def _page(entry: Entry) -> str:
    """The page of one name: a class with what it defines itself, not what its base brings."""
    title = entry.full_name
    # Found by the tables: in a tree of pages, each page would carry links to all the others.
    head = f":orphan:\n\n{title}\n{'=' * len(title)}\n\n.. currentmodule:: {entry.package}\n\n"
    members = ", ".join(_members(entry.value)) if inspect.isclass(entry.value) else ""
    options = f"   :members: {members}\n" if members else ""
    return f"{head}.. {entry.directive}:: {entry.name}\n{options}"


def _members(value: type) -> list[str]:
    """Methods and properties that a class defines for its users and explains."""
    kinds = (property, cached_property, classmethod, staticmethod)
    inherited = {*dir(BaseModel), *dir(Exception), *dir(tuple)}
    return [
        name
        for name, member in vars(value).items()
        if not name.startswith("_")
        and name not in inherited
        and (inspect.isfunction(member) or isinstance(member, kinds))
        and inspect.getdoc(getattr(value, name))
    ]
