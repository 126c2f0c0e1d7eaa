"""From what an expert says to a distribution: SHELF's published fits, round trips, by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from scipy.stats import beta as scipy_beta

import priors
from priors.elicitation.families import FAMILIES
from priors.forms.probability import Probability
from priors.quantities.quantity import Measure

ORACLES = Path(__file__).parents[1] / "data" / "oracles"


def oracle(name: str) -> dict[str, Any]:
    return json.loads((ORACLES / f"{name}.json").read_text("utf-8"))


ROUND_TRIPS = list(
    zip(
        oracle("elicit-shelf-round-trips")["inputs"]["cases"],
        oracle("elicit-shelf-round-trips")["expected"]["parameters"],
        strict=True,
    )
)


# --- published ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("said", "expected"), ROUND_TRIPS, ids=lambda x: str(x.get("family", "")))
def test_fit_recovers_the_distributions_of_shelf_s_tests(
    said: dict[str, Any], expected: dict[str, float]
) -> None:
    """R package SHELF 1.13.0, test-fitting.R: shifted and stretched supports included."""
    support = tuple(said.get("support", (said.get("lower", -math.inf), math.inf)))
    found = priors.fit_quantiles(
        said["values"], said["probabilities"], support=support, family=said["family"]
    )
    assert found.parameters == pytest.approx(expected, rel=1e-6)
    assert found.sum_of_squares < 1e-16
    best = priors.fit_quantiles(said["values"], said["probabilities"], support=support)
    assert best.family == said["family"]
    assert [f.sum_of_squares for f in best.candidates] == sorted(
        f.sum_of_squares for f in best.candidates
    )


PICU = oracle("elicit-shelf-dirichlet-picu")


@pytest.mark.parametrize("outcome", list(PICU["inputs"]["quantiles"]))
def test_betas_of_the_intensive_care_example(outcome: str) -> None:
    """Zapata-Vazquez, O'Hagan & Bastos (2014), as SHELF's vignette prints them."""
    values, levels = PICU["inputs"]["quantiles"][outcome], PICU["inputs"]["probabilities"]
    found = priors.fit_quantiles(values, levels, support=(0, 1), family="beta")
    expected = PICU["expected"]["beta_fits"][outcome.split(maxsplit=1)[0]]
    a, b = found.form.beta
    assert (a, b) == pytest.approx((expected["a"], expected["b"]), abs=0.002)
    assert found.sum_of_squares == pytest.approx(expected["ssq"], rel=1e-4)
    printed = PICU["expected"]["published"]["beta_table"][outcome]
    assert [round(a, 1), round(b, 1)] == printed


@pytest.mark.parametrize(("worth", "key"), [("closest", "opt"), ("least", "min")])
def test_dirichlet_of_the_intensive_care_example(worth: str, key: str) -> None:
    """The same vignette: means that sum to 1.004, and the concentration chosen in two ways."""
    found = priors.fit_dirichlet(PICU["inputs"]["quantiles"], worth=worth)
    alpha = list(found.prior.alpha.values())
    assert alpha == pytest.approx(PICU["expected"][f"dirichlet_{key}"], abs=0.002)
    assert found.sum_of_means == pytest.approx(PICU["expected"]["sum_of_means"], abs=1e-6)
    printed = PICU["expected"]["published"][f"dirichlet_{key}"]
    assert [float(f"{a:.3g}") for a in alpha] == printed


def test_marginal_quantiles_of_the_intensive_care_example() -> None:
    """10, 50 and 90 % of each outcome's share, as printed to two digits."""
    prior = priors.fit_dirichlet(PICU["inputs"]["quantiles"]).prior
    expected = np.array(PICU["expected"]["dirichlet_opt_marginal_quantiles_10_50_90"])
    found = np.array([prior.marginal(n).quantile([0.1, 0.5, 0.9]) for n in prior.priors]).T
    assert found == pytest.approx(expected, abs=1e-6)
    assert np.round(found, 2) == pytest.approx(
        np.array(PICU["expected"]["published"]["quantiles_10_50_90"])
    )


# --- round trips ----------------------------------------------------------------------------------

SUPPORT = {
    "normal": (-math.inf, math.inf),
    "lognormal": (0.0, math.inf),
    "gamma": (0.0, math.inf),
    "beta": (0.0, 1.0),
}


@settings(max_examples=60, deadline=None)
@given(
    family=st.sampled_from(sorted(FAMILIES)),
    first=st.floats(0.5, 30.0),
    second=st.floats(0.3, 20.0),
    unit=st.sampled_from([1e-6, 1.0, 1e9]),
)
def test_quartiles_of_a_distribution_give_it_back(
    family: str, first: float, second: float, unit: float
) -> None:
    """Whatever the family and the unit."""
    if family == "normal":
        law = FAMILIES[family](first * unit, second * unit)
    elif family == "lognormal":
        law = FAMILIES[family](first + math.log(unit), second / 10)
    elif family == "gamma":
        law = FAMILIES[family](first, second / unit)
    else:
        law = FAMILIES[family](first, second, 0.0, 1.0)
    levels = [0.1, 0.25, 0.5, 0.75, 0.9]
    found = priors.fit_quantiles(
        law.quantile(levels), levels, support=SUPPORT[family], family=family
    )
    assert found.sum_of_squares < 1e-12
    assert list(found.parameters.values()) == pytest.approx([law.first, law.second], rel=1e-3)


def test_fit_of_inconsistent_quartiles_is_a_minimum() -> None:
    """No step of either parameter makes the sum of squares smaller; errors are reported."""
    x, p = [0.22, 0.3, 0.35], [0.25, 0.5, 0.75]
    found = priors.fit_quantiles(x, p, support=(0, 1), family="beta")
    a, b = found.form.beta

    def squares(a: float, b: float) -> float:
        return float(((scipy_beta.cdf(x, a, b) - p) ** 2).sum())

    assert found.sum_of_squares == pytest.approx(squares(a, b))
    for step in (0.99, 1.01):
        assert squares(step * a, b) > squares(a, b)
        assert squares(a, step * b) > squares(a, b)
    assert found.errors == pytest.approx(scipy_beta.cdf(x, a, b) - p)


def test_every_form_can_be_pasted_into_a_case() -> None:
    """As plain data it is read back as what it was."""
    beta = priors.fit_quantiles([0.2, 0.3, 0.4], [0.25, 0.5, 0.75], support=(0, 1), family="beta")
    assert TypeAdapter(Probability).validate_python(beta.form.model_dump()) == beta.form
    levels, ends = [0.25, 0.5, 0.75], (0.0, math.inf)
    for family in ("normal", "lognormal"):
        found = priors.fit_quantiles([20, 30, 44], levels, support=ends, family=family)
        assert TypeAdapter(Measure).validate_python(found.form.model_dump()) == found.form
        assert found.form.quantile([0.3, 0.9]) == pytest.approx(found.quantile([0.3, 0.9]))
        assert found.form.mean == pytest.approx(found.mean)


def test_form_that_a_case_does_not_have_is_told_with_the_next_best() -> None:
    """A gamma distribution cannot be stated; the lognormal and its error can."""
    levels = [0.2, 0.5, 0.8]
    law = FAMILIES["gamma"](3.0, 0.1)
    found = priors.fit_quantiles(law.quantile(levels), levels, support=(0, math.inf))
    assert found.family == "gamma"
    with pytest.raises(ValueError, match=r"no form .* gamma .*family='lognormal'.* error is 0\.0"):
        found.form  # noqa: B018


def test_family_that_leaks_out_of_the_support_is_not_called_the_best() -> None:
    """Quartiles of N(1, 1) on a positive quantity: the normal fits exactly and leaks 16 %."""
    levels = [0.25, 0.5, 0.75]
    x = FAMILIES["normal"](1.0, 1.0).quantile(levels)
    found = priors.fit_quantiles(x, levels, support=(0, math.inf))
    normal = next(f for f in found.candidates if f.family == "normal")
    assert normal.sum_of_squares < 1e-20
    assert normal.outside == pytest.approx(0.158655, abs=1e-5)
    assert found.family != "normal"


def test_table_of_a_fit_shows_what_was_stated_and_what_was_fitted() -> None:
    """One row a judgement, one column a family."""
    found = priors.fit_quantiles([20, 30, 44], [0.25, 0.5, 0.75], support=(0, math.inf))
    head, *body = str(found).splitlines()
    assert head.split()[:3] == ["at", "most", "stated"]
    assert set(head.split()[3:]) == {"normal", "lognormal", "gamma"}
    assert [line.split()[:2] for line in body] == [
        ["20", "0.250"],
        ["30", "0.500"],
        ["44", "0.750"],
    ]


# --- chips and three points -----------------------------------------------------------------------


def test_roulette_is_the_fit_to_its_cumulative_shares() -> None:
    """4, 9, 5 and 2 chips of 20: .2 at .1, .65 at .2, .9 at .3."""
    chips = priors.fit_roulette([0, 0.1, 0.2, 0.3, 0.4], [4, 9, 5, 2], support=(0, 1))
    direct = priors.fit_quantiles([0.1, 0.2, 0.3], [0.2, 0.65, 0.9], support=(0, 1))
    assert chips.parameters == pytest.approx(direct.parameters)
    assert chips.probabilities == pytest.approx((0.2, 0.65, 0.9))


def test_roulette_with_empty_bins_says_what_the_chips_say() -> None:
    """Empty bins at the ends add nothing; one in the middle says that nothing lies there."""
    found = priors.fit_roulette(
        [0, 10, 20, 30, 40, 50, 60], [0, 3, 5, 0, 2, 0], support=(-math.inf, math.inf)
    )
    assert found.values == (20, 30, 40)
    assert found.probabilities == pytest.approx((0.3, 0.8, 0.8))


def test_three_points_are_quantiles_that_leave_half_of_the_rest_on_either_side() -> None:
    """80 % between 2 and 9: the 10 % and the 90 % quantile."""
    found = priors.fit_three_points(2, 5, 9, covers=0.8)
    direct = priors.fit_quantiles([2, 5, 9], [0.1, 0.5, 0.9])
    assert found.parameters == pytest.approx(direct.parameters)


# --- a Dirichlet from conditional judgements ------------------------------------------------------


def test_conditional_judgements_of_a_dirichlet_give_it_back() -> None:
    """Parts of Dirichlet(20, 10, 5): Beta(20, 15), and of the rest Beta(10, 5)."""
    levels = [0.25, 0.5, 0.75]
    said = {
        "a": scipy_beta.ppf(levels, 20, 15),
        "b": scipy_beta.ppf(levels, 10, 5),
        "c": [],
    }
    for worth in ("closest", "least"):
        found = priors.fit_dirichlet(said, worth=worth, conditional=True)
        assert found.prior.alpha == pytest.approx({"a": 20, "b": 10, "c": 5}, rel=1e-5)
        assert list(found.worths.values()) == pytest.approx([35, 35], rel=1e-5)


def test_conditional_judgements_of_different_firmness_are_balanced() -> None:
    """The concentration lies between what each judgement gives; the least is the least."""
    levels = [0.25, 0.5, 0.75]
    said = {"a": scipy_beta.ppf(levels, 20, 15), "b": scipy_beta.ppf(levels, 2, 1), "c": []}
    closest = priors.fit_dirichlet(said, conditional=True)
    least = priors.fit_dirichlet(said, worth="least", conditional=True)
    assert least.prior.concentration == pytest.approx(3 / (15 / 35), rel=1e-4)
    assert 7.1 < closest.prior.concentration < 35
    assert closest.prior.priors == pytest.approx(least.prior.priors)


def test_marginal_judgements_of_a_dirichlet_give_it_back() -> None:
    """SHELF's test-dirichlet.R: marginals of Dirichlet(20, 10, 5)."""
    levels, alpha = [0.25, 0.5, 0.75], {"a": 20, "b": 10, "c": 5}
    said = {n: scipy_beta.ppf(levels, a, 35 - a) for n, a in alpha.items()}
    found = priors.fit_dirichlet(said)
    assert found.prior.alpha == pytest.approx(alpha, rel=1e-5)
    tenth = [float(found.prior.marginal(n).quantile(0.1)) for n in alpha]
    expected = oracle("elicit-shelf-round-trips")["expected"]["dirichlet_marginal_quantile_10pc"]
    assert tenth == pytest.approx(expected, rel=1e-5)


def test_means_that_contradict_each_other_are_not_rescaled_without_a_word() -> None:
    """Three medians of .5: the means sum to 1.5, and each is a third, not a half."""
    said = {name: [0.4, 0.5, 0.6] for name in "abc"}
    with pytest.warns(UserWarning, match=r"sum to 1\.50, not to 1") as caught:
        found = priors.fit_dirichlet(said)
    assert [w.filename for w in caught] == [__file__]
    lines = str(found).splitlines()
    assert lines[0].split() == ["hypothesis", "probability", "stated", "fitted"]
    name, level, stated, fitted = lines[2].split()
    assert (name, level, stated) == ("a", "0.500", "0.500")
    median = float(scipy_beta.ppf(0.5, found.prior.alpha["a"], found.prior.alpha["b"] * 2))
    assert fitted == f"{median:.3f}"
    assert lines[-1] == "the means sum to 1.500 and were rescaled to 1"


def test_stated_and_fitted_quantiles_of_conditional_judgements_are_shown() -> None:
    """Those of Dirichlet(20, 10, 5) are met: what was judged of b is its part of the rest."""
    levels = [0.25, 0.5, 0.75]
    said = {"a": scipy_beta.ppf(levels, 20, 15), "b": scipy_beta.ppf(levels, 10, 5), "c": []}
    rows = [x.split() for x in str(priors.fit_dirichlet(said, conditional=True)).splitlines()[1:]]
    assert [r[0] for r in rows] == ["a"] * 3 + ["b"] * 3
    assert (
        [r[2] for r in rows] == [r[3] for r in rows] == [f"{x:.3f}" for n in "ab" for x in said[n]]
    )
    with pytest.raises(ValueError, match="nothing was judged of 'c'"):
        priors.fit_dirichlet(said, conditional=True).fitted("c")


# --- mistakes -------------------------------------------------------------------------------------

QUARTILES = [0.25, 0.5, 0.75]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: priors.fit_quantiles([1, 2], QUARTILES), "2 values need as many probabilities"),
        (lambda: priors.fit_quantiles([1], [0.5]), "at least 2 finite numbers"),
        (lambda: priors.fit_quantiles([3, 2, 1], QUARTILES), "have to rise"),
        (lambda: priors.fit_quantiles([1, 2], [0, 0.5]), "have to lie between 0 and 1"),
        (lambda: priors.fit_quantiles([1, 2], [0.2, 0.5], support=(0, 2)), "inside the support"),
        (lambda: priors.fit_quantiles([1, 2], [0.2, 0.5], family="betta"), "did you mean 'beta'"),
        (lambda: priors.fit_quantiles([1, 2], [0.2, 0.5], family="beta"), "with two ends"),
        (lambda: priors.fit_quantiles([1, 2], [0.2, 0.5], family="gamma"), "with a lower end"),
        (lambda: priors.fit_roulette([0, 1, 2], [1, 2, 3]), "3 edges make 2 bins"),
        (lambda: priors.fit_roulette([0, 1, 2, 3], [5, 5, 0]), "fewer than three bins"),
        (lambda: priors.fit_roulette([0, 1, 2, 3], [5, -5, 0]), "the chips of a bin"),
        (lambda: priors.fit_three_points(1, 2, 3, covers=1.0), "covers has to lie between"),
        (lambda: priors.fit_three_points(1, 3, 2), "have to rise"),
        (lambda: priors.fit_dirichlet({"a": [0.1, 0.2, 0.3]}), "two hypotheses or more"),
        (lambda: priors.fit_dirichlet({"a": [1], "b": [2]}, worth="leest"), "did you mean 'least'"),
        (
            lambda: priors.fit_dirichlet({"a": [0.1, 0.2, 0.3], "b": [0.5]}, conditional=True),
            "'b' is certain: give it an empty list",
        ),
    ],
)
def test_mistake_in_a_judgement_is_told_in_a_sentence(call: Any, message: str) -> None:
    """What was seen, and what is allowed."""
    with pytest.raises(ValueError, match=message):
        call()
