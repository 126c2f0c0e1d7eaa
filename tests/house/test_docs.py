"""The documentation runs: docstrings, pages, commands and examples do what they say."""

from __future__ import annotations

import doctest
import functools
import importlib
import io
import os
import pkgutil
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
import xarray as xr

import assess
from assess.cli import main

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))]
PYTHON = re.compile(
    r"^```python\n(?P<code>.*?)^```\n(?:\n```text\n(?P<shown>.*?)^```\n)?", re.MULTILINE | re.DOTALL
)
SLOW = {"README.md", "uncertain.md", "sensitivity.md", "method.md", "reading.md"}
"""Pages that take more than some seconds."""

SHELL = re.compile(r"^```(?:console|bash|sh|shell)\n(?P<lines>.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(autouse=True)
def paper() -> Iterator[None]:
    """Draw without a screen, and leave no figure open."""
    before = mpl.get_backend()
    mpl.use("agg")
    import matplotlib.pyplot as plt

    yield
    plt.close("all")
    mpl.use(before)


def copy_of_checkout(place: Path) -> Path:
    """What the pages speak of, and what docstrings read."""
    for folder in ("docs", "examples"):
        ignored = shutil.ignore_patterns("_build", "__pycache__")
        shutil.copytree(ROOT / folder, place / folder, ignore=ignored)
    shutil.copy(ROOT / "README.md", place)
    return place


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what the pages speak of, as the current folder."""
    monkeypatch.chdir(copy_of_checkout(tmp_path))
    return tmp_path


def module_names() -> list[str]:
    names = []
    for package in ("priors", "evidence", "assess"):
        path = importlib.import_module(package).__path__
        names += [package, *(m.name for m in pkgutil.walk_packages(path, f"{package}."))]
    return sorted(names)


# --- docstrings -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shared_checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy for all docstrings: they read what is there, and write what they name."""
    return copy_of_checkout(tmp_path_factory.mktemp("checkout"))


def in_rooms() -> dict[str, list[str]]:
    """The modules by their room: the package, or the folder in it."""
    rooms: dict[str, list[str]] = {}
    for name in module_names():
        rooms.setdefault(".".join(name.split(".")[:2]), []).append(name)
    return rooms


@pytest.fixture(scope="module")
def weighed_once() -> Callable[..., xr.DataTree]:
    """`assess.weigh`, which gives a copy of its answer when it is asked the same again."""
    weigh, answers = assess.weigh, {}

    def again(case: assess.Case, **options: Any) -> xr.DataTree:
        key = case.model_dump_json(), repr(sorted(options.items()))
        if key not in answers:
            answers[key] = weigh(case, **options)
        return answers[key].copy()

    return functools.wraps(weigh)(again)


@pytest.mark.parametrize("room", in_rooms())
def test_examples_of_docstrings_run(
    room: str,
    shared_checkout: Path,
    weighed_once: Callable[..., xr.DataTree],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every `>>>` of each module, none left out, gives what stands below it."""
    monkeypatch.chdir(shared_checkout)
    monkeypatch.setattr(assess, "weigh", weighed_once)
    for name in in_rooms()[room]:
        module = importlib.import_module(name)
        text = Path(str(module.__file__)).read_text("utf-8")
        examples = len(re.findall(r"^ *>>> ", text, re.MULTILINE))
        if examples:
            found = doctest.testmod(module, raise_on_error=False, verbose=False)
            assert (found.failed, found.attempted) == (0, examples), name


def marked(pages: list[Path]) -> list[Any]:
    """The pages by their names, those that take long marked so."""
    return [
        pytest.param(p, id=p.name, marks=[pytest.mark.slow] if p.name in SLOW else [])
        for p in pages
    ]


# --- pages ----------------------------------------------------------------------------------------


def test_there_are_pages_with_blocks_to_run() -> None:
    """The patterns below find what they are to find."""
    text = "\n".join(p.read_text("utf-8") for p in PAGES)
    assert len(PYTHON.findall(text)) == len(re.findall(r"^```python$", text, re.MULTILINE)) > 20
    assert sum("uv run assess" in lines for lines in SHELL.findall(text)) >= 2


@pytest.mark.parametrize("page", marked(PAGES))
def test_python_of_a_page_runs_and_prints_what_is_shown(page: Path, checkout: Path) -> None:
    """Its blocks in order, in one namespace; a text block right below one is what it prints."""
    namespace: dict[str, object] = {"__name__": page.stem}
    text = page.read_text("utf-8")
    for block in PYTHON.finditer(text):
        line = text.count("\n", 0, block.start("code"))
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(compile("\n" * line + block["code"], str(page), "exec"), namespace)
        if block["shown"] is not None:
            assert printed.getvalue() == block["shown"], f"{page.name}:{line + 1}"


def commands(page: Path) -> list[str]:
    lines = "\n".join(SHELL.findall(page.read_text("utf-8"))).splitlines()
    return [line.removeprefix("$ ") for line in lines if "uv run assess" in line]


@pytest.mark.parametrize("page", marked([p for p in PAGES if commands(p)]))
def test_commands_of_a_page_run_and_show_what_the_page_shows(
    page: Path, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each `uv run assess ...` in its order; of the README the output too, and the pictures."""
    outputs = {}
    for command in commands(page):
        words = shlex.split(command.partition(" > ")[0], comments=True)
        assert words[:3] == ["uv", "run", "assess"]
        assert main(words[3:]) == 0, command
        outputs[command] = capsys.readouterr().out
        assert outputs[command]
    if page.name == "README.md":
        text = page.read_text("utf-8")
        (shown,) = re.findall(
            r"^## What you see\n\n```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL
        )
        assert next(iter(outputs.values())) == shown
        kinds = {path.name.split("-")[0] for path in (checkout / "plots").iterdir()}
        assert kinds == {"ledger", "tornado"}


@pytest.mark.parametrize(
    "page",
    [
        *PAGES,
        *(ROOT / n for n in ("ARCHITECTURE.md", "CONTRIBUTING.md")),
        *ROOT.glob("examples/*/*.md"),
    ],
    ids=lambda p: f"{p.parent.name}/{p.name}",
)
def test_links_within_the_checkout_lead_somewhere(page: Path) -> None:
    """Every relative link of a page names a file or a folder that is there."""
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), target


# --- examples -------------------------------------------------------------------------------------

SCRIPTS = sorted(ROOT.glob("examples/*/*.py"))


def test_every_example_has_its_case_its_analysis_and_its_readme() -> None:
    """One folder a case."""
    assert assess.example_names()
    for name in assess.example_names():
        folder = ROOT / "examples" / name
        assert {"case.yaml", "analysis.py", "README.md"} <= {p.name for p in folder.iterdir()}


@pytest.mark.slow
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_script_of_an_example_runs(script: Path, checkout: Path) -> None:
    """In a copy of its folder, without a screen; a warning is an error there, too."""
    copy = checkout / script.relative_to(ROOT)
    found = subprocess.run(
        [sys.executable, "-W", "error", str(copy)],
        cwd=copy.parent,
        env={**os.environ, "MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    assert found.stdout


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("examples/*/*.yaml")), ids=lambda p: f"{p.parent.name}/{p.name}"
)
def test_case_of_an_example_gives_its_reasons(path: Path) -> None:
    """Every source, assumption and item says why its numbers are what they are."""
    case = assess.load_case(path)
    for part in (*case.sources, *case.assumptions, *case.items):
        assert part.because, part.id
