"""The same case as a discrete Bayesian network, for libraries that cannot integrate.

Questions and assumptions are variables of the network, every item is a binary variable that was
observed, and every uncertain reliability is cut into states: either bins of equal width, each with
its exact mass and placed at its exact conditional mean, or the nodes of the Gauss rule that this
project finds, which is the leanest network that gives the same credences to the last digits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from assess.kernel.plan import Plan
from assess.kernel.structure import Structure, extended
from evidence.channel import appearance
from priors.forms.pieces import Pieces

Array = NDArray[np.float64]
Tables = dict[str, Array]


def binned(pieces: Pieces, bins: int) -> tuple[Array, Array]:
    """Conditional means and masses of bins of equal width, without empty ones."""
    edges = np.linspace(0.0, 1.0, bins + 1)
    mass, moment = np.zeros(bins), np.zeros(bins)
    for p in pieces:
        if p.high == p.low:
            k = min(int(p.low * bins), bins - 1)
            mass[k] += p.weight
            moment[k] += p.weight * p.low
            continue
        x = np.clip((edges - p.low) / (p.high - p.low), 0.0, 1.0)
        zeroth = np.diff(betainc(p.a, p.b, x))
        first = np.diff(betainc(p.a + 1.0, p.b, x)) * p.a / (p.a + p.b)
        mass += p.weight * zeroth
        moment += p.weight * (p.low * zeroth + (p.high - p.low) * first)
    some = mass > 0.0
    return moment[some] / mass[some], mass[some] / mass[some].sum()


@dataclass(frozen=True)
class Variable:
    """A variable of the discrete network and what its table is conditional on."""

    name: str
    size: int
    parents: tuple[str, ...]


class Discrete:
    """A case as a discrete network whose tables can be refilled with other numbers.

    Parameters
    ----------
    plan : Plan
    bins : int, optional
        Bins of each reliability; the nodes of the plan's own quadrature when left out.
    modes : bool
        Whether each item has a variable of its own for whether it tracks the truth. The tables are
        then smaller and the network has more variables.
    """

    def __init__(self, plan: Plan, bins: int | None = 51, *, modes: bool = False) -> None:
        self.structure: Structure = plan.structure
        self.modes = modes
        self.levels: list[tuple[Array, Array]] = []
        for s, pieces in enumerate(self.structure.reliabilities):
            if bins is None:
                span = slice(*plan.node_span[s])
                self.levels.append((plan.node_values[span], np.exp(plan.log_weights[span])))
            else:
                self.levels.append(binned(pieces, bins))
        self.free = [len(values) > 1 for values, _ in self.levels]
        self.variables = self._variables()
        self.sizes = {v.name: v.size for v in self.variables}
        self.evidence = {f"i{k}": 1 for k in range(len(self.structure.items))}

    def _scope(self, k: int) -> list[int]:
        s = self.structure
        return list(dict.fromkeys([int(s.variable[k]), *s.requires[k]]))

    def _path(self, k: int) -> list[int]:
        return [s for s in self.structure.paths[k] if self.free[s]]

    def _variables(self) -> list[Variable]:
        s = self.structure
        out = []
        for v, (scope, _) in enumerate(s.roots):
            parents = tuple(f"v{w}" for w in scope if w != v)
            out.append(Variable(f"v{v}", s.sizes[v], parents))
        out += [Variable(f"r{k}", len(x), ()) for k, (x, _) in enumerate(self.levels) if len(x) > 1]
        for k in range(len(s.items)):
            scope = tuple(f"v{v}" for v in self._scope(k))
            path = tuple(f"r{r}" for r in self._path(k))
            if self.modes and path:
                out.append(Variable(f"m{k}", 2, path))
                out.append(Variable(f"i{k}", 2, (*scope, f"m{k}")))
            else:
                out.append(Variable(f"i{k}", 2, (*scope, *path)))
        known: set[str] = set()  # parents first, which a linked question needs
        ordered: list[Variable] = []
        while len(ordered) < len(out):
            ready = [v for v in out if v.name not in known and known.issuperset(v.parents)]
            ordered += ready
            known |= {v.name for v in ready}
        return ordered

    def tables(self, numbers: Array) -> Tables:
        """Every table at some numbers, each with the parents' axes first and its own last."""
        s = self.structure
        t = extended(numbers, s.constants)
        out: Tables = {}
        for v, (scope, index) in enumerate(s.roots):
            out[f"v{v}"] = np.moveaxis(t[index], scope.index(v), -1)
        out |= {f"r{k}": w for k, (x, w) in enumerate(self.levels) if len(x) > 1}
        out |= self.item_tables(numbers)
        return out

    def item_tables(self, numbers: Array) -> Tables:
        """The tables that depend on likelihoods."""
        s = self.structure
        t = extended(numbers, s.constants)
        out: Tables = {}
        for k in range(len(s.items)):
            scope, path = self._scope(k), self._path(k)
            tau = np.ones(())
            for r in s.paths[k]:
                tau = (
                    np.multiply.outer(tau, self.levels[r][0])
                    if self.free[r]
                    else (tau * self.levels[r][0][0])
                )
            shape = [s.sizes[v] for v in scope]
            if self.modes and path:
                out[f"m{k}"] = np.stack([1.0 - tau, tau], axis=-1)
                tau = np.array([0.0, 1.0])
            gate = np.ones(shape)
            for a in s.requires[k]:
                holds = np.arange(s.sizes[a]) == 0
                gate = gate * holds.reshape([-1 if v == a else 1 for v in scope])
            own = np.indices(shape)[0]  # the variable it bears on is the first of the scope
            more = (*shape, *(1,) * tau.ndim)
            p = appearance(
                gate.reshape(more) * tau,
                t[s.likelihood[k]][own].reshape(more),
                t[s.if_unreliable[k]][own].reshape(more),
                t[s.repeat[k]],
                t[s.if_copied[k]],
            )
            out[f"i{k}"] = np.stack([1.0 - p, p], axis=-1)
        return out


class Agrum:
    """pyAgrum: the network is built once; tables can be refilled in place."""

    name = "pyAgrum"

    def __init__(self, discrete: Discrete, numbers: Array, engine: str = "LazyPropagation") -> None:
        import pyagrum as gum

        self.gum, self.discrete = gum, discrete
        self.evidence = dict(discrete.evidence)
        self.network = gum.BayesNet()
        for v in discrete.variables:
            self.network.add(gum.LabelizedVariable(v.name, "", v.size))
        for v in discrete.variables:
            # pyAgrum's arrays have the last parent first
            for parent in reversed(v.parents):
                self.network.addArc(parent, v.name)
        self.handles = {v.name: self.network.cpt(v.name) for v in discrete.variables}
        self.engine_name = engine
        self.refill(discrete.tables(numbers))
        self.engine: Any = self.fresh()

    def fresh(self) -> Any:
        engine = getattr(self.gum, self.engine_name)(self.network)
        engine.setNumberOfThreads(1)
        engine.setTargets({"v0"})
        return engine

    def refill(self, tables: Mapping[str, Array]) -> None:
        for name, table in tables.items():
            # by far the fastest of the ways to fill a table; its own variable changes fastest
            self.handles[name].fillWith(np.ascontiguousarray(table).ravel())

    def query(self) -> Array:
        """Evidence and inference, nothing kept from the call before."""
        self.engine.eraseAllEvidence()
        self.engine.setEvidence(self.evidence)
        self.engine.makeInference()
        return np.asarray(self.engine.posterior("v0")[:])


class Pgmpy:
    """pgmpy's variable elimination; a table that changes is a new object, as the library wants."""

    name = "pgmpy"

    def __init__(
        self, discrete: Discrete, numbers: Array, order: str | Sequence[str] = "greedy"
    ) -> None:
        from pgmpy.factors.discrete import TabularCPD
        from pgmpy.inference import VariableElimination
        from pgmpy.models import DiscreteBayesianNetwork

        self.cpd, self.elimination = TabularCPD, VariableElimination
        self.discrete, self.order = discrete, order
        self.evidence = dict(discrete.evidence)
        self.model = DiscreteBayesianNetwork()
        self.model.add_nodes_from([v.name for v in discrete.variables])
        self.model.add_edges_from([(p, v.name) for v in discrete.variables for p in v.parents])
        self.refill(discrete.tables(numbers))
        self.model.check_model()
        self.engine = self.elimination(self.model)

    def refill(self, tables: Mapping[str, Array]) -> None:
        for v in self.discrete.variables:
            if v.name not in tables:
                continue
            table = np.moveaxis(tables[v.name], -1, 0).reshape(v.size, -1)
            cpd = self.cpd(
                v.name,
                v.size,
                table,
                evidence=list(v.parents),
                evidence_card=[self.discrete.sizes[p] for p in v.parents],
            )
            self.model.add_cpds(cpd)

    def fresh(self) -> Any:
        return self.elimination(self.model)

    def query(self) -> Array:
        found = self.engine.query(
            ["v0"], evidence=self.evidence, elimination_order=self.order, show_progress=False
        )
        return np.asarray(found.values)
