"""Which two numbers together would change the conclusion, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.case.addresses import in_words
from assess.formatting.labels import fitted
from assess.formatting.numbers import credence_text, crossing_text, number_text

if TYPE_CHECKING:
    import xarray as xr


def headline(reading: xr.Dataset) -> str:
    """How far two numbers have to be off together to end the lead, in one line."""
    a = reading.attrs
    leader = f"{fitted(a['leader'])} (credence {credence_text(a['leader_credence'])})"
    if not a["tried"]:
        return "No two numbers could be moved apart from each other"
    if a["able_within"]:
        many = "1 pair" if a["able_within"] == 1 else f"{a['able_within']} pairs"
        return f"{leader} leads, but {many} of numbers inside the stated ranges can change that"
    if not reading.sizes["pair"]:
        return f"{leader} keeps its lead with two numbers off by up to a factor of a thousand"
    factor = number_text(float(10 ** (float(reading["change"][0]) / 10)))
    return f"Two numbers off by {factor} times their odds can end the lead of {leader}"


def explain(reading: xr.Dataset) -> str:
    """The pairs in words."""
    a = reading.attrs
    text = f"{a['leader']} leads with a credence of {credence_text(a['leader_credence'])}."
    if not a["tried"]:
        return f"{text} There are no two numbers that could be moved apart from each other."
    if not reading.sizes["pair"]:
        return (
            f"{text} None of the {a['tried']} pairs of numbers tried ends its lead with the odds "
            "of both changed by up to a factor of a thousand."
        )
    row = reading.isel(pair=0)
    factor = number_text(float(10 ** (float(row["change"]) / 10)))
    parts = [
        f"{in_words(str(row[w].values))} at "
        f"{crossing_text(float(row[f'{w}_at']), float(row[f'{w}_value']))} "
        f"(stated: {number_text(float(row[f'{w}_value']))})"
        for w in ("first", "second")
    ]
    text += (
        f" Of two numbers together the least change that ends its lead is {parts[0]} with "
        f"{parts[1]}, the odds of both off by a factor of {factor}: then {row['to'].values} leads."
    )
    share = f"{100 * a['mass']:g}%"
    able = f"{a['able_within']}" if a["able_within"] else "None"
    verb = "does" if a["able_within"] <= 1 else "do"
    text += (
        f" {able} of the {a['tried']} pairs tried {verb} it with both numbers somewhere in their "
        f"stated {share} ranges."
    )
    return text + " Everything else is as stated."
