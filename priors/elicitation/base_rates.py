"""Priors from how often such things happen: of so many cases, in so many years, in which class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from priors.forms.probability import Beta
from priors.labels import chosen, number, shares
from priors.pooling.mixtures import BetaMixture
from priors.rounding import credence_text, interval_text

STARTS = {"jeffreys": (0.5, 0.5), "laplace": (1.0, 1.0)}
"""What is believed of a chance before any case: the Beta that the counts are added to."""


@dataclass(frozen=True)
class BaseRate:
    """A chance learned from other cases, with the sentence that says which.

    Attributes
    ----------
    form : Beta
        What a case can state.
    mean : float
        The chance to expect of the next such case.
    interval : tuple of float
        Central 90 % interval of the chance, exact. Where the chance has no Beta distribution, that
        of `form`, which has the same mean and variance, differs a little: `form.interval()`.
    because : str
        The class, the counts and the source in a sentence, for the `because` of a prior.
    """

    form: Beta
    mean: float
    interval: tuple[float, float]
    because: str

    def __str__(self) -> str:
        a, b = self.form.beta
        exact, stated = interval_text(*self.interval), interval_text(*self.form.interval(0.9))
        return (
            f"{self.because}\n"
            f"  chance {credence_text(self.mean)}, 90 % from {exact}\n"
            f"  as Beta({a:.4g}, {b:.4g}), 90 % from {stated}"
        )


def base_rate(
    events: float,
    trials: float,
    *,
    reference_class: str,
    source: str = "",
    start: str | tuple[float, float] = "jeffreys",
    discount: float | None = None,
    worth: float | None = None,
) -> BaseRate:
    """State the chance that a case of a known class is of a certain kind.

    Choose the class before reading what is to be weighed. That claims like this one usually turn
    out true is not a prior: it belongs to how likely the claim is under each hypothesis.

    Parameters
    ----------
    events : float
        In how many cases it was so.
    trials : float
        Of how many cases, above 0.
    reference_class : str
        The class in words that follow "of": "accusations of this kind since 1990 were true".
    source : str, optional
        Where the counts are from.
    start : {"jeffreys", "laplace"} or tuple of float
        What was believed before any case: Beta(1/2, 1/2), Beta(1, 1), or another Beta's parameters.
    discount : float, optional
        What each case counts, above 0 to 1, if the class is only partly like the case at hand: the
        result is drawn towards `start`.
    worth : float, optional
        What the whole class is worth in observations, if chances vary within it: the mean stays,
        and the range is wider. At most trials + a + b of the start; not with `discount`.

    Returns
    -------
    BaseRate
        `form`, `mean`, `interval` and `because`.

    Raises
    ------
    ValueError
        If counts are impossible, if there is no case at all, or the class is not named.

    Notes
    -----
    Beta(a + d k, b + d (n - k)), k of n events, d the discount. Nothing in n cases gives
    .5 / (n + 1) by Jeffreys, never 0.

    References
    ----------
    Jeffreys, H. (1946), *Proc. Royal Society A* 186:453-461.
    Ibrahim, J. G. & Chen, M.-H. (2000), *Statistical Science* 15:46-60 (the discount).

    Examples
    --------
    >>> found = base_rate(7, 52, reference_class="accusations of this kind since 1990 were true")
    >>> found.form.beta, round(found.mean, 3)
    ((7.5, 45.5), 0.142)
    >>> found.because
    '7 of 52 accusations of this kind since 1990 were true'
    """
    k, n = number(events, "events", low=0.0), number(trials, "trials", low=0.0)
    if k > n:
        msg = f"{events:g} events are more than {trials:g} trials"
        raise ValueError(msg)
    if n == 0.0:
        msg = "0 of 0 cases say nothing: a base rate needs a case; a prior can be stated as it is"
        raise ValueError(msg)
    a, b = _start(start)
    because = class_sentence(f"{count_text(k)} of {count_text(n)}", reference_class, source)
    if discount is not None and worth is not None:
        msg = "discount and worth are two answers to one question: give one of them"
        raise ValueError(msg)
    if discount is not None:
        d = number(discount, "discount", low=0.0, high=1.0)
        if d == 0.0:
            msg = "a discount of 0 leaves nothing of the class"
            raise ValueError(msg)
        k, n = d * k, d * n
        because += f"; each case counted as {d:g} of one like this"
    form = Beta(beta=(a + k, b + n - k))
    if worth is not None:
        most = a + b + n
        w = number(worth, "worth", low=0.0, high=most)
        if w == 0.0:
            msg = "a worth of 0 leaves nothing of the class"
            raise ValueError(msg)
        form = Beta(beta=(form.mean * w, (1.0 - form.mean) * w))
        because += f"; taken as worth {w:g} observations"
    return BaseRate(form, form.mean, form.interval(0.9), because)


def _start(start: str | tuple[float, float]) -> tuple[float, float]:
    if isinstance(start, str):
        return STARTS[chosen(start, tuple(STARTS), "the start")]
    a, b = (number(x, "a parameter of the start") for x in start)
    if not (a > 0.0 and b > 0.0):
        msg = f"the parameters of the start have to be above 0, not {start!r}"
        raise ValueError(msg)
    return a, b


def class_sentence(counts: str, reference_class: str, source: str = "") -> str:
    """Write counts, class and source as they stand in a `because`."""
    if not reference_class.strip():
        msg = "a base rate needs its reference class: of what are these the counts?"
        raise ValueError(msg)
    return f"{counts} {reference_class.strip()}" + (f" ({source})" if source else "")


def count_text(count: float) -> str:
    """Write a count, quoted in full."""
    return f"{count:.15g}"


def base_rate_in_time(
    events: float, duration: float, *, window: float, reference_class: str, source: str = ""
) -> BaseRate:
    """State the chance of at least one event in a time to come, from how many there were before.

    Parameters
    ----------
    events : float
        How many there were, 0 or more.
    duration : float
        In how long, such as years, above 0. Events are taken to come at a steady rate,
        independently.
    window : float
        Length of the time asked about, in the same unit, above 0.
    reference_class : str
        The class in words that follow the number: "tests in the years 2006 to 2017".
    source : str, optional
        Where the counts are from.

    Returns
    -------
    BaseRate
        Its `interval` is exact; its `form` is the Beta of equal mean and variance.

    Raises
    ------
    ValueError
        If a number is out of range, or the class is not named.

    Notes
    -----
    The rate has a Gamma(k + 1/2, T) distribution (Jeffreys), and the chance is 1 - exp(-rate t):
    its mean is 1 - (T / (T + t))^(k + 1/2).

    References
    ----------
    Gelman, A. et al. (2013), *Bayesian Data Analysis*, 3rd ed., section 2.6 (Poisson and gamma).

    Examples
    --------
    >>> found = base_rate_in_time(3, 10, window=2, reference_class="such events in ten years")
    >>> round(found.mean, 4), round(1 - (10 / 12) ** 3.5, 4)
    (0.4717, 0.4717)
    """
    from scipy.special import gammaincinv

    k = number(events, "events", low=0.0)
    length, ahead = number(duration, "duration"), number(window, "window")
    if not (length > 0.0 and ahead > 0.0):
        msg = f"duration and window have to be above 0, not {duration!r} and {window!r}"
        raise ValueError(msg)
    shape = k + 0.5
    none = float(np.exp(-shape * np.log1p(ahead / length)))
    mean = float(-np.expm1(-shape * np.log1p(ahead / length)))
    twice = float(np.exp(-shape * np.log1p(2.0 * ahead / length)))
    total = mean * none / (twice - none**2) - 1.0
    form = Beta(beta=(mean * total, none * total))
    low, high = -np.expm1(-gammaincinv(shape, [0.05, 0.95]) * ahead / length)
    because = class_sentence(count_text(k), reference_class, source)
    because += f"; at least one in {count_text(ahead)} to come"
    return BaseRate(form, mean, (float(low), float(high)), because)


def mix_base_rates(
    rates: Mapping[str, BaseRate], *, weights: Mapping[str, float] | ArrayLike | None = None
) -> BaseRate:
    """Mix base rates of several reference classes to which the case could be said to belong.

    Parameters
    ----------
    rates : mapping
        {name of the class: its base rate}, two or more.
    weights : mapping or array_like (class), optional
        How apt each class is; equal by default.

    Returns
    -------
    BaseRate
        Its `interval` is that of the mixture; its `form` is the Beta of equal mean and variance.
        The two differ where the classes do: with classes far apart the mixture has two humps.

    Raises
    ------
    ValueError
        If there are fewer than two classes, or weights do not fit.

    Notes
    -----
    The mixture of the classes' Betas: mean sum w m, variance sum w (v + (m - mean)^2).

    Examples
    --------
    >>> near = base_rate(3, 8, reference_class="cases in this country were true")
    >>> far = base_rate(40, 400, reference_class="cases anywhere were true")
    >>> both = mix_base_rates({"near": near, "far": far}, weights={"near": 2, "far": 1})
    >>> round(both.mean, 3), [round(x, 2) for x in both.interval]
    (0.293, [0.08, 0.62])
    >>> both.because
    '67 %: 3 of 8 cases in this country were true; 33 %: 40 of 400 cases anywhere were true'
    """
    if len(rates) < 2:
        msg = "to mix takes two reference classes or more"
        raise ValueError(msg)
    for name, rate in rates.items():
        if not isinstance(rate, BaseRate):
            msg = f"the class {name!r} needs a base rate, as base_rate() makes one, not {rate!r}"
            raise ValueError(msg)
    w = shares(weights, tuple(rates), "class")
    mixture = BetaMixture(tuple(r.form for r in rates.values()), tuple(w.tolist()))
    because = "; ".join(
        f"{100 * s:.0f} %: {r.because}" for s, r in zip(w, rates.values(), strict=True) if s > 0.0
    )
    return BaseRate(mixture.as_beta(), mixture.mean, mixture.interval(0.9), because)
