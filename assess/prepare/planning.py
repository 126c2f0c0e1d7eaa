"""Plans for a case, and what an analyst is told where a plan would be too large."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assess.errors import Problem, TooEntangledError
from assess.formatting.names import listed
from assess.kernel.plan import LARGEST, Plan, TooLargeError, plan_of
from assess.kernel.structure import Structure


@contextmanager
def entanglement_named() -> Iterator[None]:
    """Name what is entangled, where the kernel only counts cells.

    Raises
    ------
    TooEntangledError
        Where the kernel refuses a table as too large.
    """
    try:
        yield
    except TooLargeError as error:
        what = f"; on shared paths are the sources {listed(error.shared)}" if error.shared else ""
        message = (
            "is too entangled to be computed exactly: what depends on each other needs a table of "
            f"{error.cells:.1e} cells{what}"
        )
        allowed = f"at most {LARGEST:.1e}; fewer sources on shared paths, or fewer linked questions"
        raise TooEntangledError((Problem((), message, "", allowed),)) from None


def plan_for(structure: Structure, refinement: int = 1, *, extra_degree: int = 0) -> Plan:
    """Plan the computation of a structure, as `assess.kernel.plan.plan_of` does.

    Raises
    ------
    TooEntangledError
        If it would need a table larger than memory.
    """
    with entanglement_named():
        return plan_of(structure, refinement, extra_degree=extra_degree)
