"""Ratings of a matrix of competing hypotheses (ACH), and the likelihoods they stand for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from priors.forms.probability import Between, Fixed
from priors.forms.shorthand import between, fixed
from priors.scales.files import shipped

Letter = Literal["CC", "C", "N", "I", "II", "NA"]
TableId = Literal["ach_v0"]

LETTERS: tuple[Letter, ...] = ("CC", "C", "N", "I", "II", "NA")
TABLES: tuple[TableId, ...] = ("ach_v0",)
NOT_APPLICABLE: Letter = "NA"


@dataclass(frozen=True)
class RatingTable:
    """What the letters of a matrix of competing hypotheses stand for.

    Attributes
    ----------
    id, name : str
        The name by which a case refers to the table, and what it is.
    letters_citation, values_citation : str
        Whose the letters are, and whose the numbers.
    letters : mapping of str to Between
        P(the item appears | hypothesis) for each letter; NA has none of its own.
    labels : mapping of str to str
        The letters in words.
    signs, numbers : mapping of str to str
        Other spellings of the letters.
    reliability : mapping of str to str
        Words for a source's reliability, each with the Admiralty letter taken for it.
    """

    id: str
    name: str
    letters_citation: str
    values_citation: str
    letters: Mapping[str, Between]
    labels: Mapping[str, str]
    signs: Mapping[str, str]
    numbers: Mapping[str, str]
    reliability: Mapping[str, str]

    def likelihoods(self, rating: Mapping[str, str]) -> dict[str, Between | Fixed]:
        """Return the likelihood of one item under each hypothesis.

        Parameters
        ----------
        rating : mapping of str to str
            A letter for each hypothesis.

        Returns
        -------
        dict of str to Between or Fixed
            The interval of each letter; for NA the mean of the means of the others: a convention,
            by which the item leaves that hypothesis where it was only while those with letters are
            equally credible (even priors and no other item, for example). Where all are NA, each
            gets 1/2.

        Examples
        --------
        >>> found = rating_table().likelihoods({"h": "C", "k": "II", "m": "NA"})
        >>> {h: round(p.mean, 3) for h, p in found.items()}
        {'h': 0.664, 'k': 0.052, 'm': 0.358}
        """
        means = [self.letters[x].mean for x in rating.values() if x != NOT_APPLICABLE]
        idle = fixed(math.fsum(means) / len(means) if means else 0.5)
        return {h: idle if x == NOT_APPLICABLE else self.letters[x] for h, x in rating.items()}


@cache
def rating_table(name: TableId = "ach_v0") -> RatingTable:
    """Load a table of what the letters of a matrix of competing hypotheses stand for.

    The letters are Heuer's; the numbers are this library's own proposal, as `values_citation` says.

    Parameters
    ----------
    name : str
        The table's id. A case names the table that it was rated with, so that a later edition does
        not change what an old case says.

    Returns
    -------
    RatingTable

    Raises
    ------
    ValueError
        If there is no such table.

    References
    ----------
    Heuer, R. J. (1999), *Psychology of Intelligence Analysis*, chapter 8.

    Examples
    --------
    >>> round(rating_table().letters["I"].mean, 2)
    0.2
    """
    if name not in TABLES:
        msg = f"no table of ratings is called {name!r} (there is: {', '.join(TABLES)})"
        raise ValueError(msg)
    data = shipped("evidence.scales", "ach")
    letters = {
        x["letter"]: between(*x["between"], covers=data["covers"])
        for x in data["letters"]
        if "between" in x
    }
    return RatingTable(
        id=data["id"],
        name=data["name"],
        letters_citation=data["letters_citation"],
        values_citation=data["values_citation"],
        letters=MappingProxyType(letters),
        labels=MappingProxyType({x["letter"]: x["label"] for x in data["letters"]}),
        signs=MappingProxyType(data["signs"]),
        numbers=MappingProxyType(data["numbers"]),
        reliability=MappingProxyType(data["reliability"]),
    )
