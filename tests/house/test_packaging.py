"""The wheel: what is in it, and that it works without the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = {"assess", "evidence", "priors"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as `uv build` makes it from this checkout."""
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("uv is not there to build with")
    out = tmp_path_factory.mktemp("dist")
    command = [uv, "build", "--wheel", "--out-dir", str(out), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    if "build-system.requires" in built.stderr and built.returncode:
        pytest.skip("the build backend cannot be fetched here")
    assert built.returncode == 0, built.stderr
    (path,) = out.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[str]:
    return zipfile.ZipFile(wheel).namelist()


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def test_wheel_installs_our_three_packages_and_nothing_else(names: list[str]) -> None:
    """No `tests`, `docs` or `examples` on anybody's import path."""
    top = {name.split("/")[0] for name in names}
    assert {n for n in top if not n.endswith(".dist-info")} == PACKAGES
    assert len(top) == 4


def test_wheel_has_every_module(names: list[str]) -> None:
    """Whatever Python file stands in the checkout's packages."""
    modules = {str(path.relative_to(ROOT)) for p in PACKAGES for path in (ROOT / p).rglob("*.py")}
    assert {n for n in names if n.endswith(".py") and "/examples/" not in n} == modules
    assert "assess/__init__.pyi" in names  # the public names: without it nothing is found


def test_wheel_has_the_data(names: list[str]) -> None:
    """Scales, schema, examples, and the marks that types are checked."""
    assert {
        "priors/scales/icd203.toml",
        "priors/scales/phia2025.toml",
        "priors/scales/ipcc_ar5.toml",
        "evidence/scales/enfsi2015.toml",
        "evidence/scales/admiralty.toml",
        "assess/io/schemas/assess-1.schema.json",
        *(f"{package}/py.typed" for package in PACKAGES),
    } <= set(names)
    examples = {
        f"assess/{path.relative_to(ROOT)}"
        for path in (ROOT / "examples").rglob("*")
        if path.suffix in (".yaml", ".py", ".md") and "__pycache__" not in path.parts
    }
    assert len(examples) >= 3
    assert examples <= set(names)


def test_wheel_has_no_rubbish(names: list[str]) -> None:
    """No tests, documentation, bytecode, checkpoints of notebooks or hidden files."""
    for name in names:
        *folders, file = name.split("/")
        assert not {"tests", "docs", "benchmarks", "__pycache__"} & set(folders), name
        assert not file.startswith((".", "test_")), name
        kinds = (".py", ".pyi", ".toml", ".json", ".yaml", ".md", ".typed", ".svg", ".png")
        assert file.endswith(kinds) or ".dist-info" in folders[0], name


def test_wheel_says_what_it_is(wheel: Path, names: list[str]) -> None:
    """Name, licence, the version of Python and the command are those of the project file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert wheel.name == f"evidence_assess-{project['version']}-py3-none-any.whl"
    info = next(n for n in names if n.endswith(".dist-info/METADATA")).removesuffix("METADATA")
    with zipfile.ZipFile(wheel) as archive:
        metadata = HeaderParser().parsestr(archive.read(f"{info}METADATA").decode())
        commands = archive.read(f"{info}entry_points.txt").decode()
        assert f"{info}licenses/LICENSE" in names
    assert metadata["Name"] == "evidence-assess"
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == project["requires-python"]
    assert len(metadata.get_all("Requires-Dist", [])) == len(project["dependencies"])
    assert commands.split() == ["[console_scripts]", "assess", "=", "assess.cli:main"]


def test_wheel_works_without_the_checkout(unpacked: Path, tmp_path: Path) -> None:
    """From elsewhere: the examples are found, weighed and copied, the schema and scales read."""
    script = f"""
import sys
sys.path.insert(0, {str(unpacked)!r})
import assess, evidence, priors
for package in (assess, evidence, priors):
    assert package.__file__.startswith({str(unpacked)!r}), package.__file__
from assess.cli import main
assert "dprk_missiles" in assess.example_names()
for name in assess.example_names():
    exact = assess.weigh(assess.example_case(name), draws=0)["exact"].to_dataset()
    for total in exact["credence"].groupby("question").sum().values:
        assert abs(float(total) - 1.0) < 1e-9
assert main(["example", "dprk_missiles"]) == 0
assert main(["weigh", "dprk_missiles/case.yaml", "--json"]) == 0
assert assess.json_schema()["$id"] == "urn:evidence-assess:assess/1"
assert priors.load_scale("icd203").terms and evidence.admiralty_table()
"""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    found = subprocess.run(
        [sys.executable, "-P", "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    assert '"format": "assess-result/1"' in found.stdout
    assert (tmp_path / "dprk_missiles" / "case.yaml").exists()
