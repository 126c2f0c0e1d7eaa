"""The interview: the order of its questions, what an answer does, going back and skipping."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from interviews import FORECAST, PRIORS, RADIO, START, Scripted, talk

import assess
from assess.interview import answers, readers
from assess.interview.draft import answers_text
from assess.interview.record import Ask
from assess.interview.session import Session, Stop, run_file
from assess.interview.writing import case_of_record, case_text
from assess.io.yaml import parse_yaml


def test_scripted_interview_writes_a_case_whose_credence_is_that_of_the_arithmetic() -> None:
    """.3 of rain; reliability .8; seen with .8 .9 + .2 .5 under rain and .8 .2 + .2 .5 if dry."""
    listener, record = talk(*START, *PRIORS, *RADIO, *FORECAST, "")
    rain, dry = 0.3 * (0.8 * 0.9 + 0.2 * 0.5), 0.7 * (0.8 * 0.2 + 0.2 * 0.5)
    result = assess.weigh(case_of_record(record), draws=0)
    found = float(result["exact"]["credence"].sel(hypothesis="rain"))
    assert found == pytest.approx(rain / (rain + dry), abs=1e-12)
    # 0.246 / (0.246 + 0.182) = 0.5748; 10 log10(0.82 / 0.26) = 4.99
    assert math.isclose(10 * math.log10(0.82 / 0.26), 4.99, abs_tol=0.005)
    (after,) = [t for t in listener.told if t.startswith("After forecast")]
    assert after.splitlines() == [
        "After forecast:",
        "  rain    .30 to .57    +5.0 dB",
        "  dry     .70 to .43    −5.0 dB",
    ]
    assert "  rain  .57\n  dry   .43" in listener.told[-1]


def test_order_is_hypotheses_then_priors_then_sources_then_items() -> None:
    """What is believed before any item is asked before any item is named."""
    listener, _ = talk(*START, *PRIORS, *RADIO, *FORECAST, "")
    keys = listener.asked
    order = [
        "title", "as_of", "question", "hypothesis[1]", "exclusive", "catch_all", "priors",
        "prior[rain]", "prior[dry]", "source[1]", "reliability[radio]", "assumption[1]", "item[1]",
        "source[forecast]", "likelihood[forecast, rain]", "likelihood[forecast, dry]",
        "if_unreliable[forecast]", "because[forecast]", "item[2]",
    ]  # fmt: skip
    assert [k for k in keys if k in order] == order


def test_likelihoods_are_asked_as_what_is_seen_if_a_hypothesis_were_true() -> None:
    """Never the other way round, and that is said once."""
    session = Session()
    listener = Scripted(*START, *PRIORS, *RADIO, *FORECAST, "")
    session.run(listener)
    asked = session.questions["likelihood[forecast, rain]"]
    assert asked == (
        "If rain (it rains) were true, and radio knows how it is, how likely would it be that we "
        "see this?"
    )
    assert "did not know how it is" in session.questions["if_unreliable[forecast]"]
    assert sum("never how likely a hypothesis is" in t for t in listener.told) == 1


# --- mistakes -------------------------------------------------------------------------------------


def test_a_mistake_is_told_in_one_sentence_and_asked_again() -> None:
    """And the answer that follows counts."""
    listener, record = talk(*START, "", "70", "0", "likeli", ".3", "", ".7", "", "", "", "")
    assert [t for t in listener.told if "help)" in t] == [
        "70 is above 1, and a probability is not; is it 70%? (? for help)",
        "Exactly 0 could never be undone by evidence: how about .001? (? for help)",
        (
            f"'likeli' is not understood as a probability: {answers.WAYS}; did you mean 'likely' "
            "(of icd203)? (? for help)"
        ),
    ]
    assert listener.asked.count("prior[rain]") == 4
    assert record.states == ["rain", "dry"]


# --- back, skip, help -----------------------------------------------------------------------------


def test_back_takes_back_the_last_answer_and_only_that() -> None:
    """Twice back is two answers."""
    listener, record = talk(
        *START, "", ".4", "wrong", "back", "back", ".3", "right", ".7", "", "", "", ""
    )
    assert record.hypotheses[0]["prior"] == 0.3
    assert record.hypotheses[0]["because"] == "right"
    assert listener.asked.count("prior[rain]") == 2


def test_back_over_a_name_forgets_what_was_asked_about_it() -> None:
    """A hypothesis that was renamed leaves nothing behind."""
    session = Session()
    listener = Scripted(
        *START[:3], "wet", "back", "rain", *START[4:], *PRIORS, "", "", ""
    )  # fmt: skip
    record = session.run(listener)
    assert record.states == ["rain", "dry"]
    assert not [k for k in session.answers if "wet" in k]


def test_back_at_the_first_question_says_so() -> None:
    """And asks it."""
    listener, _ = talk("back", *START, *PRIORS, "", "", "")
    assert listener.told[0] == "This is the first question."


def test_question_mark_helps_and_asks_again() -> None:
    """The ways to answer, and how to leave."""
    listener, _ = talk(*START, "", "?", *PRIORS[1:], "", "", "")
    (told,) = [t for t in listener.told if "'quit' keeps what there is" in t]
    assert "3 of 40" in told
    assert "'skip' leaves it to the end" in told


def test_skipped_number_is_asked_again_at_the_end_and_the_item_waits() -> None:
    """Its credences are shown once it is complete."""
    forecast = ("forecast = x y", "", "radio", "skip", ".2", ".5", "", "")
    listener, record = talk(*START, *PRIORS, *RADIO, *forecast, "", ".9")
    assert listener.asked[-1] == "again likelihood[forecast, rain]"
    assert any("forecast is not weighed yet" in t for t in listener.told)
    assert record.items[0]["likelihood"] == {"rain": 0.9, "dry": 0.2}
    assert "TODO" not in case_text(record)


def test_item_skipped_twice_is_left_out_with_a_todo() -> None:
    """The case stays valid, and the file says what is missing."""
    forecast = ("forecast = x y", "", "radio", "skip", ".2", "skip", "", "")
    listener, record = talk(*START, *PRIORS, *RADIO, *forecast, "", "skip")
    assert listener.asked[-1] == "again likelihood[forecast, rain]"  # and no more of the item
    text = case_text(record)
    assert "TODO: left out, its numbers are missing: forecast: x y" in text
    assert case_of_record(record).items == ()


def test_item_that_another_may_repeat_cannot_be_left_out() -> None:
    """Its number is asked for until there is one."""
    first = ("first = x y", "", "radio", "skip", ".2", ".5", "", "")
    second = ("second = z", "", "radio", "first", ".5", ".9", ".2", ".5", "", "")
    listener, record = talk(*START, *PRIORS, *RADIO, *first, *second, "", "skip", ".9")
    assert any("cannot be skipped" in t for t in listener.told)
    assert len(case_of_record(record).items) == 2


def test_skipped_priors_are_settled_at_the_end() -> None:
    """Until then there are no credences, and the interview goes on."""
    listener, record = talk(*START, "", "skip", ".7", "", *RADIO, *FORECAST, "", ".3")
    assert listener.asked[-1] == "again prior[rain]"
    assert record.hypotheses[0]["prior"] == 0.3
    listener, record = talk(*START, "skip", "", "", "", "3:1")
    assert record.question["weights"] == {"rain": 3.0, "dry": 1.0}


@pytest.mark.parametrize("word", ["no", "none", ""])
def test_no_means_no_and_names_nothing(word: str) -> None:
    """Nobody's assumption is called 'no'."""
    _, record = talk(*START, *PRIORS, word, word, word)
    assert record.sources == record.assumptions == record.items == []


# --- what makes one look again --------------------------------------------------------------------


def test_extreme_answers_and_telling_patterns_are_remarked_on() -> None:
    """Beyond a hundred to one; equal under all; a row that looks like credences."""
    odd = ("one = x y", "", "radio", ".995", ".2", ".5", "", "")
    same = ("two = x y", "", "radio", "", ".4", ".4", ".5", "", "")
    shares = ("three = x y", "", "radio", "", ".9", ".1", ".5", "", "")  # by chance, with two
    listener, _ = talk(*START, *PRIORS, *RADIO, *odd, *same, *shares, "")
    told = "\n".join(listener.told)
    assert told.count("That is more than a hundred to one for: would you bet at such odds?") == 1
    assert told.count("It is as likely under each hypothesis, and so tells them not apart.") == 1
    assert told.count("The likelihoods sum to 1, which they need not") == 0
    start = (*START[:5], "snow", "", "", "no", "nothing else")
    three = ("three = x y", "", "radio", ".7", ".2", ".1", ".5", "", "")
    listener, _ = talk(*start, "equal", "", *RADIO, *three, "")
    assert "\n".join(listener.told).count("The likelihoods sum to 1, which they need not") == 1


def test_hypotheses_that_can_be_true_together_are_not_accepted() -> None:
    """Credences are shares."""
    listener, _ = talk(*START[:6], "yes", "no", *START[7:], *PRIORS, "", "", "")
    assert any("exclude each other" in t for t in listener.told)


def test_one_hypothesis_alone_needs_the_catch_all() -> None:
    """And gets it by default."""
    listener, record = talk("Rain?", "", "", "rain", "", "no", "", "equal", "", "", "", "")
    assert any("leaves nothing to weigh" in t for t in listener.told)
    assert record.states == ["rain", "other"]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (".5-80%", "'.5-80%' can mean two things: write .5%-80%, or .5-.80"),
        (".01-5%", "'.01-5%' can mean two things"),
        ("5 in 4", "5 in 4 is above 1, and a probability is not"),
        ("125%", "125% is above 1, and a probability is not"),
        ("50-150%", "150% is above 1, and a probability is not"),
        ("70", "70 is above 1, and a probability is not; is it 70%?"),
        ("0.5 times less likely", "0.5 times less likely can mean two things: say '2 times less"),
    ],
)
def test_answer_with_two_meanings_or_none_is_refused(said: str, message: str) -> None:
    """And no percentage is proposed that nobody can have meant."""
    with pytest.raises(answers.AnswerError) as caught:
        answers.likelihood(said, "a", ["a", "b"])
    assert str(caught.value).startswith(message.replace("0.5 times", ".50 times"))
    assert "1.25%" not in str(caught.value)


@pytest.mark.parametrize(
    ("said", "ends"), [("1-5%", [0.01, 0.05]), (".5-2%", [0.005, 0.02]), ("50-80%", [0.5, 0.8])]
)
def test_percent_on_the_upper_end_holds_for_both_where_nothing_else_can_be(
    said: str, ends: list[float]
) -> None:
    """1 to .05 and .5 to .02 would be no ranges."""
    assert answers.probability(said).value == {"between": ends}
    assert answers.likelihood("2 times less likely", "a", ["a", "b"]).value["value"] == 0.5


# --- random answers -------------------------------------------------------------------------------

ANSWERS = [
    "", "skip", "back", "?", "no", "yes", "a = b", "other", "x", "1:2", "equal", "each", ".5", "0",
    "1", ".5-.8", "3 of 40", "50 of 4", "likely", "almost certain", "B", "F", "F as .3-.7", "e2",
    "F exclude", "7 right, 1 wrong", "differs", "10 times likelier", "3 times less likely under a",
    "2024-06-20", "2024-02-31", "a > b = c", "b > b", "1e-9", "99.999999%", "holds = it", "\ud800",
    "0.000001-0.9999", "= x", "a\x00b", "others = x", "1:0", "1 in 0", "x = \u202e", "\ufeff",
]  # fmt: skip


class Random:
    """Answers at random, or what would be taken, and nobody after so many questions."""

    def __init__(self, choices: list[tuple[int, str]], most: int = 90) -> None:
        self.choices, self.most, self.n = choices, most, 0

    def ask(self, ask: Ask) -> str:
        self.n += 1
        if self.n > self.most:
            raise Stop
        kind, text = self.choices[self.n % len(self.choices)]
        if kind == 0:
            return text
        if kind == 1 and ask.stand_in is not None:
            return ask.stand_in
        names = {
            "hypothesis": f"h{self.n} = x",
            "source": f"s{self.n} = y",
            "item": f"i{self.n} = z",
        }
        if ask.empty is not None:
            return "" if kind < 3 or self.n > 40 else names.get(ask.key.split("[")[0], "")
        return ask.stand_in or names.get(ask.key.split("[")[0], "a = b")

    def tell(self, text: str) -> None:
        assert text.encode("utf-8", "replace")


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.one_of(st.sampled_from(ANSWERS), st.text(max_size=12))),
        min_size=5,
        max_size=60,
    )
)
def test_random_answers_never_crash_and_never_make_an_invalid_case(
    choices: list[tuple[int, str]],
) -> None:
    """It ends with a case that reads back as it is, or is broken off with a draft that does."""
    session = Session()
    try:
        record = session.run(Random(choices))
    except Stop:
        text = answers_text(session.answers, session.questions, unfinished=True)
        data, _, problems = parse_yaml(text)
        assert problems == []
        assert data["answers"] == session.answers
        return
    text = case_text(record)  # raises if it is not valid, or does not read back
    assert text.encode("utf-8")
    case: Any = case_of_record(record)
    total = float(assess.weigh(case, draws=0)["exact"]["credence"].sum())
    assert total == pytest.approx(1.0)
    again, _ = run_file(session.answers)
    assert case_text(again) == text


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(
        st.text(max_size=20),
        st.from_regex(r"\A[0-9.,%:e\- ]{0,12}\Z"),
        st.from_regex(
            r"\A(between )?[0-9.]{1,4} ?(to|-|of|in|and|:|times likelier) ?[0-9.a]{1,4}\Z"
        ),
    )
)
def test_any_text_is_an_answer_or_refused_in_one_sentence(text: str) -> None:
    """What is accepted is something a case can hold."""
    readings = (
        answers.probability,
        answers.reliability,
        answers.prior,
        readers.day,
        lambda raw: answers.likelihood(raw, "a", ["a", "b"]),
        lambda raw: readers.named(raw, ["a"]),
    )
    for read in readings:
        said = ""
        try:
            found = read(text)
        except answers.AnswerError as error:
            said = str(error)
        assert "\n" not in said
        assert len(said) < 400
        if not said and read is answers.probability:
            assert 0.0 < answers.mean_of(found.value) < 1.0
        if not said and read is answers.prior:
            assert 0.0 < found.value.value < 1.0
