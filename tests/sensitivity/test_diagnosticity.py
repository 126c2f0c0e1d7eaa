"""Diagnosticity: Good's arithmetic, enumeration, and what picture, table and words say."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import brute_force
import matplotlib as mpl
import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from random_cases import random_case
from weighing import weigh

import assess
from assess.formatting.numbers import decibans_text, number_text
from assess.plots import plot_diagnosticity
from assess.prose.diagnosticity import explain

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


def says(name: str, *likelihood: object, **more: object) -> dict[str, Any]:
    """An item with a likelihood for each of the hypotheses h0, h1, ..."""
    each = {f"h{k}": p for k, p in enumerate(likelihood)}
    return {"id": name, "source": "s", "likelihood": each, "if_unreliable": 0.3, **more}


def case_of(
    items: list[dict[str, Any]],
    *,
    reliability: object = CERTAIN,
    prior: tuple[object, ...] = (),
    **more: object,
) -> assess.Case:
    count = len(items[0]["likelihood"]) if items else 2
    prior = prior or (1 / count,) * count
    hypotheses = [{"id": f"h{k}", "prior": p} for k, p in enumerate(prior)]
    return assess.case_from(
        {
            "format": "assess/1",
            "title": "A case",
            "questions": [{"id": "q", "exhaustive": "made so", "hypotheses": hypotheses}],
            "sources": [{"id": "s", "reliability": reliability}],
            "items": items,
            **more,
        }
    )


def found(items: list[dict[str, Any]], **options: Any) -> xr.Dataset:
    return assess.diagnosticity(weigh(case_of(items, **options)))


# --- numbers --------------------------------------------------------------------------------------

# Expected weight of evidence after Good (1985), "Weight of evidence: a brief survey", Bayesian
# Statistics 2, 249-270; 10 log10 of the Bayes factors of tests with the sensitivities and
# specificities in the first columns, computed apart from this library.
GOOD = [
    (0.9, 0.95, 12.552725051, -9.77723605289, 10.3197289406, -8.66073799769),
    (0.8, 0.8, 6.02059991328, -6.02059991328, 3.61235994797, -3.61235994797),
    (0.977, 0.926, 11.2066284399, -16.0488315066, 10.5797528611, -14.0319274706),
    (0.6, 0.5, 0.791812460476, -0.969100130081, 0.0874474242535, -0.0886438348022),
]


@pytest.mark.parametrize(("sensitivity", "specificity", "yes", "no", "if_true", "if_not"), GOOD)
def test_weights_and_expected_weights_are_those_of_good(
    sensitivity, specificity, yes, no, if_true, if_not
):
    """Of a positive and of a negative result, and to be expected if h0 is true and if it is not."""
    of = found([says("test", sensitivity, 1 - specificity)]).isel(item=0)
    pair = of.sel(hypothesis="h0", against="h1")
    assert pair["weight"].item() == pytest.approx(yes, abs=1e-8)
    assert pair["weight_if_absent"].item() == pytest.approx(no, abs=1e-8)
    assert pair["expected"].item() == pytest.approx(if_true, abs=1e-8)
    # what is to be expected for h0 if h1 is true is what is to be expected against h1
    turned = of.sel(hypothesis="h1", against="h0")
    assert -turned["expected"].item() == pytest.approx(if_not, abs=1e-8)
    # with two hypotheses the rest is the other one
    assert of["weight_rest"].values == pytest.approx([yes, -yes], abs=1e-8)
    assert of["weight_rest_if_absent"].values == pytest.approx([no, -no], abs=1e-8)
    assert of["expected_rest"].values == pytest.approx([if_true, -if_not], abs=1e-8)


def test_reliability_and_assumption_are_summed_out_by_hand():
    """tau = mean of Beta(4, 1) times P(holds) = .8 (.5) = .4: P = .4 l + .6 (.3)."""
    item = says("a", 0.9, 0.2, requires=["a1"])
    more = {"assumptions": [{"id": "a1", "holds": 0.5}]}
    of = found([item, says("b", 0.7, 0.1)], reliability={"beta": [4, 1]}, **more)
    assert of["likelihood"].values[0] == pytest.approx([0.54, 0.26], abs=1e-13)
    # item b does not rest on it, and neither item knows of the other: .8 l + .2 (.3)
    assert of["likelihood"].values[1] == pytest.approx([0.62, 0.14], abs=1e-13)


def test_item_about_a_linked_question_bears_on_the_first_through_the_link():
    """P(item | h) = sum over the other question of P(item | x) P(x | h)."""
    data = {
        "format": "assess/1",
        "questions": [
            {
                "id": "q",
                "exhaustive": "x",
                "hypotheses": [{"id": "h0", "prior": 0.3}, {"id": "h1", "prior": 0.7}],
            },
            {
                "id": "z",
                "exhaustive": "x",
                "given": ["q"],
                "hypotheses": [{"id": "x0"}, {"id": "x1"}],
                "table": [
                    {"when": {"q": "h0"}, "prior": {"x0": 0.9, "x1": 0.1}},
                    {"when": {"q": "h1"}, "prior": {"x0": 0.2, "x1": 0.8}},
                ],
            },
        ],
        "sources": [{"id": "s", "reliability": CERTAIN}],
        "items": [
            {"id": "a", "source": "s", "question": "z", "likelihood": {"x0": 0.8, "x1": 0.3}}
        ],
    }
    result = weigh(assess.case_from(data))
    of = assess.diagnosticity(result)
    expected = [0.9 * 0.8 + 0.1 * 0.3, 0.2 * 0.8 + 0.8 * 0.3]
    assert of["likelihood"].values[0] == pytest.approx(expected, abs=1e-13)
    assert of.attrs["question"] == "q"
    other = assess.diagnosticity(result, question="z")
    assert other["likelihood"].values[0] == pytest.approx([0.8, 0.3], abs=1e-13)
    assert other["hypothesis"].values.tolist() == ["x0", "x1"]
    with pytest.raises(ValueError, match="no question is called 'zz'"):
        assess.diagnosticity(result, question="zz")


def test_against_the_rest_is_against_the_mixture_by_priors():
    """Rest of h0: (.3 (.5) + .2 (.1)) / .5 = .34."""
    of = found([says("a", 0.8, 0.5, 0.1)], prior=(0.5, 0.3, 0.2)).isel(item=0)
    assert of["weight_rest"].values[0] == pytest.approx(10 * math.log10(0.8 / 0.34), abs=1e-10)
    expected = 0.8 * math.log10(0.8 / 0.34) + 0.2 * math.log10(0.2 / 0.66)
    assert of["expected_rest"].values[0] == pytest.approx(10 * expected, abs=1e-10)


def test_largest_and_smallest_pair_by_hand():
    """.8 against .1 tells most, .5 against .6 least; the favoured hypothesis comes first."""
    of = found([says("a", 0.5, 0.1, 0.6, 0.8)]).isel(item=0)
    assert of["largest"].item() == pytest.approx(10 * math.log10(8), abs=1e-10)
    assert (of["largest_for"].item(), of["largest_against"].item()) == ("h3", "h1")
    assert of["smallest"].item() == pytest.approx(10 * math.log10(1.2), abs=1e-10)
    assert (of["smallest_for"].item(), of["smallest_against"].item()) == ("h2", "h0")
    assert of["diagnostic"].item()


def test_equally_likely_item_is_not_diagnostic_and_worth_nothing():
    """Whatever it says: all its weights are 0."""
    of = found([says("a", 0.99, 0.99, 0.99), says("b", 0.9, 0.1, 0.5)])
    assert of["diagnostic"].values.tolist() == [False, True]
    for name in ("weight", "weight_if_absent", "expected", "weight_rest", "expected_rest"):
        assert of[name].values[0] == pytest.approx(np.zeros(of[name].values[0].shape), abs=1e-10)
    words = explain(of)
    assert "Not diagnostic is a: equally probable under all hypotheses" in words
    assert "it says nothing between them by itself, whether true or not" in words


def test_certain_repeat_is_not_diagnostic():
    """It appears because its original did; a doubtful one speaks with the chance that is left."""
    copy = {"item": "a", "chance": CERTAIN}
    of = found([says("a", 0.9, 0.2), says("b", 0.9, 0.2, repeats=copy)])
    assert of["likelihood"].sel(item="b").values.tolist() == [1.0, 1.0]
    assert not of["diagnostic"].sel(item="b").item()
    assert of["expected"].sel(item="b").values.tolist() == [[0.0, 0.0], [0.0, 0.0]]
    half = {"item": "a", "chance": 0.5}
    of = found([says("a", 0.9, 0.2), says("b", 0.9, 0.2, repeats=half)])
    assert of["likelihood"].sel(item="b").values == pytest.approx([0.95, 0.6], abs=1e-13)


def test_item_that_rules_a_hypothesis_out_weighs_infinitely():
    """Impossible under h1: its appearance settles that, its absence does not."""
    of = found([says("a", 0.8, {"value": 0, "certain": True}, 0.4)]).isel(item=0)
    assert of["weight"].sel(hypothesis="h0", against="h1").item() == math.inf
    assert of["expected"].sel(hypothesis="h0", against="h1").item() == math.inf
    absent = of["weight_if_absent"].sel(hypothesis="h0", against="h1").item()
    assert absent == pytest.approx(10 * math.log10(0.2), abs=1e-10)
    expected = of["expected"].sel(hypothesis="h1", against="h0").item()
    assert expected == pytest.approx(-10 * math.log10(0.2), abs=1e-10)
    assert of["largest"].item() == math.inf
    assert (of["largest_for"].item(), of["largest_against"].item()) == ("h0", "h1")


def test_hypothesis_with_a_prior_of_zero_has_no_likelihood():
    """It is nan, and is no part of any pair."""
    of = found([says("a", 0.8, 0.5, 0.1)], prior=(0.5, 0.5, {"value": 0, "certain": True}))
    assert np.isnan(of["likelihood"].values[0, 2])
    assert of["largest"].item() == pytest.approx(10 * math.log10(1.6), abs=1e-10)
    assert of["weight_rest"].values[0, 0] == pytest.approx(10 * math.log10(1.6), abs=1e-10)
    plot_diagnosticity(of)
    assert assess.diagnosticity_table(of).rows[0][3] == "undefined"


# --- agreement with enumeration, and properties ---------------------------------------------------


def alone(case: assess.Case, name: str) -> assess.Case:
    """All items stay said, but only one is weighed: the others' source is beyond judgement."""
    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data["format"] = "assess/1"
    beyond = {"id": "beyond", "reliability": {"admiralty": "F", "exclude": True}}
    data["sources"] = [*data["sources"], beyond]
    for item in data["items"]:
        if item["id"] != name:
            item["source"] = "beyond"
    return assess.case_from(data)


@pytest.mark.slow
@given(SEEDS)
def test_likelihoods_are_those_of_enumerated_worlds(seed):
    """P(item | h) = P(h | item) P(item) / P(h), each of these by visiting every world."""
    case = assess.case_from(random_case(seed)[0])
    try:
        result = weigh(case)
    except assess.CaseError:
        return
    for q in case.questions:
        of = assess.diagnosticity(result, question=q.id)
        for name in of["item"].values:
            one = brute_force.weigh(alone(case, name))
            none = brute_force.weigh(alone(case, ""))
            for k, h in enumerate(q.states):
                prior = none.credence[q.id, h]
                got = of["likelihood"].sel(item=name).values[k]
                if prior == 0:
                    assert np.isnan(got)
                    continue
                expected = float(one.credence[q.id, h] * one.evidence / prior)
                assert got == pytest.approx(expected, rel=1e-9, abs=1e-15)


LIKELIHOODS = st.lists(st.floats(0.001, 0.999), min_size=2, max_size=5)


@given(LIKELIHOODS, st.floats(0.01, 0.99))
def test_expected_weight_of_the_truth_is_never_against_it(likelihoods, reliability):
    """It is a Kullback-Leibler divergence, and the mean of the two weights."""
    of = found([says("a", *likelihoods)], reliability=reliability).isel(item=0)
    p = of["likelihood"].values[:, None]
    mean = p * of["weight"].values + (1 - p) * of["weight_if_absent"].values
    assert of["expected"].values == pytest.approx(mean, abs=1e-9)
    assert (of["expected"].values >= 0).all()
    assert (of["expected_rest"].values >= 0).all()
    assert of["weight"].values == pytest.approx(-of["weight"].values.T, abs=1e-12)


@given(LIKELIHOODS, st.tuples(st.floats(0.01, 0.99), st.floats(0.01, 0.99)))
def test_more_reliable_source_makes_an_item_more_diagnostic(likelihoods, reliabilities):
    """Between any two hypotheses, as far as it tells them apart at all."""
    low, high = (
        np.abs(found([says("a", *likelihoods)], reliability=r)["weight"].values)
        for r in sorted(reliabilities)
    )
    assert (high >= low - 1e-10).all()


def test_likelihood_does_not_depend_on_the_prior_nor_on_other_items():
    """It is the item's alone."""
    item = says("a", 0.8, 0.5, 0.1)
    one = found([item], prior=(0.98, 0.01, 0.01), reliability={"beta": [3, 2]})
    other = found([says("b", 0.1, 0.9, 0.9), item], reliability={"beta": [3, 2]})
    assert one["likelihood"].sel(item="a").values == pytest.approx(
        other["likelihood"].sel(item="a").values, abs=1e-13
    )


# --- words, table, picture ------------------------------------------------------------------------

THREE = [says("weak", 0.5, 0.4, 0.45), says("strong", 0.9, 0.03, 0.3), says("none", 0.7, 0.7, 0.7)]


def test_words_quote_the_best_pair_what_it_was_expected_to_weigh_and_what_says_nothing():
    """strong: .9 / .03 = 30, 14.8 dB; expected .9 (14.77) + .1 (10 log10 (.1 / .97))."""
    words = explain(found(THREE))
    assert (
        "strong: it is 30 times as probable under h0 (.90) as under h1 (.03), which is +14.8 dB"
        in words
    )
    expected = 0.9 * 10 * math.log10(30) + 0.1 * 10 * math.log10(0.1 / 0.97)
    assert f"{decibans_text(expected)} were to be expected if h0 is true" in words
    assert "Not diagnostic is none" in words
    assert "each item by itself" in words
    assert words.count(". ") + 1 <= 5


def test_a_hypothesis_of_which_nothing_is_known_is_not_the_hardest_to_tell_apart():
    """h3 has a prior of 0 and no likelihoods: of h0, h1 and h2 the last two are closest."""
    zero = {"value": 0, "certain": True}
    items = [says("a", 0.9, 0.1, 0.2, 0.5), says("b", 0.8, 0.3, 0.3, 0.5)]
    words = explain(assess.diagnosticity(weigh(case_of(items, prior=(0.4, 0.3, 0.3, zero)))))
    assert "Hardest to tell apart are h1 and h2: no item weighs more than 3.0 dB" in words
    two = [says("a", 0.9, 0.1, 0.2)]
    words = explain(assess.diagnosticity(weigh(case_of(two, prior=(0.4, 0.6, zero)))))
    assert "Hardest" not in words  # of two there is but one pair


def test_an_item_on_an_assumption_that_others_rest_on_says_nothing_by_itself_only():
    """It makes the assumption probable, and so the other item weigh more."""
    seal = {"id": "seal", "source": "s", "question": "custody"}
    seal |= {"likelihood": {"holds": 0.9, "fails": 0.1}, "if_unreliable": 0.3}
    idle = says("idle", 0.4, 0.4, question="q")
    items = [says("a", 0.9, 0.1, question="q", requires=["custody"]), seal, idle]
    case = case_of(items, assumptions=[{"id": "custody", "holds": 0.5}])
    of = assess.diagnosticity(weigh(case))
    assert of["through"].values.tolist() == ["", "custody", ""]
    words = explain(of)
    assert "Not diagnostic are seal, idle: " in words
    assert "they say nothing between them by themselves, whether true or not." in words
    assert "But seal (through custody) bears on an assumption that other items rest on" in words


def test_words_without_any_diagnostic_item_say_so():
    """One sentence, not a list of all."""
    assert "No item is diagnostic" in explain(found([says("a", 0.4, 0.4), says("b", 0.9, 0.9)]))
    assert explain(found([])) == "There are no items that could tell the hypotheses apart."


def test_words_of_an_item_that_rules_out_speak_of_no_infinite_number():
    """Possible under one, impossible under the other."""
    words = explain(found([says("a", 0.8, {"value": 0, "certain": True})]))
    assert "it is possible under h0 (.80) and impossible under h1" in words
    assert "∞" not in words


def test_table_quotes_the_stored_numbers_most_diagnostic_first():
    """Probabilities, or the weights against one hypothesis."""
    of = found(THREE)
    table = assess.diagnosticity_table(of)
    assert table.header == ("item", "h0", "h1", "h2", "largest weight")
    assert [row[0] for row in table.rows] == ["strong", "weak", "none"]
    assert table.rows[0][1:] == (".90", ".03", ".30", "14.8 dB")
    against = assess.diagnosticity_table(of, against="h2", most=1)
    assert against.header == ("item", "h0", "h1", "largest weight")
    assert against.rows[0][1:3] == ("+4.8 dB", "−10.0 dB")  # 10 log10 3 and 10 log10 .1
    assert against.notes[0] == "2 more, of 1.0 dB or less."
    with pytest.raises(ValueError, match="no hypothesis is called 'h9'"):
        assess.diagnosticity_table(of, against="h9")


def marks(ax: Any) -> list[np.ndarray]:
    """Where the marks of each hypothesis are on the axis, row by row."""
    return [np.asarray(c.get_offsets())[:, 0] for c in ax.collections[1:]]


def test_picture_has_a_mark_for_each_hypothesis_and_a_line_as_long_as_the_weight():
    """Ten times the length of a line in powers of ten is its weight in decibans."""
    of = found(THREE)
    ax = plot_diagnosticity(of)
    order = ["strong", "weak", "none"]
    assert [t.get_text() for t in ax.get_yticklabels()] == order
    p = of["likelihood"].sel(item=order).values
    for k, at in enumerate(marks(ax)):
        assert 10**at == pytest.approx(p[:, k], rel=1e-9)
    lines = ax.collections[0].get_segments()
    lengths = [10 * (line[1][0] - line[0][0]) for line in lines]
    assert lengths == pytest.approx(of["largest"].sel(item=order).values, abs=1e-9)
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["h0", "h1", "h2"]
    shapes = {tuple(map(tuple, c.get_paths()[0].vertices.round(6))) for c in ax.collections[1:]}
    assert len(shapes) == 3


def test_marks_on_one_spot_are_moved_apart_within_their_row():
    """An item that tells nothing apart shows all of its marks."""
    ax = plot_diagnosticity(found(THREE))
    heights = [float(c.get_offsets()[2][1]) for c in ax.collections[1:]]
    assert len(set(heights)) == 3
    assert max(abs(h - 2) for h in heights) < 0.4


def test_impossible_is_at_the_zero_of_the_axis():
    """Left of all probabilities, with a 0 below it."""
    ax = plot_diagnosticity(found([says("a", 0.8, {"value": 0, "certain": True}, 0.02)]))
    zero = marks(ax)[1][0]
    assert zero < math.log10(0.02)
    ticks = dict(zip((t.get_text() for t in ax.get_xticklabels()), ax.get_xticks(), strict=True))
    assert ticks["0"] == pytest.approx(zero)


def test_ticks_stand_where_their_numbers_are():
    """The axis is logarithmic, and its words are those probabilities."""
    ax = plot_diagnosticity(found(THREE))
    for text, at in zip(ax.get_xticklabels(), ax.get_xticks(), strict=True):
        assert number_text(10**at) == text.get_text()
    assert len(ax.get_xticks()) >= 3


def test_picture_says_how_many_items_it_leaves_out():
    """60 items: 20 rows and a note of 40 more that tell less apart."""
    rng = np.random.default_rng(7)
    of = found([says(f"i{k}", *rng.uniform(0.1, 0.9, 2).round(3)) for k in range(60)])
    ax = plot_diagnosticity(of)
    assert len(ax.get_yticklabels()) == 20
    largest = np.sort(of["largest"].values)[::-1]
    bound = decibans_text(largest[20]).lstrip("+")
    assert any(f"40 more items tell no two hypotheses further apart than {bound}" in t.get_text()
               for t in ax.texts)  # fmt: skip


def test_title_states_what_tells_most():
    """The item and the two hypotheses; or that none does."""
    ax = plot_diagnosticity(found(THREE))
    assert "strong tells most: h0 from h1" in ax.title.get_text() + ax.get_title(loc="left")
    ax = plot_diagnosticity(found([says("a", 0.4, 0.4)]))
    assert "No item tells" in ax.title.get_text() + ax.get_title(loc="left")
    plot_diagnosticity(found([]))


def test_nonsense_asked_of_the_picture_is_refused():
    """In a sentence that says what is allowed."""
    with pytest.raises(ValueError, match="most is a whole number"):
        plot_diagnosticity(found(THREE), most=0)
    with pytest.raises(ValueError, match="labels: 'name'"):
        plot_diagnosticity(found(THREE), labels="name")


def test_reading_says_what_it_is():
    """The name of the reading, the title of the case and what the numbers are conditional on."""
    of = found(THREE)
    assert (of.attrs["reading"], of.attrs["title"]) == ("diagnosticity", "A case")
    assert "each item by itself" in of.attrs["conditional_on"]
    assert assess.explain(of) == explain(of)
