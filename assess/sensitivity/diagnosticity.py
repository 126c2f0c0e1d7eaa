"""Diagnosticity: how well each item, true or not, can tell the hypotheses apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.kernel.structure import Structure
from assess.prepare.prepared import Prepared
from assess.result.access import exact_of, prepared_from
from assess.result.target import question_named
from priors.arrays import Array
from priors.odds import nats_to_decibans

if TYPE_CHECKING:
    import xarray as xr


NON_DIAGNOSTIC = 0.05
"""Decibans below which two hypotheses are not told apart: what is shown as 0.0 dB."""

_ROUNDING = 1e-12
"""Chances below that, taken as 1 minus another, are rounding errors."""


def diagnosticity(result: xr.DataTree, *, question: str | None = None) -> xr.Dataset:
    """How probable each item is under each hypothesis, and what it can do between any two.

    An item that is as probable under one hypothesis as under another says nothing between the two,
    however sure it is and however important it sounds. What tells hypotheses apart is
    diagnostic. The same table also says what an item was worth before it was known
    whether it would appear: the weight of evidence to be expected.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned.
    question : str, optional
        The question, by its id; the first one when left out. Items about another question bear on
        it through the links between the two, or not at all.

    Returns
    -------
    Dataset
        Dimensions `item`, `hypothesis` and `against`, which are the same hypotheses again.

        `likelihood` (item, hypothesis): P(item | hypothesis), the item by itself. `weight` (item,
        hypothesis, against): decibans that the item's appearance gives the hypothesis against the
        other; `weight_if_absent`: those that it would have given had it not appeared; `expected`:
        the mean of the two if the hypothesis is true, never below 0. `weight_rest`,
        `weight_rest_if_absent` and `expected_rest` (item, hypothesis): the same against all other
        hypotheses together, in the proportions of their priors. `largest` and `smallest` (item):
        decibans between the two hypotheses that the item tells apart best and worst, with
        `largest_for`, `largest_against`, `smallest_for`, `smallest_against`; `diagnostic` (item):
        whether `largest` is 0.05 dB or more; `through` (item): the assumption that the item is
        about, if other items require it: by them it bears on the question, whatever it says between
        the hypotheses by itself. `prior` (hypothesis), `text` (item).

        A hypothesis with a prior of 0 has no likelihoods: nan. A weight is infinite where the item
        is impossible under one of the two, and nan where it is under both. Attributes: `reading`,
        `title`, `question`, `non_diagnostic` (the 0.05 dB) and `conditional_on`.

    Raises
    ------
    ValueError
        If there is no such question, or the result holds an estimate only.

    Notes
    -----
    Reliabilities, assumptions, and the other questions given the hypothesis are summed out as they
    are *before* any item: P(item | h) is what the item says when it is the only one. Where items
    share a source or an assumption, `ledger` says what each adds to the others.

    An item that may repeat another is weighed as what it is, a repeat with chance rho: P(item | h)
    = rho c + (1 - rho) P(item on its own | h). A certain repeat is not diagnostic.

    With p = P(item | h) and q = P(item | h')::

        weight           = 10 log10 p / q
        weight_if_absent = 10 log10 (1 - p) / (1 - q)
        expected         = p weight + (1 - p) weight_if_absent

    References
    ----------
    Good, I. J. (1950), *Probability and the Weighing of Evidence*, London: Griffin. Good, I. J.
    (1985), "Weight of evidence: a brief survey", *Bayesian Statistics* 2, 249-270. On items that
    fit every hypothesis: Heuer, R. J. (1999), *Psychology of Intelligence Analysis*, chapter 8.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> found = assess.diagnosticity(result)
    >>> str(found["item"].values[int(np.argmax(found["largest"].values))])
    'us_accusation'
    """
    import xarray as xr

    prepared = prepared_from(result)
    exact = exact_of(result)
    known = prepared.structure.variables[: prepared.structure.question_count]
    name = question_named(question, known)
    q = known.index(name)
    mine = exact["question"].values == name
    prior = exact["prior"].values[mine]
    p, missing = _likelihoods(prepared, q, prior)
    rest, missing_rest = _of_the_rest(p, prior), _of_the_rest(missing, prior)
    texts = {i.id: i.text for i in prepared.case.items}
    labels = exact["hypothesis"].values[mine]
    matrix, row = ("item", "hypothesis", "against"), ("item", "hypothesis")
    weight = _decibans(p[:, :, None], p[:, None, :])
    units = {"units": "decibans"}
    return xr.Dataset(
        {
            "likelihood": (row, p),
            "weight": (matrix, weight, units),
            "weight_if_absent": (
                matrix,
                _decibans(missing[:, :, None], missing[:, None, :]),
                units,
            ),
            "expected": (
                matrix,
                _expected(p[:, :, None], missing[:, :, None], p[:, None], missing[:, None]),
                units,
            ),
            "weight_rest": (row, _decibans(p, rest), units),
            "weight_rest_if_absent": (row, _decibans(missing, missing_rest), units),
            "expected_rest": (row, _expected(p, missing, rest, missing_rest), units),
            **_extremes(weight, labels),
            "through": ("item", np.array(_assumptions(prepared.structure), dtype=object)),
            "prior": ("hypothesis", prior),
            "text": ("item", np.array([texts[i] for i in prepared.structure.items], dtype=object)),
        },
        coords={
            "item": np.array(prepared.structure.items, dtype=object),
            "hypothesis": labels,
            "against": labels,
        },
        attrs={
            "reading": "diagnosticity",
            "title": prepared.case.title,
            "question": name,
            "non_diagnostic": NON_DIAGNOSTIC,
            "conditional_on": "the likelihoods, reliabilities and links between questions "
            "as stated, each item by itself",
        },
    )


def _likelihoods(prepared: Prepared, question: int, prior: Array) -> tuple[Array, Array]:
    """P(item | hypothesis) of each item by itself, and P(not the item | hypothesis)."""
    n = len(prepared.structure.items)
    every = np.arange(n)
    states, evidence = prepared.variants.only(every, every, n, echoes=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        # an item that is impossible altogether has no credences to read it from
        logs = np.where(
            np.isneginf(evidence)[:, None],
            -np.inf,
            states[question] + evidence[:, None] - np.log(prior),
        )
    logs = np.where(prior == 0.0, np.nan, np.minimum(logs, 0.0))
    missing = -np.expm1(logs)
    # a certain item is one whose chance of missing is a rounding error
    return np.exp(logs), np.where(missing < _ROUNDING, 0.0, missing)


def _assumptions(structure: Structure) -> list[str]:
    """For each item the assumption that it is about, if other items require it."""
    required = {v for needed in structure.requires for v in needed}
    about = [int(v) for v in structure.variable]
    return [structure.variables[v] if v in required else "" for v in about]


def _of_the_rest(p: Array, prior: Array) -> Array:
    """The likelihood under all other hypotheses together, in the proportions of their priors."""
    weights = np.where(np.eye(len(prior), dtype=bool), 0.0, prior)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.nan_to_num(p) @ weights.T / weights.sum(axis=1))


def _decibans(p: Array, q: Array) -> Array:
    """10 log10 p / q; 0 where both are the same, nan where both are 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(nats_to_decibans(np.log(p) - np.log(q)))


def _expected(p: Array, missing: Array, q: Array, missing_q: Array) -> Array:
    """Expected decibans of p against q if p is true; what cannot happen adds nothing."""
    from scipy.special import rel_entr

    both = rel_entr(p, q) + rel_entr(missing, missing_q)
    return np.asarray(nats_to_decibans(np.maximum(both, 0.0)))


def _extremes(weight: Array, labels: Array) -> dict[str, tuple[object, ...]]:
    """The two hypotheses that each item tells apart best, and those that it tells apart worst."""
    n, count, _ = weight.shape
    units = {"units": "decibans"}
    one, other = np.triu_indices(count, k=1)
    if count == 1:  # one hypothesis is told apart from none: its weight against itself, 0
        one = other = np.zeros(1, dtype=np.intp)
    pairs = np.abs(weight[:, one, other])
    rows = np.arange(n)
    out: dict[str, tuple[object, ...]] = {}
    for name, fill, pick in (("largest", -np.inf, np.argmax), ("smallest", np.inf, np.argmin)):
        k = pick(np.where(np.isnan(pairs), fill, pairs), axis=1)
        # the hypothesis that the item speaks for comes first
        turned = weight[rows, one[k], other[k]] < 0
        favoured, against = np.where(turned, [other[k], one[k]], [one[k], other[k]])
        out[name] = ("item", pairs[rows, k], units)
        out[f"{name}_for"] = ("item", labels[favoured])
        out[f"{name}_against"] = ("item", labels[against])
    largest = np.nan_to_num(np.asarray(out["largest"][1]), posinf=np.inf)
    out["diagnostic"] = ("item", largest >= NON_DIAGNOSTIC)
    return out
