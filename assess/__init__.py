"""Weigh evidence: from a case to credences, and to what they rest on.

    import assess
    result = assess.weigh(assess.load_case("case.yaml"))
    print(assess.summary(result))

The names below are loaded when they are first used, so that `import assess` stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assess.case import Case as Case
    from assess.case import case_from as case_from
    from assess.engines import weigh as weigh
    from assess.examples_shipped import copy_example as copy_example
    from assess.examples_shipped import example_case as example_case
    from assess.examples_shipped import example_names as example_names
    from assess.io.ach import from_ach as from_ach
    from assess.io.bif import from_bif as from_bif
    from assess.io.files import load_case as load_case
    from assess.io.files import save_case as save_case
    from assess.io.readings import reading_to_json as reading_to_json
    from assess.io.results import to_json as to_json
    from assess.io.schema import json_schema as json_schema
    from assess.io.spreadsheet import to_spreadsheet as to_spreadsheet
    from assess.plots import plot_ach_comparison as plot_ach_comparison
    from assess.plots import plot_compare as plot_compare
    from assess.plots import plot_confidence as plot_confidence
    from assess.plots import plot_conflict as plot_conflict
    from assess.plots import plot_contamination as plot_contamination
    from assess.plots import plot_credal_bounds as plot_credal_bounds
    from assess.plots import plot_cruxes as plot_cruxes
    from assess.plots import plot_dependence as plot_dependence
    from assess.plots import plot_diagnosticity as plot_diagnosticity
    from assess.plots import plot_leave_out as plot_leave_out
    from assess.plots import plot_ledger as plot_ledger
    from assess.plots import plot_one_way as plot_one_way
    from assess.plots import plot_power_scaling as plot_power_scaling
    from assess.plots import plot_prior_predictive as plot_prior_predictive
    from assess.plots import plot_prior_sweep as plot_prior_sweep
    from assess.plots import plot_sobol as plot_sobol
    from assess.plots import plot_spider as plot_spider
    from assess.plots import plot_tipping_pairs as plot_tipping_pairs
    from assess.plots import plot_tipping_points as plot_tipping_points
    from assess.plots import plot_tornado as plot_tornado
    from assess.plots import plot_two_way as plot_two_way
    from assess.plots import plot_value_of_information as plot_value_of_information
    from assess.problems import CaseError as CaseError
    from assess.problems import Problem as Problem
    from assess.pymc_model import log_evidence as log_evidence
    from assess.pymc_model import to_pymc as to_pymc
    from assess.sensitivity import ach_comparison as ach_comparison
    from assess.sensitivity import compare as compare
    from assess.sensitivity import confidence as confidence
    from assess.sensitivity import conflict as conflict
    from assess.sensitivity import contamination as contamination
    from assess.sensitivity import credal_bounds as credal_bounds
    from assess.sensitivity import cruxes as cruxes
    from assess.sensitivity import dependence as dependence
    from assess.sensitivity import diagnosticity as diagnosticity
    from assess.sensitivity import explain as explain
    from assess.sensitivity import leave_out as leave_out
    from assess.sensitivity import ledger as ledger
    from assess.sensitivity import one_way as one_way
    from assess.sensitivity import power_scaling as power_scaling
    from assess.sensitivity import prior_predictive as prior_predictive
    from assess.sensitivity import prior_sweep as prior_sweep
    from assess.sensitivity import sobol as sobol
    from assess.sensitivity import tipping_pairs as tipping_pairs
    from assess.sensitivity import tipping_points as tipping_points
    from assess.sensitivity import tornado as tornado
    from assess.sensitivity import two_way as two_way
    from assess.sensitivity import value_of_information as value_of_information
    from assess.soundness import diagnosis as diagnosis
    from assess.table import tabulate as tabulate
    from assess.tables import leave_out_table as leave_out_table
    from assess.tables import ledger_table as ledger_table
    from assess.tables import tornado_table as tornado_table
    from assess.tables_ach import ach_table as ach_table
    from assess.tables_bounds import bounds_table as bounds_table
    from assess.tables_compare import compare_table as compare_table
    from assess.tables_compare import cruxes_table as cruxes_table
    from assess.tables_fit import conflict_table as conflict_table
    from assess.tables_fit import diagnosticity_table as diagnosticity_table
    from assess.tables_global import sobol_table as sobol_table
    from assess.tables_information import information_table as information_table
    from assess.tables_summary import summary as summary
    from assess.tables_tipping import tipping_table as tipping_table

_HOMES = {
    "Case": "assess.case",
    "CaseError": "assess.problems",
    "Problem": "assess.problems",
    "ach_comparison": "assess.sensitivity",
    "ach_table": "assess.tables_ach",
    "bounds_table": "assess.tables_bounds",
    "case_from": "assess.case",
    "compare": "assess.sensitivity",
    "compare_table": "assess.tables_compare",
    "confidence": "assess.sensitivity",
    "conflict": "assess.sensitivity",
    "conflict_table": "assess.tables_fit",
    "contamination": "assess.sensitivity",
    "copy_example": "assess.examples_shipped",
    "credal_bounds": "assess.sensitivity",
    "cruxes": "assess.sensitivity",
    "cruxes_table": "assess.tables_compare",
    "dependence": "assess.sensitivity",
    "diagnosis": "assess.soundness",
    "diagnosticity": "assess.sensitivity",
    "diagnosticity_table": "assess.tables_fit",
    "example_case": "assess.examples_shipped",
    "example_names": "assess.examples_shipped",
    "explain": "assess.sensitivity",
    "from_ach": "assess.io.ach",
    "from_bif": "assess.io.bif",
    "information_table": "assess.tables_information",
    "json_schema": "assess.io.schema",
    "leave_out": "assess.sensitivity",
    "leave_out_table": "assess.tables",
    "ledger": "assess.sensitivity",
    "ledger_table": "assess.tables",
    "load_case": "assess.io.files",
    "log_evidence": "assess.pymc_model",
    "one_way": "assess.sensitivity",
    "plot_ach_comparison": "assess.plots",
    "plot_compare": "assess.plots",
    "plot_confidence": "assess.plots",
    "plot_conflict": "assess.plots",
    "plot_contamination": "assess.plots",
    "plot_credal_bounds": "assess.plots",
    "plot_cruxes": "assess.plots",
    "plot_dependence": "assess.plots",
    "plot_diagnosticity": "assess.plots",
    "plot_leave_out": "assess.plots",
    "plot_ledger": "assess.plots",
    "plot_one_way": "assess.plots",
    "plot_power_scaling": "assess.plots",
    "plot_prior_predictive": "assess.plots",
    "plot_prior_sweep": "assess.plots",
    "plot_sobol": "assess.plots",
    "plot_spider": "assess.plots",
    "plot_tipping_pairs": "assess.plots",
    "plot_tipping_points": "assess.plots",
    "plot_tornado": "assess.plots",
    "plot_two_way": "assess.plots",
    "plot_value_of_information": "assess.plots",
    "power_scaling": "assess.sensitivity",
    "prior_predictive": "assess.sensitivity",
    "prior_sweep": "assess.sensitivity",
    "reading_to_json": "assess.io.readings",
    "save_case": "assess.io.files",
    "sobol": "assess.sensitivity",
    "sobol_table": "assess.tables_global",
    "summary": "assess.tables_summary",
    "tabulate": "assess.table",
    "tipping_pairs": "assess.sensitivity",
    "tipping_points": "assess.sensitivity",
    "tipping_table": "assess.tables_tipping",
    "to_json": "assess.io.results",
    "to_pymc": "assess.pymc_model",
    "to_spreadsheet": "assess.io.spreadsheet",
    "tornado": "assess.sensitivity",
    "tornado_table": "assess.tables",
    "two_way": "assess.sensitivity",
    "value_of_information": "assess.sensitivity",
    "weigh": "assess.engines",
}

__all__ = sorted(_HOMES)


def _check_neighbours() -> None:
    """Say clearly when another distribution or a file shadows one of the three packages."""
    for name in ("priors", "evidence"):
        package = import_module(name)
        if not getattr(package, "__evidence_assess__", False):
            place = getattr(package, "__file__", None) or "an unknown place"
            msg = (
                f"the package {name!r} found at {place} does not belong to evidence-assess: rename "
                f"that file, or uninstall the other distribution and reinstall evidence-assess"
            )
            raise ImportError(msg)


_check_neighbours()


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        msg = f"module 'assess' has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
