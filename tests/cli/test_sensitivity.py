"""The commands `sensitivity`, `tip` and `next`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import assess
from assess.cli import main

FOUNDING = Path(assess.__file__).parent.parent / "examples" / "dprk_missiles" / "case.yaml"
CONDITIONAL = FOUNDING.with_name("case_conditional.yaml")


SMALL = {
    "format": "assess/1",
    "questions": [
        {
            "id": "vase",
            "hypotheses": [
                {"id": "cat", "prior": 0.4},
                {"id": "other", "prior": 0.6, "catch_all": True},
            ],
        }
    ],
    "sources": [{"id": s, "reliability": {"beta": [8, 2]}} for s in ("child", "neighbour")],
    "assumptions": [{"id": "awake", "holds": 0.8}],
    "items": [
        {
            "id": "crash",
            "source": "neighbour",
            "likelihood": {"cat": 0.6, "other": 0.3},
            "if_unreliable": 0.4,
            "requires": ["awake"],
        },
        {
            "id": "seen",
            "source": "child",
            "likelihood": {"cat": 0.8, "other": 0.2},
            "if_unreliable": 0.5,
        },
    ],
}
"""Small, so that two dozen figures are soon drawn; it has what each reading needs."""


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    out, err = capsys.readouterr()
    return status, out, err


def test_tip_says_where_one_number_changes_the_conclusion(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The sentence, the value and the stated one."""
    status, out, _ = run(capsys, "tip", str(FOUNDING), "prior[new_type]")
    assert status == 0
    words = " ".join(out.split())
    assert "new_type leads unless the prior of new_type is below .0125" in words
    assert "you said .25" in words


def test_tip_of_an_unknown_number_names_the_closest(capsys: pytest.CaptureFixture[str]) -> None:
    """Status 1, one sentence, no traceback."""
    status, out, err = run(capsys, "tip", str(FOUNDING), "reliability[usa]")
    assert status == 1
    assert out == ""
    assert "reliability[usa]" in err
    assert "did you mean 'reliability[us]'" in err
    assert "Traceback" not in err


def test_tip_as_json_holds_the_numbers_of_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    """Not rounded, and the same as in Python."""
    status, out, _ = run(capsys, "tip", str(FOUNDING), "reliability[us]", "--json")
    assert status == 0
    found = json.loads(out)
    assert found["format"] == "assess-sensitivity/1"
    row = found["readings"][0]["number"][0]
    result = assess.weigh(assess.load_case(FOUNDING), draws=0)
    want = assess.tipping_points(result).sel(number="reliability[us]")
    assert row["band"] == float(want["band"])
    assert row["lead"] is None
    assert [r["reading"] for r in found["readings"]] == ["tipping_points", "one_way"]


def test_next_ranks_the_candidates(capsys: pytest.CaptureFixture[str]) -> None:
    """In the order of the library."""
    status, out, _ = run(capsys, "next", str(FOUNDING))
    assert status == 0
    result = assess.weigh(assess.load_case(FOUNDING), draws=0)
    names = [str(c) for c in assess.value_of_information(result)["candidate"].values]
    assert len(names) >= 3
    places = [out.rindex(f"  {name} ") for name in names]
    assert places == sorted(places)


def test_next_without_candidates_says_how_to_state_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Not an empty table, and no traceback."""
    status, out, err = run(capsys, "next", str(CONDITIONAL))
    assert status == 1
    assert out == ""
    assert "candidates" in err
    assert "Traceback" not in err


@pytest.mark.slow
def test_sensitivity_answers_every_question_in_words_and_writes_the_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each heading has its words; each reading has its picture."""
    case = tmp_path / "case.json"
    case.write_text(json.dumps(SMALL), "utf-8")
    status, out, err = run(capsys, "sensitivity", str(case), "--plots", str(tmp_path))
    assert status == 0
    for heading in ("What would overturn it", "Without a source", "Assumptions", "Confidence"):
        assert f"\n{heading}\n" in out
    assert "nan" not in out.replace("\n", " ").split()
    written = sorted(p.name for p in tmp_path.glob("*.png"))
    assert "tipping_points.png" in written
    assert "leave_out-source.png" in written
    assert len(written) >= 12
    assert err.count("wrote ") == 2 * len(written)


@pytest.mark.slow
def test_sensitivity_as_json_is_one_object_with_every_reading(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each with its words, its conditions and its rows; no NaN, which is not JSON."""

    def refused(token: str) -> None:
        raise AssertionError(token)

    status, out, _ = run(capsys, "sensitivity", str(FOUNDING), "--json", "--threshold", "0.8")
    assert status == 0
    found = json.loads(out, parse_constant=refused)
    names = [r["reading"] for r in found["readings"]]
    assert names[0] == "tipping_points"
    assert {"credal_bounds", "conflict", "confidence", "diagnosticity", "tornado"} <= set(names)
    assert all(r["explanation"] for r in found["readings"])
    assert found["readings"][0]["about"]["threshold"] == 0.8


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--hypothesis", "new_typ"], "did you mean 'new_type'"),
        (["--threshold", "2"], "threshold is a credence between 0 and 1"),
    ],
)
def test_a_wrong_argument_is_a_sentence(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 1 and no traceback."""
    status, _, err = run(capsys, "sensitivity", str(FOUNDING), *arguments)
    assert status == 1
    assert message in err
    assert "Traceback" not in err
