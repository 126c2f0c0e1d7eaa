"""Several analysts' versions of one case: kept apart, compared, and pooled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from assess.case.model import Case
from assess.case.numbers import Number, check_mass
from assess.case.wrong_argument import is_result, wrong_argument
from assess.errors import NotACaseError
from assess.formatting.names import listed
from assess.prepare.prepared import Selected
from assess.result.access import answer_of
from assess.result.target import question_named
from assess.versions.alignment import refuse_other_question, selected_from
from evidence.item import Item
from priors.arrays import Array
from priors.odds import nats_to_decibans
from priors.pooling.opinions import pool

if TYPE_CHECKING:
    import xarray as xr


POOLS = ("linear", "log")


def compare(
    versions: Mapping[str, Case | xr.DataTree],
    *,
    question: str | None = None,
    weights: Mapping[str, float] | ArrayLike | None = None,
    mass: float = 0.9,
) -> xr.Dataset:
    """Several analysts' versions of one case, side by side.

    Each is weighed by itself, as its analyst stated it. What they make of it stands beside the two
    usual ways of pooling, so that nobody's view is lost in an average; and every number that they
    do not state alike is listed. Which of these differences matter, `cruxes` tells.

    Parameters
    ----------
    versions : mapping
        By the name of the analyst: a case, or a result of `weigh`. Two or more, with the same
        hypotheses of the question.
    question : str, optional
        The question, by its id; the first one when left out. The order is that of the first
        version.
    weights : mapping or array_like, optional
        How much each analyst counts in the pools, 0 or more; equal when left out.
    mass : float
        Probability of the ranges `low` to `high`.

    Returns
    -------
    Dataset
        `credence` (analyst, hypothesis); `pooled` (pool, hypothesis), the linear and the log pool;
        `weight` (analyst), the shares in them. Of every number that not all state alike, with the
        largest difference first: `value`, `low`, `high` (number, analyst; nan where an analyst
        lacks it), `kind`, `differs` (number; whether those who state it do so differently) and
        `apart` (number; decibans between the largest and the smallest odds of
        the number, of a likelihood ratio the ratio itself; nan where fewer than two state it or it
        is no probability). `has_item` (item, analyst), `has_source` (source, analyst) and
        `has_assumption` (assumption, analyst) of those that only some have; `linked` (link,
        analyst), in words, of what they link differently, such as `items[debris].source`.
        Attributes: question, hypothesis (the one on whose credence they are furthest apart),
        numbers (how many numbers are stated in all), mass, title.

    Raises
    ------
    ValueError
        If there are fewer than two, or they do not have the same hypotheses of the question.

    Notes
    -----
    The pools are those of `priors.pool`: linear sum w p, log prod p^w rescaled. Both treat the
    analysts as experts with opinions. Where these share their items, as here, agreement among them
    is no further evidence, and no pool should be more certain than its members.

    References
    ----------
    Genest, C. & Zidek, J. V. (1986), *Statistical Science* 1:114-135, doi:10.1214/ss/1177013825.

    Examples
    --------
    >>> import assess
    >>> one = assess.example_case("dprk_missiles")
    >>> two = one.model_copy(update={"items": one.items[1:]})
    >>> found = assess.compare({"Ann": one, "Bob": two})
    >>> found["item"].values.tolist()
    ['us_accusation']
    >>> found["pooled"].dims
    ('pool', 'hypothesis')
    """
    import xarray as xr

    check_mass(mass)
    _expect_versions(versions)
    names = [str(n) for n in versions]
    if len(names) < 2:
        msg = f"a comparison needs two versions or more, not {len(names)}"
        raise ValueError(msg)
    chosen = [selected_from(v, n) for n, v in versions.items()]
    asked = question_named(question, [q.id for q in chosen[0].case.questions])
    states = _common_states(chosen, names, asked)
    credence = np.array(
        [_credences(v, s, asked, states) for v, s in zip(versions.values(), chosen, strict=True)]
    )
    shares = _shares(weights, names)
    pooled = np.array([pool(credence, weights=shares, method=m) for m in POOLS])
    spread = credence.max(axis=0) - credence.min(axis=0)
    numbers, stated = _numbers(chosen, mass)
    return xr.Dataset(
        {
            "credence": (("analyst", "hypothesis"), credence),
            "pooled": (("pool", "hypothesis"), pooled),
            "weight": ("analyst", shares),
            **numbers,
            **_not_in_all(chosen),
            **_linked_differently(chosen),
        },
        coords={
            "analyst": np.array(names, dtype=object),
            "hypothesis": np.array(states, dtype=object),
            "pool": np.array(POOLS, dtype=object),
        },
        attrs={
            "reading": "compare",
            "question": asked,
            "hypothesis": states[int(spread.round(12).argmax())],
            "numbers": stated,
            "mass": mass,
            "title": chosen[0].case.title,
        },
    )


def _expect_versions(versions: object) -> None:
    # a result is a mapping too, of its groups
    if not isinstance(versions, Mapping) or is_result(versions):
        wanted = "the versions by the names of their analysts, {'Ann': case, 'Bob': other}"
        raise NotACaseError(wrong_argument(wanted, versions))


def _common_states(chosen: Sequence[Selected], names: Sequence[str], asked: str) -> list[str]:
    """The hypotheses of a question that all share."""
    model = next(q for q in chosen[0].case.questions if q.id == asked)
    for other, name in zip(chosen[1:], names[1:], strict=True):
        own = {q.id: q for q in other.case.questions}
        if asked not in own:
            msg = f"{name} does not ask {asked!r} (it asks {listed(list(own))})"
            raise ValueError(msg)
        refuse_other_question(model, own[asked], (names[0], name))
    return list(model.states)


def _credences(
    version: Case | xr.DataTree, found: Selected, asked: str, states: list[str]
) -> list[float]:
    from assess.engines import weigh

    result = weigh(version, draws=0) if isinstance(version, Case) else version
    answer = answer_of(result)
    own = answer["credence"].values[answer["question"].values == asked].tolist()
    question = next(q for q in found.case.questions if q.id == asked)
    by_state = dict(zip(question.states, own, strict=True))
    return [float(by_state[h]) for h in states]


def _shares(weights: Mapping[str, float] | ArrayLike | None, names: list[str]) -> Array:
    """The weights as shares that sum to 1."""
    from priors.labels import shares

    return np.asarray(shares(weights, tuple(names)), dtype=float)


class _Statements(NamedTuple):
    """One number as the analysts state it."""

    numbers: list[Number]  # of those who state it
    cells: Array  # (analyst, value and low and high); nan where an analyst lacks it

    @classmethod
    def of(cls, stated: Sequence[Number | None], mass: float) -> _Statements:
        cells = [[np.nan] * 3 if n is None else [n.value, *n.interval(mass)] for n in stated]
        return cls([n for n in stated if n is not None], np.array(cells))

    @property
    def is_alike(self) -> bool:
        """Whether all state it, and do so alike."""
        cells = self.cells
        return not np.isnan(cells).any() and np.allclose(cells, cells[:1], rtol=1e-9, atol=0.0)

    @property
    def differs(self) -> bool:
        """Whether those who state it do so differently."""
        stated = self.cells[~np.isnan(self.cells).any(axis=1)]
        return bool(np.nanmax(np.ptp(stated, axis=0)) > 0.0)


def _numbers(chosen: Sequence[Selected], mass: float) -> tuple[dict[str, Any], int]:
    """The numbers that not all state alike, and how many are stated in all."""
    tables = [{n.address: n for n in s.numbers.entries} for s in chosen]
    addresses = list(dict.fromkeys(a for t in tables for a in t))
    every = [_Statements.of([t.get(a) for t in tables], mass) for a in addresses]
    disputed = [statements for statements in every if not statements.is_alike]
    apart = np.array([_apart(statements.numbers) for statements in disputed])
    order = np.argsort(-np.where(np.isnan(apart), -1.0, apart), kind="stable")
    rows = [disputed[k] for k in order]
    cells = np.array([row.cells for row in rows]).reshape(-1, len(chosen), 3)
    columns: dict[str, Any] = {
        name: (("number", "analyst"), cells[:, :, k])
        for k, name in enumerate(("value", "low", "high"))
    }
    first = [row.numbers[0] for row in rows]
    columns["differs"] = ("number", np.array([row.differs for row in rows], dtype=bool))
    columns["apart"] = ("number", apart[order], {"units": "decibans"})
    columns["kind"] = ("number", np.array([n.kind for n in first], dtype=object))
    columns["number"] = ("number", np.array([str(n.address) for n in first], dtype=object))
    return columns, len(addresses)


def _apart(stated: list[Number]) -> float:
    """Decibans between the largest and the smallest odds of a number."""
    if len(stated) < 2 or any(n.shapes for n in stated):
        return np.nan
    values = np.array([n.value for n in stated])
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(values)
        if stated[0].kind != "ratio":
            logs = logs - np.log1p(-values)
        width = logs.max() - logs.min()
    return 0.0 if values.max() == values.min() else float(nats_to_decibans(width))


def _not_in_all(chosen: Sequence[Selected]) -> dict[str, Any]:
    """Items, sources and assumptions that only some have."""
    names_of_each = {
        "item": [[i.id for i in s.selection.items] for s in chosen],
        "source": [[name for i in s.selection.items for name in i.path] for s in chosen],
        "assumption": [[a.id for a in s.case.assumptions] for s in chosen],
    }
    columns: dict[str, Any] = {}
    for kind, of_each in names_of_each.items():
        names = _in_order(of_each)
        sets = [set(own) for own in of_each]
        has = np.array([[name in own for own in sets] for name in names]).astype(bool)
        has = has.reshape(-1, len(chosen))  # (name, analyst)
        not_all = np.flatnonzero(~has.all(axis=1))
        columns[f"has_{kind}"] = ((kind, "analyst"), has[not_all])
        columns[kind] = (kind, np.array([names[k] for k in not_all], dtype=object))
    return columns


def _in_order(of_each: Sequence[Iterable[str]]) -> list[str]:
    """The names that any analyst has, once each, as they first come."""
    return list(dict.fromkeys(name for own in of_each for name in own))


def _linked_differently(chosen: Sequence[Selected]) -> dict[str, Any]:
    """What those who have an item link differently, in words."""
    links_of_each = [{i.id: _links(i, s) for i in s.selection.items} for s in chosen]
    differing = {}
    for name in _in_order(links_of_each):
        for field in ("question", "source", "requires", "repeats", "way"):
            words = [links[name][field] if name in links else "" for links in links_of_each]
            if len({w for w, links in zip(words, links_of_each, strict=True) if name in links}) > 1:
                differing[f"items[{name}].{field}"] = words
    table = np.array(list(differing.values()), dtype=object).reshape(-1, len(chosen))
    return {
        "linked": (("link", "analyst"), table),
        "link": ("link", np.array(list(differing), dtype=object)),
    }


def _links(item: Item, version: Selected) -> dict[str, str]:
    way = str(item.way)
    if item.search is not None:
        way = "found" if item.search.found else "not found"
    elif item.ratio is not None:
        way = f"ratio for {item.ratio.for_}"
    return {
        "question": version.case.question_of(item).id,
        "source": " via ".join(item.path),
        "requires": ", ".join(sorted(item.requires)) or "nothing",
        "repeats": "nothing" if item.repeats is None else item.repeats.item,
        "way": way,
    }
