"""One-way sensitivity functions: the credence over the whole range of one stated number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from assess.case.numbers import Number, as_stated, check_mass
from assess.kernel.logs import probability_to_log_odds
from assess.what_if.curves import Curves
from priors.arrays import Index
from priors.odds import nats_to_decibans

if TYPE_CHECKING:
    import xarray as xr


CONDITION = (
    "Each number is moved alone, everything else as stated. A prior moves against its rivals, "
    "which keep their proportions; of a reliability the mean moves and its worth stays."
)


def one_way(
    result: xr.DataTree,
    numbers: str | Sequence[str] | None = None,
    *,
    hypothesis: str | None = None,
    points: int = 101,
    mass: float = 0.9,
    most: int = 8,
) -> xr.Dataset:
    """The credence as a function of one stated number, from one end of its range to the other.

    It answers: what would be concluded if this one number were another, whatever it were? A prior
    moves against the other hypotheses of its question, which keep their proportions. Of a
    reliability the mean moves and its worth stays: the judgement is as firm as it was, about
    another value. Any other uncertain number enters with its mean, so it is the mean that moves.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned.
    numbers : str or sequence of str, optional
        Addresses, such as 'reliability[us]'. When left out, the `most` numbers that move the
        credence of the hypothesis furthest: over their stated ranges, and where none is stated
        over odds from half to twice the stated ones. Numbers stated as certain are then passed
        over.
    hypothesis : str, optional
        The hypothesis; that of the first question with the highest credence when left out. The
        curves are of all hypotheses of its question.
    points : int
        Points of each curve, 5 or more.
    mass : float
        Probability of the stated central range of each number, between 0 and 1.
    most : int
        How many numbers are chosen, 1 or more; without effect on `numbers`. Eight curves are as
        many as one picture tells apart.

    Returns
    -------
    Dataset
        Dimensions `number` (addresses; when chosen, by descending reach), `point`, `hypothesis` (of
        the question) and `coefficient` ('linear', 'constant').

        `value` (number, point): the number, ascending, from 0 to 1; of a likelihood ratio the ratio
        itself, from .001 to 1000 or 30 dB to either side of the stated one. Half of the points lie
        within 30 dB of the stated odds, the value used among them. `change`: by how much the odds
        of the number (or the ratio) differ from the stated ones, in decibans. `credence` (number,
        point, hypothesis); nan where the items are impossible.

        For each number: `stated` (a mean; of an uncertain ratio its median) and `used`, the place
        on the curve where the credence is as stated, which differs for an uncertain ratio only (the
        ratio that is worth as much as the uncertain one); `low` and `high` (its stated range; equal
        where there is none), `fixed` (whether there is none), `least` and `greatest`
        (credence of the hypothesis within the range, or within odds of half to twice), `kind`,
        `meaning` (in words); `flip_below` and `flip_above`, the nearest values at which another
        hypothesis comes to lead, nan if none does, and `leader_below`, `leader_above`, which one.

        For each number and hypothesis: `slope`, the derivative of its credence at the stated value
        (per unit of the number; a mean of both sides where these differ), and `numerator`; with
        `denominator` (number) they are the coefficients A, B and C, D below, scaled so that
        C t + D = 1 at the value used: multiplied by P(items), the exponential of the attribute
        `log_evidence`, they give joint probabilities. nan for reliabilities.

        Attributes: question, hypothesis, credence, leader, mass, log_evidence, conditional_on.

    Raises
    ------
    ValueError
        If there is no such number or hypothesis, the number cannot be moved, or `points`, `mass` or
        `most` is out of range.

    Notes
    -----
    In a number t that occurs once, the probability of the items is linear, and so is that of the
    items and hypothesis h; the credence is (A_h t + B_h) / (C t + D). Two evaluations, at 0 and at
    1, give it everywhere, its derivative A_h - credence C (in the scale above), and the value at
    which a leads no more before b: t = d(0) / (d(0) - d(1)), d = A_a t + B_a - A_b t - B_b. A ratio
    LR enters as LR / (1 + LR), and the function is of the same form in LR. In the mean of a
    reliability numerator and denominator are polynomials: the curve is computed point by point, the
    changes of lead are bracketed and solved, the derivative is numerical (fourth order).

    References
    ----------
    Laskey, K. B. (1995), Sensitivity analysis for probability assessments in Bayesian networks,
    IEEE Transactions on Systems, Man, and Cybernetics 25:901-909, doi:10.1109/21.384252. Castillo,
    E., Gutierrez, J. M. & Hadi, A. S. (1997), Sensitivity analysis in discrete Bayesian networks,
    ibid. 27:412-423, doi:10.1109/3468.594909. Coupe, V. M. H. & van der Gaag, L. C. (2002),
    Properties of sensitivity analysis of Bayesian belief networks, Annals of Mathematics and
    Artificial Intelligence 36:323-356, doi:10.1023/A:1016398407857.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> curves = assess.one_way(result, "prior[new_type]")
    >>> float(curves["credence"].sel(hypothesis="new_type")[0, -1])  # where the prior is 1
    1.0
    """
    _check(points, mass, most)
    curves = Curves(result, hypothesis)
    if numbers is None:
        positions = curves.largest(mass, most)
    else:
        names = [numbers] if isinstance(numbers, str) else list(dict.fromkeys(numbers))
        positions = np.array([curves.moves.position(n) for n in names], dtype=np.intp)
    return _dataset(curves, positions, points, mass).assign_attrs(
        {
            "reading": "one_way",
            "title": curves.moves.prepared.case.title,
            **curves.target.attrs,
            "credence": float(curves.now[curves.target.hypothesis]),
            "leader": curves.names[curves.leader],
            "mass": mass,
            "log_evidence": curves.log_evidence,
            "conditional_on": CONDITION,
        }
    )


def _check(points: int, mass: float, most: int) -> None:
    if points < 5:
        msg = f"points: a curve needs 5 or more, not {points}"
        raise ValueError(msg)
    check_mass(mass)
    if most < 1:
        msg = f"most: {most} leaves no number (1 or more)"
        raise ValueError(msg)


def _dataset(curves: Curves, positions: Index, points: int, mass: float) -> xr.Dataset:
    import xarray as xr

    moves, n = curves.moves, len(positions)
    entries = [curves.number(int(k)) for k in positions]
    used, ratio = moves.used[positions], curves.is_ratio(positions)
    grid = np.array([curves.grid(int(k), points) for k in positions]).reshape(n, points)
    curve = curves.credences(np.repeat(positions, points), grid.ravel()).reshape(n, points, -1)
    certain = (used == 0.0) | (used == 1.0)
    with np.errstate(invalid="ignore"):
        change = nats_to_decibans(
            probability_to_log_odds(grid) - probability_to_log_odds(used)[:, None]
        )
    stated = np.array([e.value for e in entries], dtype=float)
    fixed = np.array([e.is_fixed for e in entries], dtype=bool)
    low, high = np.array([e.interval(mass) for e in entries]).reshape(n, 2).T
    least, greatest = curves.reach(positions, mass).T
    each = {
        "stated": stated,
        "used": as_stated(used, ratio),
        "low": np.where(fixed, stated, low),
        "high": np.where(fixed, stated, high),
        "fixed": fixed,
        "least": least,
        "greatest": greatest,
        "kind": np.array([e.kind for e in entries], dtype=object),
        "meaning": np.array([_meaning(e) for e in entries], dtype=object),
        **curves.flips(positions),
    }
    numerator, denominator = curves.coefficients(positions)
    change = np.where(certain[:, None], np.nan, change)
    along, of_each = ("number", "point"), ("number", "hypothesis")
    return xr.Dataset(
        {
            "value": (along, as_stated(grid, ratio[:, None])),
            "change": (along, change, {"units": "decibans"}),
            "credence": ((*along, "hypothesis"), curve),
            **{name: ("number", column) for name, column in each.items()},
            "slope": (of_each, curves.slopes(positions, numerator, denominator)),
            "numerator": ((*of_each, "coefficient"), numerator),
            "denominator": (("number", "coefficient"), denominator),
        },
        coords={
            "number": np.array([str(e.address) for e in entries], dtype=object),
            "hypothesis": np.array(curves.names, dtype=object),
            "coefficient": np.array(["linear", "constant"], dtype=object),
        },
    )


# --- in words -------------------------------------------------------------------------------------


def _meaning(number: Number) -> str:
    """What it is that is moved."""
    words = number.address.meaning
    if number.is_fixed or number.kind in ("prior", "ratio"):
        return words
    return f"mean of {words}" + ("; its worth stays" if number.kind == "reliability" else "")
