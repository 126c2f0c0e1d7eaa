"""The exact engine against an enumeration of every world, on random cases of every feature."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
import xarray as xr
from brute_force import Answer, Enumeration
from brute_force import weigh as enumerate_worlds
from quick_cases import first
from random_cases import random_case
from weighing import weigh as weigh_without_draws

import assess
from assess.kernel.plan import plan_of
from assess.kernel.quadrature import nodes_of
from assess.prepare.compile import structure_of
from assess.prepare.prepared import selected

SEEDS = range(40)
"""Each planted fault below is caught by several of these; two of them alone catch all."""

SELDOM = range(40, 320)
DATED = [seed for seed in range(500, 600) if "dated" in random_case(seed)[1]][:30]
TOLERANCE = 1e-10


@cache
def case_of(seed: int) -> assess.Case:
    return assess.case_from(random_case(seed)[0])


@cache
def exact(seed: int, as_of: dt.date | None = None) -> xr.Dataset:
    return weigh_without_draws(case_of(seed), as_of=as_of)["exact"].to_dataset()


def weighed(seed: int, answer: Answer, as_of: dt.date | None = None) -> xr.Dataset | None:
    """The exact group; None, and checked to be so, where the items are impossible."""
    if answer.evidence == 0:
        with pytest.raises(assess.CaseError, match="leave no hypothesis possible"):
            exact(seed, as_of)
        return None
    return exact(seed, as_of)


def log(x: Fraction) -> float:
    return math.log(x.numerator) - math.log(x.denominator)


def differences(found: xr.Dataset, answer: Answer) -> dict[str, float]:
    """How far each quantity is from the enumeration's."""
    pairs = [
        (str(q), str(h).removeprefix(f"{q}:"))
        for q, h in zip(found["question"].values, found["hypothesis"].values, strict=True)
    ]
    credence = np.array([float(answer.credence[p]) for p in pairs])
    # the odds of every hypothesis that is possible against the likeliest one of its question
    against = {q: max((c, p) for p, c in answer.credence.items() if p[0] == q)[1] for q, _ in pairs}
    log_credence = dict(zip(pairs, found["log_credence"].values, strict=True))
    odds = [
        log_credence[p]
        - log_credence[against[p[0]]]
        - log(answer.credence[p] / answer.credence[against[p[0]]])
        for p in pairs
        if answer.credence[p] > 0
    ]
    impossible = [np.exp(log_credence[p]) for p in pairs if answer.credence[p] == 0]
    return {
        "credence": float(np.abs(found["credence"].values - credence).max()),
        "log_odds": float(np.abs(odds).max()),
        "impossible": max(impossible, default=0.0),
        "log_evidence": abs(float(found["log_evidence"]) - log(answer.evidence)),
        "reliability": _furthest(found["reliability"], answer.reliability),
        "holds": _furthest(found["holds"], answer.holds),
    }


def _furthest(found: xr.DataArray, answer: dict[str, Fraction]) -> float:
    """Largest difference over labels, which must be the same on both sides."""
    labels = [str(x) for x in found[found.dims[0]].values]
    assert sorted(labels) == sorted(answer)
    return max(
        (abs(float(v) - float(answer[k])) for k, v in zip(labels, found.values, strict=True)),
        default=0.0,
    )


# --- the enumeration itself ----------------------------------------------------------------------


def test_enumeration_reproduces_one_item_worked_by_hand():
    """l .9 and .009, r .7, u .3: P = .7 * .9 + .3 * .3 = .72 and .7 * .009 + .09 = .0963."""
    case = assess.case_from(
        {
            "format": "assess/1",
            "questions": [
                {
                    "id": "q",
                    "exhaustive": "two",
                    "hypotheses": [{"id": "h", "prior": 0.5}, {"id": "not_h", "prior": 0.5}],
                }
            ],
            "sources": [{"id": "s", "reliability": 0.7}],
            "items": [
                {
                    "id": "i",
                    "source": "s",
                    "if_unreliable": 0.3,
                    "likelihood": {"h": 0.9, "not_h": 0.009},
                }
            ],
        }
    )
    found = enumerate_worlds(case, of_items=True)
    assert found.evidence == Fraction("0.40815")  # (.72 + .0963) / 2
    assert found.credence["q", "h"] == Fraction("0.72") / Fraction("0.8163")
    assert found.tracked["i"] == Fraction("0.6363") / Fraction("0.8163")  # .7 * (.9 + .009)


def test_enumeration_knows_that_two_items_share_a_reliability():
    """Beta(2, 1), each item certain if tracked, impossible if not: E[r^2] = (2/3)(3/4) = 1/2."""
    sure = {"value": 1, "certain": True}
    never = {"value": 0, "certain": True}
    case = assess.case_from(
        {
            "format": "assess/1",
            "questions": [
                {
                    "id": "q",
                    "exhaustive": "two",
                    "hypotheses": [{"id": "h", "prior": 0.5}, {"id": "not_h", "prior": 0.5}],
                }
            ],
            "sources": [{"id": "s", "reliability": {"beta": [2, 1]}}],
            "items": [
                {
                    "id": k,
                    "source": "s",
                    "if_unreliable": never,
                    "likelihood": {"h": sure, "not_h": never},
                }
                for k in ("i", "j")
            ],
        }
    )
    found = enumerate_worlds(case)
    assert found.evidence == Fraction(1, 4)
    assert found.reliability["s"] == Fraction(4, 5)  # Beta(4, 1)


def test_random_cases_use_every_feature():
    """A feature that no case uses would not be tested."""
    seen = Counter(f for seed in (*SEEDS, *SELDOM) for f in random_case(seed)[1])
    wanted = {
        *("admiralty", "admiralty_as", "as_of", "about_assumption", "beta", "biased", "certain"),
        *(
            "certain_prior",
            "chain",
            "concentration",
            "dated",
            "excluded",
            "fixed",
            "found",
            "hearsay",
        ),
        *("if_copied", "linked", "lognormal", "mean", "not_found", "others", "persistent", "pert"),
        *("ratio", "ratio_without", "repeats", "requires", "same_id", "shuffled", "track"),
        *("triangular", "two_parents", "weights", "wholly_reliable"),
    }
    assert wanted == seen.keys()
    assert {k: seen[k] for k in wanted if seen[k] < 10} == {}
    assert wanted == {f for seed in SEEDS for f in random_case(seed)[1]}


# --- the engine ----------------------------------------------------------------------------------


def only_first(rows: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:
    return tuple(row[:1] for row in rows)


FAULTS = {
    "likelihood and if_unreliable are swapped": lambda s: {
        "likelihood": s.if_unreliable,
        "if_unreliable": s.likelihood,
    },
    "if_unreliable is that of the first state": lambda s: {
        "if_unreliable": np.repeat(s.if_unreliable[:, :1], s.if_unreliable.shape[1], axis=1)
    },
    "assumptions are not required": lambda s: {"requires": ((),) * len(s.requires)},
    "only one assumption is required": lambda s: {"requires": only_first(s.requires)},
    "a copy is as likely as a repeat": lambda s: {"if_copied": s.repeat},
    "a repeat is as likely as a copy": lambda s: {"repeat": s.if_copied},
    "only the first source of a path counts": lambda s: {"paths": only_first(s.paths)},
    "only the last source of a path counts": lambda s: {"paths": tuple(p[-1:] for p in s.paths)},
    "sources have each other's reliability": lambda s: {"reliabilities": s.reliabilities[::-1]},
    "priors stand in the wrong rows": lambda s: {
        "roots": tuple((scope, np.roll(index, 1, axis=0)) for scope, index in s.roots)
    },
    "priors are those of the first case of another question": lambda s: {
        "roots": tuple(
            (scope, np.repeat(index[:1], len(index), axis=0) if len(scope) > 1 else index)
            for scope, index in s.roots
        )
    },
}


def agrees(case: assess.Case, answer: Answer) -> bool:
    """Whether the engine says of a case what was found by enumeration."""
    try:
        found = weigh_without_draws(case)["exact"].to_dataset()
    except assess.CaseError:
        return answer.evidence == 0
    if answer.evidence == 0:
        return False
    return all(d <= TOLERANCE for d in differences(found, answer).values())


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # a faulty answer may be no number
@pytest.mark.parametrize("fault", FAULTS)
def test_few_seeds_catch_each_planted_fault(fault, monkeypatch):
    """The comparison of these seeds fails if the compiler makes any of these mistakes."""
    at = "assess.prepare.prepared.structure_of"
    monkeypatch.setattr(at, lambda *a: (s := structure_of(*a)) and replace(s, **FAULTS[fault](s)))
    assert caught()


def caught() -> list[int]:
    """Which of two seeds see that the engine is wrong."""
    return [seed for seed in (3, 12) if not agrees(case_of(seed), enumerate_worlds(case_of(seed)))]


WRONG_WEIGHTS = {
    "every node weighs the same": lambda w: np.full_like(w, -np.log(len(w))),
    "nodes have each other's weights": lambda w: w[::-1],
}


@pytest.mark.parametrize("fault", WRONG_WEIGHTS)
def test_few_seeds_catch_wrong_weights_of_the_nodes(fault, monkeypatch):
    """Wrong in the rule that integrates over an uncertain reliability; nothing else is changed."""
    assert not caught()

    def wrong(pieces, count):
        nodes, weights = nodes_of(pieces, count)
        return nodes, WRONG_WEIGHTS[fault](weights)

    monkeypatch.setattr("assess.kernel.plan.nodes_of", wrong)
    assert caught()


@pytest.mark.parametrize("seed", SEEDS)
def test_engine_agrees_with_enumeration(seed):
    """Credences, odds, evidence, reliabilities and assumptions, to 1e-10."""
    answer = enumerate_worlds(case_of(seed))
    found = weighed(seed, answer)
    if found is not None:
        assert {k: d for k, d in differences(found, answer).items() if not d <= TOLERANCE} == {}


@pytest.mark.parametrize("seed", first(12, range(400, 450)))
def test_engine_agrees_on_what_repeats_and_what_tracks(seed):
    """P(a mere repeat | items) of each copy and P(it tracks | items) of each item, to 1e-10."""
    answer = enumerate_worlds(case_of(seed), of_items=True)
    found = weighed(seed, answer)
    if found is not None:
        copies = {str(k) for k in found["copy"].values}
        repeats = {k: v for k, v in answer.repeats.items() if k in copies}
        assert all(v == 0 for k, v in answer.repeats.items() if k not in copies)
        assert _furthest(found["repeats"], repeats) <= TOLERANCE
        assert _furthest(found["tracked"], answer.tracked) <= TOLERANCE


@pytest.mark.parametrize("seed", first(10, DATED))
def test_engine_agrees_as_of_an_earlier_day(seed):
    """The day given to `weigh` counts, not the day in the case; copies may lose their original."""
    day = dt.date(2024, 1, 31)
    answer = enumerate_worlds(case_of(seed), day)
    found = weighed(seed, answer, day)
    if found is not None:
        assert {k: d for k, d in differences(found, answer).items() if not d <= TOLERANCE} == {}


@pytest.mark.parametrize("seed", first(20, range(100)))
def test_nodes_kept_in_the_network_agree_with_nodes_integrated_at_once(seed, monkeypatch):
    """Large sets of sources take another way through the network; it must give the same."""
    try:
        at_once = exact(seed)
    except assess.CaseError:
        return
    monkeypatch.setattr("assess.kernel.plan.SMALL", 0)
    kept = weigh_without_draws(case_of(seed))["exact"].to_dataset()
    xr.testing.assert_allclose(at_once, kept, rtol=0, atol=1e-12)


def test_nodes_are_kept_in_the_network_by_most_cases_if_nothing_counts_as_small(monkeypatch):
    """The comparison above would be empty if the other way were not taken."""
    monkeypatch.setattr("assess.kernel.plan.SMALL", 0)
    kept = [bool(plan_of(selected(case_of(s)).structure).exposed) for s in SEEDS]
    assert sum(kept) > 0.4 * len(kept)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [*SELDOM, *range(400, 450), *range(1000, 2500)])
def test_engine_agrees_with_enumeration_on_many_more_cases(seed):
    """The same as above, with the chances of repeating and tracking, on cases seldom tried."""
    answer = Enumeration(case_of(seed), None).answer(of_items=True)
    found = weighed(seed, answer)
    if found is not None:
        assert {k: d for k, d in differences(found, answer).items() if not d <= TOLERANCE} == {}
        assert _furthest(found["tracked"], answer.tracked) <= TOLERANCE
