"""The gap between two analysts, shared out among all that they state differently."""

from __future__ import annotations

import copy
import math
import random
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_cases import random_case
from stated_numbers import restated

import assess
from assess.kernel.logs import log_odds
from assess.kernel.weigh import weigh
from assess.prepare.prepared import prepare
from assess.what_if.moves import Moves

Data = dict[str, Any]
SEEDS = st.integers(0, 100_000)


def two_states(prior: float = 0.3, **items: dict[str, Any]) -> Data:
    """A question with two answers, one source of reliability .8, and items given by name."""
    return {
        "format": "assess/1",
        "title": "Did it rain?",
        "questions": [
            {
                "id": "rain",
                "exhaustive": "it rained or not",
                "hypotheses": [{"id": "yes", "prior": prior}, {"id": "no", "prior": 1 - prior}],
            }
        ],
        "sources": [{"id": "radio", "reliability": 0.8}, {"id": "ann", "reliability": 0.5}],
        "items": [{"id": name, **said} for name, said in items.items()],
    }


def said(yes: float, no: float, source: str = "radio", **more: Any) -> Data:
    return {"source": source, "likelihood": {"yes": yes, "no": no}, "if_unreliable": 0.5, **more}


def cruxes_of(first: Data, second: Data, **options: Any) -> Any:
    return assess.cruxes(assess.case_from(first), assess.case_from(second), **options)


def shares(found: Any) -> dict[str, float]:
    return dict(zip(found["part"].values.tolist(), found["contribution"].values, strict=True))


def decibans(odds: float) -> float:
    return 10 * math.log10(odds)


# --- by hand --------------------------------------------------------------------------------------


def test_two_who_differ_in_the_prior_only_differ_by_the_prior():
    """Odds 3:7 and 6:4 before the same item: the whole gap is 10 log10 (6/4 / (3/7)) = 5.4 dB."""
    item = said(0.9, 0.2)
    found = cruxes_of(two_states(0.3, cloud=item), two_states(0.6, cloud=item), hypothesis="yes")
    assert shares(found) == pytest.approx({"questions[rain]": decibans((6 / 4) / (3 / 7))})
    assert found.attrs["gap"] == pytest.approx(decibans(3.5))
    assert found["first_says"].values.tolist() == ["yes .30, no .70"]


def test_independent_items_add_up_in_decibans():
    """Sources of known reliability: each item is worth its own ratio, whatever else changes.

    With r = .8 and u = .5: .8 x .9 + .2 x .5 = .82 against .8 x .2 + .1 = .26, and for the second
    analyst .8 x .6 + .1 = .58 against .26. The other item is there for the second only:
    .5 x .1 + .25 = .30 against .5 x .7 + .25 = .60.
    """
    first = two_states(0.3, cloud=said(0.9, 0.2))
    second = two_states(0.3, cloud=said(0.6, 0.2), dry=said(0.1, 0.7, "ann"))
    found = cruxes_of(first, second, hypothesis="yes")
    want = {"items[cloud]": decibans(0.58 / 0.82), "items[dry]": decibans(0.30 / 0.60)}
    assert shares(found) == pytest.approx(want)
    assert dict(zip(found["part"].values, found["only"].values, strict=True)) == {
        "items[cloud]": "",
        "items[dry]": "second",
    }


def test_a_reliability_and_a_likelihood_share_what_they_do_together():
    """Two parts: each share is the mean of what the part does first and what it does last."""
    first, second = two_states(0.5, cloud=said(0.9, 0.2)), two_states(0.5, cloud=said(0.7, 0.2))
    second["sources"][0]["reliability"] = 0.4

    def ratio(r: float, yes: float) -> float:
        return decibans((r * yes + (1 - r) * 0.5) / (r * 0.2 + (1 - r) * 0.5))

    v00, v10, v01, v11 = ratio(0.8, 0.9), ratio(0.4, 0.9), ratio(0.8, 0.7), ratio(0.4, 0.7)
    found = cruxes_of(first, second, hypothesis="yes")
    assert shares(found) == pytest.approx(
        {
            "sources[radio]": ((v10 - v00) + (v11 - v01)) / 2,
            "items[cloud]": ((v01 - v00) + (v11 - v10)) / 2,
        }
    )
    top = found.isel(part=0)
    assert str(top["part"].values) == "sources[radio]"
    # agreed on r = .8 the likelihood alone is left, and on r = .4 too: but it does less there
    assert float(top["left_as_first"]) == pytest.approx(v01 - v00)
    assert float(top["left_as_second"]) == pytest.approx(v11 - v10)
    assert found["left_as_first"].values[-1] == pytest.approx(0.0, abs=1e-12)


def test_by_number_splits_an_item():
    """The likelihoods under yes and under no, one part each."""
    first = two_states(0.5, cloud=said(0.9, 0.2))
    second = two_states(0.5, cloud=said(0.7, 0.4))
    found = cruxes_of(first, second, hypothesis="yes", by="number")
    want = {
        "likelihood[cloud, yes]": decibans(0.66 / 0.82),
        "likelihood[cloud, no]": decibans(0.26 / 0.42),
    }
    assert shares(found) == pytest.approx(want)


def test_what_was_found_and_what_was_not_are_one_part_even_by_number():
    """`chance[dig, yes]` means the opposite in the two: it cannot be exchanged by itself."""
    dig = {"source": "radio", "if_unreliable": 0.5}
    first = two_states(
        0.5, dig={**dig, "search": {"found": True, "chance": {"yes": 0.9, "no": 0.2}}}
    )
    second = two_states(
        0.5, dig={**dig, "search": {"found": False, "chance": {"yes": 0.9, "no": 0.3}}}
    )
    found = cruxes_of(first, second, hypothesis="yes", by="number")
    gap = decibans((0.8 * 0.1 + 0.1) / (0.8 * 0.7 + 0.1)) - decibans(0.82 / 0.26)
    assert shares(found) == pytest.approx({"items[dig]": gap})


def test_a_number_that_one_needs_and_the_other_never_stated_makes_one_part():
    """Whoever holds a source for infallible states no chance of error: none can be made up."""
    bare = {"source": "radio", "likelihood": {"yes": 0.9, "no": 0.2}}
    first = two_states(0.5, cloud=bare)
    first["sources"][0]["reliability"] = {"value": 1, "certain": True}
    second = two_states(0.4, cloud=said(0.9, 0.2))
    found = cruxes_of(first, second, hypothesis="yes")
    gap = decibans(0.82 / 0.26) - decibans(0.9 / 0.2)
    assert shares(found) == pytest.approx(
        {"sources[radio] + items[cloud]": gap, "questions[rain]": decibans(0.4 / 0.6)}
    )


def test_repeats_that_would_go_round_in_a_circle_are_one_part():
    """One holds a for an echo of b, the other b for an echo of a: both at once is no case."""
    echo = {"chance": 0.9}
    a, b = said(0.9, 0.2), said(0.6, 0.3, "ann")
    first = two_states(0.5, a={**a, "repeats": {"item": "b", **echo}}, b=b)
    second = two_states(0.5, a=a, b={**b, "repeats": {"item": "a", **echo}})
    found = cruxes_of(first, second, hypothesis="yes")
    assert found["part"].values.tolist() == ["items[a].repeats + items[b].repeats"]
    assert found.attrs["gap"] == pytest.approx(float(found["contribution"].sum()))


def test_an_echo_of_an_item_that_only_the_other_has_stands_on_its_own():
    """Of the second's `echo of loud` without `loud` only the item itself is left: .82 to .26."""
    loud = said(0.8, 0.3, "ann")
    alone = said(0.9, 0.2)
    first = two_states(0.5, echo=alone)
    second = two_states(0.5, loud=loud, echo={**alone, "repeats": {"item": "loud", "chance": 0.5}})
    found = cruxes_of(first, second, hypothesis="yes")
    own, half = decibans(0.82 / 0.26), decibans((0.5 + 0.41) / (0.5 + 0.13))
    heard = decibans((0.4 + 0.25) / (0.15 + 0.25))
    assert shares(found) == pytest.approx(
        {
            # who has no `loud` could not say that it is repeated: the two come together
            "items[loud]": heard + half - own,
        }
    )


def test_a_source_that_one_leaves_out_is_a_difference_of_that_source():
    """Grade F, excluded: Ann's item counts for the second only, 10 log10 (.30 / .60)."""
    first = two_states(0.3, cloud=said(0.9, 0.2), dry=said(0.1, 0.7, "ann"))
    second = copy.deepcopy(first)
    first["sources"][1]["reliability"] = {"admiralty": "F", "exclude": True}
    found = cruxes_of(first, second, hypothesis="yes")
    assert shares(found) == pytest.approx({"sources[ann]": decibans(0.5)})
    assert found["first_says"].values.tolist() == ["left out"]


def test_items_not_yet_known_to_one_are_items_that_only_the_other_has():
    """One result as of March, one as of June."""
    data = two_states(0.3, cloud=said(0.9, 0.2), dry=said(0.1, 0.7, "ann", date="2024-05-01"))
    case = assess.case_from(data)
    early, late = (assess.weigh(case, as_of=day, draws=0) for day in ("2024-03-01", "2024-06-01"))
    found = assess.cruxes(early, late, hypothesis="yes")
    assert shares(found) == pytest.approx({"items[dry]": decibans(0.5)})
    assert found["only"].values.tolist() == ["second"]


@pytest.mark.parametrize("name", ["dprk_arms", "dprk_missiles", "dprk_shells"])
def test_both_ends_are_what_weighing_each_version_gives(name: str) -> None:
    """The shipped examples, with linked questions and quantities, other reliabilities stated."""
    one = assess.example_case(name)
    data = one.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data["format"] = "assess/1"
    for k, source in enumerate(data["sources"][:4]):
        source["reliability"] = [0.55, {"beta": [2, 3]}, {"persistent": 0.4}, 0.9][k]
    two = assess.case_from(data)
    for case, other, side in ((one, two, "first"), (two, one, "first"), (one, two, "second")):
        stated = case if side == "first" else other
        exact = assess.weigh(stated, draws=0)["exact"]
        label = str(exact["hypothesis"].values[0])
        question = str(exact["question"].values[0])
        found = assess.cruxes(case, other, hypothesis=f"{question}:{label.rpartition(':')[2]}")
        assert found.attrs[f"{side}_credence"] == pytest.approx(
            float(exact["credence"].values[0]), rel=1e-7
        )
        assert float(found["contribution"].sum()) == pytest.approx(found.attrs["gap"], abs=1e-9)


# --- against weighing every mixture ---------------------------------------------------------------


def odds_of(data: Data, hypothesis: int, rivals: list[int]) -> float:
    """Natural log-odds within the first question; nan where the case is impossible."""
    p = prepare(assess.case_from(data))
    states, evidence = weigh(p.plan, p.numbers.used)
    if not np.isfinite(evidence):
        return math.nan
    return float(log_odds(states[0], hypothesis, rivals))


def brute_shapley(parts: list[str], value: Callable[[frozenset[str]], float]) -> dict[str, float]:
    """Shapley values from the definition by sets."""
    n = len(parts)
    known = {
        frozenset(s): value(frozenset(s)) for k in range(n + 1) for s in combinations(parts, k)
    }
    if not all(map(math.isfinite, known.values())):
        raise ValueError
    out = {}
    for p in parts:
        rest = [x for x in parts if x != p]
        total = 0.0
        for k in range(n):
            weight = math.factorial(k) * math.factorial(n - k - 1) / math.factorial(n)
            for s in combinations(rest, k):
                total += weight * (known[frozenset(s) | {p}] - known[frozenset(s)])
        out[p] = 10 / math.log(10) * total
    return out


def moved_numbers(seed: int, count: int) -> tuple[Data, dict[str, float], dict[str, str]]:
    """A random case, some numbers with other values, and the part of each."""
    data = random_case(seed)[0]
    p = prepare(assess.case_from(data))
    rng = random.Random(seed)
    entries = p.numbers.entries
    rng.shuffle(able := [entries[k] for k in Moves(p).movable])
    moves: dict[str, float] = {}
    part_of: dict[str, str] = {}
    for number in able:
        if number.kind == "prior":
            label = number.address.owner
            homes = {h: q.id for q in p.case.questions for h in q.states}
            question = label.split(":")[0] if ":" in label else homes[label]
            part = f"questions[{question}]"
        else:
            part = str(number.address)
        if part in part_of.values() or len(moves) == count:
            continue
        value = rng.choice([0.03, 0.3, 0.6, 0.95])
        if math.isclose(value, number.value):
            value = 0.45
        name = str(number.address)
        moves[name], part_of[name] = value, part
    return data, moves, part_of


def expect(first: Data, second: Data, want: Callable[[], dict[str, float]], **options: Any) -> None:
    """The shares are those wanted; or neither way finds a finite gap everywhere."""
    try:
        wanted = want()
    except ValueError:
        with pytest.raises(ValueError, match=r"gap|odds"):
            cruxes_of(first, second, **options)
        return
    got = shares(cruxes_of(first, second, **options))
    assert set(got) <= set(wanted)
    for part, share in wanted.items():
        assert got.get(part, 0.0) == pytest.approx(share, abs=1e-8), part


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_numbers_share_the_gap_as_weighing_every_mixture_says(seed: int) -> None:
    """Random cases with three numbers restated, each mixture written out and weighed anew."""
    data, moves, part_of = moved_numbers(seed, 3)
    second = data
    for address, value in moves.items():
        second = restated(second, address, value)
    count = len(data["questions"][0]["hypotheses"])
    label = data["questions"][0]["hypotheses"][0]["id"]

    def value(parts: frozenset[str]) -> float:
        mixed = data
        for address, number in moves.items():
            if part_of[address] in parts:
                mixed = restated(mixed, address, number)
        return odds_of(mixed, 0, list(range(1, count)))

    hypothesis = f"{data['questions'][0]['id']}:{label}"
    expect(
        data,
        second,
        lambda: brute_shapley(list(part_of.values()), value),
        hypothesis=hypothesis,
        by="number",
    )


def rebuilt(seed: int) -> tuple[Data, dict[str, Callable[[Data], None]]]:
    """A random case, and changes of its build by part: items gone, paths, assumptions, repeats."""
    data = random_case(seed)[0]
    rng = random.Random(seed)
    changes: dict[str, Callable[[Data], None]] = {}

    def entry(case: Data, name: str) -> Data | None:
        return next((i for i in case["items"] if i["id"] == name), None)

    def gone(case: Data, name: str) -> None:
        case["items"] = [i for i in case["items"] if i["id"] != name]
        for item in case["items"]:  # what repeats it stands on its own
            if item.get("repeats", {}).get("item") == name:
                del item["repeats"]

    def rerouted(case: Data, name: str, path: list[str]) -> None:
        if item := entry(case, name):
            item["source"] = path
            item.pop("requires", None)

    def freed(case: Data, name: str) -> None:
        if item := entry(case, name):
            item.pop("repeats", None)

    names = [i["id"] for i in data["items"]]
    dropped = rng.choice(names)
    changes[f"items[{dropped}]"] = lambda case: gone(case, dropped)
    rest = [n for n in names if n != dropped]
    if rest:
        turned = rng.choice(rest)
        stated = entry(data, turned)
        assert stated is not None
        if "if_unreliable" in stated:
            path = rng.sample([s["id"] for s in data["sources"]], 1)
            changes[f"items[{turned}]"] = lambda case: rerouted(case, turned, path)
    for item in data["items"]:
        if item["id"] == dropped or "repeats" not in item:
            continue
        if item["repeats"]["item"] != dropped and rng.random() < 0.5:
            name = item["id"]
            changes[f"items[{name}].repeats"] = lambda case, name=name: freed(case, name)
    return data, changes


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_items_and_links_share_the_gap_as_weighing_every_mixture_says(seed: int) -> None:
    """Random cases with an item gone, a path and assumptions changed, repeats taken away."""
    data, changes = rebuilt(seed)
    count = len(data["questions"][0]["hypotheses"])

    def mixture(parts: frozenset[str]) -> Data:
        mixed = copy.deepcopy(data)
        for part, change in changes.items():
            if part in parts:
                change(mixed)
        return mixed

    q = data["questions"][0]
    expect(
        data,
        mixture(frozenset(changes)),
        lambda: brute_shapley(
            list(changes), lambda s: odds_of(mixture(s), 0, list(range(1, count)))
        ),
        hypothesis=f"{q['id']}:{q['hypotheses'][0]['id']}",
    )


# --- properties -----------------------------------------------------------------------------------


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(SEEDS, SEEDS)
def test_shares_sum_to_the_gap_and_change_sign_when_the_two_change_places(a: int, b: int) -> None:
    """Exactly, whatever differs; and who is called the first does not matter."""
    data, changes = rebuilt(a)
    other = copy.deepcopy(data)
    for change in changes.values():
        change(other)
    rng = random.Random(b)
    for source in other["sources"]:
        if rng.random() < 0.5 and "beta" in str(source["reliability"]):
            source["reliability"] = {"beta": [3, 1.5]}
    cases = assess.case_from(data), assess.case_from(other)
    q = data["questions"][0]
    about = f"{q['id']}:{q['hypotheses'][0]['id']}"
    try:
        there = assess.cruxes(*cases, hypothesis=about)
    except ValueError:
        return
    back = assess.cruxes(*cases[::-1], hypothesis=about)
    one, two = shares(there), shares(back)
    assert sum(one.values()) == pytest.approx(there.attrs["gap"], abs=1e-9)
    assert one.keys() == two.keys()
    for part, share in one.items():
        assert two[part] == pytest.approx(-share, abs=1e-9)
    for name, case in zip(("first", "second"), cases, strict=True):
        credence = assess.weigh(case, draws=0)["exact"]["credence"].values[0]
        assert there.attrs[f"{name}_credence"] == pytest.approx(float(credence), rel=1e-9)


def test_two_who_state_the_same_have_no_cruxes():
    """No part, no gap, and the words say so."""
    case = assess.example_case("dprk_missiles")
    found = assess.cruxes(case, case, names=("Ann", "Bob"))
    assert found.sizes["part"] == 0
    assert found.attrs["gap"] == 0.0
    assert "Ann and Bob state the same" in assess.explain(found)


def test_the_order_of_hypotheses_items_and_sources_is_no_difference():
    """The second wrote the same case down from back to front."""
    first = two_states(0.3, a=said(0.9, 0.2), b=said(0.6, 0.3, "ann"))
    second = copy.deepcopy(first)
    for things in (second["items"], second["sources"], second["questions"][0]["hypotheses"]):
        things.reverse()
    assert cruxes_of(first, second).sizes["part"] == 0
    second["items"][0]["likelihood"]["yes"] = 0.7
    assert shares(cruxes_of(first, second, hypothesis="yes")) == pytest.approx(
        {"items[b]": decibans((0.5 * 0.7 + 0.25) / (0.5 * 0.6 + 0.25))}
    )


def many(moved: bool) -> Data:
    """Fifteen items of five sources of uncertain reliability, stated a little differently."""
    rng = random.Random(7)
    data = two_states(0.4)
    data["sources"] = [{"id": f"s{k}", "reliability": {"beta": [4, 2]}} for k in range(5)]
    data["items"] = [
        {"id": f"i{k}", **said(rng.uniform(0.5, 0.9), rng.uniform(0.1, 0.6), f"s{k % 5}")}
        for k in range(15)
    ]
    for item in data["items"] if moved else []:
        item["likelihood"]["yes"] *= rng.uniform(0.4, 1.0)
    return data


def test_random_orders_sum_to_the_gap_and_come_with_their_error():
    """Fifteen parts: beyond the 12 that are shared out exactly."""
    found = cruxes_of(many(moved=False), many(moved=True), hypothesis="yes", seed=3)
    assert found.sizes["part"] == 15
    assert "random orders" in found.attrs["method"]
    assert float(found["contribution"].sum()) == pytest.approx(found.attrs["gap"], abs=1e-9)
    assert 0.0 < float(found["contribution_se"].max()) < 0.2
    again = cruxes_of(many(moved=False), many(moved=True), hypothesis="yes", seed=4, orders=600)
    apart = found["contribution"] - again["contribution"].sel(part=found["part"])
    error = np.hypot(found["contribution_se"], again["contribution_se"].sel(part=found["part"]))
    assert (np.abs(apart) <= 5.0 * error + 1e-6).all()


def quantity(median: float, about: float, at_least: float | None) -> Data:
    data: Data = {
        "format": "assess/1",
        "questions": [
            {
                "kind": "quantity",
                "id": "shells",
                "unit": "shells",
                "prior": {"lognormal": {"median": median, "p95": 10 * median}},
                "thresholds": [1e6, 3e6],
            }
        ],
        "sources": [{"id": "a", "reliability": {"beta": [4, 2]}}, {"id": "b", "reliability": 0.6}],
        "items": [
            {"id": "count", "source": "a", "if_unreliable": 0.3,
             "says": {"about": about, "spread": 0.4}},
        ],
    }  # fmt: skip
    if at_least is not None:
        data["items"].append(
            {"id": "boast", "source": "b", "if_unreliable": 0.5,
             "says": {"at_least": at_least, "spread": 0.2}}
        )  # fmt: skip
    return data


def test_a_quantity_is_shared_out_too():
    """Priors and claims on grids of their own, put on common panels; mixtures weighed alone."""
    stated = [(1e6, 2e6, None), (4e5, 4e6, 3e6)]
    first, second = (quantity(*s) for s in stated)
    parts = ["questions[shells]", "items[count]", "items[boast]"]
    high = quantity(*stated[0])
    count = 3
    assert len(high["questions"][0]["thresholds"]) + 1 == count

    def value(chosen: frozenset[str]) -> float:
        own = [stated[part in chosen][k] for k, part in enumerate(parts)]
        return odds_of(quantity(*own), 2, [0, 1])

    found = cruxes_of(first, second, hypothesis=">=3e+06")
    assert shares(found) == pytest.approx(brute_shapley(parts, value), abs=1e-6)
    says = dict(zip(found["part"].values, found["first_says"].values, strict=True))
    assert says["items[count]"] == "about 2.00e+06"
    assert says["items[boast]"] == "not stated"


# --- refusals and words ---------------------------------------------------------------------------


def test_other_hypotheses_are_refused_by_name():
    """The message says which hypothesis whose case lacks."""
    first, second = two_states(), two_states()
    second["questions"][0]["hypotheses"][0]["id"] = "drizzle"
    with pytest.raises(ValueError, match="the second lacks yes"):
        cruxes_of(first, second)
    second = two_states()
    second["questions"][0]["id"] = "snow"
    with pytest.raises(ValueError, match="the first asks rain, which the second does not"):
        cruxes_of(first, second)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"by": "parts"}, "did you mean 'part'"),
        ({"names": ("a", "a")}, "two different names"),
        ({"orders": 1}, "orders: 1"),
        ({"hypothesis": "yess"}, "did you mean 'yes'"),
    ],
)
def test_bad_arguments_are_refused(options: Data, words: str) -> None:
    """One sentence, with the closest name."""
    with pytest.raises(ValueError, match=words):
        cruxes_of(two_states(), two_states(0.4), **options)


def test_an_infinite_gap_is_refused():
    """Who excludes a hypothesis cannot be met half way."""
    second = two_states()
    second["questions"][0]["hypotheses"] = [
        {"id": "yes", "prior": {"value": 0.0, "certain": True}},
        {"id": "no", "prior": {"value": 1.0, "certain": True}},
    ]
    with pytest.raises(ValueError, match="the second leaves infinite odds of yes against the rest"):
        cruxes_of(two_states(), second, hypothesis="yes")


def test_the_words_name_what_is_worth_arguing_about():
    """The gap, the parts that make it, what agreement on them would leave."""
    first = two_states(0.3, cloud=said(0.9, 0.2))
    second = two_states(0.6, cloud=said(0.85, 0.2))
    words = assess.explain(cruxes_of(first, second, hypothesis="yes", names=("Ann", "Bob")))
    assert (
        ", 5.2 dB of log-odds apart" in words
    )  # 10 log10 3.5 = 5.44, less 10 log10 (.82/.78) = .22
    assert "the prior of rain (+5.4 dB)" in words
    assert "would leave them 0.2 dB apart" in words


def test_the_words_say_when_two_agree_by_accident():
    """Prior odds times 2 and a likelihood ratio halved: no gap, and two shares of 3 dB."""
    first = two_states(1 / 3, cloud=said(0.9, 0.2))  # .82 to .26
    second = two_states(0.5, cloud=said((0.41 - 0.1) / 0.8, 0.2))
    found = cruxes_of(first, second, hypothesis="yes", names=("Ann", "Bob"))
    assert found.attrs["gap"] == pytest.approx(0.0, abs=1e-9)
    assert sorted(shares(found).values()) == pytest.approx([-decibans(2), decibans(2)])
    words = assess.explain(found)
    assert "Their differences offset each other" in words
    assert "the prior of rain (+3.0 dB)" in words
    title = " ".join(assess.plot_cruxes(found).get_title().split())
    assert title == "Ann and Bob agree on yes, for different reasons"


@settings(max_examples=12, deadline=None)
@given(SEEDS)
def test_parts_gather_the_numbers_of_an_item_as_weighing_every_mixture_says(seed: int) -> None:
    """Random cases with several numbers restated, exchanged item by item and source by source."""
    data, moves, part_of = moved_numbers(seed, 6)
    second = data
    for address, value in moves.items():
        second = restated(second, address, value)
    whole = {}
    for address, part in part_of.items():
        kind, _, inside = address.removesuffix("]").partition("[")
        name = inside.split(", ")[0]
        dependence = kind in ("repeats", "if_copied")
        whole[address] = {
            "prior": part,
            "reliability": f"sources[{name}]",
            "holds": f"assumptions[{name}]",
        }.get(kind, f"items[{name}]" + (".repeats" if dependence else ""))
    parts = list(dict.fromkeys(whole.values()))[:4]
    moves = {a: v for a, v in moves.items() if whole[a] in parts}
    second = data
    for address, value in moves.items():
        second = restated(second, address, value)

    def value(chosen: frozenset[str]) -> float:
        mixed = data
        for address, number in moves.items():
            if whole[address] in chosen:
                mixed = restated(mixed, address, number)
        return odds_of(mixed, 0, list(range(1, len(data["questions"][0]["hypotheses"]))))

    q = data["questions"][0]
    about = f"{q['id']}:{q['hypotheses'][0]['id']}"
    expect(data, second, lambda: brute_shapley(parts, value), hypothesis=about)
