"""Whether sampled draws can be relied on: figures, and what they mean in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from assess.result.access import expect_result
from assess.result.groups import columns_of
from priors.arrays import Array

if TYPE_CHECKING:
    import xarray as xr


MOST_R_HAT = 1.01
LEAST_ESS = 400
"""Vehtari et al. (2021): chains agree below the first, and there are draws enough above the
second."""

MOST_ERRORS = 4.0
"""Standard errors from the exact credence that chance does not explain: 1 in 16,000 each."""

LEAST_BFMI = 0.3
"""Betancourt (2016): below it the tails are explored too slowly."""

_ROUNDING = 1e-12
"""Standard error below which a credence is a constant but for rounding."""


def diagnostics(
    posterior: xr.Dataset, sample_stats: xr.Dataset, reference: xr.DataArray | None = None
) -> xr.Dataset:
    """What tells whether draws can be relied on.

    Parameters
    ----------
    posterior : Dataset
        Draws (chain, draw, ...), among them `credence` (hypothesis).
    sample_stats : Dataset
        Of the sampler.
    reference : DataArray, optional
        The exact credences (hypothesis).

    Returns
    -------
    Dataset
        See `weigh_by_mcmc`. Of what does not vary there is nothing to say and nothing stored.
    """
    import xarray as xr

    columns = dict(_varying(posterior.drop_vars("log_odds", errors="ignore")))
    each = {name: _each(name, columns) for name in ("r_hat", "ess_bulk", "ess_tail")}
    credence = posterior["credence"]
    error = _standard_errors(credence)
    data: dict[str, Any] = {name: ("quantity", values) for name, values in each.items()}
    data["mcse"] = ("hypothesis", error)
    if reference is not None:
        off = np.abs(credence.mean(("chain", "draw")).values - reference.values)
        data["distance"] = ("hypothesis", off / np.maximum(error, _ROUNDING))
    if "energy" in sample_stats:
        energy = sample_stats["energy"].transpose("chain", "draw").values
        data["e_bfmi"] = ("chain", (np.diff(energy) ** 2).mean(axis=1) / energy.var(axis=1))
    for name, stat in (("divergences", "diverging"), ("deepest", "reached_max_treedepth")):
        if stat in sample_stats:
            data[name] = ((), int(sample_stats[stat].sum()))
    coords = {
        "quantity": np.array(list(columns), dtype=object),
        "hypothesis": credence["hypothesis"].values,
        "chain": posterior["chain"].values,
    }
    return xr.Dataset(data, coords=coords)


def _varying(posterior: xr.Dataset) -> Iterator[tuple[str, Array]]:
    """Every number that is not the same in all draws, by its label, (chain, draw)."""
    for label, column in columns_of(posterior):
        if column.std() > _ROUNDING * max(abs(column.mean()), _ROUNDING):
            yield label, column


def _each(name: str, columns: dict[str, Array]) -> Array:
    import arviz as az

    values = columns.values()
    if name == "r_hat":
        figures = [az.rhat(x, method="rank") for x in values]
    elif name == "ess_bulk":
        figures = [az.ess(x, method="bulk") for x in values]
    else:
        figures = [az.ess(x, method="tail", prob=(0.05, 0.95)) for x in values]
    return np.array(figures, dtype=float)


def _standard_errors(credence: xr.DataArray) -> Array:
    import arviz as az

    values = credence.transpose("chain", "draw", "hypothesis").values
    errors = [
        float(az.mcse(column, method="mean")) if column.std() > _ROUNDING else 0.0
        for column in np.moveaxis(values, -1, 0)
    ]
    return np.array(errors)


def diagnosis(result: xr.DataTree) -> tuple[str, ...]:
    """Whether the draws of a result can be relied on, in words.

    Parameters
    ----------
    result : DataTree
        From `weigh_by_mcmc`.

    Returns
    -------
    tuple of str
        One sentence that it is sound, or one for each thing that is wrong and what to do about it.

    Raises
    ------
    ValueError
        If the result was not sampled.

    Notes
    -----
    Sound means: rank-normalised r_hat at most 1.01, at least 400 effective draws (bulk and tail) of
    every number, no divergent transition, E-BFMI at least 0.3, no tree cut off at its greatest
    depth, and every credence within 4 Monte Carlo standard errors of the exact one.
    """
    expect_result(result)
    if "diagnostics" not in result.children:
        msg = "expected a result of the engine 'mcmc'; this one was not sampled"
        raise ValueError(msg)
    figures = result["diagnostics"].to_dataset()
    wrong = [
        *_wrong_with_chains(figures),
        *_wrong_with_sampler(figures),
        *_wrong_with_answer(figures),
    ]
    if wrong:
        return tuple(wrong)
    r_hat, ess = float(figures["r_hat"].max()), float(_least_ess(figures).min())
    words = f"Sound: r_hat is at most {r_hat:.3f}, there are at least {ess:.0f} effective draws of "
    words += "every number, and no transition diverged"
    if "distance" in figures:
        words += f"; the credences are within {float(figures['distance'].max()):.1f} Monte Carlo "
        words += "standard errors of the exact ones"
    return (f"{words}.",)


def _least_ess(figures: xr.Dataset) -> xr.DataArray:
    least: xr.DataArray = figures[["ess_bulk", "ess_tail"]].to_array().min("variable")
    return least


def _worst(values: xr.DataArray) -> str:
    """Label of the greatest value."""
    return str(values[values.dims[0]].values[int(np.argmax(values.values))])


def _wrong_with_chains(figures: xr.Dataset) -> Iterator[str]:
    if not figures.sizes["quantity"]:
        return
    r_hat, ess = figures["r_hat"], _least_ess(figures)
    if not (r_hat <= MOST_R_HAT).all():
        if np.isnan(r_hat).any():
            yield "r_hat cannot be computed: sample two chains or more, with four draws or more."
        else:
            worst = _worst(r_hat)
            yield (
                f"The chains do not agree: r_hat of {worst} is {float(r_hat.max()):.3f}, above "
                f"{MOST_R_HAT}. Sample longer (draws, tune), or do not use the result."
            )
    if not (ess >= LEAST_ESS).all():
        worst = _worst(-ess.fillna(0))
        yield (
            f"There are too few effective draws: {float(ess.fillna(0).min()):.0f} of {worst}, "
            f"below {LEAST_ESS}. Sample more draws."
        )


def _wrong_with_sampler(figures: xr.Dataset) -> Iterator[str]:
    count = int(figures.get("divergences", 0))
    if count:
        yield (
            f"{count} transition{'s' if count > 1 else ''} diverged: a region that is hard to "
            "reach may be missing. Sample with a smaller step (target_accept=0.95), or state "
            "extreme numbers less extremely."
        )
    if "e_bfmi" in figures and (figures["e_bfmi"] < LEAST_BFMI).any():
        yield (
            f"The tails are explored too slowly: E-BFMI is {float(figures['e_bfmi'].min()):.2f} in "
            f"a chain, below {LEAST_BFMI}. Sample longer; a number that is nearly 0 or 1 is the "
            "usual cause."
        )
    deepest = int(figures.get("deepest", 0))
    if deepest:
        yield (
            f"{deepest} draw{'s' if deepest > 1 else ''} reached the greatest tree depth, so the "
            "chains move slowly. Tune longer."
        )


def _wrong_with_answer(figures: xr.Dataset) -> Iterator[str]:
    if "distance" not in figures or not (figures["distance"] > MOST_ERRORS).any():
        return
    distance = figures["distance"]
    worst = _worst(distance)
    yield (
        f"The credence of {worst} is {float(distance.max()):.1f} Monte Carlo standard errors from "
        f"the exact one, more than {MOST_ERRORS:.0f}: the draws miss a part of what is possible. "
        "Use the exact values (group 'exact')."
    )
