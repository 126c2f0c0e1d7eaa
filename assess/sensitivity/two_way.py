"""Two-way functions: the credences over the whole range of two numbers at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assess.case.numbers import Number, check_mass
from assess.result.access import exact_of, prepared_from
from assess.result.lead import MARGIN, leader, leaders
from assess.result.target import target_of
from assess.what_if.moves import Moves
from assess.what_if.pairs import between_corners, corners, is_bilinear, log_joint_of_pairs, same_row
from priors.arrays import Array

if TYPE_CHECKING:
    import xarray as xr


def two_way(
    result: xr.DataTree,
    first: str,
    second: str,
    *,
    hypothesis: str | None = None,
    points: int = 51,
    mass: float = 0.9,
) -> xr.Dataset:
    """The credences of all hypotheses with two stated numbers moved over their whole ranges.

    It answers what one number at a time cannot: whether two judgements, each of them tenable, can
    together overturn the conclusion. Everything else is as stated. A prior moves against the other
    hypotheses of its question; of a reliability the mean moves and its worth stays.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned.
    first, second : str
        Addresses of two numbers, such as 'reliability[us]'.
    hypothesis : str, optional
        The hypothesis; that of the first question with the highest credence when left out. Words
        and picture are about it.
    points : int
        Values of either number, 11 or more.
    mass : float
        Probability of the central range of each number, between 0 and 1.

    Returns
    -------
    Dataset
        Dimensions `first`, `second` (values as stated, ascending), `hypothesis`: `credence`;
        `leads` (first, second): the position of the hypothesis with the highest credence, -1 where
        two priors of one question would sum to more than 1; `margin` (first, second): the credence
        of the hypothesis that leads as stated less the highest of the others. Attributes: the
        addresses, for either number its stated value and range (`first_value`, `first_low`,
        `first_high`, ...), question, hypothesis, credence, leader, mass, and `others_within`: which
        other hypotheses can lead within the two ranges.

    Raises
    ------
    ValueError
        If there is no such number, it cannot be moved, the two are the same or tied to each other
        (both priors of a question with two hypotheses), or `points` or `mass` is out of range.

    Notes
    -----
    The joint probability of the items and a hypothesis is linear in each of two different numbers,
    so four evaluations give it everywhere: Z(s, t) = sum over i, j in {0, 1} of weights times
    Z(i, j). Where a reliability is moved it is evaluated at every point.

    References
    ----------
    Coupe, V. M. H. & van der Gaag, L. C. (2002), Annals of Mathematics and Artificial Intelligence
    36:323-356, doi:10.1023/A:1016398407857 (n-way sensitivity functions).

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> map_ = assess.two_way(result, "prior[new_type]", "reliability[us]", points=11)
    >>> dict(map_.sizes)
    {'first': 11, 'second': 11, 'hypothesis': 4}
    """
    import xarray as xr

    if points < 11:
        msg = f"points is a whole number, 11 or more, not {points}"
        raise ValueError(msg)
    check_mass(mass)
    prepared = prepared_from(result)
    target = target_of(result, hypothesis)
    moves = Moves(prepared)
    i, j = (moves.position(name) for name in (first, second))
    if i == j or (same_row(moves, i, j) and len(moves.rows[i]) == 2):
        msg = f"{first} and {second} are one number: moving the one moves the other"
        raise ValueError(msg)
    entries = prepared.numbers.entries
    axes = [_axis(entries[k].kind == "ratio", entries[k].value, points) for k in (i, j)]
    at = _Pair(moves, target.question, i, j)
    credence = at.credences(*axes)
    unknown = np.isnan(credence[..., 0])
    exact = exact_of(result)
    own = exact.isel(hypothesis=exact["question"].values == target.question_id)
    first_now = leader(own["credence"].values)
    safe = np.where(np.isnan(credence), -1.0, credence)
    leads = np.where(unknown, -1, leaders(safe, first_now))
    ranges = [entries[k].interval(mass) for k in (i, j)]
    inside = at.credences(*(np.linspace(*r, _INSIDE if r[1] > r[0] else 1) for r in ranges))
    inside = inside.reshape(-1, inside.shape[-1])
    behind = np.nan_to_num(inside - inside[:, [first_now]], nan=-1.0).max(axis=0) > MARGIN
    return xr.Dataset(
        {
            "credence": (("first", "second", "hypothesis"), credence),
            "leads": (("first", "second"), leads),
            "margin": (("first", "second"), _margin(credence, first_now)),
        },
        coords={
            "first": axes[0],
            "second": axes[1],
            "hypothesis": own["hypothesis"].values,
        },
        attrs={
            **target.attrs,
            **_stated("first", entries[i], mass),
            **_stated("second", entries[j], mass),
            "reading": "two_way",
            "title": prepared.case.title,
            "credence": float(own["credence"].values[target.hypothesis]),
            "leader": str(own["hypothesis"].values[first_now]),
            "mass": mass,
            "others_within": ", ".join(str(h) for h in own["hypothesis"].values[behind]),
        },
    )


def _stated(word: str, number: Number, mass: float) -> dict[str, float | str]:
    """What was stated of one of the two numbers, as attributes."""
    low, high = number.interval(mass)
    return {
        f"{word}_value": number.value,
        f"{word}_low": low,
        f"{word}_high": high,
        f"{word}_kind": number.kind,
        f"{word}_number": str(number.address),
    }


_INSIDE = 15
"""Values of either number within its range at which it is looked who leads, the ends included."""


class _Pair(NamedTuple):
    """Two numbers of a case."""

    moves: Moves
    question: int
    first: int
    second: int

    def credences(self, first: Array, second: Array) -> Array:
        """Credences at every combination of values as stated, (first, second, hypothesis)."""
        entries = self.moves.numbers.entries
        values = [
            np.array([entries[k].entering(float(v)) for v in axis])
            for k, axis in ((self.first, first), (self.second, second))
        ]
        a, b = (x.ravel() for x in np.meshgrid(*values, indexing="ij"))
        if is_bilinear(self.moves, self.first, self.second):
            ends = np.array([self.first]), np.array([self.second])
            at = corners(self.moves, self.question, *ends)
            logs = between_corners(np.broadcast_to(at[0], (len(a), *at.shape[1:])), a, b)
        else:
            one, other = (np.full(len(a), k, dtype=np.intp) for k in (self.first, self.second))
            logs = log_joint_of_pairs(self.moves, self.question, one, a, other, b)
        z = np.exp(logs - logs.max(axis=1, keepdims=True))
        return np.asarray(z / z.sum(axis=1, keepdims=True)).reshape(len(first), len(second), -1)


def _margin(credence: Array, leader: int) -> Array:
    """By how much the credence of one hypothesis exceeds the highest of the others."""
    return np.asarray(credence[..., leader] - np.delete(credence, leader, axis=-1).max(axis=-1))


def _axis(is_ratio: bool, value: float, points: int) -> Array:
    """Values of a number: even over its range, of a ratio even in its logarithm."""
    if is_ratio:
        return np.geomspace(min(0.01, value / 10), max(100.0, value * 10), points)
    ends = np.linspace(0.0, 1.0, points)
    ends[0], ends[-1] = 0.001, 0.999  # at 0 and at 1 a number would be certain
    return ends
