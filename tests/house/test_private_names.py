"""Private names stay in their file: no test and no other module touches one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("priors", "evidence", "assess")


def is_private(name: str) -> bool:
    """`_x` is private; `__x__` and `_x_` belong to a protocol."""
    return name.startswith("_") and not name.endswith("_")


def names_stated(tree: ast.AST) -> Iterator[str]:
    """Every name that a file defines: functions, classes, methods, variables and attributes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def private_names() -> set[str]:
    """Those of the three packages."""
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    names = {name for path in files for name in names_stated(ast.parse(path.read_text("utf-8")))}
    return {name for name in names if is_private(name)}


def name_called(call: ast.Call) -> str:
    """The last part of what is called: `setattr` of `patch.setattr(...)`."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def touched(text: str, private: set[str]) -> list[str]:
    """Private names that a file imports, reads, or names to `setattr`, `getattr` or the like."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            if str(node.module).partition(".")[0] in PACKAGES:
                parts = [*str(node.module).split("."), *(alias.name for alias in node.names)]
                found += [part for part in parts if is_private(part)]
        elif isinstance(node, ast.Attribute):
            found += [node.attr] * (node.attr in private)
        elif isinstance(node, ast.Call) and name_called(node).endswith("attr"):
            for word in node.args:
                if isinstance(word, ast.Constant) and isinstance(word.value, str):
                    found += [word.value] * (word.value.rpartition(".")[2] in private)
    return found


def test_the_search_below_finds_each_way_to_touch_a_private_name() -> None:
    """An import, an attribute, a path in a string, and a name in a string."""
    private = {"_plan", "_SIZE"}
    assert touched("from assess.kernel import _plan", set()) == ["_plan"]
    assert touched("from assess._kernel import plan", set()) == ["_kernel"]
    assert touched("plan._SIZE", private) == ["_SIZE"]
    assert touched('m.setattr("assess.kernel.plan._SIZE", 0)', private) == [
        "assess.kernel.plan._SIZE"
    ]
    assert touched('getattr(plan, "_SIZE")', private) == ["_SIZE"]
    assert touched("from numpy import _core; line._dash; text._repr_html_()", private) == []


def test_no_test_touches_a_private_name() -> None:
    """A constant or an argument that a test turns has a public name and a docstring."""
    private = private_names()
    assert len(private) > 100
    files = [path for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__)]
    assert len(files) > 50
    found = {
        str(path.relative_to(ROOT)): names
        for path in files
        if (names := touched(path.read_text("utf-8"), private))
    }
    assert found == {}


def test_no_module_imports_a_private_name_of_another() -> None:
    """What two files need is public: `_x` can be changed by whoever reads one file."""
    wrong = []
    for path in sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.ImportFrom):
                continue
            ours = str(node.module).partition(".")[0] in PACKAGES
            private = [alias.name for alias in node.names if ours and is_private(alias.name)]
            wrong += [f"{path.relative_to(ROOT)}: {name}" for name in private]
    assert wrong == []
