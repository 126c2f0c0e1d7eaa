"""The dialogue: with rich at a terminal, in plain lines anywhere else."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from assess.interview.record import Ask
from assess.interview.session import Listener, Stop

if TYPE_CHECKING:
    from rich.console import Console

WELCOME = (
    "An interview: one question at a time, and a case file at the end. An answer can be a number "
    "(.7 or 70%), a range (.5-.8), odds (3:1), a phrase of ICD 203 (likely). '?' is for help, "
    "'back' takes back the last answer, 'skip' leaves a question open, 'quit' keeps what there is "
    "for another time."
)
_PROMPT = "> "


class Plain:
    """Lines in and lines out, for pipes, logs and terminals without colours."""

    def ask(self, ask: Ask) -> str:
        print(f"\n{ask.text}")  # noqa: T201
        print(_PROMPT, end="", flush=True)  # noqa: T201
        try:
            line = sys.stdin.readline()
        except UnicodeDecodeError:
            print("(what follows is not readable text)")  # noqa: T201
            raise Stop from None
        if not line:
            print()  # noqa: T201
            raise Stop
        if not sys.stdin.isatty():
            print(line.rstrip("\n"))  # noqa: T201  # nobody typed it here, so it is shown
        return line

    def tell(self, text: str) -> None:
        print(text)  # noqa: T201


class Coloured:
    """Questions in bold and what is told in a paler colour, wrapped to the window."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def ask(self, ask: Ask) -> str:
        from rich.text import Text

        self.console.print()
        self.console.print(Text(ask.text, style="bold"))
        while True:
            try:
                return input(_PROMPT)  # with its prompt, or editing the line would overwrite it
            except EOFError:
                raise Stop from None
            except UnicodeDecodeError:
                self.tell("That is not readable text; type it again.")

    def tell(self, text: str) -> None:
        from rich.text import Text

        self.console.print(Text(text, style="cyan"))


def listener() -> Listener:
    """Return whoever is at this terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return Plain()
    with suppress(ImportError):
        import readline  # noqa: F401  # lets an answer be edited while it is typed
    from rich.console import Console

    return Coloured(Console(highlight=False))
