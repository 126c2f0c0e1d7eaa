"""Refine the grids of quantities until halving their panels changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from assess.case.model import Case
from assess.case.numbers import Numbers
from assess.case.selection import Selection
from assess.kernel.grid import NODES, Grid
from assess.kernel.posterior import posterior
from assess.kernel.structure import Structure
from assess.prepare.compile import structure_of
from assess.prepare.planning import plan_for
from priors.arrays import Array

TOLERANCE, FOR_DRAWS = 1e-9, 1e-6
"""Share of the evidence by which halving all panels may still change the mass of panels: for what
is reported as exact, and for the credences of single draws."""

_ROUNDS = 40
_MOST = 1 << 13
"""Nodes of one quantity at which refining stops; the error that is left is reported."""


class Refined(NamedTuple):
    """A structure on grids fine enough for its items.

    Attributes
    ----------
    structure : Structure
    error : float
        Sum over the panels of the differences that halving all of them would still make, and of
        what may lie outside, as a share of the evidence: the error of the credences is of this
        order or below.
    for_draws : Structure
        The same on coarser grids, which are good enough for the credences of single draws.
    """

    structure: Structure
    error: float
    for_draws: Structure


def refined(case: Case, selection: Selection, numbers: Numbers, structure: Structure) -> Refined:
    """The structure on grids fine enough for its items, and an estimate of the error left.

    The mass that the items leave to each panel is compared with that of its halves, each with as
    many nodes as the whole; panels where they differ are halved.
    """
    if not structure.grids:
        return Refined(structure, 0.0, structure)
    error, for_draws = np.inf, None
    for _ in range(_ROUNDS):
        finer = {k: g.halved() for k, g in structure.grids.items()}
        fine = structure_of(case, selection, numbers, finer)
        of_halves, evidence = _masses(fine, numbers.used)
        if not np.isfinite(evidence):  # impossible items: there is nothing to refine for
            return Refined(fine, 0.0, fine)
        of_panels, before = _masses(structure, numbers.used)
        scale = np.exp(before - evidence)
        off = {
            k: np.abs(scale * m - of_halves[k].reshape(-1, 2).sum(axis=1))
            for k, m in of_panels.items()
        }
        error = max(float(x.sum()) for x in off.values())
        at_most = max(len(g.nodes) for g in finer.values())
        if for_draws is None and error <= FOR_DRAWS:
            for_draws = structure
        if error <= TOLERANCE or at_most > _MOST:
            error += _outside(structure.grids, of_panels)
            return Refined(structure, error, for_draws or structure)
        grids: dict[int, Grid] = {}
        for k, grid in structure.grids.items():
            share = TOLERANCE / len(off[k])
            grids[k] = grid.split(np.flatnonzero(off[k] > share))
        structure = structure_of(case, selection, numbers, grids)
    return Refined(structure, error, for_draws or structure)


def _outside(grids: Mapping[int, Grid], masses: Mapping[int, Array]) -> float:
    """What may be missing beyond the ends of the grids, as a share of the evidence.

    Where the prior goes on, the panel at that end holds more than all that lies beyond it: the
    panels reach past every claim, and the prior falls off there.
    """
    return max(float(masses[k][[0, -1]] @ grid.is_open) for k, grid in grids.items())


def _masses(structure: Structure, used: Array) -> tuple[dict[int, Array], float]:
    """Probability of each panel of each quantity given the items, and the log evidence."""
    found = posterior(plan_for(structure), used)
    masses = {k: np.exp(x).reshape(-1, NODES).sum(axis=1) for k, x in found.log_nodes.items()}
    return masses, found.log_evidence
