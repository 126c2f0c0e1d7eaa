"""The families of distributions that are fitted to judgements, with two parameters each."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from priors.arrays import Array
from priors.forms.probability import Beta
from priors.quantities.distributions import Z95, Distribution, Lognormal, MeanSd, Normal, Spread


@dataclass(frozen=True)
class Family(ABC):
    """A distribution of a family by its two parameters, on its own support."""

    first: float
    second: float
    low: float = 0.0
    high: float = math.inf

    names = ("first", "second")

    @property
    @abstractmethod
    def mean(self) -> float:
        """Mean of the distribution."""

    @abstractmethod
    def cdf(self, x: ArrayLike) -> Array:
        """Return the probability of at most x."""

    @abstractmethod
    def quantile(self, p: ArrayLike) -> Array:
        """Return the value that is not exceeded with probability p."""

    @property
    @abstractmethod
    def form(self) -> Distribution | Beta | None:
        """The distribution as a case states it, None if a case has no such form."""


class FittedNormal(Family):
    """A normal distribution by its mean and standard deviation."""

    names = ("mean", "sd")

    @property
    def mean(self) -> float:
        return self.first

    def cdf(self, x: ArrayLike) -> Array:
        from scipy.special import ndtr

        return np.asarray(ndtr((np.asarray(x, dtype=float) - self.first) / self.second))

    def quantile(self, p: ArrayLike) -> Array:
        from scipy.special import ndtri

        return np.asarray(self.first + self.second * ndtri(p))

    @property
    def form(self) -> Normal:
        return Normal(normal=MeanSd(mean=self.first, sd=self.second))


class FittedLognormal(Family):
    """A lower end plus a lognormal, by mean and standard deviation of the natural logarithm."""

    names = ("meanlog", "sdlog")

    @property
    def mean(self) -> float:
        with np.errstate(over="ignore"):
            return float(self.low + np.exp(self.first + self.second**2 / 2.0))

    def cdf(self, x: ArrayLike) -> Array:
        from scipy.special import ndtr

        with np.errstate(divide="ignore"):
            log = np.log(np.maximum(np.asarray(x, dtype=float) - self.low, 0.0))
        return np.asarray(ndtr((log - self.first) / self.second))

    def quantile(self, p: ArrayLike) -> Array:
        from scipy.special import ndtri

        with np.errstate(over="ignore"):
            return np.asarray(self.low + np.exp(self.first + self.second * ndtri(p)))

    @property
    def form(self) -> Lognormal | None:
        if self.low != 0.0:
            return None
        median, p95 = math.exp(self.first), math.exp(self.first + Z95 * self.second)
        return Lognormal(lognormal=Spread(median=median, p95=p95))


class FittedGamma(Family):
    """A lower end plus a gamma distribution, by its shape and rate."""

    names = ("shape", "rate")

    @property
    def mean(self) -> float:
        return self.low + self.first / self.second

    def cdf(self, x: ArrayLike) -> Array:
        from scipy.special import gammainc

        at = np.maximum(np.asarray(x, dtype=float) - self.low, 0.0)
        return np.asarray(gammainc(self.first, self.second * at))

    def quantile(self, p: ArrayLike) -> Array:
        from scipy.special import gammaincinv

        return np.asarray(self.low + gammaincinv(self.first, p) / self.second)

    @property
    def form(self) -> None:
        return None


class FittedBeta(Family):
    """A Beta distribution stretched over a support with two ends, by its a and b."""

    names = ("a", "b")

    @property
    def mean(self) -> float:
        return self.low + (self.high - self.low) * self.first / (self.first + self.second)

    def cdf(self, x: ArrayLike) -> Array:
        from scipy.special import betainc

        share = (np.asarray(x, dtype=float) - self.low) / (self.high - self.low)
        return np.asarray(betainc(self.first, self.second, np.clip(share, 0.0, 1.0)))

    def quantile(self, p: ArrayLike) -> Array:
        from scipy.special import betaincinv

        share = betaincinv(self.first, self.second, p)
        return np.asarray(self.low + (self.high - self.low) * share)

    @property
    def form(self) -> Beta | None:
        return Beta(beta=(self.first, self.second)) if (self.low, self.high) == (0, 1) else None


FAMILIES: dict[str, type[Family]] = {
    "normal": FittedNormal,
    "lognormal": FittedLognormal,
    "gamma": FittedGamma,
    "beta": FittedBeta,
}
"""The families by name. A case has no gamma distribution; it is fitted to be compared with."""


def possible(support: tuple[float, float]) -> tuple[str, ...]:
    """Return the families that can be fitted on a support."""
    low, high = map(math.isfinite, support)
    bounded = ("beta",) if low and high else ()
    return ("normal", *(("lognormal", "gamma") if low else ()), *bounded)


def made(name: str, at: Array, support: tuple[float, float], scale: tuple[float, float]) -> Family:
    """Return a member of a family from its place in the search: real numbers of the order of 1."""
    low, high = support
    middle, spread = scale
    with np.errstate(over="ignore"):
        first, second = float(np.exp(min(at[0], 700.0))), float(np.exp(np.clip(at[1], -700, 700)))
    if name == "normal":
        return FittedNormal(middle + spread * float(at[0]), spread * second)
    if name == "lognormal":
        return FittedLognormal(float(at[0]), second, low)
    if name == "gamma":
        return FittedGamma(first, second / spread, low)
    return FittedBeta(first, second, low, high)


def start(
    name: str, x: Array, p: Array, support: tuple[float, float], scale: tuple[float, float]
) -> Array:
    """Tell where to begin the search: the straight line through normal scores, or its moments."""
    from scipy.special import ndtri

    z, (low, high), (middle, spread) = ndtri(p), support, scale
    at = np.log(x - low) if name == "lognormal" else x
    slope, level = np.polyfit(z, at, 1)
    if name == "normal":
        return np.array([(level - middle) / spread, math.log(slope / spread)])
    if name == "lognormal":
        return np.array([level, math.log(slope)])
    if name == "gamma":
        mean = max(level - low, 0.1 * (float(x[0]) - low))
        return np.log([(mean / slope) ** 2, mean / slope**2 * spread])
    width = high - low
    mean, variance = np.clip((level - low) / width, 0.01, 0.99), (slope / width) ** 2
    total = max(mean * (1.0 - mean) / variance - 1.0, 0.5)
    return np.log([mean * total, (1.0 - mean) * total])
