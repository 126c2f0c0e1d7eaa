"""Write another number into a case, as an analyst would who had stated it."""

from __future__ import annotations

import copy
from typing import Any

import assess

Data = dict[str, Any]


def restated(data: Data, address: str, value: float) -> Data:
    """The case with one number replaced; a prior pushes its rivals aside in proportion.

    Parameters
    ----------
    data : dict
        The case as plain data.
    address : str
        Such as `likelihood[debris, none]`.
    value : float
        The number; of a likelihood ratio the ratio; of a reliability its mean, the worth kept.
    """
    data = copy.deepcopy(data)
    kind, _, rest = address.partition("[")
    inside = rest.removesuffix("]")
    if kind == "prior":
        _restate_prior(data, inside, value)
        return data
    stated: Any = value if 0.0 < value < 1.0 else {"value": value, "certain": True}
    if kind == "reliability":
        source = _named(data["sources"], inside)
        source["reliability"] = _reliability(source["reliability"], value)
    elif kind == "holds":
        _named(data["assumptions"], inside)["holds"] = stated
    elif kind == "ratio":
        _named(data["items"], inside)["ratio"]["value"] = value
    else:
        name, _, hypothesis = inside.partition(", ")
        item = _named(data["items"], name)
        if kind == "likelihood":
            item["likelihood"][hypothesis] = stated
        elif kind == "chance":
            item["search"]["chance"][hypothesis] = stated
        elif kind == "if_unreliable" and hypothesis:
            item["if_unreliable"][hypothesis] = stated
        elif kind == "if_unreliable":
            item["if_unreliable"] = stated
        elif kind == "repeats":
            item["repeats"]["chance"] = stated
        elif kind == "if_copied":
            item["repeats"]["if_copied"] = stated
        else:
            raise AssertionError(address)
    return data


def _reliability(stated: Any, value: float) -> Any:
    """The same form with another mean."""
    if not isinstance(stated, dict) or "value" in stated:
        return value
    if "persistent" in stated:
        return {"persistent": value}
    if "as" in stated:
        return {**stated, "as": _reliability(stated["as"], value)}
    law = assess.case_from(
        {
            "format": "assess/1",
            "title": "one source",
            "questions": [
                {"id": "q", "exhaustive": "yes", "hypotheses": [{"id": "a", "prior": 1 / 2},
                                                                {"id": "b", "prior": 1 / 2}]}
            ],
            "sources": [{"id": "s", "reliability": stated}],
            "items": [],
        }
    ).sources[0].reliability.pieces  # fmt: skip
    mean = sum(p.weight * (p.low + (p.high - p.low) * p.a / (p.a + p.b)) for p in law)
    for form in ("pert", "triangular"):
        if form in stated:
            if value <= mean:
                return {form: [x * value / mean for x in stated[form]]}
            return {form: [1 - (1 - x) * (1 - value) / (1 - mean) for x in stated[form]]}
    return {"mean": value, "worth": law[0].a + law[0].b}


def _named(things: list[Data], name: str) -> Data:
    return next(x for x in things if x["id"] == name)


def _restate_prior(data: Data, inside: str, value: float) -> None:
    label, _, condition = inside.partition(" | ")
    question, _, hypothesis = label.rpartition(":")
    when = dict(part.split("=") for part in condition.split(", ")) if condition else {}
    q = next(
        q
        for q in data["questions"]
        if (not question or q["id"] == question)
        and hypothesis in [h["id"] for h in q["hypotheses"]]
        and set(q.get("given", [])) == set(when)
    )
    if when:
        _push(next(r for r in q["table"] if r["when"] == when)["prior"], hypothesis, value)
    elif "weights" in q:
        total = sum(q["weights"].values())
        shares = {k: w / total for k, w in q["weights"].items()}
        _push(shares, hypothesis, value)
        q["weights"] = shares
    else:
        priors = {h["id"]: h["prior"] for h in q["hypotheses"]}
        _push(priors, hypothesis, value)
        for h in q["hypotheses"]:
            h["prior"] = priors[h["id"]]


def _push(priors: Data, hypothesis: str, value: float) -> None:
    """Set one prior; the rest keep their proportions. A certain 0 stays one."""

    def number(stated: Any) -> float:
        return float(stated["value"]) if isinstance(stated, dict) else float(stated)

    rest = sum(number(v) for k, v in priors.items() if k != hypothesis)
    for k, stated in priors.items():
        if k == hypothesis:
            priors[k] = value
        elif number(stated) > 0.0:
            priors[k] = number(stated) * (1.0 - value) / rest
