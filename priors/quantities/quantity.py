"""Distributions of a quantity, such as a number of shells: all of them, as a file states them.

Products and blends have no closed form. Their law comes from `tables.py`, reckoned once for each
statement; in everything else they are like the distributions they are made of.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Self

import numpy as np
from numpy.typing import ArrayLike
from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from priors.arrays import Array
from priors.forms.probability import Beta, Positive, Probability
from priors.forms.stated import Stated
from priors.quantities.distributions import (
    Z95,
    Distribution,
    Lognormal,
    Normal,
    Spread,
    Uniform,
)
from priors.quantities.tables import Law, Operand, blend_law, product_law

_FAR = 6.0  # standard deviations from 0 at which a normal factor is as good as positive (1e-9)


class Tabulated(Distribution):
    """Base of the distributions whose law is reckoned: products and blends."""

    @property
    @abstractmethod
    def _law(self) -> Law:
        """The distribution function as a table."""

    def cdf(self, x: ArrayLike) -> Array:
        return self._law.cdf(x)

    def logpdf(self, x: ArrayLike) -> Array:
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(self._law.pdf(x)))

    def quantile(self, p: ArrayLike) -> Array:
        return self._law.quantile(p)


class Mix(Stated):
    """What a blend is of."""

    share: Probability = Field(description="The share of the first, in any form of a probability.")
    of: Measure = Field(description="The distribution that has the share.")
    rest: Measure = Field(description="The distribution that has what is left, 1 - share.")


class Blend(Tabulated):
    """A weighted mean of two quantities: share x of + (1 - share) x rest, independent.

    An example is what a container holds on average when the share of those with large shells is
    uncertain. It is not a mixture, in which the quantity is either of the two.
    """

    written = '{"blend": {"share": p, "of": ..., "rest": ...}}'

    blend: Mix = Field(description="The share, and the two distributions.")

    @property
    def mean(self) -> float:
        share = self.blend.share.mean
        return share * self.blend.of.mean + (1.0 - share) * self.blend.rest.mean

    @property
    def support(self) -> tuple[float, float]:
        shares = [s for p in self.blend.share.pieces for s in (p.low, p.high)]
        low, high = [], []
        for s in (min(shares), max(shares)):
            # a part with no share is left out: 0 times an infinite end is nothing
            weighted = [
                (w, d) for w, d in ((s, self.blend.of), (1.0 - s, self.blend.rest)) if w > 0.0
            ]
            low.append(sum(w * d.support[0] for w, d in weighted))
            high.append(sum(w * d.support[1] for w, d in weighted))
        return min(low), max(high)

    def draws(self, rng: np.random.Generator, size: int) -> Array:
        share = self.blend.share.draws(rng, size)
        of, rest = self.blend.of.draws(rng, size), self.blend.rest.draws(rng, size)
        return share * of + (1.0 - share) * rest

    @property
    def _law(self) -> Law:
        return _law_of_blend(self)


class Product(Tabulated):
    """A product of independent positive factors, at least one of them with a range."""

    written = '{"product": [..., ...]}'

    product: tuple[Factor, ...] = Field(
        min_length=2, description="Two or more factors, each a positive distribution or number."
    )

    @model_validator(mode="after")
    def _has_a_range(self) -> Self:
        if all(isinstance(f, float) for f in self.product):
            raise PydanticCustomError("no_range", "a product of numbers alone has no range")
        return self

    @property
    def scale(self) -> float:
        """Product of the factors that are plain numbers."""
        return math.prod((f for f in self.product if isinstance(f, float)), start=1.0)

    @property
    def factors(self) -> tuple[Lognormal | Normal | Uniform | Beta | Blend, ...]:
        """The factors that have a range, all lognormal ones taken together as one."""
        ranges = [f for f in self.product if not isinstance(f, float)]
        lognormals = [f for f in ranges if isinstance(f, Lognormal)]
        if len(lognormals) < 2:
            return tuple(ranges)
        median = math.prod(f.lognormal.median for f in lognormals)
        sigma = math.hypot(*(f.sigma for f in lognormals))
        together = Lognormal(lognormal=Spread(median=median, p95=median * math.exp(sigma * Z95)))
        return (together, *(f for f in ranges if not isinstance(f, Lognormal)))

    @property
    def mean(self) -> float:
        return self.scale * math.prod(f.mean for f in self.factors)

    @property
    def support(self) -> tuple[float, float]:
        low, high = zip(*(f.support for f in self.factors), strict=True)
        return self.scale * math.prod(max(end, 0.0) for end in low), self.scale * math.prod(high)

    def draws(self, rng: np.random.Generator, size: int) -> Array:
        product = np.full(size, self.scale)
        for f in self.product:
            if not isinstance(f, float):
                product *= f.draws(rng, size)
        return product

    def cdf(self, x: ArrayLike) -> Array:
        x, only = np.asarray(x, dtype=float) / self.scale, self._only
        return self._law.cdf(x) if only is None else only.cdf(x)

    def logpdf(self, x: ArrayLike) -> Array:
        x, only = np.asarray(x, dtype=float) / self.scale, self._only
        return (super().logpdf(x) if only is None else only.logpdf(x)) - math.log(self.scale)

    def quantile(self, p: ArrayLike) -> Array:
        only = self._only
        return self.scale * (self._law.quantile(p) if only is None else only.quantile(p))

    @property
    def _only(self) -> Lognormal | Normal | Uniform | Beta | Blend | None:
        factors = self.factors
        return factors[0] if len(factors) == 1 else None

    @property
    def _law(self) -> Law:
        return _law_of_product(self)


_Closed = Lognormal | Normal | Uniform | Beta


def operand(d: _Closed | Blend | Product) -> Operand:
    """Return what the law of a product or a blend has to know of a distribution in it."""
    return Operand(
        cdf=d.cdf,
        logpdf=d.logpdf,
        quantile=d.quantile,
        is_positive=d.is_positive,
        shortfall=d.shortfall if isinstance(d, _Closed) else None,
        flat=d.uniform if isinstance(d, Uniform) else None,
    )


@lru_cache(maxsize=64)
def _law_of_blend(blend: Blend) -> Law:
    return blend_law(blend.blend.share.pieces, operand(blend.blend.of), operand(blend.blend.rest))


@lru_cache(maxsize=64)
def _law_of_product(product: Product) -> Law:
    return product_law([operand(f) for f in product.factors])


DISTRIBUTIONS: dict[str, type[Distribution | Beta]] = {
    "lognormal": Lognormal,
    "normal": Normal,
    "uniform": Uniform,
    "beta": Beta,
    "blend": Blend,
    "product": Product,
}
"""The distributions of a quantity by the key that marks each in a file."""


def measure_key(value: Any) -> str | None:
    """Return the key of the distribution that a value is written as, None if it is none of them."""
    if isinstance(value, Mapping):
        return next((k for k in DISTRIBUTIONS if k in value), None)
    return next((k for k, model in DISTRIBUTIONS.items() if type(value) is model), None)


def factor_key(value: Any) -> str | None:
    """Return the same for a factor of a product, which may be a plain number and no product."""
    # a text goes to the plain number, so that "0,7" is answered with what a number looks like
    key = "value" if isinstance(value, int | float | str) else measure_key(value)
    return None if key == "product" else key


def _positive(factor: Any) -> Any:
    if isinstance(factor, Normal):
        if factor.normal.mean <= _FAR * factor.normal.sd:
            raise PydanticCustomError(
                "not_positive",
                "a factor of a product has to be positive, and this one may be below 0",
                {"allowed": "a normal with a mean above 6 sd, or a lognormal"},
            )
    elif not isinstance(factor, float) and not factor.is_positive:
        raise PydanticCustomError(
            "not_positive",
            "a factor of a product has to be positive, and this one may be below 0",
            {"allowed": "nothing below 0"},
        )
    return factor


_TaggedRange = (
    Annotated[Lognormal, Tag("lognormal")]
    | Annotated[Normal, Tag("normal")]
    | Annotated[Uniform, Tag("uniform")]
    | Annotated[Beta, Tag("beta")]
    | Annotated[Blend, Tag("blend")]
)

Measure = Annotated[
    _TaggedRange | Annotated[Product, Tag("product")],
    Discriminator(measure_key),
]
"""Any distribution of a quantity, as a type for pydantic models."""

Factor = Annotated[
    Annotated[Positive, Tag("value")] | _TaggedRange,
    Discriminator(factor_key),
    AfterValidator(_positive),
]
"""Any factor of a product."""

for _model in (Mix, Blend, Product):
    _model.model_rebuild()
