"""Cooke's classical model: experts weighted by how they do on questions with known answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from priors.arrays import Array
from priors.labels import chosen, number, rising
from priors.names import meant

if TYPE_CHECKING:
    import xarray as xr

WEIGHTS = ("global", "item", "equal")
MAKERS = ["performance", "equal"]
CONDITION = (
    "the seed questions being like the questions of interest; the maker is scored on the same "
    "seeds that set the weights"
)


class _Study(NamedTuple):
    """A study in bare arrays, what is on a logarithmic background already in logarithms."""

    x: Array  # (expert, item, quantile), NaN where an expert did not answer
    levels: Array  # (quantile)
    truth: Array  # (item), NaN unless it is a seed
    low: Array  # (item), ends of the background
    high: Array

    @property
    def mass(self) -> Array:
        """Probability of each bin between the quantiles."""
        return np.diff(self.levels, prepend=0.0, append=1.0)

    @property
    def is_seed(self) -> Any:
        return np.isfinite(self.truth)


def cooke(
    assessments: Mapping[str, Mapping[str, Sequence[float]]],
    realisations: Mapping[str, float],
    *,
    quantiles: ArrayLike = (0.05, 0.5, 0.95),
    weights: str = "global",
    cutoff: float | None = None,
    overshoot: float = 0.1,
    log_scale: Collection[str] = (),
) -> xr.Dataset:
    """Weigh experts by seed questions whose answers are known, and pool their quantities.

    An expert counts who is calibrated (the truth falls between his quantiles as often as he says)
    and informative (his ranges are narrow). The first matters far more than the second. The pooled
    distributions are those of the "decision maker"; beside them stand those of equal weights.

    Parameters
    ----------
    assessments : mapping of mapping of sequence
        {expert: {item: values at the quantiles}}, seeds and questions of interest alike. An expert
        may leave items out.
    realisations : mapping
        {item: true value} of the seed questions, about ten of them at least.
    quantiles : array_like (quantile)
        Their levels, rising, between 0 and 1.
    weights : {"global", "item", "equal"}
        One weight for each expert; or one for each expert and item, from how informative he is on
        that item; or the same for all.
    cutoff : float, optional
        Least calibration with which an expert counts, 0 to 1. By default the one, among the
        experts' own calibrations, with which the decision maker scores best on the seeds.
    overshoot : float
        How far the background reaches beyond the lowest and the highest value named for an item,
        as a share of the distance between them; above 0.
    log_scale : collection of str
        Items whose background is uniform in the logarithm: values over several powers of ten.

    Returns
    -------
    xarray.Dataset
        calibration (expert), 0 to 1, the probability that a calibrated expert would fit the seeds
        at least so badly (and not that the expert is calibrated); information and
        information_seeds (expert), in nats, over all items and over the seeds; seeds (expert), how
        many were answered; score (expert), calibration times information on the seeds; weight
        (expert), or (expert, item); pooled (maker, item, quantile), for the makers `performance`
        and `equal`; maker_calibration and maker_information (maker), on the seeds. The attribute
        `cutoff` is the one that was used.

    Raises
    ------
    ValueError
        If values do not rise, a name is unknown, an expert has no seed, or nobody is left.

    Notes
    -----
    With N seeds, s the shares of them that fell into the bins, p what the quantiles say:
    calibration = P(chi-square with as many degrees of freedom as quantiles > 2 N sum s ln(s / p)).
    Information = mean over items of sum p ln(p / r), r the background's share of the bin. A truth
    equal to a quantile falls into the bin below. Experts who answered different numbers of seeds
    are not on one scale: the fewer, the milder. The maker is scored on the very seeds that made
    the weights, which flatters it: compare it with `equal` on questions that were held back.

    References
    ----------
    Cooke, R. M. (1991), *Experts in Uncertainty*, Oxford University Press.
    Cooke, R. M. & Goossens, L. H. J. (2008), *Reliability Engineering & System Safety* 93:657-674.
    Clemen, R. T. (2008), Comment on Cooke's classical method, *Reliability Engineering & System
    Safety* 93 (the flattery).

    Examples
    --------
    >>> said = {
    ...     "Ann": {"s1": [1, 3, 5], "s2": [2, 4, 9], "x": [10, 20, 30]},
    ...     "Bob": {"s1": [6, 7, 8], "s2": [7, 8, 9], "x": [40, 41, 42]},
    ... }
    >>> found = cooke(said, {"s1": 2.0, "s2": 5.0})
    >>> [round(w, 3) for w in found["weight"].values.tolist()]
    [1.0, 0.0]
    """
    chosen(weights, WEIGHTS, "the kind of weights")
    levels = rising(quantiles, "the levels of the quantiles")
    if not (levels[0] > 0.0 and levels[-1] < 1.0):
        msg = f"the levels of the quantiles have to lie between 0 and 1, but are {levels.tolist()}"
        raise ValueError(msg)
    if not number(overshoot, "overshoot") > 0.0:
        msg = f"overshoot has to be above 0, not {overshoot!r}"
        raise ValueError(msg)
    experts, items, x = _arrays(assessments, levels)
    is_log = _logs(log_scale, items)
    study = _study(x, levels, _truths(realisations, items), is_log, overshoot)
    calibration, seeds = _calibration(study.x, study)
    for expert, n in zip(experts, seeds, strict=True):
        if n == 0:
            msg = f"{expert} answered none of the seed questions, and cannot be scored"
            raise ValueError(msg)
    info = _information(study.x, study)
    cutoff, w = _weights(study, calibration, info, weights, cutoff)
    info_seeds = np.nanmean(info[:, study.is_seed], axis=1)
    total = w.sum(axis=0)
    w_shown = w / np.where(total > 0.0, total, np.nan)  # nobody is left for an item: no weights
    by_item = weights == "item"
    variables = {
        "calibration": ("expert", calibration),
        "information": ("expert", np.nanmean(info, axis=1), {"units": "nats"}),
        "information_seeds": ("expert", info_seeds, {"units": "nats"}),
        "seeds": ("expert", seeds),
        "score": ("expert", calibration * info_seeds),
        "weight": (("expert", "item"), w_shown) if by_item else ("expert", w_shown[:, 0]),
        **_makers(study, w, is_log),
    }
    import xarray as xr

    coords = {"expert": list(experts), "item": list(items), "quantile": levels, "maker": MAKERS}
    settings = {"weights": weights, "cutoff": cutoff, "overshoot": overshoot}
    return xr.Dataset(variables, coords, {**settings, "conditional_on": CONDITION})


def _makers(study: _Study, w: Array, is_log: Any) -> dict[str, Any]:
    """The pooled quantiles with these weights and with equal ones, and their scores."""
    pooled = np.array([_pooled(study, w), _pooled(study, np.ones_like(w))])
    calibration, _ = _calibration(pooled, study)
    on_seeds = np.nanmean(_information(pooled, study)[:, study.is_seed], axis=1)
    pooled[:, is_log] = np.exp(pooled[:, is_log])
    return {
        "pooled": (("maker", "item", "quantile"), pooled),
        "maker_calibration": ("maker", calibration),
        "maker_information": ("maker", on_seeds, {"units": "nats"}),
    }


def _arrays(
    assessments: Mapping[str, Mapping[str, Sequence[float]]], levels: Array
) -> tuple[tuple[str, ...], tuple[str, ...], Array]:
    experts = tuple(assessments)
    items = tuple(dict.fromkeys(name for judged in assessments.values() for name in judged))
    if not items:
        msg = "there are no assessments: {expert: {item: values at the quantiles}} is needed"
        raise ValueError(msg)
    x = np.full((len(experts), len(items), len(levels)), np.nan)
    for e, expert in enumerate(experts):
        for name, values in assessments[expert].items():
            quantiles = rising(values, f"the quantiles of {expert} for {name!r}", least=len(levels))
            if len(quantiles) != len(levels):
                msg = f"{expert} gives {len(quantiles)} values for {name!r}, not {len(levels)}"
                raise ValueError(msg)
            x[e, items.index(name)] = quantiles
    return experts, items, x


def _truths(realisations: Mapping[str, float], items: tuple[str, ...]) -> Array:
    truth = np.full(len(items), np.nan)
    for name, value in realisations.items():
        if name not in items:
            msg = f"nobody assessed the seed question {name!r} {meant(name, items)}"
            raise ValueError(msg)
        truth[items.index(name)] = number(value, f"the realisation of {name!r}")
    return truth


def _logs(log_scale: Collection[str], items: tuple[str, ...]) -> Any:
    for name in log_scale:
        if name not in items:
            msg = f"nobody assessed the item {name!r} of log_scale {meant(name, items)}"
            raise ValueError(msg)
    return np.array([name in log_scale for name in items])


def _study(x: Array, levels: Array, truth: Array, is_log: Any, overshoot: float) -> _Study:
    for values in (x[:, is_log], truth[is_log]):
        if (values <= 0.0).any():
            msg = "an item on a logarithmic scale has values above 0 only"
            raise ValueError(msg)
    x, truth = x.copy(), truth.copy()
    x[:, is_log], truth[is_log] = np.log(x[:, is_log]), np.log(truth[is_log])
    low = np.fmin(np.nanmin(x[..., 0], axis=0), truth)
    high = np.fmax(np.nanmax(x[..., -1], axis=0), truth)
    reach = overshoot * (high - low)
    return _Study(x, levels, truth, low - reach, high + reach)


def _calibration(x: Array, study: _Study) -> tuple[Array, Any]:
    """Calibration of each row of assessments, and on how many seeds it rests."""
    from scipy.special import chdtrc, xlogy

    x, truth = x[:, study.is_seed], study.truth[study.is_seed]
    answered = np.isfinite(x[..., 0])
    bins = (truth[:, None] > x).sum(axis=2)  # a truth equal to a quantile is in the bin below
    counts = np.array(
        [
            [(row[ok] == b).sum() for b in range(len(study.mass))]
            for row, ok in zip(bins, answered, strict=True)
        ]
    )
    n = counts.sum(axis=1)
    share = counts / np.maximum(n, 1)[:, None]
    distance = xlogy(share, share / study.mass).sum(axis=1)
    return np.asarray(chdtrc(len(study.levels), np.maximum(2.0 * n * distance, 0.0))), n


def _information(x: Array, study: _Study) -> Array:
    """Information of each row on each item against the background, in nats; NaN if unanswered."""
    low = np.broadcast_to(study.low[:, None], (*x.shape[:2], 1))
    high = np.broadcast_to(study.high[:, None], (*x.shape[:2], 1))
    width = np.diff(np.concatenate([low, x, high], axis=2), axis=2) / (high - low)
    return np.asarray((study.mass * np.log(study.mass / width)).sum(axis=2))


def _pooled(study: _Study, w: Array) -> Array:
    """Quantiles (item, quantile) of the mixture with weights (expert, item)."""
    ends = np.concatenate([[0.0], study.levels, [1.0]])
    out = np.empty(study.x.shape[1:])
    for i in range(study.x.shape[1]):
        heard = [e for e in range(len(w)) if w[e, i] > 0.0 and np.isfinite(study.x[e, i, 0])]
        if not heard:
            out[i] = np.nan
            continue
        points = [np.array([study.low[i], *study.x[e, i], study.high[i]]) for e in heard]
        at = np.unique(np.concatenate(points))
        share = w[heard, i] / w[heard, i].sum()
        below = sum(s * np.interp(at, p, ends) for s, p in zip(share, points, strict=True))
        out[i] = np.interp(study.levels, below, at)
    return out


def _weights(
    study: _Study, calibration: Array, info: Array, kind: str, cutoff: float | None
) -> tuple[float, Array]:
    """The cut-off and the weights (expert, item), not rescaled; the best cut-off if None."""
    if kind == "equal":
        return 0.0, np.ones_like(info)
    on_seeds = np.nanmean(info[:, study.is_seed], axis=1, keepdims=True)
    worth = info if kind == "item" else np.broadcast_to(on_seeds, info.shape)
    raw = calibration[:, None] * np.nan_to_num(worth)

    if not raw.any():
        msg = "every expert's calibration is 0 to the last digit: nobody can be weighed by it"
        raise ValueError(msg)

    def at(level: float) -> Array:
        return np.where((calibration >= level)[:, None], raw, 0.0)

    if cutoff is not None:
        level, w = number(cutoff, "cutoff", low=0.0, high=1.0), at(cutoff)
        if not w.any():
            msg = f"nobody reaches the cutoff {cutoff:g}; the best calibration is "
            msg += f"{calibration.max():.3g}"
            raise ValueError(msg)
        return level, w

    def score(level: float) -> float:
        made = _pooled(study, at(level))[None]
        calibration, _ = _calibration(made, study)
        return float(calibration[0] * np.nanmean(_information(made, study)[0, study.is_seed]))

    level = max(np.unique(calibration).tolist(), key=score)
    return level, at(level)
