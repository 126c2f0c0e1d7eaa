"""Distributions of a quantity that have a closed form: lognormal, normal and uniform.

Each has a support, a distribution function, a density, quantiles and draws, as has a Beta. What
is made of several of them is in `quantity.py`.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import Annotated, Self

import numpy as np
from numpy.typing import ArrayLike
from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from priors.arrays import Array
from priors.forms.probability import Positive, Real
from priors.forms.stated import Stated

Z95 = 1.6448536269514722  # the standard normal's 95th percentile


class Distribution(Stated):
    """Base of the distributions of a quantity."""

    @property
    @abstractmethod
    def mean(self) -> float:
        """Mean of the distribution."""

    @property
    @abstractmethod
    def support(self) -> tuple[float, float]:
        """Ends of the range in which the quantity can lie; infinite where there is none."""

    @abstractmethod
    def cdf(self, x: ArrayLike) -> Array:
        """Return the probability that the quantity is at most x."""

    @abstractmethod
    def logpdf(self, x: ArrayLike) -> Array:
        """Return the natural logarithm of the density with respect to x."""

    @abstractmethod
    def quantile(self, p: ArrayLike) -> Array:
        """Return the value that the quantity does not exceed with probability p."""

    @abstractmethod
    def draws(self, rng: np.random.Generator, size: int) -> Array:
        """Take independent draws, shape (size,)."""

    @property
    def is_positive(self) -> bool:
        """Whether the quantity cannot be below 0."""
        return self.support[0] >= 0.0

    def interval(self, mass: float = 0.9) -> tuple[float, float]:
        """Return the central interval that holds the given probability."""
        low, high = self.quantile([0.5 - mass / 2, 0.5 + mass / 2])
        return float(low), float(high)


class Spread(Stated):
    """Median and 95th percentile of a lognormal distribution."""

    median: Positive = Field(description="Half of the probability lies below it.")
    p95: Positive = Field(description="95 % of the probability lies below it; above the median.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.p95 <= self.median:
            raise PydanticCustomError("order", "the 95th percentile must be above the median")
        return self


class Lognormal(Distribution):
    """A positive number whose logarithm is normally distributed: a quantity, or a ratio."""

    written = '{"lognormal": {"median": m, "p95": q}}'

    lognormal: Spread = Field(description="Median and 95th percentile.")

    @property
    def sigma(self) -> float:
        """Standard deviation of the natural logarithm, from the 95th percentile (z = 1.6449)."""
        return (math.log(self.lognormal.p95) - math.log(self.lognormal.median)) / Z95

    @property
    def mean(self) -> float:
        return self.lognormal.median * float(np.exp(self.sigma**2 / 2))

    @property
    def support(self) -> tuple[float, float]:
        return 0.0, math.inf

    def _z(self, x: ArrayLike) -> Array:
        with np.errstate(divide="ignore"):
            log = np.log(np.maximum(np.asarray(x, dtype=float), 0.0))
        return np.asarray((log - math.log(self.lognormal.median)) / self.sigma)

    def cdf(self, x: ArrayLike) -> Array:
        from scipy.special import ndtr

        return np.asarray(ndtr(self._z(x)))

    def logpdf(self, x: ArrayLike) -> Array:
        x = np.asarray(x, dtype=float)
        inside = (x > 0.0) & np.isfinite(x)
        known = np.where(inside, x, 1.0)
        log = -0.5 * self._z(known) ** 2 - np.log(known * self.sigma) - 0.5 * math.log(2 * math.pi)
        return np.where(inside, log, -np.inf)

    def quantile(self, p: ArrayLike) -> Array:
        from scipy.special import ndtri

        with np.errstate(over="ignore"):
            return np.asarray(self.lognormal.median * np.exp(self.sigma * ndtri(p)))

    def draws(self, rng: np.random.Generator, size: int) -> Array:
        return self.lognormal.median * np.exp(self.sigma * rng.standard_normal(size))

    def shortfall(self, x: ArrayLike) -> Array:
        """Return E[max(x - X, 0)]."""
        from scipy.special import ndtr

        z = self._z(x)
        return np.asarray(np.maximum(x, 0.0) * ndtr(z) - self.mean * ndtr(z - self.sigma))


class MeanSd(Stated):
    """Mean and standard deviation of a normal distribution."""

    mean: Real = Field(description="Mean, in the unit of the quantity.")
    sd: Positive = Field(description="Standard deviation, in the unit of the quantity.")


class Normal(Distribution):
    """A quantity that is normally distributed and may be below 0."""

    written = '{"normal": {"mean": m, "sd": s}}'

    normal: MeanSd = Field(description="Mean and standard deviation.")

    @property
    def mean(self) -> float:
        return self.normal.mean

    @property
    def support(self) -> tuple[float, float]:
        return -math.inf, math.inf

    def _z(self, x: ArrayLike) -> Array:
        return np.asarray((np.asarray(x, dtype=float) - self.normal.mean) / self.normal.sd)

    def cdf(self, x: ArrayLike) -> Array:
        from scipy.special import ndtr

        return np.asarray(ndtr(self._z(x)))

    def logpdf(self, x: ArrayLike) -> Array:
        scale = math.log(self.normal.sd) + 0.5 * math.log(2 * math.pi)
        return np.asarray(-0.5 * self._z(x) ** 2 - scale)

    def quantile(self, p: ArrayLike) -> Array:
        from scipy.special import ndtri

        return np.asarray(self.normal.mean + self.normal.sd * ndtri(p))

    def draws(self, rng: np.random.Generator, size: int) -> Array:
        return rng.normal(self.normal.mean, self.normal.sd, size)

    def shortfall(self, x: ArrayLike) -> Array:
        """Return E[max(x - X, 0)]."""
        from scipy.special import ndtr

        z = self._z(x)
        bell = np.exp(-0.5 * z**2) / math.sqrt(2 * math.pi)
        return np.asarray(self.normal.sd * (z * ndtr(z) + bell))


def _rising(ends: tuple[float, float]) -> tuple[float, float]:
    if ends[0] >= ends[1]:
        raise PydanticCustomError("order", "the lower end must be below the upper end")
    return ends


class Uniform(Distribution):
    """A quantity that lies anywhere between two ends with equal density."""

    written = '{"uniform": [low, high]}'

    uniform: Annotated[tuple[Real, Real], AfterValidator(_rising)] = Field(
        description="Lower and upper end, in the unit of the quantity."
    )

    @property
    def mean(self) -> float:
        return 0.5 * self.uniform[0] + 0.5 * self.uniform[1]

    @property
    def support(self) -> tuple[float, float]:
        return self.uniform

    def _share_below(self, x: ArrayLike) -> Array:
        low, high = self.uniform
        return np.asarray((np.asarray(x, dtype=float) - low) / (high - low))

    def cdf(self, x: ArrayLike) -> Array:
        return np.clip(self._share_below(x), 0.0, 1.0)

    def logpdf(self, x: ArrayLike) -> Array:
        share = self._share_below(x)
        density = -math.log(self.uniform[1] - self.uniform[0])
        return np.where((share >= 0.0) & (share <= 1.0), density, -np.inf)

    def quantile(self, p: ArrayLike) -> Array:
        low, high = self.uniform
        return np.asarray(low + (high - low) * np.asarray(p, dtype=float))

    def draws(self, rng: np.random.Generator, size: int) -> Array:
        return rng.uniform(*self.uniform, size)

    def shortfall(self, x: ArrayLike) -> Array:
        """Return E[max(x - X, 0)]."""
        share = self._share_below(x)
        inside = np.clip(share, 0.0, 1.0)
        width = self.uniform[1] - self.uniform[0]
        return np.asarray(width * (0.5 * inside**2 + np.maximum(share - 1.0, 0.0)))
