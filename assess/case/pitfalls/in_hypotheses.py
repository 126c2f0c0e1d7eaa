"""Guards on hypotheses: what is left out, base rates, one-sided items, what fits everything."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

from assess.case.model import Case
from assess.case.pitfalls.catalogue import (
    BARE_EXHAUSTIVE,
    BOLD_PRIOR,
    EQUAL_PRIORS,
    NO_CATCH_ALL,
    ONE_SIDED,
    UNFALSIFIABLE,
)
from assess.case.selection import Note, Selection
from assess.formatting.names import listed, shown
from evidence.assumption import Assumption
from evidence.claim import Claim
from evidence.item import OTHERS, Item
from priors.arrays import Array
from priors.forms.probability import Form
from priors.question import Quantity, Question

_FEW_WORDS = 3
_FEW_ITEMS = 3
_BOLD, _BOLD_OF_TWO = 0.5, 0.7
"""Priors above which a reason is asked for; of two hypotheses one is above .5 nearly always."""

_SURE = 0.995
_SAME = 0.01
"""Share of the highest likelihood within which another is as good."""


# --- what is left out -----------------------------------------------------------------------------

_NEGATES = re.compile(
    r"(?:\b|_)(not|no|non|none|never|neither|either|nor|nobody|nothing|without|otherwise|false|opposite|"
    r"contrary|complement|negation|nicht|kein\w*|sonst|gegenteil)(?:\b|_)|n't\b",
    re.IGNORECASE,
)


def catch_alls(case: Case) -> Iterator[Note]:
    """Questions that leave nothing for what was not thought of."""
    for q in case.questions:
        if not isinstance(q, Question) or q.exhaustive is None:
            continue
        if any(h.catch_all for h in q.hypotheses):
            continue
        place = f"questions[{q.id}].exhaustive"
        if len(q.exhaustive.split()) < _FEW_WORDS:
            yield BARE_EXHAUSTIVE.note(place, f"the only reason is {shown(q.exhaustive)}")
        elif not _negate_each_other(q):
            yield NO_CATCH_ALL.note(place, f"nothing else is allowed for ({shown(q.exhaustive)})")


def _negate_each_other(q: Question) -> bool:
    """Whether there are two hypotheses, and one of them says that the other is not so.

    A negation in the reason says nothing of that: "no other had a key" leaves a thief out.
    """
    words = [f"{h.id} {h.text}" for h in q.hypotheses]
    return len(words) == 2 and any(_NEGATES.search(w) for w in words)


# --- base rates -----------------------------------------------------------------------------------


def base_rates(case: Case) -> Iterator[Note]:
    """Priors without a reason that are all equal, very large or very small."""
    for q in case.questions:
        if not isinstance(q, Question) or q.because.strip():
            continue
        for place, priors, reasons in _priors(q):
            values = list(priors.values())
            if max(values) - min(values) < 1e-9 and not any(reasons.values()):
                yield EQUAL_PRIORS.note(place, f"each of {len(values)} priors is {values[0]:.3g}")
                continue
            bound = _BOLD_OF_TWO if len(values) == 2 else _BOLD
            bold = [
                f"{h} {p:.3g}"
                for h, p in priors.items()
                if (p > bound + 1e-9 or p < 0.01) and not reasons[h]
            ]
            if bold:
                yield BOLD_PRIOR.note(place, f"a prior without a reason ({listed(bold, 6)})")


def _priors(q: Question) -> Iterator[tuple[str, dict[str, float], dict[str, bool]]]:
    """Each set of priors of a question: its place, the numbers, and which have a reason."""
    own = {h.id: bool(h.because.strip()) for h in q.hypotheses}
    if q.given:
        for k, row in enumerate(q.table, start=1):
            reasons = {h: own[h] or bool(row.because.strip()) for h in q.states}
            yield f"questions[{q.id}].table[row {k}]", _shares(row.prior), reasons
        return
    if q.weights is not None:
        total = sum(q.weights.values())
        yield f"questions[{q.id}]", {h: w / total for h, w in q.weights.items()}, own
        return
    stated = {h.id: h.prior for h in q.hypotheses if h.prior is not None}
    yield f"questions[{q.id}]", _shares(stated), own


def _shares(stated: Mapping[str, Form]) -> dict[str, float]:
    return {h: p.mean for h, p in stated.items()}


# --- what speaks for what -------------------------------------------------------------------------


def one_sided(case: Case, selection: Selection) -> Iterator[Note]:
    """Questions all of whose items point one way, and hypotheses that fit whatever is seen."""
    by_question: dict[str, list[Item]] = defaultdict(list)
    for item in selection.items:
        by_question[case.question_of(item).id].append(item)
    for name, items in by_question.items():
        q = case.variables[name]
        if not isinstance(q, Assumption):
            yield from _of_a_question(q, items)


def _of_a_question(q: Question | Quantity, items: list[Item]) -> Iterator[Note]:
    told = [(i, values) for i in items if _tells(values := likelihoods_of(i, q))]
    if len(told) < _FEW_ITEMS:
        return
    # hypotheses that fit an item as well as the best, (item, hypothesis)
    values = np.array([v for _, v in told])
    best = values >= (1.0 - _SAME) * values.max(axis=1, keepdims=True)
    alone = bool((best.sum(axis=1) == 1).all())
    looked = any(i.search is not None and not i.search.found for i in items)
    # a ratio is on no scale: it does not say that its item was sure to appear
    absolute = all(i.ratio is None for i, _ in told)
    for state in [h for h, fits in zip(q.states, best.all(axis=0), strict=True) if fits]:
        if not alone or looked:
            continue
        seen = f"all {len(told)} items that tell anything of {q.id} speak for {state}"
        yield ONE_SIDED.note(f"questions[{q.id}]", seen)
    if not isinstance(q, Question):
        return
    # that the true hypothesis fits each item best is nothing odd; that "anything else" does, is
    for k, h in enumerate(q.hypotheses):
        sure = absolute and bool((values[:, k] > _SURE).all())
        if sure or (h.catch_all and best[:, k].all()):
            how = "makes sure of" if sure else "is the catch-all, and is beaten on none of"
            seen = f"{h.id} {how} {len(told)} items"
            yield UNFALSIFIABLE.note(f"questions[{q.id}].hypotheses[{h.id}]", seen)


def _tells(values: Array) -> bool:
    """Whether an item tells one hypothesis from another."""
    return bool(values.min() < (1.0 - _SAME) * values.max())


def likelihoods_of(item: Item, q: Question | Quantity | Assumption) -> Array:
    """How well each hypothesis fits an item of a source that tracks the truth; a scale is free."""
    states = q.states
    if item.ratio is not None:
        ratio = item.ratio.value
        value = ratio if isinstance(ratio, float) else ratio.lognormal.median
        return np.array([value if h == item.ratio.for_ else 1.0 for h in states])
    if item.says is not None and isinstance(q, Quantity):
        return _of_a_claim(item.says, q)
    found = item.search is None or item.search.found
    stated = item.likelihoods if item.search is None else item.search.chance
    means = {h: p.mean for h, p in (stated or {}).items()}
    values = np.array([means[h] if h in means else means[OTHERS] for h in states])
    return values if found else 1.0 - values


def _of_a_claim(claim: Claim, q: Quantity) -> Array:
    """The best likelihood of a claim within each band."""
    t = np.array(q.thresholds)
    low, high = np.r_[-np.inf, t], np.r_[t, np.inf]
    best = {"about": np.clip(claim.value, low, high), "at_least": high, "at_most": low}
    return claim.likelihood(best[claim.kind])
