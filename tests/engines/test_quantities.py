"""Questions about a quantity, weighed: against closed forms, quadrature by others, and draws."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import integrate, stats

import assess
from assess.prepare.prepared import prepare
from evidence import Claim

MEDIAN, SIGMA = 2.0e6, 0.5
P95 = MEDIAN * math.exp(1.6448536269514722 * SIGMA)
LOGNORMAL = {"lognormal": {"median": MEDIAN, "p95": P95}}
SURE = {"value": 1.0, "certain": True}


def quantity_case(
    items: list[dict[str, Any]],
    reliability: Any = SURE,
    prior: Any = LOGNORMAL,
    thresholds: tuple[float, ...] = (1.0e6, 3.0e6),
    **more: Any,
) -> assess.Case:
    question = {"id": "n", "kind": "quantity", "unit": "pieces", "thresholds": list(thresholds)}
    rows = [{"id": f"i{k}", "source": "s", "question": "n", **i} for k, i in enumerate(items)]
    return assess.case_from(
        {
            "format": "assess/1",
            "questions": [{**question, "prior": prior}, *more.get("questions", [])],
            "sources": [{"id": "s", "reliability": reliability}],
            "items": [*rows, *more.get("others", [])],
        }
    )


def bands(law: Any, thresholds: tuple[float, ...] = (1.0e6, 3.0e6)) -> list[float]:
    """Probabilities of the bands under a distribution of the logarithm."""
    ends = [0.0, *(law.cdf(math.log(t)) for t in thresholds), 1.0]
    return np.diff(ends).tolist()


def exact(case: assess.Case, **options: Any) -> Any:
    return assess.weigh(case, draws=0, **options)["exact"]


# --- closed forms --------------------------------------------------------------------------------


def test_without_items_the_credences_are_the_prior_probabilities_of_the_bands() -> None:
    found = exact(quantity_case([]))
    by_hand = bands(stats.norm(math.log(MEDIAN), SIGMA))
    assert found["credence"].values == pytest.approx(by_hand, abs=1e-12)
    assert found["prior"].values == pytest.approx(by_hand, abs=1e-12)
    assert found["hypothesis"].values.tolist() == ["<1e+06", "1e+06..3e+06", ">=3e+06"]


def test_a_claim_of_about_is_a_normal_observation_of_the_logarithm() -> None:
    """Precisions add: 1/.25 + 1/.04 = 29; the mean of the logs is weighed by them."""
    found = exact(quantity_case([{"says": {"about": 4.8e6, "spread": 0.2}}]))
    precision = 1 / SIGMA**2 + 1 / 0.2**2
    centre = (math.log(MEDIAN) / SIGMA**2 + math.log(4.8e6) / 0.2**2) / precision
    law = stats.norm(centre, precision**-0.5)
    assert found["credence"].values == pytest.approx(bands(law), abs=1e-9)
    # the evidence is the density at the claim times its spread times sqrt(2 pi)
    spread = math.hypot(SIGMA, 0.2)
    evidence = stats.norm.pdf(math.log(4.8e6 / MEDIAN), 0, spread) * 0.2 * math.sqrt(2 * math.pi)
    assert float(found["log_evidence"]) == pytest.approx(math.log(evidence), abs=1e-9)
    levels = found["level"].values
    assert found["quantity"].values[0] == pytest.approx(np.exp(law.ppf(levels)), rel=1e-3)
    assert float(found["grid_error"]) < 1e-9


@pytest.mark.parametrize(("way", "sign"), [("at_least", 1.0), ("at_most", -1.0)])
@pytest.mark.parametrize("spread", [0.001, 0.15, 2.0])
def test_the_chance_of_a_bound_is_a_normal_of_both_spreads(
    way: str, sign: float, spread: float
) -> None:
    """E Phi((ln N - ln X) / s) = Phi((mu - ln X) / sqrt(sigma² + s²)), however sharp the bound."""
    found = exact(quantity_case([{"says": {way: 3.0e6, "spread": spread}}]))
    z = sign * math.log(MEDIAN / 3.0e6) / math.hypot(SIGMA, spread)
    assert float(found["log_evidence"]) == pytest.approx(stats.norm.logcdf(z), abs=1e-8)


def test_an_unreliable_source_says_it_anyway() -> None:
    """P(claim) = r E l + (1 - r) u, with Beta(8, 2) as with .8."""
    z = math.log(MEDIAN / 3.0e6) / math.hypot(SIGMA, 0.15)
    by_hand = 0.8 * stats.norm.cdf(z) + 0.2 * 0.3
    for reliability in (0.8, {"beta": [8, 2]}):
        says = {"says": {"at_least": 3.0e6, "spread": 0.15}, "if_unreliable": 0.3}
        found = exact(quantity_case([says], reliability))
        assert float(found["log_evidence"]) == pytest.approx(math.log(by_hand), abs=1e-9)


@pytest.mark.parametrize("claimed", [4.0e6, 5.0e6])
def test_a_claim_far_out_in_the_tail_of_the_prior_is_not_cut_off(claimed: float) -> None:
    """A median of 1 million with 95 % below 1.2 million, and a sure claim 13 spreads away."""
    prior = {"lognormal": {"median": 1e6, "p95": 1.2e6}}
    found = exact(quantity_case([{"says": {"about": claimed, "spread": 0.05}}], SURE, prior))
    sigma = math.log(1.2) / 1.6448536269514722
    precision = 1 / sigma**2 + 1 / 0.05**2
    centre = (math.log(1e6) / sigma**2 + math.log(claimed) / 0.05**2) / precision
    by_hand = bands(stats.norm(centre, precision**-0.5))
    assert found["credence"].values == pytest.approx(by_hand, abs=1e-8)
    spread = math.hypot(sigma, 0.05)
    logs = stats.norm.logpdf(math.log(claimed / 1e6), 0, spread) + math.log(0.05)
    by_hand_too = logs + 0.5 * math.log(2 * math.pi)
    assert float(found["log_evidence"]) == pytest.approx(by_hand_too, abs=1e-8)


def test_many_sources_that_agree_far_out_are_weighed_as_a_dense_sum_weighs_them() -> None:
    """Thirty sources of reliability .9 claim about 2.6 million."""
    prior = {"lognormal": {"median": 1e6, "p95": 1.2e6}}
    claim = {"says": {"about": 2.6e6, "spread": 0.05}, "if_unreliable": 0.1}
    found = exact(quantity_case([claim] * 30, 0.9, prior))
    sigma = math.log(1.2) / 1.6448536269514722
    y = np.linspace(-2, 3, 500_001)
    likelihood = np.exp(-((y - math.log(2.6)) ** 2) / 2 / 0.05**2)
    logs = stats.norm.logpdf(y, 0, sigma) + 30 * np.log(0.9 * likelihood + 0.1 * 0.1)
    dense = np.log(np.exp(logs - logs.max()).sum() * (y[1] - y[0])) + logs.max()
    assert float(found["log_evidence"]) == pytest.approx(dense, abs=1e-6)


def test_up_to_is_a_bound_and_never_a_point() -> None:
    """At most 4.8 million says almost nothing here, about 4.8 million moves the median there."""
    bound = exact(quantity_case([{"says": {"at_most": 4.8e6, "spread": 0.1}}]))
    point = exact(quantity_case([{"says": {"about": 4.8e6, "spread": 0.1}}]))
    middle = [float(x["quantity"].sel(level=0.5)[0]) for x in (bound, point)]
    assert middle[0] == pytest.approx(MEDIAN, rel=0.05)
    assert middle[1] == pytest.approx(4.8e6, rel=0.05)


def test_a_real_quantity_may_be_negative_and_a_claim_about_it_then_says_nothing_there() -> None:
    """Normal(1, 2): P(N < 0) = Phi(-1/2) takes part with `at most`, and not with `at least`."""
    prior = {"normal": {"mean": 1.0, "sd": 2.0}}
    case = quantity_case([{"says": {"at_most": 2.0, "spread": 0.3}}], SURE, prior, (0.0,))
    below = stats.norm.cdf(-0.5)
    above, _ = integrate.quad(
        lambda x: stats.norm.pdf(x, 1, 2) * stats.norm.cdf(-math.log(x / 2.0) / 0.3),
        0,
        30,
        limit=300,
    )
    found = exact(case)["credence"].values
    assert found == pytest.approx([below / (below + above), above / (below + above)], abs=1e-8)
    other = quantity_case([{"says": {"at_least": 2.0, "spread": 0.3}}], SURE, prior, (0.0,))
    assert exact(other)["credence"].values == pytest.approx([0.0, 1.0], abs=1e-12)


@pytest.mark.parametrize(
    "prior",
    [
        LOGNORMAL,
        {"uniform": [0.5e6, 6e6]},
        {"normal": {"mean": 3e6, "sd": 1e6}},
        {"product": [{"uniform": [1000, 3000]}, {"uniform": [500, 2500]}]},
    ],
    ids=str,
)
def test_several_claims_agree_with_quadrature_by_others(prior: Any) -> None:
    """Three claims through one source of reliability .7, integrated by scipy."""
    claims = [
        {"about": 2.2e6, "spread": 0.15},
        {"at_least": 1.4e6, "spread": 0.05},
        {"at_most": 2.9e6, "spread": 0.4},
    ]
    items = [{"says": c, "if_unreliable": 0.2} for c in claims]
    case = quantity_case(items, 0.7, prior)
    measure = case.questions[0].prior

    def joint(x: float) -> float:
        each = (0.7 * float(Claim(**c).likelihood(x)) + 0.3 * 0.2 for c in claims)
        return math.exp(float(measure.logpdf(x))) * math.prod(each)

    cuts = [-4e6, 0.0, 0.5e6, 1.0e6, 1.4e6, 2.2e6, 3.0e6, 6.0e6, 1e8]
    parts = [integrate.quad(joint, a, b, limit=400, epsabs=0)[0] for a, b in zip(cuts, cuts[1:])]  # noqa: B905, RUF007
    by_band = [sum(parts[:3]), sum(parts[3:6]), sum(parts[6:])]
    total = sum(by_band)
    found = exact(case)
    assert found["credence"].values == pytest.approx([b / total for b in by_band], abs=2e-7)
    assert float(found["log_evidence"]) == pytest.approx(math.log(total), abs=1e-6)


def test_the_container_model_has_its_published_numbers() -> None:
    """Median 2.35 million, 80 % from 1.6 to 3.4 million; P(>1M) .997, P(>3M) .21, P(>4.8M) .003."""
    cv = math.sqrt(math.log(1 + 0.15**2))
    prior = {
        "product": [
            {"lognormal": {"median": 10_500, "p95": 10_500 * math.exp(1.6448536 * cv)}},
            {"beta": [17, 3]},
            {
                "blend": {
                    "share": {"beta": [6, 3]},
                    "of": {"uniform": [250, 480]},
                    "rest": {"uniform": [60, 100]},
                }
            },
        ]
    }
    found = exact(quantity_case([], SURE, prior, (1e6, 3e6, 4.8e6)))
    low, middle, high = found["quantity"].sel(level=[0.1, 0.5, 0.9]).values[0]
    assert (low, middle, high) == pytest.approx((1.6e6, 2.35e6, 3.4e6), rel=0.01)
    above = 1 - np.cumsum(found["credence"].values)[:3]
    assert above == pytest.approx([0.997, 0.21, 0.003], abs=0.006)


# --- bands, links, other items -------------------------------------------------------------------


def test_likelihoods_by_band_make_an_ordinary_choice_of_the_bands() -> None:
    """The same credences as the same likelihoods on a choice with the bands' probabilities."""
    weights = bands(stats.norm(math.log(MEDIAN), SIGMA))
    likelihood = {"<1e+06": 0.1, "1e+06..3e+06": 0.7, "others": 0.4}
    found = exact(quantity_case([{"likelihood": likelihood, "if_unreliable": 0.3}], 0.6))
    choice = np.array(
        [w * (0.6 * x + 0.4 * 0.3) for w, x in zip(weights, (0.1, 0.7, 0.4), strict=True)]
    )
    assert found["credence"].values == pytest.approx(choice / choice.sum(), abs=1e-12)


def test_a_choice_linked_to_the_bands_moves_with_a_claim() -> None:
    """P(sold) = sum over bands of P(band | claim) times the row of the table."""
    rows = {"<1e+06": 0.1, "1e+06..3e+06": 0.3, ">=3e+06": 0.8}
    sold = {
        "id": "sold",
        "exhaustive": "yes or no",
        "given": ["n"],
        "hypotheses": [{"id": "yes"}, {"id": "no"}],
        "table": [
            {"when": {"n": band}, "prior": {"yes": p, "no": 1 - p}} for band, p in rows.items()
        ],
    }
    claim = {"says": {"at_least": 3.0e6, "spread": 0.15}, "if_unreliable": 0.3}
    alone = exact(quantity_case([claim], 0.8))["credence"].values
    found = exact(quantity_case([claim], 0.8, questions=[sold]))
    assert found["credence"].values[:3] == pytest.approx(alone, abs=1e-9)
    expected = float(alone @ list(rows.values()))
    assert float(found["credence"].sel(hypothesis="yes")) == pytest.approx(expected, abs=1e-9)
    # and back: evidence on the sale moves the quantity
    seen = {"id": "seen", "source": "s", "question": "sold", "if_unreliable": 0.2}
    seen["likelihood"] = {"yes": 0.9, "no": 0.05}
    both = exact(quantity_case([claim], 0.8, questions=[sold], others=[seen]))["credence"].values
    assert both[2] > alone[2]


def test_a_quantity_linked_to_a_choice_has_a_prior_for_each_of_its_answers() -> None:
    """Bayes by hand: P(claim | answer) = Phi((mu - ln X) / sqrt(sigma² + s²)) for either row."""
    deal = {
        "id": "deal",
        "exhaustive": "yes or no",
        "hypotheses": [{"id": "yes", "prior": 0.3}, {"id": "no", "prior": 0.7}],
    }
    medians = {"yes": 4.0e6, "no": 1.0e6}
    table = [
        {
            "when": {"deal": h},
            "prior": {"lognormal": {"median": m, "p95": m * math.exp(1.6448536269514722 * SIGMA)}},
        }
        for h, m in medians.items()
    ]
    n = {"id": "n", "kind": "quantity", "unit": "pieces", "thresholds": [1e6, 3e6]}
    case = assess.case_from(
        {
            "format": "assess/1",
            "questions": [{**n, "given": ["deal"], "table": table}, deal],
            "sources": [{"id": "s", "reliability": SURE}],
            "items": [
                {
                    "id": "i",
                    "source": "s",
                    "question": "n",
                    "says": {"at_least": 3.0e6, "spread": 0.2},
                }
            ],
        }
    )
    found = exact(case)
    each = [
        p * stats.norm.cdf(math.log(medians[h] / 3.0e6) / math.hypot(SIGMA, 0.2))
        for h, p in (("yes", 0.3), ("no", 0.7))
    ]
    assert float(found["credence"].sel(hypothesis="yes")) == pytest.approx(
        each[0] / sum(each), abs=1e-9
    )


def test_a_quantity_linked_to_another_goes_by_its_band() -> None:
    """Marginal of the second: the first's bands times its rows' bands."""
    first = {
        "id": "first",
        "kind": "quantity",
        "unit": "boxes",
        "prior": {"uniform": [0.0, 10.0]},
        "thresholds": [4.0],
    }
    second = {
        "id": "second",
        "kind": "quantity",
        "unit": "shells",
        "given": ["first"],
        "thresholds": [100.0],
        "table": [
            {"when": {"first": "<4"}, "prior": {"uniform": [0.0, 200.0]}},
            {"when": {"first": ">=4"}, "prior": {"uniform": [50.0, 250.0]}},
        ],
    }
    case = assess.case_from({"format": "assess/1", "questions": [first, second], "items": []})
    found = exact(case)
    assert found["credence"].values == pytest.approx(
        [0.4, 0.6, 0.4 * 0.5 + 0.6 * 0.25, 0.4 * 0.5 + 0.6 * 0.75], abs=1e-12
    )


# --- readings and draws --------------------------------------------------------------------------


def claims_case() -> assess.Case:
    items = [
        {"says": {"at_most": 4.8e6, "spread": 0.1}, "if_unreliable": 0.5},
        {"says": {"at_least": 3.0e6, "spread": 0.15}, "if_unreliable": 0.3},
        {
            "says": {"at_most": 3.0e6, "spread": 0.15},
            "if_unreliable": 0.3,
            "repeats": {"item": "i1", "chance": 0.5},
        },
    ]
    return quantity_case(items, {"beta": [8, 2]})


def test_readings_of_a_quantity_are_those_of_re_weighing() -> None:
    """Leave-one-out by weighing what is left; contributions that sum to the whole change."""
    case = claims_case()
    result = assess.weigh(case, draws=0)
    left = assess.leave_out(result, hypothesis=">=3e+06")
    for name in ("i0", "i2"):
        rest = case.model_copy(update={"items": tuple(i for i in case.items if i.id != name)})
        found = float(exact(rest)["credence"][2])
        stored = left["credence"].sel(left_out=name, hypothesis=">=3e+06")
        assert float(stored) == pytest.approx(found, abs=1e-7)
    ledger = assess.ledger(result, hypothesis=">=3e+06")
    change = ledger.attrs["decibans"] - ledger.attrs["prior_decibans"]
    assert float(ledger["contribution"].sum()) == pytest.approx(change, abs=1e-9)
    moved = assess.tornado(result, hypothesis=">=3e+06", vary_fixed=2.0)
    kinds = set(moved["kind"].values.tolist())
    assert not kinds & {"median", "p95", "at_least", "at_most", "spread"}


@pytest.mark.slow
def test_draws_of_the_quantity_have_its_quantiles_and_bands() -> None:
    result = assess.weigh(claims_case(), draws=10_000)
    found = result["posterior"]["quantity"].values[..., 0].ravel()
    for level, value in zip((0.05, 0.5, 0.95), (0, 2, 4), strict=True):
        at = float(result["exact"]["quantity"].values[0, value])
        share = (found <= at).mean()
        assert abs(share - level) < 4.5 * math.sqrt(level * (1 - level) / found.size)
    shares = np.histogram(found, [0, 1e6, 3e6, np.inf])[0] / found.size
    credence = result["exact"]["credence"].values
    assert (np.abs(shares - credence) < 4.5 * np.sqrt(credence / found.size)).all()
    before = result["prior"]["quantity"].values.ravel()
    law = stats.norm(math.log(MEDIAN), SIGMA)
    assert stats.kstest(np.log(before), law.cdf).pvalue > 1e-3
    mean = result["posterior"]["credence"].values.reshape(-1, 3).mean(0)
    assert mean == pytest.approx(credence, abs=0.004)


def test_the_error_of_the_grid_is_an_honest_one() -> None:
    """Where the sharpest of bounds meets a wide prior, the error reported covers the error made."""
    case = quantity_case([{"says": {"at_least": 3.0e6, "spread": 1e-4}}])
    found = exact(case)
    z = math.log(MEDIAN / 3.0e6) / math.hypot(SIGMA, 1e-4)
    gap = abs(math.exp(float(found["log_evidence"]) - stats.norm.logcdf(z)) - 1)
    assert gap < max(10 * float(found["grid_error"]), 1e-11)
    assert prepare(case).grid_error == float(found["grid_error"])


def test_the_stated_numbers_of_a_quantity_are_in_the_table_by_their_address() -> None:
    table = assess.tabulate(claims_case())
    for address, value in (
        ("median[n]", MEDIAN),
        ("at_most[i0]", 4.8e6),
        ("spread[i1]", 0.15),
    ):
        row = table.sel(number=address)
        assert float(row["value"]) == pytest.approx(value)
        assert bool(row["fixed"])


def test_the_summary_shows_the_quantity_before_and_after() -> None:
    result = assess.weigh(claims_case())
    text = str(assess.summary(result))
    assert "before the items" in text
    assert "2 million" in text  # the prior median
    stored = assess.to_json(result)
    assert '"1e+06..3e+06"' in stored


def test_claims_that_contradict_each_other_through_sure_sources_name_the_items() -> None:
    """At most 1 and at least 10 million, spreads of a hundredth, from sources that cannot err."""
    says = [{"at_most": 1e3, "spread": 0.01}, {"at_least": 1e9, "spread": 0.01}]
    with pytest.raises(assess.CaseError) as caught:
        exact(quantity_case([{"says": s} for s in says]))
    text = str(caught.value)
    assert "items[i0]" in text
    assert "items[i1]" in text
