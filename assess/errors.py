"""The errors that a user can catch, each an `AssessError`.

Everything that checks a case reports `Problem`s; one `CaseError` carries all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assess.formatting.names import closest, did_you_mean, listed, shown
from priors.forms.problems import (
    AssessError,
    Location,
    Problem,
    StatementError,
    placed,
)

__all__ = [
    "AssessError",
    "CaseError",
    "Location",
    "NotACaseError",
    "NotAReadingError",
    "NotAResultError",
    "Problem",
    "StatementError",
    "TooEntangledError",
    "UnknownNameError",
    "UnknownOptionError",
    "placed",
]


class NotACaseError(AssessError, TypeError):
    """Something else stands where a case is wanted."""


class NotAResultError(AssessError, TypeError):
    """Something else stands where a result of `weigh` is wanted."""


class NotAReadingError(AssessError, TypeError):
    """Something else stands where a reading of a result is wanted, or another reading."""


@dataclass(eq=False)
class UnknownNameError(AssessError):
    """A name that nothing is called by.

    Attributes
    ----------
    name : object
        The name that was given.
    known : iterable of str
        The names there are.
    kind : str
        What was looked for: hypothesis, question, scale.
    place : str
        Where the name stands, if that needs saying.
    option : str
        Of an argument that takes one of a few words: the argument.

    Examples
    --------
    >>> str(UnknownNameError("new_tipe", ("new_type", "other"), "hypothesis"))
    "no hypothesis is called 'new_tipe' (there are: new_type, other); did you mean 'new_type'?"
    >>> str(UnknownNameError("items", ("item", "source", "tag"), option="by"))
    "by can be 'item', 'source' or 'tag', not 'items'; did you mean 'item'?"
    """

    name: object
    known: Iterable[str]
    kind: str = "name"
    place: str = ""
    option: str = ""

    def __post_init__(self) -> None:
        self.known = tuple(self.known)

    @property
    def closest(self) -> str:
        """The known name most like the given one, or an empty string."""
        return closest(self.name, self.known)

    def __str__(self) -> str:
        known = tuple(self.known)
        if self.option:
            *most, last = (repr(k) for k in known)
            words = f"{', '.join(most)} or {last}" if most else last
            text = f"{self.option} can be {words}, not {shown(self.name)}"
        else:
            text = f"no {self.kind} is called {shown(self.name)} "
            text += f"(there are: {listed(known)})" if known else "(there are none)"
        text = f"{self.place}: {text}" if self.place else text
        return text + did_you_mean(self.closest)


class UnknownOptionError(UnknownNameError, TypeError):
    """A keyword argument that a function does not take."""


class CaseError(StatementError):
    """A case that cannot be used, with every problem found in it.

    Attributes
    ----------
    problems : tuple of Problem
        All of them, in the order of the file.
    origin : str
        The file's name, if the case came from one.
    """


class TooEntangledError(CaseError):
    """A case whose sums would need a table larger than memory."""
