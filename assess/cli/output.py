"""What the command line writes: one JSON object, and figures as a whole or not at all."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def print_json(data: dict[str, Any]) -> None:
    """Print one JSON object: characters that standard output does not have are escaped."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(data, indent=2)
    print(text)


def save_figure(figure: Figure, path: Path) -> None:
    """Write a figure as a whole or not at all."""
    unfinished = path.with_name(f".{path.name}.tmp")
    try:
        figure.savefig(unfinished, dpi=200, format=path.suffix[1:])
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
