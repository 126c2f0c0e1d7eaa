"""Cases of yes or no for the tests of readings, and random ones weighed."""

from __future__ import annotations

import xarray as xr
from hypothesis import strategies as st
from random_cases import random_case
from weighing import weigh as weigh_without_draws

import assess

SEEDS = st.integers(0, 100_000)


def case_of(seed: int) -> assess.Case:
    return assess.case_from(random_case(seed)[0])


def weighed(case: assess.Case) -> xr.DataTree | None:
    """The result, None where the random case is impossible."""
    try:
        return weigh_without_draws(case)
    except assess.CaseError:
        return None


def without(case: assess.Case, names: set[str]) -> assess.Case:
    """The case with some items taken out, and notes that refer to them."""
    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data["format"] = "assess/1"
    kept = [i for i in data.get("items", []) if i["id"] not in names]
    for item in kept:
        if item.get("repeats", {}).get("item") in names:
            del item["repeats"]
        item["given"] = [g for g in item.get("given", []) if g not in names]
    return assess.case_from({**data, "items": kept})


def two(items: list[dict], *, reliability: object = 0.8, prior: float = 0.5) -> assess.Case:
    """A case with two hypotheses and one source for each name used."""
    names = sorted({i["source"] for i in items})
    return assess.case_from(
        {
            "format": "assess/1",
            "questions": [
                {
                    "id": "q",
                    "exhaustive": "yes or no",
                    "hypotheses": [
                        {"id": "yes", "prior": prior},
                        {"id": "no", "prior": 1 - prior},
                    ],
                }
            ],
            "sources": [{"id": n, "reliability": reliability} for n in names],
            "items": items,
        }
    )


def says(name: str, source: str, yes: float, no: float, **more: object) -> dict:
    return {
        "id": name,
        "source": source,
        "likelihood": {"yes": yes, "no": no},
        "if_unreliable": 0.3,
        **more,
    }


def never(name: str, source: str) -> dict:
    """An item that is impossible under `no`, by consent."""
    return says(name, source, 0.5, {"value": 0, "certain": True})
