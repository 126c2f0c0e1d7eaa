"""What was said, by whom, how diagnostic it is and how far to trust it."""

from __future__ import annotations

from evidence.assumption import Assumption
from evidence.channel import appearance, largest_ratio
from evidence.claim import Claim
from evidence.item import Item, Ratio, Repeats, Search
from evidence.scales import admiralty_table
from evidence.source import Admiralty, Persistent, Source
from priors.distributions import Lognormal, Spread

__evidence_assess__ = True
"""Marks this package as the one of the distribution evidence-assess."""

__all__ = [
    "Admiralty",
    "Assumption",
    "Claim",
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
