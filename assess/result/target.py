"""Which hypothesis a reading of a result is about, and against what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assess.errors import UnknownNameError
from assess.formatting.names import listed
from assess.result.access import answer_of
from assess.result.lead import leader

if TYPE_CHECKING:
    import xarray as xr

THE_REST = "the rest"


@dataclass(frozen=True)
class Target:
    """A hypothesis of a question, and the hypotheses it is weighed against.

    Attributes
    ----------
    question : int
        Position of the question.
    hypothesis : int
        Position of the hypothesis within its question.
    against : tuple of int
        Positions of its rivals.
    flat : int
        Position of the hypothesis among all.
    """

    question: int
    hypothesis: int
    against: tuple[int, ...]
    flat: int
    question_id: str
    label: str
    against_label: str

    @property
    def attrs(self) -> dict[str, str]:
        """The target in words, as a Dataset's attributes carry it."""
        return {
            "question": self.question_id,
            "hypothesis": self.label,
            "against": self.against_label,
        }


def target_of(
    result: xr.DataTree, hypothesis: str | None = None, against: str | None = None
) -> Target:
    """Find a hypothesis in a result.

    Parameters
    ----------
    result : DataTree
    hypothesis : str, optional
        Its id, or `question:id`; the one of the first question with the highest credence when left
        out.
    against : str, optional
        One rival of the same question; all the others together when left out.

    Returns
    -------
    Target

    Raises
    ------
    ValueError
        If there is no such hypothesis, or the two belong to different questions.
    """
    return target_in(answer_of(result), hypothesis, against)


def target_in(exact: xr.Dataset, hypothesis: str | None, against: str | None) -> Target:
    """Find a hypothesis among `credence` (hypothesis), as `target_of` does in a result."""
    if hypothesis is None:
        return _leader_in(exact, None, against)
    labels = [str(x) for x in exact["hypothesis"].values]
    questions = [str(x) for x in exact["question"].values]
    return _target(labels, questions, _find(hypothesis, labels, questions), against)


def leader_of(
    result: xr.DataTree, question: str | None = None, against: str | None = None
) -> Target:
    """The hypothesis of a question with the highest credence.

    Parameters
    ----------
    result : DataTree
    question : str, optional
        Its id; the first one when left out.
    against : str, optional
        As of `target_of`.

    Returns
    -------
    Target

    Raises
    ------
    ValueError
        If there is no such question, or no such rival in it.
    """
    return _leader_in(answer_of(result), question, against)


def _leader_in(exact: xr.Dataset, question: str | None, against: str | None) -> Target:
    labels = [str(x) for x in exact["hypothesis"].values]
    questions = [str(x) for x in exact["question"].values]
    name = question_named(question, list(dict.fromkeys(questions)))
    own = [k for k, q in enumerate(questions) if q == name]
    flat = own[leader(exact["credence"].values[own])]
    return _target(labels, questions, flat, against)


def _target(labels: list[str], questions: list[str], flat: int, against: str | None) -> Target:
    order = list(dict.fromkeys(questions))
    own = [k for k, q in enumerate(questions) if q == questions[flat]]
    if against is None or against == THE_REST:
        rivals = [k for k in own if k != flat]
        words = THE_REST
    else:
        rival = _find(against, labels, questions)
        if rival not in own or rival == flat:
            allowed = listed([labels[k] for k in own if k != flat])
            msg = (
                f"{labels[flat]!r} can be weighed against another of {questions[flat]!r}: {allowed}"
            )
            raise ValueError(msg)
        rivals, words = [rival], labels[rival]
    return Target(
        question=order.index(questions[flat]),
        hypothesis=flat - own[0],
        against=tuple(k - own[0] for k in rivals),
        flat=flat,
        question_id=questions[flat],
        label=labels[flat],
        against_label=words,
    )


def question_named(name: str | None, known: Sequence[str]) -> str:
    """The id of a question; the first one when left out.

    Raises
    ------
    ValueError
        If none is called so.
    """
    if name is None:
        return known[0]
    if name not in known:
        raise UnknownNameError(name, known, "question")
    return name


def _find(name: str, labels: list[str], questions: list[str]) -> int:
    if name in labels:
        return labels.index(name)
    full = [
        f"{q}:{label.removeprefix(f'{q}:')}" for q, label in zip(questions, labels, strict=True)
    ]
    if name in full:
        return full.index(name)
    raise UnknownNameError(name, labels, "hypothesis")
