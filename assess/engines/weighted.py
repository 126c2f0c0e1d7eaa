"""Weighted draws: an estimate for a case whose sources are too entangled to be summed exactly.

The numbers and reliabilities are drawn as stated; each draw counts in proportion to the probability
that it gives to the items.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.case.selection import Note
from assess.errors import CaseError, Problem
from assess.formatting.numbers import number_text
from assess.kernel.structure import Structure
from assess.sampling.draws import DrawSet
from priors.arrays import Array

if TYPE_CHECKING:
    import xarray as xr


_POOR_K, _POOR_SIZE = 0.7, 400.0
"""Above this shape of the weights' tail (Vehtari et al. 2024, Pareto smoothed importance sampling,
JMLR 25(72)) or below this effective size (Vehtari et al. 2021, doi:10.1214/20-BA1221) an estimate
is not to be relied on."""

_POOR_AGAINST = 50.0
"""Effective draws against the leading hypothesis, or for it, below which its error is not known."""

_FOR_A_TAIL = 100
"""Weights above 0 below which no law of their tail can be fitted."""


class Weights:
    """Draws as stated with their weights.

    Parameters
    ----------
    stated : DrawSet
    """

    def __init__(self, stated: DrawSet) -> None:
        self.stated = stated
        logs = stated.log_evidence.ravel()
        top = logs.max()
        if not np.isfinite(top):
            raise CaseError((Problem((), "the items leave no hypothesis possible in any draw"),))
        weights = np.exp(logs - top)
        self.log_evidence = float(top + np.log(weights.mean()))
        self.weights = weights / weights.sum()

    @property
    def effective_size(self) -> float:
        """How many draws of equal weight would be as good: 1 / sum of the squared shares."""
        return float(1.0 / (self.weights**2).sum())

    @property
    def k_hat(self) -> float:
        """Shape of the generalised Pareto law that fits the largest weights; above .7 is poor."""
        from arviz_stats.base.array import array_stats

        if (self.weights > 0.0).sum() < _FOR_A_TAIL:
            return np.inf
        with np.errstate(divide="ignore"):
            _, k = array_stats.psislw(-np.log(self.weights))
        return np.inf if np.isnan(k) else float(k)

    def mean(self, values: Array) -> tuple[Array, Array]:
        """Weighted mean over the draws, and its standard error.

        E[Z x] / E[Z], a ratio of two averages: its error is by the delta method.
        """
        flat = values.reshape(-1, values.shape[-1])
        weights = self.weights[:, None]
        flat = np.where(weights > 0.0, flat, 0.0)  # draws that the items rule out count nothing
        mean = (weights * flat).sum(axis=0)
        return mean, np.sqrt((weights**2 * (flat - mean) ** 2).sum(axis=0))

    def resampled(self, seed: int) -> DrawSet:
        """As many draws of equal weight, taken in proportion to the weights."""
        rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(2,)))
        shape = self.stated.log_evidence.shape
        # systematic resampling: each draw stands as often as its weight asks, to within one
        points = (np.arange(self.stated.size) + rng.random()) / self.stated.size
        chosen = np.searchsorted(np.cumsum(self.weights), points).clip(max=self.stated.size - 1)
        # not shuffled: by equal neighbours ArviZ sees that they are fewer than they seem

        def take(values: Array) -> Array:
            flat = values.reshape(-1, *values.shape[2:])
            return np.asarray(flat[chosen].reshape(values.shape))

        numbers = self.stated.numbers
        return DrawSet(
            credence=take(self.stated.credence),
            quantities=np.empty((*shape, 0)),
            log_evidence=self.stated.log_evidence.ravel()[chosen].reshape(shape),
            reliability=take(self.stated.reliability),
            numbers=None if numbers is None else take(numbers),
        )

    def notes(self) -> list[Note]:
        """What the reader of the estimate must know."""
        size, k = self.effective_size, self.k_hat
        figures = (
            f"{self.stated.size} weighted draws are worth {number_text(size)} "
            f"(k-hat {number_text(k)})"
        )
        words = f"estimated, not exact: the sources are too entangled to be summed; {figures}"
        notes = [Note("sources", words)]
        leading = float(self.mean(self.stated.credence)[0].max())
        against = min(leading, 1.0 - leading) * size
        if k > _POOR_K or size < _POOR_SIZE or against < _POOR_AGAINST:
            poor = (
                "the estimate by weighted draws is poor and should not be quoted: ask for more "
                "draws, sample it with engine='mcmc', or state shorter paths of hearsay"
            )
            notes.append(Note("sources", poor))
        return notes


def estimate(structure: Structure, weights: Weights) -> xr.Dataset:
    """The estimated quantities, with standard errors.

    Parameters
    ----------
    structure : Structure
    weights : Weights
    """
    import xarray as xr

    before = weights.stated.before
    if before is None:
        msg = "the weighted draws must be draws as stated: these hold no credences before the items"
        raise ValueError(msg)
    credence, error = weights.mean(weights.stated.credence)
    reliability, of_sources = weights.mean(weights.stated.reliability)
    columns: dict[str, tuple[object, object]] = {
        "credence": ("hypothesis", credence),
        "credence_se": ("hypothesis", error),
        "prior": ("hypothesis", before.reshape(-1, before.shape[-1]).mean(axis=0)),
        "log_credence": ("hypothesis", np.log(credence)),
        "reliability": ("source", reliability),
        "reliability_se": ("source", of_sources),
        "reliability_prior": (
            "source",
            weights.stated.reliability.reshape(-1, len(reliability)).mean(axis=0),
        ),
        "log_evidence": ((), weights.log_evidence),
        "k_hat": ((), weights.k_hat),
        "effective_size": ((), weights.effective_size),
    }
    coords = {
        "hypothesis": np.array(structure.hypotheses, dtype=object),
        "question": ("hypothesis", np.array(structure.question_ids, dtype=object)),
        "source": np.array(structure.sources, dtype=object),
        "item": np.array(structure.items, dtype=object),
    }
    return xr.Dataset(columns, coords=coords)
