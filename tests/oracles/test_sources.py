"""Published models of testimony: Schum, Bovens and Hartmann, Olsson, Heuer."""

from __future__ import annotations

import math

import numpy as np
import pytest
from networks import oracle, probability
from weighing import weigh as weigh_without_draws

import assess

SURE = {"value": 1, "certain": True}
NEVER = {"value": 0, "certain": True}


def weigh(prior, sources, items):
    """Hypotheses h and not_h; `sources` is reliabilities by id, `items` without ids."""
    case = {
        "format": "assess/1",
        "questions": [
            {
                "id": "q",
                "exhaustive": "h or not",
                "hypotheses": [{"id": "h", "prior": prior}, {"id": "not_h", "prior": 1 - prior}],
            }
        ],
        "sources": [{"id": s, "reliability": r} for s, r in sources.items()],
        "items": [{"id": f"item{k}", **item} for k, item in enumerate(items)],
    }
    return weigh_without_draws(assess.case_from(case))["exact"]


def likelihood_ratio(exact):
    """P(items | h) / P(items | not h), for an even prior."""
    logs = exact["log_credence"].values
    return math.exp(logs[0] - logs[1])


# --- Schum ---------------------------------------------------------------------------------------

SCHUM = oracle("rel-schum-testimony-lr")
TESTIMONIES = [
    (
        *(
            c[k]
            for k in ("p_event_given_H", "p_event_given_not_H", "hit_rate", "false_positive_rate")
        ),
        e,
    )
    for c, e in zip(
        SCHUM["inputs"]["cases"],
        [x["likelihood_ratio_of_report"] for x in SCHUM["expected"]["cases"]],
        strict=True,
    )
]


def heard(if_h, if_not, hit, false_alarm):
    """A report of an event by a witness with a hit rate and a false-alarm rate.

    The witness tracks the event with r = hit - false alarm, and otherwise reports it with
    u = false alarm / (1 - r). Where the hit rate is the lower one the witness tracks the event too,
    but says the reverse: what it tracks is then the event's absence, with r = false alarm - hit and
    u = hit / (1 - r).
    """
    if hit < false_alarm:
        return heard(1 - if_h, 1 - if_not, false_alarm, hit)
    r = hit - false_alarm
    return weigh(
        0.5,
        {"witness": probability(r)},
        [
            {
                "source": "witness",
                "likelihood": {"h": if_h, "not_h": if_not},
                "if_unreliable": false_alarm / (1 - r),
            }
        ],
    )


@pytest.mark.parametrize(("if_h", "if_not", "hit", "false_alarm", "expected"), TESTIMONIES)
def test_testimony_is_worth_what_schum_has(if_h, if_not, hit, false_alarm, expected):
    """(hit P(E|h) + f (1 - P(E|h))) over the same for not h; f > hit turns the report around."""
    found = likelihood_ratio(heard(if_h, if_not, hit, false_alarm))
    assert found == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize(("if_h", "if_not", "hit", "false_alarm", "expected"), TESTIMONIES)
def test_testimony_can_be_stated_by_its_own_likelihoods(if_h, if_not, hit, false_alarm, expected):
    """The same report, as certain to be what it is, with likelihoods worked out beforehand."""
    direct = {h: hit * e + false_alarm * (1 - e) for h, e in (("h", if_h), ("not_h", if_not))}
    exact = weigh(0.5, {"witness": SURE}, [{"source": "witness", "likelihood": direct}])
    assert likelihood_ratio(exact) == pytest.approx(expected, rel=1e-10)


# --- Bovens and Hartmann -------------------------------------------------------------------------

REPORTS = oracle("rel-bovens-hartmann-independent")
PARTIAL = list(zip(REPORTS["inputs"]["cases"], REPORTS["expected"]["cases"], strict=True))


def concurring(case, sources):
    """Reports that h, certain if h and tracked, from one source after another, round and round."""
    names = list(sources)
    report = {"likelihood": {"h": SURE, "not_h": NEVER}, "if_unreliable": case["a"]}
    items = [{"source": names[k % len(names)], **report} for k in range(case["n_reports"])]
    return weigh(case["h"], sources, items)


@pytest.mark.parametrize(("case", "expected"), PARTIAL)
def test_independent_sources_agree(case, expected):
    """LR ((r + a (1 - r)) / (a (1 - r)))^n, and the chance that a source is a reliable one."""
    exact = concurring(case, {f"s{k}": {"persistent": case["r"]} for k in range(case["n_reports"])})
    assert float(exact["credence"][0]) == pytest.approx(
        expected["posterior_hyp_independent_sources"], abs=1e-10
    )
    reliable = expected["posterior_reliability_independent"]
    assert exact["reliability"].values == pytest.approx(
        np.full(case["n_reports"], reliable), abs=1e-10
    )


@pytest.mark.parametrize(("case", "expected"), PARTIAL)
def test_independent_reports_of_fixed_sources_agree(case, expected):
    """With a fixed r nothing is learnt of the source, only whether its item tracked."""
    exact = concurring(case, {f"s{k}": case["r"] for k in range(case["n_reports"])})
    assert float(exact["credence"][0]) == pytest.approx(
        expected["posterior_hyp_independent_sources"], abs=1e-10
    )
    tracked = expected["posterior_reliability_independent"]
    assert exact["tracked"].values == pytest.approx(np.full(case["n_reports"], tracked), abs=1e-10)
    assert exact["reliability"].values == pytest.approx(
        np.full(case["n_reports"], case["r"]), abs=1e-15
    )


@pytest.mark.parametrize(("case", "expected"), PARTIAL)
def test_one_persistent_source_agrees(case, expected):
    """LR (r + a^n (1 - r)) / (a^n (1 - r)): reliable in everything it says or in nothing."""
    exact = concurring(case, {"s": {"persistent": case["r"]}})
    assert float(exact["credence"][0]) == pytest.approx(
        expected["posterior_hyp_same_source"], abs=1e-10
    )
    assert float(exact["reliability"][0]) == pytest.approx(
        expected["posterior_reliability_same_source"], abs=1e-10
    )


@pytest.mark.parametrize(("case", "expected"), PARTIAL)
def test_beta_of_little_worth_tends_to_the_persistent_source(case, expected):
    """Beta(r c, (1 - r) c) with c = 1e-9 is nearly the two points."""
    exact = concurring(case, {"s": {"mean": case["r"], "worth": 1e-9}})
    assert float(exact["credence"][0]) == pytest.approx(
        expected["posterior_hyp_same_source"], abs=1e-7
    )


@pytest.mark.parametrize(("case", "expected"), PARTIAL)
def test_beta_of_great_worth_tends_to_independent_reports(case, expected):
    """Beta(r c, (1 - r) c) with c = 1e9 is nearly the number r."""
    exact = concurring(case, {"s": {"mean": case["r"], "worth": 1e9}})
    assert float(exact["credence"][0]) == pytest.approx(
        expected["posterior_hyp_independent_sources"], abs=1e-7
    )


# --- Olsson --------------------------------------------------------------------------------------

TRUST = oracle("rel-beta-trust-updating")
TRUSTED = list(zip(TRUST["inputs"]["cases"], TRUST["expected"]["cases"], strict=True))


def asserted(case, sources):
    """Reports that h by a source that is right with chance tau and otherwise says the reverse.

    P(report | h) = tau and P(report | not h) = 1 - tau: what does not track is then wrong, so
    `if_unreliable` is 0 under h and 1 under not h.
    """
    report = {
        "likelihood": {"h": SURE, "not_h": NEVER},
        "if_unreliable": {"h": NEVER, "not_h": SURE},
    }
    a, b = case["trust_prior_beta"]
    n = case["n_concurring_reports"]
    items = [{"source": sources[k % len(sources)], **report} for k in range(n)]
    return weigh(case["prior_H"], {s: {"beta": [a, b]} for s in sources}, items)


@pytest.mark.parametrize(("case", "expected"), TRUSTED)
def test_credence_in_one_source_of_unknown_accuracy_agrees(case, expected):
    """E[tau^n] against E[(1 - tau)^n]; the mean accuracy moves with the credence."""
    exact = asserted(case, ["s"])
    assert float(exact["credence"][0]) == pytest.approx(
        expected["posterior_H_same_source"], abs=1e-9
    )
    trust = expected["posterior_mean_reliability_same_source"]
    assert float(exact["reliability"][0]) == pytest.approx(trust, abs=1e-9)


@pytest.mark.parametrize(("case", "expected"), TRUSTED)
def test_credence_in_many_sources_of_unknown_accuracy_agrees(case, expected):
    """One report from each: the mean accuracy to the power of n."""
    exact = asserted(case, [f"s{k}" for k in range(case["n_concurring_reports"])])
    expected_credence = expected["posterior_H_independent_sources"]
    assert float(exact["credence"][0]) == pytest.approx(expected_credence, abs=1e-9)


# --- Heuer ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("if_false", "expected"), [(0.0, 0.5625), (0.2, 0.6125)])
def test_report_that_would_make_an_event_likely(if_false, expected):
    """.75 * .75 = .5625 only if the event cannot happen otherwise; .25 * .2 more is .6125."""
    chain = oracle("rel-heuer-report-chain")
    p, q = (chain["inputs"][k] for k in ("p_report_true", "p_event_given_report_true"))
    rows = [("right", q), ("wrong", if_false)]
    case = assess.case_from(
        {
            "format": "assess/1",
            "questions": [
                {
                    "id": "report",
                    "exhaustive": "right or wrong",
                    "hypotheses": [{"id": "right", "prior": p}, {"id": "wrong", "prior": 1 - p}],
                },
                {
                    "id": "event",
                    "exhaustive": "it happens or not",
                    "hypotheses": [{"id": "happens"}, {"id": "does_not"}],
                    "given": ["report"],
                    "table": [
                        {
                            "when": {"report": r},
                            "prior": {"happens": probability(e), "does_not": probability(1 - e)},
                        }
                        for r, e in rows
                    ],
                },
            ],
        }
    )
    exact = weigh_without_draws(case)["exact"]
    assert float(exact["credence"].sel(hypothesis="happens")) == pytest.approx(expected, abs=1e-12)
    if if_false == chain["inputs"]["p_event_given_report_false"]:
        assert expected == chain["expected"]["p_event"]
