"""The rooms of `assess`: what lies where, and that no import points backwards."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[2]

# A room imports rooms of earlier lines only; rooms on one line know nothing of each other.
LINES = (
    ("priors",),
    ("evidence", "formatting", "version"),
    ("errors", "kernel"),
    ("case",),
    ("prepare", "sampling"),
    ("result",),
    ("engines", "what_if", "versions"),
    ("sensitivity",),
    ("prose",),
    ("tables", "plots", "io"),
    ("exchange", "report", "interview"),
    ("the face",),
    ("cli",),
    ("__main__",),
)
FLOOR = {room: k for k, line in enumerate(LINES) for room in line}


def modules() -> dict[str, Path]:
    """Every module of the three packages by its name; shipped examples are none."""
    found = {}
    for package in ("priors", "evidence", "assess"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found[name.removesuffix(".__init__")] = path
    return found


def imports(path: Path, known: set[str]) -> Iterator[str]:
    """Modules of ours that a file imports: in functions and for type checkers too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                if full in known or node.module in known:
                    yield full if full in known else str(node.module)


def room_of(module: str) -> str:
    """The room of a module; what stands in `assess` itself is a room of its own."""
    top, _, rest = module.partition(".")
    if top != "assess":
        return top
    return rest.partition(".")[0] or "the face"


def is_late_face(path: Path) -> bool:
    """Whether a package's own file only names what is loaded when it is asked for."""
    return path.name == "__init__.py" and "lazy_loader" in path.read_text("utf-8")


def test_every_module_lies_in_a_room() -> None:
    """A new folder, or a file in the root of `assess`, is first given its line above."""
    assert {room_of(m) for m in modules()} == set(FLOOR)


def test_no_import_points_backwards() -> None:
    """Each import leads into the room itself or to an earlier line, wherever it is written."""
    paths = modules()
    back = []
    for module, path in paths.items():
        here = room_of(module)
        for other in imports(path, set(paths)):
            there = room_of(other)
            if there != here and FLOOR[there] >= FLOOR[here]:
                back.append(f"{module} imports {other}")
    assert back == []


def test_no_import_goes_in_a_circle() -> None:
    """Not within a room either: its files have an order in which each needs earlier ones."""
    paths = modules()
    graph = {}
    for module, path in paths.items():
        needed = set(imports(path, set(paths))) - {module}
        graph[module] = needed if not is_late_face(path) else set()
    list(TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle


def test_a_reading_bears_one_name_in_all_its_rooms() -> None:
    """`sensitivity/x.py` is said by `prose/x.py` and drawn by `plots/x.py`."""
    rooms = {
        room: {p.stem for p in (ROOT / "assess" / room).glob("*.py")}
        for room in ("sensitivity", "prose", "plots")
    }
    readings = rooms["sensitivity"] - {"__init__"}
    assert readings <= rooms["prose"]
    assert readings <= rooms["plots"]
