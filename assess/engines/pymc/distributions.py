"""The laws of uncertain numbers as random variables of PyMC.

Whatever form a probability was stated in, it is a mixture of scaled Betas; a ratio is lognormal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from priors.arrays import Array
from priors.forms.pieces import Piece, Pieces
from priors.forms.probability import Form
from priors.quantities.distributions import Lognormal

Tensor = Any
"""A PyTensor variable; PyTensor has no types."""


def kind_variable(kind: str, dim: str, forms: Sequence[Form | Lognormal | float]) -> Tensor:
    """The random variable of several numbers of a kind, along a dimension of the model."""
    import pymc as pm

    if kind == "ratio":
        ratios = [f for f in forms if isinstance(f, Lognormal)]
        return pm.LogNormal(
            kind,
            mu=np.log([f.lognormal.median for f in ratios]),
            sigma=np.array([f.sigma for f in ratios]),
            dims=dim,
        )
    pieces = [f.pieces for f in forms if isinstance(f, Form)]
    if all(len(p) == 1 and (p[0].low, p[0].high) == (0.0, 1.0) for p in pieces):
        a, b = np.array([(p[0].a, p[0].b) for p in pieces]).T
        return pm.Beta(kind, alpha=a, beta=b, dims=dim)
    return _mixture(kind, pieces, dim)


def form_variable(name: str, form: Form) -> Tensor | float:
    """One number as a random variable by itself; as a constant if it is fixed."""
    import pymc as pm

    if form.is_fixed:
        return form.mean
    first, *more = form.pieces
    if not more and (first.low, first.high) == (0.0, 1.0):
        return pm.Beta(name, alpha=first.a, beta=first.b)
    return _mixture(name, [form.pieces], None)[0]


def _mixture(kind: str, pieces: list[Pieces], dim: str | None) -> Tensor:
    """A vector of mixtures of scaled Betas, each on its own range."""
    import pymc as pm
    import pytensor.tensor as pt

    most = max(len(p) for p in pieces)
    table = np.array([_filled(p, most) for p in pieces])  # (number, piece, 5)
    weight, low, high, a, b = np.moveaxis(table, -1, 0)
    ends = pt.constant(low.min(axis=1)), pt.constant(high.max(axis=1))
    means = (weight * (low + (high - low) * a / (a + b))).sum(axis=1)
    return pm.CustomDist(
        kind,
        weight,
        low,
        high,
        a,
        b,
        logp=_log_density,
        random=_draw,
        # a chain starts at the mean, which is inside the range
        support_point=lambda *_: pt.constant(means),
        signature="(k),(k),(k),(k),(k)->()",
        default_transform=pm.distributions.transforms.Interval(bounds_fn=lambda *_: ends),
        dims=dim,
    )


def _filled(pieces: Pieces, count: int) -> list[Piece]:
    """The same mixture in a given number of pieces: the last one is cut into equal shares."""
    *first, last = pieces
    shares = count - len(first)
    return [*first, *[last._replace(weight=last.weight / shares)] * shares]


def _log_density(
    value: Tensor, weight: Tensor, low: Tensor, high: Tensor, a: Tensor, b: Tensor
) -> Tensor:
    import pytensor.tensor as pt

    width = high - low
    x = (value[..., None] - low) / width
    inside = (x > 0.0) & (x < 1.0)
    # outside, a value that is allowed stands in: a gradient of 0 times infinity would be no number
    safe = pt.switch(inside, x, 0.5)
    log_beta = pt.gammaln(a) + pt.gammaln(b) - pt.gammaln(a + b)
    density = (a - 1.0) * pt.log(safe) + (b - 1.0) * pt.log1p(-safe) - log_beta
    density = pt.switch(inside, density + pt.log(weight) - pt.log(width), -np.inf)
    return log_sum(density, axis=-1)


def _draw(
    weight: Array,
    low: Array,
    high: Array,
    a: Array,
    b: Array,
    rng: np.random.Generator,
    size: tuple[int, ...] | None = None,
) -> Array:
    shape = weight.shape[:-1] if size is None else tuple(size)
    uniform = rng.random(shape)[..., None]
    # the last piece takes what rounding leaves of the sum
    chosen = (uniform >= weight.cumsum(axis=-1)[..., :-1]).sum(axis=-1)[..., None]
    parts = (
        np.take_along_axis(np.broadcast_to(p, (*shape, p.shape[-1])), chosen, axis=-1)[..., 0]
        for p in (low, high, a, b)
    )
    below, above, first, second = parts
    return np.asarray(below + (above - below) * rng.beta(first, second))


def log_sum(values: Tensor, axis: int) -> Tensor:
    """Log of the sum of exponentials along an axis; -inf where every term is.

    Written out, so that it is stable in every mode of compilation.
    """
    import pytensor.tensor as pt
    from pytensor.gradient import disconnected_grad

    top = disconnected_grad(values.max(axis=axis, keepdims=True))
    top = pt.switch(pt.isinf(top), 0.0, top)
    return pt.log(pt.exp(values - top).sum(axis=axis)) + top.squeeze(axis)
