"""Places and parts of two versions, gathered one after another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from assess.case.addresses import Address
from assess.case.numbers import Number
from assess.formatting.numbers import number_text
from assess.kernel.structure import extended
from assess.versions.alignment import Version
from evidence.item import Item
from priors.arrays import Array, Index

_SAME = 1e-12
"""Relative difference up to which two numbers are one, rounded differently on the way."""


class Row(NamedTuple):
    """An item as it is linked, and which of the two have it so."""

    item: Item
    on: tuple[bool, bool]


class DisputedPart(NamedTuple):
    """Something that the two state differently.

    `kind` is prior, reliability, assumption, item or dependence, or several of them; `only` is
    first or second where only one of them has it.
    """

    label: str
    kind: str
    name: str
    text: str
    first_says: str
    second_says: str
    only: str


@dataclass
class Key:
    """What is one part unless it must go with another."""

    kind: str
    name: str
    text: str = ""
    disputed: bool = False
    only: str = ""
    said: tuple[dict[Address, Number], dict[Address, Number]] = field(
        default_factory=lambda: ({}, {})
    )
    words: tuple[str, str] | None = None


class Gatherer:
    """Places and keys, gathered one after another."""

    def __init__(self, first: Version, second: Version, *, by_number: bool) -> None:
        self.versions = (first, second)
        self.vectors = tuple(extended(v.numbers.used, v.structure.constants) for v in self.versions)
        self.by_number = by_number
        self.values: tuple[list[Array], list[Array]] = ([], [])
        self.count = 0
        self.slot_keys: list[str] = []
        self.keys: dict[str, Key] = {}
        self.joined: dict[str, str] = {}

    def key(self, label: str, kind: str, name: str, text: str = "") -> Key:
        return self.keys.setdefault(label, Key(kind, name, text))

    def place(self, first: Array, second: Array, labels: Sequence[str]) -> Index:
        """Take in the values of some places, each with the key that owns it."""
        second = np.where(np.isclose(first, second, rtol=_SAME, atol=0.0), first, second)
        for label, differs in zip(labels, (first != second).tolist(), strict=True):
            self.keys[label].disputed |= differs
        self.values[0].append(first)
        self.values[1].append(second)
        self.slot_keys += labels
        self.count += len(first)
        return np.arange(self.count - len(first), self.count)

    def stated(self, side: int, index: Iterable[int]) -> list[Number | None]:
        """The stated number behind each index of a version's structure; None for a constant."""
        entries = self.versions[side].numbers.entries
        n = len(entries)
        return [entries[k % n] if k < 2 * n else None for k in map(int, index)]

    def note(self, label: str, side: int, numbers: Iterable[Number | None]) -> None:
        said = self.keys[label].said[side]
        said.update({x.address: x for x in numbers if x is not None})

    def join(self, labels: Sequence[str]) -> None:
        """Make one part of several keys."""
        for label in labels[1:]:
            below, top = self.top(label), self.top(labels[0])
            if below != top:
                self.joined[below] = top

    def top(self, label: str) -> str:
        while label in self.joined:
            label = self.joined[label]
        return label


def disputed_part(g: Gatherer, labels: list[str]) -> DisputedPart:
    """Make a part of some keys that go together, with what each analyst says of it."""
    keys = [g.keys[k] for k in labels]
    says = [_says(k) for k in keys]
    several = len(keys) > 1
    one, two = (
        "; ".join(
            f"{label}: {own[side]}" if several else own[side]
            for label, own in zip(labels, says, strict=True)
        )
        for side in (0, 1)
    )
    only = {k.only for k in keys}
    return DisputedPart(
        " + ".join(labels),
        " + ".join(dict.fromkeys(k.kind for k in keys)),
        " + ".join(dict.fromkeys(k.name for k in keys)),
        " + ".join(dict.fromkeys(k.text for k in keys if k.text)),
        one,
        two,
        only.pop() if len(only) == 1 else "",
    )


def _says(key: Key) -> tuple[str, str]:
    """What each of the two states of a part, as far as it is not the same."""
    if key.words is not None:
        return key.words
    differing = [
        [x for x in own.values() if x.address not in other or _apart(x, other[x.address])]
        for own, other in (key.said, key.said[::-1])
    ]
    if not any(differing):  # such as ratios of one median and different spreads
        differing = [list(own.values()) for own in key.said]
    told = [", ".join(_word(x) for x in own) for own in differing]
    return told[0] or "not stated", told[1] or "not stated"


def _apart(one: Number, two: Number) -> bool:
    return not math.isclose(one.value, two.value, rel_tol=_SAME)


def _word(number: Number) -> str:
    address = number.address
    value = number_text(number.value)
    match number.kind:
        case "prior":
            word = address.inside
        case "reliability" | "holds":
            word = ""
        case "likelihood" | "chance":
            word = address.state
        case "if_unreliable":
            word = f"{address.state} if unreliable".lstrip()
        case "repeats":
            word = "a repeat with"
        case _:
            word = number.kind.replace("_", " ")
    if number.kind == "chance":
        word = f"found under {word}"
    return f"{word} {value}".strip()


class Repeat(NamedTuple):
    """Where the chance of a repeat and P(item | repeat) stand; the originals; the key."""

    chance: int
    copied: int
    first: str
    second: str
    label: str
