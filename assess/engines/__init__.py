"""The engines that weigh a case, by name, and the one function that calls them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from assess.case.model import Case
from assess.case.wrong_argument import expect_case
from assess.engines.exact import weigh_exactly
from assess.errors import UnknownNameError, UnknownOptionError

if TYPE_CHECKING:
    import xarray as xr


def _weigh_by_mcmc(case: Case, **options: Any) -> xr.DataTree:
    from assess.engines.mcmc import weigh_by_mcmc  # loads PyMC

    return weigh_by_mcmc(case, **options)


ENGINES: Mapping[str, Callable[..., xr.DataTree]] = {
    "exact": weigh_exactly,
    "mcmc": _weigh_by_mcmc,
}


def weigh(
    case: Case,
    *,
    as_of: dt.date | str | None = None,
    engine: str = "exact",
    draws: int | None = None,
    chains: int = 4,
    seed: int = 1,
    **options: Any,
) -> xr.DataTree:
    """Weigh the evidence of a case.

    The credence of a hypothesis is its probability given all the items, with everything that is
    uncertain (reliabilities, assumptions, repeats, stated ranges) averaged over as the items leave
    it. It is conditional on the case as stated: on its hypotheses, priors and likelihoods.

    Parameters
    ----------
    case : Case
        Such as `load_case` returns.
    as_of : date or str, optional
        Assess as of this day instead of the case's own; items dated later are left out.
    engine : {'exact', 'mcmc'}
        How to compute: by exact sums and integrals, with independent draws beside them; or by
        PyMC, with the exact answer beside it for comparison.
    draws : int, optional
        Draws of each chain. When left out 1000, or none if the case is so large that they would
        take more than some seconds; 0 for none.
    chains : int
        Chains of draws. Those of the exact engine are independent draws all the same.
    seed : int
        Seed of what is drawn at random; equal seeds give equal results on one platform.
    **options : object
        For PyMC only: `tune`, `sampler`, `progress` and whatever else `pymc.sample` takes; see
        `assess.engines.mcmc.weigh_by_mcmc`.

    Returns
    -------
    DataTree
        In ArviZ's groups. Group `exact` holds the result, which every table and figure quotes:
        `credence` and `prior` (hypothesis), `reliability` (source), `holds` (assumption),
        `repeats` (copy), `tracked` (item) and `log_evidence` (natural log).

        Three groups hold draws, in dims (chain, draw, ...), of every uncertain number, of
        `credence` (what the credence would be if those numbers were known) and of its `log_odds`
        (natural log of the odds): `posterior`, the numbers as the items leave them; `as_stated`,
        the numbers as stated and not updated; `prior`, as stated and before the items.
        `intervals` holds what is read off them: `credence_interval` from `posterior`,
        `robustness` from `as_stated`. The credence is the mean of `credence` over `posterior`,
        computed exactly; the mean over `as_stated` is something else and not a credence.

        `log_likelihood` and `log_prior` are what ArviZ's power-scaling asks for; `constant_data`
        holds every stated number by its address; the attributes the case itself, so that the
        result can be analysed without its file.

        Where sources are too entangled to be summed exactly, the group `estimate` with its
        standard errors stands in the place of `exact`, and a note says so.

    Raises
    ------
    CaseError
        If the items are impossible under every hypothesis; it names those that rule one out.
    NotACaseError
        A `TypeError` too: if `case` is not a Case.
    UnknownNameError
        If there is no engine of that name.
    ValueError
        If `as_of` is not a day, or a number of draws is none.
    TypeError
        If an option is unknown.

    Notes
    -----
    Z(x) = sum over assumptions of the product of priors and, for each set of sources that share
    items, the integral of the product of the items' probabilities over the reliabilities;
    credence(h) = sum of Z over the states with h / sum of Z. Each integrand is a polynomial in a
    reliability, which Gauss-Jacobi quadrature integrates exactly. Z is linear in every other
    number, which enters with its mean. The draws are ancestral: hypotheses from their exact
    posterior, how each item came about given those, then each number from the law that its use
    leaves.

    References
    ----------
    Bovens, L. & Hartmann, S. (2003), *Bayesian Epistemology*, Oxford UP. Golub, G. H. & Welsch,
    J. H. (1969), doi:10.1090/S0025-5718-69-99647-1.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> result["exact"]["credence"].sum().round(12).item()
    1.0
    """
    expect_case(case)
    if engine not in [*ENGINES]:  # a list: what cannot be hashed is no engine either
        raise UnknownNameError(engine, ENGINES, "engine")
    if engine == "exact" and options:
        known = ("as_of", "engine", "draws", "chains", "seed")
        place = "the exact engine (engine='mcmc' hands further options to PyMC)"
        raise UnknownOptionError(next(iter(options)), known, "option", place)
    counts = {"draws": draws, "chains": chains, "seed": seed}
    return ENGINES[engine](case, as_of=as_of, **counts, **options)
