"""A case as a PyMC model: what is discrete is summed out, what is continuous is left to sample."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from assess.case.model import Case, as_of_day
from assess.case.numbers import numbers_of
from assess.case.selection import Selection, select
from assess.case.wrong_argument import expect_case
from assess.engines.pymc.distributions import Tensor, log_sum
from assess.engines.pymc.numbers import Given, GivenNumbers, numbers_vector
from assess.engines.pymc.quantities import banded, replacements
from assess.engines.pymc.states import Group, groups_of
from priors.arrays import Array, Index
from priors.forms.pieces import mean


def to_pymc(case: Case, *, as_of: dt.date | str | None = None, given: Given | None = None) -> Any:
    """The same case as a PyMC model, to sample from or to extend.

    Only the uncertain numbers are random variables. Which hypothesis is true, which assumptions
    hold, whether an item tracks the truth or merely repeats another, and which persistent sources
    are reliable is summed out, so that a sampler of continuous variables (NUTS) can be used. Fixed
    numbers are constants.

    Parameters
    ----------
    case : Case
    as_of : date or str, optional
        Day of the assessment instead of the case's own.
    given : mapping, optional
        Numbers that get no random variable of their own: from an address (`"reliability[us]"`) or
        a kind (`"reliability"`: all the uncertain numbers of the kind that are not given by their
        address) to a tensor, a float or a function without arguments that returns the tensor. A
        function is called within the model, when the kind's dimension is there, so it can hold a
        hierarchy. One number for a whole kind is shared by all. Of a row of priors, those that are
        not given share what the others leave of 1. A persistent source that is given has that
        reliability and is no longer summed over.

    Returns
    -------
    pymc.Model
        A new model; if another model's context is active, that model, with the variables added.
        Its variables are the kinds of numbers, each along a named dimension whose coordinates are
        the insides of the addresses: `reliability` (source), `holds` (assumption), `repeats`
        (copy), `likelihood` (likelihood_of) and so on. Questions with an uncertain prior have a
        Dirichlet `prior_<question>`, gathered in `prior` (prior_of). `items` (item) is observed;
        its log-likelihood is log P(item | the items before it, numbers), which adds up to the log
        evidence. `credence` (hypothesis) is the credence if the numbers were those of the draw.

    Raises
    ------
    CaseError
        If too many variables hang together to be summed one state after another; the exact engine
        contracts such a case.
    ValueError
        If `given` names no number of the case, or gives it a value out of its range.

    Notes
    -----
    With x the states of all that is summed out and t the numbers,

        P(items 1 to k | t) = sum over x of pi(x, t) product over i <= k of P(i | x, t)
        log P(item k | items before, t) = log P(items 1 to k | t) - log P(items 1 to k - 1 | t)
        credence(h | t) = sum over x with h / sum over x

    with natural logarithms, each sum separate for variables that nothing connects. The coherent
    credence is the posterior mean of `credence`.

    A quantity is a random variable `quantity_<id>`, or a product or blend of some
    (`quantity_<id>_1`, `quantity_<id>_share` and so on), and all of them are in `quantity`
    (quantity_of). In a draw the value is known, so the credence of each band is 1 or 0 there, and
    only its mean is a credence. A quantity whose prior depends on other questions is summed out.

    `items` has draws of its own: whether the next item appears, given those before it.

    Examples
    --------
    ::

        import pymc as pm

        def pooled():
            mean = pm.Beta("mean", 4, 2)
            return pm.Beta("reliability", mu=mean, nu=10, dims="source")

        model = assess.to_pymc(case, given={"reliability": pooled})
        with model:
            draws = pm.sample()
    """
    import pymc as pm

    selection, given_numbers = _given_numbers(case, as_of, given)
    structure = given_numbers.structure
    weighing = _Weighing.of(given_numbers)
    model = pm.Model.get_context(error_if_none=False) or pm.Model()
    with model:
        model.add_coord("hypothesis", list(structure.hypotheses))
        model.add_coord("item", list(structure.items))
        numbers = numbers_vector(given_numbers, model)
        tables = weighing.tables(numbers, replacements(case, structure, selection, model))
        if structure.items:
            pm.CustomDist(
                "items",
                weighing.terms(tables),
                logp=lambda _, terms: terms,
                random=_appears,
                signature="()->()",
                observed=np.ones(len(structure.items)),
                dims="item",
            )
        pm.Deterministic("credence", weighing.credence(tables), dims="hypothesis")
    return model


def log_evidence(case: Case, given: Given, *, as_of: dt.date | str | None = None) -> Tensor:
    """The log-probability of the items as a function of the numbers, to build a model with.

    What is discrete is summed out as in `to_pymc`, but there are no random variables: the numbers
    are what is given. With it a case becomes a part of a larger model, for instance one outcome of
    a test that was made on many people.

    Parameters
    ----------
    case : Case
    given : mapping
        As for `to_pymc`. Every uncertain number must be in it; fixed ones may be.
    as_of : date or str, optional
        Day of the assessment instead of the case's own.

    Returns
    -------
    TensorVariable
        log P(items | numbers), natural logarithm, one number.

    Raises
    ------
    ValueError
        If an uncertain number is not given, or a name is not one of the case's.
    CaseError
        As for `to_pymc`.

    Examples
    --------
    ::

        with pm.Model():
            sensitivity = pm.Beta("sensitivity", 22, 6)
            seen = assess.log_evidence(case, {"chance[test, ill]": sensitivity})
            pm.Potential("tested", 38 * seen)
    """
    selection, given_numbers = _given_numbers(case, as_of, given)
    weighing = _Weighing.of(given_numbers)
    numbers = numbers_vector(given_numbers, None)
    drawn = replacements(case, given_numbers.structure, selection, None)
    return weighing.log_evidence(weighing.tables(numbers, drawn))


def _given_numbers(
    case: Case, as_of: dt.date | str | None, given: Given | None
) -> tuple[Selection, GivenNumbers]:
    expect_case(case)
    selection = select(case, None if as_of is None else as_of_day(as_of))
    numbers = numbers_of(case, selection)
    return selection, GivenNumbers.of(banded(case, selection, numbers), numbers, given)


def _appears(terms: Any, rng: np.random.Generator, size: Any = None) -> Array:
    uniform = rng.random(np.shape(terms) if size is None else size)
    return np.asarray(uniform < np.exp(terms), dtype=float)


@dataclass(frozen=True)
class _Weighing:
    """From the vector of numbers to what is asked of it, as tensors.

    The `tables` are, for each group, log P(joint state, the first k items | numbers) with k from 0
    to I, in the shape (K, I + 1, X), and their logarithmic sums over the states, (K, I + 1).
    """

    given_numbers: GivenNumbers
    groups: list[Group]

    @classmethod
    def of(cls, given_numbers: GivenNumbers) -> _Weighing:
        return cls(
            given_numbers,
            groups_of(given_numbers.structure, given_numbers.summed, given_numbers.source_numbers),
        )

    def tables(
        self, numbers: Tensor, replaced: list[tuple[Index, Tensor]]
    ) -> list[tuple[Tensor, Tensor]]:
        """The table of each group, and its sums."""
        extended = self._extended(numbers, replaced)
        return [_table(group, extended, self.given_numbers) for group in self.groups]

    def _extended(self, numbers: Tensor, replaced: list[tuple[Index, Tensor]]) -> Tensor:
        """The vector that indices are into, some of its constants replaced by what was drawn."""
        import pytensor.tensor as pt

        structure = self.given_numbers.structure
        reliable = np.array([mean(structure.reliabilities[s]) for s in self.given_numbers.summed])
        constants = np.concatenate([structure.constants, reliable, 1.0 - reliable])
        whole = pt.concatenate([numbers, 1.0 - numbers, pt.constant(constants)])
        if not replaced:
            return whole
        end = 2 * structure.number_count + len(constants)
        source = np.arange(end)
        for positions, _ in replaced:
            source[positions] = end + np.arange(len(positions))
            end += len(positions)
        return pt.concatenate([whole, *(values for _, values in replaced)])[source]

    def terms(self, tables: list[tuple[Tensor, Tensor]]) -> Tensor:
        """Log P(item | the items before it, numbers), (item,)."""
        import pytensor.tensor as pt

        used = [k for k, g in enumerate(self.groups) if g.items.size]
        order = np.concatenate([self.groups[k].items.ravel() for k in used])
        sums = [tables[k][1] for k in used]
        terms = pt.concatenate([(s[:, 1:] - s[:, :-1]).ravel() for s in sums])
        return terms[np.argsort(order)]

    def log_evidence(self, tables: list[tuple[Tensor, Tensor]]) -> Tensor:
        """Log P(items | numbers)."""
        total: Tensor = 0.0
        for _, sums in tables:
            total = total + (sums[:, -1] - sums[:, 0]).sum()
        return total

    def credence(self, tables: list[tuple[Tensor, Tensor]]) -> Tensor:
        """Credence of each hypothesis if the numbers are these, (hypothesis,)."""
        import pytensor.tensor as pt

        flat = [pt.exp(table[:, -1] - sums[:, -1:]).ravel() for table, sums in tables]
        cells = self._cells()
        padded = pt.concatenate([*flat, pt.zeros(1)])
        # what is certain may come out above 1 by rounding
        return pt.minimum(padded[cells.ravel()].reshape(cells.shape).sum(axis=1), 1.0)

    def _cells(self) -> Index:
        """For each hypothesis its joint states, all groups end to end; filled up with the end."""
        structure = self.given_numbers.structure
        found: dict[int, list[Index]] = {}
        end = 0
        for group in self.groups:
            for scope, states in zip(group.scopes, group.states, strict=True):
                for v, state in zip(scope, states, strict=True):
                    if v < structure.question_count:
                        grid = structure.grids.get(v)
                        answer = state if grid is None else grid.band[state]
                        found[v] = [
                            end + np.flatnonzero(answer == h)
                            for h in range(len(structure.states[v]))
                        ]
                end += states.shape[1]
        rows = [cells for v in range(structure.question_count) for cells in found[v]]
        out = np.full((len(rows), max(map(len, rows))), end)
        for row, cells in zip(out, rows, strict=True):
            row[: len(cells)] = cells
        return out


def _table(group: Group, extended: Tensor, given_numbers: GivenNumbers) -> tuple[Tensor, Tensor]:
    import pytensor.tensor as pt

    def take(index: Index) -> Tensor:
        return extended[index.ravel()].reshape(index.shape)

    before = _log(take(group.roots)).sum(axis=1)[:, None]
    if not group.items.size:
        return before, log_sum(before, axis=2)
    tau = take(group.paths[:, :, 0])
    for k in range(1, group.paths.shape[2]):
        tau = tau * take(group.paths[:, :, k])
    tau = tau[:, :, None] if group.gate.all() else tau[:, :, None] * group.gate
    # the mixture of `evidence.channel.appearance`
    probability = tau * take(group.likelihood) + (1.0 - tau) * take(group.if_unreliable)
    if (group.repeat < 2 * given_numbers.structure.number_count).any():
        rho, copied = take(group.repeat)[:, :, None], take(group.if_copied)[:, :, None]
        probability = rho * copied + (1.0 - rho) * probability
    after = before + pt.cumsum(_log(probability), axis=1)
    table = pt.concatenate([before, after], axis=1)
    return table, log_sum(table, axis=2)


def _log(values: Tensor) -> Tensor:
    """Logarithm of what may be exactly 0, with a gradient of 0 there instead of no number."""
    import pytensor.tensor as pt

    possible = values > 0.0
    return pt.switch(possible, pt.log(pt.switch(possible, values, 1.0)), -np.inf)
