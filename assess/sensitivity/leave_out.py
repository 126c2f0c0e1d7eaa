"""Leave-one-out: the credences without an item, a source, a tag, or with an assumption settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from assess.case.addresses import Address
from assess.errors import UnknownNameError
from assess.kernel.changes import left_out
from assess.kernel.logs import difference, log_odds
from assess.kernel.structure import Structure
from assess.kernel.weigh import credences
from assess.prepare.prepared import Prepared
from assess.result.access import exact_of, prepared_from
from assess.result.lead import at_the_top, leader, leaders
from assess.result.target import target_of
from assess.sensitivity.attribution.grouping import Kind, tagged
from assess.what_if.moves import KNOWN, Moves
from evidence.assumption import FAILS, HOLDS
from priors.arrays import Array
from priors.odds import nats_to_decibans

if TYPE_CHECKING:
    import xarray as xr

By = Literal["item", "source", "origin", "tag", "assumption"]

ANEW, IN_FULL = "stated as conditional on it", "now counted in full, no longer as repeats"
"""What the notes say of items that stay."""

IMPOSSIBLE = "the items are impossible then"
"""What the note of a setting says with which there are no credences."""

_BY = get_args(By)


def leave_out(result: xr.DataTree, by: By = "item", *, hypothesis: str | None = None) -> xr.Dataset:
    """The credences if an item, or all that comes from one source, were not there.

    What repeats a missing item stands on its own: leaving out an original leaves its echoes in,
    unless `by="origin"` takes them with it. What another hypothesis would lead without is a
    linchpin: `leads` tells.

    With `by="assumption"` nothing is left out. Each assumption is set to hold, and set to fail, and
    the items stay: the credences are those of someone who knows which of the two it is.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned.
    by : {'item', 'source', 'origin', 'tag', 'assumption'}
        What is left out: each item; all items on whose path a source is; each item that
        repeats no other, together with all that repeat it, at any remove; all items that carry a
        tag, themselves or by a source on their path (a tag such as `official` stands beside a
        source once, and means all that it says). Or each assumption, set to hold and to fail.
    hypothesis : str, optional
        The hypothesis; that of the first question with the highest credence when left out. `change`
        is about it.

    Returns
    -------
    Dataset
        Dimensions `left_out` and `hypothesis`: `credence` without it, `items` (how many are left
        out), `log_evidence`, `change` (decibans: what it adds to the log-odds of the hypothesis
        against the rest, given everything else), `leads` (which hypothesis of the same question
        has the highest credence without it), `level` (which others have the same credence then, to
        within 1e-9; of several the leader with all in counts as leading) and `note`: items that
        repeat what is left out and now count in full (`by="origin"` takes them along), and items
        whose likelihood was stated as conditional (`given`) on it and would have to be stated anew.
        Of assumptions the rows are called `custody holds` and `custody fails`, `items` is 0, and
        `change` is what remains of the log-odds less those with it set; where the items are
        impossible then, the credences are nan and the note says so. Attributes: question,
        hypothesis, by, `credence`, `leader` (the hypothesis that leads) and `level` (others that
        are level with it) with all in.

    Raises
    ------
    ValueError
        If `by` or the hypothesis is unknown.

    Notes
    -----
    Not one case is weighed again: the sums of log-likelihoods are corrected for what is missing.
    An assumption depends on nothing, so setting it is conditioning on it: its number becomes 1 or
    0.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> sorted(assess.leave_out(result, "source")["left_out"].values)[-1]
    'us'
    >>> assess.leave_out(result, "assumption")["left_out"].values[:2].tolist()
    ['custody holds', 'custody fails']
    """
    import xarray as xr

    if by not in _BY:
        raise UnknownNameError(by, _BY, option="by")
    prepared = prepared_from(result)
    exact = exact_of(result)
    target = target_of(result, hypothesis)
    if by == "assumption":
        kinds, states, evidence = _settled(prepared)
        notes = ["" if e > -np.inf else IMPOSSIBLE for e in evidence]
    else:
        kinds = _kinds(prepared, by)
        states, evidence = _without(prepared, kinds)
        notes = _notes(prepared, [kind.items for kind in kinds])
    own = exact["question"].values == target.question_id
    labels = exact["hypothesis"].values[own]
    after = log_odds(exact["log_credence"].values[own], target.hypothesis, target.against)
    before = log_odds(states[target.question], target.hypothesis, target.against)
    everything = np.concatenate([credences(s) for s in states], axis=1)
    change = nats_to_decibans(difference(after, before))
    all_in = exact["credence"].values[None, own]
    now, beside = _leads(all_in, labels, leader(all_in[0]))
    first = int(np.flatnonzero(labels == now[0])[0])
    leads, level = _leads(everything[:, own], labels, first)
    return xr.Dataset(
        {
            "credence": (("left_out", "hypothesis"), everything),
            "change": ("left_out", change, {"units": "decibans"}),
            "items": ("left_out", np.array([len(k.items) for k in kinds], dtype=np.int64)),
            "log_evidence": ("left_out", evidence),
            "leads": ("left_out", leads),
            "level": ("left_out", level),
            "note": ("left_out", np.array(notes, dtype=object)),
        },
        coords={
            "left_out": np.array([k.label for k in kinds], dtype=object),
            "hypothesis": np.array(prepared.structure.hypotheses, dtype=object),
            "question": ("hypothesis", exact["question"].values),
        },
        attrs={
            "reading": "leave_out",
            **target.attrs,
            "by": by,
            "credence": float(exact["credence"].values[target.flat]),
            "leader": str(now[0]),
            "level": str(beside[0]),
            "title": prepared.case.title,
        },
    )


def _leads(
    credence: Array, labels: NDArray[np.object_], first: int
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """The leading hypothesis of each row, and those level with it; nothing without credences.

    Of those that are level the hypothesis at `first` counts as leading, if it is one of them.
    """
    known = ~np.isnan(credence).any(axis=1)
    safe = np.where(known[:, None], credence, 0.0)
    top, leading = at_the_top(safe), leaders(safe, first)
    beside = top & (np.arange(len(labels)) != leading[:, None]) & known[:, None]
    level = [", ".join(str(x) for x in labels[row]) for row in beside]
    leads = np.where(known, labels[leading], "").astype(object)
    return leads, np.array(level, dtype=object)


def _without(prepared: Prepared, kinds: list[Kind]) -> tuple[list[Array], Array]:
    version = np.repeat(np.arange(len(kinds)), [len(k.items) for k in kinds]).astype(np.intp)
    items = np.array([i for k in kinds for i in k.items], dtype=np.intp)
    changes = left_out(prepared.plan, version, items, len(kinds))
    return prepared.variants.weigh(changes)


def _settled(prepared: Prepared) -> tuple[list[Kind], list[Array], Array]:
    """Every assumption set to hold and to fail."""
    names = [a.id for a in prepared.case.assumptions]
    positions = [prepared.numbers.at[Address("holds", name)] for name in names]
    ends = np.tile([1.0, 0.0], len(names))
    states, evidence = Moves(prepared).weigh(np.repeat(positions, 2), ends, KNOWN)
    kinds = [Kind(f"{name} {state}", []) for name in names for state in (HOLDS, FAILS)]
    return kinds, states, evidence


def _notes(prepared: Prepared, groups: list[list[int]]) -> list[str]:
    """For each group what the reader should know of the items that stay."""
    items = prepared.selection.items
    depends: dict[str, list[str]] = {}
    for item in items:
        for name in item.given:
            depends.setdefault(name, []).append(item.id)
    copies: dict[str, list[str]] = {}
    for item in items:
        if item.repeats is not None:
            copies.setdefault(item.repeats.item, []).append(item.id)
    notes = []
    for group in groups:
        gone = dict.fromkeys(items[i].id for i in group)  # in the order of the case, not of a set
        later = dict.fromkeys(d for name in gone for d in depends.get(name, ()) if d not in gone)
        orphans = [c for name in gone for c in copies.get(name, ()) if c not in gone]
        words = [f"{ANEW}: {', '.join(later)}"] if later else []
        words += [f"{IN_FULL}: {', '.join(orphans)}"] * bool(orphans)
        notes.append("; ".join(words))
    return notes


def _kinds(prepared: Prepared, by: str) -> list[Kind]:
    structure = prepared.structure
    if by == "item":
        return [Kind(name, [i]) for i, name in enumerate(structure.items)]
    if by == "tag":
        return tagged(prepared)
    if by == "origin":
        return _origins(structure)
    groups: list[list[int]] = [[] for _ in structure.sources]
    for i, path in enumerate(structure.paths):
        for s in path:
            groups[s].append(i)
    return [Kind(*kind) for kind in zip(structure.sources, groups, strict=True)]


def _origins(structure: Structure) -> list[Kind]:
    families: dict[int, list[int]] = {}
    for i in range(len(structure.items)):
        root = i
        while structure.original[root] >= 0:
            root = int(structure.original[root])
        families.setdefault(root, []).append(i)
    return [Kind(structure.items[root], items) for root, items in families.items()]


class Turn(NamedTuple):
    """What becomes of the lead: who, and what is the case with them."""

    names: str
    form: str

    @property
    def words(self) -> str:
        """Such as "none leads" or "level with none"."""
        return self.form.format(self.names)

    def would(self, leader: str) -> str:
        """The same as a sentence of what would be the case."""
        if self.form == LEVEL_WITH:
            return f"{leader} would no longer lead alone ({self.words})"
        return f"{self.names} would {'lead' if self.form == LEADS else 'be level'}"


LEADS, LEVEL_WITH, ARE_LEVEL = "{} leads", "level with {}", "{} are level"
"""What can be the case: of these, with the leader itself, or with others."""


def turns(left_out: xr.Dataset) -> list[Turn | None]:
    """For each row who leads then, if it is not as it was: another one, or none alone.

    A setting with which the items are impossible has no credences, and so nobody leads.
    """
    a = left_out.attrs
    leads = [str(x) for x in left_out["leads"].values]
    level = [str(x) for x in left_out["level"].values] if "level" in left_out else [""] * len(leads)
    before = a.get("level", "")
    out: list[Turn | None] = []
    for name, beside in zip(leads, level, strict=True):
        if not name or (name, beside) == (a["leader"], before):
            out.append(None)
        elif not beside:
            out.append(Turn(name, LEADS))
        elif name == a["leader"]:
            out.append(Turn(beside, LEVEL_WITH))
        else:
            out.append(Turn(f"{name}, {beside}", ARE_LEVEL))
    return out
