"""Addresses of numbers are built and read in one file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assess.case.addresses import KINDS

ROOT = Path(__file__).parents[2]

HOME = "assess/case/addresses.py"

OTHER_BRACKETS = (
    "assess/interview/",  # the dialogue names its own questions, which are no numbers of a case
    "assess/formatting/labels.py",  # where any label with brackets is cut, whatever it names
    "assess/result/groups.py",  # labels of any variable, as ArviZ writes them
)

# The end of a text that goes on with the inside of an address; in the path of a place in a file
# (`items[debris].likelihood[none]`) the word stands behind a point.
OPENED = re.compile(rf"(?<![.\w])({'|'.join(KINDS)})\[$")

READERS = {
    "partition", "rpartition", "split", "rsplit", "index", "rindex", "find", "removeprefix",
    "removesuffix", "startswith", "endswith",
}  # fmt: skip
MARKS = {"[", "]", " | "}


def texts(node: ast.AST) -> Iterator[str]:
    """The constant texts among the arguments of a call, or on either side of a comparison."""
    for child in ast.walk(node):
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.value


def handled(source: str) -> list[str]:
    """Where a source builds or slices the text of an address: line and what is done."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Constant(value=str(text)) if OPENED.search(text):
                found.append(f"{node.lineno}: builds {text}...]")
            case ast.JoinedStr(values=[ast.FormattedValue(), ast.Constant(value=str(text)), *_]):
                if text.startswith("[") and not text[1:]:
                    found.append(f"{node.lineno}: builds ...[...]")
            case ast.Call(func=ast.Attribute(attr=name)) if name in READERS:
                if MARKS & {t for a in node.args for t in texts(a)}:
                    found.append(f"{node.lineno}: {name} of a bracket or a bar")
            case ast.Compare(ops=[ast.In() | ast.NotIn()]) if "[" in texts(node.left):
                found.append(f"{node.lineno}: looks for a bracket")
            case _:
                pass
    return found


def test_nobody_else_builds_or_slices_the_text_of_an_address() -> None:
    """Whoever needs one says `Address(kind, owner)`; whoever reads one, `Address.parse`."""
    wrong = []
    for path in sorted((ROOT / "assess").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name != HOME and not name.startswith(OTHER_BRACKETS):
            wrong += [f"{name}:{x}" for x in handled(path.read_text("utf-8"))]
    assert not wrong


@pytest.mark.parametrize(
    "source",
    [
        'x = f"reliability[{s}]"',
        'x = f"{kind}[{s}]"',
        'x = text[len("reliability[") : -1]',
        'x = text.startswith("if_copied[")',
        'x, _, y = text.partition("[")',
        'x = text.removesuffix("]")',
        'x = text[text.index("[") + 1 : -1]',
        'x = "[" in text',
        'x = inside.partition(" | ")',
    ],
)
def test_the_search_finds_each_way_of_doing_it(source: str) -> None:
    """Without this the test above could pass because it looks for nothing."""
    assert handled(source)


@pytest.mark.parametrize(
    "source", ['x = f"items[{i}].likelihood[{h}]"', 'x = f"payoffs[{a}]"', 'x = items["prior"]']
)
def test_places_in_a_file_and_other_brackets_are_none(source: str) -> None:
    """The path of a place is another thing, and so is an argument's key."""
    assert not handled(source)
