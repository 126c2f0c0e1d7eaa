"""Contaminated priors: published kinds of numbers, brute force, words and picture."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest
from random_cases import random_case
from weighing import weigh

import assess

mpl.use("agg")

EPSILON = (0, 0.01, 0.05, 0.1, 0.2, 0.5)


def case_of(prior: list[float], likelihood: list[float], **zero: object) -> assess.Case:
    """One item of a wholly reliable source."""
    names = [f"h{k}" for k in range(len(prior))]
    stated: list[object] = [p if 0 < p < 1 else {"value": p, "certain": True} for p in prior]
    return assess.case_from(
        {
            "format": "assess/1",
            "questions": [
                {
                    "id": "q",
                    "exhaustive": "made so",
                    "hypotheses": [
                        {"id": n, "prior": p} for n, p in zip(names, stated, strict=True)
                    ],
                }
            ],
            "sources": [{"id": "s", "reliability": {"value": 1, "certain": True}}],
            "items": [
                {"id": "i", "source": "s", "likelihood": dict(zip(names, likelihood, strict=True))}
            ],
            **zero,
        }
    )


# Huber (1973); Berger (1985), section 4.7. Likelihoods of Heuer's pilot (Psychology of Intelligence
# Analysis, ch. 12) and of the theft of JURIX 2013's network; bounds by closed form and by a search
# over corners and 4000 random contaminations
CASES = [
    (
        (0.15, 0.8, 0.2),
        [
            0.413793103448,
            0.410930473884,
            0.399299474606,
            0.384341637011,
            0.352941176471,
            0.244897959184,
        ],
        [
            0.413793103448,
            0.429684852592,
            0.488114104596,
            0.551319648094,
            0.65306122449,
            0.844036697248,
        ],
    ),
    (
        (0.005, 0.13079, 0.00042),
        [
            0.610113355414,
            0.607708023277,
            0.597784957049,
            0.584658252745,
            0.55567829375,
            0.43834835942,
        ],
        [
            0.610113355414,
            0.825362811765,
            0.947470529453,
            0.973218529494,
            0.987624872851,
            0.996830774026,
        ],
    ),
]


@pytest.mark.parametrize(("inputs", "low", "high"), CASES)
def test_bounds_of_two_hypotheses_are_those_of_the_closed_form(
    inputs: tuple[float, float, float], low: list[float], high: list[float]
) -> None:
    """And those of the other hypothesis are their complements."""
    prior, yes, no = inputs
    bounds = assess.contamination(weigh(case_of([prior, 1 - prior], [yes, no])), epsilon=EPSILON)
    assert bounds["low"].sel(hypothesis="h0").values == pytest.approx(low, abs=1e-10)
    assert bounds["high"].sel(hypothesis="h0").values == pytest.approx(high, abs=1e-10)
    assert bounds["high"].sel(hypothesis="h1").values == pytest.approx(1 - np.array(low))


def test_share_from_which_another_can_lead_by_hand() -> None:
    """Z .85 x .2 = .17 and .15 x .8 = .12: from (.17 - .12) / (.05 + .8) = .0588235 on."""
    bounds = assess.contamination(weigh(case_of([0.15, 0.85], [0.8, 0.2])))
    assert bounds.attrs["leader"] == "h1"
    assert bounds.attrs["rival"] == "h0"
    assert bounds.attrs["lead_changes_at"] == pytest.approx(0.05 / 0.85, abs=1e-12)
    assert bounds["overtakes_at"].values == pytest.approx([0.05 / 0.85, 0.0])


def test_at_the_share_where_the_lead_changes_two_hypotheses_are_level() -> None:
    """With all that was given up put on the rival, weighed anew as a case of its own."""
    prior, likelihood = np.array([0.5, 0.3, 0.2]), [0.6, 0.3, 0.7]
    bounds = assess.contamination(weigh(case_of(list(prior), likelihood)))
    share, rival = bounds.attrs["lead_changes_at"], bounds.attrs["rival"]
    moved = (1 - share) * prior + share * np.eye(3)[int(rival[1])]
    level = weigh(case_of([float(p) for p in moved], likelihood))["exact"]["credence"]
    assert float(level.sel(hypothesis=rival)) == pytest.approx(
        float(level.sel(hypothesis=bounds.attrs["leader"])), abs=1e-12
    )


@pytest.mark.parametrize("seed", range(25))
def test_no_contamination_gets_beyond_the_bounds_and_some_reach_them(seed: int) -> None:
    """Cases of every feature: against corners of q and random ones, from the likelihoods."""
    try:
        case = assess.case_from(random_case(seed)[0])
        result = weigh(case)
    except assess.CaseError:
        return
    free = next(q.id for q in case.questions if not q.given)
    bounds = assess.contamination(result, epsilon=(0.0, 0.03, 0.3), question=free)
    possible = ~np.isnan(bounds["log_likelihood"].values)
    like = np.where(possible, np.exp(bounds["log_likelihood"].values), 0.0)
    prior = bounds["prior"].values
    evidence = np.exp(float(result["exact"]["log_evidence"]))
    assert float(prior @ like) == pytest.approx(evidence, rel=1e-9)
    rng = np.random.default_rng(seed)
    corners = np.eye(len(prior))[possible]
    q = np.concatenate([corners, rng.dirichlet(np.ones(len(corners)), 300) @ corners])
    for k, share in enumerate(bounds["epsilon"].values):
        joint = ((1 - share) * prior + share * q) * like
        credence = joint / joint.sum(axis=1, keepdims=True)
        assert credence.min(axis=0) == pytest.approx(bounds["low"].values[k], abs=1e-9)
        assert credence.max(axis=0) == pytest.approx(bounds["high"].values[k], abs=1e-9)
    assert bounds["low"].values[0] == pytest.approx(bounds["credence"].values, abs=1e-12)


def test_hypothesis_ruled_out_by_consent_stays_out() -> None:
    """A prior of 0 is not opened again, however large the share."""
    bounds = assess.contamination(weigh(case_of([0.0, 0.4, 0.6], [0.9, 0.5, 0.4])))
    out = bounds.sel(hypothesis="h0")
    assert (out["high"] == 0.0).all()
    assert np.isnan(float(out["overtakes_at"]))


def test_hypothesis_that_alone_explains_the_items_keeps_the_lead() -> None:
    """Where no rival could have produced the item there is nothing to give up the lead to."""
    impossible = {"value": 0, "certain": True}
    result = weigh(case_of([0.1, 0.9], [0.5, impossible]))  # type: ignore[list-item]
    bounds = assess.contamination(result)
    assert np.isnan(bounds.attrs["lead_changes_at"])
    assert "No such share" in assess.explain(bounds)


def test_tiny_likelihoods_do_not_underflow() -> None:
    """300 items that each divide by a thousand: the bounds are those of the ratio, which is 4."""
    case = case_of([0.5, 0.5], [0.8, 0.2])
    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    more = [
        {"id": f"j{k}", "source": "s", "likelihood": {"h0": 1e-3, "h1": 1e-3}} for k in range(300)
    ]
    deep = assess.case_from({**data, "format": "assess/1", "items": [*data["items"], *more]})
    a, b = (assess.contamination(weigh(c)) for c in (case, deep))
    assert a["high"].values == pytest.approx(b["high"].values, abs=1e-9)
    assert a["low"].values == pytest.approx(b["low"].values, abs=1e-9)


def linked() -> assess.Case:
    data = case_of([0.5, 0.5], [0.8, 0.2]).model_dump(
        mode="json", by_alias=True, exclude_defaults=True
    )
    data["items"][0]["question"] = "q"
    data["questions"].append(
        {
            "id": "child",
            "exhaustive": "made so",
            "hypotheses": [{"id": "a"}, {"id": "b"}],
            "given": ["q"],
            "table": [
                {"when": {"q": "h0"}, "prior": {"a": 0.9, "b": 0.1}},
                {"when": {"q": "h1"}, "prior": {"a": 0.2, "b": 0.8}},
            ],
        }
    )
    return assess.case_from({**data, "format": "assess/1"})


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"epsilon": (0.1, 1.0)}, "from 0 up to, but not including, 1"),
        ({"epsilon": ()}, "from 0 up to"),
        ({"question": "chld"}, "did you mean 'child'"),
        ({"question": "child"}, "is a table given q: contaminate one that depends on no other"),
    ],
)
def test_what_cannot_be_contaminated_is_refused(options: dict, words: str) -> None:
    """Shares out of range, unknown questions, and priors that are tables."""
    with pytest.raises(ValueError, match=words):
        assess.contamination(weigh(linked()), **options)


def test_a_first_question_that_is_linked_is_not_silently_answered_by_another() -> None:
    """The question asked about is the first; whoever means the other one says so."""
    data = linked().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data["questions"] = data["questions"][::-1]
    result = weigh(assess.case_from({**data, "format": "assess/1"}))
    with pytest.raises(ValueError, match=r"'child' is a table given q.*there are: q\)"):
        assess.contamination(result)
    assert assess.contamination(result, question="q").attrs["question"] == "q"


def test_words_quote_the_bounds_and_the_share() -> None:
    """One chance in ten, the interval, the share, and what it all holds with."""
    words = assess.explain(assess.contamination(weigh(case_of([0.15, 0.85], [0.8, 0.2]))))
    assert "On q, the credence of h1 is .59." in words
    assert "kept for any prior of q at all, it lies within .45 to .62" in words
    assert "Another hypothesis (h0) could lead only if a share of at least .0588" in words
    assert "no probabilities" in words


def test_picture_shows_the_bounds_and_the_share() -> None:
    """The two lines are the bounds, and the title says from where on another can lead."""
    bounds = assess.contamination(weigh(case_of([0.15, 0.85], [0.8, 0.2])))
    ax = assess.plot_contamination(bounds)
    low, high = ax.get_lines()[:2]
    assert low.get_ydata() == pytest.approx(bounds["low"].sel(hypothesis="h1").values)
    assert high.get_ydata() == pytest.approx(bounds["high"].sel(hypothesis="h1").values)
    assert (
        ax.get_title(loc="left") + ax.get_title()
        == "h1 leads unless .0588 of the prior is given up"
    )
    assert ax.get_xlabel().replace("\n", " ") == "share of the prior of q that may be anything"
    mpl.pyplot.close("all")


def test_picture_of_one_share_or_of_an_unknown_hypothesis_is_refused() -> None:
    """There is no line through one point."""
    result = weigh(case_of([0.15, 0.85], [0.8, 0.2]))
    with pytest.raises(ValueError, match="two shares or more"):
        assess.plot_contamination(assess.contamination(result, epsilon=(0.1,)))
    with pytest.raises(ValueError, match="no hypothesis is called 'h7'"):
        assess.plot_contamination(assess.contamination(result), hypothesis="h7")
