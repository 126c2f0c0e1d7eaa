"""Case files: what is saved loads equal, and saving never loses what was there."""

from __future__ import annotations

import os
import random
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_cases import random_case

import assess
from assess.case.model import plain
from assess.io import files

# --- cases with every feature, every form of a number, and any text -------------------------------

# What YAML would take for something else than a text, or write over several lines.
LOOKALIKES = (
    "null", "~", "true", "False", "yes", "no", "on", "1", "007", "0x1f", "0o17", "1e5", "1_000",
    ".5", ".nan", "-.inf", "1:30", "2024-01-31", "2024-01-31T10:00:00Z", "- a", "a: b", "a #b",
    "#", "{a: 1}", "[a]", "*a", "&a", "!a", "!!str a", "%YAML 1.2", "---", "...", "@a", "`a", "|",
    ">", "<<", "?", "''", '"', "it's", '"q"', "\\n", "\\", " leading", "trailing ", "  ", "\t",
    "a\tb", "one\ntwo", "one\n\n\ntwo\n", "\nfirst", "last\n", "  indented\n    more\n",
    "one\r\ntwo", "a\rb", "ends with space \nnext", "\u2028", "a\u2028b", "\u2029", "\x85",
    "a\x85b\nc", "\u00a0", "\ufeff", "\x00", "\x07", "\x1b[31m", "\x7f", "\x80", "\ufffe",
    "Größe", "Ракета", "미사일", "عربي", "e\u0301", "😀", "\U0010ffff", "👩\u200d🚀", "word " * 80,
    "x" * 300, "a, b: [c] {d} #e",
)  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(LOOKALIKES),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
)
IDS = (
    "null", "true", "no", "1", "007", "0x1f", "1e5", "1_000", "2024-01-31", "a.b-c_d", "beta",
    "phrase", "key", "Größe", "Ракета", "미사일", "1.5", "id", "others_", "x" * 80, "on", "NaN",
)  # fmt: skip

OPEN = st.floats(0.001, 0.999) | st.sampled_from([1e-12, 1e-6, 1 - 1e-9, 0.1 + 0.2, 1 / 3])
THREE = st.lists(st.floats(0, 1), min_size=3, max_size=3, unique=True).map(sorted)
POSITIVE = st.floats(0.01, 1e4) | st.sampled_from([0.5, 1, 2, 1e-6])
NUMBERS: st.SearchStrategy[Any] = st.one_of(
    OPEN,
    st.sampled_from([{"value": 0, "certain": True}, {"value": 1.0, "certain": True}]),
    st.fixed_dictionaries({"value": OPEN}, optional={"certain": st.booleans()}),
    st.builds(lambda a, b: {"beta": [a, b]}, POSITIVE, POSITIVE),
    st.sampled_from(
        [{"between": [0.5, 0.9]}, {"between": [0.01, 0.2], "covers": 0.5}, {"between": [1e-6, 0.1]}]
    ),
    st.builds(lambda t: {"pert": t}, THREE),
    st.builds(lambda t: {"triangular": t}, THREE),
    st.builds(lambda m, w: {"mean": m, "worth": w}, OPEN, POSITIVE),
    st.builds(lambda r, w: {"track": {"right": r, "wrong": w}}, POSITIVE, st.integers(0, 9)),
    st.sampled_from(
        [
            {"phrase": "likely", "scale": "icd203"},
            {"phrase": "Almost  Certain", "scale": "phia2025"},
            {"phrase": "remote chance", "scale": "phia2025"},
        ]
    ),
)
DAYS = st.dates().map(str)


def renamed(node: Any, names: dict[str, str]) -> Any:
    if isinstance(node, dict):
        return {names.get(k, k): renamed(v, names) for k, v in node.items()}
    if isinstance(node, list):
        return [renamed(v, names) for v in node]
    return names.get(node, node) if isinstance(node, str) else node


def filled(seed: int, texts: list[str], numbers: list[Any], days: list[str]) -> dict[str, Any]:
    """A random case with the given texts, numbers and days put wherever they may stand."""
    data, _ = random_case(seed)
    rng = random.Random(seed)
    data.update(title=rng.choice(texts), text=rng.choice(texts), as_of=rng.choice(days))
    parts = [p for k in ("questions", "sources", "assumptions", "items") for p in data[k]]
    for part in [*parts, *(h for q in data["questions"] for h in q["hypotheses"])]:
        part["because"] = rng.choice(texts)
        if "reliability" in part:
            part["name"] = rng.choice(texts)
            part["tags"] = [rng.choice(texts), rng.choice(texts)]
            if rng.random() < 0.5:
                part["reliability"] = rng.choice(numbers)
        else:
            part["text"] = rng.choice(texts)
    for item in data["items"]:
        item.update(citation=rng.choice(texts), tags=texts[:2], date=rng.choice(days))
        for name in item.get("likelihood", {}):
            item["likelihood"][name] = rng.choice(numbers)
        if not isinstance(item.get("if_unreliable"), dict):
            item["if_unreliable"] = rng.choice(numbers)
    for assumption in data["assumptions"]:
        assumption["holds"] = rng.choice(numbers)
    if len(data["items"]) > 1:
        data["items"][-1]["given"] = [data["items"][0]["id"]]
    old = {p["id"] for p in parts} | {h["id"] for q in data["questions"] for h in q["hypotheses"]}
    new = rng.sample(IDS, min(len(old), len(IDS)))
    return dict(renamed(data, dict(zip(sorted(old), new, strict=False))))


@pytest.mark.slow
@settings(max_examples=60)
@given(
    seed=st.integers(0, 500),
    texts=st.lists(TEXTS, min_size=4, max_size=8),
    numbers=st.lists(NUMBERS, min_size=3, max_size=8),
    days=st.lists(DAYS, min_size=2, max_size=4),
)
def test_saved_case_loads_equal(
    seed: int,
    texts: list[str],
    numbers: list[Any],
    days: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """As YAML and as JSON, whatever the texts and numbers; and saving it again changes nothing."""
    case = assess.case_from(filled(seed, texts, numbers, days))
    for suffix in ("yaml", "json"):
        path = tmp_path_factory.getbasetemp() / f"round.{suffix}"
        assess.save_case(case, path)
        loaded = assess.load_case(path)
        assert loaded == case
        text = path.read_text("utf-8")
        assess.save_case(loaded, path)
        assert path.read_text("utf-8") == text


def small(**changes: Any) -> dict[str, Any]:
    return {
        "format": "assess/1",
        "questions": [
            {
                "id": "rain",
                "hypotheses": [
                    {"id": "wet", "prior": 0.3},
                    {"id": "dry", "prior": 0.7, "catch_all": True},
                ],
            }
        ],
        "sources": [{"id": "radio", "reliability": {"beta": [8, 2]}}],
        "items": [
            {
                "id": "forecast",
                "source": "radio",
                "likelihood": {"wet": 0.9, "dry": {"triangular": [0.1, 0.2, 0.4]}},
                "if_unreliable": 0.5,
                **changes,
            }
        ],
    }


@pytest.mark.parametrize("text", LOOKALIKES, ids=ascii)
@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_text_is_read_back_to_the_letter(text: str, suffix: str, tmp_path: Path) -> None:
    """A text that looks like a number, a date or YAML's own marks stays that text."""
    case = assess.case_from(small(text=text, because=text, tags=[text]))
    path = tmp_path / f"case.{suffix}"
    assess.save_case(case, path)
    item = assess.load_case(path).items[0]
    assert (item.text, item.because, item.tags) == (text, text, (text,))


@pytest.mark.parametrize("number", [1e-12, 1e-300, 5e-324, 0.1 + 0.2, 1 - 2**-53, 1 / 3, 1e-5])
@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_number_is_read_back_to_the_last_bit(number: float, suffix: str, tmp_path: Path) -> None:
    """Very small numbers, and those without a short decimal, are the same after a round."""
    case = assess.case_from(small(likelihood={"wet": number, "others": {"value": number}}))
    path = tmp_path / f"case.{suffix}"
    assess.save_case(case, path)
    likelihood = assess.load_case(path).items[0].likelihood
    assert likelihood is not None
    assert [p.mean for p in likelihood.values()] == [number, number]


def test_case_is_written_compactly_and_without_defaults(tmp_path: Path) -> None:
    """What is a default is left out, and short mappings stand on one line."""
    path = tmp_path / "case.yaml"
    assess.save_case(assess.case_from(small()), path)
    assert path.read_text("utf-8") == (
        "format: assess/1\n"
        "questions:\n"
        "  - id: rain\n"
        "    hypotheses: [{id: wet, prior: 0.3}, {id: dry, prior: 0.7, catch_all: true}]\n"
        "sources:\n"
        "  - id: radio\n"
        "    reliability: {beta: [8.0, 2.0]}\n"
        "items:\n"
        "  - id: forecast\n"
        "    source: radio\n"
        "    likelihood: {wet: 0.9, dry: {triangular: [0.1, 0.2, 0.4]}}\n"
        "    if_unreliable: 0.5\n"
    )


def test_plain_data_of_a_case_holds_nothing_but_what_was_stated() -> None:
    """`plain` gives back the data of the file, with numbers as floats."""
    assert plain(assess.case_from(small())) == small()


@pytest.mark.parametrize("name", ["case.yaml", "case.yml", "case.JSON", "case.txt"])
def test_suffix_says_how_a_case_is_written(name: str, tmp_path: Path) -> None:
    """`.json` in either case is JSON, anything else YAML; text or Path name the file alike."""
    case = assess.case_from(small())
    assess.save_case(case, str(tmp_path / name))
    text = (tmp_path / name).read_text("utf-8")
    assert text.startswith("{" if name.endswith("JSON") else "format: ")
    assert text.endswith("\n")
    assert assess.load_case(str(tmp_path / name)) == assess.load_case(tmp_path / name) == case


# --- saving as a whole or not at all --------------------------------------------------------------


def disk_full(*args: object, **kwargs: object) -> None:
    raise OSError(28, "No space left on device")


def interrupted(*args: object, **kwargs: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
@pytest.mark.parametrize("failure", [disk_full, interrupted])
@pytest.mark.parametrize("before", ["the old file\n", None], ids=["over a file", "a new file"])
def test_failing_save_leaves_everything_as_it_was(
    step: str,
    failure: Callable[..., None],
    before: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A full disk or an interruption at any step: the old file is untouched, no other is left."""
    path = tmp_path / "case.yaml"
    if before is not None:
        path.write_text(before)
    with monkeypatch.context() as patch:
        patch.setattr(os, step, failure)
        with pytest.raises((OSError, KeyboardInterrupt)):
            assess.save_case(assess.case_from(small()), path)
    assert [p.name for p in tmp_path.iterdir()] == ([] if before is None else ["case.yaml"])
    assert before is None or path.read_text() == before


def test_text_that_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    """Half a character has no bytes: the write fails in its middle, and nothing has happened."""
    path = tmp_path / "case.yaml"
    path.write_text("the old file\n")
    with pytest.raises(UnicodeEncodeError):
        files.write_text(path, "a" * 100_000 + "\ud800")
    assert path.read_text() == "the old file\n"
    assert [p.name for p in tmp_path.iterdir()] == ["case.yaml"]


@pytest.mark.skipif(sys.platform == "win32", reason="files have no limit of size there")
def test_write_that_runs_out_of_space_leaves_the_old_file(tmp_path: Path) -> None:
    """With a real limit: the system refuses the bytes, and the old file is still there."""
    path = tmp_path / "case.yaml"
    path.write_text("the old file\n")
    script = (
        "import resource, signal, sys, pathlib\n"
        "from assess.io.files import write_text\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
        "try:\n"
        "    write_text(pathlib.Path(sys.argv[1]), 'x' * 100_000)\n"
        "except OSError:\n"
        "    sys.exit(7)\n"
    )
    found = subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert found.returncode == 7
    assert path.read_text() == "the old file\n"
    assert [p.name for p in tmp_path.iterdir()] == ["case.yaml"]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are other ones there")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_saving_keeps_the_permissions(mode: int, tmp_path: Path) -> None:
    """A file that only its owner may read stays so; a new file gets what others get."""
    case = assess.case_from(small())
    path = tmp_path / "case.yaml"
    assess.save_case(case, path)
    other = tmp_path / "other"
    other.touch()
    assert path.stat().st_mode == other.stat().st_mode
    path.chmod(mode)
    assess.save_case(case, path)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_saving_to_a_link_writes_what_it_points_to(tmp_path: Path) -> None:
    """The link stays a link."""
    (tmp_path / "folder").mkdir()
    target, link = tmp_path / "folder" / "case.yaml", tmp_path / "case.yaml"
    target.write_text("the old file\n")
    link.symlink_to(target)
    case = assess.case_from(small())
    assess.save_case(case, link)
    assert link.is_symlink()
    assert assess.load_case(target) == case


def test_saving_into_no_folder_is_an_error_of_the_system(tmp_path: Path) -> None:
    """The folder is not made, and the error is the system's own."""
    with pytest.raises(FileNotFoundError):
        assess.save_case(assess.case_from(small()), tmp_path / "none" / "case.yaml")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "error"), [("none.yaml", FileNotFoundError), (".", IsADirectoryError)]
)
def test_what_is_no_file_is_an_error_of_the_system(
    name: str, error: type[OSError], tmp_path: Path
) -> None:
    """A missing file and a folder are not called a wrong case."""
    with pytest.raises(error):
        assess.load_case(tmp_path / name)
