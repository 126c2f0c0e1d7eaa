"""Simulation-based calibration of both engines (Talts et al. 2018, arXiv:1804.06788).

Everything is drawn from the prior: hypotheses, reliabilities, all stated numbers, and whether each
item appears. Each simulated case is weighed, and the rank of what was drawn among draws from the
posterior is noted. If the engine is right the ranks are uniform, whatever the prior.

    uv run python benchmarks/calibration.py --figure docs/figures/calibration.png
    uv run python benchmarks/calibration.py --engine exact --simulations 20000
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

import assess

Array = NDArray[np.float64]

ITEMS = 4
RANKS = 99
"""Posterior draws that each true value is ranked among: ranks from 0 to 99."""

BINS = 20

LOOKED_AT = {
    "hypothesis": "the hypothesis",
    "prior[a]": "a prior",
    "reliability[first]": "reliability, three items",
    "reliability[second]": "reliability, two items",
    "holds[clean]": "an assumption's chance",
    "chance[i0, a]": "a likelihood",
    "if_unreliable[i2]": "a chance if unreliable",
    "repeats[i3]": "a chance of repeating",
}


def template(appeared: tuple[bool, ...]) -> assess.Case:
    """A case of four items, each of which did or did not appear.

    That an item did not appear is an item too, with the complements of all its probabilities.
    """

    def number(a: float, b: float, found: bool) -> dict[str, Any]:
        return {"beta": [a, b] if found else [b, a]}

    def item(k: int, source: Any, **more: Any) -> dict[str, Any]:
        found = appeared[k]
        return {
            "id": f"i{k}",
            "source": source,
            "search": {
                "found": found,
                "chance": {"a": {"beta": [4, 2]}, "b": {"beta": [2, 3]}, "c": {"beta": [1, 3]}},
            },
            "if_unreliable": number(2, 4, found),
            **more,
        }

    copied = {
        "item": "i0",
        "chance": {"beta": [2, 2]},
        "if_copied": number(4, 1, appeared[3]),
    }
    return assess.case_from(
        {
            "format": "assess/1",
            "questions": [
                {
                    "id": "q",
                    "exhaustive": "made so",
                    "concentration": 6,
                    "hypotheses": [
                        {"id": "a", "prior": 0.3},
                        {"id": "b", "prior": 0.5},
                        {"id": "c", "prior": 0.2},
                    ],
                }
            ],
            "sources": [
                {"id": "first", "reliability": {"beta": [3, 2]}},
                {"id": "second", "reliability": {"beta": [1.5, 1]}},
            ],
            "assumptions": [{"id": "clean", "holds": {"beta": [4, 2]}}],
            "items": [
                item(0, "first"),
                item(1, ["first", "second"]),
                item(2, "second", requires=["clean"]),
                item(3, "first", repeats=copied),
            ],
        }
    )


class World:
    """One draw of everything from the prior of the template, by its own few lines of arithmetic."""

    def __init__(self, rng: np.random.Generator) -> None:
        prior = rng.dirichlet(6 * np.array([0.3, 0.5, 0.2]))
        hypothesis = rng.choice(3, p=prior)
        r = {"first": rng.beta(3, 2), "second": rng.beta(1.5, 1)}
        holds = rng.beta(4, 2)
        clean = rng.random() < holds
        chance = rng.beta([[4, 2, 1]] * ITEMS, [[2, 3, 3]] * ITEMS)
        unreliable = rng.beta(2, 4, ITEMS)
        repeats, copied = rng.beta(2, 2), rng.beta(4, 1)
        tracking = [r["first"], r["first"] * r["second"], r["second"] * clean, r["first"]]
        out = []
        for k in range(ITEMS):
            if k == 3 and rng.random() < repeats:
                out.append(rng.random() < copied)
                continue
            tracks = rng.random() < tracking[k]
            out.append(rng.random() < (chance[k, hypothesis] if tracks else unreliable[k]))
        self.appeared = tuple(bool(x) for x in out)
        u = unreliable[2] if self.appeared[2] else 1 - unreliable[2]
        self.truth = {
            "hypothesis": float(hypothesis),
            "prior[a]": prior[0],
            "reliability[first]": r["first"],
            "reliability[second]": r["second"],
            "holds[clean]": holds,
            "chance[i0, a]": chance[0, 0],
            "if_unreliable[i2]": u,
            "repeats[i3]": repeats,
        }


def posterior(case: assess.Case, engine: str, rng: np.random.Generator) -> dict[str, Array]:
    """Posterior draws of all that is looked at; the hypothesis is drawn from the credences."""
    seed = int(rng.integers(1 << 30))
    if engine == "exact":
        result = assess.weigh(case, draws=12_500, seed=seed)
    else:
        result = assess.weigh(
            case, engine="mcmc", draws=1000, tune=500, chains=4, seed=seed, progress=False
        )
    group = result["posterior"]
    found = {}
    for address in LOOKED_AT:
        if address == "hypothesis":
            credence = group["credence"].values.reshape(-1, 3)
            uniform = rng.random((len(credence), 1))
            found[address] = (uniform > np.cumsum(credence, axis=1)).sum(axis=1).astype(float)
            continue
        kind, label = address[:-1].split("[")
        variable = group[kind]
        dim = next(d for d in variable.dims if d not in ("chain", "draw"))
        found[address] = variable.sel({dim: label}).values.ravel()
    return found


def ranks_of(engine: str, simulations: int, seed: int) -> dict[str, Array]:
    """Ranks of what was drawn, one for each simulation; ties are broken by a coin."""
    rng = np.random.default_rng(seed)
    worlds = [World(rng) for _ in range(simulations)]
    by_pattern: dict[tuple[bool, ...], list[World]] = {}
    for world in worlds:
        by_pattern.setdefault(world.appeared, []).append(world)
    ranks: dict[str, list[float]] = {name: [] for name in LOOKED_AT}
    for pattern in itertools.product((True, False), repeat=ITEMS):
        mine = by_pattern.get(pattern, [])
        if not mine:
            continue
        draws = posterior(template(pattern), engine, rng)
        size = len(draws["hypothesis"])
        for world in mine:
            some = rng.choice(size, RANKS, replace=False)
            for name, value in world.truth.items():
                others = draws[name][some]
                ties = int((others == value).sum())
                ranks[name].append((others < value).sum() + rng.integers(ties + 1))
        print(".", end="", flush=True, file=sys.stderr)
    print(file=sys.stderr)
    return {name: np.array(values, dtype=float) for name, values in ranks.items()}


def p_value(ranks: Array) -> float:
    """Of the chi-squared test that ranks from 0 to 99 are uniform, in 20 bins."""
    counts = np.histogram(ranks, bins=BINS, range=(0, RANKS + 1))[0]
    return float(stats.chisquare(counts).pvalue)


def draw_figure(found: dict[str, dict[str, Array]], path: str) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    rows, columns = len(found), len(LOOKED_AT)
    figure, axes = plt.subplots(
        rows, columns, figsize=(1.75 * columns, 1.9 * rows + 0.5), squeeze=False, sharey="row"
    )
    for row, (engine, ranks) in zip(axes, found.items(), strict=True):
        for ax, (name, words) in zip(row, LOOKED_AT.items(), strict=True):
            count = len(ranks[name])
            low, high = stats.binom.interval(0.99, count, 1 / BINS)
            ax.axhspan(low, high, color="0.85", zorder=0)
            ax.hist(ranks[name], bins=BINS, range=(0, RANKS + 1), color="0.35")
            ax.axhline(count / BINS, color="white", lw=0.8)
            ax.set(xlim=(0, RANKS + 1), xticks=[0, 50, 100])
            ax.set_title(words, fontsize=8)
            ax.tick_params(labelsize=7)
        row[0].set_ylabel(f"{engine}\n{len(ranks['hypothesis']):,} simulations", fontsize=8)
    figure.supxlabel("rank of the true value among 99 posterior draws", fontsize=9)
    figure.tight_layout()
    figure.savefig(path, dpi=150)
    plt.close(figure)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine", choices=["exact", "mcmc"], action="append")
    parser.add_argument(
        "--simulations", type=int, default=10_000, help="of the exact engine; of PyMC a fifth"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--figure", metavar="FILE", help="write the histograms of the ranks")
    options = parser.parse_args()
    found = {}
    print("| engine | simulations | " + " | ".join(LOOKED_AT.values()) + " | seconds |")
    print("| --- " * (len(LOOKED_AT) + 3) + "|")
    for engine in options.engine or ["exact", "mcmc"]:
        start = time.perf_counter()
        # PyMC's few draws serve many simulations of one pattern: more of those would show its noise
        count = options.simulations if engine == "exact" else options.simulations // 5
        found[engine] = ranks_of(engine, count, options.seed)
        cells = [f"{p_value(r):.2g}" for r in found[engine].values()]
        spent = time.perf_counter() - start
        print(f"| {engine} | {count:,} | {' | '.join(cells)} | {spent:.0f} |")
    print("\np-values of the chi-squared test of uniform ranks, 20 bins. With eight of them, one")
    print("below .006 in an engine that is right is to be expected in one run of twenty.")
    if options.figure:
        draw_figure(found, options.figure)
        print(f"wrote {options.figure}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
