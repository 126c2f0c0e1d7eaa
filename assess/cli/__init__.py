"""The command line: a thin layer over the library, one command one call.

Exit status: 0 done; 1 the case or a file is not usable, with the reasons on standard error; 2 wrong
usage.
"""

from __future__ import annotations

import argparse
import codecs
import datetime as dt
import io
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assess.cli import compare as cli_compare
from assess.cli import exchange as cli_exchange
from assess.cli import interview as cli_interview
from assess.cli import sensitivity as cli_sensitivity
from assess.cli.output import print_json, save_figure
from assess.errors import CaseError

if TYPE_CHECKING:
    import xarray as xr


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        Arguments after the program's name; those of the process when left out.

    Returns
    -------
    int
        Exit status.
    """
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_PLAINER)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except CaseError as error:
        _report(error, as_json=getattr(options, "json", False))
        return 1
    except BrokenPipeError:
        # whoever reads has gone (such as `head`): close quietly
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except MemoryError:
        print("assess: the case is too large for the memory of this machine", file=sys.stderr)
        return 1
    except (OSError, ValueError) as error:
        if getattr(options, "json", False):
            print_json({"problems": [{"message": _words(error)}]})
        print(f"assess: {_words(error)}", file=sys.stderr)
        return 1
    return status


_PLAINER = "assess-plainer"


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """What is printed where a terminal or pipe does not have a character: never a lost minus."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate({0x2212: "-", 0x221E: "inf"})
    return text.encode("ascii", "replace").decode("ascii"), error.end


codecs.register_error(_PLAINER, _plainer)


def _words(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def _report(error: CaseError, *, as_json: bool) -> None:
    if as_json:
        print_json({"problems": [p.as_dict() for p in error.problems]})
    print(error, file=sys.stderr)
    count = len(error.problems)
    print(f"{count} problem{'' if count == 1 else 's'}; nothing was weighed", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="assess", description="Weigh the evidence of a case.", allow_abbrev=False
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add = partial(commands.add_parser, allow_abbrev=False)

    weigh = add("weigh", help="weigh a case and show what each item contributed")
    weigh.add_argument("case", metavar="CASE", help="a case file, YAML or JSON")
    weigh.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    weigh.add_argument(
        "--as-of", type=_day, metavar="DATE", help="assess as of this day, such as 2024-06-20"
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

    cli_sensitivity.add_commands(add, _day)
    cli_compare.add_commands(add)
    cli_exchange.add_commands(add)
    cli_interview.add_commands(add)

    schema = add("schema", help="print the JSON Schema of case files")
    schema.set_defaults(run=_schema)

    example = add("example", help="copy a shipped example, to have one to edit")
    example.add_argument("name", metavar="NAME", nargs="?", help="its name; without one, a list")
    example.add_argument("--to", metavar="DIR", help="folder to make (default: the name)")
    example.set_defaults(run=_example)
    return parser


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        msg = f"{text!r} is not a day such as 2024-06-20"
        raise argparse.ArgumentTypeError(msg) from None


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
        from assess.tables.ledger import ledger_table

        print(assess.summary(result))
        if "exact" in result.children and result["exact"].sizes["item"]:
            print(f"\n{ledger_table(assess.ledger(result))}")
    if options.plots:
        for path in _plots(result, Path(options.plots)):
            print(f"wrote {path}", file=sys.stderr)
    return 0


def _plots(result: xr.DataTree, folder: Path) -> list[Path]:
    """The ledger and the tornado of each question's leading hypothesis, as SVG and PNG."""
    import matplotlib.pyplot as plt

    import assess
    from assess.result.access import exact_of
    from assess.result.target import leader_of

    folder.mkdir(parents=True, exist_ok=True)
    exact = exact_of(result)
    written = []
    for question in dict.fromkeys(exact["question"].values):
        leading = leader_of(result, str(question)).label
        axes = {
            "ledger": assess.plot_ledger(assess.ledger(result, hypothesis=leading)),
            "tornado": assess.plot_tornado(assess.tornado(result, hypothesis=leading)),
        }
        for name, ax in axes.items():
            figure = ax.get_figure(root=True)
            assert figure is not None
            for suffix in ("svg", "png"):
                path = folder / f"{name}-{question}.{suffix}"
                save_figure(figure, path)
                written.append(path)
            plt.close(figure)
    return written


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
