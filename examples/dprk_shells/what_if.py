"""The claims read in other ways, one thing at a time.

uv run python examples/dprk_shells/what_if.py
"""

from itertools import pairwise
from pathlib import Path

import assess
from assess.formatting.numbers import credence_text, quantity_text
from assess.tables import Table
from evidence import Claim, Item, Source
from priors import beta, fixed, triangular
from priors.question import Quantity

HERE = Path(__file__).parent

# Containers as one would have judged them without any count: so wide that the shells are about
# lognormal with a median of 1.0 million, 95 % below 6 million.
UNCOUNTED = {"lognormal": {"median": 4600, "p95": 26000}}
ENDS = [300, 700, 1300, 2200, 3500, 5000, 7000, 10000, 14000, 20000, 30000, 60000]
IN_ONE = (
    {"beta": [17, 3]},
    {
        "blend": {
            "share": {"beta": [6, 3]},
            "of": {"uniform": [250, 480]},
            "rest": {"uniform": [60, 100]},
        }
    },
)

COUNTER = Source(
    id="rok_count",
    name="Ministry of defence of the Republic of Korea, on the number of containers",
    reliability=beta(8, 2),
)


def changed(case, section="items", **updates):
    """The case with some of its items, sources or assumptions stated differently."""
    parts = tuple(x.model_copy(update=updates.get(x.id, {})) for x in getattr(case, section))
    return case.model_copy(update={section: parts})


def counted(case, **says):
    """The case with the count as an item, such as at_most=10000."""
    count = Item(
        id="rok_count",
        source=COUNTER.id,
        question="containers",
        says=Claim(**says),
        if_unreliable=triangular(0.2, 0.4, 0.6),
    )
    return case.model_copy(
        update={"sources": (*case.sources, COUNTER), "items": (*case.items, count)}
    )


def uncounted(case):
    """The case with containers as they would be judged without any count."""
    thresholds = ENDS[1:-1]
    containers = Quantity.model_validate(
        {
            "id": "containers",
            "kind": "quantity",
            "unit": "containers",
            "prior": UNCOUNTED,
            "thresholds": thresholds,
        }
    )
    table = [
        {"when": {"containers": band}, "prior": {"product": [{"uniform": list(ends)}, *IN_ONE]}}
        for band, ends in zip(containers.states, pairwise(ENDS), strict=True)
    ]
    shells = Quantity.model_validate(
        {
            "id": "shells",
            "kind": "quantity",
            "unit": "shells",
            "given": ["containers"],
            "table": table,
            "thresholds": case.questions[0].thresholds,
        }
    )
    return case.model_copy(update={"questions": (shells, containers)})


def readings(case):
    """Each other reading of the claims under its name, the count in the prior."""
    point = {"says": Claim(about=4.8e6, spread=0.1)}
    certain = {"holds": fixed(0.999)}
    conversion = {"reliability": beta(3.5, 6.5)}
    return {
        "as stated": case,
        "no items: the model alone": case.model_copy(update={"items": ()}),
        "'up to 4.8' read as a point": changed(case, rok_capacity=point),
        "the same, and Seoul graded B": changed(
            changed(case, rok_capacity=point), "sources", rok={"reliability": beta(8, 2)}
        ),
        "'at least 3' read as a point": changed(
            case, us_at_least={"says": Claim(about=3e6, spread=0.15)}
        ),
        "Richter's 'up to 3' read as a point": changed(
            case, expert_up_to={"says": Claim(about=3e6, spread=0.2)}
        ),
        "Richter repeats nobody": changed(case, expert_up_to={"repeats": None}),
        "the American report is as quoted": changed(case, "assumptions", as_quoted=certain),
        "the American figure is a conversion (D)": changed(case, "sources", us=conversion),
        "the count once more, as 'up to'": counted(case, at_most=10000, spread=0.1),
        "the count once more, as 'at least'": counted(case, at_least=10000, spread=0.1),
    }


def bounds(case):
    """The count as an item, in a prior that does not know it; without and with the other items."""
    free = uncounted(case)
    bare = free.model_copy(update={"items": ()})
    ways = {
        "'up to 10,000'": {"at_most": 10000, "spread": 0.1},
        "'at least 10,000'": {"at_least": 10000, "spread": 0.1},
        "about 10,000": {"about": 10000, "spread": 0.15},
    }
    return {
        "no count": bare,
        **{way: counted(bare, **says) for way, says in ways.items()},
        "no count, all claims": free,
        **{f"{way}, all claims": counted(free, **says) for way, says in ways.items()},
    }


def row(result):
    """Containers (median), shells (10 %, median, 90 %), chance of 1 and of 3 million or more."""
    exact = result["exact"]
    containers, shells = (exact["quantity"].sel(quantity_of=q) for q in ("containers", "shells"))
    bands = exact["credence"].values[:4]  # shells is the first question
    return (
        quantity_text(float(containers.sel(level=0.5))),
        *(f"{float(shells.sel(level=x)) / 1e6:.1f}" for x in (0.1, 0.5, 0.9)),
        credence_text(float(bands[1:].sum())),
        credence_text(float(bands[2:].sum())),
    )


HEADER = ("containers", "10 % below", "median", "90 % below", "1 million up", "3 million up")


def table(title, cases):
    rows = tuple((name, *row(assess.weigh(c, draws=0))) for name, c in cases.items())
    return Table(title, ("what if", *HEADER), rows)


def main():
    case = assess.load_case(HERE / "case.yaml")
    print(table("The claims read differently (shells in millions)", readings(case)), end="\n\n")
    print(table("The count as an item instead of the prior (shells in millions)", bounds(case)))


if __name__ == "__main__":
    main()
