"""Draws in blocks, each with random numbers of its own: threads and memory do not change them.

A set of draws holds the stated numbers and reliabilities, and for each draw the credences that they
would give if they were known.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from assess.case.numbers import Numbers
from assess.kernel.chain import ChainRule
from assess.kernel.plan import Plan, plan_of
from assess.kernel.structure import Structure
from assess.kernel.weigh import credences, weigh
from assess.sampling.ancestral import Ancestry
from assess.sampling.distributions import Laws, draw_reliabilities, laws_of
from priors.arrays import Array
from priors.forms.pieces import Piece, mean

BLOCK = 1000
"""Draws of one block. A part of what a seed means: a change of it changes every draw."""

_VALUES = 1 << 22
"""Values of the largest array of a block; of a case with very many items a block is smaller."""

KEPT = 1 << 26
"""Stated numbers times draws up to which the numbers are kept, half a gigabyte."""

POSTERIOR, STATED = 0, 1
"""The two streams of random numbers of a seed."""


@dataclass(frozen=True)
class DrawSet:
    """Draws of numbers and of the credences that they would give.

    Attributes
    ----------
    credence : ndarray, shape (chain, draw, hypothesis)
    quantities : ndarray, shape (chain, draw, quantity)
        Of draws as stated before the items.
    log_evidence : ndarray, shape (chain, draw)
        Natural log of the probability of the items given the numbers.
    reliability : ndarray, shape (chain, draw, source)
    numbers : ndarray, shape (chain, draw, number), or None
        What enters the weighing; None where there would be too many to keep.
    item_terms : ndarray, shape (chain, draw, item), or None
        Log-probability of each item given those before it and the numbers.
    before : ndarray, shape (chain, draw, hypothesis), or None
        Of draws as stated the credences before the items.
    """

    credence: Array
    quantities: Array
    log_evidence: Array
    reliability: Array
    numbers: Array | None
    item_terms: Array | None = None
    before: Array | None = None

    @property
    def size(self) -> int:
        """Number of draws of all chains together."""
        return int(self.log_evidence.size)


@dataclass(frozen=True)
class Drawer:
    """A case ready to be drawn from.

    Parameters
    ----------
    structure : Structure
    numbers : Numbers
        The stated numbers of the structure.
    plan : Plan, optional
        With nodes enough for the items of each source. Without it there are draws as stated only.
    for_draws : Structure, optional
        The same case on coarser grids of its quantities.
    """

    structure: Structure
    numbers: Numbers
    plan: Plan | None = None
    for_draws: Structure | None = None

    @cached_property
    def known_plan(self) -> Plan:
        """The plan in which every reliability is known: one node a source."""
        coarse = self.for_draws or self.structure  # of draws the error is far larger than its own
        points = tuple((Piece(1.0, r, r),) for r in map(mean, coarse.reliabilities))
        return plan_of(replace(coarse, reliabilities=points), known=True)

    @cached_property
    def empty_plan(self) -> Plan:
        """The plan before any item."""
        return plan_of(self.structure.without_items())

    @cached_property
    def laws(self) -> Laws:
        """The laws of the uncertain numbers."""
        return laws_of(self.structure, self.numbers)

    @cached_property
    def before_items(self) -> Ancestry:
        """The case before any item, to draw quantities from."""
        return Ancestry(self.empty_plan, self.laws)

    @cached_property
    def chain_rule(self) -> ChainRule | None:
        """The items one after another, or None where that would need too large a table."""
        return ChainRule.of(self.known_plan)

    @property
    def block(self) -> int:
        """Draws of one block."""
        widest = max(len(self.structure.items), self.structure.number_count, 1)
        return max(10, min(BLOCK, _VALUES // widest))

    def posterior(self, chains: int, draws: int, seed: int) -> DrawSet:
        """Independent draws given the items, which need a plan."""
        if self.plan is None:
            msg = "draws from the posterior need the plan, with the nodes of the sources"
            raise ValueError(msg)
        ancestry = Ancestry(self.plan, self.laws)

        def block(rng: np.random.Generator, size: int) -> tuple[Array, Array, Array]:
            worlds = ancestry.given_items(rng, size)
            return worlds.numbers, worlds.reliability, worlds.quantities

        return self._draws(chains, draws, seed, POSTERIOR, block, with_items=True)

    def as_stated(self, chains: int, draws: int, seed: int) -> DrawSet:
        """Independent draws as stated, not updated by the items, and what they would give."""

        def block(rng: np.random.Generator, size: int) -> tuple[Array, Array, Array]:
            numbers = self.laws.draw(rng, size, None, None)
            reliability = draw_reliabilities(self.structure, rng, size)
            return numbers, reliability, self._quantities(rng, size)

        return self._draws(chains, draws, seed, STATED, block)

    def _quantities(self, rng: np.random.Generator, size: int) -> Array:
        """Quantities before the items, (quantity, size)."""
        if not self.structure.grids:
            return np.empty((0, size))
        return self.before_items.given_items(rng, size).quantities

    def _draws(
        self,
        chains: int,
        draws: int,
        seed: int,
        stream: int,
        block: Callable[[np.random.Generator, int], tuple[Array, Array, Array]],
        *,
        with_items: bool = False,
    ) -> DrawSet:
        structure, size = self.structure, self.block
        lead = (chains, draws)
        keep = structure.number_count * chains * draws <= KEPT
        out = DrawSet(
            credence=np.empty((*lead, len(structure.hypotheses))),
            quantities=np.empty((*lead, len(structure.grids))),
            log_evidence=np.empty(lead),
            reliability=np.empty((*lead, len(structure.sources))),
            numbers=np.empty((*lead, structure.number_count)) if keep else None,
            item_terms=np.empty((*lead, len(structure.items)))
            if with_items and self.chain_rule is not None
            else None,
            before=None if with_items else np.empty((*lead, len(structure.hypotheses))),
        )

        def fill(task: tuple[int, int]) -> None:
            chain, k = task
            rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(stream, chain, k)))
            numbers, reliability, quantities = (x.T for x in block(rng, size))
            terms = None
            if out.item_terms is not None and self.chain_rule is not None:
                logs, terms = self.chain_rule.weigh(numbers, reliability)
                evidence = terms.sum(axis=1)
            else:
                logs, evidence = weigh(self.known_plan, numbers, reliability)
            here = slice(k * size, min((k + 1) * size, draws))
            some = here.stop - here.start
            out.credence[chain, here] = self._credences(logs)[:some]
            out.quantities[chain, here] = quantities[:some]
            out.log_evidence[chain, here] = evidence[:some]
            out.reliability[chain, here] = reliability[:some]
            if out.numbers is not None:
                out.numbers[chain, here] = numbers[:some]
            if out.before is not None:
                logs, _ = weigh(self.empty_plan, numbers)
                out.before[chain, here] = self._credences(logs)[:some]
            if out.item_terms is not None and terms is not None:
                out.item_terms[chain, here] = terms[:some]

        tasks = [(c, k) for c in range(chains) for k in range(-(-draws // size))]
        # made once here, so that the threads only read them
        self.known_plan, self.before_items, self.chain_rule  # noqa: B018
        with ThreadPoolExecutor(max_workers=min(len(tasks), os.cpu_count() or 1) or 1) as pool:
            list(pool.map(fill, tasks))
        return out

    def _credences(self, logs: list[Array]) -> Array:
        return np.concatenate([credences(x) for x in logs], axis=-1)
