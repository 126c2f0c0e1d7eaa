"""Cooke's classical model: two published panels, arithmetic by hand, and its properties."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.special import chdtrc

import priors

DATA = Path(__file__).parents[1] / "data"
PANELS = ["tobacco", "arkansas"]


def panel(name: str) -> tuple[dict[str, dict[str, list[float]]], dict[str, float], dict[str, Any]]:
    """What the experts said of the seeds, the answers, and the published case.

    The panels' own answers may be used but not passed on: who has them puts them where
    `tests/data/README.md` says, and the tests that need them run.
    """
    path = DATA / "reference" / f"pool-cooke-{name}.csv"
    if not path.exists():
        pytest.skip(f"{path.name} is not in tests/data/reference (see tests/data/README.md)")
    said: dict[str, dict[str, list[float]]] = {}
    truth = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values = [float(row[q]) for q in ("q5", "q25", "q50", "q75", "q95") if row.get(q)]
            if row["realization"]:
                said.setdefault(row["expert"], {})[row["item"]] = values
                truth[row["item"]] = float(row["realization"])
    case = json.loads((DATA / "oracles" / f"pool-cooke-{name}.json").read_text("utf-8"))
    return said, truth, case


@pytest.mark.parametrize("name", PANELS)
def test_scores_of_the_experts_are_those_of_the_published_panel(name: str) -> None:
    """Cooke & Goossens (2008), TU Delft data base: calibration, information and weight of each."""
    said, truth, case = panel(name)
    found = priors.cooke(said, truth, quantiles=case["inputs"]["quantiles"], cutoff=0.0)
    for expert, expected in case["expected"]["experts"].items():
        one, close = found.sel(expert=expert), {"abs": case["tolerance"]["score_abs"]}
        assert float(one["calibration"]) == pytest.approx(expected["calibration"], **close)
        on_seeds = expected["information_seed"]
        assert float(one["information_seeds"]) == pytest.approx(on_seeds, **close)
        assert float(one["score"]) == pytest.approx(expected["weight_unnormalised"], **close)
        weight = expected["weight_normalised_alpha0"]
        assert float(one["weight"]) == pytest.approx(weight, **close)
        assert int(one["seeds"]) == expected["n_seed"] == sum(expected["bin_counts"])


def test_scores_of_the_tobacco_panel_are_as_printed() -> None:
    """The digits that the authors of anduryl print for the Pennsylvania tobacco panel."""
    said, truth, case = panel("tobacco")
    found = priors.cooke(said, truth, quantiles=case["inputs"]["quantiles"])
    for expert, printed in case["expected"]["published"]["experts"].items():
        one = found.sel(expert=expert)
        close = {"abs": case["tolerance"]["published_abs"]}
        assert float(one["calibration"]) == pytest.approx(printed["calibration"], **close)
        assert float(one["score"]) == pytest.approx(printed["weight_unnormalised"], **close)
    best = case["expected"]["published"]["global_optimised_decision_maker"]
    made = found.sel(maker="performance")
    assert float(made["maker_calibration"]) == pytest.approx(best["calibration"], abs=1e-6)
    assert float(made["maker_information"]) == pytest.approx(best["information_seed"], abs=1e-6)


@pytest.mark.parametrize("name", PANELS)
def test_quantiles_of_the_decision_maker_are_those_of_the_published_panel(name: str) -> None:
    """With weights from the scores, and with equal ones."""
    said, truth, case = panel(name)
    found = priors.cooke(said, truth, quantiles=case["inputs"]["quantiles"], cutoff=0.0)
    for maker, key in (
        ("performance", "decision_maker_quantiles_global_weights_alpha0"),
        ("equal", "decision_maker_quantiles_equal_weights"),
    ):
        expected = case["expected"][key]
        assert len(expected) == 10
        for item, values in expected.items():
            pooled = found["pooled"].sel(maker=maker, item=item).values
            assert pooled == pytest.approx(values, rel=case["tolerance"]["dm_quantile_rel"])


@pytest.mark.parametrize("name", PANELS)
def test_scores_of_the_decision_maker_are_those_of_the_published_panel(name: str) -> None:
    """Without a cut-off, with the best one, and with equal weights."""
    said, truth, case = panel(name)
    levels, expected = case["inputs"]["quantiles"], case["expected"]["decision_maker_scores"]
    without = priors.cooke(said, truth, quantiles=levels, cutoff=0.0)
    best = priors.cooke(said, truth, quantiles=levels)
    for found, maker, key in (
        (without, "performance", "global_alpha0"),
        (best, "performance", "global_optimised"),
        (best, "equal", "equal"),
    ):
        scored = found.sel(maker=maker)
        calibration = float(scored["maker_calibration"])
        assert calibration == pytest.approx(expected[key]["calibration"], abs=1e-6)
        information = float(scored["maker_information"])
        assert information == pytest.approx(expected[key]["information_seed"], abs=1e-6)


def test_best_cutoff_scores_at_least_as_well_as_any_other() -> None:
    """Each expert's own calibration is tried; the attribute names the winner."""
    said, truth, case = panel("tobacco")
    levels = case["inputs"]["quantiles"]

    def score(cutoff: float | None) -> float:
        made = priors.cooke(said, truth, quantiles=levels, cutoff=cutoff).sel(maker="performance")
        return float(made["maker_calibration"] * made["maker_information"])

    best = priors.cooke(said, truth, quantiles=levels)
    tried = [score(c) for c in best["calibration"].values.tolist()]
    assert score(None) == pytest.approx(max(tried))
    assert best.attrs["cutoff"] in best["calibration"].values


# --- by hand --------------------------------------------------------------------------------------

ANN = {"s1": [1.0, 3.0, 5.0], "s2": [2.0, 4.0, 9.0], "x": [10.0, 20.0, 30.0]}
BOB = {"s1": [6.0, 7.0, 8.0], "s2": [7.0, 8.0, 9.0], "x": [40.0, 41.0, 42.0]}
TRUTH = {"s1": 2.0, "s2": 5.0}


def test_calibration_by_hand() -> None:
    """Ann's two truths fall into her second and third bin, Bob's both below his first quantile."""
    found = priors.cooke({"Ann": ANN, "Bob": BOB}, TRUTH, cutoff=0.0)
    # sum s ln(s / p): Ann ln(.5 / .45) twice with s = .5; Bob ln(1 / .05); N = 2, three quantiles
    for expert, distance in (("Ann", math.log(0.5 / 0.45)), ("Bob", math.log(1 / 0.05))):
        expected = chdtrc(3, 2 * 2 * distance)
        assert float(found["calibration"].sel(expert=expert)) == pytest.approx(expected)


def test_information_by_hand() -> None:
    """Ann on x: the values named reach from 10 to 42, and the background 10 % of that further."""
    found = priors.cooke({"Ann": {**ANN}, "Bob": BOB}, TRUTH, cutoff=0.0)
    low, high, p = 10 - 3.2, 42 + 3.2, (0.05, 0.45, 0.45, 0.05)
    widths = (10 - low, 10.0, 10.0, high - 30)
    on_x = sum(m * math.log(m / (w / (high - low))) for m, w in zip(p, widths, strict=True))
    ann = found.sel(expert="Ann")
    on_seeds = 2 * float(ann["information_seeds"])
    assert float(ann["information"]) == pytest.approx((on_seeds + on_x) / 3)


def test_truth_outside_what_anybody_named_widens_the_background() -> None:
    """Ann alone, s1 from 1 to 5, truth 11: the background reaches from 0 to 12."""
    found = priors.cooke({"Ann": {"s1": ANN["s1"]}}, {"s1": 11.0})
    expected = sum(
        m * math.log(m / (w / 12))
        for m, w in zip((0.05, 0.45, 0.45, 0.05), (1, 2, 2, 7), strict=True)
    )
    assert float(found["information_seeds"][0]) == pytest.approx(expected)


def test_truth_equal_to_a_quantile_falls_below_it() -> None:
    """3 is Ann's median of s1: it counts with the bin from 1 to 3."""
    at = priors.cooke({"Ann": {"s1": ANN["s1"]}}, {"s1": 3.0})["calibration"]
    below = priors.cooke({"Ann": {"s1": ANN["s1"]}}, {"s1": 2.9})["calibration"]
    assert float(at[0]) == pytest.approx(float(below[0]), rel=1e-12)


def test_logarithmic_background_is_the_linear_one_of_the_logarithms() -> None:
    """Scores alike, quantiles the exponentials."""
    said = {"Ann": ANN, "Bob": BOB}
    logs = {e: {i: np.log(v).tolist() for i, v in s.items()} for e, s in said.items()}
    plain = priors.cooke(logs, {k: math.log(v) for k, v in TRUTH.items()}, cutoff=0.0)
    scaled = priors.cooke(said, TRUTH, cutoff=0.0, log_scale=["s1", "s2", "x"])
    for name in ("calibration", "information", "weight", "maker_information"):
        assert scaled[name].values == pytest.approx(plain[name].values)
    assert scaled["pooled"].values == pytest.approx(np.exp(plain["pooled"].values))


# --- properties -----------------------------------------------------------------------------------


def test_units_are_irrelevant() -> None:
    """Everything in another unit: the same scores, and quantiles in that unit."""
    said = {"Ann": ANN, "Bob": BOB}
    other = {e: {i: [1000 * x for x in v] for i, v in s.items()} for e, s in said.items()}
    first = priors.cooke(said, TRUTH, cutoff=0.0)
    second = priors.cooke(other, {k: 1000 * v for k, v in TRUTH.items()}, cutoff=0.0)
    assert second["weight"].values == pytest.approx(first["weight"].values)
    assert second["pooled"].values == pytest.approx(1000 * first["pooled"].values)


def test_maker_of_one_expert_says_what_the_expert_says() -> None:
    """And so does that of two who say the same, whichever the weights."""
    for said in ({"Ann": ANN}, {"Ann": ANN, "Ada": ANN}):
        for weights in ("global", "item", "equal"):
            found = priors.cooke(said, TRUTH, weights=weights)
            for item, values in ANN.items():
                made = found["pooled"].sel(maker="performance", item=item).values
                assert made == pytest.approx(values)


def test_item_weights_are_calibration_times_information_on_the_item() -> None:
    """Whoever is the surest of an item has the most to say there, for equal calibration."""
    first = {"s1": [1.0, 3.0, 5.0], "s2": [2.0, 4.0, 9.0], "x": [10.0, 20.0, 30.0]}
    second = {"s1": [1.5, 2.5, 3.5], "s2": [1.0, 4.5, 9.5], "x": [5.0, 20.0, 35.0]}
    found = priors.cooke({"Ann": first, "Bob": second}, TRUTH, weights="item", cutoff=0.0)
    weight = found["weight"]
    assert weight.dims == ("expert", "item")
    assert weight.sum("expert").values == pytest.approx(np.ones(3))
    assert float(weight.sel(expert="Bob", item="s1")) > 0.5
    assert float(weight.sel(expert="Ann", item="x")) > 0.5


def test_item_that_an_expert_left_out_is_pooled_from_the_others() -> None:
    """Bob says nothing of x: Ann alone does."""
    bob = {k: v for k, v in BOB.items() if k != "x"}
    found = priors.cooke({"Ann": ANN, "Bob": bob}, TRUTH, cutoff=0.0)
    assert found["pooled"].sel(maker="equal", item="x").values == pytest.approx(ANN["x"])
    assert int(found["seeds"].sel(expert="Bob")) == 2


# --- mistakes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"realisations": {"s11": 1.0}},
            "nobody assessed the seed question 's11' .*did you mean 's1'",
        ),
        ({"realisations": {}}, "Ann answered none of the seed questions"),
        ({"realisations": {"s1": "x"}}, "the realisation of 's1' has to be a number"),
        ({"assessments": {}}, "there are no assessments"),
        ({"assessments": {"Ann": {"s1": [3, 2, 1]}}}, "of Ann for 's1' have to rise"),
        ({"assessments": {"Ann": {"s1": [1, 2, 3, 4]}}}, "gives 4 values for 's1', not 3"),
        ({"assessments": {"Ann": {"s1": [1, 2]}}}, "at least 3 finite numbers"),
        ({"quantiles": [0.0, 0.5, 1.0]}, "have to lie between 0 and 1"),
        ({"weights": "globl"}, "did you mean 'global'"),
        ({"cutoff": 0.9999}, "nobody reaches the cutoff"),
        ({"cutoff": 2}, "cutoff has to be a number from 0 to 1"),
        ({"overshoot": 0}, "overshoot has to be above 0"),
        ({"log_scale": ["y"]}, "nobody assessed the item 'y' of log_scale"),
    ],
)
def test_mistake_in_a_study_is_told_in_a_sentence(arguments: dict[str, Any], message: str) -> None:
    """What was seen, what is allowed, and the closest name."""
    said = {"assessments": {"Ann": ANN, "Bob": BOB}, "realisations": TRUTH}
    with pytest.raises(ValueError, match=message):
        priors.cooke(**{**said, **arguments})


def test_calibration_too_small_for_a_float_is_told() -> None:
    """300 answers, all below the first quantile: the probability of that is below 1e-308."""
    said = {"Bob": {f"s{k}": [6.0, 7.0, 8.0] for k in range(300)}}
    with pytest.raises(ValueError, match="calibration is 0 to the last digit"):
        priors.cooke(said, {f"s{k}": 1.0 for k in range(300)})


def test_logarithmic_item_below_0_is_refused() -> None:
    """It has no logarithm."""
    with pytest.raises(ValueError, match="values above 0 only"):
        priors.cooke({"Ann": {"s1": [-1, 3, 5]}}, {"s1": 2.0}, log_scale=["s1"])
