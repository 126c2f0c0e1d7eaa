"""The credence as the prior goes from next to nothing to near certainty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.names import listed
from assess.kernel.logs import log_odds_to_probability, probability_to_log_odds
from assess.kernel.network import log_sum_exp
from assess.what_if.curves import Curves
from priors.odds import nats_to_decibans

if TYPE_CHECKING:
    import xarray as xr


THRESHOLDS = (0.5, 0.8, 0.95)
"""Credences for which the prior is given that leads to them."""

_LEAST, _MOST = 0.001, 0.999


def prior_sweep(
    result: xr.DataTree, hypothesis: str | None = None, *, points: int = 101
) -> xr.Dataset:
    """The credence of a hypothesis whatever its prior, from .001 to .999.

    For the reader who says: "I do not share your prior". The other hypotheses share what is left in
    the proportions that they have; likelihoods, reliabilities and all else are as stated. What the
    items say does not depend on the prior: the odds of the hypothesis against the rest are
    multiplied by one and the same factor, so that every reader can find the own credence on one
    curve.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned.
    hypothesis : str, optional
        The hypothesis; that of the first question with the highest credence when left out. Its
        question must have one prior: not a table that depends on another question, and not the
        distribution of a quantity.
    points : int
        Points of the curve, 2 or more, at even steps of the log-odds.

    Returns
    -------
    Dataset
        Dimensions `point`, `hypothesis` (of the question) and `threshold` (.5, .8, .95). `prior`
        (point), of the hypothesis; `credence` (point, hypothesis); `prior_needed` (threshold): the
        prior that leads to that credence, 0 or 1 where any or no prior does. Attributes: question,
        hypothesis, against, `stated` (the prior), credence, `even` (the prior if all hypotheses of
        the question had the same) and `credence_at_even`, for which the others keep their stated
        proportions; `leads_from` (the prior from which on the hypothesis leads; 0 or 1 as above)
        and `ahead` (the rival that it then overtakes), `decibans` (weight of evidence of all items
        for the hypothesis against the rest), conditional_on.

    Raises
    ------
    ValueError
        If there is no such hypothesis, its question has no single prior, its prior is certain, or
        `points` is below 2.

    Notes
    -----
    With p the prior and B the ratio of P(items | hypothesis) to P(items | rest), logit credence =
    logit p + ln B. So a credence c needs the prior of which logit p = logit c - ln B; and with B_j
    the ratio against rival j and w_j its share of the rest, the hypothesis leads from the largest
    of the priors with logit p = ln w_j - ln B_j. A linked question has a row of priors for every
    state of the questions that it is given. To move all rows together is not to move one number,
    and its marginal prior is no stated number either: many tables have the same one and lead to
    different credences. `one_way` moves a prior of one row, or of the question that is given.

    References
    ----------
    Good, I. J. (1950), *Probability and the Weighing of Evidence*, Griffin, ch. 6. Royall, R.
    (1997), *Statistical Evidence*, Chapman & Hall, ch. 1: evidence is told apart from prior belief.

    Examples
    --------
    >>> import assess
    >>> sweep = assess.prior_sweep(assess.weigh(assess.example_case("dprk_missiles")))
    >>> round(float(sweep["prior_needed"].sel(threshold=0.5)), 3)
    0.033
    """
    import xarray as xr

    if points < 2:
        msg = f"points: a curve needs 2 or more, not {points}"
        raise ValueError(msg)
    curves = Curves(result, hypothesis)
    moves, target = curves.moves, curves.target
    position = _prior_of(curves)
    stated = float(moves.used[position])
    # the question's joint probabilities where the prior is 1, and where it is 0
    rest, own = moves.ends[target.question][position]
    whole = float(own[target.hypothesis] - log_sum_exp(rest, (0,)))
    priors = log_odds_to_probability(
        np.linspace(probability_to_log_odds(_LEAST), probability_to_log_odds(_MOST), points)
    )
    even = 1.0 / len(curves.names)
    rows = np.full(points + 1, position, dtype=np.intp)
    credence = curves.credences(rows, np.append(priors, even))
    rivals = [k for k in range(len(curves.names)) if k != target.hypothesis]
    ahead = max(rivals, key=lambda k: float(rest[k]))
    needed = log_odds_to_probability(probability_to_log_odds(np.array(THRESHOLDS)) - whole)
    return xr.Dataset(
        {
            "prior": ("point", priors),
            "credence": (("point", "hypothesis"), credence[:-1]),
            "prior_needed": ("threshold", needed),
        },
        coords={
            "hypothesis": np.array(curves.names, dtype=object),
            "threshold": np.array(THRESHOLDS),
        },
        attrs={
            "reading": "prior_sweep",
            "title": moves.prepared.case.title,
            **target.attrs,
            "stated": stated,
            "credence": float(curves.now[target.hypothesis]),
            "even": even,
            "credence_at_even": float(credence[-1, target.hypothesis]),
            "leads_from": float(log_odds_to_probability(rest[ahead] - own[target.hypothesis])),
            "ahead": curves.names[ahead],
            "decibans": float(nats_to_decibans(whole)),
            "conditional_on": "likelihoods, reliabilities and all other questions as stated, and "
            "the other hypotheses in their stated proportions",
        },
    )


def _prior_of(curves: Curves) -> int:
    """Position of the one prior of the hypothesis."""
    moves, target = curves.moves, curves.target
    scope, index = moves.structure.roots[target.question]
    if index.min() >= len(moves.numbers):
        msg = (
            f"{target.question_id} is about a quantity: its prior is a distribution, and the prior "
            f"of {target.label} is no number that could be moved by itself"
        )
        raise ValueError(msg)
    own = np.take(index, target.hypothesis, axis=scope.index(target.question))
    if own.ndim:
        rows = [str(curves.number(int(k)).address) for k in own.ravel()]
        msg = (
            f"{target.question_id} is linked: {target.label} has a prior for each state of the "
            f"questions it is given, and moving all of them is not moving one number; use "
            f"assess.one_way with one of {listed(rows)}"
        )
        raise ValueError(msg)
    position = int(own)
    if moves.used[position] in (0.0, 1.0):
        address = curves.number(position).address
        msg = f"{address} was stated as certainly {moves.used[position]:g}: it has no other values"
        raise ValueError(msg)
    return position
