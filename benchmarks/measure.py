"""Timing: two things in turn, in one process, and what is printed of it."""

from __future__ import annotations

import gc
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import metadata

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Action = Callable[[], object]


@contextmanager
def no_collector() -> Iterator[None]:
    """Collect garbage first, then keep the collector from running."""
    gc.collect()
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def clock(action: Action, calls: int = 1) -> float:
    """Seconds of one call, as the mean of several without anything between."""
    start = time.perf_counter()
    for _ in range(calls):
        action()
    return (time.perf_counter() - start) / calls


def calls_for(action: Action, at_least: float) -> int:
    """How many calls last about so many seconds; as a side effect it warms up."""
    once = clock(action)
    if once < at_least:
        once = min(once, clock(action))
    return max(1, round(at_least / max(once, 1e-9)))


def seconds(action: Action, repetitions: int, at_least: float = 0.02) -> Array:
    """Seconds of one call in every repetition, after warming up."""
    calls = calls_for(action, at_least)
    with no_collector():
        return np.array([clock(action, calls) for _ in range(repetitions)])


def in_turn(ours: Action, other: Action, repetitions: int, at_least: float = 0.05) -> Array:
    """Seconds of one call of ours and of the other, (repetition, 2), taken A, B, A, B, ..."""
    counts = [calls_for(ours, at_least), calls_for(other, at_least)]
    times = np.empty((repetitions, 2))
    for k in range(repetitions):
        with no_collector():
            for j, action in enumerate((ours, other)):
                times[k, j] = clock(action, counts[j])
    return times


@dataclass
class Row:
    """One line of the table: what was timed, and the ratio of the comparison to ours."""

    name: str
    what: str
    against: str
    ours: float
    other: float
    ratios: Array

    @classmethod
    def of(
        cls,
        name: str,
        what: str,
        against: str,
        times: Array,
        *,
        scale: tuple[float, float] = (1, 1),
    ) -> Row:
        """From times in turn; `scale` extrapolates a sample to the whole."""
        scaled = times * np.array(scale)
        ratios = scaled[:, 1] / scaled[:, 0]
        ours, other = np.median(scaled, axis=0)
        return cls(name, what, against, float(ours), float(other), ratios)

    def cells(self) -> list[str]:
        low, high = self.ratios.min(), self.ratios.max()
        return [
            self.name,
            self.what,
            duration(self.ours),
            self.against,
            duration(self.other),
            factor(float(np.median(self.ratios))),
            f"{factor(float(low))} to {factor(float(high))}",
            str(len(self.ratios)),
        ]


HEADER = (
    "name",
    "what",
    "median",
    "compared with",
    "its median",
    "ratio",
    "ratio, least to most",
    "repetitions",
)


@dataclass
class Report:
    """What one benchmark found: lines of the table, further tables, and remarks."""

    rows: list[Row] = field(default_factory=list)
    tables: list[tuple[str, Sequence[str], list[list[str]]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def duration(s: float) -> str:
    """Three digits with a fitting unit."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if s >= size:
            return f"{s / size:.3g} {unit}" if s < 1000 else f"{s:,.0f} s"
    return f"{s / 1e-9:.3g} ns"


def factor(x: float) -> str:
    """A ratio with as many digits as it deserves."""
    return f"{x:,.0f}" if x >= 100 else f"{x:.3g}"


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def machine() -> str:
    """Cores, memory, Python and versions, without names."""
    names = ("numpy", "scipy", "opt-einsum", "pydantic", "xarray", "pyagrum", "pgmpy")
    versions = []
    for name in names:
        try:
            versions.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            versions.append(f"{name} missing")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({platform.machine()}, {_processor()}), {memory:.0f} GiB, "
        f"{platform.system()}, Python {sys.version.split()[0]}, " + ", ".join(versions)
    )


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as f:
            return next(
                line.split(":", 1)[1].strip() for line in f if line.startswith("model name")
            )
    except (OSError, StopIteration):
        return platform.processor() or "unknown processor"


def load() -> str:
    """The load average of the last minute."""
    try:
        return f"{os.getloadavg()[0]:.1f}"
    except OSError:
        return "unknown"
