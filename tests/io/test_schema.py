"""The JSON Schema of case files: as the models have it, complete, and never stricter than they."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from quick_cases import first
from random_cases import random_case

import assess
from assess.case.model import plain
from assess.io.schema import as_text, generated
from assess.io.yaml import parse_yaml

ROOT = Path(__file__).parents[2]
SCHEMA = assess.json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
CASE_FILES = [*sorted(ROOT.glob("examples/*/*.yaml")), *sorted(ROOT.glob("docs/*.yaml"))]

CASE: dict[str, Any] = {
    "format": "assess/1",
    "as_of": "2024-06-20",
    "questions": [
        {
            "id": "rain",
            "concentration": 20,
            "hypotheses": [
                {"id": "wet", "prior": 0.3},
                {"id": "dry", "prior": {"value": 0.7, "certain": False}, "catch_all": True},
            ],
        },
        {
            "id": "streets",
            "exhaustive": "they are one or the other",
            "given": ["rain"],
            "hypotheses": [{"id": "slippery"}, {"id": "safe"}],
            "table": [
                {"when": {"rain": "wet"}, "prior": {"slippery": 0.8, "safe": 0.2}},
                {"when": {"rain": "dry"}, "prior": {"slippery": 0.1, "safe": 0.9}},
            ],
        },
    ],
    "sources": [
        {"id": "radio", "reliability": {"admiralty": "B"}, "tags": ["media"]},
        {"id": "rumour", "reliability": {"admiralty": "F", "as": {"beta": [1, 1]}}},
        {"id": "friend", "reliability": {"persistent": 0.8}},
    ],
    "assumptions": [{"id": "clock", "holds": {"between": [0.8, 0.99], "covers": 0.8}}],
    "items": [
        {
            "id": "forecast",
            "date": "2024-06-01",
            "source": ["friend", "radio"],
            "question": "rain",
            "likelihood": {"wet": {"triangular": [0.1, 0.4, 0.9]}, "others": 0.2},
            "if_unreliable": {"wet": 0.5, "dry": {"pert": [0.1, 0.2, 0.6]}},
            "requires": ["clock"],
        },
        {
            "id": "echo",
            "source": "rumour",
            "question": "rain",
            "ratio": {"for": "wet", "value": {"lognormal": {"median": 8, "p95": 20}}},
            "repeats": {"item": "forecast", "chance": {"mean": 0.8, "worth": 10}, "if_copied": 0.9},
        },
        {
            "id": "walk",
            "source": "friend",
            "question": "streets",
            "search": {
                "found": False,
                "chance": {
                    "slippery": {"phrase": "likely", "scale": "icd203"},
                    "safe": {"track": {"right": 1, "wrong": 7}},
                },
            },
            "if_unreliable": 0.5,
        },
    ],
}


def test_shipped_schema_is_the_one_the_models_give() -> None:
    """`python -m assess.io.schema` has been run since the models were changed."""
    assert as_text(SCHEMA) == as_text(generated())


def test_schema_is_one_of_draft_2020_12() -> None:
    """It says so, and it is: valid by the schema of schemas, all its references resolved."""
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    references = {node["$ref"] for node in nodes(SCHEMA) if "$ref" in node}
    assert references == {f"#/$defs/{name}" for name in SCHEMA["$defs"]}


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Every mapping within a schema."""
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node:
        if isinstance(child, dict | list):
            yield from nodes(child)


def test_every_key_of_the_format_is_described() -> None:
    """What an editor shows beside a key says what it means."""
    keys = [
        (key, entry)
        for node in nodes(SCHEMA)
        if isinstance(node.get("properties"), dict) and node.get("type") == "object"
        for key, entry in node["properties"].items()
    ]
    assert len(keys) > 70
    assert [key for key, entry in keys if len(entry.get("description", "")) < 10] == []


def test_no_object_of_the_schema_takes_unknown_keys() -> None:
    """Every object with keys of the format is closed."""
    closed = [node for node in nodes(SCHEMA) if isinstance(node.get("properties"), dict)]
    assert len(closed) > 20
    assert all(node["additionalProperties"] is False for node in closed)


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_schema_accepts_the_cases_that_are_shipped(path: Path) -> None:
    """The examples and the cases of the documentation."""
    data, _, problems = parse_yaml(path.read_text("utf-8"))
    assert not problems
    VALIDATOR.validate(data)


def test_schema_accepts_a_case_with_every_form() -> None:
    """As the library does."""
    VALIDATOR.validate(CASE)
    assess.case_from(CASE)


@pytest.mark.parametrize("seed", first(24, range(60)))
def test_schema_accepts_what_the_library_accepts(seed: int) -> None:
    """Random cases of every feature: as stated, and as they would be saved."""
    data, _ = random_case(seed)
    for item in data["items"]:
        if isinstance(item.get("if_unreliable"), dict) and "mean" in item["if_unreliable"]:
            item["if_unreliable"] = 0.5  # has a test of its own, below
    case = assess.case_from(data)
    VALIDATOR.validate(json.loads(json.dumps(data)))
    VALIDATOR.validate(plain(case))


def test_schema_accepts_a_mean_of_little_worth_if_unreliable() -> None:
    """A worth below 1 could be a probability, but `mean` and `worth` are a form of a number."""
    data = deepcopy(CASE)
    data["items"][2]["if_unreliable"] = {"mean": 0.3, "worth": 0.5}
    assess.case_from(data)
    VALIDATOR.validate(data)


WRONG: list[tuple[str, Any]] = [
    ("format", None),
    ("format", "assess/2"),
    ("titel", "Rain"),
    ("title", 3),
    ("as_of", 20240620),
    ("questions", None),
    ("questions", []),
    ("questions.0.hypotheses", [{"id": "wet", "prior": 1}]),
    ("questions.0.kind", "quantity"),
    ("questions.0.unit", "mm"),
    ("questions.0.concentration", 0),
    ("questions.0.exhaustive", True),
    ("questions.0.weights", {"wet": 0, "dry": 1}),
    ("questions.0.hypotheses.0.prior", 0),
    ("questions.0.hypotheses.0.prior", 1.2),
    ("questions.0.hypotheses.0.prior", "0.3"),
    ("questions.0.hypotheses.0.prior", {"beta": [3, 7]}),
    ("questions.0.hypotheses.0.id", "two words"),
    ("questions.0.hypotheses.0.id", 7),
    ("questions.0.hypotheses.0.catch_all", "yes"),
    ("questions.1.table.0.when", None),
    ("questions.1.table.0.prior.safe", {"beta": [1, 1]}),
    ("questions.1.given", "rain"),
    ("sources", {"radio": 0.8}),
    ("sources.0.reliability", None),
    ("sources.0.reliability", "B"),
    ("sources.0.reliability", 1),
    ("sources.0.reliability.admiralty", "G"),
    ("sources.1.reliability.as", {"admiralty": "B"}),
    ("sources.2.reliability.persistent", 1),
    ("sources.0.tags", "media"),
    ("assumptions.0.holds", {"persistent": 0.8}),
    ("assumptions.0.holds.covers", 1),
    ("assumptions.0.holds.between", [0, 0.9]),
    ("items.0", None),
    ("items.0.source", None),
    ("items.0.source", []),
    ("items.0.source", [7]),
    ("items.0.date", 2024),
    ("items.0.likelihood", 0.8),
    ("items.0.likelihood", {}),
    ("items.0.likelihood.wet", {"betta": [8, 2]}),
    ("items.0.likelihood.wet", {"beta": [8, 2], "worth": 10}),
    ("items.0.likelihood.wet", {"beta": [8]}),
    ("items.0.likelihood.wet", {"beta": [8, 2, 1]}),
    ("items.0.likelihood.wet", {"beta": [0, 2]}),
    ("items.0.likelihood.wet", {"triangular": [0.1, 0.4, 1.9]}),
    ("items.0.likelihood.wet", {"mean": 0.8}),
    ("items.0.likelihood.wet", {"phrase": "likely"}),
    ("items.0.likelihood.wet", {"track": {"right": -1, "wrong": 1}}),
    ("items.0.likelihood.wet", True),
    ("items.0.likelihood.wet", [0.1, 0.9]),
    ("items.0.if_unreliable", [0.5]),
    ("items.0.if_unreliable.wet", 1.5),
    ("items.0.requires", "clock"),
    ("items.1.ratio.for", None),
    ("items.1.ratio.value", 0),
    ("items.1.ratio.value", {"lognormal": {"median": 8}}),
    ("items.1.repeats.chance", None),
    ("items.1.repeats", "forecast"),
    ("items.2.search.found", "no"),
    ("items.2.search.chance", 0.5),
    ("items.2.says", {"about": 3}),
    ("items.2.rating", {"wet": "CCC"}),
    ("items.2.rating", "CC"),
    ("items.2.rating_table", "ach_v9"),
]


@pytest.mark.parametrize(("place", "value"), WRONG, ids=lambda x: str(x)[:60])
def test_schema_refuses_what_the_library_refuses(place: str, value: Any) -> None:
    """Shapes, keys, forms and ranges wrong in themselves; None stands for a missing key."""
    data: Any = deepcopy(CASE)
    here = data
    *parents, last = place.split(".")
    for part in parents:
        here = here[int(part)] if isinstance(here, list) else here[part]
    if isinstance(here, list):
        here[int(last)] = value
    elif value is None:
        del here[last]
    else:
        here[last] = value
    assert not VALIDATOR.is_valid(data)
    with pytest.raises(assess.CaseError):
        assess.case_from(data)


def test_schema_is_a_copy_of_ones_own() -> None:
    """Whoever changes the dictionary changes nothing for others."""
    assess.json_schema()["title"] = "changed"
    assert assess.json_schema()["title"] == "A case to be weighed"
