"""The law of a quantity that has no closed form: a table of its distribution function.

Two are reckoned here: the law of a product, whose logarithms are convolved, and the law of a blend,
which is integrated over its share. Between the points of a table the function is a cubic, and the
density is its derivative, so that the two never disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, reduce

import numpy as np
from numpy.typing import ArrayLike

from priors.arrays import Array, Index, Mask
from priors.forms.pieces import Pieces

_TAIL = 1e-13  # left beyond each end of a table
_CELLS = 2**17 - 64  # of a product: with a step of 1e-4 to 5e-4 the error is 1e-9 to 1e-8
# Of a blend, the points of its table and the Gauss nodes of its share: many for what has corners.
# The error is 1e-7, and 1e-5 for two wide lognormals, which are steep near 0.
_CORNERED, _SMOOTH = (6000, 450), (2000, 64)
_SCORE_STEP = 0.2
_NARROW = 1e-5  # a part so much narrower than the other acts as a point, to 1e-11


@dataclass(frozen=True)
class Axis:
    """Where values stand on a table: by their logarithm, or about a centre if they have a sign."""

    centre: float = 0.0
    width: float | None = None

    def place(self, x: Array) -> Array:
        """Return the position of values on the axis."""
        if self.width is not None:
            return np.asarray(np.arcsinh((x - self.centre) / self.width))
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(np.maximum(x, 0.0)))

    def value(self, y: Array) -> Array:
        """Return values at positions on the axis."""
        if self.width is not None:
            return np.asarray(self.centre + self.width * np.sinh(y))
        with np.errstate(over="ignore"):
            return np.asarray(np.exp(y))

    def rate(self, x: Array) -> Array:
        """Return the change of the position with the value."""
        if self.width is not None:
            return np.asarray(1.0 / np.hypot(x - self.centre, self.width))
        with np.errstate(divide="ignore", over="ignore"):
            return np.asarray(1.0 / np.maximum(x, 0.0))


@dataclass(frozen=True, eq=False)
class Law:
    """A distribution function at equal steps of an axis, and the cubics between them."""

    axis: Axis
    start: float
    step: float
    below: Array
    mass: Array
    slope: Array

    @classmethod
    def of(cls, axis: Axis, start: float, step: float, mass: Array, slope: Array) -> Law:
        """Return a law from the mass of each cell and the slope (mass a cell) at each edge."""
        mass = np.maximum(mass, 0.0)
        total = mass.sum()
        # three times the lesser neighbour is where a cubic ceases to rise (Fritsch & Carlson 1980)
        least = np.minimum(np.append(mass, 0.0), np.append(0.0, mass))
        limited = np.clip(slope, 0.0, 3.0 * least) / total
        below = np.append(0.0, np.cumsum(mass) / total)
        return cls(axis, start, step, below, mass / total, limited)

    def _cubics(self, k: Index) -> tuple[Array, Array, Array, Array]:
        """Coefficients of the function in cells, from the constant upwards."""
        rise, left, right = self.mass[k], self.slope[k], self.slope[k + 1]
        return self.below[k], left, 3.0 * rise - 2.0 * left - right, left + right - 2.0 * rise

    def _cells(self, x: ArrayLike) -> tuple[Index, Array, Mask]:
        position = (self.axis.place(np.asarray(x, dtype=float)) - self.start) / self.step
        within = (position >= 0.0) & (position <= len(self.mass))
        position = np.clip(position, 0.0, len(self.mass))
        k = np.minimum(position.astype(np.intp), len(self.mass) - 1)
        return k, position - k, within

    def cdf(self, x: ArrayLike) -> Array:
        """Return the probability of at most x."""
        k, u, _ = self._cells(x)
        c0, c1, c2, c3 = self._cubics(k)
        return np.asarray(np.clip(c0 + u * (c1 + u * (c2 + u * c3)), 0.0, 1.0))

    def pdf(self, x: ArrayLike) -> Array:
        """Return the density with respect to x; 0 where the table has ended."""
        x = np.asarray(x, dtype=float)
        k, u, within = self._cells(x)
        _, c1, c2, c3 = self._cubics(k)
        rate = np.where(within, self.axis.rate(x), 0.0)
        return np.maximum(c1 + u * (2.0 * c2 + 3.0 * u * c3), 0.0) / self.step * rate

    def quantile(self, p: ArrayLike) -> Array:
        """Return the value below which the probability is p, by bisection within its cell."""
        p = np.asarray(p, dtype=float)
        k = np.searchsorted(self.below, p, side="right") - 1
        k = np.clip(k, 0, len(self.mass) - 1)
        c0, c1, c2, c3 = self._cubics(k)
        low, high = np.zeros(p.shape), np.ones(p.shape)
        for _ in range(53):
            u = 0.5 * (low + high)
            reached = c0 + u * (c1 + u * (c2 + u * c3)) >= p
            low, high = np.where(reached, low, u), np.where(reached, u, high)
        return self.axis.value(self.start + self.step * (k + high))


@dataclass(frozen=True)
class Operand:
    """What the law of a product or a blend has to know of each distribution that it is made of.

    `shortfall` is E[max(x - X, 0)], the integral of the distribution function, where it has a
    closed form; `flat` are the two ends of a uniform distribution.
    """

    cdf: Callable[[ArrayLike], Array]
    logpdf: Callable[[ArrayLike], Array]
    quantile: Callable[[ArrayLike], Array]
    is_positive: bool
    shortfall: Callable[[ArrayLike], Array] | None = None
    flat: tuple[float, float] | None = None

    @property
    def breadth(self) -> float:
        """Distance between the quartiles."""
        low, high = self.quantile([0.25, 0.75])
        return float(high - low)


def product_law(operands: Sequence[Operand]) -> Law:
    """Return the law of a product of independent positive operands: their logarithms are added.

    The mass of each part in each cell of one common grid is exact, and the masses are convolved.
    """
    ends = [_log_ends(operand) for operand in operands]
    step = sum(high - low for low, high in ends) / _CELLS
    counts = [int(np.ceil((high - low) / step)) for low, high in ends]
    masses = []
    axis = Axis()
    for operand, (low, _), count in zip(operands, ends, counts, strict=True):
        below = operand.cdf(axis.value(np.asarray(low + step * np.arange(1, count), dtype=float)))
        masses.append(np.diff(below, prepend=0.0, append=1.0))  # with the tails in the end cells
    size = 2**17
    spectra = (np.fft.rfft(m, size) for m in masses)
    total = np.fft.irfft(reduce(np.multiply, spectra), size)[: sum(counts) - len(counts) + 1]
    # a sum of middles of cells is the middle of a cell of the sum
    start = sum(low for low, _ in ends) + 0.5 * step * (len(operands) - 1)
    total = np.maximum(total, 0.0)
    slope = 0.5 * (np.append(total, 0.0) + np.append(0.0, total))
    return Law.of(axis, start, step, total, slope)


def _log_ends(operand: Operand) -> tuple[float, float]:
    low, high = operand.quantile([_TAIL, 1.0 - _TAIL])
    if low <= 0.0:  # a normal that is positive but for a chance of 1e-9
        low = operand.quantile(1e-9)
    return float(np.log(low)), float(np.log(high))


def blend_law(share: Pieces, of: Operand, rest: Operand) -> Law:
    """Return the law of share x of + (1 - share) x rest, all three independent."""
    ends = np.array([p.quantile([_TAIL, 1.0 - _TAIL]) for p in (of, rest)])
    low, high = ends[:, 0].min(), ends[:, 1].max()
    if of.is_positive and rest.is_positive:
        axis = Axis()
    else:
        axis = Axis(float(0.5 * (of.quantile(0.5) + rest.quantile(0.5))), of.breadth + rest.breadth)
    has_corners = of.flat is not None or rest.flat is not None
    points, nodes = _CORNERED if has_corners else _SMOOTH
    begin, end = float(axis.place(low)), float(axis.place(high))
    at: Array = np.linspace(begin, end, points + 1, dtype=np.float64)
    x = axis.value(at)
    below, density = np.zeros(x.shape), np.zeros(x.shape)
    for weight, s in _nodes(share, nodes):
        cdf, pdf = _weighted_sum(s, of, rest, x)
        below += weight * cdf
        density += weight * pdf
    step = (end - begin) / points
    return Law.of(axis, begin, step, np.diff(below), density / axis.rate(x) * step)


def _weighted_sum(s: float, of: Operand, rest: Operand, x: Array) -> tuple[Array, Array]:
    """Distribution function and density of s x of + (1 - s) x rest for one known s."""
    if s in (0.0, 1.0):
        only = of if s == 1.0 else rest
        return only.cdf(x), np.exp(only.logpdf(x))
    narrow, wide = ((s, of), (1.0 - s, rest))
    if narrow[0] * narrow[1].breadth > wide[0] * wide[1].breadth:
        narrow, wide = wide, narrow
    (small, inner), (large, outer) = narrow, wide
    if outer.flat is not None and inner.shortfall is not None:
        return _over_uniform(small, inner, inner.shortfall, large, outer.flat, x)
    if inner.flat is not None and outer.shortfall is not None:
        return _over_uniform(large, outer, outer.shortfall, small, inner.flat, x)
    levels, weights = _inner_nodes()
    u = (x[:, None] - small * inner.quantile(levels)) / large
    return outer.cdf(u) @ weights, np.exp(outer.logpdf(u)) @ weights / large


@cache
def _inner_nodes() -> tuple[Array, Array]:
    """Levels and weights: the trapezoidal rule in normal scores, exponentially exact if smooth."""
    from scipy.special import ndtr

    scores = np.arange(-7.2, 7.3, _SCORE_STEP)
    weights = np.exp(-0.5 * scores**2)
    return np.asarray(ndtr(scores)), weights / weights.sum()


def _over_uniform(
    c: float,
    other: Operand,
    shortfall: Callable[[ArrayLike], Array],
    d: float,
    ends: tuple[float, float],
    x: Array,
) -> tuple[Array, Array]:
    """The same for c x other + d x uniform: a distribution function averaged over a stretch."""
    low, high = ends
    stretch = d * (high - low) / c
    if stretch < _NARROW * other.breadth:
        u = (x - 0.5 * d * (low + high)) / c
        return other.cdf(u), np.exp(other.logpdf(u)) / c
    upper, lower = (x - d * low) / c, (x - d * high) / c
    cdf = (shortfall(upper) - shortfall(lower)) / stretch
    return cdf, (other.cdf(upper) - other.cdf(lower)) / (c * stretch)


def _nodes(share: Pieces, count: int) -> list[tuple[float, float]]:
    """Weights and places of the share: Gauss-Jacobi for each piece (Golub & Welsch 1969)."""
    nodes = []
    for piece in share:
        if piece.low == piece.high:
            nodes.append((piece.weight, piece.low))
            continue
        a, b = piece.a, piece.b
        c = a + b
        k = np.arange(1.0, count)
        middle = np.append((a - b) / c, (a - b) * (c - 2.0) / ((2 * k + c - 2.0) * (2 * k + c)))
        k = k[1:]
        m = 2 * k + c - 2.0
        beside = 4 * k * (k + a - 1.0) * (k + b - 1.0) * (k + c - 2.0) / (m**2 * (m**2 - 1.0))
        beside = np.sqrt(np.append(4.0 * a * b / (c**2 * (c + 1.0)), beside))
        matrix = np.diag(middle) + np.diag(beside, 1) + np.diag(beside, -1)
        places, vectors = np.linalg.eigh(matrix)
        places = np.clip(0.5 * (1.0 + places), 0.0, 1.0)
        weights = piece.weight * vectors[0] ** 2
        places = piece.low + (piece.high - piece.low) * places
        nodes += list(zip(weights.tolist(), places.tolist(), strict=True))
    return [(w, s) for w, s in nodes if w > 0.0]
