"""Tipping points in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assess.case.addresses import in_words
from assess.formatting.labels import fitted
from assess.formatting.names import listed
from assess.formatting.numbers import credence_text, crossing_text, number_text

if TYPE_CHECKING:
    import xarray as xr


def sentences(tipping: xr.Dataset, event: str = "lead", most: int = 5) -> list[str]:
    """One sentence for each of the numbers nearest to a tipping point.

    Parameters
    ----------
    tipping : Dataset
        What `tipping_points` returned.
    event : {'lead', 'band', 'threshold'}
    most : int
        Most sentences.
    """
    if event == "lead" and tipping.attrs["level"]:
        return []
    holds = {
        "lead": f"{tipping.attrs['leader']} leads",
        "band": f"{tipping.attrs['hypothesis']} stays {_term(tipping)}",
        "threshold": f"the credence of {tipping.attrs['hypothesis']} stays on its side of "
        f"{number_text(float(tipping.attrs['threshold']))}",
    }[event]
    out = []
    for k in np.argsort(tipping[f"{event}_change"].values, kind="stable")[:most]:
        row = tipping.isel(number=k)
        if np.isnan(row[event]):
            break
        out.append(
            f"{holds} unless {in_words(str(row['number'].values))} is {where(row, event)}; "
            f"you said {said(row)} (then: {row[f'{event}_to'].values})."
        )
    return out


def where(row: xr.Dataset, event: str) -> str:
    """On which side of which value the event happens."""
    at, used = float(row[event]), float(row["used"])
    return f"{'below' if at < used else 'above'} {crossing_text(at, used)}"


def said(row: xr.Dataset) -> str:
    """A number as it was stated; of an uncertain ratio also what it counts as."""
    value, used = float(row["value"]), float(row["used"])
    text = number_text(value)
    return text if number_text(used) == text else f"{text} (counts as {number_text(used)})"


def _term(tipping: xr.Dataset) -> str:
    return repr(tipping.attrs["band"]) if tipping.attrs["band"] else "where the scale has no term"


def headline(reading: xr.Dataset, *, event: str = "lead") -> str:
    """What holds, and what one number would have to be to end it, in one line."""
    change = reading[f"{event}_change"].values
    within = int(reading[f"{event}_within"].values.sum())
    leader, hypothesis = (fitted(reading.attrs[k]) for k in ("leader", "hypothesis"))
    what = {
        "lead": f"{leader} (credence {credence_text(reading.attrs['leader_credence'])}) leads",
        "band": f"{hypothesis} stays {reading.attrs['band'] or 'where it is'!r}",
        "threshold": f"{hypothesis} stays on its side of "
        f"{number_text(float(reading.attrs['threshold']))}",
    }[event]
    if event == "lead" and reading.attrs["level"]:
        return f"{leader} is level with {reading.attrs['level']}: none leads"
    if within:
        many = "1 number" if within == 1 else f"{within} numbers"
        return f"{what}, but {many} inside the stated ranges can change that"
    if not np.isfinite(change).any():
        certain = np.isfinite(reading[event].values).any()
        but = ", unless what is certain is given up" if certain else ""
        return f"{what} whatever any one of the numbers that can be moved is{but}"
    least = reading.isel(number=int(change.argmin()))
    return (
        f"{what} unless {least['number'].values} is {where(least, event)} "
        f"(stated: {number_text(float(least['value']))})"
    )


def explain(reading: xr.Dataset) -> str:
    """The tipping points in words."""
    a = reading.attrs
    event = "lead" if np.isnan(a["threshold"]) else "threshold"
    if event == "lead" and a["level"]:
        return (
            f"{a['leader']} is level with {a['level']} at a credence of "
            f"{credence_text(a['leader_credence'])}: none leads, and the least change of a number "
            "that bears on them decides which does."
        )
    if event == "lead":
        whole = f"{a['leader']} leads with a credence of {credence_text(a['leader_credence'])}."
        happening = "end its lead"
    else:
        whole = f"The credence of {a['hypothesis']} is {credence_text(a['credence'])}."
        happening = f"take it across {number_text(float(a['threshold']))}"
    change = reading[f"{event}_change"].values
    can = int(np.isfinite(change).sum())
    parts = [whole]
    if can:
        parts += [_least(reading, event, happening), _within(reading, event)]
        if can < len(change):
            parts.append(f"Of {_moved(reading)}, {len(change) - can} could not do it at any value.")
    else:
        certain = reading["number"].values[np.isfinite(reading[event].values)]
        but = f" but what was stated as certain ({listed([str(n) for n in certain])})"
        parts.append(
            f"No value of any one of {_moved(reading)} could {happening}"
            f"{but if len(certain) else ''}."
        )
    return " ".join([*parts, *_not_moved(reading)])


def _moved(tipping: xr.Dataset) -> str:
    count = tipping.sizes["number"]
    some = "numbers that can be moved" if tipping.attrs["unmoved"] else "stated numbers"
    return f"the {count} {some}"


def _least(tipping: xr.Dataset, event: str, happening: str) -> str:
    """The number that has to change least."""
    row = tipping.isel(number=int(tipping[f"{event}_change"].values.argmin()))
    factor = number_text(float(10 ** (float(row[f"{event}_change"]) / 10)))
    then = f"; {row[f'{event}_to'].values} would then lead" if event == "lead" else ""
    return (
        f"The least change of one number that would {happening} is that of "
        f"{in_words(str(row['number'].values))}: {where(row, event)} where {said(row)} was stated, "
        f"its odds changed by a factor of {factor}{then}."
    )


def _within(tipping: xr.Dataset, event: str) -> str:
    """Whether what was held possible for one number is enough."""
    share = f"{100 * tipping.attrs['mass']:g}%"
    within = tipping["number"].values[tipping[f"{event}_within"].values]
    if len(within):
        some = listed([str(n) for n in within[:3]]) + (", ..." if len(within) > 3 else "")
        count = f"{len(within)} {'number' if len(within) == 1 else 'numbers'}"
        return (
            f"Inside its own stated {share} range {count} could do it ({some}): the conclusion "
            "does not hold for all that was held possible."
        )
    if not (tipping["high"].values > tipping["low"].values).any():
        return "None of them was stated with a range, so none is shown to be safe by it."
    return f"No number could do it alone within the {share} range that was stated for it."


def _not_moved(tipping: xr.Dataset) -> list[str]:
    """What was not tried."""
    out = []
    if unmoved := int(tipping.attrs["unmoved"]):
        out.append(
            f"{unmoved} more {'was' if unmoved == 1 else 'were'} not moved (what shapes a quantity "
            "or a claim, or is certain), and might do it."
        )
    return out
