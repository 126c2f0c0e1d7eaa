"""The reference of the documentation: a page for each public name, and nothing missing."""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

import assess
import evidence
import priors

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    """The script beside the pages that writes the reference."""
    spec = importlib.util.spec_from_file_location("reference", DOCS / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["reference"] = module  # its dataclass looks itself up there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def written(reference: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Each file of the reference by its name."""
    docs = tmp_path_factory.mktemp("docs")
    (docs / "reference").mkdir()
    (docs / "reference" / "assess.no_longer_there.rst").write_text("old", "utf-8")
    reference.write(docs)
    return {path.name: path.read_text("utf-8") for path in (docs / "reference").iterdir()}


def test_every_public_name_is_in_a_table_and_has_its_page(written: dict[str, str]) -> None:
    """Names of rooms apart; the page of a name that two packages offer is at its home."""
    tables = written["tables.txt"]
    listed = re.findall(r":doc:`(\w+) <reference/([\w.]+)>`", tables)
    called = {name for name in assess.__all__ if callable(getattr(assess, name))}
    public = {*called, *evidence.__all__, *priors.__all__}
    assert {name for name, _ in listed} == public
    pages = {f"{page}.rst" for _, page in listed}
    assert pages == set(written) - {"tables.txt"}


def test_every_page_documents_its_name(written: dict[str, str]) -> None:
    """With a directive for it, and a title that one can search for."""
    for file, text in written.items():
        if file != "tables.txt":
            package, name = file.removesuffix(".rst").split(".")
            assert f"\n{package}.{name}\n===" in text
            assert re.search(rf"^\.\. auto\w+:: {name}$", text, re.MULTILINE)
            assert f".. currentmodule:: {package}\n" in text


def test_every_table_says_what_each_name_is_for(written: dict[str, str]) -> None:
    """By the first paragraph of its docstring."""
    rows = re.findall(r"^     - (.*)$", written["tables.txt"], re.MULTILINE)
    assert rows
    assert all(len(row) > 10 for row in rows)


def test_a_room_that_is_new_gets_a_table(
    reference: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its title is its name, its explanation what the room says of itself."""
    monkeypatch.setattr(reference, "ORDER", ("engines",))
    titles = [title for title, _, _ in reference.sections()]
    assert titles[0] == "assess: engines"
    assert {"assess: sensitivity", "assess: case", "priors", "evidence"} < set(titles)


def test_the_tables_close_every_marked_word(written: dict[str, str]) -> None:
    """A letter right behind a marked word (`Error`s) is what docutils cannot read."""
    assert re.findall(r"`[\w.]+`\w", written["tables.txt"]) == []
