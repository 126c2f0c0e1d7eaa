"""From a likelihood ratio to the words of a published scale."""

from __future__ import annotations

import math
from dataclasses import dataclass

from evidence.scales import load_ratio_scale, ratio_scale_ids
from priors.labels import chosen, number
from priors.rounding import decibans_text, quantity_text, told_apart
from priors.scales import Scale
from priors.scales.placing import EDGES, GAPS, Edge, Gap, Place, place


@dataclass(frozen=True)
class RatioDescription:
    """A likelihood ratio in the words of a scale.

    Attributes
    ----------
    term : str
        The term. It says how strong the evidence is, never how probable a hypothesis.
    low, high : float
        Ends of the ratios that the term stands for, 1 or more; `high` may be infinite.
    favours : str
        Which hypothesis the ratio speaks for; empty at a ratio of exactly 1.
    ratio : float
        The ratio in that direction, 1 or more.
    decibans : float
        Ten times its common logarithm.
    in_gap, on_edge : bool
        Whether the ratio has no term of its own; whether two terms meet at it.
    alternates : tuple of str
        Other terms that could be said with as good reason.
    text : str
        Direction, term and number.
    scale : str
        Identifier of the scale.
    unverified : bool
        Whether the range of the term could not be checked against the publication. The text says
        so too, and the scale's `provenance` says why.
    """

    term: str
    low: float
    high: float
    favours: str
    ratio: float
    decibans: float
    in_gap: bool
    on_edge: bool
    alternates: tuple[str, ...]
    text: str
    scale: str
    unverified: bool = False


def describe_ratio(
    ratio: float | None = None,
    scale: str = "enfsi2015",
    *,
    decibans: float | None = None,
    first: str = "the first hypothesis",
    second: str = "the second",
    gap: Gap = "strict",
    edge: Edge = "upper",
) -> RatioDescription:
    """Describe a likelihood ratio, or its decibans, in the words of a published scale.

    Such a scale grades what an item says about one hypothesis against another. It says nothing of
    how probable either is, and with more than two hypotheses each pair has a ratio of its own.

    Parameters
    ----------
    ratio : float, optional
        P(evidence | first) / P(evidence | second), above 0. Either this or `decibans`.
    scale : str
        One of `ratio_scale_ids()`.
    decibans : float, optional
        Ten times the common logarithm of the ratio.
    first, second : str
        What the two hypotheses are called in the text.
    gap : str
        For a ratio between two bands (1 to 2 of ENFSI's): "strict" (default) says between which
        two terms it lies, "lower", "upper" and "nearest", on the logarithm, give one of them.
    edge : str
        For a ratio at which two bands meet: "upper" (default) or "lower".

    Returns
    -------
    RatioDescription

    Raises
    ------
    ValueError
        If not exactly one of `ratio` and `decibans` is given, if it is not finite or the ratio is
        not above 0, and if the scale or a policy is unknown.

    Notes
    -----
    The scales are printed for ratios of 1 and more. A ratio below 1 is inverted, and the direction
    turned round: the ratio 1/20 is described as 20 for the second hypothesis over the first.

    References
    ----------
    Good, I. J. (1950). Probability and the Weighing of Evidence. Griffin, London (decibans).

    Examples
    --------
    >>> describe_ratio(20, first="stolen", second="moved").text
    'stolen over moved: moderate support (a ratio of 20, +13.0 dB)'
    >>> describe_ratio(decibans=-13, first="stolen", second="moved").text
    'moved over stolen: moderate support (a ratio of 20, +13.0 dB)'
    """
    chosen(scale, ratio_scale_ids(), "the scale")
    chosen(gap, GAPS, "the policy for gaps")
    chosen(edge, EDGES, "the policy for edges")
    weight = _decibans(ratio, decibans)
    size = abs(weight)
    # where the ratio was given it is kept to the last digit; a weight may be beyond any float
    value = max(ratio, 1.0 / ratio) if ratio is not None else 10.0 ** min(size / 10.0, 300.0)
    table = load_ratio_scale(scale)
    value = _settled(value, table)
    placed = place(table, value, gap, edge, math.log)
    favoured, other = (first, second) if weight >= 0.0 else (second, first)
    direction = f"{favoured} over {other}" if weight else f"neither {first} nor {second}"
    unverified = _is_unverified(table, placed)
    return RatioDescription(
        placed.term,
        placed.low,
        placed.high,
        favoured if weight else "",
        value,
        size,
        placed.in_gap,
        placed.on_edge,
        placed.alternates,
        f"{direction}: {_text(table, value, size, placed, unverified)}",
        scale,
        unverified,
    )


def _decibans(ratio: float | None, decibans: float | None) -> float:
    """The weight of evidence, whichever way it was given."""
    if (ratio is None) == (decibans is None):
        msg = "either a ratio or decibans have to be given, and not both"
        raise ValueError(msg)
    if ratio is None:
        return number(decibans, "a weight of evidence in decibans")
    value = number(ratio, "a likelihood ratio", low=0.0)
    if value == 0.0 or math.isinf(1.0 / value):
        msg = f"a likelihood ratio has to be above 0, not {ratio!r}: 0 would exclude a hypothesis"
        raise ValueError(msg)
    return 10.0 * math.log10(value)


def _settled(ratio: float, scale: Scale) -> float:
    """The end of a band that the ratio is at but for a rounding error, or itself."""
    return next((e for e in scale.ends if math.isclose(e, ratio, rel_tol=1e-9)), ratio)


def _is_unverified(scale: Scale, placed: Place) -> bool:
    """Whether the term's range was not checked; in a gap, either of those beside it."""
    terms = {placed.term, *(placed.alternates if placed.in_gap else ())}
    return any(b.unverified for b in scale.bands if b.term in terms)


def _text(scale: Scale, ratio: float, decibans: float, placed: Place, unverified: bool) -> str:
    if ratio < 1e12:
        size = quantity_text(ratio)
        if ratio < 1e6:  # above it words stand for the size, and no scale has an end there
            size = size if size[-1].isdigit() else f"{ratio:.0f}"
            size = told_apart(size, ratio, scale.ends)
    else:
        size = f"about 10^{decibans / 10.0:.0f}"
    text = f"a ratio of {size}, {decibans_text(decibans)}"
    if placed.in_gap and not placed.term.startswith("between "):
        other = placed.alternates[0]
        pair = (other, placed.term) if placed.low > ratio else (placed.term, other)
        text += ", in the gap between {} and {}".format(*pair)
    elif placed.in_gap:
        text += ", in a gap of the scale"
    elif placed.on_edge:
        text += f", on the edge of {placed.alternates[0]}"
    if unverified:
        text += "; this range is not verified"
    return f"{placed.term} ({text})"
