"""What a prior expects to see: each item's probability before any item is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.sensitivity.diagnosticity import diagnosticity

if TYPE_CHECKING:
    import xarray as xr

RARE = 0.05
"""Probability below which an item is called unexpected: once in twenty cases."""


def prior_predictive(result: xr.DataTree, *, question: str | None = None) -> xr.Dataset:
    """How probable each item was before any was known, as a check on the prior and likelihoods.

    A prior is a judgement of what is the case; together with the likelihoods it is also one of what
    will be seen. If that looks wrong to the analyst who stated it, one of the two is wrong. Only
    what was seen stands in a case, so a low probability is no refutation: many things could have
    been seen, and most were not.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned.
    question : str, optional
        The question, by its id; the first one when left out. The items are shown under its
        hypotheses.

    Returns
    -------
    Dataset
        Dimensions `item`, by ascending probability, and `hypothesis`: `probability` (item), P(item)
        under the prior; `likelihood` (item, hypothesis), P(item | hypothesis); `prior`
        (hypothesis); `count` (hypothesis), how many of these items are expected to be seen if the
        hypothesis is true; `text` (item). Attributes: question, `expected` (how many under the
        prior), `rare`, `conditional_on`.

    Raises
    ------
    ValueError
        If there is no such question.

    Notes
    -----
    P(item) = sum over h of P(h) P(item | h), each item by itself, with reliabilities, assumptions
    and links summed out; what may repeat another item counts as the repeat that it may be.

    References
    ----------
    Box, G. E. P. (1980), Sampling and Bayes' inference in scientific modelling and robustness,
    J. Royal Statistical Society A 143:383-430, doi:10.2307/2982063.

    Examples
    --------
    >>> import assess
    >>> seen = assess.prior_predictive(assess.weigh(assess.example_case("dprk_missiles")))
    >>> str(seen["item"].values[0]), round(float(seen["probability"][0]), 3)
    ('us_accusation', 0.207)
    """
    import xarray as xr

    found = diagnosticity(result, question=question)
    prior = found["prior"].values
    likelihood = found["likelihood"].values
    # under a hypothesis that is certainly false nothing is known, and nothing is needed
    weighted = np.where(prior > 0.0, likelihood, 0.0) * prior
    probability = weighted.sum(axis=1)
    order = np.argsort(probability, kind="stable")
    return xr.Dataset(
        {
            "probability": ("item", probability),
            "likelihood": (("item", "hypothesis"), likelihood),
            "prior": ("hypothesis", prior),
            "count": ("hypothesis", likelihood.sum(axis=0)),
            "text": ("item", found["text"].values),
        },
        coords={"item": found["item"].values, "hypothesis": found["hypothesis"].values},
        attrs={
            "question": found.attrs["question"],
            "reading": "prior_predictive",
            "title": found.attrs["title"],
            "expected": float(probability.sum()),
            "rare": RARE,
            "conditional_on": "the priors, likelihoods and reliabilities as stated",
        },
    ).isel(item=order)
