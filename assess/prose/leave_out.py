"""What leaving out says: linchpins, and what the conclusion rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.labels import fitted
from assess.formatting.names import listed
from assess.formatting.numbers import credence_text, spelt
from evidence.assumption import HOLDS

if TYPE_CHECKING:
    import xarray as xr

    from priors.arrays import Array
from assess.sensitivity.leave_out import ANEW, IN_FULL, LEADS, LEVEL_WITH, Turn, turns


def headline(reading: xr.Dataset) -> str:
    """The linchpin that moves the credence most, or that there is none, in one line."""
    a = reading.attrs
    by, hypothesis = a["by"], fitted(a["hypothesis"])
    moved = moves(reading)
    if not len(moved):
        return f"There is no {by} to {'set' if by == 'assumption' else 'leave out'}"
    order = np.argsort(-np.nan_to_num(np.abs(moved), nan=np.inf), kind="stable")
    turned = [int(k) for k in order if turns(reading)[k] is not None]
    known = [int(k) for k in order if not np.isnan(moved[k])]
    k = [*turned, *known, int(order[0])][0]
    before, after = (spelt(float(a["credence"] + x)) for x in (0.0, np.nan_to_num(moved[k])))
    name = _in_headline(str(reading["left_out"].values[k]), by, int(reading["items"].values[k]))
    if before == after and not turned:
        ways = "as the items allow" if np.isnan(moved).any() else "either way"
        settled = f"settled {ways}" if by == "assumption" else "left out"
        return f"No single {by}, {settled}, moves the credence of {hypothesis}"
    goes = "falls" if moved[k] < 0 else "rises"
    finding = f"the credence of {hypothesis} {goes} from {before} to {after}"
    if turned:
        return f"{name} {_with_turn(reading, k, finding, stays=before == after)}"
    name = name[0].lower() + name[1:]
    if np.isnan(moved).any():
        return f"No setting of one {by} that the items allow ends the lead: {name} {finding}"
    if a.get("level"):
        return f"No single {by} decides who leads: {name} {finding}"
    return f"No single {by} carries the lead: {name} {finding}"


def _with_turn(reading: xr.Dataset, k: int, finding: str, *, stays: bool) -> str:
    """What happens without the k-th, which changes who leads."""
    a = reading.attrs
    turn = turns(reading)[k] or Turn("", "")
    then, leader = (fitted(x, width=CUT_NAME) for x in (turn.names, str(a["leader"])))
    if turn.form == LEVEL_WITH:
        finding = leader if stays else f"{finding}, and {leader}"
        return f"{finding} no longer leads alone (level with {then})"
    if turn.form == LEADS and not a.get("level") and (then == fitted(a["hypothesis"]) or stays):
        return f"{then} would lead, not {leader}"
    return f"{finding}, and {turn.form.format(then)}"


def _in_headline(label: str, by: str, items: int) -> str:
    if by == "assumption":
        return f"If {fitted(label)},"
    echoes = " and what repeats it" if by == "origin" and items > 1 else ""
    return f"Without {'what is tagged ' if by == 'tag' else ''}{fitted(label)}{echoes}"


def moves(reading: xr.Dataset) -> Array:
    """How far each moves the credence; what is not printed is no move."""
    a = reading.attrs
    without = reading["credence"].sel(hypothesis=a["hypothesis"]).values
    return np.where(np.abs(without - a["credence"]) < 1e-9, 0.0, without - a["credence"])


CUT_NAME = 24
"""Letters of a hypothesis' name beside other words."""


def explain(reading: xr.Dataset) -> str:
    """The leave-one-out in words: what carries the lead, and how far the credence falls or rises.

    Parameters
    ----------
    reading : Dataset
        What `leave_out` returned.

    Returns
    -------
    str
        Two to four sentences.
    """
    a = reading.attrs
    by, name, whole = a["by"], a["hypothesis"], credence_text(a["credence"])
    if not reading.sizes["left_out"]:
        return f"There is no {by} in this case: nothing {_verb(by)}."
    own = reading["credence"].sel(hypothesis=name).values
    rows = reading[["left_out", "items"]]
    labels = [
        _named(str(x), by, int(n))
        for x, n in zip(rows["left_out"].values, rows["items"].values, strict=True)
    ]
    settled = by == "assumption"
    given = "with" if settled else "without"
    known = [int(k) for k in np.argsort(own, kind="stable") if not np.isnan(own[k])]
    ends = [(known[0], "lowest"), (known[-1], "highest")] if known else []
    moved = [
        f"{given} {labels[k]} it would be {credence_text(own[k])}, the {word} for any one {by}"
        for k, word in ends
        if (own[k] < a["credence"]) == (word == "lowest") and credence_text(own[k]) != whole
    ]
    everything = "with everything as stated" if settled else "with all items in"
    first = f"The credence of {name} is {whole} {everything}"
    if not moved:
        moved = [f"it stays there {given} any one {by} {'settled' if settled else 'out'}"]
    sentences = [f"{first}; {'; '.join(moved)}.", _linchpins(reading, labels), _basis(reading)]
    return " ".join(sentences)


def _verb(by: str) -> str:
    return "can be set" if by == "assumption" else "can be left out"


def _named(label: str, by: str, items: int) -> str:
    """A row as it stands in a sentence."""
    if by == "assumption":
        name, state = label.rsplit(" ", 1)
        return f"{name} set to {'hold' if state == HOLDS else 'fail'}"
    extra = {"source": "what ", "tag": "what is tagged ", "origin": ""}.get(by, "")
    tail = {"source": " says", "origin": " and what repeats it" * (items > 1)}.get(by, "")
    return f"{extra}{label}{tail}"


def _linchpins(left_out: xr.Dataset, labels: list[str]) -> str:
    """Without or with what another leads, or none alone; and what is not possible at all."""
    a = left_out.attrs
    leader, before = a["leader"], a.get("level", "")
    now, settled = turns(left_out), a["by"] == "assumption"
    without = "with" if settled else "without"
    known = [str(x) for x in left_out["leads"].values]
    ways: dict[str, list[str]] = {"another": [], "level": []}
    for label, turn in zip(labels, now, strict=True):
        if turn is not None:
            shared = turn.form == LEVEL_WITH and not before
            words = turn.names if turn.form == LEADS else turn.words
            ways["level" if shared else "another"].append(f"{label} ({words})")
    first = f"Another hypothesis would lead {without}"
    first = f"{leader}, {before} are level, and would not be {without}" if before else first
    said = [
        f"{head} {listed(ways[way], 5)}."
        for way, head in (
            ("another", first),
            ("level", f"{leader} would no longer lead alone {without}"),
        )
        if ways[way]
    ]
    barred = [label for label, name in zip(labels, known, strict=True) if not name]
    if not said:
        each = "either way that any one assumption is set" if settled else "without any one of them"
        if barred:
            each = "with any one assumption set in any way that the items allow"
        said = [f"{leader}, {before} stay level {each}." if before else f"{leader} leads {each}."]
    if barred:
        said.append(f"The items are impossible, and nothing leads, with {listed(barred, 5)}.")
    return " ".join(said)


def _basis(left_out: xr.Dataset) -> str:
    if left_out.attrs["by"] == "assumption":
        return "All items and all other numbers are as stated."
    noted = [str(note) for note in left_out["note"].values if note]
    again = any(ANEW in note for note in noted)
    full = any(IN_FULL in note for note in noted)
    words = ["what repeats an item that is left out then counts in full"] * full
    words += ["items stated as conditional on it would have to be judged anew"] * again
    return "; ".join(["Everything else is as stated", *words]) + "."
