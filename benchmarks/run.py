"""Run the benchmarks: `python benchmarks/run.py [--quick] [--only NAME]`."""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections.abc import Callable
from importlib.util import find_spec

from credence import batch, single, tornado_numbers
from measure import HEADER, Report, load, machine, markdown
from posterior import posterior
from readings import readings
from scaling import draws, items, leaving_out
from shares import where
from start import start

BENCHMARKS: dict[str, Callable[..., Report]] = {
    "single": single,
    "batch": batch,
    "tornado": tornado_numbers,
    "leave-out": leaving_out,
    "items": items,
    "draws": draws,
    "posterior": posterior,
    "readings": readings,
    "where": where,
    "start": start,
}
_NEED_LIBRARIES = ("single", "batch", "tornado", "readings")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller sizes, fewer repetitions")
    parser.add_argument(
        "--only", choices=list(BENCHMARKS), action="append", help="one benchmark; may be repeated"
    )
    options = parser.parse_args()
    chosen = options.only or list(BENCHMARKS)
    missing = [name for name in ("pyagrum", "pgmpy") if find_spec(name) is None]
    if missing and set(chosen) & set(_NEED_LIBRARIES):
        print(f"missing: {', '.join(missing)}; try `uv run --group bench ...`", file=sys.stderr)
        return 2
    warnings.filterwarnings("ignore", module="pgmpy")
    before, began = load(), time.perf_counter()
    whole = Report()
    for name in chosen:
        start_of_one = time.perf_counter()
        report = BENCHMARKS[name](quick=options.quick)
        whole.rows += report.rows
        whole.tables += report.tables
        whole.notes += report.notes
        spent = time.perf_counter() - start_of_one
        print(f"{name}: {spent:.0f} s", file=sys.stderr)
    if whole.rows:
        print(markdown(HEADER, [row.cells() for row in whole.rows]))
        print("\n\\* extrapolated from a sample; the ratio is to the extrapolated time.\n")
    for title, header, lines in whole.tables:
        print(f"{title}:\n\n{markdown(header, lines)}\n")
    for note in whole.notes:
        print(f"- {note}")
    print(
        f"\nMachine: {machine()}; load average {before} before and {load()} after, "
        f"{time.perf_counter() - began:.0f} s in all; medians of repetitions taken in turn, after "
        "warming up, the garbage collector run before each repetition and off during it."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
