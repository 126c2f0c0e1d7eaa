"""The draws of a result as a table: one row a draw, one column a number."""

from __future__ import annotations

import every_reading
import pytest

import assess


@pytest.mark.parametrize("group", ["posterior", "as_stated", "prior"])
def test_a_row_is_a_draw_and_a_column_a_number(group: str) -> None:
    """Of every uncertain number under its address, with the credence of each hypothesis."""
    result = every_reading.result()
    table = assess.draws_table(result, group)
    stated = result["constant_data"]
    uncertain = stated["number"].values[~stated["fixed"].values].tolist()
    credences = [f"credence[{h}]" for h in result["exact"]["hypothesis"].values]
    assert sorted(table.columns) == sorted([*credences, *uncertain])
    assert table.index.names == ["chain", "draw"]
    assert len(table) == 4 * 150
    own = result[group]["reliability"].sel(source="us", chain=2, draw=7).item()
    assert table.loc[(2, 7), "reliability[us]"] == own


def test_mean_of_the_credence_is_the_exact_one() -> None:
    """Within the error of 600 draws: the table holds what was drawn, in its order."""
    result = every_reading.result()
    mean = assess.draws_table(result)["credence[new_type]"].mean()
    exact = result["exact"]["credence"].sel(hypothesis="new_type").item()
    assert mean == pytest.approx(exact, abs=0.02)


def test_without_draws_it_says_how_to_get_some() -> None:
    """And an unknown group is told which there are."""
    result = assess.weigh(assess.example_case("dprk_missiles"), draws=0)
    with pytest.raises(ValueError, match=r"holds no draws .* draws=1000"):
        assess.draws_table(result)
    with pytest.raises(ValueError, match="group can be 'posterior'"):
        assess.draws_table(result, "exact")
