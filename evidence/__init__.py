"""What was said, by whom, how diagnostic it is and how far to trust it."""

from __future__ import annotations

from evidence.assumption import Assumption
from evidence.bounds import e_value, normal_bound, p_value_bound
from evidence.candidate import Candidate, CandidateRepeats, PlannedSearch
from evidence.channel import appearance, largest_ratio
from evidence.claim import Claim
from evidence.grading import Grading, grade, grading_ids, load_grading
from evidence.information import CredibilityComparison, compare_credibility, hearsay
from evidence.item import Item, Ratio, Repeats, Search
from evidence.rating import RatingTable, rating_table
from evidence.ratio_words import RatioDescription, describe_ratio
from evidence.reliability import hit_and_false_alarm, track_record, unpacked
from evidence.scales import admiralty_table, load_ratio_scale, ratio_scale_ids
from evidence.source import Admiralty, Persistent, Source
from evidence.statements import accusation, admission, denial, silence
from evidence.weight import StatementWeight, statement_weight
from priors.quantities.distributions import Lognormal, Spread

__evidence_assess__ = True
"""Marks this package as the one of the distribution evidence-assess."""

__all__ = [
    "Admiralty",
    "Assumption",
    "Candidate",
    "CandidateRepeats",
    "Claim",
    "CredibilityComparison",
    "Grading",
    "Item",
    "Lognormal",
    "Persistent",
    "PlannedSearch",
    "RatingTable",
    "Ratio",
    "RatioDescription",
    "Repeats",
    "Search",
    "Source",
    "Spread",
    "StatementWeight",
    "accusation",
    "admiralty_table",
    "admission",
    "appearance",
    "compare_credibility",
    "denial",
    "describe_ratio",
    "e_value",
    "grade",
    "grading_ids",
    "hearsay",
    "hit_and_false_alarm",
    "largest_ratio",
    "load_grading",
    "load_ratio_scale",
    "normal_bound",
    "p_value_bound",
    "rating_table",
    "ratio_scale_ids",
    "silence",
    "statement_weight",
    "track_record",
    "unpacked",
]
