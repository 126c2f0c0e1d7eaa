"""Every stated number of a case, with its address, its range and the value it enters with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from assess.case.addresses import Address, Kind
from assess.case.selection import Selection, select
from assess.case.whole import Whole as Case
from assess.case.wrong_argument import expect_case
from evidence.item import Item
from priors.arrays import Array, Index, Mask
from priors.forms.probability import Beta, Form
from priors.forms.shorthand import fixed
from priors.quantities.distributions import Lognormal, Normal, Uniform
from priors.quantities.quantity import Blend, Product
from priors.question import AnyQuestion, Quantity, Question

if TYPE_CHECKING:
    import xarray as xr


_GRID = np.linspace(-9.0, 9.0, 721)
_NORMAL = np.exp(-0.5 * _GRID**2)
_NORMAL /= _NORMAL.sum()


@dataclass(frozen=True)
class Number:
    """One stated number.

    Attributes
    ----------
    address : Address
        Such as `likelihood[debris, none]`: its name everywhere.
    form : Form, Lognormal or float
        How it was stated; a plain float is a likelihood ratio, or is about a quantity.
    worth : float
        For a prior: the concentration of its Dirichlet distribution, infinite if it is fixed.
    """

    address: Address
    form: Form | Lognormal | float
    worth: float = field(default=np.inf)
    shapes: bool = field(default=False)
    """Whether it shapes the prior of a quantity or a claim, and is no probability by itself."""

    @property
    def kind(self) -> Kind:
        """What the number says."""
        return self.address.kind

    @property
    def value(self) -> float:
        """The stated value: a mean, or the median of an uncertain ratio."""
        if isinstance(self.form, Form):
            return self.form.mean
        return self.form.lognormal.median if isinstance(self.form, Lognormal) else self.form

    @property
    def used(self) -> float:
        """The value that enters the weighing: the mean; of a ratio the mean of LR / (1 + LR)."""
        if isinstance(self.form, Form):
            return self.form.mean
        if isinstance(self.form, Lognormal):
            # trapezoidal rule, which converges exponentially for this smooth integrand
            log_ratio = np.log(self.form.lognormal.median) + self.form.sigma * _GRID
            return float((_NORMAL / (1.0 + np.exp(-log_ratio))).sum())
        return self.entering(self.form)

    def entering(self, value: float) -> float:
        """What enters the weighing when the number is known to be `value`."""
        return value / (1.0 + value) if self.kind == "ratio" else value

    def interval(self, mass: float) -> tuple[float, float]:
        """Central interval of the number as stated; both ends are the value if it is fixed."""
        if isinstance(self.form, Lognormal):
            from scipy.special import ndtri

            spread = self.form.sigma * float(ndtri(0.5 + mass / 2))
            median = self.form.lognormal.median
            return median * float(np.exp(-spread)), median * float(np.exp(spread))
        if isinstance(self.form, float | int):
            return self.form, self.form
        if self.kind == "prior" and np.isfinite(self.worth) and 0.0 < self.form.mean < 1.0:
            from scipy.special import betaincinv

            a, b = self.form.mean * self.worth, (1.0 - self.form.mean) * self.worth
            tail = 0.5 - mass / 2
            return float(betaincinv(a, b, tail)), float(betaincinv(a, b, 1 - tail))
        return (self.form.mean, self.form.mean) if self.form.is_fixed else self.form.interval(mass)

    def odds_range(self, factor: float) -> tuple[float, float]:
        """The number with its odds divided and multiplied by a factor; a ratio itself."""
        if self.kind == "ratio":
            return self.value / factor, self.value * factor
        odds = self.value / (1.0 - self.value)
        low, high = odds / factor, odds * factor
        return low / (1.0 + low), high / (1.0 + high)

    @property
    def is_fixed(self) -> bool:
        """Whether it was stated without a range, or is one that shapes a law by itself."""
        if self.shapes:
            return True
        if self.kind == "prior":
            return not np.isfinite(self.worth) or self.value in (0.0, 1.0)
        return self.form.is_fixed if isinstance(self.form, Form) else isinstance(self.form, float)


@dataclass(frozen=True)
class Numbers:
    """The stated numbers of a case, in the order of the case."""

    entries: tuple[Number, ...]

    @cached_property
    def position(self) -> dict[str, int]:
        """Position of each number by the text of its address, as a user writes it."""
        return {str(n.address): k for k, n in enumerate(self.entries)}

    @cached_property
    def at(self) -> dict[Address, int]:
        """Position of each number by its address."""
        return {n.address: k for k, n in enumerate(self.entries)}

    @cached_property
    def used(self) -> Array:
        """Values that enter the weighing, shape (number,)."""
        used = np.array([n.used for n in self.entries], dtype=float)
        used.setflags(write=False)  # shared by all the readings of a result
        return used

    def of_sources(self, sources: Iterable[str]) -> Index:
        """Positions of the reliabilities of some sources."""
        return np.array([self.at[Address("reliability", s)] for s in sources], dtype=np.intp)

    def __len__(self) -> int:
        return len(self.entries)


def as_stated(entering: Array | float, is_ratio: Mask | bool) -> Array:
    """From what enters the weighing to what is stated: of a ratio LR from LR / (1 + LR) to LR."""
    used = np.asarray(entering)
    with np.errstate(divide="ignore"):
        return np.where(is_ratio, used / (1.0 - used), used)


def check_mass(mass: float) -> None:
    """Refuse a mass of central ranges that is none."""
    if not 0.0 < mass < 1.0:
        msg = f"mass is a probability between 0 and 1, not {mass}"
        raise ValueError(msg)


_DIMENSIONS = {"reliability": "source", "holds": "assumption", "repeats": "copy"}


def dimension_of(kind: Kind) -> str:
    """Name of the dimension along which draws of the numbers of a kind lie."""
    return _DIMENSIONS.get(kind, f"{kind}_of")


def hypothesis_labels(questions: Iterable[AnyQuestion]) -> list[str]:
    """Labels of all hypotheses in a row; `question:hypothesis` where two questions share an id."""
    questions = tuple(questions)
    ids = [h for q in questions for h in q.states]
    shared = {h for h, count in Counter(ids).items() if count > 1}
    return [f"{q.id}:{h}" if h in shared else h for q in questions for h in q.states]


def numbers_of(case: Case, selection: Selection) -> Numbers:
    """Every stated number that takes part, in the order of the case."""
    return Numbers(tuple(_walk(case, selection)))


def _walk(case: Case, selection: Selection) -> Iterator[Number]:
    labels = iter(hypothesis_labels(case.questions))
    for q in case.questions:
        own = [next(labels) for _ in q.states]
        yield from _quantity(q) if isinstance(q, Quantity) else _prior(q, own)
    used = {name for item in selection.items for name in item.path}
    for s in case.sources:
        if s.id in used:
            yield Number(Address("reliability", s.id), s.reliability)
    for a in case.assumptions:
        yield Number(Address("holds", a.id), a.holds)
    said = selection.said
    for item in selection.items:
        yield from _item(item, said)


def _prior(q: Question, labels: list[str]) -> Iterator[Number]:
    worth = np.inf if q.concentration is None else q.concentration
    if q.given:
        for row in q.table:
            when = {name: row.when[name] for name in q.given}
            total = sum(row.prior[h].value for h in q.states)
            for h, label in zip(q.states, labels, strict=True):
                share = row.prior[h].value / total
                yield Number(Address.of_prior(label, when), _share(share), worth)
        return
    if q.weights is not None:
        values = [q.weights[h] for h in q.states]
    else:
        values = [h.prior.value for h in q.hypotheses if h.prior is not None]
    total = sum(values)
    for value, label in zip(values, labels, strict=True):
        yield Number(Address.of_prior(label), _share(value / total), worth)


def _quantity(q: Quantity) -> Iterator[Number]:
    """What shapes the prior of a quantity; of a factor of a product with its place."""
    if q.prior is not None:
        yield from _measure(q.prior, q.id)
    for row in q.table:
        given = Address.of_prior(q.id, {k: row.when[k] for k in q.given}).given
        yield from _measure(row.prior, q.id, given)


def _measure(measure: Any, owner: str, given: str = "", place: str = "") -> Iterator[Number]:
    stated: dict[Kind, float]
    if isinstance(measure, Product):
        for k, factor in enumerate(measure.product, start=1):
            yield from _measure(factor, owner, given, _within(place, str(k)))
        return
    if isinstance(measure, Blend):
        share = Address("share", owner, place, given)
        yield Number(share, measure.blend.share, shapes=True)
        yield from _measure(measure.blend.of, owner, given, _within(place, "of"))
        yield from _measure(measure.blend.rest, owner, given, _within(place, "rest"))
        return
    if isinstance(measure, float):
        stated = {"factor": measure}
    elif isinstance(measure, Beta):
        stated = {"a": measure.beta[0], "b": measure.beta[1]}
    elif isinstance(measure, Uniform):
        stated = {"low": measure.uniform[0], "high": measure.uniform[1]}
    elif isinstance(measure, Normal):
        stated = {"mean": measure.normal.mean, "sd": measure.normal.sd}
    else:
        stated = {"median": measure.lognormal.median, "p95": measure.lognormal.p95}
    for kind, value in stated.items():
        yield Number(Address(kind, owner, place, given), value, shapes=True)


def _within(place: str, part: str) -> str:
    return f"{place}, {part}" if place else part


def _share(value: float) -> Form:
    return fixed(value, certain=value in (0.0, 1.0))


def _item(item: Item, said: set[str]) -> Iterator[Number]:
    name = item.id
    for h, form in (item.likelihoods or {}).items():
        yield Number(Address("likelihood", name, h), form)
    if item.search is not None:
        for h, form in item.search.chance.items():
            yield Number(Address("chance", name, h), form)
    if item.says is not None:
        kind = item.says.kind
        yield Number(Address(kind, name), item.says.value, shapes=True)
        yield Number(Address("spread", name), item.says.spread, shapes=True)
    if item.ratio is not None:
        yield Number(Address("ratio", name), item.ratio.value)
    if isinstance(item.if_unreliable, dict):
        for h, form in item.if_unreliable.items():
            yield Number(Address("if_unreliable", name, h), form)
    elif item.if_unreliable is not None:
        yield Number(Address("if_unreliable", name), item.if_unreliable)
    if item.repeats is not None and item.repeats.item in said:
        yield Number(Address("repeats", name), item.repeats.chance)
        if item.repeats.if_copied is not None:
            yield Number(Address("if_copied", name), item.repeats.if_copied)


def tabulate(case: Case, *, mass: float = 0.9) -> xr.Dataset:
    """Every stated number of a case, with its address and its range.

    Parameters
    ----------
    case : Case
    mass : float
        Probability that the range holds.

    Returns
    -------
    Dataset
        Dimension `number` (the address); variables `kind`, `value` (as stated: a mean, or the
        median of an uncertain ratio), `low` and `high` (the central interval; equal to the value
        for a fixed number), `used` (what enters the weighing) and `fixed`.

    Raises
    ------
    ValueError
        If `mass` is not between 0 and 1.

    Examples
    --------
    >>> from assess import example_case
    >>> table = tabulate(example_case("dprk_missiles"))
    >>> float(table["value"].sel(number="prior[new_type]"))
    0.25
    """
    expect_case(case)
    return table_of(numbers_of(case, select(case)), mass)


def table_of(numbers: Numbers, mass: float) -> xr.Dataset:
    """The numbers as a Dataset."""
    import xarray as xr

    check_mass(mass)
    ends = [n.interval(mass) for n in numbers.entries]
    columns: dict[str, tuple[str, object]] = {
        "kind": ("number", np.array([n.kind for n in numbers.entries], dtype=object)),
        "value": ("number", np.array([n.value for n in numbers.entries])),
        "low": ("number", np.array([low for low, _ in ends])),
        "high": ("number", np.array([high for _, high in ends])),
        "used": ("number", numbers.used.copy()),
        "fixed": ("number", np.array([n.is_fixed for n in numbers.entries])),
    }
    addresses = np.array([str(n.address) for n in numbers.entries], dtype=object)
    return xr.Dataset(columns, coords={"number": addresses}, attrs={"mass": mass})
