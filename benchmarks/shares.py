"""Where the time of the kernel goes, and how far it is from the speed of memory."""

from __future__ import annotations

import cProfile
import pstats
from collections.abc import Callable, Iterable

import numpy as np
from cases import plain_case
from credence import FOUNDING, perturbed
from measure import Array, Report, duration, no_collector, seconds

from assess import example_case
from assess.case.build import case_from
from assess.kernel.plan import Plan
from assess.kernel.weigh import weigh as weigh_numbers
from assess.prepare.prepared import prepare

_REDUCEAT = "<method 'reduceat' of 'numpy.ufunc' objects>"
STAGES: dict[str, tuple[str, ...]] = {
    # the functions of each stage; the time within them, and none of them is within another
    "probability of each item": ("appearance",),
    "reliabilities at the nodes": ("tracking",),
    "log": ("_log",),
    "sums over items (reduceat)": (_REDUCEAT,),
    "integration over nodes (exp, sum, log)": ("integrated", "block_log_weights"),
    "contraction over named dimensions": ("up", "log_states"),
    "numbers and their complements": ("extended",),
}


def stages(action: Callable[[], object], repeat: int) -> tuple[dict[str, float], float]:
    """Seconds in each stage, and in all, by Python's own profiler."""
    action()
    profile = cProfile.Profile()
    with no_collector():
        profile.enable()
        for _ in range(repeat):
            action()
        profile.disable()
    stats = pstats.Stats(profile).stats
    out = {}
    for stage, functions in STAGES.items():
        out[stage] = sum(_inclusive(stats, name) for name in functions) / repeat
    gathers = _inclusive(stats, "item_probabilities") / repeat
    inside = out["probability of each item"] + out["reliabilities at the nodes"]
    out["gathers of likelihoods"] = max(0.0, gathers - inside)
    whole = _inclusive(stats, "weigh") / repeat
    out["copies in and out, the rest"] = max(0.0, whole - sum(out.values()))
    return out, whole


def _inclusive(stats: dict, name: str) -> float:
    # of two functions with one name, one calls the other
    return max((entry[3] for key, entry in stats.items() if key[2] == name), default=0.0)


def bandwidth(size: int) -> dict[str, float]:
    """Bytes per second of a copy and of a sum of two arrays, as STREAM counts them."""
    a, b, c = (np.full(size, float(k)) for k in range(3))
    copy = np.median(seconds(lambda: np.copyto(a, b), 7, 0.0))
    add = np.median(seconds(lambda: np.add(b, c, out=a), 7, 0.0))
    return {"copy": 2 * 8 * size / float(copy), "add": 3 * 8 * size / float(add)}


def rates(size: int = 1 << 14) -> dict[str, float]:
    """Seconds per element of a logarithm and an exponential, on arrays in the cache."""
    x, out = np.random.default_rng(0).random(size), np.empty(size)
    return {
        "log": float(np.median(seconds(lambda: np.log(x, out=out), 7))) / size,
        "exp": float(np.median(seconds(lambda: np.exp(x, out=out), 7))) / size,
    }


def where(*, quick: bool) -> Report:
    """Shares of the time and distance from the speed of memory."""
    founding = prepare(example_case(FOUNDING))
    count = 10_000 if quick else 100_000
    rows = perturbed(founding.numbers, count)
    large = prepare(case_from(plain_case(10_000)))
    numbers = large.numbers.used
    one = founding.numbers.used
    memory = bandwidth((1 << 24) if quick else (1 << 26))
    elements = rates()
    report = Report()
    report.notes.append(
        f"memory: copy {memory['copy'] / 1e9:.1f} GB/s, sum of two arrays "
        f"{memory['add'] / 1e9:.1f} GB/s; in the cache a logarithm takes "
        f"{elements['log'] * 1e9:.2f} ns, an exponential {elements['exp'] * 1e9:.2f} ns"
    )
    cases: list[tuple[str, Plan, Array, int]] = [
        (f"founding case, {count:,} rows", founding.plan, rows, 3),
        ("10,000 items, one row", large.plan, numbers, 50),
        ("founding case, one row", founding.plan, one, 500),
    ]
    columns = []
    speed = []
    for label, plan, x, repeat in cases:
        found, whole = stages(lambda plan=plan, x=x: weigh_numbers(plan, x), repeat)
        columns.append({k: v / whole for k, v in found.items()})
        t = float(np.median(seconds(lambda plan=plan, x=x: weigh_numbers(plan, x), 7)))
        batch = x.size // x.shape[-1]
        least = 8 * (x.size + plan.node_values.size + plan.log_weights.size)
        least += 8 * batch * (sum(plan.structure.sizes[: plan.structure.question_count]) + 1)
        item_cells = sum(b.cells for b in plan.buckets) * batch
        logs = item_cells * elements["log"]
        speed.append(
            [
                label,
                duration(t),
                f"{least / 1e6:.3g} MB",
                f"{least / t / 1e9:.2g} GB/s",
                f"{least / t / max(memory.values()):.1%}",
                f"{item_cells:,}",
                duration(t / item_cells),
                f"{logs / t:.0%}",
            ]
        )
    header = ("share of the time", *(label for label, *_ in cases))
    lines = [[stage, *(f"{c[stage]:.0%}" for c in columns)] for stage in _ordered(columns)]
    report.tables.append(("Where the time goes", header, lines))
    header = (
        "case",
        "time",
        "least traffic",
        "reached",
        "of memory speed",
        "cells of items",
        "per cell",
        "one log per cell would be",
    )
    report.tables.append(("Distance from the speed of memory", header, speed))
    return report


def _ordered(columns: list[dict[str, float]]) -> Iterable[str]:
    return sorted(columns[0], key=lambda stage: -columns[0][stage])
