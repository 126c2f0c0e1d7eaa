"""Tables and rounding: what a reader sees is the stored number, rounded in one place."""

from __future__ import annotations

import html
import json
import math
import re
from html.parser import HTMLParser
from typing import Any

import pytest
import xarray as xr
from hypothesis import example, given, settings
from hypothesis import strategies as st
from random_cases import random_case
from weighing import weigh as weigh_without_draws

import assess
from assess.formatting.numbers import (
    credence_text,
    decibans_shown,
    decibans_text,
    decibans_texts,
    interval_text,
    number_text,
)
from assess.tables.summary import Summary
from assess.tables.table import Table


@pytest.fixture(scope="module")
def result() -> xr.DataTree:
    return assess.weigh(assess.example_case("dprk_missiles"))


class Cells(HTMLParser):
    """The rows of all the tables of a page, cell by cell."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.open: list[str] = []
        self.balanced = True
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self.balanced &= bool(self.open) and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("td", "th"):
            self.rows[-1][-1] += data


def decibans_of(text: str) -> float:
    """A weight of evidence read back."""
    number = text.removesuffix(" dB").replace("−", "-").replace("∞", "inf")
    return math.nan if number == "undefined" else float(number)


# --- the summary ----------------------------------------------------------------------------------


def test_summary_quotes_the_stored_numbers(result: xr.DataTree) -> None:
    """Prior, credence and weight of each hypothesis; before and after of everything else."""
    exact = result["exact"]
    credences, sources, assumptions, repeats = assess.summary(result).tables
    spreads = result["intervals"]
    for name, prior, credence, interval, robustness, weight in credences.rows:
        stored = spreads.sel(hypothesis=name)
        assert interval == interval_text(*stored["credence_interval"].values)
        assert robustness == interval_text(*stored["robustness"].values)
        before = float(exact["prior"].sel(hypothesis=name))
        after = float(exact["credence"].sel(hypothesis=name))
        assert (prior, credence) == (credence_text(before), credence_text(after))
        change = 10 * math.log10(after / (1 - after) / (before / (1 - before)))
        assert weight == decibans_text(change)
    for table, dim, stored in (
        (sources, "source", "reliability"),
        (assumptions, "assumption", "holds"),
        (repeats, "copy", "repeats"),
    ):
        assert [row[0] for row in table.rows] == exact[dim].values.tolist()
        for name, _, after, *_ in table.rows:
            assert after == credence_text(float(exact[stored].sel({dim: name})))
        for name, before, *_ in table.rows:
            assert before == credence_text(float(exact[f"{stored}_prior"].sel({dim: name})))


def test_summary_in_a_notebook_shows_what_the_text_shows(result: xr.DataTree) -> None:
    """The same cells, in the same order, in HTML that closes what it opens."""
    summary = assess.summary(result)
    page = Cells(summary._repr_html_())
    assert page.balanced
    assert page.open == []
    assert page.rows == [list(r) for t in summary.tables for r in (t.header, *t.rows)]
    text = str(summary)
    for table in summary.tables:
        for row in table.rows:
            assert re.search(" +".join(re.escape(cell) for cell in row), text)


@pytest.mark.slow
@settings(max_examples=15)
@given(seed=st.integers(0, 300))
def test_summary_has_a_row_for_everything(seed: int) -> None:
    """Of any case: each hypothesis under its question, sources, assumptions, repeats, notes."""
    case = assess.case_from(random_case(seed)[0])
    result = assess.weigh(case)
    exact, summary = result["exact"], assess.summary(result)
    expected = [len(q.states) for q in case.questions]
    expected += [n for d in ("source", "assumption", "copy") if (n := exact.sizes[d])]
    assert [len(t.rows) for t in summary.tables] == expected
    assert len(summary.warnings) == len(json.loads(result.attrs["warnings"]))
    assert Cells(summary._repr_html_()).balanced


def test_summary_says_what_the_credences_rest_on(result: xr.DataTree) -> None:
    """Title and day first; then how many items and sources, and what all of it hangs on."""
    title, basis, *_ = str(assess.summary(result)).split("\n")
    assert title == "Were North Korean ballistic missiles fired at Ukraine?"
    assert basis.startswith("As of 2024-06-20. 7 items, 5 sources. ")
    assert "given the hypotheses" in str(assess.summary(result))


def test_summary_counts_in_the_singular_and_without_a_day() -> None:
    """One item, one source, no day, no title: no empty line at the top."""
    case = {
        "format": "assess/1",
        "questions": [
            {
                "id": "rain",
                "exhaustive": "x",
                "hypotheses": [{"id": "wet", "prior": 0.5}, {"id": "dry", "prior": 0.5}],
            }
        ],
        "sources": [{"id": "radio", "reliability": 0.8}],
        "items": [
            {
                "id": "i",
                "source": "radio",
                "likelihood": {"wet": 0.9, "dry": 0.2},
                "if_unreliable": 0.5,
            }
        ],
    }
    text = str(assess.summary(assess.weigh(assess.case_from(case))))
    assert text.startswith("1 item, 1 source. ")
    assert "\nrain\n  hypothesis" in text  # a question without words is called by its id


def test_texts_of_a_case_are_no_markup() -> None:
    """A title or a warning with angle brackets is shown, not obeyed."""
    nasty = '<script>alert("x")</script> & more'
    table = Table(nasty, ("a<b", "c"), ((nasty, "1"),))
    page = Summary(nasty, nasty, (table,), (nasty,))._repr_html_()
    assert "<script" not in page
    assert page.count(html.escape(nasty)) == 5
    assert Cells(page).rows == [["a<b", "c"], [nasty, "1"]]


def test_table_aligns_words_left_and_numbers_right() -> None:
    """Columns as wide as their widest cell, two blanks between, no blanks at the end."""
    table = Table("Title", ("name", "number"), (("a", "1"), ("long name", "10.25"), ("b", "")))
    assert str(table).split("\n") == [
        "Title",
        "  name       number",
        "  a               1",
        "  long name   10.25",
        "  b",
    ]
    assert str(Table("", ("x",), (("y",),))) == "  x\n  y"


# --- the readings ---------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["item", "source", "tag"])
def test_ledger_table_quotes_the_ledger(result: xr.DataTree, by: str) -> None:
    """From the prior, row by row, to the credence; no weight is a tenth of a deciban off."""
    ledger = assess.ledger(result, by=by)
    first, *rows, last = assess.ledger_table(ledger).rows
    assert first == ("before any item", "", credence_text(ledger.attrs["prior"]))
    assert [row[0] for row in rows] == ledger[by].values.tolist()
    for name, weight, credence in rows:
        at = ledger.sel({by: name})
        assert decibans_of(weight) == pytest.approx(float(at["contribution"]), abs=0.0999999)
        assert credence == credence_text(float(at["running_credence"]))
    total = decibans_text(float(ledger["contribution"].sum()))
    assert last == ("all items", total, credence_text(ledger.attrs["credence"]))
    assert last[2] == credence_text(float(result["exact"]["credence"][0]))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 500), by=st.sampled_from(["item", "source", "tag"]))
def test_ledger_table_adds_up_to_the_last_digit_shown(seed: int, by: str) -> None:
    """Whoever adds up the column gets the number under it."""
    try:
        found = weigh_without_draws(assess.case_from(random_case(seed)[0]))
    except assess.CaseError:
        return
    try:
        table = assess.ledger_table(assess.ledger(found, by=by))
    except ValueError as error:
        if "they have no odds" in str(error):
            return
        raise
    weights = [decibans_of(row[1]) for row in table.rows[1:]]
    if all(math.isfinite(w) for w in weights):
        assert round(10 * sum(weights[:-1])) == round(10 * weights[-1])


def test_tornado_table_quotes_the_longest_bars(result: xr.DataTree) -> None:
    """As many as are asked for, from the longest on."""
    tornado = assess.tornado(result)
    rows = assess.tornado_table(tornado, most=4).rows
    assert [row[0] for row in rows] == tornado["number"].values[:4].tolist()
    for name, low, high, at_low, at_high in rows:
        bar = tornado.sel(number=name)
        assert (low, high) == (number_text(float(bar["low"])), number_text(float(bar["high"])))
        assert at_low == credence_text(float(bar["credence_low"]))
        assert at_high == credence_text(float(bar["credence_high"]))


def test_leave_out_table_quotes_the_credences_without(result: xr.DataTree) -> None:
    """One row for each source that is left out in turn."""
    left = assess.leave_out(result, "source")
    rows = {row[0]: row[1:] for row in assess.leave_out_table(left).rows}
    leading = left.attrs["hypothesis"]
    for name in left["left_out"].values:
        at = left.sel(left_out=name)
        credence = credence_text(float(at["credence"].sel(hypothesis=leading)))
        assert rows[name] == (credence, decibans_text(float(at["change"])))


def test_leave_out_table_of_assumptions_says_where_the_credence_goes(result: xr.DataTree) -> None:
    """Set to fail, an assumption takes from the odds: the sign is that of the move."""
    left = assess.leave_out(result, "assumption")
    table = assess.leave_out_table(left)
    assert table.header == ("assumption set", "credence", "moves it by")
    row = next(row for row in table.rows if row[0] == "custody fails")
    at = left.sel(left_out="custody fails")
    credence = float(at["credence"].sel(hypothesis="new_type"))
    whole = left.attrs["credence"]
    move = 10 * math.log10(credence / (1 - credence) / (whole / (1 - whole)))
    assert move < 0
    assert row[1:] == (credence_text(credence), decibans_text(move))


def test_leave_out_table_names_the_linchpins(result: xr.DataTree) -> None:
    """Without all that is tagged government another hypothesis would lead."""
    rows = assess.leave_out_table(assess.leave_out(result, "tag")).rows
    assert ("  government: none would lead", "", "") in rows


# --- rounding -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("credence", "text"),
    [
        (0.0, "0"), (1.0, "1"), (0.5, ".50"), (0.07, ".07"), (0.9162, ".92"), (0.105, ".10"),
        (0.01, ".01"), (0.99, ".99"), (0.0099, ".010"), (0.9901, ".990"), (0.0094, ".009"),
        (0.995, ".995"), (0.9968, ".997"), (0.001, ".001"), (0.999, ".999"), (0.0006, ".001"),
        (0.0005, ".001"), (0.9995, ">.999"), (0.0004, "<.001"), (0.9996, ">.999"),
        (1e-300, "<.001"), (1 - 2**-53, ">.999"), (1 + 2**-52, ">.999"), (-1e-17, "<.001"),
    ],
)  # fmt: skip
def test_credence_has_two_decimals_or_three_near_its_ends(credence: float, text: str) -> None:
    """0 and 1 for exactly these only; what is nearly so says so; rounding errors do no harm."""
    assert credence_text(credence) == text


@settings(max_examples=300)
@given(credence=st.floats(0, 1))
def test_credence_never_looks_certain_unless_it_is(credence: float) -> None:
    """No .00, no 1.000; and the text is within half a unit of its last digit."""
    text = credence_text(credence)
    if credence in (0.0, 1.0):
        assert text == str(int(credence))
        return
    assert re.fullmatch(r"\.\d{2,3}|<\.001|>\.999", text)
    assert text not in (".00", ".000")
    if text[0] == ".":
        assert float(text) == pytest.approx(credence, abs=0.5000001 * 10.0 ** -(len(text) - 1))


@settings(max_examples=100)
@given(a=st.floats(0, 1), b=st.floats(0, 1))
@example(a=0.00994, b=0.00996)
@example(a=0.99003, b=0.99007)
def test_rounding_keeps_the_order_of_credences(a: float, b: float) -> None:
    """A larger credence never reads as the smaller one, also where two decimals become three."""

    def shown(p: float) -> float:
        text = credence_text(p)
        return {"<.001": 0.0005, ">.999": 0.9995}.get(text) or float(text)

    low, high = sorted((a, b))
    assert shown(low) <= shown(high)


@pytest.mark.parametrize(
    ("decibans", "text"),
    [
        (7.42, "+7.4 dB"), (-0.135, "−0.1 dB"), (0.0, "0.0 dB"), (-0.0, "0.0 dB"),
        (0.04, "0.0 dB"), (-0.04, "0.0 dB"), (0.06, "+0.1 dB"), (-12.25, "−12.2 dB"),
        (123.456, "+123.5 dB"), (math.inf, "+∞ dB"), (-math.inf, "−∞ dB"),
    ],
)  # fmt: skip
def test_decibans_have_their_sign_and_their_unit(decibans: float, text: str) -> None:
    """One decimal; nothing has no sign; a true minus sign, not a hyphen."""
    assert decibans_text(decibans) == text


@settings(max_examples=200)
@given(decibans=st.floats(-1e4, 1e4))
def test_decibans_are_shown_to_a_tenth(decibans: float) -> None:
    """The text read back is within half a tenth, and its sign is that of the number."""
    text = decibans_text(decibans)
    assert re.fullmatch(r"([+−](?!0\.0 )\d+\.\d|0\.0) dB", text)
    value = float(text.removesuffix(" dB").replace("−", "-"))
    assert value == pytest.approx(decibans, abs=0.0500001)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.7, ".70"), (0.25, ".25"), (0.025, ".025"), (0.0004, ".0004"), (1.0, "1"), (8.0, "8"),
        (12.34, "12.3"), (0, "0"), (100.0, "100"), (1234.0, "1230"), (0.12345, ".123"),
        (0.1, ".10"), (0.9994, ".999"), (0.9996, ">.999"), (1e-9, "1.00e-09"), (2.5e7, "2.50e+07"),
    ],
)  # fmt: skip
def test_stated_number_has_three_digits(number: float, text: str) -> None:
    """And at least two decimals below 1, as a probability is usually written."""
    assert number_text(number) == text


@settings(max_examples=200)
@given(number=st.floats(1e-9, 1e9).filter(lambda x: not 0.9995 <= x < 1))
def test_stated_number_reads_back_to_three_digits(number: float) -> None:
    """The text as a number is within half a unit of the third digit."""
    assert float(number_text(number)) == pytest.approx(number, rel=0.0051)


WEIGHTS = st.lists(st.floats(-60, 60).map(lambda x: round(x, 4)), max_size=30)


@settings(max_examples=300)
@given(values=WEIGHTS)
@example(values=[0.04] * 30)
@example(values=[0.25, 0.25, 0.5])
@example(values=[-0.05, 0.05])
@example(values=[])
def test_weights_shown_add_up_to_the_total_shown(values: list[float]) -> None:
    """None is moved by a tenth, and what is a whole number of tenths is not moved at all."""
    total = math.fsum(values)
    shown = decibans_shown(values, total)
    tenths = [round(10 * x) for x in shown]
    assert tenths == pytest.approx([10 * x for x in shown], abs=1e-9)
    assert sum(tenths) == round(10 * decibans_of(decibans_text(total)))
    for value, near, text in zip(values, shown, decibans_texts(values, total), strict=True):
        assert abs(near - value) < 0.1
        assert decibans_of(text) == pytest.approx(near, abs=1e-9)
        if value == round(value, 1):
            assert near == pytest.approx(value, abs=1e-9)


def test_weights_shown_keep_what_is_infinite() -> None:
    """Nothing adds up to infinity, so the others are rounded by themselves."""
    shown = decibans_texts([3.14, math.inf, -0.26], math.inf)
    assert shown == ["+3.1 dB", "+∞ dB", "−0.3 dB"]
    assert decibans_texts([0.26, 0.26], math.nan) == ["+0.3 dB", "+0.3 dB"]


def test_of_missing_tenths_those_are_made_up_for_that_lost_most() -> None:
    """3.94 is shown as 3.9, but 1.2 + 2.2 + 0.4 is 3.8: 1.26 lost most, and gets the tenth."""
    assert decibans_texts([1.26, 2.24, 0.44], 3.94) == ["+1.3 dB", "+2.2 dB", "+0.4 dB"]


def test_weights_that_do_not_add_up_are_not_made_to() -> None:
    """A total from elsewhere is an error, not a reason to move the figures."""
    with pytest.raises(ValueError, match="sum to 3 dB, not to the total of 5 dB"):
        decibans_shown([1.0, 2.0], 5.0)


def test_words_below_a_row_widen_no_column() -> None:
    """They run across all columns, as text and in a notebook."""
    words = "  a: now counted in full, no longer as repeats: b"
    table = Table("Left out", ("without", "credence"), (("a", ".50"), (words, ""), ("b", ".60")))
    assert str(table).splitlines()[1:] == [
        "  without  credence",
        "  a             .50",
        f"  {words}",
        "  b             .60",
    ]
    assert f'<td colspan="2">{words}</td>' in table._repr_html_()
