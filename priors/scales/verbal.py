"""From a probability to the words of a published scale, and from a word to its range.

The number is kept: a term is a rendering of it, and every text has the number beside the word.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from priors.labels import chosen, number
from priors.names import meant
from priors.rounding import credence_text, interval_text, told_apart
from priors.scales import Band, Scale, load_scale, scale_ids
from priors.scales.placing import EDGES, GAPS, Edge, Gap, Place, place, place_outside

_SAME = 1e-9
"""A probability as near as this to an end of a band is at the end: .1 + .7 is .8."""


@dataclass(frozen=True)
class Description:
    """A probability, or an interval of probabilities, in the words of a scale.

    Attributes
    ----------
    term : str
        The term; for an interval that no one band holds, "term to term"; for one that is wholly in
        a gap or beyond the scale "between 'term' and 'term'", "above 'term'" or "below 'term'".
    low, high : float
        Ends of what the term stands for on the scale, 0 to 1; of the gap for an interval in one.
    in_gap : bool
        Whether the probability, or an end of the interval, has no term of its own on the scale.
    on_edge : bool
        Whether the probability is where two terms meet, and the publication does not say whose it
        is. Never for an interval, and never where the bands lie inside one another.
    alternates : tuple of str
        Other terms that could be said with as good reason.
    text : str
        The term with the number, and what there is to know about it.
    scale : str
        Identifier of the scale.
    """

    term: str
    low: float
    high: float
    in_gap: bool
    on_edge: bool
    alternates: tuple[str, ...]
    text: str
    scale: str


@dataclass(frozen=True)
class Translation:
    """A phrase of one scale in the words of another.

    Attributes
    ----------
    low, high : float
        What the phrase stands for on its own scale.
    description : Description
        That interval on the other scale.
    warning : str
        That the other scale uses the same phrase in another meaning; empty if it does not.
    text : str
        The whole in a sentence or two.
    """

    low: float
    high: float
    description: Description
    warning: str
    text: str


def describe(
    probability: float | tuple[float, float],
    scale: str = "icd203",
    *,
    gap: Gap = "nearest",
    edge: Edge = "upper",
    allow_certain: bool = False,
) -> Description:
    """Describe a probability, or an interval of probabilities, in the words of a published scale.

    Parameters
    ----------
    probability : float or tuple of float
        A probability above 0 and below 1, or the lower and upper end of an interval of them.
    scale : str
        One of `scale_ids()`.
    gap : str
        For a number that lies between two bands of a scale with gaps: "nearest" (default) gives
        the term of the nearer band, the upper one in the very middle; "lower" and "upper" the
        term below and above; "strict" says between which two terms it lies.
    edge : str
        For a number at the end that two bands share: "upper" (default) or "lower".
    allow_certain : bool
        Whether 0, 1 and numbers beyond the ends of the scale are described, and not refused.

    Returns
    -------
    Description
        Of an interval: the term whose band holds the whole of it, the narrowest if there are
        several, or else "term to term". No policy gives a term to an interval that is wholly in a
        gap or beyond the scale: no band holds any of it.

    Raises
    ------
    ValueError
        If the scale or a policy is unknown, if a number is no probability, if the ends are not in
        order, and, unless `allow_certain`, at 0 and 1 and beyond the ends of the scale.

    Notes
    -----
    Bands are half-open, [low, high), except the highest, unless the publication says whose an end
    is; an interval may end where its band ends. Where they lie inside one another (IPCC) a number
    has the narrowest that holds it.

    Examples
    --------
    >>> describe(0.71).text
    'likely (.71)'
    >>> describe((0.6, 0.9)).text
    'likely to very likely (.60 to .90)'
    >>> describe(0.06, "phia2025").text
    'remote chance (.06, in the gap between remote chance and highly unlikely)'
    """
    table = _scale(scale)
    chosen(gap, GAPS, "the policy for gaps")
    chosen(edge, EDGES, "the policy for edges")
    low, high = _ends(probability, table)
    _within(table, low, high, allow_certain)
    if low == high:
        return _of_number(table, low, _place(table, low, gap, edge))
    return _of_interval(table, low, high, gap)


def _scale(name: str) -> Scale:
    return load_scale(chosen(name, scale_ids(), "the scale"))


def _ends(probability: float | tuple[float, float], scale: Scale) -> tuple[float, float]:
    """Lower and upper end of what is to be described; the same twice for a number."""
    stated = probability if isinstance(probability, tuple | list) else (probability, probability)
    if len(stated) != 2:
        msg = f"an interval has a lower and an upper end, and not {len(stated)} numbers"
        raise ValueError(msg)
    low, high = (number(x, "a probability", low=0.0, high=1.0) for x in stated)
    if low > high:
        msg = f"the lower end of an interval, {low:g}, is above its upper end, {high:g}"
        raise ValueError(msg)
    return _settled(low, scale), _settled(high, scale)


def _settled(probability: float, scale: Scale) -> float:
    """The end of a band that the probability is at but for a rounding error, or itself."""
    inner = [e for e in scale.ends if 0.0 < e < 1.0 and abs(e - probability) < _SAME]
    return inner[0] if inner else probability


def _within(scale: Scale, low: float, high: float, allow_certain: bool) -> None:
    """Refuse certainty, and what lies beyond the ends of the scale."""
    first, last = scale.limits
    outside = [x for x in (low, high) if x in (0.0, 1.0) or not first <= x <= last]
    if allow_certain or not outside:
        return
    what = (
        f"{outside[0]:g} is certainty, for which no range of words stands"
        if outside[0] in (0.0, 1.0)
        else f"{outside[0]:.10g} lies beyond the scale {scale.id}"
    )
    msg = (
        f"{what}: {scale.name} goes {_limits_text(scale)} "
        "(allow_certain=True describes it all the same)"
    )
    raise ValueError(msg)


def _place(scale: Scale, probability: float, gap: Gap, edge: Edge) -> Place:
    for point in scale.points:
        if probability == point.low:
            return Place(point.term, point.low, point.high)
    return place(scale, probability, gap, edge)


def _of_number(scale: Scale, probability: float, placed: Place) -> Description:
    text = _number_text(scale, probability)
    if placed.beyond:
        text += f", beyond the scale, which goes {_limits_text(scale)}"
    elif placed.term.startswith("between "):
        text += ", in a gap of the scale"
    elif placed.in_gap:
        other = placed.alternates[0]
        pair = (other, placed.term) if placed.low > probability else (placed.term, other)
        text += ", in the gap between {} and {}".format(*pair)
    elif placed.on_edge:
        text += f", on the edge of {placed.alternates[0]}"
    return Description(
        placed.term,
        placed.low,
        placed.high,
        placed.in_gap,
        placed.on_edge,
        placed.alternates,
        f"{placed.term} ({text})",
        scale.id,
    )


def _of_interval(scale: Scale, low: float, high: float, gap: Gap) -> Description:
    text = f"{_number_text(scale, low)} to {_number_text(scale, high)}"
    extra = [b for b in scale.bands if b.additional and b.covers(low, high)]
    whole = scale.narrowest(low, high)
    if whole is not None:
        wider = [b for b in scale.dividing if b is not whole and b.covers(low, high)]
        rest = tuple(b.term for b in (*sorted(wider, key=lambda b: b.width), *extra))
        term = whole.term
        return Description(
            term, whole.low, whole.high, False, False, rest, f"{term} ({text})", scale.id
        )
    outside = place_outside(scale, low, high)
    if outside is not None:
        term, beside = outside.term, outside.alternates
        where = "in the gap between {} and {}".format(*beside) if len(beside) > 1 else ""
        text += ", wholly " + (where or f"beyond the scale, which goes {_limits_text(scale)}")
        ends = outside.low, outside.high
        return Description(term, *ends, True, False, beside, f"{term} ({text})", scale.id)
    # just inside: an interval that ends where a band ends has nothing of the next one
    first = place(scale, math.nextafter(low, high), gap)
    last = place(scale, math.nextafter(high, low), gap)
    term = first.term if first.term == last.term else f"{first.term} to {last.term}"
    if first.beyond or last.beyond:
        text += f", in part beyond the scale, which goes {_limits_text(scale)}"
    elif first.in_gap or last.in_gap:
        text += ", in part in a gap of the scale"
    return Description(
        term,
        min(first.low, last.low),
        max(first.high, last.high),
        first.in_gap or last.in_gap,
        False,
        tuple(b.term for b in extra),
        f"{term} ({text})",
        scale.id,
    )


def _number_text(scale: Scale, probability: float) -> str:
    return told_apart(credence_text(probability), probability, scale.ends)


def _limits_text(scale: Scale) -> str:
    low, high = scale.limits
    open_top = all(b.high_open for b in scale.dividing if b.high == high)
    return f"from {credence_text(low)} to {'below ' if open_top else ''}{credence_text(high)}"


def band(word: str, scale: str = "icd203") -> tuple[float, float]:
    """Return the range of probabilities that a word of a scale stands for, never a single number.

    Parameters
    ----------
    word : str
        A term of the scale or one of its synonyms, in upper or lower case.
    scale : str
        One of `scale_ids()`.

    Returns
    -------
    low, high : float
        Ends of the range, 0 to 1. They are the same only for words that stand for exactly 0 or 1.

    Raises
    ------
    ValueError
        If there is no such scale, or it has no such word; the closest one is named. If the
        publication gives the word no number on purpose, the reason is.

    Notes
    -----
    A range is no distribution. `phrase` makes one of it, the Beta with 80 % in the range, and says
    so in a case.

    Examples
    --------
    >>> band("probable"), band("unlikely", "phia2025")
    ((0.55, 0.8), (0.25, 0.35))
    """
    table = _scale(scale)
    matched = _band(table, word)
    if matched is None:
        reason = table.not_numbers.get(" ".join(str(word).lower().split()))
        if reason:
            msg = f"the scale {scale} gives {word!r} no number on purpose: {reason}"
            raise ValueError(msg)
        known = [*table.terms, *(p.term for p in table.points)]
        msg = f"the scale {scale} has no term {word!r} {meant(word, known)}"
        raise ValueError(msg)
    return matched.low, matched.high


def _band(scale: Scale, word: str) -> Band | None:
    try:
        return scale.band(word)
    except KeyError:
        wanted = " ".join(str(word).lower().split())
        return next((p for p in scale.points if p.term == wanted), None)


def translate(phrase: str, source: str, target: str) -> Translation:
    """Translate a phrase into the words of another scale, warning if both use it differently.

    Parameters
    ----------
    phrase : str
        A term of the first scale or one of its synonyms.
    source, target : str
        The scale that the phrase is from, and the one whose words are wanted; of `scale_ids()`.

    Returns
    -------
    Translation

    Raises
    ------
    ValueError
        If a scale is unknown, or the first one has no such phrase.

    Notes
    -----
    The phrase becomes the range that it stands for, and the range is described on the other scale
    as `describe` does with intervals. A range that two scales cut differently comes back wider.

    Examples
    --------
    >>> found = translate("likely", "icd203", "ipcc_ar5")
    >>> found.description.text
    'more likely than not (.55 to .80)'
    >>> found.warning
    "ipcc_ar5 uses 'likely' too, but for .66 to 1"
    """
    low, high = band(phrase, source)
    described = describe((low, high), target, allow_certain=True)
    same = _band(_scale(target), phrase)
    word = " ".join(phrase.lower().split())
    warning = ""
    if same is not None and (same.low, same.high) != (low, high):
        meaning = _range_text(same.low, same.high)
        warning = f"{target} uses {word!r} too, but for {meaning}"
    text = (
        f"{word!r} on {source} stands for {_range_text(low, high)}. "
        f"On {target} that is: {described.text}." + (f" Beware: {warning}." if warning else "")
    )
    return Translation(low, high, described, warning, text)


def _range_text(low: float, high: float) -> str:
    return interval_text(low, high) if low < high else f"exactly {credence_text(low)}"


def meanings(word: str) -> dict[str, tuple[float, float]]:
    """List what one and the same word stands for on each of the scales that use it.

    Parameters
    ----------
    word : str
        A term or a synonym of one, in upper or lower case.

    Returns
    -------
    dict of str to tuple of float
        From the scale's identifier to the ends of its range; empty if no scale uses the word.

    Examples
    --------
    >>> meanings("unlikely")["icd203"], meanings("unlikely")["ipcc_ar5"]
    ((0.2, 0.45), (0.0, 0.33))
    """
    bands = {name: _band(load_scale(name), word) for name in scale_ids()}
    return {name: (b.low, b.high) for name, b in bands.items() if b is not None}


def scale_citations() -> dict[str, str]:
    """List every verbal scale of probability that is shipped, with where it is published.

    Returns
    -------
    dict of str to str
        From the scale's identifier to its citation.

    Examples
    --------
    >>> scale_citations()["icd203"][:60]
    'US Office of the Director of National Intelligence, Intellig'
    """
    return {name: load_scale(name).citation for name in scale_ids()}
