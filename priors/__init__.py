"""What is believed before the items, and how any probability is stated."""

from __future__ import annotations

from priors.elicit import beta_from_band, beta_from_interval
from priors.forms import (
    beta,
    between,
    fixed,
    mean_worth,
    pert,
    phrase,
    track,
    triangular,
)
from priors.odds import (
    decibans_to_probability,
    nats_to_decibans,
    odds_to_probability,
    probability_to_odds,
)
from priors.question import Hypothesis, Quantity, QuantityRow, Question, Row
from priors.scales import load_scale, scale_ids

__evidence_assess__ = True
"""Marks this package as the one of the distribution evidence-assess."""

__all__ = [
    "Hypothesis",
    "Quantity",
    "QuantityRow",
    "Question",
    "Row",
    "beta",
    "beta_from_band",
    "beta_from_interval",
    "between",
    "decibans_to_probability",
    "fixed",
    "load_scale",
    "mean_worth",
    "nats_to_decibans",
    "odds_to_probability",
    "pert",
    "phrase",
    "probability_to_odds",
    "scale_ids",
    "track",
    "triangular",
]
