"""How a structure is computed: items gathered into blocks, blocks into buckets of equal shape.

A block is a set of items that share sources. It is computed over the cells of its scope (every
combination of the questions and assumptions it touches) times the nodes of its sources. Where that
is small its sources are integrated at once and it becomes a factor over its scope alone; otherwise
each bundle of items with the same scope and path becomes a factor that keeps the nodes as
dimensions of the network. Blocks of equal shape are computed together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assess.kernel.components import Components
from assess.kernel.network import Network, Scope
from assess.kernel.quadrature import node_count, nodes_of
from assess.kernel.structure import Structure
from priors.arrays import Array, Index, Mask

LARGEST = 1 << 27
"""Cells of the largest table that is computed: 1 GB of numbers."""

SMALL = 4096
"""Cells times nodes up to which a block of several bundles is integrated at once."""


@dataclass(frozen=True)
class Bucket:
    """Blocks of equal shape: B blocks with n items, C cells, N nodes, P sources each.

    Attributes
    ----------
    integrate : bool
        Whether the nodes are summed out; if not they stay dimensions of the network.
    items : ndarray, shape (n,)
        Positions of the items, those of one block side by side.
    starts, block : ndarray, shapes (B,) and (n,)
        First item of each block, and the block of each item.
    likelihood, if_unreliable : ndarray, shape (n, C)
        Index of the number in each cell.
    gate : ndarray of bool, shape (n, C), or None
        Whether all the required assumptions hold; None if none are required.
    repeat, if_copied : ndarray, shape (n,), or None
    nodes : ndarray, shape (P, B, N)
        Position in the vector of nodes, for each source of the block, at each joint node.
    on_path : ndarray of bool, shape (n, P)
    factor : ndarray, shape (B,)
        The network's factor that the block adds to, ascending.
    """

    integrate: bool
    items: Index
    starts: Index
    block: Index
    likelihood: Index
    if_unreliable: Index
    gate: Mask | None
    repeat: Index | None
    if_copied: Index | None
    nodes: Index
    on_path: Mask
    sources: Index
    factor: Index

    @cached_property
    def factor_runs(self) -> tuple[list[int], Index]:
        """The factors that the blocks add to, each once, and where its blocks begin."""
        ids, starts = np.unique(self.factor, return_index=True)
        return [int(k) for k in ids], starts

    @property
    def cells(self) -> int:
        """Cells of the largest array that is computed, for one set of numbers."""
        return int(self.likelihood.size * self.nodes.shape[-1])


@dataclass(frozen=True)
class Plan:
    """Everything that does not depend on the numbers.

    Attributes
    ----------
    node_values, log_weights : ndarray, shape (M,)
        Nodes of all sources end to end.
    node_span : ndarray, shape (source, 2)
        Where the nodes of each source begin and end.
    exposed : tuple of (factor, source)
        Sources whose nodes are dimensions of the network.
    """

    structure: Structure
    node_values: Array
    log_weights: Array
    node_span: Index
    buckets: tuple[Bucket, ...]
    network: Network
    exposed: tuple[tuple[int, int], ...]

    @property
    def cells(self) -> int:
        """Cells computed for one set of numbers."""
        return sum(b.cells for b in self.buckets) + self.network.largest


@dataclass(frozen=True)
class _Block:
    scope: tuple[int, ...]
    sources: tuple[int, ...]
    items: list[int]
    integrate: bool


def plan_of(
    structure: Structure, refinement: int = 1, *, extra_degree: int = 0, known: bool = False
) -> Plan:
    """Plan the computation of a structure.

    Parameters
    ----------
    structure : Structure
    refinement : int
        Factor on the number of nodes of sources that have more items than the rule is exact for.
    extra_degree : int
        How much higher than the number of its items the degree in a reliability may be: 1 for
        posterior means of reliabilities, which integrate r times the likelihood.
    known : bool
        Whether every reliability is one known value: the items of a source then do not depend on
        each other, and need no table over all that they bear on.

    Returns
    -------
    Plan
    """
    values, weights, span = _nodes(structure, refinement, extra_degree)
    counts = span[:, 1] - span[:, 0]  # (source,)
    blocks = _blocks(structure, counts, known=known)
    n = len(structure.variables)
    sizes = dict(enumerate(structure.sizes))
    sizes.update({n + s: int(c) for s, c in enumerate(counts)})
    scopes: list[Scope] = [scope for scope, _ in structure.roots]
    factor_of: dict[Scope, int] = {}
    for block in blocks:
        scope = _factor_scope(block, n)
        if scope not in factor_of:
            factor_of[scope] = len(scopes)
            scopes.append(scope)
    exposed = sorted({s for b in blocks if not b.integrate for s in b.sources})
    first = len(scopes)
    scopes += [(n + s,) for s in exposed]
    groups = defaultdict(list)
    for block in blocks:
        shape = (
            block.integrate,
            int(np.prod([structure.sizes[v] for v in block.scope])),
            tuple(int(counts[s]) for s in block.sources),
        )
        groups[shape].append(block)
    buckets = tuple(
        _bucket(structure, sorted(g, key=lambda b: factor_of[_factor_scope(b, n)]), span, factor_of)
        for g in groups.values()
    )
    used = {v for scope in scopes for v in scope}
    network = Network.build(scopes, {v: k for v, k in sizes.items() if v in used})
    _refuse_if_too_large(structure, network, buckets)
    return Plan(
        structure=structure,
        node_values=values,
        log_weights=weights,
        node_span=span,
        buckets=buckets,
        network=network,
        exposed=tuple((first + k, s) for k, s in enumerate(exposed)),
    )


def _refuse_if_too_large(
    structure: Structure, network: Network, buckets: tuple[Bucket, ...]
) -> None:
    cells = max([network.largest, *(b.cells for b in buckets)])
    if cells > LARGEST:
        shared = {s for path in structure.paths if len(path) > 1 for s in path}
        raise TooLargeError(cells, tuple(sorted(structure.sources[s] for s in shared)))


class TooLargeError(ValueError):
    """A plan would need a table larger than `LARGEST`.

    Attributes
    ----------
    cells : int
        Cells of that table.
    shared : tuple of str
        Sources that stand on paths of several: they make it large.
    """

    def __init__(self, cells: int, shared: tuple[str, ...]) -> None:
        super().__init__(f"a table of {cells} cells is needed, at most {LARGEST} are computed")
        self.cells, self.shared = cells, shared


def _factor_scope(block: _Block, n: int) -> Scope:
    return block.scope if block.integrate else (*block.scope, *(n + s for s in block.sources))


def _nodes(structure: Structure, refinement: int, extra_degree: int) -> tuple[Array, Array, Index]:
    values, weights, span, end = [np.empty(0)], [np.empty(0)], [], 0
    for pieces, count in zip(structure.reliabilities, _appearances(structure), strict=True):
        at, weight = nodes_of(pieces, node_count(count + extra_degree, refinement))
        values.append(at)
        weights.append(weight)
        span.append((end, end + len(at)))
        end += len(at)
    return np.concatenate(values), np.concatenate(weights), np.array(span, np.intp).reshape(-1, 2)


def _appearances(structure: Structure) -> list[int]:
    """On how many items' paths each source is: the degree of the polynomial in its reliability."""
    counts = [0] * len(structure.sources)
    for path in structure.paths:
        for s in path:
            counts[s] += 1
    return counts


def is_refinable(structure: Structure, refinement: int) -> bool:
    """Whether more nodes than at this refinement would make any source's rule more exact."""
    return any(k // 2 + 1 > node_count(k, refinement) for k in _appearances(structure))


def _blocks(structure: Structure, counts: Index, *, known: bool) -> list[_Block]:
    """One block for each set of sources that share a path; of a large set one for each bundle."""
    component = _components(structure)
    bundles: dict[tuple[int, tuple[int, ...], tuple[int, ...]], list[int]] = defaultdict(list)
    for i, path in enumerate(structure.paths):
        requires = tuple(sorted(structure.requires[i]))
        bundles[int(structure.variable[i]), requires, tuple(sorted(path))].append(i)
    if known:
        return [
            _Block(tuple(sorted((v, *requires))), path, items, integrate=True)
            for (v, requires, path), items in bundles.items()
        ]
    together = defaultdict(list)
    for key in bundles:
        together[component[key[2][0]]].append(key)
    blocks = []
    for keys in together.values():
        scope = tuple(sorted({v for variable, requires, _ in keys for v in (variable, *requires)}))
        sources = tuple(sorted({s for _, _, path in keys for s in path}))
        size = _size(structure.sizes, scope) * _size(counts, sources)
        if size <= SMALL or (len(keys) == 1 and len(sources) == 1):
            items = sorted(i for key in keys for i in bundles[key])
            blocks.append(_Block(scope, sources, items, integrate=True))
            continue
        for variable, requires, path in keys:
            own = tuple(sorted((variable, *requires)))
            items = bundles[variable, requires, path]
            blocks.append(_Block(own, path, items, integrate=False))
    return blocks


def _size(sizes: Sequence[int] | Index, members: Iterable[int]) -> float:
    return float(np.prod([float(sizes[m]) for m in members]))


def _components(structure: Structure) -> list[int]:
    """A representative for each source; the same for sources that share a path."""
    together = Components(range(len(structure.sources)))
    for path in structure.paths:
        together.tie(*path)
    return [together.of(s) for s in range(len(structure.sources))]


def _bucket(
    structure: Structure, blocks: list[_Block], span: Index, factor_of: dict[Scope, int]
) -> Bucket:
    n = len(structure.variables)
    lengths = [len(b.items) for b in blocks]
    items = np.array([i for b in blocks for i in b.items], dtype=np.intp)
    state, gate = _cells(structure, blocks)  # both (item, cell)
    path_width = len(blocks[0].sources)
    on_path = np.ones((len(items), path_width), dtype=bool)  # (item, source of its block)
    if path_width > 1:
        k = 0
        for b in blocks:
            for i in b.items:
                on_path[k] = [s in structure.paths[i] for s in b.sources]
                k += 1
    repeats = bool((structure.repeat[items] < structure.number_count).any())
    return Bucket(
        integrate=blocks[0].integrate,
        items=items,
        starts=np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.intp),
        block=np.repeat(np.arange(len(blocks)), lengths),
        likelihood=np.take_along_axis(structure.likelihood[items], state, axis=1),
        if_unreliable=np.take_along_axis(structure.if_unreliable[items], state, axis=1),
        gate=None if gate.all() else gate,
        repeat=structure.repeat[items] if repeats else None,
        if_copied=structure.if_copied[items] if repeats else None,
        nodes=_joint_nodes(blocks, span),
        on_path=on_path,
        sources=np.array([b.sources for b in blocks], dtype=np.intp),
        factor=np.array([factor_of[_factor_scope(b, n)] for b in blocks], dtype=np.intp),
    )


def _cells(structure: Structure, blocks: list[_Block]) -> tuple[Index, Mask]:
    """For each item and cell: the state of the item's variable, and whether its gates are open."""
    kinds: dict[tuple[tuple[int, ...], int, tuple[int, ...]], int] = {}
    rows = []
    for b in blocks:
        for i in b.items:
            key = (b.scope, int(structure.variable[i]), structure.requires[i])
            rows.append(kinds.setdefault(key, len(kinds)))
    states, gates = [], []
    for scope, variable, requires in kinds:
        sizes = [structure.sizes[v] for v in scope]
        grid = np.indices(sizes).reshape(len(scope), -1)  # (variable of the scope, cell)
        states.append(grid[scope.index(variable)])
        open_gate = np.ones(grid.shape[1], dtype=bool)  # (cell,)
        for a in requires:
            open_gate &= grid[scope.index(a)] == 0  # state 0 of an assumption is that it holds
        gates.append(open_gate)
    return np.array(states, dtype=np.intp)[rows], np.array(gates, dtype=bool)[rows]  # (item, cell)


def _joint_nodes(blocks: list[_Block], span: Index) -> Index:
    """Positions of the nodes of each source at every joint node of its block, (P, B, N)."""
    out = []
    for b in blocks:
        grids = np.meshgrid(*(np.arange(*span[s]) for s in b.sources), indexing="ij")
        out.append([g.ravel() for g in grids])  # (source, joint node)
    return np.array(out, dtype=np.intp).transpose(1, 0, 2)  # (source, block, joint node)
