"""Who leads and who is level: one margin and one rule, in every reading."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import assess
from assess.result.lead import MARGIN, at_the_top, leader, leaders, level_with
from assess.result.target import leader_of


@pytest.mark.parametrize("apart", [0.0, 1e-12, -1e-12])
def test_of_two_that_rounding_alone_tells_apart_the_first_leads(apart: float) -> None:
    """Whichever of the two has the last bit more."""
    credence = [0.2, 0.4, 0.4 + apart]
    assert leader(credence) == 1
    assert level_with(credence, 1).tolist() == [2]
    assert level_with(credence, 0).tolist() == []


def test_beyond_the_margin_one_leads_alone() -> None:
    """Twice the margin is a lead."""
    credence = [0.4, 0.4 + 2 * MARGIN]
    assert leader(credence) == 1
    assert level_with(credence, 1).tolist() == []


def test_leader_is_not_overtaken_by_what_draws_level() -> None:
    """It counts as leading while it is among the first; else the first of those does."""
    rows = np.array([[0.5, 0.5, 0.0], [0.3, 0.7, 0.0], [0.4, 0.2, 0.4], [0.45, 0.1, 0.45]])
    assert leaders(rows, 1).tolist() == [1, 1, 0, 0]
    assert leaders(rows, 2).tolist() == [0, 1, 2, 2]
    assert not at_the_top([np.nan, 0.5]).any()


def test_readings_name_one_leader_where_two_are_level() -> None:
    """The first in the order of the case, in each."""
    hypotheses = [{"id": h, "prior": p} for h, p in (("b", 0.4), ("a", 0.4), ("c", 0.2))]
    question = {"id": "q", "exhaustive": "x", "hypotheses": hypotheses}
    item = {"id": "i", "source": "s", "likelihood": {"b": 0.6, "a": 0.6, "c": 0.3}}
    case = assess.case_from({
        "format": "assess/1", "questions": [question],
        "sources": [{"id": "s", "reliability": {"beta": [7, 3]}}],
        "items": [{**item, "if_unreliable": 0.5}],
    })  # fmt: skip
    result = assess.weigh(case)
    assert leader_of(result).label == "b"
    assert assess.leave_out(result).attrs["leader"] == "b"
    assert assess.leave_out(result).attrs["level"] == "a"
    assert assess.tipping_points(result).attrs["level"] == "a"
    assert assess.confidence(result).attrs["tied"] == "b, a"


def test_no_other_file_has_a_margin_or_a_rule_of_its_own() -> None:
    """Neither the readings nor what shows them looks for the highest credence by itself."""
    rule = re.compile(r'credence"\]\.values(\[[^]]*\])?\.argmax|^_?(MARGIN|TIE) = ', re.MULTILINE)
    package = Path(assess.__file__).parent
    found = [p for p in package.rglob("*.py") if rule.search(p.read_text("utf-8"))]
    assert found == [package / "result" / "lead.py"]
