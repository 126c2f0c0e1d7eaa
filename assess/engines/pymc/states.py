"""The joint states of the variables that hang together, as index arrays for the PyMC model.

Given the numbers, nothing but tables, items and shared sources ties questions and assumptions
together. What is tied is summed over all its joint states; sets of equal shape are one array.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assess.errors import CaseError, Problem
from assess.formatting.names import listed
from assess.kernel.components import Components
from assess.kernel.structure import ONE, Structure
from priors.arrays import Index, Mask

MOST_CELLS = 1 << 14
"""Joint states of variables that hang together up to which they are summed one by one."""

MOST_TERMS = 1 << 22
"""Joint states times items up to which a model is made: 32 MB for each array of its gradient."""

_LISTED = 1 << 20
"""Joint states up to which those are sought that are none by themselves."""


@dataclass(frozen=True)
class Group:
    """K sets of variables of equal shape: V variables, X joint states and I items each.

    Indices are into the numbers t, then 1 - t, then the constants (see `structure.extended`), then
    the chances of the summed sources to be reliable, and not to be.

    Attributes
    ----------
    scopes : tuple of tuple of int
        The variables of each set, ascending; the summed sources are counted on after them.
    states : ndarray, shape (K, V, X)
    roots : ndarray, shape (K, V, X)
        The prior of each variable in each joint state.
    items : ndarray, shape (K, I)
        Positions of the items, ascending.
    likelihood, if_unreliable : ndarray, shape (K, I, X)
    gate : ndarray of bool, shape (K, I, X)
        Whether the required assumptions hold and the summed sources of the path are reliable.
    paths : ndarray, shape (K, I, P)
        Reliabilities of the other sources on the path, filled up with 1.
    repeat, if_copied : ndarray, shape (K, I)
    """

    scopes: tuple[tuple[int, ...], ...]
    states: Index
    roots: Index
    items: Index
    likelihood: Index
    if_unreliable: Index
    gate: Mask
    paths: Index
    repeat: Index
    if_copied: Index


@dataclass(frozen=True)
class _Set:
    """Variables that hang together, their joint states, priors in each, and items."""

    scope: tuple[int, ...]
    states: Index
    roots: Index
    items: Index


def groups_of(structure: Structure, summed: Sequence[int], source_numbers: Index) -> list[Group]:
    """Everything that hangs together, gathered by shape.

    Parameters
    ----------
    structure : Structure
    summed : sequence of int
        Sources whose state is summed out too: reliable (state 0), or not.
    source_numbers : ndarray, shape (source,)
        The number that is the reliability of each source.

    Raises
    ------
    CaseError
        If a set has too many joint states.
    """
    alike: dict[tuple[int, int, int], list[_Set]] = defaultdict(list)
    for scope, items in _connected(structure, summed):
        one = _set(structure, summed, scope, np.array(items, dtype=np.intp))
        alike[*one.states.shape, len(items)].append(one)
    return [_group(structure, summed, source_numbers, sets) for sets in alike.values()]


def _connected(
    structure: Structure, summed: Sequence[int]
) -> list[tuple[tuple[int, ...], list[int]]]:
    """The sets of variables that tables and items tie together, with their items."""
    count = len(structure.variables) + len(summed)
    together = Components(range(count))
    scopes = [_scope(structure, summed, i) for i in range(len(structure.items))]
    for scope in (*(scope for scope, _ in structure.roots), *scopes):
        together.tie(*scope)
    members, items = defaultdict(list), defaultdict(list)
    for v in range(count):
        members[together.of(v)].append(v)
    for i, scope in enumerate(scopes):
        items[together.of(scope[0])].append(i)
    return [(tuple(scope), items[v]) for v, scope in members.items()]


def _set(structure: Structure, summed: Sequence[int], scope: tuple[int, ...], items: Index) -> _Set:
    sizes = [(*structure.sizes, *(2 for _ in summed))[v] for v in scope]
    cells = float(np.prod([float(s) for s in sizes]))
    _refuse_if_too_large(structure, scope, cells, len(items), _LISTED)
    states = np.indices(sizes).reshape(len(scope), -1)
    roots = np.array(_roots(structure, summed, scope, states), dtype=np.intp)
    # a value of a quantity is in one band only: the other joint states of the two are none
    constant = roots - 2 * structure.number_count
    known = (constant >= 0) & (constant < len(structure.constants))
    weight = np.where(known, structure.constants[np.where(known, constant, 0)], 1.0)
    possible = (weight > 0.0).all(axis=0)
    states, roots = states[:, possible], roots[:, possible]
    _refuse_if_too_large(structure, scope, float(states.shape[1]), len(items), MOST_CELLS)
    return _Set(scope, states, roots, items)


def _scope(structure: Structure, summed: Sequence[int], item: int) -> tuple[int, ...]:
    """The variables and the summed sources on which an item depends."""
    first = len(structure.variables)
    sources = (first + summed.index(s) for s in structure.paths[item] if s in summed)
    return (int(structure.variable[item]), *structure.requires[item], *sources)


def _refuse_if_too_large(
    structure: Structure, scope: Sequence[int], cells: float, items: int, most: int
) -> None:
    if cells <= most and cells * max(items, 1) <= MOST_TERMS:
        return
    names = [structure.variables[v] for v in scope if v < len(structure.variables)]
    message = (
        f"is too entangled for a PyMC model: {listed(names)} hang together, with {cells:.1e} joint "
        f"states and {items} items; the exact engine contracts such a case"
    )
    allowed = f"at most {MOST_CELLS} joint states, and {MOST_TERMS:.1e} joint states times items"
    raise CaseError((Problem((), message, "", allowed),))


def _group(
    structure: Structure, summed: Sequence[int], source_numbers: Index, sets: list[_Set]
) -> Group:
    items = np.array([s.items for s in sets], dtype=np.intp)
    own = [[s.scope.index(v) for v in structure.variable[s.items]] for s in sets]
    state = np.array([s.states[np.array(k, dtype=np.intp)] for s, k in zip(sets, own, strict=True)])
    return Group(
        scopes=tuple(s.scope for s in sets),
        states=np.array([s.states for s in sets]),
        roots=np.array([s.roots for s in sets]),
        items=items,
        likelihood=np.take_along_axis(structure.likelihood[items], state, axis=2),
        if_unreliable=np.take_along_axis(structure.if_unreliable[items], state, axis=2),
        gate=np.array([_gates(structure, summed, s) for s in sets], dtype=bool),
        paths=_paths(structure, summed, source_numbers)[items],
        repeat=structure.repeat[items],
        if_copied=structure.if_copied[items],
    )


def _roots(
    structure: Structure, summed: Sequence[int], scope: Sequence[int], states: Index
) -> list[Index]:
    """Where the prior of each variable stands, in each joint state."""
    end = 2 * structure.number_count + len(structure.constants)
    at = dict(zip(scope, states, strict=True))
    rows = []
    for v in scope:
        if v < len(structure.variables):
            given, index = structure.roots[v]
            rows.append(index[tuple(at[u] for u in given)])
        else:
            source = v - len(structure.variables)
            rows.append(end + source + len(summed) * at[v])
    return rows


def _gates(structure: Structure, summed: Sequence[int], one: _Set) -> Mask:
    gates = np.ones((len(one.items), one.states.shape[1]), dtype=bool)
    for gate, item in zip(gates, one.items, strict=True):
        for v in _scope(structure, summed, int(item))[1:]:
            # state 0 is that the assumption holds, or that the source is reliable
            gate &= one.states[one.scope.index(v)] == 0
    return gates


def _paths(structure: Structure, summed: Sequence[int], source_numbers: Index) -> Index:
    """Index of the reliability of each source on the items' paths, (item, longest path)."""
    one = 2 * structure.number_count + ONE
    rows = np.full((len(structure.items), max(map(len, structure.paths), default=1)), one)
    for row, path in zip(rows, structure.paths, strict=True):
        known = [int(source_numbers[s]) for s in path if s not in summed]
        row[: len(known)] = known
    return rows
