"""The components of a graph: what hangs together, directly or through others."""

from __future__ import annotations

from collections.abc import Hashable, Iterable


class Components[Node: Hashable]:
    """Nodes that are tied to each other, a tie at a time (union-find).

    Parameters
    ----------
    nodes : iterable
        Nodes that are there from the start; others come with their first tie or question.
    """

    def __init__(self, nodes: Iterable[Node] = ()) -> None:
        self._parent: dict[Node, Node] = {x: x for x in nodes}

    def __contains__(self, node: object) -> bool:
        return node in self._parent

    def tie(self, *nodes: Node) -> None:
        """Say that some nodes hang together."""
        for node in nodes[1:]:
            self._parent[self.of(node)] = self.of(nodes[0])

    def of(self, node: Node) -> Node:
        """The node that stands for all that hang together with this one."""
        parent = self._parent
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]  # halves the way of the next one who asks
            node = parent[node]
        return node
