"""The priors of an interview: what a catch-all gets, and what rescaling does to the odds."""

from __future__ import annotations

from pathlib import Path

import pytest
from interviews import START, talk, write

import assess
from assess.interview.draft import read_answers
from assess.interview.session import run_file
from assess.interview.writing import case_of_record, case_text

OPEN = (*START[:7], "", "")
"""Up to the priors, with a catch-all, and one by one."""


def test_catch_all_of_which_nothing_is_said_gets_what_the_others_leave() -> None:
    """7 of 52 is 7.5 / 53, and .3; the rest is .5585, and nothing is rescaled."""
    listener, record = talk(*OPEN, "7 of 52", "x", ".3", "", "", "", "", "")
    assert "rescaled" not in listener.asked
    exact = assess.weigh(case_of_record(record), draws=0)["exact"]
    assert exact["prior"].values == pytest.approx([7.5 / 53, 0.3, 0.7 - 7.5 / 53], abs=1e-9)
    said = "other gets what the others leave of 1, .56"
    assert any(t.startswith(f"Other{said[5:]}. The priors sum to 1.") for t in listener.told)
    assert said in " ".join(case_text(record).replace("#", " ").split())


def test_rescaling_that_moves_a_prior_by_a_deciban_has_to_be_confirmed() -> None:
    """.9 and .6 to .57 and .38: 10 log10(9 / (.57 / .43)) = 8.3 dB, and 3.9 dB."""
    listener, record = talk(*OPEN, ".9", "", ".6", "", "", "no", "yes", "", "", "")
    assert listener.asked.count("rescaled") == 2
    (told,) = [t for t in listener.told if t.startswith("What you said sums to")]
    assert "more than a deciban: rain −8.3 dB; dry −3.9 dB." in told
    assert any("Go 'back' then" in t for t in listener.told)
    exact = assess.weigh(case_of_record(record), draws=0)["exact"]
    assert exact["prior"].values == pytest.approx([0.57, 0.38, 0.05], abs=1e-9)


def test_rescaling_by_less_than_a_deciban_and_ratios_are_not_asked_about() -> None:
    """.52 and .5: −.5 dB at most. A ratio was said as one."""
    listener, _ = talk(*START, "", ".52", "", ".5", "", "", "", "")
    assert "rescaled" not in listener.asked
    listener, _ = talk(*START, "30:1", "", "", "", "")
    assert "rescaled" not in listener.asked


def test_rescaling_is_told_where_answers_come_from_a_file(tmp_path: Path) -> None:
    """The phrase moves by 10 log10(2.09 / 1.61), a little more than a deciban."""
    _, told = run_file(read_answers(write(tmp_path)).answers)
    assert any(
        "moves what you said of the odds by more than a deciban: none −1.2" in t for t in told
    )


def test_equal_shares_say_that_the_catch_all_has_one() -> None:
    """Where there is one."""
    listener, _ = talk(*OPEN[:-1], "equal", "", "", "", "")
    assert any("and the catch-all 'other' as much as any other" in t for t in listener.told)
    listener, _ = talk(*START, "equal", "", "", "", "")
    assert not any("catch-all 'other'" in t for t in listener.told)
