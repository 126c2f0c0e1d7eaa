"""The ways to state a probability: one frozen model for each row of the format's table.

Every form can say its mean, its central interval and give draws, because every form reduces to
the same few `pieces`. In Python the short functions of `shorthand.py` (`beta`, `between`, ...)
write one; in a file the same form is the mapping with the same key.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike
from pydantic import (
    ConfigDict,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    Strict,
    StringConstraints,
    Tag,
    model_serializer,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from priors.arrays import Array
from priors.forms import pieces as _pieces
from priors.forms.beta_from import beta_from_band, beta_from_interval
from priors.forms.pieces import Piece, Pieces
from priors.forms.stated import Stated
from priors.scales import load_scale, scale_ids

Real = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Unit = Annotated[Real, Field(ge=0.0, le=1.0)]
OpenUnit = Annotated[Real, Field(gt=0.0, lt=1.0)]
Positive = Annotated[Real, Field(gt=0.0)]
Text = Annotated[str, Strict()]
Identifier = Annotated[
    Text, StringConstraints(pattern=r"^[^\W_][\w.\-]*$", min_length=1, max_length=80)
]


_LEAST, _MOST = 1e-15, 1e15


class Form(Stated):
    """Base of the forms of a number; what it means is in its `pieces`."""

    @property
    @abstractmethod
    def pieces(self) -> Pieces:
        """The distribution as a mixture of scaled Betas and points."""

    @property
    def mean(self) -> float:
        """Mean of the stated distribution, 0 to 1."""
        return _pieces.mean(self.pieces)

    @property
    def is_fixed(self) -> bool:
        """Whether the number is stated as one value, without a range."""
        return all(p.low == p.high for p in self.pieces)

    def interval(self, mass: float = 0.9) -> tuple[float, float]:
        """Return the central interval that holds the given probability."""
        return _pieces.interval(self.pieces, mass)

    def draws(self, rng: np.random.Generator, size: int) -> Array:
        """Take independent draws, shape (size,)."""
        return _pieces.draws(self.pieces, rng, size)


class Fixed(Form):
    """A fixed probability. Exactly 0 or 1 needs the consent `certain: true`."""

    written = "a number between 0 and 1"
    plain = "value"

    value: Unit = Field(description="The probability, 0 to 1.")
    certain: Annotated[bool, Strict()] = Field(
        default=False, description="Consent to a value of exactly 0 or 1, which nothing can undo."
    )

    @classmethod
    def instead(cls, key: str, seen: object) -> str:
        is_form = isinstance(seen, Mapping | Form) and form_key(seen) is not None
        firm = "; how firm a prior is, is said by the question's concentration"
        return cls.written + firm * (is_form and key == cls.plain)

    @model_validator(mode="before")
    @classmethod
    def _plain_number(cls, data: Any) -> Any:
        return {"value": data} if isinstance(data, int | float | str) else data

    @model_validator(mode="after")
    def _consent(self) -> Self:
        if self.value in (0.0, 1.0) and not self.certain:
            raise PydanticCustomError(
                "not_certain",
                "exactly {value} can never be undone by evidence",
                {"value": int(self.value)},
            )
        return self

    @model_serializer
    def _as_written(self) -> float | dict[str, Any]:
        return {"value": self.value, "certain": True} if self.certain else self.value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        number = {
            "type": "number",
            "exclusiveMinimum": 0,
            "exclusiveMaximum": 1,
            "description": "A fixed probability.",
        }
        consent = {
            "type": "object",
            "description": "A fixed probability; exactly 0 or 1 only with certain: true.",
            "additionalProperties": False,
            "required": ["value"],
            "properties": {
                "value": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 1,
                    "description": "The probability, 0 to 1.",
                },
                "certain": {
                    "type": "boolean",
                    "default": False,
                    "description": "Consent to a value of exactly 0 or 1, which nothing can undo.",
                },
            },
        }
        return {"anyOf": [number, consent]}

    @cached_property
    def pieces(self) -> Pieces:
        return (Piece(1.0, self.value, self.value),)


class BetaForm(Form):
    """Base of the forms that stand for one Beta distribution on 0 to 1."""

    @property
    @abstractmethod
    def parameters(self) -> tuple[float, float]:
        """Parameters (a, b) of the Beta."""

    @cached_property
    def pieces(self) -> Pieces:
        return (Piece(1.0, 0.0, 1.0, *self.parameters),)


class DirectBeta(BetaForm):
    """Base of the forms that give the parameters themselves, however extreme."""

    @model_validator(mode="after")
    def _within_reach(self) -> Self:
        """Refuse parameters with which a computer cannot reckon; no judgement needs them."""
        if not all(_LEAST <= p <= _MOST for p in self.parameters):
            a, b = (f"{p:.3g}" for p in self.parameters)
            raise PydanticCustomError(
                "extreme",
                f"stands for Beta({a}, {b}), beyond {_LEAST:g} to {_MOST:g} in a parameter",
            )
        return self


class Beta(DirectBeta):
    """A Beta distribution by its two parameters."""

    written = '{"beta": [a, b]}'

    beta: tuple[Positive, Positive] = Field(description="Parameters a and b, both above 0.")

    @property
    def parameters(self) -> tuple[float, float]:
        return self.beta

    # What follows is for a Beta as a distribution of a quantity (`quantity.py`).

    is_positive: ClassVar[bool] = True
    support: ClassVar[tuple[float, float]] = (0.0, 1.0)

    def cdf(self, x: ArrayLike) -> Array:
        """Return the probability of at most x."""
        from scipy.special import betainc

        return np.asarray(betainc(*self.beta, np.clip(x, 0.0, 1.0)))

    def logpdf(self, x: ArrayLike) -> Array:
        """Return the natural logarithm of the density."""
        from scipy.special import betaln, xlog1py, xlogy

        (a, b), at = self.beta, np.clip(x, 0.0, 1.0)
        log = xlogy(a - 1.0, at) + xlog1py(b - 1.0, -at) - betaln(a, b)
        return np.where(at == x, log, -np.inf)

    def quantile(self, p: ArrayLike) -> Array:
        """Return the value that is not exceeded with probability p."""
        from scipy.special import betaincinv

        return np.asarray(betaincinv(*self.beta, p))

    def shortfall(self, x: ArrayLike) -> Array:
        """Return E[max(x - X, 0)]."""
        from scipy.special import betainc

        (a, b), at = self.beta, np.clip(x, 0.0, 1.0)
        inside = at * betainc(a, b, at) - self.mean * betainc(a + 1.0, b, at)
        return np.asarray(inside + np.maximum(np.asarray(x) - 1.0, 0.0))


class Between(BetaForm):
    """The Beta with a given central interval, 90 % unless `covers` says otherwise."""

    written = '{"between": [low, high]}'

    between: tuple[OpenUnit, OpenUnit] = Field(description="Lower and upper end of the interval.")
    covers: OpenUnit = Field(default=0.9, description="Probability of lying in the interval.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        low, high = self.between
        if low >= high:
            raise PydanticCustomError("order", "the lower end must be below the upper end")
        try:
            beta_from_interval(low, high, self.covers)
        except ValueError as error:
            raise PydanticCustomError("no_fit", "{why}", {"why": str(error)}) from error
        return self

    @property
    def parameters(self) -> tuple[float, float]:
        return beta_from_interval(*self.between, self.covers)


class ThreePoints(Form):
    """Base of the forms of a lowest, a most likely and a highest value."""

    @property
    @abstractmethod
    def points(self) -> tuple[float, float, float]:
        """Lowest, most likely and highest value."""

    @property
    def mode_share(self) -> float:
        """How far the most likely value lies on the way from the lowest to the highest, 0 to 1."""
        low, mode, high = self.points
        return (mode - low) / (high - low)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        low, mode, high = self.points
        if not low <= mode <= high or low == high:
            raise PydanticCustomError("order", "expected low <= mode <= high, and low below high")
        return self


class Pert(ThreePoints):
    """A PERT judgement: low, mode, high, with mean (low + 4 mode + high) / 6."""

    written = '{"pert": [low, mode, high]}'

    pert: tuple[Unit, Unit, Unit] = Field(description="Lowest, most likely and highest value.")

    @property
    def points(self) -> tuple[float, float, float]:
        return self.pert

    @cached_property
    def pieces(self) -> Pieces:
        (low, _, high), share = self.pert, self.mode_share
        return (Piece(1.0, low, high, 1 + 4 * share, 5 - 4 * share),)


class Triangular(ThreePoints):
    """A triangular judgement: low, mode, high, with mean (low + mode + high) / 3."""

    written = '{"triangular": [low, mode, high]}'

    triangular: tuple[Unit, Unit, Unit] = Field(
        description="Lowest, most likely and highest value."
    )

    @property
    def points(self) -> tuple[float, float, float]:
        return self.triangular

    @cached_property
    def pieces(self) -> Pieces:
        (low, mode, high), share = self.triangular, self.mode_share
        rising = Piece(share, low, mode, 2.0, 1.0)
        falling = Piece(1.0 - share, mode, high, 1.0, 2.0)
        return tuple(p for p in (rising, falling) if p.weight > 0.0)


class MeanWorth(DirectBeta):
    """The Beta with a given mean, worth so many observations."""

    written = '{"mean": m, "worth": n}'

    mean_: OpenUnit = Field(alias="mean", description="Mean, between 0 and 1.")
    worth: Positive = Field(description="How many observations the judgement is worth (a + b).")

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    @property
    def parameters(self) -> tuple[float, float]:
        return self.mean_ * self.worth, (1.0 - self.mean_) * self.worth


class Record(Stated):
    """How often a source or a test was right and wrong before."""

    right: Annotated[Real, Field(ge=0.0)] = Field(description="Times it was right.")
    wrong: Annotated[Real, Field(ge=0.0)] = Field(description="Times it was wrong.")


class Track(DirectBeta):
    """A track record: the Jeffreys posterior Beta(right + 1/2, wrong + 1/2)."""

    written = '{"track": {"right": n, "wrong": m}}'

    track: Record = Field(description="Times right and times wrong.")

    @property
    def parameters(self) -> tuple[float, float]:
        return self.track.right + 0.5, self.track.wrong + 0.5


class Phrase(BetaForm):
    """A term of a verbal scale: the Beta that holds 80 % in the term's band."""

    written = '{"phrase": "likely", "scale": "icd203"}'

    phrase: Text = Field(description="A term of the scale, such as 'likely'.")
    scale: Text = Field(description="The scale's identifier, such as 'icd203'.")

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.scale not in scale_ids():
            raise PydanticCustomError(
                "unknown_name",
                "no scale is called {name!r}",
                {"name": self.scale, "known": list(scale_ids()), "field": "scale"},
            )
        scale = load_scale(self.scale)
        exact = {p.term: p.low for p in scale.points}.get(" ".join(self.phrase.lower().split()))
        if exact is not None:
            raise PydanticCustomError(
                "exact_phrase",
                "stands for exactly {value}, which can never be undone by evidence",
                {"value": int(exact)},
            )
        if reason := scale.not_numbers.get(" ".join(self.phrase.lower().split())):
            message = "has no number on purpose: {reason}"
            raise PydanticCustomError("no_number", message, {"reason": reason})
        try:
            scale.band(self.phrase)
        except KeyError:
            raise PydanticCustomError(
                "unknown_name",
                "the scale {scale} has no term {name!r}",
                {
                    "name": self.phrase,
                    "known": list(scale.terms),
                    "field": "phrase",
                    "scale": self.scale,
                },
            ) from None
        return self

    @property
    def parameters(self) -> tuple[float, float]:
        band = load_scale(self.scale).band(self.phrase)
        return beta_from_band(band.low, band.high)


FORMS: dict[str, type[Form]] = {
    "value": Fixed,
    "beta": Beta,
    "between": Between,
    "pert": Pert,
    "triangular": Triangular,
    "mean": MeanWorth,
    "track": Track,
    "phrase": Phrase,
}
"""The forms of a probability by the key that marks each in a file."""


def form_key(value: Any, forms: Mapping[str, type[Form]] = FORMS) -> str | None:
    """Return the key of the form that a value is written in, None if it looks like none of them."""
    if isinstance(value, Form):
        return next((k for k, form in forms.items() if type(value) is form), None)
    if isinstance(value, Mapping):
        return next((k for k in forms if k in value), None)
    # strings go to the plain number too, so that "0,7" is answered with what a number looks like
    return "value" if isinstance(value, int | float | str) else None


TaggedForm = (
    Annotated[Fixed, Tag("value")]
    | Annotated[Beta, Tag("beta")]
    | Annotated[Between, Tag("between")]
    | Annotated[Pert, Tag("pert")]
    | Annotated[Triangular, Tag("triangular")]
    | Annotated[MeanWorth, Tag("mean")]
    | Annotated[Track, Tag("track")]
    | Annotated[Phrase, Tag("phrase")]
)
"""The forms with the key that marks each: what the types of numbers are made of."""

Probability = Annotated[TaggedForm, Discriminator(form_key)]
"""Any form of a probability, as a type for pydantic models."""
