"""A case as a PyMC model: at given values of its numbers the exact engine's answer; no sampling."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from random_cases import random_case

import assess
from assess.case.numbers import Numbers, numbers_of
from assess.case.selection import select
from assess.engines.pymc.model import log_evidence, to_pymc
from assess.kernel.plan import plan_of
from assess.kernel.weigh import weigh as weigh_arrays
from assess.prepare.compile import structure_of
from evidence.source import Persistent
from priors.forms.pieces import Piece
from priors.quantities.distributions import Lognormal

pytestmark = pytest.mark.slow

ORACLES = Path(__file__).parents[1] / "data" / "oracles"
SEEDS = range(320)


@cache
def case_of(seed: int) -> assess.Case:
    return assess.case_from(random_case(seed)[0])


def numbers(case: assess.Case) -> Numbers:
    return numbers_of(case, select(case))


def evaluate(outputs: list[Any], inputs: dict[Any, Any] | None = None) -> list[np.ndarray]:
    """Values of tensors, computed as they are written: quick, as nothing is compiled."""
    import pytensor
    from pytensor.compile.mode import Mode

    inputs = inputs or {}
    function = pytensor.function(
        list(inputs), outputs, mode=Mode("py", None), on_unused_input="ignore"
    )
    return [np.asarray(x) for x in function(*inputs.values())]


def values_for(case: assess.Case, rng: np.random.Generator) -> np.ndarray:
    """A value of each uncertain number within its range, as stated (a ratio, not what enters)."""
    entries = numbers(case).entries
    out = []
    for n in entries:
        if n.is_fixed or n.kind == "prior" or isinstance(n.form, Persistent):
            out.append(n.value)
        elif isinstance(n.form, Lognormal):
            out.append(float(np.exp(rng.normal())))
        else:
            low = min(p.low for p in n.form.pieces)
            high = max(p.high for p in n.form.pieces)
            out.append(low + (high - low) * float(rng.uniform(0.01, 0.99)))
    values = np.array(out)
    for row in rows(case):
        values[row] *= rng.uniform(0.2, 1.0, len(row))
        values[row] /= values[row].sum()
    return values


def rows(case: assess.Case) -> list[list[int]]:
    """Positions of the uncertain priors that sum to 1."""
    at = iter(k for k, n in enumerate(numbers(case).entries) if n.kind == "prior")
    found = [
        [next(at) for _ in q.states] for q in case.questions for _ in range(max(1, len(q.table)))
    ]
    entries = numbers(case).entries
    open_rows = [[k for k in row if not entries[k].is_fixed] for row in found]
    return [row for row in open_rows if row]


def kernel(case: assess.Case, values: np.ndarray) -> tuple[np.ndarray, float]:
    """Credences and log evidence of the exact kernel, every reliability known."""
    stated = numbers(case)
    structure = structure_of(case, select(case), stated)
    reliabilities = tuple(
        old
        if isinstance(stated.entries[k].form, Persistent)
        else (Piece(1.0, float(values[k]), float(values[k])),)
        for old, k in zip(
            structure.reliabilities,
            (stated.position[f"reliability[{s}]"] for s in structure.sources),
            strict=True,
        )
    )
    plan = plan_of(replace(structure, reliabilities=reliabilities))
    entering = np.array([n.entering(float(v)) for n, v in zip(stated.entries, values, strict=True)])
    entering = np.where([n.is_fixed for n in stated.entries], stated.used, entering)
    credences, evidence = weigh_arrays(plan, entering)
    return np.concatenate([np.exp(c) for c in credences]), float(evidence)


def inputs_of(model: Any, case: assess.Case, values: np.ndarray) -> dict[Any, Any]:
    """The values of the numbers as values of the model's random variables."""
    at = numbers(case).position
    found = {}
    for rv in model.free_RVs:
        if rv.name.startswith("prior_"):
            (found[rv],) = dirichlet_values(model, rv, case, values)
            continue
        (dim,) = model.named_vars_to_dims[rv.name]
        found[rv] = values[[at[f"{rv.name}[{label}]"] for label in model.coords[dim]]]
    return found


def dirichlet_values(
    model: Any, rv: Any, case: assess.Case, values: np.ndarray
) -> list[np.ndarray]:
    """Of a Dirichlet: a row for each row of the question's table that has as many open numbers."""
    structure = structure_of(case, select(case), numbers(case))
    entries = numbers(case).entries
    q = next(
        k
        for k, name in enumerate(structure.variables)
        if rv.name in (f"prior_{name}", *(f"prior_{name}_{size}" for size in range(9)))
    )
    scope, index = structure.roots[q]
    moved = np.moveaxis(index, scope.index(q), -1).reshape(-1, structure.sizes[q])
    open_rows = [[k for k in row if not entries[k].is_fixed] for row in moved]
    size = int(rv.shape[-1].eval())
    chosen = np.array([values[row] / values[row].sum() for row in open_rows if len(row) == size])
    return [chosen[0] if rv.ndim == 1 else chosen]


# --- against the exact kernel ---------------------------------------------------------------------


@pytest.mark.parametrize("first", range(0, len(SEEDS), 40))
def test_credence_and_item_terms_are_those_of_the_exact_kernel_at_any_values(first: int) -> None:
    """At equal values of all numbers the two engines do one and the same sum."""
    compared = 0
    for seed in SEEDS[first : first + 40]:
        case = case_of(seed)
        values = values_for(case, np.random.default_rng(seed))
        credence, evidence = kernel(case, values)
        model = to_pymc(case)
        terms = [model["items"].owner.inputs[2]] if "items" in model.named_vars else []
        found, *item = evaluate([model["credence"], *terms], inputs_of(model, case, values))
        if np.isneginf(evidence):
            continue
        compared += 1
        np.testing.assert_allclose(found, credence, rtol=1e-9, atol=1e-12, err_msg=str(seed))
        total = item[0].sum() if item else 0.0
        np.testing.assert_allclose(total, evidence, rtol=1e-9, atol=1e-9, err_msg=str(seed))
    assert compared > 30


def test_gradients_are_finite_where_something_is_impossible() -> None:
    """A likelihood of exactly 0 has a logarithm of minus infinity, and a gradient all the same."""
    import pytensor

    case = two_reports(likelihood={"h": 0.8, "not_h": {"value": 0, "certain": True}})
    model = to_pymc(case)
    gradient = pytensor.grad(model.logp(), model.value_vars)
    point = model.initial_point()
    found = evaluate(gradient, {v: point[v.name] for v in model.value_vars})
    assert all(np.isfinite(part).all() for part in found)


# --- names and laws -------------------------------------------------------------------------------


def two_reports(**changes: Any) -> assess.Case:
    item = {
        "source": "s",
        "if_unreliable": {"triangular": [0.1, 0.3, 0.5]},
        "likelihood": {"h": {"pert": [0.5, 0.8, 0.9]}, "not_h": {"beta": [1, 9]}},
        **changes,
    }
    return assess.case_from(
        {
            "format": "assess/1",
            "questions": [
                {
                    "id": "q",
                    "exhaustive": "two",
                    "concentration": 10,
                    "hypotheses": [{"id": "h", "prior": 0.3}, {"id": "not_h", "prior": 0.7}],
                }
            ],
            "sources": [
                {"id": "s", "reliability": {"beta": [8, 2]}},
                {"id": "always_or_never", "reliability": {"persistent": 0.6}},
            ],
            "assumptions": [{"id": "a", "holds": {"between": [0.6, 0.9]}}],
            "items": [
                {"id": "first", **item},
                {"id": "second", **item, "requires": ["a"], "source": "always_or_never"},
                {
                    "id": "third",
                    "source": "s",
                    "ratio": {"for": "h", "value": {"lognormal": {"median": 4, "p95": 15}}},
                    "repeats": {"item": "first", "chance": {"beta": [2, 5]}},
                },
            ],
        }
    )


@pytest.fixture(scope="module")
def model() -> Any:
    return to_pymc(two_reports())


def test_labels_of_the_variables_are_the_addresses_of_the_uncertain_numbers(model: Any) -> None:
    """Each is in its kind's vector once; fixed numbers and persistent sources are in none."""
    found = [
        f"{rv.name}[{label}]"
        for rv in [*model.free_RVs, model["prior"]]
        if not rv.name.startswith("prior_")
        for label in model.coords[model.named_vars_to_dims[rv.name][0]]
    ]
    stated = [str(n.address) for n in numbers(two_reports()).entries if not n.is_fixed]
    assert sorted(found) == sorted(set(stated) - {"reliability[always_or_never]"})
    assert model.named_vars_to_dims["reliability"] == ("source",)
    assert model.named_vars_to_dims["holds"] == ("assumption",)
    assert model.named_vars_to_dims["repeats"] == ("copy",)
    assert model.named_vars_to_dims["items"] == ("item",)


def test_densities_are_those_of_scipy_on_the_natural_scale(model: Any) -> None:
    """Beta, PERT (a scaled Beta), triangle, lognormal and Dirichlet."""
    import pymc as pm
    from scipy import stats

    low, mode, high = 0.5, 0.8, 0.9
    share = (mode - low) / (high - low)
    pert = stats.beta(1 + 4 * share, 5 - 4 * share, low, high - low)
    triangle = stats.triang(0.5, 0.1, 0.4)
    sigma = np.log(15 / 4) / stats.norm.ppf(0.95)
    (holds,) = two_reports().assumptions[0].holds.pieces
    expected = {
        "reliability": ([0.7], [stats.beta(8, 2)]),
        "holds": ([0.7], [stats.beta(holds.a, holds.b)]),
        "likelihood": ([0.6, 0.2, 0.85, 0.01], [pert, stats.beta(1, 9)] * 2),
        "if_unreliable": ([0.15, 0.45], [triangle] * 2),
        "ratio": ([2.5], [stats.lognorm(sigma, scale=4)]),
        "repeats": ([0.3], [stats.beta(2, 5)]),
    }
    names = [n.name for n in model.free_RVs]
    assert sorted([*expected, "prior_q"]) == sorted(names)
    for name, (at, laws) in expected.items():
        (found,) = evaluate([pm.logp(model[name], np.array(at))])
        wanted = [law.logpdf(x) for law, x in zip(laws, at, strict=True)]
        np.testing.assert_allclose(found, wanted, rtol=1e-6, err_msg=name)
    (found,) = evaluate([pm.logp(model["prior_q"], np.array([0.2, 0.8]))])
    assert found == pytest.approx(stats.beta(3, 7).logpdf(0.2))


def test_outside_its_range_a_mixture_has_no_density(model: Any) -> None:
    import pymc as pm

    (found,) = evaluate([pm.logp(model["if_unreliable"], np.array([0.05, 0.6]))])
    assert np.isneginf(found).all()


# --- numbers that are given -----------------------------------------------------------------------


def test_a_number_that_is_given_gets_no_random_variable_of_its_own() -> None:
    """By its address, and all the uncertain ones of a kind by the kind's name."""
    model = to_pymc(two_reports(), given={"reliability[s]": 0.5, "likelihood": 0.25})
    names = {rv.name for rv in model.free_RVs}
    assert names == {"prior_q", "holds", "if_unreliable", "ratio", "repeats"}


def test_priors_that_are_not_given_share_what_the_others_leave() -> None:
    """Of two, one given as .9 leaves .1: the credence without items is (.9, .1)."""
    case = two_reports().model_copy(update={"items": ()})
    model = to_pymc(case, given={"prior[h]": 0.9})
    assert [rv.name for rv in model.free_RVs] == ["holds"]
    (found,) = evaluate([model["credence"]], {model["holds"]: np.array([0.7])})
    np.testing.assert_allclose(found, [0.9, 0.1])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"reliabilty": 0.5}, "did you mean 'reliability'"),
        ({"reliability[S]": 0.5}, r"did you mean 'reliability\[s\]'"),
        ({"reliability[s]": 1.5}, "allowed: from 0 to 1"),
        ({"likelihood": [0.1, 0.2]}, "expected 4 numbers along 'likelihood_of'"),
        ({"reliability[s]": [0.1, 0.2]}, "expected one number"),
    ],
)
def test_what_cannot_be_given_is_refused_with_the_closest_name(
    given: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        to_pymc(two_reports(), given=given)


def test_variables_are_added_to_the_model_whose_context_is_active() -> None:
    import pymc as pm

    with pm.Model() as outer:
        mean = pm.Beta("mean", 4, 2)
        inner = to_pymc(two_reports(), given={"reliability": mean})
    assert inner is outer
    assert {"mean", "holds", "items", "credence"} <= set(outer.named_vars)
    assert "reliability" not in outer.named_vars


def test_a_function_can_draw_a_whole_kind_from_a_hierarchy_along_its_dimension() -> None:
    """It is called when the dimension is there; the variable that it makes is the model's."""
    import pymc as pm

    def pooled() -> Any:
        return pm.Beta("reliability", mu=pm.Beta("mean", 4, 2), nu=10, dims="source")

    model = to_pymc(two_reports(), given={"reliability": pooled})
    assert model.named_vars_to_dims["reliability"] == ("source",)
    assert model.coords["source"] == ("s",)
    assert "mean" in model.named_vars


def test_log_evidence_is_that_of_the_model_and_names_what_is_not_given() -> None:
    case = two_reports()
    with pytest.raises(ValueError, match=r"uncertain and not given: prior\[h\], prior\[not_h\]"):
        log_evidence(case, {})
    values = values_for(case, np.random.default_rng(1))
    entries = numbers(case).entries
    given = {
        str(n.address): float(v)
        for n, v in zip(entries, values, strict=True)
        if not n.is_fixed and not isinstance(n.form, Persistent)
    }
    (found,) = evaluate([log_evidence(case, given)])
    assert found == pytest.approx(kernel(case, values)[1], abs=1e-12)


def test_a_case_with_too_many_joint_states_is_refused() -> None:
    """15 assumptions on which one item rests, and a question of two: 2 to the 16."""
    data = random_case(0)[0]
    names = [f"b{k}" for k in range(15)]
    data["assumptions"] += [{"id": n, "holds": 0.5} for n in names]
    data["items"][0]["requires"] = names
    with pytest.raises(assess.CaseError, match="too entangled for a PyMC model"):
        to_pymc(assess.case_from(data))


# --- the error rates of two tests without a gold standard -----------------------------------------


def test_hui_and_walter_most_likely_error_rates() -> None:
    """Six parameters for six degrees of freedom; with flat priors the mode is the estimate."""
    import pymc as pm
    import pytensor
    from pytensor.compile.mode import Mode
    from scipy.optimize import minimize

    oracle = json.loads((ORACLES / "learn-hui-walter.json").read_text("utf-8"))
    wanted = oracle["expected"]["mle"]
    with pm.Model() as model:
        rate = {name: pm.Uniform(name) for name in wanted}
        for k in (1, 2):
            terms = [
                count * log_evidence(two_tests(signs), of_rates(rate, f"prevalence{k}"))
                for signs, count in oracle["inputs"][f"population{k}"].items()
            ]
            pm.Potential(f"population{k}", sum(terms))
    logp = model.logp(jacobian=False)
    function = pytensor.function(
        model.value_vars, [logp, *pytensor.grad(logp, model.value_vars)], mode=Mode("py", None)
    )

    def descent(x: np.ndarray) -> tuple[float, np.ndarray]:
        value, *gradient = function(*x)
        return -float(value), -np.array(gradient)

    start = [0.5 if name == "prevalence2" else -2.0 for name in wanted]  # log-odds
    found = minimize(descent, start, jac=True, method="BFGS", options={"gtol": 1e-7})
    estimate = dict(zip(wanted, 1 / (1 + np.exp(-found.x)), strict=True))
    for name, value in wanted.items():
        assert estimate[name] == pytest.approx(value, abs=oracle["tolerance"]["abs"]), name
    assert -found.fun == pytest.approx(oracle["expected"]["log_likelihood"], abs=1e-6)


def two_tests(signs: str, names: tuple[str, str] = ("mantoux", "tine")) -> assess.Case:
    """Whoever has one outcome of two tests, which are independent given illness."""
    chance = {"ill": 0.5, "well": 0.5}
    return assess.case_from(
        {
            "format": "assess/1",
            "questions": [
                {
                    "id": "state",
                    "exhaustive": "ill or not",
                    "hypotheses": [{"id": "ill", "prior": 0.5}, {"id": "well", "prior": 0.5}],
                }
            ],
            "sources": [{"id": n, "reliability": {"value": 1, "certain": True}} for n in names],
            "items": [
                {"id": n, "source": n, "search": {"found": sign == "+", "chance": chance}}
                for n, sign in zip(names, signs, strict=True)
            ],
        }
    )


def of_rates(rate: dict[str, Any], prevalence: str) -> dict[str, Any]:
    given = {"prior[ill]": rate[prevalence]}
    for test in ("mantoux", "tine"):
        given[f"chance[{test}, ill]"] = 1.0 - rate[f"false_negative_{test}"]
        given[f"chance[{test}, well]"] = rate[f"false_positive_{test}"]
    return given


# --- quantities -----------------------------------------------------------------------------------


def shells(prior: Any, **changes: Any) -> assess.Case:
    """One claim by a source of reliability .8; if it does not track, the claim appears with .3."""
    return assess.case_from(
        {
            "format": "assess/1",
            "questions": [
                {
                    "id": "shells",
                    "kind": "quantity",
                    "unit": "shells",
                    "prior": prior,
                    "thresholds": [1.0, 3.0],
                }
            ],
            "sources": [{"id": "s", "reliability": 0.8}],
            "items": [
                {
                    "id": "claim",
                    "source": "s",
                    "if_unreliable": 0.3,
                    "says": {"about": 2.0, "spread": 0.5},
                    **changes,
                }
            ],
        }
    )


@pytest.mark.parametrize("value", [0.5, 2.0, 4.0])
@pytest.mark.parametrize("says", ["about", "at_least", "at_most"])
def test_a_claim_is_evaluated_at_the_value_that_is_drawn(says: str, value: float) -> None:
    """.8 l(value) + .2 * .3, and the credence of the band that the value lies in is 1."""
    from scipy import stats

    prior = {"lognormal": {"median": 2.0, "p95": 6.0}}
    model = to_pymc(shells(prior, says={says: 2.0, "spread": 0.5}))
    (drawn,) = model.free_RVs
    assert drawn.name == "quantity_shells"
    terms = model["items"].owner.inputs[2]
    found, credence = evaluate([terms, model["credence"]], {drawn: np.array(value)})
    z = (np.log(value) - np.log(2.0)) / 0.5
    chance = {
        "about": np.exp(-0.5 * z**2),
        "at_least": stats.norm.cdf(z),
        "at_most": stats.norm.sf(z),
    }[says]
    np.testing.assert_allclose(found, [np.log(0.8 * chance + 0.2 * 0.3)], rtol=1e-12)
    assert list(credence) == [value < 1, 1 <= value < 3, value >= 3]


def test_a_product_is_a_function_of_its_factors_and_a_blend_of_its_parts() -> None:
    """2 x factor x (share x of + (1 - share) x rest)."""
    blend = {
        "share": {"triangular": [0.2, 0.3, 0.6]},
        "of": {"uniform": [2, 4]},
        "rest": {"lognormal": {"median": 9, "p95": 11}},
    }
    model = to_pymc(shells({"product": [2, {"beta": [3, 2]}, {"blend": blend}]}))
    names = [f"quantity_shells_{x}" for x in ("2", "3_share", "3_of", "3_rest")]
    assert [rv.name for rv in model.free_RVs] == names
    values = (0.5, [0.4], 3.0, 8.0)
    inputs = {model[n]: np.array(v) for n, v in zip(names, values, strict=True)}
    found, all_of_them = evaluate([model["quantity_shells"], model["quantity"]], inputs)
    assert found == pytest.approx(2 * 0.5 * (0.4 * 3 + 0.6 * 8))
    assert np.ravel(all_of_them) == pytest.approx(np.ravel(found), rel=1e-12)
    assert model.coords["quantity_of"] == ("shells",)


def test_a_quantity_integrated_over_its_prior_gives_the_exact_evidence_and_credences() -> None:
    """The model's terms and credences at many values, by the midpoint rule."""
    from scipy import stats

    case = shells({"lognormal": {"median": 2.0, "p95": 6.0}})
    model = to_pymc(case)
    (drawn,) = model.free_RVs
    terms = model["items"].owner.inputs[2]
    sigma = np.log(3.0) / stats.norm.ppf(0.95)
    levels = (np.arange(400) + 0.5) / 400
    total = np.zeros(3)
    for value in 2.0 * np.exp(sigma * stats.norm.ppf(levels)):
        found, credence = evaluate([terms, model["credence"]], {drawn: np.array(value)})
        total += np.exp(found[0]) * credence / len(levels)
    exact = assess.weigh(case, draws=0)["exact"]
    assert total.sum() == pytest.approx(np.exp(float(exact["log_evidence"])), abs=0.005)
    np.testing.assert_allclose(total / total.sum(), exact["credence"], atol=0.005)


def test_a_linked_quantity_is_summed_over_its_nodes() -> None:
    """Its prior depends on a question: the exact credences are those of the model."""
    data = assess.case.model.plain(shells({"lognormal": {"median": 2.0, "p95": 6.0}}))
    data["items"][0]["question"] = "shells"
    (quantity,) = data["questions"]
    del quantity["prior"]
    quantity["given"] = ["kind"]
    quantity["table"] = [
        {"when": {"kind": k}, "prior": {"lognormal": {"median": m, "p95": 3 * m}}}
        for k, m in (("large", 4.0), ("small", 1.0))
    ]
    hypotheses = [{"id": "large", "prior": 0.4}, {"id": "small", "prior": 0.6}]
    data["questions"].append({"id": "kind", "exhaustive": "two", "hypotheses": hypotheses})
    case = assess.case_from(data)
    model = to_pymc(case)
    assert not model.free_RVs
    (found,) = evaluate([model["credence"]])
    exact = assess.weigh(case, draws=0)["exact"]["credence"]
    np.testing.assert_allclose(found, exact, atol=1e-6)
