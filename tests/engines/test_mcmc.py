"""The sampling engine: it finds what the exact engine finds, and says when it does not."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from typing import Any

import arviz as az
import matplotlib as mpl
import numpy as np
import pytest
import xarray as xr
from random_cases import random_case

import assess
from assess.case.numbers import numbers_of
from assess.case.selection import select
from assess.engines.mcmc import weigh_by_mcmc
from assess.engines.pymc.model import log_evidence, to_pymc
from assess.result.diagnostics import LEAST_ESS, MOST_ERRORS, diagnosis, diagnostics
from priors.forms.probability import Form

ORACLES = Path(__file__).parents[1] / "data" / "oracles"
QUIET = {"quiet": True, "progressbar": False, "compute_convergence_checks": False}


def small(**changes: Any) -> assess.Case:
    source = {"id": "s", "reliability": {"beta": [8, 2]}}
    return assess.case_from(
        {
            "format": "assess/1",
            "questions": [
                {
                    "id": "q",
                    "exhaustive": "two",
                    "hypotheses": [{"id": "h", "prior": 0.3}, {"id": "not_h", "prior": 0.7}],
                }
            ],
            "sources": [{**source, **changes}],
            "items": [
                {
                    "id": k,
                    "source": "s",
                    "if_unreliable": 0.3,
                    "likelihood": {"h": 0.9, "not_h": 0.1},
                }
                for k in ("i", "j")
            ],
        }
    )


# --- what needs no sampling -----------------------------------------------------------------------


def test_a_case_without_uncertain_numbers_is_left_to_the_exact_engine() -> None:
    with pytest.raises(ValueError, match="nothing in this case is uncertain"):
        weigh_by_mcmc(small(reliability=0.8), seed=1)


def test_a_sampler_that_is_not_installed_or_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="no sampler is called 'nuts'"):
        weigh_by_mcmc(small(), sampler="nuts")
    if importlib.util.find_spec("numpyro") is None:
        with pytest.raises(ValueError, match="'numpyro' is not installed: pip install numpyro"):
            weigh_by_mcmc(small(), sampler="numpyro")


def test_a_result_that_was_not_sampled_has_no_diagnosis() -> None:
    with pytest.raises(ValueError, match="was not sampled"):
        diagnosis(assess.weigh(small()))


def drawn(values: np.ndarray, diverging: int = 0, exact: float = 0.5) -> xr.DataTree:
    """The diagnostics of given draws (chain, draw) of one credence."""
    both = np.stack([values, 1 - values], axis=-1)
    posterior = xr.Dataset(
        {"credence": (("chain", "draw", "hypothesis"), both)},
        coords={"hypothesis": ["h", "not_h"], "chain": np.arange(len(values))},
    )
    diverged = np.zeros(values.shape, dtype=bool)
    diverged.flat[:diverging] = True
    stats = xr.Dataset({"diverging": (("chain", "draw"), diverged)})
    reference = xr.DataArray([exact, 1 - exact], dims="hypothesis")
    tree = xr.DataTree.from_dict({"/diagnostics": diagnostics(posterior, stats, reference)})
    tree.attrs.update(case="", as_of="")  # as a result has them
    return tree


def test_diagnosis_says_sound_of_independent_draws_around_the_exact_value() -> None:
    values = np.random.default_rng(1).uniform(size=(4, 1000))
    (sentence,) = diagnosis(drawn(values))
    assert sentence.startswith("Sound: r_hat is at most 1.00")
    assert sentence.endswith("Monte Carlo standard errors of the exact ones.")


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        (lambda x: x + 0.4 * np.arange(4)[:, None], {}, "The chains do not agree: r_hat"),
        (lambda x: x[:, :50], {}, "There are too few effective draws"),
        (lambda x: x, {"diverging": 3}, "3 transitions diverged"),
        (lambda x: x, {"exact": 0.6}, "standard errors from the exact one, more than 4"),
    ],
)
def test_diagnosis_says_what_is_wrong_and_what_to_do(
    change: Any, options: dict[str, Any], words: str
) -> None:
    values = change(np.random.default_rng(1).uniform(size=(4, 1000)))
    found = diagnosis(drawn(values, **options))
    assert any(words in sentence for sentence in found)
    assert not any("Sound" in sentence for sentence in found)


# --- the founding case ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def result() -> xr.DataTree:
    return weigh_by_mcmc(assess.example_case("dprk_missiles"), seed=1, progress=False)


@pytest.mark.slow
def test_sampled_credences_of_the_founding_case_are_the_exact_ones(result: xr.DataTree) -> None:
    """Within 4 Monte Carlo standard errors, and those are less than a hundredth."""
    found = result["posterior"]["credence"].mean(("chain", "draw"))
    error = result["diagnostics"]["mcse"]
    assert (error < 0.01).all()
    assert (abs(found - result["exact"]["credence"]) < MOST_ERRORS * error).all()
    (sentence,) = diagnosis(result)
    assert sentence.startswith("Sound")
    assert (result["diagnostics"]["ess_bulk"] > LEAST_ESS).all()


@pytest.mark.slow
def test_a_sampled_result_has_the_names_and_labels_of_an_exact_one(result: xr.DataTree) -> None:
    exact = assess.weigh(assess.example_case("dprk_missiles"), draws=10)
    for name in ("posterior", "prior", "log_likelihood"):
        for variable in exact[name].data_vars:
            here, there = result[name][variable], exact[name][variable]
            assert here.dims == there.dims, variable
            for dim in set(here.dims) - {"chain", "draw"}:
                assert list(here[dim].values) == list(there[dim].values)
    assert set(result["log_prior"].data_vars) >= {"reliability", "likelihood", "prior_missiles"}
    attributes = {"engine": "mcmc", "seed": 1, "sampler": "pymc", "draws": 1000, "tune": 1000}
    assert result.attrs.items() >= {**attributes, "chains": 4}.items() or "nutpie" in str(
        result.attrs["sampler"]
    )
    assert set(json.loads(result.attrs["versions"])) >= {"pymc", "pytensor", "arviz"}


@pytest.mark.slow
def test_item_terms_add_up_to_the_log_evidence_of_the_draw(result: xr.DataTree) -> None:
    """E[1 / P(items | numbers)] over the posterior is 1 / P(items)."""
    total = result["log_likelihood"]["items"].sum("item")
    harmonic = -np.log(np.exp(-total).mean().item())
    assert harmonic == pytest.approx(float(result["exact"]["log_evidence"]), abs=0.1)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["summary", "forest", "trace", "prior", "psense", "loo"])
def test_arviz_reads_a_sampled_result_as_it_is(result: xr.DataTree, name: str) -> None:
    import matplotlib.pyplot as plt

    before = mpl.get_backend()
    mpl.use("agg")
    match name:
        case "summary":
            assert "likelihood[debris, none]" in az.summary(result).index
        case "forest":
            az.plot_forest(result, var_names=["credence", "reliability"])
        case "trace":
            az.plot_trace_dist(result, var_names=["credence"])
        case "prior":
            az.plot_prior_posterior(result, var_names=["credence"])
        case "psense":
            for variable in ("credence", "log_odds"):
                found = az.psense_summary(result, var_names=[variable])
                assert np.isfinite(found["prior"]).all()
        case "loo":
            assert az.loo(result).n_data_points == 7
    plt.close("all")
    mpl.use(before)


@pytest.mark.slow
def test_a_sampled_result_is_the_same_after_saving(result: xr.DataTree, tmp_path: Path) -> None:
    result.to_netcdf(tmp_path / "result.nc")
    with xr.open_datatree(tmp_path / "result.nc") as opened:
        assert opened.equals(result)
        assert opened.attrs == result.attrs
        assert diagnosis(opened) == diagnosis(result)


@pytest.mark.slow
def test_equal_seeds_give_equal_draws_and_silence(capfd: pytest.CaptureFixture[str]) -> None:
    options = {"draws": 20, "tune": 20, "chains": 2, "cores": 1, "progress": False}
    first, again, other = (weigh_by_mcmc(small(), seed=s, **options) for s in (3, 3, 4))
    assert first["posterior"].equals(again["posterior"])
    assert not first["posterior"].equals(other["posterior"])
    assert capfd.readouterr() == ("", "")


# --- random cases ---------------------------------------------------------------------------------

MANY = 50 if os.environ.get("HYPOTHESIS_PROFILE") == "thorough" else 8
"""Each new model is compiled for 20 seconds or so the first time, and read from disk after that."""

LEAST_PARAMETER = 0.5
"""Of a Beta: below it much of its mass is nearer to 0 or 1 than a sampler's numbers can be."""


def is_tame(case: assess.Case) -> bool:
    forms = [n.form for n in numbers_of(case, select(case)).entries if not n.is_fixed]
    pieces = [p for f in forms if isinstance(f, Form) for p in f.pieces]
    return all(min(p.a, p.b) >= LEAST_PARAMETER for p in pieces) and len(forms) > 0


def furthest(case: assess.Case, seed: int) -> float | None:
    """Distance of the sampled credences from the exact ones, None if there is nothing to sample."""
    import pymc as pm

    try:
        exact = assess.weigh(case, draws=0)["exact"]["credence"]
    except assess.CaseError:
        return None
    model = to_pymc(case)
    if not model.free_RVs:
        return None
    with model:
        found = pm.sample(500, tune=500, chains=2, cores=1, random_seed=seed, **QUIET)
    posterior, stats = found["posterior"].to_dataset(), found["sample_stats"].to_dataset()
    return float(diagnostics(posterior, stats, exact)["distance"].max())


@pytest.mark.slow
def test_sampled_credences_of_random_cases_are_the_exact_ones() -> None:
    """Within 4 Monte Carlo standard errors each."""
    compared, seed = 0, 0
    while compared < MANY:
        case = assess.case_from(random_case(seed)[0])
        distance = furthest(case, seed) if is_tame(case) else None
        if distance is not None:
            assert distance < MOST_ERRORS, seed
            compared += 1
        seed += 1


# --- models of one's own --------------------------------------------------------------------------


@pytest.mark.slow
def test_a_hierarchy_over_sources_of_one_kind_learns_from_all_of_them() -> None:
    """Five outlets were right on a matter that is known; a sixth, not heard on it, gains by it."""
    import pymc as pm

    outlets = [f"outlet{k}" for k in range(6)]
    known = {"value": 1, "certain": True}, {"value": 0, "certain": True}

    def question(name: str, prior: tuple[Any, Any]) -> dict[str, Any]:
        pairs = zip(("yes", "no"), prior, strict=True)
        hypotheses = [{"id": f"{name}_{h}", "prior": p} for h, p in pairs]
        return {"id": name, "exhaustive": "two", "hypotheses": hypotheses}

    def report(outlet: str, name: str) -> dict[str, Any]:
        return {
            "id": f"{outlet}_{name}",
            "source": outlet,
            "question": name,
            "if_unreliable": 0.5,
            "likelihood": {f"{name}_yes": 0.95, f"{name}_no": 0.05},
        }

    case = assess.case_from(
        {
            "format": "assess/1",
            "questions": [question("past", known), question("now", (0.5, 0.5))],
            "sources": [{"id": s, "reliability": {"beta": [1, 1]}} for s in outlets],
            "items": [
                *(report(s, "past") for s in outlets[:5]),
                report("outlet5", "now"),
            ],
        }
    )

    def pooled() -> Any:
        mean = pm.Beta("mean", 2, 2)
        return pm.Beta("reliability", mu=mean, nu=10, dims="source")

    with to_pymc(case, given={"reliability": pooled}):
        found = pm.sample(1000, tune=1000, chains=2, cores=2, random_seed=1, **QUIET)
    alone = float(assess.weigh(case, draws=0)["exact"]["credence"].sel(hypothesis="now_yes"))
    together = found["posterior"]["credence"].sel(hypothesis="now_yes").mean().item()
    # alone: r has mean 1/2, so .5 * .95 + .5 * .5 = .725 against .275
    assert alone == pytest.approx(0.725)
    # P(agrees | r) = .5 + .45 r and E[r | mean] = mean, so of five that agreed each is a factor
    # .5 + .45 mean beside the density of Beta(2, 2); the sixth's word is then worth its mean
    mean = (np.arange(10_000) + 0.5) / 10_000
    weight = mean * (1 - mean) * (0.5 + 0.45 * mean) ** 5
    expected = 0.5 + 0.45 * (mean * weight).sum() / weight.sum()
    assert together == pytest.approx(expected, abs=0.01)
    assert together > alone + 0.03


@pytest.mark.slow
def test_two_tests_without_a_gold_standard_have_the_published_posterior() -> None:
    """Joseph, Gyorkos and Coupal (1995): prevalence and error rates are learned together."""
    import pymc as pm

    oracle = json.loads((ORACLES / "learn-strongyloides-no-gold-standard.json").read_text("utf-8"))
    with pm.Model():
        rate = {k: pm.Beta(k, *p) for k, p in oracle["inputs"]["priors_beta"].items()}
        for name, count in oracle["inputs"]["counts"].items():
            given = {"prior[ill]": rate["prevalence"]}
            for test in ("stool", "serology"):
                given[f"chance[{test}, ill]"] = rate[f"sens_{test}"]
                given[f"chance[{test}, well]"] = 1.0 - rate[f"spec_{test}"]
            pm.Potential(name, count * log_evidence(outcome(name), given))
        found = pm.sample(3000, tune=1000, chains=4, cores=2, random_seed=1, **QUIET)
    for name, wanted in oracle["expected"]["posterior"].items():
        mean = found["posterior"][name].mean().item()
        assert mean == pytest.approx(wanted["mean"], abs=oracle["tolerance"]["mcmc_mean_abs"])


def outcome(name: str) -> assess.Case:
    """Whoever has one outcome of the two tests, such as `stool+ serology-`."""
    tests = {word[:-1]: word[-1] == "+" for word in name.split()}
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
            "sources": [{"id": t, "reliability": {"value": 1, "certain": True}} for t in tests],
            "items": [
                {
                    "id": t,
                    "source": t,
                    "search": {"found": found, "chance": {"ill": 0.5, "well": 0.5}},
                }
                for t, found in tests.items()
            ],
        }
    )


# --- options, and cases too entangled to be summed -----------------------------------------------


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"target_acept": 0.95}, "did you mean 'target_accept'"),
        ({"random_seed": 1}, "is called 'seed' here"),
        ({"progressbar": False}, "is called 'progress' here"),
    ],
)
def test_options_that_pymc_would_ignore_are_refused(options: dict[str, Any], words: str) -> None:
    with pytest.raises(TypeError, match=words):
        assess.weigh(assess.example_case("dprk_missiles"), engine="mcmc", **options)


def test_tuning_is_a_whole_number() -> None:
    with pytest.raises(ValueError, match="tune is a whole number, 0 or more, not -5"):
        assess.weigh(assess.example_case("dprk_missiles"), engine="mcmc", tune=-5)


@pytest.mark.slow
def test_a_case_too_entangled_to_be_summed_is_answered_by_the_sampler(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its estimate is the sampler's, within its error of the exact answer of a larger machine."""
    from assess.kernel import plan

    says = {"likelihood": {"h": 0.8, "g": 0.3}, "if_unreliable": 0.3}
    paths = (["a", "b"], ["b", "c"], ["a", "c"], ["a", "b", "c"])
    hypotheses = [{"id": "h", "prior": 0.5}, {"id": "g", "prior": 0.5}]
    case = assess.case_from(
        {
            "format": "assess/1",
            "questions": [{"id": "q", "exhaustive": "made so", "hypotheses": hypotheses}],
            "sources": [{"id": n, "reliability": {"beta": [4, 2]}} for n in "abc"],
            "items": [{"id": f"i{k}", "source": p, **says} for k, p in enumerate(paths)],
        }
    )
    exact = assess.weigh(case, draws=0)["exact"]["credence"].values
    monkeypatch.setattr(plan, "LARGEST", 50)
    monkeypatch.setattr(plan, "SMALL", 10)
    result = assess.weigh(case, engine="mcmc", draws=500, tune=500, chains=2, progress=False)
    found = result["estimate"]
    gap = np.abs(found["credence"].values - exact)
    assert (gap < 4 * found["credence_se"].values).all()
    posterior = result["posterior"]["credence"].values.reshape(-1, 2)
    assert found["credence"].values == pytest.approx(posterior.mean(axis=0))
    text = str(assess.summary(result))
    assert "estimated by PyMC's draws" in text
    assert "weighted draws" not in text
