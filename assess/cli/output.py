"""What the command line writes: one JSON object, and figures as a whole or not at all."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def print_json(data: dict[str, Any]) -> None:
    """Print one JSON object: characters that standard output does not have are escaped."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(data, indent=2)
    print(text)


def wrapped(text: str) -> str:
    """Break sentences into lines of a terminal."""
    lines = textwrap.wrap(text, 100, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines)


def write_pictures(pictures: Iterable[tuple[str, Axes]], folder: Path) -> None:
    """Write pictures into a folder as SVG and PNG under their names, and say so."""
    import matplotlib.pyplot as plt

    folder.mkdir(parents=True, exist_ok=True)
    for name, ax in pictures:
        figure = ax.figure.canvas.figure
        for suffix in ("svg", "png"):
            path = folder / f"{name}.{suffix}"
            _save(figure, path)
            print(f"wrote {path}", file=sys.stderr)
        plt.close(figure)


def _save(figure: Figure, path: Path) -> None:
    """Write a figure as a whole or not at all."""
    unfinished = path.with_name(f".{path.name}.tmp")
    try:
        figure.savefig(unfinished, dpi=200, format=path.suffix[1:])
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
