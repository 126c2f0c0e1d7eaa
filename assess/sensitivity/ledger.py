"""The ledger: what each item, source or tag contributed to the log-odds, in decibans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from assess.errors import UnknownNameError
from assess.kernel.logs import difference, log_odds
from assess.kernel.weigh import credences
from assess.prepare.prepared import Prepared
from assess.result.access import prepared_from
from assess.result.target import Target, target_of
from assess.sensitivity.attribution.contributions import contributions
from assess.sensitivity.attribution.grouping import Kind, divided
from assess.sensitivity.attribution.shapley import in_order
from priors.odds import nats_to_decibans

if TYPE_CHECKING:
    import xarray as xr

    from priors.arrays import Array


_BY = ("item", "source", "tag")


def ledger(
    result: xr.DataTree,
    *,
    by: Literal["item", "source", "tag"] = "item",
    hypothesis: str | None = None,
    against: str | None = None,
    orders: int | None = None,
    seed: int = 1,
) -> xr.Dataset:
    """What each item contributed to a hypothesis, and the running credence.

    An item that shares nothing with the others contributes its own weight of evidence. Where items
    depend on each other (by a source, an original, an assumption, or because the hypothesis is
    weighed against several others at once) what an item adds depends on what came before it, and
    its contribution is its Shapley value: the average over all orders in which nothing comes before
    what it repeats. Contributions sum to the change of the log-odds.

    By source or tag the items' contributions are added up: every item is in one row, so the tables
    of one result agree, whatever they are by. What came over a path of sources has a row of its own
    ("agency, via paper"): neither said it alone. Items count under their own tags and those of
    their sources, and items with the same several tags have a row ("old + official").

    Parameters
    ----------
    result : DataTree
        What `weigh` returned.
    by : {'item', 'source', 'tag'}
        What a row is.
    hypothesis : str, optional
        The hypothesis; that of the first question with the highest credence when left out.
    against : str, optional
        One rival hypothesis; all the rest together when left out.
    orders : int, optional
        How many random orders are averaged where more than 12 items depend on each other. When left
        out as many as bring the largest standard error of an item to .08 dB, from 32 to 2048, as
        far as that takes about a second.
    seed : int
        Seed of what is drawn at random; equal seeds give equal results on one platform.

    Returns
    -------
    Dataset
        Dimension `item`, `source` or `tag`: items in the order of the case with originals before
        what repeats them; sources and tags in the order of their first items. `contribution`
        (decibans, 10 log10 of the odds), `contribution_se` (its standard error, 0 where it is
        exact), `in_order` (decibans: what the row added to those before it in this order),
        `running_credence` (credence given the rows so far), `items` (how many items are in the row)
        and `text`. Attributes: question, hypothesis, against, by, prior and credence,
        `prior_decibans` and `decibans` (log-odds before and after all items), method.

    Raises
    ------
    ValueError
        If `by` or the hypothesis is unknown, or it and its rivals are all ruled out.

    Notes
    -----
    Shapley values of sources as players of their own would be other numbers: they would not be the
    sums of their items' values, would change with how finely items were sorted, and could not tell
    a path of sources from its ends. They answer what `leave_out` by source answers better.

    The standard error of a row is that of the sum within each antithetic pair of orders.

    References
    ----------
    Good, I. J. (1950), *Probability and the Weighing of Evidence*. Shapley, L. S. (1953), A value
    for n-person games. Castro, J., Gomez, D. & Tejada, J. (2009), Polynomial calculation of the
    Shapley value based on sampling, doi:10.1016/j.cor.2008.04.004.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> table = assess.ledger(result)
    >>> total = table.attrs["prior_decibans"] + float(table["contribution"].sum())
    >>> abs(total - table.attrs["decibans"]) < 1e-9
    True
    >>> by_source = assess.ledger(result, by="source")
    >>> abs(float(by_source["contribution"].sum() - table["contribution"].sum())) < 1e-9
    True
    """
    import xarray as xr

    if by not in _BY:
        raise UnknownNameError(by, _BY, option="by")
    prepared = prepared_from(result)
    target = target_of(result, hypothesis, against)
    rows = _rows(prepared, by)
    odds, running = _so_far(prepared, target, rows, by)
    if np.isnan(odds[[0, -1]]).any():
        msg = f"both {target.label} and {target.against_label} are ruled out: they have no odds"
        raise ValueError(msg)
    shares = contributions(prepared, target, orders, seed)
    sums = np.array([shares.of(row.items) for row in rows]).reshape(-1, 2)
    decibans = {"units": "decibans"}
    return xr.Dataset(
        {
            "contribution": (by, nats_to_decibans(sums[:, 0]), decibans),
            "contribution_se": (by, nats_to_decibans(sums[:, 1]), decibans),
            "in_order": (by, nats_to_decibans(difference(odds[1:], odds[:-1])), decibans),
            "running_credence": (by, running[1:]),
            "items": (by, np.array([len(row.items) for row in rows], dtype=np.int64)),
            "text": (by, np.array([row.text for row in rows], dtype=object)),
        },
        coords={by: np.array([row.label for row in rows], dtype=object)},
        attrs={
            "reading": "ledger",
            **target.attrs,
            "by": by,
            "prior": float(running[0]),
            "credence": float(running[-1]),
            "prior_decibans": float(nats_to_decibans(odds[0])),
            "decibans": float(nats_to_decibans(odds[-1])),
            "method": f"{shares.orders} random orders" if shares.orders else "exact",
            "title": prepared.case.title,
        },
    )


def _rows(prepared: Prepared, by: str) -> list[Kind]:
    items = prepared.selection.items
    sequence = [int(k) for k in in_order(prepared.structure.original)]
    if by == "item":
        return [Kind(items[k].id, [k], items[k].text) for k in sequence]
    return divided(prepared, by, sequence)


def _so_far(prepared: Prepared, target: Target, rows: list[Kind], by: str) -> tuple[Array, Array]:
    """Log-odds and credence before any row, after the first, and so on."""
    if by == "item":
        order = np.array([row.items[0] for row in rows], dtype=np.intp)
        states = prepared.walk(order[None])[target.question][0]
    else:
        # by rows an original may come after what repeats it, which stands on its own until then
        present = [[k for row in rows[:n] for k in row.items] for n in range(len(rows) + 1)]
        version = np.repeat(np.arange(len(present)), [len(p) for p in present])
        items = np.array([k for p in present for k in p], dtype=np.intp)
        states = prepared.variants.only(version, items, len(present))[0][target.question]
    odds = log_odds(states, target.hypothesis, target.against)
    return odds, credences(states)[:, target.hypothesis]
