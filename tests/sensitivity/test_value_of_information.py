"""Value of information: published figures, arithmetic by hand, and weighing again with outcomes."""

from __future__ import annotations

import math
import re
from functools import cache
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
import xarray as xr
from brute_force import Answer
from brute_force import weigh as enumerate_worlds
from candidates import random_candidates, with_candidates, with_outcomes
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import Network, network_of
from quick_cases import first
from random_cases import random_case
from weighing import weigh

import assess
from assess.case.model import plain
from assess.errors import TooEntangledError
from assess.prose.value_of_information import explain

SURE = {"value": 1, "certain": True}
OIL = {"dry": 0.5, "wet": 0.3, "soaking": 0.2}


def choice(name: str, priors: dict[str, float], **more: Any) -> dict[str, Any]:
    hypotheses = [{"id": h, "prior": p} for h, p in priors.items()]
    return {"id": name, "exhaustive": "made so", "hypotheses": hypotheses, **more}


def case_of(candidates: list[dict[str, Any]], **changes: Any) -> assess.Case:
    """Is it so? Even odds, and an all-knowing source, unless the changes say otherwise."""
    data: dict[str, Any] = {
        "format": "assess/1",
        "questions": [choice("so", {"yes": 0.5, "no": 0.5})],
        "sources": [{"id": "sure", "reliability": SURE}],
        "candidates": candidates,
    }
    return assess.case_from({**data, **changes})


def value(case: assess.Case, as_of: str | None = None, **options: Any) -> xr.Dataset:
    return assess.value_of_information(weigh(case, as_of=as_of), **options)


def entropy(*p: float) -> float:
    """In bits."""
    return -sum(x * math.log2(x) for x in p if x > 0)


# --- published figures ----------------------------------------------------------------------------


def wildcatter(**changes: Any) -> assess.Case:
    """Raiffa, H. (1968), *Decision Analysis*, Addison-Wesley: a seismic test costs 10."""
    rows = {  # P(outcome | dry, wet, soaking)
        "no_structure": (0.6, 0.3, 0.1),
        "open": (0.3, 0.4, 0.4),
        "closed": (0.1, 0.3, 0.5),
    }
    outcomes = {k: dict(zip(OIL, row, strict=True)) for k, row in rows.items()}
    seismic = {"id": "seismic", "source": "sure", "cost": 10, "outcomes": outcomes, **changes}
    return case_of([seismic], questions=[choice("oil", OIL)])


DRILL = {"drill": {"dry": -70.0, "wet": 50.0, "soaking": 200.0}, "leave": {"others": 0.0}}


def test_wildcatter_expects_what_raiffa_has() -> None:
    """20 without the test and 22.5 with the paid test (printed); the rest by their arithmetic."""
    found = value(wildcatter(), payoffs=DRILL)
    assert found.attrs["value_now"] == pytest.approx(20.0, abs=1e-9)
    assert found.attrs["best_action"] == "drill"
    assert found["expected_value"].values == pytest.approx([20.0, 0.0], abs=1e-9)
    # .3 x 50 + .2 x 200, less the 20 above
    assert found.attrs["value_of_perfect_information"] == pytest.approx(35.0, abs=1e-9)
    seismic = found.sel(candidate="seismic")
    assert float(seismic["value"]) == pytest.approx(12.5, abs=1e-9)
    assert float(seismic["net_value"]) == pytest.approx(2.5, abs=1e-9)
    assert 20.0 + float(seismic["net_value"]) == pytest.approx(22.5, abs=1e-9)


def test_wildcatter_outcome_by_outcome() -> None:
    """P(outcome), credences after it, and what drilling is then worth."""
    found = value(wildcatter(), payoffs=DRILL)
    assert list(found["comes_out"].values) == ["no_structure", "open", "closed"]
    assert found["probability"].values == pytest.approx([0.41, 0.35, 0.24], abs=1e-12)
    expected = [
        [0.731707317073, 0.219512195122, 0.0487804878049],
        [0.428571428571, 0.342857142857, 0.228571428571],
        [0.208333333333, 0.375, 0.416666666667],
    ]
    assert found["credence"].values == pytest.approx(np.array(expected), abs=1e-11)
    drill = found["expected_value_after"].sel(action="drill").values
    assert drill == pytest.approx([-30.487804878, 32.8571428571, 87.5], abs=1e-9)


def certain(count: int, of: int) -> Any:
    share = count / of
    return {"value": share, "certain": True} if share in (0.0, 1.0) else share


def test_information_gain_of_the_restaurant() -> None:
    """Russell & Norvig, *Artificial Intelligence*, 3rd ed., section 18.3: .541 bits, and none.

    Twelve examples, six of each; how many of them each value of an attribute has.
    """
    counts = {
        "Patrons": {"None": (0, 2), "Some": (4, 0), "Full": (2, 4)},
        "Type": {"French": (1, 1), "Italian": (1, 1), "Thai": (2, 2), "Burger": (2, 2)},
    }
    candidates = [
        {
            "id": name,
            "source": "sure",
            "outcomes": {
                k: {"yes": certain(y, 6), "no": certain(n, 6)} for k, (y, n) in values.items()
            },
        }
        for name, values in counts.items()
    ]
    found = value(case_of(candidates))
    assert list(found["candidate"].values) == ["Patrons", "Type"]
    assert found["bits"].values == pytest.approx([0.540852082973, 0.0], abs=1e-10)
    assert round(float(found["bits"][0]), 3) == 0.541
    # 2/12 and 4/12 certain, 6/12 at 2 to 4: 2/12 + 4/12 + 6/12 x 4/6, less a half
    assert float(found["probability_gain"][0]) == pytest.approx(1 / 3, abs=1e-12)


ASIA = {  # bits about lung cancer, expected entropy, and gain in probability
    (): {
        "xray": (0.184807236453, 0.122461123408, 0.0),
        "smoke": (0.0323739951182, 0.274894364743, 0.0),
        "dysp": (0.0253824882978, 0.281885871563, 0.0),
        "bronc": (0.00253979846351, 0.304728561397, 0.0),
        "asia": (0.0, 0.307268359861, 0.0),
        "tub": (0.0, 0.307268359861, 0.0),
    },
    (("dysp", "yes"),): {
        "xray": (0.30174616356, 0.17593543076, 0.0393097507034),
        "smoke": (0.0342769491544, 0.443404645165, 0.0),
        "bronc": (0.0198902187021, 0.457791375618, 0.0),
        "asia": (8.61686615727e-07, 0.477680732633, 0.0),
    },
}


@pytest.mark.parametrize("evidence", ASIA, ids=["nothing known", "short of breath"])
def test_which_finding_to_look_for_next_in_asia(evidence: tuple[tuple[str, str], ...]) -> None:
    """The network of Lauritzen & Spiegelhalter (1988); the measure as in Kjaerulff & Madsen (2013).

    Candidates are sure observations of other questions. Of a visit to Asia nothing is learned
    before dyspnoea is seen, and something after.
    """
    network = Network(network_of({"network_file": "networks/asia.json"}))
    case = network.case(dict(evidence))
    expected = ASIA[evidence]
    candidates = [
        {
            "id": f"see_{node}",
            "source": "observer",
            "question": f"n{node}",
            "likelihood": {"nyes": SURE, "nno": {"value": 0, "certain": True}},
        }
        for node in expected
    ]
    found = value(with_candidates(case, candidates), question="nlung")
    ranked = [str(c).removeprefix("see_") for c in found["candidate"].values]
    assert [c for c in ranked if expected[c][0]] == [c for c in expected if expected[c][0]]
    for node, (bits, left, gain) in expected.items():
        row = found.sel(candidate=f"see_{node}")
        assert float(row["bits"]) == pytest.approx(bits, abs=1e-9)
        assert float(row["expected_entropy"]) == pytest.approx(left, abs=1e-9)
        assert float(row["probability_gain"]) == pytest.approx(gain, abs=1e-9)
        assert (float(row["bits"]) < 1e-12) == (bits < 1e-12)


GOOD = [  # sensitivity, specificity, dB if positive and if negative, expected dB if so and if not
    (0.9, 0.95, 12.552725051, -9.77723605289, 10.3197289406, -8.66073799769),
    (0.8, 0.8, 6.02059991328, -6.02059991328, 3.61235994797, -3.61235994797),
    (0.977, 0.926, 11.2066284399, -16.0488315066, 10.5797528611, -14.0319274706),
    (0.6, 0.5, 0.791812460476, -0.969100130081, 0.0874474242535, -0.0886438348022),
]


@pytest.mark.parametrize("test", GOOD, ids=lambda t: f"{t[0]}")
@pytest.mark.parametrize("prior", [0.5, 0.02])
def test_expected_bayes_factor_against_the_truth_is_one(
    test: tuple[float, ...], prior: float
) -> None:
    """Turing's theorem: Good (1950), *Probability and the Weighing of Evidence*; Good (1985).

    Weights of evidence read off the credences, and their expectations under either hypothesis.
    """
    sensitivity, specificity, positive, negative, if_so, if_not = test
    candidate = {
        "id": "test",
        "source": "sure",
        "likelihood": {"yes": sensitivity, "no": 1 - specificity},
    }
    questions = [choice("so", {"yes": prior, "no": 1 - prior})]
    found = value(case_of([candidate], questions=questions))
    after = found["credence"].sel(hypothesis="yes").values
    factor = after / (1 - after) / (prior / (1 - prior))
    decibans = 10 * np.log10(factor)
    assert decibans == pytest.approx([positive, negative], abs=1e-8)
    given_yes = found["probability"].values * after / prior
    given_no = found["probability"].values * (1 - after) / (1 - prior)
    assert given_yes @ decibans == pytest.approx(if_so, abs=1e-8)
    assert given_no @ decibans == pytest.approx(if_not, abs=1e-8)
    assert given_no @ factor == pytest.approx(1.0, abs=1e-12)


# --- by hand --------------------------------------------------------------------------------------


def test_unreliable_reporter_by_hand() -> None:
    """.7 x .9 + .3 x .5 = .78 against .7 x .1 + .3 x .5 = .22: one bit less the entropy of .78."""
    candidate = {
        "id": "word",
        "source": "radio",
        "cost": 2,
        "likelihood": {"yes": 0.9, "no": 0.1},
        "if_unreliable": 0.5,
    }
    sources = [{"id": "radio", "reliability": {"beta": [7, 3]}}]
    found = value(case_of([candidate], sources=sources, cost_unit="day"))
    row = found.sel(candidate="word")
    assert float(row["bits"]) == pytest.approx(1 - entropy(0.78, 0.22), abs=1e-12)
    assert float(row["bits_per_cost"]) == pytest.approx((1 - entropy(0.78, 0.22)) / 2, abs=1e-12)
    assert float(row["expected_entropy"]) == pytest.approx(entropy(0.78, 0.22), abs=1e-12)
    assert found["probability"].values == pytest.approx([0.5, 0.5], abs=1e-12)
    assert float(row["probability_gain"]) == pytest.approx(0.28, abs=1e-12)
    assert float(row["brier_gain"]) == pytest.approx(0.78**2 + 0.22**2 - 0.5, abs=1e-12)
    assert float(row["chance_lead_changes"]) == pytest.approx(0.5, abs=1e-12)
    assert float(row["chance_band_changes"]) == pytest.approx(1.0, abs=1e-12)
    assert abs(float(row["largest_move"])) == pytest.approx(0.28, abs=1e-12)
    assert found.attrs["level"] == "no"
    assert found.attrs["entropy"] == pytest.approx(1.0)


def test_candidate_shares_the_reliability_of_its_source_by_hand() -> None:
    """Of a Beta(1, 1) source: E[r] = 1/2, E[r^2] = 1/3, so a second word leans on the first.

    Item and candidate alike: seen with 1 if so and 0 if not, 1/2 if unreliable. Given so it is
    (1 + r) / 2, given not so (1 - r) / 2, each time.
    """
    word = {
        "source": "radio",
        "likelihood": {"yes": SURE, "no": {"value": 0, "certain": True}},
        "if_unreliable": 0.5,
    }
    case = case_of(
        [{"id": "more", **word}],
        sources=[{"id": "radio", "reliability": {"beta": [1, 1]}}],
        items=[{"id": "first", **word}],
    )
    found = value(case)
    both = 1 / 4 * (1 + 2 * 1 / 2 + 1 / 3), 1 / 4 * (1 - 2 * 1 / 2 + 1 / 3)
    first = (3 / 4, 1 / 4)
    seen = found.sel(outcome="more: seen")
    assert float(seen["credence"].sel(hypothesis="yes")) == pytest.approx(
        both[0] / (both[0] + both[1]), abs=1e-12
    )
    assert float(seen["probability"]) == pytest.approx(sum(both) / sum(first), abs=1e-12)
    # independent of each other the two would speak with odds of 3 each
    assert both[0] / both[1] == pytest.approx(7.0)
    assert both[0] / both[1] < 9.0


def echo(chance: Any, original: str = "report", **more: Any) -> dict[str, Any]:
    return {
        "id": "echo",
        "source": "press",
        "likelihood": {"yes": 0.9, "no": 0.2},
        "if_unreliable": 0.4,
        "repeats": {"item": original, "chance": chance, **more},
    }


PRESS = [
    {"id": "sure", "reliability": SURE},
    {"id": "press", "reliability": 0.6},
]
REPORT = {"id": "report", "source": "press", "likelihood": {"yes": 0.8, "no": 0.3}}


def test_echo_is_worth_next_to_nothing_and_it_shows() -> None:
    """What repeats an item with chance .95 tells next to nothing; on its own word it would."""
    report = {**REPORT, "if_unreliable": 0.5}
    case = case_of([echo(0.95)], sources=PRESS, items=[report])
    row = value(case).sel(candidate="echo")
    assert 0.0 < float(row["bits"]) < 0.03 * float(row["bits_alone"])
    assert str(row["note"].item()) == "may repeat report"
    assert "echo may repeat report and is worth .00316 bits only; found out indep" in explain(
        value(case)
    )
    sure = case_of([echo({"value": 1, "certain": True})], sources=PRESS, items=[report])
    assert float(value(sure).sel(candidate="echo")["bits"]) == pytest.approx(0.0, abs=1e-12)
    # alone it is what it would be if the statement did not say that it repeats anything
    free = {k: v for k, v in echo(0.5).items() if k != "repeats"}
    alone = value(case_of([free], sources=PRESS, items=[report])).sel(candidate="echo")
    assert float(row["bits_alone"]) == pytest.approx(float(alone["bits"]), rel=1e-10)
    assert float(alone["bits_alone"]) == pytest.approx(float(alone["bits"]), rel=1e-12)


def test_echo_of_a_candidate_shows_in_the_pair_only() -> None:
    """By itself it stands on its own; beside its original that is seen it adds next to nothing."""
    original = {**REPORT, "id": "ask", "source": "sure"}
    case = case_of([original, echo({"value": 1, "certain": True}, "ask")], sources=PRESS)
    found = value(case)
    free = {k: v for k, v in echo(0.5).items() if k != "repeats"}
    alone = value(case_of([free], sources=PRESS))
    assert float(found["bits"].sel(candidate="echo")) == pytest.approx(
        float(alone["bits"].sel(candidate="echo")), rel=1e-12
    )
    pair = found.isel(pair=0)
    # seen: .8 and .3, and the echo for sure; not seen: the echo speaks for itself
    yes, no = 0.6 * 0.9 + 0.4 * 0.4, 0.6 * 0.2 + 0.4 * 0.4
    ways = [(0.8, 0.3), (0.2 * yes, 0.7 * no), (0.2 * (1 - yes), 0.7 * (1 - no))]
    left = sum((a + b) / 2 * entropy(a / (a + b), b / (a + b)) for a, b in ways)
    assert float(pair["joint_bits"]) == pytest.approx(1 - left, abs=1e-12)
    assert float(pair["interaction"]) < 0.0


def test_two_that_sharpen_each_other_tell_more_than_their_sum() -> None:
    """Which of two coins was thrown, and whether they agree: neither alone says anything."""
    fair = {
        "id": "coin",
        "exhaustive": "it is",
        "hypotheses": [{"id": "h", "prior": 0.5}, {"id": "t", "prior": 0.5}],
    }
    rows = [
        {
            "when": {"so": a, "coin": b},
            "prior": {"same": 1, "other": 0}
            if (a == "yes") == (b == "h")
            else {"same": 0, "other": 1},
        }
        for a in ("yes", "no")
        for b in ("h", "t")
    ]
    for row in rows:
        row["prior"] = {k: {"value": float(v), "certain": True} for k, v in row["prior"].items()}
    agree = {
        "id": "agree",
        "exhaustive": "it is",
        "hypotheses": [{"id": "same"}, {"id": "other"}],
        "given": ["so", "coin"],
        "table": rows,
    }
    sees = {"source": "sure", "cost": 1}
    zero = {"value": 0, "certain": True}
    case = case_of(
        [
            {"id": "a", "question": "coin", "likelihood": {"h": SURE, "t": zero}, **sees},
            {"id": "b", "question": "agree", "likelihood": {"same": SURE, "other": zero}, **sees},
            {"id": "c", "question": "so", "likelihood": {"yes": 0.6, "no": 0.4}, **sees},
        ],
        questions=[choice("so", {"yes": 0.5, "no": 0.5}), fair, agree],
    )
    found = value(case)
    assert found["bits"].values == pytest.approx([1 - entropy(0.6, 0.4), 0.0, 0.0], abs=1e-12)
    best = found.isel(pair=0)
    assert found.attrs["best_pair"] == str(best["pair"].values) == "a + b"
    assert float(best["joint_bits"]) == pytest.approx(1.0, abs=1e-12)
    assert float(best["interaction"]) == pytest.approx(1.0, abs=1e-12)
    assert float(best["joint_bits_per_cost"]) == pytest.approx(0.5, abs=1e-12)
    assert "a and b: 1 bit, more than the sum of 0 bits, as one sharpens the other." in explain(
        found
    )


# --- by weighing again ----------------------------------------------------------------------------

# the others take seconds, or minutes, to enumerate
SEEDS = [s for s in range(30) if s not in (0, 5, 6, 10, 11, 17, 27, 29)]


@cache
def random_result(seed: int) -> tuple[assess.Case, xr.DataTree | None]:
    data, _ = random_case(seed)
    case = with_candidates(assess.case_from(data), random_candidates(seed, data))
    excluded = {s.id for s in case.sources if s.is_excluded}
    if all(excluded & set(c.path) for c in case.candidates):
        return case, None
    try:
        return case, weigh(case)
    except assess.CaseError:  # impossible items
        return case, None


@cache
def again(seed: int, *chosen: tuple[str, str]) -> Answer:
    """A random case by enumeration, with these outcomes (candidate, name) as items."""
    return enumerate_worlds(with_outcomes(random_result(seed)[0], dict(chosen)))


def bits(seed: int, question: str, ways: list[list[tuple[str, str]]]) -> float:
    """Bits about a question that one outcome of each list is expected to bring."""
    states = random_result(seed)[0].variables[question].states
    before = again(seed)
    left = 0.0
    for chosen in product(*ways):
        after = again(seed, *chosen)
        p = float(after.evidence / before.evidence)
        left += p * entropy(*(float(after.credence[question, h]) for h in states)) if p else 0.0
    return entropy(*(float(before.credence[question, h]) for h in states)) - left


@pytest.mark.parametrize("seed", first(6, SEEDS))
def test_every_outcome_is_what_weighing_again_gives(seed: int) -> None:
    """P(outcome), credences after one outcome, and bits of one candidate and of two."""
    case, result = random_result(seed)
    if result is None:
        pytest.skip("its items are impossible, or all its sources excluded")
    before = again(seed)
    for question in case.questions:
        found = assess.value_of_information(result, question=question.id)
        ways: dict[str, list[tuple[str, str]]] = {}
        for row in range(found.sizes["outcome"]):
            one = found.isel(outcome=row)
            key = str(one["candidate_of"].values), str(one["comes_out"].values)
            ways.setdefault(key[0], []).append(key)
            after = again(seed, key)
            p = float(after.evidence / before.evidence)
            assert float(one["probability"]) == pytest.approx(p, rel=1e-9, abs=1e-300)
            if p:
                credence = [float(after.credence[question.id, h]) for h in question.states]
                assert one["credence"].values == pytest.approx(credence, rel=1e-9, abs=1e-12)
            else:
                assert np.isnan(one["credence"].values).all()
        for name, own in ways.items():
            expected = bits(seed, question.id, [own])
            assert float(found["bits"].sel(candidate=name)) == pytest.approx(expected, abs=1e-9)
        for pair in (found.isel(pair=k) for k in range(found.sizes["pair"])):
            both = [ways[str(pair[k].values)] for k in ("first", "second")]
            expected = bits(seed, question.id, both)
            assert float(pair["joint_bits"]) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("seed", first(12, range(40)))
def test_what_is_expected_is_what_is_believed(seed: int) -> None:
    """Chances of the outcomes sum to 1, and credences average to the present ones, in any case."""
    case, result = random_result(seed)
    if result is None:
        return
    exact = result["exact"]
    for question in case.questions:
        found = assess.value_of_information(result, question=question.id)
        own = exact["question"].values == question.id
        now = exact["credence"].values[own]
        for name in found["candidate"].values:
            rows = found.isel(outcome=found["candidate_of"].values == name)
            p = rows["probability"].values
            assert p.sum() == pytest.approx(1.0, abs=1e-9)
            expected = p @ np.nan_to_num(rows["credence"].values)
            assert expected == pytest.approx(now, abs=1e-9)
            row = found.sel(candidate=name)
            assert 0.0 <= float(row["bits"]) <= found.attrs["entropy"] + 1e-9
            assert float(row["bits"]) == pytest.approx(
                found.attrs["entropy"] - float(row["expected_entropy"]), abs=1e-9
            )
            assert float(row["probability_gain"]) > -1e-9
        for k in range(found.sizes["pair"]):
            pair = found.isel(pair=k)
            both = [str(pair[k].values) for k in ("first", "second")]
            best = float(found["bits"].sel(candidate=both).max())
            repeats = {c.id: c.repeats.item for c in case.candidates if c.repeats}
            if repeats.get(both[0]) != both[1] and repeats.get(both[1]) != both[0]:
                assert float(pair["joint_bits"]) > best - 1e-9


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_candidates_change_no_credence(seed: int) -> None:
    """Nor any number of the tables: they take no part in the weighing."""
    case, result = random_result(seed)
    if result is None:
        return
    without = weigh(case.model_copy(update={"candidates": ()}))
    one, other = (r["exact"].to_dataset() for r in (result, without))
    xr.testing.assert_allclose(one, other, rtol=1e-12)
    xr.testing.assert_equal(
        assess.tabulate(case), assess.tabulate(case.model_copy(update={"candidates": ()}))
    )


def test_candidate_about_a_quantity_is_what_weighing_again_gives() -> None:
    """A likelihood for each band, on the grid of the case as it stands."""
    case = assess.example_case("dprk_shells")
    question = case.questions[0]
    seen = dict(zip(question.states, (0.1, 0.4, 0.8, 0.6), strict=False))
    inspector = {"id": "inspector", "name": "An inspector", "reliability": {"beta": [8, 2]}}
    candidate = {
        "id": "inspection",
        "source": "inspector",
        "question": question.id,
        "likelihood": seen,
        "if_unreliable": 0.3,
    }
    data = plain(case)
    data["sources"] = [*data["sources"], inspector]
    found = value(assess.case_from({**data, "candidates": [candidate]}))
    now = weigh(assess.case_from(data))["exact"]
    for outcome, numbers, unreliable in (
        ("seen", seen, 0.3),
        ("not seen", {h: 1 - p for h, p in seen.items()}, 0.7),
    ):
        item = {**candidate, "likelihood": numbers, "if_unreliable": unreliable}
        after = weigh(assess.case_from({**data, "items": [*data["items"], item]}))["exact"]
        row = found.sel(outcome=f"inspection: {outcome}")
        own = after["question"].values == question.id
        assert row["credence"].values == pytest.approx(after["credence"].values[own], abs=1e-8)
        log = float(after["log_evidence"] - now["log_evidence"])
        assert float(row["probability"]) == pytest.approx(math.exp(log), rel=1e-8)
    expected = found["probability"].values @ found["credence"].values
    own = now["question"].values == question.id
    assert expected == pytest.approx(now["credence"].values[own], abs=1e-9)


# --- properties -----------------------------------------------------------------------------------

chance = st.floats(0.02, 0.98)


@settings(max_examples=25, deadline=None)
@given(st.lists(chance, min_size=4, max_size=4))
def test_more_reliable_reporter_tells_more(numbers: list[float]) -> None:
    """A single word of a source: bits do not fall as its reliability rises."""
    yes, no, unreliable, prior = numbers
    candidates = [
        {
            "id": f"c{k}",
            "source": f"s{k}",
            "likelihood": {"yes": yes, "no": no},
            "if_unreliable": unreliable,
        }
        for k in range(4)
    ]
    sources = [{"id": f"s{k}", "reliability": 0.2 + 0.25 * k} for k in range(4)]
    questions = [choice("so", {"yes": prior, "no": 1 - prior})]
    found = value(case_of(candidates, sources=sources, questions=questions))
    bits = found["bits"].sel(candidate=[f"c{k}" for k in range(4)]).values
    assert (np.diff(bits) >= -1e-12).all()


@settings(max_examples=25, deadline=None)
@given(chance, chance, chance)
def test_what_is_equally_likely_under_all_hypotheses_tells_nothing(
    prior: float, same: float, reliability: float
) -> None:
    """And neither the lead nor the verbal band can change by it, whatever the prior."""
    candidate = {
        "id": "c",
        "source": "s",
        "cost": 3,
        "likelihood": {"others": same},
        "if_unreliable": same,
    }
    case = case_of(
        [candidate],
        sources=[{"id": "s", "reliability": reliability}],
        questions=[choice("so", {"yes": prior, "no": 1 - prior})],
    )
    row = value(case).sel(candidate="c")
    for name in ("bits", "chance_lead_changes", "chance_band_changes", "probability_gain"):
        assert float(row[name]) == pytest.approx(0.0, abs=1e-12)


# --- order, bands, errors -------------------------------------------------------------------------


def sure(name: str, yes: float, no: float, **more: Any) -> dict[str, Any]:
    return {"id": name, "source": "sure", "likelihood": {"yes": yes, "no": no}, **more}


def test_sorted_by_bits_per_cost_where_all_have_costs() -> None:
    """And by bits where one has none."""
    costly = [sure("much", 0.9, 0.1, cost=100), sure("little", 0.6, 0.4, cost=1)]
    found = value(case_of(costly))
    assert list(found["candidate"].values) == ["little", "much"]
    assert found.attrs["sorted_by"] == "bits_per_cost"
    found = value(case_of([*costly, sure("free", 0.7, 0.4)]))
    assert list(found["candidate"].values) == ["much", "free", "little"]
    assert found.attrs["sorted_by"] == "bits"
    assert math.isnan(float(found.sel(candidate="free")["bits_per_cost"]))


def test_bands_of_the_scale_and_places_without_one() -> None:
    """From .60, likely: to .947 (very likely) or .143 (very unlikely); after a proof above all."""
    questions = [choice("so", {"yes": 0.6, "no": 0.4})]
    near = [sure("a", 0.9, 0.075), sure("b", 0.999, 0.001), sure("c", 0.51, 0.5)]
    found = value(case_of(near, questions=questions))
    bands = dict(zip(found["outcome"].values, found["band"].values, strict=True))
    assert found.attrs["band"] == "likely"
    assert bands["a: seen"] == "very likely"
    assert bands["a: not seen"] == "very unlikely"
    assert bands["b: seen"] == "above 'almost certain'"
    assert bands["b: not seen"] == "below 'almost no chance'"
    assert float(found["chance_band_changes"].sel(candidate="a")) == pytest.approx(1.0)
    assert float(found["chance_band_changes"].sel(candidate="c")) == 0.0
    # .6 x .1 = .06 against .4 x .925 = .37
    assert float(found["chance_lead_changes"].sel(candidate="a")) == pytest.approx(0.43)
    # of PHIA's terms none is for .52, which .6 becomes where .4 comes to .48
    gap = value(case_of([sure("d", 0.65, 0.9)], questions=questions), scale="phia2025")
    seen = 0.6 * 0.65 / (0.6 * 0.65 + 0.4 * 0.9)
    assert float(gap["credence"].sel(outcome="d: seen", hypothesis="yes")) == pytest.approx(seen)
    assert str(gap["band"].sel(outcome="d: seen").values) == (
        "between 'realistic possibility' and 'likely'"
    )


def test_candidate_of_an_excluded_source_is_skipped() -> None:
    """What cannot be judged cannot be valued; a repeat of it stands on its own."""
    sources = [
        {"id": "sure", "reliability": SURE},
        {"id": "press", "reliability": {"admiralty": "F", "exclude": True}},
    ]
    barred = {**REPORT, "id": "barred", "if_unreliable": 0.5}
    copy = {**sure("copy", 0.8, 0.3), "repeats": {"item": "barred", "chance": 0.9}}
    found = value(case_of([barred, copy], sources=sources))
    assert list(found["candidate"].values) == ["copy"]
    assert found.attrs["skipped"] == "barred"
    free = value(case_of([sure("copy", 0.8, 0.3)]))
    assert found["bits"].values == pytest.approx(free["bits"].values, rel=1e-12)
    with pytest.raises(ValueError, match="the sources of barred are excluded"):
        value(case_of([barred], sources=sources))


def test_repeat_of_an_item_not_yet_known_stands_on_its_own() -> None:
    """As of a day before its original."""
    report = {**REPORT, "if_unreliable": 0.5, "date": "2024-05-01"}
    case = case_of([echo(0.95)], sources=PRESS, items=[report])
    late, early = value(case), value(case, as_of="2024-04-01")
    assert float(early["bits"][0]) == pytest.approx(float(early["bits_alone"][0]), rel=1e-12)
    assert float(late["bits"][0]) < 0.03 * float(early["bits"][0])
    assert early.attrs["as_of"] == "2024-04-01"


def test_outcome_that_cannot_come_out_has_no_credences() -> None:
    """A certain repeat that would be seen for sure: that it is not seen is impossible."""
    report = {**REPORT, "if_unreliable": 0.5}
    case = case_of([echo({"value": 1, "certain": True})], sources=PRESS, items=[report])
    found = value(case, payoffs={"act": {"yes": 1, "no": -1}, "wait": {"others": 0}})
    gone = found.sel(outcome="echo: not seen")
    assert float(gone["probability"]) == 0.0
    assert np.isnan(gone["credence"].values).all()
    assert str(gone["band"].values) == "" == str(gone["leads"].values)
    assert found["value"].values == pytest.approx([0.0])


WRONG = [
    ({"question": "sol"}, "no question is called 'sol' (there are: so); did you mean 'so'?"),
    ({"scale": "icd"}, "did you mean 'icd203'?"),
    ({"payoffs": {"act": {"yes": 1, "no": 0}}}, "with two actions or more"),
    ({"payoffs": {"act": {"yes": 1}, "wait": {"others": 0}}}, "payoffs[act]: no value for no;"),
    (
        {"payoffs": {"act": {"yess": 1, "no": 0}, "wait": {"others": 0}}},
        "payoffs[act]: no hypothesis is called 'yess' (there are: yes, no); did you mean 'yes'?",
    ),
    ({"payoffs": {"act": {"yes": "1", "no": 0}, "wait": {"others": 0}}}, "payoffs[act][yes] is a"),
    ({"payoffs": {"act": 3, "wait": {"others": 0}}}, "payoffs[act]: a value for each hypothesis"),
]


@pytest.mark.parametrize(("options", "words"), WRONG, ids=lambda x: str(x)[:50])
def test_wrong_arguments_are_told_in_one_sentence(options: dict[str, Any], words: str) -> None:
    """What was seen, what is allowed, the closest name."""
    result = weigh(case_of([sure("a", 0.9, 0.1)]))
    with pytest.raises(ValueError, match=re.escape(words)):
        assess.value_of_information(result, **options)


def test_case_without_candidates_is_told_so() -> None:
    """And where to put them."""
    with pytest.raises(ValueError, match="states no candidates; add them to it under 'candidates'"):
        value(case_of([]))


def test_candidates_that_entangle_everything_are_told_of() -> None:
    """Instead of memory running out."""
    names = [f"s{k}" for k in range(8)]
    sources = [{"id": name, "reliability": {"beta": [2, 2]}} for name in names]
    paths = [
        {**sure(f"c{k}", 0.9, 0.1), "source": list(path), "if_unreliable": 0.5}
        for k, path in enumerate([*combinations(names, 2)] * 2)
    ]
    with pytest.raises(
        TooEntangledError, match="with all the candidates the case is too entangled"
    ):
        value(case_of(paths, sources=sources))


def test_sixty_candidates_are_valued_at_once() -> None:
    """1770 pairs, 7080 versions with two outcomes each, in one structure."""
    rng = np.random.default_rng(1)
    sources = [{"id": f"s{k}", "reliability": {"beta": [8, 2]}} for k in range(6)]
    candidates = [
        {
            "id": f"c{k}",
            "source": f"s{k % 6}",
            "likelihood": {"yes": float(rng.uniform(0.1, 0.9)), "no": float(rng.uniform(0.1, 0.9))},
            "if_unreliable": 0.4,
        }
        for k in range(60)
    ]
    found = value(case_of(candidates, sources=sources))
    assert found.sizes["pair"] == 1770
    first = [c for c in candidates if c["id"] in str(found["pair"].values[0]).split(" + ")]
    two = value(case_of(first, sources=sources))
    assert float(found["joint_bits"][0]) == pytest.approx(float(two["joint_bits"][0]), rel=1e-9)


# --- words ----------------------------------------------------------------------------------------


def test_words_quote_the_figures() -> None:
    """Bits, what is missing, per unit of cost, chances, and what it is conditional on."""
    words = explain(value(wildcatter()))
    assert words.startswith(
        "Ask for seismic next: it is expected to bring .16 of 1.49 bits of information missing "
        "about oil, .016 per unit of cost."
    )
    assert "given the case as stated" in words


def test_words_of_a_decision() -> None:
    """What it is worth now, what knowing would add, and what pays."""
    words = explain(value(wildcatter(), payoffs=DRILL))
    assert (
        "Now drill is the best action, with an expected value of 20, and to know the answer for "
        "sure would add 35; of the candidates seismic pays best: it adds 12.5, 2.5 after its cost."
    ) in words
    dear = explain(value(wildcatter(cost=20), payoffs=DRILL))
    assert "no candidate adds more than it costs (seismic 12.5, -7.5 after its cost)" in dear


def test_words_when_nothing_tells_anything() -> None:
    """No recommendation is made then."""
    words = explain(value(case_of([sure("a", 0.5, 0.5)])))
    assert words.startswith(
        "None of the candidates is by itself expected to tell anything about so. All"
    )


def test_candidates_of_the_same_worth_stay_in_the_order_of_the_case_and_are_said_to_be():
    """A rounding error makes none of them better than any other."""
    from assess.sensitivity.value_of_information import ranked

    worth = np.array([0.5, 0.5 * (1 + 4e-16), 0.2, 0.5 * (1 - 3e-16)])
    assert ranked(worth).tolist() == [0, 1, 3, 2]
    assert ranked(np.array([0.2, 0.5, 0.2, 0.4])).tolist() == [1, 3, 0, 2]
    pair = [sure("k0", 0.9, 0.1), sure("k1", 0.9, 0.1)]
    for one in pair:
        one["cost"] = 3
    words = explain(value(case_of(pair)))
    assert "Ask for k0 next" in words
    assert "as much as k1" in words
    assert "more than any other" not in words
    pair[1]["cost"] = 4
    assert "more than any other" in explain(value(case_of(pair)))
