"""Every double that leaves in a file comes back as the same double, whatever the format."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
import xarray as xr
from hypothesis import example, given, settings
from hypothesis import strategies as st

import assess
from assess.io.yaml import parse_yaml

SEVENTEEN = 0.36516521428027837
"""A double that 16 digits do not tell from its neighbour."""

EDGES = (5e-324, 2.2250738585072014e-308, 1e300, 1.7976931348623157e308, 0.1 + 0.2, SEVENTEEN)

INSIDE = st.floats(0.0, 1.0, exclude_min=True, exclude_max=True)
ABOVE = st.floats(0.0, exclude_min=True, allow_infinity=False)
ANY = st.floats(allow_nan=False, allow_infinity=False)


def matrix(inside: float, above: float) -> assess.Case:
    """A matrix of competing hypotheses that states a number in (0, 1) and one above 0."""
    return assess.case_from(
        {
            "format": "assess/1",
            "questions": [
                {
                    "id": "q",
                    "exhaustive": "made so",
                    "concentration": above,
                    "hypotheses": [{"id": "a", "prior": 0.25}, {"id": "b", "prior": 0.75}],
                }
            ],
            "sources": [{"id": "s", "reliability": inside}],
            "items": [
                {
                    "id": "i",
                    "source": "s",
                    "rating": {"a": "C", "b": "I"},
                    "if_unreliable": {"beta": [SEVENTEEN, 1 / 3]},
                }
            ],
        }
    )


def with_extremes(test: Any) -> Any:
    """The same test at the ends of what a double can be."""
    for value in EDGES:
        test = example(inside=value if value < 1 else 1 - 2**-53, above=value)(test)
    return test


@pytest.mark.parametrize("suffix", ["yaml", "json", "xlsx", "csv"])
@with_extremes
@settings(max_examples=10, deadline=None)
@given(inside=INSIDE, above=ABOVE)
def test_the_numbers_of_a_case_read_back(
    suffix: str, inside: float, above: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """From the file of each kind that can be read as a case."""
    case = matrix(inside, above)
    path = tmp_path_factory.mktemp("out") / f"case.{suffix}"
    if suffix in ("yaml", "json"):
        assess.save_case(case, path)
        read = assess.load_case(path)
    else:
        assess.to_spreadsheet(case, path)
        read = assess.from_ach(path)
    assert read.sources[0].reliability.value == inside
    assert read.questions[0].concentration == above
    assert read == case


@settings(max_examples=200, deadline=None)
@given(value=ANY)
def test_yaml_and_json_keep_any_double(value: float) -> None:
    """As the numbers of a quantity are written, which may be below 0."""
    from io import StringIO

    from ruamel.yaml import YAML

    stream = StringIO()
    YAML().dump({"value": value}, stream)
    data, _, problems = parse_yaml(stream.getvalue())
    assert not problems
    assert data["value"] == value
    assert json.loads(json.dumps(value)) == value


@pytest.fixture(scope="module")
def result() -> xr.DataTree:
    """A result, of which single numbers are replaced."""
    return assess.weigh(matrix(0.9, 10.0), draws=20)


@pytest.fixture(scope="module")
def of_twelve() -> xr.DataTree:
    """A result with twelve credences, so that one file tries twelve doubles."""
    twelve = [{"id": f"h{k}", "prior": 1 / 12} for k in range(12)]
    question = {"id": "q", "exhaustive": "made so", "hypotheses": twelve}
    return assess.weigh(assess.case_from({"format": "assess/1", "questions": [question]}), draws=20)


def with_credences(result: xr.DataTree, values: list[float]) -> xr.DataTree:
    """The result with other credences, which need not be probabilities."""
    copy = result.copy(deep=True)
    copy["exact"]["credence"][:] = values
    return copy


@settings(max_examples=2, deadline=None)
@example(values=[*EDGES, *(-edge for edge in EDGES)])
@given(values=st.lists(ANY, min_size=12, max_size=12))
def test_the_numbers_of_a_result_read_back(
    values: list[float], of_twelve: xr.DataTree, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """From netCDF, from JSON, and from the sheet of hypotheses of a workbook."""
    folder = tmp_path_factory.mktemp("out")
    changed = with_credences(of_twelve, values)
    changed.to_netcdf(folder / "result.nc")
    with xr.open_datatree(folder / "result.nc") as read:
        assert read["exact"]["credence"].values.tolist() == values
    plain = json.loads(assess.to_json(changed))
    assert list(plain["credence"]["q"].values()) == values
    assess.to_spreadsheet(changed, folder / "result.xlsx")
    header, *rows = openpyxl.load_workbook(folder / "result.xlsx")["hypotheses"].values
    assert [row[header.index("credence")] for row in rows] == values


@pytest.fixture(scope="module")
def reading(result: xr.DataTree) -> xr.Dataset:
    return assess.ledger(result)


@settings(max_examples=100, deadline=None)
@example(value=SEVENTEEN)
@given(value=ANY)
def test_the_numbers_of_a_reading_read_back(value: float, reading: xr.Dataset) -> None:
    """From its JSON, whether in a table or among what it is about."""
    changed = reading.assign(more=("item", [value])).assign_attrs(more=np.float64(value))
    plain = json.loads(assess.reading_to_json(changed))
    assert [row["more"] for row in plain["item"]] == [value]
    assert plain["about"]["more"] == value


def test_the_chance_of_a_repeat_is_written_in_full(tmp_path: Path) -> None:
    """In the table of the items, beside the name of what is repeated."""
    assess.save_case(matrix(0.9, 10.0), tmp_path / "case.json")
    data = json.loads((tmp_path / "case.json").read_text("utf-8"))
    item = {**data["items"][0], "id": "again", "repeats": {"item": "i", "chance": SEVENTEEN}}
    data["items"].append(item)
    assess.to_spreadsheet(assess.case_from(data), tmp_path / "case.csv")
    with (tmp_path / "case.csv").open(encoding="utf-8", newline="") as file:
        text = "\n".join(cell for row in csv.reader(file) for cell in row)
    assert repr(SEVENTEEN) in text


def test_the_numbers_of_the_schema_read_back() -> None:
    """What `assess schema` prints is the schema itself."""
    from assess.io.schema import as_text

    schema = assess.json_schema()
    assert json.loads(as_text(schema)) == schema


def test_a_weight_of_a_matrix_is_kept_in_full(tmp_path: Path) -> None:
    """It becomes a tag, and a whole number is written without a point."""
    sheet = tmp_path / "matrix.csv"
    sheet.write_text(f"item,H1,H2,weight\nE1: x,C,I,{SEVENTEEN}\nE2: y,C,I,2.0\n", "utf-8")
    tags = [item.tags for item in assess.from_ach(sheet).items]
    assert tags == [(f"weight: {SEVENTEEN}",), ("weight: 2",)]
