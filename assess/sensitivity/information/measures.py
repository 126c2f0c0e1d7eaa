"""Measures of what candidates may tell: by candidate, by outcome and by pair of candidates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from assess.result.lead import MARGIN, leader, leaders
from assess.what_if.outcomes import After, Outcomes
from evidence.candidate import Candidate
from priors.arrays import Array, Index, Mask
from priors.scales import Scale

_NOISE = 1e-12
"""Information, in bits, below which there is only rounding."""


def of_candidates(outcomes: Outcomes, scale: Scale, labels: list[str]) -> dict[str, Array]:
    """The variables by candidate, in the order of the case."""
    from scipy.special import entr

    present, single, owner = outcomes.present, outcomes.single, outcomes.owner
    count, first = len(outcomes.candidates), leader(outcomes.present)
    possible = single.probability > 0.0
    credence = np.where(possible[:, None], single.credence, present)

    def expected(values: Array) -> Array:
        return np.bincount(owner, single.probability * values, minlength=count)

    def chance(happens: Mask) -> Array:
        # the sum over all possible outcomes can miss 1 by a rounding error
        total = expected(happens.astype(float))
        return np.where(total > 1.0 - MARGIN, 1.0, total)

    def quiet(values: Array) -> Array:
        return np.where(np.abs(values) < _NOISE, 0.0, values)

    bits = quiet(np.bincount(owner, _gained(single, present), minlength=count))
    alone = quiet(np.bincount(owner, _gained(outcomes.standing_alone, present), minlength=count))
    cost = np.array([np.nan if c.cost is None else c.cost for c in outcomes.candidates])
    other_leads = leaders(credence, first) != first
    now = band_of(scale, float(present[first]))
    moves = credence - present
    rebanded = (np.abs(moves[:, first]) > MARGIN) & np.array(
        [band_of(scale, float(p)) != now for p in credence[:, first]]
    )
    largest, moved = np.zeros(count), np.zeros(count, dtype=np.intp)
    for k in range(count):
        own = moves[owner == k]
        place = np.unravel_index(int(np.abs(own).argmax()), own.shape)
        largest[k], moved[k] = own[place], place[1]
    return {
        "bits": bits,
        "bits_alone": alone,
        "cost": cost,
        "bits_per_cost": bits / cost,
        "expected_entropy": expected(entr(credence).sum(axis=1) / np.log(2.0)),
        "probability_gain": quiet(expected(credence.max(axis=1)) - present.max()),
        "brier_gain": quiet(expected((credence**2).sum(axis=1)) - (present**2).sum()),
        "chance_lead_changes": chance(other_leads),
        "chance_band_changes": chance(rebanded),
        "largest_move": largest,
        "moved": np.array(labels, dtype=object)[moved],
        "text": np.array([c.text for c in outcomes.candidates], dtype=object),
        "note": np.array(_notes(outcomes.candidates), dtype=object),
    }


def _notes(candidates: Sequence[Candidate]) -> list[str]:
    """What each candidate may repeat."""
    ids = {c.id for c in candidates}
    notes = []
    for c in candidates:
        original = "" if c.repeats is None else c.repeats.item
        note = f"may repeat {original}" if original else ""
        if original in ids:
            note += ", a candidate too, and by itself is valued as standing on its own"
        notes.append(note)
    return notes


def of_outcomes(outcomes: Outcomes, scale: Scale, labels: list[str], rank: Index) -> dict[str, Any]:
    """The variables by outcome, those of one candidate side by side, in the order of these."""
    order = np.concatenate([np.flatnonzero(outcomes.owner == k) for k in rank])
    probability, credence = outcomes.single.probability[order], outcomes.single.credence[order]
    first = leader(outcomes.present)
    possible = probability > 0.0
    lead = leaders(np.where(possible[:, None], credence, outcomes.present), first)
    ids = [outcomes.candidates[k].id for k in outcomes.owner[order]]
    names = [outcomes.names[k] for k in order]
    words = {
        "outcome": [f"{i}: {n}" for i, n in zip(ids, names, strict=True)],
        "candidate_of": ids,
        "comes_out": names,
        "leads": [labels[k] if ok else "" for k, ok in zip(lead, possible, strict=True)],
        "band": [
            band_of(scale, float(p)) if ok else ""
            for p, ok in zip(credence[:, first], possible, strict=True)
        ],
    }
    return {
        "probability": ("outcome", probability),
        "credence": (("outcome", "hypothesis"), credence),
        **{k: ("outcome", np.array(v, dtype=object)) for k, v in words.items()},
    }


def of_pairs(
    outcomes: Outcomes, columns: dict[str, Array], by: str
) -> tuple[dict[str, Array], str]:
    """The variables by pair of candidates, the best first, and the pair with most bits."""
    count = len(outcomes.candidates)
    one, other = outcomes.owner[outcomes.pairs].T
    first, second = np.triu_indices(count, 1)
    gained = _gained(outcomes.joint, outcomes.present)
    table = np.bincount(one * count + other, gained, minlength=count * count)
    joint = table[first * count + second]
    joint = np.where(joint < _NOISE, 0.0, joint)
    bits, cost = columns["bits"], columns["cost"]
    total, paid = bits[first] + bits[second], cost[first] + cost[second]
    difference = np.where(np.abs(joint - total) < _NOISE, 0.0, joint - total)
    order = np.argsort(-(joint / paid if by == "bits_per_cost" else joint), kind="stable")
    ids = np.array([c.id for c in outcomes.candidates], dtype=object)
    names = np.array(
        [f"{a} + {b}" for a, b in zip(ids[first], ids[second], strict=True)], dtype=object
    )
    columns = {
        "pair": names,
        "first": ids[first],
        "second": ids[second],
        "joint_bits": joint,
        "sum_of_bits": total,
        "interaction": difference,
        "joint_cost": paid,
        "joint_bits_per_cost": joint / paid,
    }
    best = str(names[int(joint.argmax())]) if len(joint) else ""
    return {k: v[order] for k, v in columns.items()}, best


def entropy(p: Array) -> float:
    """Entropy in bits; an impossible hypothesis adds nothing."""
    from scipy.special import entr

    return float(entr(p).sum() / np.log(2.0))


def _gained(after: After, present: Array) -> Array:
    """Bits that each version adds, times its chance, (version,)."""
    from scipy.special import kl_div

    possible = after.probability > 0.0
    credence = np.where(possible[:, None], after.credence, present)
    # term by term x ln(x/y) - x + y, which is never below 0, and over a whole distribution the same
    return np.asarray(after.probability * kl_div(credence, present).sum(axis=1) / np.log(2.0))


def band_of(scale: Scale, p: float) -> str:
    """The term for a credence, or in words where it lies if the scale has none for it."""
    here = scale.region(p)
    if here.term:
        return here.term
    below = [b.term for b in scale.dividing if b.high <= here.low]
    above = [b.term for b in scale.dividing if b.low >= here.high]
    if below and above:
        return f"between {below[-1]!r} and {above[0]!r}"
    return f"above {below[-1]!r}" if below else f"below {above[0]!r}"


def same_worth(one: float, other: float) -> bool:
    """Whether two candidates are worth the same but for rounding."""
    return one == other or abs(one - other) <= 1e-9 * min(abs(one), abs(other))
