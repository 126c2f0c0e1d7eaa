"""The engines that weigh a case, by name, and the one function that calls them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from assess.case import Case
from assess.engines.exact import weigh_exactly
from assess.problems import shown

if TYPE_CHECKING:
    import xarray as xr

ENGINES: dict[str, Callable[..., xr.DataTree]] = {"exact": weigh_exactly}


def weigh(case: Case, *, as_of: dt.date | str | None = None, engine: str = "exact") -> xr.DataTree:
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
    engine : {'exact'}
        How to compute.

    Returns
    -------
    DataTree
        In ArviZ's groups. Group `exact` holds the result: `credence` and `prior` (hypothesis),
        `reliability` (source), `holds` (assumption), `repeats` (copy), `tracked` (item) and
        `log_evidence` (natural log). `posterior` and `prior` hold the same as one draw, in dims
        (chain, draw, ...); `constant_data` every stated number by its address; the attributes the
        case itself, so that the result can be analysed without its file.

    Raises
    ------
    CaseError
        If the items are impossible under every hypothesis; it names those that rule one out.
    ValueError
        If there is no engine of that name, or `as_of` is not a day.
    TypeError
        If `case` is not a Case.

    Notes
    -----
    Z(x) = sum over assumptions of the product of priors and, for each set of sources that share
    items, the integral of the product of the items' probabilities over the reliabilities;
    credence(h) = sum of Z over the states with h / sum of Z. Each integrand is a polynomial in a
    reliability, which Gauss-Jacobi quadrature integrates exactly.

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
    if not isinstance(case, Case):
        msg = f"expected a Case, such as assess.load_case(path) returns, not {shown(case)}"
        raise TypeError(msg)
    if engine not in ENGINES:
        msg = f"no engine is called {engine!r}; there is: {', '.join(ENGINES)}"
        raise ValueError(msg)
    return ENGINES[engine](case, as_of=as_of)
