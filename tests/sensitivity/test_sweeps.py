"""Sweeps of a prior and of dependence: by hand, by enumeration, and their pictures."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import brute_force
import matplotlib as mpl
import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pictures import assert_legible
from random_cases import random_case
from stated_numbers import restated
from weighing import weigh

import assess
from assess.formatting.numbers import credence_text
from assess.plots import plot_dependence, plot_prior_sweep
from assess.prose.prior_sweep import needs
from assess.sensitivity.dependence import correlation
from priors.forms.pieces import Piece

Data = dict[str, Any]
SURE = {"value": 1, "certain": True}
LONG = "a_complete_missile_of_the_new_type_that_was_shown_in_october_2020"


def case(
    priors: dict[str, Any], items: list[Data], reliability: Any = 0.8, **sources: Any
) -> assess.Case:
    """One question; sources `s` and any others, whose names are given with their reliability."""
    hypotheses = [{"id": h, "prior": p} for h, p in priors.items()]
    return assess.case_from(
        {
            "format": "assess/1",
            "title": "By hand",
            "questions": [{"id": "q", "exhaustive": "made so", "hypotheses": hypotheses}],
            "sources": [
                {"id": name, "reliability": r} for name, r in {"s": reliability, **sources}.items()
            ],
            "items": [{"source": "s", **i} for i in items],
        }
    )


def says(name: str, *likelihood: float, **more: Any) -> Data:
    states = dict(zip("abc", likelihood, strict=False))
    return {"id": name, "likelihood": states, "if_unreliable": 0.3, **more}


HALVES = {"a": 0.5, "b": 0.5}
# r .8: .8 x .9 + .06 = .78 under a, .8 x .2 + .06 = .22 under b, .8 x .5 + .06 = .46 under c
THREE = case({"a": 0.2, "b": 0.6, "c": 0.2}, [says("i", 0.9, 0.2, 0.5)])


@pytest.fixture(autouse=True)
def paper() -> Iterator[None]:
    """Draw without a screen, and leave no figure open."""
    import matplotlib.pyplot as plt

    before = mpl.get_backend()
    mpl.use("agg")
    yield
    plt.close("all")
    mpl.use(before)


# --- the prior: by hand ---------------------------------------------------------------------------


def test_the_prior_that_a_credence_needs() -> None:
    """The rest is b and c as 3 to 1: .75 x .22 + .25 x .46 = .28, so B = .78 / .28.

    .5 needs odds of .28 / .78, so a prior of .28 / 1.06; .8 four times these odds, 1.12 / 1.9;
    .95 nineteen times, 5.32 / 6.1. a overtakes c at odds of .25 x .46 / .78, b at the larger
    .75 x .22 / .78 = .165 / .78: it leads from .165 / .945.
    """
    sweep = assess.prior_sweep(weigh(THREE), "a")
    needed = sweep["prior_needed"].values
    assert needed == pytest.approx([0.28 / 1.06, 1.12 / 1.9, 5.32 / 6.1], abs=1e-12)
    assert sweep.attrs["leads_from"] == pytest.approx(0.165 / 0.945, abs=1e-12)
    assert sweep.attrs["ahead"] == "b"
    assert sweep.attrs["decibans"] == pytest.approx(10 * math.log10(0.78 / 0.28), abs=1e-12)
    # even: a third; 1/3 x .78 against 2/3 x .28
    assert sweep.attrs["even"] == pytest.approx(1 / 3)
    assert sweep.attrs["credence_at_even"] == pytest.approx(0.78 / (0.78 + 0.56), abs=1e-12)


def test_the_curve_runs_from_a_thousandth_to_all_but_one() -> None:
    """logit credence = logit prior + ln B at every point; the others share the rest."""
    sweep = assess.prior_sweep(weigh(THREE), "a", points=11)
    p = sweep["prior"].values
    assert p[[0, 5, -1]] == pytest.approx([0.001, 0.5, 0.999], abs=1e-12)
    odds = p / (1 - p) * 0.78 / 0.28
    credence = sweep["credence"].sel(hypothesis="a").values
    assert credence == pytest.approx(odds / (1 + odds), abs=1e-12)
    b, c = (sweep["credence"].sel(hypothesis=h).values for h in "bc")
    assert b / c == pytest.approx(np.full(11, 0.165 / 0.115), abs=1e-9)


def test_what_the_items_rule_out_needs_no_prior_below_one() -> None:
    """And what they leave alone leads from any: by explicit consent to a likelihood of 0."""
    never = {"value": 0, "certain": True}
    item = {"id": "i", "likelihood": {"a": never, "b": 0.5}}
    result = weigh(case(HALVES, [item], SURE))
    out, left = assess.prior_sweep(result, "a"), assess.prior_sweep(result, "b")
    assert out["prior_needed"].values.tolist() == [1.0, 1.0, 1.0]
    assert out.attrs["leads_from"] == 1.0
    assert left["prior_needed"].values.tolist() == [0.0, 0.0, 0.0]
    assert left.attrs["leads_from"] == 0.0
    assert "No prior below 1 leads above .50. a leads from no prior below 1." in assess.explain(out)
    assert "Whoever does not rule it out ends above .50" in assess.explain(left)


@given(st.integers(0, 100_000))
def test_the_prior_needed_leads_to_its_credence_in_a_case_that_states_it(seed: int) -> None:
    """Written into the case file and weighed anew; and at the stated prior, the credence."""
    data = random_case(seed)[0]
    try:
        result = weigh(assess.case_from(data))
        sweep = assess.prior_sweep(result)
    except ValueError:  # impossible items, a linked question or a certain prior
        return
    name = sweep.attrs["hypothesis"]
    for threshold, prior in zip(
        sweep["threshold"].values, sweep["prior_needed"].values, strict=True
    ):
        if 1e-12 < prior < 1 - 1e-12:
            again = weigh(assess.case_from(restated(data, f"prior[{name}]", float(prior))))
            credence = again["exact"]["credence"].sel(hypothesis=name).item()
            assert credence == pytest.approx(threshold, abs=1e-8)


def test_a_linked_question_has_no_single_prior() -> None:
    """The error names the rows that could be moved instead."""
    data = {
        "format": "assess/1",
        "questions": [
            {
                "id": "supply",
                "exhaustive": "made so",
                "hypotheses": [{"id": "yes", "prior": 0.4}, {"id": "no", "prior": 0.6}],
            },
            {
                "id": "use",
                "exhaustive": "made so",
                "hypotheses": [{"id": "fired", "catch_all": True}, {"id": "kept"}],
                "given": ["supply"],
                "table": [
                    {"when": {"supply": "yes"}, "prior": {"fired": 0.7, "kept": 0.3}},
                    {"when": {"supply": "no"}, "prior": {"fired": 0.1, "kept": 0.9}},
                ],
            },
        ],
    }
    result = weigh(assess.case_from(data))
    message = r"use is linked.*one_way with one of prior\[fired \| supply=yes\], prior\[fired"
    with pytest.raises(ValueError, match=message):
        assess.prior_sweep(result, "fired")
    assert assess.prior_sweep(result, "yes").attrs["decibans"] == pytest.approx(0.0, abs=1e-9)


def test_what_cannot_be_swept_is_said() -> None:
    """A quantity, a certain prior, too few points."""
    with pytest.raises(ValueError, match="shells is about a quantity"):
        assess.prior_sweep(weigh(assess.example_case("dprk_shells")))
    none = {"value": 0, "certain": True}
    certain = weigh(case({"a": none, "b": 0.5, "c": 0.5}, [says("i", 0.9, 0.2, 0.5)]))
    with pytest.raises(ValueError, match=r"prior\[a\] was stated as certainly 0"):
        assess.prior_sweep(certain, "a")
    with pytest.raises(ValueError, match="points: a curve needs 2 or more, not 1"):
        assess.prior_sweep(certain, "b", points=1)


def test_the_sweep_in_words() -> None:
    """.28 / 1.06 = .264; 1.12 / 1.9 = .589; 5.32 / 6.1 = .872; .165 / .945 = .175."""
    words = assess.explain(assess.prior_sweep(weigh(THREE), "a"))
    assert "the stated prior of .20 becomes a credence of .41, an even one of .333 one" in words
    assert "Whoever starts from a prior above .264 ends above .50" in words
    assert "it takes .589 for .80 and .872 for .95" in words
    assert "a leads from a prior of .175 on, ahead of b" in words
    assert words.endswith("all other questions as stated, and the other hypotheses in their "
                          "stated proportions.")  # fmt: skip
    assert needs(0.04, 0.5) == "Whoever starts from a prior above .04 ends above .50"


# --- dependence: by hand --------------------------------------------------------------------------


def credences(curves: xr.Dataset, hypothesis: str = "a") -> np.ndarray:
    return np.asarray(curves["credence"].sel(hypothesis=hypothesis).values)


def test_the_chance_of_a_repeat_runs_from_independent_to_worthless() -> None:
    """Both .78 against .22; the second is x + (1 - x) times that. At 1 it says nothing."""
    items = [says("i", 0.9, 0.2), says("j", 0.9, 0.2, repeats={"item": "i", "chance": 0.5})]
    items[1]["source"] = "t"
    curves = assess.dependence(weigh(case(HALVES, items, t=0.8)), "j")
    x = curves["position"].values
    a, b = 0.78 * (x + (1 - x) * 0.78), 0.22 * (x + (1 - x) * 0.22)
    assert credences(curves)[0] == pytest.approx(a / (a + b), abs=1e-12)
    assert credences(curves)[0, -1] == pytest.approx(0.78, abs=1e-12)
    assert curves["stated"].item() == 0.5
    assert curves["on_curve"].item()
    assert list(curves["curve"].values) == ["repeats[j]"]


@pytest.mark.parametrize("reliability", [{"beta": [8, 2]}, 0.8, {"persistent": 0.8}])
def test_the_items_of_a_source_run_from_independent_to_all_or_nothing(reliability: Any) -> None:
    """However its reliability was stated, with mean .8: Var r = .16 x, so E r^2 = .64 + .16 x.

    P(items | a) = E (.3 + .6 r)^2, P(items | b) = E (.3 - .1 r)^2.
    """
    result = weigh(case(HALVES, [says("i", 0.9, 0.2), says("j", 0.9, 0.2)], reliability))
    curves = assess.dependence(result, "s", points=21)
    x = curves["position"].values
    second = 0.64 + 0.16 * x
    a, b = 0.09 + 0.36 * 0.8 + 0.36 * second, 0.09 - 0.06 * 0.8 + 0.01 * second
    assert credences(curves)[0] == pytest.approx(a / (a + b), abs=1e-12)
    # at 1, all or nothing: .8 x .81 + .2 x .09 against .8 x .04 + .2 x .09
    assert credences(curves)[0, -1] == pytest.approx(0.666 / (0.666 + 0.05), abs=1e-12)
    stated = {"beta": 1 / 11, "persistent": 1.0}
    where = stated[next(iter(reliability))] if isinstance(reliability, dict) else 0.0
    assert curves["stated"].item() == pytest.approx(where, abs=1e-12)
    assert curves["on_curve"].item()
    on_curve = np.interp(where, x, credences(curves)[0])
    assert on_curve == pytest.approx(curves.attrs["credence"], abs=1e-4)


def test_the_correlation_of_a_pert_is_its_variance_as_a_share() -> None:
    """PERT(.5, .7, .9): variance .04 / 7, of .7 x .3; triangle .2, .2, .8: .02, of .4 x .6."""
    assert correlation((Piece(1.0, 0.5, 0.9, 3.0, 3.0),)) == pytest.approx(0.04 / 7 / 0.21)
    triangle = case(HALVES, [says("i", 0.9, 0.2), says("j", 0.9, 0.2)],
                    {"triangular": [0.2, 0.2, 0.8]})  # fmt: skip
    curves = assess.dependence(weigh(triangle), "s")
    assert curves["stated"].item() == pytest.approx(0.02 / 0.24)
    assert not curves["on_curve"].item()


def seven(reliability: Any) -> assess.Case:
    """Four items of one source and three of another, which one item went through both of."""
    items = [says(f"i{k}", 0.9 - 0.1 * k, 0.2 + 0.05 * k) for k in range(4)]
    items += [says(f"j{k}", 0.3, 0.5 + 0.1 * k, source="t") for k in range(2)]
    items.append(says("both", 0.8, 0.1, source=["s", "t"]))
    return case(HALVES, items, reliability, t={"beta": [3, 3]})


@pytest.mark.parametrize("reliability", [0.75, {"persistent": 0.75}, {"pert": [0.4, 0.8, 0.9]}])
@pytest.mark.parametrize("x", [0, 10, 20])
def test_points_of_a_curve_agree_with_enumeration(reliability: Any, x: int) -> None:
    """With hearsay, so that sources are summed together; one source, then both."""
    result = weigh(seven(reliability))
    curves = assess.dependence(result, points=21)
    assert list(curves["curve"].values) == ["sources", "reliability[s]", "reliability[t]"]
    mean = 0.75
    for name, laws in (
        ("reliability[s]", (_law(mean, x / 20), {"beta": [3, 3]})),
        ("reliability[t]", (reliability, _law(0.5, x / 20))),
        ("sources", (_law(mean, x / 20), _law(0.5, x / 20))),
    ):
        again = seven(laws[0]).model_copy()
        data = again.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        data["format"] = "assess/1"
        data["sources"][1]["reliability"] = laws[1]
        exact = brute_force.weigh(assess.case_from(data)).credence["q", "a"]
        found = curves.sel(curve=name, hypothesis="a")["credence"].values[x]
        assert found == pytest.approx(float(exact), abs=1e-11), (name, x)


def _law(mean: float, x: float) -> Any:
    """The Beta of a mean and an intraclass correlation, as an analyst would state it."""
    if x in (0.0, 1.0):
        return mean if x == 0.0 else {"persistent": mean}
    return {"mean": mean, "worth": 1 / x - 1}


@given(st.integers(0, 100_000))
def test_repeats_at_their_stated_chance_give_the_stated_credence(seed: int) -> None:
    """Where what was stated has the form of the curve; interpolated between 401 points."""
    data = random_case(seed)[0]
    try:
        result = weigh(assess.case_from(data))
    except assess.CaseError:
        return
    curves = assess.dependence(result, points=401)
    total = curves["credence"].sum("hypothesis", skipna=False).values
    assert total[~np.isnan(total)] == pytest.approx(1.0, abs=1e-9)
    for k in range(curves.sizes["curve"]):
        curve = curves.isel(curve=k)
        if curve["on_curve"].item():
            y = curve["credence"].sel(hypothesis=curves.attrs["hypothesis"]).values
            at = np.interp(curve["stated"].item(), curve["position"].values, y)
            if np.isfinite(y).all():
                assert at == pytest.approx(curves.attrs["credence"], abs=2e-3)


def test_where_the_items_become_impossible_there_is_no_credence() -> None:
    """A copy that could not have been made: at a chance of 1 the item cannot be there."""
    never = {"value": 0, "certain": True}
    repeats = {"item": "i", "chance": 0.5, "if_copied": never}
    items = [says("i", 0.9, 0.2), says("j", 0.9, 0.2, repeats=repeats)]
    curves = assess.dependence(weigh(case(HALVES, items)), "j")
    assert np.isnan(credences(curves)[0, -1])
    assert "would be undefined (the items could not be) instead of" in assess.explain(curves)
    title = plot_dependence(curves).get_title()
    assert title == "With full dependence the items would be impossible"


def test_all_repeats_are_given_one_chance() -> None:
    """Three of .2, .5 and .8: the whisker spans them; at 0 all count in full, at 1 none does."""
    items = [says("i", 0.9, 0.2)] + [
        says(f"j{k}", 0.9, 0.2, repeats={"item": "i", "chance": c}, source=f"t{k}")
        for k, c in enumerate((0.2, 0.5, 0.8))
    ]
    many = {f"t{k}": 0.8 for k in range(3)}
    curves = assess.dependence(weigh(case(HALVES, items, **many)), "repeats", points=3)
    ends = [0.78**4 / (0.78**4 + 0.22**4), 0.78]
    assert credences(curves)[0, [0, -1]] == pytest.approx(ends, abs=1e-12)
    where = [curves[n].item() for n in ("stated_low", "stated", "stated_high")]
    assert where == pytest.approx([0.2, 0.5, 0.8])
    assert not curves["on_curve"].item()
    assert curves["members"].item() == 3


def test_a_case_without_dependence_has_no_curves() -> None:
    curves = assess.dependence(weigh(THREE))
    assert curves.sizes["curve"] == 0
    assert "nothing depends" in assess.explain(curves)
    # a source of certain reliability may have several items: they do not depend on each other
    sure = case(HALVES, [says("i", 0.9, 0.2), says("j", 0.8, 0.3)], SURE)
    words = assess.explain(assess.dependence(weigh(sure)))
    assert "no source, unless its reliability is certain, has two items" in words
    with pytest.raises(ValueError, match="no curve to draw"):
        plot_dependence(curves)


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("repeats", "no item of this case is stated as a possible repeat"),
        ("i", "item 'i' is not stated as a possible repeat"),
        ("t", "source 't' has a single item"),
        ("ss", "no dependent item or source is called 'ss'.*did you mean 's'"),
    ],
)
def test_what_has_no_dependence_is_said(what: str, message: str) -> None:
    items = [says("i", 0.9, 0.2), says("j", 0.9, 0.2), says("k", 0.9, 0.2, source="t")]
    result = weigh(case(HALVES, items, t=0.5))
    with pytest.raises(ValueError, match=message):
        assess.dependence(result, what)


def test_an_id_that_a_source_and_an_item_share_is_asked_back() -> None:
    items = [says("i", 0.9, 0.2), says("s", 0.9, 0.2, repeats={"item": "i", "chance": 0.5})]
    result = weigh(case(HALVES, items))
    with pytest.raises(ValueError, match=r"both a source and an item: say repeats\[s\] or rel"):
        assess.dependence(result, "s")
    assert assess.dependence(result, "reliability[s]").sizes["curve"] == 1


def test_dependence_in_words() -> None:
    """Two items of a Beta of mean .8:

    .666 / .716 = .930 at full dependence; .6084 / (.6084 + .0484) = .926 at none.
    """
    items = [says("i", 0.9, 0.2), says("j", 0.9, 0.2)]
    words = assess.explain(assess.dependence(weigh(case(HALVES, items, {"beta": [1.2, 0.3]}))))
    assert words == (
        "If everything that s says stood or fell together, the credence of a would still be .93, "
        "and so it would if each of its items were a test of its own. Only the dependence is "
        "moved: the mean of every reliability, the likelihoods and the priors are as stated."
    )
    items = [says("i", 0.9, 0.1), says("j", 0.8, 0.1)]
    words = assess.explain(assess.dependence(weigh(case(HALVES, items, {"beta": [1, 1]}))))
    # none: .6 x .55 against .2 x .2; full: (.72 + .09) / 2 against (.01 + .09) / 2
    assert credence_text(0.33 / 0.37) == ".89"
    assert credence_text(0.405 / 0.455) == ".89"
    assert "the credence of a would still be .89" in words


def test_all_sources_together_in_words() -> None:
    """On that curve every source moves at once."""
    items = [
        says(n, 0.9, 0.2, source=s) for n, s in (("i", "s"), ("j", "s"), ("k", "t"), ("l", "t"))
    ]
    words = assess.explain(assess.dependence(weigh(case(HALVES, items, t=0.8))))
    assert words.startswith("If what every source says stood or fell together, the credence of a ")
    assert "any one source" not in words


def test_repeats_in_words() -> None:
    """.78 at full dependence, .78^2 / (.78^2 + .22^2) = .926 at none."""
    items = [says("i", 0.9, 0.2), says("j", 0.9, 0.2, repeats={"item": "i", "chance": 0.5})]
    items[1]["source"] = "t"
    words = assess.explain(assess.dependence(weigh(case(HALVES, items, t=0.8))))
    # .78 x .89 / (.78 x .89 + .22 x .61) = .838
    start = "If j were a mere repeat, the credence of a would be .78 instead of .84; if it were"
    assert words.startswith(f"{start} none, .93.")


# --- pictures -------------------------------------------------------------------------------------


def on_paper(ax: Axes, k: int) -> tuple[list[float], list[float]]:
    line = ax.get_lines()[k]
    return [float(x) for x in line.get_xdata()], [float(y) for y in line.get_ydata()]


def test_a_sweep_is_drawn_as_it_was_computed() -> None:
    """Its curves, a dot at each threshold, a line at each prior that is named."""
    sweep = assess.prior_sweep(weigh(THREE), "a")
    ax = plot_prior_sweep(sweep)
    for k, h in enumerate("abc"):
        assert on_paper(ax, k) == (sweep["prior"].values.tolist(), credences(sweep, h).tolist())
    dots = [on_paper(ax, k) for k in (3, 4, 5)]
    for (x, y), c, p in zip(dots, (0.5, 0.8, 0.95), sweep["prior_needed"].values, strict=True):
        assert (x, y) == ([p], [c])
    lines = [on_paper(ax, k)[0][0] for k in (6, 7, 8)]
    assert lines == pytest.approx([0.2, 1 / 3, 0.165 / 0.945])
    words = [t.get_text() for t in ax.texts]
    for part in ("stated .20", "even .333", "leads from .175", ".80 needs .589"):
        assert part in words
    title = ax.get_title().replace("\n", " ")
    assert title == "Whoever starts from a prior of a above .264 ends above .50"
    assert ax.get_xscale() == "logit"


def test_dependence_is_drawn_as_it_was_computed() -> None:
    """Curves in their order, a full dot where what was stated lies on its curve."""
    items = [says("i", 0.9, 0.2), says("j", 0.9, 0.2, repeats={"item": "i", "chance": 0.3})]
    curves = assess.dependence(weigh(case(HALVES, items, {"pert": [0.5, 0.7, 0.9]})))
    assert list(curves["curve"].values) == ["repeats[j]", "reliability[s]"]
    ax = plot_dependence(curves)
    for k in range(2):
        drawn = curves["position"].values.tolist(), credences(curves)[k].tolist()
        assert on_paper(ax, k) == drawn
    dots = [line for line in ax.get_lines() if line.get_marker() == "o"]
    assert [d.get_xdata()[0] for d in dots] == pytest.approx([0.3, 0.04 / 7 / 0.21])
    assert {d.get_ydata()[0] for d in dots} == {curves.attrs["credence"]}
    assert [d.get_markerfacecolor() == "white" for d in dots] == [False, True]
    end = f"{credences(curves)[0, -1]:.2f}"[1:]
    now = f"{curves.attrs['credence']:.2f}"[1:]
    assert ax.get_title().replace("\n", " ") == f"If j were a mere repeat: a {end} instead of {now}"


def test_small_movements_look_small() -> None:
    """A fifth of the whole range of credences is seen at least."""
    items = [says("i", 0.5, 0.49), says("j", 0.5, 0.49)]
    ax = plot_dependence(assess.dependence(weigh(case(HALVES, items, {"beta": [8, 2]}))))
    low, high = ax.get_ylim()
    assert high - low >= 0.2
    assert "would leave the credence of a at .51" in ax.get_title().replace("\n", " ")


def sources(count: int) -> assess.Case:
    """So many sources with two items each."""
    names = {f"source_{k}_{LONG[:20]}": {"beta": [4, 2 + k % 3]} for k in range(count)}
    items = [
        says(f"{name}_{n}", 0.5 + 0.4 * n, 0.3, source=name) for name in names for n in range(2)
    ]
    return case(HALVES, items, **names)


def test_of_many_curves_those_that_reach_furthest_are_drawn() -> None:
    curves = assess.dependence(weigh(sources(30)))
    assert curves.sizes["curve"] == 31
    ax = plot_dependence(curves)
    assert sum(len(line.get_xdata()) == 51 for line in ax.get_lines()) == 8
    assert any("23 more move the credence by no more than" in t.get_text() for t in ax.texts)


SWEEPS = {
    "3 hypotheses": (THREE, "a"),
    "far below": (case(HALVES, [says(f"i{k}", 0.9, 0.1) for k in range(9)]), "b"),
    "long names": (case({LONG: 0.4, LONG[::-1]: 0.6}, []), LONG),
}


@pytest.mark.parametrize(("asked", "name"), SWEEPS.values(), ids=SWEEPS.keys())
def test_no_words_of_a_sweep_overlap(
    asked: assess.Case, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_legible(plot_prior_sweep(assess.prior_sweep(weigh(asked), name)), monkeypatch)


@pytest.mark.parametrize("count", [1, 4, 30])
def test_no_words_of_dependence_overlap(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_legible(plot_dependence(assess.dependence(weigh(sources(count)))), monkeypatch)


def test_the_pictures_fit_into_given_axes() -> None:
    left, right = Figure(figsize=(11.0, 4.0), layout="constrained").subplots(1, 2)
    style = dict(mpl.rcParams)
    assert plot_prior_sweep(assess.prior_sweep(weigh(THREE)), ax=left) is left
    assert plot_dependence(assess.dependence(weigh(sources(2))), ax=right) is right
    assert dict(mpl.rcParams) == style
