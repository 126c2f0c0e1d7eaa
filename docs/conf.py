"""How the documentation is built.

    uv run --group docs sphinx-build -W --keep-going -b html docs docs/_build/html

Nothing is fetched while it is built or read, and no file that git knows is written: the reference
of the functions goes to docs/reference/, which git ignores. The figures are drawn by the blocks of
the pages that show them (`docs/run_pages.py`).
"""

import sys
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import reference  # noqa: E402  (it lies beside this file)

project = "evidence-assess"
author = "The evidence-assess developers"
copyright = author
release = metadata.version("evidence-assess")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
# An address between angle brackets leads out: only the weekly job asks whether it answers.
linkcheck_timeout = 20
linkcheck_retries = 2
linkcheck_anchors = False
default_role = "code"

html_theme = "furo"
html_title = f"evidence-assess {release}"
html_copy_source = False
html_show_sphinx = False

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

add_module_names = False
autodoc_member_order = "bysource"
autodoc_typehints = "none"  # units and ranges stand in the docstrings, which say more
napoleon_google_docstring = False
# Types are words for readers ("form", "Dataset"), not names to be looked up.
napoleon_use_param = False
napoleon_use_rtype = False


reference.write(HERE)


def keep_colons(_app, what, _name, _value, _options, lines):
    """Keep napoleon from taking what stands before a colon in a property's docstring for a type."""
    if what in ("attribute", "property"):
        lines.insert(0, "\\ ")  # nothing, and no colon


def setup(app):
    """Called by Sphinx."""
    app.connect("autodoc-process-docstring", keep_colons, priority=100)
