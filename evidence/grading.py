"""Gradings of sources: tables that give a letter a distribution, shipped or the user's own."""

from __future__ import annotations

import tomllib
import warnings
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from evidence.source import Admiralty
from evidence.stating import StatedReliability, as_form, in_words, one_sentence, unknown
from priors.forms.probability import Beta, Pert, Positive, Text, Unit
from priors.forms.stated import Stated
from priors.scales.files import shipped

SHIPPED = ("admiralty", "europol_4x4", "uk_5x5x5")
"""The gradings that come with the library; other files beside them are scales of other kinds."""

Said = Annotated[Text, Field(min_length=1)]
"""A text that may not be left empty."""


class Grade(Stated):
    """One grade of a source and the distribution that a table gives it."""

    code: Said = Field(description="The letter or number.")
    label: Said = Field(description="Its meaning, in the words of whoever defined it.")
    beta: tuple[Positive, Positive] | None = Field(default=None, description="Parameters a and b.")
    pert: tuple[Unit, Unit, Unit] | None = Field(
        default=None, description="Or the lowest, most likely and highest value."
    )
    unjudged: bool = Field(
        default=False, strict=True, description="Or: it says that nothing can be said."
    )
    reason: Text = Field(default="", description="Why that distribution.")

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        if (self.beta is not None) + (self.pert is not None) + self.unjudged != 1:
            raise PydanticCustomError("grade", "needs one of beta, pert and unjudged = true")
        if not self.unjudged and not self.reason:
            raise PydanticCustomError("grade", "needs a reason beside its numbers")
        if self.pert is not None:
            Pert(pert=self.pert)
        return self

    @property
    def form(self) -> Beta | Pert | None:
        """The distribution; None if the grade says that nothing can be said."""
        if self.beta is not None:
            return Beta(beta=self.beta)
        return None if self.pert is None else Pert(pert=self.pert)


class InformationGrade(Stated):
    """One grade of an item: how credible it is, or how directly it is known."""

    code: Said = Field(description="The number or letter.")
    label: Said = Field(description="Its meaning, in the words of whoever defined it.")
    low: Unit | None = Field(
        default=None, description="Least probability that the words leave open."
    )
    high: Unit | None = Field(default=None, description="Greatest that they leave open.")
    links: Annotated[int, Field(ge=1, le=2, strict=True)] | None = Field(
        default=None, description="Persons it came through: 1, the source saw it; 2, was told."
    )
    corroborated: bool = Field(
        default=False, strict=True, description="It says that something else confirms the item."
    )
    suspected: bool = Field(
        default=False, strict=True, description="It says that the item is thought to be false."
    )
    unjudged: bool = Field(
        default=False, strict=True, description="It says that nothing can be said."
    )


class Grading(Stated):
    """A table of grades: one axis for sources, and perhaps another for items.

    The two are never multiplied. A letter becomes the reliability of a source. A number is a
    judgement of the item in the light of others, which is what weighing a case computes.
    """

    id: Said = Field(description="Short name of the table.")
    name: Text = Field(default="", description="What it is, in words.")
    version: Said = Field(description="Version of its numbers.")
    letters_citation: Said = Field(description="Who defined the grades.")
    values_citation: Said = Field(description="Whose the numbers are, and what they rest on.")
    grades: tuple[Grade, ...] = Field(description="Of sources, from best to worst.")
    information: tuple[InformationGrade, ...] = Field(default=(), description="Of items.")

    @model_validator(mode="after")
    def _codes_and_order(self) -> Self:
        if not self.grades:
            raise PydanticCustomError("none", "has no grades")
        for axis in (self.grades, self.information):
            codes = [g.code for g in axis]
            if twice := [c for c in codes if codes.count(c) > 1]:
                raise PydanticCustomError("twice", "grade {c} stands there twice", {"c": twice[0]})
        judged = [(g.code, g.form.mean) for g in self.grades if g.form is not None]
        for (better, high), (worse, low) in pairwise(judged):
            if low > high:
                words = "from best to worst: the mean of {worse} is above that of {better}"
                raise PydanticCustomError("order", words, {"worse": worse, "better": better})
        return self

    def grade(self, code: str) -> Grade:
        """Return the grade of a source with this code.

        Parameters
        ----------
        code : str
            As written in the table; upper and lower case differ.

        Returns
        -------
        Grade

        Raises
        ------
        ValueError
            If the table has no such grade.
        """
        return self._find(code, self.grades, "grade")

    def information_grade(self, code: str) -> InformationGrade:
        """Return the grade of an item with this code.

        Parameters
        ----------
        code : str
            As written in the table.

        Returns
        -------
        InformationGrade

        Raises
        ------
        ValueError
            If the table has no such grade.
        """
        return self._find(code, self.information, "grade of an item")

    def _find[G: (Grade, InformationGrade)](self, code: str, axis: tuple[G, ...], kind: str) -> G:
        for g in axis:
            if g.code == code:
                return g
        raise ValueError(unknown(code, [g.code for g in axis], f"{kind} in {self.id}"))


def grading_ids() -> tuple[str, ...]:
    """List the names of the gradings that are shipped, sorted.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> grading_ids()
    ('admiralty', 'europol_4x4', 'uk_5x5x5')
    """
    return SHIPPED


@cache
def _shipped(name: str) -> Grading:
    return Grading.model_validate(shipped("evidence.scales", name))


def load_grading(table: str | Path | Mapping[str, Any] | Grading = "admiralty") -> Grading:
    """Load a table of grades: one that is shipped, or your own.

    The numbers of the shipped tables are this library's own proposal: no published measurement
    turns a letter into a probability, and readers of a letter differ widely. A service that has
    checked what its B sources said has better numbers, and writes them into a table of its own.

    Parameters
    ----------
    table : str, Path, mapping or Grading
        The name of a shipped table (`grading_ids()`), the path of a TOML file, or what such a file
        holds: `id`, `version`, `letters_citation`, `values_citation`, and `grades` from best to
        worst, each with `code`, `label`, either `beta` or `pert` with a `reason`, or
        `unjudged = true`.

    Returns
    -------
    Grading

    Raises
    ------
    ValueError
        If there is no such table or file, or something in it is missing, unknown or out of range,
        or a later grade has a higher mean than an earlier one.

    References
    ----------
    Irwin, D. & Mandel, D. R. (2019), Improving information evaluation for intelligence production,
    *Intelligence and National Security* 34(4):503-525, doi:10.1080/02684527.2019.1569343.

    Examples
    --------
    >>> table = load_grading("admiralty")
    >>> table.grade("B").beta, table.grade("F").form
    ((8.0, 2.0), None)
    """
    if isinstance(table, Grading):
        return table
    if isinstance(table, Mapping):
        return _checked(dict(table), "the table")
    path = Path(table)
    if isinstance(table, str) and path.suffix != ".toml":
        if table not in SHIPPED:
            sentence = unknown(table, SHIPPED, "grading")
            raise ValueError(f"{sentence}; a table of your own is a path that ends in .toml")
        return _shipped(table)
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"the grading {path} cannot be read: {error}"
        raise ValueError(msg) from error
    return _checked(data, str(path))


def _checked(data: dict[str, Any], name: str) -> Grading:
    try:
        return Grading.model_validate(data)
    except ValidationError as error:
        msg = f"{name} is not a grading: {one_sentence(error, Grading, data)}"
        raise ValueError(msg) from None


def grade(
    code: str,
    *,
    table: str | Path | Mapping[str, Any] | Grading = "admiralty",
    instead: Any = None,
    exclude: bool = False,
    because: str = "",
) -> StatedReliability:
    """Tell what a grade of a source stands for, written out, with the reason to put beside it.

    A case that says `{admiralty: B}` means the B of the shipped table. With a table of your own,
    the case holds what the table said: the distribution and, under `because`, the name and version
    of the table. So a case stays one file that can be read, checked and weighed anywhere, and a
    later edition of the table does not change an old assessment.

    F of the Admiralty, E of the 5x5x5 and X of Europol say that nobody can judge the source. That
    is neither the worst grade nor an even chance, and this function will not make it one: say what
    you take it for, or leave the source's items out.

    Parameters
    ----------
    code : str
        The grade of the source, such as "B". The second half of a grade such as B2 is about the
        item and is not used here: see `compare_credibility` and `hearsay`.
    table : str, Path, mapping or Grading
        The table, as for `load_grading`.
    instead : form, number or (low, high), optional
        For a grade that cannot be judged: the reliability in another form. Best is the record of
        sources of the same kind (`priors.track(12, 5)`), next best a range that you can defend.
    exclude : bool
        For a grade that cannot be judged: leave the items of the source out.
    because : str
        What led you to the grade; it comes first in the reason.

    Returns
    -------
    dict
        `reliability` (a form) and `because`: `Source(id="us", **grade("B"))`.

    Raises
    ------
    ValueError
        If there is no such grade or table; if the grade cannot be judged and neither `instead` nor
        `exclude` is given; if either is given for a grade that can be judged.

    Notes
    -----
    If `instead` has mean 1/2 there is a `UserWarning`. With a single item of the source only that
    mean counts: whoever writes Beta(1, 1) for "cannot be judged" gets the credence of an even
    chance. With several items a range and a number differ, because they share one unknown.

    Examples
    --------
    >>> stated = grade("B", because="Eleven reports since 2019.")
    >>> stated["reliability"]
    Beta(beta=(8.0, 2.0))
    >>> grade("X", table="europol_4x4", exclude=True)["reliability"].exclude
    True
    """
    found_in = load_grading(table)
    entry = found_in.grade(code)
    head = f"Grade {code} ({entry.label}) of {found_in.id}, version {found_in.version}"
    first = f"{because.strip()} " if because.strip() else ""
    if entry.form is not None:
        if exclude or instead is not None:
            msg = f"{code} of {found_in.id} can be judged: instead= and exclude= are not for it"
            raise ValueError(msg)
        read = (
            f"{head}, read as {in_words(entry.form)}: {entry.reason}. {found_in.values_citation}."
        )
        return {"reliability": entry.form, "because": first + read}
    if exclude == (instead is not None):
        msg = (
            f"{code} of {found_in.id} means '{entry.label}', and no number follows from that: give "
            "instead= (the record of sources of the same kind, or a range that you can defend), "
            "or exclude=True, and not both"
        )
        raise ValueError(msg)
    if exclude:
        return {
            "reliability": Admiralty(admiralty="F", exclude=True),
            "because": f"{first}{head}: its items are left out.",
        }
    form = as_form(instead, "instead")
    if abs(form.mean - 0.5) < 1e-9:
        warnings.warn(
            f"{code} of {found_in.id} is taken as {in_words(form)}, whose mean is an even chance; "
            f"'{entry.label}' does not mean that, and a wide range with that mean gives one item "
            "of the source the same weight as 0.5",
            UserWarning,
            stacklevel=2,
        )
    taken = f"{head} is no number; taken instead as {in_words(form)}, which is a choice."
    return {"reliability": form, "because": first + taken}
