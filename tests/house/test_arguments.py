"""An argument that several functions take means the same in each, and defaults to the same."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator

import pytest

import assess

LED = "The hypothesis; that of the first question with the highest credence when left out."
FIRST = "The question, by its id; the first one when left out."
SENTENCES = {
    "hypothesis": {LED, "The hypothesis; that with the highest credence when left out."},
    "question": {
        FIRST,
        "The question, by its id; the first one that has rated items when left out.",
        "The question, by its id; all of them when left out.",
    },
    "seed": {"Seed of what is drawn at random; equal seeds give equal results on one platform."},
    "ax": {"Where to draw. By default a new figure as wide as the text of an A4 page"},
}
"""What the description of an argument begins with."""

DEFAULTS = {
    "hypothesis": {None},
    "question": {None},
    "against": {None},
    "orders": {None},
    "ax": {None},
    "seed": {1},
    "mass": {0.9},
}


def functions() -> Iterator[Callable[..., object]]:
    for name in assess.__all__:
        if inspect.isfunction(value := getattr(assess, name)):
            yield value


def described(function: Callable[..., object], argument: str) -> str:
    """What the docstring says of an argument."""
    text = inspect.getdoc(function) or ""
    match = re.search(rf"^{argument} : [^\n]*\n((?:    [^\n]*\n)+)", text, re.MULTILINE)
    return " ".join(match[1].split()) if match else ""


@pytest.mark.parametrize("argument", SENTENCES)
def test_the_description_begins_with_one_sentence(argument: str) -> None:
    seen = 0
    for function in functions():
        if argument in inspect.signature(function).parameters:
            seen += 1
            text = described(function, argument)
            assert text.startswith(tuple(SENTENCES[argument])), (function.__name__, text)
    assert seen > 1


@pytest.mark.parametrize("argument", DEFAULTS)
def test_the_default_is_one(argument: str) -> None:
    seen = {
        parameter.default
        for function in functions()
        if (parameter := inspect.signature(function).parameters.get(argument)) is not None
        and parameter.default is not inspect.Parameter.empty
    }
    assert seen == DEFAULTS[argument]


def test_rows_of_pictures_and_of_tables_have_one_number_each() -> None:
    for ending in ("plot_", "_table"):
        most = {
            parameter.default
            for function in functions()
            if ending in function.__name__
            and (parameter := inspect.signature(function).parameters.get("most")) is not None
        }
        assert len(most) == 1, ending
