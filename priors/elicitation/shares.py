"""The prior of one question as shares, to which hypotheses can be added without harm."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from priors.elicitation.base_rates import BaseRate, class_sentence, count_text
from priors.forms.probability import Beta
from priors.labels import number, shares
from priors.names import meant
from priors.rounding import credence_text, rescaled_text

CATCH_ALL = "other"
SHARE = 0.05
"""The share of a catch-all where nothing is left for it: a convention of this library."""

CONVENTION = f"a share of {credence_text(SHARE)}: a convention of this library, nobody's judgement"
ROUNDING = 0.0005  # as far as a rate of three decimals can be off


@dataclass(frozen=True)
class Prior:
    """Priors of a question's hypotheses, and how many observations they are worth.

    What is done to one hypothesis leaves the others alone: their odds among each other, and how
    firm these are, stay what they were. A straw man cannot be used to shift them.

    Attributes
    ----------
    priors : dict
        {hypothesis: probability}; they sum to 1.
    concentration : float or None
        What they are worth, in observations (of a Dirichlet distribution); None if they are fixed.
    because : dict
        {hypothesis: why}, for those that have a reason.
    catch_all : str or None
        The hypothesis "anything else", if there is one.
    """

    priors: dict[str, float]
    concentration: float | None = None
    because: dict[str, str] = field(default_factory=dict)
    catch_all: str | None = None

    def __post_init__(self) -> None:
        """Check that the shares are above 0 and sum to 1."""
        for name, value in self.priors.items():
            if not number(value, f"the prior of {name!r}") > 0.0:
                msg = f"the prior of {name!r} has to be above 0: nothing could undo it"
                raise ValueError(msg)
        total = sum(self.priors.values())
        if abs(total - 1.0) > 1e-9:
            msg = f"the priors sum to {total:.10g}, not to 1"
            raise ValueError(msg)
        worth = self.concentration
        if worth is not None and not number(worth, "the concentration") > 0.0:
            msg = f"the concentration has to be above 0, not {worth!r}"
            raise ValueError(msg)
        if self.catch_all is not None and self.catch_all not in self.priors:
            known = meant(self.catch_all, self.priors)
            msg = f"the catch-all {self.catch_all!r} has no prior {known}"
            raise ValueError(msg)

    @property
    def alpha(self) -> dict[str, float]:
        """Parameters of the Dirichlet distribution: each prior times the concentration."""
        return {name: p * self._worth for name, p in self.priors.items()}

    @property
    def _worth(self) -> float:
        if self.concentration is None:
            msg = "this prior is fixed: it has no concentration, and so no distribution"
            raise ValueError(msg)
        return self.concentration

    def marginal(self, hypothesis: str) -> Beta:
        """Return the Beta distribution of one hypothesis's prior, if there is a concentration."""
        a = self.alpha[self._known(hypothesis)]
        return Beta(beta=(a, self._worth - a))

    def _known(self, name: str) -> str:
        if name not in self.priors:
            msg = f"no hypothesis is called {name!r} {meant(name, self.priors)}"
            raise ValueError(msg)
        return name

    def _new(self, name: str) -> str:
        if name in self.priors:
            msg = f"there is a hypothesis called {name!r} already"
            raise ValueError(msg)
        return name

    def with_catch_all(self, share: float = SHARE, name: str = CATCH_ALL) -> Prior:
        """Add "anything else" to the prior, the odds among the others left alone."""
        if self.catch_all is not None:
            msg = f"there is a catch-all already, {self.catch_all!r}"
            raise ValueError(msg)
        made = self._joined(self._new(name), share)
        return replace(made, catch_all=name)

    def add(self, name: str, share: float, *, because: str = "") -> Prior:
        """Add one more hypothesis to the prior, its share taken out of the catch-all.

        Until it was named it was part of "anything else". Without a catch-all its share is taken
        from all the others in proportion.
        """
        self._new(name)
        if self.catch_all is None:
            made = self._joined(name, share)
        else:
            left = self.priors[self.catch_all] - _share(share)
            if left <= 0.0:
                msg = (
                    f"the catch-all {self.catch_all!r} has {self.priors[self.catch_all]:g}, which "
                    f"is not enough to give {share:g} to {name!r}"
                )
                raise ValueError(msg)
            made = replace(self, priors={**self.priors, self.catch_all: left, name: share})
            if why := self.because.get(self.catch_all):
                less = f"{why}, less {share:g} for {name!r}"
                made = replace(made, because={**made.because, self.catch_all: less})
        return replace(made, because={**made.because, name: because} if because else made.because)

    def split(self, hypothesis: str, into: Mapping[str, float]) -> Prior:
        """Replace one hypothesis by several, in the proportions given."""
        whole = self.priors[self._known(hypothesis)]
        weights = {name: number(w, f"the part of {name!r}", low=0.0) for name, w in into.items()}
        for name in weights:
            if name != hypothesis:
                self._new(name)
        total = sum(weights.values())
        if len(weights) < 2 or not all(w > 0.0 for w in weights.values()):
            msg = f"to split {hypothesis!r} takes two parts or more, each above 0"
            raise ValueError(msg)
        priors: dict[str, float] = {}
        for name, p in self.priors.items():
            if name == hypothesis:
                priors.update({n: whole * w / total for n, w in weights.items()})
            else:
                priors[name] = p
        kept = self.catch_all if self.catch_all in priors else None
        because = {
            name: _with_note(why, self.priors[name], priors[name])
            for name, why in self.because.items()
            if name in priors
        }
        return replace(self, priors=priors, catch_all=kept, because=because)

    def _joined(self, name: str, share: float) -> Prior:
        rest = 1.0 - _share(share)
        priors = {n: p * rest for n, p in self.priors.items()}
        because = {n: _with_note(w, self.priors[n], priors[n]) for n, w in self.because.items()}
        # the others' parameters stay, so that the distribution of their odds is what it was
        worth = None if self.concentration is None else self.concentration / rest
        return replace(self, priors={**priors, name: share}, concentration=worth, because=because)

    def to_dict(self) -> dict[str, Any]:
        """Give the part of a question that it amounts to, as a case file has it."""
        hypotheses = []
        for name, p in self.priors.items():
            entry: dict[str, Any] = {"id": name, "prior": p}
            if self.because.get(name):
                entry["because"] = self.because[name]
            if name == self.catch_all:
                entry["catch_all"] = True
            hypotheses.append(entry)
        worth = {} if self.concentration is None else {"concentration": self.concentration}
        return {**worth, "hypotheses": hypotheses}


def _share(share: float) -> float:
    value = number(share, "the share")
    if not 0.0 < value < 1.0:
        msg = f"the share has to lie between 0 and 1, not {share!r}"
        raise ValueError(msg)
    return value


def remainder(rates: Collection[float]) -> float | None:
    """Tell what probabilities of exclusive hypotheses leave of 1; None where that is only rounding.

    One probability alone is taken as it stands, and leaves all the rest.
    """
    left = 1.0 - math.fsum(rates)
    slack = ROUNDING * len(rates) if len(rates) > 1 else 1e-9
    return left if left > slack * (1.0 + 1e-9) else None


def _with_note(because: str, before: float, after: float) -> str:
    return ", ".join(note for note in (because, rescaled_text(before, after)) if note)


def prior_for(
    rates: Mapping[str, float | Beta | BaseRate],
    *,
    catch_all: str | None = CATCH_ALL,
    share: float | None = None,
    worth: float | None = None,
    ratios: bool = False,
) -> Prior:
    """Make priors of a question from the base rate of each of its hypotheses.

    Parameters
    ----------
    rates : mapping
        {hypothesis: its base rate}: a number above 0, a Beta or a `BaseRate`. They are
        probabilities, at most 1, unless `ratios` is true.
    catch_all : str, optional
        Name of "anything else"; None if the hypotheses are exhaustive: the rates are then rescaled
        to a sum of 1.
    share : float, optional
        What the catch-all gets, between 0 and 1; the rates are rescaled to leave it that. It should
        be a judgement: how often was the answer one that nobody had thought of? Without it the
        catch-all gets what the rates leave of 1, and they stay as they are; where they leave
        nothing (but for rounding, .0005 for each of several), or are ratios, it gets .05 by
        convention.
    worth : float, optional
        What the odds among the named hypotheses are worth, in observations; without it the prior
        is fixed.
    ratios : bool
        Whether the rates are weights or frequencies of exclusive hypotheses, of which only the
        proportions count: 3, 1 and 6.

    Returns
    -------
    Prior
        Its `to_dict()` is what a question of a case file has. Its `because` says of each hypothesis
        how its rate was rescaled, if it was, and of the catch-all where its share is from.

    Raises
    ------
    ValueError
        If there are fewer than two hypotheses, if a rate is not above 0 or (without `ratios`) above
        1, or if the one rate that there is and the share do not sum to 1.

    Examples
    --------
    >>> found = prior_for({"theft": 0.03, "loan": 0.12}, worth=20)
    >>> {name: round(p, 3) for name, p in found.priors.items()}
    {'theft': 0.03, 'loan': 0.12, 'other': 0.85}
    >>> round(found.concentration, 2)
    133.33
    >>> found = prior_for({"theft": 0.03, "loan": 0.12}, ratios=True)
    >>> {name: round(p, 3) for name, p in found.priors.items()}
    {'theft': 0.19, 'loan': 0.76, 'other': 0.05}
    >>> found.because["loan"]
    'rescaled from .12 to .76'
    """
    known = {name: _rate_of(rate, name) for name, rate in rates.items()}
    if len(known) + (catch_all is not None) < 2:
        msg = "a question needs two hypotheses or more"
        raise ValueError(msg)
    _check_rates(known, share if catch_all is not None else None, ratios)
    total = math.fsum(known.values())
    made = Prior({name: r / total for name, r in known.items()}, worth)
    from_where = ""
    if catch_all is not None:
        left = None if ratios else remainder(known.values())
        if share is None:
            from_where = CONVENTION if left is None else "what the others leave of 1"
            share = SHARE if left is None else left
        made = made.with_catch_all(share, catch_all)
    because = {catch_all: from_where} if catch_all is not None and from_where else {}
    for name, rate in rates.items():
        why = rate.because if isinstance(rate, BaseRate) else ""
        if reason := _with_note(why, known[name], made.priors[name]):
            because[name] = reason
    return replace(made, because=because)


def _check_rates(known: Mapping[str, float], share: float | None, ratios: bool) -> None:
    """Check that the rates can be what they are said to be: probabilities, or ratios."""
    if ratios and len(known) < 2:
        msg = f"a ratio takes two numbers or more, and {next(iter(known))!r} stands alone"
        raise ValueError(msg)
    for name, rate in known.items():
        if rate > 1.0 and not ratios:
            msg = (
                f"the rate of {name!r} is {rate:g}, and a probability is at most 1: if only the "
                "proportions count, say so with ratios=True"
            )
            raise ValueError(msg)
    if share is not None and len(known) == 1:
        (name, rate), s = next(iter(known.items())), _share(share)
        if abs(rate + s - 1.0) > ROUNDING:
            msg = (
                f"{name!r} has {rate:.3g} and the catch-all {s:.3g}, which do not sum to 1: leave "
                "the share out, or name the other hypotheses"
            )
            raise ValueError(msg)


def _rate_of(rate: Any, name: str) -> float:
    mean = rate.mean if isinstance(rate, Beta | BaseRate) else rate
    value = number(mean, f"the rate of {name!r}")
    if not value > 0.0:
        msg = f"the rate of {name!r} has to be above 0: see base_rate() for what never happened yet"
        raise ValueError(msg)
    return value


def prior_from_counts(
    counts: Mapping[str, float],
    *,
    reference_class: str,
    source: str = "",
    start: Mapping[str, float] | None = None,
    start_worth: float = 1.0,
    catch_all: str | None = CATCH_ALL,
    share: float | None = None,
    worth: float | None = None,
) -> Prior:
    """Make priors of a question from how often each hypothesis was the answer in other cases.

    Parameters
    ----------
    counts : mapping
        {hypothesis: in how many cases of the class it was so}, 0 or more.
    reference_class : str
        The class in words that follow "of": "thefts of paintings since 1970".
    source : str, optional
        Where the counts are from.
    start : mapping, optional
        {hypothesis: share} believed before any case; equal by default, which depends on how the
        hypotheses are cut. To cut one afterwards use `Prior.split`.
    start_worth : float
        What the start is worth in cases, all hypotheses together, above 0.
    catch_all : str, optional
        Name of "anything else"; None if the hypotheses are exhaustive.
    share : float, optional
        What the catch-all gets, between 0 and 1; .05 by convention if nobody judged it.
    worth : float, optional
        What the class is worth in observations, if the case at hand may differ from it: at most all
        cases and the start.

    Returns
    -------
    Prior
        With the counts as its `because` and the worth as its `concentration`.

    Raises
    ------
    ValueError
        If a count is below 0, a name is unknown, the class is not named, or there is but one
        outcome: of how many trials it does not say.

    Notes
    -----
    Dirichlet with the parameters n_i + w s_i, s the start and w its worth; w = 1 as proposed by
    Perks. A catch-all then gets share / (1 - share) of their sum, which leaves them as they are.

    References
    ----------
    Perks, W. (1947), *J. Institute of Actuaries* 73:285-334.

    Examples
    --------
    >>> found = prior_from_counts({"theft": 9, "loan": 30, "fire": 0}, share=0.05,
    ...                           reference_class="empty frames since 1970")
    >>> {name: round(p, 3) for name, p in found.priors.items()}
    {'theft': 0.222, 'loan': 0.72, 'fire': 0.008, 'other': 0.05}
    >>> found.because["theft"]
    '9 of 39 empty frames since 1970, rescaled from .23 to .22'
    """
    n = {name: number(v, f"the count of {name!r}", low=0.0) for name, v in counts.items()}
    if len(n) + (catch_all is not None) < 2:
        msg = "a question needs two hypotheses or more"
        raise ValueError(msg)
    if len(n) == 1:
        msg = (
            f"counts of all outcomes are needed, and {next(iter(n))!r} is one alone: count the "
            "others, too, or use base_rate(events, trials, ...) with the number of trials"
        )
        raise ValueError(msg)
    for name in start or {}:
        if name not in n:
            msg = f"the start names {name!r}, which has no count {meant(name, n)}"
            raise ValueError(msg)
    before = shares(start, tuple(n), "hypothesis")
    w = number(start_worth, "start_worth")
    if not (w > 0.0 and (before > 0.0).all()):
        msg = "the start has to be above 0 for every hypothesis, and worth more than 0"
        raise ValueError(msg)
    alpha = {name: v + w * s for (name, v), s in zip(n.items(), before.tolist(), strict=True)}
    total, cases = sum(alpha.values()), sum(n.values())
    kept = total if worth is None else number(worth, "worth", low=0.0, high=total)
    because = {
        name: class_sentence(f"{count_text(v)} of {count_text(cases)}", reference_class, source)
        for name, v in n.items()
    }
    made = Prior({name: a / total for name, a in alpha.items()}, kept, because)
    if catch_all is None:
        return made
    made = made.with_catch_all(SHARE if share is None else share, catch_all)
    reasons = {catch_all: CONVENTION} if share is None else {}
    return replace(made, because={**made.because, **reasons})
