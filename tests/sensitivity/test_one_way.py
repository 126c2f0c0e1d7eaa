"""One-way functions: a published network, hand arithmetic, cases stated anew; their pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import matplotlib as mpl
import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pictures import assert_legible, lightness
from random_cases import random_case
from stated_numbers import restated
from weighing import weigh

import assess
from assess.plots import plot_one_way, plot_spider
from assess.plots.layout.lines import spread, told_apart

Data = dict[str, Any]
SURE = {"value": 1, "certain": True}
NEVER = {"value": 0, "certain": True}


def two(reliability: Any, *items: Data, prior: float = 0.5) -> Data:
    """Two hypotheses and one source."""
    return {
        "format": "assess/1",
        "title": "By hand",
        "questions": [
            {
                "id": "q",
                "exhaustive": "made so",
                "hypotheses": [{"id": "yes", "prior": prior}, {"id": "no", "prior": 1 - prior}],
            }
        ],
        "sources": [{"id": "s", "reliability": reliability}],
        "items": [{"source": "s", **i} for i in items],
    }


def says(name: str, yes: Any = 0.9, no: Any = 0.2, **more: Any) -> Data:
    return {"id": name, "likelihood": {"yes": yes, "no": no}, "if_unreliable": 0.3, **more}


def curves_of(data: Data, numbers: Any = None, **options: Any) -> xr.Dataset:
    return assess.one_way(weigh(assess.case_from(data)), numbers, **options)


# --- the fire alarm -------------------------------------------------------------------------------


class Published(NamedTuple):
    """One number of the network, its stated value, and the function of P(tampering | items)."""

    address: str
    stated: float
    numerator: tuple[float, float]
    denominator: tuple[float, float]
    derivative: float
    values: tuple[float, ...]
    at_threshold: float | None


# Network: Poole, D., Mackworth, A. & Goebel, R. (1998), Computational Intelligence, Oxford UP, in
# the authors' code: https://www.cs.ubc.ca/~poole/ci/code/apc/bnet_t1.pl. The query P(tampering |
# report, no smoke), its threshold .65 and the two solutions of four decimals, .0364 (prior of
# tampering) and .0047 (report although nobody leaves), are attributed to Chan, H. & Darwiche, A.
# (2002), When do numbers really matter?, JAIR 17:265-287; the page was not before us. The functions
# were computed by variable elimination with two evaluations each, and checked at three values with
# pyAgrum; their form is that of Coupe & van der Gaag (2002).
AT = (0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
# fmt: off
FIRE_ALARM = (
    Published("prior[tampering:yes]", 0.02, (0.5527507131, 0.0), (0.541505992115, 0.0112447209846),
        12.7550696315, (0.0, 0.331787504426, 0.721229666091, 0.845245059497, 0.942480762367,
        0.980062390039, 0.993264604893, 0.997744741593, 1.0), 0.0364048535527),
    Published("prior[fire:yes]", 0.01, (-0.0104879538, 0.0111598938), (0.0431891397708,
        0.0216429494292), -1.45491177371, (0.515636458723, 0.500797009079, 0.446824406043,
        0.389459657104, 0.263188768987, 0.136823689096, 0.0609593852569, 0.028435714597,
        0.0103643119988), None),
    Published("prior[smoke:yes | fire=yes]", 0.9, (-6.7194e-05, 0.011115488862), (-0.00648320892,
        0.0279097288549), 0.144036265598, (0.398265741663, 0.39916890393, 0.402824005555,
        0.407490672423, 0.422181191357, 0.449239337559, 0.480103210379, 0.500797009079,
        0.515636458723), None),
    Published("prior[smoke:yes | fire=no]", 0.01, (-0.0111598938, 0.0111666132), (-0.0216429494292,
        0.0222912703212), -0.0145491177371, (0.500941087659, 0.500797009079, 0.500191289624,
        0.499360864268, 0.496230762851, 0.487076360523, 0.461572200651, 0.39916890393,
        0.0103643119988), None),
    Published("prior[alarm:yes | tampering=yes, fire=yes]", 0.5, (1.30092e-05, 0.011048509662),
        (1.30092e-05, 0.0220683362269), 0.000294191545951, (0.500649869949, 0.500652813582,
        0.500664587765, 0.500679304714, 0.500723450355, 0.500797009079, 0.500870546131,
        0.500914657964, 0.500944061521), None),
    Published("prior[alarm:yes | tampering=yes, fire=no]", 0.85, (0.01275031692, 0.00021724488),
        (0.01275031692, 0.0112370714449), 0.288337134187, (0.0193328734328, 0.030335323662,
        0.0719823523176, 0.119266645717, 0.236042049595, 0.374308271899, 0.470195784325,
        0.514809197319, 0.540599151635), None),
    Published("prior[alarm:yes | tampering=no, fire=yes]", 0.99, (0.0, 0.011055014262),
        (0.0006374508, 0.0214437645349), -0.0144614158978, (0.515535145147, 0.515381939478,
        0.514770026307, 0.514007175165, 0.511732127566, 0.507984807578, 0.504291970488,
        0.502101927879, 0.500652436667), None),
    Published("prior[alarm:yes | tampering=no, fire=no]", 0.0001, (0.0, 0.011055014262),
        (0.62476552908, 0.022012364274), -14.1736337214, (0.50221839528, 0.391189193505,
        0.207603403656, 0.130845732561, 0.0620358128064, 0.0330597347551, 0.0225342809316,
        0.0189200563079, 0.0170924429786), None),
    Published("prior[leaving:yes | alarm=yes]", 0.88, (0.012337058, 0.000198403222),
        (0.013126082852, 0.0105238879171), 0.261091575337, (0.0188526544146, 0.0301989028666,
        0.0729196884672, 0.120990958601, 0.237781279058, 0.372620035709, 0.464011581438,
        0.505957470589, 0.530041298755), None),
    Published("prior[leaving:yes | alarm=no]", 0.001, (0.002183222, 0.01105283104), (0.712887917148,
        0.0213619529098), -16.073905923, (0.517407331001, 0.38870971646, 0.195802614645,
        0.1216520524, 0.0581140796874, 0.0321446585955, 0.0228230413449, 0.0196357392089,
        0.0180266331392), None),
    Published("prior[report:yes | leaving=yes]", 0.75, (0.0146740463, 4.9479537e-05),
        (0.0165727578742, 0.00964527242126), 0.288765784288, (0.00512992633479, 0.02,
        0.0747745425012, 0.134207272466, 0.269645094697, 0.411925401592, 0.500797009079,
        0.539727767836, 0.561580167201), None),
    Published("prior[report:yes | leaving=no]", 0.01, (0.0049479537, 0.011005534725),
        (0.964527242126, 0.0124295684056), -21.6574338216, (0.885431767687, 0.500797009079,
        0.185520728394, 0.105621674732, 0.0482822865269, 0.02724822549, 0.02, 0.0175566397649,
        0.0163297786074), 0.00470472659778),
)
# fmt: on
THRESHOLD = 0.65
ATTRIBUTED = {"prior[tampering:yes]": 0.0364, "prior[report:yes | leaving=no]": 0.0047}


def yes(p: float) -> Data:
    return {"yes": p, "no": 1.0 - p}


def linked(name: str, given: list[str], table: dict[tuple[str, ...], float]) -> Data:
    rows = [
        {"when": dict(zip(given, states, strict=True)), "prior": yes(p)}
        for states, p in table.items()
    ]
    hypotheses = [{"id": "yes"}, {"id": "no"}]
    return {
        "id": name,
        "exhaustive": "binary",
        "hypotheses": hypotheses,
        "given": given,
        "table": rows,
    }


def root(name: str, p: float) -> Data:
    hypotheses = [{"id": h, "prior": x} for h, x in yes(p).items()]
    return {"id": name, "exhaustive": "binary", "hypotheses": hypotheses}


@pytest.fixture(scope="module")
def fire_alarm() -> xr.DataTree:
    """The network as linked questions, its two findings as items of a wholly reliable source."""
    alarm = {("yes", "yes"): 0.5, ("yes", "no"): 0.85, ("no", "yes"): 0.99, ("no", "no"): 0.0001}
    questions = [
        root("tampering", 0.02),
        root("fire", 0.01),
        linked("smoke", ["fire"], {("yes",): 0.9, ("no",): 0.01}),
        linked("alarm", ["tampering", "fire"], alarm),
        linked("leaving", ["alarm"], {("yes",): 0.88, ("no",): 0.001}),
        linked("report", ["leaving"], {("yes",): 0.75, ("no",): 0.01}),
    ]
    seen = [("report", {"yes": SURE, "no": NEVER}), ("smoke", {"yes": NEVER, "no": SURE})]
    items = [
        {"id": f"finding_{q}", "question": q, "source": "eyes", "likelihood": likelihood}
        for q, likelihood in seen
    ]
    sources = [{"id": "eyes", "reliability": SURE}]
    data = {"format": "assess/1", "questions": questions, "sources": sources, "items": items}
    return weigh(assess.case_from(data))


@pytest.fixture(scope="module")
def alarm_curves(fire_alarm: xr.DataTree) -> xr.Dataset:
    numbers = [f.address for f in FIRE_ALARM]
    return assess.one_way(fire_alarm, numbers, hypothesis="tampering:yes", points=41)


@pytest.mark.parametrize("published", FIRE_ALARM, ids=lambda f: f.address)
def test_all_twelve_functions_of_the_fire_alarm(
    alarm_curves: xr.Dataset, published: Published
) -> None:
    """Coefficients as joint probabilities, the curve at the listed values, and its derivative."""
    curve = alarm_curves.sel(number=published.address, hypothesis="tampering:yes")
    p_items = np.exp(curve.attrs["log_evidence"])
    assert curve["stated"].item() == pytest.approx(published.stated, abs=1e-15)
    for name in ("numerator", "denominator"):
        joint = curve[name].values * p_items
        assert joint == pytest.approx(np.array(getattr(published, name)), abs=1e-10)
    (a, b), (c, d) = curve["numerator"].values, curve["denominator"].values
    x = np.array(AT)
    assert (a * x + b) / (c * x + d) == pytest.approx(np.array(published.values), abs=1e-9)
    assert c * published.stated + d == pytest.approx(1.0, abs=1e-12)
    assert curve["slope"].item() == pytest.approx(published.derivative, rel=1e-9)
    # the points of the curve lie on the function, and its ends are those of the list
    t = curve["value"].values
    assert curve["credence"].values == pytest.approx((a * t + b) / (c * t + d), abs=1e-12)
    assert (t[0], t[-1]) == (0.0, 1.0)
    ends = curve["credence"].values[[0, -1]]
    assert ends == pytest.approx(np.array(published.values)[[0, -1]], abs=1e-9)


@pytest.mark.parametrize("published", FIRE_ALARM, ids=lambda f: f.address)
def test_the_fire_alarm_reaches_the_threshold_by_two_numbers_only(
    alarm_curves: xr.Dataset, published: Published
) -> None:
    """(A x + B) / (C x + D) = .65 at x = (.65 D - B) / (A - .65 C), if that is a probability."""
    curve = alarm_curves.sel(number=published.address, hypothesis="tampering:yes")
    (a, b), (c, d) = curve["numerator"].values, curve["denominator"].values
    x = (THRESHOLD * d - b) / (a - THRESHOLD * c)
    if published.at_threshold is None:
        assert not 0.0 <= x <= 1.0
    else:
        assert x == pytest.approx(published.at_threshold, abs=1e-9)
        assert x == pytest.approx(ATTRIBUTED[published.address], abs=6e-5)


def test_changes_of_odds_are_the_distance_of_chan_and_darwiche(fire_alarm: xr.DataTree) -> None:
    """A prior of .02 that has to be .0364 is at a distance of .615: |ln of the odds ratio|."""
    tipping = assess.tipping_points(fire_alarm, hypothesis="tampering:yes", threshold=THRESHOLD)
    row = tipping.sel(number="prior[tampering:yes]")
    assert row["threshold"].item() == pytest.approx(0.0364048535527, abs=1e-12)
    nats = row["threshold_change"].item() * np.log(10.0) / 10.0
    assert nats == pytest.approx(0.615, abs=0.002)


# --- by hand --------------------------------------------------------------------------------------


def test_a_likelihood_flips_the_lead_where_it_equals_its_rival() -> None:
    """r .8, u .3: .8 t + .06 against .8 x .2 + .06 = .22; equal at t = .2, below it `no` leads."""
    curve = curves_of(two(0.8, says("i")), "likelihood[i, yes]").isel(number=0)
    assert curve["flip_below"].item() == pytest.approx(0.2, abs=1e-12)
    assert curve["leader_below"].item() == "no"
    assert np.isnan(curve["flip_above"].item())
    t = curve["value"].values
    expected = (0.8 * t + 0.06) / (0.8 * t + 0.06 + 0.22)
    assert curve["credence"].sel(hypothesis="yes").values == pytest.approx(expected, abs=1e-12)
    # at .9: .78 / 1, and its derivative .8 (1 - .78)
    assert curve["slope"].sel(hypothesis="yes").item() == pytest.approx(0.8 * 0.22, abs=1e-12)


def test_a_ratio_is_a_rational_function_of_itself() -> None:
    """r .8, u .5: .8 LR / (1 + LR) + .1 for `yes`; the credence is (.9 LR + .1) / (LR + 1).

    At LR 4 it is 3.7 / 5; scaled so that the denominator is 1 there, C = D = .2.
    """
    item = {"id": "i", "ratio": {"for": "yes", "value": 4.0}}
    curve = curves_of(two(0.8, item), "ratio[i]").sel(hypothesis="yes").isel(number=0)
    assert curve["numerator"].values == pytest.approx([0.18, 0.02], abs=1e-12)
    assert curve["denominator"].values == pytest.approx([0.2, 0.2], abs=1e-12)
    ratio = curve["value"].values
    assert ratio[[0, -1]] == pytest.approx([0.001, 4000.0])
    assert curve["credence"].values == pytest.approx((0.9 * ratio + 0.1) / (ratio + 1), abs=1e-12)
    # derivative (.9 (LR + 1) - (.9 LR + .1)) / (LR + 1)^2 = .8 / 25
    assert curve["slope"].item() == pytest.approx(0.8 / 25, abs=1e-12)
    assert curve["flip_below"].item() == pytest.approx(1.0, abs=1e-12)


def test_a_reliability_keeps_its_worth() -> None:
    """Two items of a Beta of worth 10: E r = m, E r^2 = m (10 m + 1) / 11.

    P(items | yes) = E (.3 + .6 r)^2, P(items | no) = E (.3 - .1 r)^2.
    """
    data = two({"beta": [8, 2]}, says("i"), says("j"))
    curve = curves_of(data, "reliability[s]").sel(hypothesis="yes").isel(number=0)

    def joint(m: Any) -> tuple[Any, Any]:
        second = m * (10 * m + 1) / 11
        return 0.09 + 0.36 * m + 0.36 * second, 0.09 - 0.06 * m + 0.01 * second

    a, b = joint(curve["value"].values)
    assert curve["credence"].values == pytest.approx(a / (a + b), abs=1e-12)
    # derivative of E r^2 at .8: (20 m + 1) / 11 = 17 / 11
    a, b = joint(0.8)
    da, db = 0.36 + 0.36 * 17 / 11, -0.06 + 0.01 * 17 / 11
    assert curve["slope"].item() == pytest.approx((da * b - a * db) / (a + b) ** 2, rel=1e-9)
    assert np.isnan(curve["numerator"].values).all()


def test_the_slope_of_a_pert_is_the_mean_of_both_sides() -> None:
    """Below its mean of .7 all is scaled by m / .7, above it 1 - r by (1 - m) / .3.

    PERT(.5, .7, .9) is .5 + .4 Beta(3, 3): variance .16 x 9 / (36 x 7) = .04 / 7. So E r^2 is
    m^2 (1 + v / .49) below and 1 - 2 (1 - m) + (1 - m)^2 (1 + v / .09) above.
    """
    data = two({"pert": [0.5, 0.7, 0.9]}, says("i"), says("j"))
    curve = curves_of(data, "reliability[s]").sel(hypothesis="yes").isel(number=0)
    v = 0.04 / 7
    second = 0.49 + v
    a, b = 0.09 + 0.36 * 0.7 + 0.36 * second, 0.09 - 0.06 * 0.7 + 0.01 * second
    below, above = 1.4 * (1 + v / 0.49), 2 - 0.6 * (1 + v / 0.09)
    sides = [
        ((0.36 + 0.36 * d) * b - a * (-0.06 + 0.01 * d)) / (a + b) ** 2 for d in (below, above)
    ]
    assert curve["slope"].item() == pytest.approx(sum(sides) / 2, rel=1e-8)
    assert abs(sides[0] - sides[1]) > 1e-3  # or the two sides would not have been told apart


def test_a_wholly_reliable_source_has_a_slope_to_the_one_side_that_there_is() -> None:
    """r = 1: .3 + .6 r against .3 - .1 r, so (.6 x .2 + .9 x .1) / 1.1^2."""
    curve = curves_of(two(SURE, says("i")), "reliability[s]").sel(hypothesis="yes")
    assert curve["slope"].item() == pytest.approx(0.21 / 1.21, rel=1e-9)
    assert np.isnan(curve["change"].values).all()


def test_the_range_is_that_which_was_stated() -> None:
    """Beta(8, 2) between its 5 % and 95 % points; a number without a range over half to twice odds.

    .9 has odds of 9: 4.5 / 5.5 and 18 / 19. With r = .8 the credence is .8 t + .06 over .22 more.
    """
    data = two({"beta": [8, 2]}, says("i"))
    curves = curves_of(data, ["reliability[s]", "likelihood[i, yes]"])
    beta = curves.sel(number="reliability[s]")
    # of Beta(8, 2) the distribution function is 9 x^8 - 8 x^9
    for end, level in (("low", 0.05), ("high", 0.95)):
        x = beta[end].item()
        assert 9 * x**8 - 8 * x**9 == pytest.approx(level, abs=1e-12)
    assert not beta["fixed"].item()
    fixed = curves.sel(number="likelihood[i, yes]")
    assert fixed["fixed"].item()
    assert fixed["low"].item() == fixed["high"].item() == 0.9
    ends = [(0.8 * t + 0.06) / (0.8 * t + 0.28) for t in (4.5 / 5.5, 18 / 19)]
    assert [fixed["least"].item(), fixed["greatest"].item()] == pytest.approx(ends, abs=1e-12)


def test_numbers_are_chosen_by_how_far_they_reach() -> None:
    """Of the items the one that says more, and no number that is certain."""
    items = [says("strong", 0.9, {"value": 0, "certain": True}), says("weak", 0.5, 0.4)]
    data = two({"beta": [2, 2]}, *items)
    chosen = curves_of(data, most=4)
    reach = (chosen["greatest"] - chosen["least"]).values
    assert (np.diff(reach) <= 0).all()
    assert chosen["number"].values[0] == "reliability[s]"
    everything = curves_of(data, most=99)
    assert "likelihood[strong, no]" not in everything["number"].values
    assert list(chosen["number"].values) == list(everything["number"].values[:4])
    # of two priors that are one another's complement only that of the hypothesis
    assert "prior[yes]" in everything["number"].values
    assert "prior[no]" not in everything["number"].values


def test_thousands_of_nats_below_nothing_underflows() -> None:
    """300 items of chance 1e-6 each: P(items) is e^-4000, the coefficients are as ever."""
    items = [says(f"i{k}", 1.1e-6, 1e-6, if_unreliable=1e-6) for k in range(300)]
    curves = curves_of(two({"beta": [8, 2]}, *items), ["prior[yes]", "likelihood[i7, yes]"])
    assert curves.attrs["log_evidence"] < -4000
    assert np.isfinite(curves["credence"].values).all()
    t = curves["stated"].values[:, None]
    a, b = np.moveaxis(curves["numerator"].values, -1, 0)
    c, d = np.moveaxis(curves["denominator"].values, -1, 0)
    at = (a * t + b).T / (c * t.T + d)
    assert at[0] == pytest.approx([curves.attrs["credence"]] * 2, abs=1e-10)


# --- random cases ---------------------------------------------------------------------------------


def random_curves(seed: int, **options: Any) -> tuple[Data, xr.DataTree, xr.Dataset] | None:
    data = random_case(seed)[0]
    try:
        result = weigh(assess.case_from(data))
    except assess.CaseError:
        return None
    return data, result, assess.one_way(result, most=1000, **options)


@pytest.mark.slow
@given(st.integers(0, 100_000))
def test_every_curve_passes_through_the_credence_as_stated(seed: int) -> None:
    """At the stated value nothing is changed; and on all points the credences sum to 1."""
    found = random_curves(seed, points=9)
    if found is None:
        return
    _, result, curves = found
    labels = list(curves["hypothesis"].values)
    stated = result["exact"]["credence"].sel(hypothesis=labels).values
    for k in range(curves.sizes["number"]):
        curve = curves.isel(number=k)
        at = int(np.abs(curve["change"].values).argmin())
        assert curve["change"].values[at] == pytest.approx(0.0, abs=1e-9)
        assert curve["credence"].values[at] == pytest.approx(stated, abs=1e-9)
    total = curves["credence"].sum("hypothesis", skipna=False).values
    assert total[~np.isnan(total)] == pytest.approx(1.0, abs=1e-10)


@pytest.mark.slow
@given(st.integers(0, 100_000))
def test_every_point_is_the_credence_of_a_case_that_states_it(seed: int) -> None:
    """One point of each curve, written into the case file and weighed anew."""
    found = random_curves(seed, points=9)
    if found is None:
        return
    data, _, curves = found
    rng = np.random.default_rng(seed)
    for k in rng.permutation(curves.sizes["number"])[:3]:
        curve = curves.isel(number=int(k))
        address, point = str(curve["number"].item()), int(rng.integers(1, 8))
        form = data["sources"] if address.startswith("reliability") else []
        if any("admiralty" in s["reliability"] for s in form if isinstance(s["reliability"], dict)):
            continue
        if curve["kind"].item() == "ratio" and "lognormal" in str(data["items"]):
            continue  # of an uncertain ratio the mean of LR / (1 + LR) moves, not its median
        again = restated(data, address, float(curve["value"][point]))
        exact = weigh(assess.case_from(again))["exact"]["credence"]
        expected = exact.sel(hypothesis=list(curve["hypothesis"].values)).values
        assert curve["credence"].values[point] == pytest.approx(expected, abs=1e-9), address


@given(st.integers(0, 100_000))
def test_the_lead_lasts_as_far_as_the_flips_and_no_further(seed: int) -> None:
    """Between the flips the leader has the highest credence, just beyond them it has not."""
    found = random_curves(seed, points=61)
    if found is None:
        return
    _, _, curves = found
    leader = curves.attrs["leader"]
    for k in range(curves.sizes["number"]):
        curve = curves.isel(number=k)
        credence, value = curve["credence"].values, curve["value"].values
        ahead = curve["credence"].sel(hypothesis=leader).values >= np.max(credence, axis=1) - 1e-9
        below, above = curve["flip_below"].item(), curve["flip_above"].item()
        low = -np.inf if np.isnan(below) else below
        high = np.inf if np.isnan(above) else above
        known = ~np.isnan(credence).any(axis=1)
        inside = (value > low) & (value < high) & known
        assert ahead[inside].all()
        if curve["kind"].item() != "reliability":  # whose lead may come back
            far = ((value < low * (1 - 1e-6)) | (value > high * (1 + 1e-6))) & known
            behind = curve["credence"].sel(hypothesis=leader).values < np.max(credence, axis=1)
            assert behind[far].all()


# --- mistakes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "options", "message"),
    [
        (
            "reliability[ss]",
            {},
            r"no number is called 'reliability\[ss\]'.*mean 'reliability",
        ),
        ("reliability[s]", {}, r"if_unreliable\[i\] was not stated"),
        ("prior[yes]", {"points": 4}, "points: a curve needs 5 or more, not 4"),
        ("prior[yes]", {"mass": 1.0}, "mass is a probability between 0 and 1, not 1.0"),
        (None, {"most": 0}, "most: 0 leaves no number"),
        ("prior[yes]", {"hypothesis": "yess"}, "did you mean 'yes'"),
    ],
)
def test_what_cannot_be_done_is_said(numbers: Any, options: Data, message: str) -> None:
    """What was seen, what is allowed, the closest name."""
    data = two(SURE, {"id": "i", "likelihood": {"yes": 0.9, "no": 0.2}})
    with pytest.raises(ValueError, match=message):
        curves_of(data, numbers, **options)


def test_numbers_that_shape_a_law_are_refused() -> None:
    """The median of a quantity is no probability."""
    data = two(0.8)
    prior = {"lognormal": {"median": 100, "p95": 1000}}
    data["questions"] = [
        {"id": "n", "kind": "quantity", "unit": "shells", "thresholds": [50, 200], "prior": prior}
    ]
    with pytest.raises(ValueError, match=r"median\[n\] shapes the distribution of a quantity"):
        curves_of(data, "median[n]")


# --- in words -------------------------------------------------------------------------------------


def test_one_number_in_words() -> None:
    """The lead, the range and the condition, with the rounded numbers."""
    words = assess.explain(curves_of(two(0.8, says("i")), "likelihood[i, yes]"))
    assert words.startswith(
        "yes leads unless the likelihood of i under yes is below .20 (then no leads); you said .90."
    )
    # (.8 x 4.5 / 5.5 + .06) / (... + .22) = .765; with 18 / 19: .788
    assert "The credence of yes is .76 to .79 with its odds halved or doubled" in words
    assert words.endswith("its worth stays.")


def test_several_numbers_in_words() -> None:
    """Which moves the credence furthest, and which could end the lead."""
    words = assess.explain(curves_of(two({"beta": [8, 2]}, says("i"))))
    assert words.startswith("Of these 5 numbers, the prior of yes moves the credence of yes")
    assert "yes leads unless the prior of yes is below" in words


# --- pictures -------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def paper() -> Iterator[None]:
    """Draw without a screen, and leave no figure open."""
    import matplotlib.pyplot as plt

    before = mpl.get_backend()
    mpl.use("agg")
    yield
    plt.close("all")
    mpl.use(before)


def many(count: int, length: int = 1, items: int = 3) -> Data:
    """So many hypotheses, under long names if wanted, and items each for one of them."""
    names = [f"hypothesis_number_{k}_{'x' * length}" for k in range(count)]
    shares = np.arange(count, 0, -1) / np.arange(1, count + 1).sum()
    hypotheses = [{"id": n, "prior": float(p)} for n, p in zip(names, shares, strict=True)]
    said = [
        {
            "id": f"item_{k}_{'x' * length}",
            "likelihood": {names[k % count]: 0.7, "others": 0.2 + 0.4 * k / items},
            "if_unreliable": 0.3,
        }
        for k in range(items)
    ]
    data = two({"beta": [8, 2]}, *said)
    data["questions"][0]["hypotheses"] = hypotheses
    return data


def on_paper(ax: Axes, k: int) -> tuple[np.ndarray, np.ndarray]:
    line = ax.get_lines()[k]
    return np.asarray(line.get_xdata()), np.asarray(line.get_ydata())


def test_the_curves_are_those_of_the_dataset() -> None:
    """The hypothesis asked about first, then the others in their order."""
    curve = curves_of(many(3), "reliability[s]", hypothesis="hypothesis_number_1_x")
    ax = plot_one_way(curve)
    for k, h in enumerate((1, 0, 2)):
        x, y = on_paper(ax, k)
        assert x.tolist() == curve["value"].values[0].tolist()
        assert y.tolist() == curve["credence"].values[0, :, h].tolist()
    assert ax.get_xlim() == (0.0, 1.0)


def test_the_title_of_a_curve_states_what_ends_the_lead() -> None:
    """And that nothing does, where nothing does."""
    data = two(0.8, says("i"))
    title = plot_one_way(curves_of(data, "likelihood[i, yes]")).get_title()
    found = "yes leads unless likelihood[i, yes] is below .20 (stated: .90)"
    assert title.replace("\n", " ") == found
    title = plot_one_way(curves_of(data, "reliability[s]")).get_title()
    assert title == "No value of reliability[s] changes the lead of yes"


def test_stated_value_range_and_flip_are_marked_where_they_are() -> None:
    """A line at the stated value, a band over the range, a dashed line and a dot at the flip."""
    data = two(0.8, says("i", {"beta": [18, 2]}))
    curve = curves_of(data, "likelihood[i, yes]")
    ax = plot_one_way(curve)
    (band,) = ax.patches
    edges = band.get_x(), band.get_x() + band.get_width()
    assert edges == pytest.approx((curve["low"].item(), curve["high"].item()))
    (stated, flip), dot = [on_paper(ax, k)[0][0] for k in (2, 3)], on_paper(ax, 4)
    assert (stated, flip) == pytest.approx((0.9, 0.2))
    assert [float(v[0]) for v in dot] == pytest.approx([0.2, 0.5], abs=1e-3)
    words = [t.get_text() for t in ax.texts]
    assert {"stated .90", "below .20: no leads"} <= set(words)
    assert ax.get_xlabel().startswith("likelihood[i, yes]: mean of P(i appears | yes, it tracks")


def test_numbers_near_an_end_are_drawn_on_a_scale_of_odds() -> None:
    """Where .02 and .001 would be one place; 0 and 1 themselves are beyond the picture."""
    ax = plot_one_way(curves_of(two(0.8, says("i", 0.02, 0.01)), "likelihood[i, yes]"))
    assert ax.get_xscale() == "logit"
    low, high = ax.get_xlim()
    assert 0.0 < low <= 0.002
    assert high == pytest.approx(0.99)
    assert plot_one_way(curves_of(two(0.8, says("i")), "prior[yes]")).get_xscale() == "linear"


def test_a_ratio_is_drawn_on_a_log_scale() -> None:
    item = {"id": "i", "ratio": {"for": "yes", "value": 4.0}}
    ax = plot_one_way(curves_of(two(0.8, item), "ratio[i]"))
    assert ax.get_xscale() == "log"
    assert ax.get_xlabel() == "ratio[i]: likelihood ratio of i, if it tracks the truth"


def test_several_numbers_are_refused_where_one_is_drawn() -> None:
    curves = curves_of(many(3))
    with pytest.raises(ValueError, match=r"holds 8: choose one with .sel"):
        plot_one_way(curves)
    assert plot_one_way(curves.sel(number="prior[hypothesis_number_0_x]")).get_title()


def test_a_spider_moves_every_number_by_the_same_odds() -> None:
    """From a hundredth to a hundredfold; all curves pass through the credence as stated."""
    curves = curves_of(many(3))
    ax = plot_spider(curves)
    for k in range(8):
        x, y = on_paper(ax, k)
        assert (x[0], x[-1]) == (-20.0, 20.0)
        assert np.interp(0.0, x, y) == pytest.approx(curves.attrs["credence"], abs=1e-6)
    # a prior: its odds times 100 is the odds of the credence times 100
    k = list(curves["number"].values).index("prior[hypothesis_number_0_x]")
    odds = curves.attrs["credence"] / (1 - curves.attrs["credence"]) * 100
    assert on_paper(ax, k)[1][-1] == pytest.approx(odds / (1 + odds), abs=2e-4)


def test_the_thick_part_of_a_spider_ends_where_the_range_does() -> None:
    """Beta(8, 2): from the odds of its 5 % point to those of its 95 % point."""
    curves = curves_of(two({"beta": [8, 2]}, says("i")), ["prior[yes]", "reliability[s]"])
    ax = plot_spider(curves)
    thick = [line for line in ax.get_lines() if line.get_linewidth() > 3]
    assert len(thick) == 1  # the prior was stated without a range
    low, high = (curves.sel(number="reliability[s]")[e].item() for e in ("low", "high"))
    ends = [10 * np.log10(p / (1 - p) / 4) for p in (low, high)]
    x = np.asarray(thick[0].get_xdata())
    assert [x[0], x[-1]] == pytest.approx(ends, abs=0.05)


def test_a_spider_leaves_out_what_is_certain() -> None:
    curves = curves_of(two(SURE, says("i")), ["prior[yes]", "reliability[s]"])
    words = [t.get_text() for t in plot_spider(curves).texts]
    assert any("Stated as certain, and not drawn: 1." in w for w in words)
    with pytest.raises(ValueError, match="each is stated as certain"):
        plot_spider(curves.sel(number=["reliability[s]"]))


PICTURES = {
    "2 hypotheses": (two(0.8, says("i", 0.6, 0.58)), "likelihood[i, yes]"),
    "8 long names": (many(8, 60), "reliability[s]"),
    "near 0": (two(0.8, says("i", 0.002, 0.001)), "likelihood[i, yes]"),
    "near 1": (two(0.8, says("i"), prior=0.999), "prior[yes]"),
    "60 items": (many(3, 30, 60), "reliability[s]"),
}


@pytest.mark.parametrize(("data", "number"), PICTURES.values(), ids=PICTURES.keys())
def test_no_words_of_a_curve_overlap(
    data: Data, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_legible(without_bands(plot_one_way(curves_of(data, number))), monkeypatch)
    assert_legible(without_bands(plot_spider(curves_of(data))), monkeypatch)


def without_bands(ax: Axes) -> Axes:
    """Words may stand on the pale band of a range."""
    for patch in list(ax.patches):
        patch.remove()
    return ax


def test_a_picture_fits_into_given_axes_and_changes_no_style() -> None:
    curves, style = curves_of(many(3)), dict(mpl.rcParams)
    copy = curves.copy(deep=True)
    left, right = Figure(figsize=(11.0, 4.0), layout="constrained").subplots(1, 2)
    assert plot_spider(curves, ax=left) is left
    assert plot_one_way(curves.isel(number=0), ax=right) is right
    assert dict(mpl.rcParams) == style
    xr.testing.assert_identical(curves, copy)


def test_curves_are_told_apart_without_colour() -> None:
    """No two of eight have the same dashes and, in print, the same grey."""
    ax = plot_one_way(curves_of(many(8), "reliability[s]"))
    looks = {
        (str(line._unscaled_dash_pattern), round(lightness(line.get_color()), 1))
        for line in ax.get_lines()[:8]
    }
    assert len(looks) == 8


def test_an_uncertain_ratio_is_marked_where_it_enters() -> None:
    """The mean of LR / (1 + LR) is below the median's share: stated 4, worth a ratio of 3.4."""
    value = {"lognormal": {"median": 4.0, "p95": 15.0}}
    curve = curves_of(two(0.8, {"id": "i", "ratio": {"for": "yes", "value": value}}), "ratio[i]")
    assert curve["stated"].item() == 4.0
    at = np.interp(
        curve["used"].item(), curve["value"].values[0], curve["credence"].values[0, :, 0]
    )
    assert at == pytest.approx(curve.attrs["credence"], abs=1e-9)
    ax = plot_one_way(curve)
    assert "stated 4, worth 3.41" in [t.get_text() for t in ax.texts]
    assert on_paper(ax, 2)[0][0] == curve["used"].item()


def test_where_the_items_are_impossible_no_curve_is_drawn() -> None:
    """Only `yes` can bring the item about: without that likelihood it is impossible."""
    curve = curves_of(
        two(SURE, {"id": "i", "likelihood": {"yes": 0.5, "no": NEVER}}), "likelihood[i, yes]"
    )
    assert np.isnan(curve["credence"].values[0, 0]).all()
    x, y = on_paper(plot_one_way(curve), 0)
    assert x[0] > 0.0
    assert np.isfinite(y).all()


def test_labels_that_would_look_alike_show_what_tells_them_apart() -> None:
    names = [f"prior[hypothesis_number_{k}_{40 * 'x'}]" for k in range(3)]
    short = told_apart(names, 26)
    assert len(set(short)) == 3
    assert max(len(s) for s in short) <= 26
    assert told_apart(["a", "b"], 26) == ["a", "b"]


def test_labels_are_spread_in_their_order() -> None:
    """At least a gap apart, each as near as it can be, and all within the axes."""
    places = spread([0.99, 1.0, 0.98, 0.2, 0.0], 0.1, 1.0)
    assert np.argsort(places).tolist() == [4, 3, 2, 0, 1]
    assert np.diff(np.sort(places)).min() >= 0.1 - 1e-12
    assert max(places) <= 1.0
    assert places[3:] == pytest.approx([0.2, 0.0])
