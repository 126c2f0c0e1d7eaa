"""Conflict: do the items fit each other, as well as they would if they were independent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assess.case import Case
from assess.changes import left_out
from assess.logs import difference, log_odds
from assess.prepared import Prepared, exact_of, prepared_from
from assess.problems import listed
from assess.rounding import bits_text, credence_text, number_text, quantity_text
from assess.structure import Structure
from assess.target import target_of
from assess.variants import Variants
from priors.odds import nats_to_decibans
from priors.question import Question

if TYPE_CHECKING:
    import xarray as xr

Array = NDArray[np.float64]
Index = NDArray[np.intp]

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
    alone, beside, own = _against_the_rest(variants, [[i] for i in range(n)], evidence)
    members = _items_of_sources(structure)
    together, _, of_source = _against_the_rest(variants, members, evidence)
    apart = np.array([alone[m].sum() for m in members])
    chosen = np.sort(np.argsort(-own, kind="stable")[:_MOST_IN_PAIRS])
    names = np.array(structure.items, dtype=object)
    texts = {i.id: i.text for i in prepared.case.items}
    whole = float(_snapped(_bits(alone.sum() - evidence)))
    bits = {"units": "bits"}
    return xr.Dataset(
        {
            "alone": ("item", np.exp(alone)),
            "beside": ("item", np.exp(beside)),
            "surprise": ("item", _bits(-beside), bits),
            "conflict": ("item", _snapped(own), bits),
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


def _snapped(found: Array) -> Array:
    """What is 0 but for rounding is 0, so that no sign or level hangs on it."""
    return np.where(np.abs(found) < LEVEL, 0.0, found)


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
    rest = variants.weigh(changes)[1]
    # never above 0 but for rounding
    beside = np.minimum(evidence - rest, 0.0)
    return np.minimum(alone, 0.0), beside, _bits(alone - (evidence - rest))


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
        own = exact["question"].values == target.question_id
        odds = [log_odds(x[own], target.hypothesis, target.against) for x in (after, before)]
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


# --- in words -------------------------------------------------------------------------------------


def explain(found: xr.Dataset) -> str:
    """What a conflict says, in one to five sentences.

    Parameters
    ----------
    found : Dataset
        What `conflict` returned.

    Returns
    -------
    str
    """
    if found.sizes["item"] < 2:
        return "There are fewer than two items, so there is nothing that could conflict."
    whole = float(found.attrs["conflict"])
    notable = float(found.attrs["notable"])
    sentences = [_of_the_whole(whole, notable), *_at_fault(found, notable)]
    if whole >= notable:
        sentences.append(_what_to_do(found))
    sentences += _catch_alls(found)
    sentences.append(f"All this holds given {found.attrs['conditional_on']}.")
    return " ".join(sentences)


def times(bits: float) -> str:
    """How many times as probable, for a reader."""
    return f"{quantity_text(2.0 ** min(abs(bits), 1000.0))} times"


def _of_the_whole(whole: float, notable: float) -> str:
    if whole >= SHOWN:
        hardly = whole < notable
        verb = "as a whole hardly conflict" if hardly else "conflict"
        called = f"; from {number_text(notable)} bit on it is called a conflict" * hardly
        return (
            f"The items {verb}: together they are {times(whole)} less probable than if they had "
            f"nothing to do with one another ({bits_text(whole)}{called})."
        )
    if whole > -notable:
        return (
            "The items as a whole do not conflict: together they are about as probable as if they "
            f"had nothing to do with one another ({bits_text(whole)})."
        )
    return (
        f"The items as a whole support each other: together they are {times(whole)} more probable "
        f"than if they had nothing to do with one another ({bits_text(whole)})."
    )


def worst_pair(found: xr.Dataset) -> tuple[str, str, float] | None:
    """The two items that pull against each other most, None if no pair was computed."""
    table = found["pair_conflict"].values
    if np.isnan(table).all():
        return None
    a, b = sorted(np.unravel_index(int(np.nanargmax(table)), table.shape))
    names = found["one"].values
    return str(names[a]), str(names[b]), float(table[a, b])


def _at_fault(found: xr.Dataset, notable: float) -> list[str]:
    """At most one sentence that names what fits worst: an item, a source, a pair of items."""
    own, n = found["conflict"].values, found.sizes["item"]
    parts = []
    k = int(np.argmax(own))
    if own[k] >= notable and n > 2:
        name = str(found["item"].values[k])
        parts.append(
            f"{name} fits worst, {times(own[k])} less probable beside the others than alone"
        )
    # a source of one item is that item, and one of all items has nothing to be compared with
    several = (found["items"].values > 1) & (found["items"].values < n)
    of_source = np.where(several, found["source_conflict"].values, -np.inf)
    k = int(np.argmax(of_source))
    if of_source[k] >= notable:
        name = str(found["source"].values[k])
        parts.append(
            f"what {name} says is {times(of_source[k])} less probable beside the rest than alone"
        )
    pair = worst_pair(found)
    if pair is not None and pair[2] >= notable:
        a, b, size = pair
        parts.append(
            f"{a} and {b} pull against each other most, {times(size)} less probable "
            "together than apart"
        )
    return [f"Of the items {'; '.join(parts)}."] if parts else []


def _what_to_do(found: xr.Dataset) -> str:
    left = found["left_if_true"].values
    explains = np.flatnonzero(left <= 0.0)
    if not len(explains):
        return (
            "No stated hypothesis explains them all: look for one that does, and look again at "
            "the sources of these items, of which one may be wrong or deceived."
        )
    # most credible first; to have grown so much each must have been improbable before
    order = explains[np.argsort(-found["credence"].values[explains], kind="stable")]
    named = [
        f"{found['hypothesis'].values[k]} (prior {credence_text(float(found['prior'].values[k]))}, "
        f"now {credence_text(float(found['credence'].values[k]))})"
        for k in order
    ]
    one = f"{named[0]} is true" if len(named) == 1 else f"one is true of {listed(named, 3)}"
    return (
        f"They do not conflict if {one}; otherwise a hypothesis is missing, or one of the sources "
        "of these items is wrong or deceived."
    )


def _tells(found: xr.Dataset, k: int) -> bool:
    """Whether a hypothesis is a catch-all whose growth says that something is missing.

    Beside a single other hypothesis it is that one's denial, and where it leads it is the answer.
    """
    own = found["credence"].values[found["question"].values == found["question"].values[k]]
    leads = float(found["credence"].values[k]) > own.max() - LEVEL
    return bool(found["catch_all"].values[k]) and len(own) > 2 and not leads


def _catch_alls(found: xr.Dataset) -> list[str]:
    """At most one sentence on how much 'anything else' has grown."""
    told = np.array([_tells(found, k) for k in range(found.sizes["hypothesis"])], dtype=bool)
    rows = np.flatnonzero(told & (found["growth"].values > 1.0))
    if not len(rows):
        return []
    k = int(rows[np.argmax(found["growth"].values[rows])])
    before, after = (credence_text(float(found[x].values[k])) for x in ("prior", "credence"))
    if before == after:
        return []
    name = found["hypothesis"].values[k]
    said = (
        f"The catch-all {name} has grown from {before} to {after}: something that was not spelt "
        "out makes the items more probable than the hypotheses do on average."
    )
    return [said]
