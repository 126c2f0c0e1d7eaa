"""Grading scales for sources: data files (TOML) and their loader."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any


@cache
def admiralty_table() -> Mapping[str, tuple[float, float]]:
    """The Beta parameters that the shipped table gives to the Admiralty letters A to E.

    F ("cannot be judged") is not in it: it lies outside the order, and is neither the worst grade
    nor an even chance.
    """
    data: dict[str, Any] = tomllib.loads(
        resources.files(__name__).joinpath("admiralty.toml").read_text("utf-8")
    )
    table = {g["letter"]: (float(g["beta"][0]), float(g["beta"][1])) for g in data["grades"]}
    return MappingProxyType(table)
