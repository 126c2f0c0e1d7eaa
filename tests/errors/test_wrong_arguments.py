"""Every public function says what it expected when its first argument is of the wrong kind."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest

import assess

OF_A_READING = {"explain", "headline", "plot", "reading_to_json", "table"}
PICTURES = sorted(n for n in dir(assess) if n.startswith("plot_"))
TABLES = sorted(n for n in dir(assess) if n.endswith("_table") and n != "draws_table")
OF_A_CASE = ["log_evidence", "save_case", "tabulate", "to_pymc", "weigh"]
OF_A_RESULT = sorted(
    name
    for name in dir(assess)
    if callable(function := getattr(assess, name))
    and not inspect.isclass(function)
    and next(iter(inspect.signature(function).parameters), "") == "result"
)
MORE: dict[str, tuple[Any, ...]] = {
    "log_evidence": ({},), "one_way": ("reliability[us]",), "save_case": ("case.yaml",),
    "two_way": ("reliability[us]", "prior[new_type]"),
}  # fmt: skip


@pytest.fixture(scope="module")
def wrong() -> dict[str, Any]:
    """One of everything that could be mistaken for something else."""
    case = assess.example_case("dprk_missiles")
    result = assess.weigh(case, draws=0)
    return {
        "case": case,
        "result": result,
        "reading": assess.tornado(result),
        "other reading": assess.ledger(result),
        "path": "case.yaml",
        "a path": Path("case.yaml"),
        "data": {"format": "assess/1"},
        "none": None,
        "number": 3,
        "dataset": assess.tabulate(case),
    }


KINDS = (
    "case", "result", "reading", "other reading", "path", "a path", "data", "none", "number",
    "dataset",
)  # fmt: skip


def refused(name: str, value: Any, error: type[Exception]) -> str:
    """What a function says of its first argument."""
    here, said = f"{name} given {type(value).__name__}", None
    try:
        getattr(assess, name)(value, *MORE.get(name, ()))
    except error as caught:
        said = caught
    assert said is not None, f"{here}: not refused"
    text = f"{here}: {said}"
    assert isinstance(said, assess.AssessError), text
    assert isinstance(said, TypeError), text
    assert str(said).startswith("expected "), text
    assert ", not " in str(said), text
    assert "\n" not in str(said), text
    return str(said)


@pytest.mark.parametrize("name", OF_A_CASE)
def test_function_of_a_case_refuses_everything_else(name: str, wrong: dict[str, Any]) -> None:
    """A path and plain data are told how they become a case."""
    instead = {
        "path": "give it assess.load_case('case.yaml')",
        "a path": "give it assess.load_case('case.yaml')",
        "data": "give it assess.case_from(data)",
    }
    for kind in [k for k in KINDS if k != "case"]:
        text = refused(name, wrong[kind], assess.NotACaseError)
        assert instead.get(kind, "a Case") in text, kind


@pytest.mark.parametrize("name", OF_A_RESULT)
def test_function_of_a_result_refuses_everything_else(name: str, wrong: dict[str, Any]) -> None:
    """A case is told to be weighed, a path to be loaded before."""
    instead = {
        "case": "not a Case; give it assess.weigh(case)",
        "path": "give it assess.weigh(assess.load_case('case.yaml'))",
        "data": "give it assess.weigh(assess.case_from(data))",
        "reading": "not the reading 'tornado'",
    }
    for kind in [k for k in KINDS if k != "result"]:
        if (name, kind) != ("ach_comparison", "case"):  # it weighs a case itself
            text = refused(name, wrong[kind], assess.NotAResultError)
            assert instead.get(kind, "assess.weigh(case)") in text, kind


@pytest.mark.parametrize("name", sorted(OF_A_READING))
def test_function_of_any_reading_refuses_everything_else(name: str, wrong: dict[str, Any]) -> None:
    """A result is told to be read, a case to be weighed before."""
    instead = {
        "case": "give it assess.tornado(assess.weigh(case))",
        "result": "not a result of assess.weigh; give it assess.tornado(result)",
    }
    for kind in [k for k in KINDS if "reading" not in k]:
        text = refused(name, wrong[kind], assess.NotAReadingError)
        assert instead.get(kind, "such as assess.tornado(result)") in text, kind


@pytest.mark.parametrize("kind", ["result", "case", "path", "none", "tabulated"])
def test_reading_wanted_is_named_with_the_call_that_makes_it(
    kind: str, wrong: dict[str, Any]
) -> None:
    """What plots and tables call first."""
    from assess.result.reading import expect

    with pytest.raises(assess.NotAReadingError, match="expected the reading 'ledger', not"):
        expect(wrong.get(kind, wrong["dataset"]), "ledger")


def test_another_reading_is_told_what_takes_any(wrong: dict[str, Any]) -> None:
    """A tornado given to the ledger's picture."""
    from assess.result.reading import expect

    expect(wrong["reading"], "tornado")
    with pytest.raises(assess.NotAReadingError, match="not the reading 'tornado'; assess"):
        expect(wrong["reading"], "ledger")


@pytest.mark.parametrize("kind", ["case", "result", "data", "none", "number"])
def test_load_case_wants_a_path(kind: str, wrong: dict[str, Any]) -> None:
    """Neither what is loaded already nor what was never in a file."""
    text = refused("load_case", wrong[kind], assess.NotACaseError)
    assert text.startswith("expected the path of a case file")


@pytest.mark.parametrize("kind", ["reading", "path", "data", "none"])
def test_spreadsheet_wants_a_case_or_a_result(kind: str, wrong: dict[str, Any]) -> None:
    """Either will do, nothing else."""
    with pytest.raises(assess.AssessError, match="expected "):
        assess.to_spreadsheet(wrong[kind], "matrix.csv")


@pytest.mark.parametrize("name", [*PICTURES, *TABLES])
def test_picture_or_table_of_a_reading_refuses_everything_else(
    name: str, wrong: dict[str, Any]
) -> None:
    """Each names the reading that it draws."""
    for kind in [k for k in KINDS if "reading" not in k]:
        assert "expected the reading" in refused(name, wrong[kind], assess.NotAReadingError), kind
