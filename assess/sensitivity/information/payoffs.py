"""What a decision is worth now, with perfect information, and after each outcome."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np

from assess.errors import UnknownNameError
from assess.formatting.names import listed, shown
from assess.what_if.outcomes import Outcomes
from evidence.item import OTHERS
from priors.arrays import Array

Payoffs = Mapping[str, Mapping[str, float]]
"""What each action brings under each hypothesis."""


@dataclass(frozen=True)
class Decision:
    """Expected values of actions, before and after what candidates may bring.

    Attributes
    ----------
    actions : tuple of str
    expected : ndarray, shape (action,)
        Now.
    perfect : float
        By how much knowing the hypothesis for sure would raise the expected value.
    after : ndarray, shape (outcome, action)
        After each outcome, nan where it is impossible.
    sample : ndarray, shape (candidate,)
        By how much each candidate raises the expected value, its cost not counted.
    """

    actions: tuple[str, ...]
    expected: Array
    perfect: float
    after: Array
    sample: Array


def decision_of(payoffs: Payoffs, labels: Sequence[str], outcomes: Outcomes) -> Decision:
    """Expected values of the actions.

    Parameters
    ----------
    payoffs : mapping
        {action: {hypothesis: value}}; `others` stands for hypotheses not named.
    labels : sequence of str
        Hypotheses of the question.
    outcomes : Outcomes

    Returns
    -------
    Decision

    Raises
    ------
    ValueError
        If there are fewer than two actions, or one lacks a value or has an unknown name.
    """
    actions, values = _table(payoffs, labels)
    present, single = outcomes.present, outcomes.single
    expected = values @ present
    after = single.credence @ values.T
    possible = single.probability > 0.0
    best = np.where(possible, np.where(possible[:, None], after, 0.0).max(axis=1), 0.0)
    count = len(outcomes.candidates)
    with_it = np.bincount(outcomes.owner, single.probability * best, minlength=count)
    sample = with_it - expected.max()
    # whatever comes out, one can still do what is best now: what is below 0 is rounding
    noise = 1e-12 * max(1.0, float(np.abs(values).max()))
    return Decision(
        actions=actions,
        expected=expected,
        perfect=float(present @ values.max(axis=0) - expected.max()),
        after=after,
        sample=np.where(np.abs(sample) < noise, 0.0, sample),
    )


def _table(payoffs: Any, labels: Sequence[str]) -> tuple[tuple[str, ...], Array]:
    """Actions, and their values, (action, hypothesis)."""
    if not isinstance(payoffs, Mapping) or len(payoffs) < 2:
        form = "{action: {hypothesis: value}} with two actions or more"
        msg = f"payoffs: {form}, not {shown(payoffs)}"
        raise ValueError(msg)
    rows = [_row(action, stated, labels) for action, stated in payoffs.items()]
    return tuple(str(a) for a in payoffs), np.array(rows, dtype=float)


def _row(action: str, stated: Any, labels: Sequence[str]) -> list[float]:
    """What one action brings under each hypothesis."""
    if not isinstance(stated, Mapping):
        msg = f"payoffs[{action}]: a value for each hypothesis, not {shown(stated)}"
        raise ValueError(msg)
    # of a question that shares ids with another one, the labels are `question:hypothesis`
    names = {label: (label, label.rpartition(":")[2], OTHERS) for label in labels}
    known = {name for each in names.values() for name in each}
    for name in stated:
        if name not in known:
            raise UnknownNameError(name, labels, "hypothesis", f"payoffs[{action}]")
    row = {h: next((stated[k] for k in each if k in stated), None) for h, each in names.items()}
    missing = [h for h, value in row.items() if value is None]
    if missing:
        msg = f"payoffs[{action}]: no value for {listed(missing)}; one for each, or others"
        raise ValueError(msg)
    for h, value in row.items():
        if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
            msg = f"payoffs[{action}][{h}] is a finite number, not {shown(value)}"
            raise ValueError(msg)
    return [float(value) for value in row.values() if value is not None]
