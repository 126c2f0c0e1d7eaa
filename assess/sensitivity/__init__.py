"""What a result rests on: each reading is a function from a result to a Dataset."""

from __future__ import annotations

from assess.sensitivity.ach import ach_comparison
from assess.sensitivity.bounds import credal_bounds
from assess.sensitivity.compare import compare
from assess.sensitivity.confidence import confidence
from assess.sensitivity.conflict import conflict
from assess.sensitivity.contamination import contamination
from assess.sensitivity.cruxes import cruxes
from assess.sensitivity.dependence import dependence
from assess.sensitivity.diagnosticity import diagnosticity
from assess.sensitivity.information import value_of_information
from assess.sensitivity.leave_out import leave_out
from assess.sensitivity.ledger import ledger
from assess.sensitivity.one_way import one_way
from assess.sensitivity.power import power_scaling
from assess.sensitivity.prior_predictive import prior_predictive
from assess.sensitivity.prior_sweep import prior_sweep
from assess.sensitivity.sobol import sobol
from assess.sensitivity.tipping import tipping_points
from assess.sensitivity.tipping_pairs import tipping_pairs
from assess.sensitivity.tornado import tornado
from assess.sensitivity.two_way import two_way
from assess.sensitivity.words import explain

__all__ = [
    "ach_comparison",
    "compare",
    "confidence",
    "conflict",
    "contamination",
    "credal_bounds",
    "cruxes",
    "dependence",
    "diagnosticity",
    "explain",
    "leave_out",
    "ledger",
    "one_way",
    "power_scaling",
    "prior_predictive",
    "prior_sweep",
    "sobol",
    "tipping_pairs",
    "tipping_points",
    "tornado",
    "two_way",
    "value_of_information",
]
