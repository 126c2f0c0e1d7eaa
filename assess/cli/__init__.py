"""The command line: a thin layer over the library, one command one call.

Exit status: 0 done; 1 the case or a file is not usable, with the reasons on standard error; 2 wrong
usage.
"""

from __future__ import annotations

import argparse
import codecs
import io
import os
import sys
from collections.abc import Sequence
from functools import partial

from assess.cli import compare as cli_compare
from assess.cli import exchange as cli_exchange
from assess.cli import interview as cli_interview
from assess.cli import sensitivity as cli_sensitivity
from assess.cli import weigh as cli_weigh
from assess.cli.output import print_json
from assess.errors import CaseError
from assess.version import __version__


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
    parser.add_argument("--version", action="version", version=f"assess {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add = partial(commands.add_parser, allow_abbrev=False)

    cli_weigh.add_commands(add)
    cli_sensitivity.add_commands(add)
    cli_compare.add_commands(add)
    cli_exchange.add_commands(add)
    cli_interview.add_commands(add)

    cli_weigh.add_beginnings(add)
    return parser
