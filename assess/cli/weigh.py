"""The commands about a case file, `weigh` and `check`, and to begin one, `schema` and `example`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assess.cli.arguments import day
from assess.cli.output import print_json, write_pictures

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes


def add_commands(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `weigh` and `check` to the parser.

    Parameters
    ----------
    add : callable
        Makes the parser of a command from its name.
    """
    weigh = add("weigh", help="weigh a case and show what each item contributed")
    weigh.add_argument("case", metavar="CASE", help="a case file, YAML or JSON")
    weigh.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    weigh.add_argument(
        "--as-of", type=day, metavar="DATE", help="assess as of this day, such as 2024-06-20"
    )
    weigh.add_argument(
        "--draws",
        type=int,
        metavar="N",
        help="draws of each of four chains, for the intervals (default: 1000; 0 for none)",
    )
    weigh.add_argument(
        "--seed", type=int, default=1, metavar="S", help="equal seeds give equal draws (default: 1)"
    )
    weigh.add_argument(
        "--engine",
        choices=["exact", "mcmc"],
        default="exact",
        help="mcmc samples the case with PyMC too, and compares (minutes)",
    )
    weigh.add_argument("--plots", metavar="DIR", help="write the figures into this folder")
    weigh.set_defaults(run=_weigh)

    check = add("check", help="check a case file: every problem, and notes on common pitfalls")
    check.add_argument("case", metavar="CASE", help="a case file, YAML or JSON")
    check.add_argument("--json", action="store_true", help="print the problems and notes as JSON")
    check.set_defaults(run=_check)


def add_beginnings(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `schema` and `example` to the parser.

    Parameters
    ----------
    add : callable
        Makes the parser of a command from its name.
    """
    schema = add("schema", help="print the JSON Schema of case files")
    schema.set_defaults(run=_schema)

    example = add("example", help="copy a shipped example, to have one to edit")
    example.add_argument("name", metavar="NAME", nargs="?", help="its name; without one, a list")
    example.add_argument("--to", metavar="DIR", help="folder to make (default: the name)")
    example.set_defaults(run=_example)


def _weigh(options: argparse.Namespace) -> int:
    import assess

    more = {"progress": False} if options.engine == "mcmc" else {}
    result = assess.weigh(
        assess.load_case(options.case),
        as_of=options.as_of,
        engine=options.engine,
        draws=options.draws,
        seed=options.seed,
        **more,
    )
    if options.json:
        from assess.io.results import as_plain

        print_json(as_plain(result))
    else:
        print(assess.summary(result))
        if "exact" in result.children and result["exact"].sizes["item"]:
            print(f"\n{assess.table(assess.ledger(result), most=None)}")
    if options.plots:
        write_pictures(_pictures(result), Path(options.plots))
    return 0


def _pictures(result: xr.DataTree) -> Iterator[tuple[str, Axes]]:
    """The ledger and the tornado of each question's leading hypothesis."""
    import assess
    from assess.result.access import exact_of
    from assess.result.target import leader_of

    for question in dict.fromkeys(exact_of(result)["question"].values):
        leading = leader_of(result, str(question)).label
        for name, read in (("ledger", assess.ledger), ("tornado", assess.tornado)):
            yield f"{name}-{question}", assess.plot(read(result, hypothesis=leading))


def _check(options: argparse.Namespace) -> int:
    import assess
    from assess.case.pitfalls.all import notes_of

    case = assess.load_case(options.case)
    notes = notes_of(case)
    if options.json:
        print_json({"problems": [], "warnings": [n.as_dict() for n in notes]})
    else:
        parts = ("question", "source", "assumption", "item")
        counts = ((len(getattr(case, f"{word}s")), word) for word in parts)
        words = ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in counts)
        print(f"{options.case}: a valid case: {words}")
        if notes:
            print("Note:")
            print("\n".join(f"  {n}" for n in notes))
    return 0


def _schema(options: argparse.Namespace) -> int:
    from assess.io.schema import as_text, json_schema

    del options
    print(as_text(json_schema()), end="")
    return 0


def _example(options: argparse.Namespace) -> int:
    import assess

    if options.name is None:
        print("\n".join(assess.example_names()))
        return 0
    folder = assess.copy_example(options.name, options.to)
    print(f"copied to {folder}; weigh it with: assess weigh {folder / 'case.yaml'}")
    return 0
