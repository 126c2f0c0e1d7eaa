"""Verbal scales: the bands of each publication, a number in words, a word's range, translation."""

from __future__ import annotations

import math
import re
import tomllib
from importlib import resources
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import evidence
import priors
from evidence.scales import load_ratio_scale, ratio_scale_ids
from priors import band, describe, meanings, translate
from priors.scales import Band, Scale, load_scale, scale_ids
from priors.scales.placing import EDGES, GAPS

# --- the publications, typed in a second time -----------------------------------------------------

# In per cent, in the order of the files. ICD 203 and the PHIA yardstick are in test_probability.py.
PUBLISHED: dict[str, dict[str, tuple[float, float]]] = {
    # Kent 1964: 93 +- 6, 75 +- 12, 50 +- 10, 30 +- 10, 7 +- 5
    "kent1964": {
        "almost certainly not": (7 - 5, 7 + 5), "probably not": (30 - 10, 30 + 10),
        "chances about even": (50 - 10, 50 + 10), "probable": (75 - 12, 75 + 12),
        "almost certain": (93 - 6, 93 + 6),
    },
    # Mastrandrea et al. 2010, Table 1 (seven) and the three terms that may be used besides
    "ipcc_ar5": {
        "exceptionally unlikely": (0, 1), "extremely unlikely": (0, 5), "very unlikely": (0, 10),
        "unlikely": (0, 33), "about as likely as not": (33, 66), "more likely than not": (50, 100),
        "likely": (66, 100), "very likely": (90, 100), "extremely likely": (95, 100),
        "virtually certain": (99, 100),
    },
    # IPCC AR4, Working Group II, front matter F
    "ipcc_ar4_wg2": {
        "exceptionally unlikely": (0, 1), "very unlikely": (1, 10), "unlikely": (10, 33),
        "about as likely as not": (33, 66), "likely": (66, 90), "very likely": (90, 99),
        "virtually certain": (99, 100),
    },
    # EFSA Journal 16(1):5123, the approximate probability scale and its option
    "efsa2018": {
        "almost impossible": (0, 1), "extremely unlikely": (1, 5), "very unlikely": (5, 10),
        "unlikely": (10, 33), "about as likely as not": (33, 66), "more likely than not": (50, 100),
        "likely": (66, 90), "very likely": (90, 95), "extremely likely": (95, 99),
        "almost certain": (99, 100),
    },
}  # fmt: skip
GAPS_PUBLISHED = {
    "phia2025": [(5, 10), (20, 25), (35, 40), (50, 55), (75, 80), (90, 95)],
    "kent1964": [(12, 20), (60, 63)],
}
OPEN_ENDS = {  # printed with < or >
    ("phia2025", "realistic possibility", "high"), ("phia2025", "almost certain", "high"),
    ("ipcc_ar5", "more likely than not", "low"), ("efsa2018", "more likely than not", "low"),
    ("ipcc_ar4_wg2", "exceptionally unlikely", "high"),
    ("ipcc_ar4_wg2", "virtually certain", "low"),
}  # fmt: skip
RATIOS: dict[str, dict[str, tuple[float, float]]] = {
    # ENFSI 2015: 1; 2-10; 10-100; 100-1,000; 1,000-10,000; 10,000-1,000,000; above
    "enfsi2015": {
        "no support for one proposition over the other": (1, 1), "weak support": (2, 10),
        "moderate support": (10, 100), "moderately strong support": (100, 1_000),
        "strong support": (1_000, 10_000), "very strong support": (10_000, 1_000_000),
        "extremely strong support": (1_000_000, math.inf),
    },
    # Kass and Raftery 1995, p. 777
    "kass_raftery1995": {
        "not worth more than a bare mention": (1, 3), "positive": (3, 20), "strong": (20, 150),
        "very strong": (150, math.inf),
    },
    # Jeffreys 1961, Appendix B
    "jeffreys1961": {
        "not worth more than a bare mention": (1, 10**0.5), "substantial": (10**0.5, 10),
        "strong": (10, 10**1.5), "very strong": (10**1.5, 100), "decisive": (100, math.inf),
    },
}  # fmt: skip
PARTITIONS = [s for s in scale_ids() if load_scale(s).layout == "partition"]
ORDERED = [s for s in scale_ids() if load_scale(s).layout != "nested"]
INSIDE = st.floats(1e-9, 1 - 1e-9)


def test_scales_are_these() -> None:
    """What is shipped, each with its bands tested here or in test_probability.py."""
    assert set(scale_ids()) == {*PUBLISHED, "icd203", "phia2025"}
    assert set(ratio_scale_ids()) == set(RATIOS)
    assert set(priors.scale_citations()) == set(scale_ids())


@pytest.mark.parametrize("name", PUBLISHED)
def test_bands_are_those_of_the_publication(name: str) -> None:
    """Terms, order and both ends."""
    found = {b.term: (b.low, b.high) for b in load_scale(name).bands}
    assert list(found) == list(PUBLISHED[name])
    for term, (low, high) in PUBLISHED[name].items():
        assert found[term] == (low / 100, high / 100)


@pytest.mark.parametrize("name", RATIOS)
def test_ratio_bands_are_those_of_the_publication(name: str) -> None:
    """Terms, order and both ends, as likelihood ratios."""
    found = {b.term: (b.low, b.high) for b in load_ratio_scale(name).bands}
    assert list(found) == list(RATIOS[name])
    for term, ends in RATIOS[name].items():
        assert found[term] == pytest.approx(ends, rel=1e-15)


def test_ranges_that_could_not_be_checked_are_marked_and_said_to_be_so() -> None:
    """Those above 1,000 of ENFSI's, by the file's own account; no other."""
    scales = [*map(load_scale, scale_ids()), *map(load_ratio_scale, ratio_scale_ids())]
    found = {(s.id, b.term) for s in scales for b in s.bands if b.unverified}
    degrees = ("strong support", "very strong support", "extremely strong support")
    assert found == {("enfsi2015", term) for term in degrees}
    for ratio in (1000, 5_000, 5e5, 5e7, 1 / 5000):
        told = evidence.describe_ratio(ratio)
        assert told.unverified
        assert told.text.endswith("; this range is not verified)")
    for ratio, scale in (
        (1, "enfsi2015"),
        (1.5, "enfsi2015"),
        (999, "enfsi2015"),
        (5000, "jeffreys1961"),
    ):
        told = evidence.describe_ratio(ratio, scale)
        assert not told.unverified
        assert "verified" not in told.text
    assert not evidence.describe_ratio(1000, edge="lower").unverified


@pytest.mark.parametrize("name", scale_ids())
def test_gaps_are_gaps(name: str) -> None:
    """Where the publication has none the bands meet; where it has some, no band is in them."""
    scale = load_scale(name)
    gaps = [
        (s.low, s.high)
        for x in [low + 1e-7 for low in (0.0, *scale.ends) if low < 1.0]
        if (s := scale.region(x)).term == "" and scale.limits[0] < x < scale.limits[1]
    ]
    assert gaps == [(a / 100, b / 100) for a, b in GAPS_PUBLISHED.get(name, [])]


def test_open_ends_are_those_that_are_printed_so() -> None:
    """With < or >; all others belong to the band."""
    found = {
        (name, b.term, end)
        for name in scale_ids()
        for b in load_scale(name).bands
        for end in ("low", "high")
        if getattr(b, f"{end}_open")
    }
    assert found == OPEN_ENDS


def files() -> list[tuple[Scale, dict[str, Any]]]:
    """Every scale with the plain contents of its file."""
    found = []
    for package, names, load in (
        ("priors.scales", scale_ids(), load_scale),
        ("evidence.scales", ratio_scale_ids(), load_ratio_scale),
    ):
        for name in names:
            text = resources.files(package).joinpath(f"{name}.toml").read_text("utf-8")
            found.append((load(name), tomllib.loads(text)))
    return found


@pytest.mark.parametrize(("scale", "data"), files(), ids=lambda x: getattr(x, "id", ""))
def test_file_says_what_the_scale_is_and_how_it_was_checked(
    scale: Scale, data: dict[str, Any]
) -> None:
    """Its layout is that of its bands; citation, provenance and language are there, no host is."""
    assert scale.layout == data["layout"]
    assert scale.id == data["id"]
    assert len(scale.citation) > 40
    assert len(scale.provenance) > 60
    assert scale.language == "en"
    assert not re.search(r"https?:|/work|/tmp|\.com\b", scale.citation + scale.provenance)
    assert all(b.low < b.high or b.low == 1.0 for b in scale.bands)


# --- a number in words ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("probability", "scale", "term"),
    [
        (0.71, "icd203", "likely"),
        (0.01, "icd203", "almost no chance"),
        (0.99, "icd203", "almost certain"),
        (0.5, "icd203", "roughly even chance"),
        (0.71, "efsa2018", "likely"),
        (0.55, "efsa2018", "about as likely as not"),  # the option beside names no number
        (0.62, "ipcc_ar5", "about as likely as not"),
        (0.97, "ipcc_ar5", "extremely likely"),
        (0.93, "ipcc_ar5", "very likely"),
        (0.7, "ipcc_ar5", "likely"),
        (0.003, "ipcc_ar5", "exceptionally unlikely"),
        (0.03, "ipcc_ar5", "extremely unlikely"),
        (0.3, "ipcc_ar5", "unlikely"),
        (0.99, "ipcc_ar4_wg2", "very likely"),  # printed >99 for virtually certain
        (0.01, "ipcc_ar4_wg2", "very unlikely"),  # and <1 for exceptionally unlikely
        (0.9901, "ipcc_ar4_wg2", "virtually certain"),
        (0.75, "kent1964", "probable"),
        (0.75, "phia2025", "likely"),
    ],
)
def test_number_has_the_term_of_its_band(probability: float, scale: str, term: str) -> None:
    """The narrowest one where they lie inside one another."""
    found = describe(probability, scale)
    assert found.term == term
    assert (found.in_gap, found.on_edge) == (False, False)
    assert (found.low, found.high) == band(term, scale)


@pytest.mark.parametrize(
    ("probability", "upper", "lower"),
    [
        (0.05, "very unlikely", "almost no chance"),
        (0.2, "unlikely", "very unlikely"),
        (0.45, "roughly even chance", "unlikely"),
        (0.55, "likely", "roughly even chance"),
        (0.1 + 0.7, "very likely", "likely"),  # .7999999999999999: at the end but for rounding
        (0.95, "almost certain", "very likely"),
    ],
)
def test_shared_end_is_said_and_goes_to_the_upper_band(
    probability: float, upper: str, lower: str
) -> None:
    """Half-open bands, unless the lower one is asked for."""
    for edge, term, other in (("upper", upper, lower), ("lower", lower, upper)):
        found = describe(probability, "icd203", edge=edge)
        assert (found.term, found.on_edge, found.alternates) == (term, True, (other,))
        assert found.text.endswith(f", on the edge of {other})")


def test_end_that_is_published_as_open_belongs_to_the_other_band() -> None:
    """50 % of the yardstick is in the gap above "realistic possibility", which is below 50."""
    assert describe(0.4999, "phia2025").in_gap is False
    assert describe(0.5, "phia2025").in_gap is True


@pytest.mark.parametrize(
    ("probability", "nearest", "lower", "upper"),
    [
        (0.06, "remote chance", "remote chance", "highly unlikely"),
        (0.0749, "remote chance", "remote chance", "highly unlikely"),
        (0.075, "highly unlikely", "remote chance", "highly unlikely"),  # the very middle
        (0.225, "unlikely", "highly unlikely", "unlikely"),
        (0.375, "realistic possibility", "unlikely", "realistic possibility"),
        (0.50, "realistic possibility", "realistic possibility", "likely"),
        (0.524, "realistic possibility", "realistic possibility", "likely"),
        (0.526, "likely", "realistic possibility", "likely"),
        (0.775, "highly likely", "likely", "highly likely"),
        (0.91, "highly likely", "highly likely", "almost certain"),
    ],
)
def test_policies_for_a_gap(probability: float, nearest: str, lower: str, upper: str) -> None:
    """The yardstick's gaps, with their middles 7.5, 22.5, 37.5, 52.5, 77.5 and 92.5 %."""
    for gap, term in (("nearest", nearest), ("lower", lower), ("upper", upper)):
        found = describe(probability, "phia2025", gap=gap)
        assert (found.term, found.in_gap) == (term, True)
        assert {found.term, *found.alternates} == {lower, upper}
        assert f"in the gap between {lower} and {upper}" in found.text
    strict = describe(probability, "phia2025", gap="strict")
    assert strict.term == f"between {lower!r} and {upper!r}"
    assert strict.alternates == (lower, upper)
    assert strict.low <= probability <= strict.high


@pytest.mark.parametrize(
    ("interval", "scale", "term"),
    [
        ((0.6, 0.75), "icd203", "likely"),
        ((0.55, 0.80), "icd203", "likely"),  # its own band, ends and all
        ((0.6, 0.9), "icd203", "likely to very likely"),
        ((0.5, 0.8), "icd203", "roughly even chance to likely"),  # not "to very likely"
        ((0.03, 0.97), "icd203", "almost no chance to almost certain"),
        ((0.92, 0.99), "ipcc_ar5", "very likely"),
        ((0.70, 0.99), "ipcc_ar5", "likely"),
        ((0.55, 0.80), "ipcc_ar5", "more likely than not"),
        ((0.45, 0.80), "ipcc_ar5", "about as likely as not to likely"),
        ((0.001, 0.04), "ipcc_ar5", "extremely unlikely"),
        ((0.55, 0.80), "efsa2018", "about as likely as not to likely"),
        ((0.12, 0.18), "phia2025", "highly unlikely"),
        ((0.04, 0.12), "phia2025", "remote chance to highly unlikely"),
        ((0.40, 0.50), "phia2025", "realistic possibility"),
    ],
)
def test_interval_has_one_term_only_if_one_band_holds_it(
    interval: tuple[float, float], scale: str, term: str
) -> None:
    """Else the terms of its ends; an end that only touches a band has nothing of it."""
    found = describe(interval, scale)
    assert (found.term, found.in_gap) == (term, False)
    assert found.low <= interval[0]
    assert interval[1] <= found.high


def test_interval_that_ends_in_a_gap_says_so() -> None:
    """Also when both of its ends are given the same term."""
    found = describe((0.04, 0.06), "phia2025")
    assert (found.term, found.in_gap) == ("remote chance", True)
    assert found.text == "remote chance (.04 to .06, in part in a gap of the scale)"


@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize("interval", [(0.06, 0.08), (0.05, 0.10)])
def test_interval_wholly_in_a_gap_has_no_term(interval: tuple[float, float], gap: Any) -> None:
    """Not "in part": no band holds any of it, so it is given none, and no band's ends."""
    found = describe(interval, "phia2025", gap=gap)
    assert found.term == "between 'remote chance' and 'highly unlikely'"
    assert (found.low, found.high, found.in_gap) == (0.05, 0.10, True)
    assert found.alternates == ("remote chance", "highly unlikely")
    assert "wholly in the gap between remote chance and highly unlikely)" in found.text
    assert "in part" not in found.text


@pytest.mark.parametrize(
    ("interval", "term", "ends", "beside"),
    [
        ((0.992, 0.996), "above 'almost certain'", (0.99, 1.0), "almost certain"),
        ((0.001, 0.005), "below 'almost certainly not'", (0.0, 0.02), "almost certainly not"),
    ],
)
def test_interval_wholly_beyond_the_scale_has_no_term(
    interval: tuple[float, float], term: str, ends: tuple[float, float], beside: str
) -> None:
    """Kent's terms go from 2 to 99 %."""
    found = describe(interval, "kent1964", allow_certain=True)
    assert (found.term, found.low, found.high) == (term, *ends)
    assert (found.in_gap, found.alternates) == (True, (beside,))
    assert "wholly beyond the scale, which goes from .02 to .99" in found.text
    assert "in part" not in found.text


def test_word_without_a_number_on_purpose_is_answered_with_the_reason() -> None:
    """Kent's "possible": neither "impossible" nor "probable" is what was meant."""
    why = "no number .*on purpose: it is kept for what may be true but cannot be given odds"
    for call in (
        lambda: band("Possible", "kent1964"),
        lambda: translate("possible", "kent1964", "icd203"),
        lambda: priors.phrase("possible", "kent1964"),
    ):
        with pytest.raises(ValueError, match=why) as error:
            call()
        assert "did you mean" not in str(error.value)
    assert "kent1964" not in meanings("possible")


def test_option_beside_a_scale_is_offered_and_not_given() -> None:
    """EFSA's "more likely than not" for what lies above one half."""
    assert describe(0.7, "efsa2018").alternates == ("more likely than not",)
    assert describe(0.5, "efsa2018").alternates == ()
    assert describe((0.55, 0.8), "efsa2018").alternates == ("more likely than not",)
    assert band("more likely than not", "efsa2018") == (0.5, 1.0)


@pytest.mark.parametrize(
    ("probability", "scale", "text"),
    [
        (0.7973, "icd203", "likely (.797)"),
        (0.79996, "icd203", "likely (.79996)"),
        (0.0996, "efsa2018", "very unlikely (.0996)"),
        (0.00996, "efsa2018", "almost impossible (.00996)"),
        (0.99996, "efsa2018", "almost certain (>.999)"),
        ((0.601, 0.798), "icd203", "likely (.60 to .798)"),
    ],
)
def test_number_is_never_shown_on_the_other_side_of_an_end(
    probability: Any, scale: str, text: str
) -> None:
    """.7973 to two digits is .80, which would be read as very likely."""
    assert describe(probability, scale).text == text


def test_point_is_the_interval_of_no_width() -> None:
    """The same words for both."""
    assert describe((0.71, 0.71)) == describe(0.71)


@pytest.mark.parametrize(
    ("probability", "scale"),
    [
        *((p, s) for p in (0.0, 1.0) for s in scale_ids()),
        (0.0099, "icd203"), (0.995, "icd203"), (0.01, "kent1964"), (0.995, "kent1964"),
        ((0.5, 0.995), "icd203"), ((0.0, 0.5), "efsa2018"),
    ],
)  # fmt: skip
def test_certainty_and_what_is_beyond_the_scale_need_consent(probability: Any, scale: str) -> None:
    """Without it a ValueError that names the scale's ends; with it the text says what it is."""
    low, high = load_scale(scale).limits
    with pytest.raises(ValueError, match=r"goes from .* to .*allow_certain=True") as error:
        describe(probability, scale)
    for end in (low, high):
        assert priors.rounding.credence_text(end) in str(error.value)
    assert describe(probability, scale, allow_certain=True).term


def test_words_for_certainty_are_for_certainty_only() -> None:
    """.9999 is never "certain", though that is the nearest of Kent's terms."""
    found = describe(0.9999, "kent1964", allow_certain=True)
    assert found.term == "almost certain"
    assert "beyond the scale" in found.text
    assert describe(1, "kent1964", allow_certain=True).text == "certain (1)"
    assert describe(0, "kent1964", allow_certain=True).text == "impossible (0)"
    assert band("Certain", "kent1964") == (1.0, 1.0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: describe(0.5, "icd204"), "did you mean 'icd203'"),
        (lambda: describe(0.5, gap="near"), "did you mean 'nearest'"),
        (lambda: describe(0.5, edge="both"), "allowed: upper, lower"),
        (lambda: describe(1.2), "a probability has to be a number from 0 to 1"),
        (lambda: describe(math.nan), "a probability has to be a number from 0 to 1"),
        (lambda: describe((0.5, 0.4)), "is above its upper end"),
        (lambda: describe((0.1, 0.2, 0.3)), "not 3 numbers"),
        (lambda: band("likel"), "did you mean 'likely'"),
        (lambda: band("likely", "icd204"), "did you mean 'icd203'"),
        (lambda: translate("very likel", "icd203", "phia2025"), "did you mean 'very likely'"),
        (lambda: translate("likely", "icd203", "phia"), "did you mean 'phia2025'"),
        (evidence.describe_ratio, "either a ratio or decibans"),
        (lambda: evidence.describe_ratio(2, decibans=3), "either a ratio or decibans"),
        (lambda: evidence.describe_ratio(0), "has to be above 0"),
        (lambda: evidence.describe_ratio(-2), "has to be a number from 0"),
        (lambda: evidence.describe_ratio(math.inf), "has to be a number from 0"),
        (lambda: evidence.describe_ratio(2, "enfsi"), "did you mean 'enfsi2015'"),
        (lambda: evidence.describe_ratio(2, gap="none"), "the policy for gaps"),
    ],
)
def test_bad_arguments_are_value_errors(call: Any, message: str) -> None:
    """In a sentence, with what is allowed and the closest known name."""
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


# --- properties -----------------------------------------------------------------------------------


def shown(text: str) -> list[float]:
    """The numbers in the brackets of a text, without the bounds such as <.001."""
    inside = text.rpartition(" (")[2].split(",")[0].removesuffix(")")
    return [float(x) for x in inside.split(" to ") if x[0] not in "<>"]


@given(p=INSIDE, scale=st.sampled_from(scale_ids()), gap=st.sampled_from(GAPS))
def test_every_probability_has_a_description_under_every_policy(
    p: float, scale: str, gap: Any
) -> None:
    """Its band holds the number unless it is in a gap, and the number stands in the text."""
    for edge in EDGES:
        found = describe(p, scale, gap=gap, edge=edge, allow_certain=True)
        table = load_scale(scale)
        assert found.term
        assert found.text.startswith(f"{found.term} (")
        if not found.in_gap:
            assert found.low - 1e-9 <= p <= found.high + 1e-9
        else:
            assert not any(b.low + 1e-9 < p < b.high - 1e-9 for b in table.dividing)
        for number in shown(found.text):
            assert number == pytest.approx(p, abs=0.00501)
            if not found.in_gap:  # never shown on the other side of an end
                assert found.low <= number <= found.high


@given(p=INSIDE, q=INSIDE, scale=st.sampled_from(ORDERED), gap=st.sampled_from(GAPS))
def test_a_larger_probability_never_has_a_lower_term(
    p: float, q: float, scale: str, gap: Any
) -> None:
    """On scales whose bands do not lie inside one another."""
    assume(gap != "strict")
    low, high = sorted((p, q))
    order = [b.term for b in load_scale(scale).dividing]
    first, second = (describe(x, scale, gap=gap, allow_certain=True).term for x in (low, high))
    assert order.index(first) <= order.index(second)


@given(p=INSIDE, q=INSIDE, scale=st.sampled_from(scale_ids()))
def test_term_of_an_interval_holds_it(p: float, q: float, scale: str) -> None:
    """One term: one band holds the whole. Two: none does, and they are those of its ends."""
    low, high = sorted((p, q))
    assume(low < high)
    first, last = load_scale(scale).limits
    assume(first <= low and high <= last)
    found = describe((low, high), scale)
    holding = [b for b in load_scale(scale).dividing if b.low <= low and high <= b.high]
    terms = {b.term for b in load_scale(scale).dividing}
    if holding:
        assert found.term in {b.term for b in holding}
        assert found.high - found.low == min(b.high - b.low for b in holding)
    elif found.term in terms or found.term.startswith("between "):
        assert found.in_gap
        assert not found.term.startswith("between ") or (found.low <= low and high <= found.high)
    else:
        start, _, end = found.term.partition(" to ")
        assert {start, end} <= terms


@given(p=INSIDE, scale=st.sampled_from(scale_ids()))
def test_region_is_where_the_term_does_not_change(p: float, scale: str) -> None:
    """It has the probability in it, the description's term, and other terms on either side."""
    table = load_scale(scale)
    region = table.region(p)
    assert region.low <= p <= region.high
    if all(abs(p - e) > 1e-9 for e in table.ends):
        found = describe(p, scale, allow_certain=True)
        assert region.term == ("" if found.in_gap else found.term)
    for beyond in (region.low - 1e-6, region.high + 1e-6):
        if 0.0 < beyond < 1.0:
            assert table.region(beyond).term != region.term


@pytest.mark.parametrize("name", scale_ids())
def test_regions_divide_everything(name: str) -> None:
    """From 0 to 1, each beginning where the one before it ends."""
    scale = load_scale(name)
    found = [scale.region(0.0)]
    while found[-1].high < 1.0:  # an end may belong to either side
        found.append(scale.region(math.nextafter(found[-1].high, 1.0)))
    assert found[0].low == 0.0
    assert all(a.high == b.low for a, b in pairwise(found))
    assert scale.region(1.0) == found[-1]


def test_region_and_description_agree_at_every_end() -> None:
    """Open ends and all: .99 of the Fourth Assessment is very likely to both."""
    for name in scale_ids():
        table = load_scale(name)
        for end in table.ends:
            if 0.0 < end < 1.0:
                found = describe(end, name, allow_certain=True)
                assert table.region(end).term == ("" if found.in_gap else found.term), (name, end)
    assert load_scale("ipcc_ar4_wg2").region(0.99) == Band("very likely", 0.9, 0.99)
    assert load_scale("ipcc_ar4_wg2").region(0.01) == Band("very unlikely", 0.01, 0.1)
    assert load_scale("phia2025").region(0.05) == Band("remote chance", 0.0, 0.05)
    assert load_scale("phia2025").region(0.5) == Band("", 0.5, 0.55)


@pytest.mark.parametrize(
    ("probability", "term", "other"),
    [
        (0.90, "very likely", "likely"),
        (0.95, "extremely likely", "very likely"),
        (0.66, "likely", "about as likely as not"),
        (0.10, "unlikely", "very unlikely"),
    ],
)
def test_end_of_a_nested_range_is_no_edge(probability: float, term: str, other: str) -> None:
    """The IPCC publishes each range with its ends: the number is in both, and nothing is open."""
    found = describe(probability, "ipcc_ar5")
    assert (found.term, found.on_edge) == (term, False)
    assert other in found.alternates
    assert "edge" not in found.text
    assert describe(probability, "ipcc_ar5", edge="lower").on_edge is False


def test_region_of_nested_bands_is_that_of_the_narrowest() -> None:
    """Crossing one half changes no term of the IPCC's: it is 33 to 66 % on both sides."""
    scale = load_scale("ipcc_ar5")
    ends = {(r.term, r.low, r.high) for x in (0.005, 0.3, 0.5, 0.8, 0.92, 0.97, 0.995)
            for r in [scale.region(x)]}  # fmt: skip
    assert ends == {
        ("exceptionally unlikely", 0.0, 0.01), ("unlikely", 0.1, 0.33),
        ("about as likely as not", 0.33, 0.66), ("likely", 0.66, 0.9),
        ("very likely", 0.9, 0.95), ("extremely likely", 0.95, 0.99),
        ("virtually certain", 0.99, 1.0),
    }  # fmt: skip


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scale", "term"), [(s, t) for s in scale_ids() for t in load_scale(s).terms]
)
def test_every_term_comes_back_from_its_range(scale: str, term: str) -> None:
    """The range of a term is described by that term, synonyms by the term they belong to."""
    found = load_scale(scale).band(term)
    assert band(term.upper(), scale) == (found.low, found.high)
    described = describe(band(term, scale), scale, allow_certain=True)
    if found.additional:
        assert described.alternates == (term,)
    else:
        assert described.term == found.term
        assert translate(term, scale, scale).warning == ""


def test_same_word_on_different_scales() -> None:
    """Each range as its publication has it: the reason to name the scale."""
    assert meanings("unlikely") == {
        "icd203": (0.20, 0.45), "phia2025": (0.25, 0.35), "efsa2018": (0.10, 0.33),
        "ipcc_ar4_wg2": (0.10, 0.33), "ipcc_ar5": (0.0, 0.33),
    }  # fmt: skip
    assert meanings("Likely") == {
        "icd203": (0.55, 0.80), "phia2025": (0.55, 0.75), "efsa2018": (0.66, 0.90),
        "ipcc_ar4_wg2": (0.66, 0.90), "ipcc_ar5": (0.66, 1.0),
    }  # fmt: skip
    assert meanings("certain") == {"kent1964": (1.0, 1.0)}
    assert meanings("somewhat plausible") == {}


@pytest.mark.parametrize(
    ("phrase", "source", "target", "term", "warning"),
    [
        ("likely", "icd203", "phia2025", "likely to highly likely", ".55 to .75"),
        ("likely", "icd203", "ipcc_ar5", "more likely than not", ".66 to 1"),
        ("very likely", "efsa2018", "icd203", "very likely", ".80 to .95"),
        ("unlikely", "efsa2018", "ipcc_ar4_wg2", "unlikely", ""),  # the same range
        ("highly likely", "phia2025", "icd203", "very likely", ""),  # no such word there
        ("realistic possibility", "phia2025", "icd203", "unlikely to roughly even chance", ""),
        ("probable", "icd203", "kent1964", "chances about even to probable", ".63 to .87"),
        ("certain", "kent1964", "efsa2018", "almost certain", ""),
        ("almost certain", "phia2025", "icd203", "almost certain", ".95 to .99"),
    ],
)
def test_translation_warns_where_the_word_means_something_else(
    phrase: str, source: str, target: str, term: str, warning: str
) -> None:
    """What it would be there, and what that scale means by the same word."""
    found = translate(phrase, source, target)
    assert (found.low, found.high) == band(phrase, source)
    assert found.description.term == term
    assert found.description.text in found.text
    if warning:
        assert found.warning == f"{target} uses {phrase!r} too, but for {warning}"
        assert found.warning in found.text
    else:
        assert found.warning == ""
        assert "Beware" not in found.text


def test_phrase_that_stands_for_certainty_is_no_distribution() -> None:
    """In a case it is refused, with the reason, and not called unknown."""
    with pytest.raises(ValueError, match="stands for exactly 1, which can never be undone"):
        priors.phrase("certain", "kent1964")
    low, high = priors.phrase("virtually certain", "ipcc_ar5").interval(0.8)
    assert 0.98 < low < high < 1.0


# --- likelihood ratios ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ratio", "scale", "term"),
    [
        (1, "enfsi2015", "no support for one proposition over the other"),
        (5, "enfsi2015", "weak support"),
        (50, "enfsi2015", "moderate support"),
        (500, "enfsi2015", "moderately strong support"),
        (5_000, "enfsi2015", "strong support"),
        (5e5, "enfsi2015", "very strong support"),
        (5e7, "enfsi2015", "extremely strong support"),
        (2.5, "kass_raftery1995", "not worth more than a bare mention"),
        (4, "kass_raftery1995", "positive"),
        (100, "kass_raftery1995", "strong"),
        (150, "kass_raftery1995", "strong"),  # printed >150 for very strong
        (200, "kass_raftery1995", "very strong"),
        (100, "jeffreys1961", "very strong"),  # printed >100 for decisive
        (101, "jeffreys1961", "decisive"),
        (5, "jeffreys1961", "substantial"),
    ],
)
def test_ratio_has_the_term_of_its_band_and_the_inverse_has_it_too(
    ratio: float, scale: str, term: str
) -> None:
    """A ratio below 1 is turned round, and speaks for the other hypothesis."""
    one = evidence.describe_ratio(ratio, scale, first="A", second="B")
    other = evidence.describe_ratio(1 / ratio, scale, first="A", second="B")
    assert one.term == other.term == term
    assert one.ratio == pytest.approx(other.ratio) == pytest.approx(ratio)
    if ratio > 1:
        assert (one.favours, other.favours) == ("A", "B")
        assert one.text.startswith(f"A over B: {term} (a ratio of ")
        assert other.text.startswith(f"B over A: {term} (a ratio of ")
    else:
        assert one.favours == other.favours == ""
        assert one.text.startswith("neither A nor B: ")


def test_decibans_and_ratio_say_the_same() -> None:
    """13 dB is a ratio of 19.95: below Kass and Raftery's 20, and shown so."""
    found = evidence.describe_ratio(decibans=13, scale="kass_raftery1995")
    assert found.term == "positive"
    assert "a ratio of 19.95, +13.0 dB" in found.text
    assert found == evidence.describe_ratio(10**1.3, "kass_raftery1995")
    edge = evidence.describe_ratio(decibans=20)
    assert (edge.term, edge.on_edge) == ("moderately strong support", True)
    assert evidence.describe_ratio(decibans=20, edge="lower").term == "moderate support"


def test_weight_beyond_any_float_is_described() -> None:
    """5000 dB is a ratio of 10^500."""
    found = evidence.describe_ratio(decibans=-5000, first="A", second="B")
    assert found.text == (
        "B over A: extremely strong support (a ratio of about 10^500, +5000.0 dB; this range is "
        "not verified)"
    )


def test_gap_of_a_ratio_scale_is_left_open_unless_asked() -> None:
    """ENFSI prints 1, then 2 to 10. The middle is at the root of 2, for weights add."""
    assert evidence.describe_ratio(1.5).term.startswith("between 'no support")
    none, weak = "no support for one proposition over the other", "weak support"
    for ratio, term in ((1.40, none), (1.42, weak)):
        found = evidence.describe_ratio(ratio, gap="nearest")
        assert (found.term, found.in_gap) == (term, True)
    assert evidence.describe_ratio(1.9, gap="lower").term == none
    assert evidence.describe_ratio(1.1, gap="upper").term == weak


@given(
    decibans=st.floats(-200, 200),
    scale=st.sampled_from(ratio_scale_ids()),
    gap=st.sampled_from(GAPS),
)
def test_every_weight_of_evidence_has_a_description(decibans: float, scale: str, gap: Any) -> None:
    """Its band holds the ratio unless it is in a gap; the direction follows the sign."""
    found = evidence.describe_ratio(decibans=decibans, scale=scale, gap=gap, first="A", second="B")
    ratio = 10 ** (abs(decibans) / 10)
    if not found.in_gap:
        assert found.low * (1 - 1e-8) <= ratio <= found.high * (1 + 1e-8)
    assert found.favours == ("A" if decibans > 0 else "B" if decibans < 0 else "")
    assert found.ratio == pytest.approx(ratio)


def test_unknown_ratio_scale_is_a_key_error() -> None:
    """As of the other loader; the grades of sources are no scale of ratios."""
    for name in ("enfsi2016", "admiralty", "tracking_v0"):
        with pytest.raises(KeyError):
            load_ratio_scale(name)
