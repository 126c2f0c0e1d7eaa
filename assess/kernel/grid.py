"""The grid on which a quantity is computed: panels, each with the nodes of Gauss's rule.

A quantity enters the sums as a variable with one state for each node. Panels end at the thresholds,
so that every node lies in one band, and are halved where that changes what the items make of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np

from evidence.claim import Claim
from priors.arrays import Array, Index
from priors.quantities.quantity import Measure
from priors.question import Quantity

NODES = 8
"""Nodes of a panel: the rule is exact there for polynomials up to degree 15."""

_TAIL = 1e-13
"""Probability of the prior that may lie outside on either side."""

_SURE = 1e-6
"""Probability of a band from which on its own distribution function gives it best."""

_PANELS = 24
"""At first no panel is wider than this part of the range."""

_REACH = 8.0
"""Spreads on either side of a claim within which panels are no wider than a spread."""


@lru_cache(maxsize=1)
def _rule() -> tuple[Array, Array, Array]:
    """Nodes and weights on 0 to 1, and the ends of the stretch that each node stands for."""
    x, w = np.polynomial.legendre.leggauss(NODES)
    weights = w / 2
    return (x + 1) / 2, weights, np.concatenate([[0.0], np.cumsum(weights)])


@dataclass(frozen=True)
class Grid:
    """Panels over a quantity, on a logarithmic axis if it is positive.

    Attributes
    ----------
    is_log : bool
        Whether the axis is the natural logarithm of the quantity.
    edges : ndarray, shape (panel + 1,)
        Ends of the panels on the axis.
    thresholds : ndarray
        On the axis.
    is_open : tuple of bool
        Whether the prior goes on below the first edge, and above the last.
    """

    is_log: bool
    edges: Array
    thresholds: Array
    is_open: tuple[bool, bool] = (False, False)

    @cached_property
    def axis(self) -> Array:
        """Nodes on the axis, ascending."""
        x, _, _ = _rule()
        return (self.edges[:-1, None] + np.diff(self.edges)[:, None] * x).ravel()

    @cached_property
    def nodes(self) -> Array:
        """Values of the quantity at the nodes."""
        return np.exp(self.axis) if self.is_log else self.axis

    @cached_property
    def weights(self) -> Array:
        """Weights of the nodes for integrals along the axis."""
        return (np.diff(self.edges)[:, None] * _rule()[1]).ravel()

    @cached_property
    def stretches(self) -> Array:
        """Ends of the stretch of the axis that each node stands for, (node + 1,)."""
        inner = self.edges[:-1, None] + np.diff(self.edges)[:, None] * _rule()[2][:-1]
        return np.concatenate([inner.ravel(), self.edges[-1:]])

    @cached_property
    def band(self) -> Index:
        """The band of each node."""
        return np.searchsorted(self.thresholds, self.axis, side="right")

    @cached_property
    def band_slices(self) -> tuple[slice, ...]:
        """The nodes of each band; every band has some."""
        ends = np.searchsorted(self.band, np.arange(len(self.thresholds) + 2))
        return tuple(slice(int(a), int(b)) for a, b in pairwise(ends))

    @property
    def is_in_band(self) -> Array:
        """1 where a node lies in a band, 0 elsewhere, (node, band)."""
        bands = np.arange(len(self.thresholds) + 1)
        return np.asarray(self.band[:, None] == bands, dtype=float)

    def masses(self, measure: Measure) -> Array:
        """Prior probability of each node, scaled so that likely bands have exactly their own."""
        density = np.exp(measure.logpdf(self.nodes))
        mass = self.weights * density * (self.nodes if self.is_log else 1.0)
        cuts = np.exp(self.thresholds) if self.is_log else self.thresholds
        ends = np.concatenate([[0.0], np.asarray(measure.cdf(cuts)), [1.0]])
        for own, whole in zip(self.band_slices, np.diff(ends), strict=True):
            total = mass[own].sum()
            if whole > _SURE and total > 0.0:  # far out a difference of two cdfs has no digits
                mass[own] *= whole / total
        return mass

    def split(self, panels: Index) -> Grid:
        """The grid with some panels halved."""
        middle = (self.edges[panels] + self.edges[panels + 1]) / 2
        return replace(self, edges=np.sort(np.concatenate([self.edges, middle])))

    def halved(self) -> Grid:
        """The grid with every panel halved."""
        return self.split(np.arange(len(self.edges) - 1))

    def quantiles(self, probability: Array, levels: Sequence[float]) -> Array:
        """Values below which given shares of a distribution over the nodes lie.

        Parameters
        ----------
        probability : ndarray, shape (node,)
        levels : sequence of float
        """
        cumulative = np.concatenate([[0.0], np.cumsum(probability)])
        cumulative /= cumulative[-1]
        found = np.interp(levels, cumulative, self.stretches)
        return np.exp(found) if self.is_log else found

    def draw(self, node: Index, uniform: Array) -> Array:
        """Values within the stretches of the given nodes."""
        low, high = self.stretches[node], self.stretches[node + 1]
        found = low + (high - low) * uniform
        return np.exp(found) if self.is_log else found


def first_grid(question: Quantity, claims: Sequence[Claim]) -> Grid:
    """A grid that misses neither the prior nor a claim, to be refined from there.

    Parameters
    ----------
    question : Quantity
    claims : sequence of Claim
        What items say about it.
    """
    measures = measures_of(question)
    is_log = all(m.is_positive for m in measures)
    supports = np.array([m.support for m in measures])
    floor, ceiling = supports[:, 0].min(), supports[:, 1].max()
    ends = np.array([m.quantile(np.array([_TAIL, 1.0 - _TAIL])) for m in measures])

    def axis(values: Array) -> Array:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.log(values) if is_log else values

    thresholds = axis(np.array(question.thresholds, dtype=float))
    low, high = axis(np.array([ends[:, 0].min(), ends[:, 1].max()]))
    least, most = axis(np.array([floor, ceiling]))
    # the items can pull far out into a tail: what they claim is within the range too
    for claim in claims:
        ends_of_claim = claim.value * np.exp(claim.spread * np.array([-_REACH, _REACH]))
        near, far = axis(ends_of_claim)
        low, high = min(low, near), max(high, far)
    low, high = max(low, least), min(high, most)
    # where a threshold lies far out, there is a panel beyond it all the same
    reach = (high - low) / _PANELS
    low = max(min(low, thresholds[0] - reach), least)
    high = min(max(high, thresholds[-1] + reach), most)
    if not low < thresholds[0]:
        low = thresholds[0] - reach
    if not high > thresholds[-1]:
        high = thresholds[-1] + reach
    kinks = axis(np.array([x for m in measures for x in m.support if np.isfinite(x)]))
    cuts = [np.array([low, high]), thresholds, kinks, np.linspace(low, high, _PANELS + 1)]
    for claim in claims:
        spread = claim.spread
        steps = np.arange(-_REACH, _REACH + 0.5)
        around = np.log(claim.value) + spread * steps
        cuts.append(around if is_log else np.exp(around))
    edges = np.unique(np.concatenate(cuts))
    edges = edges[(edges >= low) & (edges <= high) & np.isfinite(edges)]
    # cuts that all but coincide would make panels of no width
    wide = np.concatenate([[True], np.diff(edges) > 1e-9 * (high - low)])
    keep = wide | np.isin(edges, thresholds)
    return Grid(is_log, edges[keep], thresholds, (bool(low > least), bool(high < most)))


def measures_of(question: Quantity) -> list[Measure]:
    """The prior distributions of a quantity: one, or one for each row of its table."""
    if question.prior is None:  # it is given others, and has a table
        return [row.prior for row in question.table]
    return [question.prior]
