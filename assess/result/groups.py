"""The groups of a result that hold draws, under the names and dimensions that ArviZ expects.

A variable is called as the kind of number that it holds, and its coordinate as what stands between
the brackets of the address: ArviZ's label `likelihood[debris, none]` is the number's address.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assess.case.addresses import Kind
from assess.case.numbers import Numbers, dimension_of
from assess.kernel.structure import Structure
from assess.sampling.distributions import Laws
from assess.sampling.draws import DrawSet
from priors.arrays import Array, Index
from priors.forms.pieces import log_density

if TYPE_CHECKING:
    import xarray as xr


LEAD = ("chain", "draw")


class Vector(NamedTuple):
    """The uncertain numbers of one kind.

    Attributes
    ----------
    kind, dim : str
        Name of the variable and of its dimension.
    labels : tuple of str
        What stands between the brackets of each address.
    positions : ndarray
        Of reliabilities the positions of the sources, of all others those of the numbers.
    """

    kind: Kind
    dim: str
    labels: tuple[str, ...]
    positions: Index


def uncertain(structure: Structure, numbers: Numbers) -> list[Vector]:
    """The uncertain numbers by kind, in the order in which the kinds first occur."""
    found: dict[Kind, list[tuple[str, int]]] = {}
    sources = {name: k for k, name in enumerate(structure.sources)}
    for k, number in enumerate(numbers.entries):
        if number.is_fixed:
            continue
        label = number.address.inside
        position = sources.get(label, k) if number.kind == "reliability" else k
        found.setdefault(number.kind, []).append((label, position))
    return [
        Vector(
            kind,
            dimension_of(kind),
            tuple(label for label, _ in rows),
            np.array([p for _, p in rows], dtype=np.intp),
        )
        for kind, rows in found.items()
    ]


def drawn(
    structure: Structure,
    numbers: Numbers,
    draws: DrawSet,
    credence: Array | None = None,
    *,
    with_quantities: bool = True,
) -> xr.Dataset:
    """Draws as a Dataset: `credence`, `log_odds`, quantities and the uncertain numbers.

    Parameters
    ----------
    structure : Structure
    numbers : Numbers
    draws : DrawSet
    credence : ndarray, shape (chain, draw, hypothesis), optional
        Credences to use instead of those of the draws.
    with_quantities : bool
        Whether the draws are of quantities too.
    """
    import xarray as xr

    values = draws.credence if credence is None else credence
    with np.errstate(divide="ignore", invalid="ignore"):
        log_odds = np.log(values) - np.log1p(-values)
    columns: dict[str, tuple[tuple[str, ...], Array]] = {
        "credence": ((*LEAD, "hypothesis"), values),
        "log_odds": ((*LEAD, "hypothesis"), log_odds),
    }
    coords: dict[str, Array] = _lead(draws)
    coords["hypothesis"] = np.array(structure.hypotheses, dtype=object)
    if with_quantities and draws.quantities.shape[-1]:
        columns["quantity"] = ((*LEAD, "quantity_of"), draws.quantities)
        names = [structure.variables[k] for k in structure.grids]
        coords["quantity_of"] = np.array(names, dtype=object)
    for vector in uncertain(structure, numbers):
        if vector.kind == "reliability":
            of_kind = draws.reliability[..., vector.positions]
        elif draws.numbers is None:
            continue
        else:
            of_kind = draws.numbers[..., vector.positions]
        if vector.kind == "ratio":
            of_kind = of_kind / (1.0 - of_kind)
        columns[vector.kind] = ((*LEAD, vector.dim), of_kind)
        coords[vector.dim] = np.array(vector.labels, dtype=object)
    found = xr.Dataset(columns, coords=coords)
    for name in ("holds", "repeats"):
        if name in found:
            words = "the chance that was stated; whether it happened is in the group exact"
            found[name].attrs["long_name"] = words
    return found


def log_likelihood(structure: Structure, draws: DrawSet) -> xr.Dataset:
    """Log-probability of each item given those before it and the numbers, (chain, draw, item).

    The terms add up to the log evidence of the draw. Where they would need too large a table, the
    sum alone stands for all items.
    """
    import xarray as xr

    names: tuple[str, ...] = structure.items
    terms = draws.item_terms
    if terms is None:
        names, terms = ("all items",), draws.log_evidence[..., None]
    coords = {**_lead(draws), "item": np.array(names, dtype=object)}
    return xr.Dataset({"items": ((*LEAD, "item"), terms)}, coords=coords)


def log_prior(structure: Structure, numbers: Numbers, laws: Laws, draws: DrawSet) -> xr.Dataset:
    """Log-density of each uncertain number as stated, one variable a kind, (chain, draw, ...)."""
    import xarray as xr

    columns: dict[str, tuple[tuple[str, ...], Array]] = {}
    coords = _lead(draws)
    for vector in uncertain(structure, numbers):
        if vector.kind == "reliability":
            densities = [
                log_density(structure.reliabilities[s], draws.reliability[..., s])
                for s in vector.positions
            ]
            labels, dim = vector.labels, vector.dim
        elif draws.numbers is None:
            continue
        else:
            rows = dict(_densities(laws, vector, draws.numbers))
            densities, dim = list(rows.values()), vector.dim
            labels = tuple(rows)
            if vector.kind == "prior":
                dim = "prior_row"
        columns[vector.kind] = ((*LEAD, dim), np.stack(densities, axis=-1))
        coords[dim] = np.array(labels, dtype=object)
    return xr.Dataset(columns, coords=coords)


def _densities(laws: Laws, vector: Vector, numbers: Array) -> Iterator[tuple[str, Array]]:
    """Label and log-density of the numbers of one kind; a row of priors has one for all of them."""
    names = dict(zip((int(k) for k in vector.positions), vector.labels, strict=True))
    rows = {int(row[0]): row for row, _ in laws.rows}
    for position, density in laws.log_prior(numbers):
        if position in names:
            together = rows.get(position, [position])
            yield ", ".join(names[int(k)] for k in together), density


def _lead(draws: DrawSet) -> dict[str, Array]:
    return {dim: np.arange(n) for dim, n in zip(LEAD, draws.log_evidence.shape, strict=True)}


def intervals(
    structure: Structure, numbers: Numbers, after: DrawSet, stated: DrawSet, mass: float
) -> xr.Dataset:
    """The spreads that a summary quotes, each under its own name.

    Parameters
    ----------
    structure : Structure
    numbers : Numbers
    after, stated : DrawSet
        Draws given the items, and as stated.
    mass : float
        Probability inside the central intervals.

    Returns
    -------
    Dataset
        `credence_interval` (hypothesis, end): how far the credence could move if the numbers were
        known, as the items leave them. `robustness` (hypothesis, end) and `robustness_median`: the
        same with the numbers as stated, not updated. `reliability_interval` (source, end): of the
        reliabilities given the items. Attributes: mass, draws, uncertain (how many numbers are).
    """
    import xarray as xr

    levels = [0.5 - mass / 2, 0.5, 0.5 + mass / 2]

    def ends(values: Array) -> Array:
        flat = values.reshape(after.size, values.shape[-1])
        if not flat.shape[1]:
            return np.empty((3, 0))
        return np.asarray(np.nanquantile(flat, levels, axis=0))

    count = sum(len(v.labels) for v in uncertain(structure, numbers))
    credence, robustness = ends(after.credence), ends(stated.credence)
    data = xr.Dataset(
        {
            "credence_interval": (("hypothesis", "end"), credence[[0, 2]].T),
            "robustness": (("hypothesis", "end"), robustness[[0, 2]].T),
            "robustness_median": ("hypothesis", robustness[1]),
            "reliability_interval": (("source", "end"), ends(after.reliability)[[0, 2]].T),
        },
        coords={
            "hypothesis": np.array(structure.hypotheses, dtype=object),
            "source": np.array(structure.sources, dtype=object),
            "end": np.array(["low", "high"], dtype=object),
        },
        attrs={"mass": mass, "draws": after.size, "uncertain": count},
    )
    for name, words in _MEANING.items():
        data[name].attrs["long_name"] = words
    return data


_MEANING = {
    "credence_interval": "credence if the numbers were known, drawn as the items leave them",
    "robustness": "credence if the numbers were known, drawn as stated and not updated",
    "robustness_median": "median of the same",
    "reliability_interval": "reliability of the source given the items",
}


def columns_of(draws: xr.Dataset) -> Iterator[tuple[str, Array]]:
    """Every number of a group of draws, (chain, draw), by the label that ArviZ gives it.

    Of a stated number that label is its address.
    """
    for name, variable in draws.data_vars.items():
        rest = [d for d in variable.dims if d not in ("chain", "draw")]
        values = variable.transpose("chain", "draw", *rest).values  # (chain, draw, *rest)
        labels = [draws[d].values if d in draws.coords else None for d in rest]
        for index in np.ndindex(values.shape[2:]):
            inside = ", ".join(
                str(k if known is None else known[k])
                for k, known in zip(index, labels, strict=True)
            )
            yield (f"{name}[{inside}]" if inside else str(name)), values[(..., *index)]
