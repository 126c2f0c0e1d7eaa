"""Four linked questions: what ties them, with the ties cut, and every figure in the README."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import assess
from assess.formatting.numbers import credence_text, decibans_text
from evidence import Item
from priors import fixed

FOLDER = Path(__file__).parents[2] / "examples" / "dprk_arms"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
QUESTIONS = ("missiles", "shells", "technology", "workers")
AIMED_AT = {
    "missiles": (0.25, 0.08, 0.57, 0.10),
    "technology": (0.20, 0.35, 0.38, 0.07),
    "workers": (0.55, 0.35, 0.05, 0.05),
}


@cache
def case():
    return assess.load_case(FOLDER / "case.yaml")


@cache
def script(name):
    spec = importlib.util.spec_from_file_location(f"dprk_arms_{name}", FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def settings():
    return script("what_if").settings(case())


@cache
def effects(name):
    return script("what_if").effects(settings()[name])


@cache
def result(name="as stated"):
    return assess.weigh(settings()[name], draws=0)


def of(question, exact=None, name="credence"):
    exact = result()["exact"] if exact is None else exact
    return exact[name].values[exact["question"].values == question]


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


def printed(table):
    """A table of the script as label -> cells."""
    return {label: list(cells) for label, *cells in table.rows}


# ---- the case as it is stated


def test_everything_stated_has_its_reason():
    """Questions, rows of tables, sources, assumptions and items all say why."""
    c = case()
    rows = [row for q in c.questions for row in q.table]
    assert len(rows) == 5 + 4 + 4
    short = [r.when for r in rows if len(r.because) < 12]
    parts = [*c.questions, *c.sources, *c.assumptions, *c.items]
    assert [*short, *(p.id for p in parts if len(p.because) < 20)] == []


def test_all_evidence_is_in_the_article_and_known_on_the_day():
    c = case()
    assert str(c.as_of) == "2024-06-20"
    assert all("Deutsche Welle, June 2024" in i.citation for i in c.items)
    assert all(i.date <= c.as_of for i in c.items)


def test_missiles_have_the_items_of_the_other_example():
    """The same seven items with the same numbers, and the same assumptions."""
    theirs = assess.example_case("dprk_missiles")
    ours = {i.id: i for i in case().items}
    for item in theirs.items:
        same = {"because": item.because, "question": item.question or "missiles"}
        assert ours[item.id].model_copy(update=same) == item.model_copy(update=same)
    assert [a.holds for a in case().assumptions] == [a.holds for a in theirs.assumptions]
    graded = {s.id: s.reliability for s in case().sources}
    used = {name for item in theirs.items for name in item.path}
    assert all(graded[s.id] == s.reliability for s in theirs.sources if s.id in used)


def test_who_speaks_on_several_questions():
    topic = script("what_if").topic
    spoken = {}
    for item in case().items:
        spoken.setdefault(item.source, set()).add(topic(item))
    assert {s: q for s, q in spoken.items() if len(q) > 1} == {
        "us": {"missiles", "shells"},
        "expert": {"missiles", "shells", "technology"},
        "denying_governments": {"missiles", "shells", "technology"},
    }


@pytest.mark.parametrize("question", AIMED_AT)
def test_priors_through_the_links_stay_close(question):
    """Within .004 of the priors that each question would have by itself."""
    assert of(question, name="prior") == pytest.approx(AIMED_AT[question], abs=0.004)


def test_priors_are_the_tables_summed():
    """The prior of the missiles is the mean of its rows over the bands of shells."""
    missiles, shells = case().questions[:2]
    bands = np.diff([0.0, *shells.prior.cdf(np.array(shells.thresholds)), 1.0])
    rows = np.array([[row.prior[h].value for h in missiles.states] for row in missiles.table])
    assert of("missiles", name="prior") == pytest.approx(bands @ rows, abs=1e-9)
    assert of("shells", name="prior") == pytest.approx(bands, abs=1e-9)


# ---- what ties the questions, and what does not


def single(c, question):
    """The case with one question and its items only; the missiles keep the assumptions."""
    topic = script("what_if").topic
    items = tuple(i for i in c.items if topic(i) == question)
    used = {i.source for i in items}
    return c.model_copy(
        update={
            "questions": tuple(q for q in c.questions if q.id == question),
            "items": items,
            "sources": tuple(s for s in c.sources if s.id in used),
            "assumptions": c.assumptions if question == "missiles" else (),
        }
    )


def test_with_all_ties_cut_the_case_is_a_product_of_four():
    """Neither links nor shared sources nor repeats: credences and evidence of separate cases."""
    original = {i.id: script("what_if").topic(i) for i in case().items}
    free = settings()["neither"]
    items = tuple(
        i.model_copy(update={"repeats": None})
        if i.repeats is not None and original[i.repeats.item] != original[i.id]
        else i
        for i in free.items
    )
    free = free.model_copy(update={"items": items})
    whole = assess.weigh(free, draws=0)["exact"]
    evidence = 0.0
    for question in QUESTIONS:
        alone = assess.weigh(single(free, question), draws=0)["exact"]
        assert of(question, whole) == pytest.approx(alone["credence"].values, abs=1e-8)
        evidence += float(alone["log_evidence"])
    assert float(whole["log_evidence"]) == pytest.approx(evidence, abs=1e-8)


def test_with_only_missiles_left_it_is_the_other_example():
    """Items on missiles alone, linked: dprk_missiles with the prior that the links give."""
    topic = script("what_if").topic
    items = tuple(i for i in case().items if topic(i) == "missiles")
    ours = assess.weigh(case().model_copy(update={"items": items}), draws=0)["exact"]
    theirs = assess.example_case("dprk_missiles")
    (question,) = theirs.questions
    hypotheses = tuple(
        h.model_copy(update={"prior": fixed(float(p))})
        for h, p in zip(question.hypotheses, of("missiles", name="prior"), strict=True)
    )
    same = question.model_copy(update={"hypotheses": hypotheses, "concentration": None})
    found = assess.weigh(theirs.model_copy(update={"questions": (same,)}), draws=0)["exact"]
    assert of("missiles", ours) == pytest.approx(found["credence"].values, abs=1e-8)


@pytest.mark.parametrize("question", QUESTIONS)
def test_neutral_finding_moves_nothing(question):
    """An item as likely under every answer, from a source of its own, changes no credence."""
    states = next(q.states for q in case().questions if q.id == question)
    source = case().sources[0].model_copy(update={"id": "bystander"})
    neutral = Item(
        id="neutral",
        source="bystander",
        question=question,
        likelihood=dict.fromkeys(states, fixed(0.4)),
        if_unreliable=fixed(0.4),
    )
    more = case().model_copy(
        update={"sources": (*case().sources, source), "items": (*case().items, neutral)}
    )
    found = assess.weigh(more, draws=0)["exact"]["credence"].values
    assert found == pytest.approx(result()["exact"]["credence"].values, abs=1e-8)


def test_links_carry_more_than_shared_sources():
    """By the links shells speak for the missiles, by the shared sources a little against."""
    assert effects("sources not shared")["shells"]["missiles"] > 0.5
    assert -0.5 < effects("links cut")["shells"]["missiles"] < 0.0
    for other in ("shells", "technology", "workers"):
        own = abs(effects("sources not shared")["missiles"][other])
        assert own > 4 * abs(effects("links cut")["missiles"][other])


# ---- every figure in the README


def test_readme_results():
    exact = result()["exact"]
    missiles, shells, technology, workers = (
        list(zip(of(q, name="prior"), of(q), strict=True)) for q in QUESTIONS
    )
    up = tuple(np.sum(shells[3:], axis=0))
    rows = {
        "missiles: the new types were fired (`new_type`)": missiles[0],
        "missiles: none": missiles[2],
        "shells: three million or more": up,
        "technology: sensitive, delivered (`sensitive`)": technology[0],
        "technology: limited help (`limited`)": technology[1],
        "technology: only goods and cash (`goods`)": technology[2],
        "workers: a thousand or more (`thousands`)": workers[0],
    }
    expected = {k: [credence_text(float(p)) for p in v] for k, v in rows.items()}
    expected["shells: median, millions"] = [
        f"{exact[n].sel(quantity_of='shells', level=0.5).item() / 1e6:.1f}"
        for n in ("quantity_prior", "quantity")
    ]
    assert readme_table("| prior | credence") == expected


def test_readme_priors():
    rows = readme_table("prior | aimed at")
    for question, aimed in AIMED_AT.items():
        found = of(question, name="prior")
        assert rows[question] == [
            " ".join(f"{p:.2f}".lstrip("0") for p in aimed),
            " ".join(f"{p:.3f}".lstrip("0") for p in found),
        ]


@pytest.mark.slow
def test_readme_left_out():
    table = printed(script("what_if").credence_table(case()))
    assert readme_table("| missiles: new_type") == table


@pytest.mark.slow
def test_readme_effects():
    """What is in the table, and that all that is not in it is 0.0 dB."""
    expected = {
        f"{a} on {b}": [decibans_text(effects(name)[a][b]) for name in settings()]
        for a in QUESTIONS
        for b in QUESTIONS
    }
    rows = readme_table("items")
    assert rows == {k: v for k, v in expected.items() if k in rows}
    silent = {k for k in expected if k not in rows}
    assert len(silent) == 6
    assert all(set(expected[k]) == {"0.0 dB"} for k in silent)


@pytest.mark.slow
def test_readme_ties_and_what_if():
    module = script("what_if")
    assert readme_table("ties") == printed(module.setting_table(case()))
    assert readme_table("what if") == printed(module.variation_table(case()))


def test_arithmetic_by_hand():
    """The link forwards and backwards, as the README works it."""
    module = script("what_if")
    rest = assess.weigh(module.without(case(), "technology"), draws=0)["exact"]
    technology = case().questions[2]
    rows = {r.when["missiles"]: [p.value for p in r.prior.values()] for r in technology.table}
    missiles = of("missiles", rest)
    assert [f"{p:.2f}" for p in missiles] == ["0.92", "0.03", "0.02", "0.03"]
    forwards = missiles @ np.array([row[0] for row in rows.values()])
    assert of("technology", rest)[0] == pytest.approx(forwards, abs=1e-3)
    assert f"{forwards:.2f}" == "0.31"
    item = next(i for i in case().items if i.id == "technology_offered")
    chance = np.array([0.5 * p.mean + 0.5 * 0.5 for p in item.likelihood.values()])
    assert [round(float(x), 3) for x in chance] == [0.592, 0.625, 0.375, 0.425]
    new_type, none = (float(chance @ rows[h]) for h in ("new_type", "none"))
    assert (f"{new_type:.3f}", f"{none:.3f}") == ("0.550", "0.489")
    assert f"{new_type / none:.2f}" == "1.13"
    assert decibans_text(10 * np.log10(new_type / none)) == "+0.5 dB"
    assert f"{rows['new_type'][0] / rows['none'][0]:.1f}" == "2.3"
    assert f"{10 * np.log10(0.32 / 0.14):.1f}" == "3.6"
    assert f"{chance[0] / chance[2]:.1f}" == "1.6"


def _prose():
    module = script("what_if")
    cut = settings()["links cut"]

    def us(c):
        exact = assess.weigh(c, draws=0)["exact"]
        return credence_text(float(exact["reliability"].sel(source="us")))

    def text(name, question):
        return credence_text(module.credences(settings()[name])[question])

    varied = module.variations(case())
    unnamed = module.credences(varied["unnamed sources left out"])
    stated = module.credences(case())

    def lost(name, question):
        return f"{stated[question] - module.credences(varied[name])[question]:.2f}".lstrip("0")

    alone = assess.weigh(assess.example_case("dprk_missiles"), draws=0)["exact"]["credence"]
    stated_effects = effects("as stated")
    dB = {a: {b: f"{x:.1f}" for b, x in row.items()} for a, row in stated_effects.items()}
    return {
        "travels": f"{dB['missiles']['missiles']} dB on the missiles become "
        f"{dB['missiles']['technology']} on technology, {dB['missiles']['shells']} on shells and "
        f"{dB['missiles']['workers']} on workers",
        "back": f"{dB['technology']['technology']} dB on technology are "
        f"{dB['technology']['missiles']} on missiles, {dB['workers']['workers']} on workers are "
        f"{dB['workers']['missiles']}.",
        "thin": f"technology and workers end at {text('links cut', 'technology')} and "
        f"{text('links cut', 'workers')}, where",
        "for": f"({decibans_text(effects('sources not shared')['shells']['missiles'])}); by the",
        "against": f"({decibans_text(effects('links cut')['shells']['missiles'])}).",
        "us, shells": f"its reliability is {us(module.without(cut, 'shells'))} without the items "
        f"on shells and {us(cut)} with them",
        "us, missiles": f"take it from {us(module.without(cut, 'missiles'))} to {us(cut)}, and "
        f"lend its shells {decibans_text(effects('links cut')['missiles']['shells'])}.",
        "third tie": f"**The {effects('neither')['missiles']['technology']:.1f} dB that stays**",
        "own": f"worth {effects('neither')['technology']['technology']:.1f} dB by themselves, "
        f"{dB['technology']['technology']} after the missiles",
        "main": f"So {credence_text(stated['technology'])} for sensitive technology",
        "theirs": f"has {credence_text(float(alone[0]))} for the new types",
        "same": f"it is the same {text('neither', 'missiles')};",
        "prior": f"third decimal, .{round(1000 * of('missiles', name='prior')[0])}.",
        "shared": f"alone take it to {text('links cut', 'missiles')}, because",
        "lift": f"The links lift it to {text('as stated', 'missiles')}: shells "
        f"+{dB['shells']['missiles']} dB, technology +{dB['technology']['missiles']} dB, "
        f"workers +{dB['workers']['missiles']} dB.",
        "hangs": f"{lost('missiles not linked to shells', 'shells')} of the shells, "
        f"{lost('technology not linked to missiles', 'technology')} of technology, "
        f"{lost('workers not linked to missiles', 'workers')} of workers, and "
        f"{lost('missiles not linked to shells', 'missiles')} of the missiles.",
        "unnamed": f"technology falls to {credence_text(unnamed['technology'])} and workers to "
        f"{credence_text(unnamed['workers'])}.",
        "tail": f"{credence_text(float(of('shells')[4]))} for 4.8 million and more",
    }


@pytest.mark.slow
def test_readme_sentences():
    """Every figure in the running text is the computed one."""
    flat = re.sub(r"\s+", " ", README)
    missing = {k: s for k, s in _prose().items() if s not in flat}
    assert missing == {}


def test_without_missiles_technology_and_workers_fall():
    """If none were fired, both fall below where they are with the links cut."""
    missiles = case().questions[0]
    settled = {"new_type": 0.001, "old_type": 0.001, "none": 0.997, "other": 0.001}
    rows = tuple(
        r.model_copy(update={"prior": {h: fixed(p) for h, p in settled.items()}})
        for r in missiles.table
    )
    topic = script("what_if").topic
    items = tuple(i for i in case().items if topic(i) != "missiles")
    questions = (missiles.model_copy(update={"table": rows}), *case().questions[1:])
    found = script("what_if").credences(
        case().model_copy(update={"questions": questions, "items": items})
    )
    cut = script("what_if").credences(settings()["links cut"])
    assert all(found[q] < cut[q] for q in ("technology", "workers"))
    fallen = [credence_text(found[q]) for q in ("technology", "workers")]
    assert "would fall with them to {} and workers to {}, below".format(*fallen) in re.sub(
        r"\s+", " ", README
    )


def test_the_other_shells_example_leaves_less_beyond_capacity():
    found = assess.weigh(assess.example_case("dprk_shells"), draws=0)["exact"]["credence"]
    assert f"dprk_shells leaves {credence_text(float(found.values[3]))}." in README


@pytest.mark.slow
def test_scripts_run(tmp_path, capsys):
    """Both scripts print their tables, and the figures are written where asked."""
    import matplotlib.pyplot as plt

    script("analysis").main(str(tmp_path / "plots"))
    plt.close("all")
    script("what_if").main()
    out = capsys.readouterr().out
    assert {p.name for p in (tmp_path / "plots").iterdir()} == {
        "ties.png",
        "ledger_missiles.png",
        "ledger_technology.png",
        "tornado_missiles.png",
        "tornado_technology.png",
    }
    assert "What the items on one question add to another" in out
    assert out.count("without each source") == 4
