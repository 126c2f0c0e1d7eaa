"""Claims about a quantity: about so many, at least so many, at most so many."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

import numpy as np
from numpy.typing import ArrayLike
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from priors.arrays import Array
from priors.forms.probability import Positive
from priors.forms.stated import Stated
from priors.names import listed

KINDS: tuple[Literal["about", "at_least", "at_most"], ...] = ("about", "at_least", "at_most")
"""The three things that a claim can say; each claim says one of them."""


class Claim(Stated):
    """What an item says of a quantity, in figures.

    "Up to X" is a bound, never a point: it is `at_most`, and says nothing for a value near X
    rather than one far below it. "More than X" is `at_least` in the same way.

    Notes
    -----
    With the spread s, on the natural-log scale, and Phi the standard normal distribution function,

        about X:     l(x) = exp(-(ln x - ln X)^2 / (2 s^2))
        at least X:  l(x) = Phi((ln x - ln X) / s)
        at most X:   l(x) = 1 - Phi((ln x - ln X) / s)

    and a quantity of 0 or below is 0, 0 and 1.

    Examples
    --------
    >>> Claim(at_most=4.8e6, spread=0.1).likelihood([1e6, 4.8e6, 9e6]).round(3).tolist()
    [1.0, 0.5, 0.0]
    """

    wanted: ClassVar = {
        "spread": "how exact the claim is, on the natural-log scale: 0.1 is about ten per cent"
    }

    about: Positive | None = Field(default=None, description="It is about so many.")
    at_least: Positive | None = Field(default=None, description="It is no fewer than so many.")
    at_most: Positive | None = Field(
        default=None, description="It is no more than so many; 'up to X' is this."
    )
    spread: Positive = Field(
        description="How exact the claim is where the source tracks the truth: a standard "
        "deviation on the natural-log scale, 0.1 is about ten per cent."
    )

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        used = [k for k in KINDS if getattr(self, k) is not None]
        if len(used) != 1:
            what = "says more than one thing" if used else "says nothing of the quantity"
            context = {
                "what": what,
                "seen": listed(used),
                "allowed": f"exactly one of {listed(KINDS)}",
            }
            raise PydanticCustomError("claim", "{what}", context)
        return self

    @property
    def kind(self) -> Literal["about", "at_least", "at_most"]:
        """Which of the three it is: about, at_least or at_most."""
        return next(k for k in KINDS if getattr(self, k) is not None)

    @property
    def value(self) -> float:
        """The figure that is claimed."""
        return float(getattr(self, self.kind))

    def likelihood(self, x: ArrayLike) -> Array:
        """Return P(the claim | the quantity is x, the source tracks the truth).

        Parameters
        ----------
        x : array_like
            Values of the quantity, in its unit.

        Returns
        -------
        ndarray
            Between 0 and 1, in the shape of x.
        """
        from scipy.special import ndtr

        with np.errstate(divide="ignore", over="ignore"):
            log = np.log(np.maximum(np.asarray(x, dtype=float), 0.0))
            z = (log - np.log(self.value)) / self.spread
            if self.kind == "about":
                return np.asarray(np.exp(-0.5 * z**2))
        return np.asarray(ndtr(z if self.kind == "at_least" else -z))
