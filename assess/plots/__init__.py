"""Pictures for the printed page, one file a picture, each drawn from a computed Dataset."""

from __future__ import annotations

from assess.plots.ledger import plot_ledger
from assess.plots.tornado import plot_tornado

__all__ = ["plot_ledger", "plot_tornado"]
