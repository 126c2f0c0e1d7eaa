"""From probabilities that do not fit together to the nearest ones that do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from priors.arrays import Array
from priors.labels import number, panel_of
from priors.names import meant

STRICTNESS = 7.0  # of the weights: whoever is off by .1 on average counts half; ours, see below


@dataclass(frozen=True)
class Coherent:
    """Judgements made coherent, with how far each expert's were from it.

    Attributes
    ----------
    judgements : dict
        {expert: {hypothesis: probability}}, summing to 1 for each expert. Not a number where what
        an expert said of the events does not determine it.
    events : dict
        {expert: {event: probability}}, as nearly as possible what was stated.
    incoherence : dict
        {expert: distance}: the root mean square of what had to be changed, over the events. It
        does not grow with their number.
    weights : dict
        {expert: weight} for pooling, summing to 1: the more coherent, the more.
    """

    judgements: dict[str, dict[str, float]]
    events: dict[str, dict[str, float]]
    incoherence: dict[str, float]
    weights: dict[str, float]


def coherentise(
    judgements: Mapping[str, Mapping[str, float]],
    *,
    events: Mapping[str, Collection[str]] | None = None,
    importance: Mapping[str, float] | None = None,
    strictness: float = STRICTNESS,
) -> Coherent:
    """Find the coherent probabilities nearest to what each expert said, and how near that is.

    People asked for several probabilities often give some that cannot all hold: .5, .4 and .3 for
    three hypotheses of which one is true, or .6 for something and .5 for its opposite. This finds
    the probabilities that can, with the least change. Those of an expert who had to be changed much
    deserve less weight, which is proposed; and he deserves a question.

    Parameters
    ----------
    judgements : mapping of mapping
        {expert: {event: probability}}, each from 0 to 1.
    events : mapping of collection, optional
        {event: the hypotheses under which it holds}; the hypotheses are exclusive, and one of
        them is true: those named in any of the events, judged or not. The opposite of {"a"} is the
        set of all others, and a conjunction holds under what both have in common. Without it each
        event is a hypothesis of its own, and together they are exhaustive.
    importance : mapping, optional
        {event: weight}: how firmly the number for it should be kept, above 0; 1 where none is
        given. Only proportions count.
    strictness : float
        How fast weight is lost with incoherence, 0 or more; at 0 all weigh the same.

    Returns
    -------
    Coherent
        `judgements`, `events`, `incoherence` and `weights`; the first and the last are what `pool`
        takes.

    Raises
    ------
    ValueError
        If a probability is not from 0 to 1, or an event is unknown or holds under nothing.

    Notes
    -----
    The p with sum 1 and no negative part that minimises the mean of v (A p - stated)^2, A having a
    1 where a hypothesis makes an event true, and v being the importances, divided by their mean;
    the incoherence is the root of that mean. The weight is proportional to
    exp(-strictness * incoherence). That form and its default, with which an incoherence of .1
    halves the weight, are a convention of this library and not the paper's.

    References
    ----------
    Karvetski, C. W., Olson, K. C., Mandel, D. R. & Twardy, C. R. (2013), *Decision Analysis*
    10:305-326, doi 10.1287/deca.2013.0279.
    Mandel, D. R., Karvetski, C. W. & Dhami, M. K. (2018), *Judgment and Decision Making*
    13:607-621 (what it gains among intelligence analysts).

    Examples
    --------
    >>> found = coherentise({"Ann": {"a": 0.5, "b": 0.4, "c": 0.4}})
    >>> {name: round(p, 3) for name, p in found.judgements["Ann"].items()}
    {'a': 0.4, 'b': 0.3, 'c': 0.3}
    >>> round(found.incoherence["Ann"], 3)
    0.1
    """
    panel = panel_of(judgements, "event")
    if not panel.is_named:
        msg = "judgements have the form {expert: {event: probability}}; see nearest_coherent()"
        raise ValueError(msg)
    hypotheses, matrix = _matrix(panel.columns, events)
    v = _importance(importance, panel.columns)
    number(strictness, "strictness", low=0.0)
    p = np.array([nearest_coherent(matrix, judged, importance=v) for judged in panel.values])
    fitted = p @ matrix.T
    off = np.sqrt((v * (fitted - panel.values) ** 2).mean(axis=1))
    off[off < 1e-12] = 0.0  # rounding of what fits already
    weights = np.exp(-strictness * (off - off.min()))
    if np.linalg.matrix_rank(np.vstack([matrix, np.ones(len(hypotheses))])) < len(hypotheses):
        p = np.full_like(p, np.nan)

    def named(rows: Array, columns: Any) -> dict[str, dict[str, float]]:
        made = (dict(zip(columns, row.tolist(), strict=True)) for row in rows)
        return dict(zip(panel.experts, made, strict=True))

    return Coherent(
        judgements=named(p, hypotheses),
        events=named(fitted, panel.columns),
        incoherence=dict(zip(panel.experts, off.tolist(), strict=True)),
        weights=dict(zip(panel.experts, (weights / weights.sum()).tolist(), strict=True)),
    )


def _matrix(
    names: tuple[str, ...], events: Mapping[str, Collection[str]] | None
) -> tuple[tuple[str, ...], Array]:
    """The hypotheses, and a 1 for each (event, hypothesis) where the event holds."""
    if events is None:
        if len(names) < 2:
            msg = f"{names[0]!r} alone would be certain: judge its alternatives, or use events"
            raise ValueError(msg)
        return names, np.eye(len(names))
    for name in names:
        if name not in events:
            msg = f"it is not said under which hypotheses {name!r} holds {meant(name, events)}"
            raise ValueError(msg)
    for name, under in events.items():
        if isinstance(under, str) or not under:
            msg = f"the event {name!r} needs a list of the hypotheses under which it holds"
            raise ValueError(msg)
    hypotheses = tuple(dict.fromkeys(h for under in events.values() for h in under))
    if len(hypotheses) < 2:
        msg = f"the events name one hypothesis only, {hypotheses[0]!r}, which would be certain: "
        msg += "name the others in an event that nobody need judge"
        raise ValueError(msg)
    matrix = np.array([[float(h in events[name]) for h in hypotheses] for name in names])
    return hypotheses, matrix


def _importance(importance: Mapping[str, float] | None, names: tuple[str, ...]) -> Array:
    if importance is None:
        return np.ones(len(names))
    for name, value in importance.items():
        if name not in names:
            msg = f"nobody judges {name!r}, which is to have importance {meant(name, names)}"
            raise ValueError(msg)
        if number(value, f"the importance of {name!r}") <= 0.0:
            msg = f"the importance of {name!r} has to be above 0, not {value!r}"
            raise ValueError(msg)
    values = np.array([importance.get(name, 1.0) for name in names], dtype=float)
    return np.asarray(values / values.mean())  # 2 and 4 are to mean what 1 and 2 do


def nearest_coherent(
    matrix: ArrayLike, stated: ArrayLike, *, importance: ArrayLike | None = None
) -> Array:
    """Find the probabilities of hypotheses nearest to what was stated of events made of them.

    Parameters
    ----------
    matrix : array_like (event, hypothesis)
        1 where the event holds under the hypothesis, else 0.
    stated : array_like (event)
        Stated probabilities of the events, 0 to 1.
    importance : array_like (event), optional
        Weights of the squared changes, above 0; all 1 by default.

    Returns
    -------
    ndarray (hypothesis)
        Probabilities, summing to 1. The events' are `matrix @ p`; these are unique even where
        several p give them.

    Raises
    ------
    ValueError
        If shapes do not fit or a probability is not from 0 to 1.

    Notes
    -----
    As sum p = 1, A p - s = (A - s 1') p = B p. Non-negative least squares on B with a row of ones
    aimed at 1 finds x, and p = x / sum x: with x = t p the best t leaves d^2 / (1 + d^2),
    `d = |B p|`, which is least where d is.

    Examples
    --------
    >>> [round(p, 3) for p in nearest_coherent([[1, 0], [0, 1]], [0.7, 0.5]).tolist()]
    [0.6, 0.4]
    """
    from scipy.optimize import nnls

    a, s = np.array(matrix, dtype=float), np.array(stated, dtype=float)
    v = np.ones(len(s)) if importance is None else np.array(importance, dtype=float)
    if a.ndim != 2 or s.shape != a.shape[:1] or v.shape != s.shape or 0 in a.shape:
        msg = f"a matrix of {a.shape} does not fit {s.shape} stated probabilities"
        raise ValueError(msg)
    if not ((s >= 0.0) & (s <= 1.0)).all():
        msg = f"stated probabilities have to lie from 0 to 1, but are {s.tolist()}"
        raise ValueError(msg)
    if not (np.isfinite(a).all() and np.isfinite(v).all() and (v > 0.0).all()):
        msg = "the matrix has to be finite, and every importance above 0"
        raise ValueError(msg)
    b = np.sqrt(v)[:, None] * (a - s[:, None])
    x, _ = nnls(np.vstack([b, np.ones(a.shape[1])]), np.append(np.zeros(len(s)), 1.0))
    return np.asarray(x / x.sum())
