"""Sobol indices: published functions, hand arithmetic, agreement with weighing every point anew."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from random_cases import random_case
from weighing import weigh

import assess
from assess.prepare.prepared import prepare
from assess.sampling.draws import Drawer
from assess.sampling.pick_freeze import Exchange
from assess.sampling.saltelli import shares_of, uniform_points, variance_shares
from assess.sampling.uniforms import inputs_of, values_at
from priors.forms.pieces import quantile


@pytest.fixture(autouse=True)
def paper() -> Iterator[None]:
    """Draw without a screen, and leave no figure open."""
    mpl.use("agg")
    import matplotlib.pyplot as plt

    yield
    plt.close("all")


def each(count: int) -> list[np.ndarray]:
    return [np.array([k]) for k in range(count)]


# --- the estimators -------------------------------------------------------------------------------


def ishigami(x: np.ndarray) -> np.ndarray:
    return np.sin(x[:, 0]) * (1 + 0.1 * x[:, 2] ** 4) + 7 * np.sin(x[:, 1]) ** 2


def test_ishigami_function_has_its_published_indices() -> None:
    """Ishigami & Homma (1990), Proc. ISUMA'90: 398-403, with a = 7, b = .1."""
    a, b = (np.pi * (2 * u - 1) for u in uniform_points(1 << 14, 3, seed=1))
    found = variance_shares(ishigami, a, b, each(3))
    np.testing.assert_allclose(found.first.value, [0.3139, 0.4424, 0.0], atol=0.01)
    np.testing.assert_allclose(found.total.value, [0.5576, 0.4424, 0.2437], atol=0.01)
    assert math.isclose(found.variance, 13.8445879407, rel_tol=0.005)
    assert math.isclose(found.mean, 3.5, abs_tol=0.01)


def test_g_function_has_its_published_indices() -> None:
    """Saltelli & Sobol' (1995), Reliability Engineering & System Safety 50:225-239."""
    coefficients = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])

    def g(x: np.ndarray) -> np.ndarray:
        return np.prod((np.abs(4 * x - 2) + coefficients) / (1 + coefficients), axis=-1)

    found = variance_shares(g, *uniform_points(1 << 12, 8, seed=1), each(8))
    small, in_all = [7.16192168879e-05] * 4, [0.00010494905192] * 4
    first = [0.716192168879, 0.17904804222, 0.0236757741778, 0.00716192168879, *small]
    total = [0.787144126659, 0.242198192818, 0.0343169101541, 0.0104603870652, *in_all]
    np.testing.assert_allclose(found.first.value, first, atol=0.01)
    np.testing.assert_allclose(found.total.value, total, atol=0.01)
    assert math.isclose(found.variance, 0.465424431902, rel_tol=0.01)


def test_group_has_the_indices_of_its_members_and_what_they_do_together() -> None:
    """Ishigami's x1 and x3: .3139 + 0 + .2437 = .5576, by themselves and in all."""
    a, b = (np.pi * (2 * u - 1) for u in uniform_points(1 << 13, 3, seed=2))
    found = variance_shares(ishigami, a, b, [np.array([0, 2]), np.array([1])])
    np.testing.assert_allclose(found.first.value, [0.5576, 0.4424], atol=0.01)
    np.testing.assert_allclose(found.total.value, [0.5576, 0.4424], atol=0.01)
    assert abs(float(found.sum_first.value) - 1.0) < 2 * float(found.sum_first.error)


def test_estimates_are_those_of_scipy() -> None:
    """The same two formulae, the mean taken off first."""
    from scipy.stats import sobol_indices

    rng = np.random.default_rng(3)
    f_a, f_b, f_ab = rng.normal(2, 1, 64), rng.normal(2, 1, 64), rng.normal(2, 1, (5, 64))
    ours = shares_of(f_a, f_b, f_ab)
    theirs = sobol_indices(func={"f_A": f_a[None], "f_B": f_b[None], "f_AB": f_ab[:, None]}, n=64)
    np.testing.assert_allclose(ours.first.value, theirs.first_order, rtol=1e-12)
    np.testing.assert_allclose(ours.total.value, theirs.total_order, rtol=1e-12)


def test_standard_error_is_that_of_independent_points() -> None:
    """Of plain random points the scatter over 50 repetitions, to within a third."""
    rng = np.random.default_rng(4)
    runs = [
        variance_shares(lambda x: x @ np.array([2.0, 1.0]), *rng.random((2, 128, 2)), each(2))
        for _ in range(50)
    ]
    for name in ("first", "total"):
        scatter = np.std([getattr(r, name).value for r in runs], axis=0)
        stated = np.mean([getattr(r, name).error for r in runs], axis=0)
        np.testing.assert_allclose(stated, scatter, rtol=0.33)
    inside = [(r.first.low <= [0.8, 0.2]) & (r.first.high >= [0.8, 0.2]) for r in runs]
    assert 0.88 < np.mean(inside) <= 1.0


def test_function_that_does_not_vary_has_no_shares() -> None:
    found = variance_shares(lambda x: np.full(len(x), 3.0), *uniform_points(64, 2, 1), each(2))
    assert (found.variance, *found.first.value, *found.total.error) == (0.0,) * 5


# --- the inverse distribution functions -----------------------------------------------------------


def case_of(
    items: list[dict[str, Any]],
    sources: dict[str, Any],
    *,
    prior: float = 0.5,
    **question: Any,
) -> assess.Case:
    hypotheses = [{"id": "h", "prior": prior}, {"id": "g", "prior": round(1 - prior, 12)}]
    return assess.case_from(
        {
            "format": "assess/1",
            "questions": [
                {"id": "q", "exhaustive": "made so", "hypotheses": hypotheses, **question}
            ],
            "sources": [{"id": name, "reliability": r} for name, r in sources.items()],
            "items": items,
        }
    )


SURE = {"value": 1, "certain": True}


def test_values_have_the_stated_distributions() -> None:
    """Quantiles of a Beta, a PERT and a triangle; the moments of a ratio and of a Dirichlet."""
    triangle, pert = {"triangular": [0.1, 0.2, 0.9]}, {"pert": [0.2, 0.5, 0.9]}
    ratio = {"for": "h", "value": {"lognormal": {"median": 4, "p95": 12}}}
    case = case_of(
        [
            {
                "id": "a",
                "source": "s",
                "likelihood": {"h": pert, "g": triangle},
                "if_unreliable": 0.4,
            },
            {"id": "b", "source": "s", "ratio": ratio},
        ],
        {"s": {"beta": [6, 3]}},
        prior=0.4,
        concentration=5,
    )
    prepared = prepare(case)
    structure, numbers = prepared.structure, prepared.numbers
    inputs = inputs_of(structure, numbers)
    assert [str(i.address) for i in inputs] == [
        "prior[q]", "reliability[s]", "likelihood[a, h]", "likelihood[a, g]", "ratio[b]",
    ]  # fmt: skip
    u = np.tile((np.arange(4000) + 0.5)[:, None] / 4000, (1, 6))
    values = values_at(structure, numbers, inputs, u)
    entries = numbers.entries
    for i in inputs[2:4]:
        pieces = entries[i.columns[0]].form.pieces
        by_level = [quantile(pieces, level) for level in u[::500, 0]]
        np.testing.assert_allclose(values[::500, i.columns[0]], by_level, rtol=1e-9)
    from scipy import stats

    reliability = values[:, inputs[1].columns[0]]
    np.testing.assert_allclose(reliability, stats.beta(6, 3).ppf(u[:, 0]), rtol=1e-9)
    x = values[:, inputs[4].columns[0]]
    log_ratio = np.log(x / (1 - x))
    sigma = np.log(3) / 1.6448536269514722
    np.testing.assert_allclose(log_ratio, np.log(4) + sigma * stats.norm.ppf(u[:, 0]), rtol=1e-9)
    a, _ = uniform_points(4096, 6, seed=1)
    row = values_at(structure, numbers, inputs, a)[:, inputs[0].columns]
    np.testing.assert_allclose(row.sum(axis=1), 1.0, rtol=1e-12)
    assert abs(row[:, 0].mean() - 0.4) < 0.002
    assert abs(row[:, 0].var() - 0.4 * 0.6 / 6) < 0.001


def test_prior_that_is_all_but_open_is_never_impossible() -> None:
    """A Dirichlet worth a hundredth of an observation: its Gammas underflow, its shares do not."""
    item = {"id": "a", "source": "s", "ratio": {"for": "h", "value": 3.0}}
    prepared = prepare(case_of([item], {"s": SURE}, concentration=0.01))
    structure, numbers = prepared.structure, prepared.numbers
    inputs = inputs_of(structure, numbers)
    a, _ = uniform_points(1024, 2, seed=1)
    row = values_at(structure, numbers, inputs, a)[:, inputs[0].columns]
    assert (row > 0).all()
    assert np.isfinite(np.log(row)).all()


def test_input_of_a_prior_is_called_by_its_question() -> None:
    """Of a linked question with its condition; where a hypothesis has the name, by another."""
    linked = {
        "format": "assess/1",
        "questions": [
            {
                "id": "h",
                "exhaustive": "x",
                "concentration": 9,
                "hypotheses": [{"id": "h", "prior": 0.5}, {"id": "g", "prior": 0.5}],
            },
            {
                "id": "r",
                "exhaustive": "x",
                "concentration": 9,
                "hypotheses": [{"id": "yes"}, {"id": "no"}],
                "given": ["h"],
                "table": [
                    {"when": {"h": "h"}, "prior": {"yes": 0.5, "no": 0.5}},
                    {"when": {"h": "g"}, "prior": {"yes": 0.2, "no": 0.8}},
                ],
            },
        ],
    }
    found = assess.sobol(weigh(assess.case_from(linked)), hypothesis="yes", points=64)
    assert set(found["input"].values) == {"prior[all of h]", "prior[r | h=h]", "prior[r | h=g]"}
    assert set(found["numbers"].values) == {2}


# --- points that differ in few numbers ------------------------------------------------------------


@given(st.integers(0, 100_000), st.integers(0, 100))
def test_exchanging_some_numbers_is_weighing_with_them_exchanged(seed: int, pick: int) -> None:
    """On random cases: taking items out and putting them in again changes no log-credence."""
    prepared = prepare(assess.case_from(random_case(seed)[0]))
    structure, numbers = prepared.structure, prepared.numbers
    inputs = inputs_of(structure, numbers)
    dimensions = sum(len(i.columns) for i in inputs)
    a, b = (
        values_at(structure, numbers, inputs, u)
        for u in (uniform_points(16, dimensions, 1) if inputs else [np.empty((16, 0))] * 2)
    )
    exchange = Exchange(Drawer(structure, numbers).known_plan, a, b, 0)
    columns = np.random.default_rng(pick).permutation(a.shape[1])[: 1 + pick % 4]
    whole = a.copy()
    whole[:, columns] = b[:, columns]
    np.testing.assert_allclose(exchange.exchanged(columns), exchange.weighed(whole), atol=1e-10)


def test_exchange_knows_quantities_and_links() -> None:
    """The two larger examples, each input exchanged."""
    for name in ("dprk_shells", "dprk_arms"):
        prepared = prepare(assess.example_case(name))
        structure, numbers = prepared.structure, prepared.numbers
        inputs = inputs_of(structure, numbers)
        points = uniform_points(4, sum(len(i.columns) for i in inputs), 1)
        a, b = (values_at(structure, numbers, inputs, u) for u in points)
        plan = Drawer(structure, numbers, for_draws=prepared.for_draws).known_plan
        exchange = Exchange(plan, a, b, 0)
        for one in inputs[::3]:
            whole = a.copy()
            whole[:, one.columns] = b[:, one.columns]
            found = exchange.exchanged(one.columns)
            np.testing.assert_allclose(found, exchange.weighed(whole), atol=1e-9)


# --- cases ----------------------------------------------------------------------------------------

FACTORS, SPREADS = (2.3, 20.0, 27.0, 12.0), (0.3, 0.7, 1.0, 0.8)


def levin(prior: float) -> assess.Case:
    """Four Bayes factors (Levin 2025, NBER working paper 33428), lognormal with spreads of ours."""
    z = 1.6448536269514722
    items = [
        {
            "id": f"i{k}",
            "source": "s",
            "ratio": {
                "for": "h",
                "value": {"lognormal": {"median": f, "p95": f * math.exp(z * sd)}},
            },
        }
        for k, (f, sd) in enumerate(zip(FACTORS, SPREADS, strict=True))
    ]
    return case_of(items, {"s": SURE}, prior=prior)


def test_independent_ratios_have_their_shares_of_the_variance() -> None:
    """Log-odds are a sum: V = .09 + .49 + 1 + .64 = 2.22, and 1 / 2.22 = .45."""
    found = assess.sobol(weigh(levin(0.01)), hypothesis="h").sel(
        input=[f"ratio[i{k}]" for k in range(4)]
    )
    shares = [0.0405405405405, 0.220720720721, 0.45045045045, 0.288288288288]
    np.testing.assert_allclose(found["first"], shares, atol=0.01)
    np.testing.assert_allclose(found["total"], shares, atol=0.005)
    assert math.isclose(found.attrs["variance"], 2.22, rel_tol=0.005)
    assert abs(found.attrs["interactions"]) < 0.01
    mean = math.log(0.01 / 0.99) + sum(math.log(f) for f in FACTORS)
    assert math.isclose(found.attrs["mean"], mean, abs_tol=0.01)


@pytest.mark.parametrize(
    ("prior", "median", "mean", "low", "high"),
    [
        (0.5, 0.99993290842, 0.999796782158, 0.999222468219, 0.999994214567),
        (0.01, 0.993401319736, 0.982090939412, 0.928474464654, 0.999427566717),
        (0.0001, 0.598482110589, 0.570367797908, 0.113887564271, 0.945314612078),
    ],
)
def test_spread_as_stated_of_uncertain_ratios(
    prior: float, median: float, mean: float, low: float, high: float
) -> None:
    """The same factors carried to the credence: Gauss-Hermite quadrature, to Monte Carlo error."""
    result = assess.weigh(levin(prior), draws=10_000)
    values = result["as_stated"]["credence"].sel(hypothesis="h").values
    found = [*np.quantile(values, [0.05, 0.5, 0.95]), values.mean()]
    tolerance = 0.01 if prior == 0.0001 else 0.004
    np.testing.assert_allclose(found, [low, median, high, mean], atol=tolerance)


def test_two_persistent_sources_on_one_path_share_a_third_together() -> None:
    """Y = c if both are reliable, else 0: V = 3/16 c^2, first 1/16 : 3/16, total 2/16 : 3/16."""
    item = {
        "id": "a",
        "source": ["one", "two"],
        "likelihood": {"h": 0.8, "g": 0.2},
        "if_unreliable": 0.5,
    }
    sources = {"one": {"persistent": 0.5}, "two": {"persistent": 0.5}}
    found = assess.sobol(weigh(case_of([item], sources)), hypothesis="h")
    np.testing.assert_allclose(found["first"], 1 / 3, atol=0.01)
    np.testing.assert_allclose(found["total"], 2 / 3, atol=0.01)
    assert math.isclose(found.attrs["interactions"], 1 / 3, abs_tol=0.01)
    c = math.log(0.8 / 0.2)
    assert math.isclose(found.attrs["variance"], 3 / 16 * c**2, rel_tol=0.005)
    assert "Another .33 goes only if several are known together" in assess.explain(found)


def test_single_uncertain_number_has_the_whole_variance() -> None:
    """Beta(2, 2) as a prior of two: V[logit] = 2 trigamma(2) = 2 (pi^2 / 6 - 1)."""
    found = assess.sobol(weigh(case_of([], {}, concentration=4)))
    np.testing.assert_allclose([found["first"], found["total"]], 1.0, atol=0.01)
    assert list(found["input"].values) == ["prior[q]"]
    assert math.isclose(found.attrs["variance"], 2 * (math.pi**2 / 6 - 1), rel_tol=0.01)
    assert math.isclose(found.attrs["sd"], math.sqrt(found.attrs["variance"]))
    assert math.isclose(found.attrs["sd_decibans"], 10 / math.log(10) * found.attrs["sd"])


@pytest.fixture(scope="module")
def result() -> xr.DataTree:
    return assess.weigh(assess.example_case("dprk_missiles"))


@pytest.fixture(scope="module")
def indices(result: xr.DataTree) -> xr.Dataset:
    return assess.sobol(result, points=1024)


def test_variance_is_that_of_the_draws_as_stated(result: xr.DataTree, indices: xr.Dataset) -> None:
    """The same spread by other means: 4000 random draws, to four standard errors."""
    draws = result["as_stated"]["log_odds"].sel(hypothesis="new_type").values.ravel()
    error = ((draws - draws.mean()) ** 2).std() / np.sqrt(draws.size)
    assert abs(draws.var() - indices.attrs["variance"]) < 4 * error
    assert abs(draws.mean() - indices.attrs["mean"]) < 4 * draws.std() / np.sqrt(draws.size)


def test_every_uncertain_number_is_an_input_once(result: xr.DataTree, indices: xr.Dataset) -> None:
    known = result["constant_data"].to_dataset()
    uncertain = set(known["number"].values[~known["fixed"].values])
    own = {n for n in uncertain if not n.startswith("prior[")}
    assert set(indices["input"].values) == {*own, "prior[missiles]"}
    assert int(indices["numbers"].sum()) == len(uncertain)
    assert (np.diff(indices["total"]) <= 0).all()


@pytest.mark.parametrize(
    ("by", "some"),
    [
        ("item", {"us_accusation", "debris", "prior[missiles]", "reliability[us]"}),
        ("source", {"us", "ukraine", "prior[missiles]", "holds[custody]"}),
        ("kind", {"prior", "reliability", "likelihood", "holds"}),
    ],
)
def test_groups_hold_all_numbers_and_at_least_their_largest_member(
    result: xr.DataTree, indices: xr.Dataset, by: Any, some: set[str]
) -> None:
    """A group accounts for no less than any number in it, and all groups for everything."""
    found = assess.sobol(result, by=by, points=1024)
    assert some <= set(found["input"].values)
    assert int(found["numbers"].sum()) == int(indices["numbers"].sum())
    assert math.isclose(found.attrs["variance"], indices.attrs["variance"], rel_tol=1e-9)
    assert float(found["total"].max()) >= float(indices["total"].max()) - 1e-9
    assert found.attrs["evaluations"] == (found.sizes["input"] + 2) * 1024


def test_path_of_sources_is_an_input_of_its_own() -> None:
    item = {
        "id": "a",
        "source": ["one", "two"],
        "likelihood": {"h": {"beta": [4, 2]}, "g": 0.2},
        "if_unreliable": 0.5,
    }
    case = case_of([item], {"one": {"beta": [4, 2]}, "two": {"beta": [4, 2]}})
    found = assess.sobol(weigh(case), by="source", points=64)
    assert set(found["input"].values) == {"one", "two", "one > two"}


def test_seed_makes_the_numbers_and_another_moves_them_little(result: xr.DataTree) -> None:
    one, again, other = (
        assess.sobol(result, by="kind", points=1024, seed=s).sortby("input") for s in (1, 1, 2)
    )
    assert one.identical(again)
    gap = np.abs(one["total"] - other["total"])
    assert 0 < float(gap.max()) < 4 * float(one["total_se"].max())


def test_reading_against_one_rival_differs_from_that_against_the_rest(result: xr.DataTree) -> None:
    one = assess.sobol(result, hypothesis="new_type", against="none", by="kind", points=64)
    other = assess.sobol(result, hypothesis="none", against="new_type", by="kind", points=64)
    assert math.isclose(one.attrs["mean"], -other.attrs["mean"])
    np.testing.assert_allclose(one["total"], other["total"], rtol=1e-6)
    assert one.attrs["against"] == "none"


# --- what cannot be done --------------------------------------------------------------------------


def test_case_without_ranges_has_no_input_and_says_so() -> None:
    item = {"id": "a", "source": "s", "ratio": {"for": "h", "value": 3.0}}
    found = assess.sobol(weigh(case_of([item], {"s": 0.7})), points=64)
    assert found.sizes["input"] == 0
    assert found.attrs["variance"] == 0.0
    words = assess.explain(found)
    assert words.startswith("No number of this case was stated with a range")
    assert "That does not make the numbers certain" in words
    assert assess.sobol_table(found).rows == ()
    assert "No number was stated with a range" in title_of(assess.plot_sobol(found))


def test_infinite_log_odds_are_refused_with_the_item_that_does_it() -> None:
    never = {"value": 0, "certain": True}
    item = {
        "id": "proof",
        "source": "s",
        "likelihood": {"h": {"beta": [4, 2]}, "g": never},
        "if_unreliable": 0.5,
    }
    case = case_of([item], {"s": SURE})
    with pytest.raises(ValueError, match=r"are infinite .* divided; it is items\[proof\]"):
        assess.sobol(weigh(case), points=64)


def test_hypothesis_ruled_out_by_its_prior_is_refused_with_that_prior() -> None:
    never, sure = {"value": 0, "certain": True}, {"value": 1, "certain": True}
    case = assess.case_from(
        {
            "format": "assess/1",
            "questions": [
                {
                    "id": "q",
                    "exhaustive": "x",
                    "hypotheses": [{"id": "h", "prior": never}, {"id": "g", "prior": sure}],
                }
            ],
        }
    )
    with pytest.raises(ValueError, match=r"prior\[h\]"):
        assess.sobol(weigh(case), points=64)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"by": "sources"}, "not 'sources'; did you mean 'source'"),
        ({"points": 1000}, "power of 2 from 64 to 1,048,576, such as 4096, not 1000"),
        ({"points": 32}, "not 32"),
        ({"points": True}, "points"),
        ({"seed": -1}, "seed is a whole number, 0 or more, not -1"),
        ({"hypothesis": "new_tipe"}, "did you mean 'new_type'"),
        ({"points": 1 << 20}, "too many"),
    ],
)
def test_bad_arguments_are_told_in_a_sentence(
    result: xr.DataTree, wrong: dict[str, Any], words: str
) -> None:
    if wrong.get("points") == 1 << 20:
        many = [
            {"id": f"i{k}", "source": "s", "likelihood": {"h": 0.5, "g": {"beta": [2, 2]}},
             "if_unreliable": 0.5} for k in range(100)
        ]  # fmt: skip
        result = weigh(case_of(many, {"s": 0.7}))
        words = "100 uncertain numbers at 1,048,576 points are too many: at most 131,072 points"
    with pytest.raises(ValueError, match=words):
        assess.sobol(result, **wrong)


# --- words, table, picture ------------------------------------------------------------------------


def title_of(ax: Axes) -> str:
    return ax.get_title(loc="center") or ax.get_title(loc="left")


def texts_of(ax: Axes) -> str:
    return "\n".join(t.get_text() for t in ax.texts)


def made(first: list[float], total: list[float], **attrs: Any) -> xr.Dataset:
    """Indices as they are computed elsewhere, with ranges of .02 to either side."""
    data = {}
    for name, values in (("first", np.array(first)), ("total", np.array(total))):
        data[name] = ("input", values)
        data[f"{name}_se"] = ("input", np.full(len(values), 0.01))
        data[f"{name}_low"] = ("input", values - 0.02)
        data[f"{name}_high"] = ("input", values + 0.02)
    names = np.array([f"likelihood[item_{k}, none]" for k in range(len(first))], dtype=object)
    found = {
        "reading": "sobol", "hypothesis": "debris", "against": "the rest", "by": "number",
        "variance": 1.0, "sd_decibans": 4.343, "interactions": 0.1, "sum_first_se": 0.01,
    }  # fmt: skip
    return xr.Dataset(data, coords={"input": names}, attrs={**found, **attrs})


def test_sentences_quote_the_figures() -> None:
    words = assess.explain(made([0.6, 0.2, 0.1], [0.7, 0.25, 0.1]))
    assert "standard deviation of 4.3 dB" in words
    assert "Knowing likelihood[item_0, none] would take away .60 of its variance" in words
    assert "likelihood[item_1, none] .20 and likelihood[item_2, none] .10" in words
    assert "Another .10 goes only if several are known together" in words
    assert "not updated by the items" in words
    grouped = made([0.6], [0.6], by="source", interactions=0.0).assign_coords(input=["us"])
    words = assess.explain(grouped)
    assert "Knowing everything about us would take away .60" in words
    assert "several" not in words
    kinds = made([0.6, 0.3], [0.6, 0.3], by="kind", interactions=0.0)
    words = assess.explain(kinds.assign_coords(input=["prior", "if_unreliable"]))
    assert "Knowing all priors would take away .60" in words
    assert "all chances of an item from a source that does not track the truth .30" in words
    assert "kind" not in words


def test_table_has_the_largest_first_and_counts_the_rest() -> None:
    table = assess.sobol_table(made([0.6, 0.2, -0.003], [0.7, 0.25, 0.004]), most=2)
    assert table.rows[0] == ("likelihood[item_0, none]", ".60", ".01", ".70", ".01")
    assert table.notes[0] == "1 more, of at most .004 with interactions."
    assert assess.sobol_table(made([-0.003], [0.004])).rows[0][1] == "0"


def test_bars_are_the_indices_and_the_note_counts_what_is_not_drawn() -> None:
    total = [0.5 * 0.9**k for k in range(60)]
    indices = made([0.9 * t for t in total], total)
    ax = assess.plot_sobol(indices, most=15)
    widths = [p.get_width() for p in ax.patches]
    expected = np.column_stack([indices["first"], indices["total"]])[:15].ravel()
    np.testing.assert_allclose(widths, expected)
    ranges = [tuple(line.get_xdata()) for line in ax.lines[:2]]
    np.testing.assert_allclose(ranges, [(0.43, 0.47), (0.48, 0.52)])
    assert title_of(ax).replace("\n", " ") == (
        "The spread of debris comes most from likelihood[item_0, none]: .50 of its variance"
    )
    below = texts_of(ax)
    assert "45 more inputs have less than .11 in all each." in below  # .5 * .9^15 = .103
    assert "By themselves they leave .10" in below
    assert ax.get_xlabel().startswith("share of the variance of the log-odds of debris")


def test_numbers_beside_bars_are_the_rounded_shares() -> None:
    ax = assess.plot_sobol(made([0.6, -0.01], [0.7, 0.004], interactions=0.0))
    assert [t.get_text() for t in ax.texts[:4]] == [".60", ".70", "0", ".004"]
    assert "By themselves" not in texts_of(ax)
    with pytest.raises(ValueError, match="most is a whole number"):
        assess.plot_sobol(made([0.6], [0.7]), most=0)


def test_picture_goes_into_axes_that_are_given() -> None:
    import matplotlib.pyplot as plt

    _, ax = plt.subplots()
    assert assess.plot_sobol(made([0.6], [0.7]), ax=ax) is ax
