"""What the ledger says: what spoke for a hypothesis and what against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.labels import fitted
from assess.formatting.numbers import (
    credence_text,
    decibans_shown,
    decibans_text,
    number_text,
    spelt,
)
from assess.kernel.logs import difference
from assess.result.target import THE_REST

if TYPE_CHECKING:
    import xarray as xr


def headline(reading: xr.Dataset) -> str:
    """From where to where all items together move the credence or the odds, in one line."""
    attrs = reading.attrs
    hypothesis = fitted(attrs["hypothesis"])
    if attrs["against"] == THE_REST:
        before, after = (spelt(float(attrs[name])) for name in ("prior", "credence"))
        return f"Evidence for {hypothesis}: credence {before} → {after}"
    before, after = (decibans_text(float(attrs[x])) for x in ("prior_decibans", "decibans"))
    return f"Evidence for {hypothesis} against {fitted(attrs['against'])}: {before} → {after}"


def explain(reading: xr.Dataset) -> str:
    """The ledger in words: the whole change, what made most of it, and what spoke against.

    Parameters
    ----------
    reading : Dataset
        What `ledger` returned.

    Returns
    -------
    str
        Two to four sentences.
    """
    a = reading.attrs
    by, name = a["by"], a["hypothesis"]
    if not reading.sizes[by]:
        return (
            f"There is no item: the credence of {name} is its prior, {credence_text(a['prior'])}."
        )
    change = float(difference(a["decibans"], a["prior_decibans"]))
    if a["against"] == THE_REST:
        ends = " to ".join(credence_text(a[k]) for k in ("prior", "credence"))
        moved = f"move the credence of {name} from {ends}"
    else:
        ends = " to ".join(decibans_text(a[k]) for k in ("prior_decibans", "decibans"))
        moved = f"move the log-odds of {name} against {a['against']} from {ends}"
    sentences = [
        f"All items together {moved}, by {decibans_text(change)} (+10 dB is ten times the odds).",
        *_largest(reading, decibans_shown(reading["contribution"].values.tolist(), change)),
        _conditions(reading),
    ]
    return " ".join(sentences)


def _largest(ledger: xr.Dataset, shown: list[float]) -> list[str]:
    """What contributed most, either way."""
    by = ledger.attrs["by"]
    labels = [str(x) for x in ledger[by].values]
    order = sorted(range(len(shown)), key=lambda k: -abs(shown[k]))
    for_it, against = ([k for k in order if s * shown[k] > 0.0] for s in (1.0, -1.0))
    sentences = []
    for rows, direction in ((for_it, "for"), (against, "against")):
        named = [f"{labels[k]} ({decibans_text(shown[k])})" for k in rows[:3]]
        if named:
            most = " and ".join([", ".join(named[:-1]), named[-1]] if named[1:] else named)
            rest = f", of {len(rows)} {by}s that do so" if len(rows) > len(named) else ""
            speaks = "speak most strongly" if len(named) > 1 else "speaks"
            sentences.append(f"{most} {speaks} {direction} it{rest}.")
    return sentences or [f"No {by} moves it by as much as a tenth of a deciban."]


def _conditions(ledger: xr.Dataset) -> str:
    a = ledger.attrs
    shared = "each is what it adds on average over the orders in which the items could come in"
    if a["method"] != "exact":
        worst = number_text(float(ledger["contribution_se"].max()))
        shared += f" (estimated from {a['method']}, standard error at most {worst} dB)"
    return (
        "These contributions hold given the priors, likelihoods and reliabilities as stated; where "
        f"items depend on each other, {shared}."
    )
