"""Analytic confidence: its components by hand, the rule, and that it is no probability."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
import xarray as xr
from weighing import weigh

import assess
from assess.plots import plot_confidence
from assess.sensitivity.scales import confidence_scale
from priors.scales import load_scale, scale_ids

Data = dict[str, Any]


@pytest.fixture(autouse=True)
def paper() -> Iterator[None]:
    """Draw without a screen, and leave no figure open."""
    before = mpl.get_backend()
    mpl.use("agg")
    import matplotlib.pyplot as plt

    yield
    plt.close("all")
    mpl.use(before)


@pytest.fixture(scope="module")
def missiles() -> xr.DataTree:
    return assess.weigh(assess.example_case("dprk_missiles"))


def says(name: str, source: object, yes: float, no: float, **more: object) -> Data:
    likelihood = {"yes": yes, "no": no}
    return {"id": name, "source": source, "likelihood": likelihood, "if_unreliable": 0.3, **more}


def two(items: list[Data], sources: list[str], **more: object) -> Data:
    """Two hypotheses at even odds, sources of a known reliability of .8."""
    hypotheses = [{"id": "yes", "prior": 0.5}, {"id": "no", "prior": 0.5}]
    return {
        "format": "assess/1",
        "questions": [{"id": "q", "exhaustive": "yes or no", "hypotheses": hypotheses}],
        "sources": [{"id": s, "reliability": 0.8} for s in sources],
        "items": items,
        **more,
    }


def confidence_of(data: Data) -> xr.Dataset:
    return assess.confidence(weigh(assess.case_from(data)))


def worth(r: float, yes: float, no: float) -> float:
    """Decibans of one item of reliability r, if_unreliable .3."""
    return 10 * math.log10((r * yes + (1 - r) * 0.3) / (r * no + (1 - r) * 0.3))


# --- the components -------------------------------------------------------------------------------


def test_shares_and_independent_sources_by_hand():
    """Independent items, so contributions are weights; one that speaks against counts as much."""
    items = [
        says("a", "s", 0.9, 0.2),
        says("b", "s", 0.4, 0.6),
        says("c", "t", 0.8, 0.3),
        says("d", ["u", "v"], 0.8, 0.3),
        says("e", "v", 0.7, 0.4),
    ]
    table = confidence_of(two(items, ["s", "t", "u", "v"]))
    a, b, c, e = (worth(0.8, *x) for x in ((0.9, 0.2), (0.4, 0.6), (0.8, 0.3), (0.7, 0.4)))
    d = worth(0.64, 0.8, 0.3)
    total = a + abs(b) + c + d + e
    value = table["value"]
    assert value.sel(component="largest_item").item() == pytest.approx(a / total)
    assert table["where"].sel(component="largest_item").item() == "a"
    assert value.sel(component="largest_source").item() == pytest.approx((a - b) / total)
    assert table["where"].sel(component="largest_source").item() == "s"
    # u and v share a path: they are one; s and t are two more
    shares = np.array([a - b, c, d + e]) / total
    assert value.sel(component="independent_sources").item() == pytest.approx(1 / (shares**2).sum())


def test_three_equal_independent_items_are_three_sources_and_a_third_each():
    """The thresholds of high confidence are reached, not just missed."""
    table = confidence_of(
        two([says(f"i{k}", f"s{k}", 0.9, 0.2) for k in range(3)], ["s0", "s1", "s2"])
    )
    for name, value in (
        ("largest_item", 1 / 3),
        ("largest_source", 1 / 3),
        ("independent_sources", 3.0),
    ):
        row = table.sel(component=name)
        assert row["value"].item() == pytest.approx(value)
        assert row["level"].item() == "high"


def test_an_item_that_settles_the_question_has_all_the_share():
    """An infinite contribution beside finite ones."""
    certain = {"value": 0, "certain": True}
    data = two([says("a", "s", 0.5, 0.0), says("b", "t", 0.9, 0.2)], ["s", "t"])
    data["items"][0]["likelihood"]["no"] = certain
    data["sources"] = [{"id": s, "reliability": {"value": 1, "certain": True}} for s in "st"]
    table = confidence_of(data)
    assert table["value"].sel(component="largest_item").item() == 1.0
    assert table["value"].sel(component="independent_sources").item() == 1.0


def test_interval_is_that_of_the_leading_hypothesis(missiles):
    """The 90 % credence interval that the summary prints."""
    low, high = missiles["intervals"]["credence_interval"].sel(hypothesis="new_type").values
    table = assess.confidence(missiles)
    assert table["value"].sel(component="interval_width").item() == pytest.approx(high - low)


def test_the_other_readings_are_quoted_as_they_are(missiles):
    """Tipping points, conflict, catch-all and value of information."""
    value = assess.confidence(missiles)["value"]
    tipping = assess.tipping_points(missiles)
    assert value.sel(component="tipping_distance").item() == tipping["lead_change"].min().item()
    within = (tipping["lead_within"] & (tipping["high"] > tipping["low"])).sum().item()
    assert value.sel(component="tips_within_range").item() == within
    found = assess.conflict(missiles)
    assert value.sel(component="conflict").item() == found.attrs["conflict"]
    growth = found["growth"].values[found["catch_all"].values]
    assert [value.sel(component="catch_all_growth").item()] == growth.tolist()
    chance = assess.value_of_information(missiles)["chance_lead_changes"].max().item()
    assert value.sel(component="collectable").item() == chance


def test_what_was_not_stated_has_no_value_and_is_never_high():
    """No draws, no ranges, no candidates; an exhaustive question has no catch-all to grow."""
    table = confidence_of(two([says("a", "s", 0.9, 0.2)], ["s"]))
    levels = dict(zip(table["component"].values, table["level"].values, strict=True))
    assert {k for k, v in levels.items() if v == "not stated"} == {
        "interval_width",
        "tips_within_range",
        "collectable",
    }
    assert levels["catch_all_growth"] == "does not apply"
    assert np.isnan(table["value"].sel(component="collectable").item())


def test_without_items_there_is_nothing_to_share():
    """And no conflict either; a lead that no item made has low confidence, not moderate."""
    data = two([], ["s"])
    for h, prior in zip(data["questions"][0]["hypotheses"], (0.7, 0.3), strict=True):
        h["prior"] = prior
    table = confidence_of(data)
    for name in ("largest_item", "largest_source", "independent_sources"):
        assert table["level"].sel(component=name).item() == "not stated"
    assert table["level"].sel(component="conflict").item() == "does not apply"
    assert table.attrs["level"] == "low"
    because = "leads is low: no item contributes anything to it."
    assert because in assess.explain(table)
    assert because.removesuffix(".") in plot_confidence(table).get_title().replace("\n", " ")


def test_unknown_question_is_answered_with_the_closest(missiles):
    """As everywhere."""
    with pytest.raises(ValueError, match="did you mean 'missiles'"):
        assess.confidence(missiles, question="missile")


# --- what everything rests on ---------------------------------------------------------------------


def resting(requires: list[str], **more: object) -> Data:
    """Two hypotheses with priors that are drawn, four sources of .9, each with one item."""
    items = [says(f"i{k}", f"s{k}", 0.8, 0.1, requires=requires) for k in range(4)]
    data = two(items, [f"s{k}" for k in range(4)])
    for source in data["sources"]:
        source["reliability"] = 0.9
    question = data["questions"][0]
    question["concentration"] = 500
    question["hypotheses"][1]["catch_all"] = True
    del question["exhaustive"]
    data["assumptions"] = [{"id": "auth", "holds": 0.3}]
    found = {"yes": 0.9, "no": 0.1}
    data["candidates"] = [{"id": "c", "source": "s0", "likelihood": found, "if_unreliable": 0.3}]
    return data | more


def test_four_sources_on_one_assumption_are_one_and_all_rests_on_it():
    """If `auth` fails no item says anything: all of the weight is lost, and the sources are one."""
    table = assess.confidence(assess.weigh(assess.case_from(resting(["auth"]))))
    row = table.sel(component="largest_assumption")
    assert row["value"].item() == pytest.approx(1.0)
    assert (row["where"].item(), row["level"].item()) == ("auth", "low")
    assert table["value"].sel(component="independent_sources").item() == pytest.approx(1.0)
    assert table.attrs["level"] == "low"


def test_an_assumption_that_nothing_requires_carries_nothing():
    """The same items without it: four independent sources."""
    table = assess.confidence(assess.weigh(assess.case_from(resting([]))))
    row = table.sel(component="largest_assumption")
    assert (row["value"].item(), row["level"].item()) == (0.0, "high")
    assert table["value"].sel(component="independent_sources").item() == pytest.approx(4.0)


def test_share_of_an_assumption_by_hand():
    """One of two equal items rests on it: log-odds with both less those with the other alone."""
    items = [says("a", "s", 0.9, 0.2, requires=["auth"]), says("b", "t", 0.9, 0.2)]
    table = confidence_of(two(items, ["s", "t"], assumptions=[{"id": "auth", "holds": 0.6}]))
    # with chance .4 the item of s tells nothing, and appears by .3
    yes, no = 0.8 * 0.9 + 0.2 * 0.3, 0.8 * 0.2 + 0.2 * 0.3
    mixed = 10 * math.log10((0.6 * yes + 0.4 * 0.3) / (0.6 * no + 0.4 * 0.3))
    share = mixed / (mixed + worth(0.8, 0.9, 0.2))
    assert table["value"].sel(component="largest_assumption").item() == pytest.approx(share)


def test_a_lead_that_an_assumption_alone_keeps_rests_on_it():
    """The items speak against the leader, and would end its lead but for what rests on `auth`."""
    items = [says("a", "s", 0.8, 0.3, requires=["auth"]), says("b", "t", 0.1, 0.9)]
    data = two(items, ["s", "t"], assumptions=[{"id": "auth", "holds": 0.95}])
    for h, prior in zip(data["questions"][0]["hypotheses"], (0.75, 0.25), strict=True):
        h["prior"] = prior
    table = confidence_of(data)
    assert table.attrs["hypothesis"] == "yes"
    assert table["value"].sel(component="largest_assumption").item() == 1.0


def test_a_tie_has_no_level():
    """Two opposite items: .5 and .5, and nothing that one could have confidence in."""
    data = two([says("a", "s", 0.8, 0.1), says("b", "t", 0.1, 0.8)], ["s", "t"])
    table = confidence_of(data)
    assert table.attrs["level"] == "none"
    assert set(table["level"].values) == {"does not apply"}
    words = assess.explain(table)
    assert words.startswith("No hypothesis of q leads: yes, no are level.")
    assert "leads is" not in words
    ax = plot_confidence(table)
    assert "No hypothesis leads (yes, no are level)" in ax.get_title().replace("\n", " ")
    assert not len(ax.lines)


def test_rounding_errors_decide_no_level_and_are_not_shown():
    """Two items that say nothing conflict by 0.0 bits and contribute nothing."""
    data = two([says("a", "s", 0.37, 0.37), says("b", "t", 0.61, 0.61)], ["s", "t"])
    for h, prior in zip(data["questions"][0]["hypotheses"], (0.7, 0.3), strict=True):
        h["prior"] = prior
    data["items"][0]["if_unreliable"] = 0.37
    table = confidence_of(data)
    assert table["value"].sel(component="conflict").item() == 0.0
    assert table["shown"].sel(component="conflict").item() == "0.0 bits"
    assert table["where"].sel(component="largest_item").item() == "no item contributes anything"
    assert table.attrs["level"] == "low"


@pytest.mark.parametrize("seed", range(8))
def test_catch_all_that_no_item_moves_has_not_grown(seed):
    """Growth is 1 exactly, whatever the likelihoods are: not 1.0000000000000004."""
    rng = np.random.default_rng(seed)
    p = [round(float(x), 3) for x in rng.uniform(0.05, 0.95, 2)]
    data = two([says(f"i{k}", "s", x, x, if_unreliable=x) for k, x in enumerate(p)], ["s"])
    names = (("yes", 0.62), ("no", 0.21), ("other", 0.17))
    question = data["questions"][0]
    del question["exhaustive"]
    question["hypotheses"] = [{"id": h, "prior": prior} for h, prior in names]
    question["hypotheses"][2]["catch_all"] = True
    for item in data["items"]:
        item["likelihood"] = dict.fromkeys(("yes", "no", "other"), item["likelihood"]["yes"])
    found = assess.conflict(weigh(assess.case_from(data)))
    assert found["growth"].values == pytest.approx([1.0] * 3, rel=1e-12)
    assert found.attrs["conflict"] == pytest.approx(0.0, abs=1e-12)


def with_another_question(data: Data, source: str) -> xr.DataTree:
    """The case and a second question without a link, on which two items contradict each other."""
    for item in data["items"]:
        item["question"] = "q"
    hypotheses = [{"id": "up", "prior": 0.5}, {"id": "down", "prior": 0.5}]
    data["questions"].append({"id": "r", "exhaustive": "up or down", "hypotheses": hypotheses})
    for name, up in (("c", 0.99), ("d", 0.01)):
        likelihood = {"up": up, "down": 1.0 - up}
        item = {"id": name, "source": source, "question": "r", "likelihood": likelihood}
        data["items"].append(item | {"if_unreliable": 0.5})
    return weigh(assess.case_from(data))


def test_the_conflict_of_another_question_is_not_held_against_this_one():
    """No link and no source in common: what is said on the other has nothing to do with this."""
    data = two([says("a", "s", 0.9, 0.2), says("b", "t", 0.9, 0.2)], ["s", "t", "u"])
    before = confidence_of(data)["value"].sel(component="conflict").item()
    result = with_another_question(data, "u")
    assert assess.conflict(result).attrs["conflict"] > 0.5
    after = assess.confidence(result)["value"].sel(component="conflict").item()
    assert after == pytest.approx(before, abs=1e-12)
    assert after < -0.2


def test_a_source_of_uncertain_reliability_carries_its_conflict_over():
    """The same with one source of all: how reliable it is matters to both questions."""
    data = two([says("a", "s", 0.9, 0.2), says("b", "s", 0.9, 0.2)], ["s"])
    data["sources"] = [{"id": "s", "reliability": {"beta": [8, 2]}}]
    result = with_another_question(data, "s")
    whole = assess.conflict(result).attrs["conflict"]
    own = assess.confidence(result)["value"].sel(component="conflict").item()
    assert own == pytest.approx(whole, abs=1e-12)


@pytest.mark.parametrize(
    ("prior", "leader"),
    [
        ({"yes": 0.8, "other": 0.2}, "yes"),
        ({"yes": 0.4, "no": 0.3, "other": 0.3}, "other"),
        ({"yes": 0.8, "no": 0.05, "other": 0.15}, "yes"),
    ],
)
def test_growth_of_a_catch_all_applies_beside_two_that_are_named_one_of_which_leads(prior, leader):
    """Beside one hypothesis it is that one's denial; where it leads it is the answer."""
    likelihood = {h: 0.5 if h == "other" else 0.3 for h in prior}
    items = [says(x, x, 0.0, 0.0, likelihood=likelihood) for x in "st"]
    data = two(items, ["s", "t"])
    hypotheses = [{"id": h, "prior": p} for h, p in prior.items()]
    hypotheses[-1]["catch_all"] = True
    data["questions"] = [{"id": "q", "hypotheses": hypotheses}]
    result = weigh(assess.case_from(data))
    table, found = assess.confidence(result), assess.conflict(result)
    assert table.attrs["hypothesis"] == leader
    assert found["growth"].sel(hypothesis="other").item() > 1.2
    applies = (leader, len(prior)) == ("yes", 3)
    level = table["level"].sel(component="catch_all_growth").item()
    assert (level != "does not apply") == applies
    assert ("The catch-all other has grown" in assess.explain(found)) == applies


def test_giving_up_what_was_stated_as_certain_is_said():
    """Of a certain 0 no change of odds is finite, but the lead hangs on it all the same."""
    certain = {"value": 0, "certain": True}
    data = two([says("a", "s", 0.5, 0.0)], ["s"])
    data["items"][0] |= {"likelihood": {"yes": 0.5, "no": certain}, "if_unreliable": certain}
    data["sources"] = [{"id": "s", "reliability": 0.9}]
    row = confidence_of(data).sel(component="tipping_distance")
    assert np.isinf(row["value"].item())
    assert "but of what was stated as certain: the likelihood of a under no" in row["where"].item()


def test_numbers_that_cannot_be_moved_hold_the_least_change_at_moderate():
    """What shapes a quantity and what is claimed of it were not tried."""
    row = assess.confidence(weigh(assess.example_case("dprk_shells"))).sel(
        component="tipping_distance"
    )
    assert "of those that could be moved; " in row["where"].item()
    from assess.sensitivity.confidence import level_of
    from assess.sensitivity.scales.components import Found

    part = next(c for c in confidence_scale().components if c.id == "tipping_distance")
    assert level_of(part, Found(20.0, "", capped=True)) == "moderate"
    assert level_of(part, Found(20.0, "")) == "high"
    assert level_of(part, Found(2.0, "", capped=True)) == "low"


def test_the_high_side_is_said_as_speaking_for_it(missiles):
    """Not "on the high side is the conflict", which reads as a high conflict."""
    words = assess.explain(assess.confidence(missiles))
    assert "What speaks for a high level is the least change" in words
    assert "On the high side" not in words


# --- thresholds and rule --------------------------------------------------------------------------


def test_thresholds_are_these():
    """Typed in a second time: a change of the file is a change of everybody's levels."""
    assert {
        c.id: (c.high.kind, round(c.high.value, 4), c.low.kind, round(c.low.value, 4))
        for c in confidence_scale().components
    } == {
        "interval_width": ("at_most", 0.15, "at_least", 0.4),
        "tipping_distance": ("at_least", 10.0, "below", 3.0),
        "tips_within_range": ("at_most", 0.0, "at_least", 1.0),
        "largest_item": ("at_most", 0.3333, "at_least", 0.6667),
        "largest_source": ("at_most", 0.3333, "at_least", 0.6667),
        "independent_sources": ("at_least", 3.0, "below", 1.5),
        "conflict": ("at_most", 0.0, "at_least", 2.0),
        "largest_assumption": ("below", 0.3333, "at_least", 0.6667),
        "catch_all_growth": ("at_most", 1.0, "at_least", 2.0),
        "collectable": ("at_most", 0.05, "at_least", 0.25),
    }
    assert all(c.because.endswith(".") for c in confidence_scale().components)


def test_level_of_a_component_at_its_thresholds():
    """At most and at least take the threshold in, below does not."""
    parts = {c.id: c for c in confidence_scale().components}
    assert [parts["interval_width"].level(x) for x in (0.15, 0.16, 0.39, 0.4)] == [
        "high",
        "moderate",
        "moderate",
        "low",
    ]
    assert [parts["independent_sources"].level(x) for x in (1.49, 1.5, 2.9, 3.0)] == [
        "low",
        "moderate",
        "moderate",
        "high",
    ]
    assert parts["tipping_distance"].level(math.inf) == "high"


@pytest.mark.parametrize(
    ("changed", "level"),
    [
        ({}, "high"),
        ({"conflict": "moderate"}, "moderate"),
        ({"collectable": "not stated"}, "moderate"),
        ({"conflict": "low"}, "moderate"),
        ({"conflict": "low", "largest_item": "low"}, "low"),
        ({"tips_within_range": "low"}, "low"),
    ],
)
def test_rule_that_joins_the_components(changed, level):
    """Two low, or one number that tips within its range: low. High only if all are."""
    scale = confidence_scale()
    levels = {c.id: "high" for c in scale.components} | changed
    assert scale.overall(levels) == level


def test_level_of_the_whole_is_the_rule_applied_to_what_is_shown(missiles):
    """Nothing enters that the reader does not see."""
    table = assess.confidence(missiles)
    levels = {
        k: v
        for k, v in zip(table["component"].values, table["level"].values, strict=True)
        if v != "does not apply"
    }
    assert table.attrs["level"] == confidence_scale().overall(levels) == "moderate"


def test_share_just_below_its_threshold_does_not_read_as_if_it_had_reached_it():
    """.6664 is no two thirds, though both are .67 to two decimals."""
    from assess.sensitivity.confidence import shown
    from assess.sensitivity.scales.components import Found

    part = next(c for c in confidence_scale().components if c.id == "largest_item")
    assert shown(part, Found(0.6664, "")) == ".666"
    part = next(c for c in confidence_scale().components if c.id == "tipping_distance")
    assert shown(part, Found(9.96, "")) == "9.96 dB"
    assert shown(part, Found(10.0, "")) == "10.0 dB"


# --- in words and as a picture --------------------------------------------------------------------


def test_no_sentence_joins_the_level_with_a_likelihood(missiles):
    """The sentence of the level has no figure, and none has a word or a credence of likelihood."""
    table = assess.confidence(missiles)
    words = assess.explain(table)
    first, *rest = re.split(r"(?<=\.) (?=[A-Z])", words)
    assert first == "Analytic confidence in the judgement that new_type leads is moderate."
    assert not any("confidence in" in sentence for sentence in rest)
    terms = [b.term for name in scale_ids() for b in load_scale(name).bands]
    assert not [t for t in terms if re.search(rf"\b{t}\b", words)]
    assert "credence" not in table.attrs
    assert 3 <= len([first, *rest]) <= 5


def test_words_name_what_holds_it_down(missiles):
    """The largest source, with its share."""
    words = assess.explain(assess.confidence(missiles))
    assert "the share of the largest source (.69, us)" in words
    assert "own proposal (confidence_v0" in words


def test_picture_shows_every_component_with_its_thresholds(missiles):
    """No gauge of the whole: one mark for each component, in the field of its level."""
    table = assess.confidence(missiles)
    ax = plot_confidence(table)
    labels = [t.get_text().replace("\n", " ") for t in ax.get_yticklabels()]
    assert labels == table["name"].values.tolist()
    words = [t.get_text() for t in ax.texts]
    for k in range(table.sizes["component"]):
        for level in ("low", "high"):
            assert f"{level}: {table[f'{level}_if'].values[k]}" in words
        assert table["shown"].values[k] in words
    fields = {"low": (0, 1), "moderate": (1, 2), "high": (2, 3)}
    for line, level in zip(ax.lines, table["level"].values, strict=True):
        low, high = fields[level]
        assert low <= line.get_xdata()[0] <= high
    assert "moderate: low is the share of the largest source" in ax.get_title().replace("\n", " ")


def test_picture_tells_what_is_not_stated_from_what_does_not_apply():
    """An open mark in the middle; no mark at all."""
    table = confidence_of(two([says("a", "s", 0.9, 0.2)], ["s"]))
    ax = plot_confidence(table)
    words = [t.get_text() for t in ax.texts]
    assert words.count("not stated") == 3
    # no catch-all, no assumption, and nothing that one item could conflict with
    assert words.count("does not apply") == 3
    assert len(ax.lines) == 7
    open_ = [line for line in ax.lines if line.get_markerfacecolor() == "white"]
    assert [line.get_xdata()[0] for line in open_] == [1.5] * 3


def test_picture_stays_on_the_page_and_no_words_overlap(missiles):
    """At the width of a page, beside each other and within the edges."""
    ax = plot_confidence(assess.confidence(missiles))
    figure = ax.figure
    figure.canvas.draw()
    boxes = [t.get_window_extent() for t in (*ax.texts, *ax.get_yticklabels())]
    for k, one in enumerate(boxes):
        assert figure.bbox.padded(1.0).containsx(one.x0)
        assert figure.bbox.padded(1.0).containsx(one.x1)
        for other in boxes[k + 1 :]:
            wide = min(one.x1, other.x1) - max(one.x0, other.x0)
            high = min(one.y1, other.y1) - max(one.y0, other.y0)
            assert min(wide, high) < 1.0


def test_sources_that_rest_on_one_assumption_count_as_one_only_as_far_as_they_do() -> None:
    """Two equal items tied by an assumption and a third: 1 over 2/3 squared plus 1/3 squared."""
    from types import SimpleNamespace
    from typing import cast

    from assess.kernel.structure import Structure
    from assess.sensitivity.scales.components import effective_sources

    tied = SimpleNamespace(paths=((0,), (1,), (2,)), requires=((5,), (5,), ()))
    share = np.full(3, 1 / 3)
    assert effective_sources(cast("Structure", tied), share) == pytest.approx(1 / (4 / 9 + 1 / 9))
    free = SimpleNamespace(paths=((0,), (1,), (2,)), requires=((), (), ()))
    assert effective_sources(cast("Structure", free), share) == pytest.approx(3.0)
