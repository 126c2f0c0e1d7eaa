"""The walls of the house: what is public, how it is documented, what imports what, and how fast."""

from __future__ import annotations

import importlib
import inspect
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import BaseModel

import assess
import evidence
import priors

ROOT = Path(assess.__file__).parent.parent
PACKAGES = ("priors", "evidence", "assess")

PUBLIC = {
    "assess": [
        "Assumption", "Candidate", "Case", "CaseError", "Hypothesis", "Item", "Problem",
        "Quantity", "Question", "Source", "ach_comparison", "ach_comparison_table",
        "ach_table", "bounds_table", "case_from", "compare", "compare_table", "confidence",
        "confidence_table", "conflict", "conflict_table", "contamination",
        "contamination_table", "copy_example", "credal_bounds", "credal_bounds_table",
        "cruxes", "cruxes_table", "dependence", "dependence_table", "diagnosis",
        "diagnosticity", "diagnosticity_table", "draws_table", "example_case",
        "example_names", "explain", "from_ach", "from_bif", "headline", "information_table",
        "json_schema", "leave_out", "leave_out_table", "ledger", "ledger_table",
        "load_case", "log_evidence", "one_way", "one_way_table", "plot",
        "plot_ach_comparison", "plot_compare", "plot_confidence", "plot_conflict",
        "plot_contamination", "plot_credal_bounds", "plot_cruxes", "plot_dependence",
        "plot_diagnosticity", "plot_leave_out", "plot_ledger", "plot_one_way",
        "plot_power_scaling", "plot_prior_predictive", "plot_prior_sweep", "plot_sobol",
        "plot_spider", "plot_tipping_pairs", "plot_tipping_points", "plot_tornado",
        "plot_two_way", "plot_value_of_information", "power_scaling", "power_scaling_table",
        "prior_predictive", "prior_predictive_table", "prior_sweep", "prior_sweep_table",
        "reading_to_json", "save_case", "sobol", "sobol_table", "summary", "table",
        "tabulate", "tipping_pairs", "tipping_pairs_table", "tipping_points",
        "tipping_points_table", "tipping_table", "to_json", "to_pymc", "to_spreadsheet",
        "tornado", "tornado_table", "two_way", "two_way_table", "value_of_information",
        "value_of_information_table", "weigh",
    ],
    "evidence": [
        "Admiralty", "Assumption", "Candidate", "CandidateRepeats", "Claim",
        "CredibilityComparison", "Grading", "Item", "Lognormal", "Persistent", "PlannedSearch",
        "RatingTable", "Ratio", "RatioDescription", "Repeats", "Search", "Source", "Spread",
        "StatementWeight", "accusation", "admiralty_table", "admission", "appearance",
        "compare_credibility", "denial", "describe_ratio", "e_value", "grade", "grading_ids",
        "hearsay", "hit_and_false_alarm", "largest_ratio", "load_grading", "load_ratio_scale",
        "normal_bound", "p_value_bound", "rating_table", "ratio_scale_ids", "silence",
        "statement_weight", "track_record", "unpacked",
    ],
    "priors": [
        "BaseRate", "BetaMixture", "Coherent", "DependentPool", "Description", "DirichletFit",
        "Fit", "Hypothesis", "PooledQuantity", "Prior", "Quantity", "QuantityRow", "Question",
        "Row", "Translation", "band", "base_rate", "base_rate_in_time", "beta", "beta_from_band",
        "beta_from_interval", "between", "coherentise", "cooke", "decibans_to_probability",
        "describe", "effective_number", "entropy", "equivalent_experts", "fit_dirichlet",
        "fit_quantiles", "fit_roulette", "fit_three_points", "fixed", "load_scale", "mean_worth",
        "meanings", "mix_base_rates", "nats_to_decibans", "nearest_coherent",
        "odds_to_probability", "pert", "phrase", "pool", "pool_betas", "pool_normals",
        "pool_quantities", "prior_for", "prior_from_counts", "probability_to_odds",
        "scale_citations", "scale_ids", "track", "translate", "triangular",
    ],
}  # fmt: skip

ROOMS = (
    "case", "engines", "errors", "exchange", "formatting", "interview", "io", "kernel",
    "plots", "prepare", "prose", "report", "result", "sampling", "sensitivity", "tables",
    "versions", "what_if",
)  # fmt: skip
"""Where things live, reachable after `import assess`."""

# The short ways to write a number in Python: one line says what each parameter is.
SHORT = {"beta", "between", "fixed", "mean_worth", "pert", "phrase", "track", "triangular"}


def fresh(script: str, *, cwd: Path | None = None, check: bool = True) -> str:
    """What a script prints in a process of its own, with this checkout in its path."""
    found = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert not check or found.returncode == 0, found.stderr
    return found.stdout if check else found.stderr


# --- names ----------------------------------------------------------------------------------------


def test_public_names_of_assess_are_these() -> None:
    """What a user finds by the Tab key; a change here is a change for users."""
    assert dir(assess) == sorted([*PUBLIC["assess"], *ROOMS, "__version__"])
    assert assess.__all__ == dir(assess)


@pytest.mark.parametrize("room", ROOMS)
def test_room_is_reachable_and_bears_the_name_of_no_function(room: str) -> None:
    """`assess.plots` and the others need no import of their own."""
    assert inspect.ismodule(getattr(assess, room))
    assert room not in PUBLIC["assess"]


@pytest.mark.parametrize("package", [priors, evidence], ids=lambda p: p.__name__)
def test_public_names_of_the_other_packages_are_these(package: ModuleType) -> None:
    """The same for what a case is written with in Python."""
    assert package.__all__ == PUBLIC[package.__name__]


def test_unknown_name_is_an_attribute_error() -> None:
    """Late loading does not turn a misspelt name into something else."""
    with pytest.raises(AttributeError, match="No assess attribute wiegh"):
        assess.wiegh  # noqa: B018


def public_id(value: object) -> str:
    """The name of a case: the same in every process, as an object's own text is not."""
    return value if isinstance(value, str) else ""


def public_objects() -> Iterator[tuple[str, Any]]:
    for package, names in PUBLIC.items():
        module = importlib.import_module(package)
        for name in names:
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
        if inspect.ismodule(value) or not callable(value):
            print(package, name, value)
"""
    assert fresh(script) == ""


# --- documentation --------------------------------------------------------------------------------


def sections_of(text: str) -> dict[str, str]:
    """The sections of a numpydoc docstring by their title."""
    parts = re.split(r"^(\w[\w ]*)\n-{3,}$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize(("name", "value"), list(public_objects()), ids=public_id)
def test_public_object_says_in_a_sentence_what_it_is(name: str, value: Any) -> None:
    """The first line is one sentence, on one line, and its own (not inherited)."""
    text = value.__doc__
    assert text, name
    if inspect.isclass(value):
        assert all(base.__doc__ != text for base in value.__mro__[1:])
    first, *rest = inspect.cleandoc(text).split("\n")
    assert re.fullmatch(r"[A-Z].*[.;:]", first) or first.endswith(")"), first
    assert not rest or rest[0] == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [x for x in public_objects() if not inspect.isclass(x[1])],
    ids=public_id,
)
def test_public_function_documents_its_parameters_and_what_it_returns(
    name: str, value: Any
) -> None:
    """Every parameter, annotated and with its type in words, no other, and the result."""
    signature = inspect.signature(value)
    sections = sections_of(inspect.cleandoc(value.__doc__))
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty
    if name.split(".")[1] in SHORT:
        assert "Examples" in sections
        return
    text, name_of = sections.get("Parameters", ""), r"^(?:\*\*)?(\w[\w, ]*) : \S"
    documented = [
        part.strip() for line in re.findall(name_of, text, re.MULTILINE) for part in line.split(",")
    ]
    assert documented == list(signature.parameters)
    returns_something = str(signature.return_annotation) != "None"
    assert ("Returns" in sections) >= (returns_something and bool(documented))


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


def test_import_assess_loads_nothing_large() -> None:
    """Not even xarray: it comes with the first result."""
    script = f"import sys, assess; print([m for m in {LATE!r} if m in sys.modules])"
    assert fresh(script) == "[]\n"


def test_checking_a_case_loads_nothing_large() -> None:
    """An editor that checks a case at each save does not wait for what only weighing needs."""
    script = (
        "import sys; from assess.cli import main; main(['check', sys.argv[1]]); "
        f"print([m for m in {LATE[:6]!r} if m in sys.modules])"
    )
    path = ROOT / "examples" / "dprk_missiles" / "case.yaml"
    out = fresh(script.replace("sys.argv[1]", repr(str(path))))
    assert out.endswith("[]\n")


def test_weighing_a_case_loads_no_sampler_and_no_pictures() -> None:
    """PyMC, ArviZ and matplotlib are for those who ask for them."""
    script = (
        "import sys, assess; "
        "print(assess.summary(assess.weigh(assess.example_case('dprk_missiles')))); "
        "print([m for m in ('pymc', 'arviz', 'matplotlib', 'scipy.stats') if m in sys.modules])"
    )
    assert fresh(script).endswith("[]\n")


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
@pytest.mark.parametrize("kind", ["module", "package"])
def test_foreign_package_of_our_name_is_told_in_one_clear_error(
    name: str, kind: str, tmp_path: Path
) -> None:
    """A file `priors.py` beside a notebook hides ours: said so, with its place."""
    place = tmp_path / f"{name}.py" if kind == "module" else tmp_path / name / "__init__.py"
    place.parent.mkdir(exist_ok=True)
    place.write_text("x = 1\n")
    errors = fresh("import assess", cwd=tmp_path, check=False)
    assert errors.strip().splitlines()[-1] == (
        f"ImportError: the package {name!r} found at {place} does not belong to evidence-assess: "
        "rename that file, or uninstall the other distribution and reinstall evidence-assess"
    )
