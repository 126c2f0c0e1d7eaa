"""Scales of whole assessments: data files (TOML) and their loader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from priors.scales.files import shipped

LEVELS = ("low", "moderate", "high")


@dataclass(frozen=True)
class Bound:
    """A side of a number on which a level is given."""

    kind: str
    """at_most, at_least or below."""
    value: float

    def holds(self, x: float) -> bool:
        """Whether a value lies on that side."""
        if self.kind == "at_most":
            return x <= self.value
        return x >= self.value if self.kind == "at_least" else x < self.value


@dataclass(frozen=True)
class Component:
    """One of the things that analytic confidence rests on, and where it is high and low."""

    id: str
    name: str
    unit: str
    high: Bound
    low: Bound
    because: str

    def level(self, value: float) -> str:
        """The level that a value gives."""
        if self.high.holds(value):
            return "high"
        return "low" if self.low.holds(value) else "moderate"


@dataclass(frozen=True)
class ConfidenceScale:
    """Components of analytic confidence with their thresholds, and the rule that joins them."""

    id: str
    name: str
    edition: str
    words_citation: str
    values_citation: str
    rule_name: str
    rule: str
    decisive: tuple[str, ...]
    low_from: int
    components: tuple[Component, ...]

    def overall(self, levels: dict[str, str]) -> str:
        """The level of the whole, from the levels of the components that apply.

        A component of another level than low, moderate and high was not stated.
        """
        low = [name for name, level in levels.items() if level == "low"]
        if len(low) >= self.low_from or any(name in self.decisive for name in low):
            return "low"
        return "high" if all(level == "high" for level in levels.values()) else "moderate"


@cache
def confidence_scale() -> ConfidenceScale:
    """The shipped thresholds of analytic confidence: the library's own proposal."""
    data = shipped(__name__, "confidence")
    rule = data["rule"]
    return ConfidenceScale(
        **{k: data[k] for k in ("id", "name", "edition", "words_citation", "values_citation")},
        rule_name=rule["name"],
        rule=rule["text"],
        decisive=tuple(rule["decisive"]),
        low_from=rule["low_from"],
        components=tuple(
            Component(
                **{k: c[k] for k in ("id", "name", "unit", "because")},
                high=_bound(c["high"]),
                low=_bound(c["low"]),
            )
            for c in data["components"]
        ),
    )


def _bound(stated: dict[str, float]) -> Bound:
    ((kind, value),) = stated.items()
    return Bound(kind, float(value))
