"""What is believed before the items, and how any probability is stated."""

from __future__ import annotations

from priors.elicitation.base_rates import BaseRate, base_rate, base_rate_in_time, mix_base_rates
from priors.elicitation.dirichlet import DirichletFit, fit_dirichlet
from priors.elicitation.fitting import Fit, fit_quantiles, fit_roulette, fit_three_points
from priors.elicitation.shares import Prior, prior_for, prior_from_counts
from priors.forms.beta_from import beta_from_band, beta_from_interval
from priors.forms.shorthand import beta, between, fixed, mean_worth, pert, phrase, track, triangular
from priors.odds import (
    decibans_to_probability,
    nats_to_decibans,
    odds_to_probability,
    probability_to_odds,
)
from priors.pooling.classical import cooke
from priors.pooling.coherence import Coherent, coherentise, nearest_coherent
from priors.pooling.mixtures import (
    BetaMixture,
    DependentPool,
    PooledQuantity,
    equivalent_experts,
    pool_betas,
    pool_normals,
    pool_quantities,
)
from priors.pooling.opinions import effective_number, entropy, pool
from priors.question import Hypothesis, Quantity, QuantityRow, Question, Row
from priors.scales import load_scale, scale_ids
from priors.scales.verbal import (
    Description,
    Translation,
    band,
    describe,
    meanings,
    scale_citations,
    translate,
)

__evidence_assess__ = True
"""Marks this package as the one of the distribution evidence-assess."""

__all__ = [
    "BaseRate",
    "BetaMixture",
    "Coherent",
    "DependentPool",
    "Description",
    "DirichletFit",
    "Fit",
    "Hypothesis",
    "PooledQuantity",
    "Prior",
    "Quantity",
    "QuantityRow",
    "Question",
    "Row",
    "Translation",
    "band",
    "base_rate",
    "base_rate_in_time",
    "beta",
    "beta_from_band",
    "beta_from_interval",
    "between",
    "coherentise",
    "cooke",
    "decibans_to_probability",
    "describe",
    "effective_number",
    "entropy",
    "equivalent_experts",
    "fit_dirichlet",
    "fit_quantiles",
    "fit_roulette",
    "fit_three_points",
    "fixed",
    "load_scale",
    "mean_worth",
    "meanings",
    "mix_base_rates",
    "nats_to_decibans",
    "nearest_coherent",
    "odds_to_probability",
    "pert",
    "phrase",
    "pool",
    "pool_betas",
    "pool_normals",
    "pool_quantities",
    "prior_for",
    "prior_from_counts",
    "probability_to_odds",
    "scale_citations",
    "scale_ids",
    "track",
    "translate",
    "triangular",
]
