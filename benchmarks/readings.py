"""What a conclusion rests on, for a case of 200 items, against the same answers one at a time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from cases import plain_case
from credence import BINS, fastest_agrum, fastest_pgmpy, item_numbers
from measure import Array, Report, Row, duration, in_turn, seconds
from networks import Agrum, Pgmpy

import assess
from assess.case.build import case_from
from assess.result.access import prepared_from

ITEMS, HYPOTHESES, SOURCES = 200, 5, 20
EVALUATIONS = 10
"""Weighings that a bracketing search of a reliability's tipping point takes, at least."""


def readings(*, quick: bool) -> Report:
    """All tipping points, three leave-outs and a tornado of every number."""
    data = plain_case(ITEMS, hypotheses=HYPOTHESES, items_per_source=ITEMS // SOURCES)
    result = assess.weigh(case_from(data), draws=0)
    prepared = prepared_from(result)
    plan, numbers = prepared.plan, prepared.numbers.used

    parts: dict[str, Callable[[], object]] = {
        "tipping points": lambda: assess.tipping_points(result),
        "leave-outs by item, source, origin": lambda: [
            assess.leave_out(result, by) for by in ("item", "source", "origin")
        ],
        "tornado": lambda: assess.tornado(result, vary_fixed=2.0),
    }

    def everything() -> None:
        for part in parts.values():
            part()

    report = Report()
    repetitions = 3 if quick else 7
    each = {name: float(np.median(seconds(part, repetitions))) for name, part in parts.items()}
    words = ", ".join(f"{name} {duration(t)}" for name, t in each.items())
    report.notes.append(
        f"readings of {ITEMS} items, {HYPOTHESES} hypotheses, {SOURCES} sources, {len(numbers)} "
        f"numbers: {words}"
    )
    # one inference for each end of each bar; two, at 0 and at 1, give a linear tipping point
    of_items = len(item_numbers(prepared.numbers))
    others = len(numbers) - of_items
    count = 4 * of_items + (2 + EVALUATIONS) * others + 2 * ITEMS + SOURCES
    sample = 20 if quick else 60
    for name, library in (
        (f"pyAgrum, {BINS} bins", fastest_agrum(plan, numbers, BINS)),
        ("pyAgrum, our nodes", fastest_agrum(plan, numbers, None)),
        ("pgmpy, our nodes", fastest_pgmpy(plan, numbers, None)),
    ):
        worst = _difference(result, library, sample)
        report.notes.append(
            f"readings, {name}: largest difference of a credence without one of {sample} items "
            f"{worst:.1e}"
        )
        tables = _moved(library, numbers, item_numbers(prepared.numbers), sample)

        def rerun(library: Agrum | Pgmpy = library, tables: list = tables) -> None:
            for t in tables:
                library.refill(t)
                if isinstance(library, Pgmpy):
                    library.engine = library.fresh()  # it copies the tables when it is made
                library.query()

        times = in_turn(everything, rerun, repetitions)
        report.rows.append(
            Row.of(
                f"what {ITEMS} items rest on",
                "tipping points, leave-outs and tornado",
                f"{name}: one table and inference, {count:,} times*",
                times,
                scale=(1.0, count / sample),
            )
        )
    return report


def _difference(result, library: Agrum | Pgmpy, sample: int) -> float:
    """Largest difference of a credence when single items are left out."""
    ours = assess.leave_out(result, "item")["credence"].values
    worst = 0.0
    for k in np.linspace(0, len(ours) - 1, sample).astype(int):
        seen = library.evidence.pop(f"i{k}")
        worst = max(worst, float(np.abs(library.query() - ours[k]).max()))
        library.evidence[f"i{k}"] = seen
    return worst


def _moved(
    library: Agrum | Pgmpy, numbers: Array, at: Array, sample: int
) -> list[dict[str, Array]]:
    """The tables that differ when one number is moved, for some numbers."""
    base = library.discrete.item_tables(numbers)
    out = []
    for position in at[np.linspace(0, len(at) - 1, sample).astype(int)]:
        moved = numbers.copy()
        moved[position] *= 0.5
        new = library.discrete.item_tables(moved)
        out.append({n: t for n, t in new.items() if not np.array_equal(t, base[n])})
    return out
