"""The command that sets several analysts' versions of one case side by side: `compare`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from assess.cli.output import print_json, wrapped, write_pictures

if TYPE_CHECKING:
    import xarray as xr

FORMAT = "assess-compare/1"


def add_commands(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command to the parser.

    Parameters
    ----------
    add : callable
        Makes the parser of a command from its name.
    """
    compare = add(
        "compare", help="compare several analysts' versions of one case, and find their cruxes"
    )
    compare.add_argument(
        "cases", metavar="CASE", nargs="+", help="case files, two or more, one an analyst"
    )
    compare.add_argument("--question", metavar="Q", help="default: the first of the first file")
    compare.add_argument(
        "--hypothesis", metavar="H", help="default: the one on which they are furthest apart"
    )
    compare.add_argument("--against", metavar="H", help="one rival (default: all the rest)")
    compare.add_argument(
        "--by",
        choices=["part", "number"],
        default="part",
        help="share the gap among parts of the case (default) or single numbers",
    )
    compare.add_argument("--json", action="store_true", help="print one JSON object, nothing else")
    compare.add_argument("--plots", metavar="DIR", help="write the figures into this folder")
    compare.set_defaults(run=_compare)


def _compare(options: argparse.Namespace) -> int:
    """The comparison, and the cruxes between the two who are furthest apart."""
    import assess
    from assess.io.readings import reading_as_plain

    results = {
        name: assess.weigh(assess.load_case(path), draws=0)
        for name, path in zip(_names(options.cases), options.cases, strict=True)
    }
    found = assess.compare(results, question=options.question)
    hypothesis = options.hypothesis or f"{found.attrs['question']}:{found.attrs['hypothesis']}"
    one, two = _furthest(found, options.hypothesis)
    between = assess.cruxes(
        results[one],
        results[two],
        hypothesis=hypothesis,
        against=options.against,
        by=options.by,
        names=(one, two),
    )
    readings = (found, between)
    if options.json:
        print_json({"format": FORMAT, "readings": [reading_as_plain(r) for r in readings]})
    else:
        print(results[one].attrs["title"] or options.cases[0])
        for reading in readings:
            print(f"\n{wrapped(assess.explain(reading))}\n\n{assess.table(reading)}")
    if options.plots:
        pictures = ((str(r.attrs["reading"]), assess.plot(r)) for r in readings)
        write_pictures(pictures, Path(options.plots))
    return 0


def _names(paths: list[str]) -> list[str]:
    """The analysts by their files: as short as tells them apart."""
    stems = [Path(p).stem for p in paths]
    if len(set(stems)) == len(stems):
        return stems
    if len(set(paths)) == len(paths):
        return paths
    twice = next(p for p in paths if paths.count(p) > 1)
    msg = f"{twice} is given twice"
    raise ValueError(msg)


def _furthest(found: xr.Dataset, hypothesis: str | None) -> tuple[str, str]:
    """The two analysts whose credences are furthest apart, in the order given."""
    names = [str(x) for x in found["analyst"].values]
    own = [str(x) for x in found["hypothesis"].values]
    name = (hypothesis or found.attrs["hypothesis"]).removeprefix(f"{found.attrs['question']}:")
    # of a hypothesis of another question the first two are compared, or it is refused there
    credence = found["credence"].sel(hypothesis=name).values if name in own else [0.0] * len(names)
    pairs = combinations(range(len(names)), 2)
    one, two = max(pairs, key=lambda p: abs(float(credence[p[0]] - credence[p[1]])))
    return names[one], names[two]
