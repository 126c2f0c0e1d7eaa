"""A case: questions, sources, assumptions and items, as an analyst states them."""

from __future__ import annotations

import datetime as dt
from typing import Self

from assess.case.restate import restated
from assess.case.sections import AnyQuestion
from assess.case.whole import FORMAT, Whole, plain
from assess.formatting.names import shown
from evidence.assumption import Assumption
from evidence.candidate import Candidate
from evidence.item import Item
from evidence.source import Source
from priors.forms.probability import Form
from priors.quantities.distributions import Lognormal
from priors.question import Hypothesis, Quantity, Question

__all__ = [
    "FORMAT",
    "AnyQuestion",
    "Assumption",
    "Candidate",
    "Case",
    "Hypothesis",
    "Item",
    "Quantity",
    "Question",
    "Source",
    "as_of_day",
    "plain",
]


class Case(Whole):
    """A case to be weighed, as an analyst states it.

    Parameters
    ----------
    questions : sequence of Question or Quantity
        What is asked, each with its hypotheses or thresholds, and priors.
    sources : sequence of Source
        Who says something, each with a reliability.
    assumptions : sequence of Assumption
        What items rest on.
    items : sequence of Item
        The evidence.
    candidates : sequence of Candidate
        Items not yet seen, to be valued before they are collected. They enter no credence.
    cost_unit : str
        One unit of what candidates cost, such as person-day.
    title : str
        Title of the case.
    as_of : date
        The day as of which the case is assessed; items dated later are left out.

    Raises
    ------
    CaseError
        With every problem, each with its address, what was seen, what is allowed and the closest
        known name.

    Examples
    --------
    >>> from assess import case_from
    >>> case = case_from({
    ...     "format": "assess/1",
    ...     "questions": [{"id": "rain", "exhaustive": "it rains or not", "hypotheses": [
    ...         {"id": "yes", "prior": 0.3}, {"id": "no", "prior": 0.7}]}],
    ...     "sources": [{"id": "radio", "reliability": {"beta": [8, 2]}}],
    ...     "items": [{"id": "forecast", "source": "radio", "if_unreliable": 0.5,
    ...                "likelihood": {"yes": 0.9, "no": 0.2}}],
    ... })
    >>> case.items[0].likelihood["yes"].mean
    0.9
    """

    def stated(self, address: str, value: float | Form | Lognormal) -> Self:
        """A copy of the case in which one number is another, checked as every case is.

        Of a prior the rivals keep their proportions.

        Parameters
        ----------
        address : str
            Any address of `assess.tabulate(case)`, such as 'reliability[us]'.
        value : float or form
            What stands there instead: a number, which is then known without a range, or any form
            that may stand there, such as `between(.2, .4)`.

        Returns
        -------
        Case

        Raises
        ------
        UnknownNameError
            If no number that takes part has this address; it names the closest.
        CaseError
            If the case does not hold with this number, as when it is read from a file.

        Examples
        --------
        >>> from assess import example_case, tabulate
        >>> case = example_case("dprk_missiles").stated("prior[new_type]", 0.5)
        >>> float(tabulate(case)["value"].sel(number="prior[new_type]"))
        0.5
        """
        return type(self)(**restated(self, address, value))


def as_of_day(value: str | dt.date) -> dt.date:
    """A day from a date or from text such as 2024-06-20; ValueError if it is neither."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        msg = f"as_of is a day such as 2024-06-20, not {shown(value)}"
        raise ValueError(msg) from None
