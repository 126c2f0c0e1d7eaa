"""What one item says for one hypothesis against another, before it enters a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from evidence.channel import appearance
from evidence.item import OTHERS, Item
from evidence.stating import unknown
from priors.forms.probability import Form
from priors.odds import nats_to_decibans


@dataclass(frozen=True)
class StatementWeight:
    """What one item says for one hypothesis against another.

    Attributes
    ----------
    hypothesis, against : str
        The two hypotheses.
    ratio : float
        P(item | hypothesis) / P(item | against); above 1 it speaks for the first.
    decibans : float
        10 log10 of the ratio.
    """

    hypothesis: str
    against: str
    ratio: float
    decibans: float


def statement_weight(
    item: Item, hypothesis: str, against: str, *, reliability: float | Form | None = None
) -> StatementWeight:
    """Weigh what an item says for one hypothesis against another, before it enters a case.

    To look at the numbers that you have just stated: is that what you meant?

    Parameters
    ----------
    item : Item
        An item with a `likelihood`, such as `denial` makes.
    hypothesis, against : str
        The two hypotheses; one that is not named has the number of `others`.
    reliability : float or form, optional
        That of its source (of a path: the product). Not needed where it plays no part: where
        `if_unreliable` is left out or the same as `likelihood`.

    Returns
    -------
    StatementWeight
        With `ratio` and `decibans`.

    Raises
    ------
    ValueError
        If the item has no `likelihood`, a hypothesis is not in it, a needed reliability is left
        out, or the item cannot appear under one of the two.

    Notes
    -----
    The ratio of r l + (1 - r) u at the means of all numbers. It is that of the item alone:
    `repeats` and `requires` count only within a case.

    Examples
    --------
    >>> item = Item.model_validate(
    ...     {"id": "i", "source": "s", "likelihood": {"h": 0.9, "k": 0.009}, "if_unreliable": 0.3}
    ... )
    >>> round(statement_weight(item, "h", "k", reliability=0.7).ratio, 4)
    7.4766
    """
    likelihood, unreliable = item.likelihood, item.if_unreliable
    if likelihood is None:
        msg = f"item {item.id} has no likelihood"
        raise ValueError(msg)
    trusted = 1.0 if unreliable is None or unreliable == likelihood else reliability
    if trusted is None:
        msg = f"item {item.id} weighs what its source's reliability makes of it: give reliability="
        raise ValueError(msg)
    tracking = trusted.mean if isinstance(trusted, Form) else float(trusted)
    if not 0.0 <= tracking <= 1.0:
        msg = f"reliability is a probability, 0 to 1, not {reliability!r}"
        raise ValueError(msg)

    def chance(name: str) -> float:
        honest = _of(likelihood, name, item.id)
        other = _of(unreliable, name, item.id) if unreliable is not None else 0.0
        return float(appearance(tracking, honest, other))

    above, below = chance(hypothesis), chance(against)
    if below == 0.0 or above == 0.0:
        msg = f"item {item.id} cannot appear under {against if below == 0.0 else hypothesis}"
        raise ValueError(msg)
    decibans = float(nats_to_decibans(np.log(above) - np.log(below)))
    return StatementWeight(hypothesis, against, above / below, decibans)


def _of(numbers: Any, name: str, item: str) -> float:
    if isinstance(numbers, Form):
        return numbers.mean
    number = numbers.get(name, numbers.get(OTHERS))
    if number is None:
        raise ValueError(unknown(name, numbers, f"hypothesis of item {item}"))
    return float(number.mean)
