"""Conflict: hand arithmetic, enumeration of every world; what picture, table and words say."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any

import brute_force
import matplotlib as mpl
import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from random_cases import random_case
from weighing import weigh

import assess
from assess.formatting.numbers import bits_text
from assess.plots import plot_conflict
from assess.prose.conflict import explain

SEEDS = st.integers(0, 100_000)
CERTAIN = {"value": 1, "certain": True}


@pytest.fixture(autouse=True)
def paper() -> Iterator[None]:
    """Draw without a screen, and leave no figure open."""
    before = mpl.get_backend()
    mpl.use("agg")
    import matplotlib.pyplot as plt

    yield
    plt.close("all")
    mpl.use(before)


def title_of(ax: Any) -> str:
    return str(ax.get_title() or ax.get_title(loc="left")).replace("\n", " ")


def says(name: str, source: str, *likelihood: float, **more: object) -> dict[str, Any]:
    """An item with a likelihood for each of the hypotheses h0, h1, ..."""
    each = {f"h{k}": p for k, p in enumerate(likelihood)}
    return {"id": name, "source": source, "likelihood": each, "if_unreliable": 0.3, **more}


def data_of(
    items: list[dict[str, Any]], *, reliability: object = CERTAIN, prior: tuple[float, ...] = ()
) -> dict[str, Any]:
    """A case; of the hypotheses the last is the catch-all."""
    count = len(items[0]["likelihood"]) if items else 2
    prior = prior or (1 / count,) * count
    hypotheses = [{"id": f"h{k}", "prior": p} for k, p in enumerate(prior)]
    hypotheses[-1]["catch_all"] = True
    return {
        "format": "assess/1",
        "title": "A case",
        "questions": [{"id": "q", "hypotheses": hypotheses}],
        "sources": [
            {"id": n, "reliability": reliability} for n in sorted({i["source"] for i in items})
        ],
        "items": items,
    }


def found(items: list[dict[str, Any]], **options: Any) -> xr.Dataset:
    return assess.conflict(weigh(assess.case_from(data_of(items, **options))))


OPPOSED = [says("a", "s", 0.9, 0.1), says("b", "t", 0.1, 0.9)]
RARE = [says("a", "s", 0.9, 0.01, 0.9), says("b", "t", 0.01, 0.9, 0.9)]
"""Each common hypothesis explains one item; only the rare third one explains both."""
RARELY = {"prior": (0.49, 0.49, 0.02)}


# --- numbers by hand ------------------------------------------------------------------------------


def test_two_opposed_items_conflict_by_hand():
    """P(a) = P(b) = (.9 + .1) / 2 = .5 and P(a, b) = .09: log2 (.25 / .09) = 1.474 bits."""
    of = found(OPPOSED)
    size = math.log2(0.25 / 0.09)
    assert of.attrs["conflict"] == pytest.approx(size, abs=1e-12)
    assert of["alone"].values == pytest.approx([0.5, 0.5], abs=1e-14)
    assert of["beside"].values == pytest.approx([0.18, 0.18], abs=1e-14)  # .09 / .5
    assert of["surprise"].values == pytest.approx([-math.log2(0.18)] * 2, abs=1e-12)
    assert of["conflict"].values == pytest.approx([size, size], abs=1e-12)
    assert of["source_conflict"].values == pytest.approx([size, size], abs=1e-12)
    table = of["pair_conflict"].values
    assert table[0, 1] == table[1, 0] == pytest.approx(size, abs=1e-12)
    assert np.isnan(np.diag(table)).all()


def test_two_items_that_agree_support_each_other_by_hand():
    """P(a, b) = (.81 + .01) / 2 = .41: log2 (.25 / .41) is below 0."""
    of = found([says("a", "s", 0.9, 0.1), says("b", "t", 0.9, 0.1)])
    assert of.attrs["conflict"] == pytest.approx(math.log2(0.25 / 0.41), abs=1e-12)


def test_items_of_one_source_conflict_within_it():
    """Source s says a and b, t says c: the whole is s against t and a against b."""
    of = found([*OPPOSED[:1], says("b", "s", 0.1, 0.9), says("c", "t", 0.9, 0.1)])
    s = of.sel(source="s")
    assert s["items"].item() == 2
    assert s["within"].item() == pytest.approx(math.log2(0.25 / 0.09), abs=1e-12)
    # P(a, b) = .09 and P(c) = .5; all three: (.9 .1 .9 + .1 .9 .1) / 2 = .045
    assert s["source_conflict"].item() == pytest.approx(math.log2(0.09 * 0.5 / 0.045), abs=1e-12)
    assert of["within"].sel(source="t").item() == 0.0


def test_rare_hypothesis_explains_a_conflict_away_by_hand():
    """What is left if h is true is the conflict less log2 P(h | e) / P(h) (Jensen et al. 1990)."""
    of = found(RARE, **RARELY)
    alone = 0.49 * 0.9 + 0.49 * 0.01 + 0.02 * 0.9
    common, rare = 0.49 * 0.9 * 0.01, 0.02 * 0.81
    both = 2 * common + rare
    whole = math.log2(alone**2 / both)
    assert of.attrs["conflict"] == pytest.approx(whole, abs=1e-12)
    h2 = of.sel(hypothesis="h2")
    assert h2["growth"].item() == pytest.approx(rare / both / 0.02, abs=1e-10)
    assert h2["left_if_true"].item() == pytest.approx(math.log2(alone**2 / 0.81), abs=1e-10)
    assert h2["left_if_true"].item() < 0 < of["left_if_true"].sel(hypothesis="h0").item()
    assert h2["surprise_if_true"].item() == pytest.approx(-math.log2(0.81), abs=1e-10)
    assert h2["change"].item() == pytest.approx(
        10 * math.log10(rare / (2 * common) / (0.02 / 0.98)), abs=1e-9
    )
    assert of["catch_all"].values.tolist() == [False, False, True]


def test_doubtful_repeat_that_contradicts_its_original_is_seen_to_do_so():
    """b copies a with chance .2: P(b) = .2 + .8 (.5) = .6, P(a, b) = .2 (.5) + .8 (.09) = .172."""
    repeats = {"item": "a", "chance": 0.2}
    of = found([OPPOSED[0], {**OPPOSED[1], "repeats": repeats}])
    assert of["alone"].values == pytest.approx([0.5, 0.6], abs=1e-14)
    expected = math.log2(0.5 * 0.6 / 0.172)
    assert of.attrs["conflict"] == pytest.approx(expected, abs=1e-12)
    assert of["pair_conflict"].values[0, 1] == pytest.approx(expected, abs=1e-12)


def test_hypothesis_that_was_ruled_out_before_has_not_grown():
    """0 over 0 is no growth; of the others nothing becomes infinite."""
    data = data_of(RARE)
    for h, p in zip(data["questions"][0]["hypotheses"], (0.5, 0.5, 0), strict=True):
        h["prior"] = p or {"value": 0, "certain": True}
    of = assess.conflict(weigh(assess.case_from(data)))
    assert np.isnan(of["growth"].values[2])
    assert np.isfinite(of["left_if_true"].values[:2]).all()
    assert "h2" not in explain(of)


# --- agreement with enumeration, and properties ---------------------------------------------------


def said_but_not_weighed(case: assess.Case, kept: set[str]) -> assess.Case:
    """All items stay said, but those not kept come from a source beyond judgement."""
    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data["format"] = "assess/1"
    beyond = {"id": "beyond", "reliability": {"admiralty": "F", "exclude": True}}
    data["sources"] = [*data["sources"], beyond]
    for item in data["items"]:
        if item["id"] not in kept:
            item["source"] = "beyond"
    return assess.case_from(data)


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(SEEDS)
def test_conflict_is_that_of_enumerated_worlds(seed):
    """Each probability anew, by visiting every world, of the case with some items not weighed."""
    case = assess.case_from(random_case(seed)[0])
    if not (evidence := brute_force.weigh(case).evidence):
        return
    of = assess.conflict(weigh(case))
    names = [str(n) for n in of["item"].values]

    def p(kept: set[str]) -> float:
        return float(brute_force.weigh(said_but_not_weighed(case, kept)).evidence)

    whole, every = float(evidence), set(names)
    alone = {n: p({n}) for n in names}
    for n in names:
        row = of.sel(item=n)
        rest = p(every - {n})
        assert row["alone"].item() == pytest.approx(alone[n], rel=1e-9)
        assert row["beside"].item() == pytest.approx(whole / rest, rel=1e-9)
        assert row["conflict"].item() == pytest.approx(math.log2(alone[n] * rest / whole), abs=1e-8)
    product = sum(math.log2(x) for x in alone.values())
    assert of.attrs["conflict"] == pytest.approx(product - math.log2(whole), abs=1e-8)
    paths = {i.id: i.path for i in case.items}
    for s in of["source"].values:
        own = {n for n in names if s in paths[n]}
        part = math.log2(p(own) * p(every - own) / whole)
        assert of["source_conflict"].sel(source=s).item() == pytest.approx(part, abs=1e-8)
    for a, b in itertools.islice(itertools.combinations(of["one"].values, 2), 3):
        size = math.log2(alone[a] * alone[b] / p({a, b}))
        assert of["pair_conflict"].sel(one=a, other=b).item() == pytest.approx(size, abs=1e-8)


@settings(max_examples=10, deadline=None)
@given(SEEDS, st.floats(0.05, 1.0))
def test_certain_repeat_is_neither_agreement_nor_conflict(seed, copied):
    """Adding one changes no conflict of anything else, and its own is 0."""
    data = random_case(seed)[0]
    before_case = assess.case_from(data)
    try:
        before = assess.conflict(weigh(before_case))
    except assess.CaseError:
        return
    if not before.sizes["item"]:
        return
    original = next(i for i in data["items"] if i["id"] == before["item"].values[0])
    repeats = {"item": original["id"], "chance": CERTAIN, "if_copied": copied}
    if copied == 1.0:
        del repeats["if_copied"]
    echo = {**original, "id": "echo", "repeats": repeats}
    after = assess.conflict(weigh(assess.case_from({**data, "items": [*data["items"], echo]})))
    assert after["conflict"].sel(item="echo").item() == pytest.approx(0.0, abs=1e-9)
    assert after.attrs["conflict"] == pytest.approx(before.attrs["conflict"], abs=1e-9)
    same = after["conflict"].sel(item=before["item"])
    assert same.values == pytest.approx(before["conflict"].values, abs=1e-9)


@settings(max_examples=4, deadline=None)
@given(st.lists(st.tuples(*[st.floats(0.02, 0.98)] * 2), min_size=3, max_size=3), st.floats(0.1, 1))
def test_items_are_expected_to_support_each_other(likelihoods, reliability):
    """Over all that could appear, what is stated expects a conflict of 0 or less: minus the total
    correlation of the items, a Kullback-Leibler divergence."""
    expected, total = 0.0, 0.0
    for appears in itertools.product((True, False), repeat=3):
        items = [
            says(f"i{k}", "s", *(p if yes else 1 - p for p in pair))
            | {"if_unreliable": 0.3 if yes else 0.7}
            for k, (pair, yes) in enumerate(zip(likelihoods, appears, strict=True))
        ]
        case = assess.case_from(data_of(items, reliability={"persistent": reliability / 2}))
        result = weigh(case)
        p = math.exp(result["exact"]["log_evidence"].item())
        expected += p * assess.conflict(result).attrs["conflict"]
        total += p
    assert total == pytest.approx(1.0, abs=1e-12)
    assert expected <= 1e-12


def test_equally_likely_item_conflicts_with_nothing():
    """It is as probable beside the others as by itself."""
    of = found([*OPPOSED, says("c", "s", 0.4, 0.4)])
    assert of["conflict"].sel(item="c").item() == pytest.approx(0.0, abs=1e-12)
    assert of["pair_conflict"].sel(one="c", other="a").item() == pytest.approx(0.0, abs=1e-12)
    assert of.attrs["conflict"] == pytest.approx(math.log2(0.25 / 0.09), abs=1e-12)


def test_two_sources_split_the_whole_into_between_and_within():
    """Whole = one source against the other + each within itself."""
    rng = np.random.default_rng(4)
    items = [says(f"i{k}", "st"[k % 2], *rng.uniform(0.05, 0.95, 2).round(3)) for k in range(7)]
    items[5]["repeats"] = {"item": "i0", "chance": 0.6}
    of = found(items, reliability={"beta": [4, 2]})
    parts = of["source_conflict"].values[0] + of["within"].values.sum()
    assert of.attrs["conflict"] == pytest.approx(parts, abs=1e-9)


def test_pairs_are_those_of_the_items_that_fit_worst():
    """Of 60 items 40 have pairs, and none of the other 20 has a higher conflict."""
    rng = np.random.default_rng(7)
    of = found([says(f"i{k}", "s", *rng.uniform(0.1, 0.9, 2).round(3)) for k in range(60)])
    assert of.sizes["one"] == of.sizes["other"] == 40
    own = of["conflict"].to_series()
    assert own[of["one"].values].min() >= own.drop(of["one"].values).max()


def test_thousands_of_items_do_not_underflow():
    """Each of them has a finite conflict, though P(all) is far below the smallest number."""
    rng = np.random.default_rng(8)
    items = [says(f"i{k}", f"s{k % 300}", *rng.uniform(0.1, 0.9, 2).round(3)) for k in range(3_000)]
    of = found(items, reliability=0.8)
    assert np.isfinite(of["conflict"].values).all()
    assert math.isfinite(of.attrs["conflict"])


# --- words, table, picture ------------------------------------------------------------------------


def test_words_name_the_two_items_and_say_what_can_be_done():
    """Two opposed items of two hypotheses: no stated hypothesis explains both."""
    words = explain(found(OPPOSED))
    assert "2.78 times less probable" in words  # .25 / .09
    assert "a and b pull against each other most" in words
    assert "No stated hypothesis explains them all" in words
    assert "look again at the sources" in words
    assert "given the hypotheses, priors, likelihoods and reliabilities as stated" in words


def test_words_name_the_rare_case_and_no_growth_of_a_catch_all_that_leads():
    """h2 explains both items: its credence is .0162 / .02502 = .65, from .02."""
    words = explain(found(RARE, **RARELY))
    assert "They do not conflict if h2 (prior .02, now .65) is true; otherwise" in words
    assert "The catch-all" not in words  # that h2 is the answer has been said


def test_words_name_the_growth_of_a_catch_all_that_does_not_lead():
    """Of two hypotheses it is the denial of the other, and its growth tells nothing more."""
    items = [says("a", "s", 0.3, 0.5, 0.7), says("b", "t", 0.9, 0.1, 0.5)]
    words = explain(found(items, prior=(0.6, 0.1, 0.3)))
    # h0 .27 x .6 = .162, h1 .05 x .1 = .005, h2 .35 x .3 = .105, in all .272
    assert "The catch-all h2 has grown from .30 to .39" in words
    assert "The catch-all" not in explain(
        found([says("a", "s", 0.3, 0.5), says("b", "t", 0.9, 0.9)], prior=(0.9, 0.1))
    )


def test_less_than_a_bit_is_hardly_a_conflict():
    """.5 x .5 against .8 x .2: 1.5625 times less probable, .64 bits."""
    of = found([says("a", "s", 0.8, 0.2), says("b", "t", 0.2, 0.8)])
    assert of.attrs["conflict"] == pytest.approx(math.log2(0.25 / 0.16))
    words = explain(of)
    assert words.startswith("The items as a whole hardly conflict: together they are 1.56 times")
    assert "(+0.6 bits; from 1 bit on it is called a conflict)" in words
    assert "do not conflict" not in words
    assert title_of(plot_conflict(of)).startswith("The items hardly conflict")
    same = explain(found([says("a", "s", 0.37, 0.37), says("b", "t", 0.61, 0.61)]))
    assert "The items as a whole do not conflict" in same
    assert "(0.0 bits)" in same


def test_words_of_items_that_agree_speak_of_no_conflict():
    """Nothing is at fault, and nothing is to be done."""
    words = explain(found([says(n, n, 0.95, 0.05) for n in "abc"]))
    assert words.startswith("The items as a whole support each other")
    assert "pull" not in words
    assert "look" not in words


def test_words_name_a_local_conflict_that_the_whole_hides():
    """Ten items agree and one opposes them: the whole is below 0, the one is named all the same."""
    items = [says(f"i{k}", f"s{k}", 0.9, 0.1) for k in range(10)]
    of = found([*items, says("odd", "t", 0.05, 0.95)])
    assert of.attrs["conflict"] < -1
    words = explain(of)
    assert words.startswith("The items as a whole support each other")
    assert "odd fits worst" in words


def test_words_name_a_source_that_contradicts_the_rest():
    """What it says together fits worse than any one item."""
    items = [says(f"i{k}", "s", 0.75, 0.25) for k in range(4)]
    items += [says(f"j{k}", "t", 0.25, 0.75) for k in range(4)]
    assert "what s says is" in explain(found(items))


@pytest.mark.parametrize("items", [[], OPPOSED[:1]], ids=["none", "one"])
def test_one_item_has_nothing_to_conflict_with(items):
    """Neither computing, saying, tabulating nor drawing it is an error."""
    of = found(items)
    assert of.attrs["conflict"] == pytest.approx(0.0, abs=1e-12)
    assert "nothing that could conflict" in explain(of)
    assert "nothing that could conflict" in title_of(plot_conflict(of))
    assert assess.conflict_table(of).rows[-1][0] == "all items together"


def test_five_sentences_at_most():
    """Even where everything is to be said."""
    rng = np.random.default_rng(1)
    for seed in range(8):
        rng = np.random.default_rng(seed)
        items = [says(f"i{k}", "stu"[k % 3], *rng.uniform(0.02, 0.98, 3)) for k in range(12)]
        words = explain(found(items, prior=(0.6, 0.35, 0.05)))
        assert words.count(". ") + 1 <= 5


def test_table_quotes_the_stored_numbers_worst_first():
    """Alone, beside the others, and bits; what is cut off is counted."""
    of = found([*OPPOSED, says("c", "s", 0.9, 0.1)])
    table = assess.conflict_table(of)
    assert [row[0] for row in table.rows] == ["b", "a", "c", "all items together"]
    assert table.rows[0][1:3] == (".50", ".11")  # all three .045, without b .41
    assert table.rows[0][3] == bits_text(of["conflict"].sel(item="b").item())
    short = assess.conflict_table(of, most=1)
    assert short.notes[0].startswith("2 more, of ")
    with pytest.raises(ValueError, match="most is a whole number"):
        assess.conflict_table(of, most=0)


def test_picture_has_a_bar_for_each_item_worst_first():
    """The bars' lengths are the stored bits, in descending order."""
    of = found([*OPPOSED, says("c", "s", 0.9, 0.1)])
    ax = plot_conflict(of)
    lengths = [bar.get_width() for bar in ax.patches[:3]]
    assert lengths == pytest.approx(sorted(of["conflict"].values, reverse=True), abs=1e-12)
    assert [t.get_text() for t in ax.get_yticklabels()] == ["b", "a", "c"]
    assert [bool(bar.get_hatch()) for bar in ax.patches[:3]] == [x <= 0 for x in lengths]
    assert "b fits worst" in title_of(ax)


def test_picture_by_source_has_a_bar_for_each_source():
    """With the number of its items beside it."""
    of = found([*OPPOSED, says("c", "s", 0.9, 0.1)])
    ax = plot_conflict(of, by="source")
    labels = [t.get_text() for t in ax.get_yticklabels()]
    assert sorted(labels) == ["s (2 items)", "t (1 item)"]
    lengths = sorted(bar.get_width() for bar in ax.patches[:2])
    assert lengths == pytest.approx(sorted(of["source_conflict"].values), abs=1e-12)


def test_picture_says_how_many_items_it_leaves_out():
    """60 items: 20 bars and a note of 40 more that fit no worse."""
    rng = np.random.default_rng(7)
    of = found([says(f"i{k}", "s", *rng.uniform(0.1, 0.9, 2).round(3)) for k in range(60)])
    ax = plot_conflict(of)
    assert len(ax.patches) == 20
    assert any("40 more items fit no worse" in t.get_text() for t in ax.texts)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"most": 0}, "most is a whole number"),
        ({"by": "tag"}, "by: 'tag'"),
        ({"labels": "name"}, "labels: 'name'"),
    ],
)
def test_nonsense_asked_of_the_picture_is_refused(option, message):
    """In a sentence that says what is allowed."""
    with pytest.raises(ValueError, match=message):
        plot_conflict(found(OPPOSED), **option)


def test_picture_neither_changes_the_dataset_nor_global_style():
    """It only draws."""
    of = found(OPPOSED)
    style, copy = dict(mpl.rcParams), of.copy(deep=True)
    plot_conflict(of)
    assert dict(mpl.rcParams) == style
    xr.testing.assert_identical(of, copy)


def test_reading_says_what_it_is():
    """The name of the reading, the title of the case and what the numbers are conditional on."""
    attrs = found(OPPOSED).attrs
    assert (attrs["reading"], attrs["title"]) == ("conflict", "A case")
    assert "as stated" in attrs["conditional_on"]
    assert assess.explain(found(OPPOSED)) == explain(found(OPPOSED))
