"""Items by who said them and by what tags they carry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assess.prepare.prepared import Prepared
from evidence.item import Item
from evidence.source import Source

NO_TAG = "no tag"


class Kind(NamedTuple):
    """Some items of a case, by position, under what they have in common."""

    label: str
    items: list[int]
    text: str = ""


def tags_of(item: Item, sources: Sequence[Source]) -> tuple[str, ...]:
    """The tags that an item counts under: its own, then those of the sources on its path.

    A tag such as `official` stands beside a source once and means everything that it says. What
    went through several hands carries the tags of each of them.
    """
    own = {s.id: s.tags for s in sources}
    return tuple(dict.fromkeys([*item.tags, *(t for name in item.path for t in own[name])]))


def tagged(prepared: Prepared) -> list[Kind]:
    """The items under each tag, which may share items, in the order in which the tags appear."""
    kinds: dict[str, list[int]] = {}
    for k, item in enumerate(prepared.selection.items):
        for tag in tags_of(item, prepared.case.sources):
            kinds.setdefault(tag, []).append(k)
    return [Kind(tag, items) for tag, items in kinds.items()]


def divided(prepared: Prepared, by: str, sequence: Sequence[int]) -> list[Kind]:
    """The items divided by source or by tag, each in one part, in the order of a sequence.

    What came over a path of sources is a part of its own, as are the items that carry the same
    several tags.
    """
    items, sources = prepared.selection.items, prepared.case.sources
    parts: dict[tuple[str, ...], list[int]] = {}
    for k in sequence:
        tags = () if by == "source" else tuple(sorted(tags_of(items[k], sources)))
        parts.setdefault(items[k].path if by == "source" else tags, []).append(int(k))
    names = {s.id: s.name for s in sources}
    if by == "source":
        said = [
            ", via ".join(names[s] or s for s in path) if any(names[s] for s in path) else ""
            for path in parts
        ]
        labels = [", via ".join(path) for path in parts]
    else:
        said = [""] * len(parts)
        labels = _told_apart([" + ".join(tags) or NO_TAG for tags in parts])
    return [Kind(*kind) for kind in zip(labels, parts.values(), said, strict=True)]


def _told_apart(labels: list[str]) -> list[str]:
    """A tag is free text, and may look like two tags or like none."""
    seen: dict[str, int] = {}
    out = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        out.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return out
