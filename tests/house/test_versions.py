"""The versions that are tested: one list, which `uv` keeps to and which says all that it must."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LISTED = [Requirement(line) for line in PROJECT["tool"]["uv"]["constraint-dependencies"]]
PINNED = ("test", "lint", "docs")
"""The groups whose versions are listed; those of `bench` are other people's engines."""


def version_of(requirement: Requirement) -> str:
    (pin,) = requirement.specifier
    assert pin.operator == "==", requirement
    return pin.version


def test_the_list_names_one_version_of_each_and_no_address() -> None:
    """In the order of the alphabet, for every machine alike."""
    names = [r.name for r in LISTED]
    assert names == sorted(set(names))
    assert all(r.url is None and r.marker is None and version_of(r) for r in LISTED)


def test_the_list_has_all_that_is_asked_for() -> None:
    """Each dependency and each tool of the groups, in a version that the project allows."""
    versions = {r.name: Version(version_of(r)) for r in LISTED}
    groups = PROJECT["dependency-groups"]
    asked = [*PROJECT["project"]["dependencies"], *(x for g in PINNED for x in groups[g])]
    for requirement in map(Requirement, asked):
        assert versions[canonicalize_name(requirement.name)] in requirement.specifier, requirement


def test_hooks_have_the_listed_versions() -> None:
    """What a commit is checked with is what CI checks with."""
    text = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    hooks = dict(re.findall(r"repo: https://\S+/(\S+)\n +rev: v(\S+)", text))
    versions = {r.name: version_of(r) for r in LISTED}
    listed = {h: versions.get(h.removesuffix("-pre-commit")) for h in hooks}
    del listed["pre-commit-hooks"]  # of no use outside a commit
    assert len(listed) == 4
    assert {h: hooks[h] for h in listed} == listed


def test_there_is_no_second_list() -> None:
    """No file of constraints or requirements, and no index of somebody's own."""
    assert not [p.name for p in ROOT.glob("*.txt")]
    assert not {"index", "sources", "index-url", "find-links"} & set(PROJECT["tool"]["uv"])
    assert "uv.lock" in (ROOT / ".gitignore").read_text("utf-8").split()


def test_contributing_says_of_each_dependency_why_it_is_there() -> None:
    """In its first table what the library runs on, in its second the tools."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Dependencies")[2]
    first, second = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    library = {Requirement(x).name for x in PROJECT["project"]["dependencies"]}
    rows = re.findall(r"^\| ([a-z0-9., -]+) \| ", first, re.MULTILINE)
    assert {name for row in rows for name in row.split(", ")} == library
    tools = {
        (group, Requirement(x).name)
        for group, lines in PROJECT["dependency-groups"].items()
        for x in lines
        if isinstance(x, str)
    }
    rows = re.findall(r"^\| (\w+) \| ([a-z0-9., -]+) \| ", second, re.MULTILINE)
    told = {(group, name) for group, names in rows for name in names.split(", ")}
    assert told - {("group", "")} == tools
