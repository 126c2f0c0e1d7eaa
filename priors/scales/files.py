"""Read the data files (TOML) that ship beside a module: scales, gradings, tables of letters."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any


def shipped_ids(package: str) -> tuple[str, ...]:
    """List the files that ship in a package, by the id that is the name of each, sorted."""
    files = resources.files(package).iterdir()
    return tuple(sorted(f.name.removesuffix(".toml") for f in files if f.name.endswith(".toml")))


def shipped(package: str, file_id: str) -> dict[str, Any]:
    """Read one file that ships in a package."""
    return tomllib.loads(resources.files(package).joinpath(f"{file_id}.toml").read_text("utf-8"))
