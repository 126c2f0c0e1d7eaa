"""One weighing, many weighings and a tornado, against two libraries for Bayesian networks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from cases import uncertain_case
from measure import Array, Report, Row, clock, in_turn
from networks import Agrum, Discrete, Pgmpy

from assess import example_case, tornado, weigh
from assess.case.numbers import Numbers
from assess.kernel import quadrature
from assess.kernel.plan import Plan
from assess.kernel.posterior import posterior
from assess.kernel.weigh import weigh as weigh_numbers
from assess.prepare.prepared import prepare

FOUNDING = "dprk_missiles"
BINS = 51
AGRUM_ENGINES = ("LazyPropagation", "ShaferShenoyInference", "VariableElimination")
PGMPY_ORDERS = ("greedy", "MinFill", "MinWeight")


def credence_of(plan: Plan, numbers: Array) -> Array:
    """Credences of the first question."""
    return np.exp(weigh_numbers(plan, numbers)[0][0])


def forget_nodes() -> None:
    """Have the quadrature computed anew, as it is for the first case of a process."""
    clear = getattr(quadrature.beta_nodes, "cache_clear", None)
    if clear is not None:
        clear()


def fastest_agrum(plan: Plan, numbers: Array, bins: int | None) -> Agrum:
    """The fastest of pyAgrum's exact engines, with and without a variable for each mode."""
    candidates = [
        Agrum(Discrete(plan, bins, modes=modes), numbers, engine)
        for modes in (False, True)
        for engine in AGRUM_ENGINES
    ]
    return _fastest(candidates, 50)


def fastest_pgmpy(plan: Plan, numbers: Array, bins: int | None) -> Pgmpy:
    """The fastest of pgmpy's elimination orders, with and without a variable for each mode."""
    candidates = [
        Pgmpy(Discrete(plan, bins, modes=modes), numbers, order)
        for modes in (False, True)
        for order in PGMPY_ORDERS
    ]
    return _fastest(candidates, 5)


def _fastest[T: (Agrum, Pgmpy)](candidates: list[T], calls: int) -> T:
    times = []
    for c in candidates:
        clock(c.query)
        times.append(min(clock(c.query, calls) for _ in range(3)))
    return candidates[int(np.argmin(times))]


def libraries(plan: Plan, numbers: Array) -> dict[str, Agrum | Pgmpy]:
    """Each library on bins of the reliabilities, and on our own quadrature nodes."""
    return {
        f"pyAgrum, {BINS} bins": fastest_agrum(plan, numbers, BINS),
        "pyAgrum, our nodes": fastest_agrum(plan, numbers, None),
        f"pgmpy, {BINS} bins": fastest_pgmpy(plan, numbers, BINS),
        "pgmpy, our nodes": fastest_pgmpy(plan, numbers, None),
    }


def single(*, quick: bool) -> Report:
    """One weighing of the founding case."""
    case = example_case(FOUNDING)
    prepared = prepare(case)
    plan, numbers = prepared.plan, prepared.numbers.used
    ours = credence_of(plan, numbers)
    report = Report()
    repetitions = 5 if quick else 15
    found = libraries(plan, numbers)
    for against, library in found.items():
        settings = library.engine_name if isinstance(library, Agrum) else library.order
        modes = ", with a variable for each mode" if library.discrete.modes else ""
        report.notes.append(
            f"one weighing, {against}: largest difference of a credence "
            f"{np.abs(library.query() - ours).max():.1e} (fastest: {settings}{modes})"
        )
        times = in_turn(lambda: weigh_numbers(plan, numbers), library.query, repetitions)
        report.rows.append(
            Row.of("one weighing", "credences, plan at hand", f"{against}: inference", times)
        )

    def from_case() -> object:
        forget_nodes()
        new = prepare(case)
        return weigh_numbers(new.plan, new.numbers.used)

    for against in (f"pyAgrum, {BINS} bins", f"pgmpy, {BINS} bins"):
        library = found[against]
        build = _builder(library, plan)
        times = in_turn(from_case, lambda build=build: build(numbers), repetitions)
        report.rows.append(
            Row.of("case to credence", "plan and weighing", f"{against}: network, inference", times)
        )
    times = in_turn(
        lambda: posterior(prepared.posterior_plan, numbers),
        lambda: weigh(case),
        repetitions,
    )
    report.notes.append(
        "one weighing with the posterior of every source, assumption, repeat and item: "
        f"{np.median(times[:, 0]) * 1e3:.2f} ms; `assess.weigh(case)`, with plan, ranges, prior "
        f"and result tree: {np.median(times[:, 1]) * 1e3:.1f} ms"
    )
    return report


def _builder(library: Agrum | Pgmpy, plan: Plan) -> Callable[[Array], Array]:
    modes = library.discrete.modes
    if isinstance(library, Agrum):
        engine = library.engine_name
        return lambda numbers: Agrum(Discrete(plan, BINS, modes=modes), numbers, engine).query()
    order = library.order
    return lambda numbers: Pgmpy(Discrete(plan, BINS, modes=modes), numbers, order).query()


def item_numbers(numbers: Numbers) -> Array:
    """Positions of the numbers that stand in the tables of items."""
    kinds = [n.kind for n in numbers.entries]
    return np.array(
        [k for k, kind in enumerate(kinds) if kind not in ("prior", "reliability", "holds")]
    )


def perturbed(stated: Numbers, count: int, seed: int = 3) -> Array:
    """Rows of numbers, every number of every item at random odds around what was stated."""
    rng = np.random.default_rng(seed)
    numbers, at = stated.used, item_numbers(stated)
    rows = np.tile(numbers, (count, 1))
    with np.errstate(divide="ignore"):
        log_odds = np.log(numbers[at] / (1.0 - numbers[at]))
    rows[:, at] = 1.0 / (1.0 + np.exp(-(log_odds + 0.5 * rng.standard_normal((count, len(at))))))
    return rows


def batch(*, quick: bool) -> Report:
    """Many weighings in one call."""
    prepared = prepare(example_case(FOUNDING))
    plan, numbers = prepared.plan, prepared.numbers.used
    count, sample = (10_000, 40) if quick else (100_000, 200)
    rows = perturbed(prepared.numbers, count)
    ours = credence_of(plan, rows)
    report = Report()
    name = f"{count:,} weighings"
    found = libraries(plan, numbers)
    for against, library in found.items():
        tables = [library.discrete.item_tables(row) for row in rows[:sample]]
        theirs = np.array([_refilled(library, t) for t in tables])
        report.notes.append(
            f"{name}, {against}: largest difference of a credence over {sample} of the rows "
            f"{np.abs(theirs - ours[:sample]).max():.1e}"
        )

        def refill(library: Agrum | Pgmpy = library, tables: list = tables) -> None:
            for t in tables:
                _refilled(library, t)

        def inference(library: Agrum | Pgmpy = library) -> None:
            for _ in range(sample):
                library.query()

        for other, words in ((refill, "tables and inference"), (inference, "inference only")):
            times = in_turn(lambda: weigh_numbers(plan, rows), other, 3 if quick else 5)
            scale = (1.0, count / sample)
            row = Row.of(
                name,
                "one call, other numbers in each row",
                f"{against}: {words}*",
                times,
                scale=scale,
            )
            report.rows.append(row)
    return report


def _refilled(library: Agrum | Pgmpy, tables: dict[str, Array]) -> Array:
    library.refill(tables)
    if isinstance(library, Pgmpy):
        library.engine = library.fresh()  # it copies the tables when it is made
    return library.query()


def tornado_numbers(*, quick: bool) -> Report:
    """A hundred numbers, each at both ends of its range."""
    case = uncertain_case()
    result = weigh(case)
    prepared = prepare(case)
    plan, numbers = prepared.plan, prepared.numbers.used
    table = tornado(result)
    count, sample = 2 * table.sizes["number"], 10 if quick else 40
    ends = _ends(prepared.numbers, table)
    kernel_only = np.tile(numbers, (count, 1))
    kernel_only[np.arange(len(ends[0])), ends[0]] = ends[1]
    report = Report()
    for against, library in libraries(plan, numbers).items():
        chosen = np.linspace(0, len(ends[0]) - 1, sample).astype(int)
        tables = [_moved_tables(library, numbers, ends[0][k], ends[1][k]) for k in chosen]
        base = library.discrete.item_tables(numbers)
        found = []
        for moved in tables:
            found.append(_refilled(library, moved))
            library.refill({name: base[name] for name in moved})
        expected = credence_of(plan, kernel_only[chosen])
        report.notes.append(
            f"tornado, {against}: largest difference of a credence over {sample} of its ends "
            f"{np.abs(np.array(found) - expected).max():.1e}"
        )

        def rerun(library: Agrum | Pgmpy = library, tables: list = tables) -> None:
            for t in tables:
                _refilled(library, t)

        times = in_turn(lambda: tornado(result), rerun, 3 if quick else 7)
        row = Row.of(
            f"tornado of {count // 2}",
            "`assess.tornado`, ranges and sorting included",
            f"{against}: one table and inference, {count} times*",
            times,
            scale=(1.0, count / sample),
        )
        report.rows.append(row)
        times = in_turn(lambda: weigh_numbers(plan, kernel_only), rerun, 3 if quick else 7)
        row = Row.of(
            f"tornado of {count // 2}",
            f"{count} rows in one call of the kernel",
            f"{against}: one table and inference, {count} times*",
            times,
            scale=(1.0, count / sample),
        )
        report.rows.append(row)
    return report


def _ends(numbers: Numbers, table) -> tuple[Array, Array]:
    """Position and value of both ends of every number that belongs to an item."""
    position = numbers.position
    mine = [a for a in table["number"].values if position[a] in set(item_numbers(numbers))]
    at = np.repeat([position[a] for a in mine], 2)
    sub = table.sel(number=mine)
    return at, np.stack([sub["low"].values, sub["high"].values], axis=1).ravel()


def _moved_tables(
    library: Agrum | Pgmpy, numbers: Array, position: int, value: float
) -> dict[str, Array]:
    """The tables that differ when one number is moved."""
    moved = numbers.copy()
    moved[position] = value
    base, new = library.discrete.item_tables(numbers), library.discrete.item_tables(moved)
    return {name: t for name, t in new.items() if not np.array_equal(t, base[name])}
