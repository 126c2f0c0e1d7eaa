"""The shells: a container model, three bounds, and every figure in the example's README."""

from __future__ import annotations

import importlib.util
import json
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm

import assess
from assess.formatting.numbers import credence_text, decibans_text, quantity_text

FOLDER = Path(__file__).parents[2] / "examples" / "dprk_shells"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
BAND = "3e+06..4.8e+06"


@cache
def case(name="case"):
    return assess.load_case(FOLDER / f"{name}.yaml")


@cache
def result(name="case"):
    return assess.weigh(case(name), draws=0)


@cache
def only(*names):
    items = tuple(i for i in case().items if i.id in names)
    return assess.weigh(case().model_copy(update={"items": items}), draws=0)["exact"]


@cache
def script(name):
    spec = importlib.util.spec_from_file_location(f"dprk_shells_{name}", FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def variations(which):
    found = getattr(script("what_if"), which)(case())
    return {name: assess.weigh(c, draws=0) for name, c in found.items()}


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


def above(exact, band=2, name="credence"):
    """Probability of the shells from the given band up; shells is the first question."""
    return float(exact[name].values[:4][band:].sum())


# ---- the container model


def simulated(size, seed=20240620):
    rng = np.random.default_rng(seed)
    containers = 10500 * np.exp(np.sqrt(np.log(1 + 0.15**2)) * rng.standard_normal(size))
    share = rng.beta(6, 3, size)
    in_one = share * rng.uniform(250, 480, size) + (1 - share) * rng.uniform(60, 100, size)
    return containers * rng.beta(17, 3, size) * in_one


def test_model_is_the_one_described():
    """A standard deviation of 15 % on containers, so the 95th percentile is 13,420."""
    p95 = 10500 * np.exp(1.6448536 * np.sqrt(np.log(1 + 0.15**2)))
    prior = case("model").questions[0].prior
    assert prior.product[0].lognormal.p95 == pytest.approx(p95, abs=0.5)
    assert case("model").items == ()


def test_model_agrees_with_published_figures():
    """Median 2.35 million, 80 % 1.6 to 3.4, and the three tail probabilities."""
    exact = result("model")["exact"]
    low, median, high = exact["quantity"].sel(quantity_of="shells", level=[0.1, 0.5, 0.9]).values
    assert (round(low / 1e6, 1), round(median / 1e6, 2), round(high / 1e6, 1)) == (1.6, 2.35, 3.4)
    assert above(exact, 1) == pytest.approx(0.997, abs=5e-4)
    # published from draws as .21; exactly it is .2047
    assert above(exact, 2) == pytest.approx(0.21, abs=0.01)
    assert above(exact, 2) == pytest.approx(0.2047, abs=1e-4)
    assert above(exact, 3) == pytest.approx(0.003, abs=5e-4)


def test_model_agrees_with_independent_draws():
    """Four million draws in numpy, within four standard errors."""
    size = 4_000_000
    drawn = simulated(size)
    exact = result("model")["exact"]
    for band, threshold in enumerate((1e6, 3e6, 4.8e6), start=1):
        p = above(exact, band)
        error = np.sqrt(p * (1 - p) / size)
        assert np.mean(drawn >= threshold) == pytest.approx(p, abs=4 * error)
    levels = exact["level"].values
    found = exact["quantity"].sel(quantity_of="shells").values
    for level, value in zip(levels, found, strict=True):
        error = np.sqrt(level * (1 - level) / size)
        assert np.mean(drawn < value) == pytest.approx(level, abs=4 * error)


def test_shells_given_containers_stay_close_to_the_model():
    """The rows by band cost at most .003 in any probability, and .1 % in the median."""
    shells, containers = case().questions
    model = case("model").questions[0].prior
    weights = np.diff([0.0, *containers.prior.cdf(np.array(containers.thresholds)), 1.0])
    x = np.geomspace(4e5, 8e6, 800)
    banded = sum(w * row.prior.cdf(x) for w, row in zip(weights, shells.table, strict=True))
    assert np.abs(banded - model.cdf(x)).max() < 0.0035
    medians = [
        float(r["exact"]["quantity_prior"].sel(quantity_of="shells", level=0.5))
        for r in (result(), result("model"))
    ]
    assert medians[0] == pytest.approx(medians[1], rel=1e-3)


def test_rows_follow_the_bands():
    """Each row has the containers of its band, and the same box."""
    shells, containers = case().questions
    ends = [row.prior.product[0].uniform for row in shells.table]
    assert [e[1] for e in ends[:-1]] == [e[0] for e in ends[1:]] == list(containers.thresholds)
    assert [row.when["containers"] for row in shells.table] == list(containers.states)
    box = case("model").questions[0].prior.product[1:]
    assert all(row.prior.product[1:] == box for row in shells.table)
    assert containers.prior == case("model").questions[0].prior.product[0]


# ---- the case as it is stated


def test_everything_stated_has_its_reason():
    c = case()
    parts = [*c.questions, *c.sources, *c.assumptions, *c.items, *case("model").questions]
    assert [p.id for p in parts if len(p.because) < 20] == []


def test_all_evidence_is_in_the_article_and_known_on_the_day():
    c = case()
    assert str(c.as_of) == "2024-06-20"
    assert all("Deutsche Welle, June 2024" in i.citation for i in c.items)
    assert all(i.date <= c.as_of for i in c.items)
    notes = json.loads(result().attrs["warnings"])
    assert all("this library's proposal" in note["message"] for note in notes)


def test_the_count_is_in_the_prior_and_no_item():
    """Nothing counts twice: no item bears on the containers; what says 'up to' is a bound."""
    c = case()
    assert {i.question for i in c.items} == {"shells"}
    kinds = {i.id: i.says.kind for i in c.items}
    assert kinds == {
        "us_at_least": "at_least",
        "rok_capacity": "at_most",
        "expert_up_to": "at_most",
        "denials": "at_most",
    }


def test_published_example_is_found():
    assert "dprk_shells" in assess.example_names()
    assert assess.example_case("dprk_shells", "model.yaml") == case("model")


# ---- worked by hand


def test_american_claim_by_hand():
    """The mixture at one number, over all numbers, and what it says of its source."""
    claim = case().items[0]
    holds = case().assumptions[0].holds.mean
    tau, u = 0.8 * holds, (0.15 + 0.3 + 0.5) / 3
    rest = (1 - tau) * u
    at = {n: tau * float(claim.says.likelihood(n * 1e6)) + rest for n in (2.35, 3.0, 4.0)}
    assert float(claim.says.likelihood(2.35e6)) == pytest.approx(
        norm.cdf((np.log(2.35) - np.log(3)) / 0.15)
    )
    alone = only("us_at_least")
    chance = float(np.exp(alone["log_evidence"]))
    mean_l = (chance - rest) / tau
    tracked = float(alone["tracked"].item())
    assert tracked == pytest.approx(tau * mean_l / chance, rel=1e-6)
    closed = norm.cdf((np.log(2.35) - np.log(3)) / np.hypot(0.30, 0.15))
    shown = (holds, tau, at[2.35], at[3.0], at[4.0], rest, closed, mean_l, chance, tracked)
    assert [round(x, 3) for x in shown] == [
        0.823, 0.658, 0.142, 0.437, 0.748, 0.108, 0.233, 0.232, 0.261, 0.585,
    ]  # fmt: skip
    assert round(at[4.0] / at[2.35], 1) == 5.3
    assert round((tau + rest) / rest, 1) == 7.1
    low, high = result()["exact"]["quantity_prior"].sel(quantity_of="shells", level=[0.1, 0.9])
    assert (round(float(low) / 1e6, 2), round(float(high) / 1e6, 2)) == (1.58, 3.42)
    assert float(np.log(high / low)) / 2 / 1.2816 == pytest.approx(0.30, abs=0.001)


def test_closed_form_of_an_at_least_claim():
    """Under a lognormal prior the chance of the claim is Phi of the difference, exactly."""
    sigma = 0.3
    data = {
        "format": "assess/1",
        "questions": [
            {
                "id": "n",
                "kind": "quantity",
                "unit": "shells",
                "prior": {
                    "lognormal": {"median": 2.35, "p95": 2.35 * np.exp(1.6448536270 * sigma)}
                },
                "thresholds": [3.0],
            }
        ],
        "sources": [{"id": "s", "reliability": {"value": 1, "certain": True}}],
        "items": [{"id": "i", "source": "s", "says": {"at_least": 3.0, "spread": 0.15}}],
    }
    found = assess.weigh(assess.case_from(data), draws=0)["exact"]
    expected = norm.cdf((np.log(2.35) - np.log(3)) / np.hypot(sigma, 0.15))
    assert float(np.exp(found["log_evidence"])) == pytest.approx(expected, rel=1e-7)


def test_capacity_and_denial_are_worth_nothing():
    """A ceiling above the model, and a denial of what nobody here believes: 0.0 dB."""
    table = assess.ledger(result(), hypothesis=BAND)["contribution"]
    for item in ("rok_capacity", "denials"):
        assert decibans_text(float(table.sel(item=item))) == "0.0 dB"


# ---- every figure in the README


def millions(exact, name="quantity"):
    shells = exact[name].sel(quantity_of="shells")
    return [f"{float(shells.sel(level=x)) / 1e6:.1f}" for x in (0.1, 0.5, 0.9)]


def test_readme_results():
    model, ours = result("model")["exact"], result()["exact"]
    rows = readme_table("shells, millions")
    for label, exact, names in (
        ("container model, `model.yaml`", model, ("quantity_prior", "prior")),
        ("`case.yaml`, before the items", ours, ("quantity_prior", "prior")),
        ("`case.yaml`, given the items", ours, ("quantity", "credence")),
    ):
        tails = [credence_text(above(exact, k, names[1])) for k in (1, 2, 3)]
        assert rows[label] == [*millions(exact, names[0]), *tails]


def test_readme_contributions():
    ledger = assess.ledger(result(), hypothesis=BAND)
    left = assess.leave_out(result(), hypothesis=BAND)["credence"].sel(hypothesis=BAND)
    expected = {
        i.id: [
            decibans_text(float(ledger["contribution"].sel(item=i.id))),
            credence_text(float(left.sel(left_out=i.id))),
        ]
        for i in case().items
    }
    expected["all items"] = [decibans_text(float(ledger["contribution"].sum())), ""]
    assert readme_table("item | contribution") == expected


def test_readme_conflict():
    exact = result()["exact"]
    rows = {}
    for source in ("us", "rok", "expert"):
        rows[f"{source} is reliable"] = ("reliability", source)
    rows["denying_governments are reliable"] = ("reliability", "denying_governments")
    rows["as_quoted holds"] = ("holds", "as_quoted")
    rows["expert_up_to is a mere repeat"] = ("repeats", "expert_up_to")
    expected = {}
    for label, (name, of) in rows.items():
        pair = (exact[f"{name}_prior"], exact[name])
        dim = pair[0].dims[0]
        expected[label] = [credence_text(float(x.sel({dim: of}))) for x in pair]
    expected["us_at_least tracks the truth"] = [
        credence_text(0.8 * case().assumptions[0].holds.mean),
        credence_text(float(exact["tracked"].sel(item="us_at_least"))),
    ]
    expected["3 million or more"] = [
        credence_text(above(exact, 2, "prior")),
        credence_text(above(exact, 2)),
    ]
    assert readme_table("| as stated") == expected


@pytest.mark.parametrize(
    ("which", "head"),
    [("readings", "as stated"), ("bounds", "no count")],
)
def test_readme_what_if(which, head):
    """Both tables are what `what_if.py` computes."""
    row = script("what_if").row
    expected = {name: list(row(r)) for name, r in variations(which).items()}
    lines = README.splitlines()
    start = next(k for k, line in enumerate(lines) if line.startswith(f"| {head} | "))
    found = {}
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        label, *cells = (c.strip() for c in line.strip("|").split("|"))
        found[label] = cells
    assert found == expected


def _prose():
    exact = result()["exact"]
    read = {n: credence_text(above(r["exact"])) for n, r in variations("readings").items()}
    bound = {n: credence_text(above(r["exact"])) for n, r in variations("bounds").items()}
    one = above(variations("bounds")["'up to 10,000', all claims"]["exact"], 1)
    containers = [
        quantity_text(float(exact[n].sel(quantity_of="containers", level=0.5)))
        for n in ("quantity_prior", "quantity")
    ]
    origin = assess.leave_out(result(), "origin", hypothesis=BAND)["credence"]
    model = result("model")["exact"]
    spread = [
        f"{x / 1e6:.2f}"
        for x in model["quantity"].sel(quantity_of="shells", level=[0.1, 0.5, 0.9]).values
    ]
    return {
        "model": f"median {spread[1]} million, 80 % between {spread[0]} and {spread[2]} million",
        "tail": f"with a chance of {credence_text(above(model))}, and 4.8 million",
        "containers": "goes from {} to {}".format(*containers),
        "origin": "the prior again, {}.".format(
            credence_text(float(origin.sel(left_out="us_at_least", hypothesis=BAND)))
        ),
        "ceiling": f"the model leaves {credence_text(above(exact, 3, 'prior'))} above 4.8 million",
        "repeat": "given the items {}, his words".format(
            credence_text(float(exact["repeats"].sel(copy="expert_up_to")))
        ),
        "nobody": "if he repeats nobody, the chance of three million or more is {}.".format(
            read["Richter repeats nobody"]
        ),
        "before": f"{credence_text(above(exact, 2, 'prior'))}, and a flag",
        "letting in": f"The {credence_text(above(exact))} is what comes",
        "seoul": "Seoul's {} is no praise".format(
            credence_text(float(exact["reliability"].sel(source="rok")))
        ),
        "flipped": "three million or more is {} or {}.".format(
            bound["'up to 10,000', all claims"], bound["'at least 10,000', all claims"]
        ),
        "conversion": f"it leaves {read['the American figure is a conversion (D)']}.",
        "point": "gives {} for three million or more, {} if Seoul's".format(
            read["'up to 4.8' read as a point"], read["the same, and Seoul graded B"]
        ),
        "twice": f"and give {read["the count once more, as 'at least'"]}, though",
        "heading": f"## How to read {credence_text(above(exact))}",
        "one million": f"its {credence_text(above(exact, 1))} holds only where the count does, and "
        f"with the count as the bound that the article prints it is {credence_text(one)}.",
        "width": "the median is {1}, and 80 % lie between {0} and {2} million".format(
            *millions(exact)
        ),
        "changed": f"three million or more fall to {read["'at least 3' read as a point"]}.",
    }


def test_readme_sentences():
    """Every figure in the running text is the computed one."""
    flat = re.sub(r"\s+", " ", README)
    missing = {k: s for k, s in _prose().items() if s not in flat}
    assert missing == {}


def test_without_a_count_the_shells_are_as_the_readme_says():
    """About lognormal, median 1.0 million, 95 % below 6 million."""
    exact = variations("bounds")["no count"]["exact"]
    median, p95 = exact["quantity"].sel(quantity_of="shells", level=[0.5, 0.95]).values
    assert median == pytest.approx(1.0e6, rel=0.06)
    assert p95 == pytest.approx(6.0e6, rel=0.06)


@pytest.mark.slow
def test_scripts_run(tmp_path, capsys):
    """Both scripts print their tables, and the figures are written where asked."""
    import matplotlib.pyplot as plt

    script("analysis").main(str(tmp_path / "plots"))
    plt.close("all")
    script("what_if").main()
    printed = capsys.readouterr().out
    names = {p.name for p in (tmp_path / "plots").iterdir()}
    assert names == {"shells.png", "ledger.png", "tornado.png"}
    assert "'at least 10,000', all claims" in printed
    assert printed.count(f"Credence of {BAND} without each") == 2
