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
    from assess.io.bif import from_bif as from_bif
    from assess.io.files import load_case as load_case
    from assess.io.files import save_case as save_case
    from assess.io.results import to_json as to_json
    from assess.io.schema import json_schema as json_schema
    from assess.plots import plot_ledger as plot_ledger
    from assess.plots import plot_tornado as plot_tornado
    from assess.problems import CaseError as CaseError
    from assess.problems import Problem as Problem
    from assess.pymc_model import log_evidence as log_evidence
    from assess.pymc_model import to_pymc as to_pymc
    from assess.sensitivity import leave_out as leave_out
    from assess.sensitivity import ledger as ledger
    from assess.sensitivity import tornado as tornado
    from assess.soundness import diagnosis as diagnosis
    from assess.table import tabulate as tabulate
    from assess.tables import leave_out_table as leave_out_table
    from assess.tables import ledger_table as ledger_table
    from assess.tables import summary as summary
    from assess.tables import tornado_table as tornado_table

_HOMES = {
    "Case": "assess.case",
    "CaseError": "assess.problems",
    "Problem": "assess.problems",
    "case_from": "assess.case",
    "copy_example": "assess.examples_shipped",
    "diagnosis": "assess.soundness",
    "example_case": "assess.examples_shipped",
    "example_names": "assess.examples_shipped",
    "from_bif": "assess.io.bif",
    "json_schema": "assess.io.schema",
    "leave_out": "assess.sensitivity",
    "ledger": "assess.sensitivity",
    "load_case": "assess.io.files",
    "log_evidence": "assess.pymc_model",
    "tornado_table": "assess.tables",
    "ledger_table": "assess.tables",
    "leave_out_table": "assess.tables",
    "plot_ledger": "assess.plots",
    "plot_tornado": "assess.plots",
    "save_case": "assess.io.files",
    "summary": "assess.tables",
    "tabulate": "assess.table",
    "to_json": "assess.io.results",
    "to_pymc": "assess.pymc_model",
    "tornado": "assess.sensitivity",
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
