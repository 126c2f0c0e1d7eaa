"""Published Bayesian networks, hard and soft findings: as linked questions with sure items."""

from __future__ import annotations

import re
from functools import cache

import pytest
from networks import DATA, Network, network_of, oracle

NETWORKS = sorted(
    p.stem
    for p in (DATA / "oracles").glob("*.json")
    if oracle(p.stem)["inputs"]["kind"] == "bayes_net"
)
ANSWERED = [name for name in NETWORKS if "answers" in oracle(name)["expected"]]
QUERIES = [(name, k) for name in ANSWERED for k in range(len(oracle(name)["inputs"]["queries"]))]


@cache
def asked(name, k):
    """A query of an oracle, what came of it, and what was expected."""
    inputs, expected = oracle(name)["inputs"], oracle(name)["expected"]["answers"][k]
    query = inputs["queries"][k]
    network = Network(network_of(inputs))
    found = network.weigh(query.get("evidence", {}), query.get("virtual_evidence", {}))
    assert expected["target"] == query["target"]
    return query, found, expected


def test_no_network_is_left_out():
    """Nineteen networks with 128 queries, and Jeffrey's cloth, which has its own tests."""
    assert (len(NETWORKS), len(ANSWERED), len(QUERIES)) == (20, 19, 128)


@pytest.mark.parametrize(("name", "k"), QUERIES)
def test_credences_agree(name, k):
    """The target's whole distribution within 1e-9."""
    query, found, expected = asked(name, k)
    target = found.credence[query["target"]]
    tolerance = oracle(name)["tolerance"]["posterior_abs"]
    assert target == pytest.approx(expected["posterior"], rel=0, abs=tolerance)


@pytest.mark.parametrize(
    ("name", "k"),
    [(n, k) for n, k in QUERIES if "p_evidence" in oracle(n)["expected"]["answers"][k]],
)
def test_probability_of_the_findings_agrees(name, k):
    """The evidence is P(findings), within a part in 1e8."""
    _, found, expected = asked(name, k)
    tolerance = oracle(name)["tolerance"]["p_evidence_rel"]
    assert found.p_evidence == pytest.approx(expected["p_evidence"], rel=tolerance)


@pytest.mark.parametrize("name", ANSWERED)
def test_evidence_of_no_findings_is_one(name):
    """With no item at all, log evidence is 0."""
    assert Network(network_of(oracle(name)["inputs"])).weigh().p_evidence == pytest.approx(
        1.0, rel=1e-14
    )


def printed():
    """Printed probabilities that name their query: network, target, state, findings, digits."""
    out = []
    for name in (
        "bn-burglary-aima",
        "bn-firealarm-poole",
        "bn-sprinkler-murphy",
        "bn-student-koller",
    ):
        for words, digits in oracle(name)["expected"]["published"].items():
            match = re.fullmatch(r"P\((\w+)=(\w+)(?:\|(.*))?\)", words)
            if match:
                findings = dict(f.split("=") for f in (match[3] or "").split(",") if f)
                out.append((name, match[1], match[2], findings, digits))
    return out


@pytest.mark.parametrize(("name", "target", "state", "findings", "digits"), printed())
def test_printed_digits_agree(name, target, state, findings, digits):
    """What the books print, within one unit of the last digit, since some cut off."""
    unit = 10.0 ** -len(str(digits).split(".")[1])
    found = Network(network_of(oracle(name)["inputs"])).weigh(findings)
    assert found.credence[target][state] == pytest.approx(digits, rel=0, abs=unit)


def test_printed_probabilities_are_found():
    """The pattern above reads 25 of them; a change of the data must not empty the test."""
    assert len(printed()) == 25


@pytest.mark.parametrize("k", range(6))
def test_printed_swing_of_the_sally_clark_case_agrees(k):
    """Its printed values stand in the order of the queries; the sixth is .00091, the fourth .70."""
    _, found, _ = asked("bn-sally-clark-fenton", k)
    digits = list(oracle("bn-sally-clark-fenton")["expected"]["published"].values())[k]
    assert found.credence["Guilty"]["Yes"] == pytest.approx(digits, rel=1e-6)


@pytest.mark.parametrize(
    ("name", "k"),
    [
        (name, k)
        for name in NETWORKS
        for k in range(len(oracle(name)["inputs"].get("likelihood_ratio_queries", [])))
    ],
)
def test_likelihood_ratio_of_findings_agrees(name, k):
    """P(findings | a) / P(findings | b), each as P(findings and a) / P(a)."""
    inputs, expected = oracle(name)["inputs"], oracle(name)["expected"]["likelihood_ratios"][k]
    network = Network(network_of(inputs))
    node = expected["hypothesis_node"]
    given = {}
    for which in ("numerator", "denominator"):
        state = {node: expected[which]}
        both = network.weigh({**expected["evidence"], **state})
        given[which] = both.p_evidence / network.weigh(state).p_evidence
        want = expected[f"p_evidence_given_{which}"]
        assert given[which] == pytest.approx(want, rel=1e-8)
    ratio = given["numerator"] / given["denominator"]
    assert ratio == pytest.approx(expected["likelihood_ratio"], rel=1e-8)


# --- soft findings -------------------------------------------------------------------------------


def jeffrey():
    """Jeffrey's cloth: the colour before is .3, .3, .4 and seen by candlelight .7, .25, .05."""
    given = oracle("soft-jeffrey-candlelight")
    before = dict(zip(("green", "blue", "violet"), (0.3, 0.3, 0.4), strict=True))
    after = given["inputs"]["jeffrey_evidence"]["new_distribution"]
    return given["expected"], Network(network_of(given["inputs"])), before, after


def test_jeffrey_update_is_a_soft_finding_of_the_new_over_the_old():
    """Likelihoods .7/.3, .25/.3, .05/.4: P(sold) = .7 * .4 + .25 * .4 + .05 * .8 = .42."""
    expected, network, before, after = jeffrey()
    ratios = {c: after[c] / before[c] for c in before}
    assert ratios == pytest.approx(expected["equivalent_virtual_likelihoods"], rel=1e-11)
    found = network.weigh(virtual={"Color": list(ratios.values())})
    assert found.credence["Color"] == pytest.approx(after, rel=0, abs=1e-10)
    assert found.credence["Sold"]["yes"] == pytest.approx(
        expected["posterior"]["Sold=yes"], abs=1e-10
    )


def test_cloth_before_the_candle_is_as_published():
    """P(sold) = .6 * .4 + .4 * .8 = .56."""
    expected, network, _, _ = jeffrey()
    assert network.weigh().credence["Sold"]["yes"] == pytest.approx(
        expected["prior"]["Sold=yes"], abs=1e-10
    )


def test_new_distribution_taken_for_likelihoods_is_the_known_mistake():
    """Then P(green) would be .21/.305: the weights are .21, .075, .02, so P(sold) = .13 / .305."""
    _, network, _, after = jeffrey()
    found = network.weigh(virtual={"Color": list(after.values())})
    # (.21 * .4 + .075 * .4 + .02 * .8) / .305 = .13 / .305
    assert found.credence["Sold"]["yes"] == pytest.approx(0.13 / 0.305, abs=1e-12)


def test_soft_findings_count_by_their_ratio_only():
    """Likelihoods (3, 1) and (.9, .3) are the same finding."""
    network = Network(network_of(oracle("soft-asia-virtual")["inputs"]))
    a = network.weigh(virtual={"xray": [3.0, 1.0]}).credence["lung"]
    b = network.weigh(virtual={"xray": [0.9, 0.3]}).credence["lung"]
    assert a == pytest.approx(b, rel=1e-13)
