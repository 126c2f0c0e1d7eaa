"""Contamination: the credences if part of the prior may have been anything at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.names import listed
from assess.kernel.network import log_sum_exp
from assess.kernel.weigh import credences
from assess.result.access import case_of, exact_of
from assess.result.lead import leader
from assess.result.target import question_named
from priors.arrays import Array

if TYPE_CHECKING:
    import xarray as xr


_EPSILON = (0.0, 0.01, 0.05, 0.1, 0.2, 0.5)


def contamination(
    result: xr.DataTree,
    *,
    epsilon: Sequence[float] = _EPSILON,
    question: str | None = None,
) -> xr.Dataset:
    """Bounds of the credences if a share of the prior was kept for any other prior at all.

    It answers the reader who says: "I do not share your prior". A share `epsilon` of the stated
    prior is handed to an opponent who may put it on any hypotheses, after having seen the items.
    The bounds hold for every such opponent. Nothing else moves: likelihoods, reliabilities and all
    other questions are as stated. A hypothesis whose prior is 0 by explicit consent keeps it.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned.
    epsilon : sequence of float
        Shares of the prior, from 0 up to, but not including, 1.
    question : str, optional
        The question, by its id; the first one when left out. The prior is that of this question.

    Returns
    -------
    Dataset
        Dimensions `epsilon` and `hypothesis` (of that question). `low`, `high` (epsilon,
        hypothesis): least and greatest credence; `credence`, `prior` (hypothesis), as they are;
        `log_likelihood` (hypothesis): natural logarithm of P(items | hypothesis);
        `overtakes_at` (hypothesis): the share from which on that hypothesis could have the highest
        credence, 0 for the one that has, nan where no share below 1 is enough. Attributes:
        question, `leader` (the hypothesis with the highest credence), `lead_changes_at` (least of
        the shares at which another could lead, nan if none can) and `rival` (which one).

    Raises
    ------
    ValueError
        If an epsilon is out of range, the question is unknown, its prior is a table that depends on
        other questions (of the first question too, when none is named), or the result holds an
        estimate only.

    Notes
    -----
    The priors are (1 - epsilon) pi + epsilon q with q arbitrary. With L_h = P(items | h), Z_h =
    pi_h L_h and Z their sum, the extremes are at q that put everything on one hypothesis:

        high_h = ((1 - epsilon) Z_h + epsilon L_h) / ((1 - epsilon) Z + epsilon L_h)
        low_h = (1 - epsilon) Z_h / ((1 - epsilon) Z + epsilon max over g other than h of L_g)

    and a rival g can overtake the leader h from epsilon = (Z_h - Z_g) / (Z_h - Z_g + L_g) on.

    References
    ----------
    Huber, P. J. (1973), The use of Choquet capacities in statistics, *Bulletin of the International
    Statistical Institute* 45:181-191. Berger, J. O. (1985), *Statistical Decision Theory and
    Bayesian Analysis*, 2nd ed., Springer, section 4.7. Berger, J. O. & Berliner, L. M. (1986),
    Robust Bayes and empirical Bayes analysis with epsilon-contaminated priors, *Annals of
    Statistics* 14:461-486.

    Examples
    --------
    >>> import assess
    >>> bounds = assess.contamination(assess.weigh(assess.example_case("dprk_missiles")))
    >>> bounds["low"].dims
    ('epsilon', 'hypothesis')
    """
    import xarray as xr

    shares = _shares(epsilon)
    exact = exact_of(result)
    name = _question(result, question)
    own = exact["question"].values == name
    with np.errstate(divide="ignore"):
        log_prior = np.log(exact["prior"].values[own])
    credence = exact["credence"].values[own]
    joint = exact["log_credence"].values[own] + float(exact["log_evidence"])
    possible = log_prior > -np.inf
    likelihood = np.where(possible, joint - np.where(possible, log_prior, 0.0), np.nan)
    low, high = _bounds(shares, joint, likelihood)
    labels = exact["hypothesis"].values[own]
    overtakes = _overtakes(joint, likelihood)
    first = leader(credence)
    others = np.where(np.arange(len(labels)) == first, np.nan, overtakes)
    rival = None if np.isnan(others).all() else int(np.nanargmin(others))
    return xr.Dataset(
        {
            "low": (("epsilon", "hypothesis"), low),
            "high": (("epsilon", "hypothesis"), high),
            "credence": ("hypothesis", credence),
            "prior": ("hypothesis", exact["prior"].values[own]),
            "log_likelihood": ("hypothesis", likelihood),
            "overtakes_at": ("hypothesis", overtakes),
        },
        coords={"epsilon": shares, "hypothesis": np.array(labels, dtype=object)},
        attrs={
            "reading": "contamination",
            "title": case_of(result).title,
            "question": name,
            "leader": str(labels[first]),
            "lead_changes_at": np.nan if rival is None else float(others[rival]),
            "rival": "" if rival is None else str(labels[rival]),
            "conditional_on": "likelihoods, reliabilities and all other questions as stated; of a "
            "quantity also how it is distributed within each band",
        },
    )


def _shares(epsilon: Sequence[float]) -> Array:
    shares = np.asarray(epsilon, dtype=float)
    if shares.ndim != 1 or not len(shares) or not ((shares >= 0.0) & (shares < 1.0)).all():
        msg = f"epsilon holds shares from 0 up to, but not including, 1, not {epsilon}"
        raise ValueError(msg)
    return np.unique(shares)


def _question(result: xr.DataTree, question: str | None) -> str:
    """The id of the question, whose prior must not depend on others."""
    questions = {q.id: q for q in case_of(result).questions}
    free = [name for name, q in questions.items() if not q.given]
    name = question_named(question, list(questions))
    if name not in free:
        msg = (
            f"the prior of {name!r} is a table given {listed(list(questions[name].given))}:"
            f" contaminate one that depends on no other (there are: {listed(free)})"
        )
        raise ValueError(msg)
    return name


def _bounds(shares: Array, joint: Array, likelihood: Array) -> tuple[Array, Array]:
    """Least and greatest credence, (epsilon, hypothesis) each."""
    with np.errstate(divide="ignore"):
        kept, given = np.log1p(-shares)[:, None], np.log(shares)[:, None]
    each = np.where(np.isnan(likelihood), -np.inf, likelihood)
    others = ~np.eye(len(joint), dtype=bool)
    rest = kept + log_sum_exp(np.where(others, joint, -np.inf), (1,))
    rival = np.where(others, each, -np.inf).max(axis=1)
    high = _share(np.logaddexp(kept + joint, given + each), rest)
    low = _share(kept + joint, np.logaddexp(rest, given + rival))
    return low, high


def _share(log_this: Array, log_rest: Array) -> Array:
    """The share of one part in the sum of two; what is possible is never shown as 0."""
    both = np.stack([log_this, log_rest], axis=-1)
    return credences(both - np.logaddexp(log_this, log_rest)[..., None])[..., 0]


def _overtakes(joint: Array, likelihood: Array) -> Array:
    """The share from which on each hypothesis could lead; nan where none is enough."""
    top = joint.max()
    gap = 1.0 - np.exp(joint - top)
    # relative to the leader; beyond e^700 the share is as good as none
    each = np.exp(np.minimum(np.where(np.isnan(likelihood), -np.inf, likelihood) - top, 700.0))
    share = np.where(gap > 0.0, gap / np.where(gap > 0.0, gap + each, 1.0), 0.0)
    return np.where(share < 1.0, share, np.nan)
