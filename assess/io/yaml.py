"""YAML 1.2 into plain data with the line of every node.

Only what a case file needs: mappings with text keys, lists, text, numbers, true, false, null.
Aliases are refused: a number written once and meant twice would hide whether the two are one
uncertain number or two, and nested aliases can grow without bound.
"""

from __future__ import annotations

import warnings
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.reader import ReaderError

from assess.errors import Location, Problem

_TAG = "tag:yaml.org,2002:"
_SCALARS = {"null", "bool", "int", "float", "str", "timestamp"}
_ALIAS = "alias"
_DEEPEST = 100
"""Levels of nesting that are read; a case needs some ten."""

_HINTS = {
    r"'\t' that cannot start": "spaces at the beginning of a line, no tabs",
    "mapping values are not allowed": "a text with a colon and a space in it stands in quotes",
    "found another document": "one case in a file",
}
"""What is allowed, by words of ruamel's message, where those would leave an analyst at a loss."""


def parse_yaml(text: str) -> tuple[Any, dict[Location, int], list[Problem]]:
    """Read plain data, the line of every place in it, and the problems met on the way.

    Parameters
    ----------
    text : str
        A YAML 1.2 document.

    Returns
    -------
    data : object
        Dictionaries, lists, texts, numbers, booleans and None; None too where a problem was met.
    lines : dict
        Line, counted from 1, of each place.
    problems : list of Problem
        Empty if the document is sound.
    """
    reader = YAML(typ="safe", pure=True)
    reader.Composer = _Composer
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            root = reader.compose(text)
    except _DepthError as error:
        return None, {}, [Problem((), "is nested too deeply to be a case", line=error.line)]
    except MarkedYAMLError as error:
        return None, {}, [_syntax(error)]
    except ReaderError as error:
        message = "is not valid YAML: a character that cannot stand in a text"
        line = text.count("\n", 0, error.position) + 1
        return None, {}, [Problem((), message, f"character {error.character:#06x}", line=line)]
    except YAMLError as error:
        return None, {}, [Problem((), "is not valid YAML: " + " ".join(str(error).split()))]
    if root is None:
        return None, {}, []
    walk = _Walk(reader.constructor)
    version = reader.composer.version
    if version not in (None, (1, 2)):
        seen = "%YAML " + ".".join(str(n) for n in version)
        walk.problems.append(Problem((), "is another version of YAML", seen, "YAML 1.2", line=1))
    data = walk.value(root, ())
    return data, walk.lines, walk.problems


def _syntax(error: MarkedYAMLError) -> Problem:
    words = " ".join(str(w) for w in (error.context, error.problem) if w)
    at, begun = error.problem_mark or error.context_mark, error.context_mark
    if at is not None and begun is not None and begun.line != at.line:
        words += f" (begun on line {begun.line + 1})"
    allowed = next((hint for part, hint in _HINTS.items() if part in words), "")
    line = None if at is None else at.line + 1
    return Problem((), f"is not valid YAML: {words}", allowed=allowed, line=line)


class _DepthError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _Composer(Composer):
    """ruamel's composer, but an alias stays an alias, at its place, and the depth is bounded."""

    level = 0
    version: tuple[int, int] | None = None

    def compose_document(self) -> Any:
        self.version = self.parser.peek_event().version
        return super().compose_document()

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.parser.peek_event()
        if isinstance(event, AliasEvent):
            self.parser.get_event()
            return ScalarNode(_ALIAS, event.anchor, event.start_mark, event.end_mark)
        if self.level >= _DEEPEST:
            raise _DepthError(event.start_mark.line + 1)
        self.level += 1
        node = super().compose_node(parent, index)
        self.level -= 1
        return node


class _Walk:
    """One walk over the nodes."""

    def __init__(self, constructor: Any) -> None:
        self.constructor = constructor
        self.lines: dict[Location, int] = {}
        self.problems: list[Problem] = []

    def problem(self, location: Location, node: Any, message: str, **details: str) -> None:
        line = node.start_mark.line + 1
        self.lines.setdefault(location, line)
        self.problems.append(Problem(location, message, line=line, **details))

    def value(self, node: Any, location: Location) -> Any:
        self.lines[location] = node.start_mark.line + 1
        tag = str(node.tag)
        if tag == _ALIAS:
            message = f"is an alias (*{node.value}); write the value out instead"
            self.problem(location, node, message)
            return None
        kind = {"mapping": {"map"}, "sequence": {"seq"}}.get(node.id, _SCALARS)
        if tag.removeprefix(_TAG) not in kind:
            self.problem(location, node, "has a YAML tag", seen=tag, allowed="plain values")
            return None
        if node.id == "mapping":
            return self.mapping(node, location)
        if node.id == "sequence":
            return [self.value(child, (*location, k)) for k, child in enumerate(node.value)]
        return self.scalar(node, location)

    def mapping(self, node: Any, location: Location) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, tag = key_node.value, str(key_node.tag).removeprefix(_TAG)
            if tag == "merge":
                self.problem(location, key_node, "merges other keys (<<); write them out instead")
                continue
            if tag not in _SCALARS:
                self.problem(location, key_node, "has a key that is not text")
                continue
            here = (*location, key)
            if key in data:
                self.problem(here, key_node, "the key is there twice", allowed="each key once")
                continue
            data[key] = self.value(value_node, here)
            self.lines[here] = key_node.start_mark.line + 1
        return data

    def scalar(self, node: Any, location: Location) -> Any:
        tag = str(node.tag).removeprefix(_TAG)
        # YAML 1.2 has no numbers like 1_000; ruamel reads them as YAML 1.1 does
        if tag in ("str", "timestamp") or (tag in ("int", "float") and "_" in node.value):
            return node.value
        if tag == "null":
            return None
        if tag == "bool":
            if node.value.lower() in ("true", "false"):
                return node.value.lower() == "true"
            self.problem(location, node, "is neither true nor false", seen=node.value[:60])
            return None
        try:
            return self.constructor.construct_object(node)
        except (ValueError, OverflowError):
            self.problem(location, node, "is not a number", seen=node.value[:60])
            return None
