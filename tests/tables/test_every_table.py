"""What all tables and pictures have in common."""

from __future__ import annotations

import inspect

import every_reading
import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes

import assess

NAMES = dir(assess.sensitivity)
ALIASES = {
    "ach_table": "ach_comparison_table",
    "bounds_table": "credal_bounds_table",
    "information_table": "value_of_information_table",
    "tipping_table": "tipping_points_table",
}


@pytest.fixture(autouse=True)
def paper() -> None:
    """Draw without a screen."""
    mpl.use("agg")


@pytest.mark.parametrize("name", NAMES)
def test_rows_fit_the_header_and_something_is_shown(name: str) -> None:
    """Every row has a cell under each head."""
    table = assess.table(every_reading.readings()[name])
    assert table.rows
    assert {len(row) for row in table.rows} == {len(table.header)}
    assert bool(table.notes) == (name != "compare")  # they differ in an item only


@pytest.mark.parametrize("name", NAMES)
def test_most_limits_the_rows_and_none_shows_all(name: str) -> None:
    """No table is refused with None, none shows more rows for 1, and 0 is refused."""
    reading = every_reading.readings()[name]
    whole, short = assess.table(reading, most=None), assess.table(reading, most=1)
    assert len(short.rows) <= len(whole.rows)
    with pytest.raises(ValueError, match="most is a whole number"):
        assess.table(reading, most=0)


def test_what_is_not_shown_is_counted_below() -> None:
    """In a note, so that the rows are those of the reading."""
    tornado = every_reading.readings()["tornado"]
    table = assess.table(tornado, most=2)
    assert [row[0] for row in table.rows] == tornado["number"].values[:2].tolist()
    assert table.notes[0] == f"{tornado.sizes['number'] - 2} more, which move it by less."
    assert str(table).splitlines()[4].startswith(table.notes[0])


def test_rows_taken_together_add_up() -> None:
    """Of a ledger the others are one row, and the weights shown add up to the total."""
    table = assess.ledger_table(every_reading.readings()["ledger"], most=2)
    first, *shown, last = (row[1].removesuffix(" dB").replace("−", "-") for row in table.rows)
    assert first == ""
    assert sum(map(float, shown)) == pytest.approx(float(last), abs=1e-9)
    assert table.rows[-2][0] == "5 other items"


@pytest.mark.parametrize("name", [n for n in dir(assess) if n.endswith("_table") or "plot_" in n])
def test_first_argument_is_the_reading_and_defaults_are_one(name: str) -> None:
    """`reading` first; `most` has one default for tables and one for pictures."""
    first, *others = inspect.signature(getattr(assess, name)).parameters.values()
    assert first.name == ("result" if name == "draws_table" else "reading")
    default = 20 if name.startswith("plot_") else 15
    assert [p.default for p in others if p.name == "most"] in ([], [default])
    assert all(p.kind == p.KEYWORD_ONLY for p in others if name.startswith("plot_"))


@pytest.mark.parametrize("name", NAMES)
def test_another_reading_is_refused(name: str) -> None:
    """By the table and the picture, before anything is shown."""
    readings = every_reading.readings()
    wrong = readings["ledger" if name != "ledger" else "tornado"]
    with pytest.raises(ValueError, match=name):
        getattr(assess.tables, f"{name}_table")(wrong)
    with pytest.raises(ValueError, match=name):
        getattr(assess.plots, f"plot_{name}")(wrong)


@pytest.mark.parametrize(("old", "new"), ALIASES.items())
def test_old_names_of_tables_stay(old: str, new: str) -> None:
    """They are the same functions."""
    assert getattr(assess, old) is getattr(assess, new)


def test_plot_draws_where_it_is_told_with_its_options() -> None:
    """`ax` and what the picture itself takes are handed on."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots()
    drawn = assess.plot(every_reading.readings()["tornado"], ax=ax, most=3)
    assert isinstance(drawn, Axes)
    assert drawn is ax
    assert len(ax.get_yticklabels()) == 3
    plt.close("all")


def test_cells_of_impossible_pairs_are_empty() -> None:
    """Two priors cannot add up to more than 1."""
    whole = every_reading.result()
    found = assess.two_way(whole, "prior[new_type]", "prior[none]", points=11)
    last = assess.table(found).rows[-1]
    assert last[-1] == ""
    assert np.isnan(found["credence"].values[-1, -1]).all()
