"""The items of a case one after another, in many orders at once."""

from __future__ import annotations

import numpy as np

from assess.kernel.changes import Deltas, block_logs
from assess.kernel.logs import Logs
from assess.kernel.plan import Bucket
from assess.kernel.variants import CELLS, Variants
from priors.arrays import Array, Index


def walk(variants: Variants, orders: Index) -> list[Array]:
    """Log-credences as the items come in, one after another, in given orders.

    Parameters
    ----------
    variants : Variants
    orders : ndarray, shape (order, item)
        Each a permutation of all items in which nothing comes before what it may repeat.

    Returns
    -------
    list of ndarray
        For each question, shape (order, item + 1, hypothesis): before any item, after the
        first of the order, and so on.
    """
    count, n = orders.shape
    if n == 0:
        states, _ = variants.contract([t[:, None] for t in variants.tables], count)
        return [s[:, None] for s in states]
    step = max(1, CELLS // (n * (variants.largest + variants.plan.network.largest)))
    pieces = [_walk(variants, orders[k : k + step]) for k in range(0, count, step)]
    return [np.concatenate(q) for q in zip(*pieces, strict=True)]


def _walk(variants: Variants, orders: Index) -> list[Array]:
    count, n = orders.shape
    time = np.argsort(orders, axis=1)
    deltas = Deltas(variants.tables, variants.factor_logs, count * (n + 1), from_nothing=True)
    for as_is in variants.bucket_logs:
        b = as_is.bucket
        when = time[:, b.items]
        order = np.argsort(b.block * n + when, axis=1)  # by block, and by time within it
        so_far = Logs(*(_running(x[order], b) for x in as_is.logs))
        flat = so_far.value.reshape(-1, *so_far.finite.shape[2:])
        weights = np.tile(as_is.weights[b.block], (count, 1, 1))
        blocks = Logs.from_logs(block_logs(b, flat, weights))
        before = Logs(*(_shifted(x.reshape(count, len(b.items), -1), b) for x in blocks))
        step = blocks.minus(Logs(*(x.reshape(blocks.finite.shape) for x in before)))
        at = np.take_along_axis(when, order, axis=1) + 1 + np.arange(count)[:, None] * (n + 1)
        deltas.add(np.tile(b.factor[b.block], count), at.ravel(), step)
    deltas.accumulate(count)
    states, _ = variants.contract(deltas.tables(), count * (n + 1))
    return [s.reshape(count, n + 1, -1) for s in states]


def _running(ordered: Array, bucket: Bucket) -> Array:
    """Running sums within each block, (order, n, C, N)."""
    total = np.cumsum(ordered, axis=1)
    earlier = np.concatenate([np.zeros_like(total[:, :1]), total], axis=1)[:, bucket.starts]
    return np.asarray(total - earlier[:, bucket.block])


def _shifted(blocks: Array, bucket: Bucket) -> Array:
    """What each block was one item before; before its first item it is a factor of 1."""
    before = np.concatenate([np.zeros_like(blocks[:, :1]), blocks[:, :-1]], axis=1)
    before[:, bucket.starts] = 0.0
    return before
