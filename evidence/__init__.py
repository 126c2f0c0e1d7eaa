"""What was said, by whom, how diagnostic it is and how far to trust it."""

from __future__ import annotations

from evidence.assumption import Assumption
from evidence.channel import appearance, largest_ratio
from evidence.item import Item, Lognormal, Ratio, Repeats, Search, Spread
from evidence.scales import admiralty_table
from evidence.source import Admiralty, Persistent, Source

__evidence_assess__ = True
"""Marks this package as the one of the distribution evidence-assess."""

__all__ = [
    "Admiralty",
    "Assumption",
    "Item",
    "Lognormal",
    "Persistent",
    "Ratio",
    "Repeats",
    "Search",
    "Source",
    "Spread",
    "admiralty_table",
    "appearance",
    "largest_ratio",
]
