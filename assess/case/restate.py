"""A case in which one stated number is another one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assess.case.numbers import numbers_of
from assess.case.selection import Selection, select
from assess.case.whole import Whole, plain
from assess.errors import AssessError, CaseError, Location, Problem, UnknownNameError
from assess.formatting.names import shown
from evidence.item import Item
from priors.forms.probability import Fixed, Form
from priors.forms.shorthand import fixed
from priors.quantities.distributions import Lognormal, Normal, Uniform
from priors.quantities.quantity import Blend, Product
from priors.question import AnyQuestion, Quantity


def restated(case: Whole, address: str, value: float | Form | Lognormal) -> dict[str, Any]:
    """Plain data of the case with one number changed; nothing is checked yet.

    Raises
    ------
    UnknownNameError
        If no number that takes part has this address.
    """
    selection = select(case)
    numbers = numbers_of(case, selection)
    addresses = [str(number.address) for number in numbers.entries]
    if str(address) not in addresses:
        raise UnknownNameError(address, addresses, "number")
    # the numbers and their places are walked through in one order, that of the case
    places = dict(zip(addresses, _places(case, selection), strict=True))
    place = places[str(address)]
    data = plain(case)
    _spell_out_ratings(case, data, place)
    *parents, key = place
    here: Any = data
    for part in parents:
        here = here[part]
    if numbers.entries[addresses.index(str(address))].kind != "prior":
        here[key] = value
    elif "weights" in place:
        _move_weight(here, key, value, place)
    else:
        group = data["questions"][place[1]]["hypotheses"] if "hypotheses" in place else None
        rows = [h["prior"] for h in group] if group else list(here.values())
        position = place[3] if group else list(here).index(key)
        for k, prior in enumerate(_moved(rows, int(position), value, address)):
            if group:
                group[k]["prior"] = prior
            else:
                here[list(here)[k]] = prior
    return data


def _number(stated: Any) -> float | None:
    """The value of a plain number as stated, None of any other form."""
    if isinstance(stated, Fixed):
        return stated.value
    if isinstance(stated, dict):
        return stated.get("value")
    return float(stated) if isinstance(stated, int | float) else None


def _moved(rows: list[Any], position: int, value: Any, address: str) -> list[Any]:
    """The priors of a row with one of them moved; its rivals keep their proportions."""
    new = _number(value)
    if new is None or not 0.0 <= new <= 1.0:  # the checks of the case say what is wrong with it
        return [*rows[:position], value, *rows[position + 1 :]]
    shares = [_number(row) or 0.0 for row in rows]
    rest = sum(share for k, share in enumerate(shares) if k != position)
    if not rest:
        msg = f"{address} is certain as it is stated: its rivals have no proportions to keep"
        raise AssessError(msg)
    moved = (share * (1.0 - new) / rest for share in shares)
    return [
        value if k == position else fixed(share, certain=True) if share in (0.0, 1.0) else share
        for k, share in enumerate(moved)
    ]


def _move_weight(weights: dict[str, Any], key: Any, value: Any, place: Location) -> None:
    """A weight that gives its hypothesis the prior wanted; the others stay."""
    new = _number(value)
    if new is None or not 0.0 < new < 1.0:
        allowed = "a number between 0 and 1, which of a question with weights is a share of them"
        raise CaseError((Problem(place, "is out of range", shown(value), allowed),))
    weights[key] = new / (1.0 - new) * sum(w for h, w in weights.items() if h != key)


def _spell_out_ratings(case: Whole, data: dict[str, Any], place: Location) -> None:
    """The likelihoods that the letters of an item stand for, where one of them is to change."""
    if place[0] == "items" and place[2] == "likelihood":
        item, row = case.items[int(place[1])], data["items"][place[1]]
        if row.pop("rating", None) is not None:
            row.pop("rating_table", None)
            row["likelihood"] = dict(item.likelihoods or {})


def _places(case: Whole, selection: Selection) -> Iterator[Location]:
    """The place of every number that takes part, in the order in which `numbers_of` has them."""
    for k, q in enumerate(case.questions):
        yield from _of_question(("questions", k), q)
    used = {name for item in selection.items for name in item.path}
    yield from (("sources", k, "reliability") for k, s in enumerate(case.sources) if s.id in used)
    yield from (("assumptions", k, "holds") for k, _ in enumerate(case.assumptions))
    taking_part = {item.id for item in selection.items}
    for k, item in enumerate(case.items):
        if item.id in taking_part:
            yield from _of_item(("items", k), item, selection.said)


def _of_question(at: Location, q: AnyQuestion) -> Iterator[Location]:
    if isinstance(q, Quantity):
        if q.prior is not None:
            yield from _of_measure((*at, "prior"), q.prior)
        for k, row in enumerate(q.table):
            yield from _of_measure((*at, "table", k, "prior"), row.prior)
    elif q.given:
        for k, _ in enumerate(q.table):
            yield from ((*at, "table", k, "prior", h) for h in q.states)
    elif q.weights is not None:
        yield from ((*at, "weights", h) for h in q.states)
    else:
        yield from ((*at, "hypotheses", k, "prior") for k, _ in enumerate(q.hypotheses))


def _of_measure(at: Location, measure: Any) -> Iterator[Location]:
    if isinstance(measure, float):
        yield at
    elif isinstance(measure, Product):
        for k, factor in enumerate(measure.product):
            yield from _of_measure((*at, "product", k), factor)
    elif isinstance(measure, Blend):
        yield (*at, "blend", "share")
        yield from _of_measure((*at, "blend", "of"), measure.blend.of)
        yield from _of_measure((*at, "blend", "rest"), measure.blend.rest)
    elif isinstance(measure, Lognormal):
        yield from ((*at, "lognormal", key) for key in ("median", "p95"))
    elif isinstance(measure, Normal):
        yield from ((*at, "normal", key) for key in ("mean", "sd"))
    else:
        pair = "uniform" if isinstance(measure, Uniform) else "beta"
        yield from ((*at, pair, k) for k in range(2))


def _of_item(at: Location, item: Item, said: set[str]) -> Iterator[Location]:
    yield from ((*at, "likelihood", h) for h in item.likelihoods or {})
    if item.search is not None:
        yield from ((*at, "search", "chance", h) for h in item.search.chance)
    if item.says is not None:
        yield from ((*at, "says", key) for key in (item.says.kind, "spread"))
    if item.ratio is not None:
        yield (*at, "ratio", "value")
    if isinstance(item.if_unreliable, dict):
        yield from ((*at, "if_unreliable", h) for h in item.if_unreliable)
    elif item.if_unreliable is not None:
        yield (*at, "if_unreliable")
    if item.repeats is not None and item.repeats.item in said:
        yield (*at, "repeats", "chance")
        if item.repeats.if_copied is not None:
            yield (*at, "repeats", "if_copied")
