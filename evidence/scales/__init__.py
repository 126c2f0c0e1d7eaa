"""Grading scales for sources and for likelihood ratios: data files (TOML) and their loaders."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from priors.scales import Scale, scale_from
from priors.scales.files import shipped, shipped_ids


@cache
def admiralty_table() -> Mapping[str, tuple[float, float]]:
    """Return the Beta parameters that the shipped table gives to the Admiralty letters A to E.

    F ("cannot be judged") is not in it: it lies outside the order, and is neither the worst grade
    nor an even chance.
    """
    judged = [g for g in shipped(__name__, "admiralty")["grades"] if "beta" in g]
    table = {g["code"]: (float(g["beta"][0]), float(g["beta"][1])) for g in judged}
    return MappingProxyType(table)


@cache
def _ratio_files() -> Mapping[str, Mapping[str, Any]]:
    """Read the files here that are scales of a likelihood ratio, by their identifier, sorted."""
    contents = {file_id: shipped(__name__, file_id) for file_id in shipped_ids(__name__)}
    return {k: c for k, c in contents.items() if c.get("measure") == "likelihood ratio"}


def ratio_scale_ids() -> tuple[str, ...]:
    """List the identifiers of the scales of a likelihood ratio that are shipped, sorted."""
    return tuple(_ratio_files())


@cache
def load_ratio_scale(scale_id: str) -> Scale:
    """Read one shipped scale of a likelihood ratio; the ends of its bands are ratios of 1 or more.

    Parameters
    ----------
    scale_id : str
        One of `ratio_scale_ids()`.

    Returns
    -------
    Scale

    Raises
    ------
    KeyError
        If no scale of that name is shipped.

    Examples
    --------
    >>> band = load_ratio_scale("enfsi2015").band("moderate support")
    >>> band.low, band.high
    (10.0, 100.0)
    """
    return scale_from(_ratio_files()[scale_id])
