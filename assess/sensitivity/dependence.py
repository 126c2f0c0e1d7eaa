"""The credence as the dependence of what was said goes from none to full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assess.case.addresses import Address, is_address
from assess.errors import UnknownNameError
from assess.kernel.weigh import credences
from assess.what_if.curves import Curves
from assess.what_if.moves import SHARED, Moves
from priors.arrays import Array
from priors.forms.pieces import Pieces, mean

if TYPE_CHECKING:
    import xarray as xr


REPEATS, SOURCES = "repeats", "sources"
KINDS = (REPEATS, SOURCES)
"""All items that may be repeats together; all sources together."""


CONDITION = (
    "Only the dependence is moved: the mean of every reliability, the likelihoods and the priors "
    "are as stated."
)


def dependence(
    result: xr.DataTree,
    what: str | None = None,
    *,
    points: int = 51,
    hypothesis: str | None = None,
) -> xr.Dataset:
    """The credence as items go from being independent to standing or falling together.

    What is hardest to judge is often not how good each report is, but whether ten reports are ten.
    Two kinds of dependence are moved over their whole range, from 0 (none) to 1 (full). An item
    that may repeat another: its chance of being a mere repeat. The items of one source: how closely
    they share their fate, the correlation of whether they track the truth, given the source's mean
    reliability. At 0 each item is a test of its own of that reliability; at 1 the source is
    reliable in everything that it says, or in nothing.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned.
    what : str, optional
        'repeats' (all items that may be repeats, given one and the same chance), 'sources' (all
        sources with two items or more, given one and the same correlation), the id of such an item
        or source, or its address, `repeats[id]` or `reliability[id]`. When left out: these two, and
        each such source; where only one item or one source is concerned, it alone.
    points : int
        Points of each curve, 2 or more.
    hypothesis : str, optional
        The hypothesis; that of the first question with the highest credence when left out.

    Returns
    -------
    Dataset
        Dimensions `curve` (addresses, or 'repeats', 'sources'), `point` and `hypothesis` (of the
        question). `position` (point), from 0 to 1; `credence` (curve, point, hypothesis), nan where
        the items are impossible. For each curve: `kind` ('repeats' or 'sources'), `items` or
        sources that it moves (`members`), `stated` (where the stated dependence lies: the mean of
        its members), `stated_low` and `stated_high` (the least and the greatest of its members) and
        `on_curve`, whether the credence as stated is a point of the curve. Attributes: question,
        hypothesis, credence, conditional_on. No curve at all where nothing can be dependent in
        these ways.

    Raises
    ------
    ValueError
        If there is no such item, source or hypothesis, the source has a single item or the item
        repeats none, a name is that of both, or `points` is below 2.

    Notes
    -----
    With reliability r, the modes of two items of a source have the correlation Var(r) / (m (1 -
    m)), m the mean: 1 / (a + b + 1) of a Beta(a, b), 0 of a known reliability, 1 of a `persistent`
    one. At the position x each reliability is given the Beta of its mean with a + b = 1 / x - 1.
    The credence as stated is computed from the law as stated. So it lies off the curve where that
    law is no Beta (PERT, triangular), and where the members of a curve are not equally dependent.
    On the path of hearsay every source counts as having said the item.

    References
    ----------
    Bovens, L. & Hartmann, S. (2003), *Bayesian Epistemology*, Oxford UP, ch. 3: the two limits.

    Examples
    --------
    >>> import assess
    >>> curves = assess.dependence(assess.weigh(assess.example_case("dprk_missiles")))
    >>> [str(c) for c in curves["curve"].values]
    ['repeats', 'sources', 'reliability[us]', 'reliability[ukraine]']
    """
    import xarray as xr

    if points < 2:
        msg = f"points: a curve needs 2 or more, not {points}"
        raise ValueError(msg)
    curves = Curves(result, hypothesis)
    chosen = _chosen(curves.moves, what)
    position = np.linspace(0.0, 1.0, points)
    along = _credences(curves.moves, curves.target.question, chosen, position)
    where = [c.stated for c in chosen]
    columns = {
        "kind": np.array([c.kind for c in chosen], dtype=object),
        "members": np.array([len(c.members) for c in chosen], dtype=np.int64),
        "stated": np.array([np.mean(s) for s in where], dtype=float),
        "stated_low": np.array([min(s) for s in where], dtype=float),
        "stated_high": np.array([max(s) for s in where], dtype=float),
        "on_curve": np.array([c.on_curve for c in chosen], dtype=bool),
    }
    return xr.Dataset(
        {
            "position": ("point", position),
            "credence": (
                ("curve", "point", "hypothesis"),
                np.reshape(along, (len(chosen), points, len(curves.names))),
            ),
            **{name: ("curve", column) for name, column in columns.items()},
        },
        coords={
            "curve": np.array([c.name for c in chosen], dtype=object),
            "hypothesis": np.array(curves.names, dtype=object),
        },
        attrs={
            "reading": "dependence",
            "title": curves.moves.prepared.case.title,
            **curves.target.attrs,
            "credence": float(curves.now[curves.target.hypothesis]),
            "conditional_on": CONDITION,
        },
    )


class _Curve(NamedTuple):
    """What one curve moves: chances of a repeat, or reliabilities, by their positions."""

    name: str
    kind: str
    members: list[int]
    stated: list[float]
    on_curve: bool

    @property
    def is_of_one_source(self) -> bool:
        """Whether it moves the reliability of a single source."""
        return self.kind == SOURCES and len(self.members) == 1

    @property
    def owner(self) -> str:
        """The item or source that the curve is of; empty for a curve of all together."""
        return "" if self.name in KINDS else Address.parse(self.name).owner


def _credences(
    moves: Moves, question: int, chosen: Sequence[_Curve], position: Array
) -> list[Array]:
    """Credences of the question's hypotheses along each curve, (point, hypothesis)."""
    alone = [c.members[0] for c in chosen if c.is_of_one_source]
    of_one_source: Iterator[Array] = iter(())
    if alone:  # all in one call
        at, value = np.repeat(alone, len(position)), np.tile(position, len(alone))
        logs = moves.weigh(at, value, SHARED)[0][question]
        of_one_source = iter(logs.reshape(len(alone), len(position), -1))
    return [
        credences(
            next(of_one_source)
            if curve.is_of_one_source
            else moves.weigh_together(curve.members, position)[0][question]
        )
        for curve in chosen
    ]


def correlation(pieces: Pieces) -> float:
    """Correlation of whether two items of a source track the truth: Var(r) / (m (1 - m)).

    Examples
    --------
    >>> from priors.forms.pieces import Piece
    >>> round(correlation((Piece(1.0, 0.0, 1.0, 8.0, 2.0),)), 12) == round(1 / 11, 12)
    True
    """
    m, second = mean(pieces), 0.0
    for p in pieces:
        width, total = p.high - p.low, p.a + p.b
        centre = p.low + width * p.a / total
        second += p.weight * ((centre - m) ** 2 + width**2 * p.a * p.b / (total**2 * (total + 1.0)))
    return float(min(second / (m * (1.0 - m)), 1.0))


# --- which curves ---------------------------------------------------------------------------------


def _chosen(moves: Moves, what: str | None) -> list[_Curve]:
    every = _every(moves)
    if what is None:
        single = {k: [c for c in every.values() if c.kind == k != c.name] for k in KINDS}
        # of a single member the curve of all together would be drawn twice
        together = [every[k] if len(single[k]) > 1 else single[k][0] for k in KINDS if single[k]]
        return together + (single[SOURCES] if len(single[SOURCES]) > 1 else [])
    if what in every:
        return [every[what]]
    found = [c for c in every.values() if c.owner == what]
    if len(found) == 1:
        return found
    if found:
        addresses = " or ".join(c.name for c in found)
        msg = f"{what!r} is both a source and an item: say {addresses}"
        raise ValueError(msg)
    raise _unknown(moves, what, every)


def _every(moves: Moves) -> dict[str, _Curve]:
    """Every curve that there is, by name."""
    s, numbers = moves.structure, moves.numbers
    reliability = numbers.of_sources(s.sources)
    singles = [
        _Curve(str(number.address), REPEATS, [k], [float(numbers.used[k])], on_curve=True)
        for k, number in enumerate(numbers.entries)
        if number.kind == "repeats"
    ]
    for k in moves.dependent:
        name, pieces = str(Address("reliability", s.sources[k])), s.reliabilities[k]
        member = [int(reliability[k])]
        stated = [correlation(pieces)]
        singles.append(_Curve(name, SOURCES, member, stated, on_curve=_is_beta(pieces)))
    every = {}
    for kind in KINDS:
        own = [c for c in singles if c.kind == kind]
        stated = [c.stated[0] for c in own]
        same = bool(own) and max(stated) - min(stated) < 1e-12 and all(c.on_curve for c in own)
        if own:
            members = [k for c in own for k in c.members]
            every[kind] = _Curve(kind, kind, members, stated, on_curve=same)
    return {**every, **{c.name: c for c in singles}}


def _is_beta(pieces: Pieces) -> bool:
    """Whether a law is a Beta on 0 to 1, or one of its limits."""
    if all(p.low == p.high for p in pieces):
        return len(pieces) == 1 or all(p.low in (0.0, 1.0) for p in pieces)
    return len(pieces) == 1 and (pieces[0].low, pieces[0].high) == (0.0, 1.0)


def _unknown(moves: Moves, what: str, every: dict[str, _Curve]) -> ValueError:
    """Why there is no such curve."""
    s = moves.structure
    name = _owner(what)
    if what == REPEATS:
        return ValueError("no item of this case is stated as a possible repeat of another")
    if what == SOURCES:
        return ValueError("no source of this case, unless it is certain, has two items or more")
    if name in s.sources:
        return ValueError(
            f"source {name!r} has a single item, or a reliability that is certain: its items "
            "cannot depend on each other"
        )
    if name in s.items:
        return ValueError(
            f"item {name!r} is not stated as a possible repeat of another (`repeats`)"
        )
    names = [c.owner or c.name for c in every.values()]
    return UnknownNameError(what, names, "dependent item or source")


def _owner(what: str) -> str:
    """The item or source that an address belongs to; what is no address as it is."""
    return Address.parse(what).owner if is_address(what) else what
