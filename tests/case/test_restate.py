"""A case with one number changed: `case.stated(address, value)`."""

from __future__ import annotations

import math

import numpy as np
import pytest
from random_cases import random_case

import assess
from priors import between, fixed

EXAMPLES = assess.example_names()


@pytest.mark.parametrize(
    "address", ["prior[new_type]", "likelihood[debris_teardown, new_type]", "holds[custody]"]
)
@pytest.mark.parametrize("value", [0.07, 0.6])
def test_weighing_the_changed_case_is_the_curve_at_that_value(address: str, value: float) -> None:
    """What `one_way` says that another number would give, that number gives."""
    case = assess.example_case("dprk_missiles")
    address = address if address in assess.tabulate(case)["number"] else first_likelihood(case)
    curve = assess.one_way(assess.weigh(case, draws=0), address, points=1001).isel(number=0)
    stated = assess.weigh(case.stated(address, value), draws=0)["exact"]["credence"]
    for hypothesis in curve["hypothesis"].values:
        at = np.interp(value, curve["value"], curve["credence"].sel(hypothesis=hypothesis))
        assert float(stated.sel(hypothesis=hypothesis)) == pytest.approx(at, abs=2e-5)


def first_likelihood(case: assess.Case) -> str:
    """The address of some likelihood."""
    return next(a for a in assess.tabulate(case)["number"].values if a.startswith("likelihood["))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_address_that_is_tabulated_can_be_stated(name: str) -> None:
    """The number there becomes what was said, and only its rivals move with it."""
    case = assess.example_case(name)
    before = assess.tabulate(case)
    for address, value, kind in zip(
        before["number"].values, before["value"].values, before["kind"].values, strict=True
    ):
        new = value * 0.99 if kind != "low" else value * 1.01
        after = assess.tabulate(case.stated(address, float(new)))
        assert float(after["value"].sel(number=address)) == pytest.approx(new, rel=1e-9)
        changed = before["number"].values[~np.isclose(after["value"], before["value"], rtol=1e-9)]
        assert set(before["kind"].sel(number=changed).values) == {kind}
        assert len(changed) == 1 or kind == "prior"


@pytest.mark.parametrize("seed", range(12))
def test_numbers_and_places_are_walked_through_in_one_order(seed: int) -> None:
    """In cases of every kind a number stated as it was leaves the table as it was."""
    case = assess.case_from(random_case(seed)[0])
    table = assess.tabulate(case)
    for address, value in zip(table["number"].values, table["value"].values, strict=True):
        if value not in (0.0, 1.0):  # which needs consent
            again = assess.tabulate(case.stated(address, float(value)))
            np.testing.assert_allclose(again["value"], table["value"], rtol=1e-9)


def test_rivals_of_a_prior_keep_their_proportions() -> None:
    """Two of .3 and .1 share what is left as 3 to 1."""
    case = asked([("a", 0.6), ("b", 0.3), ("c", 0.1)])
    priors = [h.prior.value for h in case.stated("prior[a]", 0.2).questions[0].hypotheses]
    assert priors == pytest.approx([0.2, 0.6, 0.2])


def test_rival_of_a_certain_prior_is_excluded_by_consent() -> None:
    """Certainty of one is the certainty that it is none of the others."""
    case = asked([("a", 0.6), ("b", 0.4)]).stated("prior[a]", fixed(1, certain=True))
    assert case.questions[0].hypotheses[1].prior == fixed(0, certain=True)
    with pytest.raises(assess.AssessError, match="no proportions to keep"):
        case.stated("prior[a]", 0.5)


def test_prior_of_a_question_with_weights_is_a_share_of_them() -> None:
    """The weight becomes what gives the share; the others stay as they are."""
    question = {"id": "q", "exhaustive": "x", "weights": {"a": 2.0, "b": 6.0, "c": 2.0}}
    question["hypotheses"] = [{"id": h} for h in "abc"]
    case = assess.case_from({"format": "assess/1", "questions": [question]})
    changed = case.stated("prior[b]", 0.2)
    assert changed.questions[0].weights == pytest.approx({"a": 2.0, "b": 1.0, "c": 2.0})
    with pytest.raises(assess.CaseError, match="is out of range"):
        case.stated("prior[b]", 1.5)


def test_number_may_take_any_form_that_may_stand_there() -> None:
    """A range where there was a number; the case before is as it was."""
    case = assess.example_case("dprk_missiles")
    changed = case.stated("reliability[us]", between(0.2, 0.4))
    assert changed.sources[0].reliability == between(0.2, 0.4)
    assert case == assess.example_case("dprk_missiles")
    assert type(changed) is assess.Case


def test_likelihood_of_a_rated_item_replaces_its_letters() -> None:
    """The other likelihoods stay those that the letters stood for."""
    case = asked(
        [("a", 0.5), ("b", 0.5)],
        sources=[{"id": "s", "reliability": 0.9}],
        items=[{"id": "i", "source": "s", "rating": {"a": "C", "b": "II"}, "if_unreliable": 0.5}],
    )
    changed = case.stated("likelihood[i, a]", 0.42)
    assert changed.items[0].rating is None
    assert changed.items[0].likelihood["a"].mean == 0.42
    assert changed.items[0].likelihood["b"] == case.items[0].likelihoods["b"]


def test_unknown_address_is_told_the_closest() -> None:
    """An UnknownNameError with the names there are."""
    with pytest.raises(
        assess.UnknownNameError, match=r"did you mean 'prior\[new_type\]'"
    ) as caught:
        assess.example_case("dprk_missiles").stated("prior[new_tipe]", 0.5)
    assert "reliability[us]" in caught.value.known


@pytest.mark.parametrize(
    ("address", "value", "told"),
    [
        ("prior[a]", 1.3, "questions[q].hypotheses[a].prior: is out of range (seen 1.3"),
        ("prior[a]", 1, "questions[q].hypotheses[a].prior: can never be undone by evidence"),
        ("prior[a]", between(0.1, 0.2), "questions[q].hypotheses[a].prior: is not a plain number"),
        ("prior[a]", math.nan, "questions[q].hypotheses[a].prior: is not a finite number"),
    ],
)
def test_number_out_of_range_is_told_as_in_a_file(address: str, value: object, told: str) -> None:
    """With its address in the case, and nothing else."""
    with pytest.raises(assess.CaseError) as caught:
        asked([("a", 0.6), ("b", 0.4)]).stated(address, value)
    assert len(caught.value.problems) == 1
    assert str(caught.value).startswith(told)


def asked(hypotheses: list[tuple[str, float]], **parts: object) -> assess.Case:
    """A case of one question."""
    rows = [{"id": h, "prior": p} for h, p in hypotheses]
    question = {"id": "q", "exhaustive": "x", "hypotheses": rows}
    return assess.case_from({"format": "assess/1", "questions": [question], **parts})
