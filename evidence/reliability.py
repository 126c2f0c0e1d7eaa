"""Where a reliability may come from: a record, hit and false-alarm rates, or its parts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict

import numpy as np

from evidence.grading import Grading, grade, load_grading
from evidence.source import Reliability
from evidence.stating import StatedReliability, as_form, as_probability, in_words
from priors.forms.pieces import Pieces, quantile
from priors.forms.probability import Fixed, Form, Probability
from priors.forms.shorthand import beta, fixed


class StatedChannel(TypedDict):
    """A source's reliability and its items' `if_unreliable`, which belong together."""

    reliability: Reliability
    if_unreliable: Probability


def track_record(
    before: str | Form | Mapping[str, Any],
    right: float,
    wrong: float,
    *,
    table: str | Path | Mapping[str, Any] | Grading = "admiralty",
) -> StatedReliability:
    """State a reliability after some of the source's statements turned out right or wrong.

    The grade is where you start and the record moves you: a B, which is worth ten statements, with
    seven right and one wrong since becomes Beta(15, 3). With no grade to start from, use
    `priors.track(right, wrong)`.

    Three warnings. Only statements that could be checked are in a record, and those are rarely the
    ones that matter: what is checked is often easy, public or old. Do not count what the grade was
    given for, or it counts twice. And a source that merely guesses is right at times: being right
    is not the same as tracking the truth, so that a record of statements that anybody would have
    got right overrates a source. Count those for which a guess would probably have been wrong.

    Parameters
    ----------
    before : str, form or mapping
        A grade, such as "B", or a reliability that is one Beta distribution (`priors.beta(8, 2)`,
        `{"beta": [8, 2]}`, what `grade` or this function returned).
    right, wrong : float
        How many checked statements turned out right and wrong, 0 or more; half a statement is 0.5.
    table : str, Path, mapping or Grading
        Where the grade is looked up, as for `load_grading`.

    Returns
    -------
    dict
        `reliability`, the Beta after the record, and `because`.

    Raises
    ------
    ValueError
        If a count is negative or not finite; if the grade is unknown or cannot be judged; if the
        reliability is not a Beta: a fixed number says that nothing can move it.

    Notes
    -----
    Beta(a, b) becomes Beta(a + right, b + wrong). Each checked statement is taken to be right with
    chance r, independently given r.

    References
    ----------
    Gelman, A. et al. (2013), *Bayesian Data Analysis*, 3rd ed., section 2.4.

    Examples
    --------
    >>> stated = track_record("B", 7, 1)
    >>> stated["reliability"], stated["because"][:14]
    (Beta(beta=(15.0, 3.0)), 'Grade B (usual')
    """
    for name, count in (("right", right), ("wrong", wrong)):
        if not 0.0 <= count < math.inf:
            msg = f"{name} is a number of statements, 0 or more, not {count!r}"
            raise ValueError(msg)
    because = ""
    if isinstance(before, str):
        _refuse_unjudged(before, table)
        stated = grade(before, table=table)
        form, because = stated["reliability"], stated["because"]
    elif isinstance(before, Mapping) and "reliability" in before:
        form, because = as_form(before["reliability"], "before"), before.get("because", "")
    else:
        form = as_form(before, "before")
    piece, *others = form.pieces
    if others or (piece.low, piece.high) != (0.0, 1.0):
        msg = (
            f"a record moves a Beta distribution, and {in_words(form)} is none; state what you "
            "believed before as beta, between, mean and worth, or a grade"
        )
        raise ValueError(msg)
    after = beta(piece.a + right, piece.b + wrong)
    start = because or f"Before the record: {in_words(form)}."
    words = f"{start} Of the statements that were checked, {right:g} right and {wrong:g} wrong"
    return {"reliability": after, "because": f"{words}: {in_words(after)}."}


def _refuse_unjudged(code: str, table: Any) -> None:
    if load_grading(table).grade(code).unjudged:
        msg = (
            f"{code} says that there is no basis, so there is nothing to move; the record is one: "
            "use priors.track(right, wrong)"
        )
        raise ValueError(msg)


def hit_and_false_alarm(hit: Any, false_alarm: Any) -> StatedChannel:
    """State reliability and `if_unreliable` from a hit rate and a false-alarm rate.

    For a sensor, a test or a witness who has been tested: how often does it say so when it is so,
    and how often when it is not? The two numbers that the method asks for follow from them. What
    counts is the difference, and for rare things the false-alarm rate above all: no item of such a
    source can ever be worth more than hit / false alarm.

    If it says so as often when it is not so (hit = false alarm), what it says is worth nothing. If
    it says so more often when it is *not* so, it is an informative liar: what it says speaks for
    the opposite. No reliability can express that, and this function refuses it. State then directly
    how likely the statement is under each hypothesis, f + (h - f) P(it is so | hypothesis), as the
    `likelihood` of an item whose source has `reliability: {value: 1, certain: true}`.

    Parameters
    ----------
    hit : float, (low, high) or form
        P(it says so | it is so). A pair is an interval that holds 90 %.
    false_alarm : float, (low, high) or form
        P(it says so | it is not so), lower than `hit`.

    Returns
    -------
    dict
        `reliability` (for the source) and `if_unreliable` (for its item). The item's `likelihood`
        is then P(it is so | hypothesis).

    Raises
    ------
    ValueError
        If the false-alarm rate is not below the hit rate, or, for ranges, the intervals that hold
        90 % overlap; if a rate is not a probability; if the source never errs.

    Notes
    -----
    r = h - f and u = f / (1 - r), so that r l + (1 - r) u = f + (h - f) l, which is Schum's form.
    For ranges h and f are taken as independent. `reliability` is the Beta with the mean and the
    variance of h - f. `if_unreliable` has mean E[f] / (1 - E[h] + E[f]), with which the likelihood
    of an item is exactly E[f] + (E[h] - E[f]) l, and the variance of f / (1 - h + f). That r and u
    depend on each other is lost: it shows in the intervals of several items, and in no credence
    that rests on one.

    References
    ----------
    Schum, D. A. (1994), *The Evidential Foundations of Probabilistic Reasoning*, Wiley, ch. 7.
    Schum, D. A. & DuCharme, W. M. (1971), Comments on the relationship between the impact and the
    reliability of evidence, *Organizational Behavior and Human Performance* 6:111-131.

    Examples
    --------
    >>> channel = hit_and_false_alarm(0.8, 0.1)
    >>> round(channel["reliability"].mean, 6), round(channel["if_unreliable"].mean, 6)
    (0.7, 0.333333)
    """
    h, f = as_probability(hit, "hit"), as_probability(false_alarm, "false_alarm")
    if f.mean >= h.mean:
        equal = f.mean == h.mean
        means = "what it says is worth nothing" if equal else "it is an informative liar"
        msg = (
            f"false_alarm {in_words(f)} is not below hit {in_words(h)}: {means}, and no "
            "reliability can express that; state P(it says so | hypothesis) as the item's "
            "likelihood, with a source of reliability {value: 1, certain: true}"
        )
        raise ValueError(msg)
    if f.interval(0.9)[1] >= h.interval(0.9)[0]:
        msg = (
            f"the intervals of hit {in_words(h)} and false_alarm {in_words(f)} overlap: whether it "
            "tells the truth or the opposite is then open, which no reliability can express"
        )
        raise ValueError(msg)
    reliability = h.mean - f.mean
    if reliability == 1.0:
        msg = "a source that never errs needs reliability {value: 1, certain: true}, and no more"
        raise ValueError(msg)
    unreliable = min(f.mean / (1.0 - reliability), 1.0)
    spread = _variance(h.pieces) + _variance(f.pieces)
    return {
        "reliability": _matched(reliability, spread, "hit - false_alarm"),
        "if_unreliable": _matched(unreliable, _spread_of_unreliable(h, f), "if_unreliable"),
    }


def _spread_of_unreliable(h: Form, f: Form) -> float:
    """Variance of f / (1 - h + f), from 64 equally likely values of each."""
    levels = (np.arange(64) + 0.5) / 64
    alarms, hits = (
        np.array([x.mean] if x.is_fixed else [quantile(x.pieces, p) for p in levels])
        for x in (f, h)
    )
    below = alarms[:, None]
    return float(np.var(below / np.maximum(1.0 - hits + below, 1e-300)))


def _second_moment(pieces: Pieces) -> float:
    total = 0.0
    for p in pieces:
        width, worth = p.high - p.low, p.a + p.b
        first, second = p.a / worth, p.a * (p.a + 1.0) / (worth * (worth + 1.0))
        total += p.weight * (p.low**2 + 2.0 * p.low * width * first + width**2 * second)
    return total


def _variance(pieces: Pieces) -> float:
    mean = sum(p.weight * (p.low + (p.high - p.low) * p.a / (p.a + p.b)) for p in pieces)
    return max(_second_moment(pieces) - mean**2, 0.0)


def _matched(mean: float, variance: float, name: str) -> Any:
    """The Beta with this mean and variance; a fixed number if there is no variance."""
    room = mean * (1.0 - mean)
    if variance <= 1e-15 or room == 0.0:
        return fixed(mean, certain=mean in (0.0, 1.0))
    worth = room / variance - 1.0
    if worth <= 0.0:
        msg = f"{name} is spread so widely that no Beta distribution has its mean and variance"
        raise ValueError(msg)
    return beta(mean * worth, (1.0 - mean) * worth)


def unpacked(
    *,
    access: Any = None,
    competence: Any = None,
    observation: Any = None,
    objectivity: Any = None,
    veracity: Any = None,
) -> StatedReliability:
    """State a source's reliability by the parts that must all hold.

    One number for "can we believe her?" hides which of several questions it answers. Asked one
    after another they are easier to judge, and the weakest shows: a source that is honest to the
    bone and was not there is worth nothing. Each factor is a probability *given that the ones
    before it hold*; leave out what does not arise (a camera needs no veracity).

    Five factors at .9 make .59. That is no trick of the arithmetic but what "all of them must
    hold" means; do not put the same doubt into two of them.

    Parameters
    ----------
    access : float, (low, high) or form, optional
        P(she was in a position to know), such as being there or being told by one who was.
    competence : float, (low, high) or form, optional
        P(she understood what she observed or was told).
    observation : float, (low, high) or form, optional
        P(what she had before her senses, or the sensor, was good enough): Schum's observational
        sensitivity.
    objectivity : float, (low, high) or form, optional
        P(she believed what that showed, and not what she expected or wished).
    veracity : float, (low, high) or form, optional
        P(she says what she believes).

    Returns
    -------
    dict
        `reliability`, a Beta distribution (a fixed number if all factors are), and `because`.

    Raises
    ------
    ValueError
        If no factor is given, or one is not a probability.

    Notes
    -----
    The factors are taken as independent as far as their values are unknown; the mean of the product
    is the product of the means, its second moment that of the second moments; the Beta has both.
    Mean and variance are exact. With three or more items of the source the shape of the product
    plays a part, which the Beta approximates; a path of several sources, one a factor, is exact.

    References
    ----------
    Schum, D. A. & Morris, J. R. (2007), Assessing the competence and credibility of human sources
    of intelligence evidence: contributions from law and probability, *Law, Probability and Risk*
    6:247-274, doi:10.1093/lpr/mgm025.

    Examples
    --------
    >>> stated = unpacked(access=0.9, veracity=0.8)
    >>> round(stated["reliability"].mean, 6), stated["because"]
    (0.72, 'All must hold: access .9, veracity .8.')
    """
    given = {
        "access": access,
        "competence": competence,
        "observation": observation,
        "objectivity": objectivity,
        "veracity": veracity,
    }
    forms = {k: as_probability(v, k) for k, v in given.items() if v is not None}
    if not forms:
        msg = f"unpacked needs at least one of {', '.join(given)}"
        raise ValueError(msg)
    mean = math.prod(f.mean for f in forms.values())
    second = math.prod(_second_moment(f.pieces) for f in forms.values())
    spread = 0.0 if all(isinstance(f, Fixed) for f in forms.values()) else second - mean**2
    stated = ", ".join(f"{k} {in_words(f).removeprefix('0')}" for k, f in forms.items())
    return {
        "reliability": _matched(mean, spread, "the product"),
        "because": f"All must hold: {stated}.",
    }
