"""What must hold in every case, whatever its numbers: properties, with Hypothesis."""

from __future__ import annotations

import copy
import math
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from weighing import weigh as weigh_without_draws

import assess

CLOSE = {"rel": 1e-9, "abs": 1e-11}

# --- cases ---------------------------------------------------------------------------------------

PROBABILITY = st.integers(1, 99).map(lambda n: n / 100)
NUMBER = st.one_of(
    PROBABILITY,
    PROBABILITY,
    st.tuples(st.integers(1, 20), st.integers(1, 20)).map(
        lambda ab: {"beta": [ab[0] / 2, ab[1] / 2]}
    ),
    st.sets(st.integers(0, 100), min_size=3, max_size=3).map(
        lambda s: {"pert": [x / 100 for x in sorted(s)]}
    ),
    st.sets(st.integers(0, 100), min_size=3, max_size=3).map(
        lambda s: {"triangular": [x / 100 for x in sorted(s)]}
    ),
)
RELIABILITY = st.one_of(
    NUMBER,
    PROBABILITY.map(lambda p: {"persistent": p}),
    st.sampled_from("ABCDE").map(lambda x: {"admiralty": x}),
)


@st.composite
def shares(draw, count):
    """Probabilities that sum to 1, none of them below .01."""
    cuts = sorted(draw(st.sets(st.integers(1, 99), min_size=count - 1, max_size=count - 1)))
    return [(b - a) / 100 for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]


@st.composite
def items(draw, k, states, sources, assumptions):
    """An item about a question, from a path of sources, perhaps resting on assumptions."""
    question = draw(st.sampled_from(sorted(states)))
    here = states[question]
    item = {
        "id": f"i{k}",
        "question": question,
        "source": draw(st.lists(st.sampled_from(sources), min_size=1, max_size=2, unique=True)),
        "likelihood": {h: draw(NUMBER) for h in here},
    }
    biased = draw(st.booleans())
    item["if_unreliable"] = {h: draw(NUMBER) for h in here} if biased else draw(NUMBER)
    free = [a for a in assumptions if a != question]
    if free and draw(st.booleans()):
        item["requires"] = [draw(st.sampled_from(free))]
    if k and draw(st.integers(0, 3)) == 0:
        item["repeats"] = {"item": f"i{draw(st.integers(0, k - 1))}", "chance": draw(NUMBER)}
    return item


@st.composite
def cases(draw, most_items=4, least_items=0):
    """A question q, perhaps one linked to it and one on its own, shared sources, assumptions."""
    names = [f"h{k}" for k in range(draw(st.integers(2, 4)))]
    q = {"id": "q", "exhaustive": "made so", "hypotheses": [{"id": h} for h in names]}
    for h, p in zip(q["hypotheses"], draw(shares(len(names))), strict=True):
        h["prior"] = p
    case = {"format": "assess/1", "questions": [q]}
    states = {"q": names}
    if draw(st.booleans()):
        states["child"] = ["c0", "c1"]
        rows = [
            {"when": {"q": h}, "prior": dict(zip(states["child"], draw(shares(2)), strict=True))}
            for h in names
        ]
        case["questions"].append(
            {
                "id": "child",
                "exhaustive": "made so",
                "hypotheses": [{"id": c} for c in states["child"]],
                "given": ["q"],
                "table": rows,
            }
        )
    assumptions = [f"a{k}" for k in range(draw(st.integers(0, 2)))]
    case["assumptions"] = [{"id": a, "holds": draw(NUMBER)} for a in assumptions]
    states.update({a: ["holds", "fails"] for a in assumptions})
    sources = [f"s{k}" for k in range(draw(st.integers(1, 3)))]
    case["sources"] = [{"id": s, "reliability": draw(RELIABILITY)} for s in sources]
    count = draw(st.integers(least_items, most_items))
    case["items"] = [draw(items(k, states, sources, assumptions)) for k in range(count)]
    return case


# --- reading -------------------------------------------------------------------------------------


def weigh(case):
    return weigh_without_draws(assess.case_from(case))["exact"]


def values(exact, name="credence"):
    """A quantity by its labels."""
    data = exact[name]
    return dict(zip(data[data.dims[0]].values.tolist(), data.values.tolist(), strict=True))


def odds(exact, a, b):
    logs = values(exact, "log_credence")
    return logs[a] - logs[b]


def with_item(case, item):
    """The case with one item more."""
    return {**case, "items": [*case["items"], item]}


def with_source(case, reliability, name="new"):
    return {**case, "sources": [*case["sources"], {"id": name, "reliability": reliability}]}


def about_q(case, likelihood, **more):
    """An item about q; `likelihood` is a number for each hypothesis or one for all."""
    names = [h["id"] for h in case["questions"][0]["hypotheses"]]
    if not isinstance(likelihood, list):
        likelihood = [likelihood] * len(names)
    each = dict(zip(names, likelihood, strict=False))
    return {"id": "extra", "source": "new", "question": "q", "likelihood": each, **more}


def same(a, b):
    """All that was found but the evidence."""
    for name in ("credence", "reliability", "holds", "repeats", "tracked"):
        before, after = values(a, name), values(b, name)
        assert {k: after[k] for k in before} == pytest.approx(before, **CLOSE)


# --- order and names -----------------------------------------------------------------------------


@given(cases(least_items=2), st.randoms(use_true_random=False))
def test_order_of_items_is_irrelevant(case, random):
    """A copy may even stand before its original."""
    shuffled = {**case, "items": random.sample(case["items"], len(case["items"]))}
    a, b = weigh(case), weigh(shuffled)
    same(a, b)
    assert float(b["log_evidence"]) == pytest.approx(float(a["log_evidence"]), **CLOSE)


@given(cases(least_items=1), st.randoms(use_true_random=False))
def test_order_of_sources_is_irrelevant(case, random):
    shuffled = {**case, "sources": random.sample(case["sources"], len(case["sources"]))}
    same(weigh(case), weigh(shuffled))


@given(cases(least_items=1))
def test_order_of_the_sources_on_a_path_is_irrelevant(case):
    """The product of their reliabilities has no order."""
    turned = copy.deepcopy(case)
    for item in turned["items"]:
        item["source"].reverse()
    same(weigh(case), weigh(turned))


@given(cases(least_items=1), st.randoms(use_true_random=False))
def test_order_of_hypotheses_is_irrelevant(case, random):
    shuffled = copy.deepcopy(case)
    for q in shuffled["questions"]:
        random.shuffle(q["hypotheses"])
    same(weigh(case), weigh(shuffled))


@given(cases(least_items=1))
def test_order_of_questions_and_assumptions_is_irrelevant(case):
    """A linked question may stand before the one it is linked to."""
    turned = {k: v[::-1] if k in ("questions", "assumptions") else v for k, v in case.items()}
    same(weigh(case), weigh(turned))


# --- what changes nothing ------------------------------------------------------------------------


@given(cases(), PROBABILITY)
def test_item_equally_likely_whatever_is_true_changes_nothing(case, p):
    """l and u the same for all hypotheses, and l equal to u: from any source, even a shared one."""
    before = weigh(case)
    after = weigh(with_item(case, about_q(case, p, source="s0", if_unreliable=p)))
    same(before, after)
    log_evidence = float(before["log_evidence"]) + math.log(p)
    assert float(after["log_evidence"]) == pytest.approx(log_evidence, **CLOSE)


@given(cases(), NUMBER, NUMBER, RELIABILITY)
def test_neutral_item_of_a_source_of_its_own_changes_nothing(
    case, likelihood, unreliable, reliability
):
    """l is the same for all hypotheses and so is u, but the two differ: it tells of its source."""
    item = about_q(case, likelihood, if_unreliable=unreliable)
    same(weigh(case), weigh(with_item(with_source(case, reliability), item)))


def test_neutral_item_of_a_shared_source_speaks_for_that_source():
    """Likely if it tracks and unlikely if not: it makes the source's other item weigh more.

    Beta(1, 1), one item l 1/0 with u .5, one with l .9 and u .1 for both hypotheses:
    h: E[(r + (1 - r)/2)(.9 r + .1 (1 - r))] = E[(1 + r)(.1 + .8 r)]/2 = (.1 + .45 + .8/3)/2;
    not: E[(1 - r)(.1 + .8 r)]/2 = (.1 + .35 - .8/3)/2. Alone the first is worth (3/4)/(1/4) = 3.
    """
    sure, never = {"value": 1, "certain": True}, {"value": 0, "certain": True}
    case = {
        "format": "assess/1",
        "questions": [
            {
                "id": "q",
                "exhaustive": "two",
                "hypotheses": [{"id": "h", "prior": 0.5}, {"id": "n", "prior": 0.5}],
            }
        ],
        "sources": [{"id": "s", "reliability": {"beta": [1, 1]}}],
        "items": [
            {"id": "i", "source": "s", "likelihood": {"h": sure, "n": never}, "if_unreliable": 0.5},
            {"id": "j", "source": "s", "likelihood": {"h": 0.9, "n": 0.9}, "if_unreliable": 0.1},
        ],
    }
    worth = (0.55 + 0.8 / 3) / (0.45 - 0.8 / 3)
    assert math.exp(odds(weigh(case), "h", "n")) == pytest.approx(worth, rel=1e-13)
    assert worth > 3


@given(cases(), st.lists(NUMBER, min_size=4, max_size=4), NUMBER)
def test_source_that_never_tracks_changes_nothing(case, likelihood, unreliable):
    """r = 0, and u the same for all hypotheses, however diagnostic the item would be."""
    item = about_q(case, likelihood, if_unreliable=unreliable)
    never = {"value": 0, "certain": True}
    same(weigh(case), weigh(with_item(with_source(case, never), item)))


@given(
    cases(),
    st.lists(PROBABILITY, min_size=4, max_size=4),
    st.lists(PROBABILITY, min_size=4, max_size=4),
)
def test_source_that_never_tracks_counts_by_what_it_says_anyway(case, likelihood, unreliable):
    """r = 0, and u depends on the hypothesis: the odds move by the ratio of the u's."""
    item = about_q(case, likelihood)
    item["if_unreliable"] = dict(zip(item["likelihood"], unreliable, strict=False))
    before = weigh(case)
    after = weigh(with_item(with_source(case, {"value": 0, "certain": True}), item))
    moved = odds(after, "h0", "h1") - odds(before, "h0", "h1")
    assert moved == pytest.approx(math.log(unreliable[0] / unreliable[1]), rel=1e-9, abs=1e-9)


@given(cases(least_items=1), st.data())
def test_certain_repeat_is_worth_nothing(case, data):
    """rho = 1: whatever the copy would say, and whoever says it, it adds 0 dB."""
    original = data.draw(st.sampled_from(case["items"]))["id"]
    repeats = {
        "item": original,
        "chance": {"value": 1, "certain": True},
        "if_copied": data.draw(NUMBER),
    }
    likelihood = data.draw(st.lists(NUMBER, min_size=4, max_size=4))
    item = about_q(case, likelihood, source="s0", if_unreliable=data.draw(NUMBER), repeats=repeats)
    before, after = weigh(case), weigh(with_item(case, item))
    same(before, after)
    assert values(after, "repeats")["extra"] == pytest.approx(1.0, rel=1e-13)


@given(cases(), RELIABILITY, st.data())
def test_finding_about_an_unlinked_question_leaves_the_others_alone(case, reliability, data):
    """From a source of its own, whatever it says."""
    apart = {
        "id": "apart",
        "exhaustive": "made so",
        "hypotheses": [{"id": "x", "prior": 0.3}, {"id": "y", "prior": 0.7}],
    }
    wider = with_source({**case, "questions": [*case["questions"], apart]}, reliability)
    item = {
        "id": "extra",
        "source": "new",
        "question": "apart",
        "likelihood": {"x": data.draw(NUMBER), "y": data.draw(NUMBER)},
        "if_unreliable": data.draw(NUMBER),
    }
    same(weigh(case), weigh(with_item(wider, item)))


@given(cases(), PROBABILITY)
def test_neutral_finding_about_an_unlinked_question_leaves_the_others_alone(case, p):
    """Even from a source that says other things too, if it is as likely without tracking."""
    apart = {
        "id": "apart",
        "exhaustive": "made so",
        "hypotheses": [{"id": "x", "prior": 0.3}, {"id": "y", "prior": 0.7}],
    }
    wider = {**case, "questions": [*case["questions"], apart]}
    item = {
        "id": "extra",
        "source": "s0",
        "question": "apart",
        "likelihood": {"x": p, "y": p},
        "if_unreliable": p,
    }
    before, after = weigh(wider), weigh(with_item(wider, item))
    same(before, after)


@given(cases(least_items=1))
def test_uncertain_number_that_occurs_once_enters_with_its_mean(case):
    """Likelihoods, if_unreliable, chances of repeating, assumptions: not reliabilities."""
    fixed = copy.deepcopy(case)
    for item in fixed["items"]:
        item["likelihood"] = {h: mean(p) for h, p in item["likelihood"].items()}
        u = item["if_unreliable"]
        biased = isinstance(u, dict) and not u.keys() & {"beta", "pert", "triangular"}
        item["if_unreliable"] = {h: mean(p) for h, p in u.items()} if biased else mean(u)
        if "repeats" in item:
            item["repeats"]["chance"] = mean(item["repeats"]["chance"])
    for a in fixed["assumptions"]:
        a["holds"] = mean(a["holds"])
    same(weigh(case), weigh(fixed))


def mean(number):
    """Mean of a form, from its textbook formula."""
    match number:
        case {"beta": [a, b]}:
            return a / (a + b)
        case {"pert": [low, mode, high]}:
            return (low + 4 * mode + high) / 6
        case {"triangular": [low, mode, high]}:
            return (low + mode + high) / 3
    return number


# --- other sets of hypotheses --------------------------------------------------------------------


def replaced(case, parts):
    """The case with h0 of q split into `parts`, (id, share of the prior), alike in likelihoods."""
    new = copy.deepcopy(case)
    q = new["questions"][0]
    first = q["hypotheses"][0]
    q["hypotheses"][:1] = [{"id": name, "prior": first["prior"] * share} for name, share in parts]
    for linked in new["questions"][1:]:
        linked["table"] = [
            {**row, "when": {"q": name}} if row["when"]["q"] == "h0" else row
            for name, row in product([n for n, _ in parts], linked["table"])
            if row["when"]["q"] == "h0" or name == parts[0][0]
        ]
    for item in new["items"]:
        if item["question"] != "q":
            continue
        for key in ("likelihood", "if_unreliable"):
            each = item[key]
            if isinstance(each, dict) and "h0" in each:
                value = each.pop("h0")
                each.update({name: value for name, _ in parts})
    return new


@given(cases(), st.sampled_from([0.5, 0.25, 0.125]))
def test_splitting_a_hypothesis_leaves_the_others_alone(case, share):
    """Two halves with the same likelihoods share what the whole had, as their priors do."""
    before = weigh(case)
    after = weigh(replaced(case, [("one", share), ("two", 1 - share)]))
    whole, parts = values(before), values(after)
    others = {h: p for h, p in whole.items() if h != "h0"}
    assert {h: parts[h] for h in others} == pytest.approx(others, **CLOSE)
    assert parts["one"] == pytest.approx(share * whole["h0"], **CLOSE)
    assert parts["two"] == pytest.approx((1 - share) * whole["h0"], **CLOSE)
    assert float(after["log_evidence"]) == pytest.approx(float(before["log_evidence"]), **CLOSE)


@given(cases(), st.sampled_from([0.5, 0.125]), st.data())
def test_straw_man_leaves_the_odds_of_the_others_alone(case, prior, data):
    """A hypothesis more, with any likelihoods, taking its prior from the others in proportion."""
    new = copy.deepcopy(case)
    q = new["questions"][0]
    for h in q["hypotheses"]:
        h["prior"] *= 1 - prior
    q["hypotheses"].append({"id": "straw", "prior": prior})
    for linked in new["questions"][1:]:
        linked["table"].append({"when": {"q": "straw"}, "prior": {"c0": 0.5, "c1": 0.5}})
    for item in new["items"]:
        if item["question"] == "q":
            item["likelihood"]["straw"] = data.draw(NUMBER)
            if isinstance(item["if_unreliable"], dict) and "h0" in item["if_unreliable"]:
                item["if_unreliable"]["straw"] = data.draw(NUMBER)
    before, after = weigh(case), weigh(new)
    for h in q["hypotheses"][1:-1]:
        assert odds(after, "h0", h["id"]) == pytest.approx(odds(before, "h0", h["id"]), **CLOSE)


# --- credences -----------------------------------------------------------------------------------


@given(cases())
def test_credences_of_each_question_sum_to_one(case):
    exact = weigh(case)
    sums = exact["credence"].groupby("question").sum()
    assert sums.values == pytest.approx(np.ones(len(case["questions"])), rel=1e-12)


@given(cases())
def test_nothing_is_certain_that_was_not_stated_to_be(case):
    """Credences, assumptions, repeats and tracking lie strictly between 0 and 1."""
    exact = weigh(case)
    for name in ("credence", "holds", "repeats", "tracked"):
        found = exact[name].values
        assert ((found > 0.0) & (found < 1.0)).all(), name


@given(cases())
def test_evidence_is_a_probability(case):
    """Below 1 if anything was said that might not have been, and 1 if nothing was."""
    log_evidence = float(weigh(case)["log_evidence"])
    assert log_evidence < 0.0 if case["items"] else abs(log_evidence) < 1e-12


@given(cases())
def test_finding_and_not_finding_share_out_the_evidence(case):
    """P(items and found) + P(items and not found) = P(items)."""
    names = [h["id"] for h in case["questions"][0]["hypotheses"]]
    chance = {h: 0.1 + 0.2 * k for k, h in enumerate(names)}
    parts = []
    for found, u in ((True, 0.3), (False, 0.7)):
        search = {"found": found, "chance": chance}
        item = {
            "id": "extra",
            "source": "s0",
            "question": "q",
            "search": search,
            "if_unreliable": u,
        }
        parts.append(float(weigh(with_item(case, item))["log_evidence"]))
    assert np.logaddexp(*parts) == pytest.approx(float(weigh(case)["log_evidence"]), **CLOSE)


@given(cases())
def test_without_items_everything_is_as_before(case):
    """Credences are the priors and assumptions as stated; no source has said anything."""
    exact = weigh({**case, "items": []})
    assert values(exact) == pytest.approx(values(exact, "prior"), **CLOSE)
    assert values(exact, "holds") == pytest.approx(values(exact, "holds_prior"), **CLOSE)
    assert exact.sizes["source"] == 0
    assert float(exact["log_evidence"]) == pytest.approx(0.0, abs=1e-12)


# --- reliability ---------------------------------------------------------------------------------


@given(
    cases(),
    st.lists(PROBABILITY, min_size=4, max_size=4),
    PROBABILITY,
    st.lists(st.integers(0, 100), min_size=2, max_size=2, unique=True).map(sorted),
)
def test_raising_reliability_never_weakens_an_item(case, likelihood, unreliable, pair):
    """Of a source with one item, u the same for all hypotheses: |log LR| does not fall with r."""
    assume(likelihood[0] != likelihood[1])
    item = about_q(case, likelihood, if_unreliable=unreliable)
    before = odds(weigh(case), "h0", "h1")
    moved = []
    for r in pair:
        reliability = {"value": r / 100, "certain": True} if r in (0, 100) else r / 100
        exact = weigh(with_item(with_source(case, reliability), item))
        moved.append(odds(exact, "h0", "h1") - before)
    low, high = moved
    assert abs(high) >= abs(low) - 1e-12
    assert abs(high) > abs(low)  # r differs and so do the likelihoods: it must show
    assert math.copysign(1, high) == math.copysign(1, likelihood[0] - likelihood[1])


@given(cases(least_items=1))
def test_two_sources_known_exactly_may_be_one(case):
    """Where reliabilities are fixed, who said what does not matter, only how reliable they are."""
    fixed = copy.deepcopy(case)
    for s in fixed["sources"]:
        s["reliability"] = 0.6
    merged = copy.deepcopy(fixed)
    merged["sources"] = [{"id": f"m{k}", "reliability": 0.6} for k in range(2)]
    for item in merged["items"]:
        item["source"] = [f"m{k}" for k in range(len(item["source"]))]
    a, b = weigh(fixed), weigh(merged)
    for name in ("credence", "holds", "repeats", "tracked"):
        assert values(b, name) == pytest.approx(values(a, name), **CLOSE)
    assert float(b["log_evidence"]) == pytest.approx(float(a["log_evidence"]), **CLOSE)
