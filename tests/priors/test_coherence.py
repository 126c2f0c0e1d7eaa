"""Judgements that do not fit together: the nearest that do, by hand and by brute force."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import priors

UNIT = st.floats(0.0, 1.0)


# --- by hand --------------------------------------------------------------------------------------


def test_excess_over_1_is_taken_from_all_alike() -> None:
    """.5, .4 and .4 sum to 1.3: each loses .1, which is the root of their mean square."""
    found = priors.coherentise({"Ann": {"a": 0.5, "b": 0.4, "c": 0.4}})
    assert found.judgements["Ann"] == pytest.approx({"a": 0.4, "b": 0.3, "c": 0.3})
    assert found.incoherence["Ann"] == pytest.approx(0.1)


def test_nothing_becomes_negative() -> None:
    """.9, .5 and .1 lose .5 in all: a third each would leave -.067; the third keeps 0, .2 each."""
    found = priors.coherentise({"Ann": {"a": 0.9, "b": 0.5, "c": 0.1}})
    assert found.judgements["Ann"] == pytest.approx({"a": 0.7, "b": 0.3, "c": 0.0}, abs=1e-12)


def test_number_of_more_importance_moves_less() -> None:
    """.7 and .5, the first with importance 3: the excess .2 is shared 1 to 3."""
    said = {"Ann": {"a": 0.7, "b": 0.5}}
    found = priors.coherentise(said, importance={"a": 3.0})
    assert found.judgements["Ann"] == pytest.approx({"a": 0.65, "b": 0.35})


def test_event_and_its_opposite_meet_in_the_middle() -> None:
    """.6 for something and .5 for its opposite: .55 and .45."""
    found = priors.coherentise(
        {"Ann": {"rain": 0.6, "no rain": 0.5}}, events={"rain": ["r"], "no rain": ["d"]}
    )
    assert found.events["Ann"] == pytest.approx({"rain": 0.55, "no rain": 0.45})


def test_conjunction_that_is_likelier_than_its_part_is_mended() -> None:
    """Linda: A .2 and A-and-B .5 cannot be. Least change: both .35, all of A in A-and-B."""
    events = {
        "A": ["A and B", "A only"],
        "A and B": ["A and B"],
        "all": ["A and B", "A only", "no"],
    }
    found = priors.coherentise({"Ann": {"A": 0.2, "A and B": 0.5}}, events=events)
    assert found.events["Ann"] == pytest.approx({"A": 0.35, "A and B": 0.35})
    assert found.judgements["Ann"] == pytest.approx(
        {"A and B": 0.35, "A only": 0.0, "no": 0.65}, abs=1e-12
    )
    assert found.incoherence["Ann"] == pytest.approx(0.15)


def test_hypotheses_that_the_events_do_not_tell_apart_have_no_number() -> None:
    """Of "a or b" alone nothing follows for a; the event itself has its number."""
    events = {"a or b": ["a", "b"], "c": ["c"]}
    found = priors.coherentise({"Ann": {"a or b": 0.7, "c": 0.5}}, events=events)
    assert found.events["Ann"] == pytest.approx({"a or b": 0.6, "c": 0.4})
    assert all(math.isnan(p) for p in found.judgements["Ann"].values())


def test_weights_fall_exponentially_with_incoherence() -> None:
    """Distances 0 and .1: weights in the ratio exp(7 * .1), about 2, and 1 at strictness 0."""
    said = {"Ann": {"a": 0.7, "b": 0.3}, "Bob": {"a": 0.7, "b": 0.5}}
    found = priors.coherentise(said)
    ratio = found.weights["Ann"] / found.weights["Bob"]
    assert ratio == pytest.approx(math.exp(0.7))
    assert sum(found.weights.values()) == pytest.approx(1.0)
    equal = priors.coherentise(said, strictness=0.0)
    assert equal.weights == pytest.approx({"Ann": 0.5, "Bob": 0.5})


def test_unit_of_importance_and_number_of_events_change_no_weight() -> None:
    """1, 2 and 10, 20 are one statement; and an event judged twice makes nobody worse."""
    said = {"Ann": {"a": 0.7, "b": 0.3}, "Bob": {"a": 0.7, "b": 0.5}}
    one = priors.coherentise(said, importance={"a": 1.0, "b": 2.0})
    ten = priors.coherentise(said, importance={"a": 10.0, "b": 20.0})
    assert ten.weights == pytest.approx(one.weights)
    assert ten.incoherence == pytest.approx(one.incoherence)
    assert ten.judgements["Bob"] == pytest.approx(one.judgements["Bob"])
    # importances 2/3 and 4/3: the excess .2 is shared 2 to 1, and 2/3 (2/15)^2 + 4/3 (1/15)^2 ...
    by_hand = math.sqrt((2 / 3 * (2 / 15) ** 2 + 4 / 3 * (1 / 15) ** 2) / 2)
    assert one.incoherence["Bob"] == pytest.approx(by_hand)
    twice = {n: {**s, "A": s["a"], "B": s["b"]} for n, s in said.items()}
    events = {"a": ["x"], "b": ["y"], "A": ["x"], "B": ["y"]}
    assert priors.coherentise(twice, events=events).weights == pytest.approx(
        priors.coherentise(said).weights
    )


def test_what_comes_out_can_be_pooled() -> None:
    """Ann .7, Bob .6 after mending, with the weights found."""
    said = {"Ann": {"a": 0.7, "b": 0.3}, "Bob": {"a": 0.7, "b": 0.5}}
    found = priors.coherentise(said)
    pooled = priors.pool(found.judgements, weights=found.weights)
    assert pooled["a"] == pytest.approx(found.weights["Ann"] * 0.7 + found.weights["Bob"] * 0.6)


# --- properties -----------------------------------------------------------------------------------


@settings(max_examples=50)
@given(said=st.lists(UNIT, min_size=2, max_size=5))
def test_partition_is_projected_as_by_the_known_algorithm(said: list[float]) -> None:
    """Sort, and lower all by one amount down to 0 (Held, Wolfe & Crowder 1974)."""
    s = np.array(said)
    ranked = np.sort(s)[::-1]
    excess = (np.cumsum(ranked) - 1.0) / np.arange(1, len(s) + 1)
    level = excess[ranked > excess][-1]
    found = priors.nearest_coherent(np.eye(len(s)), s)
    assert found == pytest.approx(np.maximum(s - level, 0.0), abs=1e-9)


@settings(max_examples=40)
@given(
    said=st.lists(UNIT, min_size=4, max_size=4),
    importance=st.lists(st.floats(0.1, 10.0), min_size=4, max_size=4),
)
def test_no_other_probabilities_are_nearer(said: list[float], importance: list[float]) -> None:
    """Against all on a grid of twentieths, for an event, its opposite, a part and a union."""
    matrix = np.array([[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 0, 0], [0, 1, 1, 0]], dtype=float)
    s, v = np.array(said), np.array(importance)
    p = priors.nearest_coherent(matrix, s, importance=v)
    assert p.sum() == pytest.approx(1.0)
    assert (p >= 0.0).all()

    def off(q: np.ndarray) -> Any:
        return (v * (q @ matrix.T - s) ** 2).sum(axis=-1)

    steps = range(21)
    grid = np.array(
        [
            (a, b, c, 20 - a - b - c)
            for a, b, c in itertools.product(steps, repeat=3)
            if a + b + c <= 20
        ]
    )
    assert off(p) <= off(grid / 20.0).min() + 1e-9


@settings(max_examples=40)
@given(parts=st.lists(st.floats(0.01, 1.0), min_size=2, max_size=6))
def test_coherent_judgement_is_left_as_it_is(parts: list[float]) -> None:
    """And its incoherence is exactly 0."""
    said = {f"h{k}": x / sum(parts) for k, x in enumerate(parts)}
    found = priors.coherentise({"Ann": said})
    assert found.judgements["Ann"] == pytest.approx(said)
    assert found.incoherence["Ann"] == 0.0


@settings(max_examples=30)
@given(said=st.lists(UNIT, min_size=3, max_size=3))
def test_what_was_made_coherent_is_coherent(said: list[float]) -> None:
    """To mend a second time changes nothing."""
    once = priors.coherentise({"Ann": dict(zip("abc", said, strict=True))}).judgements
    assert priors.coherentise(once).judgements["Ann"] == pytest.approx(once["Ann"], abs=1e-9)


@settings(max_examples=30)
@given(
    truth=st.integers(0, 2),
    said=st.lists(UNIT, min_size=3, max_size=3),
)
def test_mended_judgement_scores_no_worse_whatever_is_true(truth: int, said: list[float]) -> None:
    """De Finetti: the projection is nearer, in Brier's score, to every possible truth."""
    outcome = np.eye(3)[truth]
    mended = priors.nearest_coherent(np.eye(3), said)
    assert ((mended - outcome) ** 2).sum() <= ((np.array(said) - outcome) ** 2).sum() + 1e-9


# --- mistakes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"judgements": {"Ann": {"a": 1.2, "b": 0.1}}}, "have to lie from 0 to 1"),
        ({"judgements": [[0.5, 0.6]]}, "have the form"),
        ({"judgements": {"Ann": {"a": 0.4}}}, "'a' alone would be certain"),
        ({"events": {"a": ["x"], "bb": ["y"]}}, "under which hypotheses 'b' holds .*'bb'"),
        ({"events": {"a": "x", "b": ["y"]}}, "the event 'a' needs a list"),
        ({"events": {"a": ["x"], "b": []}}, "the event 'b' needs a list"),
        ({"events": {"a": ["x"], "b": ["x"]}}, "one hypothesis only, 'x'"),
        ({"importance": {"a": 0}}, "the importance of 'a' has to be above 0"),
        ({"importance": {"c": 1}}, "nobody judges 'c'"),
        ({"strictness": -1}, "strictness has to be a number from 0"),
    ],
)
def test_mistake_in_judgements_is_told_in_a_sentence(
    arguments: dict[str, Any], message: str
) -> None:
    """What was seen, what is allowed, and the closest name."""
    said = {"judgements": {"Ann": {"a": 0.5, "b": 0.6}}}
    with pytest.raises(ValueError, match=message):
        priors.coherentise(**{**said, **arguments})


@pytest.mark.parametrize(
    ("matrix", "stated", "importance", "message"),
    [
        ([[1, 0]], [0.5, 0.5], None, "does not fit"),
        ([[1, 0], [0, 1]], [0.5, 0.5], [1.0, 0.0], "every importance above 0"),
        ([[1, np.nan], [0, 1]], [0.5, 0.5], None, "has to be finite"),
    ],
)
def test_matrix_that_does_not_fit_is_refused(
    matrix: Any, stated: Any, importance: Any, message: str
) -> None:
    """Shapes and numbers."""
    with pytest.raises(ValueError, match=message):
        priors.nearest_coherent(matrix, stated, importance=importance)
