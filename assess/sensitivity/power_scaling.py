"""Power-scaling: what a little more, or a little less, trust in what was stated would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from assess.errors import UnknownNameError
from assess.formatting.names import listed
from assess.result.target import target_of

if TYPE_CHECKING:
    import xarray as xr


THRESHOLD = 0.05
"""The convention of Kallioinen et al. (2024), and ArviZ's: above it a look is worth it."""

LEAST_DRAWS = 400
"""Below it the estimate is mostly noise."""

DIAGNOSES = "potential prior-data conflict", "potential strong prior / weak likelihood", "✓"

_SAME = 1e-12
"""Standard deviation of the log-odds below which they do not vary but for rounding."""


class _Component(NamedTuple):
    name: str
    group: Literal["prior", "likelihood"]
    variables: list[str] | None


def power_scaling(
    result: xr.DataTree,
    *,
    hypothesis: str | None = None,
    by: Literal["all", "kind"] = "all",
) -> xr.Dataset:
    """How sensitive the draws of the log-odds are to the laws as stated, and to the items' pull.

    The draws `posterior` show what the log-odds would be if the uncertain numbers were known, drawn
    as the items leave them. Two things shape these draws: the ranges of the numbers as stated (the
    prior of this reading) and what the items say about the numbers (its likelihood: a source that
    is contradicted is likelier to be poor). Each is raised to a power a little above and below 1,
    as if it were trusted a little more or less, and the change of the draws is measured.

    It does not measure the weight of the items as evidence: given the numbers, every item counts in
    full whatever the power. That is what `ledger` and `leave_out` are for. A low sensitivity to
    the likelihood is the rule and no fault: few items teach much about the numbers.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned, by either engine, with 400 draws or more.
    hypothesis : str, optional
        The hypothesis; that of the first question with the highest credence when left out. Its odds
        are those against all the others.
    by : {'all', 'kind'}
        With 'kind' also the laws of each kind of number by itself (prior, reliability, ...).

    Returns
    -------
    Dataset
        Dimension `part`: 'prior' (all laws as stated), 'likelihood' (all items), then each kind of
        number such as 'prior: reliability', most sensitive first. Variables: `sensitivity` (0 or
        more, per doubling of the power; above .05 is worth a look) and `sensitivity_se` (its Monte
        Carlo error, from the chains; nan with one chain). Attributes: `prior`, `likelihood`,
        `diagnosis` (in ArviZ's words), `threshold`, `draws`.

    Raises
    ------
    ValueError
        If the result has no draws or too few, if nothing that varies bears on the hypothesis, or
        if the hypothesis or `by` is unknown.

    Notes
    -----
    ArviZ computes it (`arviz.psense`): the draws are weighted by p^(alpha - 1), alpha = .99 and
    1.01, with Pareto-smoothed weights; the sensitivity is the cumulative Jensen-Shannon distance
    from the unweighted draws, divided by `|log2 alpha|`. It is taken of the log-odds: on credences,
    which crowd near 0 and 1, it is noisy and gives other diagnoses. A distance is never negative,
    so that of a law without influence comes out a little above 0.

    There is no version for single items, though the draws would allow one: the term of an item is
    its probability given the items before it, which depends on their order, and what it would
    measure, that item's pull on the numbers, would be read as the item's weight.

    References
    ----------
    Kallioinen, N. et al. (2024), Statistics and Computing 34:57, doi:10.1007/s11222-023-10366-5.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> found = assess.power_scaling(result)
    >>> found.attrs["diagnosis"]
    'potential strong prior / weak likelihood'
    """
    import xarray as xr

    if by not in ("all", "kind"):
        raise UnknownNameError(by, ("all", "kind"), option="by")
    target = target_of(result, hypothesis)
    draws = _draws(result)
    tree = _tree(result, target.label)
    components = [_Component("prior", "prior", None), _Component("likelihood", "likelihood", None)]
    values = [_sensitivity(tree, component) for component in components]
    if by == "kind":
        kinds = [
            _Component(f"prior: {k}", "prior", [str(k)]) for k in result["log_prior"].data_vars
        ]
        found = sorted(
            ((_sensitivity(tree, component), component) for component in kinds),
            key=lambda pair: -pair[0][0],
        )
        components += [component for _, component in found]
        values += [value for value, _ in found]
    table = np.array(values)
    prior, likelihood = (float(x) for x in table[:2, 0])
    return xr.Dataset(
        {"sensitivity": ("part", table[:, 0]), "sensitivity_se": ("part", table[:, 1])},
        coords={"part": np.array([p.name for p in components], dtype=object)},
        attrs={
            "reading": "power_scaling",
            **target.attrs,
            "prior": prior,
            "likelihood": likelihood,
            "diagnosis": _diagnosis(prior, likelihood),
            "threshold": THRESHOLD,
            "units": "cumulative Jensen-Shannon distance per doubling of the power",
            "draws": draws,
            "engine": str(result.attrs["engine"]),
            "title": str(result.attrs["title"]),
        },
    )


def _draws(result: xr.DataTree) -> int:
    """How many draws there are of everything that is needed."""
    needed = ("posterior", "log_prior", "log_likelihood")
    if any(name not in result.children for name in needed):
        msg = (
            "power-scaling needs draws, and this result has none of the numbers and the items: "
            "weigh a case that has items and uncertain numbers, with draws=1000"
        )
        raise ValueError(msg)
    count = int(result["posterior"].sizes["chain"] * result["posterior"].sizes["draw"])
    if count < LEAST_DRAWS:
        msg = (
            f"power-scaling needs {LEAST_DRAWS} draws or more, and this result has {count}: "
            "weigh with draws=1000"
        )
        raise ValueError(msg)
    if not result["log_prior"].data_vars:
        msg = "no number of this case was stated with a range, so there is no law to scale"
        raise ValueError(msg)
    if not sum(v.size for v in result["log_likelihood"].data_vars.values()):
        msg = "this case has no items, so there is nothing to scale beside the laws as stated"
        raise ValueError(msg)
    missing = _uncertain_kinds(result) - {str(k) for k in result["log_prior"].data_vars}
    if missing:
        msg = (
            "this result has so many numbers that their draws were not kept "
            f"({listed(sorted(missing))}): weigh with fewer draws"
        )
        raise ValueError(msg)
    return count


def _uncertain_kinds(result: xr.DataTree) -> set[str]:
    known = result["constant_data"].to_dataset()
    kinds, fixed = (known[name].to_numpy() for name in ("kind", "fixed"))
    return {str(k) for k in kinds[~fixed]}


def _tree(result: xr.DataTree, label: str) -> xr.DataTree:
    """The log-odds of one hypothesis with the log-densities that shape their draws."""
    import xarray as xr

    draws = result["posterior"].to_dataset()
    odds = draws[["log_odds"]].sel(hypothesis=label, drop=True)
    values = odds["log_odds"].to_numpy()
    if not np.isfinite(values).all():
        msg = (
            f"the log-odds of {label!r} are infinite in some draws, because something was stated "
            "as impossible or as certain: they cannot be compared"
        )
        raise ValueError(msg)
    if values.std() <= _SAME * max(1.0, abs(values.mean())):
        msg = f"no uncertain number has any bearing on {label!r}: its draws are all the same"
        raise ValueError(msg)
    groups = {name: result[name].to_dataset() for name in ("log_prior", "log_likelihood")}
    return xr.DataTree.from_dict({"posterior": odds, **groups})


def _sensitivity(tree: xr.DataTree, component: _Component) -> tuple[float, float]:
    """Of all draws, and its standard error from those of the chains by themselves."""
    import xarray as xr

    value = _psense(tree, component)
    chains = int(tree["posterior"].sizes["chain"])
    if chains < 2:
        return value, float("nan")
    # chains are independent of each other, so their scatter is the error of a chain's estimate
    alone = [
        _psense(
            xr.DataTree.from_dict(
                {str(k): v.to_dataset().isel(chain=[c]) for k, v in tree.children.items()}
            ),
            component,
        )
        for c in range(chains)
    ]
    return value, float(np.std(alone, ddof=1) / np.sqrt(chains))


def _psense(tree: xr.DataTree, component: _Component) -> float:
    import arviz as az

    found = az.psense(
        tree, var_names=["log_odds"], group=component.group, group_var_names=component.variables
    )
    return float(found["log_odds"])


def _diagnosis(prior: float, likelihood: float) -> str:
    """ArviZ's diagnosis, word for word, so that it can be looked up there."""
    if prior >= THRESHOLD and likelihood >= THRESHOLD:
        return DIAGNOSES[0]
    return DIAGNOSES[1] if prior > THRESHOLD > likelihood else DIAGNOSES[2]
