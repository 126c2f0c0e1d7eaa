"""What a slip in Python is told: as good as what a slip in a case file is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import assess
from assess import Case, Hypothesis, Item, Question, Source
from evidence import Claim, Persistent, Ratio
from priors import between, fixed, phrase
from priors.forms.problems import StatementError

US = Source(id="us", reliability=0.8)
ASKED = Question(
    id="rain",
    exhaustive="it rains or not",
    hypotheses=(Hypothesis(id="yes", prior=0.3), Hypothesis(id="no", prior=0.7)),
)


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        (
            lambda: Source(reliability="B"),
            (
                "Source: id: is missing\n"
                "Source: reliability: is not a number (seen 'B'; "
                'allowed: a number, or {"admiralty": "B"})'
            ),
        ),
        (
            lambda: Source(id="us", reliability="b"),
            (
                "Source 'us': reliability: is not a number (seen 'b'; "
                'allowed: a number, or {"admiralty": "B"})'
            ),
        ),
        (
            lambda: Hypothesis(id="a", prior=70),
            (
                "Hypothesis 'a': prior: is out of range (seen 70; "
                "allowed: at most 1; 70 per cent is 0.7)"
            ),
        ),
        (
            lambda: Item(id="x", source=US),
            "Item 'x': source: is the source itself (allowed: its id, 'us')",
        ),
        (
            lambda: Item(id="x", source=["a", US]),
            "Item 'x': source[1]: is the source itself (allowed: its id, 'us')",
        ),
        (
            lambda: Item(id="x", source="us", question=ASKED),
            "Item 'x': question: is the question itself (allowed: its id, 'rain')",
        ),
        (
            lambda: Hypothesis(id="a", priror=0.3),
            (
                "Hypothesis 'a': priror: is not a known key "
                "(allowed: because, catch_all, id, prior, text); did you mean 'prior'?"
            ),
        ),
        (
            lambda: Source("us", 0.8),
            "Source: is stated by keywords, Source(id=..., reliability=...), not by 'us'",
        ),
        (
            lambda: Persistent(persistent=1.5),
            "Persistent: persistent: is out of range (seen 1.5; allowed: below 1)",
        ),
        (
            lambda: Ratio(for_="a", value=-1),
            "Ratio: value: is out of range (seen -1; allowed: above 0)",
        ),
        (
            lambda: Claim(about=3.0, at_most=4.0, spread=0.1),
            (
                "Claim: says more than one thing "
                "(seen about, at_most; allowed: exactly one of about, at_least, at_most)"
            ),
        ),
    ],
)
def test_slip_in_python_is_told_in_the_words_of_an_analyst(
    slip: Callable[[], object], told: str
) -> None:
    """Where, what is wrong, what was seen, and what to write instead, as Python writes it."""
    with pytest.raises(StatementError) as caught:
        slip()
    assert str(caught.value) == told
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    "slip",
    [
        lambda: between(0.9, 0.2),
        lambda: fixed(1),
        lambda: phrase("likelyy", "icd203"),
        lambda: Source(id="us", reliability={"betta": [1, 2]}),
        lambda: Source(id="us", reliability=None),
        lambda: Question(id="q", hypotheses=()),
        Case,
        lambda: Case(questions=5),
    ],
)
def test_no_text_of_pydantic_reaches_a_user(slip: Callable[[], object]) -> None:
    """Neither its words nor its links, in the message and in what Python prints above it."""
    with pytest.raises(StatementError) as caught:
        slip()
    text = str(caught.value)
    assert not any(w in text for w in ("validation error", "Input should", "pydantic", "[type="))
    assert caught.value.__suppress_context__


def test_three_mistakes_in_a_case_are_all_told_with_their_addresses() -> None:
    """One in a number, one in a name, one that only the whole can know: none hides another."""
    with pytest.raises(assess.CaseError) as caught:
        Case(
            questions=(
                Question(
                    id="rain",
                    exhaustive="it rains or not",
                    hypotheses=(Hypothesis(id="yes", prior=0.3), Hypothesis(id="no", prior=0.6)),
                ),
            ),
            sources=(US,),
            items=({"id": "i", "source": "uss", "likelihood": {"yes": 0.3, "no": 70}},),
        )
    assert str(caught.value).splitlines() == [
        (
            "items[i].likelihood[no]: is out of range "
            "(seen 70; allowed: at most 1; 70 per cent is 0.7)"
        ),
        (
            "questions[rain].hypotheses: the priors do not sum to 1 "
            "(seen a sum of 0.9; allowed: 1, within 1e-9)"
        ),
        "items[i].source: no source has this name (seen 'uss'; allowed: us); did you mean 'us'?",
    ]
    assert len(caught.value.problems) == 3


def test_mistakes_in_a_mapping_are_gathered_though_its_parts_have_constructors() -> None:
    """The constructor is for users alone: inside a whole it must not stop at the first mistake."""
    data = {
        "format": "assess/1",
        "questions": [
            {
                "id": "q",
                "exhaustive": "x",
                "hypotheses": [{"id": "a", "prior": 7}, {"id": "b", "prior": 0.1}],
            }
        ],
        "sources": [{"id": "us", "reliability": "B"}, {"id": "them", "reliability": 7}],
    }
    with pytest.raises(assess.CaseError) as caught:
        assess.case_from(data)
    assert [p.address for p in caught.value.problems] == [
        "questions[q].hypotheses[a].prior",
        "sources[us].reliability",
        "sources[them].reliability",
    ]


def test_statement_says_how_another_is_made_of_it() -> None:
    """A frozen statement is not changed in place."""
    with pytest.raises(StatementError, match=r"reliability: is frozen: .*case\.stated"):
        US.reliability = fixed(0.3)
