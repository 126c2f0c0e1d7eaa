"""Cases of any size, made from a seed."""

from __future__ import annotations

from typing import Any

import numpy as np

from assess.case.build import case_from
from assess.case.model import Case

Data = dict[str, Any]


def plain_case(
    items: int, *, hypotheses: int = 2, items_per_source: int = 5, seed: int = 1
) -> Data:
    """Items of `items_per_source` per source, each source with a Beta for its reliability.

    With more than ten hypotheses an item names two of them and has one number for the others.
    """
    rng = np.random.default_rng(seed)
    names = [f"h{k}" for k in range(hypotheses)]
    sources = -(-items // items_per_source)
    named = names if hypotheses <= 10 else None
    out = []
    likelihoods = rng.uniform(0.05, 0.95, (items, len(named) if named else 3)).round(4).tolist()
    unreliable = rng.uniform(0.3, 0.7, items).round(4).tolist()
    pairs = rng.integers(0, hypotheses, items).tolist()
    for i in range(items):
        keys = named or [names[pairs[i]], names[(pairs[i] + 1) % hypotheses], "others"]
        out.append(
            {
                "id": f"i{i}",
                "source": f"s{i // items_per_source}",
                "likelihood": dict(zip(keys, likelihoods[i], strict=True)),
                "if_unreliable": unreliable[i],
            }
        )
    shapes = rng.uniform(1.0, 9.0, (sources, 2)).round(3).tolist()
    return {
        "format": "assess/1",
        "questions": [_question(names)],
        "sources": [{"id": f"s{k}", "reliability": {"beta": ab}} for k, ab in enumerate(shapes)],
        "items": out,
    }


def _question(names: list[str]) -> Data:
    hypotheses = [{"id": h, "prior": 1.0 / len(names)} for h in names]
    return {"id": "q", "exhaustive": "made up", "hypotheses": hypotheses}


def uncertain_case(seed: int = 2) -> Case:
    """100 uncertain numbers: 3 hypotheses, 22 items, 8 sources, 2 assumptions, 2 repeats."""
    rng = np.random.default_rng(seed)
    names = ["a", "b", "c"]

    def around(centre: float) -> Data:
        low, high = centre * 0.7, centre + 0.3 * (1.0 - centre)
        return {"triangular": [round(low, 4), round(centre, 4), round(high, 4)]}

    items: list[Data] = []
    for i in range(22):
        item: Data = {
            "id": f"i{i}",
            "source": f"s{i % 8}",
            "likelihood": {
                h: around(x) for h, x in zip(names, rng.uniform(0.1, 0.9, 3), strict=True)
            },
            "if_unreliable": around(rng.uniform(0.3, 0.7)),
        }
        if i % 4 == 1:
            item["requires"] = ["authentic"] if i % 8 == 1 else ["authentic", "legible"]
        if i in (10, 20):
            item["repeats"] = {"item": "i2", "chance": around(0.5)}
        items.append(item)
    return case_from(
        {
            "format": "assess/1",
            "questions": [_question(names)],
            "sources": [
                {"id": f"s{k}", "reliability": {"beta": ab}}
                for k, ab in enumerate(rng.uniform(2.0, 8.0, (8, 2)).round(3).tolist())
            ],
            "assumptions": [
                {"id": a, "holds": {"between": [0.6, 0.95]}} for a in ("authentic", "legible")
            ],
            "items": items,
        }
    )
