"""The command line: what each command prints, where, and with which exit status."""

from __future__ import annotations

import io
import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest

import assess
from assess.cli import main
from assess.formatting.numbers import credence_text, decibans_text, interval_text

# Worked by hand: the source is wholly reliable, so an item of likelihoods .8 and .2 turns even
# priors into .8 and .2, and one of .9 and .3 turns those into .72 / .78 = 12/13 and 1/13.
CASE = """\
format: assess/1
title: Rain
as_of: 2024-06-20
questions:
  - id: rain
    text: Did it rain?
    exhaustive: it did or it did not
    hypotheses: [{id: wet, prior: 0.5, because: half of days}, {id: dry, text: no rain, prior: 0.5}]
sources:
  - {id: gauge, reliability: {value: 1, certain: true}}
  - {id: radio, reliability: {beta: [8, 2]}}
assumptions:
  - {id: clock, text: the clock is right, holds: 0.9}
items:
  - {id: reading, source: gauge, date: 2024-06-01, likelihood: {wet: 0.8, dry: 0.2}}
  - {id: second, source: gauge, date: 2024-06-10, likelihood: {wet: 0.9, dry: 0.3}}
  - id: later
    source: radio
    date: 2024-07-01
    likelihood: {wet: 0.1, dry: 0.7}
    if_unreliable: 0.4
    requires: [clock]
    repeats: {item: second, chance: 0.25}
"""


@pytest.fixture(autouse=True)
def paper() -> Iterator[None]:
    """Draw without a screen, and leave no figure open."""
    before = mpl.get_backend()
    mpl.use("agg")
    import matplotlib.pyplot as plt

    yield
    plt.close("all")
    mpl.use(before)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE)
    return path


def run(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    command = [sys.executable, "-m", "assess.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def printed(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main([str(a) for a in arguments]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


# --- weigh ----------------------------------------------------------------------------------------


def test_weigh_prints_the_summary_and_what_each_item_contributed(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Title, day, credences with their weights, reliabilities, notes and the ledger."""
    head, *sections = printed(capsys, "weigh", file).split("\n\n")
    assert head.startswith("Rain\nAs of 2024-06-20. 2 items, 1 source. ")
    assert "\n\n".join(sections).splitlines() == [
        "Did it rain?",
        "  hypothesis  prior  credence  against the rest",
        "  wet           .50       .92          +10.8 dB",  # 10 log10 12 = 10.79
        "  dry           .50       .08          −10.8 dB",
        "",
        "Reliability of the sources",
        "  source  as stated  given the items",
        "  gauge           1                1",
        "",
        "Chance that the assumptions hold",
        "  assumption  as stated  given the items",
        "  clock             .90              .90",
        "",
        "Note:",
        "  items[later]: left out: it became known on 2024-07-01, after 2024-06-20",
        "",
        "Evidence for wet: credence .50 → .92",
        "  item             contribution  credence so far",
        "  before any item                            .50",
        "  reading               +6.0 dB              .80",  # 10 log10 4 = 6.02
        "  second                +4.8 dB              .92",  # 10 log10 3 = 4.77
        "  all items            +10.8 dB              .92",
        "Contributions of each item to the log-odds against the rest.",
    ]


def test_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """The one of the library."""
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"assess {assess.__version__}\n"


def test_weigh_as_json_prints_one_object_of_the_format(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The keys of the format in its order, each of its type, and nothing beside the object."""
    result = json.loads(printed(capsys, "weigh", file, "--json", "--as-of", "2024-08-01"))
    assert list(result) == [
        "format", "engine", "as_of", "credence", "prior", "interval", "robustness", "sources",
        "assumptions", "repeats", "log_evidence", "warnings",
    ]  # fmt: skip
    assert result["format"] == "assess-result/1"
    assert result["engine"] == "exact"
    assert result["as_of"] == "2024-08-01"
    for kind in ("interval", "robustness"):
        assert result[kind]["mass"] == 0.9
        for name, (low, high) in result[kind]["rain"].items():
            assert 0.0 <= low <= high <= 1.0, name
    assert result["prior"]["rain"] == pytest.approx({"wet": 0.5, "dry": 0.5}, abs=1e-15)
    assert {k: list(v) for k, v in result["credence"].items()} == {"rain": ["wet", "dry"]}
    assert list(result["sources"]) == ["gauge", "radio"]
    assert list(result["assumptions"]) == ["clock"]
    assert list(result["repeats"]) == ["later"]
    numbers = [
        *result["credence"]["rain"].values(),
        *(x for k in ("sources", "assumptions", "repeats") for x in result[k].values()),
    ]
    assert all(type(x) is float and 0.0 <= x <= 1.0 for x in numbers)
    assert type(result["log_evidence"]) is float
    assert result["warnings"] == []


def test_weigh_as_json_gives_numbers_that_are_not_rounded(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Twelve thirteenths to the last digits, and the natural log of P(items)."""
    result = json.loads(printed(capsys, "weigh", file, "--json"))
    assert result["credence"]["rain"]["wet"] == pytest.approx(12 / 13, abs=1e-15)
    # P(items) = .5 * .8 * .9 + .5 * .2 * .3 = .39
    assert result["log_evidence"] == pytest.approx(math.log(0.39), abs=1e-15)
    assert result["sources"] == {"gauge": 1.0}
    assert result["warnings"] == [
        {
            "address": "items[later]",
            "message": "left out: it became known on 2024-07-01, after 2024-06-20",
        }
    ]


def test_json_of_the_command_is_that_of_the_library(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A thin layer: `assess.to_json` says the same."""
    result = assess.weigh(assess.load_case(file))
    assert json.loads(printed(capsys, "weigh", file, "--json")) == json.loads(
        assess.to_json(result)
    )


def test_day_of_a_case_without_one_is_null(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither an empty text nor today's date."""
    file.write_text(CASE.replace("as_of: 2024-06-20\n", ""))
    assert json.loads(printed(capsys, "weigh", file, "--json"))["as_of"] is None


def test_as_of_leaves_out_what_was_not_yet_known(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The day of the option goes before that of the file, in both directions."""

    def wet(day: str) -> float:
        text = printed(capsys, "weigh", file, "--json", "--as-of", day)
        return float(json.loads(text)["credence"]["rain"]["wet"])

    assert wet("2024-05-31") == pytest.approx(0.5, abs=1e-15)
    assert wet("2024-06-01") == pytest.approx(0.8, abs=1e-15)
    assert wet("2024-06-10") == pytest.approx(12 / 13, abs=1e-15)
    assert wet("2024-07-01") < 12 / 13


def test_text_and_json_show_the_same_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    """Every credence, prior and reliability of the table is the stored one, rounded for readers."""
    path = example_file()
    text = printed(capsys, "weigh", path)
    result = json.loads(printed(capsys, "weigh", path, "--json"))
    rows = {line.split()[0]: line.split()[1:] for line in text.splitlines() if line.strip()}
    (credences,) = result["credence"].values()
    (priors,) = result["prior"].values()
    for name, credence in credences.items():
        prior = priors[name]
        weight = 10 * math.log10(credence / (1 - credence) / (prior / (1 - prior)))
        ends = [result[kind]["missiles"][name] for kind in ("interval", "robustness")]
        spreads = " ".join(interval_text(*e) for e in ends).split()
        shown = [credence_text(prior), credence_text(credence), *spreads]
        assert rows[name] == [*shown, *decibans_text(weight).split()]
    for kind in ("sources", "assumptions"):
        for name, value in result[kind].items():
            assert rows[name][1] == credence_text(value)
    section = text.split("Chance that an item is a mere repeat")[1].split("\n\n")[0]
    for name, value in result["repeats"].items():
        assert re.search(rf"^  {name} .* {re.escape(credence_text(value))}$", section, re.MULTILINE)


def test_draws_and_seed_decide_the_intervals(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """None without draws; the same for equal seeds, others for another."""
    assert "credence interval" not in printed(capsys, "weigh", file, "--draws", "0")
    first = printed(capsys, "weigh", example_file(), "--json", "--seed", "3")
    again = printed(capsys, "weigh", example_file(), "--json", "--seed", "3")
    other = printed(capsys, "weigh", example_file(), "--json", "--seed", "4")
    assert first == again
    assert json.loads(first)["credence"] == json.loads(other)["credence"]
    assert json.loads(first)["interval"] != json.loads(other)["interval"]


def test_a_number_of_draws_below_none_is_refused_in_a_sentence(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["weigh", str(file), "--draws", "-1"]) == 1
    assert capsys.readouterr().err == "assess: draws is a whole number, 0 or more, not -1\n"


def example_file() -> Path:
    return Path(__file__).parents[2] / "examples" / "dprk_missiles" / "case.yaml"


def test_case_without_items_is_weighed_to_its_priors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No ledger is printed, and the reader is told why the credences are the priors."""
    path = tmp_path / "case.yaml"
    path.write_text(CASE.split("sources:", maxsplit=1)[0])
    out = printed(capsys, "weigh", path)
    assert re.search(r"^  wet +\.50 +\.50 +0\.0 dB$", out, re.MULTILINE)
    assert "items: no item takes part: the credences are the priors" in out
    assert "contributed" not in out


def test_plots_are_written_into_a_folder(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The ledger and the tornado, as SVG and PNG; what was written goes to standard error."""
    folder = file.parent / "new" / "plots"
    assert main(["weigh", str(file), "--plots", str(folder)]) == 0
    out, err = capsys.readouterr()
    names = ["ledger-rain.svg", "ledger-rain.png", "tornado-rain.svg", "tornado-rain.png"]
    assert err.splitlines() == [f"wrote {folder / name}" for name in names]
    assert "wrote" not in out
    assert sorted(p.name for p in folder.iterdir()) == sorted(names)
    assert all((folder / n).read_bytes().startswith(b"\x89PNG") for n in names if "png" in n)
    assert all("<svg" in (folder / n).read_text("utf-8") for n in names if "svg" in n)


def test_plots_beside_json_leave_standard_output_to_it(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One JSON object still, with pictures asked for."""
    assert main(["weigh", str(file), "--json", "--plots", str(file.parent)]) == 0
    assert json.loads(capsys.readouterr().out)["format"] == "assess-result/1"


def test_plots_that_cannot_be_written_are_an_error_without_traceback(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder's name is taken by a file."""
    assert main(["weigh", str(file), "--plots", str(file)]) == 1
    assert capsys.readouterr().err == f"assess: {file}: File exists\n"


# --- check, schema, example -----------------------------------------------------------------------


def test_check_says_what_a_valid_case_has(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 0, the count of its parts, and what a reader should know before it is weighed."""
    counts = "1 question, 2 sources, 1 assumption, 3 items"
    note = ("items[later]", "left out: it became known on 2024-07-01, after 2024-06-20")
    assert printed(capsys, "check", file) == (
        f"{file}: a valid case: {counts}\nNote:\n  {note[0]}: {note[1]}\n"
    )
    assert json.loads(printed(capsys, "check", file, "--json")) == {
        "problems": [],
        "warnings": [{"address": note[0], "message": note[1]}],
    }


def test_check_of_a_wrong_case_has_status_1(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The problems, as `weigh` tells them."""
    file.write_text(CASE.replace("prior: 0.5", "prior: 0.6"))
    assert main(["check", str(file)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{file}:8: questions[rain].hypotheses: the priors do not sum to 1")


def test_schema_is_printed_as_it_is_shipped(capsys: pytest.CaptureFixture[str]) -> None:
    """To be saved for an editor."""
    assert json.loads(printed(capsys, "schema")) == assess.json_schema()


def test_example_without_a_name_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    """One a line."""
    assert printed(capsys, "example").split() == list(assess.example_names())


def test_example_is_copied_and_can_be_weighed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Into a folder of its name in the current one, or where `--to` says; the copy is complete."""
    monkeypatch.chdir(tmp_path)
    out = printed(capsys, "example", "dprk_missiles")
    copy = Path("dprk_missiles") / "case.yaml"
    assert out == f"copied to dprk_missiles; weigh it with: assess weigh {copy}\n"
    assert copy.read_bytes() == example_file().read_bytes()
    printed(capsys, "example", "dprk_missiles", "--to", "new/place")
    names = sorted(p.name for p in example_file().parent.iterdir() if p.name != "__pycache__")
    assert sorted(p.name for p in Path("new/place").iterdir()) == names
    assert "new_type" in printed(capsys, "weigh", "new/place/case.yaml")


def test_example_overwrites_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder, or a file, of that name is kept as it is."""
    monkeypatch.chdir(tmp_path)
    folder = Path("dprk_missiles")
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    assert main(["example", "dprk_missiles"]) == 1
    assert capsys.readouterr().err == "assess: dprk_missiles exists already; nothing was copied\n"
    assert [p.name for p in folder.iterdir()] == ["mine.txt"]
    assert [p.name for p in tmp_path.iterdir()] == ["dprk_missiles"]


@pytest.mark.parametrize("name", ["dprk_misiles", "dprk_miss", "DPRK_missiles"])
def test_unknown_example_is_told_the_closest_name(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 1, with the names there are."""
    assert main(["example", name]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"assess: no example is called {name!r} (there are: ")
    assert err.endswith("; did you mean 'dprk_missiles'?\n")


def test_example_is_no_way_out_of_the_folder_of_examples(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A name is a name, no path."""
    assert main(["example", "../tests"]) == 1
    assert "no example is called '../tests'" in capsys.readouterr().err


# --- what goes wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["weigh", "check"])
def test_missing_file_is_an_error_without_traceback(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The system's words, with the name of the file; status 1."""
    assert main([verb, "none.yaml"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "assess: none.yaml: No such file or directory\n"


def test_missing_file_is_a_problem_in_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    """A program that reads standard output is told as well."""
    assert main(["weigh", "none.yaml", "--json"]) == 1
    problems = {"problems": [{"message": "none.yaml: No such file or directory"}]}
    assert json.loads(capsys.readouterr().out) == problems


def test_folder_instead_of_a_file_is_an_error_without_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Weighing a folder of examples is an easy mistake."""
    assert main(["weigh", str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"assess: {tmp_path}: Is a directory\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "required"),
        (["wiegh", "case.yaml"], "invalid choice: 'wiegh'"),
        (["weigh"], "required: CASE"),
        (["weigh", "a.yaml", "b.yaml"], "unrecognized arguments: b.yaml"),
        (["weigh", "a.yaml", "--jsn"], "unrecognized arguments: --jsn"),
        (["weigh", "a.yaml", "--as"], "unrecognized arguments: --as"),
        (["weigh", "a.yaml", "--as-of", "2024-13-01"], "'2024-13-01' is not a day such as"),
        (["weigh", "a.yaml", "--as-of", "June"], "'June' is not a day such as 2024-06-20"),
        (["weigh", "a.yaml", "--plots"], "expected one argument"),
        (["schema", "1"], "unrecognized arguments: 1"),
    ],
)
def test_wrong_usage_has_status_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Usage and reason on standard error, nothing on standard output."""
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("usage: assess")
    assert words in err


@pytest.mark.parametrize("arguments", [["--help"], ["weigh", "--help"], ["example", "-h"]])
def test_help_has_status_0(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """On standard output."""
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 0
    assert capsys.readouterr().out.startswith("usage: assess")


# --- in a process of its own ----------------------------------------------------------------------


@pytest.mark.slow
def test_program_passes_on_its_status(file: Path) -> None:
    """0 weighed, 1 not a valid case, 2 wrong usage; no traceback in any."""
    good = run("weigh", file)
    wrong = run("weigh", file.parent / "none.yaml")
    usage = run("weigh")
    assert [p.returncode for p in (good, wrong, usage)] == [0, 1, 2]
    assert "Traceback" not in good.stderr + wrong.stderr + usage.stderr


def test_program_is_installed_as_assess(file: Path) -> None:
    """The script `assess` is there, and does the same."""
    script = Path(sys.executable).with_name("assess")
    found = subprocess.run([script, "check", file], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")
    assert "a valid case" in found.stdout


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="pipes break differently there")
def test_reader_that_goes_away_is_no_error(file: Path) -> None:
    """As with `assess weigh CASE | head -1`, when head has gone: quiet, and status 0."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        command = [sys.executable, "-m", "assess.cli", "weigh", str(file)]
        found = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writing)
    assert (found.returncode, found.stderr) == (0, b"")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_full_device_is_an_error_without_traceback(file: Path) -> None:
    """What could not be printed is not passed over in silence."""
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "assess.cli", "weigh", str(file)]
        found = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert found.returncode != 0
    assert b"No space left on device" in found.stderr
    assert b"Traceback" not in found.stderr


def encoded(encoding: str, monkeypatch: pytest.MonkeyPatch, *arguments: object) -> str:
    """What is printed where standard output has an encoding of its own."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", stream)
        assert main([str(a) for a in arguments]) == 0
    stream.seek(0)
    return stream.read()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_output_without_the_minus_sign_keeps_the_sign(
    encoding: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the encoding has no U+2212 a hyphen stands for it, and no weight loses its sign."""
    out = encoded(encoding, monkeypatch, "weigh", file)
    assert re.search(r"^  dry +\.50 +\.08 +-10\.8 dB$", out, re.MULTILINE)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_json_is_json_in_any_encoding(
    encoding: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Characters that the encoding does not have are escaped, so that names stay whole."""
    file.write_text(CASE.replace("wet", "Ракета"), "utf-8")
    out = encoded(encoding, monkeypatch, "weigh", file, "--json")
    assert list(json.loads(out)["credence"]["rain"]) == ["Ракета", "dry"]
    assert ("Ракета" in out) == (encoding == "utf-8")


def test_program_prints_in_a_plain_terminal(file: Path) -> None:
    """The same in a process of its own."""
    found = run("weigh", file, env={**os.environ, "PYTHONIOENCODING": "ascii"}, encoding="ascii")
    assert (found.returncode, found.stderr) == (0, "")
    assert "-10.8 dB" in found.stdout
