"""Denials, admissions, accusations and silence: worked by hand, and through whole cases."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from weighing import weigh

import assess
import priors
from evidence import (
    Item,
    Source,
    accusation,
    admission,
    denial,
    hit_and_false_alarm,
    silence,
    statement_weight,
)

COST = "An embargo would be seen to be broken."
KINDS = {
    denial: "would_deny",
    admission: "would_admit",
    accusation: "would_accuse",
    silence: "would_be_silent",
}
INSIDE = st.floats(0.01, 0.99)


def make(kind: Any, would: Any, **more: Any) -> Item:
    """A statement of a kind with id `i` from source `s`."""
    item: Item = kind("i", "s", **{KINDS[kind]: would, "cost": COST, **more})
    return item


def weighed(items: list[Item], reliability: Any, hypotheses: dict[str, float]) -> Any:
    """The exact group of a case with these items, all of source `s`."""
    data = {
        "format": "assess/1",
        "questions": [
            {
                "id": "q",
                "exhaustive": "by design",
                "hypotheses": [{"id": h, "prior": p} for h, p in hypotheses.items()],
            }
        ],
        "sources": [{"id": "s", "reliability": reliability}],
        "items": items,
    }
    return weigh(assess.case_from(data))["exact"]


def ratio(exact: Any, first: str, second: str, hypotheses: dict[str, float]) -> float:
    """The likelihood ratio that took the priors to the credences."""
    log = exact["log_credence"]
    odds = math.exp(float(log.sel(hypothesis=first)) - float(log.sel(hypothesis=second)))
    return odds * hypotheses[second] / hypotheses[first]


EVEN = {"true": 0.5, "false": 0.5}


# --- the arithmetic -------------------------------------------------------------------------------


def test_expected_denial_is_worth_a_seventh_of_a_deciban() -> None:
    """c = P(admit | true) = .05, d = P(deny | false) = .98: (1 - c) / d = .95 / .98 = .9694.

    10 log10 .9694 = -0.135 dB: it exculpates, by next to nothing. From even odds the credence goes
    to .95 / 1.93 = .4922.
    """
    c, d = 0.05, 0.98
    item = make(denial, {"true": 1 - c, "false": d})
    weight = statement_weight(item, "true", "false")
    assert weight.ratio == pytest.approx(0.9694, abs=5e-5)
    assert weight.decibans == pytest.approx(-0.135, abs=5e-4)
    exact = weighed([item], 0.6, EVEN)
    assert float(exact["credence"].sel(hypothesis="true")) == pytest.approx(0.95 / 1.93, abs=1e-12)


def test_admission_against_interest_is_worth_ten_decibans() -> None:
    """.05 where it is true and .005 where it is not: .05 / .005 = 10, which is 10 dB."""
    item = make(admission, {"true": 0.05, "false": 0.005})
    weight = statement_weight(item, "true", "false")
    assert (weight.ratio, weight.decibans) == pytest.approx((10, 10))
    exact = weighed([item], {"beta": [1, 9]}, EVEN)
    assert ratio(exact, "true", "false", EVEN) == pytest.approx(10, rel=1e-9)


def test_routine_accusation_loses_most_of_its_weight_to_the_motive() -> None:
    """Honest .6 and .02, ratio 30 (14.77 dB); half of it without belief:

    .6 + .5 * .4 = .8 and .02 + .5 * .98 = .51; .8 / .51 = 1.5686, 1.955 dB.
    """
    honest = make(accusation, {"true": 0.6, "false": 0.02})
    assert statement_weight(honest, "true", "false").decibans == pytest.approx(14.771, abs=5e-4)
    item = make(accusation, {"true": 0.6, "false": 0.02}, without_belief=0.5)
    assert item.likelihood is not None
    assert [item.likelihood[h].mean for h in ("true", "false")] == pytest.approx([0.8, 0.51])
    weight = statement_weight(item, "true", "false")
    assert (weight.ratio, weight.decibans) == pytest.approx((1.5686, 1.955), abs=5e-4)


def test_silence_counts_where_speech_was_to_be_expected_and_nowhere_else() -> None:
    """.6 against .1 is 6, or 7.78 dB; .9 against .9 is nothing."""
    telling = make(silence, {"true": 0.6, "false": 0.1})
    assert statement_weight(telling, "true", "false").decibans == pytest.approx(7.782, abs=5e-4)
    usual = make(silence, {"true": 0.9, "false": 0.9})
    assert statement_weight(usual, "true", "false").decibans == 0.0
    exact = weighed([usual], 0.7, {"true": 0.3, "false": 0.7})
    assert float(exact["credence"].sel(hypothesis="true")) == pytest.approx(0.3, abs=1e-12)


def test_denial_incriminates_only_if_true_charges_are_denied_more_readily() -> None:
    """Nothing is fixed by hand: d < 1 - c turns the sign."""
    weight = statement_weight(make(denial, {"true": 0.95, "false": 0.80}), "true", "false")
    assert weight.decibans == pytest.approx(10 * math.log10(0.95 / 0.80))
    assert weight.decibans > 0


def test_dear_lie_makes_a_denial_tell() -> None:
    """If a liar falls, few deny what is true: .2 / .9 is -6.5 dB, against -0.1 dB above."""
    weight = statement_weight(make(denial, {"true": 0.2, "false": 0.9}), "true", "false")
    assert weight.decibans == pytest.approx(10 * math.log10(2 / 9))


# --- more than two hypotheses ---------------------------------------------------------------------

FOUR = {"new_type": 0.3, "old_type": 0.2, "none": 0.4, "other": 0.1}


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_every_pair_of_four_hypotheses_has_the_ratio_that_was_stated(kind: Any) -> None:
    """Every pair of them: l(h) / l(k), with `others` for those not named."""
    would = {"new_type": 0.95, "old_type": 0.9, "others": 0.5}
    item = make(kind, would)
    exact = weighed([item], {"beta": [2, 3]}, FOUR)
    for h in FOUR:
        for k in FOUR:
            expected = would.get(h, 0.5) / would.get(k, 0.5)
            assert ratio(exact, h, k, FOUR) == pytest.approx(expected, rel=1e-9)
            assert statement_weight(item, h, k).ratio == pytest.approx(expected, rel=1e-12)


# --- the source -----------------------------------------------------------------------------------


@given(INSIDE, INSIDE, INSIDE)
def test_statement_stated_whole_neither_uses_nor_changes_the_reliability(
    true: float, false: float, r: float
) -> None:
    """What a party does, knowing the truth, is not discounted by its reliability once more."""
    item = make(denial, {"true": true, "false": false})
    exact = weighed([item], {"mean": r, "worth": 5}, EVEN)
    assert ratio(exact, "true", "false", EVEN) == pytest.approx(true / false, rel=1e-9)
    assert float(exact["reliability"].sel(source="s")) == pytest.approx(r, rel=1e-9)


def test_ranges_enter_with_their_means() -> None:
    """Triangles: (.85 + .95 + .99) / (.95 + .98 + .995) = 2.79 / 2.925 = .9538."""
    would = {
        "true": priors.triangular(0.85, 0.95, 0.99),
        "false": priors.triangular(0.95, 0.98, 0.995),
    }
    item = make(denial, would)
    expected = (0.85 + 0.95 + 0.99) / (0.95 + 0.98 + 0.995)
    exact = weighed([item], 0.5, EVEN)
    assert expected == pytest.approx(0.9538, abs=5e-5)
    assert statement_weight(item, "true", "false").ratio == pytest.approx(expected)
    assert ratio(exact, "true", "false", EVEN) == pytest.approx(expected, rel=1e-9)


def test_party_that_speaks_honestly_or_anyway_is_the_same_denial_in_other_words() -> None:
    """Hit .98 (denies a false charge), false alarm .95: r = .03, u = .95 / .97.

    r * 0 + (1 - r) u = .95 under true, r * 1 + (1 - r) u = .98 under false: .9694 again.
    """
    channel = hit_and_false_alarm(0.98, 0.95)
    honest = {
        "true": priors.fixed(0, certain=True),
        "false": priors.fixed(1, certain=True),
    }
    item = make(denial, honest, anyway=channel["if_unreliable"])
    r = channel["reliability"]
    assert r.mean == pytest.approx(0.03)
    weight = statement_weight(item, "true", "false", reliability=r)
    assert weight.ratio == pytest.approx(0.95 / 0.98, rel=1e-9)
    exact = weighed([item], r, EVEN)
    assert ratio(exact, "true", "false", EVEN) == pytest.approx(0.95 / 0.98, rel=1e-9)


def test_anyway_and_a_motive_are_the_same_for_an_accuser() -> None:
    """`without_belief` m is a source of reliability 1 - m that accuses anyway."""
    would = {"true": 0.6, "false": 0.02}
    by_motive = statement_weight(make(accusation, would, without_belief=0.5), "true", "false")
    always = make(accusation, would, anyway=priors.fixed(1, certain=True))
    by_source = statement_weight(always, "true", "false", reliability=0.5)
    assert by_source.ratio == pytest.approx(by_motive.ratio, rel=1e-12)


def test_source_of_reliability_one_needs_no_if_unreliable() -> None:
    """Then each number has one address."""
    sure = Source.model_validate({"id": "s", "reliability": {"value": 1, "certain": True}})
    item = denial("i", sure, would_deny={"true": 0.95, "false": 0.98}, cost=COST)
    assert item.source == "s"
    assert item.if_unreliable is None
    exact = weighed([item], sure.reliability, EVEN)
    assert ratio(exact, "true", "false", EVEN) == pytest.approx(0.95 / 0.98, rel=1e-9)
    doubtful = Source.model_validate({"id": "s", "reliability": 0.7})
    assert denial("i", doubtful, would_deny={"a": 0.9, "b": 0.8}, cost=COST).if_unreliable


def test_repeated_denial_is_the_same_denial() -> None:
    """Twice .9694 would be .9397; a second one that repeats the first adds nothing."""
    would = {"true": 0.95, "false": 0.98}
    first = denial("first", "s", would_deny=would, cost=COST)
    again = denial("again", "s", would_deny=would, cost=COST)
    echo = denial(
        "again",
        "s",
        would_deny=would,
        cost=COST,
        repeats={"item": "first", "chance": {"value": 1, "certain": True}},
    )
    both = weighed([first, again], 0.5, EVEN)
    assert ratio(both, "true", "false", EVEN) == pytest.approx(0.9397, abs=5e-5)
    echoed = weighed([first, echo], 0.5, EVEN)
    assert ratio(echoed, "true", "false", EVEN) == pytest.approx(0.9694, abs=5e-5)


# --- the item and its errors ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_item_carries_its_kind_its_cost_and_the_fields_that_were_given(kind: Any) -> None:
    """So that the case file can be read without Python."""
    item = make(
        kind, {"a": 0.9, "b": 0.8}, because="Two earlier cases.", tags=("state",), text="They say"
    )
    assert item.tags == (kind.__name__, "state")
    assert item.text == "They say"
    assert item.because.startswith("Two earlier cases. ")
    assert item.because.endswith(COST)


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_numbers_that_matter_are_asked_for(kind: Any) -> None:
    """Under two hypotheses at least, and with the cost in words."""
    for would in ({"a": 0.9}, {}, 0.9, None):
        with pytest.raises(ValueError, match="under one alone it says nothing"):
            make(kind, would)
    for cost in ("", "  ", None):
        with pytest.raises(ValueError, match="cost is left out; say in words"):
            make(kind, {"a": 0.9, "b": 0.8}, cost=cost)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"likelihood": {"a": 0.1}}, "likelihood is made here"),
        ({"if_unreliable": 0.1}, "if_unreliable is made here"),
        (
            {"would_deny": {"a": 0.9, "b": 1}},
            r"would_deny\[b\]: can never be undone .*seen 1.0;",
        ),
        ({"would_deny": {"a": 0.9, "b": 1.2}}, r"would_deny\[b\]: is out of range"),
        ({"anyway": -1}, "anyway: is out of range"),
        ({"anyway": {"a": 0.1, "b": 7}}, r"anyway\[b\]: is out of range"),
        ({"would_deny": {"a": 0.9, "b": {"persistent": 0.5}}}, "a probability or a form of one"),
        ({"colour": "red"}, "colour: is not a known key"),
        ({"requires": ["authentic"]}, "resting on an assumption"),
        ({"source": ["ministry", "newspaper"]}, "passed on by others"),
    ],
)
def test_bad_statement_is_refused_in_one_sentence(more: dict[str, Any], words: str) -> None:
    """With the item's id and the place."""
    given_ = {"source": "s", "would_deny": {"a": 0.9, "b": 0.8}, "cost": COST, **more}
    with pytest.raises(ValueError, match=words) as caught:
        denial("i", **given_)
    assert str(caught.value).startswith("denial i: ")
    assert "\n" not in str(caught.value)


def test_statement_passed_on_is_worth_less_than_one_heard_oneself() -> None:
    """An admission of 10 through a reporter of .5 who would write it anyway with .01:

    (.5 * .05 + .5 * .01) / (.5 * .005 + .5 * .01) = .03 / .0075 = 4.
    """
    item = admission("i", ["s"], would_admit={"true": 0.05, "false": 0.005}, cost=COST, anyway=0.01)
    assert statement_weight(item, "true", "false", reliability=0.5).ratio == pytest.approx(4)
    assert ratio(weighed([item], 0.5, EVEN), "true", "false", EVEN) == pytest.approx(4, rel=1e-9)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"without_belief": 1.0}, "below 1"),
        ({"without_belief": -0.1}, "0 or more"),
        ({"without_belief": 0.5, "anyway": 0.9}, "in two ways"),
        ({"without_belief": 0.5, "would_accuse": {"a": 0.6, "b": -0.01}}, "allowed: at least 0"),
        (
            {"without_belief": 0.5, "would_accuse": {"a": priors.beta(1, 1), "b": 0.1}},
            r"would_accuse\[a\] is none",
        ),
    ],
)
def test_bad_motive_is_refused(more: dict[str, Any], words: str) -> None:
    """A chance, not said in two ways, and with fixed numbers."""
    with pytest.raises(ValueError, match=words):
        accusation("i", "s", **{"would_accuse": {"a": 0.6, "b": 0.1}, "cost": COST, **more})


def test_weight_of_an_item_needs_what_it_rests_on() -> None:
    """Likelihoods, known hypotheses, a reliability where it plays a part."""
    plain = Item.model_validate(
        {"id": "i", "source": "s", "likelihood": {"a": 0.9, "b": 0.1}, "if_unreliable": 0.3}
    )
    with pytest.raises(ValueError, match="give reliability="):
        statement_weight(plain, "a", "b")
    with pytest.raises(ValueError, match=r"allowed: a, b"):
        statement_weight(plain, "a", "c", reliability=0.5)
    with pytest.raises(ValueError, match="reliability is a probability"):
        statement_weight(plain, "a", "b", reliability=1.5)
    search = {"found": False, "chance": {"a": 0.5, "b": 0.1}}
    with pytest.raises(ValueError, match="has no likelihood"):
        statement_weight(
            Item.model_validate({"id": "i", "source": "s", "search": search, "if_unreliable": 0.5}),
            "a",
            "b",
        )
    never = {"a": 0.9, "b": priors.fixed(0, certain=True)}
    with pytest.raises(ValueError, match="cannot appear under b"):
        statement_weight(make(denial, never), "a", "b")
