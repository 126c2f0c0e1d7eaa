"""One number moved: the same method for every kind of number, three meanings for a reliability."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import assess
from assess.kernel.weigh import weigh
from assess.prepare.prepared import Prepared, prepare
from assess.what_if.moves import KNOWN, MEAN, SHARED, Meaning, Moves


def prepared_with(reliability: Any) -> Prepared:
    """A prior of .3, an assumption, and two items of one source under it."""
    item = {"source": "s", "likelihood": {"h": 0.8, "g": 0.2}, "if_unreliable": 0.5}
    return prepare(
        assess.case_from(
            {
                "format": "assess/1",
                "questions": [
                    {
                        "id": "q",
                        "exhaustive": "x",
                        "hypotheses": [{"id": "h", "prior": 0.3}, {"id": "g", "prior": 0.7}],
                    }
                ],
                "sources": [{"id": "s", "reliability": reliability}],
                "assumptions": [{"id": "open", "holds": 0.9, "text": "x"}],
                "items": [
                    {"id": "a", **item, "requires": ["open"]},
                    {"id": "b", **item},
                ],
            }
        )
    )


def credence(prepared: Prepared, address: str, value: float, meaning: Meaning) -> float:
    """The credence of the first hypothesis with one number moved."""
    position = np.array([prepared.numbers.position[address]])
    states, _ = Moves(prepared).weigh(position, np.array([value]), meaning)
    return float(np.exp(states[0][0, 0]))


def test_mean_of_a_reliability_moves_and_its_worth_stays() -> None:
    """Beta(6, 2), worth 8, with the mean at a half is Beta(4, 4)."""
    moved = credence(prepared_with({"beta": [6, 2]}), "reliability[s]", 0.5, MEAN)
    stated = prepared_with({"beta": [4, 4]})
    states, _ = weigh(stated.plan, stated.numbers.used)
    assert moved == pytest.approx(float(np.exp(states[0][0])), abs=1e-12)


def test_known_reliability_is_that_value_in_all_the_source_says() -> None:
    """At 1/2 each item has .65 and .35 where it is heard: worked with the assumption summed out."""
    found = credence(prepared_with({"beta": [6, 2]}), "reliability[s]", 0.5, KNOWN)
    h = 0.3 * (0.9 * 0.65 + 0.1 * 0.5) * 0.65
    g = 0.7 * (0.9 * 0.35 + 0.1 * 0.5) * 0.35
    assert found == pytest.approx(h / (h + g), abs=1e-12)


def test_mean_and_known_differ_for_a_reliability_only() -> None:
    """Everything else occurs once: its mean at a value is the value itself."""
    prepared = prepared_with({"beta": [6, 2]})
    for address in prepared.numbers.position:
        one, two = (credence(prepared, address, 0.4, m) for m in (MEAN, KNOWN))
        assert (abs(one - two) > 1e-3) == address.startswith("reliability"), address


@pytest.mark.parametrize("address", ["prior[h]", "holds[open]", "likelihood[a, h]"])
def test_moved_number_is_as_if_it_had_been_stated(address: str) -> None:
    """A prior, an assumption and an item's number, against the case that states the value."""
    prepared = prepared_with({"beta": [6, 2]})
    r1, r2 = 6 / 8, 6 * 7 / (8 * 9)  # first two moments of the reliability
    t = {"prior[h]": 0.3, "holds[open]": 0.9, "likelihood[a, h]": 0.8} | {address: 0.45}

    def joint(prior: float, first: float, second: float) -> float:
        u, v = first - 0.5, second - 0.5  # P(item) = 1/2 + r (likelihood - 1/2)
        both = 0.25 + 0.5 * r1 * (u + v) + r2 * u * v
        fails = 0.5 * (0.5 + r1 * v)
        return prior * (t["holds[open]"] * both + (1 - t["holds[open]"]) * fails)

    h = joint(t["prior[h]"], t["likelihood[a, h]"], 0.8)
    g = joint(1 - t["prior[h]"], 0.2, 0.2)
    assert credence(prepared, address, 0.45, MEAN) == pytest.approx(h / (h + g), abs=1e-12)


def test_persistent_source_is_known_or_has_another_chance() -> None:
    """Known at 0 its items say nothing; with a mean of 1/2 it is reliable with that chance."""
    prepared = prepared_with({"persistent": 0.8})
    assert credence(prepared, "reliability[s]", 0.0, KNOWN) == pytest.approx(0.3, abs=1e-12)
    stated = prepared_with({"persistent": 0.5})
    states, _ = weigh(stated.plan, stated.numbers.used)
    found = credence(prepared, "reliability[s]", 0.5, MEAN)
    assert found == pytest.approx(float(np.exp(states[0][0])), abs=1e-12)


def test_shared_fate_moves_the_correlation_and_keeps_the_mean() -> None:
    """At 0 the reliability is known to be its mean; Beta(6, 2) has 1 / 9; at 1 it is 0 or 1."""
    prepared = prepared_with({"beta": [6, 2]})
    none, stated, full = (
        credence(prepared, "reliability[s]", x, SHARED) for x in (0.0, 1.0 / 9.0, 1.0)
    )
    assert none == pytest.approx(credence(prepared, "reliability[s]", 0.75, KNOWN), abs=1e-12)
    states, _ = weigh(prepared.plan, prepared.numbers.used)
    assert stated == pytest.approx(float(np.exp(states[0][0])), abs=1e-12)
    h = 0.3 * (0.75 * (0.9 * 0.8 + 0.1 * 0.5) * 0.8 + 0.25 * 0.25)
    g = 0.7 * (0.75 * (0.9 * 0.2 + 0.1 * 0.5) * 0.2 + 0.25 * 0.25)
    assert full == pytest.approx(h / (h + g), abs=1e-12)


def test_several_reliabilities_move_at_once_as_one_does_alone() -> None:
    """Of a single source the answer is the same by either way, at every correlation."""
    prepared = prepared_with({"triangular": [0.2, 0.7, 0.9]})
    position, values = prepared.numbers.position["reliability[s]"], np.linspace(0.0, 1.0, 5)
    moves = Moves(prepared)
    together, _ = moves.weigh_together([position], values)
    alone, _ = moves.weigh(np.full(5, position), values, SHARED)
    np.testing.assert_allclose(together[0], alone[0], atol=1e-12)
    assert np.ptp(np.exp(together[0][:, 0])) > 1e-3
