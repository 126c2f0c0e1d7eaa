"""Leave-one-out: the credences without an item, a source, or an origin with its echoes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from assess.kernel import credences
from assess.logs import difference, log_odds
from assess.prepared import Prepared, exact_of, prepared_from
from assess.structure import Structure
from assess.target import target_of
from assess.variants import left_out
from priors.odds import nats_to_decibans

if TYPE_CHECKING:
    import xarray as xr

Index = NDArray[np.intp]


def leave_out(
    result: xr.DataTree,
    by: Literal["item", "source", "origin"] = "item",
    *,
    hypothesis: str | None = None,
) -> xr.Dataset:
    """The credences if an item, or all that comes from one source, were not there.

    What repeats a missing item stands on its own: leaving out an original leaves its echoes in,
    unless `by="origin"` takes them with it.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned.
    by : {'item', 'source', 'origin'}
        What is left out: each item; all items on whose path a source is; each item that
        repeats no other, together with all that repeat it, at any remove.
    hypothesis : str, optional
        The hypothesis that `change` is about; that of the first question with the highest credence
        when left out.

    Returns
    -------
    Dataset
        Dimensions `left_out` and `hypothesis`: `credence` without it, `items` (how many are left
        out), `log_evidence`, `change` (decibans: what it adds to the log-odds of the hypothesis
        against the rest, given everything else) and `note`: items that repeat
        what is left out and now count in full (`by="origin"` takes them along), and items whose
        likelihood was stated as conditional (`given`) on it and would have to be stated anew.

    Raises
    ------
    ValueError
        If `by` or the hypothesis is unknown.

    Notes
    -----
    Not one case is weighed again: the sums of log-likelihoods are corrected for what is missing.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> sorted(assess.leave_out(result, "source")["left_out"].values)[-1]
    'us'
    """
    import xarray as xr

    prepared = prepared_from(result)
    structure = prepared.structure
    target = target_of(result, hypothesis)
    names, groups = _groups(structure, by)
    version = np.repeat(np.arange(len(groups)), [len(g) for g in groups]).astype(np.intp)
    items = np.array([i for g in groups for i in g], dtype=np.intp)
    variants = prepared.variants
    states, evidence = variants.weigh(left_out(prepared.plan, version, items, len(groups)))
    whole = exact_of(result)["log_credence"].values
    own = exact_of(result)["question"].values == target.question_id
    after = log_odds(whole[own], target.hypothesis, target.against)
    before = log_odds(states[target.question], target.hypothesis, target.against)
    everything = np.concatenate([credences(s) for s in states], axis=1)
    change = nats_to_decibans(difference(after, before))
    return xr.Dataset(
        {
            "credence": (("left_out", "hypothesis"), everything),
            "change": ("left_out", change, {"units": "decibans"}),
            "items": ("left_out", np.array([len(g) for g in groups], dtype=np.int64)),
            "log_evidence": ("left_out", evidence),
            "note": ("left_out", np.array(_notes(prepared, groups), dtype=object)),
        },
        coords={
            "left_out": np.array(names, dtype=object),
            "hypothesis": np.array(structure.hypotheses, dtype=object),
            "question": ("hypothesis", exact_of(result)["question"].values),
        },
        attrs={
            **target.attrs,
            "by": by,
            "credence": float(exact_of(result)["credence"].values[target.flat]),
            "title": prepared.case.title,
        },
    )


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
        gone = {items[i].id for i in group}
        later = dict.fromkeys(d for name in gone for d in depends.get(name, ()) if d not in gone)
        orphans = [c for name in gone for c in copies.get(name, ()) if c not in gone]
        words = [f"stated as conditional on it: {', '.join(later)}"] if later else []
        words += [f"now counted in full, no longer as repeats: {', '.join(orphans)}"] * bool(
            orphans
        )
        notes.append("; ".join(words))
    return notes


def _groups(structure: Structure, by: str) -> tuple[list[str], list[list[int]]]:
    n = len(structure.items)
    if by == "item":
        return list(structure.items), [[i] for i in range(n)]
    if by == "source":
        groups: list[list[int]] = [[] for _ in structure.sources]
        for i, path in enumerate(structure.paths):
            for s in path:
                groups[s].append(i)
        return list(structure.sources), groups
    if by == "origin":
        families: dict[int, list[int]] = {}
        for i in range(n):
            root = i
            while structure.original[root] >= 0:
                root = int(structure.original[root])
            families.setdefault(root, []).append(i)
        return [structure.items[r] for r in families], list(families.values())
    msg = f"by can be 'item', 'source' or 'origin', not {by!r}"
    raise ValueError(msg)
