"""What interested parties say: denials, admissions, accusations, silence.

Whether such a statement says anything depends on three questions only. Would the party say so if
it were true? Would it say so if it were false? What would lying cost it? None of the four kinds has
a weight of its own. A denial that was coming in any case is worth next to nothing, an admission
against interest is strong, and both because of the numbers and not because of the names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from evidence.item import OTHERS, WAYS, Item, one_or_many
from evidence.source import Source
from evidence.stating import as_probabilities, as_probability, one_sentence
from priors.forms.probability import Fixed
from priors.forms.shorthand import fixed


def denial(
    id: str,  # noqa: A002  (the name of the field)
    source: str | Sequence[str] | Source,
    *,
    would_deny: Mapping[str, Any],
    cost: str,
    anyway: Any = None,
    because: str = "",
    **fields: Any,
) -> Item:
    """State a denial as an item: as likely as it was if what it denies is true, and if false.

    Somebody who must deny in any case tells nothing by denying. If a government would admit an
    illegal sale one time in twenty, it denies a true charge with .95; a false one it leaves
    undenied perhaps one time in fifty, so it denies that with .98. The ratio is .95 / .98 = .97, or
    -0.1 dB: the denial exculpates, by next to nothing. It would incriminate only if the party
    denied true charges *more* readily than false ones, which needs an argument of its own.

    A denial says more the more it costs to be caught: where liars fall and silence is possible, few
    deny what is true. And a denial that is said again is the same denial: make the second one
    `repeats` the first, or a hundred of them exculpate a hundred times.

    Parameters
    ----------
    id : str
        Short name of the item.
    source : str, path of str or Source
        Who denies. If its `Source` is given and its reliability is exactly 1, `if_unreliable` is
        left out.
    would_deny : mapping of str to number or form
        P(it denies | hypothesis) for each hypothesis, all told: honest or not. `others` stands for
        the rest. Silence and admission are the other things that it could have done, so that two
        ways of speaking under one hypothesis sum to 1 at most.
    cost : str
        What lying would cost it if it came out, in words. It is what the numbers rest on.
    anyway : number, form or mapping, optional
        Instead of all told: then `would_deny` says how an honest party would speak, this is P(it
        denies | it does not care for the truth), and the source's reliability says which is how
        likely. Needed where the statement reached you through others, or `requires` something.
    because : str
        Why those numbers.
    **fields : Any
        Other fields of `Item`: `text`, `date`, `question`, `repeats`, `citation`, ...

    Returns
    -------
    Item
        With `likelihood`, `if_unreliable` and the tag `denial`.

    Raises
    ------
    ValueError
        If fewer than two hypotheses are named, the cost is left out, or a number is not one; if it
        came through others or rests on an assumption and `anyway` is left out.

    Notes
    -----
    Without `anyway`, `if_unreliable` is the same as `likelihood`: then the item has these
    probabilities whatever the reliability is, and neither uses it nor changes it. What a party
    does, knowing the truth, is stated whole and not discounted a second time.

    The ratio is P(deny | true) / P(deny | false). With c = P(admit | true) and d = P(deny | false)
    that is (1 - c) / d only where the party must either deny or admit. Where it may also say
    nothing, with s = P(say nothing | true), it is (1 - c - s) / d.

    With ranges, the same number then has two addresses, `likelihood[...]` and `if_unreliable[...]`;
    to see it as one bar, give the statements a `Source` of reliability {value: 1, certain: true}.

    References
    ----------
    Crawford, V. P. & Sobel, J. (1982), Strategic information transmission, *Econometrica*
    50(6):1431-1451, doi:10.2307/1913390: talk that costs nothing, between parties whose interests
    are opposed, tells nothing.

    Examples
    --------
    >>> from evidence import statement_weight
    >>> item = denial(
    ...     "denies",
    ...     "ministry",
    ...     would_deny={"sold": 0.95, "not_sold": 0.98},
    ...     cost="Nothing: nobody expects it to admit breaking an embargo.",
    ... )
    >>> weight = statement_weight(item, "sold", "not_sold")
    >>> round(weight.ratio, 4), round(weight.decibans, 3)
    (0.9694, -0.135)
    """
    return _statement("denial", id, source, would_deny, cost, anyway, because, fields)


def admission(
    id: str,  # noqa: A002
    source: str | Sequence[str] | Source,
    *,
    would_admit: Mapping[str, Any],
    cost: str,
    anyway: Any = None,
    because: str = "",
    **fields: Any,
) -> Item:
    """State an admission as an item: as rare as it is where there is nothing to admit.

    An admission against interest is strong, however rare it is: what counts is how much rarer it is
    when there is nothing to admit. A party that admits a true charge one time in twenty, and a
    false one in two hundred, gives a ratio of .05 / .005 = 10, which is 10 dB, by the same habits
    that make its denial worth nothing.

    Ask who gains. A boast is no admission; a confession under pressure, or one that covers for
    somebody, is not rare where it is false. Such an item has a ratio near 1, or below.

    Parameters
    ----------
    id, source : str; str, path of str or Source
        As for `denial`: who admits.
    would_admit : mapping of str to number or form
        P(it admits | hypothesis) for each hypothesis, all told.
    cost : str
        What the admission costs it, and what a false one would: in words.
    anyway, because, fields : optional
        As for `denial`.

    Returns
    -------
    Item
        With `likelihood`, `if_unreliable` and the tag `admission`.

    Raises
    ------
    ValueError
        As for `denial`.

    Notes
    -----
    With c = P(admit | true) and a = P(admit | false) the ratio is c / a.

    Examples
    --------
    >>> from evidence import statement_weight
    >>> item = admission(
    ...     "admits",
    ...     "ministry",
    ...     would_admit={"sold": 0.05, "not_sold": 0.005},
    ...     cost="Sanctions, and the buyer's anger.",
    ... )
    >>> round(statement_weight(item, "sold", "not_sold").decibans, 6)
    10.0
    """
    return _statement("admission", id, source, would_admit, cost, anyway, because, fields)


def accusation(
    id: str,  # noqa: A002
    source: str | Sequence[str] | Source,
    *,
    would_accuse: Mapping[str, Any],
    cost: str,
    without_belief: float = 0.0,
    anyway: Any = None,
    because: str = "",
    **fields: Any,
) -> Item:
    """State an accusation as an item: worth what it would not have been raised for anyway.

    An accuser who believes what he says errs now and then. One with a motive may also say it
    without believing it, and then it comes whatever the truth is. If an honest service would name
    the culprit with .6 and an innocent by mistake with .02, its word is a ratio of 30. If half the
    time it would say so in any case, the ratio is .8 / .51 = 1.6: the motive takes thirteen of
    fifteen decibans. Take the share from what became of its earlier public charges.

    That it accuses is to be told from what it shows: photographs and debris are items of their own,
    and can be good where the word is worth nothing.

    Parameters
    ----------
    id, source : str; str, path of str or Source
        As for `denial`: who accuses.
    would_accuse : mapping of str to number or form
        P(it accuses | hypothesis) for each hypothesis: all told, or, with `without_belief`, if it
        says only what it believes.
    cost : str
        What a false accusation would cost it, in words.
    without_belief : float
        Chance that it says so without believing it, 0 to 1, excluding 1. Above 0 it needs fixed
        numbers in `would_accuse`.
    anyway : number, form or mapping, optional
        As for `denial`; not together with `without_belief`.
    because, fields : optional
        As for `denial`.

    Returns
    -------
    Item
        With `likelihood`, `if_unreliable` and the tag `accusation`.

    Raises
    ------
    ValueError
        As for `denial`; also if `without_belief` is out of range, or comes with ranges.

    Notes
    -----
    With m = `without_belief`, P(accuse | h) = l + m (1 - l) for l = `would_accuse[h]`.

    Examples
    --------
    >>> from evidence import statement_weight
    >>> item = accusation(
    ...     "accuses",
    ...     "rival",
    ...     would_accuse={"did_it": 0.6, "did_not": 0.02},
    ...     without_belief=0.5,
    ...     cost="Little: its earlier false charges are forgotten.",
    ... )
    >>> round(statement_weight(item, "did_it", "did_not").ratio, 3)
    1.569
    """
    if not 0.0 <= without_belief < 1.0:
        msg = f"without_belief is a chance, 0 or more and below 1, not {without_belief!r}"
        raise ValueError(msg)
    if without_belief and anyway is not None:
        msg = "without_belief and anyway say the same thing in two ways: give one of them"
        raise ValueError(msg)
    if without_belief:
        would_accuse = _all_told(would_accuse, without_belief, f"accusation {id}: would_accuse")
    return _statement("accusation", id, source, would_accuse, cost, anyway, because, fields)


def silence(
    id: str,  # noqa: A002
    source: str | Sequence[str] | Source,
    *,
    would_be_silent: Mapping[str, Any],
    cost: str,
    anyway: Any = None,
    because: str = "",
    **fields: Any,
) -> Item:
    """State silence as an item: worth as much as speech was to be expected.

    Silence says something only where speech was to be expected. If an innocent could clear himself
    cheaply, and nine of ten would, while of the guilty four in ten talk, then silence is a ratio of
    .6 / .1 = 6 against him. If nobody in his place ever comments, it is nothing. If nobody asked,
    there is no item: leave it out.

    Silence is not a denial, and a refused inspection is neither: each is an item of its own kind.

    Parameters
    ----------
    id, source : str; str, path of str or Source
        As for `denial`: who is silent.
    would_be_silent : mapping of str to number or form
        P(it says nothing | hypothesis) for each hypothesis, all told.
    cost : str
        What speaking would cost it, if it is so and if it is not, in words.
    anyway, because, fields : optional
        As for `denial`.

    Returns
    -------
    Item
        With `likelihood`, `if_unreliable` and the tag `silence`.

    Raises
    ------
    ValueError
        As for `denial`.

    References
    ----------
    Milgrom, P. R. (1981), Good news and bad news: representation theorems and applications, *Bell
    Journal of Economics* 12(2):380-391, doi:10.2307/3003562: where proof is free, whoever does not
    show it is taken to have none.

    Examples
    --------
    >>> from evidence import statement_weight
    >>> item = silence(
    ...     "says_nothing",
    ...     "owner",
    ...     would_be_silent={"guilty": 0.6, "innocent": 0.1},
    ...     cost="The receipt lies in his drawer, if there is one.",
    ... )
    >>> round(statement_weight(item, "guilty", "innocent").ratio, 6)
    6.0
    """
    return _statement("silence", id, source, would_be_silent, cost, anyway, because, fields)


def _all_told(honest: Mapping[str, Any], without_belief: float, name: str) -> dict[str, Fixed]:
    """Add to what an honest party would say what is said without belief: l + m (1 - l)."""
    forms = as_probabilities(honest, name)
    for h, form in forms.items():
        if not isinstance(form, Fixed):
            msg = (
                f"without_belief needs fixed numbers, and would_accuse[{h}] is none: state the "
                "chances all told, or use anyway= and the reliability of the source"
            )
            raise ValueError(msg)
    return {
        h: fixed(p.mean + without_belief * (1.0 - p.mean), certain=p.mean == 1.0)
        for h, p in forms.items()
    }


_ASKED = {
    "denial": ("would_deny", "What lying would cost it"),
    "admission": ("would_admit", "What admitting costs it"),
    "accusation": ("would_accuse", "What a false accusation would cost it"),
    "silence": ("would_be_silent", "What speaking would cost it"),
}
"""What each kind calls its numbers, and what its cost is the cost of."""


def _statement(
    kind: str,
    id_: str,
    source: str | Sequence[str] | Source,
    would: Any,
    cost: Any,
    anyway: Any,
    because: str,
    fields: dict[str, Any],
) -> Item:
    """Build the item of a statement of one kind, or refuse it in a sentence that names it."""
    name, (numbers, what_costs) = f"{kind} {id_}", _ASKED[kind]
    _check_stated(name, numbers, what_costs, would, cost, fields)
    likelihood = as_probabilities(would, f"{name}: {numbers}")
    path = source.id if isinstance(source, Source) else source
    unreliable: Any
    if anyway is not None:
        many = one_or_many(anyway) == "many"
        unreliable = (as_probabilities if many else as_probability)(anyway, f"{name}: anyway")
    else:
        _check_made_as_told(name, path, fields)
        certain = isinstance(source, Source) and source.is_certain
        unreliable = None if certain else likelihood
    data = {
        **fields,
        "id": id_,
        "source": path,
        "likelihood": likelihood,
        "if_unreliable": unreliable,
        "because": f"{because.strip()} {what_costs}: {cost.strip()}".strip(),
        "tags": (kind, *fields.get("tags", ())),
    }
    try:
        return Item.model_validate(data)
    except ValidationError as error:
        msg = f"{name}: {one_sentence(error, Item, data)}"
        raise ValueError(msg) from None


def _check_stated(
    name: str, numbers: str, what_costs: str, would: Any, cost: Any, fields: dict[str, Any]
) -> None:
    """Refuse numbers under one hypothesis only, a cost left out, and a field that is made here."""
    if not isinstance(would, Mapping) or len(would) < 2:
        msg = (
            f"{name}: needs its probability under two hypotheses at least (or one and "
            f"'{OTHERS}') in {numbers}, not {would!r}: under one alone it says nothing"
        )
        raise ValueError(msg)
    if not isinstance(cost, str) or not cost.strip():
        msg = f"{name}: cost is left out; say in words: {what_costs.lower()}?"
        raise ValueError(msg)
    if taken := {*WAYS, "if_unreliable"} & set(fields):
        msg = f"{name}: {min(taken)} is made here and cannot be given as well"
        raise ValueError(msg)


def _check_made_as_told(name: str, path: str | Sequence[str], fields: dict[str, Any]) -> None:
    """Refuse a statement that others passed on, or that rests on something, without `anyway`."""
    passed_on = not isinstance(path, str) and len(path) > 1
    if passed_on or fields.get("requires"):
        what = "passed on by others" if passed_on else "resting on an assumption"
        msg = (
            f"{name}: {what}, it may not have been made as told: give anyway=, the "
            "probability that the item appears all the same"
        )
        raise ValueError(msg)
