"""What the items say about the sources, the assumptions and the repeats: exact means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assess.kernel.plan import Bucket, Plan
from assess.kernel.weigh import (
    Inputs,
    block_log_weights,
    factors,
    integrated,
    item_probabilities,
    log_nodes,
    log_states,
    tracking,
)
from priors.arrays import Array


@dataclass(frozen=True)
class Posterior:
    """Exact posterior quantities of a case at one set of numbers.

    Attributes
    ----------
    log_states : list of ndarray
        Log-probability of the states of each question and assumption; of quantities by band.
    log_nodes : dict of ndarray
        For each variable that is a quantity the log-probability of its nodes.
    log_evidence : float
        Natural log of the probability of the items.
    reliability : ndarray, shape (source,)
        Posterior mean reliability.
    repeats, tracked : ndarray, shape (item,)
        P(the item is a mere repeat | items), P(it tracks the truth | items).
    """

    log_states: list[Array]
    log_nodes: dict[int, Array]
    log_evidence: float
    reliability: Array
    repeats: Array
    tracked: Array


def posterior(plan: Plan, numbers: Array) -> Posterior:
    """Weigh once, and keep what every source, assumption and item has become.

    Parameters
    ----------
    plan : Plan
    numbers : ndarray, shape (number,)

    Returns
    -------
    Posterior
        Everything but the evidence is nan if the items are impossible under every hypothesis.
    """
    structure = plan.structure
    inputs = Inputs.of(plan, numbers[:, None])
    tables = plan.network.up(factors(plan, inputs))
    everything = range(len(structure.variables))
    with np.errstate(invalid="ignore"):
        states = [t[:, 0] for t in log_states(plan, tables, everything)]
        quantities = list(structure.grids)
        nodes = [t[:, 0] for t in log_nodes(plan, tables, quantities)]
        wanted = sorted({int(k) for b in plan.buckets for k in b.factor})
        marginals = plan.network.log_marginals(tables, wanted)
    reliability = np.full(len(structure.sources), np.nan)
    repeats, tracked = np.zeros(len(structure.items)), np.zeros(len(structure.items))
    for bucket in plan.buckets:
        _read(bucket, inputs, marginals, reliability, repeats, tracked)
    return Posterior(
        states,
        dict(zip(quantities, nodes, strict=True)),
        float(tables[-1][..., 0]),
        reliability,
        repeats,
        tracked,
    )


def _read(
    bucket: Bucket,
    inputs: Inputs,
    marginals: dict[int, Array],
    reliability: Array,
    repeats: Array,
    tracked: Array,
) -> None:
    """Fill in the means that one bucket knows."""
    probability = item_probabilities(bucket, inputs)
    with np.errstate(divide="ignore"):
        sums = np.add.reduceat(np.log(probability), bucket.starts, axis=0)
    joint = _joint(bucket, sums, inputs, [marginals[int(k)].reshape(-1) for k in bucket.factor])
    at_nodes = joint.sum(axis=1)  # (B, N)
    for slots, sources in zip(bucket.nodes, bucket.sources.T, strict=True):
        # the weights sum to 1 but for rounding: divided out, a known reliability stays what it is
        mean = (at_nodes * inputs.nodes[slots, 0]).sum(axis=1) / at_nodes.sum(axis=1)
        reliability[sources] = mean
    own = joint[bucket.block]
    probability = probability[..., 0]
    # a cell that is impossible has no weight; dividing by 1 there leaves it at none
    share = own / np.where(probability > 0.0, probability, 1.0)
    t = inputs.numbers[:, 0]
    fresh = np.ones(1)
    if bucket.repeat is not None and bucket.if_copied is not None:
        rho, c = t[bucket.repeat], t[bucket.if_copied]
        repeats[bucket.items] = (share * (rho * c)[:, None, None]).sum(axis=(1, 2))
        fresh = (1.0 - rho)[:, None, None]
    tau = tracking(bucket, inputs)[..., 0]
    said = fresh * tau * t[bucket.likelihood][:, :, None]
    tracked[bucket.items] = (share * said).sum(axis=(1, 2))


def _joint(bucket: Bucket, sums: Array, inputs: Inputs, marginals: Sequence[Array]) -> Array:
    """Posterior probability of each cell and node of each block, (B, C, N)."""
    of_factor = np.stack(marginals)
    if not bucket.integrate:
        return np.exp(of_factor).reshape(sums.shape[:3])
    weights = block_log_weights(bucket, inputs.log_weights)
    whole = integrated(bucket, sums, weights)[..., 0]
    inside = (sums + weights)[..., 0] - np.where(np.isneginf(whole), 0.0, whole)[:, :, None]
    return np.asarray(np.exp(of_factor[:, :, None] + inside))
