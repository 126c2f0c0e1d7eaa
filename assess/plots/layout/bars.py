"""Bars that are told apart without colour: filled, or hatched on a pale ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.patches import Rectangle


def fill(bar: Rectangle, color: str) -> None:
    """Fill a bar; its edge keeps one without any length visible."""
    bar.set(facecolor=color, edgecolor=color, linewidth=0.8)


def hatch(bar: Rectangle, color: str) -> None:
    """Hatch a bar on a pale ground of the same colour."""
    from matplotlib.colors import to_rgb

    pale = tuple(1.0 - 0.25 * (1.0 - part) for part in to_rgb(color))
    bar.set(facecolor=pale, edgecolor=color, hatch="/////", linewidth=0.8)
