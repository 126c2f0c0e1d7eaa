"""The command `new`: an interview that writes a case file."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assess.interview.record import Record
    from assess.interview.session import Session


def add_commands(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command to the parser.

    Parameters
    ----------
    add : callable
        Makes the parser of a command from its name.
    """
    new = add("new", help="be asked for a case, question by question, and have it written")
    new.add_argument(
        "--to",
        type=_case_file,
        default=Path("case.yaml"),
        metavar="CASE",
        help="the case file to make (default: case.yaml); one that is there is not overwritten",
    )
    new.add_argument(
        "--answers", metavar="FILE", help="take the answers from this file, or go on from a draft"
    )
    new.set_defaults(run=_new)


def _case_file(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in (".yaml", ".yml"):
        msg = f"{text!r} does not end in .yaml; other files keep no comments"
        raise argparse.ArgumentTypeError(msg)
    return path


def _new(options: argparse.Namespace) -> int:
    from assess.errors import CaseError
    from assess.interview.draft import read_answers
    from assess.interview.session import Session

    target: Path = options.to
    if target.exists() or target.is_symlink():
        msg = f"{target} is there already, and is not overwritten; give another name with --to"
        raise ValueError(msg)
    if not target.absolute().parent.is_dir():
        msg = f"{target.parent} is not a folder, so {target.name} cannot be written there"
        raise ValueError(msg)
    if options.answers is None:
        return _dialogue(Session(), target, None)
    try:
        known = read_answers(options.answers)
        if known.unfinished:
            return _dialogue(Session(known.answers), target, Path(options.answers))
        return _from_file(options.answers, target)
    except CaseError as error:
        print(error, file=sys.stderr)
        count = len(error.problems)
        print(f"{count} problem{'' if count == 1 else 's'}; nothing was written", file=sys.stderr)
        return 1


def _from_file(name: str, target: Path) -> int:
    from assess.interview.draft import read_answers
    from assess.interview.session import run_file

    known = read_answers(name)
    record, told = run_file(known.answers, lines=known.lines, origin=name)
    print("\n".join(told))
    _write(record, target)
    return 0


def _dialogue(session: Session, target: Path, draft: Path | None) -> int:
    from assess.interview.session import Stop
    from assess.interview.terminal import WELCOME, listener

    dialogue = listener()
    dialogue.tell(WELCOME)
    before = _draft_of(target)
    if draft is None and before.exists():
        dialogue.tell(f"There is a draft: to go on with it, assess new --answers {before}")
    try:
        with _ended_by_signals():
            record = session.run(dialogue)
        unasked = [key for key in session.answers if key not in session.questions]
        if unasked:
            dialogue.tell(f"Not asked, and so not used: {', '.join(unasked)}")
        _write(record, target)
        if draft is not None:
            print(f"{draft} is not needed any more", file=sys.stderr)
    except (Stop, KeyboardInterrupt):
        print(f"\nassess: stopped; {_keep(session, target, draft)}", file=sys.stderr)
        return 1
    except BaseException:  # whatever went wrong, no answer is lost
        print(f"\nassess: {_keep(session, target, draft)}", file=sys.stderr)
        raise
    return 0


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """A window that is closed ends the interview as `quit` does, and no answer is lost."""
    from assess.interview.session import Stop

    def stop(number: int, frame: object) -> None:
        del number, frame
        raise Stop

    known = [getattr(signal, name, None) for name in ("SIGHUP", "SIGTERM")]
    main = threading.current_thread() is threading.main_thread()  # only there can one listen
    before = {s: signal.signal(s, stop) for s in known if s is not None and main}
    try:
        yield
    finally:
        for s, handler in before.items():
            signal.signal(s, handler)


def _draft_of(target: Path, number: int = 1) -> Path:
    return target.with_name(f"{target.stem}.draft{'' if number == 1 else number}.yaml")


def _keep(session: Session, target: Path, draft: Path | None) -> str:
    """Save the answers so far, never over a file of somebody else's, and say where they are."""
    from assess.interview.draft import answers_text
    from assess.interview.writing import write_new
    from assess.io.files import write_text

    if not session.answers:
        return "there were no answers to keep"
    text = answers_text(session.answers, session.questions, unfinished=True)
    number = 1
    try:
        if draft is not None:
            write_text(draft, text)
        while draft is None:
            path = _draft_of(target, number)
            try:
                write_new(path, text)
                draft = path
            except FileExistsError:
                number += 1
    except OSError as error:
        print(f"\n{text}")  # where nothing can be written, they can at least be copied
        return f"the answers so far could not be saved ({error.strerror}); they are printed above"
    return (
        f"the answers so far are in {draft}; go on with: assess new --answers {draft} --to {target}"
    )


def _write(record: Record, target: Path) -> None:
    from assess.interview.writing import case_text, write_new

    write_new(target, case_text(record))
    print(f"wrote {target}; weigh it with: assess weigh {target}", file=sys.stderr)
