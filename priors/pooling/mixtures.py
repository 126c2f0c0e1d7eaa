"""Several experts' distributions of one quantity, or of one chance, pooled into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from priors.arrays import Array
from priors.forms.probability import Beta
from priors.labels import chosen, number, shares
from priors.quantities.distributions import MeanSd, Normal


def _bisected(function: Any, target: Array, low: Array, high: Array) -> Array:
    """Where a rising function reaches its targets, between low and high, to the last bits."""
    for _ in range(200):
        middle = low + 0.5 * (high - low)
        reached = function(middle) >= target
        low, high = np.where(reached, low, middle), np.where(reached, middle, high)
    return np.asarray(high)


@dataclass(frozen=True)
class PooledQuantity:
    """Several distributions of one quantity as one, by mixture or by averaged quantiles."""

    parts: tuple[Any, ...]
    weights: tuple[float, ...]
    method: str

    @property
    def mean(self) -> float:
        """Weighted mean of the means, with either method."""
        of = zip(self.parts, self.weights, strict=True)
        return float(sum(w * p.mean for p, w in of if w > 0.0))

    def _each(self, name: str, at: ArrayLike) -> Array:
        # a part of weight 0 is left out: 0 times an infinite end is nothing
        return np.array(
            [getattr(p, name)(at) for p, w in zip(self.parts, self.weights, strict=True) if w > 0.0]
        )

    def _averaged(self, name: str, at: ArrayLike) -> Array:
        w = [w for w in self.weights if w > 0.0]
        return np.asarray(np.tensordot(w, self._each(name, at), axes=1))

    def cdf(self, x: ArrayLike) -> Array:
        """Return the probability of at most x."""
        if self.method == "linear":
            return self._averaged("cdf", x)
        each, at = self._each("cdf", x), np.asarray(x, dtype=float)
        return _bisected(
            lambda p: self._averaged("quantile", p), at, each.min(axis=0), each.max(axis=0)
        )

    def quantile(self, p: ArrayLike) -> Array:
        """Return the value that is not exceeded with probability p."""
        if self.method == "quantile":
            return self._averaged("quantile", p)
        each, at = self._each("quantile", p), np.asarray(p, dtype=float)
        return _bisected(lambda x: self._averaged("cdf", x), at, each.min(axis=0), each.max(axis=0))

    def interval(self, mass: float = 0.9) -> tuple[float, float]:
        """Return the central interval that holds the given probability."""
        low, high = self.quantile(np.array([0.5 - mass / 2, 0.5 + mass / 2]))
        return float(low), float(high)


def pool_quantities(
    judgements: Mapping[str, Any] | Sequence[Any],
    *,
    weights: Mapping[str, float] | ArrayLike | None = None,
    method: str = "linear",
) -> PooledQuantity:
    """Pool distributions of a quantity from several experts into one.

    A mixture ("linear") says: one of them is right, and we do not know which. It is wide where they
    disagree, and may have a hump for each. Averaged quantiles ("quantile") say: each is partly
    right. They keep the experts' shape and are as narrow as the experts are on average, however far
    apart these are.

    Parameters
    ----------
    judgements : mapping or sequence of distributions (expert)
        Each expert's distribution, in the same unit: `Lognormal`, `Normal`, `Uniform`, `Beta`, or
        anything else with `mean`, `cdf` and `quantile`, such as what `fit_quantiles` returns.
    weights : mapping or array_like (expert), optional
        How much each expert counts, 0 or more; equal by default.
    method : {"linear", "quantile"}
        Mixture of the distribution functions, or average of the quantiles (Vincent averaging).

    Returns
    -------
    PooledQuantity
        With `mean`, `cdf`, `quantile` and `interval`. To state it in a case, fit one of the forms
        to its quantiles (`fit_quantiles`) and look at the errors.

    Raises
    ------
    ValueError
        If there is no judgement, or one is no distribution.

    Notes
    -----
    linear: F(x) = sum w_i F_i(x); quantile: Q(p) = sum w_i Q_i(p). Both have the mean
    sum w_i mean_i; the mixture is never narrower.

    References
    ----------
    Ratcliff, R. (1979), *Psychological Bulletin* 86:446-461 (Vincent averaging).
    Lichtendahl, K. C., Grushka-Cockayne, Y. & Winkler, R. L. (2013), *Management Science*
    59:1594-1611.

    Examples
    --------
    >>> from priors.quantities.distributions import Uniform
    >>> two = [Uniform(uniform=(0.0, 10.0)), Uniform(uniform=(20.0, 30.0))]
    >>> [round(x, 6) for x in pool_quantities(two).interval(0.8)]
    [2.0, 28.0]
    >>> [round(x, 6) for x in pool_quantities(two, method="quantile").interval(0.8)]
    [11.0, 19.0]
    """
    chosen(method, ("linear", "quantile"), "the method")
    named = isinstance(judgements, Mapping)
    distributions = (
        tuple(judgements.values()) if isinstance(judgements, Mapping) else tuple(judgements)
    )
    names = (
        tuple(judgements) if named else tuple(f"expert {k + 1}" for k in range(len(distributions)))
    )
    if not distributions:
        msg = "there is no judgement to pool"
        raise ValueError(msg)
    for name, distribution in zip(names, distributions, strict=True):
        if not all(hasattr(distribution, a) for a in ("mean", "cdf", "quantile")):
            msg = f"the judgement of {name} is no distribution, but {distribution!r}"
            raise ValueError(msg)
    return PooledQuantity(distributions, tuple(shares(weights, names).tolist()), method)


@dataclass(frozen=True)
class BetaMixture:
    """A chance that is drawn from one of several Beta distributions, each with its weight."""

    parts: tuple[Beta, ...]
    weights: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Mean of the mixture."""
        return float(np.dot(self.weights, [p.mean for p in self.parts]))

    @property
    def variance(self) -> float:
        """Variance of the mixture: within its parts, and between them."""
        a, b = np.array([p.beta for p in self.parts]).T
        means, total = a / (a + b), a + b
        within = means * (1.0 - means) / (total + 1.0)
        return float(np.dot(self.weights, within + (means - self.mean) ** 2))

    def cdf(self, x: ArrayLike) -> Array:
        """Return the probability of at most x."""
        return PooledQuantity(self.parts, self.weights, "linear").cdf(x)

    def quantile(self, p: ArrayLike) -> Array:
        """Return the value that is not exceeded with probability p."""
        return PooledQuantity(self.parts, self.weights, "linear").quantile(p)

    def interval(self, mass: float = 0.9) -> tuple[float, float]:
        """Return the central interval that holds the given probability."""
        return PooledQuantity(self.parts, self.weights, "linear").interval(mass)

    def as_beta(self) -> Beta:
        """Return the Beta with the mixture's mean and variance, which a case can state."""
        m = self.mean
        total = m * (1.0 - m) / self.variance - 1.0
        return Beta(beta=(m * total, (1.0 - m) * total))

    def updated(self, events: float, trials: float) -> BetaMixture:
        """Return the mixture after some events in some trials: parts that foresaw them gain."""
        from scipy.special import betaln

        k, n = number(events, "events", low=0.0), number(trials, "trials", low=0.0)
        if k > n:
            msg = f"{events!r} events are more than {trials!r} trials"
            raise ValueError(msg)
        a, b = np.array([p.beta for p in self.parts]).T
        with np.errstate(divide="ignore"):
            log = np.log(self.weights) + betaln(a + k, b + n - k) - betaln(a, b)
        w = np.exp(log - log.max())
        after = zip((a + k).tolist(), (b + n - k).tolist(), strict=True)
        return BetaMixture(tuple(Beta(beta=ab) for ab in after), tuple((w / w.sum()).tolist()))


def pool_betas(
    judgements: Mapping[str, Beta] | Sequence[Beta],
    *,
    weights: Mapping[str, float] | ArrayLike | None = None,
    method: str = "log",
) -> BetaMixture:
    """Pool several experts' Betas into one distribution of a chance.

    Parameters
    ----------
    judgements : mapping or sequence of Beta (expert)
        Each expert's Beta for the same chance.
    weights : mapping or array_like (expert), optional
        How much each expert counts, 0 or more; equal by default.
    method : {"log", "linear"}
        The logarithmic pool, which is again one Beta, or the mixture.

    Returns
    -------
    BetaMixture
        With one part if the method is "log". `as_beta()` gives what a case can state,
        `updated(events, trials)` what is believed after further trials.

    Raises
    ------
    ValueError
        If there is no judgement, or one is no Beta.

    Notes
    -----
    log: Beta(sum w_i a_i, sum w_i b_i), for a density prod f_i^w_i. Then updating all experts on
    the same trials and pooling is the same as pooling and updating.

    References
    ----------
    Savchuk, V. P. & Martz, H. F. (1994), *IEEE Trans. Reliability* 43:138-144.

    Examples
    --------
    >>> pool_betas([Beta(beta=(2, 8)), Beta(beta=(4, 4))]).parts[0].beta
    (3.0, 6.0)
    """
    chosen(method, ("log", "linear"), "the method")
    betas = tuple(judgements.values()) if isinstance(judgements, Mapping) else tuple(judgements)
    if not betas or not all(isinstance(p, Beta) for p in betas):
        msg = "the judgements have to be Betas, at least one, such as priors.beta(2, 8)"
        raise ValueError(msg)
    named = tuple(judgements) if isinstance(judgements, Mapping) else None
    names = named or tuple(f"expert {k + 1}" for k in range(len(betas)))
    w = shares(weights, names)
    if method == "linear":
        return BetaMixture(betas, tuple(w.tolist()))
    a, b = (w @ np.array([p.beta for p in betas])).tolist()
    return BetaMixture((Beta(beta=(a, b)),), (1.0,))


@dataclass(frozen=True)
class DependentPool:
    """What normal estimates with correlated errors amount to, and how much each counts."""

    mean: float
    sd: float
    weights: tuple[float, ...]

    @property
    def form(self) -> Normal:
        """The pooled distribution as a case states it."""
        return Normal(normal=MeanSd(mean=self.mean, sd=self.sd))


def pool_normals(
    means: ArrayLike, sds: ArrayLike, *, correlation: float | ArrayLike = 0.0
) -> DependentPool:
    """Pool several normal estimates whose errors are correlated into one.

    Experts who share data and training err together. Their agreement is then worth less than it
    looks, and the estimate of one who merely echoes a better one can get a negative weight, which
    puts the pooled mean outside the range of the estimates: correct if the numbers are, and a
    reason to ask whether they are.

    Parameters
    ----------
    means : array_like (expert)
        Each expert's estimate.
    sds : array_like (expert)
        Standard deviation of each expert's error, above 0, in the same unit.
    correlation : float or array_like (expert, expert)
        Correlation of any two experts' errors, or the whole matrix.

    Returns
    -------
    DependentPool
        `mean`, `sd`, `weights` (they sum to 1) and the `form` for a case.

    Raises
    ------
    ValueError
        If shapes differ, a standard deviation is not above 0, or no errors have such correlations.

    Notes
    -----
    With the covariance S of the errors and a flat prior: weights S^-1 1 / (1' S^-1 1), variance
    1 / (1' S^-1 1).

    References
    ----------
    Winkler, R. L. (1981), *Management Science* 27:479-488, doi 10.1287/mnsc.27.4.479.

    Examples
    --------
    >>> found = pool_normals([10, 14], [1, 3], correlation=0.6)
    >>> [round(x, 3) for x in (found.mean, found.sd, *found.weights)]
    [9.5, 0.949, 1.125, -0.125]
    """
    m, s = np.array(means, dtype=float), np.array(sds, dtype=float)
    if m.ndim != 1 or len(m) == 0 or m.shape != s.shape or not np.isfinite([m, s]).all():
        msg = "means and sds have to be as many finite numbers, one for each expert"
        raise ValueError(msg)
    if not (s > 0.0).all():
        msg = f"each standard deviation has to be above 0, but they are {s.tolist()}"
        raise ValueError(msg)
    r = np.array(correlation, dtype=float)
    if r.ndim == 0:
        r = np.full((len(m), len(m)), float(r))
        np.fill_diagonal(r, 1.0)
    fits = r.shape == (len(m), len(m)) and np.allclose(r, r.T) and np.allclose(np.diag(r), 1.0)
    if not fits or not np.linalg.eigvalsh(r).min() > 1e-12:
        msg = "no errors have these correlations: a matrix needs a diagonal of 1 and no negative"
        msg += f" eigenvalue, and one number lies above -1/(n - 1) and below 1, not {correlation!r}"
        raise ValueError(msg)
    solved = np.linalg.solve(r * np.outer(s, s), np.ones(len(m)))
    w = solved / solved.sum()
    return DependentPool(float(w @ m), float(solved.sum() ** -0.5), tuple(w.tolist()))


def equivalent_experts(experts: float, correlation: float) -> float:
    """Count how many independent experts are worth as much as these correlated ones.

    Parameters
    ----------
    experts : float
        Number of equally good experts, 1 or more.
    correlation : float
        Correlation of any two experts' errors, 0 to 1.

    Returns
    -------
    float
        n / (1 + (n - 1) correlation). However many there are, it stays below 1 / correlation.

    Raises
    ------
    ValueError
        If an argument is out of range.

    References
    ----------
    Clemen, R. T. & Winkler, R. L. (1985), *Operations Research* 33:427-442.

    Examples
    --------
    >>> round(equivalent_experts(10, 0.5), 2)
    1.82
    """
    n = number(experts, "the number of experts", low=1.0)
    return n / (1.0 + (n - 1.0) * number(correlation, "correlation", low=0.0, high=1.0))
