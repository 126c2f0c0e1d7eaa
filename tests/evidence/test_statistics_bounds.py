"""Items that are statistics: published bounds, and what the formulas promise."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from evidence import e_value, normal_bound, p_value_bound

# Sellke, Bayarri & Berger (2001), The American Statistician 55:62-71, formula and Table 1,
# at twelve digits by own arithmetic: p, Bayes factor, posterior of the null at even odds
SELLKE = [
    (0.2, 0.874981166281, 0.466661309466),
    (0.1, 0.625907521677, 0.384958869636),
    (0.05, 0.407162230107, 0.289349885461),
    (0.01, 0.125181504335, 0.11125449881),
    (0.005, 0.0720115990945, 0.0671742723263),
    (0.001, 0.0187772256503, 0.018431139976),
]


@pytest.mark.parametrize(("p", "factor", "posterior"), SELLKE)
def test_bound_of_a_p_value_is_the_published_one(p: float, factor: float, posterior: float) -> None:
    """-e p ln p, and the posterior that follows from even odds."""
    bound = p_value_bound(p)
    assert bound.bayes_factor == pytest.approx(factor, abs=1e-10)
    assert bound.posterior == pytest.approx(posterior, abs=1e-10)
    assert bound.decibans == pytest.approx(-10 * math.log10(factor), abs=1e-9)


def test_p_value_above_one_in_e_says_nothing() -> None:
    """The bound is 1 from p = 1/e on, where -e p ln p would fall again."""
    for p in (0.3679, 0.5, 1.0):
        bound = p_value_bound(p, prior=0.3)
        assert (bound.bayes_factor, bound.decibans) == (1.0, 0.0)
        assert bound.posterior == pytest.approx(0.3)


def test_prior_odds_are_multiplied_by_the_bound() -> None:
    """Prior .2: odds .25 times .407162 = .1017906, probability .1017906 / 1.1017906."""
    assert p_value_bound(0.05, prior=0.2).posterior == pytest.approx(
        0.10179055752675 / 1.10179055752675, abs=1e-10
    )


# Berger & Sellke (1987), JASA 82:112-122, Tables 4 to 7: t of p = .1, .05, .01, .001. The printed
# posteriors at even odds; the Bayes factors at twelve digits by bounded optimisation
BERGER_SELLKE = {
    "all": (
        [0.258460474503, 0.146489723462, 0.0362292672222, 0.00444782307113],
        [0.205, 0.127, 0.035, 0.0044],
    ),
    "symmetric_unimodal": (
        [0.637744461865, 0.409289756054, 0.122850147682, 0.0180099671248],
        [0.39, 0.29, 0.109, 0.018],
    ),
    "normal": (
        [0.700982668806, 0.473380617102, 0.153869537953, 0.0241336286842],
        [0.412, 0.321, 0.133, 0.0235],
    ),
}


@pytest.mark.parametrize("priors", BERGER_SELLKE)
def test_bound_of_a_normal_mean_is_the_published_one(priors: str) -> None:
    """Three classes of priors, at the four usual levels of significance."""
    factors, printed = BERGER_SELLKE[priors]
    for t, factor, posterior in zip((1.645, 1.96, 2.576, 3.291), factors, printed, strict=True):
        for sign in (1.0, -1.0):
            bound = normal_bound(sign * t, priors)  # type: ignore[arg-type]
            assert bound.bayes_factor == pytest.approx(factor, abs=1e-9)
            assert bound.posterior == pytest.approx(posterior, abs=1.5e-3)


@given(st.floats(1.0001, 30.0), st.floats(0.001, 60.0))
def test_no_uniform_prior_gets_below_the_symmetric_unimodal_bound(t: float, k: float) -> None:
    """Whatever its half-width k: the density at t against its mean from t - k to t + k."""
    mean = (ndtr(k - t) - ndtr(-k - t)) / (2.0 * k)
    density = math.exp(-0.5 * t * t) / math.sqrt(2.0 * math.pi)
    assert density >= normal_bound(t).bayes_factor * mean * (1.0 - 1e-9)


@given(st.floats(0.0, 37.0))
def test_a_narrower_class_of_priors_has_a_larger_bound(t: float) -> None:
    """All priors hold the symmetric unimodal ones, and these the normal ones."""
    every, unimodal, normal = (
        normal_bound(t, c).bayes_factor for c in ("all", "symmetric_unimodal", "normal")
    )
    assert 0.0 < every <= unimodal * (1 + 1e-12)
    assert unimodal <= normal * (1 + 1e-9) <= 1 + 1e-9


def test_weight_against_the_null_does_not_underflow() -> None:
    """t = 100: the factor is below the least number, its 21714.7 dB are not: 5000 x 10 / ln 10."""
    assert normal_bound(100.0, "all").decibans == pytest.approx(50_000 / math.log(10))
    assert 21_000 < normal_bound(100.0).decibans < 50_000 / math.log(10)


# VanderWeele & Ding (2017), Annals of Internal Medicine 167:268-274, and the vignette of the R
# package EValue: estimate and interval; E-values at twelve digits, and as printed
E_VALUES = [
    ((10.73, 8.02, 14.36), (20.9477737301, 15.5233592477), (20.95, 15.52)),
    ((0.8, 0.71, 0.91), (1.80901699437, 1.42857142857), (1.81, 1.43)),
    ((3.9, 1.8, 8.7), (7.26303434416, 3.0), (7.26, 3.0)),
]


@pytest.mark.parametrize(("ratios", "expected", "printed"), E_VALUES)
def test_e_value_is_the_published_one(ratios: tuple, expected: tuple, printed: tuple) -> None:
    """Of the estimate, and of the limit nearer to 1."""
    found = e_value(*ratios)
    assert (found.point, found.limit) == pytest.approx(expected, abs=1e-10)
    assert (found.point, found.limit) == pytest.approx(printed, abs=6e-3)


def test_interval_that_holds_1_needs_no_confounder() -> None:
    """On either side; and without an interval nothing is said of it."""
    assert e_value(1.2, 0.9, 1.6).limit == 1.0
    assert e_value(0.8, 0.6, 1.1).limit == 1.0
    assert e_value(1.0).point == 1.0
    assert e_value(1.2).limit is None
    assert e_value(2.0, low=1.5).limit == pytest.approx(1.5 + math.sqrt(0.75))


@given(st.floats(1.0, 1e6))
def test_e_value_explains_the_ratio_exactly(ratio: float) -> None:
    """Of two equal ties E the largest bias is E² / (2 E - 1): it is the ratio itself."""
    e = e_value(ratio).point
    assert e * e / (2 * e - 1) == pytest.approx(ratio, rel=1e-9)
    assert e_value(1 / ratio).point == pytest.approx(e, rel=1e-9)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: p_value_bound(0.0), "p is a p-value above 0"),
        (lambda: p_value_bound(1.2), "not 1.2"),
        (lambda: p_value_bound(0.05, prior=1.0), "prior is a probability between 0 and 1"),
        (lambda: normal_bound(math.nan), "finite number of standard errors"),
        (lambda: normal_bound(2.0, "flat"), "'all', 'symmetric_unimodal' or 'normal', not 'flat'"),
        (lambda: e_value(0.0), "risk_ratio is a ratio above 0"),
        (lambda: e_value(2.0, 2.5, 3.0), "the interval must hold the estimate"),
        (lambda: e_value(2.0, np.nan), "low is a ratio above 0"),
    ],
)
def test_arguments_out_of_range_are_refused(call, words: str) -> None:  # type: ignore[no-untyped-def]
    """In a sentence that says what was seen and what is allowed."""
    with pytest.raises(ValueError, match=words):
        call()


def test_none_of_it_loads_scipy_stats() -> None:
    """Neither importing the package nor using the bounds."""
    script = (
        "import sys, evidence; print('scipy.stats' in sys.modules); evidence.normal_bound(2.0); "
        "print('scipy.stats' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["False", "False"]
