"""The kernel on many sets of numbers at once: each as if it were alone."""

from __future__ import annotations

import numpy as np
import pytest
from random_cases import random_case

import assess
from assess.kernel.weigh import chunks, weigh
from assess.prepare.prepared import prepare

SEEDS = range(600, 640)


def prepared_case(seed):
    return prepare(assess.case_from(random_case(seed)[0]))


def moved(prepared, count, seed):
    """Sets of numbers: all but 0 and 1 are moved at random, and priors need not sum to 1."""
    rng = np.random.default_rng(seed)
    used = prepared.numbers.used
    certain = (used == 0.0) | (used == 1.0)
    return np.where(certain, used, rng.uniform(0.05, 0.95, (count, len(used))))


@pytest.mark.parametrize("seed", SEEDS)
def test_batch_gives_what_each_set_gives_alone(seed):
    """Credences and evidence of a batch of five, one after another."""
    prepared = prepared_case(seed)
    numbers = moved(prepared, 5, seed)
    together, evidence = weigh(prepared.plan, numbers)
    for k, row in enumerate(numbers):
        alone, alone_evidence = weigh(prepared.plan, row)
        assert evidence[k] == pytest.approx(float(alone_evidence), rel=1e-13, abs=1e-12)
        for one, many in zip(alone, together, strict=True):
            assert many[k] == pytest.approx(one, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("seed", range(600, 610))
def test_pieces_of_a_batch_do_not_show(seed, monkeypatch):
    """A batch cut into pieces of one set each is put together again in order."""
    prepared = prepared_case(seed)
    numbers = moved(prepared, 7, seed)
    whole, evidence = weigh(prepared.plan, numbers)
    monkeypatch.setattr("assess.kernel.weigh.CHUNK", 1)
    pieces, pieces_evidence = weigh(prepared.plan, numbers)
    assert pieces_evidence == pytest.approx(evidence, rel=1e-13, abs=1e-12)
    for a, b in zip(whole, pieces, strict=True):
        assert b == pytest.approx(a, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(("count", "cells"), [(1, 1), (7, 1 << 16), (1000, 1 << 13), (5, 1 << 30)])
def test_chunks_cover_the_batch_once(count, cells):
    covered = [k for piece in chunks(count, cells) for k in range(piece.start, piece.stop)]
    assert covered == list(range(count))


def test_leading_axes_are_kept():
    """Numbers of shape (2, 3, number) give credences of shape (2, 3, hypothesis)."""
    prepared = prepared_case(600)
    numbers = moved(prepared, 6, 1)
    flat, flat_evidence = weigh(prepared.plan, numbers)
    folded, evidence = weigh(prepared.plan, numbers.reshape(2, 3, -1))
    assert evidence.shape == (2, 3)
    assert evidence.ravel() == pytest.approx(flat_evidence, rel=1e-12)
    for a, b in zip(flat, folded, strict=True):
        assert b.shape == (2, 3, a.shape[-1])
        assert b.reshape(a.shape) == pytest.approx(a, rel=1e-12)


@pytest.mark.parametrize(
    "seed", [s for s in range(600, 615) if len(prepared_case(s).plan.node_values)]
)
def test_nodes_given_outright_are_the_plans_own(seed):
    """Reliabilities may vary too; with the plan's own nodes nothing changes."""
    prepared = prepared_case(seed)
    used = prepared.numbers.used
    own, own_evidence = weigh(prepared.plan, used)
    given, evidence = weigh(prepared.plan, used, prepared.plan.node_values)
    assert float(evidence) == pytest.approx(float(own_evidence), rel=1e-12)
    for a, b in zip(own, given, strict=True):
        assert b == pytest.approx(a, rel=1e-12)


def test_nodes_of_a_case_without_sources_may_be_given_too():
    """There are none: an empty array changes nothing."""
    seed = next(s for s in range(600, 700) if not len(prepared_case(s).plan.node_values))
    prepared = prepared_case(seed)
    numbers = moved(prepared, 3, seed)
    own, _ = weigh(prepared.plan, numbers)
    given, _ = weigh(prepared.plan, numbers, np.empty((3, 0)))
    for a, b in zip(own, given, strict=True):
        assert b == pytest.approx(a, rel=1e-12)


def test_impossible_set_of_numbers_leaves_its_neighbours_alone():
    """Where the items cannot be, the evidence is log 0 and the credences are not numbers."""
    case = assess.case_from(
        {
            "format": "assess/1",
            "questions": [
                {
                    "id": "q",
                    "exhaustive": "two",
                    "hypotheses": [{"id": "h", "prior": 0.5}, {"id": "n", "prior": 0.5}],
                }
            ],
            "sources": [{"id": "s", "reliability": {"value": 1, "certain": True}}],
            "items": [{"id": "i", "source": "s", "likelihood": {"h": 0.75, "n": 0.25}}],
        }
    )
    prepared = prepare(case)
    numbers = np.tile(prepared.numbers.used, (3, 1))
    at = prepared.numbers.position
    numbers[1, [at["likelihood[i, h]"], at["likelihood[i, n]"]]] = 0.0
    (credence,), evidence = weigh(prepared.plan, numbers)
    assert evidence.tolist() == pytest.approx([np.log(0.5), -np.inf, np.log(0.5)])
    assert np.exp(credence[[0, 2]]) == pytest.approx(np.array([[0.75, 0.25]] * 2), rel=1e-14)
    assert np.isnan(credence[1]).all()
