"""Answers that are probabilities: a number, a chance, odds, a range, a phrase, a ratio.

Each reader gives the answer as it will stand in the case, and in the words in which it was
understood, so that whoever answers can see it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assess.formatting.names import closest, listed, shown
from assess.formatting.numbers import credence_text, interval_text, number_text
from evidence.stating import as_form, as_probability
from priors.elicitation.base_rates import base_rate, count_text
from priors.forms.probability import Form
from priors.scales import load_scale, scale_ids

DEFAULT_SCALE = "icd203"
LEAST = 1e-9
"""Nearer to 0 or 1 than this no judgement is; a case written by hand can say more."""

EXTREME = 0.01
"""Beyond odds of a hundred to one people are surer than they are right; they are asked again."""

_NUM = r"(?:[0-9]{1,20}(?:[.,][0-9]{1,20})?|[.,][0-9]{1,20})(?:e-?[0-9]{1,3})?"
_PLAIN = r"(?:[0-9]{1,12}(?:\.[0-9]{1,12})?|\.[0-9]{1,12})"  # no comma: 1,000 is not 1
_PERCENT = r"(?:%|percent|per cent)"
_ONE = re.compile(rf"({_NUM})\s*({_PERCENT})?")
_RANGE = re.compile(
    rf"(?:between\s+|from\s+)?({_NUM})\s*({_PERCENT})?\s*(?:-|–|\bto\b|\band\b)\s*({_NUM})\s*"
    rf"({_PERCENT})?(?:\s*[,(]?\s*(?:covers\s+)?({_NUM})\s*%\s*(?:sure|certain)?\s*\)?)?"
)
_ODDS = re.compile(rf"({_PLAIN})\s*:\s*({_PLAIN})\s*(on|for|against)?")
_CHANCE = re.compile(rf"({_PLAIN})\s*(in|of|out of)\s*({_PLAIN})")
_RECORD = re.compile(rf"({_PLAIN})\s*right\s*(?:,|and)?\s*({_PLAIN})\s*wrong")
_RATIO = re.compile(
    rf"({_PLAIN})\s*(?:times|x)\s*(as likely|likelier|more likely|less likely)"
    r"(?:\s+(?:under|if|for)\s+(\S+))?"
)
_LETTER = re.compile(r"([a-f])([1-6])?")
_F_AS = re.compile(r"f\s*,?\s*(?:as|taken as)\s+(.+)")
WAYS = "a number (.7 or 70%), a range (.5-.8), odds (3:1), or a phrase of ICD 203 ('likely')"


class AnswerError(ValueError):
    """An answer that cannot be used, and why, in one sentence."""


@dataclass(frozen=True)
class Answer:
    """An answer as it was given, what it stands for, and the words in which it was understood.

    `doubt` is why one should look at it again.
    """

    raw: str
    value: Any
    words: str = ""
    skipped: bool = False
    doubt: str = ""


def probability(raw: str) -> Answer:
    """Read a probability in any of the ways of saying one.

    Examples
    --------
    >>> probability("70%").value, probability(".5-.8").value, probability("3:1").value
    (0.7, {'between': [0.5, 0.8]}, 0.75)
    >>> probability("very likely").words
    "'very likely' of icd203, .80 to .95 with 80 %, mean .88"
    """
    text = " ".join(raw.lower().split())
    for way in (_number, _range, _odds, _chance):
        value = way(text)
        if value is not None:
            return _stated(raw, *value)
    return _stated(raw, *_phrase(raw))


def reliability(raw: str) -> Answer:
    """Read a reliability: a letter, a record, or any probability.

    Examples
    --------
    >>> reliability("B").value, reliability("7 right, 1 wrong").value
    ({'admiralty': 'B'}, {'track': {'right': 7.0, 'wrong': 1.0}})
    """
    text = " ".join(raw.lower().split())
    if found := _RECORD.fullmatch(text):
        right, wrong = float(found[1]), float(found[2])
        track = {"track": {"right": right, "wrong": wrong}}
        return _stated(raw, track, f"{count_text(right)} times right, {count_text(wrong)} wrong")
    if text in ("f exclude", "f, exclude"):
        return Answer(raw, {"admiralty": "F", "exclude": True}, "F: its items are left out")
    if found := _F_AS.fullmatch(text):
        inner = probability(found[1])
        even = abs(mean_of(inner.value) - 0.5) < 1e-9
        note = "; an even chance by its mean, which is not what F says" if even else ""
        form = {"admiralty": "F", "as": inner.value}
        return Answer(raw, form, f"F, taken as {inner.words}{note}")
    if found := _LETTER.fullmatch(text):
        return _letter(raw, found[1].upper(), found[2])
    if (found := _CHANCE.fullmatch(text)) and found[2] != "in":
        msg = "a record is written '7 right, 1 wrong'; a chance, '7 in 8'"
        raise AnswerError(msg)
    return probability(raw)


def _letter(raw: str, letter: str, digit: str | None) -> Answer:
    if digit:
        msg = (
            f"the digit of {letter}{digit} grades the item and not its source: answer with the "
            f"letter, {letter}, and say with the item's likelihoods what the item is worth"
        )
        raise AnswerError(msg)
    if letter == "F":
        msg = (
            "F says that nobody can judge the source, which is no number: answer 'F as .3-.7' with "
            "a range that you can defend, or 'F exclude' to leave its items out"
        )
        raise AnswerError(msg)
    return _stated(raw, {"admiralty": letter}, f"Admiralty {letter}")


@dataclass(frozen=True)
class Share:
    """A prior as it was judged, and whether it was counted in a reference class."""

    value: float
    events: float | None = None
    trials: float | None = None


def prior(raw: str) -> Answer:
    """Read a prior: counts of a reference class, or any probability, of which the mean is taken.

    Examples
    --------
    >>> prior("3 of 40").words
    'counted: 3 of 40, so .085 for the next (Jeffreys)'
    """
    text = " ".join(raw.lower().split())
    found = _CHANCE.fullmatch(text)
    if found is None or found[2] == "in":
        answer = probability(raw)
        mean = _form(answer.value).mean
        ranged = isinstance(answer.value, dict)
        words = f"{answer.words}: its mean is the prior" if ranged else answer.words
        return Answer(raw, Share(_inner(mean)), words, doubt=_doubt(mean))
    k, n = float(found[1]), float(found[3])
    try:
        rate = base_rate(k, n, reference_class="of the class")
    except ValueError as error:
        raise AnswerError(str(error)) from None
    shown_mean = number_text(rate.mean, 2)
    words = f"counted: {count_text(k)} of {count_text(n)}, so {shown_mean} for the next (Jeffreys)"
    return Answer(raw, Share(_inner(rate.mean), k, n), words)


def ratio_words(value: float, hypothesis: str) -> str:
    """Write a ratio against the rest, in words."""
    return f"{number_text(value)} times as likely under {hypothesis} as under any other"


def likelihood(raw: str, hypothesis: str, known: Sequence[str]) -> Answer:
    """Read the first likelihood of an item: a probability, or a ratio for the whole item.

    Examples
    --------
    >>> likelihood("10 times likelier", "a", ["a", "b"]).value
    {'for': 'a', 'value': 10.0}
    """
    text = " ".join(raw.split())
    found = _RATIO.fullmatch(text) or _RATIO.fullmatch(text.lower())
    if found is None:
        return probability(raw)
    value, name = float(found[1]), found[3] or hypothesis
    if name not in known:
        near = closest(name, known)
        hint = f"did you mean {near!r}?" if near else f"they are {listed(list(known))}"
        msg = f"no hypothesis is called {shown(name)}; {hint}"
        raise AnswerError(msg)
    if not 1e-6 <= value <= 1e6:
        msg = f"a ratio of {value:g} is no judgement; it lies between a millionth and a million"
        raise AnswerError(msg)
    if found[2] == "less likely" and value < 1.0:
        turned = number_text(1.0 / value)
        msg = (
            f"{number_text(value)} times less likely can mean two things: say '{turned} times less "
            f"likely' or '{turned} times likelier'"
        )
        raise AnswerError(msg)
    if found[2] == "less likely":
        value = 1.0 / value
    return Answer(raw, {"for": name, "value": value}, ratio_words(value, name))


def mean_of(value: Any) -> float:
    """Return the mean of a probability as it stands in a case."""
    return _form(value).mean


def _form(value: Any) -> Form:
    try:
        return as_probability(value, "this")
    except ValueError as error:
        raise AnswerError(str(error).removeprefix("this: ")) from None


def _stated(raw: str, value: Any, words: str) -> Answer:
    """The answer, once the library has taken its value."""
    try:
        form = as_form(value, "this")
    except ValueError as error:
        raise AnswerError(str(error).removeprefix("this: ")) from None
    mean = "" if form.is_fixed else f", mean {credence_text(form.mean)}"
    return Answer(raw, value, words + mean, doubt=_doubt(form.mean))


def _doubt(mean: float) -> str:
    if EXTREME <= mean <= 1.0 - EXTREME:
        return ""
    word = "against" if mean < 0.5 else "for"
    return f"that is more than a hundred to one {word}: would you bet at such odds?"


def _value(text: str) -> float:
    return float(text.replace(",", "."))


def _inner(value: float, seen: str = "", *, plain: bool = False) -> float:
    """A probability strictly between 0 and 1, or why it is none; a plain number may be percent."""
    seen = seen or f"{value:g}"
    if value > 1.0:
        percent = f"; is it {value:g}%?" if plain and value <= 100.0 else ""
        msg = f"{seen} is above 1, and a probability is not{percent}"
        raise AnswerError(msg)
    if value in (0.0, 1.0):
        near = ".001" if value == 0.0 else ".999"
        msg = f"exactly {value:g} could never be undone by evidence: how about {near}?"
        raise AnswerError(msg)
    if not LEAST <= value <= 1.0 - LEAST:
        msg = f"{seen} is nearer to 0 or 1 than one in a billion, which no judgement is"
        raise AnswerError(msg)
    return value


def _number(text: str) -> tuple[float, str] | None:
    found = _ONE.fullmatch(text)
    if found is None:
        return None
    value = _percentage(found[1]) if found[2] else _value(found[1])
    return _inner(value, text, plain=not found[2]), number_text(value)


def _percentage(text: str) -> float:
    return float(f"{_value(text) / 100.0:.12g}")


def _range(text: str) -> tuple[dict[str, Any], str] | None:
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    percent = bool(found[4])
    if found[2] and not percent:
        msg = f"{text!r}: are both ends percentages? Write 50%-80%"
        raise AnswerError(msg)
    # 1-5% has one meaning only, as 1 is no probability that could be stated; .5-80% has two
    if percent and not found[2] and 0.0 < (first := _value(found[1])) < 1.0:
        ambiguous = first <= _percentage(found[3]) <= 1.0
    else:
        ambiguous = False
    if ambiguous:
        plain = f"{found[1]}-{number_text(_percentage(found[3]))}"
        msg = f"{text!r} can mean two things: write {found[1]}%-{found[3]}%, or {plain}"
        raise AnswerError(msg)
    ends = [_percentage(x) if percent else _value(x) for x in (found[1], found[3])]
    if not percent and min(ends) >= 1.0:
        msg = "a range lies between 0 and 1, such as .5-.8 or 50-80%; odds are written 3:1"
        raise AnswerError(msg)
    low, high = (
        _inner(x, f"{n}%" if percent else "", plain=not percent)
        for x, n in zip(ends, (found[1], found[3]), strict=True)
    )
    if low >= high:
        msg = f"the lower end of a range, {number_text(low)}, has to be below the upper one"
        raise AnswerError(msg)
    form: dict[str, Any] = {"between": [low, high]}
    covers = 0.9
    if found[5]:
        covers = _inner(_percentage(found[5]), f"{found[5]}%")
        form["covers"] = covers
    return form, f"{interval_text(low, high)} with {number_text(100.0 * covers)} %"


def _odds(text: str) -> tuple[float, str] | None:
    found = _ODDS.fullmatch(text)
    if found is None:
        return None
    a, b = float(found[1]), float(found[2])
    if not a + b > 0.0:
        msg = "odds of 0:0 say nothing"
        raise AnswerError(msg)
    if found[3] == "against":
        a, b = b, a
    value = _inner(a / (a + b))
    return value, f"odds of {count_text(a)} to {count_text(b)}, a probability of " + number_text(
        value
    )


def _chance(text: str) -> tuple[float, str] | None:
    found = _CHANCE.fullmatch(text)
    if found is None:
        return None
    k, n = float(found[1]), float(found[3])
    if not n > 0.0:
        msg = f"{text!r} is a chance in nothing"
        raise AnswerError(msg)
    value = _inner(k / n, text)
    return value, f"{count_text(k)} in {count_text(n)}, a probability of {number_text(value)}"


def _phrase(raw: str) -> tuple[dict[str, str], str]:
    text = " ".join(raw.split()).strip("'\"").lower()
    scale = DEFAULT_SCALE
    if found := re.fullmatch(r"(.+?)\s*\((?:in\s+|of\s+)?(\w+)\)", text):
        text, scale = found[1].strip(), found[2]
        if scale not in scale_ids():
            near = closest(scale, scale_ids())
            hint = f"did you mean {near!r}?" if near else f"they are {listed(list(scale_ids()))}"
            msg = f"no scale is called {shown(scale)}; {hint}"
            raise AnswerError(msg)
    table = load_scale(scale)
    if text in {p.term for p in table.points}:
        msg = f"{text!r} of {scale} stands for certainty, which evidence could never undo"
        raise AnswerError(msg)
    if reason := table.not_numbers.get(text):
        msg = f"{text!r} has no number on {scale} on purpose: {reason}"
        raise AnswerError(msg)
    try:
        band = table.band(text)
    except KeyError:
        raise AnswerError(_not_understood(raw, text, table.terms, scale)) from None
    where = f"{interval_text(band.low, band.high)} with 80 %"
    return {"phrase": text, "scale": scale}, f"{text!r} of {scale}, {where}"


def _not_understood(raw: str, text: str, terms: Sequence[str], scale: str) -> str:
    if "times" in text or "likelier" in text:
        return (
            "a ratio is said of one hypothesis against all the rest, at the first likelihood of an "
            "item: '10 times likelier under NAME'"
        )
    elsewhere = [i for i in scale_ids() if text in load_scale(i).terms]
    if elsewhere:
        return (
            f"{text!r} is no term of {scale}, but of {listed(elsewhere)}: write '{text} "
            f"({elsewhere[0]})' if you mean it as it is meant there"
        )
    # of "about likely" the part that is a term is nearer than what is spelt alike: "unlikely"
    within = [t for t in terms if re.search(rf"\b{re.escape(t)}\b", text)]
    near = max(within, key=len) if within else closest(text, terms)
    hint = f"; did you mean {near!r} (of {scale})?" if near else ""
    return f"{shown(raw)} is not understood as a probability: {WAYS}{hint}"
