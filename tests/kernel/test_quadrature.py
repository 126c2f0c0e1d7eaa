"""Gauss's rule for a reliability: exact in its degree, and enough of it for many items."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import numpy as np
import pytest
from quick_cases import first
from weighing import weigh as weigh_without_draws

import assess
from assess.case.model import plain
from assess.kernel.plan import plan_of
from assess.kernel.quadrature import beta_nodes, node_count, nodes_of
from assess.kernel.weigh import weigh
from assess.prepare.prepared import prepare
from priors.forms.probability import Pert, Triangular
from priors.forms.shorthand import beta, fixed

BETAS = [(8.0, 2.0), (9000.0, 1000.0), (0.5, 0.5), (0.01, 0.01), (19.0, 1.0)]
COUNTS = [1, 2, 3, 4, 6, 7, 8, 12, 16, 24]
MANY = [32, 48, 64]


def moment(a: float, b: float, k: int, m: int) -> float:
    """E[r^k (1 - r)^m] of a Beta, a product of rational numbers."""
    a_, b_ = Fraction(repr(a)), Fraction(repr(b))
    value = Fraction(1)
    for j in range(k):
        value *= (a_ + j) / (a_ + b_ + j)
    for j in range(m):
        value *= (b_ + j) / (a_ + b_ + k + j)
    return float(value)


def worst(a: float, b: float, q: int, powers: list[tuple[int, int]]) -> float:
    """Largest relative error of the rule over some moments."""
    r, log_weights = beta_nodes(a, b, q)
    weights = np.exp(log_weights)
    errors = []
    for k, m in powers:
        found = float((weights * r**k * (1.0 - r) ** m).sum())
        errors.append(abs(found / moment(a, b, k, m) - 1.0))
    return max(errors)


# --- the rule ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("a", "b"), BETAS)
@pytest.mark.parametrize("q", COUNTS)
def test_powers_of_the_reliability_are_exact(a, b, q):
    """E[r^k] for every k up to 2q - 1, to a part in 1e13."""
    assert worst(a, b, q, [(k, 0) for k in range(2 * q)]) < 2e-13


@pytest.mark.parametrize(("a", "b"), BETAS)
@pytest.mark.parametrize("q", COUNTS)
def test_powers_of_the_complement_are_exact(a, b, q):
    """E[(1 - r)^m] for every m up to 2q - 1, to a part in 1e13."""
    assert worst(a, b, q, [(0, m) for m in range(2 * q)]) < 2e-13


@pytest.mark.parametrize(("a", "b"), BETAS)
@pytest.mark.parametrize("q", [3, 8, 24])
def test_mixed_powers_of_full_degree_are_exact(a, b, q):
    """E[r^k (1 - r)^(2q - 1 - k)], of the highest degree the rule is exact for.

    Nodes are good to 1e-16. Of Beta(.01, .01) the outermost lie 2e-4 from the ends and carry nearly
    all of the weight, so a digit more goes in what the others contribute.
    """
    tolerance = 2e-12 if a == 0.01 else 1e-13
    assert worst(a, b, q, [(k, 2 * q - 1 - k) for k in range(2 * q)]) < tolerance


@pytest.mark.parametrize(("a", "b"), BETAS)
@pytest.mark.parametrize("q", first(2, MANY))
def test_many_nodes_are_exact_but_for_rounding(a, b, q):
    """With 32 nodes and more some digits go, most for Beta(.01, .01): a part in 1e12 remains."""
    powers = [(k, 0) for k in range(2 * q)] + [(0, m) for m in range(2 * q)]
    assert worst(a, b, q, powers) < 1e-12


@pytest.mark.parametrize(("a", "b"), BETAS)
def test_degree_beyond_the_rule_is_not_exact(a, b):
    """The bound 2q - 1 is sharp: with 2 nodes E[r^4] comes out too small, by Gauss's error term."""
    assert worst(a, b, 2, [(4, 0)]) > 1e-13
    r, log_weights = beta_nodes(a, b, 2)
    assert float((np.exp(log_weights) * r**4).sum()) < moment(a, b, 4, 0)


@pytest.mark.parametrize(("a", "b"), [*BETAS, (1e6, 1e6), (1e-9, 1e-9), (1e9, 1.0), (1.0, 1e9)])
@pytest.mark.parametrize("q", [1, 2, 7, 64, 200])
def test_nodes_lie_within_0_to_1_in_ascending_order(a, b, q):
    """Even for extreme Betas, with weights that sum to 1 and logarithms that are finite."""
    r, log_weights = beta_nodes(a, b, q)
    assert r.shape == log_weights.shape == (q,)
    assert r.min() >= 0.0
    assert r.max() <= 1.0
    assert (np.diff(r) >= 0.0).all()
    assert np.isfinite(log_weights).all()
    assert np.exp(log_weights).sum() == pytest.approx(1.0, rel=1e-13)


@pytest.mark.parametrize(("a", "b"), [(7e-4, 3e-4), (7e-6, 3e-6), (7e-10, 3e-10), (1e-17, 1e-17)])
@pytest.mark.parametrize("q", [2, 7])
def test_beta_of_next_to_no_worth_is_exact(a, b, q):
    """It is nearly persistent: r is close to 0 or to 1, and how close must not be lost."""
    powers = [(k, 0) for k in range(2 * q)] + [(0, m) for m in range(2 * q)]
    assert worst(a, b, q, powers) < 1e-13


def test_one_node_is_the_mean():
    """8 / (8 + 2)."""
    assert beta_nodes(8.0, 2.0, 1)[0] == pytest.approx([0.8], rel=1e-15)


def test_two_nodes_of_the_uniform_are_gauss_legendre():
    """1/2 -+ 1/(2 sqrt 3), each with weight 1/2."""
    r, log_weights = beta_nodes(1.0, 1.0, 2)
    assert r == pytest.approx([0.5 - 0.5 / math.sqrt(3), 0.5 + 0.5 / math.sqrt(3)], rel=1e-15)
    assert np.exp(log_weights) == pytest.approx([0.5, 0.5], rel=1e-15)


def test_nodes_of_the_arcsine_law_are_chebyshev():
    """Beta(1/2, 1/2) with q nodes: (1 - cos((2k - 1) pi / 2q)) / 2, all of weight 1/q."""
    r, log_weights = beta_nodes(0.5, 0.5, 9)
    k = np.arange(1, 10)
    assert r == pytest.approx((1 - np.cos((2 * k - 1) * np.pi / 18)) / 2, rel=0, abs=1e-15)
    assert np.exp(log_weights) == pytest.approx(np.full(9, 1 / 9), rel=1e-13)


def test_nodes_are_shared_and_cannot_be_changed():
    """They are kept for the next source with the same Beta."""
    r, _ = beta_nodes(8.0, 2.0, 7)
    with pytest.raises(ValueError, match="read-only"):
        r[0] = 0.5


# --- other forms ---------------------------------------------------------------------------------


def test_fixed_reliability_is_one_node():
    nodes, log_weights = nodes_of(fixed(0.7).pieces, 7)
    assert nodes.tolist() == [0.7]
    assert log_weights.tolist() == [0.0]


def test_pert_has_its_nodes_within_its_own_range():
    """PERT(.2, .5, .6) is .2 + .4 Beta(4, 2): mean 1.2 / 3 ... (.2 + 4 * .5 + .6) / 6 = 2.8 / 6."""
    nodes, log_weights = nodes_of(Pert(pert=(0.2, 0.5, 0.6)).pieces, 7)
    assert nodes.min() > 0.2
    assert nodes.max() < 0.6
    assert (np.exp(log_weights) * nodes).sum() == pytest.approx(2.8 / 6, rel=1e-14)


def test_triangle_is_integrated_on_both_sides_of_its_mode():
    """E[x^2] of a triangle (a, c, b) is (a^2 + b^2 + c^2 + ab + ac + bc) / 6."""
    low, mode, high = 0.1, 0.2, 0.7
    nodes, log_weights = nodes_of(Triangular(triangular=(low, mode, high)).pieces, 2)
    square = (low**2 + mode**2 + high**2 + low * mode + low * high + mode * high) / 6
    assert (np.exp(log_weights) * nodes**2).sum() == pytest.approx(square, rel=1e-14)


# --- how many nodes ------------------------------------------------------------------------------


@pytest.mark.parametrize("items", range(1, 128))
def test_rule_is_exact_for_up_to_127_items(items):
    """The degree of the integrand is the number of items: n // 2 + 1 nodes at least."""
    assert node_count(items) >= items // 2 + 1


@pytest.mark.parametrize("items", [128, 400, 2000, 10_000])
def test_refining_ends_at_the_exact_rule(items):
    """Doubling again and again gives n // 2 + 1 nodes, and never more."""
    counts = [node_count(items, 2**k) for k in range(16)]
    assert counts == sorted(counts)
    assert counts[-1] == items // 2 + 1


def polynomial(likelihoods, q):
    """E of the product over items of r l + (1 - r) u, for Beta(8, 2) and q nodes."""
    r, log_weights = beta_nodes(8.0, 2.0, q)
    product = np.ones_like(r)
    for tracked, not_tracked in likelihoods:
        product = product * (r * tracked + (1 - r) * not_tracked)
    return float((np.exp(log_weights) * product).sum())


def test_seven_nodes_do_for_twelve_items():
    """Beta(8, 2) and 12 items: 7 nodes equal 40 nodes to 1e-15."""
    rng = random.Random(5)
    likelihoods = [(rng.uniform(0.1, 1), rng.uniform(0.1, 1)) for _ in range(12)]
    assert polynomial(likelihoods, 7) == pytest.approx(
        polynomial(likelihoods, 40), rel=0, abs=1e-15
    )
    assert polynomial(likelihoods, 7) == pytest.approx(polynomial(likelihoods, 40), rel=1e-13)


def test_five_nodes_do_not_do_for_twelve_items():
    """Exact to degree 9 only: the error shows, so that the test above can fail."""
    likelihoods = [(1.0, 0.01), (0.01, 1.0)] * 6
    assert abs(polynomial(likelihoods, 5) / polynomial(likelihoods, 40) - 1) > 1e-4
    assert abs(polynomial(likelihoods, 7) / polynomial(likelihoods, 40) - 1) < 1e-13


# --- many items of one source --------------------------------------------------------------------


def case_of(rows, a, b):
    """Items of one Beta source about h or not_h; a row is l(h), l(not h), u."""
    items = [
        {"id": f"i{k}", "source": "s", "likelihood": {"h": x, "not_h": y}, "if_unreliable": u}
        for k, (x, y, u) in enumerate(rows)
    ]
    hypotheses = [{"id": "h", "prior": 0.5}, {"id": "not_h", "prior": 0.5}]
    return assess.case_from(
        {
            "format": "assess/1",
            "questions": [{"id": "q", "exhaustive": "h or not", "hypotheses": hypotheses}],
            "sources": [{"id": "s", "reliability": {"beta": [a, b]}}],
            "items": items,
        }
    )


def log_sum(values):
    top = max(values)
    return top + math.log(math.fsum(math.exp(v - top) for v in values))


def mixture(pairs, a, b):
    """Log of E[product of r l + (1 - r) u] and the mean of r there, from a mixture of Betas.

    The product is a sum over k of c_k r^k (1 - r)^(n - k); the c_k are all positive and built up
    one item after another, in logarithms. Term k is then a Beta(a + k, b + n - k).
    """
    log_c = np.zeros(1)
    for tracked, not_tracked in pairs:
        longer = np.full(len(log_c) + 1, -np.inf)
        longer[1:] = log_c + math.log(tracked)
        longer[:-1] = np.logaddexp(longer[:-1], log_c + math.log(not_tracked))
        log_c = longer
    n = len(pairs)
    moments = [
        math.lgamma(a + k) + math.lgamma(b + n - k) - math.lgamma(a + b + n) for k in range(n + 1)
    ]
    start = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    terms = log_c + np.array(moments) - start
    mean = np.exp(terms - log_sum(terms)) @ ((a + np.arange(n + 1)) / (a + b + n))
    return log_sum(terms), float(mean)


def shapes(n):
    """Items that agree, that contradict each other, that contradict the source, and any."""
    rng = random.Random(n)
    return {
        "agreeing": [(0.9, 0.2, 0.3)] * n,
        "conflict": [(0.9, 0.2, 0.3), (0.2, 0.9, 0.3)] * (n // 2),
        "sharp conflict": [(0.99, 0.001, 0.01), (0.001, 0.99, 0.01)] * (n // 2),
        "against the source": [(0.001, 0.002, 0.5)] * n,
        "any": [tuple(rng.randint(1, 99) / 100 for _ in range(3)) for _ in range(n)],
    }


def compare(name, n, a, b):
    rows = shapes(n)[name]
    exact = weigh_without_draws(case_of(rows, a, b))["exact"]
    log_h, mean_h = mixture([(x, u) for x, _, u in rows], a, b)
    log_not, mean_not = mixture([(y, u) for _, y, u in rows], a, b)
    total = log_sum([log_h, log_not])
    logs = exact["log_credence"].values
    assert float(logs[0] - logs[1]) == pytest.approx(log_h - log_not, rel=1e-12, abs=1e-9)
    log_evidence = total + math.log(0.5)
    assert float(exact["log_evidence"]) == pytest.approx(log_evidence, rel=1e-12, abs=1e-9)
    mean = math.exp(log_h - total) * mean_h + math.exp(log_not - total) * mean_not
    assert float(exact["reliability"][0]) == pytest.approx(mean, rel=0, abs=1e-9)


@pytest.mark.parametrize("name", shapes(2))
@pytest.mark.parametrize(("a", "b"), first(2, [(1e5, 10.0), *BETAS]))
def test_four_hundred_items_of_one_source_agree_with_a_mixture_of_betas(name, a, b):
    """Fewer nodes are used than the degree asks for; nothing of the answer may depend on it."""
    compare(name, 400, a, b)


@pytest.mark.parametrize(("a", "b"), [(1e4, 10.0), (1e5, 10.0)])
def test_nodes_are_added_until_neither_evidence_nor_credences_change(a, b):
    """800 items against a trusted source: with the first 160 nodes the log-odds are off.

    With Beta(1e4, 10) the evidence is off as well, by a factor of e^12; with Beta(1e5, 10) it is
    right to twelve digits while the log-odds still miss by a tenth.
    """
    prepared = prepare(case_of(shapes(800)["against the source"], a, b))
    used = prepared.numbers.used
    (first,), _ = weigh(plan_of(prepared.structure), used)
    (last,), _ = weigh(prepared.plan, used)
    assert abs((first[0] - first[1]) - (last[0] - last[1])) > 0.1
    compare("against the source", 800, a, b)


@pytest.mark.parametrize("name", ["conflict", "any"])
def test_two_thousand_items_of_one_source_agree_with_a_mixture_of_betas(name):
    compare(name, 2000, 8.0, 2.0)


@pytest.mark.slow
@pytest.mark.parametrize("name", shapes(2))
@pytest.mark.parametrize(("a", "b"), [*BETAS, (1e5, 10.0)])
def test_two_thousand_items_agree_for_every_source(name, a, b):
    """Among them items that drive a Beta(9000, 1000) fifty standard deviations from its mean."""
    compare(name, 2000, a, b)


@pytest.mark.parametrize("name", shapes(2))
def test_four_hundred_items_agree_with_the_full_rule(name):
    """201 nodes are exact for degree 400."""
    prepared = prepare(case_of(shapes(400)[name], 8.0, 2.0))
    full = plan_of(prepared.structure, refinement=1024)
    assert len(full.node_values) == 201 > len(plan_of(prepared.structure).node_values)
    used = prepared.numbers.used
    (few,), few_evidence = weigh(prepared.plan, used)
    (all_,), evidence = weigh(full, used)
    assert few == pytest.approx(all_, rel=1e-12, abs=1e-10)
    assert few_evidence == pytest.approx(evidence, rel=1e-12, abs=1e-10)


def test_source_that_speaks_of_forty_questions_ties_them_together():
    """A hundred items of one source about questions that are not linked: its nodes stay dimensions.

    Given r the questions are independent, so P(items) is an integral over r of a product of forty
    sums; credences and the mean of r are ratios of such integrals.
    """
    rng = random.Random(40)
    questions = [
        {
            "id": f"q{k}",
            "exhaustive": "h or n",
            "hypotheses": [{"id": "h", "prior": 0.3}, {"id": "n", "prior": 0.7}],
        }
        for k in range(40)
    ]
    rows = [(k % 40, rng.randint(1, 99) / 100, rng.randint(1, 99) / 100) for k in range(100)]
    items = [
        {
            "id": f"i{k}",
            "source": "s",
            "question": f"q{q}",
            "likelihood": {"h": x, "n": y},
            "if_unreliable": 0.3,
        }
        for k, (q, x, y) in enumerate(rows)
    ]
    case = {"format": "assess/1", "questions": questions, "items": items}
    case["sources"] = [{"id": "s", "reliability": {"beta": [8, 2]}}]
    exact = weigh_without_draws(assess.case_from(case))["exact"]

    x = np.linspace(-30.0, 30.0, 60_001)
    r = 1 / (1 + np.exp(-x))
    given = np.repeat([[[0.3], [0.7]]], 40, axis=0) * np.ones_like(r)  # question, hypothesis, node
    for q, *likelihood in rows:
        for state in range(2):
            given[q, state] *= r * likelihood[state] + (1 - r) * 0.3
    sums = given.sum(axis=1)
    density = np.exp(8 * np.log(r) - 2 * x + 2 * np.log(r)) * sums.prod(axis=0)
    constant = math.exp(math.lgamma(10) - math.lgamma(8) - math.lgamma(2)) * 60 / 60_000
    log_evidence = math.log(density.sum() * constant)
    assert float(exact["log_evidence"]) == pytest.approx(log_evidence, rel=1e-12)
    mean = (density * r).sum() / density.sum()
    assert float(exact["reliability"][0]) == pytest.approx(mean, rel=1e-11)
    credence = (density * given[:, 0] / sums).sum(axis=1) / density.sum()
    assert exact["credence"].values[::2] == pytest.approx(credence, rel=1e-10)


# --- ten thousand --------------------------------------------------------------------------------


def integral(counts, a, b):
    """Log of E[product of (r l + (1 - r) u)^n], by the trapezoidal rule in the log-odds of r.

    The integrand is smooth and dies off at both ends, so the rule converges exponentially.
    """
    x = np.linspace(-30.0, 30.0, 60_001)
    log_r, log_not_r = -np.logaddexp(0.0, -x), -np.logaddexp(0.0, x)
    total = a * log_r + b * log_not_r  # one power more of each than the density: dr = r (1 - r) dx
    for tracked, other, n in counts:
        item = np.logaddexp(log_r + math.log(tracked), log_not_r + math.log(other))
        total = total + n * item
    start = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    return log_sum(total.tolist()) + math.log(60.0 / 60_000) - start


@pytest.mark.slow
def test_ten_thousand_items_neither_underflow_nor_overflow():
    """P(items) is about e^-8583, and a credence would be e^-3e4 had the items not been balanced."""
    rows = [(0.9, 0.2, 0.3), (0.2, 0.9, 0.3)] * 4_999 + [(0.9, 0.2, 0.3)] * 2
    exact = weigh_without_draws(case_of(rows, 8.0, 2.0))["exact"]
    log_h = integral([(0.9, 0.3, 5001), (0.2, 0.3, 4999)], 8.0, 2.0)
    log_not = integral([(0.2, 0.3, 5001), (0.9, 0.3, 4999)], 8.0, 2.0)
    logs = exact["log_credence"].values
    assert float(logs[0] - logs[1]) == pytest.approx(log_h - log_not, rel=0, abs=1e-8)
    log_evidence = log_sum([log_h, log_not]) + math.log(0.5)
    assert log_evidence < -8000
    assert float(exact["log_evidence"]) == pytest.approx(log_evidence, rel=1e-11)
    assert exact["credence"].sum().item() == pytest.approx(1.0, rel=1e-13)


@pytest.mark.slow
def test_ten_thousand_agreeing_items_leave_a_finite_log_credence():
    """Each worth up to 3: not_h is left with e^-9800, which only its logarithm can say."""
    exact = weigh_without_draws(case_of([(0.9, 0.2, 0.3)] * 10_000, 8.0, 2.0))["exact"]
    log_h = integral([(0.9, 0.3, 10_000)], 8.0, 2.0)
    log_not = integral([(0.2, 0.3, 10_000)], 8.0, 2.0)
    logs = exact["log_credence"].values
    assert log_not - log_h < -5000
    assert float(logs[1] - logs[0]) == pytest.approx(log_not - log_h, rel=1e-11)
    assert 1 - 1e-15 < float(exact["credence"][0]) < 1.0


@pytest.mark.slow
def test_ten_thousand_items_of_a_hundred_sources_agree_with_their_sources_one_by_one():
    """Sources that share nothing multiply: a hundred times the log-odds of one source's items."""
    rows = [(0.5, 0.45, 0.3), (0.4, 0.5, 0.6), (0.7, 0.6, 0.5), (0.2, 0.3, 0.25)] * 25
    case = plain(case_of(rows, 8.0, 2.0))
    case["sources"] = [{**case["sources"][0], "id": f"s{k}"} for k in range(100)]
    case["items"] = [
        {**item, "id": f"{item['id']}.{k}", "source": f"s{k}"}
        for k in range(100)
        for item in case["items"]
    ]
    exact = weigh_without_draws(assess.case_from(case))["exact"]
    log_h = mixture([(x, u) for x, _, u in rows], 8.0, 2.0)[0]
    log_not = mixture([(y, u) for _, y, u in rows], 8.0, 2.0)[0]
    logs = exact["log_credence"].values
    assert float(logs[0] - logs[1]) == pytest.approx(100 * (log_h - log_not), rel=1e-10)
    total = log_sum([100 * log_h, 100 * log_not]) + math.log(0.5)
    assert float(exact["log_evidence"]) == pytest.approx(total, rel=1e-12)


@pytest.mark.slow
def test_ten_thousand_items_against_a_source_that_was_trusted():
    """Beta(9000, 1000) against 10,000 items it would hardly have made: the full rule is needed."""
    exact = weigh_without_draws(case_of([(0.001, 0.002, 0.5)] * 10_000, 9000.0, 1000.0))["exact"]
    log_h = integral([(0.001, 0.5, 10_000)], 9000.0, 1000.0)
    log_not = integral([(0.002, 0.5, 10_000)], 9000.0, 1000.0)
    total = log_sum([log_h, log_not]) + math.log(0.5)
    assert float(exact["log_evidence"]) == pytest.approx(total, rel=1e-11)
    logs = exact["log_credence"].values
    assert float(logs[0] - logs[1]) == pytest.approx(log_h - log_not, rel=1e-8)


def test_beta_function_and_nodes_state_the_same_distribution():
    """The form that an analyst writes has the parameters that the nodes are made for."""
    nodes, log_weights = nodes_of(beta(8, 2).pieces, 3)
    expected = beta_nodes(8.0, 2.0, 3)
    assert nodes == pytest.approx(expected[0], rel=1e-12)
    assert log_weights == pytest.approx(expected[1], rel=1e-12)
