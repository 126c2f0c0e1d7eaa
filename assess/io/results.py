"""A result as JSON, in the form that other programs can rely on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from assess.result.access import answer_of, case_of

if TYPE_CHECKING:
    import xarray as xr

FORMAT = "assess-result/1"


def as_plain(result: xr.DataTree) -> dict[str, Any]:
    """Turn a result into plain data.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned.

    Returns
    -------
    dict
        `format`, `engine`, `as_of` (None if the case has none), `credence` and `prior` (question to
        hypothesis to probability), `interval` (the credence interval: `mass`, then question to
        hypothesis to [low, high]; None without draws), `robustness` (the same with the numbers as
        stated, not updated by the items), `sources` (posterior mean reliability), `assumptions`
        (P(holds | items)), `repeats` (P(a mere repeat | items)), `log_evidence` (natural log of
        P(items)), `warnings` (each with `address` and `message`; of a common pitfall also its
        `kind`, and `advice`). Numbers are not rounded.
    """
    exact = answer_of(result)
    questions = case_of(result).questions

    def by_question(name: str) -> dict[str, dict[str, float]]:
        values = iter(exact[name].values)
        return {q.id: {h: float(next(values)) for h in q.states} for q in questions}

    def by(dim: str, name: str) -> dict[str, float]:
        pairs = zip(exact[dim].values, exact[name].values, strict=True)
        return {str(k): float(v) for k, v in pairs}

    def interval(name: str) -> dict[str, Any] | None:
        if "intervals" not in result.children:
            return None
        data = result["intervals"].to_dataset()
        ends = iter(data[name].values.tolist())
        return {
            "mass": data.attrs["mass"],
            **{q.id: {h: next(ends) for h in q.states} for q in questions},
        }

    return {
        "format": FORMAT,
        "engine": result.attrs["engine"],
        "as_of": result.attrs["as_of"] or None,
        "credence": by_question("credence"),
        "prior": by_question("prior"),
        "interval": interval("credence_interval"),
        "robustness": interval("robustness"),
        "sources": by("source", "reliability"),
        "assumptions": by("assumption", "holds") if "holds" in exact else {},
        "repeats": by("copy", "repeats") if "repeats" in exact else {},
        "log_evidence": float(exact["log_evidence"]),
        "warnings": json.loads(result.attrs["warnings"]),
    }


def to_json(result: xr.DataTree) -> str:
    """Write a result as one JSON object, as `assess weigh --json` prints it.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned.

    Returns
    -------
    str

    Examples
    --------
    >>> import assess, json
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> json.loads(to_json(result))["format"]
    'assess-result/1'
    """
    return json.dumps(as_plain(result), ensure_ascii=False, indent=2)
