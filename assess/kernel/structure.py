"""A case stripped of its labels: index arrays into one vector of numbers.

The vector holds the stated numbers t, then their complements 1 - t, then constants: 0, 1 and 1/2,
and what a quantity's nodes weigh and what claims make of them. So a chance of not being found, or
an assumption's chance of failing, is just another index.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from assess.kernel.grid import Grid
from priors.arrays import Array, Index
from priors.forms.pieces import Pieces


@dataclass(frozen=True)
class Structure:
    """What depends on what in a case, by position.

    Attributes
    ----------
    number_count : int
        How many stated numbers the vector begins with.
    variables : tuple of str
        Questions, then assumptions, then the bands of quantities on which other questions depend.
    states : tuple of tuple of str
        States of each variable; of a quantity its bands.
    grids : mapping
        The grid of each variable that is a quantity; its nodes stand in the place of states.
    constants : ndarray
        What stands in the vector after the numbers and their complements.
    roots : tuple of (scope, index)
        The prior of each variable: over itself and the questions it is given, ascending.
    sources : tuple of str
        Sources on the path of at least one item.
    reliabilities : tuple of Pieces
    items : tuple of str
    variable : ndarray, shape (item,)
        The variable that an item bears on.
    likelihood, if_unreliable : ndarray, shape (item, most states)
        Index of the number for each state of the item's variable.
    repeat, if_copied : ndarray, shape (item,)
    original : ndarray, shape (item,)
        Position of the item that it may repeat, -1 for none.
    requires, paths : tuple of tuple of int
        Variables required, and sources on the path, of each item.
    """

    number_count: int
    hypotheses: tuple[str, ...]
    question_count: int
    variables: tuple[str, ...]
    states: tuple[tuple[str, ...], ...]
    grids: Mapping[int, Grid]
    constants: Array
    roots: tuple[tuple[tuple[int, ...], Index], ...]
    sources: tuple[str, ...]
    reliabilities: tuple[Pieces, ...]
    items: tuple[str, ...]
    variable: Index
    likelihood: Index
    if_unreliable: Index
    repeat: Index
    if_copied: Index
    original: Index
    requires: tuple[tuple[int, ...], ...]
    paths: tuple[tuple[int, ...], ...]

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Number of states of each variable; of a quantity the number of its nodes."""
        return tuple(
            len(self.grids[k].nodes) if k in self.grids else len(s)
            for k, s in enumerate(self.states)
        )

    @property
    def question_ids(self) -> list[str]:
        """The question of each hypothesis."""
        pairs = zip(self.variables[: self.question_count], self.states, strict=False)
        return [name for name, states in pairs for _ in states]

    def without_items(self) -> Structure:
        """The same questions, assumptions and numbers before any item."""
        none = np.empty(0, dtype=np.intp)
        return replace(
            self,
            sources=(),
            reliabilities=(),
            items=(),
            variable=none,
            likelihood=self.likelihood[:0],
            if_unreliable=self.if_unreliable[:0],
            repeat=none,
            if_copied=none,
            original=none,
            requires=(),
            paths=(),
        )


ZERO, ONE, HALF = 0, 1, 2
"""Places among the constants."""


def extended(numbers: Array, constants: Array) -> Array:
    """The numbers t along the first axis, followed by 1 - t and by the constants."""
    tail = constants.reshape(-1, *(1,) * (numbers.ndim - 1))
    tail = np.broadcast_to(tail, (len(constants), *numbers.shape[1:]))
    return np.concatenate([numbers, 1.0 - numbers, tail])
