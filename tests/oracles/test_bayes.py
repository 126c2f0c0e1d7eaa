"""Published updates of a single question: base rates, odds, large sets of hypotheses."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from networks import identifier, oracle, probability
from weighing import weigh as weigh_without_draws

import assess

SURE = {"id": "observer", "reliability": {"value": 1, "certain": True}}


def weigh(prior, items):
    """The exact group for one question; `items` are likelihoods by hypothesis."""
    case = {
        "format": "assess/1",
        "questions": [
            {
                "id": "question",
                "exhaustive": "as published",
                "hypotheses": [
                    {"id": identifier(h), "prior": probability(p)} for h, p in prior.items()
                ],
            }
        ],
        "sources": [SURE],
        "items": [
            {
                "id": f"item{k}",
                "source": "observer",
                "likelihood": {identifier(h): probability(p) for h, p in likelihood.items()},
            }
            for k, likelihood in enumerate(items)
        ],
    }
    return weigh_without_draws(assess.case_from(case))["exact"]


def credences(exact, prior):
    return dict(zip(prior, exact["credence"].values.tolist(), strict=True))


def decibans(exact, k):
    """Weight of hypothesis k against the rest, from the logarithms."""
    logs = exact["log_credence"].values
    rest = np.logaddexp.reduce(np.delete(logs, k))
    return 10 * (logs[k] - rest) / math.log(10)


UPDATES = [
    "bayes-eddy-mammogram",
    "bayes-edwards-bookbag",
    "bayes-elisa-screening",
    "bayes-heuer-pilot",
]


@pytest.mark.parametrize("name", UPDATES)
def test_credences_after_each_item_agree(name):
    """One item after another, each time the whole case weighed anew."""
    given, expected = oracle(name)["inputs"], oracle(name)["expected"]
    likelihoods = [e["likelihood"] for e in given["evidence"]]
    for k, after in enumerate(expected["posterior_after_each_item"]):
        found = credences(weigh(given["prior"], likelihoods[: k + 1]), given["prior"])
        assert found == pytest.approx(after, rel=0, abs=1e-10)


@pytest.mark.parametrize("name", UPDATES)
def test_credences_and_evidence_agree(name):
    """The whole distribution and P(items)."""
    given, expected = oracle(name)["inputs"], oracle(name)["expected"]
    exact = weigh(given["prior"], [e["likelihood"] for e in given["evidence"]])
    assert credences(exact, given["prior"]) == pytest.approx(
        expected["posterior"], rel=0, abs=1e-10
    )
    assert math.exp(exact["log_evidence"]) == pytest.approx(expected["p_evidence"], rel=1e-10)


@pytest.mark.parametrize(
    ("name", "hypothesis", "digits"),
    [
        ("bayes-eddy-mammogram", "malignant", 0.077),
        ("bayes-edwards-bookbag", "70% red bag", 0.97),
        ("bayes-heuer-pilot", "Cambodian", 0.41),
    ],
)
def test_printed_digits_agree(name, hypothesis, digits):
    """Within half a unit of the last printed digit."""
    given, expected = oracle(name)["inputs"], oracle(name)["expected"]
    assert digits in expected["published"].values()
    exact = weigh(given["prior"], [e["likelihood"] for e in given["evidence"]])
    unit = 10.0 ** -len(str(digits).split(".")[1])
    assert credences(exact, given["prior"])[hypothesis] == pytest.approx(
        digits, rel=0, abs=unit / 2
    )


TABLE = oracle("bayes-finkelstein-fairley-table")


@pytest.mark.parametrize("row", range(5))
@pytest.mark.parametrize("column", range(5))
def test_palm_print_table_agrees(row, column):
    """Prior p, match certain if guilty and of frequency f if not: p / (p + (1 - p) f)."""
    given, expected = TABLE["inputs"], TABLE["expected"]
    prior = {"guilty": given["prior"][row], "not": 1 - given["prior"][row]}
    match = {"guilty": given["p_evidence_given_H"], "not": given["p_evidence_given_not_H"][column]}
    found = credences(weigh(prior, [match]), prior)["guilty"]
    assert found == pytest.approx(
        expected["posterior_rows_by_prior"][row][column], rel=0, abs=1e-12
    )
    printed = expected["published_rows_by_prior"][row][column]
    assert found == pytest.approx(printed, rel=0, abs=TABLE["tolerance"]["published_abs"])


# --- the island problem --------------------------------------------------------------------------

ISLAND = oracle("bayes-island-problem")
ISLANDS = [
    (c["other_islanders"], c["match_probability"], posterior)
    for c, posterior in zip(
        [ISLAND["inputs"], *ISLAND["inputs"]["extra_cases"]],
        [ISLAND["expected"]["posterior_guilt"], *ISLAND["expected"]["extra_posteriors"]],
        strict=True,
    )
]


@pytest.mark.parametrize(("others", "match", "expected"), ISLANDS)
def test_island_of_two_groups(others, match, expected):
    """The suspect against all others together: 1 / (1 + N p)."""
    prior = {"suspect": 1 / (others + 1), "others_": others / (others + 1)}
    exact = weigh(prior, [{"suspect": 1, "others_": match}])
    assert float(exact["credence"][0]) == pytest.approx(expected, rel=0, abs=1e-12)


def island(count, match):
    """An island where everyone is a hypothesis, those but the suspect by `others`."""
    weights = {f"person{k}": 1.0 for k in range(count)}
    question = {
        "id": "who",
        "exhaustive": "an island",
        "hypotheses": [{"id": h} for h in weights],
        "weights": weights,
    }
    likelihood = {"person0": {"value": 1, "certain": True}, "others": match}
    item = {"id": "match", "source": "observer", "likelihood": likelihood}
    data = {"format": "assess/1", "questions": [question], "sources": [SURE], "items": [item]}
    return weigh_without_draws(assess.case_from(data))["exact"]["credence"].values


@pytest.mark.parametrize(("match", "expected"), [(p, g) for n, p, g in ISLANDS if n == 100])
def test_island_of_a_hundred_and_one_suspects(match, expected):
    """Each islander is a hypothesis; the innocent share what is left equally."""
    credence = island(101, match)
    assert credence[0] == pytest.approx(expected, rel=0, abs=1e-12)
    assert credence[1:] == pytest.approx(np.full(100, (1 - expected) / 100), rel=0, abs=1e-12)


def test_island_of_four_thousand_suspects():
    """N p = 4000 / 4000 = 1: as likely as not, whatever the number of hypotheses."""
    assert island(4001, 1 / 4000)[0] == pytest.approx(0.5, rel=0, abs=1e-12)


# --- Jaynes's widgets ----------------------------------------------------------------------------

WIDGETS = oracle("bayes-jaynes-widgets")
P_BAD = {h: float(Fraction(p)) for h, p in WIDGETS["inputs"]["p_bad"].items()}
FEW = 1e-6
PRIOR = {"A": (1 - FEW) / 11, "B": (1 - FEW) * 10 / 11, "C": FEW}


@pytest.mark.parametrize(
    "step", WIDGETS["expected"]["trajectory"], ids=lambda s: f"{s['m_bad']}_bad"
)
def test_widgets_trajectory_agrees(step):
    """Credences and decibans of each hypothesis against the rest after m bad widgets."""
    exact = weigh(PRIOR, [P_BAD] * step["m_bad"])
    assert credences(exact, PRIOR) == pytest.approx(step["posterior"], rel=0, abs=1e-10)
    found = {h: decibans(exact, k) for k, h in enumerate(PRIOR)}
    assert found == pytest.approx(step["evidence_db"], rel=0, abs=1e-8)


@pytest.mark.parametrize(
    ("late", "early", "key"), [("A", "B", "A_overtakes_B_at_m"), ("C", "A", "C_overtakes_A_at_m")]
)
def test_hypothesis_overtakes_when_published(late, early, key):
    """The catch-all at -60 dB comes to lead after eleven bad widgets."""
    m = WIDGETS["expected"][key]
    before = credences(weigh(PRIOR, [P_BAD] * (m - 1)), PRIOR)
    after = credences(weigh(PRIOR, [P_BAD] * m), PRIOR)
    assert before[late] < before[early]
    assert after[late] > after[early]


@pytest.mark.parametrize(
    ("bad", "key"), [(True, "db_per_bad_A_vs_B"), (False, "db_per_good_A_vs_B")]
)
def test_one_widget_weighs_as_published(bad, key):
    """A against B: 10 log10 of (1/3)/(1/6) = 2, or of (2/3)/(5/6) = .8."""
    likelihood = {h: p if bad else 1 - p for h, p in P_BAD.items()}
    before, after = (weigh(PRIOR, items)["log_credence"].values for items in ([], [likelihood]))
    moved = (after[0] - after[1]) - (before[0] - before[1])
    assert 10 * moved / math.log(10) == pytest.approx(WIDGETS["expected"][key], abs=1e-8)


# --- odds ----------------------------------------------------------------------------------------

LEVIN = oracle("odds-levin-covid-origins")


def ratios(prior_odds):
    """The factors as bare ratios of a wholly reliable source, at given prior odds."""
    p = prior_odds / (1 + prior_odds)
    case = {
        "format": "assess/1",
        "questions": [
            {
                "id": "origin",
                "exhaustive": "the two that are compared",
                "hypotheses": [{"id": "leak", "prior": p}, {"id": "spillover", "prior": 1 - p}],
            }
        ],
        "sources": [SURE],
        "items": [
            {
                "id": f"factor{k}",
                "source": "observer",
                "ratio": {"for": "leak", "value": float(f["bf"])},
            }
            for k, f in enumerate(LEVIN["inputs"]["bayes_factors"])
        ],
    }
    return weigh_without_draws(assess.case_from(case))["exact"]


@pytest.mark.parametrize(
    ("odds", "expected"),
    list(
        zip(
            LEVIN["inputs"]["prior_odds_to_test"],
            LEVIN["expected"]["posterior_probability_by_prior_odds"],
            strict=True,
        )
    ),
)
def test_chain_of_factors_agrees(odds, expected):
    """2.3 * 20 * 27 * 12 = 14904, times the prior odds."""
    exact = ratios(odds)
    assert float(exact["credence"][0]) == pytest.approx(expected, rel=1e-11)
    logs = exact["log_credence"].values
    assert math.exp(logs[0] - logs[1]) == pytest.approx(14904 * odds, rel=1e-12)
