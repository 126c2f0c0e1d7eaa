"""The structural case with one thing at a time stated differently.

uv run python examples/dprk_missiles/what_if.py
"""

from pathlib import Path

import assess
from assess.formatting.numbers import credence_text
from assess.tables import Table
from evidence.item import Repeats
from priors import beta, fixed

HERE = Path(__file__).parent
DOUBT = {"new_type": fixed(0.35), "old_type": fixed(0.6), "none": fixed(0.6), "other": fixed(0.5)}


def changed(case, section="items", **updates):
    """The case with some of its items, or of its sources, stated differently."""
    parts = tuple(x.model_copy(update=updates.get(x.id, {})) for x in getattr(case, section))
    return case.model_copy(update={section: parts})


def without(case, key, nothing):
    """The case with `repeats` or `requires` taken away from every item."""
    return changed(case, **{i.id: {key: nothing} for i in case.items})


def with_own_sources(case):
    """The case with a source of its own for each item: no reliability is shared."""
    source = {s.id: s for s in case.sources}
    sources = tuple(source[i.source].model_copy(update={"id": i.id}) for i in case.items)
    split = changed(case, **{i.id: {"source": i.id} for i in case.items})
    return split.model_copy(update={"sources": sources})


def variations(case):
    """Each variation under its name."""
    free = without(case, "requires", ())
    on_the_question = {"question": "missiles", "likelihood": DOUBT}
    graded_e = {"reliability": beta(1, 9)}
    needs_remains = {"requires": ("identification",)}
    follows = {"repeats": Repeats(item="us_accusation", chance=fixed(0.4))}
    return {
        "as stated": case,
        "each item has a source of its own": with_own_sources(case),
        "nothing rests on an assumption": free,
        "nothing repeats anything": without(case, "repeats", None),
        "neither assumptions nor repeats": without(free, "repeats", None),
        "the press found it out by itself": changed(case, press_echo={"repeats": None}),
        "the doubt is about what was fired": changed(case, expert_doubt=on_the_question),
        "the deniers are graded E": changed(case, "sources", denying_governments=graded_e),
        "the accusation needs identification": changed(case, us_accusation=needs_remains),
        "the examination may follow the accusation": changed(case, debris=follows),
        "both of the last two": changed(case, us_accusation=needs_remains, debris=follows),
    }


def main():
    case = assess.load_case(HERE / "case.yaml")
    rows = [
        (name, *(credence_text(p) for p in assess.weigh(other)["exact"]["credence"].values))
        for name, other in variations(case).items()
    ]
    header = ("what if", *case.questions[0].states)
    print(Table("Credences of the structural case, stated differently", header, tuple(rows)))


if __name__ == "__main__":
    main()
