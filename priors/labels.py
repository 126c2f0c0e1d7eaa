"""From what several people said, by name, to arrays, and the words for what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from priors.arrays import Array
from priors.names import meant


class Panel(NamedTuple):
    """Judgements as an array, with the names of its rows and columns if there were any."""

    values: Array
    experts: tuple[str, ...]
    columns: tuple[str, ...]
    is_named: bool


def chosen(value: str, known: Sequence[str], what: str) -> str:
    """Return the value, if it is one of the known ones."""
    if value not in known:
        msg = f"{what} {value!r} is not known {meant(value, known)}"
        raise ValueError(msg)
    return value


def number(value: Any, what: str, *, low: float = -np.inf, high: float = np.inf) -> float:
    """Return a finite number from low to high, both included."""
    try:
        finite = float(value)
    except (TypeError, ValueError):
        msg = f"{what} has to be a number, not {value!r}"
        raise ValueError(msg) from None
    if not (np.isfinite(finite) and low <= finite <= high):
        msg = f"{what} has to be a number from {low:g} to {high:g}, not {value!r}"
        raise ValueError(msg)
    return finite


def panel_of(judgements: Any, what: str = "hypothesis", width: int = 0) -> Panel:
    """Return judgements, by name or as an array of shape (expert, column), as a `Panel`.

    With a `width` each judgement is so many numbers, and the array has one more axis.
    """
    if isinstance(judgements, Mapping):
        return _named(judgements, what, width)
    try:
        values = np.array(judgements, dtype=float)
    except (TypeError, ValueError):
        msg = f"judgements have to be numbers by expert and {what}, not {type(judgements).__name__}"
        raise ValueError(msg) from None
    axes = 3 if width else 2
    if values.ndim != axes or 0 in values.shape or (width and values.shape[2] != width):
        shape = f"(expert, {what}, {width})" if width else f"(expert, {what})"
        msg = f"an array of judgements has the shape {shape}, not {values.shape}"
        raise ValueError(msg)
    experts = tuple(f"expert {k + 1}" for k in range(values.shape[0]))
    columns = tuple(f"{what} {k + 1}" for k in range(values.shape[1]))
    return Panel(values, experts, columns, False)


def _named(judgements: Mapping[str, Any], what: str, width: int) -> Panel:
    experts = tuple(judgements)
    if not experts or not all(isinstance(v, Mapping) and v for v in judgements.values()):
        msg = f"judgements by name have the form {{expert: {{{what}: number}}}}, at least one each"
        raise ValueError(msg)
    columns = tuple(judgements[experts[0]])
    rows = []
    for expert in experts:
        judged = judgements[expert]
        for name in judged:
            if name not in columns:
                msg = f"{expert} judges {name!r}, and {experts[0]} does not {meant(name, columns)}"
                raise ValueError(msg)
        for name in columns:
            if name not in judged:
                msg = f"{expert} does not judge {name!r}, which {experts[0]} does"
                raise ValueError(msg)
        rows.append([_numbers(judged[n], f"{expert}: {n}", width) for n in columns])
    return Panel(np.array(rows, dtype=float), experts, columns, True)


def _numbers(value: Any, place: str, width: int) -> list[float] | float:
    if not width:
        return number(value, place)
    try:
        numbers = [number(v, place) for v in value]
    except TypeError:
        numbers = []
    if len(numbers) != width:
        msg = f"{place} has to be {width} numbers, not {value!r}"
        raise ValueError(msg)
    return numbers


def shares(weights: Any, names: Sequence[str], what: str = "expert") -> Array:
    """Return weights by name or in order, equal if there are none, as shares that sum to 1."""
    if weights is None:
        return np.full(len(names), 1.0 / len(names))
    if isinstance(weights, Mapping):
        for name in weights:
            if name not in names:
                msg = f"a weight is given to {name!r}, who is no {what} here {meant(name, names)}"
                raise ValueError(msg)
        left_out = [n for n in names if n not in weights]
        if left_out:
            msg = f"no weight is given to the {what} {left_out[0]!r}; 0 leaves it out"
            raise ValueError(msg)
        weights = [weights[n] for n in names]
    values = np.array(weights, dtype=float)
    if values.shape != (len(names),):
        msg = f"weights have to be one number for each {what}, {len(names)} in all"
        raise ValueError(msg)
    if not (np.isfinite(values).all() and (values >= 0.0).all() and values.sum() > 0.0):
        msg = f"weights have to be 0 or more, and not all 0, but are {values.tolist()}"
        raise ValueError(msg)
    return np.asarray(values / values.sum())


def rising(values: ArrayLike, what: str, *, least: int = 2) -> Array:
    """Return finite numbers, each above the one before it."""
    numbers = np.array(values, dtype=float)
    if numbers.ndim != 1 or len(numbers) < least or not np.isfinite(numbers).all():
        msg = f"{what} have to be at least {least} finite numbers"
        raise ValueError(msg)
    if not (np.diff(numbers) > 0.0).all():
        msg = f"{what} have to rise, each above the one before it, but are {numbers.tolist()}"
        raise ValueError(msg)
    return numbers
