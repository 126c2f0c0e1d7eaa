"""Power-scaling: what ArviZ finds, its diagnosis, and what cannot be scaled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import arviz as az
import matplotlib as mpl
import numpy as np
import pytest
import xarray as xr

import assess


@pytest.fixture(autouse=True)
def paper() -> Iterator[None]:
    """Draw without a screen, and leave no figure open."""
    mpl.use("agg")
    import matplotlib.pyplot as plt

    yield
    plt.close("all")


@pytest.fixture(scope="module")
def result() -> xr.DataTree:
    return assess.weigh(assess.example_case("dprk_missiles"))


@pytest.fixture(scope="module")
def scaled(result: xr.DataTree) -> xr.Dataset:
    return assess.power_scaling(result, by="kind")


def case_of(items: list[dict[str, Any]], sources: dict[str, Any], **question: Any) -> assess.Case:
    hypotheses = [{"id": "h", "prior": 0.5}, {"id": "g", "prior": 0.5}]
    return assess.case_from(
        {
            "format": "assess/1",
            "questions": [
                {"id": "q", "exhaustive": "made so", "hypotheses": hypotheses, **question}
            ],
            "sources": [{"id": name, "reliability": r} for name, r in sources.items()],
            "items": items,
        }
    )


def says(name: str, source: str, h: float, g: float) -> dict[str, Any]:
    return {"id": name, "source": source, "likelihood": {"h": h, "g": g}, "if_unreliable": 0.5}


@pytest.mark.parametrize("hypothesis", ["new_type", "none"])
def test_sensitivities_and_diagnosis_are_those_of_arviz(
    result: xr.DataTree, hypothesis: str
) -> None:
    """On the log-odds, as `arviz.psense_summary` prints them."""
    table = az.psense_summary(result, var_names=["log_odds"], round_to=9)
    row = table.loc[f"log_odds[{hypothesis}]"]
    found = assess.power_scaling(result, hypothesis=hypothesis)
    np.testing.assert_allclose(found["sensitivity"], [row["prior"], row["likelihood"]], atol=1e-8)
    assert found.attrs["diagnosis"] == row["diagnosis"]
    assert list(found["part"].values) == ["prior", "likelihood"]


def test_each_kind_of_number_is_scaled_by_itself(result: xr.DataTree, scaled: xr.Dataset) -> None:
    kinds = [str(p) for p in scaled["part"].values[2:]]
    assert {k.removeprefix("prior: ") for k in kinds} == {str(k) for k in result["log_prior"]}
    values = scaled["sensitivity"].values[2:]
    assert (np.diff(values) <= 0).all()
    alone = az.psense(result, var_names=["log_odds"], group_var_names=["reliability"])
    expected = float(alone["log_odds"].sel(hypothesis="new_type"))
    found = float(scaled["sensitivity"].sel(part="prior: reliability"))
    assert abs(found - expected) < 1e-12
    assert values.max() < scaled.attrs["prior"]


@pytest.mark.slow
def test_standard_error_is_about_the_scatter_between_seeds() -> None:
    """Six seeds: the errors that are stated are of the size of what happens."""
    items = [says("a", "s", 0.8, 0.2), says("b", "s", 0.3, 0.6), says("c", "t", 0.7, 0.4)]
    case = case_of(items, {"s": {"beta": [4, 2]}, "t": {"beta": [2, 2]}})
    runs = [assess.power_scaling(assess.weigh(case, draws=250, seed=s)) for s in range(2, 8)]
    scatter = np.std([r["sensitivity"].values for r in runs], axis=0, ddof=1)
    stated = np.mean([r["sensitivity_se"].values for r in runs], axis=0)
    assert (stated > scatter / 3).all()
    assert (stated < scatter * 3).all()


def test_one_chain_has_no_standard_error() -> None:
    result = assess.weigh(assess.example_case("dprk_missiles"), draws=400, chains=1)
    assert np.isnan(assess.power_scaling(result)["sensitivity_se"]).all()


def test_source_that_the_others_contradict_is_a_conflict() -> None:
    """Six witnesses for h, one source of unknown worth six times against: the items speak of it."""
    sources: dict[str, Any] = {"one": {"beta": [2, 2]}}
    items = []
    for k in range(6):
        sources[f"witness{k}"] = 0.65
        items += [says(f"for{k}", f"witness{k}", 0.8, 0.2), says(f"against{k}", "one", 0.2, 0.8)]
    found = assess.power_scaling(assess.weigh(case_of(items, sources)), hypothesis="h")
    assert found.attrs["diagnosis"] == "potential prior-data conflict"
    assert found.attrs["likelihood"] > found.attrs["prior"] > 0.05
    words = assess.explain(found)
    assert "the items may speak against the numbers as stated" in words
    assert "which the ledger answers" in words


def test_items_however_strong_that_teach_nothing_have_no_sensitivity() -> None:
    """It is not the weight of the items: 40 dB from sources whose reliabilities are known.

    The one uncertain number is a prior worth 1000 observations, which one case cannot teach.
    """
    items = [says(f"i{k}", "s", 0.9, 0.09) for k in range(5)]
    case = case_of(items, {"s": 0.95}, concentration=1000)
    found = assess.power_scaling(assess.weigh(case), hypothesis="h")
    assert found.attrs["likelihood"] < 0.05
    assert found.attrs["prior"] > 0.05


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"draws": 0}, "needs draws, and this result has none .* draws=1000"),
        ({"draws": 50, "chains": 4}, "needs 400 draws or more, and this result has 200"),
    ],
)
def test_result_without_draws_enough_is_refused(options: dict[str, int], words: str) -> None:
    result = assess.weigh(assess.example_case("dprk_missiles"), **options)
    with pytest.raises(ValueError, match=words):
        assess.power_scaling(result)


def test_case_with_nothing_to_scale_is_refused() -> None:
    """No uncertain number; no item; an uncertain number that bears on nothing."""
    fixed = assess.weigh(case_of([says("a", "s", 0.8, 0.2)], {"s": 0.7}))
    with pytest.raises(ValueError, match="no number of this case was stated with a range"):
        assess.power_scaling(fixed)
    empty = assess.weigh(case_of([], {}, concentration=10))
    with pytest.raises(ValueError, match="this case has no items"):
        assess.power_scaling(empty)
    idle = assess.weigh(case_of([says("a", "s", 0.5, 0.5)], {"s": {"beta": [2, 2]}}))
    with pytest.raises(ValueError, match="no uncertain number has any bearing on 'h'"):
        assess.power_scaling(idle, hypothesis="h")


def test_bad_arguments_are_told_in_a_sentence(result: xr.DataTree) -> None:
    with pytest.raises(ValueError, match="by can be 'all' or 'kind', not 'kinds'; did you mean"):
        assess.power_scaling(result, by="kinds")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no hypothesis is called 'old'"):
        assess.power_scaling(result, hypothesis="old")


def test_sentences_quote_the_figures_and_say_what_they_are_not(scaled: xr.Dataset) -> None:
    words = assess.explain(scaled.assign_attrs(prior=0.1234, likelihood=0.0211))
    assert "a sensitivity of .123 to how firmly the ranges" in words
    assert "of .0211 to what the items say" in words
    assert "how much the items weigh as evidence is another question" in words
    clear = scaled.assign_attrs(diagnosis="✓", prior=0.01, likelihood=0.02)
    assert "no sign of a conflict" in assess.explain(clear)
    assert "hardly depend on either" in assess.explain(clear)
    learned = clear.assign_attrs(likelihood=0.2)
    assert "outweighs how firmly they were stated" in assess.explain(learned)


def test_value_near_the_threshold_is_said_to_be_uncertain(scaled: xr.Dataset) -> None:
    """.05 with an error of .01 may be on either side."""
    near = scaled.assign(sensitivity=scaled["sensitivity"] * 0 + 0.055)
    unsure = near.assign(sensitivity_se=scaled["sensitivity_se"] * 0 + 0.01)
    sure = near.assign(sensitivity_se=scaled["sensitivity_se"] * 0 + 0.001)
    assert "within its error of the threshold" in assess.explain(unsure)
    assert "within its error of the threshold" not in assess.explain(sure)


def test_bars_are_the_sensitivities_and_the_dashed_line_the_threshold(
    scaled: xr.Dataset,
) -> None:
    ax = assess.plot_power_scaling(scaled)
    np.testing.assert_allclose([p.get_width() for p in ax.patches], scaled["sensitivity"])
    dashed = [line for line in ax.lines if line.get_linestyle() == "--"]
    assert [float(line.get_xdata()[0]) for line in dashed] == [0.05]
    title = (ax.get_title(loc="center") or ax.get_title(loc="left")).replace("\n", " ")
    assert title == "The spread of new_type is mostly that of the ranges as stated"
    labels = [t.get_text().replace("\n", " ") for t in ax.get_yticklabels()]
    assert labels[1] == "what all items say of them (likelihood)"
    assert "the ranges of reliability alone" in labels
    below = "\n".join(t.get_text() for t in ax.texts)
    assert "no item is given more or less weight" in below


def test_picture_goes_into_axes_that_are_given(scaled: xr.Dataset) -> None:
    import matplotlib.pyplot as plt

    _, ax = plt.subplots()
    assert assess.plot_power_scaling(scaled, ax=ax) is ax
