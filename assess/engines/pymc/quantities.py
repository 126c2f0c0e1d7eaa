"""Quantities as random variables: their values, the bands they lie in, and what is claimed of them.

For the model a quantity is a variable whose states are its bands, of which the value drawn allows
one. A quantity that is linked to other questions has a prior for each of their states: it is summed
over its nodes instead, as the exact engine does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from assess.case.model import Case
from assess.case.numbers import Numbers
from assess.case.selection import Selection
from assess.engines.pymc.distributions import Tensor, form_variable
from assess.kernel.grid import Grid, measures_of
from assess.kernel.structure import Structure
from assess.prepare.compile import structure_of
from assess.prepare.prepared import prepare
from evidence.claim import Claim
from priors.arrays import Array, Index
from priors.forms.probability import Beta
from priors.quantities.distributions import Lognormal, Normal, Uniform
from priors.quantities.quantity import Blend, Product
from priors.question import Quantity

if TYPE_CHECKING:
    from priors.quantities.quantity import Measure


@dataclass(frozen=True)
class Bands(Grid):
    """The bands of a quantity in the place of nodes, for structures whose constants are replaced.

    The value in a band, and what the band weighs, are those of the draw: the numbers here hold
    their places only.
    """

    @cached_property
    def nodes(self) -> Array:
        return np.ones(len(self.thresholds) + 1)

    @cached_property
    def band(self) -> Index:
        return np.arange(len(self.thresholds) + 1)

    def masses(self, measure: Measure) -> Array:  # noqa: ARG002
        return np.ones(len(self.thresholds) + 1)


def banded(case: Case, selection: Selection, numbers: Numbers) -> Structure:
    """The structure of a case in which quantities that are not linked are reduced to their bands.

    Linked quantities have the grid on which the exact engine computes the credences of draws.
    """
    quantities = {k: q for k, q in enumerate(case.questions) if isinstance(q, Quantity)}
    grids: dict[int, Grid] = {
        k: Bands(is_log=False, edges=np.empty(0), thresholds=np.array(q.thresholds))
        for k, q in quantities.items()
        if not q.given
    }
    if len(grids) < len(quantities):
        day = selection.as_of
        refined = prepare(case, day).for_draws.grids
        grids = {k: grids.get(k, refined[k]) for k in quantities}
    return structure_of(case, selection, numbers, grids)


def replacements(
    case: Case, structure: Structure, selection: Selection, model: Any
) -> list[tuple[Index, Tensor]]:
    """Draw the quantities, and say what stands in the vector in the place of constants.

    Parameters
    ----------
    case, structure, selection
        As of `banded`.
    model : pymc.Model or None
        None if there are to be no random variables; a quantity to be drawn is then an error.

    Returns
    -------
    list of (positions, tensor)
    """
    import pymc as pm
    import pytensor.tensor as pt

    drawn = [k for k, grid in structure.grids.items() if isinstance(grid, Bands)]
    if drawn and model is None:
        names = ", ".join(structure.variables[k] for k in drawn)
        msg = f"uncertain and not given: the quantities {names}; to_pymc makes variables of them"
        raise ValueError(msg)
    quantities = {k: q for k, q in enumerate(case.questions) if isinstance(q, Quantity)}
    values, out = {}, []
    for k in drawn:
        (prior,) = measures_of(quantities[k])
        value = values[k] = _variable(f"quantity_{structure.variables[k]}", prior)
        ends = np.array([-np.inf, *quantities[k].thresholds, np.inf])
        inside = (value >= ends[:-1]) & (value < ends[1:])
        out.append((structure.roots[k][1], inside.astype("float64")))
    if drawn:
        model.add_coord("quantity_of", [structure.variables[k] for k in drawn])
        pm.Deterministic("quantity", pt.stack(list(values.values())), dims="quantity_of")
    return [*out, *_claims(structure, selection, values)]


def _claims(
    structure: Structure, selection: Selection, values: Mapping[int, Tensor]
) -> list[tuple[Index, Tensor]]:
    import pytensor.tensor as pt

    out = []
    for item, variable, index in zip(
        selection.items, structure.variable, structure.likelihood, strict=True
    ):
        value = values.get(int(variable))
        if item.says is not None and value is not None:
            places = index[: structure.sizes[variable]]
            out.append((places, pt.broadcast_to(_claimed(item.says, value), (len(places),))))
    return out


def _claimed(claim: Claim, value: Tensor) -> Tensor:
    """P(the claim | the quantity has this value, the source tracks), as `Claim.likelihood`."""
    import pytensor.tensor as pt

    positive = value > 0.0
    z = (pt.log(pt.switch(positive, value, 1.0)) - math.log(claim.value)) / claim.spread
    if claim.kind == "about":
        return pt.switch(positive, pt.exp(-0.5 * z**2), 0.0)
    if claim.kind == "at_least":
        return pt.switch(positive, 0.5 * pt.erfc(-z / math.sqrt(2.0)), 0.0)
    return pt.switch(positive, 0.5 * pt.erfc(z / math.sqrt(2.0)), 1.0)


def _variable(name: str, measure: Measure) -> Tensor:
    """A quantity, or a part of one, as a random variable or a function of several."""
    import pymc as pm

    if isinstance(measure, Lognormal):
        mu = math.log(measure.lognormal.median)
        return pm.LogNormal(name, mu=mu, sigma=measure.sigma)
    if isinstance(measure, Normal):
        return pm.Normal(name, mu=measure.normal.mean, sigma=measure.normal.sd)
    if isinstance(measure, Uniform):
        low, high = measure.uniform
        return pm.Uniform(name, lower=low, upper=high)
    if isinstance(measure, Beta):
        a, b = measure.beta
        return pm.Beta(name, alpha=a, beta=b)
    if isinstance(measure, Blend):
        return pm.Deterministic(name, _blend(name, measure))
    return pm.Deterministic(name, _product(name, measure))


def _blend(name: str, measure: Blend) -> Tensor:
    share = form_variable(f"{name}_share", measure.blend.share)
    first = _variable(f"{name}_of", measure.blend.of)
    return share * first + (1.0 - share) * _variable(f"{name}_rest", measure.blend.rest)


def _product(name: str, measure: Product) -> Tensor:
    product: Tensor = 1.0
    for k, factor in enumerate(measure.product, start=1):
        drawn = factor if isinstance(factor, float) else _variable(f"{name}_{k}", factor)
        product = product * drawn
    return product
