"""The commands that ask what a conclusion rests on: `sensitivity`, `tip` and `next`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assess.cli.arguments import day
from assess.cli.output import print_json, wrapped, write_pictures

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes

FORMAT = "assess-sensitivity/1"


def add_commands(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands to the parser.

    Parameters
    ----------
    add : callable
        Makes the parser of a command from its name.
    """
    every = add("sensitivity", help="show what the conclusion rests on, in words and figures")
    _common(every)
    every.add_argument("--threshold", type=float, metavar="P", help="a credence that matters")
    every.add_argument("--plots", metavar="DIR", help="write the figures into this folder")
    every.set_defaults(run=_sensitivity)

    tip = add("tip", help="show what one stated number would have to be to change the conclusion")
    _common(tip)
    tip.add_argument(
        "address", metavar="ADDRESS", help="such as 'reliability[us]' or 'likelihood[debris, none]'"
    )
    tip.add_argument("--threshold", type=float, metavar="P", help="a credence that matters")
    tip.set_defaults(run=_tip)

    following = add("next", help="rank the candidates: what should be found out next")
    _common(following)
    following.set_defaults(run=_next)


def _common(parser: argparse.ArgumentParser) -> None:
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

    result = _weighed(options, draws=None)
    whole = assess.report.survey(result, hypothesis=options.hypothesis, threshold=options.threshold)
    tipping = whole["tipping_points"]
    if why := tipping.attrs.get("does_not_apply"):
        raise ValueError(why)
    readings = {k: r for k, r in whole.items() if "does_not_apply" not in r.attrs}
    if options.json:
        print_json({"format": FORMAT, "readings": [reading_as_plain(r) for r in readings.values()]})
    else:
        print(result.attrs["title"] or options.case)
        for key, reading in readings.items():
            print(f"\n{_ANSWERS[key]}\n{wrapped(assess.explain(reading))}")
        print(f"\n{assess.table(tipping)}")
    if options.plots:
        write_pictures(_pictures(readings), Path(options.plots))
    return 0


_ANSWERS = {
    "tipping_points": "What would overturn it",
    "tipping_pairs": "Two numbers at once",
    "credal_bounds": "All numbers at once",
    "contamination": "Another prior",
    "tornado": "What moves it most",
    "ledger": "What speaks for it",
    "leave_out/item": "Without an item",
    "leave_out/source": "Without a source",
    "leave_out/assumption": "Assumptions",
    "dependence": "Dependence",
    "conflict": "Do the items fit each other",
    "diagnosticity": "What each item can tell apart",
    "confidence": "Confidence",
}
"""What each reading of the survey answers."""


def _pictures(readings: dict[str, xr.Dataset]) -> Iterator[tuple[str, Axes]]:
    """The picture of each reading."""
    import assess

    for key, reading in readings.items():
        if key == "dependence" and not reading.sizes["curve"]:
            continue  # nothing depends on anything: there is no curve, and its words say so
        by = str(reading.attrs.get("by", ""))
        yield f"{reading.attrs['reading']}-{by}".rstrip("-"), assess.plot(reading)


def _tip(options: argparse.Namespace) -> int:
    import assess
    from assess.io.readings import reading_as_plain
    from assess.prose.tipping_points import sentences

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
    print(wrapped(assess.explain(curve)))
    events = [e for e in ("lead", "threshold", "band") if e in tipping]
    for event in events:
        for sentence in sentences(tipping, event):
            print(wrapped(sentence))
    print(f"\n{assess.table(tipping)}")
    return 0


def _next(options: argparse.Namespace) -> int:
    import assess
    from assess.io.readings import reading_as_plain

    result = _weighed(options)
    found = assess.value_of_information(result)
    if options.json:
        print_json(reading_as_plain(found))
        return 0
    print(f"{wrapped(assess.explain(found))}\n\n{assess.table(found)}")
    return 0
