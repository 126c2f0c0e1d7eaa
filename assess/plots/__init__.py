"""Pictures for the printed page, one file a picture, each drawn from a computed Dataset."""

from __future__ import annotations

from assess.plots.ach import plot_ach_comparison
from assess.plots.bounds import plot_credal_bounds
from assess.plots.compare import plot_compare
from assess.plots.confidence import plot_confidence
from assess.plots.conflict import plot_conflict
from assess.plots.contamination import plot_contamination
from assess.plots.cruxes import plot_cruxes
from assess.plots.dependence import plot_dependence
from assess.plots.diagnosticity import plot_diagnosticity
from assess.plots.information import plot_value_of_information
from assess.plots.leave_out import plot_leave_out
from assess.plots.ledger import plot_ledger
from assess.plots.one_way import plot_one_way
from assess.plots.power import plot_power_scaling
from assess.plots.prior_predictive import plot_prior_predictive
from assess.plots.prior_sweep import plot_prior_sweep
from assess.plots.sobol import plot_sobol
from assess.plots.spider import plot_spider
from assess.plots.tipping import plot_tipping_points
from assess.plots.tipping_pairs import plot_tipping_pairs
from assess.plots.tornado import plot_tornado
from assess.plots.two_way import plot_two_way

__all__ = [
    "plot_ach_comparison",
    "plot_compare",
    "plot_confidence",
    "plot_conflict",
    "plot_contamination",
    "plot_credal_bounds",
    "plot_cruxes",
    "plot_dependence",
    "plot_diagnosticity",
    "plot_leave_out",
    "plot_ledger",
    "plot_one_way",
    "plot_power_scaling",
    "plot_prior_predictive",
    "plot_prior_sweep",
    "plot_sobol",
    "plot_spider",
    "plot_tipping_pairs",
    "plot_tipping_points",
    "plot_tornado",
    "plot_two_way",
    "plot_value_of_information",
]
