"""The forms of a number: mean, interval and draws by arithmetic by hand, and their properties."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from scipy.special import betainc

import priors
from evidence.source import Admiralty, Persistent, Reliability
from priors.forms.beta_from import beta_from_band, beta_from_interval
from priors.forms.probability import Form, MeanWorth, Phrase, Probability
from priors.forms.problems import StatementError
from priors.scales import load_scale, scale_ids

READ: TypeAdapter[Form] = TypeAdapter(Probability)
READ_RELIABILITY: TypeAdapter[Form] = TypeAdapter(Reliability)


def read(value: Any) -> Form:
    """A number as a file writes it."""
    return READ_RELIABILITY.validate_python(value)


# --- means and intervals by hand ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "mean"),
    [
        (0.7, 0.7),
        ({"value": 0.7}, 0.7),
        ({"value": 1, "certain": True}, 1.0),
        ({"beta": [8, 2]}, 8 / (8 + 2)),
        ({"beta": [0.5, 0.5]}, 0.5),
        ({"pert": [0.1, 0.2, 0.6]}, (0.1 + 4 * 0.2 + 0.6) / 6),
        ({"pert": [0, 0, 1]}, 1 / 6),
        ({"pert": [0.2, 0.8, 0.8]}, (0.2 + 5 * 0.8) / 6),
        ({"triangular": [0.1, 0.2, 0.6]}, (0.1 + 0.2 + 0.6) / 3),
        ({"triangular": [0, 0, 0.9]}, 0.9 / 3),
        ({"triangular": [0.1, 1, 1]}, 2.1 / 3),
        ({"mean": 0.8, "worth": 10}, 0.8),
        ({"track": {"right": 7, "wrong": 1}}, (7 + 0.5) / (7 + 1 + 1)),
        ({"track": {"right": 0, "wrong": 0}}, 0.5),
        ({"persistent": 0.8}, 0.8),
        ({"admiralty": "A"}, 0.95),
        ({"admiralty": "B"}, 0.80),
        ({"admiralty": "C"}, 0.60),
        ({"admiralty": "D"}, 0.35),
        ({"admiralty": "E"}, 0.10),
        ({"admiralty": "F", "as": 0.4}, 0.4),
        ({"admiralty": "F", "as": {"triangular": [0.1, 0.2, 0.6]}}, 0.3),
        # between, symmetrical about a half
        ({"between": [0.2, 0.8]}, 0.5),
    ],
)
def test_mean_is_that_of_the_formula(written: Any, mean: float) -> None:
    """Each form, with the arithmetic written out."""
    assert read(written).mean == pytest.approx(mean, abs=1e-12)


@pytest.mark.parametrize(
    ("written", "mass", "low", "high"),
    [
        (0.7, 0.9, 0.7, 0.7),
        ({"beta": [1, 1]}, 0.9, 0.05, 0.95),
        # Beta(1, b) leaves (1 - x)^b above x, Beta(a, 1) leaves x^a below it
        ({"beta": [1, 29]}, 0.9, 1 - 0.95 ** (1 / 29), 1 - 0.05 ** (1 / 29)),
        ({"beta": [19, 1]}, 0.9, 0.05 ** (1 / 19), 0.95 ** (1 / 19)),
        # Beta(1/2, 1/2) is the law of the arcsine: quantile p is sin^2(pi p / 2)
        (
            {"track": {"right": 0, "wrong": 0}},
            0.9,
            math.sin(math.pi * 0.025) ** 2,
            math.sin(math.pi * 0.475) ** 2,
        ),
        ({"between": [0.5, 0.9]}, 0.9, 0.5, 0.9),
        ({"between": [0.5, 0.9], "covers": 0.8}, 0.8, 0.5, 0.9),
        ({"between": [0.001, 0.02], "covers": 0.5}, 0.5, 0.001, 0.02),
        # the triangle (.1, .2, .6): its left part has (.2 - .1) / (.6 - .1) = .2 of the whole;
        # quantile .05 is .1 + sqrt(.05 * .5 * .1), quantile .95 is .6 - sqrt(.05 * .5 * .4)
        ({"triangular": [0.1, 0.2, 0.6]}, 0.9, 0.15, 0.5),
        # quantile .3 is beyond the mode already: .6 - sqrt(.7 * .5 * .4)
        (
            {"triangular": [0.1, 0.2, 0.6]},
            0.4,
            0.6 - math.sqrt(0.7 * 0.5 * 0.4),
            0.6 - math.sqrt(0.3 * 0.5 * 0.4),
        ),
        ({"triangular": [0, 0, 1]}, 0.9, 1 - math.sqrt(0.95), 1 - math.sqrt(0.05)),
        ({"triangular": [0, 1, 1]}, 0.9, math.sqrt(0.05), math.sqrt(0.95)),
        # PERT (0, 0, 1) is Beta(1, 5); PERT (.2, .8, .8) is .2 + .6 Beta(5, 1)
        ({"pert": [0, 0, 1]}, 0.9, 1 - 0.95**0.2, 1 - 0.05**0.2),
        ({"pert": [0.2, 0.8, 0.8]}, 0.9, 0.2 + 0.6 * 0.05**0.2, 0.2 + 0.6 * 0.95**0.2),
        ({"phrase": "likely", "scale": "icd203"}, 0.8, 0.55, 0.80),
        ({"persistent": 0.8}, 0.9, 0.0, 1.0),
        ({"persistent": 0.97}, 0.9, 1.0, 1.0),
        ({"persistent": 0.02}, 0.9, 0.0, 0.0),
    ],
)
def test_interval_is_that_of_the_closed_form(
    written: Any, mass: float, low: float, high: float
) -> None:
    """Equal chances below and above, where the quantiles can be had by hand."""
    assert read(written).interval(mass) == pytest.approx((low, high), abs=1e-9)


def test_functions_say_what_the_mappings_of_a_file_say() -> None:
    """The short way in Python and the way in a file are one and the same."""
    pairs: list[tuple[Form, Any]] = [
        (priors.fixed(0.7), 0.7),
        (priors.fixed(0, certain=True), {"value": 0, "certain": True}),
        (priors.beta(8, 2), {"beta": [8, 2]}),
        (priors.between(0.5, 0.9), {"between": [0.5, 0.9]}),
        (priors.between(0.5, 0.9, covers=0.8), {"between": [0.5, 0.9], "covers": 0.8}),
        (priors.pert(0.1, 0.2, 0.6), {"pert": [0.1, 0.2, 0.6]}),
        (priors.triangular(0.1, 0.2, 0.6), {"triangular": [0.1, 0.2, 0.6]}),
        (priors.mean_worth(0.8, 10), {"mean": 0.8, "worth": 10}),
        (priors.track(7, 1), {"track": {"right": 7, "wrong": 1}}),
        (priors.phrase("likely"), {"phrase": "likely", "scale": "icd203"}),
    ]
    for form, written in pairs:
        assert READ.validate_python(written) == form
        assert READ.dump_python(form, by_alias=True, exclude_defaults=True, mode="json") == written


def test_mean_and_worth_are_those_of_the_beta() -> None:
    """Mean .8, worth 10: as if 8 of 10 had been seen, Beta(8, 2)."""
    form = priors.mean_worth(0.8, 10)
    assert isinstance(form, MeanWorth)
    assert form.parameters == pytest.approx((8.0, 2.0), abs=1e-12)
    assert form.interval() == pytest.approx(priors.beta(8, 2).interval(), abs=1e-12)


def test_spread_of_a_pert_is_that_of_its_formula() -> None:
    """(mean - low) (high - mean) / 7, which belongs to a worth of 6."""
    (piece,) = priors.pert(0.1, 0.2, 0.6).pieces
    total = piece.a + piece.b
    variance = 0.5**2 * piece.a * piece.b / (total**2 * (total + 1))
    assert total == pytest.approx(6.0)
    assert variance == pytest.approx((0.25 - 0.1) * (0.6 - 0.25) / 7, abs=1e-15)


def test_persistent_source_is_one_of_two_points() -> None:
    """Reliable in everything or in nothing, and which of them is not known."""
    form = Persistent(persistent=0.8)
    assert not form.is_fixed
    drawn = form.draws(np.random.default_rng(1), 2_000)
    assert set(np.unique(drawn)) == {0.0, 1.0}
    assert drawn.mean() == pytest.approx(0.8, abs=5 * math.sqrt(0.16 / 2_000))


def test_letter_f_is_what_it_is_taken_as() -> None:
    """With `as` another form; excluded, it counts for nothing."""
    assert Admiralty.model_validate({"admiralty": "F", "as": {"beta": [3, 1]}}).mean == 0.75
    assert Admiralty(admiralty="F", exclude=True).mean == 0.0


@pytest.mark.parametrize("value", [0, 0.0, 1, 1.0, -0.0])
def test_certainty_needs_consent(value: float) -> None:
    """Exactly 0 or 1 is refused, and accepted with `certain`."""
    with pytest.raises(StatementError):
        priors.fixed(value)
    assert priors.fixed(value, certain=True).mean == value


@pytest.mark.parametrize("value", [True, False, "0.5", None, math.nan, math.inf, 1.0000001, -1e-9])
def test_number_is_a_number_from_0_to_1(value: Any) -> None:
    """Neither true nor a text that looks like a number."""
    with pytest.raises(StatementError):
        priors.fixed(value)


def test_statement_cannot_be_changed() -> None:
    """A number that was weighed with cannot become another behind the result's back."""
    form = priors.beta(8, 2)
    with pytest.raises(StatementError):
        form.beta = (2.0, 8.0)
    assert hash(form) == hash(priors.beta(8, 2))


# --- draws ----------------------------------------------------------------------------------------

FORMS: list[Any] = [
    0.7,
    {"beta": [8, 2]},
    {"beta": [0.5, 0.5]},
    {"between": [0.5, 0.9]},
    {"pert": [0.1, 0.2, 0.6]},
    {"triangular": [0.1, 0.2, 0.6]},
    {"triangular": [0.3, 0.3, 0.9]},
    {"mean": 0.05, "worth": 4},
    {"track": {"right": 7, "wrong": 1}},
    {"phrase": "remote chance", "scale": "phia2025"},
    {"admiralty": "D"},
]


@pytest.mark.parametrize("written", FORMS, ids=str)
def test_draws_have_the_mean_and_the_quantiles_of_the_form(written: Any) -> None:
    """Within five standard errors, with a fixed seed."""
    form, size = read(written), 20_000
    drawn = form.draws(np.random.default_rng(20240620), size)
    assert drawn.shape == (size,)
    assert drawn.mean() == pytest.approx(form.mean, abs=5 * drawn.std() / math.sqrt(size) + 1e-15)
    for mass in (0.5, 0.9):
        low, high = form.interval(mass)
        tail = (1 - mass) / 2
        error = 5 * math.sqrt(tail * (1 - tail) / size)
        if form.is_fixed:
            assert drawn.min() == drawn.max() == low == high
        else:
            assert np.mean(drawn < low) == pytest.approx(tail, abs=error)
            assert np.mean(drawn > high) == pytest.approx(tail, abs=error)


def test_draws_are_those_of_the_generator() -> None:
    """The same seed, the same draws; the global state is neither used nor changed."""
    form = priors.triangular(0.1, 0.2, 0.6)
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    first = form.draws(np.random.default_rng(7), 50)
    second = form.draws(np.random.default_rng(7), 50)
    assert np.array_equal(first, second)
    assert not np.array_equal(first, form.draws(np.random.default_rng(8), 50))
    assert np.array_equal(before, np.random.get_state()[1])  # noqa: NPY002


# --- properties -----------------------------------------------------------------------------------

INSIDE = st.floats(0.01, 0.99)
THREE = st.lists(st.floats(0, 1), min_size=3, max_size=3, unique=True).map(sorted)
SPREAD = st.one_of(
    st.builds(priors.beta, st.floats(0.1, 500), st.floats(0.1, 500)),
    THREE.filter(lambda x: x[2] - x[0] > 1e-3).map(lambda x: priors.pert(*x)),
    THREE.filter(lambda x: x[2] - x[0] > 1e-3).map(lambda x: priors.triangular(*x)),
    st.builds(priors.mean_worth, INSIDE, st.floats(0.1, 500)),
    st.builds(priors.track, st.floats(0, 100), st.floats(0, 100)),
)


@settings(max_examples=100)
@given(form=SPREAD, mass=st.floats(0.05, 0.95))
def test_interval_holds_its_mass_and_widens_with_it(form: Form, mass: float) -> None:
    """Its ends are quantiles, by the distribution function; more mass, a wider interval."""
    low, high = form.interval(mass)
    assert 0.0 <= low <= high <= 1.0
    assert 0.0 <= form.mean <= 1.0

    def below(x: float) -> float:
        return sum(
            p.weight * float(betainc(p.a, p.b, np.clip((x - p.low) / (p.high - p.low), 0, 1)))
            for p in form.pieces
        )

    if low > 1e-12 and high < 1 - 1e-12:  # nearer to an end a float cannot tell the quantile
        assert below(low) == pytest.approx(0.5 - mass / 2, abs=1e-6)
        assert below(high) == pytest.approx(0.5 + mass / 2, abs=1e-6)
    wider = form.interval(mass + 0.04)
    assert wider[0] <= low
    assert high <= wider[1]


@settings(max_examples=60)
@given(low=INSIDE, high=INSIDE, covers=st.floats(0.5, 0.99))
def test_between_leaves_as_much_below_as_above(low: float, high: float, covers: float) -> None:
    """Whatever the interval, if there is a Beta for it; and turned round it is the mirror image."""
    assume(low + 0.02 < high)
    try:
        a, b = beta_from_interval(low, high, covers)
    except ValueError as error:
        assert "no Beta has the central" in str(error)  # noqa: PT017
        return
    assert betainc(a, b, low) == pytest.approx((1 - covers) / 2, abs=1e-9)
    assert betainc(b, a, 1 - high) == pytest.approx((1 - covers) / 2, abs=1e-9)
    mirrored = beta_from_interval(1 - high, 1 - low, covers)
    assert mirrored == pytest.approx((b, a), rel=1e-5)


@pytest.mark.parametrize(
    ("low", "high", "covers"), [(0.9, 0.5, 0.9), (0, 0.5, 0.9), (0.5, 1, 0.9), (0.5, 0.9, 1.0)]
)
def test_interval_that_is_none_is_refused(low: float, high: float, covers: float) -> None:
    """Ends in order, inside 0 to 1, and something left outside."""
    with pytest.raises(ValueError, match="an interval needs 0 < low < high < 1"):
        beta_from_interval(low, high, covers)


@settings(max_examples=60)
@given(right=st.integers(0, 1_000), wrong=st.integers(0, 1_000))
def test_track_record_is_the_posterior_of_jeffreys(right: int, wrong: int) -> None:
    """Half an observation each way before any record; the mean is pulled to one half by it."""
    form = priors.track(right, wrong)
    assert form.mean == pytest.approx((right + 0.5) / (right + wrong + 1))
    if right + wrong:
        assert abs(form.mean - 0.5) <= abs(right / (right + wrong) - 0.5)


# --- phrases --------------------------------------------------------------------------------------

# Typed in from the publications, a second time.
ICD_203 = {
    "almost no chance": (1, 5), "very unlikely": (5, 20), "unlikely": (20, 45),
    "roughly even chance": (45, 55), "likely": (55, 80), "very likely": (80, 95),
    "almost certain": (95, 99),
}  # fmt: skip
ICD_203_SYNONYMS = {
    "remote": "almost no chance", "highly improbable": "very unlikely", "improbable": "unlikely",
    "roughly even odds": "roughly even chance", "probable": "likely",
    "highly probable": "very likely", "nearly certain": "almost certain",
}  # fmt: skip
PHIA_2025 = {
    "remote chance": (0, 5), "highly unlikely": (10, 20), "unlikely": (25, 35),
    "realistic possibility": (40, 50), "likely": (55, 75), "highly likely": (80, 90),
    "almost certain": (95, 100),
}  # fmt: skip


@pytest.mark.parametrize(
    ("scale", "published"), [("icd203", ICD_203), ("phia2025", PHIA_2025)], ids=["icd203", "phia"]
)
def test_bands_are_those_of_the_publication(
    scale: str, published: dict[str, tuple[int, int]]
) -> None:
    """In per cent, in order, with the gaps and the shared ends as they are printed."""
    bands = load_scale(scale).bands
    assert [b.term for b in bands] == list(published)
    for band in bands:
        low, high = published[band.term]
        assert (band.low, band.high) == (low / 100, high / 100)


def test_synonyms_mean_what_their_terms_mean() -> None:
    """ICD 203 prints two words for each band; either, in any spelling of case and blanks."""
    scale = load_scale("icd203")
    for synonym, term in ICD_203_SYNONYMS.items():
        assert scale.band(synonym) == scale.band(term)
    assert scale.band("  Very   LIKELY ") == scale.band("very likely")
    assert set(scale.terms) == {*ICD_203, *ICD_203_SYNONYMS}


@pytest.mark.parametrize("name", scale_ids())
def test_every_scale_says_where_it_is_from(name: str) -> None:
    """Its id is the file's name; edition and citation are there."""
    scale = load_scale(name)
    assert scale.id == name
    assert scale.name
    assert scale.edition
    assert len(scale.citation) > 20


@pytest.mark.parametrize(
    ("scale", "term"), [(s, b.term) for s in scale_ids() for b in load_scale(s).bands]
)
def test_phrase_holds_eighty_per_cent_in_its_band(scale: str, term: str) -> None:
    """The rest lies in equal tails; all of it above or below where the band ends at 0 or 1."""
    band = load_scale(scale).band(term)
    form = Phrase(phrase=term, scale=scale)
    a, b = form.parameters
    below, above = betainc(a, b, band.low), betainc(b, a, 1 - band.high)
    assert below == pytest.approx(0.1 if band.high < 1 else 0.2, abs=1e-9) or band.low == 0
    assert above == pytest.approx(0.1 if band.low > 0 else 0.2, abs=1e-9) or band.high == 1
    assert below + above == pytest.approx(0.2, abs=1e-9)


def test_band_that_ends_at_0_or_1_is_highest_there() -> None:
    """Beta(1, b) with .95^b = .2, and its mirror image."""
    worth = math.log(0.2) / math.log(0.95)
    assert beta_from_band(0.0, 0.05) == pytest.approx((1.0, worth))
    assert beta_from_band(0.95, 1.0) == pytest.approx((worth, 1.0))
    with pytest.raises(ValueError, match="says nothing"):
        beta_from_band(0.0, 1.0)


def test_unknown_scale_and_term_are_key_errors() -> None:
    """In Python; in a case they are problems with the closest name."""
    with pytest.raises(KeyError):
        load_scale("icd204")
    with pytest.raises(KeyError):
        load_scale("icd203").band("quite likely")


# --- odds and decibans ----------------------------------------------------------------------------


def test_decibans_are_ten_times_the_common_logarithm() -> None:
    """10 dB is a factor of ten, 3 dB about two, 1 dB about five fourths (Good 1950)."""
    assert float(priors.nats_to_decibans(math.log(10))) == pytest.approx(10.0)
    assert float(priors.nats_to_decibans(math.log(2))) == pytest.approx(3.0102999566)
    assert float(priors.decibans_to_probability(0.0)) == 0.5
    assert float(priors.decibans_to_probability(10 * math.log10(3))) == pytest.approx(0.75)


@settings(max_examples=100)
@given(p=st.floats(1e-12, 1 - 1e-12))
def test_probability_comes_back_from_odds_and_decibans(p: float) -> None:
    """One into the other and back."""
    odds = priors.probability_to_odds(p)
    assert float(priors.odds_to_probability(odds)) == pytest.approx(p, abs=1e-15)
    decibans = priors.nats_to_decibans(np.log(odds))
    assert float(priors.decibans_to_probability(decibans)) == pytest.approx(p, rel=1e-12)


def test_odds_and_decibans_reach_their_ends() -> None:
    """Certainty has infinite odds, in arrays and without a warning."""
    assert priors.probability_to_odds([0.0, 0.5, 1.0]).tolist() == [0.0, 1.0, math.inf]
    assert priors.odds_to_probability([0.0, 1.0, math.inf]).tolist() == [0.0, 0.5, 1.0]
    ends = priors.decibans_to_probability([-math.inf, -5000.0, 5000.0, math.inf])
    assert ends.tolist() == [0.0, 0.0, 1.0, 1.0]
    assert float(priors.decibans_to_probability(-2000.0)) == pytest.approx(1e-200)


@pytest.mark.parametrize(
    "extreme",
    [
        {"beta": [1e200, 1e200]},
        {"beta": [1e-300, 1.0]},
        {"mean": 1e-300, "worth": 1.0},
        {"track": {"right": 1e308, "wrong": 0.0}},
    ],
)
def test_parameters_beyond_reckoning_are_refused(extreme: dict[str, object]) -> None:
    """One clear error at the number, instead of an overflow when the case is weighed."""
    with pytest.raises(ValueError, match="beyond 1e-15 to"):
        TypeAdapter(Probability).validate_python(extreme)
