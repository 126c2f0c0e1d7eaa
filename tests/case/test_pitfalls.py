"""Guards: each pitfall is noted where a case gives ground for it, and not beside it."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from random_cases import random_case
from weighing import weigh

import assess
from assess.case.pitfalls.all import guards, notes_of
from assess.case.pitfalls.catalogue import GUARDS
from assess.case.pitfalls.in_hypotheses import likelihoods_of
from assess.case.selection import Note, select
from assess.cli import main

Data = dict[str, Any]
ROOT = Path(__file__).parents[2]


def item(name: str, likelihood: Any = None, source: str = "s", **more: Any) -> Data:
    """An item on the question `q` that speaks for `A` if nothing else is said."""
    stated = (
        {}
        if {"ratio", "search", "says", "rating"} & set(more)
        else {"likelihood": likelihood or {"A": 0.8, "others": 0.3}}
    )
    return {"id": name, "source": source, "if_unreliable": 0.4, **stated, **more}


def sound(**parts: Any) -> Data:
    """A case that no guard has anything to say about, with some parts replaced."""
    return {
        "format": "assess/1",
        "title": "Who was it?",
        "questions": [question()],
        "sources": [
            {"id": "s", "reliability": {"beta": [8, 2]}},
            {"id": "t", "reliability": {"beta": [6, 4]}},
            {"id": "u", "reliability": {"beta": [6, 4]}},
        ],
        "items": [item("first"), item("second", {"A": 0.2, "others": 0.6}, "t")],
        **parts,
    }  # fmt: skip


def question(priors: tuple[float, ...] = (0.3, 0.5, 0.2), **more: Any) -> Data:
    hypotheses: list[Data] = [
        {"id": h, "prior": p, "text": f"It was {h}"}
        for h, p in zip("ABCDEFGHIJ", priors, strict=False)
    ]
    hypotheses[-1]["catch_all"] = True
    return {"id": "q", "hypotheses": hypotheses, **more}


def quantity(**more: Any) -> Data:
    prior = {"lognormal": {"median": 100, "p95": 400}}
    return {
        "id": "q",
        "kind": "quantity",
        "unit": "men",
        "prior": prior,
        "thresholds": [50, 200],
    } | more


def found(data: Data, as_of: str | None = None) -> list[Note]:
    case = assess.case_from(copy.deepcopy(data))
    return guards(case, select(case, None if as_of is None else dt.date.fromisoformat(as_of)))


def marks(data: Data, as_of: str | None = None) -> list[tuple[str, str]]:
    """Kind and address of every note."""
    return [(n.kind, n.address) for n in found(data, as_of)]


def items(*entries: Data, **parts: Any) -> Data:
    return sound(items=list(entries), **parts)


def test_sound_case_gets_no_note() -> None:
    """What the other tests change has nothing to be noted itself."""
    assert marks(sound()) == []


# --- double counting ------------------------------------------------------------------------------

SEEN = "A red car left the yard shortly before the alarm went off"


@pytest.mark.parametrize(
    "other",
    [SEEN, SEEN.upper() + "!", SEEN.replace("A red", "The red"), SEEN.replace("went off", "went")],
)
def test_same_words_from_another_source_are_noted(other: str) -> None:
    """Equal, or nearly: 'The' for 'A' leaves 10 of 11 different words in both."""
    data = items(item("first", text=SEEN), item("second", source="t", text=other))
    assert marks(data) == [("double_counting", "items[second]")]


@pytest.mark.parametrize(
    ("text", "more"),
    [
        (SEEN, {"repeats": {"item": "first", "chance": 0.1}}),  # stated, however small
        (SEEN, {"given": ["first"]}),
        (SEEN, {"source": "s"}),  # one source: what they share is its reliability
        (SEEN, {"source": ["s", "t"]}),
        (SEEN.replace("red car left", "red car never left"), {}),
        # of 14 different words in the two, 9 are in both: .64
        ("A red car left the yard shortly before the alarm of Tuesday night", {}),
        ("", {}),
    ],
)
def test_other_words_or_stated_dependence_are_not_noted(text: str, more: Data) -> None:
    second = item("second", {"A": 0.7, "others": 0.2}, "t", text=text) | more
    assert marks(items(item("first", text=SEEN), second)) == []


def test_equal_words_with_other_numbers_are_two_things() -> None:
    """Two readings of two gauges are no echo."""
    one, other = (f"The gauge at the bridge read {n} centimetres at noon" for n in (210, 250))
    data = items(item("first", text=one), item("second", source="t", text=other))
    assert marks(data) == []


SHIP = "grey ship left the port at night before dawn rose"


@pytest.mark.parametrize(
    ("one", "other", "noted"),
    [
        ("The guard saw suspect A leave the yard", "The guard saw suspect B leave the yard", False),
        ("A left the yard shortly before noon", "B left the yard shortly before noon", False),
        ("The guard saw suspect A leave the yard", "The guard saw suspect A leave a yard", True),
        ("The guard saw a man leave the yard", "The guard saw the man leave the yard", True),
        ("THE GUARD SAW A MAN LEAVE THE YARD", "The guard saw a man leave the yard", True),
        (f"The U.S. {SHIP}", f"The US {SHIP}", True),
        (f"The guard's {SHIP}", f"The guards {SHIP}", True),
    ],
)
def test_letters_that_stand_alone_are_names(one: str, other: str, noted: bool) -> None:
    """Suspects A and B are two, as 1 and 2 are; the article `a` and what is left of 's are none."""
    data = items(
        item("first", text=one), item("second", {"A": 0.2, "others": 0.6}, "t", text=other)
    )
    assert marks(data) == [("double_counting", "items[second]")] * noted


def test_short_texts_are_the_same_only_word_for_word() -> None:
    """Three equal words say two different things."""
    for other, noted in (("Man bites dog", False), ("dog bites man.", True)):
        data = items(item("first", text="Dog bites man"), item("second", source="t", text=other))
        assert marks(data) == [("double_counting", "items[second]")] * noted


def test_echo_of_an_echo_is_tied_to_the_first() -> None:
    """What repeats a repeat is stated to depend on the original."""
    echo = {"chance": 0.9}
    data = items(
        item("first", text=SEEN),
        item("second", source="t", text=SEEN, repeats={"item": "first", **echo}),
        item("third", source="u", text=SEEN, repeats={"item": "second", **echo}),
        item("against", {"A": 0.1, "others": 0.5}),
    )
    assert marks(data) == []


def test_same_words_on_two_questions_are_not_compared() -> None:
    """A denial of two things is said twice."""
    other = question() | {"id": "r"}
    data = items(
        item("first", text=SEEN, question="q"),
        item("second", source="t", text=SEEN, question="r"),
        questions=[question(), other],
    )
    assert marks(data) == []


def test_of_many_items_equal_texts_are_found() -> None:
    """Beyond 200 items pairs are not compared, but texts that are equal are found."""
    texts = {50: SEEN, 240: SEEN}
    many = [
        item(f"i{k}", {"A": 0.3 + 0.4 * (k % 2), "others": 0.5}, "st"[k == 240],
             text=texts.get(k, f"Observation {k}"))
        for k in range(250)
    ]  # fmt: skip
    assert marks(items(*many)) == [("double_counting", "items[i240]")]


BOOK = "Smith, The long night, 2019"


def test_one_document_behind_two_sources_is_noted() -> None:
    """Once for the document, whatever the page."""
    data = items(
        item("first", citation=f"{BOOK}, p. 17"),
        item("second", {"A": 0.2, "others": 0.6}, "t", citation=f"{BOOK}, pp. 30-31"),
    )
    assert marks(data) == [("double_counting", "items[first].citation")]
    assert "second" in found(data)[0].message


@pytest.mark.parametrize(
    ("citation", "more", "text"),
    [
        (BOOK, {}, f"What {BOOK}, has to say"),  # a case that reads one document
        ("Jones, The short night, 2019", {}, ""),
        (BOOK, {"repeats": {"item": "first", "chance": 0.2}}, ""),
        (BOOK, {"source": ["t", "s"]}, ""),
    ],
)
def test_other_documents_or_stated_ties_are_not_noted(citation: str, more: Data, text: str) -> None:
    second = item("second", {"A": 0.2, "others": 0.6}, "t", citation=citation) | more
    assert marks(items(item("first", citation=BOOK), second, text=text)) == []


def test_statement_cut_into_parts_is_noted() -> None:
    """One source, one day, the same likelihoods."""
    day = {"date": "2024-05-01"}
    data = items(item("first", **day), item("second", **day))
    assert marks(data) == [("double_counting", "items[first]")]


@pytest.mark.parametrize(
    "more",
    [
        {"date": "2024-05-02"},
        {"date": None},
        {"likelihood": {"A": 0.8, "others": 0.31}},
        {"source": "t"},
        {"repeats": {"item": "first", "chance": 0.3}},
    ],
)
def test_other_day_number_or_source_is_another_statement(more: Data) -> None:
    second = {k: v for k, v in (item("second", date="2024-05-01") | more).items() if v is not None}
    assert marks(items(item("first", date="2024-05-01"), second)) == []


@pytest.mark.parametrize(
    ("because", "noted"),
    [
        ("With what `first` says it is likelier than not.", True),
        ("The item `first` is left out of this number.", False),
        ("In the first year and in the second it was so.", False),  # words, and ids too
        ("In first-rate cases it is so.", False),
        ("Three of ten such cases.", False),
    ],
)
def test_prior_that_has_seen_an_item_is_noted(because: str, noted: bool) -> None:
    """By its whole id in backticks, unless the sentence says that it is left out."""
    q = question()
    q["hypotheses"][0]["because"] = because
    place = "questions[q].hypotheses[A].because"
    assert marks(sound(questions=[q])) == [("double_counting", place)] * noted


def test_item_whose_id_is_a_word_is_not_taken_for_mentioned() -> None:
    """An item called `the` is in every reason, `witness` in many; `e1` and `red_car` are not."""
    for name, noted in (("the", False), ("witness", False), ("e1", True), ("red_car", True)):
        q = question(because=f"So it was in {name} like cases.")
        data = sound(questions=[q], items=[item(name)])
        assert marks(data) == [("double_counting", "questions[q].because")] * noted


# --- what is left out, base rates -----------------------------------------------------------------


def closed(exhaustive: str, *names: str, text: str = "") -> Data:
    hypotheses = [
        {"id": n, "prior": 1 / len(names), "because": "A count.", "text": text} for n in names
    ]
    q = {"id": "q", "exhaustive": exhaustive, "hypotheses": hypotheses}
    return items(
        item("first", {names[0]: 0.8, "others": 0.3}),
        item("second", {names[0]: 0.2, "others": 0.6}, "t"),
        questions=[q],
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (closed("trust me", "A", "B"), "trust me"),
        (closed("only these three had a key", "A", "B", "C"), "only these three had a key"),
        (closed("one of the two had to", "A", "B"), "one of the two had to"),
        # a negation in the reason does not make of B what A is not
        (closed("nobody else had a key", "A", "B"), "nobody else had a key"),
    ],
)
def test_missing_catch_all_is_noted_with_its_reason(data: Data, reason: str) -> None:
    assert marks(data) == [("no_catch_all", "questions[q].exhaustive")]
    assert reason in found(data)[0].message


@pytest.mark.parametrize(
    "data",
    [
        closed("one of two answers", "A", "not_A"),
        closed("one of two answers", "A", "B", text="It was nobody else"),
        sound(questions=[question(exhaustive="no")]),  # it has a catch-all all the same
    ],
)
def test_hypotheses_that_negate_each_other_need_no_catch_all(data: Data) -> None:
    assert marks(data) == []


@pytest.mark.parametrize(
    ("q", "noted"),
    [
        (question((0.25,) * 4), True),
        (question((0.25,) * 4, because="Each of four like cases."), False),
        (question((0.3, 0.6, 0.1)), True),
        (question((0.3, 0.6, 0.1), because="Six of ten."), False),
        (question((0.3, 0.5, 0.2)), False),
        (question((0.495, 0.5, 0.005)), True),
        (question((0.49, 0.5, 0.01)), False),
        # of two hypotheses one is nearly always above .5
        (question((0.4, 0.6)), False),
        (question((0.3, 0.7)), False),
        (question((0.29, 0.71)), True),
    ],
)
def test_equal_or_bold_priors_without_a_reason_are_noted(q: Data, noted: bool) -> None:
    """Above .5 (.7 of two hypotheses) or below .01, the ends excluded."""
    assert marks(sound(questions=[q])) == [("base_rate_neglect", "questions[q]")] * noted


def test_reason_of_the_bold_hypothesis_itself_is_enough() -> None:
    q = question((0.3, 0.6, 0.1))
    q["hypotheses"][1]["because"] = "Six of ten."
    assert marks(sound(questions=[q])) == []
    q["hypotheses"][0]["because"] = q["hypotheses"][1].pop("because")
    assert marks(sound(questions=[q])) == [("base_rate_neglect", "questions[q]")]


def test_rows_of_a_linked_question_are_looked_at_one_by_one() -> None:
    """The row without a reason is named."""
    linked: Data = {"id": "r", "given": ["q"], "hypotheses": [{"id": "X"}, {"id": "Y"}]}
    linked["hypotheses"][1]["catch_all"] = True
    linked["table"] = [
        {"when": {"q": h}, "prior": {"X": 0.9, "Y": 0.1}, "because": "A count." * (h != "B")}
        for h in "ABC"
    ]
    data = sound(questions=[question(), linked])
    for entry in data["items"]:
        entry["question"] = "q"
    assert marks(data) == [("base_rate_neglect", "questions[r].table[row 2]")]


def test_weights_are_priors_too() -> None:
    """9 : 1 : 0.05 is above .5 and below .01; no digits of a share are held against anybody."""
    q = question()
    for h in q["hypotheses"]:
        del h["prior"]
    data = sound(questions=[q | {"weights": {"A": 9, "B": 1, "C": 0.05}}])
    (note,) = found(data)
    assert (note.kind, note.address) == ("base_rate_neglect", "questions[q]")
    assert "A 0.896, C 0.00498" in note.message  # 9 / 10.05, .05 / 10.05
    data = sound(questions=[q | {"weights": {"A": 3141, "B": 4859, "C": 2000}}])
    assert marks(data) == []


# --- hindsight, grade F ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "words", "noted"),
    [
        ("because", "As the files opened in 2031 show.", True),
        ("because", "As 2024-07-01 showed.", True),
        ("because", "As 2024-06-20 showed.", False),
        ("because", "As 2023 and 2024 showed.", False),
        ("because", "They mean to finish by 2031.", False),
        ("because", "With 2050 shells, 2,050 men and $2031.", False),
        ("because", "The Budget plan 2030 was public.", False),
        ("because", "By the Agenda 2030 and the vision 2035 of the ministry.", False),
        ("because", "The Haushaltsplan 2030 and the 2030 Agenda were public.", False),
        ("because", "They wanted it before the 2026 elections.", False),
        ("because", "Better than the 2031 report has it.", True),
        ("because", "As in 2031 the model showed.", True),
        ("citation", "Report of 2031", True),
        ("citation", "Ministry, Model 2030", False),
        ("citation", "Report of 2024", False),
    ],
)
def test_what_came_later_is_noted(field: str, words: str, noted: bool) -> None:
    data = sound()
    data["items"][0] |= {field: words, "date": "2024-01-01"}
    data["items"][1]["date"] = "2024-01-02"
    place = f"items[first].{field}"
    assert marks(data, "2024-06-20") == [("hindsight", place)] * noted
    assert marks(data) == []  # no day, nothing later


@pytest.mark.parametrize(
    ("reliability", "because", "noted"),
    [
        ({"admiralty": "F", "as": 0.5}, "", True),
        ({"admiralty": "F", "as": 0.5}, "It cannot be judged.", True),
        ({"admiralty": "F", "as": {"beta": [3, 3]}}, "", True),
        ({"admiralty": "F", "as": {"beta": [1, 1]}}, "Every reliability alike.", False),
        ({"admiralty": "F", "as": {"between": [0.1, 0.893]}}, "Every one alike.", False),
        ({"admiralty": "F", "as": 0.504}, "It cannot be judged.", True),  # within .005
        ({"admiralty": "F", "as": {"beta": [51, 50]}}, "", True),  # .50495
        ({"admiralty": "F", "as": 0.506}, "", False),
        ({"admiralty": "F", "as": {"track": {"right": 12, "wrong": 5}}}, "", False),
        ({"admiralty": "F", "as": {"beta": [2, 3]}}, "", False),
        ({"admiralty": "F", "exclude": True}, "", False),
        ({"beta": [3, 3]}, "", False),
    ],
)
def test_grade_f_as_one_half_is_noted(reliability: Data, because: str, noted: bool) -> None:
    data = sound()
    data["sources"][0] |= {"reliability": reliability, "because": because}
    assert marks(data) == [("grade_f_as_half", "sources[s].reliability")] * noted


@pytest.mark.parametrize(
    ("more", "noted"),
    [
        ({}, True),  # two items rest on the half: the number that enters is the same .5
        ({"repeats": {"item": "first", "chance": 0.5}}, False),  # one, and its echo
        ({"repeats": {"item": "other", "chance": 0.5}}, True),  # an echo of somebody else's
        ({"source": ["s", "t"]}, True),  # it came through the same source
        ({"source": "t"}, False),
    ],
)
def test_reason_lets_grade_f_as_a_range_around_one_half_pass_for_one_item_only(
    more: Data, noted: bool
) -> None:
    """Whatever the reason: of more items than one much rests on the choice."""
    data = items(
        item("other", {"A": 0.2, "others": 0.6}, "u"),
        item("first"),
        item("second", {"A": 0.7, "others": 0.3}) | more,
    )
    data["sources"][0] |= {
        "reliability": {"admiralty": "F", "as": {"beta": [1, 1]}},
        "because": "Every reliability alike, as nothing is known.",
    }
    assert marks(data) == [("grade_f_as_half", "sources[s].reliability")] * noted


# --- what speaks for what -------------------------------------------------------------------------


def three(*last: Data) -> Data:
    return items(item("first"), item("second", source="t"), *last)


@pytest.mark.parametrize(
    "last",
    [
        item("third", {"A": 0.5, "B": 0.4, "C": 0.1}),
        item("third", ratio={"for": "A", "value": 3}),
        item("third", search={"found": True, "chance": {"A": 0.5, "others": 0.1}}),
    ],
)
def test_items_that_all_speak_for_one_hypothesis_are_noted(last: Data) -> None:
    (note,) = found(three(last))
    assert (note.kind, note.address) == ("only_incriminating", "questions[q]")
    assert "speak for A" in note.message
    assert "whether anybody looked" in note.advice


@pytest.mark.parametrize(
    "last",
    [
        (),  # two are too few
        (item("third", {"A": 0.5, "B": 0.6, "C": 0.1}),),
        (item("third", ratio={"for": "A", "value": 0.5}),),
        (item("third", {"A": 0.5, "others": 0.5}),),  # says nothing: the third is missing
        (
            item("third"),
            item("fourth", search={"found": False, "chance": {"A": 0.1, "others": 0.5}}),
        ),
        (
            item("third"),
            item("fourth", search={"found": False, "chance": {"A": 0.3, "others": 0.3}}),
        ),
    ],
)
def test_one_item_against_or_a_search_in_vain_is_enough(last: tuple[Data, ...]) -> None:
    """A search that found nothing shows that somebody looked, even if it tells nothing."""
    assert marks(three(*last)) == []


def test_claims_of_a_quantity_speak_for_the_band_they_fit_best() -> None:
    """At least 300 speaks for 200 and more, at most 10 for below 50, about 100 for between."""
    for says, best in (
        ({"at_least": 300, "spread": 0.1}, 2),
        ({"at_most": 10, "spread": 0.1}, 0),
        ({"about": 100, "spread": 0.1}, 1),
    ):
        case = assess.case_from(items(item("first", says=says), questions=[quantity()]))
        assert np.argmax(likelihoods_of(case.items[0], case.questions[0])) == best
    low = {"says": {"at_most": 10, "spread": 0.1}}
    data = items(*(item(f"i{k}", source="stu"[k], **low) for k in range(3)), questions=[quantity()])
    assert marks(data) == [("only_incriminating", "questions[q]")]


EITHER = ({"A": 0.8, "B": 0.1, "C": 0.8}, {"A": 0.1, "B": 0.7, "C": 0.695})


def test_catch_all_that_is_never_beaten_is_noted() -> None:
    """C is as likely as A to leave what A leaves, and as B (within a hundredth) what B leaves."""
    data = items(item("a", EITHER[0]), item("b", EITHER[1], "t"), item("c", EITHER[0], "u"))
    (note,) = found(data)
    assert (note.kind, note.address) == ("unfalsifiable", "questions[q].hypotheses[C]")
    assert "is the catch-all, and is beaten on none of 3 items" in note.message
    assert "expected to see" in note.advice
    assert marks(items(*(item(k, EITHER[0], s) for k, s in (("a", "s"), ("b", "t"))))) == []


def test_hypothesis_that_fits_best_as_the_true_one_does_is_not_noted() -> None:
    """A is never beaten, and is no catch-all: so it is with a true hypothesis."""
    fits = ({"A": 0.8, "B": 0.1, "C": 0.7}, {"A": 0.7, "B": 0.7, "C": 0.1})
    data = items(item("a", fits[0]), item("b", fits[1], "t"), item("c", fits[0], "u"))
    assert marks(data) == []


def test_true_hypothesis_of_a_correct_model_is_hardly_ever_called_unfalsifiable() -> None:
    """Of 400 cases of four items that were drawn from the model itself."""
    rng, noted = np.random.default_rng(7), 0
    for _ in range(400):
        drawn = []
        for k in range(4):
            chances = rng.choice([0.1, 0.3, 0.5, 0.7, 0.9], size=3)
            # A is true, and what is seen is what came of its chance
            seen = chances if rng.random() < chances[0] else 1.0 - chances
            drawn.append(
                item(f"i{k}", dict(zip("ABC", map(float, seen), strict=True)), "stu"[k % 3])
            )
        notes = marks(items(*drawn))
        noted += ("unfalsifiable", "questions[q].hypotheses[A]") in notes
    assert noted == 0


@pytest.mark.parametrize("last", [{"A": 0.1, "B": 0.7, "C": 0.69}, {"A": 0.8, "B": 0.1, "C": 0.5}])
def test_one_item_that_it_fits_less_well_is_enough(last: Data) -> None:
    """.690 is below .99 x .7 = .693."""
    data = items(item("a", EITHER[0]), item("b", EITHER[1], "t"), item("c", last, "u"))
    assert marks(data) == []


@pytest.mark.parametrize(
    ("value", "count", "noted"),
    [(1.0, 3, True), (0.996, 3, True), (0.99, 3, False), (1.0, 2, False)],
)
def test_hypothesis_that_makes_all_sure_is_noted(value: float, count: int, noted: bool) -> None:
    """Of three items or more; .99 leaves room."""
    sure = {"value": value, "certain": True} if value == 1.0 else value
    # B fits as well, so that the items do not all speak for one
    likelihood = {"A": sure, "B": sure if value < 0.995 else 0.995, "C": 0.3}
    data = items(*(item(f"i{k}", likelihood, "stu"[k]) for k in range(count)))
    assert marks(data) == [("unfalsifiable", "questions[q].hypotheses[A]")] * noted


def test_items_that_tell_nothing_make_no_hypothesis_unfalsifiable() -> None:
    even = {"A": 0.5, "B": 0.5, "C": 0.5}
    assert marks(items(*(item(f"i{k}", even, "stu"[k]) for k in range(3)))) == []


# --- bounds, opinions -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "noted"),
    [
        ("Up to 300 men", "about", True),
        ("as many as three hundred men", "about", True),
        ("bis zu 300 Mann", "about", True),
        ("at least 300 men", "about", True),
        ("mindestens 300 Mann", "about", True),
        ("up to 300 men", "at_most", False),
        ("at least 300 men", "at_least", False),
        ("some 300 men came up to the border", "about", False),
        ("about 300 men, up to now", "about", False),
    ],
)
def test_bound_that_is_stated_as_a_point_is_noted(text: str, kind: str, noted: bool) -> None:
    data = items(item("first", text=text, says={kind: 300, "spread": 0.2}), questions=[quantity()])
    assert marks(data) == [("bound_as_point", "items[first].says")] * noted


@pytest.mark.parametrize(
    ("more", "noted"),
    [
        ({"text": "The colonel believes that it was A"}, True),
        ({"text": "In the view of the service it was A"}, True),
        ({"text": "Der Oberst glaubt, dass es A war"}, True),
        ({"tags": ["Expert"]}, True),
        ({"tags": ["opinion"], "because": "Such people are mostly right."}, True),
        ({"tags": ["opinion"], "because": "He had access to the files himself."}, False),
        ({"text": "The colonel saw A. It is beyond belief."}, False),
        ({"tags": ["government"]}, False),
        ({"text": "The ministry considers three sites"}, False),
        ({"text": "The guard suspects nothing"}, False),
        ({"text": "The guard believes nothing of the kind"}, False),
        ({"text": "General A assumes command of the division"}, False),
        ({"text": "The ministry considers it likely that it was A"}, True),
        ({"text": "The guard suspects that it was A"}, True),
        ({"text": "Die Wache vermutet nichts"}, False),
        ({"tags": ["opinion"], "because": "It is his own."}, True),
        ({"tags": ["opinion"], "because": "He has it from his own observation."}, False),
    ],
)
def test_opinion_as_an_observation_is_noted(more: Data, noted: bool) -> None:
    data = items(item("first", **more))
    assert marks(data) == [("opinion_as_observation", "items[first]")] * noted


def test_opinion_on_an_assumption_or_tied_to_other_items_is_not_noted() -> None:
    view = {"text": "The colonel believes that it is genuine"}
    on_assumption = item("first", {"holds": 0.6, "fails": 0.2}, question="genuine", **view)
    data = items(on_assumption, assumptions=[{"id": "genuine", "holds": 0.7}])
    assert marks(data) == []
    for tie in ({"given": ["first"]}, {"repeats": {"item": "first", "chance": 0.5}}):
        assert marks(items(item("first"), item("second", **view, **tie))) == []


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "noted"),
    [
        (0.7345, True),
        ({"between": [0.1234, 0.5]}, True),
        ({"triangular": [0.1, 0.2345, 0.5]}, True),
        (0.734, False),
        (0.9985, False),  # .0015 are left
        (0.3333, False),
        (0.1667, False),
        (4 / 23, False),  # computed, as its digits show
        ({"beta": [8.125, 2]}, False),
    ],
)
def test_numbers_that_no_judgement_has_are_noted(value: Any, noted: bool) -> None:
    data = items(item("first", {"A": value, "others": 0.3}))
    assert marks(data) == [("false_precision", "likelihood[first, A]")] * noted


def test_many_fine_numbers_make_one_note() -> None:
    """The first, five more by name, and how many are left."""
    data = items(*(item(f"i{k}", {"A": 0.7345, "others": 0.3 + k / 100}) for k in range(9)))
    data["items"].append(item("against", {"A": 0.1, "others": 0.2}))
    (note,) = found(data)
    assert note.address == "likelihood[i0, A]"
    assert "likelihood[i5, A] and 3 more" in note.message


@pytest.mark.parametrize(
    ("count", "reliability", "noted"),
    [(3, 0.8, True), (2, 0.8, False), (3, {"beta": [8, 2]}, False)],
)
def test_case_without_any_range_is_noted(count: int, reliability: Any, noted: bool) -> None:
    entries = [item(f"i{k}", {"A": 0.3 + k / 5, "others": 0.5}) for k in range(count)]
    data = items(*entries, sources=[{"id": "s", "reliability": reliability}])
    assert marks(data) == [("false_precision", "case")] * noted


@pytest.mark.parametrize(
    ("value", "noted"),
    [
        (0.0009, True),
        (0.9995, True),
        ({"triangular": [0.0001, 0.0005, 0.002]}, True),  # mean .00087
        (0.001, False),
        (0.999, False),
        ({"value": 1.0, "certain": True}, False),
        ({"triangular": [0.0001, 0.001, 0.004]}, False),  # mean .0017
    ],
)
def test_near_certainty_is_noted(value: Any, noted: bool) -> None:
    """Of a reliability and of an assumption."""
    data = sound()
    data["sources"][0]["reliability"] = value
    assert marks(data) == [("near_certainty", "reliability[s]")] * noted
    data = sound(assumptions=[{"id": "genuine", "holds": value}])
    data["items"][0]["requires"] = ["genuine"]
    assert marks(data) == [("near_certainty", "holds[genuine]")] * noted


def test_near_certain_prior_is_noted() -> None:
    data = sound(questions=[question((0.4995, 0.5, 0.0005), because="One of two thousand.")])
    assert [m for m in marks(data) if m[0] == "near_certainty"] == [("near_certainty", "prior[C]")]


@pytest.mark.parametrize(
    ("stated", "place"),
    [
        # rare under every hypothesis: only the ratio counts, here 3
        ({"likelihood": {"A": 0.0009, "others": 0.0003}}, ""),
        ({"likelihood": {"A": 0.9995, "others": 0.3}}, ""),
        ({"likelihood": {"A": 0.9, "B": 0.0009, "C": 0.5}}, ""),  # .9 / .0009 = 1,000
        ({"likelihood": {"A": 0.91, "B": 0.0009, "C": 0.5}}, "likelihood[first, B]"),
        ({"likelihood": {"A": 0.9, "B": {"value": 0, "certain": True}, "C": 0.5}}, ""),
        ({"if_unreliable": {"A": 0.9, "others": 0.0005}}, "if_unreliable[first, others]"),
        ({"if_unreliable": 0.0005}, ""),
        (
            {"search": {"found": True, "chance": {"A": 0.9, "others": 0.0005}}},
            "chance[first, others]",
        ),
        # in vain: what counts is .1 / .9995, and .0005 / .9
        ({"search": {"found": False, "chance": {"A": 0.9, "others": 0.0005}}}, ""),
        ({"search": {"found": False, "chance": {"A": 0.9995, "others": 0.1}}}, "chance[first, A]"),
    ],
)
def test_item_of_an_extreme_ratio_is_noted(stated: Data, place: str) -> None:
    """More than 1,000 times as probable under one hypothesis as under another."""
    data = items(item("first", **stated) if "search" in stated else item("first") | stated)
    assert marks(data) == [("near_certainty", place)] * bool(place)
    for note in found(data):
        assert "times as probable under" in note.message


def test_extreme_ratio_is_said_in_numbers() -> None:
    """.9 / .0005 = 1,800."""
    data = items(item("first", {"A": 0.9, "B": 0.0005, "C": 0.5}))
    assert "1,800 times as probable under A as under B" in found(data)[0].message


# --- what is made of them -------------------------------------------------------------------------


def full_of_pitfalls() -> Data:
    """Several pitfalls in one case."""
    return items(
        item("first", text=SEEN, date="2024-05-01"),
        item("second", {"A": 0.7345, "others": 0.0005}, "t", text=SEEN),
        item("third", source="u", tags=["opinion"]),
        questions=[question((0.3, 0.6, 0.1))],
    )


def test_every_guard_has_its_words_and_a_test_case() -> None:
    """A stable kind, a condition, a reason and an advice in a sentence; two never the same."""
    assert {g.kind for g in GUARDS} == {
        "double_counting", "no_catch_all", "base_rate_neglect", "hindsight", "grade_f_as_half",
        "only_incriminating", "bound_as_point", "opinion_as_observation", "unfalsifiable",
        "false_precision", "near_certainty",
    }  # fmt: skip
    for g in GUARDS:
        assert g.reason, g
        assert g.reason[-1] != "."
        assert g.advice.endswith(".")
        assert ". " not in g.advice
        assert g.advice[0].isupper()
    assert len({g.reason for g in GUARDS}) == len({g.when for g in GUARDS}) == len(GUARDS)


def test_notes_are_in_the_result_the_summary_and_the_json() -> None:
    """With address, reason, kind and advice; what is no pitfall has no kind."""
    data = full_of_pitfalls()
    result = weigh(assess.case_from(data))
    told = [w for w in json.loads(assess.to_json(result))["warnings"] if "kind" in w]
    assert told == [n.as_dict() for n in found(data)]
    assert {w["kind"] for w in told} == {
        "double_counting", "base_rate_neglect", "only_incriminating", "opinion_as_observation",
        "false_precision", "near_certainty",
    }  # fmt: skip
    summary = assess.summary(result)
    for w in told:
        assert f"{w['address']}: {w['message']}. {w['advice']}" in summary.warnings
    assert str(found(data)[0]) in str(summary)


def test_check_shows_the_notes_and_is_content(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 0: a note is no problem."""
    path = tmp_path / "case.json"
    path.write_text(json.dumps(full_of_pitfalls()))
    notes = notes_of(assess.load_case(path))
    assert main(["check", str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "a valid case" in lines[0]
    assert lines[1:] == ["Note:", *(f"  {n}" for n in notes)]
    assert main(["check", str(path), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == {"problems": [], "warnings": [n.as_dict() for n in notes]}


def test_notes_change_no_credence(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same numbers with and without them, of cases with every feature."""
    for seed in range(20):
        case = assess.case_from(random_case(seed)[0])
        with_notes = weigh(case)
        with monkeypatch.context() as patch:
            patch.setattr("assess.result.tree.guards", lambda *_: [])
            without = weigh(case)
        one, other = (result["exact"].to_dataset() for result in (with_notes, without))
        xr.testing.assert_allclose(one, other, rtol=1e-12)


@pytest.mark.parametrize("seed", range(40))
def test_any_case_can_be_looked_at(seed: int) -> None:
    """No two notes on one pitfall and address, none of an unknown kind, all in one sentence."""
    case = assess.case_from(random_case(seed)[0])
    notes = guards(case, select(case))
    assert len({(n.kind, n.address) for n in notes}) == len(notes)
    kinds = [g.kind for g in GUARDS]
    order = [kinds.index(n.kind) for n in notes]
    assert order == sorted(order)
    for note in notes:
        assert note.advice
        assert "\n" not in str(note)
        assert len(note.message) < 1000


def test_long_lists_are_folded() -> None:
    """Of nine echoes five are named one by one, and the rest in one note."""
    texts = [f"{SEEN} {'xy' * k}" for k in range(9)]
    sources = [{"id": f"s{k}", "reliability": {"beta": [6, 4]}} for k in range(9)]
    entries = [item(f"i{k}", source=f"s{k}", text=t) for k, t in enumerate(texts)]
    entries.append(item("against", {"A": 0.1, "others": 0.2}, "s0"))
    notes = found(items(*entries, sources=sources))
    assert [n.address for n in notes] == [f"items[i{k}]" for k in range(1, 7)]
    assert "and 3 more" in notes[-1].message
    assert "items[i8]" in notes[-1].message


def test_items_left_out_are_not_looked_at() -> None:
    """As of a day before the second, the first has no echo."""
    data = items(
        item("first", text=SEEN, date="2024-01-01"),
        item("second", source="t", text=SEEN, date="2024-03-01"),
    )
    assert marks(data, "2024-02-01") == []
    assert marks(data, "2024-03-01") == [("double_counting", "items[second]")]


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("examples/dprk_arms/case.yaml", []),
        ("examples/dprk_missiles/case.yaml", []),
        ("examples/dprk_missiles/case_conditional.yaml", ["false_precision"]),
        ("examples/dprk_shells/case.yaml", []),
        ("examples/dprk_shells/model.yaml", []),
        ("docs/painting.yaml", []),
    ],
)
def test_shipped_cases_get_the_notes_they_deserve(path: str, kinds: list[str]) -> None:
    """None, but that the conditional version of the missiles has no ranges."""
    case = assess.load_case(ROOT / path)
    assert [n.kind for n in guards(case, select(case))] == kinds
