"""The sampling engine: the same case by NUTS, in PyMC, with the exact answer beside it."""

from __future__ import annotations

import datetime as dt
import inspect
import json
import os
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from assess.case.model import Case
from assess.engines.exact import CHAINS, DRAWS, counts_checked, weigh_exactly
from assess.engines.pymc.model import to_pymc
from assess.errors import UnknownNameError, UnknownOptionError
from assess.result.access import prepared_from
from assess.result.diagnostics import diagnostics

if TYPE_CHECKING:
    import xarray as xr


SAMPLERS = ("pymc", "nutpie", "numpyro")


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
        raise UnknownNameError(name, SAMPLERS, "sampler")
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
            raise UnknownOptionError(name, known, "option", "pymc.sample")


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
    result = xr.DataTree.from_dict({"/": xr.Dataset(attrs=attributes), **groups})
    if reference is not None:
        prepared_from(result)  # so that it holds the plan when the exact result is gone
    return result


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
