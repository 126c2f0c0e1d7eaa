"""What a slip in Python gets: one sentence that says what to write instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import assess
from assess import Case, Hypothesis, Quantity, Source

US = Source(id="us", reliability={"beta": [8, 2]})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def case() -> Case:
    return assess.example_case("dprk_missiles")


@pytest.fixture(scope="module")
def tornado(case: Case) -> Any:
    return assess.tornado(assess.weigh(case, draws=0))


def said(slip: Callable[[], object]) -> str:
    """The message, which is ours: no word of a library below, and no address of one."""
    with pytest.raises((assess.AssessError, TypeError, ValueError)) as caught:
        slip()
    text = str(caught.value)
    for foreign in ("validation error", "Input should", "pydantic", "http", "not supported"):
        assert foreign not in text
    return text


def test_one_source_where_a_list_is_wanted_is_not_taken_for_its_keys() -> None:
    """Beside it the other mistakes are told."""
    text = said(lambda: Case(sources=US))  # type: ignore[call-arg, arg-type]
    assert text == "sources: is one Source (allowed: a list, [...])\nquestions: is missing"


def test_a_quantity_says_by_its_name_what_kind_it_is() -> None:
    """A file has to say so, because there another kind of question may stand."""
    stated: dict[str, Any] = {"id": "n", "unit": "shells", "thresholds": [1.0]}
    stated["prior"] = {"normal": {"mean": 1, "sd": 1}}
    assert Quantity(**stated) == Quantity(kind="quantity", **stated)
    assert said(lambda: Quantity(kind="choice", **stated)) == (
        "Quantity 'n': kind: is not one of the allowed words (seen 'choice'; allowed: quantity)"
    )


def test_versions_are_given_by_the_names_of_their_analysts(case: Case) -> None:
    """A result is a mapping too, and no set of versions."""
    result = assess.weigh(case, draws=0)
    assert said(lambda: assess.compare(result)) == (  # type: ignore[arg-type]
        "expected the versions by the names of their analysts, {'Ann': case, 'Bob': other}, not a "
        "result of assess.weigh"
    )
    assert said(lambda: assess.cruxes(result, "b.yaml")) == (  # type: ignore[arg-type]
        "expected a Case or a result of assess.weigh(case) as the second, not 'b.yaml'; give it "
        "assess.load_case('b.yaml')"
    )


def test_a_statement_is_neither_changed_nor_given_new_keys(case: Case) -> None:
    """It says what makes another one, or which key is like the one that was meant."""
    assert "case.stated(address, value)" in said(lambda: setattr(case, "title", "x"))
    assert "is frozen" in said(lambda: delattr(case, "title"))
    assert said(lambda: setattr(case, "titel", "x")).endswith("did you mean 'title'?")


def test_a_day_is_a_day(case: Case) -> None:
    """Also where a number that looks like one is given."""
    assert said(lambda: assess.weigh(case, as_of=20240620)) == (  # type: ignore[arg-type]
        "as_of is a day such as 2024-06-20, not 20240620"
    )


def test_an_unknown_option_is_told_the_closest(case: Case, tornado: Any) -> None:
    """In the picture and the table of any reading, and in weighing."""
    assert said(lambda: assess.plot(tornado, colour=3)).startswith(
        "plot_tornado: no option is called 'colour' (there are: ax, most, "
    )
    assert said(lambda: assess.table(tornado, mots=3)).endswith("did you mean 'most'?")
    text = said(lambda: assess.weigh(case, drawz=5))  # type: ignore[call-arg]
    assert "engine='mcmc' hands further options to PyMC" in text
    assert text.endswith("did you mean 'draws'?")


@pytest.mark.parametrize("most", ["3", 2.5, True, 0, -1])
def test_a_number_of_rows_is_a_whole_number(most: Any, tornado: Any) -> None:
    """In tables and in pictures, and None is all of them."""
    for show in (assess.tornado_table, assess.plot_tornado):
        assert said(lambda show=show: show(tornado, most=most)) == (
            f"most is a whole number, 1 or more, or None for all, not {most!r}"
        )


@pytest.mark.parametrize(("stated", "meant"), [(70, "70 per cent is 0.7"), ("70%", "70% is 0.7")])
def test_a_probability_in_per_cent_is_told_what_it_is(stated: Any, meant: str) -> None:
    """Neither is taken for what it might mean."""
    assert meant in said(lambda: Hypothesis(id="a", prior=stated))
