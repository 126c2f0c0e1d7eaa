"""One of every reading, of two small results: what a test of all readings goes through."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import xarray as xr

import assess


@cache
def result() -> xr.DataTree:
    """The founding example, with as many draws as every reading needs."""
    return assess.weigh(assess.example_case("dprk_missiles"), draws=150)


@cache
def readings() -> dict[str, xr.Dataset]:
    """Every reading under its name."""
    whole = result()
    case = assess.example_case("dprk_missiles")
    other = case.model_copy(update={"items": case.items[1:]})
    matrix = Path(mkdtemp()) / "matrix.csv"
    matrix.write_text("item,H1: raid,H2: drill\ntrucks seen,C,CC\nleave stopped,CC,I\n")
    ach = assess.ach_comparison(assess.from_ach(matrix))
    made = {
        name: getattr(assess, name)(whole)
        for name in dir(assess.sensitivity)
        if name not in ("ach_comparison", "compare", "cruxes", "sobol", "two_way")
    }
    return made | {
        "ach_comparison": ach,
        "compare": assess.compare({"Ann": case, "Bob": other}),
        "cruxes": assess.cruxes(case, other),
        "sobol": assess.sobol(whole, points=256),
        "two_way": assess.two_way(whole, "prior[new_type]", "reliability[us]", points=11),
    }
