"""Questions and answers together: at a terminal, with going back, or from a file, at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from assess.errors import CaseError, Problem
from assess.formatting.names import closest, listed
from assess.interview.answers import Answer, AnswerError
from assess.interview.questions import interview
from assess.interview.readers import LONGEST
from assess.interview.record import Ask, Record, Tell

BACK, QUIT, HELP, SKIP = "back", "quit", "?", "skip"


class Stop(Exception):  # noqa: N818  # nothing went wrong: somebody wants to go on later
    """The interview is to be broken off."""


class _Back(Exception):  # noqa: N818
    """The last answer is to be given again."""


class Listener(Protocol):
    """Somebody to be asked and told."""

    def ask(self, ask: Ask) -> str:
        """Return the answer to a question; `Stop` where there will be none."""

    def tell(self, text: str) -> None:
        """Say something."""


@dataclass
class Session:
    """An interview as far as it has come: the answers, and the questions for the comments.

    Attributes
    ----------
    answers : dict
        {key of the question: answer as it was given}, in the order in which they were asked.
    questions : dict
        {key of the question: the question}.
    """

    answers: dict[str, str] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)

    def run(self, listener: Listener) -> Record:
        """Ask until everything is answered; what was answered before is not asked again."""
        while True:
            used: list[str] = []
            try:
                return self._once(listener, used)
            except _Back:
                if used:
                    self.answers.pop(used[-1])
                else:
                    listener.tell("This is the first question.")

    def _once(self, listener: Listener, used: list[str]) -> Record:
        flow, live = interview(), False
        step = next(flow)
        while True:
            try:
                if isinstance(step, Tell):
                    if live:
                        listener.tell(step.text())
                    step = next(flow)
                    continue
                self.questions[step.key] = step.text
                answer = None if live else self._known(step, listener)
                if answer is None:
                    live = True
                    answer = self._asked(step, listener)
                used.append(step.key)
                step = flow.send(answer)
            except StopIteration as end:
                found: Record = end.value
                return found

    def _known(self, ask: Ask, listener: Listener) -> Answer | None:
        raw = self.answers.get(ask.key)
        if raw is None:
            return None
        try:
            return read(ask, raw)
        except AnswerError as error:
            listener.tell(f"{ask.key} in the file of answers: {error}")
            return None

    def _asked(self, ask: Ask, listener: Listener) -> Answer:
        while True:
            raw = " ".join(listener.ask(ask).split())
            word = raw.lower()
            if word == BACK:
                raise _Back
            if word == QUIT:
                raise Stop
            if word == HELP:
                listener.tell(f"{ask.help} {_commands(ask)}".strip())
                continue
            try:
                answer = read(ask, raw)
            except AnswerError as error:
                listener.tell(f"{_sentence(str(error))} (? for help)")
                continue
            if answer.words and answer.words != raw:
                listener.tell(f"Read as: {answer.words}.")
            if answer.doubt:
                listener.tell(_sentence(answer.doubt))
            self.answers.pop(ask.key, None)  # the order is that of asking
            self.answers[ask.key] = raw
            return answer


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _commands(ask: Ask) -> str:
    skip = "'skip' leaves it open, " if ask.empty is not None else ""
    skip = "'skip' leaves it to the end, " if ask.later else skip
    return f"{skip}'back' takes back the last answer, 'quit' keeps what there is for another time."


def read(ask: Ask, raw: str) -> Answer:
    """Tell what an answer means.

    Raises
    ------
    AnswerError
        If it cannot be used.
    """
    raw = " ".join(raw.split())
    if len(raw) > LONGEST:
        msg = f"that is {len(raw)} characters long, and the longest answer is {LONGEST}"
        raise AnswerError(msg)
    if not raw:
        if ask.empty is None:
            msg = "this needs an answer" + ("; 'skip' leaves it to the end" if ask.later else "")
            raise AnswerError(msg)
        return ask.empty
    if raw.lower() in ask.no and ask.empty is not None:
        return ask.empty
    if raw.lower() == SKIP:
        if ask.later:
            return Answer(raw, None, skipped=True)
        if ask.empty is None:
            msg = "this cannot be skipped: without it there is no case"
            raise AnswerError(msg)
        return replace(ask.empty, raw="", skipped=True)
    if raw.lower() in (BACK, QUIT, HELP):
        msg = f"{raw!r} is said at a terminal, and is no answer"
        raise AnswerError(msg)
    return ask.read(raw)


def run_file(
    answers: Mapping[str, str], *, lines: Mapping[str, int] | None = None, origin: str = ""
) -> tuple[Record, list[str]]:
    """Answer an interview from a file.

    Parameters
    ----------
    answers : mapping
        {key of the question: answer}. What may be left empty may be left out.
    lines : mapping, optional
        Line of each answer, for the messages.
    origin : str
        Name of the file, for the messages.

    Returns
    -------
    record : Record
    told : list of str
        What would have been said at a terminal.

    Raises
    ------
    CaseError
        With every answer that cannot be used or is missing, and every one that is to no question.
        Where a name is wrong on which all that follows hangs, what was found so far.
    """
    reading = _Reading(answers, lines or {})
    flow, told, whole = interview(), [], True
    step, item = next(flow), ""
    while True:
        try:
            if isinstance(step, Tell):
                if step.refusal and not reading.problems:
                    reading.problem(item, step.text())
                elif not reading.problems:
                    told.append(step.text())
                step = next(flow)
                continue
            item = step.key if step.key.startswith("item[") else item
            answer = reading.answer(step)
            if answer is None:
                whole = False
                break
            if answer.doubt:
                told.append(f"{step.key}: {answer.doubt}")
            step = flow.send(answer)
        except StopIteration as end:
            record: Record = end.value
            break
    if whole:
        reading.not_asked()
    if reading.problems:
        ordered = sorted(reading.problems, key=lambda p: p.line or 0)
        raise CaseError(tuple(ordered), origin)
    return record, told


class _Reading:
    """Answers of a file, and what is wrong with them."""

    def __init__(self, answers: Mapping[str, str], lines: Mapping[str, int]) -> None:
        self.answers, self.lines = answers, lines
        self.asked: list[str] = []
        self.problems: list[Problem] = []

    def problem(self, key: str, message: str, near: str = "", allowed: str = "") -> None:
        line = self.lines.get(key)
        self.problems.append(
            Problem((), message, allowed=allowed, closest=near, address=key, line=line)
        )

    def answer(self, ask: Ask) -> Answer | None:
        """Return the answer, or one to go on with after a mistake; None where that cannot be."""
        self.asked.append(ask.key)
        raw = self.answers.get(ask.key)
        try:
            if raw is None and ask.empty is None:
                self.problem(ask.key, "is not answered", allowed=ask.text)
            else:
                return read(ask, raw or "")
        except AnswerError as error:
            self.problem(ask.key, str(error))
        return None if ask.stand_in is None else read(ask, ask.stand_in)

    def not_asked(self) -> None:
        known = set(self.asked)
        for key in self.answers:
            if key not in known:
                free = [k for k in self.asked if k not in self.answers]
                near = closest(key, free)
                allowed = "" if near else f"such as {listed(self.asked[-4:])}"
                self.problem(key, "answers no question that is asked", near, allowed)
