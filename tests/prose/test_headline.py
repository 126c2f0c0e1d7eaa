"""A finding is phrased once: in the headline of its reading."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import every_reading
import matplotlib as mpl
import pytest
import xarray as xr

import assess

NAMES = sorted(p.stem for p in (Path(assess.__file__).parent / "sensitivity").glob("[!_]*.py"))


def test_there_is_a_reading_of_every_name() -> None:
    """What follows leaves none out."""
    assert sorted(every_reading.readings()) == NAMES
    assert len(NAMES) == 21


@pytest.mark.parametrize("name", NAMES)
def test_every_reading_has_a_file_in_each_room(name: str) -> None:
    """Its words, its table and its picture lie under its own name."""
    assert {"explain", "headline"} <= set(dir(import_module(f"assess.prose.{name}")))
    assert hasattr(import_module(f"assess.tables.{name}"), f"{name}_table")
    assert hasattr(import_module(f"assess.plots.{name}"), f"plot_{name}")


@pytest.mark.parametrize("name", NAMES)
def test_picture_and_table_are_headed_by_the_headline(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same words in all three; in a picture on as many lines as they need."""
    mpl.use("agg")
    import matplotlib.pyplot as plt

    reading = every_reading.readings()[name]
    words = assess.headline(reading)
    assert words
    assert "\N{NO-BREAK SPACE}" not in words
    assert "\n" not in words
    assert assess.table(reading).title == words
    ax = assess.plot(reading)
    assert ax.get_title().replace("\n", " ") == words
    plt.close("all")


@pytest.mark.parametrize("say", [assess.explain, assess.headline, assess.table])
def test_what_does_not_apply_says_why(say: object) -> None:
    """In words and tables alike."""
    empty = xr.Dataset(attrs={"reading": "contamination", "does_not_apply": "There is no prior."})
    assert str(say(empty)) == "There is no prior."  # type: ignore[operator]
    with pytest.raises(ValueError, match=r"nothing to draw: There is no prior\."):
        assess.plot(empty)


def test_one_number_and_several_have_headlines_of_their_own() -> None:
    """What ends the lead for one; which moves it most of several."""
    whole = every_reading.readings()["one_way"]
    assert "moves the credence of new_type most" in assess.headline(whole)
    one = whole.sel(number=["prior[none]"])
    assert assess.headline(one) == "new_type leads unless prior[none] is above .978 (stated: .57)"
