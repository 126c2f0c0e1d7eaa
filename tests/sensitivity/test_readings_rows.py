"""Ledgers by source and tag, leave-outs by tag and assumption, and the readings in words."""

from __future__ import annotations

import math
import random
import time
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from random_cases import random_case
from weighing import weigh

import assess
from assess.formatting.numbers import credence_text

SEEDS = st.integers(0, 100_000)
Data = dict[str, Any]


def tagged_case(seed: int) -> Data:
    """A random case whose sources and items carry tags."""
    data = random_case(seed)[0]
    rng = random.Random(seed)
    for thing in (*data.get("sources", []), *data.get("items", [])):
        thing["tags"] = rng.sample(["old", "new", "official"], rng.choice([0, 0, 1, 2]))
    return data


def weighed(data: Data) -> xr.DataTree | None:
    """The result, None where the random case is impossible."""
    try:
        return weigh(assess.case_from(data))
    except assess.CaseError:
        return None


def without(data: Data, names: set[str]) -> Data:
    """The case with some items taken out, and notes that refer to them."""
    items = []
    for item in data.get("items", []):
        if item["id"] in names:
            continue
        kept = {k: v for k, v in item.items() if k not in ("repeats", "given")}
        if "repeats" in item and item["repeats"]["item"] not in names:
            kept["repeats"] = item["repeats"]
        items.append({**kept, "given": [g for g in item.get("given", []) if g not in names]})
    return {**data, "items": items}


def ledger_of(result: xr.DataTree, by: str) -> xr.Dataset | None:
    """The ledger, None where its hypothesis and all rivals are ruled out."""
    try:
        return assess.ledger(result, by=by)
    except ValueError as error:
        if "they have no odds" in str(error):
            return None
        raise


def path_of(item: Data) -> tuple[str, ...]:
    return (item["source"],) if isinstance(item["source"], str) else tuple(item["source"])


def tags_of(item: Data, data: Data) -> set[str]:
    own = {s["id"]: s.get("tags", []) for s in data["sources"]}
    return {*item.get("tags", []), *(t for s in path_of(item) for t in own[s])}


def says(name: str, source: object, yes: float, no: float, **more: object) -> Data:
    likelihood = {"yes": yes, "no": no}
    return {"id": name, "source": source, "likelihood": likelihood, "if_unreliable": 0.3, **more}


def two(items: list[Data], *, sources: dict[str, list[str]], reliability: object = 0.8) -> Data:
    """Two hypotheses at even odds; sources with their tags."""
    return {
        "format": "assess/1",
        "questions": [
            {
                "id": "q",
                "exhaustive": "yes or no",
                "hypotheses": [{"id": "yes", "prior": 0.5}, {"id": "no", "prior": 0.5}],
            }
        ],
        "sources": [
            {"id": name, "reliability": reliability, "tags": tags} for name, tags in sources.items()
        ],
        "items": items,
    }


# --- the ledger by source and by tag --------------------------------------------------------------


@given(SEEDS, st.sampled_from(["source", "tag"]))
def test_rows_of_a_ledger_are_the_sums_of_their_items(seed, by):
    """Whatever the table is by, an item counts once, and the tables agree."""
    data = tagged_case(seed)
    result = weighed(data)
    if result is None:
        return
    items, rows = ledger_of(result, "item"), ledger_of(result, by)
    if items is None or rows is None:
        return
    stated = {i["id"]: i for i in data["items"]}
    expected: dict[str, list[float]] = {}
    for name, share in zip(items["item"].values, items["contribution"].values, strict=True):
        tags = " + ".join(sorted(tags_of(stated[name], data))) or "no tag"
        label = ", via ".join(path_of(stated[name])) if by == "source" else tags
        expected.setdefault(label, []).append(float(share))
    assert rows[by].values.tolist() == list(expected)
    assert rows["items"].values.tolist() == [len(x) for x in expected.values()]
    for sums, ours in zip(expected.values(), rows["contribution"].values, strict=True):
        if np.isfinite(sums).all():
            assert ours == pytest.approx(math.fsum(sums), abs=1e-9)


@pytest.mark.slow
@given(SEEDS, st.sampled_from(["source", "tag"]))
def test_running_credence_of_rows_is_that_of_the_case_with_the_rows_so_far(seed, by):
    """Also where a row has the repeat and a later one the original."""
    data = tagged_case(seed)
    result = weighed(data)
    if result is None:
        return
    rows = ledger_of(result, by)
    if rows is None:
        return
    stated = {i["id"]: i for i in data.get("items", [])}
    known = set(result["exact"]["item"].values)

    def label(name: str) -> str:
        tags = " + ".join(sorted(tags_of(stated[name], data))) or "no tag"
        return ", via ".join(path_of(stated[name])) if by == "source" else tags

    for k, credence in enumerate(rows["running_credence"].values):
        so_far = set(rows[by].values[: k + 1])
        part = weighed(without(data, {n for n in known if label(n) not in so_far}))
        assert part is not None
        expected = part["exact"]["credence"].sel(hypothesis=rows.attrs["hypothesis"]).item()
        assert credence == pytest.approx(expected, abs=1e-10)


def test_hearsay_has_a_row_of_its_own_and_tags_of_sources_count():
    """Independent items, so each row is 10 log10 of the ratio by hand."""
    items = [
        says("a", "clerk", 0.9, 0.2, tags=["paper"]),
        says("b", ["clerk", "editor"], 0.9, 0.2),
        says("c", "editor", 0.6, 0.4),
    ]
    result = weigh(assess.case_from(two(items, sources={"clerk": ["official"], "editor": []})))

    def worth(r: float, yes: float, no: float) -> float:
        return 10 * math.log10((r * yes + (1 - r) * 0.3) / (r * no + (1 - r) * 0.3))

    a, b, c = worth(0.8, 0.9, 0.2), worth(0.64, 0.9, 0.2), worth(0.8, 0.6, 0.4)
    by_source = assess.ledger(result, by="source", hypothesis="yes")
    assert by_source["source"].values.tolist() == ["clerk", "clerk, via editor", "editor"]
    assert by_source["contribution"].values == pytest.approx([a, b, c], abs=1e-9)
    by_tag = assess.ledger(result, by="tag", hypothesis="yes")
    assert by_tag["tag"].values.tolist() == ["official + paper", "official", "no tag"]
    assert by_tag["contribution"].values == pytest.approx([a, b, c], abs=1e-9)


def test_a_tag_that_looks_like_two_keeps_its_own_row():
    """Tags are free text: rows are told apart by what they stand for, not by how they read."""
    items = [
        says("a", "s", 0.9, 0.2, tags=["x", "y"]),
        says("b", "t", 0.6, 0.4, tags=["x + y"]),
    ]
    result = weigh(assess.case_from(two(items, sources={"s": [], "t": []})))
    assert assess.ledger(result, by="tag")["tag"].values.tolist() == ["x + y", "x + y (2)"]


def test_ledger_by_an_unknown_kind_is_an_error():
    """And the closest known one is named."""
    result = weigh(assess.example_case("dprk_missiles"))
    with pytest.raises(ValueError, match="not 'sources'; did you mean 'source'"):
        assess.ledger(result, by="sources")


# --- sampled ledgers ------------------------------------------------------------------------------


def large_case(items: int, hypotheses: int, sources: int, seed: int = 0) -> assess.Case:
    """Items of a few sources that are not quite known, and their copies here and there."""
    rng = np.random.default_rng(seed)
    names = [f"h{k}" for k in range(hypotheses)]
    data: Data = {
        "format": "assess/1",
        "questions": [
            {
                "id": "q",
                "exhaustive": "made so",
                "weights": dict.fromkeys(names, 1.0),
                "hypotheses": [{"id": h} for h in names],
            }
        ],
        "sources": [{"id": f"s{k}", "reliability": {"beta": [8, 2]}} for k in range(sources)],
        "items": [],
    }
    for k in range(items):
        likelihood = dict(zip(names, rng.uniform(0.1, 0.9, hypotheses).tolist(), strict=True))
        item = {"id": f"i{k}", "source": f"s{rng.integers(sources)}", "likelihood": likelihood}
        if k % 10 == 9:
            item["repeats"] = {"item": f"i{int(rng.integers(k))}", "chance": 0.5}
        data["items"].append({**item, "if_unreliable": 0.5})
    return assess.case_from(data)


@pytest.fixture(scope="module")
def large() -> xr.DataTree:
    return weigh(large_case(200, 5, 20))


@pytest.mark.parametrize("by", ["item", "source"])
def test_sampled_contributions_sum_to_the_total_all_the_same(large, by):
    """Every single order telescopes, so only rounding errors of the sums remain."""
    ledger = assess.ledger(large, by=by)
    assert "random orders" in ledger.attrs["method"]
    change = ledger.attrs["decibans"] - ledger.attrs["prior_decibans"]
    assert math.fsum(ledger["contribution"].values) == pytest.approx(change, abs=1e-9)


def test_errors_of_sampled_contributions_stay_below_a_tenth_of_a_deciban(large):
    """And they are honest: other orders give values that differ by about as much as they say."""
    first, second = assess.ledger(large, seed=1), assess.ledger(large, seed=2)
    assert 0.0 < first["contribution_se"].max() < 0.1
    pooled = np.hypot(first["contribution_se"], second["contribution_se"])
    scores = (first["contribution"] - second["contribution"]) / pooled
    # 200 standard normal scores, not quite independent: their root mean square is 1 +- .05
    assert 0.8 < float(np.sqrt((scores**2).mean())) < 1.25


@pytest.mark.slow
def test_error_of_a_source_is_that_of_its_sum_and_not_of_its_parts(large):
    """Drawn anew with many seeds, the sums of a source spread as its standard error says."""
    ledgers = [assess.ledger(large, by="source", orders=32, seed=k) for k in range(40)]
    spread = np.std([x["contribution"].values for x in ledgers], axis=0, ddof=1)
    said = np.sqrt(np.mean([x["contribution_se"].values ** 2 for x in ledgers], axis=0))
    # 40 draws know a spread to 11 %; 20 sources together far better
    assert float(np.mean(spread / said)) == pytest.approx(1.0, abs=0.12)
    items = assess.ledger(large, orders=32)
    added = math.sqrt(float((items["contribution_se"] ** 2).sum()))
    whole = math.sqrt(float((ledgers[0]["contribution_se"] ** 2).sum()))
    assert whole != pytest.approx(added, rel=0.02)


def test_ledger_of_two_hundred_items_takes_a_fraction_of_a_second(large):
    """Of the processor, and the best of three: other work may run beside the test."""
    times = []
    for seed in range(3):
        begin = time.process_time()
        assess.ledger(large, seed=100 + seed)
        times.append(time.process_time() - begin)
    assert min(times) < 1.0


# --- leaving out tags, setting assumptions --------------------------------------------------------


@pytest.mark.slow
@given(SEEDS)
def test_leaving_out_a_tag_is_weighing_the_case_without_what_carries_it(seed):
    """By its own tags or those of a source on its path."""
    data = tagged_case(seed)
    result = weighed(data)
    if result is None:
        return
    left = assess.leave_out(result, "tag")
    present = set(result["exact"]["item"].values)
    for name in left["left_out"].values:
        gone = {i["id"] for i in data["items"] if name in tags_of(i, data)}
        rest = weighed(without(data, gone))
        assert rest is not None
        row = left.sel(left_out=name)
        assert row["items"].item() == len(gone & present)
        assert row["credence"].values == pytest.approx(rest["exact"]["credence"].values, abs=1e-10)


@pytest.mark.slow
@given(SEEDS)
def test_setting_an_assumption_is_weighing_the_case_with_it_certain(seed):
    """To hold with 1, to fail with 0, and the probability of the items under either."""
    data = random_case(seed)[0]
    result = weighed(data)
    if result is None:
        return
    left = assess.leave_out(result, "assumption")
    names = [a["id"] for a in data.get("assumptions", [])]
    expected = [f"{name} {state}" for name in names for state in ("holds", "fails")]
    assert left["left_out"].values.tolist() == expected
    assert (left["items"].values == 0).all()
    for name in names:
        for state, value in (("holds", 1.0), ("fails", 0.0)):
            stated = [
                {**a, "holds": {"value": value, "certain": True}} if a["id"] == name else a
                for a in data["assumptions"]
            ]
            row = left.sel(left_out=f"{name} {state}")
            settled = weighed({**data, "assumptions": stated})
            if settled is None:
                assert np.isnan(row["credence"].values).all()
                assert row["leads"].item() == ""
                assert row["note"].item() == "the items are impossible then"
                continue
            exact = settled["exact"]
            assert row["credence"].values == pytest.approx(exact["credence"].values, abs=1e-10)
            assert row["log_evidence"].item() == pytest.approx(exact["log_evidence"].item())


def test_an_assumption_set_by_hand():
    """r .8, u .3: it holds with .5, and the item then is worth (.72 + .06) / (.16 + .06)."""
    data = two([says("a", "s", 0.9, 0.2, requires=["custody"])], sources={"s": []})
    data["assumptions"] = [{"id": "custody", "holds": 0.5}]
    result = weigh(assess.case_from(data))
    left = assess.leave_out(result, "assumption", hypothesis="yes")
    yes = left["credence"].sel(hypothesis="yes")
    assert yes.sel(left_out="custody holds").item() == pytest.approx(0.78 / (0.78 + 0.22))
    assert yes.sel(left_out="custody fails").item() == pytest.approx(0.5)
    # as stated: half of .78 and of .22, and half of .3
    odds = (0.78 + 0.3) / (0.22 + 0.3)
    change = left["change"].sel(left_out="custody holds").item()
    assert change == pytest.approx(10 * math.log10(odds / (0.78 / 0.22)))


@given(SEEDS, st.sampled_from(["item", "source", "origin", "tag", "assumption"]))
def test_leads_is_the_hypothesis_of_the_question_with_the_highest_credence(seed, by):
    """Of the question of the hypothesis asked for, and no other."""
    result = weighed(tagged_case(seed))
    if result is None:
        return
    asked = str(result["exact"]["hypothesis"].values[-1])
    left = assess.leave_out(result, by, hypothesis=asked)
    own = left.isel(hypothesis=np.flatnonzero(left["question"] == left.attrs["question"]))
    for k, name in enumerate(left["leads"].values):
        credence = own["credence"].values[k]
        if not np.isnan(credence).any():
            assert own["credence"].sel(hypothesis=name).values[k] == credence.max()
    whole = result["exact"]["credence"].sel(hypothesis=own["hypothesis"].values)
    assert whole.sel(hypothesis=left.attrs["leader"]).item() == whole.max().item()


# --- in words -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def missiles() -> xr.DataTree:
    return weigh(assess.example_case("dprk_missiles"))


def test_words_of_a_ledger_quote_its_largest_rows(missiles):
    """What speaks for and against, in the figures of the table."""
    ledger = assess.ledger(missiles, by="source")
    words = assess.explain(ledger)
    weights = {row[0]: row[1] for row in assess.ledger_table(ledger).rows}
    assert f"us ({weights['us']})" in words
    assert f"expert ({weights['expert']})" in words
    assert f"by {weights['all items']}" in words
    assert f"from {credence_text(0.25)} to {credence_text(ledger.attrs['credence'])}" in words
    assert "given the priors, likelihoods and reliabilities as stated" in words


def test_words_of_a_sampled_ledger_say_how_exact_they_are(large):
    """The number of orders and the largest standard error."""
    assert "random orders, standard error at most" in assess.explain(assess.ledger(large))


def test_words_of_a_ledger_without_items_say_so():
    """Nothing moves the prior then."""
    result = weigh(assess.case_from(two([], sources={"s": []})))
    assert assess.explain(assess.ledger(result)) == (
        "There is no item: the credence of yes is its prior, .50."
    )


def test_words_of_a_leave_out_say_whether_there_is_a_linchpin(missiles):
    """By tag there is one, by source there is none."""
    assert "new_type leads without any one of them." in assess.explain(
        assess.leave_out(missiles, "source")
    )
    by_tag = assess.explain(assess.leave_out(missiles, "tag"))
    assert "Another hypothesis would lead without what is tagged government (none)." in by_tag


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_who_is_level_without_an_item_no_longer_leads_alone(order):
    """Without its only item a and b are at their even priors, in whatever order they stand."""
    hypotheses = [{"id": h, "prior": 0.5} for h in order]
    data = two([says("i", "s", 0.8, 0.2)], sources={"s": []})
    data["items"][0]["likelihood"] = {"a": 0.8, "b": 0.2}
    data["questions"] = [{"id": "q", "exhaustive": "a or b", "hypotheses": hypotheses}]
    found = assess.leave_out(weigh(assess.case_from(data)))
    assert found["leads"].item() == found.attrs["leader"] == "a"
    assert found["level"].item() == "b"
    assert "a would no longer lead alone without i (level with b)." in assess.explain(found)
    assert "i: a would no longer lead alone (level with b)" in str(assess.leave_out_table(found))


def test_two_that_are_level_with_all_in_are_not_said_to_lead():
    """Two opposite items: without either the hypothesis that it spoke against leads."""
    items = [says("a", "s", 0.8, 0.1), says("b", "t", 0.1, 0.8)]
    found = assess.leave_out(weigh(assess.case_from(two(items, sources={"s": [], "t": []}))))
    words = assess.explain(found)
    assert "yes, no are level, and would not be without a (no), b (yes)." in words
    assert "yes leads" not in words


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_an_assumption_that_makes_two_level_ends_the_lead(order):
    """If `auth` fails, the item says nothing."""
    hypotheses = [{"id": h, "prior": 0.5} for h in order]
    data = two([says("i", "s", 0.8, 0.2, requires=["auth"])], sources={"s": []})
    data["items"][0]["likelihood"] = {"a": 0.8, "b": 0.2}
    data["questions"] = [{"id": "q", "exhaustive": "a or b", "hypotheses": hypotheses}]
    data["assumptions"] = [{"id": "auth", "holds": 0.6}]
    found = assess.leave_out(weigh(assess.case_from(data)), "assumption")
    words = assess.explain(found)
    assert "a would no longer lead alone with auth set to fail (level with b)." in words
    assert "either way" not in words


def test_a_setting_that_the_items_rule_out_is_not_one_in_which_somebody_leads():
    """What cannot appear if `auth` fails has appeared: then there are no credences at all."""
    certain = {"value": 0, "certain": True}
    seen = says("seen", "s", 0.8, 0.2) | {"question": "auth", "if_unreliable": certain}
    seen["likelihood"] = {"holds": 0.9, "fails": certain}
    items = [says("i", "s", 0.8, 0.2, question="q"), seen]
    data = two(items, sources={"s": []})
    data["assumptions"] = [{"id": "auth", "holds": 0.6}]
    found = assess.leave_out(weigh(assess.case_from(data)), "assumption")
    words = assess.explain(found)
    assert "either way" not in words
    assert "The items are impossible, and nothing leads, with auth set to fail." in words
    assert "in any way that the items allow" in words


def test_words_of_assumptions_set_say_with_and_not_without(missiles):
    """Nothing is left out."""
    words = assess.explain(assess.leave_out(missiles, "assumption"))
    assert "with custody set to fail it would be .77" in words
    assert "without" not in words


def test_words_of_a_tornado_quote_its_longest_bars(missiles):
    """The ends of the credence, and how far the numbers were moved."""
    tornado = assess.tornado(missiles)
    ends = sorted(float(tornado[f"credence_{end}"][0]) for end in ("low", "high"))
    words = assess.explain(tornado)
    assert f"the prior of new_type (from {' to '.join(credence_text(x) for x in ends)})" in words
    assert "to the ends of the 90 % range" in words


@pytest.mark.slow
@given(SEEDS)
def test_every_reading_of_every_case_can_be_said(seed):
    """One to five sentences, with the hypothesis they are about."""
    result = weighed(tagged_case(seed))
    if result is None:
        return
    readings = [assess.leave_out(result, by) for by in ("item", "tag", "assumption")]
    readings.append(assess.tornado(result))
    ledgers = [ledger_of(result, by) for by in ("item", "source", "tag")]
    for reading in [*readings, *(x for x in ledgers if x is not None)]:
        words = assess.explain(reading)
        assert 1 <= words.count(". ") + 1 <= 5
        assert words.endswith(".")
        assert "nan" not in words.replace(str(reading.attrs["hypothesis"]), "")


def test_what_is_no_reading_cannot_be_said(missiles):
    """A Dataset from elsewhere is refused."""
    with pytest.raises(ValueError, match="expected a reading of a result"):
        assess.explain(missiles["exact"].to_dataset())
