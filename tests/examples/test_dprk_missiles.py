"""The founding case: arithmetic by hand, a table to agree with, every figure in its README."""

from __future__ import annotations

import importlib.util
import json
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import assess
from assess.formatting.numbers import credence_text, decibans_text
from priors import fixed

FOLDER = Path(__file__).parents[2] / "examples" / "dprk_missiles"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
HYPOTHESES = ("new_type", "old_type", "none", "other")
CONDITIONAL = "case_conditional"


@cache
def case(name="case"):
    return assess.load_case(FOLDER / f"{name}.yaml")


@cache
def result(name="case"):
    return assess.weigh(case(name))


def credence(of, hypothesis="new_type"):
    return float(of["exact"]["credence"].sel(hypothesis=hypothesis))


def credences(of):
    return [float(p) for p in of["exact"]["credence"].values]


def only(*names, **changes):
    """The structural case with some of its items only, each stated differently if need be."""
    items = tuple(i.model_copy(update=changes) for i in case().items if i.id in names)
    return assess.weigh(case().model_copy(update={"items": items}))


def without(*names, name="case"):
    items = tuple(i for i in case(name).items if i.id not in names)
    return assess.weigh(case(name).model_copy(update={"items": items}))


def against_none(of):
    """Weight of evidence for new_type against none, in decibans."""
    exact = of["exact"]
    odds, prior_odds = (
        float(exact[k].sel(hypothesis="new_type") / exact[k].sel(hypothesis="none"))
        for k in ("credence", "prior")
    )
    return 10 * np.log10(odds / prior_odds)


@cache
def ledger(name="case"):
    table = assess.ledger(result(name), hypothesis="new_type", against="none")
    return {str(i): float(table["contribution"].sel(item=i)) for i in table["item"].values}


def script(name):
    spec = importlib.util.spec_from_file_location(f"dprk_{name}", FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def readme_table(first_cell):
    """The rows of the README's table whose header begins with these words: label -> cells."""
    lines = README.splitlines()
    start = next(k for k, line in enumerate(lines) if line.startswith(f"| {first_cell}".rstrip()))
    rows = {}
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        label, *cells = (c.strip() for c in line.strip("|").split("|"))
        rows[label] = cells
    return rows


# ---- the case as it is stated


@pytest.mark.parametrize("name", ["case", CONDITIONAL])
def test_everything_stated_has_its_reason(name):
    """Questions, hypotheses, sources, assumptions and items all say why."""
    c = case(name)
    parts = [*c.questions, *c.questions[0].hypotheses, *c.sources, *c.assumptions, *c.items]
    assert [p.id for p in parts if len(p.because) < 20] == []


@pytest.mark.parametrize("name", ["case", CONDITIONAL])
def test_all_evidence_is_in_the_article_and_known_on_the_day(name):
    """Every item is cited and dated, and none is later than the day of the assessment."""
    c = case(name)
    assert str(c.as_of) == "2024-06-20"
    assert all("Deutsche Welle, June 2024" in i.citation for i in c.items)
    assert all(i.date <= c.as_of for i in c.items)
    # all that is noted is by what convention a grade became a number, and of the version by
    # conditional likelihoods that it has no ranges, which is so
    notes = json.loads(result(name).attrs["warnings"])
    pitfalls = [note["kind"] for note in notes if "kind" in note]
    assert pitfalls == (["false_precision"] if name == CONDITIONAL else [])
    notes = [note for note in notes if "kind" not in note]
    assert all("this library's proposal" in note["message"] for note in notes)


def test_both_versions_ask_the_same_question_with_the_same_prior():
    """Only the evidence is stated in two ways."""
    ours, theirs = (case(n).questions[0].hypotheses for n in ("case", CONDITIONAL))
    assert [(h.id, h.text, h.prior.value) for h in ours] == [
        (h.id, h.text, h.prior.value) for h in theirs
    ]
    assert [h.prior.value for h in ours] == [0.25, 0.08, 0.57, 0.10]
    assert case().questions[0].concentration == 20


# ---- the conditional version: Bayes' theorem with a table of numbers

LIKELIHOODS = {  # most likely values under new_type, old_type, none, other
    "us_accusation": (0.70, 0.30, 0.04, 0.20),
    "dia_release": (0.70, 0.20, 0.30, 0.30),
    "ukraine_remains": (0.90, 0.55, 0.20, 0.25),
    "denials": (0.95, 0.95, 0.98, 0.96),
    "expert_doubt": (0.35, 0.60, 0.60, 0.50),
}
AFTER = {  # credences after each item, to two decimals
    "us_accusation": (0.72, 0.10, 0.09, 0.08),
    "dia_release": (0.87, 0.03, 0.05, 0.04),
    "ukraine_remains": (0.95, 0.02, 0.01, 0.01),
    "denials": (0.95, 0.02, 0.01, 0.01),
    "expert_doubt": (0.92, 0.04, 0.02, 0.02),
}
LEFT_OUT = {
    "us_accusation": 0.65,
    "dia_release": 0.81,
    "ukraine_remains": 0.81,
    "expert_doubt": 0.95,
}


def test_conditional_version_is_plain_bayes():
    """The credences are prior times likelihoods, normalised: nothing else is computed."""
    posterior = np.array([0.25, 0.08, 0.57, 0.10])
    for likelihood in LIKELIHOODS.values():
        posterior = posterior * likelihood
    np.testing.assert_allclose(
        credences(result(CONDITIONAL)), posterior / posterior.sum(), rtol=1e-12
    )


@pytest.mark.parametrize("item", AFTER)
def test_conditional_version_goes_item_by_item_as_tabulated(item):
    """After each item the four credences agree with the table to two decimals."""
    names = list(AFTER)
    later = names[names.index(item) + 1 :]
    assert tuple(round(p, 2) for p in credences(without(*later, name=CONDITIONAL))) == AFTER[item]


@pytest.mark.parametrize("item", LEFT_OUT)
def test_conditional_version_without_one_item_as_tabulated(item):
    """Leave-one-out agrees with the table, by `leave_out` and by weighing again."""
    table = assess.leave_out(result(CONDITIONAL), hypothesis="new_type")
    found = float(table["credence"].sel(left_out=item, hypothesis="new_type"))
    assert round(found, 2) == LEFT_OUT[item]
    assert found == pytest.approx(credence(without(item, name=CONDITIONAL)), rel=1e-12)


# ---- the structural version: worked by hand


def test_accusation_by_hand():
    """A mixture: .8 of a source that tracks the truth, .2 of one that does not."""
    u = (0.05 + 0.15 + 0.35) / 3
    rival = 0.8 * (0.05 + 0.15 + 0.30) / 3 + 0.2 * u
    new_type, none = 0.8 * 0.7 + 0.2 * u, 0.8 * (0.002 + 0.01 + 0.03) / 3 + 0.2 * u
    alone = only("us_accusation")
    assert against_none(alone) == pytest.approx(10 * np.log10(new_type / none), rel=1e-10)
    total = 0.25 * new_type + 0.08 * rival + 0.57 * none + 0.10 * rival
    assert credence(alone) == pytest.approx(0.25 * new_type / total, rel=1e-10)
    shown = (new_type, none, new_type / none, rival, 0.25 * new_type / total)
    assert [f"{x:.3g}".lstrip("0") for x in shown] == [".597", ".0479", "12.5", ".17", ".72"]
    assert 0.7 < 0.2 * u / none < 0.8  # three quarters of it
    assert round((0.8 + 0.2 * u) / (0.2 * u)) == 23


def test_denial_by_hand():
    """Almost equally likely either way: -0.1 dB; with grade E it would be -0.4 dB."""
    r, u, honest_if_true, honest_if_false = 1 / 30, 0.98, (0.01 + 0.05 + 0.15) / 3, 0.955
    new_type = r * honest_if_true + (1 - r) * u
    none = r * honest_if_false + (1 - r) * u
    assert against_none(only("denials")) == pytest.approx(10 * np.log10(new_type / none), rel=1e-9)
    assert f"{new_type:.3f} {none:.3f} {new_type / none:.2f}" == "0.950 0.979 0.97"
    graded_e = (0.1 * honest_if_true + 0.9 * u, 0.1 * honest_if_false + 0.9 * u)
    assert [round(x, 3) for x in graded_e] == [0.889, 0.978]
    assert decibans_text(10 * np.log10(graded_e[0] / graded_e[1])) == "−0.4 dB"


def test_denial_is_within_three_tenths_of_a_deciban():
    """Neither an excuse nor a sign of guilt, alone as well as after all other items."""
    assert abs(against_none(only("denials"))) < 0.3
    assert abs(against_none(result()) - against_none(without("denials"))) < 0.3
    assert abs(ledger()["denials"]) < 0.3


def test_echo_by_hand_and_nearly_worthless():
    """Beside its original the echo is worth less than half a deciban; by itself 3.5 dB."""
    rho = case().items[4].repeats.chance.mean
    alone = {h: 0.5 * p + 0.5 * 0.5 for h, p in {"new_type": 0.7, "none": 0.03}.items()}
    new_type, none = (rho + (1 - rho) * p for p in alone.values())
    added = against_none(only("us_accusation", "press_echo")) - against_none(only("us_accusation"))
    assert added == pytest.approx(10 * np.log10(new_type / none), rel=1e-6)
    assert [round(x, 3) for x in (rho, new_type, none)] == [0.955, 0.982, 0.967]
    assert f"{new_type / none:.3f}" == "1.016"
    assert against_none(result()) - against_none(without("press_echo")) < 0.5
    assert ledger()["press_echo"] < 0.5
    assert round(alone["none"], 3) == 0.265
    assert round(against_none(only("press_echo")), 1) == 3.5


def test_debris_by_hand():
    """It tracks the truth with .60 x .92 x .80; resting on nothing it would be worth more."""
    holds = [a.holds.mean for a in case().assumptions]
    tau = 0.6 * holds[0] * holds[1]
    likelihood = np.array([(0.8 + 0.9 + 0.98) / 3, 0.014])
    new_type, none = tau * likelihood + (1 - tau) * 0.3
    assert against_none(only("debris")) == pytest.approx(10 * np.log10(new_type / none), rel=1e-9)
    assert [round(x, 2) for x in (*holds, holds[0] * holds[1], tau)] == [0.92, 0.80, 0.74, 0.44]
    assert f"{new_type:.2f} {none:.2f} {new_type / none:.1f}" == "0.56 0.17 3.3"
    assert [round(x, 3) for x in 0.6 * likelihood + 0.4 * 0.3] == [0.656, 0.128]
    weights = against_none(only("debris")), against_none(only("debris", requires=()))
    assert [decibans_text(w) for w in weights] == ["+5.1 dB", "+7.1 dB"]


def test_doubt_alone_moves_no_hypothesis():
    """It bears on an assumption: where no item rests on that, there is nothing to doubt."""
    np.testing.assert_allclose(credences(only("expert_doubt")), [0.25, 0.08, 0.57, 0.10])


def test_us_items_share_a_source_and_ukraine_has_its_own():
    """Who depends on whom, as the README draws it."""
    items = {i.id: i for i in case().items}
    assert {i: items[i].source for i in items} == {
        "us_accusation": "us",
        "dia_release": "us",
        "ukraine_confirms": "ukraine",
        "debris": "ukraine",
        "press_echo": "press",
        "denials": "denying_governments",
        "expert_doubt": "expert",
    }
    copies = [i for i in items if items[i].repeats is not None]
    assert copies == ["dia_release", "ukraine_confirms", "press_echo"]
    assert {items[i].repeats.item for i in copies} == {"us_accusation"}
    resting = {i: items[i].requires for i in items if items[i].requires}
    assert resting == dict.fromkeys(("dia_release", "debris"), ("custody", "identification"))


# ---- every figure in the README


def test_readme_results():
    """The table of results."""
    rows = readme_table("| new_type")
    assert rows["prior"] == [credence_text(h.prior.value) for h in case().questions[0].hypotheses]
    for name in ("case", CONDITIONAL):
        cells = rows[f"credence, `{name}.yaml`"]
        assert cells == [credence_text(p) for p in credences(result(name))]


def shown(decibans):
    return decibans_text(decibans).removesuffix(" dB")


def test_readme_contributions():
    """The table of contributions, and that each column adds up to what the items did."""
    ours, theirs = ledger(), ledger(CONDITIONAL)
    together = ours["ukraine_confirms"] + ours["debris"]
    expected = {i: [shown(ours[i]), shown(theirs[i]) if i in theirs else ""] for i in ours} | {
        "Ukraine, both together": [shown(together), shown(theirs["ukraine_remains"])],
        "all items": [shown(sum(ours.values())), shown(sum(theirs.values()))],
    }
    assert readme_table("item") == expected
    assert sum(ours.values()) == pytest.approx(against_none(result()))
    assert sum(theirs.values()) == pytest.approx(against_none(result(CONDITIONAL)))


def test_readme_left_out():
    """The table of what the credence is without an item, an origin or a source."""
    echoes = ("us_accusation", "dia_release", "ukraine_confirms", "press_echo")
    ukraine = ("ukraine_confirms", "debris", "ukraine_remains")
    expected = {}
    for label, names in (
        ("us_accusation", ("us_accusation",)),
        ("us_accusation and all that may repeat it", echoes),
        ("dia_release", ("dia_release",)),
        ("everything from Ukraine", ukraine),
        ("denials", ("denials",)),
        ("expert_doubt", ("expert_doubt",)),
    ):
        ours, theirs = without(*names), without(*names, name=CONDITIONAL)
        second = "" if names is echoes else credence_text(credence(theirs))
        expected[label] = [credence_text(credence(ours)), second]
    assert readme_table("left out") == expected


@cache
def variations():
    return {name: assess.weigh(c) for name, c in script("what_if").variations(case()).items()}


@pytest.mark.slow
def test_readme_what_if():
    """The table of variations is what `what_if.py` computes."""
    expected = {n: [credence_text(p) for p in credences(r)] for n, r in variations().items()}
    assert readme_table("what if") == expected


def _prose():
    """Sentences of the README with their figures computed."""
    structural, conditional = result(), result(CONDITIONAL)
    holds = structural["exact"]["holds"]
    tornado = assess.tornado(structural, hypothesis="new_type")
    prior, us = (tornado.sel(number=n) for n in ("prior[new_type]", "reliability[us]"))
    doubt = without("expert_doubt")
    items = tuple(
        i.model_copy(update={"if_unreliable": fixed(0.35)}) if i.id == "us_accusation" else i
        for i in case().items
    )
    raised = assess.weigh(case().model_copy(update={"items": items}))
    early, later = (assess.weigh(case(), as_of=day) for day in ("2024-01-31", "2024-05-31"))
    what_if = {name: credence_text(credence(r)) for name, r in variations().items()}
    text = credence_text
    both = without("us_accusation", "dia_release", "ukraine_confirms", "press_echo")
    return {
        "without accusation": "falls to {} only".format(text(credence(without("us_accusation")))),
        "without echoes": f"it falls to {text(credence(both))}.",
        "conditional": "conditional case gives {} and cannot".format(
            text(credence(without("us_accusation", name=CONDITIONAL)))
        ),
        "own sources": "the credence stays at {}".format(
            what_if["each item has a source of its own"]
        ),
        "repeats": "if nothing repeated anything the credence would be {}, and if the assumptions "
        "went too, {}, with {} left for `none`".format(
            what_if["nothing repeats anything"],
            what_if["neither assumptions nor repeats"],
            text(credence(variations()["neither assumptions nor repeats"], "none")),
        ),
        "release": f"is worth {decibans_text(ledger()['dia_release'])}",
        "release, conditional": "less strictly: {}".format(
            decibans_text(ledger(CONDITIONAL)["dia_release"])
        ),
        "assumptions": f"lift the credence to {what_if['nothing rests on an assumption']}",
        "custody": "`custody` from {} to {}".format(
            text(case().assumptions[0].holds.mean), text(float(holds.sel(assumption="custody")))
        ),
        "identification": "in spite of the doubt, from {} to {}".format(
            text(case().assumptions[1].holds.mean),
            text(float(holds.sel(assumption="identification"))),
        ),
        "doubt": f"takes the credence from {text(credence(doubt))} to {text(credence(structural))}",
        "doubt, conditional": "worth {}: from {} to {}".format(
            decibans_text(ledger(CONDITIONAL)["expert_doubt"]),
            text(credence(without("expert_doubt", name=CONDITIONAL))),
            text(credence(conditional)),
        ),
        "doubt on the question": "the structural case gives {}.".format(
            what_if["the doubt is about what was fired"]
        ),
        "echo": f"**The echo** is worth {decibans_text(ledger()['press_echo'])}",
        "echo alone": "found it out by itself, the credence would be {}".format(
            what_if["the press found it out by itself"]
        ),
        "sceptic 1": "the credence is {}.".format(what_if["the accusation needs identification"]),
        "sceptic 2": "(chance .40): {}; with the point before: {}".format(
            what_if["the examination may follow the accusation"], what_if["both of the last two"]
        ),
        "prior": "From {} to {} for `new_type` (its own 90 % range) the credence goes from {} "
        "to {}".format(
            *(text(float(prior[k])) for k in ("low", "high", "credence_low", "credence_high"))
        ),
        "us": "reliability of the United States ({} to {})".format(
            *(text(float(us[k])) for k in ("credence_low", "credence_high"))
        ),
        "both fail": f"(2 × 3) / (10 × 11) = {2 * 3 / (10 * 11):.3f}".replace("= 0", "= "),
        "heading": f"## How to read {text(credence(structural))}",
        "standard": f"a standard of proof lies higher than {text(credence(structural))}",
        "changed": f"and weigh again: {text(credence(raised))}",
        "january": f"the accusation alone: {text(credence(early))}",
        "may": f"and the release: {text(credence(later))}",
    }


def test_readme_sentences():
    """Every figure in the running text is the computed one."""
    flat = re.sub(r"\s+", " ", README)
    missing = {k: s for k, s in _prose().items() if s not in flat}
    assert missing == {}


def test_tornado_begins_as_the_readme_says():
    """The prior is the longest bar, then the reliability of the United States."""
    table = assess.tornado(result(), hypothesis="new_type")
    assert list(table["number"].values[:3]) == [
        "prior[new_type]",
        "reliability[us]",
        "prior[old_type]",
    ]


@pytest.mark.slow
def test_scripts_run(tmp_path, capsys):
    """Both scripts print their tables, and the figures are written where asked."""
    script("analysis").main(str(tmp_path / "plots"))
    script("what_if").main()
    printed = capsys.readouterr().out
    assert {p.name for p in (tmp_path / "plots").iterdir()} == {"ledger.png", "tornado.png"}
    assert "both of the last two" in printed
    assert printed.count("Credence of new_type without each") == 6
