"""Posterior draws: the exact engine's, and PyMC's whole run beside them."""

from __future__ import annotations

import resource
import time

import arviz as az
import numpy as np
from credence import FOUNDING
from measure import Report, duration, no_collector

import assess
from assess.io.examples import example_case
from assess.prepare.prepared import prepare
from assess.sampling.draws import Drawer

CHAINS, DRAWS = 4, 1000


def posterior(*, quick: bool) -> Report:
    """Draws of the founding case: exact ones in several sizes, and a whole run of PyMC."""
    case = example_case(FOUNDING)
    ready = prepare(case)
    drawer = Drawer(ready.structure, ready.numbers, ready.plan, ready.for_draws)
    drawer.posterior(CHAINS, DRAWS, 1)  # warm up
    lines, times = [], {}
    for total in (4_000, 100_000) if quick else (4_000, 100_000, 1_000_000):
        spent = []
        for seed in range(3 if total > 100_000 else 7):
            with no_collector():
                start = time.perf_counter()
                found = drawer.posterior(CHAINS, total // CHAINS, seed)
                spent.append(time.perf_counter() - start)
        times[total] = float(np.median(spent))
        held = sum(x.nbytes for x in vars(found).values() if isinstance(x, np.ndarray)) / 2**20
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
        lines.append(
            [
                "exact, with the terms of each item",
                f"{total:,}",
                duration(times[total]),
                duration(times[total] / total),
                f"{held:.0f} MB held, peak {peak:.0f} MB",
            ]
        )
    start = time.perf_counter()
    result = assess.weigh(
        case, engine="mcmc", chains=CHAINS, draws=DRAWS, tune=DRAWS, seed=1, progress=False
    )
    whole = time.perf_counter() - start
    sampling = float(result["sample_stats"].attrs.get("sampling_time", float("nan")))
    effective = float(az.ess(result, var_names=["credence"])["credence"].min())
    lines.append(
        [
            f"PyMC, {CHAINS} x {DRAWS:,} after {DRAWS:,} of tuning, whole run",
            f"{CHAINS * DRAWS:,}, worth {effective:,.0f}",
            duration(whole),
            duration(whole / effective),
            f"sampling alone {duration(sampling)}",
        ]
    )
    report = Report(
        tables=[
            (
                "Posterior draws of the founding case",
                ("how", "draws", "time", "per effective draw", ""),
                lines,
            )
        ]
    )
    exact = times[100_000] / 100_000
    report.notes.append(
        f"an effective draw of PyMC's whole run costs {whole / effective / exact:,.0f} times an "
        f"exact one; of its sampling alone, {sampling / effective / exact:,.0f} times"
    )
    credence = result["posterior"]["credence"].values.reshape(-1, len(found.credence[0, 0]))
    gap = np.abs(credence.mean(0) - result["exact"]["credence"].values)
    report.notes.append(f"PyMC's credences differ from the exact ones by at most {gap.max():.4f}")
    return report
