"""The numbers of a case as random variables of a PyMC model, or as a user gives them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from assess.case.addresses import Kind, is_kind
from assess.case.numbers import Number, Numbers, dimension_of
from assess.engines.pymc.distributions import Tensor, kind_variable
from assess.errors import UnknownNameError
from assess.formatting.names import listed, shown
from assess.kernel.structure import Structure
from evidence.source import Persistent
from priors.arrays import Index

Given = Mapping[str, "Tensor | float | Callable[[], Tensor]"]


@dataclass(frozen=True)
class GivenNumbers:
    """Which numbers are given one by one, which by their kind, and which are left to be drawn.

    Attributes
    ----------
    single : dict
        What is given for one number, by its position.
    whole : dict
        What is given for all the uncertain numbers of a kind.
    free : dict
        Positions of the uncertain numbers of each kind that are not given one by one, ascending.
    """

    structure: Structure
    numbers: Numbers
    single: dict[int, Any]
    whole: dict[Kind, Any]
    free: dict[Kind, list[int]]

    @classmethod
    def of(cls, structure: Structure, numbers: Numbers, given: Given | None) -> GivenNumbers:
        """Sort out what is given; a name that is not known is an error."""
        # what shapes a quantity or a claim is no probability, and is not replaced here
        usable = {str(n.address): n.kind for n in numbers.entries if not n.shapes}
        kinds = {*usable.values()}
        single: dict[int, Any] = {}
        whole: dict[Kind, Any] = {}
        for name, value in (given or {}).items():
            if name in usable:
                single[numbers.position[name]] = value
            elif is_kind(name) and name in kinds:
                whole[name] = value
            else:
                raise UnknownNameError(name, [*sorted(kinds), *usable], "number", "given")
        free: dict[Kind, list[int]] = defaultdict(list)
        for k, number in enumerate(numbers.entries):
            if k not in single and not number.is_fixed and not is_two_points(number):
                free[number.kind].append(k)
        for kind in whole:
            if kind not in free:
                dim = dimension_of(kind)
                msg = f"given[{kind!r}]: there is no uncertain number of this kind along {dim!r}"
                raise ValueError(msg + "; a fixed number is given by its address")
        return cls(structure, numbers, single, whole, dict(free))

    @cached_property
    def source_numbers(self) -> Index:
        """The number that is the reliability of each source, shape (source,)."""
        return self.numbers.of_sources(self.structure.sources)

    @cached_property
    def summed(self) -> tuple[int, ...]:
        """The sources, by position, that are reliable in everything or in nothing."""
        entries = self.numbers.entries
        return tuple(
            s
            for s, k in enumerate(self.source_numbers.tolist())
            if is_two_points(entries[k]) and k not in self.single
        )

    def rows(self) -> Iterator[tuple[str, Index]]:
        """The priors that sum to 1: each row's question and the positions of its numbers."""
        s = self.structure
        for q, (scope, index) in enumerate(s.roots[: s.question_count]):
            if q in s.grids:
                continue
            own = scope.index(q)
            for row in np.moveaxis(index, own, -1).reshape(-1, index.shape[own]):
                yield s.variables[q], row


def is_two_points(number: Number) -> bool:
    """Whether it is the reliability of a persistent source: 0 or 1, and summed out."""
    return isinstance(number.form, Persistent)


# --- the vector of numbers ------------------------------------------------------------------------


class Vector:
    """The vector of the numbers that enter the weighing, gathered piece by piece."""

    def __init__(self, given_numbers: GivenNumbers) -> None:
        self.given_numbers = given_numbers
        self.used = given_numbers.numbers.used
        self.positions: list[Index] = []
        self.tensors: list[Tensor] = []

    def put(self, positions: list[int], values: Tensor) -> None:
        """Take a vector of values for the numbers at some positions."""
        self.positions.append(np.array(positions, dtype=np.intp))
        self.tensors.append(values)

    def tensor(self) -> Tensor:
        """The whole vector; numbers that were not put are fixed at the value stated."""
        import pytensor.tensor as pt

        source = np.arange(len(self.used))
        end = len(self.used)
        for positions in self.positions:
            source[positions] = end + np.arange(len(positions))
            end += len(positions)
        used = pt.constant(np.array(self.used))
        return pt.concatenate([used, *self.tensors])[source] if self.tensors else used


def numbers_vector(given_numbers: GivenNumbers, model: Any | None) -> Tensor:
    """The vector of numbers as a tensor; what is uncertain and not given is drawn in the model.

    Parameters
    ----------
    parts : Parts
    model : pymc.Model or None
        None if there are to be no random variables: an uncertain number is then an error.
    """
    entries = given_numbers.numbers.entries
    vector = Vector(given_numbers)
    single = {k: _scalar(entries[k], value) for k, value in given_numbers.single.items()}
    for k, value in single.items():
        vector.put([k], _entering(entries[k].kind, value)[None])
    _refuse_uncertain(given_numbers, model)
    for kind, positions in given_numbers.free.items():
        if kind in given_numbers.whole:
            if model is not None:
                _add_coordinate(given_numbers, kind, model)
            values = _vector(kind, len(positions), given_numbers.whole[kind])
            vector.put(positions, _entering(kind, values))
        elif kind == "prior":
            continue
        else:
            _add_coordinate(given_numbers, kind, model)
            forms = [entries[k].form for k in positions]
            drawn = kind_variable(kind, dimension_of(kind), forms)
            vector.put(positions, _entering(kind, drawn))
    _priors(given_numbers, vector, single, model)
    return vector.tensor()


def _refuse_uncertain(given_numbers: GivenNumbers, model: Any | None) -> None:
    if model is not None:
        return
    entries = given_numbers.numbers.entries
    missing = [
        k for kind, at in given_numbers.free.items() if kind not in given_numbers.whole for k in at
    ]
    determined = {k for _, row in given_numbers.rows() for k in _the_one_left(given_numbers, row)}
    names = [str(entries[k].address) for k in missing if k not in determined]
    if names:
        msg = f"uncertain and not given: {listed(names)}; only fixed numbers enter by themselves"
        raise ValueError(msg)


def _the_one_left(given_numbers: GivenNumbers, row: Index) -> list[int]:
    """The number of a row that the others, which are given, leave no choice."""
    open_ = [int(k) for k in row if int(k) in given_numbers.free.get("prior", ())]
    some = any(int(k) in given_numbers.single for k in row)
    return open_ if some and len(open_) == 1 else []


def _add_coordinate(given_numbers: GivenNumbers, kind: Kind, model: Any) -> None:
    entries = given_numbers.numbers.entries
    labels = [entries[k].address.inside for k in given_numbers.free[kind]]
    model.add_coord(dimension_of(kind), labels)


def _entering(kind: Kind, values: Tensor) -> Tensor:
    return values / (1.0 + values) if kind == "ratio" else values


def _scalar(number: Number, value: Any) -> Tensor:
    tensor = _tensor(str(number.address), value, number.kind)
    if tensor.ndim != 0:
        msg = f"given[{str(number.address)!r}]: expected one number, not {tensor.ndim} dimensions"
        raise ValueError(msg)
    return tensor


def _vector(kind: Kind, length: int, value: Any) -> Tensor:
    import pytensor.tensor as pt

    tensor = _tensor(kind, value, kind)
    if tensor.ndim > 1 or (tensor.ndim == 1 and tensor.type.shape[0] not in (None, length)):
        msg = (
            f"given[{kind!r}]: expected {length} numbers along {dimension_of(kind)!r}, or one for "
            f"all, not the shape {tensor.type.shape}"
        )
        raise ValueError(msg)
    return pt.broadcast_to(tensor, (length,)) if tensor.ndim == 0 else tensor


def _tensor(name: str, value: Any, kind: Kind) -> Tensor:
    import pytensor.tensor as pt
    from pytensor.graph.basic import Variable

    if not isinstance(value, Variable) and callable(value):
        value = value()
    if not isinstance(value, Variable):
        value = np.asarray(value, dtype=float)
        low_enough = (value < np.inf) if kind == "ratio" else (value <= 1.0)
        if not ((value >= 0.0) & low_enough).all():
            allowed = "0 or more" if kind == "ratio" else "from 0 to 1"
            msg = f"given[{name!r}]: seen {shown(value.tolist())}, allowed: {allowed}"
            raise ValueError(msg)
    return pt.as_tensor_variable(value).astype("float64")


# --- priors ---------------------------------------------------------------------------------------


def _priors(
    given_numbers: GivenNumbers, vector: Vector, single: Mapping[int, Tensor], model: Any | None
) -> None:
    """Rows of priors: Dirichlet distributions, and what is left beside those that are given.

    Given that some components of a Dirichlet have known values, the others' shares of the rest are
    a Dirichlet with the same parameters. A fixed row keeps its proportions.
    """
    free = set(given_numbers.free.get("prior", ()))
    drawn: dict[str, list[tuple[list[int], Tensor]]] = defaultdict(list)
    for question, row in given_numbers.rows():
        own = [int(k) for k in row]
        rest = [k for k in own if k not in single]
        left: Tensor = 1.0
        for k in own:
            left = left - single[k] if k in single else left
        uncertain = [k for k in rest if k in free]
        if uncertain and "prior" in given_numbers.whole:
            continue
        if len(uncertain) > 1:
            drawn[question].append((uncertain, left))
        elif len(rest) < len(own) and rest:
            stated = vector.used[rest]
            vector.put(rest, left * (stated / max(stated.sum(), np.finfo(float).tiny)))
    if drawn and model is not None:
        for question, rows in drawn.items():
            _dirichlets(given_numbers, vector, question, rows, model)
        _gathered(given_numbers, vector, model)


def _dirichlets(
    given_numbers: GivenNumbers,
    vector: Vector,
    question: str,
    rows: list[tuple[list[int], Tensor]],
    model: Any,
) -> None:
    """One Dirichlet for the rows of a question that have equally many open numbers."""
    import pymc as pm

    entries = given_numbers.numbers.entries
    of_size = defaultdict(list)
    for uncertain, left in rows:
        of_size[len(uncertain)].append((uncertain, left))
    for size, alike in of_size.items():
        name = f"prior_{question}" if len(of_size) == 1 else f"prior_{question}_{size}"
        a = np.array([[entries[k].value * entries[k].worth for k in at] for at, _ in alike])
        dims = None
        if len(alike) == 1:
            dims = f"{name}_of"
            model.add_coord(dims, [entries[k].address.inside for k in alike[0][0]])
        shares = pm.Dirichlet(name, a=a[0] if dims else a, dims=dims)
        for n, (at, left) in enumerate(alike):
            vector.put(at, left * (shares if dims else shares[n]))


def _gathered(given_numbers: GivenNumbers, vector: Vector, model: Any) -> None:
    """The uncertain priors of all questions as one variable, in the order of the case."""
    import pymc as pm

    _add_coordinate(given_numbers, "prior", model)
    pm.Deterministic(
        "prior", vector.tensor()[np.array(given_numbers.free["prior"])], dims="prior_of"
    )
