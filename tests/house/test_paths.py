"""Every path that a page names is there."""

from __future__ import annotations

import pkgutil
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    *(ROOT / f"{name}.md" for name in ("README", "ARCHITECTURE", "CONTRIBUTING")),
    *sorted(ROOT.glob("docs/*.md")),
    *sorted(ROOT.glob("examples/*/README.md")),
    ROOT / "benchmarks" / "README.md",
]
TOP = ("assess", "evidence", "priors", "tests", "docs", "examples", "benchmarks", "changelog.d")

MADE = ("docs/_build", "docs/reference", "tests/data/reference")
"""Folders that a build or a person makes."""

NAMED = re.compile(
    rf"`((?:(?:{'|'.join(map(re.escape, TOP))})/(?!\d)|\.ci/|\.github/)[\w./<>*{{}}-]*)`"
)
RUN = re.compile(rf"(?<![\w/.])((?:{'|'.join(map(re.escape, TOP))})/[\w./-]+\.\w+)")


def paths(page: Path) -> set[str]:
    """Paths from the top of the checkout, in running text and in commands, but not in what runs."""
    text = page.read_text("utf-8")
    shown = re.findall(r"^```(?:console|bash)\n.*?^```$|^    .*$", text, re.MULTILINE | re.DOTALL)
    written = re.sub(r"(>|--to|--plots|--figure|--write) \S+", "", "\n".join(shown))
    return {*NAMED.findall(text), *RUN.findall(written)}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_module_of_a_page_is_there(page: Path) -> None:
    """`assess.kernel.weigh` and its like: a module, or something in one."""
    named = re.findall(r"`((?:assess|evidence|priors)(?:\.(?!py\b)\w+)+)`", page.read_text("utf-8"))
    assert not [name for name in named if not resolves(name)]


def resolves(name: str) -> bool:
    """Whether a dotted name leads to something, as an import or an attribute."""
    try:
        pkgutil.resolve_name(name)
    except (ImportError, AttributeError):
        return False
    return True


def is_there(path: str) -> bool:
    """Whether the path, or one that fits its gaps, is in the checkout."""
    if path.startswith(MADE):
        return True
    pattern = re.sub(r"<[^>]*>", "*", path).rstrip("/")
    return any(ROOT.glob(pattern))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_path_of_a_page_is_there(page: Path) -> None:
    """From the top of the checkout, as the pages write paths."""
    assert not {path for path in paths(page) if not is_there(path)}


def test_paths_are_found_and_missed() -> None:
    """The patterns find what they are to find, and a path that is gone is told."""
    assert len(paths(ROOT / "CONTRIBUTING.md")) > 10
    assert NAMED.findall("in `assess/ledger.py` or `tests/<room>/`") == [
        "assess/ledger.py",
        "tests/<room>/",
    ]
    assert not is_there("assess/ledger.py")
    assert not resolves("assess.rounding")
    assert resolves("assess.formatting.numbers")
    assert is_there("assess/sensitivity/<name>.py")
