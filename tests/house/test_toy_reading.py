"""Adding a reading: its own files and one line in the list of names, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

TOY = {
    "sensitivity/toy.py": '''"""The largest credence."""

import numpy as np
import xarray as xr


def toy(result: xr.DataTree) -> xr.Dataset:
    """The largest credence of a result."""
    largest = float(result["exact"]["credence"].values.max())
    data = {"credence": ("number", np.array([largest]))}
    return xr.Dataset(data, coords={"number": ["largest"]}, attrs={"reading": "toy"})
''',
    "prose/toy.py": '''"""The largest credence, in words."""


def headline(toy) -> str:
    """Name the finding."""
    return "The largest credence"


def explain(toy) -> str:
    """Say the largest credence."""
    return f"The largest credence is {toy['credence'].values[0]:.2f}."
''',
    "plots/toy.py": '''"""The largest credence, drawn."""


def plot_toy(reading, *, ax=None):
    """Draw the largest credence as a bar."""
    if ax is None:
        from matplotlib.figure import Figure

        ax = Figure().subplots()
    ax.barh(reading["number"].values, reading["credence"].values)
    return ax
''',
    "tables/toy.py": '''"""The largest credence, as a table."""

from assess.tables.table import Table


def toy_table(reading) -> Table:
    """Tabulate the largest credence."""
    row = ("largest", f"{reading['credence'].values[0]:.2f}")
    return Table("The largest credence", ("number", "credence"), (row,))
''',
}

LINE = "from .sensitivity.toy import toy as toy\n"

SCRIPT = """
import json
import assess
import assess.tables.toy
reading = assess.toy(assess.weigh(assess.example_case("dprk_missiles"), draws=0))
rows = assess.tables.toy.toy_table(reading).rows
facts = {
    "file": assess.__file__,
    "listed": "toy" in dir(assess),
    "explain": assess.explain(reading),
    "json": json.loads(assess.reading_to_json(reading))["reading"],
    "rows": rows,
    "headline": assess.headline(reading),
    "table": assess.table(reading).rows,
    "plot": len(assess.plot(reading).patches),
    "drawn": len(assess.plots.plot_toy(reading).patches),
}
print(json.dumps(facts))
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of `assess` with the files of one more reading, and its line."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "assess", folder / "assess")  # bytecode too: it is compiled already
    for place, text in TOY.items():
        path = folder / "assess" / place
        assert not path.exists()
        path.write_text(text, "utf-8")
    names = folder / "assess" / "__init__.pyi"
    names.write_text(names.read_text("utf-8") + LINE, "utf-8")
    (folder / "examples").symlink_to(ROOT / "examples")
    return folder


def test_a_reading_is_its_files_and_one_line(house: Path) -> None:
    """It is offered, said, drawn and written as JSON, without an edit anywhere else."""
    found = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True,
        text=True,
        check=False,
        cwd=house,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(house), str(ROOT)])},
    )
    assert found.returncode == 0, found.stderr
    facts: dict[str, Any] = json.loads(found.stdout.splitlines()[-1])
    assert Path(facts["file"]).parents[1] == house
    assert facts["listed"]
    assert facts["explain"] == "The largest credence is 0.91."
    assert facts["json"] == "toy"
    assert facts["drawn"] == 1
    assert facts["rows"] == facts["table"] == [["largest", "0.91"]]
    assert facts["plot"] == 1
    assert facts["headline"]
