"""How the documentation is built.

    uv run --group docs sphinx-build -W -b html docs docs/_build/html

Nothing is fetched while it is built or read. The two figures of "Reading a result" are drawn anew
by each build, so that they show what the library draws and not what it once drew.
"""

from importlib import metadata
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

HERE = Path(__file__).parent

project = "evidence-assess"
author = "The evidence-assess developers"
copyright = author
release = metadata.version("evidence-assess")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
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
napoleon_use_rtype = False


def draw_figures() -> None:
    """The ledger and the tornado of the tutorial's case, for the pages that show them."""
    import assess

    folder = HERE / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    result = assess.weigh(assess.load_case(HERE / "painting.yaml"))
    drawn = {
        "ledger": assess.plot_ledger(assess.ledger(result)),
        "tornado": assess.plot_tornado(assess.tornado(result), most=10),
    }
    for name, ax in drawn.items():
        ax.figure.savefig(folder / f"{name}.png", dpi=150)


draw_figures()
