"""Several experts' probabilities of the same hypotheses, pooled into one set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike

from priors.arrays import Array
from priors.labels import Panel, chosen, number, panel_of, shares

METHODS = ("linear", "log", "median", "extremised", "interval")
"""The ways of pooling probabilities."""

_SUM = 1e-6  # sums of probabilities closer to 1 than this are rounding, and are divided out


@overload
def pool(
    judgements: Mapping[str, Mapping[str, float]],
    *,
    weights: Mapping[str, float] | ArrayLike | None = ...,
    method: str = ...,
    overlap: float | None = ...,
    exponent: float | None = ...,
    prior: Mapping[str, float] | ArrayLike | None = ...,
    intervals: Any = ...,
) -> dict[str, float]: ...
@overload
def pool(
    judgements: ArrayLike,
    *,
    weights: Mapping[str, float] | ArrayLike | None = ...,
    method: str = ...,
    overlap: float | None = ...,
    exponent: float | None = ...,
    prior: Mapping[str, float] | ArrayLike | None = ...,
    intervals: Any = ...,
) -> Array: ...
def pool(
    judgements: Mapping[str, Mapping[str, float]] | ArrayLike,
    *,
    weights: Mapping[str, float] | ArrayLike | None = None,
    method: str = "linear",
    overlap: float | None = None,
    exponent: float | None = None,
    prior: Mapping[str, float] | ArrayLike | None = None,
    intervals: Any = None,
) -> dict[str, float] | Array:
    """Pool the probabilities of several experts into one set.

    What comes out can stand as the priors of a question. It hides how far the experts disagree: say
    that beside it. An opinion formed on items that are in the case belongs in neither place, for
    those items would count twice.

    Parameters
    ----------
    judgements : mapping of mapping, or array_like (expert, hypothesis)
        Each expert's probabilities of the same exclusive and exhaustive hypotheses, summing to 1.
    weights : mapping or array_like (expert), optional
        How much each expert counts, 0 or more; only their proportions matter. Equal by default.
    method : {"linear", "log", "median", "extremised", "interval"}
        See Notes.
    overlap : float, optional
        For "extremised": how far the experts drew on the same information, 0 to 1; 1 if all read
        the same file, and then nothing is made more extreme.
    exponent : float, optional
        For "extremised", in place of `overlap`: the exponent itself, 1 or more.
    prior : mapping or array_like (hypothesis), optional
        For "extremised": what the experts started from, the point from which the pooled opinion is
        moved away. Equal by default.
    intervals : mapping of mapping, or array_like (expert, hypothesis, 2), optional
        For "interval": the lower and the upper end beside each probability.

    Returns
    -------
    dict or ndarray (hypothesis)
        Probabilities that sum to 1: by hypothesis if the judgements were by name.

    Raises
    ------
    ValueError
        If an expert's probabilities do not sum to 1 (see `coherentise`), if experts judge different
        hypotheses, if an argument does not belong to the method, or if what one expert excludes
        and what another excludes leaves nothing.

    Notes
    -----
    With shares w_i of the weights, natural logarithms, and each result rescaled to sum to 1:

    linear
        sum w_i p_i. Keeps disagreement as uncertainty. What is pooled for "A or B" is what is
        pooled for A and for B, added; but to update first and to pool first give different results.
    log
        prod p_i^w_i. To update first or to pool first is the same (external Bayesianity), but
        joining hypotheses first is not; and a single expert's 0 is a veto.
    median
        The weighted median of each hypothesis: heeds no outlier.
    extremised
        p0 prod (p_i / p0)^(a w_i). Each expert who knows something of his own is right to be
        cautious by himself, and their average is too cautious. With n experts and overlap c the
        exponent is a = n / (1 + (n - 1) c), the equivalent number of independent experts: exact
        for equally good normal signals with correlation c. If weights differ, n is
        1 / sum w_i^2, Kish's effective number; to use it here is our choice, and not exact. The
        empirical exponents of forecasting tournaments, about 1.2 to 3.9, were
        found where much was not shared.
    interval
        Linear, with weights divided by the mean width of the expert's intervals. It rewards the
        narrow, who need not be the right: prefer weights from questions with known answers
        (`cooke`).

    References
    ----------
    Stone, M. (1961), The opinion pool, *Ann. Math. Statist.* 32:1339-1342.
    Genest, C. & Zidek, J. V. (1986), *Statistical Science* 1:114-135, doi 10.1214/ss/1177013825.
    Satopää, V. A. et al. (2014), *Int. J. Forecasting* 30:344-356.
    Baron, J. et al. (2014), *Decision Analysis* 11:133-145.
    Clemen, R. T. & Winkler, R. L. (1985), *Operations Research* 33:427-442 (equivalent number).
    Kish, L. (1965), *Survey Sampling*, Wiley (effective number).
    Hanea, A. et al. (2021), *PLoS ONE* 16:e0256919, doi 10.1371/journal.pone.0256919 (intervals).

    Examples
    --------
    >>> said = {"Ann": {"h": 0.9, "g": 0.1}, "Bob": {"h": 0.6, "g": 0.4}}
    >>> {name: round(p, 3) for name, p in pool(said).items()}
    {'h': 0.75, 'g': 0.25}
    >>> {name: round(p, 3) for name, p in pool(said, method="log").items()}
    {'h': 0.786, 'g': 0.214}
    >>> {name: round(p, 3) for name, p in pool(said, method="extremised", overlap=0.5).items()}
    {'h': 0.85, 'g': 0.15}
    """
    chosen(method, METHODS, "the method")
    _only_for(method, overlap=overlap, exponent=exponent, prior=prior, intervals=intervals)
    panel = panel_of(judgements)
    p, w = _coherent(panel), shares(weights, panel.experts)
    if method == "interval":
        w = shares(w / _widths(panel, intervals), panel.experts)
    if method in ("linear", "interval"):
        pooled = w @ p
    elif method == "median":
        pooled = weighted_median(p, w)
    else:
        power = 1.0 if method == "log" else _exponent(overlap, exponent, w)
        pooled = _log_pool(p, w, power, _start(prior, panel))
    if not pooled.sum() > 0.0:
        msg = f"every hypothesis is left with probability 0 by the method {method!r}"
        raise ValueError(msg)
    pooled = pooled / pooled.sum()
    if panel.is_named:
        return dict(zip(panel.columns, pooled.tolist(), strict=True))
    return np.asarray(pooled)


_OF = {"overlap": "extremised", "exponent": "extremised", "prior": "extremised"}


def _only_for(method: str, **given: Any) -> None:
    for name, value in given.items():
        home = _OF.get(name, "interval")
        if value is not None and method != home:
            msg = f"{name} belongs to the method {home!r}, not to {method!r}"
            raise ValueError(msg)
    if method == "interval" and given["intervals"] is None:
        msg = "the method 'interval' needs intervals: a lower and an upper end for each probability"
        raise ValueError(msg)
    if method == "extremised" and (given["overlap"] is None) == (given["exponent"] is None):
        msg = (
            "the method 'extremised' needs either overlap, how far the experts drew on the same "
            "information (1 if all read the same file), or exponent"
        )
        raise ValueError(msg)


def _coherent(panel: Panel) -> Array:
    p = panel.values
    for expert, row in zip(panel.experts, p, strict=True):
        if not ((row >= 0.0) & (row <= 1.0)).all():  # NaN is caught, too
            msg = f"the probabilities of {expert} have to lie from 0 to 1, but are {row.tolist()}"
            raise ValueError(msg)
        if abs(row.sum() - 1.0) > _SUM:
            msg = (
                f"the probabilities of {expert} sum to {row.sum():.6g}, not to 1; coherentise() "
                "finds the nearest that do"
            )
            raise ValueError(msg)
    return np.asarray(p / p.sum(axis=1, keepdims=True))


def _widths(panel: Panel, intervals: Any) -> Array:
    bounds = panel_of(intervals, width=2)
    if panel.is_named and bounds.is_named:
        if set(bounds.experts) != set(panel.experts) or set(bounds.columns) != set(panel.columns):
            msg = "intervals have to name the same experts and hypotheses as the judgements"
            raise ValueError(msg)
        rows = [bounds.experts.index(e) for e in panel.experts]
        columns = [bounds.columns.index(c) for c in panel.columns]
        ends = bounds.values[np.ix_(rows, columns)]
    else:
        ends = bounds.values
    if ends.shape[:2] != panel.values.shape:
        msg = f"intervals of shape {ends.shape} do not fit judgements of {panel.values.shape}"
        raise ValueError(msg)
    low, high = ends[..., 0], ends[..., 1]
    if not ((low >= 0.0) & (low <= panel.values) & (panel.values <= high) & (high <= 1.0)).all():
        msg = "each interval has to lie from 0 to 1 and hold the probability beside it"
        raise ValueError(msg)
    widths = np.asarray((high - low).mean(axis=1))
    if not (widths > 0.0).all():
        msg = "an interval of no width claims certainty and would take all the weight"
        raise ValueError(msg)
    return widths


def _exponent(overlap: float | None, exponent: float | None, w: Array) -> float:
    if exponent is not None:
        return number(exponent, "exponent", low=1.0)
    c, n = number(overlap, "overlap", low=0.0, high=1.0), 1.0 / float((w**2).sum())
    return n / (1.0 + (n - 1.0) * c)


def _start(prior: Any, panel: Panel) -> Array:
    start = shares(prior, panel.columns, "hypothesis")
    if not (start > 0.0).all():
        msg = "the prior that the experts started from has to be above 0 for every hypothesis"
        raise ValueError(msg)
    return start


def _log_pool(p: Array, w: Array, power: float, start: Array) -> Array:
    heard = w > 0.0  # 0 times the logarithm of 0 is nothing
    with np.errstate(divide="ignore"):
        moved = np.log(p[heard]) - np.log(start)
    log = np.log(start) + power * (w[heard] @ moved)
    return np.asarray(np.exp(log - log.max())) if np.isfinite(log).any() else np.zeros(len(start))


def weighted_median(values: Array, weights: Array) -> Array:
    """Return the weighted median down the first axis: half of the weight lies on either side."""
    order = np.argsort(values, axis=0, kind="stable")
    ranked = np.take_along_axis(values, order, axis=0)
    below = np.cumsum(weights[order], axis=0)
    # half the weight reached exactly, but for rounding: the middle of the two next to it
    low = np.argmax(below > 0.5 - 1e-12, axis=0)
    high = np.argmax(below > 0.5 + 1e-12, axis=0)
    columns = np.arange(values.shape[1])
    return np.asarray((ranked[low, columns] + ranked[high, columns]) / 2.0)


def entropy(prior: Mapping[str, float] | ArrayLike) -> float:
    """Compute the entropy of a set of probabilities, in bits: how undecided it is.

    Parameters
    ----------
    prior : mapping or array_like
        Probabilities of exclusive and exhaustive hypotheses, or a `Prior`'s `priors`; they sum
        to 1.

    Returns
    -------
    float
        From 0 (one hypothesis certain) to log2 of the number of hypotheses (all alike), in bits.

    Raises
    ------
    ValueError
        If they are no probabilities, or do not sum to 1.

    Notes
    -----
    `-sum p log2 p`. It depends on how finely the hypotheses are cut: compare two priors of the same
    hypotheses, not of different ones.

    References
    ----------
    Shannon, C. E. (1948), *Bell System Technical Journal* 27:379-423.

    Examples
    --------
    >>> entropy({"stolen": 0.5, "moved": 0.25, "other": 0.25})
    1.5
    """
    row = list(prior.values()) if isinstance(prior, Mapping) else prior
    p = _coherent(panel_of([row])._replace(experts=("the prior",)))[0]
    return float(-sum(x * np.log2(x) for x in p if x > 0.0)) + 0.0


def effective_number(prior: Mapping[str, float] | ArrayLike) -> float:
    """Count how many equally probable hypotheses would be as undecided as these.

    Parameters
    ----------
    prior : mapping or array_like
        Probabilities of exclusive and exhaustive hypotheses; they sum to 1.

    Returns
    -------
    float
        2 to the power of the `entropy`: 1 to the number of hypotheses.

    Raises
    ------
    ValueError
        If they are no probabilities, or do not sum to 1.

    Examples
    --------
    >>> round(effective_number({"stolen": 0.5, "moved": 0.25, "other": 0.25}), 2)
    2.83
    """
    return float(2.0 ** entropy(prior))
