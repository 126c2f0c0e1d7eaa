"""The walls of the house: what is public, how it is documented, what imports what, and how fast."""

from __future__ import annotations

import importlib
import inspect
import json
import os
import re
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

import assess
import evidence
import priors

ROOT = Path(assess.__file__).parent.parent

PACKAGES = ("assess", "evidence", "priors")

NAMES_OF_0_1 = (Path(__file__).parents[1] / "data" / "public_names.txt").read_text("utf-8").split()
"""Every public name of version 0.1: a name stays, whatever else comes."""

ROOMS = {
    "case",
    "cli",
    "engines",
    "errors",
    "exchange",
    "formatting",
    "interview",
    "io",
    "kernel",
    "plots",
    "prepare",
    "prose",
    "report",
    "result",
    "sampling",
    "sensitivity",
    "tables",
    "versions",
    "what_if",
}

SINCE_0_1 = {
    "assess.AssessError",
    "assess.Assumption",
    "assess.Candidate",
    "assess.Hypothesis",
    "assess.Item",
    "assess.NotACaseError",
    "assess.NotAReadingError",
    "assess.NotAResultError",
    "assess.Quantity",
    "assess.Question",
    "assess.Source",
    "assess.StatementError",
    "assess.TooEntangledError",
    "assess.UnknownNameError",
    "assess.UnknownOptionError",
    "assess.__version__",
    "assess.ach_comparison_table",
    "assess.confidence_table",
    "assess.contamination_table",
    "assess.credal_bounds_table",
    "assess.dependence_table",
    "assess.draws_table",
    "assess.headline",
    "assess.one_way_table",
    "assess.plot",
    "assess.power_scaling_table",
    "assess.prior_predictive_table",
    "assess.prior_sweep_table",
    "assess.table",
    "assess.tipping_pairs_table",
    "assess.tipping_points_table",
    "assess.two_way_table",
    "assess.value_of_information_table",
}
"""Public names that came later, one a line: a change here is a change for users."""

PUBLIC = {
    package: sorted(
        name.partition(".")[2]
        for name in {*NAMES_OF_0_1, *SINCE_0_1}
        if name.startswith(f"{package}.")
    )
    for package in PACKAGES
}

# The short ways to write a number in Python: one line says what each parameter is.
SHORT = {"beta", "between", "fixed", "mean_worth", "pert", "phrase", "track", "triangular"}


def fresh(script: str, *arguments: str, cwd: Path | None = None, check: bool = True) -> str:
    """What a script prints in a process of its own, with this checkout in its path."""
    found = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert not check or found.returncode == 0, found.stderr
    return found.stdout if check else found.stderr


# --- names ----------------------------------------------------------------------------------------


def test_public_names_are_these() -> None:
    """What a user finds by the Tab key."""
    assert dir(assess) == sorted({*PUBLIC["assess"], *ROOMS})
    assert assess.__all__ == dir(assess)
    assert evidence.__all__ == PUBLIC["evidence"]
    assert priors.__all__ == PUBLIC["priors"]


def test_no_name_of_version_0_1_is_lost() -> None:
    """What was written for it still finds what it calls."""
    assert len(NAMES_OF_0_1) == 174
    for name in NAMES_OF_0_1:
        package, _, attribute = name.partition(".")
        assert hasattr(importlib.import_module(package), attribute), name


def test_unknown_name_is_an_attribute_error() -> None:
    """Late loading does not turn a misspelt name into something else."""
    with pytest.raises(AttributeError, match="No assess attribute wiegh"):
        assess.wiegh  # noqa: B018


def test_statements_of_a_case_are_those_of_the_packages_that_define_them() -> None:
    """One import line is enough to write a case in Python."""
    from assess import Assumption, Candidate, Case, Hypothesis, Item, Quantity, Question, Source

    assert (Hypothesis, Quantity, Question) == (priors.Hypothesis, priors.Quantity, priors.Question)
    assert (Assumption, Candidate) == (evidence.Assumption, evidence.Candidate)
    assert (Item, Source) == (evidence.Item, evidence.Source)
    assert Case is type(assess.example_case("dprk_missiles"))


def test_version_is_that_of_the_project() -> None:
    """The number in the project file, and nowhere else."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert assess.__version__ == project["version"]


def test_rooms_are_the_folders() -> None:
    """Every folder of `assess`, and the errors."""
    folders = {path.parent.name for path in (ROOT / "assess").glob("*/__init__.py")}
    assert {*folders, "errors"} == ROOMS


def public_objects() -> Iterator[tuple[str, Any]]:
    """Every public function and class by its full name."""
    for package, names in PUBLIC.items():
        module = importlib.import_module(package)
        for name in names:
            if name != "__version__":
                yield f"{package}.{name}", getattr(module, name)


def test_no_submodule_takes_the_place_of_a_public_name() -> None:
    """Functions and classes they are, even when every submodule has been imported first."""
    script = f"""
import importlib, inspect, pkgutil
public = {PUBLIC!r}
for package in public:
    module = importlib.import_module(package)
    for found in pkgutil.walk_packages(module.__path__, package + "."):
        importlib.import_module(found.name)
for package, names in public.items():
    for name in names:
        value = getattr(importlib.import_module(package), name)
        if name != "__version__" and (inspect.ismodule(value) or not callable(value)):
            print(package, name, value)
"""
    assert fresh(script) == ""


# --- documentation --------------------------------------------------------------------------------


def sections_of(text: str) -> dict[str, str]:
    """The sections of a numpydoc docstring by their title."""
    parts = re.split(r"^(\w[\w ]*)\n-{3,}$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_public_objects_say_in_a_sentence_what_they_are() -> None:
    """The first line is one sentence, on one line, and its own (not inherited)."""
    for name, value in public_objects():
        text = value.__doc__
        assert text, name
        if inspect.isclass(value):
            assert all(base.__doc__ != text for base in value.__mro__[1:]), name
        first, *rest = inspect.cleandoc(text).split("\n")
        assert re.fullmatch(r"[A-Z].*[.;:]", first) or first.endswith(")"), f"{name}: {first}"
        assert not rest or rest[0] == "", name


def test_public_functions_document_their_parameters_and_what_they_return() -> None:
    """Every parameter, annotated and with its type in words, no other, and the result."""
    name_of = re.compile(r"^(?:\*\*)?(\w[\w, ]*) : \S", re.MULTILINE)
    for name, value in public_objects():
        if inspect.isclass(value):
            continue
        signature = inspect.signature(value)
        sections = sections_of(inspect.cleandoc(value.__doc__))
        for parameter in signature.parameters.values():
            assert parameter.annotation is not inspect.Parameter.empty, f"{name}: {parameter}"
        if name.split(".")[1] in SHORT:
            assert "Examples" in sections, name
            continue
        rows = name_of.findall(sections.get("Parameters", ""))
        documented = [part.strip() for row in rows for part in row.split(",")]
        assert documented == list(signature.parameters), name
        returns_something = str(signature.return_annotation) != "None"
        needed = returns_something and bool(documented)
        assert ("Returns" in sections) >= needed, f"{name}: Returns"


def test_sections_of_docstrings_are_those_of_the_house_in_their_order() -> None:
    """Parameters, Returns, Raises, Notes, References, Examples."""
    order = ["Parameters", "Attributes", "Returns", "Raises", "Notes", "References", "Examples"]
    for name, value in public_objects():
        found = list(sections_of(inspect.cleandoc(value.__doc__)))
        assert found == [s for s in order if s in found], name


def test_every_field_of_a_statement_is_described() -> None:
    """The words that an editor shows beside a key are the words of `help`."""
    models = [v for _, v in public_objects() if inspect.isclass(v) and issubclass(v, BaseModel)]
    assert len(models) > 10
    for model in models:
        for name, field in model.model_fields.items():
            assert field.description, f"{model.__name__}.{name}"


# --- imports --------------------------------------------------------------------------------------


LATE = ["pymc", "arviz", "matplotlib", "scipy.stats", "pandas", "xarray", "ruamel", "opt_einsum"]

STEPS = """
import json, sys
LATE = json.loads(sys.argv[1])
facts = {}

def note(step):
    facts[step] = [m for m in LATE if m in sys.modules]

import assess
note("import")
facts["rooms"] = [getattr(assess, room).__name__ for room in json.loads(sys.argv[2])]
note("each room")
from assess.cli import main
main(["check", sys.argv[3]])
note("check")
str(assess.summary(assess.weigh(assess.example_case("dprk_missiles"))))
note("weigh")
print(json.dumps(facts))
"""


@pytest.fixture(scope="module")
def loaded() -> dict[str, list[str]]:
    """Which of the large modules one process has loaded after each step, a longer one each time."""
    path = ROOT / "examples" / "dprk_missiles" / "case.yaml"
    arguments = [json.dumps(LATE), json.dumps(sorted(ROOMS)), str(path)]
    out = fresh(STEPS, *arguments)
    return dict(json.loads(out.splitlines()[-1]))


def test_import_assess_loads_nothing_large(loaded: dict[str, list[str]]) -> None:
    """Not even xarray: it comes with the first result."""
    assert loaded["import"] == []


def test_every_room_is_reached_after_import_assess_alone(loaded: dict[str, list[str]]) -> None:
    """`assess.plots` is there without a second import, and brings no drawing with it."""
    assert loaded["rooms"] == [f"assess.{room}" for room in sorted(ROOMS)]
    assert not {"pymc", "arviz", "matplotlib", "scipy.stats"} & {*loaded["each room"]}


def test_checking_a_case_loads_nothing_large(loaded: dict[str, list[str]]) -> None:
    """An editor that checks a case at each save does not wait for what only weighing needs."""
    assert not {*LATE[:6]} & {*loaded["check"]}


def test_weighing_a_case_loads_no_sampler_and_no_pictures(loaded: dict[str, list[str]]) -> None:
    """PyMC, ArviZ and matplotlib are for those who ask for them."""
    assert not {"pymc", "arviz", "matplotlib", "scipy.stats"} & {*loaded["weigh"]}
    assert {"xarray", "ruamel"} <= {*loaded["weigh"]}


def test_package_runs_as_the_program() -> None:
    """`python -m assess` is `assess`, where the program is not on the path."""
    command = [sys.executable, "-m", "assess", "--help"]
    found = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert found.returncode == 0, found.stderr
    assert found.stdout.startswith("usage: assess")


@pytest.mark.slow
def test_import_assess_costs_little_beyond_what_it_stands_on() -> None:
    """Less than .3 s on top of numpy, xarray and pydantic.

    It takes .1 s on a quiet machine of 2024, three times that on a busy one. The median of seven
    fresh processes is taken, and a busy minute is forgiven: one of three rounds must do it.
    """
    script = (
        "import time, numpy, xarray, pydantic; began = time.perf_counter(); import assess; "
        "print(time.perf_counter() - began)"
    )
    fresh(script)  # the first one may have to write bytecode
    rounds = (statistics.median(float(fresh(script)) for _ in range(7)) for _ in range(3))
    assert any(seconds < 0.3 for seconds in rounds)


@pytest.mark.parametrize("name", ["priors", "evidence"])
def test_foreign_package_of_our_name_is_told_in_one_clear_error(name: str, tmp_path: Path) -> None:
    """A file `priors.py` beside a notebook, or a folder, hides ours: said so, with its place."""
    places = [tmp_path / "file" / f"{name}.py", tmp_path / "folder" / name / "__init__.py"]
    for place, above in zip(places, ("file", "folder"), strict=True):
        place.parent.mkdir(parents=True)
        place.write_text("x = 1\n")
        errors = fresh("import assess", cwd=tmp_path / above, check=False)
        assert errors.strip().splitlines()[-1] == (
            f"ImportError: the package {name!r} found at {place} does not belong to "
            "evidence-assess: rename that file, or uninstall the other distribution and "
            "reinstall evidence-assess"
        )
