"""Where an error of pydantic lies: its place in what was stated, and what the models say of it."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, ClassVar

from pydantic import BaseModel, Discriminator, Tag

from priors.forms.problems import Location


class Worded(BaseModel):
    """A model that has better words than its types for what may stand in it."""

    written: ClassVar[str] = ""
    """How a value of this model is written in Python."""
    plain: ClassVar[str] = ""
    """The key whose value may stand for the whole model: 0.7 for {"value": 0.7}."""
    wanted: ClassVar[Mapping[str, str]] = {}
    """Of a key that is missing or has a wrong word: what may stand there."""
    said_by_name: ClassVar[Mapping[str, str]] = {}
    """What a file has to say and the name of the model says already in Python."""
    of_others: ClassVar[Mapping[str, tuple[str, str]]] = {}
    """Of a key that another model has: what to say of it, and what is allowed."""

    @classmethod
    def instead(cls, key: str, seen: object) -> str:  # noqa: ARG003 models that know override it
        """What to write under a key instead of what was seen, if the model knows."""
        return ""


def plain_key(model: type[BaseModel] | None) -> str | None:
    """The key whose value may stand for the whole model, None if there is none."""
    return (model.plain or None) if model is not None and issubclass(model, Worded) else None


@dataclass(frozen=True)
class Place:
    """A place in the data and what the models say of it.

    Attributes
    ----------
    location : tuple
        The path of keys and positions.
    entries : frozenset of int
        Positions in the location that name an entry of a mapping, not a key of the format.
    annotation : object
        What the models want there; None if they know of no such place.
    owners : tuple
        For each part of the location the model that has it as a key; None in a list or mapping.
    """

    location: Location
    entries: frozenset[int]
    annotation: Any
    owners: tuple[type[BaseModel] | None, ...]

    @property
    def owner(self) -> type[BaseModel] | None:
        """The model that pydantic was in; of a plain number it is the number's own."""
        return self.owners[-1] if self.owners else None

    @property
    def holder(self) -> type[BaseModel] | None:
        """The model that has the last part of the location as a key."""
        return self.owners[len(self.location) - 1] if self.location else None


def place_of(loc: tuple[str | int, ...], model: type[BaseModel], *, of_a_key: bool = True) -> Place:
    """Find the place that pydantic's location means: without the tags of members of a union.

    Behind the key of a mapping that is itself faulty pydantic writes `[key]`; of a key that is not
    known (not `of_a_key`) that may be the key's own name.
    """
    location: list[str | int] = []
    entries: set[int] = set()
    annotation: Any = model
    owners: list[type[BaseModel] | None] = []
    for part in loc:
        union = tagged(annotation)
        if union is not None:
            annotation = union[1].get(part)
            continue
        if part == "[key]" and of_a_key:
            continue
        here = plain_type(annotation)
        owners.append(here if isinstance(here, type) and issubclass(here, BaseModel) else None)
        if typing.get_origin(here) is dict:
            entries.add(len(location))
        annotation = inside(annotation, part)
        location.append(part)
    return Place(tuple(location), frozenset(entries), annotation, tuple(owners))


def as_written(place: Place, data: Any) -> Place:
    """The place as the file has it: a plain number is not written as {value: number}."""
    *parents, key = place.location or (None,)
    here = data
    for part in parents:
        found = isinstance(here, Mapping) and part in here
        found = found or (isinstance(here, list | tuple) and isinstance(part, int))
        here = here[part] if found else None
    if key == plain_key(place.owner) and not isinstance(here, Mapping | BaseModel):
        return replace(place, location=tuple(parents))
    return place


def inside(annotation: Any, part: str | int) -> Any:
    """What the models want at one key or position below a place; None if nothing is known."""
    here = plain_type(annotation)
    args = typing.get_args(here)
    if isinstance(here, type) and issubclass(here, BaseModel):
        return fields(here).get(str(part))
    if typing.get_origin(here) is dict:
        return args[1]
    if typing.get_origin(here) is tuple and isinstance(part, int):
        return args[0] if args[-1] is Ellipsis else args[min(part, len(args) - 1)]
    return None


@cache
def fields(model: type[BaseModel]) -> dict[str, Any]:
    """What a model wants under each key, as the key is written in a file."""
    hints = typing.get_type_hints(model, include_extras=True)
    wanted = {}
    for name, field in model.model_fields.items():
        limits = [m for m in field.metadata if not isinstance(m, Discriminator | Tag)]
        hint = hints[name]
        wanted[field.alias or name] = typing.Annotated[hint, *limits] if limits else hint
    return wanted


def plain_type(annotation: Any) -> Any:
    """The type itself, without what is annotated and without `| None`."""
    if typing.get_origin(annotation) is typing.Annotated:
        return plain_type(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        members = [a for a in typing.get_args(annotation) if a is not type(None)]
        if len(members) == 1:
            return plain_type(members[0])
    return annotation


def tagged(annotation: Any) -> tuple[Callable[[Any], Any], dict[Any, Any]] | None:
    """How a union tells its members apart, and the members by their tag; None for other types."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        members = [a for a in typing.get_args(annotation) if a is not type(None)]
        return tagged(members[0]) if len(members) == 1 else None
    if typing.get_origin(annotation) is not typing.Annotated:
        return None
    union, *details = typing.get_args(annotation)
    choose = next((d.discriminator for d in details if isinstance(d, Discriminator)), None)
    if not callable(choose):
        return tagged(union)
    by_tag = {
        d.tag: member
        for member in typing.get_args(union)
        for d in member.__metadata__
        if isinstance(d, Tag)
    }
    return choose, by_tag
