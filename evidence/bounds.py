"""Items that are statistics: the most that a p-value, a test statistic or a risk ratio can say.

A study reports a p-value or a risk ratio, and an item needs likelihoods. These functions do not
make the one of the other; they say how far anybody can go, whatever the study's authors believed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from priors.odds import nats_to_decibans

_LOG_ROOT = 0.5 * math.log(2.0 * math.pi)


@dataclass(frozen=True)
class NullBound:
    """The most that a test can say against a null hypothesis.

    Attributes
    ----------
    bayes_factor : float
        The least Bayes factor of the null hypothesis against its alternative, 0 to 1.
    posterior : float
        The least posterior probability of the null hypothesis.
    prior : float
        The prior probability of the null hypothesis that `posterior` starts from.
    decibans : float
        The most that the test can weigh against the null hypothesis, in decibans: 0 or more.
    """

    bayes_factor: float
    posterior: float
    prior: float
    decibans: float


def p_value_bound(p: float, *, prior: float = 0.5) -> NullBound:
    """Bound what a p-value can say against its null hypothesis.

    Use it when a study gives nothing but a p-value of a test of a precise hypothesis ("no effect").
    p = .05 sounds like one chance in twenty that there is no effect; at even odds before, that
    chance is at least 29 per cent. The bound caps the ratio of an item's likelihoods: a `ratio` for
    the effect larger than 1 / `bayes_factor` claims more than the p-value can carry.

    It does not say what the Bayes factor is, only that it is no smaller, over wide classes of
    alternatives. It says nothing of how well the study was made, of p-values chosen among several,
    or of one-sided hypotheses, where a p-value can be nearer to a posterior probability.

    Parameters
    ----------
    p : float
        The p-value, above 0 and at most 1.
    prior : float
        Prior probability of the null hypothesis, between 0 and 1.

    Returns
    -------
    NullBound
        With `bayes_factor`, `posterior`, `prior` and `decibans`.

    Raises
    ------
    ValueError
        If `p` or `prior` is out of range.

    Notes
    -----
    B = -e p ln p for p < 1/e, and 1 otherwise (ln is the natural logarithm); the posterior is
    1 / (1 + (1 - prior) / (prior B)).

    References
    ----------
    Sellke, T., Bayarri, M. J. & Berger, J. O. (2001), Calibration of p values for testing precise
    null hypotheses, *The American Statistician* 55(1):62-71, doi:10.1198/000313001300339950.

    Examples
    --------
    >>> bound = p_value_bound(0.05)
    >>> round(bound.bayes_factor, 3), round(bound.posterior, 3), round(bound.decibans, 1)
    (0.407, 0.289, 3.9)
    """
    if not 0.0 < p <= 1.0:
        msg = f"p is a p-value above 0 and at most 1, not {p}"
        raise ValueError(msg)
    log_factor = 1.0 + math.log(p) + math.log(-math.log(p)) if p < math.exp(-1.0) else 0.0
    return _null_bound(log_factor, prior)


Priors = Literal["all", "symmetric_unimodal", "normal"]


def normal_bound(
    t: float, priors: Priors = "symmetric_unimodal", *, prior: float = 0.5
) -> NullBound:
    """Bound what a test statistic of a normal mean can say against its null hypothesis.

    Use it when a study gives an estimate with its standard error: t is their quotient, counted from
    the value that the null hypothesis names. The bound holds for every prior of the effect in a
    class: all priors (nobody can get below it, but it takes a prior that bets on exactly what was
    observed); priors that are symmetric about the null and fall off from it, which is what is
    usually meant by being open; normal priors about the null.

    It does not say what the Bayes factor is, only that it is no smaller. It takes the standard
    error as known, the estimate as normal, and the hypothesis as precise: exactly no effect, or an
    interval much narrower than the standard error.

    Parameters
    ----------
    t : float
        Distance of the estimate from the null hypothesis in standard errors, of either sign.
    priors : {'symmetric_unimodal', 'all', 'normal'}
        The class of priors of the effect under the alternative.
    prior : float
        Prior probability of the null hypothesis, between 0 and 1.

    Returns
    -------
    NullBound
        With `bayes_factor`, `posterior`, `prior` and `decibans`.

    Raises
    ------
    ValueError
        If `t` is not finite, the class is unknown or `prior` is out of range.

    Notes
    -----
    all: `exp(-t² / 2)`. normal: `|t| exp(-(t² - 1) / 2)` for `|t| > 1`, else 1. symmetric_unimodal:
    the normal density at t divided by the largest of `(Phi(t + k) - Phi(t - k)) / 2k` over k > 0,
    since such priors are mixtures of uniform ones from -k to k; 1 for `|t|` up to 1.

    References
    ----------
    Berger, J. O. & Sellke, T. (1987), Testing a point null hypothesis: the irreconcilability of P
    values and evidence, *Journal of the American Statistical Association* 82(397):112-122,
    doi:10.1080/01621459.1987.10478397.

    Examples
    --------
    >>> round(normal_bound(1.96).posterior, 2), round(normal_bound(1.96, "all").posterior, 2)
    (0.29, 0.13)
    """
    if not math.isfinite(t):
        msg = f"t is a finite number of standard errors, not {t}"
        raise ValueError(msg)
    t = abs(t)
    if priors == "all":
        return _null_bound(-0.5 * t * t, prior)
    if priors == "normal":
        return _null_bound(math.log(t) - 0.5 * (t * t - 1.0) if t > 1.0 else 0.0, prior)
    if priors == "symmetric_unimodal":
        return _null_bound(_symmetric_unimodal(t), prior)
    msg = f"priors can be 'all', 'symmetric_unimodal' or 'normal', not {priors!r}"
    raise ValueError(msg)


def _symmetric_unimodal(t: float) -> float:
    """Natural log of the bound over mixtures of uniform priors about the null."""
    from scipy.special import ndtr

    if t <= 1.0:
        return 0.0

    def mean_density(k: float) -> float:
        return float(ndtr(t + k) - ndtr(t - k)) / (2.0 * k)

    def rises(k: float) -> bool:
        ends = math.exp(-0.5 * (k + t) ** 2) + math.exp(-0.5 * (k - t) ** 2)
        return ends / math.sqrt(2.0 * math.pi) > 2.0 * mean_density(k)

    # the sum of the densities at both ends rises with k at least up to t - 1, so the mean over 0 to
    # k does too; far beyond t it falls, since the ends are then thinner than the mean
    low, high = t - 1.0, t + 10.0 + math.sqrt(2.0 * math.log(1.0 + t))
    for _ in range(100):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        low, high = (middle, high) if rises(middle) else (low, middle)
    return min(0.0, -0.5 * t * t - _LOG_ROOT - math.log(mean_density(low)))


def _null_bound(log_factor: float, prior: float) -> NullBound:
    if not 0.0 < prior < 1.0:
        msg = f"prior is a probability between 0 and 1, not {prior}"
        raise ValueError(msg)
    log_odds = math.log(prior) - math.log1p(-prior) + log_factor
    small = math.exp(-abs(log_odds))
    posterior = (small if log_odds < 0.0 else 1.0) / (1.0 + small)
    decibans = abs(float(nats_to_decibans(log_factor)))
    return NullBound(math.exp(log_factor), posterior, prior, decibans)


@dataclass(frozen=True)
class EValue:
    """How strong a confounder would have to be to explain a risk ratio away.

    Attributes
    ----------
    point : float
        For the estimate: a risk ratio, 1 or more.
    limit : float or None
        For the limit of its interval that is nearer to 1; None if no limit was given.
    """

    point: float
    limit: float | None


def e_value(risk_ratio: float, low: float | None = None, high: float | None = None) -> EValue:
    """Compute how strong an unmeasured confounder must be to explain a risk ratio away.

    Use it when an item is an observational study: who took the drug was not drawn by lot. A
    confounder that raises both the chance of the exposure and that of the outcome by at least this
    ratio, beyond all that was measured, could explain the whole association; a weaker one could
    not.
    Whether there is one so strong is for the analyst to judge, and that judgement is what goes into
    the item's likelihoods.

    It is no probability, no likelihood and no measure of how good the study is. It says nothing of
    selection, of errors of measurement, or of chance beyond the interval. An odds ratio or a hazard
    ratio stands for a risk ratio only where the outcome is rare (below about 15 per cent).

    Parameters
    ----------
    risk_ratio : float
        The estimate, above 0.
    low, high : float, optional
        The limits of its interval. One of them is enough: the one nearer to 1.

    Returns
    -------
    EValue
        With `point` and `limit`, both 1 or more. `limit` is 1 if the interval holds 1: then no
        confounder is needed.

    Raises
    ------
    ValueError
        If a ratio is not above 0 and finite, or the estimate lies outside its interval.

    Notes
    -----
    E = RR + sqrt(RR (RR - 1)) for RR of 1 or more; a smaller one is inverted first.

    References
    ----------
    VanderWeele, T. J. & Ding, P. (2017), Sensitivity analysis in observational research:
    introducing the E-value, *Annals of Internal Medicine* 167(4):268-274, doi:10.7326/M16-2607.

    Examples
    --------
    Smoking and lung cancer (Hammond & Horn), as in the paper:

    >>> found = e_value(10.73, 8.02, 14.36)
    >>> round(found.point, 2), round(found.limit, 2)
    (20.95, 15.52)
    """
    for name, ratio in (("risk_ratio", risk_ratio), ("low", low), ("high", high)):
        if ratio is not None and not 0.0 < ratio < math.inf:
            msg = f"{name} is a ratio above 0, not {ratio}"
            raise ValueError(msg)
    if (low is not None and low > risk_ratio) or (high is not None and high < risk_ratio):
        msg = f"the interval must hold the estimate: seen {risk_ratio} with low={low}, high={high}"
        raise ValueError(msg)
    nearer = low if risk_ratio >= 1.0 else high
    limit: float | None = None
    if nearer is not None:
        crossed = nearer <= 1.0 if risk_ratio >= 1.0 else nearer >= 1.0
        limit = 1.0 if crossed else _e_value(nearer)
    return EValue(_e_value(risk_ratio), limit)


def _e_value(ratio: float) -> float:
    ratio = max(ratio, 1.0 / ratio)
    return ratio + math.sqrt(ratio * (ratio - 1.0))
