"""Draw every picture of the library, for cases of several sizes, and a page that shows them.

    uv run python docs/gallery.py                 # writes gallery/
    uv run python docs/gallery.py --to DIR --grey # also as a black-and-white printer would

The cases: the founding one; one of 3 items and 2 hypotheses; one of 60 items, 8 hypotheses and long
names. Each picture is drawn as wide as the text of an A4 page.
"""

import argparse
import html
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np

mpl.use("Agg")

import assess

Reading = Callable[[Any], Any]

LONG = (
    "a_consignment_of_ballistic_missiles_of_the_newest_type",
    "a_consignment_of_ballistic_missiles_of_older_types_only",
)


def small_case() -> dict[str, Any]:
    """Three items on two hypotheses, one of them a repeat, and a candidate."""
    return {
        "format": "assess/1",
        "title": "Was the vase broken by the cat?",
        "questions": [
            {
                "id": "vase",
                "hypotheses": [
                    {"id": "cat", "prior": 0.4},
                    {"id": "other", "prior": 0.6, "catch_all": True},
                ],
            }
        ],
        "sources": [
            {"id": "child", "reliability": {"beta": [6, 4]}},
            {"id": "neighbour", "reliability": {"beta": [8, 2]}},
        ],
        "assumptions": [{"id": "awake", "holds": {"between": [0.5, 0.9]}}],
        "items": [
            {
                "id": "crash_heard",
                "source": "neighbour",
                "likelihood": {"cat": {"triangular": [0.4, 0.6, 0.8]}, "other": 0.3},
                "if_unreliable": 0.4,
                "requires": ["awake"],
                "tags": ["heard"],
            },
            {
                "id": "cat_seen",
                "source": "child",
                "likelihood": {"cat": 0.8, "other": {"triangular": [0.1, 0.2, 0.4]}},
                "if_unreliable": 0.5,
                "tags": ["seen"],
            },
            {
                "id": "told_again",
                "source": "child",
                "likelihood": {"cat": 0.8, "other": 0.2},
                "if_unreliable": 0.5,
                "repeats": {"item": "cat_seen", "chance": {"between": [0.7, 0.95]}},
                "tags": ["seen"],
            },
        ],
        "candidates": [
            {
                "id": "paw_prints",
                "source": "neighbour",
                "cost": 1,
                "likelihood": {"cat": 0.7, "other": 0.05},
                "if_unreliable": 0.1,
            }
        ],
    }


def large_case(items: int = 60, seed: int = 3) -> dict[str, Any]:
    """Sixty items of ten sources on eight hypotheses, some with long names."""
    rng = np.random.default_rng(seed)
    names = [*LONG, *(f"hypothesis_{k}" for k in range(3, 8)), "anything_else"]
    priors = np.round(rng.dirichlet(np.full(len(names), 5.0)), 3)
    priors[-1] = 1.0 - priors[:-1].sum()

    def around(p: float) -> dict[str, Any]:
        ends = np.clip([p - 0.1, p, p + 0.1], 0.01, 0.99).round(3)
        return {"triangular": ends.tolist()}

    stated: list[dict[str, Any]] = []
    for k in range(items):
        item: dict[str, Any] = {
            "id": f"report_{k}_of_the_observers_at_the_northern_crossing"
            if k % 7 == 0
            else f"i{k}",
            "source": f"s{rng.integers(10)}",
            "likelihood": {
                h: around(p) for h, p in zip(names, rng.uniform(0.2, 0.8, 8), strict=True)
            },
            "if_unreliable": round(float(rng.uniform(0.2, 0.7)), 3),
            "tags": [("technical", "human", "open")[k % 3]],
        }
        if k % 9 == 5:
            item["repeats"] = {"item": stated[k - 3]["id"], "chance": 0.8}
        if k % 11 == 4:
            item["requires"] = ["authentic"]
        stated.append(item)
    return {
        "format": "assess/1",
        "title": "A large case",
        "questions": [
            {
                "id": "what",
                "concentration": 20,
                "hypotheses": [
                    {"id": h, "prior": float(p), "catch_all": h == names[-1]}
                    for h, p in zip(names, priors, strict=True)
                ],
            }
        ],
        "sources": [
            {"id": f"s{k}", "reliability": {"mean": round(0.55 + 0.04 * k, 2), "worth": 10}}
            for k in range(10)
        ],
        "assumptions": [{"id": "authentic", "holds": {"between": [0.6, 0.95]}}],
        "items": stated,
        "candidates": [
            {
                "id": f"look_{k}",
                "source": f"s{k}",
                "cost": k + 1,
                "likelihood": {
                    h: round(float(p), 2)
                    for h, p in zip(names, rng.uniform(0.05, 0.95, 8), strict=True)
                },
                "if_unreliable": 0.4,
            }
            for k in range(6)
        ],
    }


def pictures(result: Any) -> Iterator[tuple[str, Any, str]]:
    """Name, axes and words of every picture that a result allows."""
    tipping = assess.tipping_points(result)
    names = [str(n) for n in tipping["number"].values]
    first = names[0]
    second = next((n for n in names if not n.startswith("prior")), names[-1])
    one = assess.one_way(result, second)
    readings: dict[str, tuple[Any, Callable[..., Any]]] = {
        "tipping_points": (tipping, assess.plot_tipping_points),
        "tipping_pairs": (assess.tipping_pairs(result), assess.plot_tipping_pairs),
        "two_way": (assess.two_way(result, first, second), assess.plot_two_way),
        "one_way": (one, assess.plot_one_way),
        "spider": (assess.one_way(result), assess.plot_spider),
        "prior_sweep": (assess.prior_sweep(result), assess.plot_prior_sweep),
        "dependence": (assess.dependence(result), assess.plot_dependence),
        "tornado": (assess.tornado(result, vary_fixed=2.0), assess.plot_tornado),
        "credal_bounds": (assess.credal_bounds(result), assess.plot_credal_bounds),
        "contamination": (assess.contamination(result), assess.plot_contamination),
        "sobol": (assess.sobol(result, points=1024), assess.plot_sobol),
        "power_scaling": (assess.power_scaling(result), assess.plot_power_scaling),
        "value_of_information": (
            assess.value_of_information(result),
            assess.plot_value_of_information,
        ),
        "conflict": (assess.conflict(result), assess.plot_conflict),
        "diagnosticity": (assess.diagnosticity(result), assess.plot_diagnosticity),
        "prior_predictive": (assess.prior_predictive(result), assess.plot_prior_predictive),
        "confidence": (assess.confidence(result), assess.plot_confidence),
    }
    for by in ("item", "source", "tag"):
        readings[f"ledger-{by}"] = (assess.ledger(result, by=by), assess.plot_ledger)
    for by in ("item", "source", "origin", "tag", "assumption"):
        readings[f"leave_out-{by}"] = (assess.leave_out(result, by), assess.plot_leave_out)
    for name, (reading, plot) in readings.items():
        yield name, plot(reading), assess.explain(reading)


def main() -> int:
    """Write the pictures and the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--to", type=Path, default=Path("gallery"), help="folder to write to")
    parser.add_argument("--grey", action="store_true", help="also in shades of grey")
    options = parser.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    cases = {
        "founding": assess.example_case("dprk_missiles"),
        "small": assess.case_from(small_case()),
        "large": assess.case_from(large_case()),
    }
    parts = ["<!doctype html><meta charset='utf-8'><title>Every picture</title>"]
    for case_name, case in cases.items():
        parts.append(f"<h1>{html.escape(case.title)}</h1>")
        for name, ax, words in pictures(assess.weigh(case, draws=500)):
            path = options.to / f"{case_name}-{name}.png"
            _save(ax, path, grey=options.grey)
            parts.append(f"<h2>{name}</h2><img src='{path.name}' width='630'>")
            parts.append(f"<p style='max-width:630px'>{html.escape(words)}</p>")
            print(f"{path}: {words}")
    (options.to / "index.html").write_text("\n".join(parts), "utf-8")
    return 0


def _save(ax: Any, path: Path, *, grey: bool) -> None:
    import matplotlib.pyplot as plt

    figure = ax.get_figure(root=True)
    figure.savefig(path, dpi=110)
    plt.close(figure)
    if grey:
        shades = plt.imread(path)[..., :3] @ np.array([0.299, 0.587, 0.114])
        plt.imsave(path.with_name(f"{path.stem}-grey.png"), shades, cmap="gray", vmin=0, vmax=1)


if __name__ == "__main__":
    sys.exit(main())
