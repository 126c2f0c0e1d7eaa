"""A Dirichlet prior for several hypotheses from judgements of each."""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from priors.arrays import Array
from priors.elicitation.fitting import Fit, fit_quantiles
from priors.elicitation.shares import Prior
from priors.forms.probability import Beta
from priors.labels import chosen
from priors.names import meant

WORTHS = ("closest", "least")
FAR = 0.1  # from 1, at which a sum of means is no rounding but a contradiction


@dataclass(frozen=True)
class DirichletFit:
    """A Dirichlet prior, with the judgements of each hypothesis that it was made from.

    Attributes
    ----------
    prior : Prior
        What a question states: priors, and a concentration.
    fits : dict
        {hypothesis: the Beta fitted to what was judged of it}.
    worths : dict
        {hypothesis: the concentration that its judgement alone would give}. Where they are far
        apart no Dirichlet distribution says what was meant.
    sum_of_means : float
        Sum of the means before they were rescaled to 1; 1 if the judgements fit together.
    conditional : bool
        Whether each hypothesis was judged given that none of those before it holds.
    """

    prior: Prior
    fits: dict[str, Fit]
    worths: dict[str, float]
    sum_of_means: float
    conditional: bool = False

    def fitted(self, hypothesis: str) -> Beta:
        """Tell what the Dirichlet makes of what was judged of a hypothesis.

        Its marginal; or, if it was judged given that none before it holds, its part of the rest.
        """
        if hypothesis not in self.fits:
            msg = f"nothing was judged of {hypothesis!r} {meant(hypothesis, self.fits)}"
            raise ValueError(msg)
        if not self.conditional:
            return self.prior.marginal(hypothesis)
        alpha = self.prior.alpha
        names = list(alpha)
        after = sum(alpha[n] for n in names[names.index(hypothesis) + 1 :])
        return Beta(beta=(alpha[hypothesis], after))

    def __str__(self) -> str:
        width = max(len("hypothesis"), *(len(name) for name in self.fits))
        lines = [f"{'hypothesis':<{width}}  probability  stated  fitted"]
        for name, fit in self.fits.items():
            made = np.atleast_1d(self.fitted(name).quantile(fit.probabilities))
            for p, x, y in zip(fit.probabilities, fit.values, made.tolist(), strict=True):
                lines.append(f"{name:<{width}}  {p:11.3f}  {x:6.3f}  {y:6.3f}")
        if not self.conditional:
            lines.append(f"the means sum to {self.sum_of_means:.3f} and were rescaled to 1")
        return "\n".join(lines)


def fit_dirichlet(
    quantiles: Mapping[str, ArrayLike],
    probabilities: ArrayLike = (0.25, 0.5, 0.75),
    *,
    worth: str = "closest",
    conditional: bool = False,
) -> DirichletFit:
    """Fit priors of several hypotheses, and what they are worth, to quantiles of each.

    Parameters
    ----------
    quantiles : mapping of array_like (judgement)
        {hypothesis: rising values between 0 and 1}, for all the hypotheses.
    probabilities : array_like (judgement)
        Probability that the share is at most each of them; quartiles by default.
    worth : {"closest", "least"}
        The concentration that keeps the spreads as well as one number can, or the least that any
        judgement gives, which claims no more than the least sure of them.
    conditional : bool
        Whether each hypothesis was judged given that none of those before it holds. The last needs
        no judgement then, and may be left out: give it as an empty list.

    Returns
    -------
    DirichletFit
        Its `prior` has `priors` and `concentration` as a question states them.

    Raises
    ------
    ValueError
        If there are fewer than two hypotheses, or a judgement cannot be fitted.

    Notes
    -----
    A Beta is fitted to each by least squares (`fit_quantiles`), and the means are rescaled to sum
    to 1; with a UserWarning if they were more than .1 away from it (`print` the result to see what
    is left of each judgement).

    With marginals, the closest concentration n minimises sum (sd_i(n) - sd_i)^2, with
    sd_i(n)^2 = m_i (1 - m_i) / (n + 1) and the means m_i before rescaling, as SHELF does. With
    conditionals, part i is Beta(a_i, b_i) of what is left, r_i on average, and gives the
    concentration (a_i + b_i) / r_i; the closest minimises the same sum over the parts, with n r_i
    in place of n.

    References
    ----------
    Zapata-Vázquez, R., O'Hagan, A. & Bastos, L. S. (2014), *J. Applied Statistics* 41:1919-1933.
    Elfadaly, F. G. & Garthwaite, P. H. (2017), *Statistics and Computing* 27:449-467,
    doi 10.1007/s11222-016-9632-7.

    Examples
    --------
    >>> found = fit_dirichlet(
    ...     {"good": [0.5, 0.55, 0.6], "sequel": [0.22, 0.3, 0.35], "dead": [0.11, 0.15, 0.2]}
    ... )
    >>> {name: round(a, 2) for name, a in found.prior.alpha.items()}
    {'good': 16.61, 'sequel': 8.96, 'dead': 4.8}
    """
    chosen(worth, WORTHS, "the worth")
    names = tuple(quantiles)
    if len(names) < 2:
        msg = "a question needs two hypotheses or more"
        raise ValueError(msg)
    judged = names
    if conditional and np.size(quantiles[names[-1]]) == 0:
        judged = names[:-1]
    elif conditional:
        msg = f"given that none before it holds {names[-1]!r} is certain: give it an empty list"
        raise ValueError(msg)
    fits = {
        n: fit_quantiles(quantiles[n], probabilities, support=(0.0, 1.0), family="beta")
        for n in judged
    }
    a, b = np.array([[f.law.first, f.law.second] for f in fits.values()]).T
    means, sds = a / (a + b), np.sqrt(a * b / (a + b + 1.0)) / (a + b)
    if conditional:
        left = np.concatenate([[1.0], np.cumprod(1.0 - means)])
        shares, total = np.append(means * left[:-1], left[-1]), 1.0
        implied, centre = (a + b) / left[:-1], means
        n = _closest_worth(centre, sds, left[:-1], implied)
    else:
        total = float(means.sum())
        if abs(total - 1.0) > FAR:
            warnings.warn(
                f"the means of the judgements sum to {total:.2f}, not to 1, and are divided by it: "
                "ask again, or judge each hypothesis given that none before it holds",
                stacklevel=2,
            )
        shares, implied = means / total, a + b
        variances = means * (1.0 - means)
        root = float(np.sqrt(variances) @ sds / variances.sum())
        n = root**-2 - 1.0
    if worth == "least":
        n = float(implied.min())
    if not n > 0.0:
        msg = "the judgements are so wide that no Dirichlet distribution has their spread"
        raise ValueError(msg)
    return DirichletFit(
        prior=Prior(dict(zip(names, shares.tolist(), strict=True)), n),
        fits=fits,
        worths=dict(zip(judged, implied.tolist(), strict=True)),
        sum_of_means=total,
        conditional=conditional,
    )


def _closest_worth(means: Array, sds: Array, left: Array, implied: Array) -> float:
    """The concentration whose conditional spreads are the closest to those judged."""
    from scipy.optimize import minimize_scalar

    def misfit(log: float) -> float:
        made = np.sqrt(means * (1.0 - means) / (math.exp(log) * left + 1.0))
        return float(((made - sds) ** 2).sum() / (sds**2).sum())

    low, high = math.log(implied.min()), math.log(implied.max())
    if high - low < 1e-12:
        return float(implied[0])
    # the sum falls below the least and rises above the largest: the minimum lies between them
    minimum = minimize_scalar(
        misfit, bounds=(low, high), method="bounded", options={"xatol": 1e-12}
    )
    return math.exp(minimum.x)
