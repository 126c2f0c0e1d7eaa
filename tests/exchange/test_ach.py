"""Matrices of competing hypotheses: what letters stand for, reading, writing, Heuer's count."""

from __future__ import annotations

import csv
import datetime as dt
import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weighing import weigh

import assess
from assess.cli import main
from assess.io.files import to_json
from evidence import rating_table
from priors import between, fixed

# Heuer, R. J. (1999), Psychology of Intelligence Analysis, CIA Center for the Study of
# Intelligence, chapter 8: will Iraq retaliate for the bombing of its intelligence headquarters?
# Ratings of the matrix; the counts are arithmetic on them.
HEUER = """\
Will Iraq retaliate?
item,H1: no retaliation,H2: minor terrorist actions,H3: major attack
E1 public statement of intent not to retaliate,+,+,+
E2 no terrorist offensive during the Gulf War,+,+,-
E3 assumption that Iraq would not want to provoke another war,+,+,-
E4 more and longer agent radio broadcasts,-,+,+
E5 embassies told to raise security,-,+,+
E6 assumption that failure to retaliate would be a loss of face,-,+,+
"""
COUNTS = {"H1": 3, "H2": 0, "H3": 2}


def read(folder: Path, text: str, name: str = "matrix.csv", **options: object) -> assess.Case:
    path = folder / name
    path.write_text(text, "utf-8")
    return assess.from_ach(path, **options)  # type: ignore[arg-type]


@pytest.fixture
def heuer(tmp_path: Path) -> assess.Case:
    return read(tmp_path, HEUER)


# --- what letters stand for -----------------------------------------------------------------------


def test_letters_stand_for_the_intervals_of_the_table() -> None:
    """Typed in a second time; each holds 90 % of a Beta."""
    table = rating_table()
    intervals = {
        "CC": (0.70, 0.95), "C": (0.45, 0.85), "N": (0.25, 0.65), "I": (0.08, 0.35),
        "II": (0.01, 0.12),
    }  # fmt: skip
    assert {x: p.between for x, p in table.letters.items()} == intervals
    for letter, (low, high) in intervals.items():
        assert table.letters[letter].interval(0.9) == pytest.approx((low, high), abs=1e-6)


def test_what_is_inconsistent_weighs_more_than_what_is_consistent() -> None:
    """Steps downwards grow, as the table's reasons say: 1.0, 1.7, 3.5 and 5.8 dB."""
    means = [p.mean for p in rating_table().letters.values()]
    steps = [10 * np.log10(a / b) for a, b in pairwise(means)]
    assert [round(s, 1) for s in steps] == [1.0, 1.7, 3.5, 5.8]


def test_table_says_that_its_numbers_are_a_proposal() -> None:
    """Nobody published them; the letters are Heuer's."""
    assert "Proposal of this library" in rating_table().values_citation
    assert "Heuer" in rating_table().letters_citation


def test_not_applicable_is_the_mean_of_the_rest_of_the_row() -> None:
    """And 1/2 under each hypothesis if the item bears on none."""
    table = rating_table()
    found = table.likelihoods({"h": "CC", "k": "II", "m": "NA"})
    assert found["m"] == fixed((found["h"].mean + found["k"].mean) / 2)
    assert set(table.likelihoods({"h": "NA", "k": "NA"}).values()) == {fixed(0.5)}


def test_unknown_table_is_refused() -> None:
    """In one sentence, with the one there is."""
    with pytest.raises(
        ValueError, match=r"no table of ratings is called 'v7' \(there is: ach_v0\)"
    ):
        rating_table("v7")  # type: ignore[arg-type]


def test_item_that_is_not_applicable_leaves_a_hypothesis_where_it_was(tmp_path: Path) -> None:
    """With even priors of the others: P(item | rest) is the mean of the row, so the ratio is 1."""
    case = read(tmp_path, "item,H1,H2,H3\nE1: x,NA,CC,II\n")
    credence = weigh(case)["exact"]["credence"].values
    assert credence[0] == pytest.approx(1 / 3, abs=1e-12)
    assert credence[1] > 0.6


def spelt_out(case: assess.Case) -> assess.Case:
    """The same case with likelihoods in place of letters."""
    data = json.loads(to_json(case))
    for item in data["items"]:
        letters = item.pop("rating")
        item.pop("rating_table", None)
        numbers = [
            between(*rating_table().letters[x].between) for x in letters.values() if x != "NA"
        ]
        idle = sum(p.mean for p in numbers) / len(numbers) if numbers else 0.5
        item["likelihood"] = {
            h: idle if x == "NA" else {"between": list(rating_table().letters[x].between)}
            for h, x in letters.items()
        }
    return assess.case_from(data)


def test_a_rating_is_weighed_like_the_likelihoods_it_stands_for(tmp_path: Path) -> None:
    """Credences, addresses, ranges: nothing but the way of stating differs."""
    text = "item,H1,H2,H3,source,reliability\na,CC,I,NA,x,C\nb,N,II,C,x,C\nc,NA,NA,NA,y,E\n"
    case = read(tmp_path, text)
    one, other = weigh(case), weigh(spelt_out(case))
    credences = [result["exact"]["credence"].values for result in (one, other)]
    assert credences[0] == pytest.approx(credences[1], rel=1e-12)
    assert assess.tabulate(case).equals(assess.tabulate(spelt_out(case)))
    assert "likelihood[a, H1]" in assess.tabulate(case)["number"].values


def test_by_hand(tmp_path: Path) -> None:
    """Two items, even priors, sources that are trusted: the product of the means."""
    case = read(tmp_path, "item,H1,H2\na,CC,I\nb,C,N\n")
    cc, c, n, i = (rating_table().letters[x].mean for x in ("CC", "C", "N", "I"))
    want = cc * c / (cc * c + i * n)
    assert float(weigh(case)["exact"]["credence"][0]) == pytest.approx(want, abs=1e-12)


def test_result_says_that_the_numbers_of_the_letters_are_a_proposal(heuer: assess.Case) -> None:
    """Among its warnings, once."""
    warnings = json.loads(assess.to_json(weigh(heuer)))["warnings"]
    told = [w["message"] for w in warnings if "letters of ratings" in w["message"]]
    (only,) = told
    assert "this library's proposal, not a standard" in only
    assert "CC 0.84, C 0.66, N 0.45, I 0.20, II 0.05" in only


# --- reading --------------------------------------------------------------------------------------


def test_heuers_matrix_is_read(heuer: assess.Case) -> None:
    """Hypotheses and items with their ids and words; signs as letters; even priors, and said so."""
    (question,) = heuer.questions
    assert [h.id for h in question.hypotheses] == ["H1", "H2", "H3"]
    assert question.hypotheses[1].text == "minor terrorist actions"
    assert {h.prior.value for h in question.hypotheses} == {1 / 3}
    assert heuer.title == "Will Iraq retaliate?"
    assert heuer.items[1].id == "E2"
    assert heuer.items[1].text == "no terrorist offensive during the Gulf War"
    assert heuer.items[1].rating == {"H1": "C", "H2": "C", "H3": "I"}
    assert "Priors are even because the matrix states none." in heuer.text
    assert all("states no priors" in h.because for h in question.hypotheses)
    assert "taken as exhaustive" in heuer.text
    assert "names no sources" in heuer.text


WAYS = [
    ("letters", "item,H1,H2\na,CC,II\nb,I,N\n", "matrix.csv"),
    ("small letters", "item,H1,H2\na,cc,ii\nb,i,n\n", "matrix.csv"),
    ("signs", "item,H1,H2\na,++,--\nb,-,0\n", "matrix.csv"),
    ("a typographic minus", "item,H1,H2\na,++,−−\nb,−,0\n", "matrix.csv"),
    ("numbers, by the first cell", "item (-2..2),H1,H2\na,2,-2\nb,-1,0\n", "matrix.csv"),
    ("numbers, by a line above", "scale,-2..2\nitem,H1,H2\na,+2,-2\nb,-1,0\n", "matrix.csv"),
    ("semicolons", "item;H1;H2\na;CC;II\nb;I;N\n", "matrix.csv"),
    ("tabs", "item\tH1\tH2\na\tCC\tII\nb\tI\tN\n", "matrix.tsv"),
    ("a line that says the delimiter", "sep=;\nitem;H1;H2\na;CC;II\nb;I;N\n", "matrix.csv"),
    ("blanks of all kinds", "item,H1 ,H2\na , CC,\u00a0II\u00a0\nb,I\u200b,N\n", "matrix.csv"),
    ("empty rows and columns", ",,,,\nitem,H1,H2,,\n,,,,\na,CC,II,,\n,,\nb,I,N,,\n,,,,\n", "m.csv"),
    ("a byte order mark", "\ufeffitem,H1,H2\na,CC,II\nb,I,N\n", "matrix.txt"),
    ("line ends of Windows", "item,H1,H2\r\na,CC,II\r\nb,I,N\r\n", "matrix.csv"),
    ("no word above the items", ",H1,H2\na,CC,II\nb,I,N\n", "matrix.csv"),
    ("a row of scores", "item,H1,H2\na,CC,II\nb,I,N\ntotal,-1,-2\n", "matrix.csv"),
    ("a column of scores", "item,H1,H2,score\na,CC,II,9\nb,I,N,=1+1\n", "matrix.csv"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), [w[1:] for w in WAYS], ids=[w[0] for w in WAYS])
def test_one_matrix_in_many_spellings_is_one_case(text: str, name: str, tmp_path: Path) -> None:
    """Letters, signs, numbers with their scale, delimiters, blanks, line ends."""
    case = read(tmp_path, text, name)
    assert [i.id for i in case.items] == ["a", "b"]
    assert case.items[0].rating == {"H1": "CC", "H2": "II"}
    assert case.items[1].rating == {"H1": "I", "H2": "N"}


def test_names_without_codes_become_ids_and_stay_as_words(tmp_path: Path) -> None:
    """Cut at a word, told apart by a number; a one-word name is its own id."""
    text = (
        "item,no retaliation at all,Retaliation\n"
        "A public statement of intent not to retaliate,C,I\n"
        "A public statement of intent not to do anything,C,I\n"
    )
    case = read(tmp_path, text)
    assert [h.id for h in case.questions[0].hypotheses] == ["no_retaliation_at_all", "Retaliation"]
    first, second = case.items
    assert (first.id, second.id) == (
        "A_public_statement_of_intent_not",
        "A_public_statement_of_intent_not_2",
    )
    assert second.text == "A public statement of intent not to do anything"


def test_a_code_within_a_name_is_not_taken_from_it(tmp_path: Path) -> None:
    """MH17 belongs to the sentence; E1 at its beginning does not."""
    case = read(tmp_path, "item,H1,H2\nMH17 was shot down,C,I\nE1 was seen,C,I\n")
    assert case.items[0].text == "MH17 was shot down"
    assert case.items[1].text == "was seen"


FULL = """\
Titel,Der leere Rahmen
Frage,Warum hängt der Rahmen leer?
Stand,2025-11-20
Indiz,H1: gestohlen,H2: umgehängt,Sonstiges,Quelle,Zuverlässigkeit,Glaubwürdigkeit,Gewicht,Datum
A priori,0.2,70 %,"0,1",,,,,
E1: Ein Fremder trug etwas hinaus,CC,I,N,Wachmann,B2,hoch,2,14.11.2025
E2: Kein Eintrag,N,I,N,Register,0.9,mittel,,2025-11-15
"""


def test_german_headings_grades_weights_and_days_are_read(tmp_path: Path) -> None:
    """Each becomes what it is, and whatever had to be interpreted is noted with its cell."""
    case = read(tmp_path, FULL)
    (question,) = case.questions
    assert (case.title, question.text) == ("Der leere Rahmen", "Warum hängt der Rahmen leer?")
    assert case.as_of == dt.date(2025, 11, 20)
    assert [h.prior.value for h in question.hypotheses] == pytest.approx([0.2, 0.7, 0.1])
    assert question.hypotheses[2].catch_all
    assert question.exhaustive is None
    first, second = case.items
    assert first.tags == ("credibility: high", "weight: 2", "grade: B2")
    assert (first.date, second.date) == (dt.date(2025, 11, 14), dt.date(2025, 11, 15))
    assert {s.id: s.reliability.mean for s in case.sources} == {"Wachmann": 0.8, "Register": 0.9}
    for note in ("C5: '70 %' was read as a share of 100", "D5: '0,1' was read with a decimal comma",
                 "I6: '14.11.2025' was read as 2025-11-14", "Sonstiges was read as the catch-all",
                 "Weights enter no credence"):  # fmt: skip
        assert note in case.text


def test_an_unreliable_source_says_nothing(tmp_path: Path) -> None:
    """if_unreliable is the mean of the row: with reliability 0 nothing would move."""
    case = read(tmp_path, "item,H1,H2,source,reliability\na,CC,II,x,E\n")
    means = [rating_table().letters[x].mean for x in ("CC", "II")]
    assert case.items[0].if_unreliable == fixed(sum(means) / 2)
    assert "if_unreliable is the mean of the row's likelihoods" in case.text
    # reliability of grade E: Beta(1, 9), mean .1
    top = 0.1 * means[0] + 0.9 * sum(means) / 2
    rest = 0.1 * means[1] + 0.9 * sum(means) / 2
    credence = float(weigh(case)["exact"]["credence"][0])
    assert credence == pytest.approx(top / (top + rest), abs=1e-12)


@pytest.mark.parametrize("named", [True, False])
def test_credibility_is_a_tag_and_enters_no_computation(named: bool, tmp_path: Path) -> None:
    """high, 5 and a blank: one source, and the credences are those without the column."""
    rows = [("a,C,I", "CIA", "high"), ("b,C,I", "CIA", "5"), ("c,C,I", "CIA", "")]
    column, source = (",source", lambda s: f",{s}") if named else ("", lambda _: "")
    plain_text = f"item,H1,H2{column}\n" + "".join(f"{r}{source(s)}\n" for r, s, _ in rows)
    text = f"item,H1,H2{column},credibility\n"
    text += "".join(f"{r}{source(s)},{level}\n" for r, s, level in rows)
    case, without = read(tmp_path, text), read(tmp_path, plain_text)
    assert case.sources == without.sources
    assert len(case.sources) == 1
    assert [i.tags for i in case.items] == [("credibility: high",), ("credibility: 5",), ()]
    one, other = (weigh(c)["exact"]["credence"].values for c in (case, without))
    assert one == pytest.approx(other, rel=1e-12)
    assert case.text.count("Credibility enters no computation") == 1
    assert "Credibility" not in without.text


def test_not_applicable_is_noted_with_its_condition(tmp_path: Path) -> None:
    """With priors .2, .6, .2 the same row moves the hypothesis that it does not bear on."""
    text = "item,H1,H2,H3\nE1: x,NA,CC,II\nprior,.2,.6,.2\n"
    case = read(tmp_path, text)
    assert "only while those with letters are equally credible" in case.text
    assert abs(weigh(case)["exact"]["credence"].values[0] - 0.2) > 0.02
    assert "NA gets" not in read(tmp_path, "item,H1,H2\na,C,I\n").text


def test_hypotheses_that_were_read_are_noted(tmp_path: Path) -> None:
    """And a heading of a property is one only if it says so; it comes back from an export."""
    case = read(tmp_path, "item,H1,hypothesis: Type\na,C,I\n")
    assert "Hypotheses read: H1, Type." in case.text
    assess.to_spreadsheet(case, tmp_path / "out.csv")
    assert assess.from_ach(tmp_path / "out.csv") == case


def test_same_letters_through_a_shared_source_are_told(tmp_path: Path) -> None:
    """An item with equal letters moves the source, and so the others: the parts add up."""
    rows = "".join(
        f'{k},{x},"{{""persistent"": 0.6}}",p,0.3\n' for k, x in (("a", "CC,I"), ("b", "CC,CC"))
    )
    case = read(tmp_path, "item,H1,H2,reliability,source,if unreliable\n" + rows)
    found = assess.ach_comparison(case)
    assert abs(float(found["contribution"].sel(item="b"))) > 0.05
    words = "dB from items with the same letter for both (through a shared source)"
    assert words in assess.explain(found)


def test_nothing_to_add_up_ends_the_sentence(tmp_path: Path) -> None:
    """No part, so no colon before a full stop."""
    text = assess.explain(assess.ach_comparison(read(tmp_path, "item,H1,H2\na,C,C\n")))
    assert ": ." not in text
    assert "there are 0.0 dB." in text or "there are +0.0 dB." in text


def test_credibility_beside_a_reliability_is_kept_and_not_multiplied(tmp_path: Path) -> None:
    """It stays a tag."""
    text = "item,H1,H2,source,reliability,credibility\na,C,I,CIA,A,low\n"
    case = read(tmp_path, text)
    assert case.sources[0].reliability.admiralty == "A"
    assert case.items[0].tags == ("credibility: low",)


def test_priors_as_an_argument_replace_those_of_the_file(tmp_path: Path) -> None:
    """And the note names the cells."""
    text = "item,H1,H2\nprior,.5,.5\na,C,I\n"
    case = read(tmp_path, text, priors={"H1": 0.9, "H2": 0.1})
    assert [h.prior.value for h in case.questions[0].hypotheses] == [0.9, 0.1]
    assert "in place of those in B2:C2" in case.text


# --- Heuer's count --------------------------------------------------------------------------------


def test_heuers_counts_are_reproduced(heuer: assess.Case) -> None:
    """3, 0 and 2 inconsistent items; the least inconsistent, H2, leads the credence too."""
    found = assess.ach_comparison(heuer)
    counts = dict(zip(found["hypothesis"].values, found["inconsistency"].values, strict=True))
    assert counts == COUNTS
    assert found["weighted_inconsistency"].values.tolist() == [3, 0, 2]
    assert found.attrs["leading"] == "H2"
    assert found.attrs["agrees"] == 1
    assert found["rank_inconsistency"].values.tolist() == [3, 1, 2]
    assert found["rank_credence"].values.tolist() == [3, 1, 2]


def test_items_of_heuers_matrix_that_say_nothing(heuer: assess.Case) -> None:
    """E1 is consistent with all, so not diagnostic; the others tell at least two apart."""
    found = assess.diagnosticity(weigh(heuer))
    assert found["item"].values[~found["diagnostic"].values].tolist() == ["E1"]


def test_weighted_count_by_hand(tmp_path: Path) -> None:
    """I counts 1 and II 2, times the weight of the item: 3 x 2 + 1 x 1 = 7 and 0.5 x 2 = 1."""
    text = "item,H1,H2,weight\na,II,CC,3\nb,I,N,\nc,CC,II,0.5\n"
    found = assess.ach_comparison(read(tmp_path, text))
    assert found["inconsistency"].values.tolist() == [2, 1]
    assert found["weighted_inconsistency"].values.tolist() == [7, 1]


DIFFER = """\
item,H1,H2
a,I,CC
b,II,CC
c,N,II
d,CC,II
e,CC,I
prior,.05,.95
f,CC,N
g,I,I
"""


def test_rankings_that_differ_are_explained_by_items(tmp_path: Path) -> None:
    """Counts 3 and 4 with credences the other way round; the parts add up to the log-odds."""
    found = assess.ach_comparison(read(tmp_path, DIFFER))
    assert found["inconsistency"].values.tolist() == [3, 4]
    p = dict(zip(found["hypothesis"].values, found["credence"].values, strict=True))
    assert p["H2"] > p["H1"]
    assert found["reversed"].sel(hypothesis="H2", against="H1").item() is True
    assert (found.attrs["leading"], found.attrs["rival"]) == ("H2", "H1")
    kinds = dict(zip(found["item"].values, found["kind"].values, strict=True))
    assert kinds == {"a": "counted", "b": "counted", "c": "counted", "d": "counted",
                     "e": "counted", "f": "not counted", "g": "against both"}  # fmt: skip
    assert found["item"].values[found["against_all"].values].tolist() == ["g"]
    total = found.attrs["prior_decibans"] + float(found["contribution"].sum())
    assert total == pytest.approx(found.attrs["decibans"], abs=1e-9)
    assert found.attrs["prior_decibans"] == pytest.approx(10 * np.log10(19), abs=1e-9)
    n, cc = rating_table().letters["N"].mean, rating_table().letters["CC"].mean
    f = float(found["contribution"].sel(item="f"))
    assert f == pytest.approx(10 * np.log10(n / cc), abs=1e-9)
    words = assess.explain(found)
    assert "The two rankings differ: H1 has fewer inconsistent items (3 against 4)" in words
    assert "+12.8 dB from the priors" in words
    assert "in no count, but weighing in the credence: f −2.8 dB" in words
    assert "inconsistent with every hypothesis, so counted against each: g" in words.lower()
    assert "a proposal of this library" in words


def test_equal_counts_contradict_no_credence(tmp_path: Path) -> None:
    """CC against C: no inconsistency under either, so the count does not tell them apart."""
    found = assess.ach_comparison(read(tmp_path, "item,H1,H2\na,CC,C\n"))
    assert not found["reversed"].values.any()
    assert found.attrs["agrees"] == 1
    assert found["rank_inconsistency"].values.tolist() == [1, 1]
    cc, c = (rating_table().letters[x].mean for x in ("CC", "C"))
    assert float(found["credence"][0]) == pytest.approx(cc / (cc + c), abs=1e-12)
    words = "Counting inconsistencies does not tell H1 from H2 (0 each); the credence does: .56 and"
    assert words in assess.explain(found)


def test_equal_credences_are_not_ranked_by_words(tmp_path: Path) -> None:
    """Priors that just make up for the item: only the count tells them apart."""
    c, i = (rating_table().letters[x].mean for x in ("C", "I"))
    priors = {"H1": i / (c + i), "H2": c / (c + i)}
    path = tmp_path / "matrix.csv"
    path.write_text("item,H1,H2\na,C,I\n", "utf-8")
    found = assess.ach_comparison(assess.from_ach(path, priors=priors))
    assert found["rank_credence"].values.tolist() == [1, 1]
    assert "The credence does not tell" in assess.explain(found)


def test_items_of_one_source_are_told_as_dependent(tmp_path: Path) -> None:
    """The count adds them as if they were independent; the credence does not."""
    rows = "".join(f'x{k},CC,II,paper,"{{""persistent"": 0.6}}"\n' for k in range(4))
    case = read(tmp_path, "item,H1,H2,source,reliability\n" + rows)
    found = assess.ach_comparison(case)
    assert found["dependent"].values.all()
    assert float(found["contribution"].sum()) < float(found["alone"].sum()) - 1.0
    assert "worth something else beside the others than alone: x0, x1, x2, x3" in (
        assess.explain(found).lower()
    )


def test_letters_count_what_the_case_selects(tmp_path: Path) -> None:
    """An item that became known later is in neither."""
    text = "item,H1,H2,date\na,I,C,2024-01-01\nb,I,C,2025-01-01\n"
    result = weigh(read(tmp_path, text), as_of="2024-06-01")
    assert assess.ach_comparison(result)["inconsistency"].values.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"question": "q"}, "no question is called 'q'"),
        ({"question": "questions"}, "did you mean 'question'"),
    ],
)
def test_comparison_of_an_unknown_question(
    heuer: assess.Case, change: dict[str, str], message: str
) -> None:
    """Named, with the closest."""
    with pytest.raises(ValueError, match=message):
        assess.ach_comparison(heuer, **change)


def test_comparison_without_ratings_says_what_is_missing() -> None:
    """A case of likelihoods has nothing to count."""
    with pytest.raises(ValueError, match="no item is stated by a rating, so there is nothing to"):
        assess.ach_comparison(weigh(assess.example_case("dprk_missiles")))


def test_table_has_the_most_credible_first(heuer: assess.Case) -> None:
    """Counts, weighted counts and credences with their ranks."""
    table = assess.ach_table(assess.ach_comparison(heuer))
    assert [r[0] for r in table.rows] == ["H2", "H3", "H1"]
    assert table.rows[0][1:3] == ("0 (1)", "0 (1)")
    assert table.rows[2][1] == "3 (3)"


def test_picture_shows_counts_and_credences(heuer: assess.Case) -> None:
    """Bars to the left as long as the counts, to the right as the credences; the title says it."""
    import matplotlib as mpl

    mpl.use("agg")
    import matplotlib.pyplot as plt

    found = assess.ach_comparison(heuer)
    ax = assess.plot_ach_comparison(found, labels="text")
    widths = [bar.get_width() for bar in ax.patches[:6]]
    assert widths[:3] == pytest.approx([0, -2 / 3, -1])
    want = sorted(found["credence"].values, reverse=True)
    assert widths[3:] == pytest.approx(want)
    assert ax.get_yticklabels()[0].get_text() == "minor terrorist actions"
    assert "minor terrorist actions comes first" in ax.get_title().replace("\n", " ")
    plt.close("all")
    with pytest.raises(ValueError, match="most is a whole number"):
        assess.plot_ach_comparison(found, most=0)
    with pytest.raises(ValueError, match="labels: 'name' is neither"):
        assess.plot_ach_comparison(found, labels="name")  # type: ignore[arg-type]


# --- writing --------------------------------------------------------------------------------------

PIECES = [*"abzÄß0 .,;:'\"=+-@\t\n\r_#{}[]|\x01\u00a0", "x000D_", "_x0041_", "E1 ", "sep=;"]
WORDS = (
    st.lists(st.sampled_from(PIECES), max_size=10)
    .map("".join)
    .filter(lambda t: t == "" or t.strip(" \t\n\r\x01\u00a0") != "")
)
IDS = st.text(st.sampled_from("abHE12._-ü"), min_size=1, max_size=6).filter(
    lambda t: t[0] not in "._-"
)
TAKEN = st.sampled_from(["source", "prior", "date", "text", "title", "item", "total", "sep", "CC"])
FORMS = st.sampled_from([0.1, 0.75, {"beta": [8, 2]}, {"value": 1, "certain": True},
                         {"admiralty": "B"},
                         {"admiralty": "F", "exclude": True}, {"persistent": 0.5},
                         {"track": {"right": 3, "wrong": 1}}])  # fmt: skip


@st.composite
def matrices(draw: st.DrawFn) -> assess.Case:
    """A case that is a matrix, with every part that a matrix can have."""
    names = draw(st.lists(IDS | TAKEN, min_size=2, max_size=4, unique=True))
    items = draw(st.lists(IDS | TAKEN, min_size=1, max_size=5, unique=True))
    sources = draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    used = [draw(st.sampled_from(sources)) for _ in items]
    priors = [x / 16 for x in draw(st.permutations([1, 2, 4, 9]))]
    priors = [1 / len(names)] * len(names) if len(names) != 4 else priors
    catch = draw(st.booleans())
    question = {
        "id": draw(st.just("question") | IDS),
        "text": draw(WORDS),
        "hypotheses": [
            {"id": n, "text": draw(WORDS), "because": draw(WORDS), "prior": p,
             "catch_all": catch and n == names[-1]}
            for n, p in zip(names, priors, strict=True)
        ],
    }  # fmt: skip
    if not catch:
        question["exhaustive"] = draw(WORDS.filter(bool))
    levels = st.sampled_from(["high", "low", "3"])
    data = {
        "format": "assess/1",
        "title": draw(WORDS),
        "text": draw(WORDS),
        "questions": [question],
        "sources": [
            {"id": s, "name": draw(WORDS), "reliability": draw(FORMS)} for s in dict.fromkeys(used)
        ],
        "items": [
            {
                "id": n,
                "text": draw(WORDS),
                "source": s,
                "rating": {
                    h: draw(st.sampled_from(["CC", "C", "N", "I", "II", "NA"])) for h in names
                },
                "if_unreliable": draw(st.sampled_from([0.5, 0.1234567890123, {"beta": [1, 3]}])),
                "citation": draw(WORDS),
                "because": draw(WORDS),
                **draw(st.just({}) | st.just({"date": "2024-02-29"})),
                "tags": [
                    *(f"credibility: {x}" for x in draw(st.lists(levels, max_size=1))),
                    *(
                        f"weight: {x}"
                        for x in draw(st.lists(st.sampled_from(["2", "0.5"]), max_size=1))
                    ),
                ],
            }
            for n, s in zip(items, used, strict=True)
        ],
    }
    return assess.case_from(data)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(case=matrices(), suffix=st.sampled_from(["csv", "xlsx"]))
def test_what_is_exported_is_imported_as_the_same_case(
    case: assess.Case, suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Names that are those of columns, formulas, quotes, line ends, control characters and all."""
    path = tmp_path_factory.mktemp("out") / f"matrix.{suffix}"
    assess.to_spreadsheet(case, path)
    assert assess.from_ach(path) == case
    assert [p.name for p in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("text", [HEUER, FULL], ids=["heuer", "full"])
def test_an_imported_matrix_is_exported_and_imported_unchanged(
    suffix: str, text: str, tmp_path: Path
) -> None:
    """With its notes; nothing is noted a second time."""
    case = read(tmp_path, text)
    assess.to_spreadsheet(case, tmp_path / f"out.{suffix}")
    assert assess.from_ach(tmp_path / f"out.{suffix}") == case


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")']


@pytest.mark.parametrize("danger", DANGEROUS, ids=repr)
def test_no_cell_is_a_formula_to_a_spreadsheet_program(danger: str, tmp_path: Path) -> None:
    """In a workbook it is text and marked as such; in CSV it stands behind an apostrophe."""
    data = json.loads(to_json(read(tmp_path, HEUER)))
    data["title"] = data["items"][0]["text"] = data["items"][0]["because"] = danger
    data["questions"][0]["hypotheses"][0]["text"] = danger
    case = assess.case_from(data)
    assess.to_spreadsheet(case, tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    cells = [c for sheet in book for row in sheet for c in row if c.value is not None]
    assert {c.data_type for c in cells} <= {"s", "n", "d"}
    dangerous = [c for c in cells if isinstance(c.value, str) and c.value[0] in "=+-@\t"]
    assert all(c.quotePrefix for c in dangerous)
    assess.to_spreadsheet(case, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        begun = {c[0] for row in csv.reader(file) for c in row if c}
    assert not begun & set("=+-@\t\r")
    assert assess.from_ach(tmp_path / "out.csv") == case


def test_a_case_that_is_no_matrix_has_sheets_to_read(tmp_path: Path) -> None:
    """Credences of the result, likelihoods, sources with what the items leave of them, notes."""
    result = weigh(assess.example_case("dprk_missiles"))
    path = tmp_path / "case.xlsx"
    assess.to_spreadsheet(result, path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["hypotheses", "items", "sources", "assumptions", "notes"]
    header, *rows = [[c.value for c in row] for row in book["hypotheses"]]
    credence = {r[header.index("hypothesis")]: r[header.index("credence")] for r in rows}
    exact = result["exact"]
    want = dict(zip(exact["hypothesis"].values, exact["credence"].values, strict=True))
    assert credence == pytest.approx(want, abs=1e-15)
    items = [[c.value for c in row] for row in book["items"]]
    assert items[0][:4] == ["item", "text", "source", "date"]
    assert len(items) == 1 + len(assess.example_case("dprk_missiles").items)
    assess.to_spreadsheet(result, tmp_path / "case.csv")
    assert (tmp_path / "case.csv").read_text("utf-8").startswith("item,text,source,date")


def test_a_case_by_itself_has_no_credences(tmp_path: Path) -> None:
    """They belong to a result; priors are there."""
    assess.to_spreadsheet(assess.example_case("dprk_missiles"), tmp_path / "case.xlsx")
    book = openpyxl.load_workbook(tmp_path / "case.xlsx")
    header = [c.value for c in next(iter(book["hypotheses"]))]
    assert "prior" in header
    assert "credence" not in header


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    """A text that no cell can hold: the file is the old one, and nothing lies beside it."""
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"old")
    data = json.loads(to_json(read(tmp_path, HEUER)))
    data["items"][2]["because"] = "x" * 40_000
    with pytest.raises(ValueError, match=r"matrix!\w+\d+: the text has 40000 characters"):
        assess.to_spreadsheet(assess.case_from(data), path)
    assert path.read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["matrix.csv", "out.xlsx"]


def test_a_write_that_fails_leaves_nothing_behind(
    heuer: assess.Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a new file nor the unfinished one."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = sorted(p.name for p in tmp_path.iterdir())
    monkeypatch.setattr("os.replace", full)
    for suffix in ("csv", "xlsx"):
        with pytest.raises(OSError, match="No space"):
            assess.to_spreadsheet(heuer, tmp_path / f"out.{suffix}")
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_a_suffix_of_no_spreadsheet_is_refused(heuer: assess.Case, tmp_path: Path) -> None:
    """Before anything is written."""
    with pytest.raises(ValueError, match=r"a spreadsheet ends in .csv, .xlsx, not in .ods"):
        assess.to_spreadsheet(heuer, tmp_path / "case.ods")
    assert not (tmp_path / "case.ods").exists()


# --- command line ---------------------------------------------------------------------------------


def test_import_and_export_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A matrix to a case file with its notes told; the case to a workbook and back."""
    matrix, case, book = (tmp_path / n for n in ("matrix.csv", "case.yaml", "case.xlsx"))
    matrix.write_text(HEUER, "utf-8")
    assert main(["import", str(matrix), "--to", str(case)]) == 0
    out, err = capsys.readouterr()
    assert "3 hypotheses, 6 items" in out
    assert "note: Priors are even because the matrix states none." in err
    assert assess.load_case(case) == assess.from_ach(matrix)
    assert main(["export", str(case), "--to", str(book)]) == 0
    assert assess.from_ach(book) == assess.load_case(case)
    assert main(["export", str(case), "--to", str(book)]) == 1
    assert "is there already (--force replaces it)" in capsys.readouterr().err
    assert main(["export", str(case), "--to", str(book), "--force"]) == 0
    assert main(["import", str(matrix), "--to", str(tmp_path / "case.txt")]) == 1


def test_import_of_a_faulty_matrix_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 1 and every problem with its cell."""
    matrix, case = tmp_path / "matrix.csv", tmp_path / "case.yaml"
    matrix.write_text(HEUER.replace("war,+,+,-", "war,+,x,"), "utf-8")
    assert main(["import", str(matrix), "--to", str(case)]) == 1
    err = capsys.readouterr().err
    assert "C5: is not a rating" in err
    assert "D5: the rating is empty" in err
    assert not case.exists()
