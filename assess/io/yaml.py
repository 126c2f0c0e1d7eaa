"""YAML 1.2 into plain data with the line of every node.

Only what a case file needs: mappings with text keys, lists, text, numbers, true, false, null.
Aliases are refused: a number written once and meant twice would hide whether the two are one
uncertain number or two, and nested aliases can grow without bound.
"""

from __future__ import annotations

import warnings
from typing import Any

from assess.problems import Location, Problem

_TAG = "tag:yaml.org,2002:"
_SCALARS = {"null", "bool", "int", "float", "str", "timestamp"}


def parse_yaml(text: str) -> tuple[Any, dict[Location, int], list[Problem]]:
    """Plain data, the line of every place in it, and the problems met on the way.

    Parameters
    ----------
    text : str
        A YAML 1.2 document.

    Returns
    -------
    data : object
        Dictionaries, lists, texts, numbers, booleans and None.
    lines : dict
        Line, counted from 1, of each place.
    problems : list of Problem
        Empty if the document is sound; then nothing else can be trusted to be complete.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    reader = YAML(typ="safe", pure=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            root = reader.compose(text)
    except RecursionError:
        return None, {}, [Problem((), "is nested too deeply to be a case")]
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        words = " ".join(str(w) for w in (error.context, error.problem) if w)
        problem = Problem((), f"is not valid YAML: {words}", line=mark.line + 1 if mark else None)
        return None, {}, [problem]
    except YAMLError as error:
        return None, {}, [Problem((), "is not valid YAML: " + " ".join(str(error).split()))]
    if root is None:
        return None, {}, []
    walk = _Walk(reader.constructor)
    data = walk.value(root, ())
    return data, walk.lines, walk.problems


class _Walk:
    """One walk over the node graph."""

    def __init__(self, constructor: Any) -> None:
        self.constructor = constructor
        self.lines: dict[Location, int] = {}
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def problem(self, location: Location, node: Any, message: str, **details: str) -> None:
        line = node.start_mark.line + 1
        self.lines.setdefault(location, line)
        self.problems.append(Problem(location, message, line=line, **details))

    def value(self, node: Any, location: Location) -> Any:
        self.lines[location] = node.start_mark.line + 1
        if id(node) in self.seen:
            self.problem(location, node, "is an alias (*name); write the value out instead")
            return None
        self.seen.add(id(node))
        if node.id == "mapping":
            return self.mapping(node, location)
        if node.id == "sequence":
            return [self.value(child, (*location, k)) for k, child in enumerate(node.value)]
        return self.scalar(node, location)

    def mapping(self, node: Any, location: Location) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if key_node.id == "scalar" else None
            if not isinstance(key, str):
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
        if tag not in _SCALARS:
            self.problem(
                location, node, "has a YAML tag", seen=str(node.tag), allowed="plain values"
            )
            return None
        if tag in ("str", "timestamp"):
            return node.value
        if tag == "null":
            return None
        if tag == "bool":
            return node.value.lower() == "true"
        try:
            return self.constructor.construct_object(node)
        except (ValueError, OverflowError):
            self.problem(location, node, "is not a number", seen=node.value[:60])
            return None
