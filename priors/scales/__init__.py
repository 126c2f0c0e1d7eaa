"""Verbal probability scales: data files (TOML, one a scale) and the one loader that reads them.

A file holds the scale's citation and its bands as published, gaps left as gaps. The loader adds
nothing to them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Band:
    """One term of a scale and the probabilities it stands for."""

    term: str
    low: float
    high: float
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scale:
    """A verbal probability scale with its bands and where it is published."""

    id: str
    name: str
    edition: str
    citation: str
    bands: tuple[Band, ...]

    def band(self, phrase: str) -> Band:
        """Band of a term or one of its synonyms; upper and lower case are the same.

        Raises
        ------
        KeyError
            If the scale has no such term.
        """
        wanted = " ".join(phrase.lower().split())
        for band in self.bands:
            if wanted in (band.term, *band.synonyms):
                return band
        raise KeyError(phrase)

    @property
    def terms(self) -> tuple[str, ...]:
        """Every term and synonym, in the order of the scale."""
        return tuple(t for b in self.bands for t in (b.term, *b.synonyms))


def scale_ids() -> tuple[str, ...]:
    """Identifiers of the scales that are shipped, sorted."""
    files = resources.files(__name__).iterdir()
    return tuple(sorted(f.name.removesuffix(".toml") for f in files if f.name.endswith(".toml")))


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
    text = resources.files(__name__).joinpath(f"{scale_id}.toml").read_text("utf-8")
    data = tomllib.loads(text)
    bands = tuple(
        Band(b["term"], b["low"], b["high"], tuple(b.get("synonyms", ()))) for b in data["bands"]
    )
    return Scale(data["id"], data["name"], data["edition"], data["citation"], bands)
