"""Independent draws of everything that is uncertain, given the items: no chain, no weights.

The hypotheses and assumptions are drawn from their exact joint posterior, then for each item how it
came about (a mere repeat, tracking the truth, or not), then each reliability from the Beta that
those tosses leave, then each number from the law that its use leaves.

The nodes of the quadrature are a stand-in for the reliabilities: a discrete distribution with the
same moments up to the degree that the items can ask for. The chance of any pattern of tosses is
such a moment, so tosses drawn at a drawn node have exactly the joint distribution that they have
under the Betas; the node is then forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assess.kernel.network import choose
from assess.kernel.plan import Bucket, Plan
from assess.kernel.quadrature import owners_of_nodes
from assess.kernel.weigh import Inputs, block_log_weights, factors, item_probabilities, tracking
from assess.sampling.distributions import Laws
from priors.arrays import Array, Index, Mask

REPEATED, TRACKED, MISSED = 0, 1, 2
"""How an item came about: it repeats another, it tracks the truth, or it does not."""


@dataclass(frozen=True)
class Worlds:
    """Draws of what happened and of every number, the draws last.

    Attributes
    ----------
    states : ndarray, shape (variable, size)
        Questions, then assumptions.
    modes : ndarray, shape (item, size)
    reliability : ndarray, shape (source, size)
    quantities : ndarray, shape (quantity, size)
    numbers : ndarray, shape (number, size)
        Values that enter the weighing.
    """

    states: Index
    modes: Index
    reliability: Array
    quantities: Array
    numbers: Array


@dataclass(frozen=True)
class _BucketChances:
    """One bucket, ready to be drawn from."""

    bucket: Bucket
    node_logs: Array | None  # (B * C, N): where the nodes are not dimensions of the network
    repeated: Array  # (n, C, N): chance of a mere repeat
    said: Array  # (n, C, N): that, or of tracking the truth


class Ancestry:
    """A case ready to be drawn from.

    Parameters
    ----------
    plan : Plan
    laws : Laws
        Of the plan's structure.
    """

    def __init__(self, plan: Plan, laws: Laws) -> None:
        self.plan, self.laws = plan, laws
        inputs = Inputs.of(plan, laws.used[:, None])
        self.tables = plan.network.up(factors(plan, inputs))
        self.bucket_chances = [_bucket_chances(bucket, inputs) for bucket in plan.buckets]
        structure = plan.structure
        self.pieces = owners_of_nodes(structure.reliabilities, plan.node_span)

    def given_items(self, rng: np.random.Generator, size: int) -> Worlds:
        """Draws from the posterior."""
        network, structure = self.plan.network, self.plan.structure
        drawn = network.draw(self.tables, rng, size)
        states = np.array([drawn[v] for v in range(len(structure.variables))])
        states = states.reshape(len(structure.variables), size)
        modes = np.empty((len(structure.items), size), dtype=np.intp)
        node = np.zeros((len(structure.sources), size), dtype=np.intp)
        tosses = np.zeros((2, len(structure.sources), size))
        for chances in self.bucket_chances:
            self._toss(chances, drawn, rng, modes, node, tosses)
        reliability = self._reliability(rng, node, tosses)
        happened, failed = self._used(states, modes)
        numbers = self.laws.draw(rng, size, happened, failed)
        each = [g.draw(states[v], rng.random(size)) for v, g in structure.grids.items()]
        quantities = np.array(each).reshape(len(structure.grids), size)
        return Worlds(states, modes, reliability, quantities, numbers)

    def _toss(
        self,
        chances: _BucketChances,
        drawn: dict[int, Index],
        rng: np.random.Generator,
        modes: Index,
        node: Index,
        tosses: Array,
    ) -> None:
        """How each item of a bucket came about, and at which nodes; both are written in place."""
        bucket = chances.bucket
        cell, at = self._places(chances, drawn, rng)
        count = np.arange(len(bucket.items))[:, None]
        cells, nodes = cell[bucket.block], at[bucket.block]
        uniform = rng.random(cells.shape)
        flat = (count * chances.said.shape[1] + cells) * chances.said.shape[2] + nodes
        mode = np.full(cells.shape, MISSED, dtype=np.intp)
        mode[uniform < chances.said.ravel()[flat]] = TRACKED
        mode[uniform < chances.repeated.ravel()[flat]] = REPEATED
        modes[bucket.items] = mode
        is_open = bucket.gate is None or bucket.gate[count, cells]
        self._count(bucket, at, mode, np.asarray(is_open), rng, node, tosses)

    def _places(
        self, chances: _BucketChances, drawn: dict[int, Index], rng: np.random.Generator
    ) -> tuple[Index, Index]:
        """Cell and joint node of each block, (B, size)."""
        bucket, network = chances.bucket, self.plan.network
        size = len(next(iter(drawn.values())))
        flat = np.empty((len(bucket.factor), size), dtype=np.intp)
        for b, factor in enumerate(bucket.factor):
            scope = network.scopes[factor]
            if scope:
                shape = [network.sizes[v] for v in scope]
                flat[b] = np.ravel_multi_index([drawn[v] for v in scope], shape)
            else:
                flat[b] = 0
        width = bucket.nodes.shape[-1]
        if chances.node_logs is None:
            cell, at = np.divmod(flat, width)
            return cell, at
        if width == 1:
            return flat, np.zeros_like(flat)
        cells = bucket.likelihood.shape[1]
        row = (np.arange(len(flat))[:, None] * cells + flat).ravel()
        chosen = choose(chances.node_logs, row, rng.random(len(row)))
        return flat, chosen.reshape(flat.shape)

    def _count(
        self,
        bucket: Bucket,
        at: Index,
        mode: Index,
        is_open: Mask,
        rng: np.random.Generator,
        node: Index,
        tosses: Array,
    ) -> None:
        """Add how often each source tracked the truth, and how often not."""
        block = np.arange(len(at))[:, None]
        links = [slots[block, at] for slots in bucket.nodes]  # (B, size) for each source
        for sources, where in zip(bucket.sources.T, links, strict=True):
            node[sources] = where
        tracked, missed = mode == TRACKED, (mode == MISSED) & is_open
        if len(links) == 1:
            self._add(bucket, 0, tracked, missed, tosses)
            return
        # a path misses the truth if any link does: the first that fails, then the others freely
        values = [self.plan.node_values[w][bucket.block] for w in links]
        on_path = [bucket.on_path[:, k, None] for k in range(len(links))]
        values = [np.where(on, r, 1.0) for on, r in zip(on_path, values, strict=True)]
        ahead = np.ones_like(values[0])
        after = []
        for r in reversed(values):  # the product of the links from here to the end
            ahead = ahead * r
            after.append(ahead)
        after = [*after[::-1], np.ones_like(ahead)]
        none_yet = missed.copy()
        for k, (on, r) in enumerate(zip(on_path, values, strict=True)):
            with np.errstate(divide="ignore", invalid="ignore"):
                pending = r * (1.0 - after[k + 1]) / (1.0 - after[k])
            good = missed & (rng.random(r.shape) < np.where(none_yet, pending, r))
            none_yet &= good
            self._add(bucket, k, (tracked | good) & on, missed & ~good & on, tosses)

    @staticmethod
    def _add(bucket: Bucket, link: int, good: Mask, bad: Mask, tosses: Array) -> None:
        sources = bucket.sources[:, link]
        for k, which in enumerate((good, bad)):
            np.add.at(tosses[k], sources, np.add.reduceat(which.astype(float), bucket.starts))

    def _reliability(self, rng: np.random.Generator, node: Index, tosses: Array) -> Array:
        """Reliabilities given the tosses, within the piece of the law that the node belongs to."""
        low, width, a, b = (x[node] for x in self.pieces)
        good, bad = tosses
        scaled = (width > 0.0) & ((low > 0.0) | (low + width < 1.0))
        if scaled.any():
            # on its own range, low + width B, a toss is one of B only in part
            r = self.plan.node_values[node[scaled]]
            unit = np.clip((r - low[scaled]) / width[scaled], 0.0, 1.0)
            with np.errstate(divide="ignore", invalid="ignore"):
                if_good = np.where(r > 0.0, unit * (low[scaled] + width[scaled]) / r, 0.0)
                if_bad = np.where(
                    r < 1.0, unit * (1.0 - low[scaled] - width[scaled]) / (1.0 - r), 0.0
                )
            total = good[scaled] + bad[scaled]
            kept = rng.binomial(good[scaled].astype(np.int64), np.clip(if_good, 0.0, 1.0))
            kept = kept + rng.binomial(bad[scaled].astype(np.int64), np.clip(if_bad, 0.0, 1.0))
            good, bad = good.copy(), bad.copy()
            good[scaled], bad[scaled] = kept, total - kept
        return np.asarray(low + width * rng.beta(a + good, b + bad))

    def _used(self, states: Index, modes: Index) -> tuple[Mask, Mask]:
        """Which numbers were used as they are, and which by their complement, (number, size)."""
        structure = self.plan.structure
        n, size = structure.number_count, states.shape[1]
        used = np.zeros((2 * n + 1, size), dtype=bool)  # the last row takes constants
        column = np.arange(size)

        def mark(index: Index, where: Mask | None = None) -> None:
            """Numbers at `index`, (..., size), have happened wherever `where` is true."""
            place = np.minimum(index, 2 * n)
            columns = np.broadcast_to(column, place.shape)
            if where is not None:
                place, columns = place[where], columns[where]
            used[place, columns] = True

        for scope, index in structure.roots:
            mark(index[tuple(states[v] for v in scope)])
        if len(structure.items):
            row = np.arange(len(structure.items))[:, None]
            state = states[structure.variable]
            mark(structure.likelihood[row, state], modes == TRACKED)
            mark(structure.if_unreliable[row, state], modes == MISSED)
            copies = np.flatnonzero(structure.repeat < n)
            repeated = modes[copies] == REPEATED
            shape = repeated.shape
            chance = np.broadcast_to(structure.repeat[copies][:, None], shape)
            mark(np.where(repeated, chance, chance + n))
            mark(np.broadcast_to(structure.if_copied[copies][:, None], shape), repeated)
        return used[:n], used[n : 2 * n]


def _bucket_chances(bucket: Bucket, inputs: Inputs) -> _BucketChances:
    probability = item_probabilities(bucket, inputs)
    t = inputs.numbers
    tracked = tracking(bucket, inputs) * t[bucket.likelihood][:, :, None]
    repeated = np.zeros((len(bucket.items), 1, 1, 1))
    if bucket.repeat is not None and bucket.if_copied is not None:
        rho = t[bucket.repeat][:, None, None]
        repeated = rho * t[bucket.if_copied][:, None, None]
        tracked = (1.0 - rho) * tracked
    safe = np.where(probability > 0.0, probability, 1.0)
    repeated = np.broadcast_to(repeated / safe, probability.shape)
    said = repeated + tracked / safe
    # rounding must not make a miss possible where there is none
    missing = (1.0 - tracking(bucket, inputs)) * t[bucket.if_unreliable][:, :, None]
    said = np.where(np.broadcast_to(missing, said.shape) == 0.0, 2.0, said)
    node_logs = None
    if bucket.integrate:
        with np.errstate(divide="ignore"):
            sums = np.add.reduceat(np.log(probability), bucket.starts, axis=0)
        weighted = (sums + block_log_weights(bucket, inputs.log_weights))[..., 0]
        node_logs = weighted.reshape(-1, weighted.shape[-1])
    return _BucketChances(bucket, node_logs, repeated[..., 0], said[..., 0])
