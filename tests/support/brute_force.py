"""A case weighed by plain enumeration: the second opinion that the engine is held against.

Every world is visited: each state of each question and assumption, each repeat coin, and for each
item and each source on its path whether that source tracks the truth there. A world's probability
is a product of stated numbers and, for a source that tracked k times and did not m times, of
E[r^k (1 - r)^m]. Worlds with equal counts are added up.

All arithmetic is in rational numbers: a stated 0.3 is 3/10, and the moments of Beta, PERT and
triangles are rational in their parameters. Of the library only the models are read in which a
case is stated, and for `between` and `phrase` the Beta that they stand for.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from itertools import product
from math import comb
from typing import Any

from assess.case.model import Case
from evidence.item import Item

ONE, ZERO, HALF = Fraction(1), Fraction(0), Fraction(1, 2)
Counts = tuple[tuple[int, int], ...]
"""For each source, how often it tracked and how often it did not."""

GRADES = {
    "A": (Fraction(19), ONE),
    "B": (Fraction(8), Fraction(2)),
    "C": (Fraction(6), Fraction(4)),
    "D": (Fraction(7, 2), Fraction(13, 2)),
    "E": (ONE, Fraction(9)),
}
"""The library's own Betas for the Admiralty letters, typed in a second time."""


@dataclass
class Answer:
    """What the enumeration found; `evidence` is P(items), and the rest is given the items."""

    evidence: Fraction
    credence: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    reliability: dict[str, Fraction] = field(default_factory=dict)
    holds: dict[str, Fraction] = field(default_factory=dict)
    repeats: dict[str, Fraction] = field(default_factory=dict)
    tracked: dict[str, Fraction] = field(default_factory=dict)


# --- one number ----------------------------------------------------------------------------------


def rational(value: float) -> Fraction:
    """The decimal that was written, not the binary number nearest to it."""
    return Fraction(repr(float(value)))


def beta_parameters(form: Any) -> tuple[Fraction, Fraction] | None:
    """The (a, b) of a form that is a Beta on 0 to 1, None for the others."""
    match type(form).__name__:
        case "Beta":
            return rational(form.beta[0]), rational(form.beta[1])
        case "MeanWorth":
            mean, worth = rational(form.mean_), rational(form.worth)
            return mean * worth, (1 - mean) * worth
        case "Track":
            return rational(form.track.right) + HALF, rational(form.track.wrong) + HALF
        case "Between" | "Phrase":
            return Fraction(form.parameters[0]), Fraction(form.parameters[1])
        case "Admiralty" if form.as_ is None:
            return GRADES[form.admiralty]
    return None


def mean(form: Any) -> Fraction:
    """Mean of a number in any form."""
    return moments(form)(1, 0)


Moments = Callable[[int, int], Fraction]


def moments(form: Any) -> Moments:
    """E[r^k (1 - r)^m] as a function of k and m."""
    if type(form).__name__ == "Admiralty" and form.as_ is not None:
        return moments(form.as_)
    match type(form).__name__:
        case "Fixed":
            r = rational(form.value)
            return lambda k, m: r**k * (1 - r) ** m
        case "Persistent":
            p = rational(form.persistent)
            return lambda k, m: (p if m == 0 else ZERO) + (1 - p if k == 0 else ZERO)
        case "Pert":
            low, mode, high = (rational(x) for x in form.pert)
            a = 1 + 4 * (mode - low) / (high - low)
            return cache(scaled(low, high, a, 6 - a))
        case "Triangular":
            return cache(triangular(*(rational(x) for x in form.triangular)))
    parameters = beta_parameters(form)
    assert parameters is not None, form
    return cache(scaled(ZERO, ONE, *parameters))


def rising(a: Fraction, k: int) -> Fraction:
    """a (a + 1) ... (a + k - 1)."""
    return math.prod((a + j for j in range(k)), start=ONE)


def scaled(low: Fraction, high: Fraction, a: Fraction, b: Fraction) -> Moments:
    """Moments of low + (high - low) Beta(a, b), by the binomial theorem; no term is negative."""
    width = high - low

    def moment(k: int, m: int) -> Fraction:
        total = ZERO
        for i in range(k + 1):
            for j in range(m + 1):
                of_beta = rising(a, i) * rising(b, j) / rising(a + b, i + j)
                fixed = low ** (k - i) * (1 - high) ** (m - j)
                total += comb(k, i) * comb(m, j) * fixed * width ** (i + j) * of_beta
        return total

    return moment


def triangular(low: Fraction, mode: Fraction, high: Fraction) -> Moments:
    """Moments of a triangle: its density is linear on both sides, so a polynomial is integrated."""

    def integral(power: int, m: int, start: Fraction, end: Fraction) -> Fraction:
        """Of x^power (1 - x)^m from start to end."""
        total = ZERO
        for j in range(m + 1):
            n = power + j + 1
            total += (-1) ** j * comb(m, j) * (end**n - start**n) / n
        return total

    def moment(k: int, m: int) -> Fraction:
        total = ZERO
        if mode > low:
            rise = integral(k + 1, m, low, mode) - low * integral(k, m, low, mode)
            total += 2 * rise / ((high - low) * (mode - low))
        if high > mode:
            fall = high * integral(k, m, mode, high) - integral(k + 1, m, mode, high)
            total += 2 * fall / ((high - low) * (high - mode))
        return total

    return moment


def share_of_ratio(value: Any) -> Fraction:
    """LR / (1 + LR); of an uncertain ratio its mean, by Simpson's rule on the normal density."""
    if not hasattr(value, "lognormal"):
        ratio = rational(value)
        return ratio / (1 + ratio)
    centre = math.log(value.lognormal.median)
    sigma = (math.log(value.lognormal.p95) - centre) / 1.6448536269514722
    n, reach = 4000, 10.0
    total = mass = 0.0
    for k in range(n + 1):
        z = -reach + 2 * reach * k / n
        weight = (1 if k in (0, n) else 4 if k % 2 else 2) * math.exp(-z * z / 2)
        total += weight / (1 + math.exp(-(centre + sigma * z)))
        mass += weight
    return Fraction(total / mass)


# --- one item ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stated:
    """One item in numbers, for each state of what it bears on."""

    id: str
    variable: str
    likelihood: Mapping[str, Fraction]
    if_unreliable: Mapping[str, Fraction]
    repeat: Fraction
    if_copied: Fraction
    requires: tuple[str, ...]
    path: tuple[int, ...]


def for_each(stated: Mapping[str, Any], states: tuple[str, ...]) -> dict[str, Fraction]:
    return {h: mean(stated.get(h, stated.get("others"))) for h in states}


def stated(item: Item, case: Case, said: set[str], source_at: Mapping[str, int]) -> Stated:
    variable = case.question_of(item)
    states = variable.states
    if item.ratio is not None:
        share = share_of_ratio(item.ratio.value)
        likelihood = {h: share if h == item.ratio.for_ else 1 - share for h in states}
    elif item.search is not None:
        found = for_each(item.search.chance, states)
        likelihood = found if item.search.found else {h: 1 - p for h, p in found.items()}
    else:
        assert item.likelihood is not None
        likelihood = for_each(item.likelihood, states)
    if isinstance(item.if_unreliable, Mapping):
        unreliable = for_each(item.if_unreliable, states)
    elif item.if_unreliable is not None:
        unreliable = dict.fromkeys(states, mean(item.if_unreliable))
    else:  # not needed for a wholly reliable source, 1/2 by convention for a bare ratio
        unreliable = dict.fromkeys(states, ONE if item.ratio is None else HALF)
    repeats = item.repeats if item.repeats is not None and item.repeats.item in said else None
    return Stated(
        id=item.id,
        variable=variable.id,
        likelihood=likelihood,
        if_unreliable=unreliable,
        repeat=ZERO if repeats is None else mean(repeats.chance),
        if_copied=ONE if repeats is None or repeats.if_copied is None else mean(repeats.if_copied),
        requires=item.requires,
        path=tuple(source_at[s] for s in item.path),
    )


Mode = tuple[Fraction, tuple[tuple[int, int, int], ...], str]
"""Chance of the item in it, (source, tracked, did not) for each source, and its name."""


def modes(item: Stated, state: Mapping[str, str]) -> Iterator[Mode]:
    """Every way in which the item can have come about in a state of the world."""
    if item.repeat:
        yield item.repeat * item.if_copied, (), "repeat"
    if item.repeat == 1:
        return
    here = state[item.variable]
    holds = all(state[a] == "holds" for a in item.requires)
    for tracks in product((True, False), repeat=len(item.path)):
        tracked = holds and all(tracks)
        p = item.likelihood[here] if tracked else item.if_unreliable[here]
        counts = tuple((s, int(t), int(not t)) for s, t in zip(item.path, tracks, strict=True))
        yield (1 - item.repeat) * p, counts, "tracks" if tracked else "does not"


# --- the whole -----------------------------------------------------------------------------------


class Enumeration:
    """The worlds of a case as of a day."""

    def __init__(self, case: Case, as_of: dt.date | None = None) -> None:
        day = as_of or case.as_of
        excluded = {s.id for s in case.sources if getattr(s.reliability, "exclude", False)}
        known = [i for i in case.items if day is None or i.date is None or i.date <= day]
        items = [i for i in known if not set(i.path) & excluded]
        used = {s for i in items for s in i.path}
        self.case = case
        self.sources = [s for s in case.sources if s.id in used]
        self.moments = [moments(s.reliability) for s in self.sources]
        source_at = {s.id: k for k, s in enumerate(self.sources)}
        # what a source beyond judgement said is not weighed, but it was said and may be repeated
        said = {i.id for i in known}
        self.items = [stated(i, case, said, source_at) for i in items]
        self.touched = {v for i in self.items for v in (i.variable, *i.requires)}
        self.known: dict[tuple[Any, ...], dict[Counts, Fraction]] = {}

    def states(self) -> Iterator[tuple[Fraction, dict[str, str]]]:
        """Every joint state of the questions and assumptions, with its prior probability."""
        case = self.case
        ids = [*(q.id for q in case.questions), *(a.id for a in case.assumptions)]
        every = [q.states for q in case.questions] + [("holds", "fails")] * len(case.assumptions)
        for values in product(*every):
            state = dict(zip(ids, values, strict=True))
            p = math.prod((self.prior(q, state) for q in case.questions), start=ONE)
            for a in case.assumptions:
                holds = mean(a.holds)
                p *= holds if state[a.id] == "holds" else 1 - holds
            yield p, state

    @staticmethod
    def prior(question: Any, state: Mapping[str, str]) -> Fraction:
        if question.given:
            row = next(r for r in question.table if all(state[q] == h for q, h in r.when.items()))
            each = {h: rational(p.value) for h, p in row.prior.items()}
        elif question.weights is not None:
            each = {h: rational(w) for h, w in question.weights.items()}
        else:
            each = {h.id: rational(h.prior.value) for h in question.hypotheses}
        return each[state[question.id]] / sum(each.values())

    def worlds(self, state: Mapping[str, str], only: tuple[str, str] | None = None) -> Any:
        """Weights of the modes of all items, added up by the counts of the sources.

        `only` names an item and a mode: worlds in which it came about in any other are left out.
        """
        key = (*(state[v] for v in sorted(self.touched)), only)
        if key not in self.known:
            gathered: dict[Counts, Fraction] = {((0, 0),) * len(self.sources): ONE}
            for item in self.items:
                after: dict[Counts, Fraction] = defaultdict(Fraction)
                for p, tracked, name in modes(item, state):
                    if p == 0 or (only is not None and only[0] == item.id and only[1] != name):
                        continue
                    for counts, weight in gathered.items():
                        more = list(counts)
                        for s, k, m in tracked:
                            more[s] = (more[s][0] + k, more[s][1] + m)
                        after[tuple(more)] += weight * p
                gathered = after
            self.known[key] = gathered
        return self.known[key]

    def likelihood(
        self,
        state: Mapping[str, str],
        only: tuple[str, str] | None = None,
        times: int | None = None,
    ) -> Fraction:
        """P(items | state), if need be with the reliability of one source as a factor."""
        total = ZERO
        for counts, weight in self.worlds(state, only).items():
            for s, (k, m) in enumerate(counts):
                weight *= self.moments[s](k + (s == times), m)
            total += weight
        return total

    def answer(self, *, of_items: bool = False) -> Answer:
        """Everything; the chances of repeating and of tracking only if asked for."""
        each = [(p, state) for p, state in self.states() if p > 0]
        z = [p * self.likelihood(state) for p, state in each]
        found = Answer(evidence=sum(z, ZERO))
        if found.evidence == 0:
            return found
        for q in self.case.questions:
            for h in q.states:
                part = sum((w for w, (_, x) in zip(z, each, strict=True) if x[q.id] == h), ZERO)
                found.credence[q.id, h] = part / found.evidence
        for a in self.case.assumptions:
            part = sum((w for w, (_, x) in zip(z, each, strict=True) if x[a.id] == "holds"), ZERO)
            found.holds[a.id] = part / found.evidence
        for k, s in enumerate(self.sources):
            part = sum((p * self.likelihood(x, times=k) for p, x in each), ZERO)
            found.reliability[s.id] = part / found.evidence
        for item in self.items if of_items else ():
            for name, into in (("repeat", found.repeats), ("tracks", found.tracked)):
                part = sum((p * self.likelihood(x, (item.id, name)) for p, x in each), ZERO)
                into[item.id] = part / found.evidence
        return found


def weigh(case: Case, as_of: dt.date | None = None, *, of_items: bool = False) -> Answer:
    """Weigh a case by enumeration."""
    return Enumeration(case, as_of).answer(of_items=of_items)
