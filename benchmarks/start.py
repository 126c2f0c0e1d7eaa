"""Fresh processes: the import, and a whole weighing from the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

import numpy as np
from measure import Report, Row, duration, in_turn

from assess import copy_example

_NEEDED = "import numpy, xarray, pydantic"
_USED = "from assess import case_from, weigh"


def _process(arguments: Sequence[str]) -> None:
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=env)


def start(*, quick: bool) -> Report:
    """Seconds of whole processes, with the file cache warm and bytecode present."""
    import tempfile
    from pathlib import Path

    repetitions = 5 if quick else 11
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        case = str(copy_example("dprk_missiles", Path(folder) / "example") / "case.yaml")
        commands = {
            "bare interpreter": ["-c", "pass"],
            _NEEDED: ["-c", _NEEDED],
            "import assess": ["-c", "import assess"],
            "the same, then import assess": ["-c", f"{_NEEDED}, assess"],
            "the same, then all that weighing needs": ["-c", f"{_NEEDED}; {_USED}"],
            "assess --help": ["-m", "assess.cli", "--help"],
            "assess weigh case.yaml": ["-m", "assess.cli", "weigh", case],
        }
        base = commands[_NEEDED]
        lines = []
        for label, command in commands.items():
            if command is base:
                continue
            times = in_turn(
                lambda command=command: _process(command), lambda: _process(base), repetitions, 0.0
            )
            beyond = times[:, 0] - times[:, 1]
            lines.append(
                [
                    label,
                    duration(float(np.median(times[:, 0]))),
                    f"{np.median(beyond) * 1e3:+.0f} ms",
                    f"{beyond.min() * 1e3:+.0f} to {beyond.max() * 1e3:+.0f} ms",
                ]
            )
            if label.startswith("assess weigh"):
                report.rows.append(Row.of("whole process", f"`{label}`", _NEEDED, times))
            if label.endswith("import assess") and label.startswith("the same"):
                report.rows.append(Row.of("import", f"{_NEEDED}, assess", _NEEDED, times))
    header = ("process", "median", f"beyond `{_NEEDED}`", "least to most")
    report.tables.append(("Fresh processes", header, lines))
    return report
