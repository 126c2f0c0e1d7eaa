"""Several analysts' versions of one case side by side, their pictures and the command."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest

import assess
from assess.cli import main

Data = dict[str, Any]


@pytest.fixture(autouse=True)
def paper() -> Iterator[None]:
    """Pictures are drawn without a screen and closed afterwards."""
    plt.switch_backend("agg")
    yield
    plt.close("all")


def version(prior: float = 0.3, radio: float = 0.8, ann: bool = True) -> Data:
    """Did it rain? One analyst's version."""
    data: Data = {
        "format": "assess/1",
        "title": "Did it rain?",
        "questions": [
            {
                "id": "rain",
                "exhaustive": "it rained or not",
                "hypotheses": [{"id": "yes", "prior": prior}, {"id": "no", "prior": 1 - prior}],
            }
        ],
        "sources": [{"id": "radio", "reliability": radio}, {"id": "ann", "reliability": 0.5}],
        "items": [
            {"id": "cloud", "source": "radio", "likelihood": {"yes": 0.9, "no": 0.2},
             "if_unreliable": 0.5},
        ],
    }  # fmt: skip
    if ann:
        data["items"].append(
            {"id": "wet", "source": "ann", "likelihood": {"yes": 0.8, "no": 0.4},
             "if_unreliable": 0.5}
        )  # fmt: skip
    return data


def case(*stated: Any) -> assess.Case:
    return assess.case_from(version(*stated))


def ratio(r: float, yes: float, no: float) -> float:
    return (r * yes + (1 - r) * 0.5) / (r * no + (1 - r) * 0.5)


def by_hand(prior: float, *ratios: float) -> float:
    odds = prior / (1 - prior) * math.prod(ratios)
    return odds / (1 + odds)


ANN = by_hand(0.3, ratio(0.8, 0.9, 0.2), ratio(0.5, 0.8, 0.4))
BOB = by_hand(0.6, ratio(0.4, 0.9, 0.2))


def both(**options: Any) -> Any:
    return assess.compare({"Ann": case(), "Bob": case(0.6, 0.4, False)}, **options)


def test_each_is_weighed_alone_and_pooled_in_both_ways():
    """Linear: (a + b) / 2. Log: the mean of the log-odds, for two hypotheses."""
    found = both()
    assert found["credence"].sel(hypothesis="yes").values == pytest.approx([ANN, BOB])
    linear, log = found["pooled"].sel(hypothesis="yes").values
    assert linear == pytest.approx((ANN + BOB) / 2)
    odds = math.sqrt(ANN / (1 - ANN) * BOB / (1 - BOB))
    assert log == pytest.approx(odds / (1 + odds))
    assert found["pooled"].sum("hypothesis").values == pytest.approx([1.0, 1.0])


def test_weights_are_shares_of_the_pools():
    """Three to one."""
    found = both(weights={"Ann": 3, "Bob": 1})
    assert found["weight"].values.tolist() == [0.75, 0.25]
    linear = float(found["pooled"].sel(hypothesis="yes", pool="linear"))
    assert linear == pytest.approx(0.75 * ANN + 0.25 * BOB)


def test_numbers_that_differ_are_listed_with_the_distance_of_their_odds():
    """Reliability .8 against .4: odds 4 to 2/3, 7.8 dB; prior .3 against .6: 5.4 dB."""
    found = both()
    apart = dict(zip(found["number"].values, found["apart"].values, strict=True))
    assert apart["reliability[radio]"] == pytest.approx(10 * math.log10(6.0))
    assert apart["prior[yes]"] == pytest.approx(10 * math.log10(3.5))
    assert found["number"].values[0] == "reliability[radio]"  # the furthest apart comes first
    assert "likelihood[cloud, yes]" not in apart
    value = found["value"].sel(number="reliability[radio]").values
    assert value.tolist() == [0.8, 0.4]


def test_what_only_some_have_is_listed_and_has_no_value_elsewhere():
    """Bob has neither the item nor a use for its source."""
    found = both()
    assert found["item"].values.tolist() == ["wet"]
    assert found["has_item"].values.tolist() == [[True, False]]
    assert found["source"].values.tolist() == ["ann"]
    value = found["value"].sel(number="likelihood[wet, yes]").values
    assert value[0] == 0.8
    assert np.isnan(value[1])
    assert not bool(found["differs"].sel(number="likelihood[wet, yes]"))


def test_a_range_around_the_same_mean_is_a_difference():
    """.8 outright and Beta(8, 2): the value is one, the ranges are not."""
    other = version()
    other["sources"][0]["reliability"] = {"beta": [8, 2]}
    found = assess.compare({"a": case(), "b": assess.case_from(other)})
    assert found["number"].values.tolist() == ["reliability[radio]"]
    assert float(found["apart"].values[0]) == pytest.approx(0.0)
    assert bool(found["differs"].values[0])


def test_what_is_linked_differently_is_listed():
    """Another source of the item, in words."""
    other = version()
    other["items"][0]["source"] = ["ann", "radio"]
    found = assess.compare({"a": case(), "b": assess.case_from(other)})
    assert found["link"].values.tolist() == ["items[cloud].source"]
    assert found["linked"].values.tolist() == [["radio", "ann via radio"]]


def test_results_and_cases_in_any_order_of_hypotheses_compare_alike():
    """A result of `weigh` is as good as its case."""
    turned = version(0.6, 0.4, False)
    turned["questions"][0]["hypotheses"].reverse()
    result = assess.weigh(assess.case_from(turned), draws=0)
    found = assess.compare({"Ann": case(), "Bob": result})
    assert np.allclose(found["credence"], both()["credence"], rtol=1e-12)


def test_other_questions_and_hypotheses_are_refused_by_name():
    """The message names what whose version lacks."""
    other = version()
    other["questions"][0]["hypotheses"][1]["id"] = "snow"
    other["items"] = []
    with pytest.raises(ValueError, match=r"weigh the same hypotheses of 'rain': Bob lacks no"):
        assess.compare({"Ann": case(), "Bob": assess.case_from(other)})
    other = version()
    other["questions"][0]["id"] = "snow"
    with pytest.raises(ValueError, match="Bob does not ask 'rain'"):
        assess.compare({"Ann": case(), "Bob": assess.case_from(other)})
    with pytest.raises(ValueError, match="two versions or more, not 1"):
        assess.compare({"Ann": case()})
    with pytest.raises(ValueError, match="did you mean 'rain'"):
        both(question="rainy")
    with pytest.raises(ValueError, match=r"expected a Case or a result of .* as Bob"):
        assess.compare({"Ann": case(), "Bob": 3})  # type: ignore[dict-item]


def test_the_words_quote_the_credences_the_pools_and_the_differences():
    """Rounded as everywhere."""
    words = assess.explain(both())
    assert f"{ANN:.2f}".lstrip("0") in words
    assert "equal weights" in words
    assert "reliability[radio] (.40 and .80, 7.8 dB in its odds)" in words
    assert "Only Ann has the item wet" in words
    same = assess.explain(assess.compare({"a": case(), "b": case()}))
    assert "same credence" in same
    assert "All numbers that they share are the same" in same


def test_the_tables_hold_credences_numbers_and_shares_that_add_up():
    """A row for each hypothesis, number and item; shares add up as they are shown."""
    text = str(assess.compare_table(both()))
    assert "reliability[radio]" in text
    assert "item wet" in text
    table = assess.cruxes_table(assess.cruxes(case(), case(0.6, 0.4, False)), most=2)
    shown = [float(r[1].replace("−", "-").removesuffix(" dB")) for r in table.rows]
    assert sum(shown[:-1]) == pytest.approx(shown[-1])
    assert table.rows[2][0] == "1 other part"
    with pytest.raises(ValueError, match="most is a whole number"):
        assess.compare_table(both(), most=0)


# --- pictures -------------------------------------------------------------------------------------


def test_marks_stand_at_the_credences_and_strokes_at_the_pools():
    """Read back from the axes; the title states who is furthest apart."""
    found = both()
    ax = assess.plot_compare(found)
    for k, line in enumerate(ax.lines[:2]):
        assert line.get_xdata() == pytest.approx(found["credence"].values[k])
    strokes = [s[0][0] for c in ax.collections for s in c.get_segments()]
    for pooled in found["pooled"].values.ravel():
        assert min(abs(x - pooled) for x in strokes) < 1e-12
    title = " ".join(ax.get_title().split())
    assert title.startswith("They are furthest apart on")
    legend = ax.get_legend()
    assert legend is not None
    assert [t.get_text() for t in legend.get_texts()] == ["Ann", "Bob", "linear pool", "log pool"]


def test_many_analysts_have_a_legend_of_several_columns():
    """Nine of them: every name is there."""
    found = assess.compare({f"Analyst {k}": case(0.1 + 0.08 * k) for k in range(9)})
    legend = assess.plot_compare(found).get_legend()
    assert legend is not None
    assert len(legend.get_texts()) == 11


def test_bars_lead_from_one_analyst_to_the_other():
    """Each begins where the one above it ends; the last ends at the second's log-odds."""
    found = assess.cruxes(case(), case(0.6, 0.4, False), names=("Ann", "Bob"))
    ax = assess.plot_cruxes(found)
    bars = ax.patches[:3]
    at = found.attrs["first_decibans"]
    for bar, share in zip(bars, found["contribution"].values, strict=True):
        assert bar.get_x() == pytest.approx(at)
        assert bar.get_width() == pytest.approx(share)
        assert bool(bar.get_hatch()) == (share < 0)
        at += share
    assert at == pytest.approx(found.attrs["second_decibans"])
    labels = [t.get_text() for t in ax.get_yticklabels()]
    assert (labels[0], labels[-1]) == ("Ann", "Bob")
    assert "wet, which only Ann has" in labels


def test_parts_beyond_the_most_are_one_bar():
    """The rest is added up, so that the bars still lead to the end."""
    found = assess.cruxes(case(), case(0.6, 0.4, False))
    ax = assess.plot_cruxes(found, most=1)
    assert len(ax.patches) == 2
    width = sum(bar.get_width() for bar in ax.patches)
    assert width == pytest.approx(found.attrs["gap"])
    assert ax.get_yticklabels()[2].get_text() == "2 other parts"
    with pytest.raises(ValueError, match="most is a whole number"):
        assess.plot_cruxes(found, most=0)


# --- the command ----------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    paths = []
    for name, data in (("ann", version()), ("bob", version(0.6, 0.4, False))):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(data), "utf-8")
        paths.append(str(path))
    return paths


def test_the_command_prints_the_comparison_and_the_cruxes(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Words and tables, the analysts called by their files."""
    assert main(["compare", *files]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "They are furthest apart on" in out
    assert "for ann" in out
    assert "the whole gap" in out


def test_the_command_as_json_holds_the_numbers_of_the_library(
    files: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Not rounded, the same as in Python; a third version may come along."""
    third = tmp_path / "cy.json"
    third.write_text(json.dumps(version(0.31)), "utf-8")
    assert main(["compare", *files, str(third), "--hypothesis", "yes", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["format"] == "assess-compare/1"
    compared, cruxes = found["readings"]
    assert compared["analyst"][0]["credence"]["yes"] == pytest.approx(ANN)
    # the two who are furthest apart
    ends = {"ann": ANN, "bob": BOB, "cy": by_hand(0.31, ratio(0.8, 0.9, 0.2), ratio(0.5, 0.8, 0.4))}
    widest = max((abs(ends[a] - ends[b]), {a, b}) for a in ends for b in ends if a < b)[1]
    assert {cruxes["about"]["first"], cruxes["about"]["second"]} == widest
    total = sum(part["contribution"] for part in cruxes["part"])
    assert total == pytest.approx(cruxes["about"]["gap"])


def test_the_command_refuses_one_file_twice(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 1 and one sentence."""
    assert main(["compare", files[0], files[0]]) == 1
    assert "is given twice" in capsys.readouterr().err
    assert main(["compare", files[0]]) == 1
    assert "two versions or more" in capsys.readouterr().err


def test_a_version_is_left_as_it_was():
    """Comparing changes neither case."""
    one, two = case(), case(0.6, 0.4, False)
    before = copy.deepcopy((one, two))
    assess.cruxes(one, two)
    assess.compare({"a": one, "b": two})
    assert (one, two) == before
