"""Heuer's count of inconsistencies beside the credences: where they differ, and by which items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assess.case.model import Case
from assess.errors import UnknownNameError
from assess.formatting.names import listed
from assess.prepare.prepared import Prepared
from assess.result.access import exact_of, prepared_from
from assess.sensitivity.diagnosticity import diagnosticity
from assess.sensitivity.ledger import ledger
from evidence.item import Item
from priors.arrays import Array, Index, Mask
from priors.question import AnyQuestion, Question

if TYPE_CHECKING:
    import xarray as xr


POINTS = {"I": 1, "II": 2}
"""What a letter adds to the weighted count; to the plain count each of them adds 1."""

COUNTED, UNCOUNTED, AGAINST_BOTH, IDLE = "counted", "not counted", "against both", "idle"
"""What an item is between two hypotheses, by its letters."""

NOTABLE = 0.05
"""Decibans below which two weights are shown as the same."""

_SAME = 1e-9
"""Credences nearer to each other share a rank."""


def ach_comparison(result: xr.DataTree | Case, *, question: str | None = None) -> xr.Dataset:
    r"""Heuer's count of inconsistencies for each hypothesis, beside its credence.

    The method of competing hypotheses (ACH) prefers the hypothesis with the fewest inconsistent
    items. The credence uses the same letters, but also what is consistent, the priors, how far
    the sources are to be trusted, and which items depend on each other. Where the two rankings
    differ, the items that make the difference are what to look at.

    Parameters
    ----------
    result : DataTree or Case
        What `weigh` returned, or a case, which is then weighed without draws.
    question : str, optional
        The question, by its id; the first one that has rated items when left out.

    Returns
    -------
    Dataset
        Dimensions `item` (those stated by a `rating`), `hypothesis` and `against`, the same
        hypotheses again.

        `inconsistency` (hypothesis): how many items are I or II. `weighted_inconsistency`: I counts
        1 and II 2, times the item's weight if its tags state one (`weight: 2`).
        `prior`, `credence`; `rank_inconsistency`, `rank_weighted`, `rank_credence`: 1 for the
        fewest, or the most credible; what is equal shares a rank. `reversed` (hypothesis, against):
        whether the hypothesis is the more credible of the two although the count puts it behind.
        `rating` (item, hypothesis): the letters. `text` (item), `hypothesis_text` (hypothesis).

        Of the two hypotheses `leading` and `rival` (attributes): `contribution` (item): decibans
        for `leading` against `rival`, as in `ledger`; `alone`: the same of the item by
        itself; `kind`: `counted` (inconsistent with one of the two), `not counted` (with neither,
        but the letters differ), `against both`, `idle` (the same letter twice); `dependent`:
        whether the item is worth something else beside the others than alone, by 0.05 dB or more;
        `against_all`: whether it is inconsistent with every hypothesis.

        Attributes: `reading`, `title`, `question`, `leading` and `rival` (the most credible and
        the least inconsistent, if the rankings differ in that; otherwise any two that they rank
        differently, or the first two), `agrees`, `prior_decibans`, `decibans`, `unrated` (items
        that no count can use), `conditional_on`.

    Raises
    ------
    ValueError
        If no item is stated by a rating, or there is no such question.

    Notes
    -----
    With n(h) = number of items rated I or II under h::

        inconsistency(h) = n(h)
        weighted_inconsistency(h) = sum of weight x (1 for I, 2 for II)

    References
    ----------
    Heuer, R. J. (1999), *Psychology of Intelligence Analysis*, CIA Center for the Study of
    Intelligence, chapter 8.

    Examples
    --------
    >>> import pathlib, tempfile, assess
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "matrix.csv"
    >>> _ = file.write_text("item,H1: raid,H2: drill\ntrucks seen,C,CC\nleave stopped,CC,I\n")
    >>> found = assess.ach_comparison(assess.from_ach(file))
    >>> found["inconsistency"].values.tolist(), found.attrs["leading"]
    ([0, 1], 'H1')
    """
    import xarray as xr

    if isinstance(result, Case):
        from assess.engines import weigh

        result = weigh(result, draws=0)
    prepared, exact = prepared_from(result), exact_of(result)
    name, items, unrated = _rated(prepared, question)
    mine = exact["question"].values == name
    labels = [str(x) for x in exact["hypothesis"].values[mine]]
    asked = next(q for q in prepared.case.questions if q.id == name)
    states = asked.states
    credence = exact["credence"].values[mine].astype(float)
    letters = np.array([[(i.rating or {})[h] for h in states] for i in items], dtype=object)
    counted = np.isin(letters, list(POINTS))
    points = np.vectorize(lambda x: POINTS.get(x, 0), otypes=[float])(letters)
    weights = np.array([weight_of(i) for i in items])
    plain, weighted = counted.sum(axis=0), (points * weights[:, None]).sum(axis=0)
    reversed_ = (plain[:, None] > plain[None, :]) & (credence[:, None] > credence[None, :] + _SAME)
    first, second = _pair(plain, credence, reversed_)
    per_item, totals = _between(result, labels, first, second, items, letters)
    per_hypothesis = {
        "inconsistency": plain,
        "weighted_inconsistency": weighted,
        "prior": exact["prior"].values[mine].astype(float),
        "credence": credence,
        "rank_inconsistency": _ranks(plain.astype(float)),
        "rank_weighted": _ranks(weighted),
        "rank_credence": _ranks(-credence),
    }
    return xr.Dataset(
        {
            **{k: ("hypothesis", v) for k, v in per_hypothesis.items()},
            "reversed": (("hypothesis", "against"), reversed_),
            "rating": (("item", "hypothesis"), letters),
            "against_all": ("item", counted.all(axis=1)),
            "item_weight": ("item", weights),
            "text": ("item", np.array([i.text for i in items], dtype=object)),
            "hypothesis_text": ("hypothesis", np.array(_texts(asked), dtype=object)),
            **{k: ("item", v) for k, v in per_item.items()},
        },
        coords={
            "item": np.array([i.id for i in items], dtype=object),
            "hypothesis": np.array(labels, dtype=object),
            "against": np.array(labels, dtype=object),
        },
        attrs={
            "reading": "ach_comparison",
            "title": prepared.case.title,
            "question": name,
            "leading": labels[first],
            "rival": labels[second],
            "agrees": int(not reversed_.any()),
            **totals,
            "unrated": ", ".join(unrated),
            "conditional_on": "the likelihoods that the table "
            f"{listed(sorted({i.rating_table for i in items}))} gives the letters (a proposal of "
            "this library), and the priors, reliabilities and links as stated",
        },
    )


def _texts(question: AnyQuestion) -> list[str]:
    """What each hypothesis is in words; of a quantity nothing but its band."""
    if isinstance(question, Question):
        return [h.text for h in question.hypotheses]
    return [""] * len(question.states)


def weight_of(item: Item) -> float:
    """The weight that an item's tags state for the weighted count; 1 without one."""
    for tag in item.tags:
        name, colon, value = tag.partition(":")
        if colon and name.strip() == "weight":
            try:
                weight = float(value)
            except ValueError:
                weight = np.nan
            if not (np.isfinite(weight) and weight > 0.0):
                msg = f"items[{item.id}].tags: {tag!r} is no weight (weight: and a number above 0)"
                raise ValueError(msg)
            return weight
    return 1.0


def _rated(prepared: Prepared, wanted: str | None) -> tuple[str, list[Item], list[str]]:
    """The question, its rated items that take part, and those on it without a rating."""
    case = prepared.case
    part = set(prepared.structure.items)
    by_question: dict[str, list[Item]] = {q.id: [] for q in case.questions}
    if wanted is not None and wanted not in by_question:
        raise UnknownNameError(wanted, by_question, "question")
    for item in case.items:
        if item.id in part and case.question_of(item).id in by_question:
            by_question[case.question_of(item).id].append(item)
    rated = [q for q, items in by_question.items() if any(i.rating for i in items)]
    name = wanted if wanted is not None else next(iter(rated), None)
    if name is None or name not in rated:
        msg = (
            f"no item {'' if name is None else f'on {name} '}is stated by a rating, so there is "
            "nothing to count (an item with `rating: {h: CC, ...}`, or a case from `from_ach`)"
        )
        raise ValueError(msg)
    items = [i for i in by_question[name] if i.rating is not None]
    return name, items, [i.id for i in by_question[name] if i.rating is None]


def _ranks(values: Array) -> Index:
    """1 for the least; what is equal shares the better rank."""
    less = values[None, :] < values[:, None] - _SAME
    return np.asarray(less.sum(axis=1) + 1, dtype=np.intp)


def _pair(plain: Index, credence: Array, turned: Mask) -> tuple[int, int]:
    """The two hypotheses to be told apart: the most credible that the count puts behind another."""
    order = np.argsort(-credence, kind="stable")
    for first in order:
        if turned[first].any():
            behind = np.where(turned[first], plain, np.iinfo(np.intp).max)
            ties = [k for k in order if behind[k] == behind.min()]
            return int(first), int(ties[0])
    return int(order[0]), int(order[1])


def _between(
    result: xr.DataTree,
    labels: list[str],
    first: int,
    second: int,
    items: list[Item],
    letters: NDArray[Any],
) -> tuple[dict[str, Any], dict[str, float]]:
    """What each item does between two hypotheses, and their log-odds before and after."""
    found = ledger(result, hypothesis=labels[first], against=labels[second])
    names = [i.id for i in items]
    contribution = found["contribution"].sel(item=names).values
    single = diagnosticity(result, question=str(found.attrs["question"]))
    alone = single["weight"].sel(item=names, hypothesis=labels[first], against=labels[second])
    with np.errstate(invalid="ignore"):
        apart = np.abs(contribution - alone.values) >= NOTABLE
    kinds = [_kind(row[first], row[second]) for row in letters]
    per_item = {
        "contribution": contribution,
        "alone": alone.values,
        "kind": np.array(kinds, dtype=object),
        "dependent": apart,
    }
    totals = {k: float(found.attrs[k]) for k in ("prior_decibans", "decibans")}
    return per_item, totals


def _kind(one: str, other: str) -> str:
    against = (one in POINTS) + (other in POINTS)
    if against == 1:
        return COUNTED
    if one == other:
        return AGAINST_BOTH if against else IDLE
    return AGAINST_BOTH if against else UNCOUNTED


# --- in words -------------------------------------------------------------------------------------


def parts_of(found: xr.Dataset) -> dict[str, float]:
    """Decibans for `leading` against `rival`, by what they come from; they add up."""
    kinds, each = found["kind"].values, found["contribution"].values
    parts = {"prior": float(found.attrs["prior_decibans"])}
    parts |= {
        k: float(each[kinds == k].sum())
        for k in (COUNTED, UNCOUNTED, AGAINST_BOTH, IDLE)
        if (kinds == k).any()
    }
    total = float(found.attrs["decibans"])
    if found.attrs["unrated"]:
        parts["unrated"] = total - sum(parts.values())
    return parts
