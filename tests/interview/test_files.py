"""`assess new`: files of answers, the case file, interruptions, and what is never overwritten."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from interviews import FORECAST, PRIORS, RADIO, START, WHOLE, Scripted, talk, write
from quick_cases import first

import assess
from assess.cli import main
from assess.errors import CaseError
from assess.interview.draft import answers_text, read_answers
from assess.interview.session import Session, run_file
from assess.interview.writing import case_of_record, case_text
from priors import base_rate, phrase

# --- the file -------------------------------------------------------------------------------------


def test_whole_case_from_a_file_of_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every kind of answer once; the case loads, and weighs to the credences that were shown."""
    target = tmp_path / "case.yaml"
    assert main(["new", "--answers", str(write(tmp_path)), "--to", str(target)]) == 0
    out, err = capsys.readouterr()
    assert "wrote" in err
    case = assess.load_case(target)
    assert [i.id for i in case.items] == ["us_accusation", "debris", "echo"]
    exact = assess.weigh(case, draws=0)["exact"]
    last = out.split("All in all:\n")[1].splitlines()[:4]
    for line, name, credence in zip(
        last, exact["hypothesis"].values, exact["credence"].values, strict=True
    ):
        assert line.split() == [name, f"{credence:.2f}".lstrip("0")]


def test_every_way_of_answering_stands_in_the_case_as_a_form(tmp_path: Path) -> None:
    """A letter, a record, a phrase, percent, a range, one in five, odds, a decimal comma."""
    known = read_answers(write(tmp_path))
    case = case_of_record(run_file(known.answers)[0])
    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    us, ukraine, press = data["sources"]
    assert us["reliability"] == {"admiralty": "B"}
    assert ukraine["reliability"] == {"track": {"right": 6.0, "wrong": 4.0}}
    assert press["name"] == "The press"
    accusation, debris, echo = data["items"]
    assert accusation["likelihood"] == {
        "new_type": {"phrase": "likely", "scale": "icd203"},
        "old_type": 0.3,
        "none": {"between": [0.01, 0.12]},
        "other": 0.2,
    }
    assert accusation["if_unreliable"] == 0.1  # odds of 1:9
    assert debris["if_unreliable"] == {"new_type": 0.3, "old_type": 0.3, "none": 0.3, "other": 0.3}
    assert debris["requires"] == ["custody"]
    assert echo["source"] == ["us", "press"]
    assert echo["ratio"] == {"for": "new_type", "value": 10.0}
    assert "likelihood" not in echo
    assert echo["repeats"]["item"] == "us_accusation"


def test_priors_are_normalised_and_the_change_is_shown(tmp_path: Path) -> None:
    """(3 + 1/2) / 13, .1, the mean of a phrase, and a catch-all of .05 of the whole."""
    record, told = run_file(read_answers(write(tmp_path)).answers)
    stated = [base_rate(3, 12, reference_class="x").mean, 0.1, phrase("likely").mean]
    assert stated[0] == pytest.approx(3.5 / 13)
    want = [0.95 * s / sum(stated) for s in stated] + [0.05]
    exact = assess.weigh(case_of_record(record), draws=0)["exact"]
    assert exact["prior"].values == pytest.approx(want, abs=1e-12)
    (shown,) = [t for t in told if t.startswith("What you said sums to")]
    assert "old_type .10 becomes .09" in shown
    assert case_of_record(record).questions[0].hypotheses[0].because == (  # type: ignore[union-attr]
        "3 of 12 exporters under embargo since 1990"
    )


def test_priors_that_sum_to_one_are_kept_to_the_digit() -> None:
    """Nothing is divided where nothing needs to be."""
    listener, record = talk(*START, *PRIORS, "", "", "")
    question = case_of_record(record).questions[0]
    assert [h.prior.value for h in question.hypotheses] == [0.3, 0.7]  # type: ignore[union-attr]
    assert any(t.startswith("The priors sum to 1.") for t in listener.told)


@pytest.mark.parametrize(("said", "want"), [("equal", [0.5, 0.5]), ("3:1", [0.75, 0.25])])
def test_priors_all_at_once(said: str, want: list[float]) -> None:
    """Equal shares, or a ratio in the order of the hypotheses."""
    _, record = talk(*START, said, "", "", "", "")
    exact = assess.weigh(case_of_record(record), draws=0)["exact"]
    assert exact["prior"].values == pytest.approx(want)


def test_comments_keep_what_was_asked_and_answered_in_words(tmp_path: Path) -> None:
    """Above the block to which they belong; what was left open is a TODO."""
    text = case_text(run_file(read_answers(write(tmp_path)).answers)[0])
    flat = " ".join(text.replace("#", " ").split())
    assert (
        "asked: If old_type (only older types) were true, and us knows how it is, how likely would "
        "it be that we see this? answered: 30% (.30)"
    ) in flat
    assert "answered: likely ('likely' of icd203, .55 to .80 with 80 %, mean .68)" in flat
    assert "TODO: not answered: From which day was it known?" in flat
    before, after = text.split("- id: debris\n")
    assert before.rstrip().splitlines()[-1].lstrip().startswith("#")
    assert "because: They had shown pictures before" in before
    assert "custody failed" not in after


def test_case_file_reads_back_as_the_case(tmp_path: Path) -> None:
    """The comments change nothing."""
    record, _ = run_file(read_answers(write(tmp_path)).answers)
    path = tmp_path / "case.yaml"
    path.write_text(case_text(record), "utf-8")
    assert assess.load_case(path) == case_of_record(record)


@pytest.mark.parametrize(
    "title", ["a: b # c", "- x", "'", '"', "no", "{x}", "&a *b", "é ∞ ж 核", "x" * 1999, "%TAG !"]
)
def test_texts_that_look_like_yaml_come_back_as_they_were(title: str, tmp_path: Path) -> None:
    """In the case, in its comments and in a draft."""
    session = Session()
    session.run(
        Scripted(title, *START[1:3], f"rain = {title[:200]}", *START[4:], *PRIORS, *[""] * 3)
    )
    draft = write(tmp_path, answers_text(session.answers, session.questions, unfinished=False))
    record, _ = run_file(read_answers(draft).answers)
    path = tmp_path / "case.yaml"
    path.write_text(case_text(record), "utf-8")
    assert assess.load_case(path).title == title


def test_mistakes_in_a_file_are_told_all_at_once_with_their_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bad number, one that is missing, a misspelt name; and no file is written."""
    text = (
        WHOLE.replace("holds[custody]: .95", "holds[custody]: 95")
        .replace("reliability[us]: B\n", "reliability[us]: B2\n")
        .replace("likelihood[debris, none]: .2", "likelihood[debris, nonn]: .2")
    )
    path, target = write(tmp_path, text), tmp_path / "case.yaml"
    assert main(["new", "--answers", str(path), "--to", str(target)]) == 1
    _, err = capsys.readouterr()
    assert not target.exists()
    lines = text.splitlines()
    at = {key: next(k for k, x in enumerate(lines, 1) if x.lstrip().startswith(key))
          for key in ("holds[custody]", "reliability[us]", "likelihood[debris, nonn]")}  # fmt: skip
    assert f"answers.yaml:{at['holds[custody]']}: holds[custody]: 95 is above 1" in err
    assert f"answers.yaml:{at['reliability[us]']}: reliability[us]: the digit of B2" in err
    assert (
        f"answers.yaml:{at['likelihood[debris, nonn]']}: likelihood[debris, nonn]: answers" in err
    )
    assert "likelihood[debris, none]: is not answered" in err
    assert "did you mean 'likelihood[debris, none]'?" in err
    assert "4 problems; nothing was written" in err
    assert "Traceback" not in err


def test_a_wrong_name_on_which_all_hangs_ends_the_reading_there(tmp_path: Path) -> None:
    """What would only follow from it is not reported as well."""
    text = WHOLE.replace("hypothesis[1]: new_type", "hypothesis[1]: value")
    with pytest.raises(CaseError) as caught:
        run_file(read_answers(write(tmp_path, text)).answers)
    (problem,) = caught.value.problems
    assert problem.address == "hypothesis[1]"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is not a file of answers"),
        ("[1, 2]", "is not a file of answers"),
        ("format: assess/1\n", "is not a file of answers"),
        ("format: assess-answers/1\n", "answers is a mapping"),
        ("format: assess-answers/1\nanswer: {}\n", "did you mean 'answers'"),
        ("format: assess-answers/1\nanswers:\n  title: [a]\n", "one line of text"),
        ("format: assess-answers/1\nunfinished: perhaps\nanswers: {}\n", "is true or false"),
        ("format: assess-answers/1\nanswers:\n  a: 1\n  a: 2\n", "the key is there twice"),
        ("a: b: c\n", "is not valid YAML"),
    ],
)
def test_what_is_no_file_of_answers_is_refused(
    text: str, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a sentence, with status 1, and nothing is asked."""
    path = write(tmp_path, text)
    assert main(["new", "--answers", str(path), "--to", str(tmp_path / "case.yaml")]) == 1
    assert why in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["answers.yaml"]


# --- the command: interruption, no terminal, no overwriting --------------------------------------


def typed(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{a}\n" for a in answers)))


def test_works_without_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lines in from a pipe, plain lines out."""
    typed(monkeypatch, *START, *PRIORS, *RADIO, *FORECAST, "")
    target = tmp_path / "case.yaml"
    assert main(["new", "--to", str(target)]) == 0
    out, _ = capsys.readouterr()
    assert "rain    .30 to .57    +5.0 dB" in out
    assert "\x1b" not in out
    assert len(assess.load_case(target).items) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["case.yaml"]


@pytest.mark.parametrize("said", first(3, [8, 17, 25, 12, 20]))
@pytest.mark.parametrize("how", ["end of input", "quit", "Ctrl-C"])
def test_interrupted_interview_goes_on_where_it_was_left(
    said: int, how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """The case is the same as without the interruption, and nothing is asked twice."""
    answers = (*START, *PRIORS, *RADIO, *FORECAST, "")
    target, draft = tmp_path / "case.yaml", tmp_path / "case.draft.yaml"
    typed(monkeypatch, *answers[:said], *(["quit"] if how == "quit" else []))
    if how == "Ctrl-C":
        read, left = sys.stdin.readline, iter(range(said))

        def readline() -> str:
            if next(left, None) is None:
                raise KeyboardInterrupt
            return read()

        monkeypatch.setattr(sys.stdin, "readline", readline)
    assert main(["new", "--to", str(target)]) == 1
    _, err = capsys.readouterr()
    assert not target.exists()
    assert f"assess new --answers {draft}" in err
    typed(monkeypatch, *answers[said:])
    assert main(["new", "--answers", str(draft), "--to", str(target)]) == 0
    _, record = talk(*answers)
    assert target.read_text("utf-8") == case_text(record)


def test_interview_that_is_killed_politely_keeps_its_answers(tmp_path: Path) -> None:
    """As when the window is closed."""
    command = [sys.executable, "-m", "assess.cli", "new", "--to", "case.yaml"]
    env = {**os.environ, "PYTHONPATH": str(Path(assess.__file__).parent.parent)}
    with subprocess.Popen(
        command, cwd=tmp_path, env=env, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("Will it rain?\n")
        process.stdin.flush()
        seen = ""
        while "As of which day" not in seen:
            seen = process.stdout.readline()
        time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    assert read_answers(tmp_path / "case.draft.yaml").answers == {"title": "Will it rain?"}


def test_draft_of_another_interview_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The next one gets another name, and the old one is pointed out."""
    for title in ("one", "two"):
        typed(monkeypatch, title)
        assert main(["new", "--to", str(tmp_path / "case.yaml")]) == 1
    out, _ = capsys.readouterr()
    assert "There is a draft" in out
    drafts = {p.name: read_answers(p).answers["title"] for p in tmp_path.iterdir()}
    assert drafts == {"case.draft.yaml": "one", "case.draft2.yaml": "two"}


def test_file_that_is_there_is_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not even an empty one, and before a single question is asked."""
    target = write(tmp_path, "mine", "case.yaml")
    assert main(["new", "--to", str(target)]) == 1
    out, err = capsys.readouterr()
    assert "is there already" in err
    assert out == ""
    assert target.read_text("utf-8") == "mine"


def test_file_that_appears_meanwhile_is_not_overwritten_and_no_answer_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The answers are in a draft."""
    typed(monkeypatch, *START, *PRIORS, "", "", "")
    target, read = tmp_path / "case.yaml", sys.stdin.readline

    def readline() -> str:
        target.write_text("theirs", "utf-8")
        return read()

    monkeypatch.setattr(sys.stdin, "readline", readline)
    assert main(["new", "--to", str(target)]) == 1
    assert target.read_text("utf-8") == "theirs"
    assert "File exists" in capsys.readouterr().err
    assert read_answers(tmp_path / "case.draft.yaml").answers["prior[dry]"] == ".7"


def test_folder_that_is_not_there_and_a_wrong_suffix_are_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not after an hour of answers."""
    assert main(["new", "--to", str(tmp_path / "nowhere" / "case.yaml")]) == 1
    assert "is not a folder" in capsys.readouterr().err
    with pytest.raises(SystemExit) as caught:
        main(["new", "--to", str(tmp_path / "case.json")])
    assert caught.value.code == 2


def test_at_a_terminal_it_has_colours_and_shows_texts_as_they_are(tmp_path: Path) -> None:
    """What looks like markup of a text is not taken for it."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(Path(assess.__file__).parent.parent), "TERM": "xterm"}
    env.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "assess.cli", "new"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=env, stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        said = [*START[:3], "rain = [red]rain[/red] :smile:", *START[4:], "", "quit"]
        seen = b""
        for answer in said:
            while not seen.endswith(b"> "):
                seen += os.read(ours, 4096)
            os.write(ours, f"{answer}\n".encode())
            seen += b"|"
        assert process.wait(30) == 1
    os.close(ours)
    text = seen.decode()
    assert "\x1b[1mBefore any item, how likely is rain ([red]rain[/red] :smile:)?" in text
    assert "prior[rain]" not in read_answers(tmp_path / "case.draft.yaml").answers


def test_command_line_loads_nothing_of_the_interview_before_it_is_wanted() -> None:
    """Least of all rich."""
    wanted = "('rich', 'assess.interview')"
    script = f"import sys, assess.cli; print([m for m in sys.modules if m in {wanted}])"
    env = {**os.environ, "PYTHONPATH": str(Path(assess.__file__).parent.parent)}
    found = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True
    )
    assert found.stdout == "[]\n"


def test_where_no_draft_can_be_written_the_answers_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They can at least be copied."""

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("assess.interview.writing.write_new", full)
    typed(monkeypatch, "Will it rain?")
    assert main(["new", "--to", str(tmp_path / "case.yaml")]) == 1
    out, err = capsys.readouterr()
    assert '"title": "Will it rain?"' in out
    assert "could not be saved (No space left on device)" in err
