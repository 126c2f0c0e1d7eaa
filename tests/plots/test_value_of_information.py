"""The value of information as a picture and as a table, read back from what is shown."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import xarray as xr
from pictures import assert_legible, bars_of, words_of
from weighing import weigh

import assess

LONG = "_satellite_pictures_of_the_port_of_departure_in_the_winter_of_2024"
DECISION = {"act": {"h0": 10.0, "others": -4.0}, "wait": {"others": 0.0}}


def value(
    count: int, hypotheses: int = 2, *, cost: bool = True, long: str = "", **options: Any
) -> xr.Dataset:
    """Candidates of three sources; each seventh may repeat an item."""
    rng = np.random.default_rng(count)
    names = [f"h{k}{long}" for k in range(hypotheses)]

    def numbers() -> dict[str, float]:
        return {
            h: float(p) for h, p in zip(names, rng.uniform(0.05, 0.95, hypotheses), strict=True)
        }

    said = {"if_unreliable": 0.4, "source": "s0"}
    case = {
        "format": "assess/1",
        "cost_unit": "thousand euros",
        "questions": [
            {
                "id": f"q{long}",
                "exhaustive": "made so",
                "hypotheses": [
                    {"id": h, "prior": (k + 1) / sum(range(1, hypotheses + 1))}
                    for k, h in enumerate(names)
                ],
            }
        ],
        "sources": [{"id": f"s{k}", "reliability": {"beta": [8, 2]}} for k in range(3)],
        "items": [{"id": f"i{long}", "likelihood": numbers(), **said}],
        "candidates": [
            {
                "id": f"c{k}{long}",
                **said,
                "source": f"s{k % 3}",
                "likelihood": numbers(),
                **({"cost": float(rng.integers(1, 30))} if cost else {}),
                **({"repeats": {"item": f"i{long}", "chance": 0.9}} if k % 7 == 2 else {}),
            }
            for k in range(count)
        ],
    }
    return assess.value_of_information(weigh(assess.case_from(case)), **options)


PICTURES = {
    "3 candidates": (value(3), {}),
    "1 candidate": (value(1, cost=False), {}),
    "20 of 24": (value(24, 8, long=LONG[:40]), {}),
    "20 of 21": (value(21, 3, cost=False), {}),
    "8 hypotheses, long names": (value(5, 8, long=LONG), {}),
}


@pytest.mark.parametrize(("information", "options"), PICTURES.values(), ids=PICTURES.keys())
def test_no_words_of_the_picture_overlap(
    information: xr.Dataset, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With few and many candidates, long names, two and eight hypotheses."""
    ax = assess.plot_value_of_information(information, **options)
    assert_legible(ax, monkeypatch)


@pytest.mark.parametrize("cost", [True, False])
def test_bars_are_what_the_candidates_are_sorted_by(cost: bool) -> None:
    """Bits per unit of cost, or bits; those that may repeat something are hatched."""
    found = value(10, cost=cost)
    ax = assess.plot_value_of_information(found)
    bars = bars_of(ax)[:10]
    name = "bits_per_cost" if cost else "bits"
    assert [b.get_width() for b in bars] == pytest.approx(found[name].values)
    assert [bool(b.get_hatch()) for b in bars] == [bool(n) for n in found["note"].values]
    assert {bool(b.get_hatch()) for b in bars} == {True, False}
    unit = "(bits per thousand euros)" if cost else "(bits)"
    assert ax.get_xlabel().replace("\n", " ") == f"expected information about q {unit}"
    assert [t.get_text() for t in ax.get_yticklabels()] == list(found["candidate"].values)


def test_title_says_what_to_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """And beside the bars stand the chances that anything changes."""
    found = value(3)
    ax = assess.plot_value_of_information(found)
    best = found.isel(candidate=0)
    title = ax.get_title(loc="center").replace("\n", " ")
    assert title.startswith(f"Ask for {best['candidate'].values} next: ")
    assert title.endswith("bits, the most for its cost")
    words = words_of(ax, monkeypatch)
    from assess.formatting.numbers import credence_text

    for name in ("chance_lead_changes", "chance_band_changes"):
        for chance in found[name].values:
            assert credence_text(float(chance)) in words
    assert any("The two that tell most together" in w.replace("\n", " ") for w in words)


def test_what_is_left_out_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many, and that they tell less."""
    ax = assess.plot_value_of_information(value(10), most=4)
    assert len(bars_of(ax)) >= 4
    flat = " ".join(words_of(ax, monkeypatch)).replace("\n", " ")
    assert "6 more candidates tell less for their cost." in flat
    ax = assess.plot_value_of_information(value(5, cost=False), most=4)
    flat = " ".join(words_of(ax, monkeypatch)).replace("\n", " ")
    assert "1 more candidate tells less." in flat


def test_picture_goes_into_given_axes() -> None:
    """Which are returned."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots()
    assert assess.plot_value_of_information(value(3), ax=ax) is ax


def test_nothing_to_ask_for_is_the_title() -> None:
    """No recommendation where no candidate tells anything."""
    found = value(1, cost=False)
    found["bits"][:] = 0.0
    title = assess.plot_value_of_information(found).get_title()
    assert title == "No candidate by itself tells anything about q"


@pytest.mark.parametrize("show", [assess.plot_value_of_information, assess.information_table])
def test_most_is_at_least_one(show: Any) -> None:
    """A picture or a table of nothing is refused."""
    with pytest.raises(ValueError, match="most is a whole number"):
        show(value(1), most=0)


def test_table_has_a_row_for_each_candidate_and_the_best_two() -> None:
    """With costs, and what a candidate may repeat below it."""
    found = value(5)
    table = assess.information_table(found)
    assert table.header == (
        "candidate",
        "bits",
        "cost (thousand euros)",
        "bits per thousand euros",
        "lead changes",
        "band changes",
        "largest move",
    )
    first = [row[0] for row in table.rows]
    assert [x for x in first if x.startswith("c")] == list(found["candidate"].values)
    assert "  may repeat i" in first
    assert first[-1].startswith(f"best two: {found.attrs['best_pair']} (sum ")
    assert all(len(row) == len(table.header) for row in table.rows)
    assert "Now h1 leads with" in str(table)
    assert "<table>" in table._repr_html_()


def test_table_without_costs_and_with_a_decision() -> None:
    """Columns that would be empty are not there; what a decision gains is."""
    table = assess.information_table(value(3, cost=False, payoffs=DECISION))
    assert table.header[2:] == (
        "lead changes",
        "band changes",
        "largest move",
        "adds to value",
        "less its cost",
    )
    assert table.rows[0][-1] == ""
    paid = assess.information_table(value(3, payoffs=DECISION))
    assert paid.rows[0][-1] != ""
    assert str(assess.information_table(value(10), most=4)).count("6 more") == 1
