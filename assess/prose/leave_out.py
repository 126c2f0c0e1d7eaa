"""What leaving out says: linchpins, and what the conclusion rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.formatting.names import listed
from assess.formatting.numbers import credence_text
from evidence.assumption import HOLDS

if TYPE_CHECKING:
    import xarray as xr
from assess.sensitivity.leave_out import ANEW, IN_FULL, LEADS, LEVEL_WITH, turns


def explain(left_out: xr.Dataset) -> str:
    """The leave-one-out in words: what carries the lead, and how far the credence falls or rises.

    Parameters
    ----------
    left_out : Dataset
        What `leave_out` returned.

    Returns
    -------
    str
        Two to four sentences.
    """
    a = left_out.attrs
    by, name, whole = a["by"], a["hypothesis"], credence_text(a["credence"])
    if not left_out.sizes["left_out"]:
        return f"There is no {by} in this case: nothing {_verb(by)}."
    own = left_out["credence"].sel(hypothesis=name).values
    rows = left_out[["left_out", "items"]]
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
    sentences = [f"{first}; {'; '.join(moved)}.", _linchpins(left_out, labels), _basis(left_out)]
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
