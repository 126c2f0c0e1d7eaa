"""Conflict: do the items fit each other, as well as they would if they were independent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assess.case.model import Case
from assess.kernel.changes import left_out
from assess.kernel.logs import difference, log_odds
from assess.kernel.structure import Structure
from assess.kernel.variants import Variants
from assess.prepare.prepared import Prepared
from assess.result.access import exact_of, prepared_from
from assess.result.target import target_of
from priors.arrays import Array, Index
from priors.odds import nats_to_decibans
from priors.question import Question

if TYPE_CHECKING:
    import xarray as xr


NOTABLE = 1.0
"""Bits from which on words speak of a conflict: a factor of two. The library's own convention."""

SHOWN = 0.05
"""Bits that are shown as 0.1: less is no conflict at all."""

LEVEL = 1e-9
"""Credences, bits and ratios that differ by less are the same but for rounding."""

_MOST_IN_PAIRS = 40
"""Items of which every pair is computed: 780 pairs."""


def conflict(result: xr.DataTree) -> xr.Dataset:
    """Whether the items fit each other, which do not, and how surprising each is beside the others.

    Items that agree make each other more probable: once one is known, the others are expected.
    Where they are together *less* probable than if they had nothing to do with one another, they
    conflict. Then either a hypothesis is missing that would explain them together, or a source is
    wrong or deceived, or something improbable is true. The credences do not show it: they add up to
    1 however badly every hypothesis fits.

    How probable an item is depends on how finely it is described, so no probability of items is
    shown by itself: always the item beside the others is set against the item alone.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned.

    Returns
    -------
    Dataset
        Conflicts are in bits: each bit is a factor of two, positive where the items fit each other
        worse than independent ones, negative where they support each other.

        Dimension `item`: `alone` (probability of the item by itself), `beside` (given all others),
        `surprise` (bits, -log2 of `beside`), `conflict` (bits, log2 of `alone` over `beside`) and
        `text`. Dimension `source`: `source_conflict` (bits: what it says against what all others
        say), `within` (bits: its own items with each other) and `items` (how many). Dimensions
        `one` and `other`: `pair_conflict` (bits, two items by themselves; nan of an item with
        itself), for the 40 items with the highest conflict. Dimension `hypothesis`: `prior`,
        `credence`, `growth` (credence over prior, nan for a prior of 0), `change` (decibans of its
        odds against the rest), `surprise_if_true` (bits, -log2 of the probability of the items
        under it), `left_if_true` (bits: the conflict of the whole that is left if it is true) and
        `catch_all`.

        Attributes: `reading`, `title`, `conflict` (bits, of the whole), `notable` (bits from which
        `explain` calls it a conflict), `conditional_on`.

    Raises
    ------
    ValueError
        If the tree is not a result of `weigh`, or holds an estimate only.

    Notes
    -----
    With items e_1 ... e_n, e all of them and r_i all but the i-th (logarithms to base 2)::

        conflict of the whole  = log P(e_1) ... P(e_n) / P(e)
        conflict of an item    = log P(e_i) P(r_i) / P(e) = log P(e_i) / P(e_i | r_i)
        left if h is true      = conflict of the whole - log P(h | e) / P(h)

    The first and the last are from Jensen et al. (1990), who say that h explains the conflict away
    where nothing is left: the items are what a rare case looks like.

    A repeat is no agreement of its own. In all of these sums an item that may repeat another stays
    one, even where the other is missing from the sum: with chance rho it appears because the other
    was said, whatever the truth, and only otherwise speaks for itself, so P(e_i) = rho c + (1 -
    rho) P(e_i on its own). What is compared with is thus independence *but for* repetition: a
    certain repeat adds nothing to any conflict, a chance of 0 makes it an item like any other, and
    a doubtful repeat that contradicts its original is seen to do so. Taken as independent instead,
    a certain repeat of one item would count as strong agreement and hide a conflict elsewhere.

    A conflict that is not positive does not rule out that some of the items conflict: look at the
    items, the sources and the pairs too.

    References
    ----------
    Jensen, F. V., Chamberlain, B., Nordahl, T. and Jensen, F. (1990), "Analysis in HUGIN of data
    conflict", *Proceedings of the Sixth Conference on Uncertainty in Artificial Intelligence*,
    519-528. arXiv:1304.1146.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> found = assess.conflict(result)
    >>> bool(np.isclose(found["conflict"], np.log2(found["alone"] / found["beside"])).all())
    True
    """
    import xarray as xr

    prepared = prepared_from(result)
    structure, variants = prepared.structure, prepared.variants
    exact = exact_of(result)
    evidence = float(exact["log_evidence"])
    n = len(structure.items)
    alone, beside, item_conflict = _against_the_rest(variants, [[i] for i in range(n)], evidence)
    members = _items_of_sources(structure)
    together, _, of_source = _against_the_rest(variants, members, evidence)
    apart = np.array([alone[m].sum() for m in members])
    chosen = np.sort(np.argsort(-item_conflict, kind="stable")[:_MOST_IN_PAIRS])
    names = np.array(structure.items, dtype=object)
    texts = {i.id: i.text for i in prepared.case.items}
    whole = float(_snapped(_bits(alone.sum() - evidence)))
    bits = {"units": "bits"}
    return xr.Dataset(
        {
            "alone": ("item", np.exp(alone)),
            "beside": ("item", np.exp(beside)),
            "surprise": ("item", _bits(-beside), bits),
            "conflict": ("item", _snapped(item_conflict), bits),
            "text": ("item", np.array([texts[i] for i in structure.items], dtype=object)),
            "source_conflict": ("source", _snapped(of_source), bits),
            "within": ("source", _snapped(_bits(apart - together)), bits),
            "items": ("source", np.array([len(m) for m in members], dtype=np.int64)),
            "pair_conflict": (("one", "other"), _pairs(variants, chosen, alone), bits),
            **_hypotheses(result, prepared.case, whole, evidence),
        },
        coords={
            "item": names,
            "source": np.array(structure.sources, dtype=object),
            "one": names[chosen],
            "other": names[chosen],
            "hypothesis": exact["hypothesis"].values,
            "question": ("hypothesis", exact["question"].values),
        },
        attrs={
            "reading": "conflict",
            "title": prepared.case.title,
            "conflict": whole,
            "notable": NOTABLE,
            "conditional_on": "the hypotheses, priors, likelihoods and reliabilities as stated, "
            "and repeats taken for the repeats that they are said to be",
        },
    )


def _bits(nats: Any) -> Array:
    return np.asarray(np.asarray(nats) / np.log(2.0))


def _snapped(bits: Array) -> Array:
    """What is 0 but for rounding is 0, so that no sign or level hangs on it."""
    return np.where(np.abs(bits) < LEVEL, 0.0, bits)


def conflict_of(prepared: Prepared, items: list[int]) -> float:
    """The conflict of some items of a case by themselves, in bits; of all of them if these are all.

    As the conflict of the whole: the others are not there, but what repeats them is an echo still.
    """
    variants, n = prepared.variants, len(items)
    chosen = np.array(items, dtype=np.intp)
    alone = variants.only(np.arange(n), chosen, n, echoes=True)[1]
    together = variants.only(np.zeros(n, dtype=np.intp), chosen, 1, echoes=True)[1][0]
    return float(_snapped(_bits(np.minimum(alone, 0.0).sum() - together)))


def _items_of_sources(structure: Structure) -> list[list[int]]:
    """The items on whose path each source is."""
    members: list[list[int]] = [[] for _ in structure.sources]
    for i, path in enumerate(structure.paths):
        for s in path:
            members[s].append(i)
    return members


def _rows(sets: list[list[int]]) -> tuple[Index, Index]:
    version = np.repeat(np.arange(len(sets)), [len(s) for s in sets]).astype(np.intp)
    return version, np.array([i for s in sets for i in s], dtype=np.intp)


def _against_the_rest(
    variants: Variants, sets: list[list[int]], evidence: float
) -> tuple[Array, Array, Array]:
    """Of sets of items: log P alone, log P given all others, and their conflict in bits."""
    version, item = _rows(sets)
    alone = variants.only(version, item, len(sets), echoes=True)[1]
    changes = left_out(variants.plan, version, item, len(sets), echoes=True)
    without = variants.weigh(changes)[1]
    # never above 0 but for rounding
    beside = np.minimum(evidence - without, 0.0)
    return np.minimum(alone, 0.0), beside, _bits(alone - (evidence - without))


def _pairs(variants: Variants, chosen: Index, alone: Array) -> Array:
    """Conflict of every two of the chosen items by themselves, in bits."""
    count = len(chosen)
    one, other = np.triu_indices(count, k=1)
    version = np.repeat(np.arange(len(one)), 2)
    item = chosen[np.column_stack([one, other]).ravel()]
    both = variants.only(version, item, len(one), echoes=True)[1]
    table = np.full((count, count), np.nan)
    bits = _snapped(_bits(alone[chosen[one]] + alone[chosen[other]] - both))
    table[one, other] = table[other, one] = bits
    return table


def _hypotheses(
    result: xr.DataTree, case: Case, whole: float, evidence: float
) -> dict[str, tuple[Any, ...]]:
    """How the items suit each hypothesis, and how much it has grown."""
    exact = exact_of(result)
    labels = [str(x) for x in exact["hypothesis"].values]
    prior, after = exact["prior"].values, exact["log_credence"].values
    with np.errstate(divide="ignore", invalid="ignore"):
        before = np.log(prior)
        grown = after - before  # of a prior of 0: nan
    changes = []
    for label in labels:
        target = target_of(result, label)
        of_question = exact["question"].values == target.question_id
        odds = [
            log_odds(x[of_question], target.hypothesis, target.against) for x in (after, before)
        ]
        changes.append(float(nats_to_decibans(difference(*odds))))
    catch_all = [
        isinstance(q, Question) and q.hypotheses[k].catch_all
        for q in case.questions
        for k in range(len(q.states))
    ]
    bits = {"units": "bits"}
    return {
        "prior": ("hypothesis", prior),
        "credence": ("hypothesis", exact["credence"].values),
        "growth": ("hypothesis", np.where(np.abs(np.expm1(grown)) < LEVEL, 1.0, np.exp(grown))),
        "change": ("hypothesis", np.array(changes), {"units": "decibans"}),
        "surprise_if_true": ("hypothesis", _bits(-(grown + evidence)), bits),
        "left_if_true": ("hypothesis", _snapped(whole - _bits(grown)), bits),
        "catch_all": ("hypothesis", np.array(catch_all, dtype=bool)),
    }


def worst_pair(found: xr.Dataset) -> tuple[str, str, float] | None:
    """The two items that pull against each other most, None if no pair was computed."""
    table = found["pair_conflict"].values
    if np.isnan(table).all():
        return None
    a, b = sorted(np.unravel_index(int(np.nanargmax(table)), table.shape))
    names = found["one"].values
    return str(names[a]), str(names[b]), float(table[a, b])
