"""The second half of a grade, about the item: a check of credibility, a path of hearsay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from evidence.grading import Grading, load_grading


@dataclass(frozen=True)
class CredibilityComparison:
    """A stated credibility beside what the rest of the case makes of the item.

    Attributes
    ----------
    code, label : str
        The grade of the item, and its meaning.
    credence : float
        Probability of what the item says, from the other items alone, 0 to 1.
    agrees : bool or None
        Whether the two fit. None if that cannot be judged: the grade excludes no credence (3, 6),
        or speaks of a confirmation that is not in the case (1 without `confirmed_by`).
    counted_twice : tuple of str
        The items that already stand for the confirmation that the grade speaks of.
    words : str
        What that means, in a sentence or two.
    """

    code: str
    label: str
    credence: float
    agrees: bool | None
    counted_twice: tuple[str, ...]
    words: str


def compare_credibility(
    code: str | int,
    *,
    credence: float,
    confirmed_by: Iterable[str] = (),
    table: str | Path | Mapping[str, Any] | Grading = "admiralty",
) -> CredibilityComparison:
    """Compare an item's credibility grade with what the other items of the case say.

    The number in a grade such as B2 enters no computation. It says how an item looks in the light
    of everything else, and that is what weighing computes. To multiply it into the reliability, or
    to sharpen a likelihood with it, would count the other items twice: a 1, "confirmed by other
    sources", beside an item that is the confirmation. As a check the number is worth having. Where
    it differs from the case, one of the two knows something that the other does not.

    Parameters
    ----------
    code : str or int
        The grade of the item, such as 2.
    credence : float
        Probability of *what the item says*, without the item, 0 to 1. Where the item asserts a
        hypothesis itself, this is the credence of that hypothesis in
        `leave_out(result)["credence"]`. Where it reports something else, such as a van at the
        gate, the credence of no hypothesis is meant: see the Notes.
    confirmed_by : iterable of str
        Items of other, independent sources in the case that speak for the same.
    table : str, Path, mapping or Grading
        A table whose numbers are about credibility. Those of the 5x5x5 and the 4x4 are about how
        directly something is known: see `hearsay`.

    Returns
    -------
    CredibilityComparison

    Raises
    ------
    ValueError
        If the grade is unknown or not about credibility, or the credence is not in 0 to 1.

    Notes
    -----
    No probabilities are given to the numbers. "Probably true" and "confirmed" exclude a credence
    below one half, "doubtfully true" and "improbable" one above it, "possibly true" excludes none,
    and 6 is no judgement at all.

    The item reports an event e that the hypotheses h make more or less probable. Without the item,
    P(e | rest) = sum over h of P(e | h) P(h | rest), with P(h | rest) from `leave_out`. That holds
    where each h by itself says how probable the event is: no other item reports the same event or
    repeats this one, and this one is not stated `given` others. P(e | h) is a judgement of its
    own; the item's stated likelihood can stand for it if a source that tracks the truth would
    report the event whenever it happens, and only then. If it may miss the event, the sum is too
    low.

    References
    ----------
    Baker, J. D., McKendry, J. M. & Mace, D. J. (1968), *Certitude judgments in an operational
    environment*, US Army BESRL Technical Research Note 200: 87 % of the grades of field reports
    lay on the diagonal A1, B2, C3, as if the two axes were one.

    Examples
    --------
    >>> found = compare_credibility(2, credence=0.12)
    >>> found.agrees
    False
    """
    found_in = load_grading(table)
    found = found_in.information_grade(str(code))
    if not 0.0 <= credence <= 1.0:
        msg = f"credence is a probability, 0 to 1, not {credence!r}"
        raise ValueError(msg)
    head = f"{found.code} says '{found.label}'"
    if found.unjudged:
        words = f"{head}: there is nothing to compare, and it is not an even chance."
        return CredibilityComparison(found.code, found.label, credence, None, (), words)
    if found.low is None or found.high is None:
        msg = (
            f"{found.code} of {found_in.id} says '{found.label}', which is about how directly it "
            "is known and not about how credible it is: see hearsay"
        )
        raise ValueError(msg)
    if found.low <= 0.0 and found.high >= 1.0:
        words = f"{head}, which excludes no credence: there is nothing to compare."
        return CredibilityComparison(found.code, found.label, credence, None, (), words)
    others = tuple(confirmed_by)
    fits = found.low <= credence <= found.high
    if found.corroborated and not others:
        words = (
            f"{head}, but no item of the case is said to confirm it, so there is nothing to "
            "compare: add what confirms it as an item of its own, or the grade stands for "
            "something that is not in the case."
        )
        return CredibilityComparison(found.code, found.label, credence, None, (), words)
    if fits:
        words = f"{head}, and the other items do not contradict that."
    else:
        side = "less" if credence < 0.5 else "more"
        words = (
            f"{head}, but the other items make it {side} likely than not. Either the grade rests "
            "on something that is not in the case, or the case has it wrong."
        )
    if found.corroborated:
        words += f" What confirms it is in the case ({', '.join(others)}): the grade adds nothing."
    twice = others if found.corroborated else ()
    return CredibilityComparison(found.code, found.label, credence, fits, twice, words)


class StatedPath(TypedDict):
    """A path of hearsay and the reason for it: two fields of an `Item`."""

    source: str | tuple[str, ...]
    because: str


def hearsay(
    code: str | int,
    *,
    source: str,
    origin: str | None = None,
    links: int | None = None,
    table: str | Path | Mapping[str, Any] | Grading = "uk_5x5x5",
    because: str = "",
) -> StatedPath:
    """Return the path of sources that a police grade of information stands for.

    The numbers of the 5x5x5 and of Europol's 4x4 say how directly something is known. "Known
    personally to the source" is one link: the source saw it. "Not known personally to the source"
    is two: somebody saw it and told the source, and both must track the truth. That somebody is a
    source of the case too, with a reliability of his own, even if nobody knows who it is; two
    items of two unknown people need two such sources, or the case takes them for one person.

    "Corroborated" adds nothing here: what corroborates an item is another item. "Cannot be judged"
    is no number of links, and "suspected to be false" is a suspicion of the source, which belongs
    in its reliability or in `if_unreliable`; for both, say yourself how many links there were.

    Parameters
    ----------
    code : str or int
        The grade of the information, such as 2.
    source : str
        Id of the source that was reported on: the last of the path.
    origin : str, optional
        Id of the source behind it, where there are two links.
    links : int, optional
        1 or 2, for a grade that leaves it open.
    table : str, Path, mapping or Grading
        `uk_5x5x5`, `europol_4x4` or a table of your own.
    because : str
        Comes first in the reason.

    Returns
    -------
    dict
        `source` (one id, or a path from first to last) and `because`: two fields of an `Item`.

    Raises
    ------
    ValueError
        If the grade is unknown or leaves the links open and `links` is not given; if two links
        come with no `origin`, or one with an `origin`.

    Notes
    -----
    Each link multiplies: the path tracks the truth with the product of the reliabilities.

    References
    ----------
    HM Revenue & Customs, manual MLR3C14000, appendix 3 (5x5x5); Regulation (EU) 2016/794, article
    29 (4x4). Schum, D. A. (1994), *The Evidential Foundations of Probabilistic Reasoning*, ch. 7.

    Examples
    --------
    >>> hearsay(3, source="informant", origin="his_contact")["source"]
    ('his_contact', 'informant')
    """
    found_in = load_grading(table)
    found = found_in.information_grade(str(code))
    head = f"Grade {found.code} of {found_in.id}, '{found.label}'"
    if links is not None and (found.links or links) != links:
        msg = f"{head}, is a path of {found.links}, not {links!r}"
        raise ValueError(msg)
    count = found.links or links
    if count not in (1, 2):
        msg = f"{head}, does not say through how many persons it came: give links=1 or links=2"
        raise ValueError(msg)
    if (count == 2) != (origin is not None):
        who = (
            "name the source behind it as origin=, with a reliability of its own in the case"
            if count == 2
            else f"origin={origin!r} has no place in it"
        )
        msg = f"{head}, is a path of {count}: {who}"
        raise ValueError(msg)
    words = f"{because.strip()} {head}".strip()
    words += ": the source knows it itself." if count == 1 else ": the source was told."
    if found.corroborated:
        words += " What corroborates it counts as an item of its own, and only so."
    path = source if origin is None else (origin, source)
    return {"source": path, "because": words}
