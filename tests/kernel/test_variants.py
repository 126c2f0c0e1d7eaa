"""Versions of a case: what is computed from its parts is what weighing the changed case gives."""

from __future__ import annotations

import math
import random
from functools import cache

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from random_cases import random_case
from weighing import weigh

import assess
from assess.kernel.changes import left_out
from assess.kernel.weigh import credences
from assess.prepare.prepared import Prepared, prepare

SEEDS = st.integers(0, 100_000)


def keeping(case: assess.Case, names: set[str]) -> assess.Case:
    """The case with the items named and no other; what it says of those that are gone goes too."""
    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data["format"] = "assess/1"
    kept = [i for i in data.get("items", []) if i["id"] in names]
    for item in kept:
        if item.get("repeats", {}).get("item", "") not in names:
            item.pop("repeats", None)
        item["given"] = [g for g in item.get("given", []) if g in names]
    return assess.case_from({**data, "items": kept})


def weighed(case: assess.Case) -> xr.DataTree | None:
    """The result, None where the case is impossible."""
    try:
        return weigh(case)
    except assess.CaseError:
        return None


@cache
def prepared_of(seed: int) -> Prepared:
    return prepare(assess.case_from(random_case(seed)[0]))


def subsets(n: int, count: int, seed: int) -> list[list[int]]:
    """Nothing, each item alone, everything, and some at random in random order."""
    rng = random.Random(seed)
    some = [rng.sample(range(n), rng.randint(0, n)) for _ in range(count)]
    return [[], *([i] for i in range(n)), list(range(n)), *some]


def only(
    prepared: Prepared, sets: list[list[int]], *, echoes: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Credences of all hypotheses, (set, hypothesis), and log evidence, (set,)."""
    version = np.repeat(np.arange(len(sets)), [len(s) for s in sets]).astype(np.intp)
    item = np.array([i for s in sets for i in s], dtype=np.intp)
    shuffle = np.random.default_rng(0).permutation(len(item))
    states, evidence = prepared.variants.only(
        version[shuffle], item[shuffle], len(sets), echoes=echoes
    )
    return np.concatenate([credences(s) for s in states], axis=1), evidence


def said_beside(case: assess.Case, prepared: Prepared, names: set[str]) -> set[str]:
    """With the items named those that are said but not weighed: their echoes are echoes still."""
    weighed_items = set(prepared.structure.items)
    return names | ({i.id for i in case.items} - weighed_items)


@pytest.mark.slow
@given(SEEDS)
def test_only_some_items_is_weighing_the_case_without_the_others(seed):
    """Credences and evidence are those of the case from which all the other items were deleted."""
    case = assess.case_from(random_case(seed)[0])
    prepared = prepared_of(seed)
    names = prepared.structure.items
    sets = subsets(len(names), 3, seed)
    found, evidence = only(prepared, sets)
    for row, log_evidence, members in zip(found, evidence, sets, strict=True):
        kept = said_beside(case, prepared, {names[i] for i in members})
        rest = weighed(keeping(case, kept))
        if rest is None:
            assert log_evidence == -math.inf
            continue
        assert row == pytest.approx(rest["exact"]["credence"].values, abs=1e-12)
        assert log_evidence == pytest.approx(rest["exact"]["log_evidence"].item(), abs=1e-10)


def test_random_cases_tried_above_use_every_feature():
    """Among 150 of them each feature that a case can have occurs."""
    seen = set().union(*(random_case(seed)[1] for seed in range(150)))
    wanted = {"repeats", "chain", "if_copied", "hearsay", "requires", "linked", "two_parents"}
    wanted |= {"certain", "biased", "persistent", "excluded", "as_of", "ratio", "not_found"}
    assert wanted <= seen


@given(SEEDS, st.booleans())
def test_only_some_items_is_leaving_out_the_rest(seed, echoes):
    """Built from nothing or taken from the whole, the same version has the same credences."""
    prepared = prepared_of(seed)
    n = len(prepared.structure.items)
    sets = [s for s in subsets(n, 4, seed) if len(s) < n]
    gone = [sorted(set(range(n)) - set(s)) for s in sets]
    version = np.repeat(np.arange(len(gone)), [len(g) for g in gone]).astype(np.intp)
    item = np.array([i for g in gone for i in g], dtype=np.intp)
    changes = left_out(prepared.plan, version, item, len(gone), echoes=echoes)
    states, evidence = prepared.variants.weigh(changes)
    found, alone = only(prepared, sets, echoes=echoes)
    possible = np.isfinite(alone)
    taken = np.concatenate([credences(s) for s in states], axis=1)
    assert found[possible] == pytest.approx(taken[possible], abs=1e-9)
    assert alone[possible] == pytest.approx(evidence[possible], abs=1e-8)


def test_only_one_item_by_hand_where_its_source_says_more():
    """The mean of Beta(2, 1) is 2/3: of one item alone it does not matter what else was said."""
    data = {
        "format": "assess/1",
        "questions": [
            {
                "id": "q",
                "exhaustive": "yes or no",
                "hypotheses": [{"id": "yes", "prior": 0.4}, {"id": "no", "prior": 0.6}],
            }
        ],
        "sources": [{"id": "s", "reliability": {"beta": [2, 1]}}],
        "items": [
            {"id": n, "source": "s", "likelihood": {"yes": y, "no": z}, "if_unreliable": 0.3}
            for n, y, z in (("a", 0.9, 0.3), ("b", 0.2, 0.5))
        ],
    }
    found, evidence = only(prepare(assess.case_from(data)), [[0], [1]])
    # a: 2/3 (.9) + 1/3 (.3) = .7 under yes, 2/3 (.3) + .1 = .3 under no
    # b: 2/3 (.2) + .1 = 7/30 under yes, 2/3 (.5) + .1 = 13/30 under no
    a, b = 0.4 * 0.7 + 0.6 * 0.3, 0.4 * 7 / 30 + 0.6 * 13 / 30
    assert np.exp(evidence) == pytest.approx([a, b], abs=1e-14)
    assert found[:, 0] == pytest.approx([0.28 / a, 0.4 * 7 / 30 / b], abs=1e-14)


def test_only_items_of_a_quantity_is_weighing_the_case_without_the_others():
    """Where nodes of a grid stand in the place of states, to the precision of the grid."""
    case = assess.example_case("dprk_shells")
    prepared = prepare(case)
    names = prepared.structure.items
    sets = [[0], [0, len(names) - 1], list(range(len(names)))]
    found, evidence = only(prepared, sets)
    for row, log_evidence, members in zip(found, evidence, sets, strict=True):
        rest = weigh(keeping(case, {names[i] for i in members}))
        assert row == pytest.approx(rest["exact"]["credence"].values, abs=1e-6)
        assert log_evidence == pytest.approx(rest["exact"]["log_evidence"].item(), abs=1e-6)


@given(SEEDS)
def test_echo_that_stays_one_tells_only_what_was_not_copied(seed):
    """Alone, but with its original said: P = chance x if_copied + (1 - chance) x P on its own."""
    prepared = prepared_of(seed)
    structure = prepared.structure
    used = prepared.numbers.used
    n = len(structure.items)
    numbers = np.concatenate([used, 1 - used, structure.constants])
    each = [[i] for i in range(n)]
    own, echo = (np.exp(only(prepared, each, echoes=e)[1]) for e in (False, True))
    for i in range(n):
        rho, copied = numbers[structure.repeat[i]], numbers[structure.if_copied[i]]
        if structure.original[i] < 0:
            assert echo[i] == own[i]
        else:
            assert echo[i] == pytest.approx(rho * copied + (1 - rho) * own[i], abs=1e-13)


def test_no_version_at_all_has_empty_answers_of_the_right_shape():
    """Of no version there are no credences, for each hypothesis."""
    found, evidence = only(prepared_of(1), [])
    assert found.shape == (0, len(prepared_of(1).structure.hypotheses))
    assert evidence.shape == (0,)


def test_versions_in_pieces_are_the_versions_at_once(monkeypatch):
    """Where memory allows one version at a time the answers are the same."""
    prepared = prepare(assess.example_case("dprk_missiles"))
    sets = subsets(len(prepared.structure.items), 10, 0)
    at_once = only(prepared, sets)
    monkeypatch.setattr("assess.kernel.variants.CELLS", 1)
    for one, other in zip(at_once, only(prepared, sets), strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-13)
