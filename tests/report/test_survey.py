"""What the conclusion rests on: the same readings in the same order for every result."""

from __future__ import annotations

import every_reading
import pytest
import xarray as xr

import assess

KEYS = [
    "tipping_points", "tipping_pairs", "credal_bounds", "contamination", "tornado", "ledger",
    "leave_out/item", "leave_out/source", "leave_out/assumption", "dependence", "conflict",
    "diagnosticity", "confidence",
]  # fmt: skip


def test_readings_stand_under_their_names_in_the_order_of_asking() -> None:
    """And are what the functions of their names return."""
    result = every_reading.result()
    found = assess.report.survey(result)
    assert list(found) == KEYS
    for key, reading in found.items():
        name, _, by = key.partition("/")
        assert reading.attrs["reading"] == name
        assert by in ("", reading.attrs.get("by"))
    xr.testing.assert_identical(found["tornado"], assess.tornado(result))


def test_hypothesis_and_threshold_are_handed_on() -> None:
    """To every reading that is about one hypothesis."""
    found = assess.report.survey(every_reading.result(), hypothesis="none", threshold=0.5)
    assert found["tipping_points"].attrs["threshold"] == 0.5
    for key in ("tipping_points", "tornado", "ledger", "leave_out/source", "dependence"):
        assert found[key].attrs["hypothesis"] == "none"


def test_without_an_assumption_and_of_a_linked_question_it_says_why() -> None:
    """As data: an empty reading with a sentence."""
    case = assess.case_from(
        {
            "format": "assess/1",
            "questions": [
                {"id": "q", "exhaustive": "by definition",
                 "hypotheses": [{"id": "a", "prior": 0.4}, {"id": "b", "prior": 0.6}]},
                {"id": "r", "exhaustive": "by definition", "given": ["q"],
                 "hypotheses": [{"id": "c"}, {"id": "d"}],
                 "table": [{"when": {"q": "a"}, "prior": {"c": 0.2, "d": 0.8}},
                           {"when": {"q": "b"}, "prior": {"c": 0.7, "d": 0.3}}]},
            ],
            "sources": [{"id": "s", "reliability": 0.8}],
            "items": [
                {"id": "i", "question": "r", "source": "s", "likelihood": {"c": 0.8, "d": 0.3},
                 "if_unreliable": 0.5}
            ],
        }
    )  # fmt: skip
    found = assess.report.survey(assess.weigh(case, draws=0), hypothesis="c")
    empty = {k: r.attrs["does_not_apply"] for k, r in found.items() if "does_not_apply" in r.attrs}
    assert list(empty) == ["contamination", "leave_out/assumption"]
    assert empty["leave_out/assumption"] == "The case states no assumption."
    assert all(not found[k].sizes and assess.explain(found[k]) == why for k, why in empty.items())


def test_of_an_estimate_every_reading_says_why_it_is_not_there() -> None:
    """Nothing can be re-weighed where nothing was summed exactly."""
    result = every_reading.result()
    groups = {k: v.to_dataset() for k, v in result.children.items() if k != "exact"}
    estimate = xr.DataTree.from_dict({"/": xr.Dataset(attrs=result.attrs), **groups})
    found = assess.report.survey(estimate)
    assert list(found) == KEYS
    assert all("estimates" in r.attrs["does_not_apply"] for r in found.values())


def test_unknown_hypothesis_is_refused() -> None:
    """With the names that there are."""
    with pytest.raises(ValueError, match="no hypothesis is called 'nobody'"):
        assess.report.survey(every_reading.result(), hypothesis="nobody")
