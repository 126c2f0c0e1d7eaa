"""The numbers of two versions of one case in common places, and the parts in which they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assess.case.addresses import Address
from assess.formatting.numbers import number_text
from assess.kernel.structure import ONE, ZERO, Structure
from assess.versions.alignment import Version
from assess.versions.gathering import DisputedPart, Gatherer, Row, disputed_part
from evidence.item import Item
from priors.arrays import Array, Index

if TYPE_CHECKING:
    from assess.versions.gathering import Repeat


class Dependence(NamedTuple):
    """Where the chance of a repeat stands, and which item is repeated in either version."""

    chance: int
    first: str
    second: str
    part: int


class Placed(NamedTuple):
    """A row with its places: all its numbers, what decides whether it is there, what it repeats."""

    item: Item
    on: tuple[bool, bool]
    says: Index
    switch: Index
    repeats: Dependence | None


@dataclass(frozen=True)
class Slots:
    """The vector of numbers of both versions, the part that owns each place (-1: undisputed)."""

    first: Array
    second: Array
    owner: Index
    parts: tuple[DisputedPart, ...]
    rows: tuple[Placed, ...]
    sources: Mapping[str, int]
    """The part of each disputed source."""
    excluded: Mapping[str, tuple[Index, bool, bool]]
    """Sources left out by at least one: the part, and whether the first and the second do."""
    roots: tuple[tuple[tuple[int, ...], Index], ...]
    likelihood: Index
    if_unreliable: Index
    repeat: Index
    if_copied: Index


def gathered(
    first: Version,
    second: Version,
    union: tuple[Structure, tuple[Row, ...]],
    *,
    by_number: bool,
) -> Slots:
    """All numbers of both versions in the places of their common structure.

    Parameters
    ----------
    first, second : Version
    union : tuple of (Structure, tuple of Row)
        The structure of what either states, and its items.
    by_number : bool
        Whether numbers that both state are parts of their own.

    Returns
    -------
    Slots
    """
    from assess.versions.items import join_what_must, place_items

    structure, rows = union
    g = Gatherer(first, second, by_number=by_number)
    priors = _place_roots(g, structure)
    _note_sources(g, structure)
    roots = priors + _place_assumptions(g, structure)
    constants = [(s, i) for s, i in structure.roots[len(roots) :]]
    roots += [(scope, _place_constants(g, structure, index)) for scope, index in constants]
    items = place_items(g, structure, rows)
    join_what_must(g, rows)
    labels = [k for k, key in g.keys.items() if key.disputed]
    tops = list(dict.fromkeys(g.top(k) for k in labels))
    number_of = {k: tops.index(g.top(k)) for k in labels}
    members = [[k for k in labels if g.top(k) == top] for top in tops]
    sources = {
        g.keys[k].name: part for k, part in number_of.items() if g.keys[k].kind == "reliability"
    }
    # places of the numbers, once it is known how many there are: then 0 and 1 behind 2 of each
    zero, one = 2 * g.count + ZERO, 2 * g.count + ONE
    return Slots(
        first=np.concatenate(g.values[0]),
        second=np.concatenate(g.values[1]),
        owner=np.array([number_of.get(k, -1) for k in g.slot_keys], dtype=np.intp),
        parts=tuple(disputed_part(g, m) for m in members),
        rows=_placed(rows, items, number_of),
        sources=sources,
        excluded=_excluded(g, sources),
        roots=tuple(roots),
        likelihood=_table([said for said, _, _ in items], structure, one),
        if_unreliable=_table([u for _, u, _ in items], structure, one),
        repeat=np.array([zero if d is None else d.chance for _, _, d in items], dtype=np.intp),
        if_copied=np.array([one if d is None else d.copied for _, _, d in items], dtype=np.intp),
    )


def _placed(
    rows: tuple[Row, ...],
    items: list[tuple[Index, Index, Repeat | None]],
    number_of: Mapping[str, int],
) -> tuple[Placed, ...]:
    placed = []
    for row, (said, unreliable, repeat) in zip(rows, items, strict=True):
        repeats = None
        if repeat is not None:
            part = number_of.get(repeat.label, -1)
            repeats = Dependence(repeat.chance, repeat.first, repeat.second, part)
        switch = np.array([number_of.get(f"items[{row.item.id}]", -1)], dtype=np.intp)
        says = np.concatenate([said, unreliable])
        placed.append(Placed(row.item, row.on, says, switch, repeats))
    return tuple(placed)


def _table(rows: list[Index], structure: Structure, one: int) -> Index:
    widest = max(structure.sizes, default=0)
    table = np.full((len(rows), widest), one, dtype=np.intp)
    for k, row in enumerate(rows):
        table[k, : len(row)] = row
    return table


def _place_roots(g: Gatherer, structure: Structure) -> list[tuple[tuple[int, ...], Index]]:
    """The priors of the questions: each question's is one part, for its numbers sum to 1."""
    roots = []
    for v in range(structure.question_count):
        question = g.versions[0].case.questions[v]
        label = f"questions[{question.id}]"
        g.key(label, "prior", question.id, question.text)
        index = [version.structure.roots[v][1] for version in g.versions]
        for side, own in enumerate(index):
            g.note(label, side, g.stated(side, own.ravel()))
            entries = g.versions[side].numbers.entries
            shaping = (x for x in entries if x.shapes and x.address.owner == question.id)
            g.note(label, side, shaping)
        first, second = (vector[i].ravel() for vector, i in zip(g.vectors, index, strict=True))
        places = g.place(first, second, [label] * len(first))
        roots.append((structure.roots[v][0], places.reshape(index[0].shape)))
    return roots


def _note_sources(g: Gatherer, structure: Structure) -> None:
    """The reliabilities: their laws stand in the nodes, here it is said who disputes them."""
    both = [{s.id: s for s in v.case.sources} for v in g.versions]
    for name in structure.sources:
        source = both[0][name] if name in both[0] else both[1][name]
        label = str(Address("reliability", name)) if g.by_number else f"sources[{name}]"
        key = g.key(label, "reliability", name, source.name)
        if name in both[0] and name in both[1]:
            one, two = both[0][name], both[1][name]
            laws_differ = one.reliability.pieces != two.reliability.pieces
            key.disputed = laws_differ or one.is_excluded != two.is_excluded
        said = []
        for sources in both:
            form = sources[name].reliability if name in sources else None
            if form is None:
                said.append("not stated")
            elif sources[name].is_excluded:
                said.append("left out")
            else:
                low, high = form.interval(0.9)
                around = "" if form.is_fixed else f" ({number_text(low)} to {number_text(high)})"
                said.append(number_text(form.mean) + around)
        key.words = (said[0], said[1])


def _place_assumptions(g: Gatherer, structure: Structure) -> list[tuple[tuple[int, ...], Index]]:
    roots = []
    stated = [{a.id: a for a in v.case.assumptions} for v in g.versions]
    count = structure.question_count
    names = list(dict.fromkeys([*stated[0], *stated[1]]))
    for v, name in enumerate(names, start=count):
        label = str(Address("holds", name)) if g.by_number else f"assumptions[{name}]"
        known = [side for side in (0, 1) if name in stated[side]]
        g.key(label, "assumption", name, stated[known[0]][name].text)
        values = []
        for side in (0, 1):
            own = side if side in known else known[0]
            version = g.versions[own].structure
            index = version.roots[version.variables.index(name)][1]
            values.append(g.vectors[own][index])
            if side in known:
                g.note(label, side, g.stated(side, index))
        roots.append((structure.roots[v][0], g.place(values[0], values[1], [label] * 2)))
    return roots


def _place_constants(g: Gatherer, structure: Structure, index: Index) -> Index:
    """What no one states, such as which node of a quantity lies in which band."""
    g.key("", "constant", "")
    values = structure.constants[index.ravel() - 2 * structure.number_count]
    return g.place(values, values, [""] * len(values)).reshape(index.shape)


def _excluded(g: Gatherer, sources: Mapping[str, int]) -> dict[str, tuple[Index, bool, bool]]:
    out = {}
    for name in {s for v in g.versions for s in v.excluded}:
        known = [name in {s.id for s in v.case.sources} for v in g.versions]
        one, two = (name in v.excluded for v in g.versions)
        # who does not know a source takes it over together with an item of it
        one, two = (one if known[0] else two), (two if known[1] else one)
        out[name] = (np.array([sources.get(name, -1)], dtype=np.intp), one, two)
    return out
