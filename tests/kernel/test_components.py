"""What hangs together: the components of a graph, against walking it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assess.kernel.components import Components


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12))
def test_nodes_share_a_component_where_a_path_leads_from_one_to_the_other(
    ties: list[tuple[int, int]],
) -> None:
    """Of random graphs, against everything that can be reached."""
    found = Components(range(10))
    for tie in ties:
        found.tie(*tie)
    for start in range(10):
        reached, todo = {start}, [start]
        while todo:
            here = todo.pop()
            for tie in ties:
                if here in tie:
                    new = set(tie) - reached
                    reached |= new
                    todo += new
        assert {x for x in range(10) if found.of(x) == found.of(start)} == reached


def test_node_that_nothing_ties_stands_for_itself() -> None:
    """Also one that was never named before."""
    found: Components[str] = Components()
    found.tie("a", "b", "c")
    assert found.of("d") == "d"
    assert found.of("c") == found.of("b") == "a"
