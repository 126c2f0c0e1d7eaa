"""Logarithms of probabilities that may be 0: sums that can be undone, odds, differences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from priors.arrays import Array, Index


class Logs(NamedTuple):
    """Logarithms that can be added and taken away again: how often each is -inf is kept apart."""

    finite: Array
    barred: Array

    @classmethod
    def of(cls, probabilities: Array) -> Logs:
        barred = probabilities == 0.0
        return cls(np.log(np.where(barred, 1.0, probabilities)), barred.astype(float))

    @classmethod
    def from_logs(cls, logs: Array) -> Logs:
        barred = np.isneginf(logs)
        return cls(np.where(barred, 0.0, logs), barred.astype(float))

    def minus(self, other: Logs) -> Logs:
        return Logs(self.finite - other.finite, self.barred - other.barred)

    def plus(self, other: Logs) -> Logs:
        return Logs(self.finite + other.finite, self.barred + other.barred)

    def at(self, rows: Index) -> Logs:
        return Logs(self.finite[rows], self.barred[rows])

    def grouped(self, starts: Index) -> Logs:
        return Logs(*(np.add.reduceat(x, starts, axis=0) for x in self))

    @property
    def value(self) -> Array:
        return np.where(self.barred > 0.5, -np.inf, self.finite)


def log_odds(log_credences: Array, hypothesis: int, against: Sequence[int]) -> Array:
    """Log-odds of one hypothesis against others taken together, over the last axis."""
    rivals = log_credences[..., list(against)]
    top = rivals.max(axis=-1)
    safe = np.where(np.isneginf(top), 0.0, top)
    with np.errstate(divide="ignore"):
        rest = np.log(np.exp(rivals - safe[..., None]).sum(axis=-1)) + safe
    with np.errstate(invalid="ignore"):
        return np.asarray(log_credences[..., hypothesis] - rest)


def probability_to_log_odds(probability: Array | float) -> Array:
    """Natural logarithm of the odds; infinite at 0 and 1."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(probability) - np.log1p(-np.asarray(probability)))


def log_odds_to_probability(log_odds: Array | float) -> Array:
    """The probabilities of which these are the log-odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.asarray(log_odds))))


def difference(after: Array | float, before: Array | float) -> Array:
    """What was added; nothing where both are the same infinity."""
    with np.errstate(invalid="ignore"):
        return np.where(np.equal(after, before), 0.0, np.subtract(after, before))
