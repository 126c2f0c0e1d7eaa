"""The sampling engine: the same case by NUTS, in PyMC, with the exact answer beside it."""

from __future__ import annotations

import datetime as dt
import inspect
import json
import os
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assess.case import Case
from assess.engines.exact import CHAINS, DRAWS, counts_checked, weigh_exactly
from assess.problems import closest, shown
from assess.pymc_model import to_pymc

if TYPE_CHECKING:
    import xarray as xr

Array = NDArray[np.float64]

SAMPLERS = ("pymc", "nutpie", "numpyro")

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


def weigh_by_mcmc(
    case: Case,
    *,
    as_of: dt.date | str | None = None,
    draws: int | None = DRAWS,
    tune: int = 1000,
    chains: int = CHAINS,
    seed: int | None = None,
    sampler: str | None = None,
    progress: bool = True,
    **sample_options: Any,
) -> xr.DataTree:
    """Weigh a case by sampling its uncertain numbers.

    The exact engine answers the same question better and sooner. Sampling is a second way to the
    same numbers, which shares no quadrature with the first, and the pattern for a model that was
    extended (`to_pymc`) and that only sampling can answer. See `diagnosis` before reading a result.

    Parameters
    ----------
    case : Case
    as_of : date or str, optional
        Day of the assessment instead of the case's own.
    draws, tune, chains : int
        Draws kept and draws to tune with, in each of the chains.
    seed : int, optional
        Equal seeds give equal draws; without it one is chosen, and stored with the result.
    sampler : {'pymc', 'nutpie', 'numpyro'}, optional
        Which NUTS; PyMC's own, or nutpie where it is installed, if left out.
    progress : bool
        Whether to show how far the sampling is; if not, nothing is printed.
    **sample_options
        Passed on to `pymc.sample`, such as `cores` or `target_accept`.

    Returns
    -------
    DataTree
        The groups of `assess.weigh`, with names, dimensions and labels alike. `posterior`,
        `log_likelihood`, `log_prior` and `sample_stats` are the sampler's, `prior`, `as_stated`,
        `intervals` and `exact` the exact engine's. Persistent sources and discrete states are
        summed out, so they have no draws. `diagnostics` has `r_hat`, `ess_bulk` and `ess_tail`
        (quantity, an address or a credence), `e_bfmi` (chain), `divergences`, `deepest` (draws
        that reached the greatest tree depth), and for each hypothesis `mcse`, the Monte Carlo
        standard error of its credence, and `distance` from the exact one, in standard errors.
        The root's attributes hold seed, sampler and versions.

    Raises
    ------
    ValueError
        If nothing in the case is uncertain, or the sampler is not installed.
    CaseError
        If the items are impossible, or the case is too entangled for a PyMC model.

    References
    ----------
    Hoffman, M. D. & Gelman, A. (2014), Journal of Machine Learning Research 15:1593-1623.
    Vehtari, A. et al. (2021), doi:10.1214/20-BA1221. Betancourt, M. (2016), arXiv:1604.00695.

    Examples
    --------
    ::

        result = weigh_by_mcmc(assess.example_case("dprk_missiles"), seed=1)
        print(*diagnosis(result))
    """
    draws = DRAWS if draws is None else draws
    if seed is None:
        seed = int(np.random.SeedSequence().generate_state(1)[0])
    counts_checked(draws=draws, chains=chains, seed=seed, tune=tune)
    if not draws:
        msg = "the engine 'mcmc' is nothing but its draws: ask for 1 or more"
        raise ValueError(msg)
    chosen = _sampler(sampler)
    _check_options(sample_options)
    model = to_pymc(case, as_of=as_of)
    if not model.free_RVs:
        msg = (
            "nothing in this case is uncertain, so there is nothing to sample: leave the engine "
            "out, the exact one answers it"
        )
        raise ValueError(msg)
    exact = weigh_exactly(case, as_of=as_of, draws=draws, chains=chains, seed=seed)
    sample_options.setdefault("cores", min(chains, os.cpu_count() or 1))
    settings = {"draws": draws, "tune": tune, "chains": chains}
    sampled = _sampled(
        model, progress, nuts_sampler=chosen, seed=seed, **settings, **sample_options
    )
    return _tree(exact, sampled, {**settings, "seed": seed, "sampler": chosen})


def _sampler(name: str | None) -> str:
    if name is None:
        return "nutpie" if find_spec("nutpie") else "pymc"
    if name not in SAMPLERS:
        msg = f"no sampler is called {shown(name)}; allowed: {', '.join(SAMPLERS)}"
        raise ValueError(msg)
    if not find_spec(name):
        msg = f"the sampler {name!r} is not installed: pip install {name}, or leave sampler out"
        raise ValueError(msg)
    return name


_NAMED_HERE = {
    "random_seed": "seed",
    "progressbar": "progress",
    "quiet": "progress",
    "nuts_sampler": "sampler",
}
_OF_NUTS = ("target_accept", "max_treedepth", "step_scale", "nuts")


def _check_options(options: dict[str, Any]) -> None:
    """Refuse what `pymc.sample` would ignore, and what has another name here."""
    import pymc as pm

    known = {*inspect.signature(pm.sample).parameters, *_OF_NUTS} - {*_NAMED_HERE, "kwargs"}
    for name in options:
        if name in _NAMED_HERE:
            msg = f"the option {name!r} is called {_NAMED_HERE[name]!r} here"
            raise TypeError(msg)
        if name not in known:
            near = closest(name, known)
            hint = f"; did you mean {near!r}?" if near else ""
            msg = f"pymc.sample has no option {name!r}{hint}"
            raise TypeError(msg)


def _sampled(model: Any, progress: bool, *, seed: int, **options: Any) -> xr.DataTree:
    """The sampler's groups, with the log-densities of items and numbers."""
    import pymc as pm

    with model:
        tree: xr.DataTree = pm.sample(
            random_seed=seed,
            progressbar=progress,
            quiet=not progress,
            compute_convergence_checks=False,
            **options,
        )
        if model.observed_RVs:
            pm.stats.compute_log_likelihood(tree, progressbar=False)
        pm.stats.compute_log_prior(tree, progressbar=False)
    return tree


# --- the result -----------------------------------------------------------------------------------


def _tree(exact: xr.DataTree, sampled: xr.DataTree, settings: dict[str, Any]) -> xr.DataTree:
    import xarray as xr

    posterior = _labelled(sampled["posterior"].to_dataset())
    credence = posterior["credence"]
    with np.errstate(divide="ignore"):
        posterior["log_odds"] = np.log(credence) - np.log1p(-credence)
    groups: dict[str, xr.Dataset] = {str(k): v.to_dataset() for k, v in exact.children.items()}
    # a persistent source is summed out here: its draws in the exact engine have no counterpart
    same = [k for k in groups["prior"].data_vars if k in posterior]
    known = {str(d): posterior[d] for d in posterior.dims if d not in ("chain", "draw")}
    prior = groups["prior"][same]
    labels = {str(d): known[d].values for d in prior.dims if d in known}
    groups["prior"] = prior.sel(labels)
    groups["posterior"] = posterior
    for name in ("log_likelihood", "log_prior", "sample_stats"):
        groups.pop(name, None)
        if name in sampled.children:
            groups[name] = _labelled(sampled[name].to_dataset())
    reference = groups["exact"]["credence"] if "exact" in groups else None
    found = groups["diagnostics"] = diagnostics(posterior, groups["sample_stats"], reference)
    warnings = json.loads(exact.attrs["warnings"])
    if reference is None:
        groups |= _in_place_of_weights(groups, posterior, found["mcse"])
        warnings = [w for w in warnings if "weighted draws" not in w["message"]]
    packages = ("pymc", "pytensor", "arviz", *({settings["sampler"]} - {"pymc"}))
    attributes: dict[str, Any] = {
        **{str(k): v for k, v in exact.attrs.items()},
        **settings,
        "engine": "mcmc",
        "warnings": json.dumps(warnings),
        "versions": json.dumps({name: version(name) for name in packages}),
    }
    return xr.DataTree.from_dict({"/": xr.Dataset(attrs=attributes), **groups})


def _in_place_of_weights(
    groups: dict[str, xr.Dataset], posterior: xr.Dataset, error: xr.DataArray
) -> dict[str, xr.Dataset]:
    """The estimate and its intervals by the sampler's draws, where nothing is exact."""
    each = ("chain", "draw")
    estimate = groups["estimate"].drop_vars(["k_hat", "effective_size", "reliability_se"])
    credence = posterior["credence"].mean(each)
    estimate = estimate.assign(credence=credence, credence_se=error, log_credence=np.log(credence))
    spread = groups["intervals"]
    tail = 0.5 - spread.attrs["mass"] / 2

    def ends(name: str) -> xr.DataArray:
        found: xr.DataArray = posterior[name].quantile([tail, 1 - tail], each)
        return found.rename(quantile="end").assign_coords(end=spread["end"].values)

    interval = ends("credence").transpose("hypothesis", "end")
    spread = spread.assign(credence_interval=interval)
    if "reliability" in posterior:
        known = posterior["reliability"].mean(each).reindex(source=estimate["source"])
        estimate["reliability"] = known.fillna(estimate["reliability"])
        own = ends("reliability").transpose("source", "end").reindex(source=spread["source"])
        spread["reliability_interval"] = own.fillna(spread["reliability_interval"])
    return {"estimate": estimate, "intervals": spread}


def _labelled(data: xr.Dataset) -> xr.Dataset:
    """Labels as the exact engine has them: Python's texts, which every group can share."""
    texts = {k: data[k].values.astype(object) for k in data.coords if data[k].dtype.kind in "UO"}
    plain = {k: v for k, v in data.attrs.items() if isinstance(v, str | int | float)}
    found: xr.Dataset = data.assign_coords(texts).assign_attrs(plain)
    return found


# --- is it sound ----------------------------------------------------------------------------------


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
    for name, variable in posterior.data_vars.items():
        rest = [d for d in variable.dims if d not in ("chain", "draw")]
        values = variable.transpose("chain", "draw", *rest).values
        labels = [posterior[d].values if d in posterior.coords else None for d in rest]
        for index in np.ndindex(values.shape[2:]):
            column = values[(..., *index)]
            if column.std() <= _ROUNDING * max(abs(column.mean()), _ROUNDING):
                continue
            inside = ", ".join(
                str(k if known is None else known[k])
                for k, known in zip(index, labels, strict=True)
            )
            yield (f"{name}[{inside}]" if inside else str(name)), column


def _each(name: str, columns: dict[str, Array]) -> Array:
    import arviz as az

    values = columns.values()
    if name == "r_hat":
        found = [az.rhat(x, method="rank") for x in values]
    elif name == "ess_bulk":
        found = [az.ess(x, method="bulk") for x in values]
    else:
        found = [az.ess(x, method="tail", prob=(0.05, 0.95)) for x in values]
    return np.array(found, dtype=float)


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
    if "diagnostics" not in result.children:
        msg = "expected a result of the engine 'mcmc'; this one was not sampled"
        raise ValueError(msg)
    found = result["diagnostics"].to_dataset()
    wrong = [*_wrong_with_chains(found), *_wrong_with_sampler(found), *_wrong_with_answer(found)]
    if wrong:
        return tuple(wrong)
    r_hat, ess = float(found["r_hat"].max()), float(_least_ess(found).min())
    words = f"Sound: r_hat is at most {r_hat:.3f}, there are at least {ess:.0f} effective draws of "
    words += "every number, and no transition diverged"
    if "distance" in found:
        words += f"; the credences are within {float(found['distance'].max()):.1f} Monte Carlo "
        words += "standard errors of the exact ones"
    return (f"{words}.",)


def _least_ess(found: xr.Dataset) -> xr.DataArray:
    least: xr.DataArray = found[["ess_bulk", "ess_tail"]].to_array().min("variable")
    return least


def _worst(values: xr.DataArray) -> str:
    """Label of the greatest value."""
    return str(values[values.dims[0]].values[int(np.argmax(values.values))])


def _wrong_with_chains(found: xr.Dataset) -> Iterator[str]:
    if not found.sizes["quantity"]:
        return
    r_hat, ess = found["r_hat"], _least_ess(found)
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


def _wrong_with_sampler(found: xr.Dataset) -> Iterator[str]:
    count = int(found.get("divergences", 0))
    if count:
        yield (
            f"{count} transition{'s' if count > 1 else ''} diverged: a region that is hard to "
            "reach may be missing. Sample with a smaller step (target_accept=0.95), or state "
            "extreme numbers less extremely."
        )
    if "e_bfmi" in found and (found["e_bfmi"] < LEAST_BFMI).any():
        yield (
            f"The tails are explored too slowly: E-BFMI is {float(found['e_bfmi'].min()):.2f} in a "
            f"chain, below {LEAST_BFMI}. Sample longer; a number that is nearly 0 or 1 is the "
            "usual cause."
        )
    deepest = int(found.get("deepest", 0))
    if deepest:
        yield (
            f"{deepest} draw{'s' if deepest > 1 else ''} reached the greatest tree depth, so the "
            "chains move slowly. Tune longer."
        )


def _wrong_with_answer(found: xr.Dataset) -> Iterator[str]:
    if "distance" not in found or not (found["distance"] > MOST_ERRORS).any():
        return
    distance = found["distance"]
    worst = _worst(distance)
    yield (
        f"The credence of {worst} is {float(distance.max()):.1f} Monte Carlo standard errors from "
        f"the exact one, more than {MOST_ERRORS:.0f}: the draws miss a part of what is possible. "
        "Use the exact values (group 'exact')."
    )
