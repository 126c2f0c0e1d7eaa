"""What the comparison of several analysts says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.names import listed
from assess.formatting.numbers import credence_text, decibans_text, number_text
from assess.sensitivity.compare import POOLS

if TYPE_CHECKING:
    import xarray as xr


def headline(reading: xr.Dataset) -> str:
    """On what the analysts are furthest apart, in one line."""
    name = reading.attrs["hypothesis"]
    own = reading["credence"].sel(hypothesis=name)
    low, high = int(np.argmin(own.values)), int(np.argmax(own.values))
    ends = [credence_text(float(own[k])) for k in (low, high)]
    if ends[0] == ends[1]:
        return f"All agree on {reading.attrs['question']}"
    who = [fitted(width=24, label=str(own["analyst"].values[k])) for k in (low, high)]
    return (
        f"They are furthest apart on {fitted(name, width=28)}: {ends[0]} for {who[0]}, "
        f"{ends[1]} for {who[1]}"
    )


def explain(reading: xr.Dataset) -> str:
    """The comparison in words: the credences, the pools, what is stated differently.

    Parameters
    ----------
    reading : Dataset
        What `compare` returned.

    Returns
    -------
    str
        Three to five sentences.
    """
    name = reading.attrs["hypothesis"]
    own = reading["credence"].sel(hypothesis=name)
    each = [f"{credence_text(float(c))} for {n}" for n, c in _by_analyst(own)]
    if np.ptp(own.values) < 5e-4:
        sentences = [f"All give every hypothesis the same credence ({name}: {each[0]})."]
    else:
        sentences = [f"They are furthest apart on {name}: its credence is {_joined(each)}."]
    pooled = [credence_text(float(reading["pooled"].sel(hypothesis=name, pool=p))) for p in POOLS]
    even = np.allclose(reading["weight"], reading["weight"][0])
    how = (
        "equal weights"
        if even
        else "weights "
        + ", ".join(f"{n} {number_text(float(w))}" for n, w in _by_analyst(reading["weight"]))
    )
    sentences.append(
        f"Pooled with {how} it is {pooled[0]} (linear) or {pooled[1]} (log); a pool hides the "
        "disagreement, and is nobody's own conclusion."
    )
    sentences.append(_differences(reading))
    if missing := _missing(reading):
        sentences.append(missing)
    sentences.append("Each credence is conditional on all that its analyst states.")
    return " ".join(sentences)


def _by_analyst(values: xr.DataArray) -> list[tuple[str, float]]:
    return list(zip(map(str, values["analyst"].values), values.values.tolist(), strict=True))


def _joined(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)


def _differences(compare: xr.Dataset) -> str:
    """How many numbers differ, and the one that differs most."""
    value = compare["value"].values
    shared = np.flatnonzero(compare["differs"].values)
    if not len(shared):
        return "All numbers that they share are the same."
    count = f"{len(shared)} number{'s' if len(shared) > 1 else ''}"
    first = f"They state {count} differently"
    apart = compare["apart"].values[shared]
    if not (apart > 0.0).any():
        return f"{first}."
    k = int(shared[np.nanargmax(apart)])
    widest = float(compare["apart"].values[k])
    ends = sorted({float(x) for x in value[k] if not np.isnan(x)})
    texts = f"{number_text(ends[0])} and {number_text(ends[-1])}"
    words = "" if np.isinf(widest) else f", {decibans_text(widest).lstrip('+')} in its odds"
    return f"{first}; furthest apart is {compare['number'].values[k]} ({texts}{words})."


def _missing(compare: xr.Dataset) -> str:
    """Which items only some have, and what is linked differently."""
    words = []
    analysts = [str(x) for x in compare["analyst"].values]
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, has in zip(compare["item"].values, compare["has_item"].values, strict=True):
        who = tuple(n for n, h in zip(analysts, has, strict=True) if h)
        groups.setdefault(who, []).append(str(name))
    for who, names in groups.items():
        thing = "the item" if len(names) == 1 else f"the {len(names)} items"
        verb = "has" if len(who) == 1 else "have"
        words.append(f"only {_joined(who)} {verb} {thing} {listed(names, 3)}")
    if compare.sizes["link"]:
        words.append(f"linked differently: {listed([str(x) for x in compare['link'].values], 3)}")
    text = "; ".join(words)
    return f"{text[0].upper()}{text[1:]}." if text else ""
