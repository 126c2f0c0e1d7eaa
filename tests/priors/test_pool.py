"""Pooling of probabilities and of distributions: by hand, properties, and published cases."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betaln

import priors
from priors.elicitation.families import FittedGamma, FittedLognormal, FittedNormal
from priors.forms.probability import Beta
from priors.quantities.distributions import Lognormal, MeanSd, Normal, Spread, Uniform

ORACLES = Path(__file__).parents[1] / "data" / "oracles"
METHODS = [
    {"method": "linear"},
    {"method": "log"},
    {"method": "median"},
    {"method": "extremised", "overlap": 0.3},
    {"method": "extremised", "exponent": 2.5},
]


def oracle(name: str) -> dict[str, Any]:
    return json.loads((ORACLES / f"{name}.json").read_text("utf-8"))


def rows(low: int = 2, high: int = 5) -> st.SearchStrategy[np.ndarray]:
    """Probabilities by (expert, hypothesis), none of them 0."""

    def of(shape: tuple[int, int]) -> st.SearchStrategy[np.ndarray]:
        row = st.lists(st.floats(0.01, 1.0), min_size=shape[1], max_size=shape[1])
        return st.lists(row, min_size=shape[0], max_size=shape[0]).map(
            lambda x: np.array(x) / np.array(x).sum(axis=1, keepdims=True)
        )

    sizes = st.integers(low, high)
    return st.tuples(sizes, sizes).flatmap(of)


# --- by hand --------------------------------------------------------------------------------------

ANN = {"h": 0.9, "g": 0.1}
BOB = {"h": 0.6, "g": 0.4}


def test_linear_pool_is_the_weighted_mean() -> None:
    """3 parts Ann and 1 part Bob: (3 * .9 + .6) / 4 = .825."""
    said = {"Ann": ANN, "Bob": BOB}
    assert priors.pool(said, weights={"Bob": 1, "Ann": 3}) == pytest.approx(
        {"h": 0.825, "g": 0.175}
    )


def test_log_pool_is_the_geometric_mean_of_the_odds() -> None:
    """Odds 9 and 1.5 have the geometric mean sqrt(13.5) = 3.674: probability .7861."""
    pooled = priors.pool({"Ann": ANN, "Bob": BOB}, method="log")
    assert pooled["h"] / pooled["g"] == pytest.approx(math.sqrt(9 * 1.5))


def test_median_of_three_heeds_no_outlier_and_is_rescaled() -> None:
    """Medians .5, .3, .1 of three hypotheses sum to .9: divided by it."""
    said = [[0.5, 0.3, 0.2], [0.6, 0.3, 0.1], [0.01, 0.98, 0.01]]
    assert priors.pool(said, method="median") == pytest.approx(np.array([0.5, 0.3, 0.1]) / 0.9)


def test_median_of_two_is_their_middle_and_weight_can_decide_it() -> None:
    """With equal weights half lies on either side of (.9 + .6) / 2; with 3 to 1 Ann decides."""
    said = [list(ANN.values()), list(BOB.values())]
    assert priors.pool(said, method="median")[0] == pytest.approx(0.75)
    assert priors.pool(said, method="median", weights=[3, 1])[0] == pytest.approx(0.9)


def test_extremised_pool_of_two_answers_is_the_formula_of_satopaa() -> None:
    """Odds (prod odds_i^(1/N))^a: here (9 * 1.5)^(2/2) = 13.5 for a = 2."""
    pooled = priors.pool({"Ann": ANN, "Bob": BOB}, method="extremised", exponent=2.0)
    assert pooled["h"] / pooled["g"] == pytest.approx(13.5)


def test_experts_who_read_the_same_file_are_not_extremised() -> None:
    """Overlap 1 gives the exponent 1, which is the logarithmic pool."""
    said = [[0.7, 0.2, 0.1], [0.5, 0.4, 0.1]]
    extremised = priors.pool(said, method="extremised", overlap=1.0)
    assert extremised == pytest.approx(priors.pool(said, method="log"))


def test_experts_who_share_nothing_add_what_each_adds_to_the_prior() -> None:
    """Overlap 0: the odds are the prior's times each expert's likelihood ratio, by Bayes's rule."""
    start, ratios = 0.2 / 0.8, (3.0, 5.0, 0.5)
    said = [[o / (1 + o), 1 / (1 + o)] for o in (start * r for r in ratios)]
    pooled = priors.pool(said, method="extremised", overlap=0.0, prior=[0.2, 0.8])
    assert pooled[0] / pooled[1] == pytest.approx(start * 3.0 * 5.0 * 0.5)


def test_overlap_is_the_correlation_of_the_experts_signals() -> None:
    """Three signals of mean +m or -m, correlation c: the pooled odds are those of all three."""
    c, m, x = 0.4, 0.7, np.array([0.9, -0.2, 1.6])
    inverse = np.linalg.inv(c * np.ones((3, 3)) + (1 - c) * np.eye(3))

    def log_density(mean: float) -> float:
        d = x - mean
        return float(-0.5 * d @ inverse @ d)

    alone = np.exp(2 * m * x)  # each expert's own likelihood ratio, from even odds
    said = np.column_stack([alone / (1 + alone), 1 / (1 + alone)])
    pooled = priors.pool(said, method="extremised", overlap=c)
    assert math.log(pooled[0] / pooled[1]) == pytest.approx(log_density(m) - log_density(-m))


def test_narrow_intervals_count_more() -> None:
    """Widths .1 and .3 give weights in the ratio 3 to 1: (3 * .9 + .6) / 4."""
    said = {"Ann": ANN, "Bob": BOB}
    intervals = {
        "Bob": {"g": (0.3, 0.6), "h": (0.4, 0.7)},
        "Ann": {"h": (0.85, 0.95), "g": (0.05, 0.15)},
    }
    pooled = priors.pool(said, method="interval", intervals=intervals)
    assert pooled == pytest.approx({"h": 0.825, "g": 0.175})


# --- properties -----------------------------------------------------------------------------------


@settings(max_examples=40)
@given(p=rows(), which=st.sampled_from(METHODS), seed=st.integers(0, 99))
def test_order_of_experts_and_of_hypotheses_is_irrelevant(
    p: np.ndarray, which: dict[str, Any], seed: int
) -> None:
    """Turned round, the judgements give the same numbers, turned round; they sum to 1."""
    rng = np.random.default_rng(seed)
    weights = rng.uniform(0.1, 1.0, len(p))
    experts, columns = rng.permutation(len(p)), rng.permutation(p.shape[1])
    pooled = priors.pool(p, weights=weights, **which)
    turned = priors.pool(p[np.ix_(experts, columns)], weights=weights[experts], **which)
    assert turned == pytest.approx(pooled[columns], rel=1e-9)
    assert pooled.sum() == pytest.approx(1.0)
    assert (pooled >= 0.0).all()


@settings(max_examples=30)
@given(p=rows(), which=st.sampled_from([w for w in METHODS if w["method"] != "extremised"]))
def test_unanimous_experts_are_left_as_they_are(p: np.ndarray, which: dict[str, Any]) -> None:
    """All methods but the one that means to sharpen."""
    same = np.repeat(p[:1], 4, axis=0)
    assert priors.pool(same, weights=[1, 2, 3, 4], **which) == pytest.approx(p[0])


@settings(max_examples=30)
@given(p=rows(), overlap=st.floats(0.0, 0.99))
def test_unanimous_experts_with_own_knowledge_are_sharpened(p: np.ndarray, overlap: float) -> None:
    """The likeliest hypothesis gains, the odds raised to the equivalent number of experts."""
    same = np.repeat(p[:1], 3, axis=0)
    power = priors.equivalent_experts(3, overlap)
    expected = p[0] ** power
    pooled = priors.pool(same, method="extremised", overlap=overlap)
    assert pooled == pytest.approx(expected / expected.sum())


@settings(max_examples=30)
@given(p=rows(), which=st.sampled_from(METHODS))
def test_expert_of_weight_0_changes_nothing(p: np.ndarray, which: dict[str, Any]) -> None:
    """Not even one who excludes the likeliest hypothesis."""
    outsider = np.zeros(p.shape[1])
    outsider[np.argmin(p.sum(axis=0))] = 1.0
    weights = np.arange(1.0, len(p) + 1)
    pooled = priors.pool(p, weights=weights, **which)
    more = priors.pool(np.vstack([p, outsider]), weights=[*weights, 0.0], **which)
    assert more == pytest.approx(pooled)


@settings(max_examples=30)
@given(p=rows(3), which=st.sampled_from(METHODS))
def test_what_all_exclude_stays_excluded(p: np.ndarray, which: dict[str, Any]) -> None:
    """A hypothesis that every expert gives 0 keeps 0, whatever the method."""
    p = p.copy()
    p[:, 0] = 0.0
    pooled = priors.pool(p / p.sum(axis=1, keepdims=True), **which)
    assert pooled[0] == 0.0
    assert pooled.sum() == pytest.approx(1.0)


def test_one_0_is_a_veto_in_the_log_pool_and_none_in_the_linear_pool() -> None:
    """.5 and 0: the mean is .25, the product 0."""
    said = [[0.5, 0.5], [0.0, 1.0]]
    assert priors.pool(said)[0] == pytest.approx(0.25)
    assert priors.pool(said, method="log")[0] == 0.0


@settings(max_examples=40)
@given(p=rows(), seed=st.integers(0, 99))
def test_log_pool_is_externally_bayesian_and_the_linear_pool_is_not(
    p: np.ndarray, seed: int
) -> None:
    """To update each expert on a likelihood and pool is to pool and update."""
    rng = np.random.default_rng(seed)
    likelihood, weights = rng.uniform(0.05, 1.0, p.shape[1]), rng.uniform(0.1, 1.0, len(p))

    def updated(q: np.ndarray) -> np.ndarray:
        return q * likelihood / (q * likelihood).sum(axis=-1, keepdims=True)

    first = priors.pool(updated(p), weights=weights, method="log")
    assert first == pytest.approx(updated(priors.pool(p, weights=weights, method="log")))


def test_linear_pool_is_not_externally_bayesian() -> None:
    """.9 and .1, likelihoods .8 and .2: updated and pooled .64, pooled and updated .8."""
    # 0.9*0.8/(0.9*0.8+0.1*0.2) = 0.97297, 0.1*0.8/(0.1*0.8+0.9*0.2) = 0.30769; mean 0.64033
    first = priors.pool([[0.72 / 0.74, 0.02 / 0.74], [0.08 / 0.26, 0.18 / 0.26]])
    assert first[0] == pytest.approx(0.64033, abs=1e-5)
    pooled = priors.pool([[0.9, 0.1], [0.1, 0.9]])
    assert pooled[0] * 0.8 / (pooled[0] * 0.8 + pooled[1] * 0.2) == pytest.approx(0.8)


@settings(max_examples=30)
@given(p=rows(3))
def test_linear_pool_of_joined_hypotheses_is_the_joined_pool(p: np.ndarray) -> None:
    """Marginalisation: A or B first, or pooled first."""
    joined = np.column_stack([p[:, 0] + p[:, 1], p[:, 2:]])
    pooled = priors.pool(p)
    assert priors.pool(joined)[0] == pytest.approx(pooled[0] + pooled[1])


def test_log_pool_of_joined_hypotheses_differs() -> None:
    """sqrt(.5 * .5) against sqrt(.25 * .09) twice: the property that the log pool lacks."""
    p = np.array([[0.25, 0.25, 0.5], [0.09, 0.41, 0.5]])
    pooled = priors.pool(p, method="log")
    joined = priors.pool(np.column_stack([p[:, 0] + p[:, 1], p[:, 2]]), method="log")
    assert joined[0] == pytest.approx(0.5)
    assert pooled[0] + pooled[1] < 0.49


# --- entropy --------------------------------------------------------------------------------------


def test_entropy_of_equal_hypotheses_is_log2_of_their_number() -> None:
    """Eight alike: 3 bits, and an effective number of 8; one certain: 0 bits, and 1."""
    assert priors.entropy([1 / 8] * 8) == pytest.approx(3.0)
    assert priors.effective_number([1 / 8] * 8) == pytest.approx(8.0)
    assert priors.entropy([1.0, 0.0]) == 0.0
    assert priors.effective_number([0.0, 1.0]) == 1.0


def test_entropy_refuses_what_is_no_distribution() -> None:
    """A sum other than 1."""
    with pytest.raises(ValueError, match=r"the prior sum to 1.1, not to 1"):
        priors.entropy({"a": 0.6, "b": 0.5})


# --- distributions --------------------------------------------------------------------------------


def test_linear_pool_of_three_distributions_is_that_of_shelf() -> None:
    """R package SHELF 1.13.0, test-linearpool.R: gamma, normal and lognormal, weights 1, 2, 3."""
    case = oracle("elicit-shelf-round-trips")
    said, expected = case["inputs"]["linear_pool"], case["expected"]["linear_pool"]
    gamma, normal, lognormal = said["components"]
    parts = [
        FittedGamma(gamma["shape"], gamma["rate"]),
        FittedNormal(normal["mean"], normal["sd"]),
        FittedLognormal(lognormal["meanlog"], lognormal["sdlog"]),
    ]
    pooled = priors.pool_quantities(parts, weights=said["weights"])
    assert float(pooled.cdf(said["cdf_at"])) == pytest.approx(expected["cdf"], abs=1e-6)
    found = float(pooled.quantile(said["quantile_at"]))
    assert found == pytest.approx(expected["quantile"], abs=1e-6)


def test_averaged_quantiles_of_normals_are_normal_and_their_mixture_is_wider() -> None:
    """N(0, 1) and N(10, 3): averaged N(5, 2); the mixture has that mean, and is wider."""
    two = {
        "Ann": Normal(normal=MeanSd(mean=0.0, sd=1.0)),
        "Bob": Normal(normal=MeanSd(mean=10.0, sd=3.0)),
    }
    between = priors.pool_quantities(two, method="quantile")
    levels = np.array([0.05, 0.3, 0.5, 0.95])
    expected = Normal(normal=MeanSd(mean=5.0, sd=2.0))
    assert between.quantile(levels) == pytest.approx(expected.quantile(levels))
    assert between.cdf(expected.quantile(levels)) == pytest.approx(levels)
    mixture = priors.pool_quantities(two)
    assert mixture.mean == pytest.approx(between.mean) == pytest.approx(5.0)
    assert mixture.interval()[0] < between.interval()[0]
    assert mixture.interval()[1] > between.interval()[1]


@pytest.mark.parametrize("method", ["linear", "quantile"])
def test_quantile_and_distribution_function_of_a_pool_undo_each_other(method: str) -> None:
    """Of distributions of different kinds, one of them with weight 0 and no part in it."""
    parts = [
        Lognormal(lognormal=Spread(median=3.0, p95=9.0)),
        Uniform(uniform=(1.0, 4.0)),
        Normal(normal=MeanSd(mean=-1e9, sd=1.0)),
    ]
    pooled = priors.pool_quantities(parts, weights=[1, 2, 0], method=method)
    levels = np.linspace(0.02, 0.98, 13)
    assert pooled.cdf(pooled.quantile(levels)) == pytest.approx(levels)
    assert pooled.interval()[0] > 0.0


def test_pooled_betas_of_savchuk_and_martz() -> None:
    """Savchuk & Martz (1994): four experts on a survival probability, then 9 of 10 survive."""
    case = oracle("pool-savchuk-martz-beta")
    expected, tolerance = case["expected"], case["tolerance"]["abs"]
    experts = [Beta(beta=(e["a"], e["b"])) for e in case["inputs"]["experts"]]
    k, n = case["inputs"]["data"]["successes"], case["inputs"]["data"]["trials"]

    def chance_of_data(form: Beta) -> float:
        a, b = form.beta
        return math.comb(n, k) * math.exp(betaln(a + k, b + n - k) - betaln(a, b))

    found = [chance_of_data(e) for e in experts]
    assert found == pytest.approx(expected["integrated_likelihood_by_expert"], abs=tolerance)
    published = expected["published"]["integrated_likelihood_by_expert"]
    assert found == pytest.approx(published, abs=case["tolerance"]["published_abs"])

    log, wanted = priors.pool_betas(experts).parts[0], expected["log_pool_equal_weights"]
    assert (*log.beta, log.mean) == pytest.approx(
        (wanted["a"], wanted["b"], wanted["mean"]), abs=tolerance
    )
    assert chance_of_data(log) == pytest.approx(wanted["integrated_likelihood"], abs=tolerance)
    after = priors.pool_betas(experts).updated(k, n).parts[0].beta
    assert after == pytest.approx((wanted["posterior_a"], wanted["posterior_b"]), abs=tolerance)

    linear = priors.pool_betas(experts, method="linear")
    wanted = expected["linear_pool_equal_weights"]
    assert linear.mean == pytest.approx(wanted["prior_mean"], abs=tolerance)
    after = linear.updated(k, n)
    assert after.weights == pytest.approx(wanted["posterior_mixture_weights"], abs=tolerance)
    assert after.mean == pytest.approx(wanted["posterior_mean"], abs=tolerance)

    weighted = priors.pool_betas(experts, weights=expected["bayes_model_average_weights"])
    wanted = expected["posterior_log_pool_bma_weights"]
    after = weighted.updated(k, n).parts[0].beta
    assert after == pytest.approx((wanted["a"], wanted["b"]), abs=tolerance)


def test_mixture_of_betas_has_its_moments_and_quantiles() -> None:
    """Against a fine grid of its density; the Beta that stands for it has the same two moments."""
    mixture = priors.pool_betas(
        [Beta(beta=(2, 8)), Beta(beta=(9, 3))], method="linear", weights=[1, 3]
    )
    x = (np.arange(200_000) + 0.5) / 200_000
    density = sum(
        w * np.exp(p.logpdf(x)) for w, p in zip(mixture.weights, mixture.parts, strict=True)
    )
    mean = float((x * density).mean())
    assert mixture.mean == pytest.approx(mean, abs=1e-6)
    assert mixture.variance == pytest.approx(float(((x - mean) ** 2 * density).mean()), abs=1e-6)
    a, b = mixture.as_beta().beta
    assert a / (a + b) == pytest.approx(mean, abs=1e-6)
    assert a * b / (a + b) ** 2 / (a + b + 1) == pytest.approx(mixture.variance)
    assert float(mixture.cdf(mixture.quantile(0.2))) == pytest.approx(0.2)


CASES = list(
    zip(
        oracle("pool-dependent-normal-experts")["inputs"]["cases"],
        oracle("pool-dependent-normal-experts")["expected"]["cases"],
        strict=True,
    )
)


@pytest.mark.parametrize(("said", "expected"), CASES)
def test_dependent_normal_experts_of_winkler(
    said: dict[str, Any], expected: dict[str, Any]
) -> None:
    """Winkler (1981): correlated errors, up to a negative weight."""
    found = priors.pool_normals(said["means"], said["sds"], correlation=said["error_correlation"])
    assert found.weights == pytest.approx(expected["weights"], abs=1e-8)
    assert (found.mean, found.sd) == pytest.approx((expected["mean"], expected["sd"]), abs=1e-8)
    assert found.form.normal.mean == found.mean


def test_equivalent_number_of_experts_of_clemen_and_winkler() -> None:
    """Clemen & Winkler (1985): n / (1 + (n - 1) rho), below 1 / rho however many there are."""
    case = oracle("pool-dependent-normal-experts")
    said, expected = case["inputs"]["equivalent_cases"], case["expected"]["equivalent_independent"]
    found = [priors.equivalent_experts(s["n"], s["rho"]) for s in said]
    assert found == pytest.approx(expected, abs=1e-8)
    assert priors.equivalent_experts(1e12, 0.25) == pytest.approx(1 / 0.25)


def test_equivalent_number_is_what_the_pooled_spread_says() -> None:
    """sd of n correlated experts = sd / sqrt(equivalent number)."""
    found = priors.pool_normals([1, 2, 3, 4], [2, 2, 2, 2], correlation=0.3)
    assert found.sd == pytest.approx(2 / math.sqrt(priors.equivalent_experts(4, 0.3)))


# --- mistakes -------------------------------------------------------------------------------------

GOOD = {"Ann": ANN, "Bob": BOB}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"judgements": {"Ann": {"h": 0.9, "g": 0.2}}}, r"Ann sum to 1.1, not to 1; coherentise"),
        ({"judgements": {"Ann": {"h": 1.2, "g": -0.2}}}, "have to lie from 0 to 1"),
        ({"judgements": {"Ann": ANN, "Bob": {"h": 1.0}}}, "Bob does not judge 'g', which Ann does"),
        ({"judgements": {"Ann": ANN, "Bob": {**BOB, "hh": 0}}}, "did you mean 'h'"),
        ({"judgements": {"Ann": {"h": "x", "g": 1}}}, "Ann: h has to be a number, not 'x'"),
        ({"judgements": {}}, "at least one each"),
        ({"judgements": [0.5, 0.5]}, r"has the shape \(expert, hypothesis\), not \(2,\)"),
        ({"judgements": [[np.nan, 0.5]]}, "have to lie from 0 to 1"),
        ({"judgements": object()}, "have to be numbers by expert and hypothesis"),
        ({"method": "liner"}, "'liner' is not known .*did you mean 'linear'"),
        ({"weights": {"Ann": 1}}, "no weight is given to the expert 'Bob'; 0 leaves it out"),
        ({"weights": {"Ann": 1, "Bop": 1}}, "'Bop', who is no expert here .*did you mean 'Bob'"),
        ({"weights": [0, 0]}, "0 or more, and not all 0"),
        ({"weights": [1, -1]}, "0 or more, and not all 0"),
        ({"weights": [1, 2, 3]}, "one number for each expert, 2 in all"),
        ({"overlap": 0.5}, "overlap belongs to the method 'extremised', not to 'linear'"),
        ({"intervals": {}}, "intervals belongs to the method 'interval', not to 'linear'"),
        ({"method": "extremised"}, "needs either overlap"),
        ({"method": "extremised", "overlap": 0, "exponent": 2}, "needs either overlap"),
        ({"method": "extremised", "overlap": 1.5}, "overlap has to be a number from 0 to 1"),
        ({"method": "extremised", "exponent": 0.5}, "exponent has to be a number from 1"),
        ({"method": "extremised", "overlap": 0, "prior": [1, 0]}, "above 0 for every hypothesis"),
        ({"method": "interval"}, "needs intervals"),
        ({"method": "interval", "intervals": [[[0.9, 0.9], [0.1, 0.1]]]}, "do not fit"),
        (
            {"method": "interval", "intervals": [[[0.9, 0.9], [0.1, 0.1]], [[0, 1], [0, 1]]]},
            "no width claims certainty",
        ),
        (
            {"method": "interval", "intervals": [[[0.0, 0.8], [0.0, 1.0]], [[0, 1], [0, 1]]]},
            "hold the probability beside it",
        ),
        (
            {"judgements": [[1.0, 0.0], [0.0, 1.0]], "method": "log"},
            "every hypothesis is left with probability 0",
        ),
    ],
)
def test_mistake_in_pooling_is_told_in_a_sentence(arguments: dict[str, Any], message: str) -> None:
    """What was seen, what is allowed, and the closest name."""
    with pytest.raises(ValueError, match=message):
        priors.pool(**{"judgements": GOOD, **arguments})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: priors.pool_quantities([]), "there is no judgement"),
        (lambda: priors.pool_quantities({"Ann": 3}), "the judgement of Ann is no distribution"),
        (lambda: priors.pool_betas([]), "have to be Betas, at least one"),
        (lambda: priors.pool_betas([Beta(beta=(1, 2))]).updated(3, 2), "more than 2 trials"),
        (lambda: priors.pool_normals([1, 2], [1, 0]), "has to be above 0"),
        (lambda: priors.pool_normals([1, 2], [1]), "as many finite numbers"),
        (lambda: priors.pool_normals([1, 2], [1, 1], correlation=1.0), "no errors have these"),
        (
            lambda: priors.pool_normals([1, 2, 3], [1, 1, 1], correlation=-0.6),
            "no errors have these",
        ),
        (lambda: priors.equivalent_experts(0, 0.5), "the number of experts has to be"),
    ],
)
def test_mistake_in_pooling_distributions_is_told(call: Any, message: str) -> None:
    """One clear sentence each."""
    with pytest.raises(ValueError, match=message):
        call()
