"""Questions about a quantity as they are stated: distributions, bands, claims, and mistakes."""

from __future__ import annotations

import json
import math
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from scipy import special

import assess
from assess.case.model import plain
from evidence import Claim
from priors import Quantity
from priors.quantities.quantity import Measure, Product, operand
from priors.quantities.tables import product_law

ADAPTER: TypeAdapter[Any] = TypeAdapter(Measure)


def measure(data: Any) -> Any:
    return ADAPTER.validate_python(data)


SHELLS_IN_ONE = {
    "blend": {
        "share": {"beta": [6, 3]},
        "of": {"uniform": [250, 480]},
        "rest": {"uniform": [60, 100]},
    }
}
# a coefficient of variation of .15: sigma is sqrt(ln(1 + .15^2)), and 1.6449 of them to the 95 %
CONTAINERS = {"median": 10500, "p95": 10500 * math.exp(1.6448536 * math.sqrt(math.log(1.0225)))}
SHELLS = {"product": [{"lognormal": CONTAINERS}, {"beta": [17, 3]}, SHELLS_IN_ONE]}

EACH: list[dict[str, Any]] = [
    {"lognormal": {"median": 1e6, "p95": 6e6}},
    {"normal": {"mean": -3, "sd": 2}},
    {"uniform": [-2, 5]},
    {"beta": [2, 5]},
    {"product": [{"uniform": [0, 4]}, {"beta": [2, 2]}]},
    {"product": [{"normal": {"mean": 20, "sd": 2}}, {"lognormal": {"median": 2, "p95": 5}}, 3]},
    {"product": [{"uniform": [1, 3]}, 2]},
    {"blend": {"share": 0.3, "of": {"normal": {"mean": 3, "sd": 2}}, "rest": {"uniform": [0, 1]}}},
    {"blend": {"share": {"beta": [2, 2]}, "of": {"beta": [3, 2]}, "rest": {"beta": [5, 9]}}},
    SHELLS_IN_ONE,
    SHELLS,
]
each = pytest.mark.parametrize("data", EACH, ids=lambda d: str(d)[:50])


# --- distributions: known laws --------------------------------------------------------------------


def test_lognormal_has_its_median_and_its_95th_percentile() -> None:
    """Sigma is ln(6) / 1.6449; the mean is the median times exp(sigma^2 / 2)."""
    d = measure({"lognormal": {"median": 1e6, "p95": 6e6}})
    assert d.cdf([1e6, 6e6]) == pytest.approx([0.5, 0.95], abs=1e-12)
    assert d.sigma == pytest.approx(math.log(6) / 1.6448536269514722)
    assert d.mean == pytest.approx(1e6 * math.exp(d.sigma**2 / 2))


def test_product_of_lognormals_is_lognormal() -> None:
    """Medians multiply and variances of logarithms add: in closed form, and by convolution."""
    parts = [measure({"lognormal": {"median": m, "p95": q}}) for m, q in ((2, 6), (5, 8))]
    sigma = math.hypot(math.log(3), math.log(1.6)) / 1.6448536269514722
    x = np.geomspace(0.5, 300, 1001)
    expected = special.ndtr(np.log(x / 30) / sigma)
    assert Product(product=(*parts, 3.0)).cdf(x) == pytest.approx(expected, abs=1e-12)
    convolved = product_law([operand(d) for d in parts])
    assert convolved.cdf(x / 3) == pytest.approx(expected, abs=1e-7)


def test_product_with_a_number_is_the_same_on_another_scale() -> None:
    """Uniform on 1 to 3, times 2, is uniform on 2 to 6."""
    d = measure({"product": [{"uniform": [1, 3]}, 2]})
    assert d.support == (2.0, 6.0)
    assert d.cdf([2, 3, 4, 6]) == pytest.approx([0, 0.25, 0.5, 1])
    assert np.exp(d.logpdf([3.0, 7.0])) == pytest.approx([0.25, 0.0])
    assert d.mean == pytest.approx(4.0)


def test_product_of_betas_that_follow_each_other_is_a_beta() -> None:
    """Beta(2, 3) times Beta(5, 4) is Beta(2, 7)."""
    x = np.linspace(1e-4, 1, 2001)
    d = measure({"product": [{"beta": [2, 3]}, {"beta": [5, 4]}]})
    assert d.cdf(x) == pytest.approx(special.betainc(2, 7, x), abs=1e-7)


def test_product_of_two_uniforms_has_its_logarithm() -> None:
    """On 0 to 1: P(UV <= x) = x - x ln x, with the density -ln x."""
    x = np.linspace(1e-3, 0.999, 999)
    d = measure({"product": [{"uniform": [0, 1]}, {"uniform": [0, 1]}]})
    assert d.cdf(x) == pytest.approx(x - x * np.log(x), abs=1e-7)
    assert np.exp(d.logpdf(x)) == pytest.approx(-np.log(x), abs=1e-3)


def test_blend_of_uniforms_with_a_fixed_share_is_a_trapezoid() -> None:
    """.3 U(250, 480) + .7 U(60, 100): ends at 117 and 214, level from 145 to 186, height 1 / 69.

    Up to 145 the density rises by 1 / (69 x 28) a unit; above it, it is level.
    """
    d = measure(
        {"blend": {"share": 0.3, "of": {"uniform": [250, 480]}, "rest": {"uniform": [60, 100]}}}
    )
    x = np.array([117, 131, 145, 165.5, 186, 200, 214.0])
    rise = 0.5 / (69 * 28) * np.array([0, 14, 28]) ** 2
    expected = [*rise, 0.5, *(1 - rise[::-1])]
    assert d.support == pytest.approx((117, 214))
    assert d.cdf(x) == pytest.approx(expected, abs=1e-7)
    assert np.exp(d.logpdf(165.5)) == pytest.approx(1 / 69, rel=1e-5)


def test_blend_of_normals_with_a_fixed_share_is_normal() -> None:
    """.4 N(3, 2) + .6 N(-1, 1) has mean .6 and standard deviation sqrt(.64 + .36) = 1."""
    normals = [{"normal": {"mean": m, "sd": s}} for m, s in ((3, 2), (-1, 1))]
    d = measure({"blend": {"share": 0.4, "of": normals[0], "rest": normals[1]}})
    x = np.linspace(-4, 5, 901)
    assert d.cdf(x) == pytest.approx(special.ndtr(x - 0.6), abs=1e-9)
    bell = np.exp(-((x - 0.6) ** 2) / 2) / math.sqrt(2 * math.pi)
    assert np.exp(d.logpdf(x)) == pytest.approx(bell, abs=1e-6)


def test_share_of_exactly_one_leaves_the_rest_out() -> None:
    """By consent: the blend is then the one distribution."""
    share = {"value": 1, "certain": True}
    parts = {"of": {"uniform": [1, 2]}, "rest": {"lognormal": {"median": 1, "p95": 9}}}
    d = measure({"blend": {"share": share, **parts}})
    assert d.support == (1.0, 2.0)
    assert d.cdf([1.25, 1.5]) == pytest.approx([0.25, 0.5], abs=1e-6)


def test_container_model_gives_the_figures_of_a_simulation() -> None:
    """Containers x share with ammunition x shells in one; the figures are by Monte Carlo."""
    one, all_ = measure(SHELLS_IN_ONE), measure(SHELLS)
    assert one.quantile([0.05, 0.5, 0.95]) == pytest.approx([177, 264, 381], abs=1)
    assert all_.quantile([0.1, 0.5, 0.9]) == pytest.approx([1.59e6, 2.35e6, 3.40e6], rel=0.005)
    above = 1 - all_.cdf([1e6, 3e6, 4.8e6])
    assert above == pytest.approx([0.997, 0.205, 0.0035], abs=0.001)
    # by draws of our own: 400,000 of them are within .002 of the law, at the 1e-6 level
    rng = np.random.default_rng(7)
    share = rng.beta(6, 3, 400_000)
    each_one = share * rng.uniform(250, 480, 400_000) + (1 - share) * rng.uniform(60, 100, 400_000)
    containers = 10500 * np.exp(math.sqrt(math.log(1.0225)) * rng.standard_normal(400_000))
    assert furthest(all_, containers * rng.beta(17, 3, 400_000) * each_one) < 0.004


# --- distributions: properties --------------------------------------------------------------------


def furthest(d: Any, draws: np.ndarray) -> float:
    """Greatest distance between the share of draws below a value and the distribution function."""
    draws = np.sort(draws)
    return float(np.abs(d.cdf(draws) - (np.arange(len(draws)) + 0.5) / len(draws)).max())


@each
def test_draws_follow_the_distribution_function(data: Any) -> None:
    """The Kolmogorov distance of 40,000 draws; beyond .0136 once in ten million."""
    d = measure(data)
    assert furthest(d, d.draws(np.random.default_rng(1), 40_000)) < 0.0145


@each
def test_density_is_the_slope_of_the_distribution_function(data: Any) -> None:
    """Its integral over the bulk is what the function says, and over all of it is 1."""
    d = measure(data)
    levels = 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, 4001)[1:-1])
    x = d.quantile(levels)
    density = np.exp(d.logpdf(x))
    integral = ((density[1:] + density[:-1]) / 2 * np.diff(x)).sum()
    assert integral == pytest.approx(1.0, abs=1e-3)
    steps = np.diff(d.cdf(x))
    assert (density[1:] + density[:-1]) / 2 * np.diff(x) == pytest.approx(steps, abs=2e-5)


@each
def test_mean_is_the_integral_of_the_quantiles(data: Any) -> None:
    """By Gauss's rule in normal scores."""
    d = measure(data)
    z = np.linspace(-6.5, 6.5, 1301)
    weights = np.exp(-(z**2) / 2)
    mean = (weights * d.quantile(special.ndtr(z))).sum() / weights.sum()
    assert d.mean == pytest.approx(mean, rel=2e-5)


@each
@settings(max_examples=20, deadline=None)
@given(levels=st.lists(st.floats(1e-4, 0.9999), min_size=2, max_size=20))
def test_quantile_undoes_the_distribution_function(data: Any, levels: list[float]) -> None:
    """Quantiles rise with their levels, lie in the support, and lead back to them."""
    d = measure(data)
    levels = sorted(levels)
    x = d.quantile(levels)
    low, high = d.support
    assert (np.diff(x) >= 0).all()
    assert (low <= x).all()
    assert (x <= high).all()
    assert d.cdf(x) == pytest.approx(levels, abs=1e-9)
    assert d.interval(0.8) == pytest.approx(tuple(d.quantile([0.1, 0.9])))


@each
@settings(max_examples=20, deadline=None)
@given(x=st.lists(st.floats(-1e8, 1e8), min_size=2, max_size=20))
def test_distribution_function_rises_from_0_to_1(data: Any, x: list[float]) -> None:
    """At any values, inside its support or not; outside it the density is 0."""
    d = measure(data)
    found = d.cdf(sorted(x))
    assert (np.diff(found) >= 0).all()
    assert ((found >= 0) & (found <= 1)).all()
    low, high = d.support
    outside = [v for v in x if not low <= v <= high]
    assert np.isneginf(d.logpdf(outside)).all()
    assert not np.isnan(d.logpdf(x)).any()


@each
def test_what_holds_for_many_values_holds_for_one(data: Any) -> None:
    """A number in, a number out, and arrays of any shape."""
    d = measure(data)
    x = d.quantile([[0.2, 0.4], [0.6, 0.8]])
    assert d.cdf(x).shape == d.logpdf(x).shape == (2, 2)
    assert float(d.cdf(float(x[1, 0]))) == pytest.approx(d.cdf(x)[1, 0], rel=1e-12)
    assert hash(d) == hash(measure(deepcopy(data)))


# --- bands ----------------------------------------------------------------------------------------


def quantity(**changes: Any) -> dict[str, Any]:
    data = {
        "id": "shells",
        "kind": "quantity",
        "unit": "shells",
        "prior": {"lognormal": {"median": 1e6, "p95": 6e6}},
        "thresholds": [1e6, 3e6],
    }
    return {k: v for k, v in {**data, **changes}.items() if v is not None}


@pytest.mark.parametrize(
    ("thresholds", "bands"),
    [
        ([1e6, 3e6], ("<1e+06", "1e+06..3e+06", ">=3e+06")),
        ([5], ("<5", ">=5")),
        ([-2.5, 0, 1.5e-7], ("<-2.5", "-2.5..0", "0..1.5e-07", ">=1.5e-07")),
        ([1234567, 1234568], ("<1234567.0", "1234567.0..1234568.0", ">=1234568.0")),
    ],
)
def test_bands_are_named_after_their_thresholds(thresholds: Any, bands: tuple[str, ...]) -> None:
    """In six digits, or in all of them where two thresholds would look alike."""
    prior = {"normal": {"mean": 0, "sd": 1e6}}
    question = Quantity.model_validate(quantity(thresholds=thresholds, prior=prior))
    assert question.states == bands
    likelihood = dict.fromkeys(bands, 0.5)
    item = {"id": "i", "source": "s", "likelihood": likelihood, "if_unreliable": likelihood}
    assess.case_from(
        {
            "format": "assess/1",
            "questions": [quantity(thresholds=thresholds, prior=prior)],
            "sources": [{"id": "s", "reliability": 0.5}],
            "items": [item],
        }
    )


# --- claims ---------------------------------------------------------------------------------------


def test_claim_about_a_number_is_a_bell_in_the_logarithm() -> None:
    """One spread away, exp(-1/2); at the number itself, 1; at 0 and below, 0."""
    claim = Claim(about=4.8e6, spread=0.3)
    x = [4.8e6 * math.exp(0.3), 4.8e6 * math.exp(-0.6), 4.8e6, 0, -3]
    expected = [math.exp(-0.5), math.exp(-2), 1, 0, 0]
    assert claim.likelihood(x) == pytest.approx(expected)
    assert (claim.kind, claim.value) == ("about", 4.8e6)


def test_bounds_are_normal_steps_in_the_logarithm() -> None:
    """Half at the bound, .8413 one spread on its good side, and 0 or 1 where there is nothing."""
    x = [1e6 * math.exp(0.1), 1e6, 1e6 * math.exp(-0.1), 0, -3]
    up = [0.8413447461, 0.5, 0.1586552539]
    assert Claim(at_least=1e6, spread=0.1).likelihood(x) == pytest.approx([*up, 0, 0])
    assert Claim(at_most=1e6, spread=0.1).likelihood(x) == pytest.approx([*up[::-1], 1, 1])


def test_bound_far_exceeded_keeps_its_digits() -> None:
    """Ten spreads above "at most": Phi(-10) = 7.62e-24, not the 0 that 1 - 1 would leave."""
    claim = Claim(at_most=1.0, spread=0.1)
    assert claim.likelihood(math.e) == pytest.approx(7.619853e-24, rel=1e-6)


@pytest.mark.parametrize("said", [{}, {"about": 1, "at_least": 1}, {"about": 1, "at_most": 2}])
def test_claim_says_exactly_one_thing(said: dict[str, float]) -> None:
    """Neither nothing nor two things."""
    with pytest.raises(ValidationError, match="says"):
        Claim.model_validate({**said, "spread": 0.1})


# --- files ----------------------------------------------------------------------------------------

P = "{lognormal: {median: 1.0e6, p95: 6.0e6}}"
CASE = f"""\
format: assess/1
questions:
  - id: shells
    kind: quantity
    unit: shells
    prior: {P}
    thresholds: [1.0e6, 3.0e6]
  - id: war
    exhaustive: it goes on or not
    given: [shells]
    hypotheses: [{{id: goes_on}}, {{id: ends}}]
    table:
      - {{when: {{shells: <1e+06}}, prior: {{goes_on: 0.2, ends: 0.8}}}}
      - {{when: {{shells: 1e+06..3e+06}}, prior: {{goes_on: 0.5, ends: 0.5}}}}
      - {{when: {{shells: ">=3e+06"}}, prior: {{goes_on: 0.9, ends: 0.1}}}}
  - id: losses
    kind: quantity
    unit: men
    given: [war]
    table:
      - {{when: {{war: goes_on}}, prior: {{uniform: [0, 2000]}}}}
      - {{when: {{war: ends}}, prior: {{product: [{{uniform: [0, 50]}}, {{beta: [2, 3]}}, 4]}}}}
    thresholds: [100]
sources:
  - {{id: us, reliability: 0.8}}
items:
  - id: claim
    source: us
    question: shells
    says: {{about: 4.8e6, spread: 0.3}}
    if_unreliable: {{">=3e+06": 0.2, others: 0.1}}
  - id: bands
    source: us
    question: shells
    likelihood: {{<1e+06: 0.1, 1e+06..3e+06: 0.5, ">=3e+06": 0.9}}
    if_unreliable: 0.2
  - id: ratio
    source: us
    question: shells
    ratio: {{for: ">=3e+06", value: {{lognormal: {{median: 8, p95: 20}}}}}}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE)
    return path


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_saved_case_loads_equal(suffix: str, file: Path) -> None:
    """Every kind of distribution, claim and band goes through a file and back."""
    case = assess.load_case(file)
    again = file.with_name(f"again.{suffix}")
    assess.save_case(case, again)
    assert assess.load_case(again) == case
    for data in EACH:
        if measure(data).cdf(1.0) not in (0.0, 1.0):
            one = assess.case_from(
                {"format": "assess/1", "questions": [quantity(prior=data, thresholds=[1])]}
            )
            assess.save_case(one, again)
            assert assess.load_case(again) == one


def test_schema_accepts_questions_about_quantities(file: Path) -> None:
    """What the library accepts and saves, an editor that knows the schema accepts."""
    validator = jsonschema.Draft202012Validator(assess.json_schema())
    validator.validate(plain(assess.load_case(file)))
    for data in EACH:
        case = {"format": "assess/1", "questions": [quantity(prior=data)]}
        validator.validate(json.loads(json.dumps(case)))


# --- mistakes -------------------------------------------------------------------------------------

T = "[1.0e6, 3.0e6]"
S = "{about: 4.8e6, spread: 0.3}"
FACTOR = "a factor of a product has to be positive, and this one may be below 0"

# What stands in CASE, what is put in its place, the beginning of what is told, and its end.
MISTAKES: list[tuple[str, str, str, str]] = [
    (P, "{lognorml: {median: 1, p95: 2}}",
     "6: questions[shells].prior: is not a distribution", "; did you mean 'lognormal'?"),
    (P, "5.0e6", "6: questions[shells].prior: is not a distribution", "{product: [..., ...]})"),
    (P, "{lognormal: {median: 6.0e6, p95: 1.0e6}}",
     "6: questions[shells].prior.lognormal: the 95th percentile must be above the median", ""),
    (P, "{lognormal: {median: 0, p95: 1.0e6}}",
     "6: questions[shells].prior.lognormal.median: is out of range (seen 0; allowed: above 0)", ""),
    (P, "{uniform: [4.0e6, 1.0e6]}",
     "6: questions[shells].prior.uniform: the lower end must be below the upper end", ""),
    (P, "{normal: {mean: 2.0e6}}", "6: questions[shells].prior.normal.sd: is missing", ""),
    (P, "{normal: {mean: 2.0e6, sd: -1}}",
     "6: questions[shells].prior.normal.sd: is out of range", "above 0)"),
    (P, "{product: [{uniform: [1, 5]}]}",
     "6: questions[shells].prior.product: has too few entries", "at least 2)"),
    (P, "{product: [2, 3]}", "6: questions[shells].prior: a product of numbers alone has no", ""),
    (P, "{product: [{uniform: [-1, 1.0e7]}, 3]}",
     f"6: questions[shells].prior.product[0]: {FACTOR}", "nothing below 0)"),
    (P, "{product: [{normal: {mean: 5, sd: 1}}, 3]}",
     f"6: questions[shells].prior.product[0]: {FACTOR}", "a mean above 6 sd, or a lognormal)"),
    (P, "{product: [{beta: [1, 2]}, -3]}",
     "6: questions[shells].prior.product[1]: is out of range (seen -3; allowed: above 0)", ""),
    (P, "{product: [{uniformly: [1, 2]}, 1.0e6]}",
     "6: questions[shells].prior.product[0]: is not a factor of a product", "'uniform'?"),
    (P, "{blend: {share: 1.2, of: {uniform: [1, 2]}, rest: {uniform: [1.0e6, 1.0e7]}}}",
     "6: questions[shells].prior.blend.share: is out of range (seen 1.2; allowed: at most 1)", ""),
    (P, "{blend: {share: 0.2, of: {uniform: [1, 2]}}}",
     "6: questions[shells].prior.blend.rest: is missing", ""),
    (f"    prior: {P}\n", "", "3: questions[shells].prior: is missing", ""),
    (P, "{uniform: [0, 2.0e6]}", ("7: questions[shells].thresholds[1]: lies outside the range of "
     "the prior (seen 3e+06; allowed: between 0 and 2e+06)"), ""),
    ("thresholds: [100]", "thresholds: [2500]",
     "23: questions[losses].thresholds[0]: lies outside the range of the prior (seen 2500;",
     "between 0 and 2000)"),
    (T, "[3.0e6, 1.0e6]",
     "7: questions[shells].thresholds: each threshold must be above the one before it", ""),
    (T, "[]", "7: questions[shells].thresholds: has too few entries", "at least 1)"),
    (T, "[1.0e6, .inf]", "7: questions[shells].thresholds[1]: is not a finite number", ""),
    ("    unit: shells\n", "",
     "3: questions[shells].unit: is missing (allowed: text, such as shells or mm)", ""),
    ("unit: shells", "unit: ''", "5: questions[shells].unit: is empty", ""),
    ("    kind: quantity\n    unit: shells", "    unit: shells",
     "3: questions[shells].kind: is missing (allowed: choice, quantity)", ""),
    ("    kind: quantity\n    unit: shells", "    kind: quantty\n    unit: shells",
     "4: questions[shells].kind: is not one of the allowed words", "did you mean 'quantity'?"),
    ("    unit: shells\n", "    unit: shells\n    hypotheses: [{id: a}, {id: b}]\n",
     "6: questions[shells].hypotheses: does not belong to a question about a quantity", ""),
    ("    given: [shells]\n", "    given: [shells]\n    unit: m\n",
     "11: questions[war].unit: belongs to a question about a quantity", ""),
    ("    unit: men\n", f"    unit: men\n    prior: {P}\n",
     "19: questions[losses].prior: a linked quantity has its priors in its table", ""),
    ("{uniform: [0, 2000]}", "{a: 0.5}",
     "21: questions[losses].table[row 1].prior: is not a distribution", ""),
    ("      - {when: {shells: <1e+06}, prior: {goes_on: 0.2, ends: 0.8}}\n", "",
     "12: questions[war].table: no row for {shells: <1e+06} (allowed: one row for every", ""),
    (S, "{about: 4.8e6}", ("30: items[claim].says.spread: is missing (allowed: how exact the claim "
     "is, on the natural-log scale: 0.1 is about ten per cent)"), ""),
    (S, "{about: 4.8e6, spread: 0}", "30: items[claim].says.spread: is out of range", "above 0)"),
    (S, "{at_most: -1, spread: 0.1}", "30: items[claim].says.at_most: is out of range", ""),
    (S, "{about: 4.8e6, at_least: 3, spread: 0.1}", ("30: items[claim].says: says more than one "
     "thing (seen about, at_least; allowed: exactly one of about, at_least, at_most)"), ""),
    (S, "{spread: 0.1}", "30: items[claim].says: says nothing of the quantity", ""),
    (f"    question: shells\n    says: {S}\n    if_unreliable: {{\">=3e+06\": 0.2, others: 0.1}}",
     f"    question: war\n    says: {S}\n    if_unreliable: 0.1",
     "30: items[claim].says: is a claim about a quantity, and the question is not about one", ""),
    (S, f"{S}\n    ratio: {{for: <1e+06, value: 2}}",
     "27: items[claim]: says what it says in more than one way (seen ratio, says;",
     "exactly one of likelihood, ratio, search, rating, says)"),
    ('    if_unreliable: {">=3e+06": 0.2, others: 0.1}\n', "",
     "27: items[claim].if_unreliable: is missing", ""),
    ('for: ">=3e+06"', 'for: ">=3e+6"', ("40: items[ratio].ratio.for: no band has this name "
     "(seen '>=3e+6'; allowed: 1e+06..3e+06, <1e+06, >=3e+06); did you mean '>=3e+06'?"), ""),
    ('{">=3e+06": 0.2, others', '{">=3e6": 0.2, others', ("31: items[claim].if_unreliable[>=3e6]: "
     "no band has this name"), "did you mean '>=3e+06'?"),
    ("median: 8, p95", "median: -8, p95", ("40: items[ratio].ratio.value.lognormal.median: "
     "is out of range (seen -8; allowed: above 0)"), ""),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "begins", "ends"), MISTAKES, ids=lambda x: x[:60])
def test_mistake_is_told_once_at_its_place(
    old: str, new: str, begins: str, ends: str, file: Path
) -> None:
    """One mistake, one line: address, what was seen, what is allowed, the closest name."""
    assert CASE.count(old) == 1
    file.write_text(CASE.replace(old, new))
    with pytest.raises(assess.CaseError) as caught:
        assess.load_case(file)
    (line,) = str(caught.value).removeprefix(f"{file}:").split("\n")
    assert line.startswith(begins), line
    assert line.endswith(ends), line


def test_unknown_band_in_a_likelihood_is_told_with_the_one_that_is_missing(file: Path) -> None:
    """As with hypotheses: the name that is not known, and the band without an entry."""
    file.write_text(CASE.replace("{<1e+06: 0.1,", "{<1e6: 0.1,"))
    with pytest.raises(assess.CaseError) as caught:
        assess.load_case(file)
    unknown, missing = caught.value.problems
    assert unknown.address == "items[bands].likelihood[<1e6]"
    assert unknown.closest == "<1e+06"
    assert missing.message == "no entry for <1e+06"


def test_blend_within_a_blend_is_a_distribution_at_any_depth() -> None:
    """And one too deep is a problem of the case, not an error of Python's."""
    data: dict[str, Any] = {"uniform": [0, 2e6]}
    for _ in range(3):
        data = {"blend": {"share": 0.5, "of": data, "rest": {"uniform": [0, 1e7]}}}
    assert measure(data).support == (0.0, 9e6)
    for _ in range(2000):
        data = {"blend": {"share": 0.5, "of": data, "rest": {"uniform": [0, 1e7]}}}
    with pytest.raises(assess.CaseError):
        assess.case_from({"format": "assess/1", "questions": [quantity(prior=data)]})
