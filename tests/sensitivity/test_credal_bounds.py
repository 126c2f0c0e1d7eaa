"""Credal bounds: arithmetic by hand, all corners, random points within the ranges, words."""

from __future__ import annotations

from itertools import product
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
import xarray as xr
from quick_cases import first
from random_cases import random_case
from weighing import weigh

import assess
from assess.formatting.numbers import credence_text
from assess.kernel.weigh import credences
from assess.result.access import prepared_from
from assess.sensitivity.credal.box import Box
from assess.sensitivity.credal.items import Items
from assess.sensitivity.credal.question import extremes_of
from assess.sensitivity.credal.search import Search, best_shares

mpl.use("agg")


def data_of(items: list[dict[str, Any]], prior: list[float], **more: Any) -> dict[str, Any]:
    """Hypotheses h0, h1, ... and one fixed source of reliability .8 for each name used."""
    names = sorted({i["source"] for i in items})
    return {
        "format": "assess/1",
        "questions": [
            {
                "id": "q",
                "exhaustive": "made so",
                "hypotheses": [{"id": f"h{k}", "prior": p} for k, p in enumerate(prior)],
                **more,
            }
        ],
        "sources": [{"id": n, "reliability": 0.8} for n in names],
        "items": items,
    }


def around(mean: float, width: float = 0.05) -> dict[str, Any]:
    return {"triangular": [mean - width, mean, mean + width]}


def interval(form: dict[str, Any], mass: float = 0.9) -> tuple[float, float]:
    """Central interval of a symmetric triangle by hand: width (1 - sqrt(1 - mass)) to each side."""
    low, mean, high = form["triangular"]
    reach = (high - low) / 2 * (1 - (1 - mass) ** 0.5)
    return mean - reach, mean + reach


def item(k: int, means: list[float], **more: Any) -> dict[str, Any]:
    return {
        "id": f"i{k}",
        "source": f"s{k}",
        "likelihood": {f"h{n}": around(m) for n, m in enumerate(means)},
        "if_unreliable": 0.3,
        **more,
    }


# --- by hand ------------------------------------------------------------------------------------


def test_bounds_of_one_item_by_hand() -> None:
    """Each likelihood at its own end: (.8 l + .2 u) against it, even prior, mass .75.

    A triangle of half-width .05 has its central 75% within .025: 1 - sqrt(.25) = .5 of it.
    h0 at most: .8 x .725 + .06 = .64 against .8 x .175 + .06 = .2, so .64 / .84;
    at least: .8 x .675 + .06 = .6 against .8 x .225 + .06 = .24, so .6 / .84.
    """
    case = assess.case_from(data_of([item(0, [0.7, 0.2])], [0.5, 0.5]))
    bounds = assess.credal_bounds(weigh(case), mass=0.75)
    assert bounds["high"].values == pytest.approx([0.64 / 0.84, 0.24 / 0.84], abs=1e-12)
    assert bounds["low"].values == pytest.approx([0.6 / 0.84, 0.2 / 0.84], abs=1e-12)
    assert bounds["exact"].values.all()
    top = bounds.sel(bound="high", hypothesis="h0")
    assert dict(zip(bounds["number"].values, top["end"].values, strict=True)) == {
        "likelihood[i0, h0]": 1,
        "likelihood[i0, h1]": -1,
    }
    assert top["value"].values == pytest.approx([0.725, 0.175])
    # the leader's least lead: 10 log10(.6 / .24)
    assert float(bounds["lead"].sel(hypothesis="h1")) == pytest.approx(10 * np.log10(2.5))


def test_fixed_numbers_move_by_a_factor_of_their_odds() -> None:
    """Prior .5 at odds 2 and 1/2, likelihoods 2/3 and 1/3 at odds 4, 1 and 1, 1/4."""
    items = [{"id": "i", "source": "s", "likelihood": {"h0": 2 / 3, "h1": 1 / 3}}]
    data = data_of(items, [0.5, 0.5])
    data["sources"][0]["reliability"] = {"value": 1, "certain": True}
    result = weigh(assess.case_from(data))
    still = assess.credal_bounds(result)
    assert still.sizes["number"] == 0
    assert still["low"].values == pytest.approx(still["high"].values)
    assert "nothing to bound" in assess.explain(still)
    moved = assess.credal_bounds(result, vary_fixed=2.0)
    # at most: 2/3 x 4/5 against 1/3 x 1/5; at least: 1/3 x 1/2 against 2/3 x 1/2
    assert moved["high"].values[0] == pytest.approx(8 / 9)
    assert moved["low"].values[0] == pytest.approx(1 / 3)


def test_ratio_is_bounded_as_a_ratio() -> None:
    """LR 4 by a factor 3, even prior, wholly reliable: credences 12/13 and (4/3) / (7/3)."""
    items = [{"id": "i", "source": "s", "ratio": {"for": "h0", "value": 4.0}}]
    data = data_of(items, [0.5, 0.5])
    data["sources"][0]["reliability"] = {"value": 1, "certain": True}
    data["questions"][0]["hypotheses"][0]["prior"] = 0.5
    bounds = assess.credal_bounds(weigh(assess.case_from(data)), vary_fixed=3.0)
    one = bounds.sel(hypothesis="h0", number="ratio[i]")
    assert (float(one["range_low"]), float(one["range_high"])) == pytest.approx((4 / 3, 12))
    assert one["value"].sel(bound="high").item() == pytest.approx(12)
    # the prior .5 moves to 3/4 and 1/4
    assert float(one["high"]) == pytest.approx(36 / 37)
    assert float(one["low"]) == pytest.approx(4 / 9 / (13 / 9))


def test_persistent_source_is_reliable_or_not() -> None:
    """At its ends the item says everything or nothing: .9 / (.9 + .1), and the prior."""
    data = data_of(
        [{"id": "i", "source": "s", "likelihood": {"h0": 0.9, "h1": 0.1}, "if_unreliable": 0.4}],
        [0.5, 0.5],
    )
    data["sources"][0]["reliability"] = {"persistent": 0.6}
    bounds = assess.credal_bounds(weigh(assess.case_from(data)))
    assert bounds["high"].values[0] == pytest.approx(0.9)
    assert bounds["low"].values[0] == pytest.approx(0.5)
    assert set(np.unique(bounds["value"].values)) == {0.0, 1.0}
    assert "A persistent source is taken to be reliable in everything or in nothing." in (
        assess.explain(bounds)
    )


def test_ends_of_a_persistent_source_are_its_two_values_whatever_its_chance() -> None:
    """The central 90 % of .97 at 1 and .03 at 0 is 1 to 1: it can be unreliable all the same."""
    data = data_of(
        [{"id": "i", "source": "s", "likelihood": {"h0": 0.9, "h1": 0.1}, "if_unreliable": 0.4}],
        [0.5, 0.5],
    )
    data["sources"][0]["reliability"] = {"persistent": 0.97}
    result = weigh(assess.case_from(data))
    bounds = assess.credal_bounds(result)
    assert float(bounds["low"].values[0]) == pytest.approx(0.5)
    assert float(bounds["high"].values[0]) == pytest.approx(0.9)
    row = assess.tornado(result).sel(number="reliability[s]")
    assert (float(row["low"]), float(row["high"])) == (0.0, 1.0)
    assert float(row["credence_low"]) == pytest.approx(0.5)
    assert float(row["credence_high"]) == pytest.approx(0.9)
    words = assess.explain(assess.tornado(result))
    assert "a persistent source to being reliable in nothing and in everything" in words


# --- against all corners ------------------------------------------------------------------------


def brute(items: list[dict[str, Any]], prior: list[float], mass: float = 0.9) -> np.ndarray:
    """Least and greatest credences over all corners, by plain arithmetic, (2, hypothesis)."""
    uncertain = [
        (k, name) for k, i in enumerate(items) for name in ("l", "u", "rho") if _forms(i, name)
    ]
    slots = [(k, name, n) for k, name in uncertain for n in range(len(_forms(items[k], name)))]
    found = []
    for ends in product((0, 1), repeat=len(slots)):
        at = dict(zip(slots, ends, strict=True))
        z = np.array(prior)
        for k, i in enumerate(items):

            def value(form: Any, name: str, n: int, k: int = k, at: Any = at) -> float:
                return form if isinstance(form, float) else interval(form, mass)[at[k, name, n]]

            likelihood = [value(f, "l", n) for n, f in enumerate(i["likelihood"].values())]
            unreliable = value(i["if_unreliable"], "u", 0)
            p = 0.8 * np.array(likelihood) + 0.2 * unreliable
            if "repeats" in i:
                rho = value(i["repeats"]["chance"], "rho", 0)
                p = rho + (1 - rho) * p
            z = z * p
        found.append(z / z.sum())
    return np.array([np.min(found, axis=0), np.max(found, axis=0)])


def _forms(i: dict[str, Any], name: str) -> list[Any]:
    forms = {
        "l": list(i["likelihood"].values()),
        "u": [i["if_unreliable"]],
        "rho": [i["repeats"]["chance"]] if "repeats" in i else [],
    }[name]
    return forms if any(isinstance(f, dict) for f in forms) else []


def random_items(seed: int, count: int, hypotheses: int) -> list[dict[str, Any]]:
    rng = np.random.default_rng(seed)
    items = []
    for k in range(count):
        means = [float(m) for m in rng.uniform(0.1, 0.9, hypotheses)]
        more: dict[str, Any] = {"if_unreliable": around(float(rng.uniform(0.1, 0.9)))}
        if k:
            more["repeats"] = {"item": "i0", "chance": around(float(rng.uniform(0.1, 0.9)))}
        items.append(item(k, means, **more))
    return items


def bounds_of(result: xr.DataTree, *, corners: bool, leader: int = 0) -> Any:
    """The bounds of the first question, by all corners or by whatever way is taken else."""
    box = Box.of(prepared_from(result), 0.9, None)
    search = Search(box)
    if not corners:
        object.__setattr__(search, "corners", lambda influences: None)
    return extremes_of(search, box.influences_of_questions[0], leader)


@pytest.mark.parametrize(("hypotheses", "count"), [(2, 2), (3, 2), (4, 1)])
@pytest.mark.parametrize("seed", range(4))
def test_independent_items_are_bounded_exactly(seed: int, hypotheses: int, count: int) -> None:
    """Item by item, as over all corners in plain arithmetic, with repeats and shared numbers."""
    items = random_items(seed, count, hypotheses)
    prior = [
        float(p)
        for p in np.random.default_rng(seed).multinomial(96, [1 / hypotheses] * hypotheses) + 1
    ]
    prior = [p / sum(prior) for p in prior]
    result = weigh(assess.case_from(data_of(items, prior)))
    expected = brute(items, prior)
    found = bounds_of(result, corners=False)
    assert found.exact.all()
    assert found.credence == pytest.approx(expected, abs=1e-10)
    every = bounds_of(result, corners=True)
    assert every.credence == pytest.approx(expected, abs=1e-10)
    assert found.lead == pytest.approx(every.lead, abs=1e-9, nan_ok=True)


def test_uncertain_priors_go_where_the_items_hurt_most() -> None:
    """Item by item, with a row of three uncertain priors: as over all corners."""
    for seed in range(4):
        data = data_of(random_items(seed, 1, 3), [0.5, 0.3, 0.2], concentration=9)
        result = weigh(assess.case_from(data))
        found, every = (bounds_of(result, corners=c) for c in (False, True))
        assert found.exact.all()
        assert found.credence == pytest.approx(every.credence, abs=1e-10)
        assert found.lead == pytest.approx(every.lead, abs=1e-9, nan_ok=True)
        box = Box.of(prepared_from(result), 0.9, None)
        for h in range(3):  # and so does a search from the point as stated, rows of priors included
            odds, _ = Search(box).climb(box.influences_of_questions[0], h, 1.0, box.start)
            assert 1 / (1 + np.exp(-odds)) == pytest.approx(every.credence[1, h], abs=1e-9)


@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_choices_that_are_left_out_cannot_matter(sign: float) -> None:
    """Six items of three corners each: the choice is as good as the best of all 729, every time.

    The choices are those of random ratios, which no descent from one place always solves.
    """
    data = data_of([item(0, [0.5, 0.4, 0.3])], [0.4, 0.3, 0.3], concentration=9)
    box = Box.of(prepared_from(weigh(assess.case_from(data))), 0.9, None)
    items = Items.of(box, box.influences_of_questions[0])
    assert items is not None
    every = np.array(list(product(range(3), repeat=6)))
    for seed in range(60):
        ratios = np.random.default_rng(seed).normal(size=(6, 3, 2))
        picked, exact = items.choose(ratios, np.zeros(2), 0, sign)
        totals = ratios[np.arange(6), np.vstack([picked, every])].sum(axis=1)
        cost = sign * items.log_rest(sign * totals, 0, sign)
        assert exact
        assert cost[0] == pytest.approx(cost[1:].min(), abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_items_that_must_choose_between_rivals_choose_best(seed: int) -> None:
    """Seven items, each with an uncertain number shared by three hypotheses: 128 choices.

    By plain arithmetic: the other numbers have but one good end, and all choices are gone through.
    """
    rng = np.random.default_rng(seed)
    means = rng.uniform(0.2, 0.8, (7, 3))
    items = [
        item(k, [float(m) for m in row], if_unreliable={"triangular": [0.05, 0.5, 0.95]})
        for k, row in enumerate(means)
    ]
    result = weigh(assess.case_from(data_of(items, [0.4, 0.3, 0.3])))
    found = bounds_of(result, corners=False)
    assert found.exact.all()
    u = np.array(interval({"triangular": [0.05, 0.5, 0.95]}))
    reach = interval(around(0.5))[1] - 0.5
    for h, (bound, sign) in product(range(3), enumerate((-1, 1))):
        up = np.where(np.arange(3) == h, 1, -1) * sign
        chosen = np.array(list(product((0, 1), repeat=7)))
        p = 0.8 * (means + up * reach)[None] + 0.2 * u[chosen][:, :, None]
        z = np.array([0.4, 0.3, 0.3]) * p.prod(axis=1)
        credence = z[:, h] / z.sum(axis=1)
        best = credence.max() if sign > 0 else credence.min()
        assert found.credence[bound, h] == pytest.approx(best, abs=1e-10)


@pytest.mark.parametrize("seed", range(3))
def test_search_finds_what_all_corners_hold(seed: int) -> None:
    """The way that is taken where items hang together, tried where all corners are known."""
    items = random_items(seed, 2, 3)
    result = weigh(assess.case_from(data_of(items, [0.5, 0.3, 0.2])))
    expected = brute(items, [0.5, 0.3, 0.2])
    box = Box.of(prepared_from(result), 0.9, None)
    search, influences = Search(box), box.influences_of_questions[0]
    for h in range(3):
        for bound, sign in enumerate((-1.0, 1.0)):
            climbs = [
                search.climb(influences, h, sign, s)[0] for s in search.sample(influences)[:4]
            ]
            odds = sign * max(climbs)
            assert 1 / (1 + np.exp(-odds)) == pytest.approx(expected[bound, h], abs=1e-9)


def test_two_hypotheses_with_independent_items_are_always_exact() -> None:
    """Two hundred items of six uncertain numbers each, every bound exact."""
    rng = np.random.default_rng(1)
    items = []
    for k in range(200):
        more: dict[str, Any] = {"if_unreliable": around(float(rng.uniform(0.2, 0.8)))}
        if k % 5 == 1:
            more["repeats"] = {
                "item": f"i{k - 1}",
                "chance": around(0.3),
                "if_copied": around(0.8),
            }
        items.append(item(k, [float(m) for m in rng.uniform(0.3, 0.7, 2)], **more))
    data = data_of(items, [0.5, 0.5], concentration=20)
    for source in data["sources"]:
        source["reliability"] = around(0.6)
    bounds = assess.credal_bounds(weigh(assess.case_from(data)))
    assert bounds.sizes["number"] == 2 + 200 * 4 + 40 * 2
    assert bounds["exact"].values.all()
    assert bounds["low"].values == pytest.approx(1 - bounds["high"].values[::-1], abs=1e-12)


# --- no point within the ranges gets beyond -----------------------------------------------------


def points_within(box: Box, rng: np.random.Generator, size: int) -> np.ndarray:
    """Random points of a box, half of their numbers at an end; priors as mixtures of corners."""
    share = rng.random((size, len(box.start)))
    share = np.where(rng.random(share.shape) < 0.5, np.round(share), share)
    points = np.where(box.moved, box.low + (box.high - box.low) * share, box.start)
    for k in box.two_valued:
        points[:, k] = np.where(share[:, k] < 0.5, box.low[k], box.high[k])
    for row in set(box.moves.rows.values()):
        corners = box.row_vertices(row)
        points[:, list(row)] = rng.dirichlet(np.full(len(corners), 0.3), size) @ corners
    return points


@pytest.mark.parametrize("seed", first(8, range(24)))
def test_no_point_within_the_ranges_gets_beyond_the_bounds(seed: int) -> None:
    """Cases of every feature: bounds, what no combination exceeds, and the leader's least lead."""
    try:
        result = weigh(assess.case_from(random_case(seed)[0]))
    except assess.CaseError:
        return
    box = Box.of(prepared_from(result), 0.9, None)
    search = Search(box)
    points = points_within(box, np.random.default_rng(seed), 300)
    influences = box.influences_of_questions[0]
    logs, evidence = search.logs(points, influences.question)
    logs = logs[evidence > -np.inf]
    found = extremes_of(search, influences, 0)
    low, high = found.credence
    assert (credences(logs) >= low - 1e-9).all()
    assert (credences(logs) <= high + 1e-9).all()
    known = ~np.isnan(found.outer)
    assert (found.outer[0] <= low + 1e-9)[known[0]].all()
    assert (found.outer[1] >= high - 1e-9)[known[1]].all()
    with np.errstate(invalid="ignore"):
        ahead = logs[:, [0]] - logs
    assert not (ahead < found.lead - 1e-8).any()
    assert not (found.lead < found.lead_outer - 1e-8).any()


def test_extreme_within_the_range_of_a_shared_reliability_is_found() -> None:
    """Two items of one source, one for h0 and one against it: the odds peak inside.

    Each item's probability is r l + (1 - r) u; the odds are scanned here at a million values of r.
    """
    items = [
        {"id": "a", "source": "s", "likelihood": {"h0": 0.9, "h1": 0.1}, "if_unreliable": 0.5},
        {"id": "b", "source": "s", "likelihood": {"h0": 0.001, "h1": 0.4}, "if_unreliable": 0.9},
    ]
    data = data_of(items, [0.5, 0.5])
    data["sources"][0]["reliability"] = {"triangular": [0.0, 0.4, 1.0]}
    result = weigh(assess.case_from(data))
    bounds = assess.credal_bounds(result)
    low, high = (float(bounds[f"range_{e}"][0]) for e in ("low", "high"))
    r = np.linspace(low, high, 1_000_001)
    odds = (r * 0.9 + (1 - r) * 0.5) * (r * 0.001 + (1 - r) * 0.9)
    odds /= (r * 0.1 + (1 - r) * 0.5) * (r * 0.4 + (1 - r) * 0.9)
    assert low < r[odds.argmax()] < high
    assert float(bounds["high"][0]) == pytest.approx(odds.max() / (1 + odds.max()), abs=1e-9)
    assert not bool(bounds["exact"].sel(bound="high", hypothesis="h0"))
    assert float(bounds["outer"].sel(bound="high", hypothesis="h0")) > float(bounds["high"][0])
    assert "at or beyond" in str(bounds["method"].sel(bound="high", hypothesis="h0").item())
    assert "found by search" in assess.explain(bounds)


# --- priors of one row --------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(20))
def test_priors_of_a_row_are_at_their_best_corner(seed: int) -> None:
    """Dinkelbach's answer against all corners of the ranges that sum to 1."""
    rng = np.random.default_rng(seed)
    mean = rng.dirichlet(np.ones(4) * 3)
    low, high = mean * rng.uniform(0.3, 1, 4), mean + (1 - mean) * rng.uniform(0, 0.5, 4)
    over, under = np.log(rng.random(4)), np.log(rng.random(4))
    shares = best_shares(low, high, 1.0, over, under)
    assert shares.sum() == pytest.approx(1.0)
    assert ((shares >= low - 1e-12) & (shares <= high + 1e-12)).all()
    reached = shares @ np.exp(over) / (shares @ np.exp(under))
    corners = []
    for free in range(4):
        for ends in product((0, 1), repeat=3):
            p = np.insert(
                [(low, high)[e][k] for e, k in zip(ends, np.delete(range(4), free), strict=True)],
                free,
                0.0,
            )
            p[free] = 1 - p.sum()
            if low[free] - 1e-12 <= p[free] <= high[free] + 1e-12:
                corners.append(p)
    best = max(p @ np.exp(over) / (p @ np.exp(under)) for p in corners)
    assert reached == pytest.approx(best, rel=1e-12)


def test_uncertain_prior_by_hand() -> None:
    """Dirichlet of worth 20 about .5, .3, .2 and no item: the ends of each Beta's interval."""
    from scipy.special import betaincinv

    data = data_of([item(0, [0.5, 0.5, 0.5])], [0.5, 0.3, 0.2], concentration=20)
    data["items"][0]["likelihood"] = {"others": 0.5}
    bounds = assess.credal_bounds(weigh(assess.case_from(data)))
    for k, mean in enumerate((0.5, 0.3, 0.2)):
        ends = betaincinv(20 * mean, 20 * (1 - mean), [0.05, 0.95])
        assert (bounds["low"].values[k], bounds["high"].values[k]) == pytest.approx(tuple(ends))
    assert bounds["exact"].values.all()


# --- words, tables, pictures --------------------------------------------------------------------


@pytest.fixture(scope="module")
def clear() -> xr.Dataset:
    """A leader that no combination overtakes, robustness included."""
    case = assess.case_from(data_of([item(0, [0.8, 0.2, 0.1])], [0.4, 0.3, 0.3]))
    return assess.credal_bounds(assess.weigh(case, draws=200, seed=1))


@pytest.fixture(scope="module")
def open_case() -> xr.Dataset:
    """A leader that can be overtaken."""
    case = assess.case_from(data_of([item(0, [0.52, 0.5])], [0.5, 0.5]))
    return assess.credal_bounds(weigh(case))


def test_words_say_whether_another_can_lead(clear: xr.Dataset, open_case: xr.Dataset) -> None:
    """And that it is a worst case, with the bounds as they are printed everywhere."""
    words = assess.explain(clear)
    low, high = (credence_text(float(clear[k][0])) for k in ("low", "high"))
    assert f"can be as low as {low} and as high as {high}" in words
    assert "In every combination h0 has the highest credence" in words
    assert "not a statement of how probable" in words
    assert "allow another hypothesis to lead: h1" in assess.explain(open_case)


def test_table_has_a_row_for_each_hypothesis(clear: xr.Dataset) -> None:
    """With robustness where the result was drawn from, and how it was found."""
    table = assess.bounds_table(clear)
    assert [row[0] for row in table.rows] == ["h0", "h1", "h2"]
    assert "robustness" in table.header
    assert {row[-1] for row in table.rows} == {"exactly"}
    assert table.rows[0][-2] == ""


def test_picture_draws_bounds_robustness_and_credence(
    clear: xr.Dataset, open_case: xr.Dataset
) -> None:
    """Lines from bound to bound by descending credence; the title is the finding."""
    ax = assess.plot_credal_bounds(clear)
    order = np.argsort(-clear["credence"].values)
    for line, k in zip(ax.get_lines(), order, strict=False):
        assert line.get_xdata() == pytest.approx([clear["low"].values[k], clear["high"].values[k]])
    bars = [(p.get_x(), p.get_x() + p.get_width()) for p in ax.patches]
    assert bars == [pytest.approx(tuple(clear["robustness"].values[k])) for k in order]
    marks = ax.get_lines()[-1]
    assert marks.get_xdata() == pytest.approx(clear["credence"].values[order])
    assert (
        ax.get_title(loc="left") + ax.get_title()
        == "h0 leads in every combination of the stated ranges"
    )
    ax = assess.plot_credal_bounds(open_case)
    assert (
        ax.get_title(loc="left") + ax.get_title()
        == "The ranges as stated allow another hypothesis to lead"
    )
    mpl.pyplot.close("all")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"mass": 1.0}, "mass is a probability between 0 and 1"),
        ({"vary_fixed": 1.0}, "vary_fixed is a factor above 1"),
        ({"question": "r"}, "no question is called 'r'"),
    ],
)
def test_arguments_out_of_range_are_refused(options: dict[str, Any], words: str) -> None:
    """In a sentence that says what was seen and what is allowed."""
    result = weigh(assess.case_from(data_of([item(0, [0.5, 0.4])], [0.5, 0.5])))
    with pytest.raises(ValueError, match=words):
        assess.credal_bounds(result, **options)


def test_items_that_hang_together_are_not_taken_apart() -> None:
    """An assumption that two items require joins them; one of a single item does not."""
    items = [item(k, [0.7, 0.3], requires=["a"]) for k in range(2)]
    data = data_of(items, [0.5, 0.5])
    data["assumptions"] = [{"id": "a", "holds": {"beta": [8, 2]}}]
    for count, apart in ((2, False), (1, True)):
        some = {**data, "items": items[:count], "sources": data["sources"][:count]}
        box = Box.of(prepared_from(weigh(assess.case_from(some))), 0.9, None)
        assert (Items.of(box, box.influences_of_questions[0]) is not None) == apart
