"""Grading scales for sources and for likelihood ratios: data files (TOML) and their loaders."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from priors.scales import Scale, scale_from


@cache
def admiralty_table() -> Mapping[str, tuple[float, float]]:
    """The Beta parameters that the shipped table gives to the Admiralty letters A to E.

    F ("cannot be judged") is not in it: it lies outside the order, and is neither the worst grade
    nor an even chance.
    """
    data: dict[str, Any] = tomllib.loads(
        resources.files(__name__).joinpath("admiralty.toml").read_text("utf-8")
    )
    judged = [g for g in data["grades"] if "beta" in g]
    table = {g["code"]: (float(g["beta"][0]), float(g["beta"][1])) for g in judged}
    return MappingProxyType(table)


@cache
def _ratio_files() -> Mapping[str, Mapping[str, Any]]:
    """The files here that are scales of a likelihood ratio, by their identifier, sorted."""
    files = (f for f in resources.files(__name__).iterdir() if f.name.endswith(".toml"))
    contents = [tomllib.loads(f.read_text("utf-8")) for f in files]
    found = {c["id"]: c for c in contents if c.get("measure") == "likelihood ratio"}
    return MappingProxyType(dict(sorted(found.items())))


def ratio_scale_ids() -> tuple[str, ...]:
    """Identifiers of the scales of a likelihood ratio that are shipped, sorted."""
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
