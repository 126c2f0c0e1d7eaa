"""The commands that go between cases and spreadsheets: `import` and `export`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path


def add_commands(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands to the parser.

    Parameters
    ----------
    add : callable
        Makes the parser of a command from its name.
    """
    reading = add("import", help="make a case file from a matrix of competing hypotheses (ACH)")
    reading.add_argument("file", metavar="FILE", help="a spreadsheet: .csv, .tsv, .txt or .xlsx")
    reading.add_argument("--to", metavar="CASE", required=True, help="the case file to write")
    reading.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook")
    reading.add_argument("--force", action="store_true", help="replace a file that is there")
    reading.set_defaults(run=_import)

    writing = add("export", help="write a case as a spreadsheet, with its credences")
    writing.add_argument("case", metavar="CASE", help="a case file, YAML or JSON")
    writing.add_argument(
        "--to", metavar="FILE", required=True, help="the spreadsheet to write: .xlsx or .csv"
    )
    writing.add_argument("--force", action="store_true", help="replace a file that is there")
    writing.set_defaults(run=_export)


def _import(options: argparse.Namespace) -> int:
    import assess

    target = _target(options, (".yaml", ".yml", ".json"))
    case = assess.from_ach(options.file, sheet=options.sheet)
    assess.save_case(case, target)
    question = case.questions[0]
    counts = f"{len(question.states)} hypotheses, {len(case.items)} items"
    print(f"wrote {target}: {counts}; weigh it with: assess weigh {target}")
    for line in case.text.split("\n"):
        if line:
            print(f"note: {line}", file=sys.stderr)
    return 0


def _export(options: argparse.Namespace) -> int:
    import assess

    target = _target(options, (".xlsx", ".csv"))
    result = assess.weigh(assess.load_case(options.case), draws=0)
    assess.to_spreadsheet(result, target)
    print(f"wrote {target}")
    return 0


def _target(options: argparse.Namespace, suffixes: tuple[str, ...]) -> Path:
    """The file to write, which must not be there already, unless that is wanted."""
    target = Path(options.to)
    if target.suffix.lower() not in suffixes:
        msg = f"{target}: a file to write here ends in {', '.join(suffixes)}"
        raise ValueError(msg)
    if target.exists() and not options.force:
        msg = f"{target}: is there already (--force replaces it)"
        raise ValueError(msg)
    return target
