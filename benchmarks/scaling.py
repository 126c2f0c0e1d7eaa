"""Cost against the number of items, of hypotheses and of draws; leave-one-out of many items."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from cases import plain_case
from credence import FOUNDING, forget_nodes, perturbed
from measure import Array, Report, Row, clock, duration, in_turn, no_collector, seconds

from assess import example_case, leave_out, weigh
from assess.case.build import case_from
from assess.case.numbers import numbers_of
from assess.case.selection import select
from assess.kernel.changes import left_out
from assess.kernel.plan import plan_of
from assess.kernel.variants import Variants
from assess.kernel.weigh import weigh as weigh_numbers
from assess.prepare.compile import structure_of
from assess.prepare.prepared import prepare, selected


def leaving_out(*, quick: bool) -> Report:
    """Leave out every item in turn."""
    count = 1_000 if quick else 10_000
    case = case_from(plain_case(count))
    prepared = prepare(case)
    plan, structure = prepared.plan, prepared.structure
    numbers = prepared.numbers.used
    every = np.arange(count)

    def ours() -> tuple[list[Array], Array]:
        return Variants(plan, numbers).weigh(left_out(plan, every, every, count))

    sample = np.linspace(0, count - 1, 20).astype(int)
    rows = np.tile(numbers, (len(sample), 1))
    for row, i in zip(rows, sample, strict=True):
        # an item with likelihood 1 in every cell is as good as absent
        for index in (*structure.likelihood[i], *structure.if_unreliable[i]):
            row[index] = 1.0

    def in_calls() -> list[Array]:
        return [weigh_numbers(plan, row)[1] for row in rows]

    def in_one_call() -> Array:
        return weigh_numbers(plan, rows)[1]

    states, evidence = ours()
    again_states, again_evidence = weigh_numbers(plan, rows)
    report = Report()
    report.notes.append(
        f"leave-one-out, {len(sample)} of {count:,} against weighing again: largest difference "
        f"{np.abs(states[0][sample] - again_states[0]).max():.1e} in a log-credence, "
        f"{np.abs(evidence[sample] - again_evidence).max():.1e} in the log evidence "
        f"({evidence[0]:.1f})"
    )
    result = weigh(case)
    name, scale = f"leave-one-out of {count:,}", (1.0, count / len(sample))
    calls = f"our own kernel, {count:,} calls*"
    few = 3 if quick else 5
    for what, action, against, other in (
        ("corrected sums, set-up included", ours, calls, in_calls),
        (
            "corrected sums, set-up included",
            ours,
            f"our own kernel, {count:,} rows in one call*",
            in_one_call,
        ),
        ("`assess.leave_out`", lambda: leave_out(result), calls, in_calls),
    ):
        times = in_turn(action, other, few)
        report.rows.append(Row.of(name, what, against, times, scale=scale))
    return report


def items(*, quick: bool) -> Report:
    """Building, preparing and weighing cases with more and more items."""
    sizes = (10, 100, 1_000, 10_000) if quick else (10, 100, 1_000, 10_000, 100_000)
    lines, slopes, finite = [], [], True
    for hypotheses in (2, 10, 100):
        times = []
        for n in sizes:
            line, kernel, is_finite = _one_size(n, hypotheses)
            lines.append(line)
            times.append(kernel)
            finite &= is_finite
        slopes.append(f"{hypotheses} hypotheses: {_slopes(sizes, times)}")
    header = (
        "items",
        "hypotheses",
        "case (validate)",
        "structure and means",
        "plan, first",
        "plan, again",
        "kernel",
        "kernel per item",
        "per cell",
        "log evidence",
    )
    report = Report(tables=[("Cost against items (a source for every five)", header, lines)])
    report.notes.append("kernel against items, slope on log-log axes. " + "; ".join(slopes))
    report.notes.append(f"all log-credences and log evidences finite: {'yes' if finite else 'NO'}")
    return report


def _one_size(n: int, hypotheses: int) -> tuple[list[str], float, bool]:
    """A line of the table, seconds of the kernel, and whether everything is finite."""
    data = plain_case(n, hypotheses=hypotheses)
    few = 1 if n >= 10_000 else 3
    case = case_from(data)
    selection = select(case)
    stated = numbers_of(case, selection)
    structure = structure_of(case, selection, stated)
    forget_nodes()
    with no_collector():
        first = clock(lambda: plan_of(structure))
        again = _median(lambda: plan_of(structure), few)
        built = _median(lambda: case_from(data), few)
        labels = _median(lambda: selected(case).numbers.used, few)
    plan, numbers = plan_of(structure), stated.used
    states, evidence = weigh_numbers(plan, numbers)
    # a hypothesis thousands of nats behind may have a credence of 0, but not a logarithm of -inf
    is_finite = bool(np.isfinite(evidence)) and bool(np.isfinite(states[0]).all())
    kernel = float(np.median(seconds(lambda: weigh_numbers(plan, numbers), 7)))
    times = (built, labels, first, again, kernel, kernel / n, kernel / plan.cells)
    line = [f"{n:,}", str(hypotheses), *map(duration, times), f"{float(evidence):.1f}"]
    return line, kernel, is_finite


def _median(action, repetitions: int) -> float:
    return float(np.median([clock(action) for _ in range(repetitions)]))


def draws(*, quick: bool) -> Report:
    """More and more rows of numbers in one call."""
    prepared = prepare(example_case(FOUNDING))
    plan = prepared.plan
    sizes = [10**k for k in range(6 if quick else 7)]
    lines, times = [], []
    rows = perturbed(prepared.numbers, sizes[-1])
    for n in sizes:
        some = rows[:n]
        t = float(np.median(seconds(lambda some=some: weigh_numbers(plan, some), 5)))
        finite = bool(np.isfinite(weigh_numbers(plan, some)[1]).all())
        times.append(t)
        lines.append([f"{n:,}", duration(t), duration(t / n), "yes" if finite else "NO"])
    header = ("draws", "kernel", "per draw", "finite")
    report = Report(tables=[("Cost against draws (founding case)", header, lines)])
    report.notes.append(f"kernel against draws, slope on log-log axes: {_slopes(sizes, times)}")
    return report


def _slopes(sizes: Sequence[int], times: Sequence[float]) -> str:
    """Slope of a line through the three largest sizes, and between the two largest."""
    x, y = np.log(np.array(sizes, float)), np.log(np.array(times))
    last = (y[-1] - y[-2]) / (x[-1] - x[-2])
    fit = np.polyfit(x[-3:], y[-3:], 1)[0]
    return f"{fit:.2f} over the three largest, {last:.2f} between the two largest"
