"""What a statement means: which items take part, what stands for what, and under which address."""

from __future__ import annotations

import datetime as dt
import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_cases import random_case

import assess
from assess.case.addresses import Address
from assess.case.model import as_of_day, plain
from assess.case.numbers import Number
from assess.case.selection import select
from evidence import Item, Lognormal, Ratio, Source, Spread
from priors import Hypothesis, Question, fixed


def statement(**changes: Any) -> dict[str, Any]:
    """Even priors, one item: reliability .8, likelihoods .9 and .2, and .5 if unreliable."""
    data: dict[str, Any] = {
        "format": "assess/1",
        "questions": [
            {
                "id": "rain",
                "exhaustive": "it rains or not",
                "hypotheses": [{"id": "wet", "prior": 0.5}, {"id": "dry", "prior": 0.5}],
            }
        ],
        "sources": [{"id": "radio", "reliability": 0.8}],
        "items": [item("forecast")],
    }
    return {**data, **changes}


def item(name: str, **changes: Any) -> dict[str, Any]:
    plainly = {
        "id": name,
        "source": "radio",
        "likelihood": {"wet": 0.9, "dry": 0.2},
        "if_unreliable": 0.5,
    }
    return {k: v for k, v in {**plainly, **changes}.items() if v is not None}


def wet(data: dict[str, Any], **options: Any) -> float:
    """Credence of the first hypothesis."""
    return float(assess.weigh(assess.case_from(data), **options)["exact"]["credence"][0])


def odds(data: dict[str, Any], **options: Any) -> float:
    p = wet(data, **options)
    return p / (1 - p)


def notes(data: dict[str, Any]) -> dict[str, str]:
    """What the reader is told, by address."""
    warnings = json.loads(assess.weigh(assess.case_from(data)).attrs["warnings"])
    return {w["address"]: w["message"] for w in warnings}


PLAIN_ODDS = (0.8 * 0.9 + 0.2 * 0.5) / (0.8 * 0.2 + 0.2 * 0.5)  # .82 / .26


def test_item_weighs_what_the_formula_of_the_mixture_says() -> None:
    """(r l + (1 - r) u) for each hypothesis: odds .82 to .26."""
    assert odds(statement()) == pytest.approx(PLAIN_ODDS, rel=1e-12)


# --- which items take part ------------------------------------------------------------------------


def dated(*days: str | None) -> dict[str, Any]:
    return statement(items=[item(f"i{k}", date=day) for k, day in enumerate(days)])


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (None, ["i0", "i1", "i2"]),
        (dt.date(2024, 1, 31), ["i2"]),
        (dt.date(2024, 2, 1), ["i0", "i2"]),
        (dt.date(2024, 3, 1), ["i0", "i1", "i2"]),
    ],
)
def test_items_known_on_the_day_take_part(day: dt.date | None, names: list[str]) -> None:
    """From the day of their date on; those without a date always."""
    case = assess.case_from(dated("2024-02-01", "2024-03-01", None))
    selection = select(case, day)
    assert [i.id for i in selection.items] == names
    left_out = {f"items[i{k}]" for k in range(3)} - {f"items[{name}]" for name in names}
    told = {n.address for n in selection.warnings if "left out" in n.message}
    assert told == left_out


def test_day_of_the_case_is_the_day_unless_another_is_given() -> None:
    """The argument goes before the case, as a date or as text."""
    data = {**dated("2024-02-01", "2024-03-01", None), "as_of": "2024-02-15"}
    case = assess.case_from(data)
    assert len(select(case).items) == 2
    assert len(select(case, dt.date(2024, 3, 1)).items) == 3
    assert wet(data) == pytest.approx(wet(data, as_of="2024-02-20"), abs=1e-15)
    assert wet(data, as_of="2024-03-01") > wet(data)
    assert wet(data, as_of=dt.date(2024, 3, 1)) == wet(data, as_of="2024-03-01")
    assert assess.weigh(case, as_of="2024-03-01").attrs["as_of"] == "2024-03-01"
    assert assess.weigh(case).attrs["as_of"] == "2024-02-15"


@pytest.mark.parametrize("day", ["2024-13-01", "June", "", "2024-02-30"])
def test_day_that_is_none_is_refused(day: str) -> None:
    """As a ValueError, before anything is weighed."""
    with pytest.raises(ValueError, match=r"isoformat|day|month"):
        assess.weigh(assess.case_from(statement()), as_of=day)
    with pytest.raises(ValueError, match=r"isoformat|day|month"):
        as_of_day(day)


@pytest.mark.parametrize("day", ["1704326400", "2024-01-04 00:00:00"])
def test_text_of_digits_is_no_day(day: str) -> None:
    """A day is written 2024-01-04, and nothing else is taken for one."""
    with pytest.raises(assess.CaseError, match="is not a date"):
        assess.case_from(statement(as_of=day))


def test_items_of_an_excluded_source_take_no_part() -> None:
    """Grade F with `exclude`: not weighed, wherever on the path the source stands, and told."""
    sources = [
        {"id": "radio", "reliability": 0.8},
        {"id": "rumour", "reliability": {"admiralty": "F", "exclude": True}},
    ]
    extra = [item("heard", source="rumour"), item("passed", source=["rumour", "radio"])]
    data = statement(sources=sources, items=[item("forecast"), *extra])
    assert [i.id for i in select(assess.case_from(data)).items] == ["forecast"]
    assert odds(data) == pytest.approx(PLAIN_ODDS, rel=1e-12)
    told = notes(data)
    assert "rumour cannot be judged" in told["items[heard]"]
    assert "rumour cannot be judged" in told["items[passed]"]


def test_f_taken_as_another_form_is_that_form() -> None:
    """With `as` the item counts with the reliability that is stated there."""
    same = [{"id": "radio", "reliability": {"admiralty": "F", "as": 0.8}}]
    assert wet(statement(sources=same)) == pytest.approx(wet(statement()), abs=1e-15)


@pytest.mark.parametrize(("letter", "a", "b"), [("A", 19, 1), ("C", 6, 4), ("E", 1, 9)])
def test_letter_is_the_beta_of_the_table_and_is_told(letter: str, a: float, b: float) -> None:
    """The proposal of this library, which the reader of a result is told of."""
    by_letter = statement(sources=[{"id": "radio", "reliability": {"admiralty": letter}}])
    by_beta = statement(sources=[{"id": "radio", "reliability": {"beta": [a, b]}}])
    assert wet(by_letter) == wet(by_beta)
    assert f"Beta({a}, {b})" in notes(by_letter)["sources[radio].reliability"]
    assert "sources[radio].reliability" not in notes(by_beta)


def test_case_without_items_has_its_priors_for_credences() -> None:
    """And the reader is told why."""
    data = statement(items=[])
    assert wet(data) == pytest.approx(0.5, abs=1e-15)
    assert notes(data)["items"] == "no item takes part: the credences are the priors"
    assert "no item comes from this source" in notes(data)["sources[radio]"]


def test_assumption_nobody_uses_is_told() -> None:
    """It changes nothing, which may not be what was meant."""
    data = statement(assumptions=[{"id": "clock", "holds": 0.3}])
    assert wet(data) == pytest.approx(wet(statement()), abs=1e-15)
    assert "assumptions[clock]" in notes(data)


def test_repeat_without_its_original_counts_in_full_and_is_told() -> None:
    """The original is not yet known: the repeat stands on its own."""
    echo = item("echo", repeats={"item": "forecast", "chance": {"value": 1, "certain": True}})
    data = statement(items=[item("forecast", date="2024-03-01"), echo])
    assert odds(data, as_of="2024-03-01") == pytest.approx(PLAIN_ODDS, rel=1e-12)
    early = {**data, "as_of": "2024-02-01"}
    assert odds(early) == pytest.approx(PLAIN_ODDS, rel=1e-12)
    assert "forecast takes no part" in notes(early)["items[echo].repeats"]


# --- what stands for what -------------------------------------------------------------------------


@pytest.mark.parametrize("ratio", [8.0, 1.0, 0.125, 1e-6, 1e6])
def test_ratio_is_read_by_the_convention(ratio: float) -> None:
    """LR / (1 + LR) against 1 / (1 + LR), and one half if unreliable; the reader is told."""
    data = statement(
        items=[item("i", likelihood=None, if_unreliable=None, ratio={"for": "wet", "value": ratio})]
    )
    speaking, silent = ratio / (1 + ratio), 1 / (1 + ratio)
    expected = (0.8 * speaking + 0.2 * 0.5) / (0.8 * silent + 0.2 * 0.5)
    assert odds(data) == pytest.approx(expected, rel=1e-12)
    assert "LR/(1+LR) and 1/(1+LR)" in notes(data)["items[i].ratio"]
    assert "1/2 if unreliable" in notes(data)["items[i].ratio"]


def test_ratio_of_a_wholly_reliable_source_is_the_ratio() -> None:
    """Nothing is mixed in: odds of 8."""
    sure = [{"id": "radio", "reliability": {"value": 1, "certain": True}}]
    ratio = item("i", likelihood=None, if_unreliable=None, ratio={"for": "wet", "value": 8})
    assert odds(statement(sources=sure, items=[ratio])) == pytest.approx(8.0, rel=1e-12)


def test_ratio_keeps_the_if_unreliable_that_is_stated() -> None:
    """Only what is left out is filled in by convention."""
    ratio = item("i", likelihood=None, if_unreliable=0.1, ratio={"for": "dry", "value": 8})
    data = statement(items=[ratio])
    expected = (0.8 * (1 / 9) + 0.2 * 0.1) / (0.8 * (8 / 9) + 0.2 * 0.1)
    assert odds(data) == pytest.approx(expected, rel=1e-12)
    assert "1/2" not in notes(data)["items[i].ratio"]


def test_ratio_speaks_against_all_the_rest_alike() -> None:
    """Three hypotheses: the two that it is not for keep their odds."""
    hypotheses = [{"id": h, "prior": p} for h, p in (("wet", 0.2), ("dry", 0.5), ("fog", 0.3))]
    question = {"id": "rain", "exhaustive": "made so", "hypotheses": hypotheses}
    ratio = item("i", likelihood=None, if_unreliable=None, ratio={"for": "wet", "value": 8})
    result = assess.weigh(assess.case_from(statement(questions=[question], items=[ratio])))
    _, dry, fog = result["exact"]["credence"].values
    assert dry / fog == pytest.approx(0.5 / 0.3, rel=1e-12)


def test_uncertain_ratio_enters_with_the_mean_of_its_likelihood() -> None:
    """E[LR / (1 + LR)] of a lognormal of median 8 and 95th percentile 20, by a sum of our own."""
    uncertain = Lognormal(lognormal=Spread(median=8, p95=20))
    sigma = math.log(20 / 8) / 1.6448536269514722
    assert uncertain.sigma == pytest.approx(sigma)
    at = np.linspace(-8, 8, 4001)
    weight = np.exp(-(at**2) / 2)
    ratio = 8 * np.exp(sigma * at)
    expected = float((weight * ratio / (1 + ratio)).sum() / weight.sum())
    number = Number(Address("ratio", "i"), uncertain)
    assert number.used == pytest.approx(expected, abs=1e-9)
    assert number.value == 8.0
    assert number.interval(0.9) == pytest.approx((8 * 8 / 20, 20.0))


def test_others_stands_for_every_hypothesis_not_named() -> None:
    """In a likelihood, in what a source says if unreliable, and in a search."""
    named = {"wet": 0.9, "dry": 0.2}
    short = {"wet": 0.9, "others": 0.2}
    for key in ("likelihood", "if_unreliable"):
        same = [wet(statement(items=[item("i", **{key: each})])) for each in (named, short)]
        assert same[0] == same[1]
    searches = [
        item("i", likelihood=None, search={"found": False, "chance": c}) for c in (named, short)
    ]
    assert wet(statement(items=[searches[0]])) == wet(statement(items=[searches[1]]))


@pytest.mark.parametrize(("found", "l_wet", "l_dry"), [(True, 0.9, 0.2), (False, 0.1, 0.8)])
def test_search_says_its_chance_or_what_is_left_of_it(
    found: bool, l_wet: float, l_dry: float
) -> None:
    """Found: the chance itself; not found: one minus it (absence of evidence)."""
    search = {"found": found, "chance": {"wet": 0.9, "dry": 0.2}}
    data = statement(items=[item("i", likelihood=None, search=search)])
    expected = (0.8 * l_wet + 0.2 * 0.5) / (0.8 * l_dry + 0.2 * 0.5)
    assert odds(data) == pytest.approx(expected, rel=1e-12)


def test_weights_are_shares_of_their_total() -> None:
    """3 to 1 is .75 and .25."""
    hypotheses = [{"id": "wet"}, {"id": "dry"}]
    question = {"id": "rain", "exhaustive": "x", "hypotheses": hypotheses}
    weights = {**question, "weights": {"dry": 1, "wet": 3}}
    assert wet(statement(questions=[weights], items=[])) == pytest.approx(0.75, abs=1e-15)


def test_question_may_be_left_out_where_there_is_one() -> None:
    """The item bears on it; an assumption beside it changes nothing about that."""
    data = statement(assumptions=[{"id": "clock", "holds": 0.9}], items=[item("i")])
    named = statement(
        assumptions=[{"id": "clock", "holds": 0.9}], items=[item("i", question="rain")]
    )
    assert wet(data) == wet(named)
    case = assess.case_from(data)
    assert case.question_of(case.items[0]).id == "rain"


def test_source_and_path_of_one_are_the_same() -> None:
    """`radio` and `[radio]`."""
    one, path = (
        assess.case_from(statement(items=[item("i", source=s)])) for s in ("radio", ["radio"])
    )
    assert one.items[0].path == path.items[0].path == ("radio",)
    assert wet(plain(one)) == wet(plain(path))


def test_if_unreliable_is_one_number_or_one_for_each() -> None:
    """A hypothesis may be called beta: {beta: [8, 2]} is a number, {beta: .5, ...} a mapping."""
    hypotheses = [{"id": "beta", "prior": 0.5}, {"id": "dry", "prior": 0.5}]
    question = {"id": "rain", "exhaustive": "x", "hypotheses": hypotheses}
    likelihood = {"beta": 0.9, "dry": 0.2}
    form, each = (
        statement(
            questions=[question], items=[item("i", likelihood=likelihood, if_unreliable=unreliable)]
        )
        for unreliable in ({"beta": [1, 1]}, {"beta": 0.5, "dry": 0.25})
    )
    assert odds(form) == pytest.approx(PLAIN_ODDS, rel=1e-12)
    expected = (0.8 * 0.9 + 0.2 * 0.5) / (0.8 * 0.2 + 0.2 * 0.25)
    assert odds(each) == pytest.approx(expected, rel=1e-12)


# --- the table of stated numbers ------------------------------------------------------------------


def test_every_stated_number_has_one_address() -> None:
    """In the order of the case, with kind, value, range and what enters the weighing."""
    question = {
        "id": "rain",
        "concentration": 10,
        "exhaustive": "x",
        "hypotheses": [{"id": "wet", "prior": 0.5}, {"id": "dry", "prior": 0.5}],
    }
    linked = {
        "id": "street",
        "exhaustive": "x",
        "given": ["rain"],
        "hypotheses": [{"id": "slippery"}, {"id": "dry"}],
        "table": [
            {"when": {"rain": "wet"}, "prior": {"slippery": 0.8, "dry": 0.2}},
            {"when": {"rain": "dry"}, "prior": {"slippery": 0.1, "dry": 0.9}},
        ],
    }
    data = statement(
        questions=[question, linked],
        assumptions=[{"id": "clock", "holds": {"triangular": [0.1, 0.2, 0.6]}}],
        sources=[
            {"id": "radio", "reliability": {"beta": [8, 2]}},
            {"id": "silent", "reliability": 0.5},
        ],
        items=[
            item("first", question="rain", requires=["clock"]),
            item(
                "second",
                question="street",
                likelihood=None,
                search={"found": True, "chance": {"slippery": 0.7, "others": 0.1}},
                if_unreliable={"slippery": 0.3, "dry": 0.4},
                repeats={"item": "first", "chance": 0.25, "if_copied": 0.9},
            ),
            item(
                "third",
                question="rain",
                likelihood=None,
                if_unreliable=None,
                ratio={"for": "wet", "value": 3},
            ),
        ],
    )
    table = assess.tabulate(assess.case_from(data))
    rows = [
        (str(n), *(float(table[k].sel(number=n)) for k in ("value", "used")))
        for n in table["number"].values
    ]
    assert rows == [
        ("prior[wet]", 0.5, 0.5),
        ("prior[rain:dry]", 0.5, 0.5),
        ("prior[slippery | rain=wet]", 0.8, 0.8),
        ("prior[street:dry | rain=wet]", 0.2, 0.2),
        ("prior[slippery | rain=dry]", 0.1, 0.1),
        ("prior[street:dry | rain=dry]", 0.9, 0.9),
        ("reliability[radio]", 0.8, 0.8),
        ("holds[clock]", pytest.approx(0.3), pytest.approx(0.3)),
        ("likelihood[first, wet]", 0.9, 0.9),
        ("likelihood[first, dry]", 0.2, 0.2),
        ("if_unreliable[first]", 0.5, 0.5),
        ("chance[second, slippery]", 0.7, 0.7),
        ("chance[second, others]", 0.1, 0.1),
        ("if_unreliable[second, slippery]", 0.3, 0.3),
        ("if_unreliable[second, dry]", 0.4, 0.4),
        ("repeats[second]", 0.25, 0.25),
        ("if_copied[second]", 0.9, 0.9),
        ("ratio[third]", 3.0, 0.75),
    ]
    ranged = [str(n) for n in table["number"].values if not table["fixed"].sel(number=n)]
    assert ranged == ["prior[wet]", "prior[rain:dry]", "reliability[radio]", "holds[clock]"]
    ends = table.sel(number="holds[clock]")
    assert (float(ends["low"]), float(ends["high"])) == pytest.approx((0.15, 0.5))
    fixed_ones = table.where(table["fixed"], drop=True)
    assert (fixed_ones["low"] == fixed_ones["value"]).all()
    assert (fixed_ones["high"] == fixed_ones["value"]).all()


@given(seed=st.integers(0, 300))
def test_addresses_are_unique_and_ranges_hold_their_values(seed: int) -> None:
    """Whatever the case: each number once, low <= high, and what enters is a probability."""
    table = assess.tabulate(assess.case_from(random_case(seed)[0]))
    names = table["number"].values.tolist()
    assert len(set(names)) == len(names)
    assert (table["low"] <= table["high"]).all()
    assert ((table["used"] >= 0) & (table["used"] <= 1)).all()
    assert bool(np.isfinite(table["value"]).all())


# --- statements in Python -------------------------------------------------------------------------


def test_case_can_be_stated_with_objects() -> None:
    """The same as from plain data, and written back as that."""
    case = assess.Case(
        questions=(
            Question(
                id="rain",
                exhaustive="it rains or not",
                hypotheses=(
                    Hypothesis(id="wet", prior=fixed(0.5)),
                    Hypothesis(id="dry", prior=fixed(0.5)),
                ),
            ),
        ),
        sources=(Source(id="radio", reliability=fixed(0.8)),),
        items=(
            Item(
                id="forecast",
                source="radio",
                likelihood={"wet": fixed(0.9), "dry": fixed(0.2)},
                if_unreliable=fixed(0.5),
            ),
        ),
    )
    assert case == assess.case_from(statement())
    assert plain(case) == statement()


def test_case_that_does_not_hold_together_cannot_be_stated() -> None:
    """All the problems of the whole at once, with their addresses, as a ValueError."""
    data = statement(items=[item("a", source="raido"), item("b", likelihood={"wet": 0.9})])
    parts = {k: v for k, v in data.items() if k != "format"}
    with pytest.raises(assess.CaseError) as caught:
        assess.Case(**parts)
    text = str(caught.value)
    assert "items[a].source: no source has this name (seen 'raido'" in text
    assert "items[b].likelihood: no entry for dry" in text


def test_statement_cannot_be_changed_once_made() -> None:
    """A case is frozen, and so is what it holds."""
    case = assess.case_from(statement())
    with pytest.raises(assess.StatementError, match="is frozen"):
        case.title = "another"
    with pytest.raises(assess.StatementError, match="is frozen"):
        case.items[0].source = "another"


def test_unknown_engine_is_told_the_ones_there_are() -> None:
    """A ValueError that names them."""
    with pytest.raises(ValueError, match=r"no engine is called 'guess' \(there are: exact, mcmc\)"):
        assess.weigh(assess.case_from(statement()), engine="guess")


@pytest.mark.parametrize("key", ["for_"])
def test_ratio_takes_its_python_name_in_python(key: str) -> None:
    """`for` is a word of Python's own."""
    assert Ratio(**{key: "wet", "value": 8}) == Ratio.model_validate({"for": "wet", "value": 8})


@pytest.mark.parametrize(
    "data",
    [
        statement(items=[item("i", likelihood=None, ratio={"for_": "wet", "value": 8})]),
        statement(sources=[{"id": "radio", "reliability": {"admiralty": "F", "as_": 0.8}}]),
    ],
)
def test_python_names_are_unknown_keys_in_a_file(data: dict[str, Any]) -> None:
    """The format knows `for` and `as` only, as its schema says."""
    with pytest.raises(assess.CaseError):
        assess.case_from(data)
