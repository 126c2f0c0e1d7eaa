"""Verbal scales: data files (TOML, one a scale) and what they say.

A file holds the scale's citation and its bands as published: gaps stay gaps, ranges that lie inside
one another stay so. The loader adds nothing to them. Scales of probability stand here; those of a
likelihood ratio stand in `evidence/scales` and are read by the same loader.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from priors.scales.files import shipped, shipped_ids


@dataclass(frozen=True)
class Band:
    """One term of a scale and the numbers it stands for."""

    term: str
    low: float
    high: float
    synonyms: tuple[str, ...] = ()
    low_open: bool = field(default=False, repr=False)
    """Whether the publication says that the lower end does not belong to the band."""
    high_open: bool = field(default=False, repr=False)
    additional: bool = field(default=False, repr=False)
    """Printed beside the ranges that divide the scale: no number is given this term."""
    unverified: bool = field(default=False, repr=False)
    """Whether the file's own provenance says that this range could not be checked."""

    @property
    def width(self) -> float:
        """How much of the scale the band takes up."""
        return self.high - self.low

    def holds(self, value: float) -> bool:
        """Tell whether a number lies in the band, its ends included unless published as open."""
        above = value > self.low if self.low_open else value >= self.low
        return above and (value < self.high if self.high_open else value <= self.high)

    def covers(self, low: float, high: float) -> bool:
        """Tell whether a whole interval lies in the band; its ends may be those of the band."""
        return self.low <= low and high <= self.high


@dataclass(frozen=True)
class Scale:
    """A verbal scale with its bands and where it is published."""

    id: str
    name: str
    edition: str
    citation: str
    bands: tuple[Band, ...]
    points: tuple[Band, ...] = ()
    """Terms for exactly 0 and exactly 1, where a scale has them: never for a number between."""
    language: str = "en"
    rules: tuple[str, ...] = ()
    provenance: str = ""
    """How the numbers were checked, and what was not."""
    not_numbers: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Words to which the publication gives no number on purpose, each with its reason."""

    def band(self, phrase: str) -> Band:
        """Return the band of a term or one of its synonyms; upper and lower case are the same.

        Raises
        ------
        KeyError
            If the scale has no such term, or the term stands for exactly 0 or 1.
        """
        wanted = " ".join(phrase.lower().split())
        for band in self.bands:
            if wanted in (band.term, *band.synonyms):
                return band
        raise KeyError(phrase)

    @cached_property
    def dividing(self) -> tuple[Band, ...]:
        """The bands from which a number gets its term: all that are not additional."""
        return tuple(b for b in self.bands if not b.additional)

    @property
    def limits(self) -> tuple[float, float]:
        """Where the lowest band begins and the highest ends."""
        return min(b.low for b in self.dividing), max(b.high for b in self.dividing)

    @property
    def ends(self) -> tuple[float, ...]:
        """Every number at which a band begins or ends, rising."""
        return tuple(sorted({x for b in self.dividing for x in (b.low, b.high)}))

    @property
    def layout(self) -> str:
        """How the bands lie: partition, gaps, nested (one inside another) or overlapping."""
        bands = sorted(self.dividing, key=lambda b: (b.low, b.high))
        if any(
            a is not b and a.covers(b.low, b.high) and a.width > 0 for a in bands for b in bands
        ):
            return "nested"
        if any(b.low < a.high for a, b in pairwise(bands)):
            return "overlapping"
        return "gaps" if any(b.low > a.high for a, b in pairwise(bands)) else "partition"

    def narrowest(self, low: float, high: float) -> Band | None:
        """Return the narrowest band that holds a whole interval, if there is one."""
        holding = [b for b in self.dividing if b.covers(low, high)]
        return min(holding, key=lambda b: b.width) if holding else None

    def region(self, probability: float) -> Band:
        """Return the stretch around a probability in which the term does not change, and its term.

        Where bands share an end, it belongs to the upper one unless it is published as open. The
        end of a band beside a gap belongs to the band. Where bands lie inside one another
        or overlap, the term is that of the narrowest, and the stretch ends where another becomes
        the narrowest. In a gap, and beyond the ends of the scale, the term is empty.

        Examples
        --------
        >>> load_scale("icd203").region(0.8)
        Band(term='very likely', low=0.8, high=0.95, synonyms=())
        >>> load_scale("phia2025").region(0.07)
        Band(term='', low=0.05, high=0.1, synonyms=())
        >>> load_scale("ipcc_ar5").region(0.55)
        Band(term='about as likely as not', low=0.33, high=0.66, synonyms=())
        """
        stretch = Band("", 0.0, 0.0)
        owner: Band | None = None
        for low, high in pairwise(sorted({0.0, 1.0, *self.ends})):
            band = self.narrowest(low, high)
            term = band.term if band else ""
            if stretch.term == term:
                stretch = Band(term, stretch.low, high)
            elif low == 0.0 or self._begins(low, probability, owner, band):
                stretch = Band(term, low, high)
            else:
                break
            owner = band
        return stretch

    @staticmethod
    def _begins(low: float, probability: float, below: Band | None, above: Band | None) -> bool:
        """Whether a probability belongs to the upper of two stretches that meet at `low`."""
        if low != probability:
            return low < probability
        return (above is not None and above.holds(low)) or not (below and below.holds(low))

    @property
    def terms(self) -> tuple[str, ...]:
        """Every term and synonym, in the order of the scale."""
        return tuple(t for b in self.bands for t in (b.term, *b.synonyms))


def scale_from(data: Mapping[str, Any]) -> Scale:
    """Return a scale from the contents of its file."""
    bands = tuple(Band(**{**b, "synonyms": tuple(b.get("synonyms", ()))}) for b in data["bands"])
    points = tuple(Band(p["term"], p["value"], p["value"]) for p in data.get("points", ()))
    words = {k: data[k] for k in ("id", "name", "edition", "citation", "language", "provenance")}
    return Scale(
        **words,
        bands=bands,
        points=points,
        rules=tuple(data["rules"]),
        not_numbers=MappingProxyType(dict(data.get("not_numbers", {}))),
    )


def scale_ids() -> tuple[str, ...]:
    """List the identifiers of the scales that are shipped, sorted."""
    return shipped_ids(__name__)


@cache
def load_scale(scale_id: str) -> Scale:
    """Read one shipped scale.

    Parameters
    ----------
    scale_id : str
        One of `scale_ids()`.

    Returns
    -------
    Scale

    Raises
    ------
    KeyError
        If no scale of that name is shipped.

    Examples
    --------
    >>> band = load_scale("icd203").band("likely")
    >>> band.low, band.high
    (0.55, 0.8)
    """
    if scale_id not in scale_ids():
        raise KeyError(scale_id)
    return scale_from(shipped(__name__, scale_id))
