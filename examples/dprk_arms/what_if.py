"""The four questions with their ties cut, and without the items of one question at a time.

uv run python examples/dprk_arms/what_if.py
"""

from pathlib import Path

import numpy as np

import assess
from assess.formatting.numbers import credence_text, decibans_text
from assess.tables import Table
from priors import fixed, nats_to_decibans
from priors.question import Quantity

HERE = Path(__file__).parent
WHAT = {
    "missiles": ("new_type",),
    "shells": ("3e+06..4.8e+06", ">=4.8e+06"),
    "technology": ("sensitive",),
    "workers": ("thousands",),
}
SHORT = {
    "missiles": "new_type",
    "shells": "3 million up",
    "technology": "sensitive",
    "workers": "thousands",
}


def topic(item):
    """The question that an item is about; what bears on an assumption is about the missiles."""
    return item.question if item.question in WHAT else "missiles"


def without(case, question):
    """The case without the items of one question."""
    items = tuple(i for i in case.items if topic(i) != question)
    return case.model_copy(update={"items": items})


def without_links(case, *questions):
    """The case with questions (all, if none is named) cut off from what they are given.

    Each keeps the prior that it had through its links.
    """
    exact = assess.weigh(case, draws=0)["exact"]

    def alone(q):
        if isinstance(q, Quantity) or (questions and q.id not in questions):
            return q
        own = exact["prior"].values[exact["question"].values == q.id]
        hypotheses = tuple(
            h.model_copy(update={"prior": fixed(float(p))})
            for h, p in zip(q.hypotheses, own, strict=True)
        )
        return q.model_copy(update={"given": (), "table": (), "hypotheses": hypotheses})

    return case.model_copy(update={"questions": tuple(alone(q) for q in case.questions)})


def with_own_sources(case):
    """The case with a source of its own for each question that somebody speaks on."""
    source = {s.id: s for s in case.sources}
    pairs = dict.fromkeys((i.source, topic(i)) for i in case.items)
    sources = tuple(source[s].model_copy(update={"id": f"{s}.{q}"}) for s, q in pairs)
    items = tuple(i.model_copy(update={"source": f"{i.source}.{topic(i)}"}) for i in case.items)
    return case.model_copy(update={"sources": sources, "items": items})


def settings(case):
    """The case with its ties, with either kind of them cut, and with none."""
    unlinked = without_links(case)
    return {
        "as stated": case,
        "links cut": unlinked,
        "sources not shared": with_own_sources(case),
        "neither": with_own_sources(unlinked),
    }


def credences(case):
    """For each question the credence of what it is about."""
    exact = assess.weigh(case, draws=0)["exact"]
    found = {}
    for q in case.questions:
        own = exact["credence"].values[exact["question"].values == q.id]
        found[q.id] = sum(float(own[q.states.index(h)]) for h in WHAT[q.id])
    return found


def effects(case):
    """Decibans that the items of each question add to each question, given all others."""

    def odds(p):
        return nats_to_decibans(np.log(p) - np.log1p(-p))

    everything = credences(case)
    return {
        left: {q: float(odds(everything[q]) - odds(p)) for q, p in credences(rest).items()}
        for left in WHAT
        for rest in (without(case, left),)
    }


HEADER = tuple(f"{q}: {SHORT[q]}" for q in WHAT)


def credence_table(case):
    """Credences before the items, given all, and without the items of one question."""
    rows = {"before any item": case.model_copy(update={"items": ()}), "all items": case}
    rows |= {f"without the items on {q}": without(case, q) for q in WHAT}
    cells = [(n, *(credence_text(credences(c)[q]) for q in WHAT)) for n, c in rows.items()]
    return Table("Credences as stated", ("", *HEADER), tuple(cells))


def setting_table(case):
    """Credences given all items, with ties cut."""
    rows = [
        (name, *(credence_text(found[q]) for q in WHAT))
        for name, other in settings(case).items()
        for found in (credences(other),)
    ]
    return Table("Credences given all items, with ties cut", ("ties", *HEADER), tuple(rows))


def variations(case):
    """The case with one thing at a time stated differently."""
    named = tuple(i for i in case.items if i.source not in ("unnamed_on_technology", "observers"))
    return {
        "as stated": case,
        "missiles not linked to shells": without_links(case, "missiles"),
        "technology not linked to missiles": without_links(case, "technology"),
        "workers not linked to missiles": without_links(case, "workers"),
        "unnamed sources left out": case.model_copy(update={"items": named}),
    }


def variation_table(case):
    """Credences given all items, stated differently."""
    rows = [
        (name, *(credence_text(found[q]) for q in WHAT))
        for name, other in variations(case).items()
        for found in (credences(other),)
    ]
    return Table("Credences given all items, stated differently", ("what if", *HEADER), tuple(rows))


def effect_table(case):
    """What the items of each question add to each question, with ties cut."""
    found = {name: effects(other) for name, other in settings(case).items()}
    rows = tuple(
        (f"{a} on {b}", *(decibans_text(f[a][b]) for f in found.values()))
        for a in WHAT
        for b in WHAT
    )
    return Table("What the items on one question add to another", ("items", *found), rows)


def main():
    case = assess.load_case(HERE / "case.yaml")
    tables = (credence_table, setting_table, variation_table, effect_table)
    for table in tables:
        print(table(case), end="\n\n")


if __name__ == "__main__":
    main()
