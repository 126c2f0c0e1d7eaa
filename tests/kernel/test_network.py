"""Sums of products over named dimensions, against numpy's einsum in linear space."""

from __future__ import annotations

import numpy as np
import pytest

from assess.kernel.network import Network, log_sum_exp

SEEDS = range(60)


def random_network(seed, batch=1):
    """Scopes, sizes and factors in linear space with the batch last; some factors do not vary."""
    rng = np.random.default_rng(seed)
    count = int(rng.integers(2, 8))
    sizes = {v: int(rng.integers(1, 5)) for v in range(count)}
    scopes = [(v,) for v in range(count)]  # every variable has a factor of its own
    for _ in range(int(rng.integers(0, 7))):
        width = int(rng.integers(1, min(4, count) + 1))
        scopes.append(tuple(sorted(rng.choice(count, width, replace=False).tolist())))
    factors = []
    for scope in scopes:
        last = batch if rng.random() < 0.7 else 1
        values = rng.uniform(0.01, 1.0, (*(sizes[v] for v in scope), last))
        if rng.random() < 0.3 and values[..., 0].size > 1:
            # an impossible cell, but never the first, so that one world remains
            values.reshape(-1, last)[int(rng.integers(1, values[..., 0].size))] = 0.0
        factors.append(values)
    return scopes, sizes, factors


def logs(factors):
    with np.errstate(divide="ignore"):
        return [np.log(f) for f in factors]


def einsum(scopes, factors, out, b):
    """The sum over everything that is not in `out`, at one place of the batch."""
    terms = []
    for scope, f in zip(scopes, factors, strict=True):
        terms += [f[..., b if f.shape[-1] > 1 else 0], list(scope)]
    return np.einsum(*terms, list(out))


def width_of(factors):
    return max(f.shape[-1] for f in factors)


@pytest.mark.parametrize("seed", SEEDS)
def test_contraction_equals_einsum(seed):
    """The log of the whole sum, at each place of a batch of three."""
    scopes, sizes, factors = random_network(seed, batch=3)
    found = Network.build(scopes, sizes).up(logs(factors))[-1]
    found = np.broadcast_to(found, width_of(factors))
    with np.errstate(divide="ignore"):
        expected = [np.log(einsum(scopes, factors, (), b)) for b in range(width_of(factors))]
    assert found == pytest.approx(np.array(expected), rel=0, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_marginals_of_all_factors_equal_einsum(seed):
    """Over each factor's own variables, as a share of the whole."""
    scopes, sizes, factors = random_network(seed)
    network = Network.build(scopes, sizes)
    tables = network.up(logs(factors))
    whole = einsum(scopes, factors, (), 0)
    assert whole > 0
    for k, found in network.log_marginals(tables, range(len(scopes))).items():
        expected = einsum(scopes, factors, scopes[k], 0) / whole
        assert np.exp(found[..., 0]) == pytest.approx(expected, rel=0, abs=1e-13)


@pytest.mark.parametrize("seed", SEEDS)
def test_marginals_of_some_factors_do_not_depend_on_which_are_asked_for(seed):
    """Asking for one factor alone takes another way down the tree."""
    scopes, sizes, factors = random_network(seed)
    network = Network.build(scopes, sizes)
    tables = network.up(logs(factors))
    every = network.log_marginals(tables, range(len(scopes)))
    for k in range(len(scopes)):
        alone = network.log_marginals(tables, [k])
        assert list(alone) == [k]
        assert alone[k] == pytest.approx(every[k], rel=0, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_marginals_in_a_batch_are_those_of_each_place(seed):
    """Each place of the batch is a network of its own."""
    scopes, sizes, factors = random_network(seed, batch=4)
    network = Network.build(scopes, sizes)
    width = width_of(factors)
    marginals = network.log_marginals(network.up(logs(factors)), range(len(scopes)))
    for k, found in marginals.items():
        whole = np.broadcast_to(found, (*found.shape[:-1], width))
        for b in range(width):
            expected = einsum(scopes, factors, scopes[k], b) / einsum(scopes, factors, (), b)
            assert np.exp(whole[..., b]) == pytest.approx(expected, rel=0, abs=1e-13)


def test_large_chain_equals_the_product_of_its_matrices():
    """Three hundred variables in a chain: too many for einsum, simple for matrices."""
    rng = np.random.default_rng(3)
    n, size = 300, 3
    scopes = [(v,) for v in range(n)] + [(v, v + 1) for v in range(n - 1)]
    own = rng.uniform(0.1, 1, (n, size))
    pairs = rng.uniform(0.1, 1, (n - 1, size, size))
    factors = [own[v][:, None] for v in range(n)] + [pairs[v][:, :, None] for v in range(n - 1)]
    network = Network.build(scopes, dict.fromkeys(range(n), size))
    tables = network.up(logs(factors))
    log_total, row = 0.0, own[0]
    for v in range(n - 1):
        row = (row @ pairs[v]) * own[v + 1]
        log_total, row = log_total + np.log(row.sum()), row / row.sum()
    assert float(tables[-1][0]) == pytest.approx(log_total, rel=1e-13)
    last = network.log_marginals(tables, [n - 1])[n - 1][:, 0]
    assert np.exp(last) == pytest.approx(row, rel=1e-12)


def test_factors_far_below_the_smallest_double_are_summed():
    """e^-5000 and twice that: the log of the sum is -5000 + log 3."""
    network = Network.build([(0,), (0, 1), (1,)], {0: 2, 1: 2})
    a = np.array([[-5000.0], [-5000.0 + np.log(2)]])
    tables = network.up([a, np.zeros((2, 2, 1)), np.log(np.full((2, 1), 0.5))])
    assert float(tables[-1][0]) == pytest.approx(-5000 + np.log(3), rel=1e-15)
    marginal = network.log_marginals(tables, [0])[0][:, 0]
    assert np.exp(marginal) == pytest.approx([1 / 3, 2 / 3], rel=1e-12)


def test_factors_far_above_the_largest_double_are_summed():
    """e^5000 times e^-10 and e^5000 times e^-10 again."""
    network = Network.build([(0,), (0, 1), (1,)], {0: 2, 1: 2})
    tables = network.up([np.full((2, 1), 5000.0), np.zeros((2, 2, 1)), np.full((2, 1), -10.0)])
    assert float(tables[-1][0]) == pytest.approx(4990 + np.log(4), rel=1e-15)


def test_impossible_row_leaves_the_others_as_they_are():
    """A state of which every cell is impossible has share 0, without a nan."""
    joint = np.array([[0.2, 0.3], [0.0, 0.0], [0.1, 0.4]])
    network = Network.build([(0, 1), (0,), (1,)], {0: 3, 1: 2})
    tables = network.up(logs([joint[..., None], np.ones((3, 1)), np.ones((2, 1))]))
    assert float(tables[-1][0]) == pytest.approx(0.0, abs=1e-15)
    marginals = network.log_marginals(tables, [0, 1])
    assert np.exp(marginals[0][..., 0]) == pytest.approx(joint, rel=1e-14)
    assert np.exp(marginals[1][:, 0]) == pytest.approx([0.5, 0.0, 0.5], rel=1e-14)


def test_sum_of_impossible_worlds_is_minus_infinity():
    """Two factors that rule out each other's states: log 0, and no warning."""
    network = Network.build([(0,), (0,), (0, 1)], {0: 2, 1: 2})
    first, second = np.array([[0.0], [-np.inf]]), np.array([[-np.inf], [0.0]])
    tables = network.up([first, second, np.zeros((2, 2, 1))])
    assert float(tables[-1][0]) == -np.inf


def test_impossible_place_of_a_batch_leaves_its_neighbour_alone():
    """One of two sets of numbers is impossible; the other has its own sum."""
    network = Network.build([(0,), (0,), (0, 1)], {0: 2, 1: 2})
    first = np.array([[0.0, 0.0], [-np.inf, 0.0]])
    second = np.array([[-np.inf], [0.0]])
    tables = network.up([first, second, np.zeros((2, 2, 1))])
    assert tables[-1].tolist() == pytest.approx([-np.inf, np.log(2)])


def test_unconnected_parts_multiply():
    """Sums over two variables that share no factor: (1 + 2)(3 + 4)."""
    network = Network.build([(0,), (1,), (0,), (1,)], {0: 2, 1: 2})
    ones = np.zeros((2, 1))
    tables = network.up([np.log([[1.0], [2.0]]), np.log([[3.0], [4.0]]), ones, ones])
    assert float(tables[-1][0]) == pytest.approx(np.log(21), rel=1e-15)


# --- the sum of exponentials ---------------------------------------------------------------------


def test_log_sum_exp_of_nothing_possible_is_minus_infinity():
    """A row of -inf only, beside one that is not."""
    values = np.array([[-np.inf, -np.inf], [0.0, -np.inf]])
    assert log_sum_exp(values, (1,)).tolist() == [-np.inf, 0.0]


def test_log_sum_exp_over_no_axis_is_the_values_themselves():
    values = np.array([[1.0, 2.0]])
    assert log_sum_exp(values, ()) is values


def test_log_sum_exp_over_several_axes():
    """log(1 + 2 + 3 + 4) for each place of the last axis."""
    values = np.log(np.arange(1.0, 5.0)).reshape(2, 2, 1) + np.array([0.0, 800.0])
    assert log_sum_exp(values, (0, 1)) == pytest.approx([np.log(10), np.log(10) + 800], rel=1e-15)


def test_log_sum_exp_leaves_its_argument_alone():
    """The largest value is subtracted from a copy."""
    values = np.array([[-np.inf, 3.0], [-np.inf, -np.inf]])
    before = values.copy()
    log_sum_exp(values, (1,))
    assert (values == before).all()
