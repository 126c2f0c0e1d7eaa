"""The public names, each in one line: what is here is what `import assess` offers.

Every name is loaded when it is first used. A reading is `sensitivity/<name>.py`; adding one adds
its line here.
"""

# rooms
from . import case as case
from . import cli as cli
from . import engines as engines
from . import errors as errors
from . import exchange as exchange
from . import formatting as formatting
from . import interview as interview
from . import io as io
from . import kernel as kernel
from . import plots as plots
from . import prepare as prepare
from . import prose as prose
from . import report as report
from . import result as result
from . import sampling as sampling
from . import sensitivity as sensitivity
from . import tables as tables
from . import versions as versions
from . import what_if as what_if
from .case.build import case_from as case_from
from .case.model import Assumption as Assumption
from .case.model import Candidate as Candidate

# what an analyst states
from .case.model import Case as Case
from .case.model import Hypothesis as Hypothesis
from .case.model import Item as Item
from .case.model import Quantity as Quantity
from .case.model import Question as Question
from .case.model import Source as Source
from .case.numbers import tabulate as tabulate
from .engines import weigh as weigh
from .engines.pymc.model import log_evidence as log_evidence
from .engines.pymc.model import to_pymc as to_pymc

# the rest
from .errors import AssessError as AssessError
from .errors import CaseError as CaseError
from .errors import NotACaseError as NotACaseError
from .errors import NotAReadingError as NotAReadingError
from .errors import NotAResultError as NotAResultError
from .errors import Problem as Problem
from .errors import StatementError as StatementError
from .errors import TooEntangledError as TooEntangledError
from .errors import UnknownNameError as UnknownNameError
from .errors import UnknownOptionError as UnknownOptionError
from .exchange.ach.read import from_ach as from_ach
from .exchange.bayes_nets.bif import from_bif as from_bif
from .exchange.spreadsheet.write import to_spreadsheet as to_spreadsheet
from .io.examples import copy_example as copy_example
from .io.examples import example_case as example_case
from .io.examples import example_names as example_names
from .io.files import load_case as load_case
from .io.files import save_case as save_case
from .io.readings import reading_to_json as reading_to_json
from .io.results import to_json as to_json
from .io.schema import json_schema as json_schema

# pictures
from .plots.ach_comparison import plot_ach_comparison as plot_ach_comparison
from .plots.compare import plot_compare as plot_compare
from .plots.confidence import plot_confidence as plot_confidence
from .plots.conflict import plot_conflict as plot_conflict
from .plots.contamination import plot_contamination as plot_contamination
from .plots.credal_bounds import plot_credal_bounds as plot_credal_bounds
from .plots.cruxes import plot_cruxes as plot_cruxes
from .plots.dependence import plot_dependence as plot_dependence
from .plots.diagnosticity import plot_diagnosticity as plot_diagnosticity
from .plots.leave_out import plot_leave_out as plot_leave_out
from .plots.ledger import plot_ledger as plot_ledger
from .plots.of_reading import plot as plot
from .plots.one_way import plot_one_way as plot_one_way
from .plots.power_scaling import plot_power_scaling as plot_power_scaling
from .plots.prior_predictive import plot_prior_predictive as plot_prior_predictive
from .plots.prior_sweep import plot_prior_sweep as plot_prior_sweep
from .plots.sobol import plot_sobol as plot_sobol
from .plots.spider import plot_spider as plot_spider
from .plots.tipping_pairs import plot_tipping_pairs as plot_tipping_pairs
from .plots.tipping_points import plot_tipping_points as plot_tipping_points
from .plots.tornado import plot_tornado as plot_tornado
from .plots.two_way import plot_two_way as plot_two_way
from .plots.value_of_information import plot_value_of_information as plot_value_of_information
from .prose.explain import explain as explain
from .prose.explain import headline as headline
from .result.diagnostics import diagnosis as diagnosis

# readings
from .sensitivity.ach_comparison import ach_comparison as ach_comparison
from .sensitivity.compare import compare as compare
from .sensitivity.confidence import confidence as confidence
from .sensitivity.conflict import conflict as conflict
from .sensitivity.contamination import contamination as contamination
from .sensitivity.credal_bounds import credal_bounds as credal_bounds
from .sensitivity.cruxes import cruxes as cruxes
from .sensitivity.dependence import dependence as dependence
from .sensitivity.diagnosticity import diagnosticity as diagnosticity
from .sensitivity.leave_out import leave_out as leave_out
from .sensitivity.ledger import ledger as ledger
from .sensitivity.one_way import one_way as one_way
from .sensitivity.power_scaling import power_scaling as power_scaling
from .sensitivity.prior_predictive import prior_predictive as prior_predictive
from .sensitivity.prior_sweep import prior_sweep as prior_sweep
from .sensitivity.sobol import sobol as sobol
from .sensitivity.tipping_pairs import tipping_pairs as tipping_pairs
from .sensitivity.tipping_points import tipping_points as tipping_points
from .sensitivity.tornado import tornado as tornado
from .sensitivity.two_way import two_way as two_way
from .sensitivity.value_of_information import value_of_information as value_of_information

# tables
from .tables.ach_comparison import ach_comparison_table as ach_comparison_table
from .tables.ach_comparison import ach_table as ach_table
from .tables.compare import compare_table as compare_table
from .tables.confidence import confidence_table as confidence_table
from .tables.conflict import conflict_table as conflict_table
from .tables.contamination import contamination_table as contamination_table
from .tables.credal_bounds import bounds_table as bounds_table
from .tables.credal_bounds import credal_bounds_table as credal_bounds_table
from .tables.cruxes import cruxes_table as cruxes_table
from .tables.dependence import dependence_table as dependence_table
from .tables.diagnosticity import diagnosticity_table as diagnosticity_table
from .tables.draws import draws_table as draws_table
from .tables.leave_out import leave_out_table as leave_out_table
from .tables.ledger import ledger_table as ledger_table
from .tables.of_reading import table as table
from .tables.one_way import one_way_table as one_way_table
from .tables.power_scaling import power_scaling_table as power_scaling_table
from .tables.prior_predictive import prior_predictive_table as prior_predictive_table
from .tables.prior_sweep import prior_sweep_table as prior_sweep_table
from .tables.sobol import sobol_table as sobol_table
from .tables.summary import summary as summary
from .tables.tipping_pairs import tipping_pairs_table as tipping_pairs_table
from .tables.tipping_points import tipping_points_table as tipping_points_table
from .tables.tipping_points import tipping_table as tipping_table
from .tables.tornado import tornado_table as tornado_table
from .tables.two_way import two_way_table as two_way_table
from .tables.value_of_information import information_table as information_table
from .tables.value_of_information import value_of_information_table as value_of_information_table
from .version import __version__ as __version__
