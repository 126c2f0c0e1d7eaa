"""From judgements of a number to distributions: quantiles, chips in bins, three points.

PreliZ does some of this, with many more families. It is not used: what is needed here is a least
squares fit of two parameters, and PreliZ would bring numba and its own stack of plots into every
installation. The criterion is that of the R package SHELF, and the tests hold it to the numbers
that SHELF prints.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from priors.arrays import Array
from priors.elicitation.families import FAMILIES, Family, made, possible, start
from priors.forms.probability import Beta
from priors.labels import chosen, number, rising
from priors.quantities.distributions import Distribution

_EXACT = 1e-14  # a sum of squares below which no other distribution is looked for
_LEAK = 1e-3  # the most that a distribution may leave outside the support to be called the best


@dataclass(frozen=True)
class Fit:
    """A distribution fitted to judgements, with what it makes of each of them.

    Attributes
    ----------
    family : str
        normal, lognormal, gamma or beta.
    law : Family
        The distribution.
    support : tuple of float
        Where the number can lie, as stated.
    values, probabilities : tuple of float
        The judgements: with such a probability the number is at most so much.
    candidates : tuple of Fit
        The fits of all families that were tried, the closest first.
    """

    family: str
    law: Family
    support: tuple[float, float]
    values: tuple[float, ...]
    probabilities: tuple[float, ...]
    candidates: tuple[Fit, ...] = ()

    @property
    def parameters(self) -> dict[str, float]:
        """The family's two parameters by name."""
        return dict(zip(self.law.names, (self.law.first, self.law.second), strict=True))

    @property
    def mean(self) -> float:
        """Mean of the distribution."""
        return self.law.mean

    def cdf(self, x: ArrayLike) -> Array:
        """Return the probability of at most x."""
        return self.law.cdf(x)

    def quantile(self, p: ArrayLike) -> Array:
        """Return the value that is not exceeded with probability p."""
        return self.law.quantile(p)

    def interval(self, mass: float = 0.9) -> tuple[float, float]:
        """Return the central interval that holds the given probability."""
        low, high = self.quantile([0.5 - mass / 2, 0.5 + mass / 2])
        return float(low), float(high)

    @property
    def errors(self) -> tuple[float, ...]:
        """Fitted minus stated probability, for each judgement."""
        return tuple((self.cdf(self.values) - np.array(self.probabilities)).tolist())

    @property
    def sum_of_squares(self) -> float:
        """Sum of the squared errors, which the fit makes as small as it can."""
        return float(sum(e * e for e in self.errors))

    @property
    def outside(self) -> float:
        """Probability that the distribution leaves outside the stated support."""
        low, high = self.cdf(list(self.support))
        return float(low + 1.0 - high)

    @property
    def form(self) -> Distribution | Beta:
        """The distribution as a case states it, such as {beta: [a, b]}."""
        form = self.law.form
        if form is not None:
            return form
        others = [f for f in self.candidates if f.law.form is not None]
        msg = f"a case has no form for this {self.family} distribution"
        if others:
            worst = max(abs(e) for e in others[0].errors)
            msg += f"; with family={others[0].family!r} the largest error is {worst:.3f}"
        raise ValueError(msg)

    def __str__(self) -> str:
        names = "  ".join(f"{f.family:>9}" for f in self._all)
        lines = [f"{'at most':>12}  {'stated':>6}  {names}"]
        for k, (x, p) in enumerate(zip(self.values, self.probabilities, strict=True)):
            fitted = "  ".join(f"{f.probabilities[k] + f.errors[k]:9.3f}" for f in self._all)
            lines.append(f"{x:12.6g}  {p:6.3f}  {fitted}")
        return "\n".join(lines)

    @property
    def _all(self) -> tuple[Fit, ...]:
        return self.candidates or (self,)


def fit_quantiles(
    values: ArrayLike,
    probabilities: ArrayLike,
    *,
    support: tuple[float, float] = (-math.inf, math.inf),
    family: str | None = None,
) -> Fit:
    """Fit the distribution that comes closest to stated quantiles.

    Ask for the median first ("as likely above as below"), then for quartiles or tertiles in the
    same way, and look at what the fit makes of them: with more than two judgements it meets none
    exactly, and a large error is a question to the expert.

    Parameters
    ----------
    values : array_like (judgement)
        Rising values, inside the support.
    probabilities : array_like (judgement)
        Probability that the number is at most each of them, rising, between 0 and 1: quartiles are
        .25, .5 and .75.
    support : tuple of float
        Lowest and highest possible value; (0, 1) for a probability, (0, inf) for a positive
        quantity.
    family : {"normal", "lognormal", "gamma", "beta"}, optional
        By default all that the support allows are tried, and the closest is taken among those
        that leave less than .001 outside it.

    Returns
    -------
    Fit
        `form` is what a case states; `errors`, `candidates` and `print` show how well it fits.

    Raises
    ------
    ValueError
        If there are fewer than two judgements, they do not rise, or the family needs an end that
        the support does not have.

    Notes
    -----
    Least squares between fitted and stated probabilities, sum (F(x_i) - p_i)^2, as in SHELF. A
    lognormal or a gamma begins at the lower end of the support; a Beta reaches from end to end.

    References
    ----------
    O'Hagan, A. et al. (2006), *Uncertain Judgements*, Wiley.
    Oakley, J. E., *SHELF: Tools to Support the Sheffield Elicitation Framework*, R package.

    Examples
    --------
    >>> found = fit_quantiles([0.5, 0.55, 0.6], [0.25, 0.5, 0.75], support=(0, 1), family="beta")
    >>> [round(x, 2) for x in found.form.beta]
    [24.89, 20.41]
    """
    p = rising(probabilities, "the probabilities")
    x = rising(values, "the values")
    if len(x) != len(p):
        msg = f"{len(x)} values need as many probabilities, not {len(p)}"
        raise ValueError(msg)
    if not (p[0] > 0.0 and p[-1] < 1.0):
        msg = f"the probabilities have to lie between 0 and 1, but are {p.tolist()}"
        raise ValueError(msg)
    return _closest(x, p, support, family)


def _closest(x: Array, p: Array, support: tuple[float, float], family: str | None) -> Fit:
    """The closest fit to judgements whose probabilities rise, or stay as they are in between."""
    low, high = support
    if not low < x[0] or not x[-1] < high:
        ends = f"{low:g} to {high:g}"
        msg = f"the values have to lie inside the support, {ends}, but are {x.tolist()}"
        raise ValueError(msg)
    names = possible(support)
    if family is not None:
        chosen(family, tuple(FAMILIES), "the family")
        if family not in names:
            ends = "two ends" if family == "beta" else "a lower end"
            msg = f"a {family} distribution needs a support with {ends}, not {low:g} to {high:g}"
            raise ValueError(msg)
        return _fitted(family, x, p, support)
    fits = [_fitted(name, x, p, support) for name in names]
    # differences below rounding are none: the earlier family then stands first
    ranked = sorted(fits, key=lambda f: round(f.sum_of_squares, 15))
    best = next((f for f in ranked if f.outside < _LEAK), ranked[0])
    return Fit(best.family, best.law, best.support, best.values, best.probabilities, tuple(ranked))


def _fitted(name: str, x: Array, p: Array, support: tuple[float, float]) -> Fit:
    from scipy.optimize import least_squares

    scale = (float(x.mean()), float(x[-1] - x[0]))

    def errors(at: Array) -> Array:
        return made(name, at, support, scale).cdf(x) - p

    # what fits badly may have several nearest distributions: begin from each neighbouring pair
    pairs = [slice(k, k + 2) for k in range(len(x) - 1) if p[k + 1] > p[k]]
    best, at = math.inf, np.zeros(2)
    for part in [slice(None), *pairs]:
        begun = start(name, x[part], p[part], support, scale)
        solution = least_squares(errors, begun, xtol=1e-15, ftol=1e-15, gtol=1e-15, max_nfev=2000)
        if solution.cost < best:
            best, at = solution.cost, solution.x
        if best < _EXACT:
            break
    law = made(name, at, support, scale)
    return Fit(name, law, support, tuple(x.tolist()), tuple(p.tolist()))


def fit_roulette(
    edges: ArrayLike,
    chips: Sequence[float],
    *,
    support: tuple[float, float] | None = None,
    family: str | None = None,
) -> Fit:
    """Fit the distribution that comes closest to chips laid into bins (the roulette method).

    Parameters
    ----------
    edges : array_like (bin + 1)
        Where the bins begin and end, rising.
    chips : sequence of float (bin)
        Chips in each bin; each is worth the same probability.
    support : tuple of float, optional
        Lowest and highest possible value; by default the first and the last edge.
    family : {"normal", "lognormal", "gamma", "beta"}, optional
        The closest by default.

    Returns
    -------
    Fit
        As of `fit_quantiles`, for the cumulative shares at the edges between the chips.

    Raises
    ------
    ValueError
        If numbers do not fit, or all chips lie in one bin or in two, which leaves too little to
        fit.

    References
    ----------
    O'Hagan, A. et al. (2006), *Uncertain Judgements*, Wiley.

    Examples
    --------
    >>> found = fit_roulette([0, 0.1, 0.2, 0.3, 0.4], [4, 9, 5, 2], support=(0, 1), family="beta")
    >>> [round(x, 2) for x in found.form.beta]
    [3.15, 14.63]
    """
    e = rising(edges, "the edges of the bins")
    n = np.array([number(c, "the chips of a bin", low=0.0) for c in chips])
    if len(n) != len(e) - 1:
        msg = f"{len(e)} edges make {len(e) - 1} bins, but there are {len(n)} numbers of chips"
        raise ValueError(msg)
    if (n > 0.0).sum() < 3:
        msg = "chips in fewer than three bins leave too little to fit: use narrower bins"
        raise ValueError(msg)
    share = np.cumsum(n)[:-1] / n.sum()
    inside = (share > 0.0) & (share < 1.0)
    ends = (float(e[0]), float(e[-1])) if support is None else support
    return _closest(e[1:-1][inside], share[inside], ends, family)


def fit_three_points(
    low: float,
    middle: float,
    high: float,
    *,
    covers: float = 0.9,
    support: tuple[float, float] = (-math.inf, math.inf),
    family: str | None = None,
) -> Fit:
    """Fit the distribution that comes closest to a low, a middle and a high value.

    Parameters
    ----------
    low, middle, high : float
        The middle is the median: as likely above as below. (If it is the likeliest value, and low
        and high are the ends, state a `triangular` or a `pert` instead.)
    covers : float
        Probability that the number lies between low and high, between 0 and 1; half of the rest
        lies on either side. Where experts chose it themselves, each has his own.
    support : tuple of float
        Lowest and highest possible value.
    family : {"normal", "lognormal", "gamma", "beta"}, optional
        The closest by default.

    Returns
    -------
    Fit
        As of `fit_quantiles`.

    Raises
    ------
    ValueError
        If low, middle and high do not rise, or `covers` is out of range.

    References
    ----------
    Hemming, V. et al. (2018), *Methods in Ecology and Evolution* 9:169-180 (the IDEA protocol, in
    which experts say how sure they are of their interval).

    Examples
    --------
    >>> found = fit_three_points(100, 200, 400, support=(0, float("inf")), family="lognormal")
    >>> round(found.form.lognormal.median, 6), round(found.form.lognormal.p95, 6)
    (200.0, 400.0)
    """
    mass = number(covers, "covers")
    if not 0.0 < mass < 1.0:
        msg = f"covers has to lie between 0 and 1, not {covers!r}"
        raise ValueError(msg)
    tail = 0.5 - mass / 2.0
    return fit_quantiles(
        [low, middle, high], [tail, 0.5, 1.0 - tail], support=support, family=family
    )
