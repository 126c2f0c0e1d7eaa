"""The prior of one question as shares, to which hypotheses can be added without harm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from priors.base_rates import BaseRate, class_sentence, count_text
from priors.labels import meant, number, shares
from priors.probability import Beta

CATCH_ALL = "other"
SHARE = 0.05
"""The share of a catch-all unless something else is said: a convention of this library."""


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
        """The Beta distribution of one hypothesis's prior, if there is a concentration."""
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
        """The prior with "anything else" added, the odds among the others left alone."""
        if self.catch_all is not None:
            msg = f"there is a catch-all already, {self.catch_all!r}"
            raise ValueError(msg)
        made = self._joined(self._new(name), share)
        return replace(made, catch_all=name)

    def add(self, name: str, share: float, *, because: str = "") -> Prior:
        """The prior with one more hypothesis, its share taken out of the catch-all.

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
        return replace(made, because={**made.because, name: because} if because else made.because)

    def split(self, hypothesis: str, into: Mapping[str, float]) -> Prior:
        """The prior with one hypothesis replaced by several, in the proportions given."""
        whole = self.priors[self._known(hypothesis)]
        parts = {name: number(w, f"the part of {name!r}", low=0.0) for name, w in into.items()}
        for name in parts:
            if name != hypothesis:
                self._new(name)
        total = sum(parts.values())
        if len(parts) < 2 or not all(w > 0.0 for w in parts.values()):
            msg = f"to split {hypothesis!r} takes two parts or more, each above 0"
            raise ValueError(msg)
        priors: dict[str, float] = {}
        for name, p in self.priors.items():
            if name == hypothesis:
                priors.update({n: whole * w / total for n, w in parts.items()})
            else:
                priors[name] = p
        kept = self.catch_all if self.catch_all in priors else None
        because = {name: why for name, why in self.because.items() if name in priors}
        return replace(self, priors=priors, catch_all=kept, because=because)

    def _joined(self, name: str, share: float) -> Prior:
        rest = 1.0 - _share(share)
        priors = {n: p * rest for n, p in self.priors.items()}
        # the others' parameters stay, so that the distribution of their odds is what it was
        worth = None if self.concentration is None else self.concentration / rest
        return replace(self, priors={**priors, name: share}, concentration=worth)

    def to_dict(self) -> dict[str, Any]:
        """The part of a question that it amounts to, as a case file has it."""
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
    found = number(share, "the share")
    if not 0.0 < found < 1.0:
        msg = f"the share has to lie between 0 and 1, not {share!r}"
        raise ValueError(msg)
    return found


def prior_for(
    rates: Mapping[str, float | Beta | BaseRate],
    *,
    catch_all: str | None = CATCH_ALL,
    share: float = SHARE,
    worth: float | None = None,
) -> Prior:
    """Priors of a question from the base rate of each of its hypotheses.

    Parameters
    ----------
    rates : mapping
        {hypothesis: its base rate}: a number above 0, a Beta or a `BaseRate`. Only proportions
        count: they are rescaled to leave the catch-all its share.
    catch_all : str, optional
        Name of "anything else"; None if the hypotheses are exhaustive.
    share : float
        What the catch-all gets, between 0 and 1. The default .05 is a convention, and should be a
        judgement: how often was the answer one that nobody had thought of?
    worth : float, optional
        What the odds among the named hypotheses are worth, in observations; without it the prior
        is fixed.

    Returns
    -------
    Prior
        Its `to_dict()` is what a question of a case file has.

    Raises
    ------
    ValueError
        If there are fewer than two hypotheses, or a rate is not above 0.

    Examples
    --------
    >>> found = prior_for({"theft": 0.03, "loan": 0.12}, share=0.1, worth=20)
    >>> {name: round(p, 3) for name, p in found.priors.items()}
    {'theft': 0.18, 'loan': 0.72, 'other': 0.1}
    >>> round(found.concentration, 2)
    22.22
    """
    known = {name: _rate_of(rate, name) for name, rate in rates.items()}
    if len(known) + (catch_all is not None) < 2:
        msg = "a question needs two hypotheses or more"
        raise ValueError(msg)
    total = sum(known.values())
    because = {name: r.because for name, r in rates.items() if isinstance(r, BaseRate)}
    made = Prior({name: r / total for name, r in known.items()}, worth, because)
    return made if catch_all is None else made.with_catch_all(share, catch_all)


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
    share: float = SHARE,
    worth: float | None = None,
) -> Prior:
    """Priors of a question from how often each hypothesis was the answer in other cases.

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
    share : float
        What the catch-all gets, between 0 and 1.
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
        If a count is below 0, a name is unknown, or the class is not named.

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
    '9 of 39 empty frames since 1970'
    """
    n = {name: number(v, f"the count of {name!r}", low=0.0) for name, v in counts.items()}
    if len(n) + (catch_all is not None) < 2:
        msg = "a question needs two hypotheses or more"
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
    return made if catch_all is None else made.with_catch_all(share, catch_all)
