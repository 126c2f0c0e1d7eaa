"""Value of information: what each candidate is expected to tell, before anybody asks for it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from assess.errors import UnknownNameError
from assess.formatting.names import listed
from assess.result.access import exact_of, prepared_from
from assess.result.lead import leader, level_with
from assess.sensitivity.information.measures import (
    band_of,
    entropy,
    of_candidates,
    of_outcomes,
    of_pairs,
    same_worth,
)
from assess.sensitivity.information.payoffs import Payoffs, decision_of
from assess.what_if.outcomes import Outcomes, outcomes_of, usable
from priors.arrays import Array, Index
from priors.scales import Scale, load_scale, scale_ids

if TYPE_CHECKING:
    import xarray as xr


def value_of_information(
    result: xr.DataTree,
    *,
    question: str | None = None,
    scale: str = "icd203",
    payoffs: Payoffs | None = None,
) -> xr.Dataset:
    """What each candidate of the case is expected to tell about a question.

    It answers: what should be asked for next? A candidate is worth much if what may come out
    differs from hypothesis to hypothesis, if its source can be relied on, and if the items there
    are have not said the same already. An unreliable reporter is worth less, an echo next to
    nothing.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned, of a case that states `candidates`.
    question : str, optional
        The question, by its id; the first one when left out.
    scale : str
        The verbal scale whose bands are meant, such as icd203 or phia2025.
    payoffs : mapping, optional
        What depends on the answer: {action: {hypothesis: value}}, two actions or more, `others`
        for hypotheses not named. Costs of candidates must be in the unit of these values.

    Returns
    -------
    Dataset
        By `candidate`, sorted by bits per unit of cost where all have a cost, by bits otherwise:

        - `bits`: expected information, the mutual information between the question and what comes
          out; 0 to the entropy of the question, which is the attribute `entropy`.
        - `bits_alone`: the same if the candidate did not repeat any item of the case.
        - `cost`, `bits_per_cost` (nan without a cost), `expected_entropy` (bits).
        - `probability_gain`: expected greatest credence minus the present one, 0 to 1;
          `brier_gain`: the same for the sum of squared credences.
        - `chance_lead_changes`, `chance_band_changes`: chance that another hypothesis comes to
          lead, and that the leading one moves into another verbal band.
        - `largest_move`: largest change of any credence that it may bring, with its sign, and
          `moved`, the hypothesis; `note`: what it may repeat.

        By `outcome` (all outcomes of the candidates, with `candidate_of` and `comes_out`):
        `probability`, `credence` (outcome, hypothesis), nan where the outcome is impossible,
        `leads` and `band` (of the hypothesis that leads now).

        By `pair` of candidates (`first`, `second`), the best first: `joint_bits`, `sum_of_bits`,
        `interaction` (the difference: negative where both say the same, positive where one
        sharpens the other), `joint_cost` and `joint_bits_per_cost`. All pairs are here, and not
        only the best one, because the two best candidates are often not the best two.

        With `payoffs`: `expected_value` (action) now, `expected_value_after` (outcome, action),
        `value` (candidate), by how much it raises the expected value of the best action,
        `net_value` (less its cost), and the attributes `best_action`, `value_now` and
        `value_of_perfect_information`.

        Attributes: question, `leading` and its credence, `level` (hypotheses that lead together
        with it), scale, cost_unit, `best_pair`, `sorted_by`, `skipped`, `conditional_on`.

    Raises
    ------
    ValueError
        If the case states no candidates, the question or the scale is unknown, or `payoffs` are
        not complete.

    Notes
    -----
    With x the hypothesis, e the items of the case and o an outcome of a candidate,

        bits = sum over o of P(o | e) sum over x of P(x | o, e) log2 (P(x | o, e) / P(x | e))

    and logarithms are to base 2. P(o | x) is the same mixture as that of an item, with the
    reliability that the candidate shares with the items of its source; where a thing is not seen,
    each of its numbers t is replaced by 1 - t. Uncertain numbers of candidates enter with their
    means. Nothing is sampled: the expectation of the credences over the outcomes is the present
    credence.

    A candidate that repeats another one stands on its own where that is absent, or is not seen. So
    only pairs show it for an echo, and such a pair can tell less than the echo by itself: ask for
    the original first. Where a credence has no band, because it lies between two or beyond the
    ends of the scale, that is told as a place of its own.

    Bits are what the logarithmic score is expected to gain (Good 1952, Lindley 1956);
    `probability_gain` goes with the zero-one score, that is with the chance of naming the true
    hypothesis (Baron 1985, Nelson 2005), and `brier_gain` with the quadratic score (Brier 1950).

    References
    ----------
    Lindley, D. V. (1956), On a measure of the information provided by an experiment, *Annals of
    Mathematical Statistics* 27, 986-1005, doi:10.1214/aoms/1177728069. Nelson, J. D. (2005),
    Finding useful questions, *Psychological Review* 112, 979-999,
    doi:10.1037/0033-295X.112.4.979. Howard, R. A. (1966), Information value theory, *IEEE
    Transactions on Systems Science and Cybernetics* 2, 22-26, doi:10.1109/TSSC.1966.300074.
    Raiffa, H. (1968), *Decision Analysis*, Addison-Wesley. Good, I. J. (1952), Rational decisions,
    *Journal of the Royal Statistical Society B* 14, 107-114. Brier, G. W. (1950), Verification of
    forecasts expressed in terms of probability, *Monthly Weather Review* 78, 1-3. Baron, J.
    (1985), *Rationality and Intelligence*, Cambridge University Press.

    Examples
    --------
    >>> import assess
    >>> case = assess.case_from({
    ...     "format": "assess/1",
    ...     "questions": [{"id": "rain", "exhaustive": "it rains or not", "hypotheses": [
    ...         {"id": "yes", "prior": 0.5}, {"id": "no", "prior": 0.5}]}],
    ...     "sources": [{"id": "radar", "reliability": {"value": 1, "certain": True}}],
    ...     "candidates": [{"id": "scan", "source": "radar",
    ...                     "likelihood": {"yes": 0.9, "no": 0.1}}],
    ... })
    >>> table = assess.value_of_information(assess.weigh(case))
    >>> round(float(table["bits"].sel(candidate="scan")), 3)
    0.531
    """
    import xarray as xr

    exact = exact_of(result)
    prepared = prepared_from(result)
    position, labels = _question(exact, question)
    bands = _scale(scale)
    candidates, barred = usable(prepared.case)
    if not candidates:
        why = f" that can be valued: the sources of {listed(barred)} are excluded" if barred else ""
        msg = f"the case states no candidates{why}; add them to it under 'candidates'"
        raise ValueError(msg)
    outcomes = outcomes_of(prepared, candidates, position)
    unit = prepared.case.cost_unit
    columns = of_candidates(outcomes, bands, labels)
    by = "bits_per_cost" if np.isfinite(columns["cost"]).all() else "bits"
    rank = ranked(columns[by])
    pairs, best = of_pairs(outcomes, columns, by)
    first = leader(outcomes.present)
    attrs: dict[str, Any] = {
        "reading": "value_of_information",
        "title": prepared.case.title,
        "question": prepared.case.questions[position].id,
        "scale": scale,
        "cost_unit": unit,
        "entropy": entropy(outcomes.present),
        "leading": labels[first],
        "credence": float(outcomes.present[first]),
        "level": ", ".join(labels[k] for k in level_with(outcomes.present, first)),
        "band": band_of(bands, float(outcomes.present[first])),
        "sorted_by": by,
        "best_pair": best,
        "skipped": ", ".join(barred),
        "as_of": prepared.day,
        "conditional_on": (
            "the case as stated, and the stated chances of what each candidate may bring"
        ),
    }
    dataset = xr.Dataset(
        {
            **{k: ("candidate", v[rank], _units(k, unit)) for k, v in columns.items()},
            **of_outcomes(outcomes, bands, labels, rank),
            **{k: ("pair", v, _units(k, unit)) for k, v in pairs.items() if k != "pair"},
        },
        coords={
            "candidate": np.array([candidates[k].id for k in rank], dtype=object),
            "hypothesis": np.array(labels, dtype=object),
            "pair": pairs["pair"],
        },
        attrs=attrs,
    ).set_coords(["outcome", "candidate_of", "comes_out", "first", "second"])
    if payoffs is not None:
        dataset = _with_decision(dataset, payoffs, outcomes, rank)
    return dataset


def _question(exact: xr.Dataset, question: str | None) -> tuple[int, list[str]]:
    """Position of a question, and its hypotheses."""
    questions = [str(q) for q in exact["question"].values]
    order = list(dict.fromkeys(questions))
    wanted = order[0] if question is None else question
    if wanted not in order:
        raise UnknownNameError(wanted, order, "question")
    names = zip(questions, exact["hypothesis"].values, strict=True)
    return order.index(wanted), [str(h) for q, h in names if q == wanted]


def ranked(worth: Array) -> Index:
    """The best first; what is the same but for rounding in the order of the case."""
    order = np.argsort(-worth, kind="stable")
    settled = worth.copy()
    for one, other in pairwise(order):
        if same_worth(float(settled[one]), float(worth[other])):
            settled[other] = settled[one]
    return np.argsort(-settled, kind="stable")


def _scale(name: str) -> Scale:
    if name not in scale_ids():
        raise UnknownNameError(name, scale_ids(), "scale")
    return load_scale(name)


def _units(name: str, unit: str) -> dict[str, str]:
    """Units of a variable, as its attributes carry them."""
    if name in ("bits", "bits_alone", "expected_entropy") or name in (
        "joint_bits",
        "sum_of_bits",
        "interaction",
    ):
        return {"units": "bits"}
    if name.endswith("bits_per_cost"):
        return {"units": f"bits per {unit or 'unit of cost'}"}
    return {"units": unit} if name.endswith("cost") and unit else {}


def _with_decision(
    dataset: xr.Dataset, payoffs: Payoffs, outcomes: Outcomes, rank: Index
) -> xr.Dataset:
    """The same with what the decision is worth."""
    labels = [str(h) for h in dataset["hypothesis"].values]
    found = decision_of(payoffs, labels, outcomes)
    order = np.concatenate([np.flatnonzero(outcomes.owner == k) for k in rank])
    value = found.sample[rank]
    return (
        dataset.assign(
            {
                "expected_value": ("action", found.expected),
                "expected_value_after": (("outcome", "action"), found.after[order]),
                "value": ("candidate", value),
                "net_value": ("candidate", value - dataset["cost"].values),
            }
        )
        .assign_coords(action=np.array(found.actions, dtype=object))
        .assign_attrs(
            best_action=found.actions[int(found.expected.argmax())],
            value_now=float(found.expected.max()),
            value_of_perfect_information=found.perfect,
        )
    )
