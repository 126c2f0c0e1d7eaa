"""The items of two versions of one case in common places; what can be changed together only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.case.addresses import Address, Kind
from assess.case.numbers import Number
from assess.kernel.structure import Structure
from assess.versions.gathering import Repeat, Row
from evidence.item import Item, Repeats
from priors.arrays import Index

if TYPE_CHECKING:
    from assess.versions.alignment import Version
    from assess.versions.gathering import Gatherer


def place_items(
    g: Gatherer, structure: Structure, rows: tuple[Row, ...]
) -> list[tuple[Index, Index, Repeat | None]]:
    """Places of each row: its likelihoods, those if unreliable, and its repeat."""
    out = []
    for k, row in enumerate(rows):
        name = row.item.id
        label = f"items[{name}]"
        key = g.key(label, "item", name, row.item.text)
        if row.on != (True, True):
            key.disputed = True
            if not _in_both(g, name):
                key.only = "first" if row.on[0] else "second"
            elif key.words is None:
                key.words = (_links(g.versions[0].item[name]), _links(g.versions[1].item[name]))
        size = structure.sizes[int(structure.variable[k])]
        said, unreliable = _place_numbers(g, row, label, size)
        out.append((said, unreliable, _place_repeat(g, name)))
    return out


def _in_both(g: Gatherer, name: str) -> bool:
    return all(name in v.item for v in g.versions)


def _links(item: Item) -> str:
    requires = f", requires {', '.join(item.requires)}" if item.requires else ""
    return f"from {' via '.join(item.path)}, on {item.question}{requires}"


def _place_numbers(g: Gatherer, row: Row, label: str, size: int) -> tuple[Index, Index]:
    """Likelihoods and those if unreliable; an item of one version only has the same in both."""
    name = row.item.id
    sides = [0 if row.on[0] else 1, 1 if row.on[1] else 0]
    values, numbers, kinds = [], [], []
    for side in sides:
        s = g.versions[side].structure
        at = s.items.index(name)
        index = np.concatenate([s.likelihood[at, :size], s.if_unreliable[at, :size]])
        values.append(g.vectors[side][index])
        numbers.append(g.stated(side, index))
        if g.keys[label].words is None:
            g.note(label, side, [*numbers[-1], *_claimed(g, side, row.item)])
        # a number and its complement, or a constant: what can be exchanged must be of one kind
        n = s.number_count
        kinds.append(
            [(x and x.address, bool(k < n)) for x, k in zip(numbers[-1], index, strict=True)]
        )
    labels = [label] * (2 * size)
    constant = np.array([x is None for x in numbers[0]])
    alike = kinds[0] == kinds[1] and bool((values[0] == values[1])[constant].all())
    if g.by_number and row.on == (True, True) and alike:
        labels = [str(x.address) if x is not None else label for x in numbers[0]]
        for one, two in zip(*numbers, strict=True):
            if one is not None and two is not None:
                own = str(one.address)
                g.key(own, "item", name, row.item.text)
                g.note(own, 0, [one])
                g.note(own, 1, [two])
    places = g.place(values[0], values[1], labels)
    return places[:size], places[size:]


def _claimed(g: Gatherer, side: int, item: Item) -> list[Number]:
    """What an item claims of a quantity: these numbers stand behind constants."""
    says = g.versions[side].item[item.id].says
    if says is None:
        return []
    numbers = g.versions[side].numbers
    addresses = (Address(says.kind, item.id), Address("spread", item.id))
    return [numbers.entries[numbers.at[a]] for a in addresses]


def _place_repeat(g: Gatherer, name: str) -> Repeat | None:
    """What an item may repeat is a part of its own where both have the item."""
    stated = _stated_repeats(g, name)
    if stated == (None, None):
        return None
    first, second = ("" if r is None else r.item for r in stated)
    keys = _repeat_keys(g, name, same_original=first == second)
    for label, kind in keys:
        key = g.key(label, "dependence", name)
        key.disputed |= first != second
        if key.kind == "dependence":
            key.words = (_repeat_words(stated[0], kind), _repeat_words(stated[1], kind))
    chance = np.array([0.0 if r is None else r.chance.mean for r in stated])
    copied = np.array(
        [1.0 if r is None or r.if_copied is None else r.if_copied.mean for r in stated]
    )
    places = [
        int(g.place(value[:1], value[1:], [label])[0])
        for value, (label, _) in zip((chance, copied), keys, strict=True)
    ]
    return Repeat(places[0], places[1], first, second, keys[0][0])


def _stated_repeats(g: Gatherer, name: str) -> tuple[Repeats | None, Repeats | None]:
    """What each says of the repeat; who lacks the item or its original takes over the other's."""
    items = [version.item.get(name) for version in g.versions]
    first, second = (None if item is None else item.repeats for item in items)

    def is_silent(version: Version, other: Repeats) -> bool:
        return None in items or other.item not in version.item

    if first is None and second is not None and is_silent(g.versions[0], second):
        return second, second
    if second is None and first is not None and is_silent(g.versions[1], first):
        return first, first
    return first, second


def _repeat_keys(g: Gatherer, name: str, *, same_original: bool) -> list[tuple[str, Kind | None]]:
    """The keys of the chance of a repeat and of P(item | repeat): one for both, or one each."""
    if g.by_number and _in_both(g, name) and same_original:
        kinds: tuple[Kind, ...] = ("repeats", "if_copied")
        return [(str(Address(kind, name)), kind) for kind in kinds]
    return [(_repeat_label(g, name), None)] * 2


def _repeat_label(g: Gatherer, name: str) -> str:
    """The key that decides what an item repeats, where its numbers have none of their own."""
    return f"items[{name}].repeats" if _in_both(g, name) else f"items[{name}]"


def _repeat_words(stated: Repeats | None, kind: Kind | None) -> str:
    """What is said of a repeat: one of its two numbers, or both."""
    from assess.formatting.numbers import number_text

    if stated is None:
        return "no repeat"
    copied = "" if stated.if_copied is None else number_text(stated.if_copied.mean)
    if kind == "if_copied":
        return copied or "1"
    more = f", if copied {copied}" if copied and kind is None else ""
    return f"repeats {stated.item} with chance {number_text(stated.chance.mean)}{more}"


# --- what can be changed together only ------------------------------------------------------------


def join_what_must(g: Gatherer, rows: tuple[Row, ...]) -> None:
    """Join parts that cannot be exchanged one by one, for then a number would be missing.

    An item without a likelihood for an unreliable source goes with the reliabilities that make it
    one that needs none. Repeats that together would go round in a circle go with each other.
    """
    certain = [{s.id: s.is_certain for s in v.case.sources} for v in g.versions]
    for row in rows:
        if _needs_certain_sources(g, row):
            _join_with_sources(g, row.item, certain)
    for knot in _knots(g):
        keys = [
            label
            for label, key in g.keys.items()
            if key.disputed and key.name in knot and label == _repeat_label(g, key.name)
        ]
        g.join(keys)


def _needs_certain_sources(g: Gatherer, row: Row) -> bool:
    """Whether either states the item without a likelihood for an unreliable source."""
    items = [row.item]
    if row.on == (True, True):
        items.append(g.versions[1].item[row.item.id])
    return any(item.if_unreliable is None and item.ratio is None for item in items)


def _join_with_sources(g: Gatherer, item: Item, certain: list[dict[str, bool]]) -> None:
    """Join what is disputed of an item to each disputed source that is not certain in both."""
    of_item = [
        label
        for label, key in g.keys.items()
        if key.kind == "item" and key.name == item.id and key.disputed
    ]
    for s in item.path:
        label = str(Address("reliability", s)) if g.by_number else f"sources[{s}]"
        if g.keys[label].disputed and not all(c.get(s, True) for c in certain):
            g.join([label, *of_item])


def _knots(g: Gatherer) -> list[set[str]]:
    """Items that repeat each other in a circle if what either states is taken together."""
    after: dict[str, set[str]] = {}
    for version in g.versions:
        for item in version.items:
            if item.repeats is not None:
                after.setdefault(item.id, set()).add(item.repeats.item)
    reached = {name: _reached(after, name) for name in after}
    knots: list[set[str]] = []
    for name, below in reached.items():
        if name in below and not any(name in knot for knot in knots):
            knots.append({other for other in below if name in reached.get(other, set())})
    return knots


def _reached(after: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    todo = [start]
    while todo:
        for name in after.get(todo.pop(), set()) - found:
            found.add(name)
            todo.append(name)
    return found
