"""The questions about the items, one item at a time."""

from __future__ import annotations

import math
from typing import Any

from assess.formatting.names import listed
from assess.interview import readers
from assess.interview.answers import WAYS, Answer, AnswerError, likelihood, mean_of, probability
from assess.interview.asking import NO, NOTHING, entries, number, optional, reason
from assess.interview.record import Ask, Flow, Place, Record, Tell
from assess.interview.sources import new_source
from assess.interview.standing import problems, standing


def items(record: Record) -> Flow:
    """Ask for the items of evidence, and tell what each did to the credences."""
    yield Tell(
        lambda: (
            "The items. For each you are asked how likely it is that we would see it if a "
            "hypothesis were true, and never how likely a hypothesis is now that we have seen it. "
            "So the answers of one item need not sum to 1."
        )
    )
    texts = ("An item: what appeared?", "Another item? (empty: that is all)")
    help_ = (
        "A short name and the item: 'debris = the debris has a part seen only in the new type'. "
        "Items that speak against the leading answer, or that were looked for and not found, are "
        "items too."
    )
    yield from entries(record, "item", texts, help_, _item)


def _item(record: Record, name: readers.Named) -> Flow:
    place = ("items", name.id)
    path = yield from _origin(record, name.id, place)
    entry = record.add("items", name, **path)
    ratio = yield from _likelihoods(record, place, entry)
    if not ratio:
        yield from _if_unreliable(record, place, entry)
    ask = Ask(
        f"citation[{name.id}]",
        "Where can it be found? (empty: nothing is noted)",
        readers.text,
        "Title, date, page or address.",
        empty=NOTHING,
        no=NO,
        stand_in="x",
    )
    yield from optional(record, place, ask, entry, "citation")
    yield from reason(record, place, entry)
    data = record.data()
    wrong = problems(data) if data else ""
    if wrong:
        record.items.remove(entry)
        record.later = [x for x in record.later if x.place != place]
        yield Tell(lambda: f"{name.id} cannot stand in a case, and is left out: {wrong}", True)
        return
    yield Tell(lambda: _told(record, entry))


def _origin(record: Record, id_: str, place: Place) -> Flow:
    """When it was known, who says it, what it may repeat and what it rests on."""
    origin: dict[str, Any] = {}
    day = Ask(
        f"date[{id_}]",
        "From which day was it known? (empty: no day)",
        readers.day,
        "Such as 2024-01-04. An item that was known only after the day of the assessment is left "
        "out.",
        empty=NOTHING,
        no=NO,
        stand_in="2024-01-04",
    )
    yield from optional(record, place, day, origin, "date")
    known = [s["id"] for s in record.sources]
    ask = Ask(
        f"source[{id_}]",
        f"Who says it? ({listed(known) or 'there are no sources yet'})",
        lambda raw: _path(raw, record),
        "The short name of a source; 'first > second' if the second passes on what the first said; "
        "a new source with a short name in front: 'paper = The newspaper'.",
        stand_in=known[0] if known else None,
    )
    names: list[str] = []
    for source in (yield ask).value:
        if isinstance(source, readers.Named):
            yield from new_source(record, source)
        names.append(source.id if isinstance(source, readers.Named) else source)
    origin["source"] = names[0] if len(names) == 1 else names
    if record.items:
        yield from _repeats(record, id_, place, origin)
    if record.assumptions:
        required = [a["id"] for a in record.assumptions]
        rests = Ask(
            f"requires[{id_}]",
            f"Does it rest on an assumption ({listed(required)})? (empty: no)",
            lambda raw: readers.several(raw, required, "assumption"),
            "Where the assumption fails, the item says nothing. Several with commas between them.",
            empty=Answer("", []),
            no=NO,
            stand_in=required[0],
        )
        if needed := (yield rests).value:
            origin["requires"] = needed
    return origin


def _path(raw: str, record: Record) -> Answer:
    known = [s["id"] for s in record.sources]
    path: list[str | readers.Named] = []
    for piece in raw.split(">"):
        if "=" in piece:
            new = [p.id for p in path if isinstance(p, readers.Named)]
            path.append(readers.named(piece, [*record.taken, *new]).value)
        elif known:
            path.append(readers.known(piece, known, "source").value)
        else:
            msg = "there are no sources yet: give a short name and the source, 'us = The US'"
            raise AnswerError(msg)
    if len({str(p) for p in path}) < len(path):
        msg = "a source is on the path twice"
        raise AnswerError(msg)
    return Answer(raw, path)


def _repeats(record: Record, id_: str, place: Place, origin: dict[str, Any]) -> Flow:
    earlier = [i["id"] for i in record.items]
    ask = Ask(
        f"repeats[{id_}]",
        f"Might it merely repeat an earlier item ({listed(earlier)})? (empty: no)",
        lambda raw: readers.known(raw, earlier, "item"),
        "A report that only passes on another one is no second witness. Name the earlier item.",
        empty=NOTHING,
        no=NO,
        stand_in=earlier[0],
    )
    original = (yield ask).value
    if original is None:
        return
    origin["repeats"] = {"item": original}
    chance = Ask(
        f"chance[{id_}]",
        f"How likely is it that it merely repeats {original}?",
        probability,
        f"It can be {WAYS}.",
        later=True,
        stand_in=".5",
    )
    yield from number(record, place, chance, origin["repeats"], "chance")


def _knowing(entry: dict[str, Any]) -> tuple[str, str]:
    """That the item says how it is, and that it does not, in words that follow "and" and "if"."""
    path = entry["source"] if isinstance(entry["source"], list) else [entry["source"]]
    does, fails = f"{path[0]} knows how it is", f"{path[0]} did not know how it is"
    if len(path) > 1:
        others = " and ".join(path[1:])
        does += f", rightly passed on by {others}"
        fails += f", or {others} did not pass it on rightly"
    if entry.get("requires"):
        rests = " and ".join(entry["requires"])
        does += f", and {rests} holds"
        fails += f", or {rests} failed"
    return does, fails


def _likelihoods(record: Record, place: Place, entry: dict[str, Any]) -> Flow:
    """Ask for the likelihood under each hypothesis; whether a ratio was said instead."""
    states, (knows, _) = record.states, _knowing(entry)
    alone = " (As a report of its own, not as a repeat.)" if "repeats" in entry else ""
    entry["likelihood"] = {}
    for k, h in enumerate(states):

        def first(raw: str, h: str = h) -> Answer:
            return likelihood(raw, h, states)

        more = (
            f" Or, for the whole item at once, a ratio against all the rest: '10 times likelier "
            f"under {h}'."
        )
        ask = Ask(
            f"likelihood[{entry['id']}, {h}]",
            f"If {record.described(h)} were true, and {knows}, how likely would it be that we see "
            f"this?{alone}",
            first if k == 0 else probability,
            f"It can be {WAYS}.{more if k == 0 else ''}",
            later=True,
            stand_in=".5",
        )
        answer = yield from number(record, place, ask, entry["likelihood"], h)
        if isinstance(answer.value, dict) and "for" in answer.value:
            del entry["likelihood"]
            entry["ratio"] = answer.value
            return True
    return False


def _if_unreliable(record: Record, place: Place, entry: dict[str, Any]) -> Flow:
    _, fails = _knowing(entry)

    def read(raw: str) -> Answer:
        return Answer(raw, "differs") if raw.strip().lower() == "differs" else probability(raw)

    text = f"If {fails}, how likely would it be that we see this all the same"
    ask = Ask(
        f"if_unreliable[{entry['id']}]",
        f"{text}? (one number for all; or 'differs')",
        read,
        f"It can be {WAYS}; or 'differs', to be asked for each hypothesis. What would be said in "
        "any case has a high number here, and tells little.",
        later=True,
        stand_in=".5",
    )
    answer = yield from number(record, place, ask, entry, "if_unreliable")
    if answer.value != "differs":
        return
    entry["if_unreliable"] = {}
    for h in record.states:
        each = Ask(
            f"if_unreliable[{entry['id']}, {h}]",
            f"{text}, with {record.described(h)} true?",
            probability,
            f"It can be {WAYS}.",
            later=True,
            stand_in=".5",
        )
        yield from number(record, place, each, entry["if_unreliable"], h)


def _told(record: Record, entry: dict[str, Any]) -> str:
    """What the item did, and what should make whoever stated it look again."""
    lines = list(_remarks(record, entry))
    data = record.data()
    if data is None or entry["id"] not in [i["id"] for i in data["items"]]:
        lines.append(f"{entry['id']} is not weighed yet: a number is missing.")
        return "\n".join(lines)
    before = {**data, "items": [i for i in data["items"] if i["id"] != entry["id"]]}
    weighed = [i["id"] for i in data["items"]]
    missing = [i["id"] for i in record.items if i["id"] not in weighed]
    without = f" (without {listed(missing)}: numbers are missing)" if missing else ""
    return "\n".join([*lines, f"After {entry['id']}{without}:", standing(data, before)])


def _remarks(record: Record, entry: dict[str, Any]) -> list[str]:
    remarks = []
    if record.as_of and entry.get("date", "") > record.as_of:
        remarks.append(f"It was known only after {record.as_of}, and so is left out.")
    source = entry["source"] if isinstance(entry["source"], list) else [entry["source"]]
    for s in record.sources:
        reliable = s.get("reliability")
        if s["id"] in source and isinstance(reliable, dict) and reliable.get("exclude"):
            remarks.append(f"{s['id']} cannot be judged, and so the item is left out.")
    if "ratio" in entry:
        remarks.append(
            "A bare ratio LR is read as the likelihoods LR/(1 + LR) and 1/(1 + LR), and 1/2 if the "
            "source does not know: with likelihoods of your own the item would be on firmer ground."
        )
    stated = {h: mean_of(v) for h, v in entry.get("likelihood", {}).items() if v is not None}
    if len(stated) > 1 and len(stated) == len(record.states):
        if max(stated.values()) - min(stated.values()) < 1e-9:
            remarks.append("It is as likely under each hypothesis, and so tells them not apart.")
        elif len(stated) > 2 and abs(math.fsum(stated.values()) - 1.0) < 1e-9:
            remarks.append(
                "The likelihoods sum to 1, which they need not: are they how likely the item is "
                "under each hypothesis, and not how likely each hypothesis is?"
            )
    return remarks
