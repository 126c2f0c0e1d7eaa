"""The commands that ask what a conclusion rests on: `sensitivity`, `tip` and `next`."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assess.cli.output import print_json, save_figure

if TYPE_CHECKING:
    import xarray as xr

FORMAT = "assess-sensitivity/1"


def add_commands(
    add: Callable[..., argparse.ArgumentParser], day: Callable[[str], dt.date]
) -> None:
    """Add the commands to the parser.

    Parameters
    ----------
    add : callable
        Makes the parser of a command from its name.
    day : callable
        Reads a day.
    """
    every = add("sensitivity", help="show what the conclusion rests on, in words and figures")
    _common(every, day)
    every.add_argument("--threshold", type=float, metavar="P", help="a credence that matters")
    every.add_argument("--plots", metavar="DIR", help="write the figures into this folder")
    every.set_defaults(run=_sensitivity)

    tip = add("tip", help="show what one stated number would have to be to change the conclusion")
    _common(tip, day)
    tip.add_argument(
        "address", metavar="ADDRESS", help="such as 'reliability[us]' or 'likelihood[debris, none]'"
    )
    tip.add_argument("--threshold", type=float, metavar="P", help="a credence that matters")
    tip.set_defaults(run=_tip)

    following = add("next", help="rank the candidates: what should be found out next")
    _common(following, day)
    following.set_defaults(run=_next)


def _common(parser: argparse.ArgumentParser, day: Callable[[str], dt.date]) -> None:
    parser.add_argument("case", metavar="CASE", help="a case file, YAML or JSON")
    parser.add_argument(
        "--hypothesis", metavar="H", help="default: the one that leads the first question"
    )
    parser.add_argument("--as-of", type=day, metavar="DATE", help="assess as of this day")
    parser.add_argument("--json", action="store_true", help="print one JSON object, nothing else")


def _weighed(options: argparse.Namespace, draws: int | None = 0) -> xr.DataTree:
    import assess

    return assess.weigh(assess.load_case(options.case), as_of=options.as_of, draws=draws)


def _sensitivity(options: argparse.Namespace) -> int:
    import assess
    from assess.io.readings import reading_as_plain
    from assess.tables.tipping_points import tipping_table

    result = _weighed(options, draws=None)
    readings = dict(_readings(result, options))
    if options.json:
        print_json({"format": FORMAT, "readings": [reading_as_plain(r) for r in readings.values()]})
    else:
        print(result.attrs["title"] or options.case)
        for title, reading in readings.items():
            print(f"\n{title}\n{_wrapped(assess.explain(reading))}")
        print(f"\n{tipping_table(readings[_TIPPING])}")
    if options.plots:
        for path in _write_plots(readings, Path(options.plots)):
            print(f"wrote {path}", file=sys.stderr)
    return 0


_TIPPING = "What would overturn it"


def _readings(result: xr.DataTree, options: argparse.Namespace) -> Iterator[tuple[str, xr.Dataset]]:
    """Every reading of a result, each under the question that it answers."""
    import assess
    from assess.result.access import case_of

    about = {"hypothesis": options.hypothesis}
    tipping = assess.tipping_points(result, **about, threshold=options.threshold)
    asked = {"question": tipping.attrs["question"]}
    yield _TIPPING, tipping
    yield "Two numbers at once", assess.tipping_pairs(result, **asked)
    yield "All numbers at once", assess.credal_bounds(result, **asked)
    question = next(q for q in case_of(result).questions if q.id == asked["question"])
    if not question.given:  # of a linked question the prior is a table
        yield "Another prior", assess.contamination(result, **asked)
    yield "What moves it most", assess.tornado(result, **about)
    yield "What speaks for it", assess.ledger(result, **about)
    yield "Without an item", assess.leave_out(result, "item", **about)
    yield "Without a source", assess.leave_out(result, "source", **about)
    if result["exact"].sizes["assumption"]:
        yield "Assumptions", assess.leave_out(result, "assumption", **about)
    yield "Dependence", assess.dependence(result, **about)
    yield "Do the items fit each other", assess.conflict(result)
    yield "What each item can tell apart", assess.diagnosticity(result, **asked)
    yield "Confidence", assess.confidence(result, **asked)


def _write_plots(readings: dict[str, xr.Dataset], folder: Path) -> Iterator[Path]:
    """The picture of each reading, as SVG and PNG."""
    import matplotlib.pyplot as plt

    import assess

    folder.mkdir(parents=True, exist_ok=True)
    for reading in readings.values():
        name = str(reading.attrs["reading"])
        if name == "dependence" and not reading.sizes["curve"]:
            continue  # nothing depends on anything: there is no curve, and its words say so
        ax = getattr(assess, f"plot_{name}")(reading)
        by = str(reading.attrs.get("by", ""))
        figure = ax.get_figure(root=True)
        for suffix in ("svg", "png"):
            path = folder / f"{name}{'-' if by else ''}{by}.{suffix}"
            save_figure(figure, path)
            yield path
        plt.close(figure)


def _tip(options: argparse.Namespace) -> int:
    import assess
    from assess.io.readings import reading_as_plain
    from assess.prose.tipping_points import sentences
    from assess.tables.tipping_points import tipping_table

    result = _weighed(options)
    about = {"hypothesis": options.hypothesis}
    curve = assess.one_way(result, options.address, **about)  # refuses what cannot be moved
    whole = assess.tipping_points(result, **about, threshold=options.threshold)
    tipping = whole.sel(number=[options.address])
    if options.json:
        plain: dict[str, Any] = {
            "format": FORMAT,
            "readings": [reading_as_plain(tipping), reading_as_plain(curve)],
        }
        print_json(plain)
        return 0
    print(_wrapped(assess.explain(curve)))
    events = [e for e in ("lead", "threshold", "band") if e in tipping]
    for event in events:
        for sentence in sentences(tipping, event):
            print(_wrapped(sentence))
    print(f"\n{tipping_table(tipping)}")
    return 0


def _next(options: argparse.Namespace) -> int:
    import assess
    from assess.io.readings import reading_as_plain

    result = _weighed(options)
    found = assess.value_of_information(result)
    if options.json:
        print_json(reading_as_plain(found))
        return 0
    print(f"{_wrapped(assess.explain(found))}\n\n{assess.information_table(found)}")
    return 0


def _wrapped(text: str) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, 100, break_long_words=False, break_on_hyphens=False))
