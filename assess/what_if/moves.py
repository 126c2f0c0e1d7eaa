"""One stated number moved, everything else as stated: what the items and each hypothesis become.

The joint probability of the items and a hypothesis is linear in every number that occurs once: two
evaluations, at 0 and at 1, give it everywhere. In the mean of a reliability it is a polynomial, and
is computed where it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from assess.case.addresses import Address
from assess.case.numbers import Numbers
from assess.errors import UnknownNameError
from assess.kernel.changes import changed
from assess.kernel.plan import Plan
from assess.kernel.quadrature import beta_nodes, nodes_of
from assess.kernel.structure import Structure
from assess.kernel.variants import Law, Variants
from assess.kernel.weigh import weigh
from assess.prepare.planning import plan_for
from assess.prepare.prepared import Prepared
from priors.arrays import Array, Index
from priors.forms.pieces import Piece, Pieces, mean, moved

Meaning = Literal["mean", "known", "shared"]
"""What it means to move a reliability, the one number that occurs more than once."""

MEAN: Meaning = "mean"
KNOWN: Meaning = "known"
SHARED: Meaning = "shared"


@dataclass(frozen=True)
class Moves:
    """A case whose numbers can be moved one at a time.

    A prior moves against the other hypotheses of its question, which keep their proportions. What
    belongs to an item or an assumption occurs once and enters with its mean: that its mean moves
    and that it is known to be a value are the same. Of a reliability they are not, for it is in
    everything that its source says, and a reading says which of these it asks for:

    * `MEAN`: the mean moves and the judgement stays as firm as its form allows
      (`priors.forms.pieces.moved`: a Beta keeps its worth, a PERT or a triangle is shrunk, a point
      stays a point), so that the items still teach what they can about the source; of a persistent
      source the chance to be reliable.
      What an analyst would have to think of the source, as tipping points ask.
    * `KNOWN`: the reliability is that value in everything the source says, and no item changes it;
      a persistent source is reliable in all it says or in nothing, so it is given 0 or 1. What
      one would conclude if it were found out, as a tornado asks.
    * `SHARED`: the mean stays, and the value is how closely the items of one source share
      their fate: the correlation of whether they track the truth. The law is the Beta of that mean
      and correlation; at 0 the reliability is known, at 1 the source is reliable in everything or
      in nothing. What one would conclude if the items were more or less dependent, as `dependence`
      asks.
    """

    prepared: Prepared

    @property
    def structure(self) -> Structure:
        """The structure of the case."""
        return self.prepared.structure

    @property
    def numbers(self) -> Numbers:
        """The stated numbers of the case."""
        return self.prepared.numbers

    @cached_property
    def owner(self) -> Index:
        """The item that each number belongs to, -1 for none, shape (number,)."""
        s, n = self.structure, self.structure.number_count
        owner = np.full(n, -1, dtype=np.intp)
        for table in (s.likelihood, s.if_unreliable, s.repeat[:, None], s.if_copied[:, None]):
            item, column = np.nonzero(table < 2 * n)
            owner[table[item, column] % n] = item
        return owner

    @cached_property
    def source(self) -> Index:
        """The source whose reliability each number is, -1 for none, shape (number,)."""
        out = np.full(self.structure.number_count, -1, dtype=np.intp)
        out[self.numbers.of_sources(self.structure.sources)] = np.arange(
            len(self.structure.sources)
        )
        return out

    @cached_property
    def rows(self) -> dict[int, tuple[int, ...]]:
        """For each prior the positions of all the numbers of its row: they sum to 1."""
        out: dict[int, tuple[int, ...]] = {}
        n = self.structure.number_count
        for v, (scope, index) in enumerate(self.structure.roots):
            own = scope.index(v) if v in scope else 0
            if v >= self.structure.question_count or index.min() >= n:
                continue
            for row in np.moveaxis(index, own, -1).reshape(-1, index.shape[own]):
                together = tuple(int(k) for k in row)
                out.update(dict.fromkeys(together, together))
        return out

    @cached_property
    def movable(self) -> Index:
        """Positions of the numbers that can be moved."""
        numbers = self.numbers
        able = [k for k in range(len(numbers)) if not self.obstacle(k)]
        return np.array(able, dtype=np.intp)

    def obstacle(self, position: int) -> str:
        """Why a number cannot be moved; empty if it can."""
        number = self.numbers.entries[position]
        if number.shapes:
            return (
                "shapes the distribution of a quantity or of a claim: it is no probability, and is "
                "not moved"
            )
        if position in self.rows and self.used[position] == 1.0:
            return "is certainly 1: its rivals have no proportions in which to grow"
        source = int(self.source[position])
        if source < 0 or self.used[position] < 1.0:
            return ""
        # of a wholly reliable source nobody need have said what it would say if it were not
        items, paths = self.prepared.selection.items, self.structure.paths
        for item, path in zip(items, paths, strict=True):
            if source in path and item.if_unreliable is None and item.ratio is None:
                unstated = Address("if_unreliable", item.id)
                return (
                    f"is certainly 1, and {unstated} was not stated: how likely the "
                    "item is from a source that is not reliable is unknown"
                )
        return ""

    def position(self, address: str) -> int:
        """Position of a number that can be moved, by its address.

        Raises
        ------
        ValueError
            If there is none, or it cannot be moved.
        """
        known = self.numbers.position
        if address not in known:
            raise UnknownNameError(address, known, "number")
        if why := self.obstacle(known[address]):
            msg = f"{address} {why}"
            raise ValueError(msg)
        return known[address]

    @cached_property
    def used(self) -> Array:
        """What each number enters with, shape (number,)."""
        return self.numbers.used

    # --- numbers that occur once ------------------------------------------------------------------

    @cached_property
    def ends(self) -> list[Array]:
        """For each question ln P(items, hypothesis) with each number at 0 and at 1.

        Shape (number, 2, hypothesis); nan for reliabilities and for what cannot be moved.
        """
        s = self.structure
        once = self.movable[self.source[self.movable] < 0]
        at = np.tile([0.0, 1.0], len(once))
        states, evidence = self.weigh(np.repeat(once, 2), at, MEAN)
        out = []
        for found in states:
            table = np.full((s.number_count, 2, found.shape[1]), np.nan)
            table[once] = joint(found, evidence).reshape(len(once), 2, -1)
            out.append(table)
        return out

    # --- any number -------------------------------------------------------------------------------

    def move(self, numbers: Array, position: int, value: Array | float) -> None:
        """Move one number in place; a prior against the rest of its row.

        Parameters
        ----------
        numbers : ndarray, shape (..., number)
            All numbers, those of the row as they were stated.
        position : int
            Of a number that is no reliability: these are in the laws, not among the numbers.
        value : ndarray or float, shape (...)
        """
        if position in self.rows:
            rest = [k for k in self.rows[position] if k != position]
            factor = (1.0 - np.asarray(value)) / (1.0 - numbers[..., position])
            numbers[..., rest] *= factor[..., None]
        numbers[..., position] = value

    def weigh(
        self, position: Index, value: Array, reliability: Meaning
    ) -> tuple[list[Array], Array]:
        """Weigh with one number moved in each row, whatever it is.

        Parameters
        ----------
        position : ndarray, shape (row,)
        value : ndarray, shape (row,)
            What each becomes as it enters the weighing, 0 to 1.
        reliability : {MEAN, KNOWN, SHARED}
            What it means to move a reliability; `SHARED` is for `dependent` sources.

        Returns
        -------
        log_credences : list of ndarray
            For each question, shape (row, hypothesis).
        log_evidence : ndarray, shape (row,)
        """
        position, value = np.asarray(position, dtype=np.intp), np.asarray(value, dtype=float)
        s, rows = self.structure, len(position)
        states = [np.empty((rows, len(s.states[q]))) for q in range(s.question_count)]
        evidence = np.empty(rows)

        def fill(where: Index, weighed: tuple[list[Array], Array]) -> None:
            for out, found in zip(states, weighed[0], strict=True):
                out[where] = found
            evidence[where] = weighed[1]

        owner, source = self.owner[position], self.source[position]
        of_items = np.flatnonzero(owner >= 0)
        of_sources = np.flatnonzero(source >= 0)
        others = np.flatnonzero((owner < 0) & (source < 0))  # priors and assumptions
        if len(of_items):
            versions = changed(owner[of_items], position[of_items], value[of_items])
            fill(of_items, self.prepared.variants.weigh(versions))
        if len(of_sources):
            order = of_sources[np.argsort(source[of_sources], kind="stable")]
            # rows of one source are weighed together; known values, one node each, one by one
            each = np.arange(len(order)) if reliability == KNOWN else source[order]
            first = np.flatnonzero(np.diff(each, prepend=-1))
            groups = np.split(order, first[1:])
            laws = [self.law(int(source[g[0]]), value[g], reliability) for g in groups]
            variants = self.shared_variants if reliability == SHARED else self.prepared.variants
            fill(order, variants.with_laws(laws))
        if len(others):
            numbers = np.repeat(self.used[None], len(others), axis=0)  # (row, number)
            for row, k in zip(numbers, others, strict=True):
                self.move(row, int(position[k]), float(value[k]))
            fill(others, weigh(self.prepared.plan, numbers))
        return states, evidence

    def log_joint(self, question: int, position: Index, value: Array) -> Array:
        """Natural log of P(items, hypothesis) with one number moved in each row.

        Parameters
        ----------
        question : int
        position : ndarray, shape (row,)
            Positions of movable numbers.
        value : ndarray, shape (row,)
            What each becomes, 0 to 1: a probability, the mean of a reliability, of a likelihood
            ratio LR the value LR / (1 + LR) that enters the weighing.

        Returns
        -------
        ndarray, shape (row, hypothesis)
        """
        position, value = np.asarray(position), np.asarray(value, dtype=float)
        ends = self.ends[question][position]
        with np.errstate(divide="ignore"):
            low, high = np.log1p(-value)[:, None], np.log(value)[:, None]
        with np.errstate(invalid="ignore"):  # nan for reliabilities, which are filled in below
            out = np.logaddexp(low + ends[:, 0], high + ends[:, 1])
        curved = np.flatnonzero(self.source[position] >= 0)
        if len(curved):
            states, evidence = self.weigh(position[curved], value[curved], MEAN)
            out[curved] = joint(states[question], evidence)
        return out

    def law(self, source: int, value: Array, reliability: Meaning = MEAN) -> Law:
        """Nodes and weights of a source's reliability that is moved, one row a value."""
        if reliability == KNOWN:
            return Law(source, value[:, None], np.zeros((len(value), 1)))
        pieces = self.structure.reliabilities[source]
        plan = self.shared_plan if reliability == SHARED else self.prepared.plan
        count = int(np.diff(plan.node_span[source])[0])
        if reliability == SHARED:
            rows = [_correlated_nodes(mean(pieces), float(x), count) for x in value]
        else:
            rows = [_nodes(moved(pieces, float(m)), count) for m in value]
        return Law(source, np.array([r[0] for r in rows]), np.array([r[1] for r in rows]))

    # --- several numbers at once, and what items of one source share ------------------------------

    def weigh_together(self, positions: Sequence[int], value: Array) -> tuple[list[Array], Array]:
        """Weigh with several numbers moved to one and the same value in each row.

        Parameters
        ----------
        positions : sequence of int
            Numbers that are no priors; reliabilities are moved as `SHARED`.
        value : ndarray, shape (row,)

        Returns
        -------
        log_credences, log_evidence
            As of `weigh`.
        """
        plan = self.shared_plan
        numbers = np.tile(self.used, (len(value), 1))  # (row, number)
        nodes = weights = None
        for k in positions:
            source = int(self.source[k])
            if source < 0:
                self.move(numbers, k, value)
                continue
            if nodes is None or weights is None:
                nodes = np.tile(plan.node_values, (len(value), 1))  # (row, node of any source)
                weights = np.tile(plan.log_weights, (len(value), 1))
            law, span = self.law(source, value, SHARED), slice(*plan.node_span[source])
            nodes[:, span], weights[:, span] = law.nodes, law.log_weights
        return weigh(plan, numbers, nodes, weights)

    @cached_property
    def dependent(self) -> list[int]:
        """Sources whose items can depend on each other: of two items or more, and not certain."""
        s = self.structure
        counts = np.zeros(len(s.sources), dtype=int)
        for path in s.paths:
            counts[list(set(path))] += 1
        means = [mean(p) for p in s.reliabilities]
        return [k for k, m in enumerate(means) if counts[k] > 1 and 0.0 < m < 1.0]

    @cached_property
    def shared_plan(self) -> Plan:
        """The case as stated, with nodes enough for any law of the dependent sources."""
        s = self.structure
        laws = list(s.reliabilities)
        for k in self.dependent:
            if all(p.low == p.high for p in laws[k]):
                laws[k] = (Piece(1.0, 0.0, 1.0),)  # for the number of its nodes
        plan = plan_for(replace(s, reliabilities=tuple(laws)), self.prepared.refinement)
        values, weights = plan.node_values.copy(), plan.log_weights.copy()
        for k in self.dependent:
            span = slice(*plan.node_span[k])
            if laws[k] is not s.reliabilities[k]:
                points = _point_nodes(s.reliabilities[k], span.stop - span.start)
                values[span], weights[span] = points
        return replace(plan, node_values=values, log_weights=weights)

    @cached_property
    def shared_variants(self) -> Variants:
        """The case as stated on that plan, ready to be changed."""
        return Variants(self.shared_plan, self.used)


def joint(log_credence: Array, log_evidence: Array) -> Array:
    """Natural log of P(items, hypothesis), -inf throughout where the items are impossible."""
    evidence = log_evidence[..., None]
    return np.where(np.isneginf(evidence), -np.inf, log_credence + evidence)


def _nodes(pieces: Pieces, count: int) -> tuple[Array, Array]:
    """So many nodes of a law; a law that has become a point repeats it."""
    points = sum(p.low == p.high for p in pieces)
    if points == len(pieces):
        repeated = count // points
        nodes = np.repeat([p.low for p in pieces], repeated)
        weights = np.repeat([p.weight / repeated for p in pieces], repeated)
        with np.errstate(divide="ignore"):
            return nodes, np.log(weights)
    return nodes_of(pieces, (count - points) // (len(pieces) - points))


def _correlated_nodes(m: float, x: float, count: int) -> tuple[Array, Array]:
    """Nodes and log-weights of the Beta with a mean and an intraclass correlation."""
    if x <= 0.0:
        return _point_nodes((Piece(1.0, m, m),), count)
    if x >= 1.0:
        return _point_nodes((Piece(1.0 - m, 0.0, 0.0), Piece(m, 1.0, 1.0)), count)
    worth = 1.0 / x - 1.0
    return beta_nodes(m * worth, (1.0 - m) * worth, count)


def _point_nodes(pieces: Pieces, count: int) -> tuple[Array, Array]:
    """So many nodes at a few points; the last of these takes what is left over."""
    times = np.ones(len(pieces), dtype=np.intp)
    times[-1] = count - len(pieces) + 1
    nodes = np.repeat([p.low for p in pieces], times)
    return nodes, np.repeat(np.log([p.weight for p in pieces]) - np.log(times), times)
