"""The uncertain numbers of a case as functions of independent uniform numbers.

What points of a space-filling sequence need, and draws do not: each law through the inverse of its
distribution function, so that evenly spread points stay evenly spread.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from assess.case.addresses import Address, Kind
from assess.case.numbers import Numbers
from assess.kernel.structure import Structure
from assess.sampling.distributions import laws_of
from priors.arrays import Array, Index
from priors.forms.pieces import Pieces, mean

_LEAST = float(np.finfo(float).tiny)
_MOST = float(np.nextafter(1.0, 0.0))


@dataclass(frozen=True)
class Input:
    """One independent input: a stated number, or the numbers of one prior, which sum to a constant.

    Attributes
    ----------
    address : Address
        Of the number; of a prior that of its question, such as `prior[missiles]`.
    columns : ndarray
        Positions among the numbers, then (from the number of numbers on) among the sources.
    law : callable
        From uniform numbers (point, column) to the values that enter the weighing.
    """

    address: Address
    columns: Index
    law: Callable[[Array], Array]

    @property
    def kind(self) -> Kind:
        """What the number says."""
        return self.address.kind


def inputs_of(structure: Structure, numbers: Numbers) -> list[Input]:
    """All inputs of a structure that are uncertain as stated, in the order of the case.

    A source that is reliable or not once for all (`persistent`) is one of them: which of the two it
    is, nobody knows. Numbers that shape the distribution of a quantity or a claim are not.
    """
    laws, entries = laws_of(structure, numbers), numbers.entries
    found: list[Input] = []
    for k, pieces in zip(laws.mixtures.position, laws.mixtures.pieces, strict=True):
        found.append(_one(entries[k].address, int(k), _of_pieces(pieces)))
    ratios = laws.ratios
    for k, centre, sigma in zip(ratios.position, ratios.mean, ratios.sigma, strict=True):
        law = _of_ratio(float(centre), float(sigma))
        found.append(_one(entries[k].address, int(k), law))
    for row, parameters in laws.rows:
        if len(row) > 1:  # a single open number of a row is known by the others
            law = _of_row(parameters, float(laws.used[row].sum()))
            found.append(Input(_of_question(structure, numbers, int(row[0])), row, law))
    count = len(entries)
    for s, pieces in enumerate(structure.reliabilities):
        if len({(p.low, p.high) for p in pieces}) > 1 or pieces[0].low < pieces[0].high:
            address = Address("reliability", structure.sources[s])
            found.append(_one(address, count + s, _of_pieces(pieces)))
    places = {n.address: k for k, n in enumerate(entries)}
    return sorted(found, key=lambda i: places.get(i.address, int(i.columns[0])))


def values_at(structure: Structure, numbers: Numbers, inputs: list[Input], uniform: Array) -> Array:
    """Values of all numbers, then of all reliabilities, (point, column).

    Parameters
    ----------
    structure : Structure
    numbers : Numbers
    inputs : list of Input
    uniform : ndarray, shape (point, dimension)
        Between 0 and 1, as many dimensions as the inputs have columns together.
    """
    fixed = [*numbers.used, *(mean(p) for p in structure.reliabilities)]
    out = np.tile(np.array(fixed, dtype=float), (len(uniform), 1))
    ends = np.cumsum([0, *(len(i.columns) for i in inputs)])

    def fill(k: int) -> None:
        own = np.ascontiguousarray(uniform[:, ends[k] : ends[k + 1]])
        out[:, inputs[k].columns] = inputs[k].law(own)

    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        list(pool.map(fill, range(len(inputs))))
    return out


def _one(address: Address, column: int, law: Callable[[Array], Array]) -> Input:
    return Input(address, np.array([column], dtype=np.intp), law)


def _of_pieces(pieces: Pieces) -> Callable[[Array], Array]:
    """One uniform number picks the piece and, stretched to 0 to 1 again, the place within it."""
    ends = np.cumsum([p.weight for p in pieces])

    def law(u: Array) -> Array:
        from scipy.special import betaincinv

        chosen = np.minimum(np.searchsorted(ends, u, side="right"), len(pieces) - 1)
        out = np.empty_like(u)
        for k, p in enumerate(pieces):
            mine = chosen == k
            if p.low == p.high:
                out[mine] = p.low
                continue
            within = np.clip((u[mine] - (ends[k] - p.weight)) / p.weight, 0.0, 1.0)
            at = p.low + (p.high - p.low) * betaincinv(p.a, p.b, within)
            # what is open is never taken as impossible or as certain
            out[mine] = np.clip(at, max(p.low, _LEAST), min(p.high, _MOST))
        return out

    return law


def _of_ratio(centre: float, sigma: float) -> Callable[[Array], Array]:
    def law(u: Array) -> Array:
        from scipy.special import expit, ndtri

        return np.asarray(expit(centre + sigma * ndtri(u)))

    return law


def _of_row(parameters: Array, free: float) -> Callable[[Array], Array]:
    """A Dirichlet as Gammas that are divided by their sum; `free` is what they share out."""

    def law(u: Array) -> Array:
        from scipy.special import gammaincinv, gammaln

        with np.errstate(divide="ignore"):
            logs = np.log(gammaincinv(parameters, u))
        # of a small parameter the Gamma underflows; there x^a / Gamma(a + 1) is its whole
        # distribution function
        small = (np.log(u) + gammaln(parameters + 1.0)) / parameters
        logs = np.where(logs < -600.0, small, logs)
        share = np.maximum(np.exp(logs - logs.max(axis=1, keepdims=True)), _LEAST)
        return np.asarray(free * share / share.sum(axis=1, keepdims=True))

    return law


def _of_question(structure: Structure, numbers: Numbers, position: int) -> Address:
    """What the numbers of one prior are called together: as one of them, but by their question."""
    known = {n.address for n in numbers.entries}
    for question, (_, index) in enumerate(structure.roots[: structure.question_count]):
        if position in index:
            own, name = numbers.entries[position].address, structure.variables[question]
            address = replace(own, owner=name)
            # a hypothesis may be called as its question is
            return replace(own, owner=f"all of {name}") if address in known else address
    msg = f"number {position} is not a prior"
    raise ValueError(msg)
