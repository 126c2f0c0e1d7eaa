"""Draws of the exact engine: that they are what they say, and that a seed means one thing."""

from __future__ import annotations

import itertools
import os
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from brute_force import weigh as enumerate_worlds
from quick_cases import first
from random_cases import random_case
from scipy import integrate, stats

import assess
from assess.kernel import plan
from assess.kernel import weigh as kernel
from assess.kernel.chain import ChainRule
from assess.kernel.weigh import weigh as weigh_numbers
from assess.prepare.prepared import Prepared, prepare
from assess.sampling import draws as draws_module
from assess.sampling.ancestral import REPEATED, TRACKED, Ancestry
from assess.sampling.distributions import AS_STATED, FAILED, HAPPENED, Mixtures, Ratios, laws_of
from assess.sampling.draws import Drawer
from priors import beta, fixed, mean_worth, pert, triangular
from priors.forms.pieces import Pieces, draws, log_density, mean, tilted

MANY = 40_000


def prepared_of(seed: int) -> Prepared | None:
    """A random case, or None if its items are impossible."""
    data, _ = random_case(seed)
    case = assess.case_from(data)
    ready = prepare(case)
    _, log_evidence = weigh_numbers(ready.plan, ready.numbers.used)
    return ready if np.isfinite(log_evidence) else None


POSSIBLE = [seed for seed in range(60) if prepared_of(seed) is not None][:30]


def two(items: list[dict[str, Any]], sources: dict[str, Any], prior: float = 0.5, **question: Any):
    """A case of two hypotheses, h and g."""
    hypotheses = [{"id": "h", "prior": prior}, {"id": "g", "prior": 1 - prior}]
    return assess.case_from(
        {
            "format": "assess/1",
            "questions": [
                {"id": "q", "exhaustive": "made so", "hypotheses": hypotheses, **question}
            ],
            "sources": [{"id": k, "reliability": v} for k, v in sources.items()],
            "items": items,
        }
    )


def item(name: str, source: str, h: float, g: float, u: float) -> dict[str, Any]:
    return {"id": name, "source": source, "likelihood": {"h": h, "g": g}, "if_unreliable": u}


def conflict() -> assess.Case:
    """Six sources for h, and one doubtful source that speaks against it six times."""
    sources: dict[str, Any] = {"one": {"beta": [2, 2]}}
    items = []
    for k in range(6):
        sources[f"other{k}"] = 0.65
        items.append(item(f"for{k}", f"other{k}", 0.8, 0.2, 0.5))
        items.append(item(f"against{k}", "one", 0.2, 0.8, 0.5))
    return two(items, sources)


# --- the laws of numbers -------------------------------------------------------------------------

FORMS = [
    fixed(0.3),
    beta(2.5, 0.7),
    mean_worth(0.2, 0.5),
    pert(0.1, 0.3, 0.9),
    triangular(0.1, 0.2, 0.8),
    triangular(0.0, 0.0, 1.0),
]


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_the_law_of_a_number_that_happened_is_its_density_times_itself(form: Any) -> None:
    """Its mean is E[p²] / E[p], and 1 minus the complement's is E[(1 - p)²] / E[1 - p]."""
    pieces: Pieces = form.pieces

    def moment(power: int) -> float:
        """E[p^power] from the moments of Betas."""
        total = 0.0
        for p in pieces:
            x = stats.beta(p.a, p.b)
            each = [x.moment(k) if k else 1.0 for k in range(power + 1)]
            width = p.high - p.low
            terms = [p.low + width * each[1]] if power == 1 else None
            total += p.weight * (
                terms[0] if terms else p.low**2 + 2 * p.low * width * each[1] + width**2 * each[2]
            )
        return total

    first, second = moment(1), moment(2)
    assert mean(tilted(pieces)) == pytest.approx(second / first, rel=1e-12)
    failed = (1 - 2 * first + second) / (1 - first)
    assert 1 - mean(tilted(pieces, complement=True)) == pytest.approx(failed, rel=1e-12)


def test_a_beta_that_happened_gains_one_in_its_first_parameter() -> None:
    """Beta(8, 2) becomes Beta(9, 2), and where it failed Beta(8, 3)."""
    pieces = beta(8, 2).pieces
    (up,) = tilted(pieces)
    (down,) = tilted(pieces, complement=True)
    assert (up.a, up.b, down.a, down.b) == (9, 2, 8, 3)


@pytest.mark.parametrize("law", [AS_STATED, HAPPENED, FAILED])
def test_numbers_are_drawn_from_their_laws(law: int) -> None:
    """Kolmogorov-Smirnov distance to the mixture's own distribution function."""
    forms = [beta(2.5, 0.7), pert(0.1, 0.3, 0.9), triangular(0.1, 0.2, 0.8), fixed(0.3)]
    mixtures = Mixtures.of(list(range(4)), [f.pieces for f in forms])
    rng = np.random.default_rng(3)
    found = mixtures.draw(rng, np.full((4, MANY), law))
    assert (found[3] == 0.3).all()
    for row, form in zip(found, forms[:3], strict=False):
        pieces = form.pieces
        if law != AS_STATED:
            pieces = tilted(pieces, complement=law == FAILED)

        def cdf(x: np.ndarray, pieces: Pieces = pieces) -> np.ndarray:
            parts = (
                p.weight * stats.beta.cdf((x - p.low) / (p.high - p.low), p.a, p.b) for p in pieces
            )
            return sum(parts)

        assert stats.kstest(row, cdf).pvalue > 1e-3


@pytest.mark.parametrize(("median", "sigma"), [(8.0, 0.6), (0.02, 1.5), (300.0, 2.0)])
def test_ratios_are_drawn_from_their_laws(median: float, sigma: float) -> None:
    """Means of log LR under the normal density times LR / (1 + LR), and times 1 / (1 + LR)."""
    ratios = Ratios(np.array([0]), np.array([np.log(median)]), np.array([sigma]))
    rng = np.random.default_rng(5)
    for law, sign in ((AS_STATED, 0.0), (HAPPENED, 1.0), (FAILED, -1.0)):
        found = ratios.draw(rng, np.full((1, MANY), law))[0]

        def density(z: float, sign: float = sign) -> float:
            used = 1.0 if sign == 0.0 else 1.0 / (1.0 + np.exp(-sign * z))
            return stats.norm.pdf(z, np.log(median), sigma) * used

        ends = (np.log(median) - 12 * sigma, np.log(median) + 12 * sigma)
        whole = integrate.quad(density, *ends, limit=200)[0]
        centre = integrate.quad(lambda z: z * density(z), *ends, limit=200)[0] / whole
        assert abs(found.mean() - centre) < 4.5 * found.std() / np.sqrt(MANY)


@pytest.mark.parametrize("form", FORMS[1:], ids=str)
def test_log_density_integrates_to_one(form: Any) -> None:
    """Over the range of the number, its kinks and ends given to the quadrature."""
    ends = sorted({x for p in form.pieces for x in (p.low, p.high)})
    total = sum(
        integrate.quad(
            lambda x: float(np.exp(log_density(form.pieces, np.array(x)))), low, high, limit=400
        )[0]
        for low, high in itertools.pairwise(ends)
    )
    assert total == pytest.approx(1.0, abs=1e-5)


def test_the_draws_of_a_form_follow_its_log_density() -> None:
    """The mean of a histogram's logarithm, bin by bin, for a triangle."""
    pieces = triangular(0.1, 0.2, 0.8).pieces
    found = draws(pieces, np.random.default_rng(1), 200_000)
    heights, edges = np.histogram(found, bins=20, range=(0.1, 0.8), density=True)
    middle = (edges[1:] + edges[:-1]) / 2
    assert heights[1:] == pytest.approx(np.exp(log_density(pieces, middle))[1:], abs=0.06)


# --- draws given the items -----------------------------------------------------------------------


@pytest.mark.parametrize("seed", first(10, POSSIBLE))
def test_draws_of_worlds_have_the_frequencies_of_the_enumeration(seed: int) -> None:
    """Hypotheses, assumptions, how each item came about: counted, against exact fractions."""
    ready = prepared_of(seed)
    assert ready is not None
    size = 20_000
    worlds = Ancestry(ready.plan, laws_of(ready.structure, ready.numbers)).given_items(
        np.random.default_rng(seed), size
    )
    truth = enumerate_worlds(ready.case, of_items=True)
    structure = ready.structure

    def agree(frequency: float, exact: float) -> None:
        assert abs(frequency - exact) <= 4.5 * np.sqrt(exact * (1 - exact) / size) + 1e-12

    for k, name in enumerate(structure.variables):
        for n, state in enumerate(structure.states[k]):
            known = truth.holds[name] if state == "holds" else None
            known = 1 - truth.holds[name] if state == "fails" else known
            exact = truth.credence[name, state] if known is None else known
            agree((worlds.states[k] == n).mean(), float(exact))
    for k, name in enumerate(structure.items):
        agree((worlds.modes[k] == TRACKED).mean(), float(truth.tracked[name]))
        agree((worlds.modes[k] == REPEATED).mean(), float(truth.repeats[name]))
    for k, name in enumerate(structure.sources):
        spread = worlds.reliability[k].std() / np.sqrt(size)
        gap = abs(worlds.reliability[k].mean() - float(truth.reliability[name]))
        assert gap <= 4.5 * spread + 1e-12


@pytest.mark.parametrize("seed", first(12, POSSIBLE))
def test_draws_of_numbers_have_their_exact_posterior_means(seed: int) -> None:
    """Z = A t + B in each number t, so E[t | items] = (A E[t²] + B E[t]) / (A E[t] + B)."""
    ready = prepared_of(seed)
    assert ready is not None
    laws, used = laws_of(ready.structure, ready.numbers), ready.numbers.used
    size = 20_000
    worlds = Ancestry(ready.plan, laws).given_items(np.random.default_rng(seed), size)
    for k, pieces in zip(laws.mixtures.position, laws.mixtures.pieces, strict=True):
        ends = np.tile(used, (2, 1))
        ends[:, k] = 0.0, 1.0
        _, logs = weigh_numbers(ready.plan, ends)
        at0, at1 = np.exp(logs - logs.max())
        first = mean(pieces)
        second = first * mean(tilted(pieces))
        exact = ((at1 - at0) * second + at0 * first) / ((at1 - at0) * first + at0)
        found = worlds.numbers[k]
        # of a number that is nearly always 0 or 1 the draws do not show their own spread
        rare = min(exact, 1 - exact)
        spread = np.sqrt(rare) if rare < 1e-3 else found.std()
        assert abs(found.mean() - exact) <= 4.5 * spread / np.sqrt(size) + 1e-9


@pytest.mark.parametrize("seed", first(5, POSSIBLE[:15]))
def test_the_three_ways_to_the_credence_agree(seed: int) -> None:
    """Exact sums; the mean of credences over posterior draws; draws as stated with weights."""
    ready = prepared_of(seed)
    assert ready is not None
    result = assess.weigh(ready.case, draws=5000, seed=seed)
    exact = result["exact"]["credence"].values
    after = result["posterior"]["credence"].values.reshape(-1, len(exact))
    assert (np.abs(after.mean(0) - exact) <= 4.5 * after.std(0) / np.sqrt(len(after)) + 1e-9).all()
    weights = np.exp(result["as_stated"]["log_evidence"].values.ravel())
    stated = result["as_stated"]["credence"].values.reshape(-1, len(exact))
    stated = np.where(weights[:, None] > 0, stated, 0.0)
    share = weights[:, None] / weights.sum()
    weighted = (share * stated).sum(0)
    error = np.sqrt((share**2 * (stated - weighted) ** 2).sum(0))
    assert (np.abs(weighted - exact) <= 4.5 * error + 1e-6).all()
    log_evidence = float(result["exact"]["log_evidence"])
    spread = weights.std() / weights.mean() / np.sqrt(len(weights))
    assert abs(np.log(weights.mean()) - log_evidence) <= 4.5 * spread + 1e-9


def test_reliability_in_a_shared_path_is_drawn_exactly() -> None:
    """One item through two sources: the moments of each reliability by hand.

    P(item | r, s) = r s l + (1 - r s) u with l = .9, u = .1 on h alone: .1 + .8 r s. So
    E[r | item] = (.1 E r + .8 E r² E s) / (.1 + .8 E r E s), with r, s Beta(2, 1): 2/3 and 1/2.
    """
    case = two(
        [{**item("heard", "a", 0.9, 0.9, 0.1), "source": ["a", "b"]}],
        {"a": {"beta": [2, 1]}, "b": {"beta": [2, 1]}},
    )
    result = assess.weigh(case, draws=MANY // 4)
    by_hand = (0.1 * 2 / 3 + 0.8 * 0.5 * 2 / 3) / (0.1 + 0.8 * 4 / 9)
    found = result["posterior"]["reliability"].values.reshape(-1, 2)
    assert by_hand == pytest.approx(float(result["exact"]["reliability"][0]), abs=1e-12)
    assert np.abs(found.mean(0) - by_hand).max() < 4.5 * found.std() / np.sqrt(MANY)
    second = (0.1 * 0.5 + 0.8 * 0.4 * 2 / 3) / (0.1 + 0.8 * 4 / 9)  # E r³ = 2/5
    assert (found**2).mean() == pytest.approx(second, abs=0.006)


# --- what the spreads mean -----------------------------------------------------------------------


def test_in_a_conflict_the_mean_over_draws_as_stated_is_fifteen_points_off() -> None:
    """.82 is the credence; averaging the credences of numbers as stated gives .68, and is wrong."""
    result = assess.weigh(conflict(), draws=10_000)
    credence = float(result["exact"]["credence"][0])
    plain = float(result["as_stated"]["credence"][..., 0].mean())
    after = result["posterior"]["credence"].values[..., 0]
    assert credence == pytest.approx(0.824, abs=5e-4)
    assert plain == pytest.approx(0.677, abs=0.005)
    assert abs(after.mean() - credence) < 4 * after.std() / 200
    # by integrating over the one reliability, with weights and without
    r = np.linspace(0, 1, 200_001)
    density = 6 * r * (1 - r)
    for_h = (0.65 * 0.8 + 0.35 * 0.5) ** 6 * (0.2 * r + 0.5 * (1 - r)) ** 6
    for_g = (0.65 * 0.2 + 0.35 * 0.5) ** 6 * (0.8 * r + 0.5 * (1 - r)) ** 6
    coherent = (density * for_h).sum() / (density * (for_h + for_g)).sum()
    averaged = (density * for_h / (for_h + for_g)).sum() / density.sum()
    assert credence == pytest.approx(coherent, abs=1e-9)
    assert plain == pytest.approx(averaged, abs=0.005)


def test_intervals_are_quantiles_of_the_draws_they_name() -> None:
    result = assess.weigh(conflict(), draws=2000)
    spread = result["intervals"]
    for name, group in (("credence_interval", "posterior"), ("robustness", "as_stated")):
        values = result[group]["credence"].values.reshape(-1, 2)
        ends = np.quantile(values, [0.05, 0.95], axis=0).T
        assert spread[name].values == pytest.approx(ends)
    assert spread.attrs["mass"] == 0.9
    assert spread.attrs["draws"] == 8000


def test_credences_of_draws_before_the_items_are_the_stated_priors() -> None:
    """A Dirichlet worth 10: each draw's credence is its prior, of mean .3 and that spread."""
    case = two([item("a", "s", 0.9, 0.2, 0.5)], {"s": 0.7}, prior=0.3, concentration=10.0)
    before = assess.weigh(case, draws=5000)["prior"]
    credence = before["credence"].values[..., 0]
    assert (credence == pytest.approx(before["prior"].values[..., 0])) is True
    law = stats.beta(3, 7)
    assert stats.kstest(credence.ravel(), law.cdf).pvalue > 1e-3


def test_where_nothing_is_uncertain_every_draw_is_the_credence() -> None:
    result = assess.weigh(two([item("a", "s", 0.9, 0.2, 0.5)], {"s": 0.7}), draws=50)
    exact = result["exact"]["credence"].values
    for group in ("posterior", "as_stated"):
        assert np.abs(result[group]["credence"].values - exact).max() < 1e-15
    assert result["intervals"].attrs["uncertain"] == 0
    assert "interval" not in str(assess.summary(result))


# --- seeds, blocks, sizes ------------------------------------------------------------------------


def all_values(result: Any) -> dict[str, np.ndarray]:
    groups = ("posterior", "as_stated", "prior", "log_likelihood", "log_prior")
    return {
        f"{group}/{name}": variable.values
        for group in groups
        for name, variable in result[group].data_vars.items()
    }


def test_equal_seeds_give_equal_draws_whatever_the_threads_and_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Bit by bit; and another seed gives others."""
    case = assess.example_case("dprk_missiles")
    first = all_values(assess.weigh(case, draws=1500, seed=7))
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    monkeypatch.setattr(kernel, "CHUNK", 1 << 12)
    again = all_values(assess.weigh(case, draws=1500, seed=7))
    other = all_values(assess.weigh(case, draws=1500, seed=8))
    for name, values in first.items():
        assert np.array_equal(values, again[name]), name
    assert not np.array_equal(first["posterior/credence"], other["posterior/credence"])


def test_fewer_draws_are_the_first_of_more() -> None:
    case = assess.example_case("dprk_missiles")
    few = assess.weigh(case, draws=300, chains=2, seed=7)["posterior"]["credence"].values
    more = assess.weigh(case, draws=1300, chains=4, seed=7)["posterior"]["credence"].values
    assert few == pytest.approx(more[:2, :300], rel=1e-12)


@pytest.mark.slow
def test_a_large_case_is_weighed_without_draws_and_says_so() -> None:
    items = [item(f"i{k}", f"s{k % 50}", 0.6, 0.5, 0.5) for k in range(7000)]
    case = two(items, {f"s{k}": {"beta": [8, 2]} for k in range(50)})
    result = assess.weigh(case)
    assert "intervals" not in result.children
    assert "no draws were made" in str(assess.summary(result))
    assert assess.weigh(case, draws=10)["posterior"].sizes["draw"] == 10


def test_numbers_that_are_too_many_to_keep_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The credences are there all the same."""
    monkeypatch.setattr(draws_module, "KEPT", 1000)
    result = assess.weigh(assess.example_case("dprk_missiles"), draws=100)
    assert "likelihood" not in result["posterior"]
    assert {"credence", "reliability"} <= set(result["posterior"].data_vars)
    assert np.isfinite(result["prior"]["credence"].values).all()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"draws": -1}, "draws is a whole number, 0 or more, not -1"),
        ({"draws": 1.5}, "draws is a whole number"),
        ({"draws": True}, "draws is a whole number"),
        ({"chains": 0}, "chains is a whole number, 1 or more, not 0"),
        ({"seed": -3}, "seed is a whole number, 0 or more"),
        ({"seed": None}, "seed is a whole number"),
        ({"chains": None}, "chains is a whole number"),
        ({"engine": ["mcmc"]}, "no engine is called"),
    ],
)
def test_numbers_of_draws_that_mean_nothing_are_refused(
    options: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        assess.weigh(conflict(), **options)


def test_the_exact_engine_refuses_options_of_a_sampler() -> None:
    with pytest.raises(TypeError, match="no option is called 'tune'"):
        assess.weigh(conflict(), tune=1000)


def test_from_a_few_draws_no_interval_is_read_off() -> None:
    result = assess.weigh(conflict(), draws=10)
    assert "intervals" not in result.children
    assert "credence interval" not in str(assess.summary(result))
    assert '"interval": null' in assess.to_json(result)


def test_a_tiny_concentration_draws_nothing_as_impossible() -> None:
    """Worth a thousandth of an observation: nearly all on one hypothesis, never quite."""
    case = two([item("a", "s", 0.9, 0.2, 0.5)], {"s": 0.7}, prior=0.3, concentration=1e-3)
    result = assess.weigh(case)
    for group in ("posterior", "as_stated", "prior"):
        values = result[group]["credence"].values
        assert ((values > 0.0) & (values < 1.0)).all(), group


# --- the items one after another -----------------------------------------------------------------


@pytest.mark.parametrize("seed", POSSIBLE)
def test_terms_of_the_items_add_up_to_the_evidence(seed: int) -> None:
    """And the first is the probability of the first item alone."""
    ready = prepared_of(seed)
    assert ready is not None
    drawer = Drawer(ready.structure, ready.numbers, ready.plan)
    after = drawer.posterior(1, 50, seed)
    assert after.item_terms is not None
    assert after.item_terms.sum(-1) == pytest.approx(after.log_evidence, abs=1e-9)


def test_a_term_is_the_probability_of_an_item_given_those_before_it() -> None:
    """Two items, fixed numbers: .5 x .6 + .5 x .2 = .4, then (.5 x .36 + .5 x .04) / .4 = .5."""
    certain = {"value": 1.0, "certain": True}
    case = two([item("a", "s", 0.6, 0.2, 0.5), item("b", "s", 0.6, 0.2, 0.5)], {"s": certain})
    terms = assess.weigh(case, draws=10)["log_likelihood"]["items"].values
    assert np.exp(terms).reshape(-1, 2) == pytest.approx(np.tile([0.4, 0.5], (40, 1)))


def test_where_the_table_would_be_too_large_one_term_stands_for_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("assess.kernel.chain.LARGEST", 10)
    ready = prepare(assess.example_case("dprk_missiles"))
    assert ChainRule.of(ready.plan) is None
    result = assess.weigh(assess.example_case("dprk_missiles"), draws=20)
    assert result["log_likelihood"]["item"].values.tolist() == ["all items"]


# --- sources too entangled to be summed ----------------------------------------------------------


def entangled() -> assess.Case:
    items = [
        {**item(f"i{k}", "a", h, g, 0.3), "source": path}
        for k, (h, g, path) in enumerate(
            [
                (0.8, 0.3, ["a", "b"]),
                (0.7, 0.2, ["b", "c"]),
                (0.4, 0.6, ["a", "c"]),
                (0.9, 0.5, ["a", "b", "c"]),
            ]
        )
    ]
    return two(items, {n: {"beta": [4, 2]} for n in "abc"})


def test_entangled_sources_are_estimated_by_weighted_draws(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Within its own standard errors of the exact answer, which another machine could have."""
    case = entangled()
    exact = assess.weigh(case, draws=0)["exact"]
    # as if memory ended before the joint table of the nodes (3 x 3 x 3 of them, 2 states)
    monkeypatch.setattr(plan, "LARGEST", 50)
    monkeypatch.setattr(plan, "SMALL", 10)
    result = assess.weigh(case)
    found = result["estimate"]
    assert result.attrs["engine"] == "weighted"
    gap = np.abs(found["credence"].values - exact["credence"].values)
    assert (gap < 4 * found["credence_se"].values).all()
    assert (found["credence_se"].values > 0).all()
    gap = np.abs(found["reliability"].values - exact["reliability"].values)
    assert (gap < 4 * found["reliability_se"].values).all()
    assert float(found["log_evidence"]) == pytest.approx(float(exact["log_evidence"]), abs=0.01)
    posterior = result["posterior"]["credence"].values[..., 0]
    assert posterior.mean() == pytest.approx(float(found["credence"][0]), abs=0.002)
    text = str(assess.summary(result))
    assert "estimated by weighted draws" in text
    assert "k-hat" in text
    assert "poor" not in text
    with pytest.raises(ValueError, match="estimates"):
        assess.ledger(result)
    with pytest.raises(assess.CaseError, match="too entangled"):
        assess.weigh(case, draws=0)
    poor = assess.weigh(case, draws=40)
    assert "poor and should not be quoted" in str(assess.summary(poor))
    assert "mcmc" in str(assess.summary(poor))


def test_effective_size_is_that_of_equal_weights() -> None:
    """Weights 1, 1, 0, 0 are worth two draws; equal weights as many as there are."""
    from assess.engines.weighted import Weights

    ready = prepare(conflict())
    stated = Drawer(ready.structure, ready.numbers).as_stated(1, 4, 1)
    half = replace(stated, log_evidence=np.array([[0.0, 0.0, -np.inf, -np.inf]]))
    assert Weights(half).effective_size == pytest.approx(2.0)
    equal = replace(stated, log_evidence=np.full((1, 4), -3.0))
    assert Weights(equal).effective_size == pytest.approx(4.0)
    assert Weights(equal).log_evidence == pytest.approx(-3.0)
    assert Weights(equal).k_hat == np.inf  # too few to say anything of their tail


def test_draws_that_lack_what_is_asked_of_them_say_so() -> None:
    """No posterior without nodes of the sources; no estimate of a prior that was not drawn."""
    from assess.engines.weighted import Weights, estimate

    ready = prepare(conflict())
    drawer = Drawer(ready.structure, ready.numbers)
    with pytest.raises(ValueError, match="need the plan"):
        drawer.posterior(1, 4, 1)
    without = replace(drawer.as_stated(1, 4, 1), before=None)
    with pytest.raises(ValueError, match="no credences before the items"):
        estimate(ready.structure, Weights(without))


def test_resampled_draws_show_that_they_are_fewer_than_they_seem() -> None:
    import arviz as az

    from assess.engines.weighted import Weights

    ready = prepare(conflict())
    stated = Drawer(ready.structure, ready.numbers).as_stated(4, 1000, 1)
    rng = np.random.default_rng(1)
    heavy = replace(stated, log_evidence=2.0 * rng.standard_normal((4, 1000)))
    weights = Weights(heavy)
    seen = float(az.ess(weights.resampled(1).credence[..., 0]))
    assert weights.effective_size < 400
    assert seen < 4 * weights.effective_size
