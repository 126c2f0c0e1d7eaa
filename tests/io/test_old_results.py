"""Results that version 0.1 wrote are read, and say what they said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xarray as xr
from weighing import weigh

import assess

FOLDER = Path(__file__).parents[1] / "data" / "results"
NAMES = sorted(path.stem for path in FOLDER.glob("*.nc"))


@cache
def anew(name: str) -> xr.DataTree:
    """The shipped case, weighed by this version."""
    return weigh(assess.example_case(name))


@pytest.fixture
def stored(name: str) -> Iterator[xr.DataTree]:
    """The result as the file holds it."""
    with xr.open_datatree(FOLDER / f"{name}.nc", engine="h5netcdf") as result:
        yield result


def assert_same(found: Any, expected: Any, at: str = "") -> None:
    """Equal words and keys in their order; numbers to 1e-12."""
    if isinstance(expected, dict):
        assert list(found) == list(expected), at
        for key, value in expected.items():
            assert_same(found[key], value, f"{at}.{key}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), at
        for k, value in enumerate(expected):
            assert_same(found[k], value, f"{at}[{k}]")
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-12, abs=1e-12), at
    else:
        assert found == expected, at


def test_there_is_a_result_of_every_example() -> None:
    """Those that version 0.1 shipped."""
    assert NAMES == ["dprk_arms", "dprk_missiles", "dprk_shells"]


@pytest.mark.parametrize("name", NAMES)
def test_numbers_of_a_stored_result_are_those_of_weighing_anew(
    name: str, stored: xr.DataTree
) -> None:
    """Every exact number, under the same labels."""
    assert stored.attrs["version"] == "0.1.0"
    before, after = stored["exact"].to_dataset(), anew(name)["exact"].to_dataset()
    assert set(before.variables) <= set(after.variables)
    for key in before.variables:
        assert before[key].dims == after[key].dims, key
        assert_same(after[key].values.tolist(), before[key].values.tolist(), str(key))


@pytest.mark.parametrize("name", NAMES)
def test_stored_result_is_summed_up_and_read_as_one_of_today(
    name: str, stored: xr.DataTree
) -> None:
    """No reading asks for what the file lacks; the ledger says the words that were stored."""
    assert str(assess.summary(stored)) == str(assess.summary(anew(name)))
    # where a ledger averages over random orders, those of 0.1 were drawn from the seed 0
    reading = assess.ledger(stored, seed=0)
    words = (FOLDER / f"{name}-ledger.txt").read_text("utf-8").strip()
    assert assess.explain(reading) == words
    assert assess.explain(assess.ledger(anew(name), seed=0)) == words
    xr.testing.assert_allclose(reading, assess.ledger(anew(name), seed=0), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_json_is_what_was_written_then(name: str, stored: xr.DataTree) -> None:
    """Programs that read it need not change: of a new weighing, and of the stored one."""
    expected = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    assert_same(json.loads(assess.to_json(anew(name))), expected)
    assert_same(json.loads(assess.to_json(stored)), expected)


@pytest.mark.parametrize("name", ["dprk_missiles"])
def test_json_of_a_reading_is_what_was_written_then(name: str, stored: xr.DataTree) -> None:
    """A tornado, with its words."""
    expected = json.loads((FOLDER / "tornado.json").read_text("utf-8"))
    for result in (anew(name), stored):
        assert_same(json.loads(assess.reading_to_json(assess.tornado(result))), expected)
