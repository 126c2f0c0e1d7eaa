"""The example cases that are shipped with the library."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from assess.case.model import Case
from assess.errors import UnknownNameError
from assess.io.files import load_case


def _folder() -> Path:
    """Where the examples are: in the installed package, or at the top of a checkout."""
    here = Path(__file__).parent.parent
    installed = here / "examples"
    return installed if installed.is_dir() else here.parent / "examples"


def example_names() -> tuple[str, ...]:
    """List the names of the shipped examples, sorted.

    Examples
    --------
    >>> "dprk_missiles" in example_names()
    True
    """
    return tuple(sorted(p.parent.name for p in _folder().glob("*/case.yaml")))


def _home(name: str) -> Path:
    if name not in example_names():
        raise UnknownNameError(name, example_names(), "example")
    return _folder() / name


def example_case(name: str, file: str = "case.yaml") -> Case:
    """Load one of the shipped cases.

    Parameters
    ----------
    name : str
        One of `example_names()`.
    file : str
        File in the example's folder; some have a second case beside `case.yaml`.

    Returns
    -------
    Case

    Raises
    ------
    ValueError
        If there is no such example.

    Examples
    --------
    >>> example_case("dprk_missiles").questions[0].id
    'missiles'
    """
    return load_case(_home(name) / file)


def copy_example(name: str, to: str | Path | None = None) -> Path:
    """Copy a shipped example so that it can be edited.

    Parameters
    ----------
    name : str
        One of `example_names()`.
    to : path, optional
        Folder to make; the example's name in the current folder when left out.

    Returns
    -------
    Path
        The new folder.

    Raises
    ------
    FileExistsError
        If the folder exists: nothing is overwritten.
    ValueError
        If there is no such example.
    """
    source = _home(name)
    target = Path(name if to is None else to)
    if target.exists():
        msg = f"{target} exists already; nothing was copied"
        raise FileExistsError(msg)
    target.parent.mkdir(parents=True, exist_ok=True)
    # a half-made copy never bears the final name
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".example-") as parent:
        copy = Path(parent) / target.name
        shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
        copy.rename(target)
    return target
