"""Grades of sources and items, records, hit rates and unpacked reliabilities."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from weighing import weigh

import assess
import evidence
import priors
from evidence import (
    Source,
    appearance,
    compare_credibility,
    grade,
    hearsay,
    hit_and_false_alarm,
    load_grading,
    track_record,
    unpacked,
)

MINE: dict[str, Any] = {
    "id": "station",
    "version": "2025",
    "letters_citation": "The station's own manual",
    "values_citation": "Counted over 412 reports, 2019 to 2024",
    "grades": [
        {"code": "A", "label": "good", "beta": [310, 22], "reason": "310 of 332 held"},
        {"code": "B", "label": "so so", "pert": [0.3, 0.5, 0.8], "reason": "judged"},
        {"code": "?", "label": "new", "unjudged": True},
    ],
}
BETAS = st.floats(0.2, 200).flatmap(lambda a: st.floats(0.2, 200).map(lambda b: (a, b)))
COUNTS = st.integers(0, 500)


def changed(**changes: Any) -> dict[str, Any]:
    return {**MINE, **changes}


def question(prior: float) -> list[dict[str, Any]]:
    """One question of two hypotheses."""
    hypotheses = [{"id": "h", "prior": prior}, {"id": "k", "prior": 1 - prior}]
    return [{"id": "q", "exhaustive": "by design", "hypotheses": hypotheses}]


def credence(prior: float, sources: list[Any], items: list[Any]) -> float:
    """Credence of h in a case of one question."""
    data = {"format": "assess/1", "questions": question(prior), "sources": sources, "items": items}
    exact = weigh(assess.case_from(data))["exact"]
    return float(exact["credence"].sel(hypothesis="h"))


# --- tables ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "codes", "unjudged", "means"),
    [
        ("admiralty", "ABCDEF", "F", [0.95, 0.8, 0.6, 0.35, 0.1]),
        ("uk_5x5x5", "ABCDE", "E", [0.95, 0.8, 0.5, 0.1]),
        ("europol_4x4", "ABCX", "X", [0.95, 0.8, 0.2]),
    ],
)
def test_shipped_tables_have_the_published_letters_and_the_proposed_means(
    table: str, codes: str, unjudged: str, means: list[float]
) -> None:
    """The letters are those of the publications, typed in a second time; so are our numbers."""
    found = load_grading(table)
    assert "".join(g.code for g in found.grades) == codes
    assert [g.code for g in found.grades if g.unjudged] == [unjudged]
    assert [g.form.mean for g in found.grades if g.form] == pytest.approx(means, abs=1e-12)
    assert found.id == table
    assert found.values_citation == "Proposal of this library, not a standard and not measured"


def test_words_of_the_5x5x5_are_those_of_the_manual() -> None:
    """HMRC, MLR3C14000, appendix 3."""
    table = load_grading("uk_5x5x5")
    assert [g.label for g in table.grades] == [
        "always reliable", "mostly reliable", "sometimes reliable", "unreliable", "untested source",
    ]  # fmt: skip
    assert [(g.code, g.label, g.links) for g in table.information] == [
        ("1", "known to be true without reservation", 1),
        ("2", "known personally to the source but not to the officer", 1),
        ("3", "not personally known to the source but corroborated", 2),
        ("4", "cannot be judged", None),
        ("5", "suspected to be false or malicious", None),
    ]


def test_numbers_of_the_4x4_are_those_of_article_29() -> None:
    """Regulation (EU) 2016/794: 2 is first hand, 3 and 4 are not, 3 is corroborated."""
    found = {g.code: (g.links, g.corroborated) for g in load_grading("europol_4x4").information}
    assert found == {"1": (1, False), "2": (1, False), "3": (2, True), "4": (2, False)}


def test_letter_of_a_case_file_and_the_grade_in_python_are_the_same_distribution() -> None:
    """`{admiralty: B}` and `grade("B")` come from one file."""
    for letter in "ABCDE":
        source = Source.model_validate({"id": "s", "reliability": {"admiralty": letter}})
        stated = grade(letter)["reliability"]
        assert source.reliability.pieces == stated.pieces
        assert evidence.admiralty_table()[letter] == stated.parameters


def test_table_of_the_user_replaces_ours(tmp_path: Path) -> None:
    """As a mapping, as a file, and as what `load_grading` returned: the same numbers and words."""
    path = tmp_path / "station.toml"
    lines = [f'{k} = "{MINE[k]}"' for k in list(MINE)[:4]]
    for g in MINE["grades"]:
        lines += ["[[grades]]", *(f"{k} = {v!r}".replace("True", "true") for k, v in g.items())]
    path.write_text("\n".join(lines), "utf-8")
    assert tomllib.loads(path.read_text("utf-8")) == MINE
    for table in (MINE, path, str(path), load_grading(MINE)):
        stated = grade("A", table=table, because="Seen at work.")
        assert stated["reliability"] == priors.beta(310, 22)
        assert stated["because"] == (
            "Seen at work. Grade A (good) of station, version 2025, read as Beta(310, 22): 310 of "
            "332 held. Counted over 412 reports, 2019 to 2024."
        )
        assert grade("B", table=table)["reliability"] == priors.pert(0.3, 0.5, 0.8)


def test_grade_is_written_into_the_case_so_that_the_file_stands_alone(tmp_path: Path) -> None:
    """Saved and loaded without the table, it is the same and says where its number is from."""
    source = Source(id="s", **grade("A", table=MINE))
    item = evidence.Item.model_validate(
        {"id": "i", "source": "s", "likelihood": {"h": 0.9, "k": 0.1}, "if_unreliable": 0.3}
    )
    case = assess.case_from(
        {"format": "assess/1", "questions": question(0.5), "sources": [source], "items": [item]}
    )
    assess.save_case(case, tmp_path / "case.yaml")
    loaded = assess.load_case(tmp_path / "case.yaml")
    assert loaded == case
    assert "station, version 2025" in loaded.sources[0].because


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("admirality", "did you mean 'admiralty'"),
        ("nothing.toml", "cannot be read"),
        (changed(version=""), "version"),
        ({k: v for k, v in MINE.items() if k != "values_citation"}, "values_citation: is missing"),
        (changed(colour="red"), "colour: is not a known key"),
        (changed(grades=[]), "has no grades"),
        (changed(grades=MINE["grades"][:1] * 2), "grade A stands there twice"),
        (changed(grades=MINE["grades"][1::-1]), "the mean of A is above that of B"),
        (changed(grades=[{"code": "A", "label": "a", "beta": [1, 1]}]), r"grades\[0\]: needs a re"),
        (changed(grades=[{"code": "A", "label": "a", "reason": "r"}]), "one of beta, pert and"),
        (
            changed(grades=[{"code": "A", "label": "a", "beta": [1, -1], "reason": "r"}]),
            r"grades\[0\].beta\[1\]: is out of range \(seen -1; allowed: above 0",
        ),
        (
            changed(grades=[{"code": "A", "label": "a", "pert": [0.5, 0.2, 0.9], "reason": "r"}]),
            "low <= mode <= high",
        ),
    ],
    ids=lambda x: str(x)[-40:],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_said(table: Any, words: str) -> None:
    """One sentence, with the place."""
    with pytest.raises(ValueError, match=words) as caught:
        load_grading(table)
    assert "\n" not in str(caught.value)


def test_unknown_grade_is_told_with_the_closest() -> None:
    """A small letter is not a letter of the table."""
    with pytest.raises(ValueError, match=r"A, B, C, D, E, F\); did you mean 'B'"):
        grade("b")


# --- what cannot be judged ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "table"), [("F", "admiralty"), ("E", "uk_5x5x5"), ("X", "europol_4x4"), ("?", MINE)]
)
def test_grade_that_cannot_be_judged_is_never_a_number_by_itself(code: str, table: Any) -> None:
    """An error by default; left out, or a stated choice, when asked for."""
    with pytest.raises(ValueError, match="no number follows from that"):
        grade(code, table=table)
    with pytest.raises(ValueError, match="and not both"):
        grade(code, table=table, exclude=True, instead=0.3)
    assert Source(id="s", **grade(code, table=table, exclude=True)).is_excluded
    chosen = grade(code, table=table, instead=priors.track(12, 5))
    assert chosen["reliability"].parameters == (12.5, 5.5)
    assert "is a choice" in chosen["because"]


def test_judged_grade_takes_no_policy() -> None:
    """Otherwise a B could be quietly replaced."""
    for policy in ({"instead": 0.3}, {"exclude": True}):
        with pytest.raises(ValueError, match="B of admiralty can be judged"):
            grade("B", **policy)


@pytest.mark.parametrize("form", [0.5, priors.beta(1, 1), priors.pert(0.0, 0.5, 1.0)], ids=str)
def test_even_chance_for_an_unjudged_source_is_warned_of(form: Any) -> None:
    """Whether as a number or as a range around it."""
    with pytest.warns(UserWarning, match="does not mean that"):
        assert grade("F", instead=form)["reliability"].mean == pytest.approx(0.5)


def test_uniform_range_equals_an_even_chance_for_one_item_and_not_for_two() -> None:
    """Why a wide range is no answer to "cannot be judged".

    One item, l .9 and .1, u .5: (.45 + .25) / (.05 + .25) = .7 / .3 either way.
    Two items: E[(.5 + .4 r)^2] = .25 + .4/2 + .16/3 = .50333 with r uniform, .7^2 = .49 at .5.
    And E[(.5 - .4 r)^2] = .25 - .4/2 + .16/3 = .10333, against .3^2 = .09.
    """
    item = {"source": "s", "likelihood": {"h": 0.9, "k": 0.1}, "if_unreliable": 0.5}
    wide, even = ([{"id": "s", "reliability": r}] for r in ({"beta": [1, 1]}, 0.5))
    one = [{"id": "a", **item}]
    two = [*one, {"id": "b", **item}]
    assert credence(0.5, wide, one) == pytest.approx(0.7, abs=1e-12)
    assert credence(0.5, even, one) == pytest.approx(0.7, abs=1e-12)
    assert credence(0.5, even, two) == pytest.approx(0.49 / 0.58, abs=1e-12)
    assert credence(0.5, wide, two) == pytest.approx(0.5033333 / 0.6066667, abs=1e-6)


# --- records --------------------------------------------------------------------------------------


def test_record_is_added_to_the_grade() -> None:
    """B is Beta(8, 2); 7 right and 1 wrong make Beta(15, 3), mean 15 / 18."""
    stated = track_record("B", 7, 1)
    assert stated["reliability"] == priors.beta(15, 3)
    assert stated["because"].endswith("7 right and 1 wrong: Beta(15, 3).")
    assert "Grade B" in stated["because"]


def test_records_one_after_another_are_one_record() -> None:
    """(B, 7 right 1 wrong) and then (2 right 3 wrong) is B with 9 right and 4 wrong."""
    both = track_record(track_record("B", 7, 1), 2, 3)
    assert both["reliability"] == track_record("B", 9, 4)["reliability"] == priors.beta(17, 6)


@given(BETAS, COUNTS, COUNTS)
def test_right_statements_never_lower_a_reliability_and_wrong_ones_never_raise_it(
    before: tuple[float, float], right: int, wrong: int
) -> None:
    """The mean goes towards the record, and never beyond it."""
    form = priors.beta(*before)
    assert track_record(form, right, 0)["reliability"].mean >= form.mean - 1e-12
    assert track_record(form, 0, wrong)["reliability"].mean <= form.mean + 1e-12
    if right + wrong:
        share = right / (right + wrong)
        after = track_record(form, right, wrong)["reliability"].mean
        assert min(form.mean, share) - 1e-12 <= after <= max(form.mean, share) + 1e-12


def test_record_is_what_settled_statements_in_a_case_would_have_taught() -> None:
    """Statements that are certainly right if they track, and never otherwise: Beta(8, 2) + 3."""
    items = [
        {
            "id": f"i{n}",
            "source": "s",
            "likelihood": {"h": 1 - 1e-12, "k": 1 - 1e-12},
            "if_unreliable": 1e-12,
        }
        for n in range(3)
    ]
    source = {"id": "s", "reliability": {"admiralty": "B"}}
    data = {"format": "assess/1", "questions": question(0.5), "sources": [source], "items": items}
    learned = float(weigh(assess.case_from(data))["exact"]["reliability"].sel(source="s"))
    assert learned == pytest.approx(track_record("B", 3, 0)["reliability"].mean, abs=1e-9)


@pytest.mark.parametrize(
    ("before", "right", "wrong", "words"),
    [
        ("F", 3, 1, "use priors.track"),
        ("G", 3, 1, "no grade in admiralty"),
        (0.8, 3, 1, "0.8 is none"),
        (priors.pert(0.1, 0.5, 0.8), 3, 1, "is none"),
        ({"persistent": 0.8}, 3, 1, "is none"),
        ({"admiralty": "F", "exclude": True}, 3, 1, "is none"),
        ("B", -1, 0, "right is a number of statements"),
        ("B", 1, float("nan"), "wrong is a number of statements"),
        ("B", 1, float("inf"), "wrong is a number of statements"),
    ],
)
def test_record_needs_a_beta_and_counts(
    before: Any, right: float, wrong: float, words: str
) -> None:
    """A fixed number says that nothing can move it, and F that there is nothing to move."""
    with pytest.raises(ValueError, match=words):
        track_record(before, right, wrong)


# --- hit rate and false alarms --------------------------------------------------------------------

# The formula is that of Schum (1994), *The Evidential Foundations of Probabilistic Reasoning*,
# Wiley, ch. 7, and Schum & DuCharme (1971), Organizational Behavior and Human Performance
# 6:111-131. P(E | H), P(E | not H), hit, false alarm, likelihood ratio of the testimony.
SCHUM = [
    (0.9, 0.2, 0.8, 0.1, 3.04166666667),
    (0.9, 0.2, 0.6, 0.4, 1.31818181818),
    (0.99, 0.01, 0.95, 0.05, 15.9491525424),
    (0.7, 0.001, 0.9, 0.05, 12.6843657817),
]


@pytest.mark.parametrize(("p", "q", "hit", "alarm", "ratio"), SCHUM)
def test_hit_and_false_alarm_give_schums_ratio(
    p: float, q: float, hit: float, alarm: float, ratio: float
) -> None:
    """In the formula of the method and through a whole case."""
    found = hit_and_false_alarm(hit, alarm)
    r, u = found["reliability"], found["if_unreliable"]
    above, below = appearance(r.mean, [p, q], u.mean)
    assert above / below == pytest.approx(ratio, rel=1e-10)
    item = {"id": "i", "source": "s", "likelihood": {"h": p, "k": q}, "if_unreliable": u}
    odds = credence(0.5, [{"id": "s", "reliability": r}], [item])
    assert odds / (1 - odds) == pytest.approx(ratio, rel=1e-9)


@pytest.mark.parametrize(
    ("h", "r", "a", "posterior"), [(0.3, 0.5, 0.5, 0.5625)]
)  # fmt: skip
def test_bovens_hartmann_source_is_a_hit_rate_and_a_false_alarm_rate(
    h: float, r: float, a: float, posterior: float
) -> None:
    """Bovens & Hartmann (2003), ch. 1 and 3: reliable with r, else it says so with a.

    Hit r + (1 - r) a = .75, false alarm (1 - r) a = .25; .3 * .75 / (.3 * .75 + .7 * .25) = .5625.
    """
    found = hit_and_false_alarm(r + (1 - r) * a, (1 - r) * a)
    assert found["reliability"].mean == pytest.approx(r)
    assert found["if_unreliable"].mean == pytest.approx(a)
    item = {
        "id": "i",
        "source": "s",
        "likelihood": {"h": {"value": 1, "certain": True}, "k": {"value": 0, "certain": True}},
        "if_unreliable": found["if_unreliable"],
    }
    source = {"id": "s", "reliability": found["reliability"]}
    assert credence(h, [source], [item]) == pytest.approx(posterior, abs=1e-12)


@given(
    st.floats(0.01, 0.98), st.floats(0.01, 0.99), st.floats(0.001, 0.999), st.floats(0.001, 0.999)
)
def test_item_has_the_probability_that_the_two_rates_say(
    alarm: float, share: float, p: float, q: float
) -> None:
    """f + (h - f) p, and never a larger ratio than h / f."""
    hit = alarm + share * (0.99 - alarm)
    found = hit_and_false_alarm(hit, alarm)
    both = appearance(found["reliability"].mean, [p, q], found["if_unreliable"].mean)
    assert both == pytest.approx(alarm + (hit - alarm) * np.array([p, q]), rel=1e-9)
    assert both[0] / both[1] <= hit / alarm * (1 + 1e-9)


def test_uncertain_rates_leave_the_likelihood_of_an_item_where_their_means_put_it() -> None:
    """E[f] + (E[h] - E[f]) l, through a case, whatever the ranges.

    And the variance of r is that of the difference: Var(h) + Var(f).
    """
    hit, alarm = priors.beta(16, 4), priors.beta(2, 18)  # means .8 and .1
    found = hit_and_false_alarm(hit, alarm)
    r, u = found["reliability"], found["if_unreliable"]
    item = {"id": "i", "source": "s", "likelihood": {"h": 0.9, "k": 0.2}, "if_unreliable": u}
    odds = credence(0.5, [{"id": "s", "reliability": r}], [item])
    assert odds / (1 - odds) == pytest.approx(3.04166666667, rel=1e-9)
    a, b = r.parameters
    variance = a * b / ((a + b) ** 2 * (a + b + 1))
    assert variance == pytest.approx(0.8 * 0.2 / 21 + 0.1 * 0.9 / 21, rel=1e-9)
    rng = np.random.default_rng(1)
    h, f = rng.beta(16, 4, 200_000), rng.beta(2, 18, 200_000)
    low, high = u.interval(0.9)
    drawn = np.quantile(f / (1 - h + f), [0.05, 0.95])
    assert [low, high] == pytest.approx(drawn, abs=0.03)


def test_pair_is_an_interval_that_holds_ninety_per_cent() -> None:
    """(.7, .9) is `between(.7, .9)`."""
    by_pair = hit_and_false_alarm((0.7, 0.9), (0.02, 0.1))
    assert by_pair == hit_and_false_alarm(priors.between(0.7, 0.9), priors.between(0.02, 0.1))


def test_rates_at_the_ends_need_consent() -> None:
    """A source that never misses, or never raises a false alarm, can be stated as such."""
    one, none = priors.fixed(1, certain=True), priors.fixed(0, certain=True)
    never_misses = hit_and_false_alarm(one, 0.2)
    assert (never_misses["reliability"].mean, never_misses["if_unreliable"].mean) == (0.8, 1.0)
    no_alarm = hit_and_false_alarm(0.7, none)
    assert (no_alarm["reliability"].mean, no_alarm["if_unreliable"].mean) == (0.7, 0.0)
    with pytest.raises(ValueError, match="never errs"):
        hit_and_false_alarm(one, none)
    with pytest.raises(ValueError, match=r"priors\.fixed"):
        hit_and_false_alarm(1, 0.2)


@pytest.mark.parametrize(
    ("hit", "alarm", "words"),
    [
        (0.5, 0.5, "worth nothing"),
        (0.1, 0.9, "informative liar"),
        ((0.3, 0.8), (0.2, 0.5), "overlap"),
        (1.2, 0.1, "hit"),
        (0.8, "low", "false_alarm"),
        (0.8, None, "false_alarm is a probability"),
        ({"persistent": 0.9}, 0.1, "hit is a probability or"),
        ((0.1, 0.2, 0.3), 0.1, "hit is a probability, a pair"),
    ],
)
def test_liars_and_what_is_no_rate_are_refused(hit: Any, alarm: Any, words: str) -> None:
    """A reliability cannot say that a source tells the opposite of the truth."""
    with pytest.raises(ValueError, match=words):
        hit_and_false_alarm(hit, alarm)


# --- unpacked -------------------------------------------------------------------------------------


def test_unpacked_reliability_is_the_product() -> None:
    """.9 * .8 = .72; four factors at .9 are .6561."""
    assert unpacked(access=0.9, veracity=0.8)["reliability"] == priors.fixed(0.9 * 0.8)
    four = unpacked(access=0.9, competence=0.9, objectivity=0.9, veracity=0.9)
    assert four["reliability"].mean == pytest.approx(0.6561, abs=1e-12)


def test_unpacked_betas_have_the_exact_mean_and_variance_of_the_product() -> None:
    """Beta(8, 2) x Beta(9, 1), by hand.

    Means .8 and .9, product .72. Second moments 8*9/(10*11) = .654545 and 9*10/(10*11) = .818182,
    product .535537; variance .535537 - .5184 = .017137. Beta: worth .72*.28/.017137 - 1 = 10.764.
    """
    found = unpacked(access=priors.beta(8, 2), veracity=priors.beta(9, 1))["reliability"]
    a, b = found.parameters
    assert a / (a + b) == pytest.approx(0.72, abs=1e-12)
    worth = 0.72 * 0.28 / (72 / 110 * 90 / 110 - 0.72**2) - 1
    assert a + b == pytest.approx(worth, rel=1e-9)
    assert worth == pytest.approx(10.764, abs=5e-4)


def test_product_of_two_betas_that_is_a_beta_is_found_exactly() -> None:
    """Beta(a, b) x Beta(a + b, c) is Beta(a, b + c): a textbook identity."""
    found = unpacked(access=priors.beta(6, 4), veracity=priors.beta(10, 5))["reliability"]
    assert found.parameters == pytest.approx((6, 9), rel=1e-9)


@given(st.lists(BETAS, min_size=1, max_size=5), st.integers(0, 10**6))
def test_unpacked_product_is_at_most_each_factor(
    betas: list[tuple[float, float]], seed: int
) -> None:
    """However many, and in whatever order."""
    names = ["access", "competence", "observation", "objectivity", "veracity"]
    order = np.random.default_rng(seed).permutation(len(betas))
    forms = [priors.beta(*x) for x in betas]
    found = unpacked(**dict(zip(names, forms, strict=False)))["reliability"]
    again = unpacked(**dict(zip(names, [forms[i] for i in order], strict=False)))["reliability"]
    assert found.mean <= min(f.mean for f in forms) + 1e-12
    assert again.parameters == pytest.approx(found.parameters, rel=1e-6)


def test_unpacked_source_is_the_path_of_its_factors() -> None:
    """For one item the credence is that of a path of hearsay with the same factors."""
    factors = {"access": priors.beta(8, 2), "veracity": priors.pert(0.5, 0.9, 1.0)}
    item = {"id": "i", "likelihood": {"h": 0.9, "k": 0.05}, "if_unreliable": 0.3}
    path = [{"id": k, "reliability": f} for k, f in factors.items()]
    by_path = credence(0.4, path, [{**item, "source": list(factors)}])
    whole = [{"id": "s", **unpacked(**factors)}]
    assert credence(0.4, whole, [{**item, "source": "s"}]) == pytest.approx(by_path, abs=1e-12)


def test_unpacked_says_its_factors_and_needs_one() -> None:
    """The reason names every factor."""
    stated = unpacked(access=(0.6, 0.95), veracity=0.8)
    assert stated["because"] == "All must hold: access {between: [0.6, 0.95]}, veracity .8."
    with pytest.raises(ValueError, match="at least one of access"):
        unpacked()
    with pytest.raises(ValueError, match="veracity is a probability or"):
        unpacked(veracity={"admiralty": "F", "exclude": True})


# --- the item's half of a grade -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "credence", "agrees"),
    [
        (2, 0.7, True),
        (2, 0.2, False),
        ("3", 0.01, None),
        ("3", 0.99, None),
        (4, 0.2, True),
        (4, 0.7, False),
        (5, 0.3, True),
        (5, 0.6, False),
        (6, 0.5, None),
    ],
)
def test_credibility_is_compared_with_what_its_words_exclude(
    code: Any, credence: float, agrees: bool | None
) -> None:
    """Above or below one half, and no finer: nobody published more."""
    assert compare_credibility(code, credence=credence).agrees is agrees


def test_confirmed_is_counted_twice_beside_its_confirmation_and_unfounded_without() -> None:
    """A 1 rests on other items: either they are in the case, or it stands for what is not there."""
    without = compare_credibility(1, credence=0.9)
    assert without.agrees is None
    assert compare_credibility(1, credence=0.1).agrees is None
    assert "nothing to compare: add what confirms it" in without.words
    assert "excludes no credence" in compare_credibility(3, credence=0.1).words
    beside = compare_credibility(1, credence=0.9, confirmed_by=["film", "log"])
    assert beside.agrees
    assert beside.counted_twice == ("film", "log")
    assert "the grade adds nothing" in beside.words


def test_directness_is_no_credibility() -> None:
    """A police 2 is not an Admiralty 2."""
    with pytest.raises(ValueError, match="see hearsay"):
        compare_credibility(2, credence=0.5, table="uk_5x5x5")
    with pytest.raises(ValueError, match="links=1 or links=2"):
        hearsay(2, source="s", table="admiralty")
    with pytest.raises(ValueError, match="credence is a probability"):
        compare_credibility(2, credence=1.5)


@pytest.mark.parametrize(
    ("table", "code", "origin", "path"),
    [
        ("uk_5x5x5", 1, None, "s"),
        ("uk_5x5x5", 2, None, "s"),
        ("uk_5x5x5", 3, "o", ("o", "s")),
        ("europol_4x4", 2, None, "s"),
        ("europol_4x4", "3", "o", ("o", "s")),
        ("europol_4x4", 4, "o", ("o", "s")),
    ],
)
def test_police_grades_are_paths_of_one_or_two_links(
    table: str, code: Any, origin: str | None, path: Any
) -> None:
    """The one who saw it comes first."""
    assert hearsay(code, source="s", origin=origin, table=table)["source"] == path


def test_second_hand_item_is_heuers_chain() -> None:
    """.75 for the source and .75 for the one behind it make .5625.

    Heuer (1999), *Psychology of Intelligence Analysis*, ch. 10, prints .56 for two links at .75.
    The item appears under h with .5625 * .9 + .4375 * .3 = .6375, under k with .05625 + .13125.
    """
    sources = [{"id": x, "reliability": 0.75} for x in ("contact", "informant")]
    item = {
        "id": "i",
        "likelihood": {"h": 0.9, "k": 0.1},
        "if_unreliable": 0.3,
        **hearsay(3, source="informant", origin="contact"),
    }
    found = credence(0.5, sources, [item])
    assert found == pytest.approx(0.6375 / (0.6375 + 0.1875), abs=1e-12)
    assert "counts as an item of its own, and only so" in item["because"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"code": 3}, "name the source behind it"),
        ({"code": 2, "origin": "o"}, "has no place in it"),
        ({"code": 2, "links": 2, "origin": "o"}, "is a path of 1, not 2"),
        ({"code": 4}, "links=1 or links=2"),
        ({"code": 5}, "links=1 or links=2"),
        ({"code": 5, "links": 3}, "links=1 or links=2"),
        ({"code": 9}, "no grade of an item in uk_5x5x5"),
    ],
)
def test_what_a_police_grade_leaves_open_must_be_said(options: dict[str, Any], words: str) -> None:
    """ "Cannot be judged" and "suspected" are no number of links."""
    with pytest.raises(ValueError, match=words):
        hearsay(source="s", **options)
    assert hearsay(4, source="s", links=2, origin="o")["source"] == ("o", "s")
