"""The value of information in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.labels import fitted
from assess.formatting.names import listed
from assess.formatting.numbers import (
    credence_text,
    information_bits_text,
    information_text,
    quantity_text,
)
from assess.sensitivity.information.measures import same_worth

if TYPE_CHECKING:
    import xarray as xr

_ECHO = 0.25
"""Share of what it would be worth on its own word below which a repeat is called an echo."""


def headline(reading: xr.Dataset) -> str:
    """Which candidate to ask for next, in one line."""
    best = reading.isel(candidate=0)
    a = reading.attrs
    if float(best["bits"]) == 0.0:
        return f"No candidate by itself tells anything about {fitted(a['question'])}"
    name = fitted(str(best["candidate"].values), width=_NAME_WIDTH)
    worth = f"{information_text(float(best['bits']))} of {information_bits_text(a['entropy'])}"
    per = ", the most for its cost" if a["sorted_by"] == "bits_per_cost" else ""
    return f"Ask for {name} next: {worth}{per}"


_NAME_WIDTH = 26
"""Characters of a name in a headline: beside the columns of the picture there is no room."""


def explain(reading: xr.Dataset) -> str:
    """What to ask for next, in one to five sentences.

    Parameters
    ----------
    reading : Dataset
        What `value_of_information` returned.

    Returns
    -------
    str
    """
    a = reading.attrs
    best = reading.isel(candidate=0)
    name, bits = str(best["candidate"].values), float(best["bits"])
    given = f"All this holds given {a['conditional_on']}."
    if bits == 0.0:
        none = (
            f"None of the candidates is by itself expected to tell anything about {a['question']}."
        )
        return " ".join(s for s in (none, _pair(reading), given) if s)
    first = (
        f"Ask for {name} next: it is expected to bring {information_text(bits)} of "
        f"{information_bits_text(a['entropy'])} of information missing about {a['question']}"
    )
    level = _level(reading)
    if a["sorted_by"] == "bits_per_cost":
        unit = a["cost_unit"] or "unit of cost"
        first += f", {information_text(float(best['bits_per_cost']))} per {unit}"
        more = reading.sizes["candidate"] > 1 and not level
        first += ", more than any other" if more else ""
    first += f", as much as {level}" if level else ""
    note = str(best["note"].values)
    own = f" (it {note})" if note else ""
    sentences = [f"{first}{own}.", _changes(best, a)]
    sentences.append(_decision(reading) if "value" in reading else _echo(reading))
    sentences.append(_pair(reading))
    return " ".join(s for s in (*sentences, given) if s)


def _level(information: xr.Dataset) -> str:
    """The candidates that are worth as much as the first one."""
    worth = information[information.attrs["sorted_by"]].values
    same = [k for k in range(1, len(worth)) if same_worth(float(worth[0]), float(worth[k]))]
    return listed([str(information["candidate"].values[k]) for k in same], 3)


def _changes(best: xr.Dataset, attrs: dict[str, object]) -> str:
    lead = credence_text(float(best["chance_lead_changes"]))
    band = credence_text(float(best["chance_band_changes"]))
    now = credence_text(float(str(attrs["credence"])))
    level = f", level with {attrs['level']}" if attrs["level"] else ""
    return (
        f"The chance that it puts another hypothesis ahead of {attrs['leading']} (now {now}{level})"
        f" is {lead}, and the chance that it takes {attrs['leading']} out of its verbal band "
        f"({attrs['band']}, {attrs['scale']}) is {band}."
    )


def _echo(information: xr.Dataset) -> str:
    alone = information["bits_alone"].values
    lost = alone - information["bits"].values
    echoes = (information["bits"].values < _ECHO * alone) & (lost > 0.0)
    if not echoes.any():
        return ""
    row = information.isel(candidate=int((lost * echoes).argmax()))
    return (
        f"{row['candidate'].values} {row['note'].values} and is worth "
        f"{information_bits_text(float(row['bits']))} only; found out independently, it would be "
        f"worth {information_text(float(row['bits_alone']))}."
    )


def _pair(information: xr.Dataset) -> str:
    if not information.attrs["best_pair"]:
        return ""
    row = information.sel(pair=information.attrs["best_pair"])
    if float(row["joint_bits"]) == 0.0:
        return ""
    joint, total = (
        information_bits_text(float(row["joint_bits"])),
        information_bits_text(float(row["sum_of_bits"])),
    )
    difference = float(row["interaction"])
    words = f"The two that tell most together are {row['first'].values} and {row['second'].values}"
    if joint == total or difference == 0.0:
        return f"{words}: {joint}, as much as the sum of the two."
    if difference < 0.0:
        why = "as either leaves less for the other to tell"
        return f"{words}: {joint}, less than the sum of {total}, {why}."
    return f"{words}: {joint}, more than the sum of {total}, as one sharpens the other."


def _decision(information: xr.Dataset) -> str:
    a = information.attrs
    now, perfect = (
        quantity_text(float(a[k])) for k in ("value_now", "value_of_perfect_information")
    )
    words = (
        f"Now {a['best_action']} is the best action, with an expected value of {now}, and to know "
        f"the answer for sure would add {perfect}"
    )
    net = information["net_value"]
    paid = bool(net.notnull().all())
    worth = net if paid else information["value"]
    row = information.isel(candidate=int(worth.values.argmax()))
    name, value = row["candidate"].values, quantity_text(float(row["value"]))
    if not paid:
        return f"{words}; of the candidates {name} adds most, {value}, costs not counted."
    after = quantity_text(float(row["net_value"]))
    if float(row["net_value"]) <= 0.0:
        least = f"{name} {value}, {after} after its cost"
        return f"{words}; no candidate adds more than it costs ({least})."
    return f"{words}; of the candidates {name} pays best: it adds {value}, {after} after its cost."
