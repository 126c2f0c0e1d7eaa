"""The cruxes between two analysts in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.labels import fitted
from assess.formatting.numbers import credence_text, decibans_shown, decibans_text, number_text
from assess.result.target import THE_REST

if TYPE_CHECKING:
    from collections.abc import Callable

    import xarray as xr

_NAMED, _NOTICED, _WORTH = 3, 0.05, 0.1
"""Parts that are named at most; decibans that show; share of the largest part that is worth it."""


def headline(reading: xr.Dataset) -> str:
    """The gap between two analysts and what makes most of it, in one line."""
    a = reading.attrs
    one, two = short_name(a["first"]), short_name(a["second"])
    gap = float(a["gap"])
    if not reading.sizes["part"]:
        return f"{one[:1].upper()}{one[1:]} and {two} state the same"
    top = phrase(reading, 0, short_name)
    share = decibans_shown(reading["contribution"].values.tolist(), gap)[0]
    if abs(gap) < _NOTICED:
        return f"{one} and {two} agree on {fitted(a['hypothesis'])}, for different reasons"
    return (
        f"From {one} to {two} on {fitted(a['hypothesis'])}: {decibans_text(gap)}, "
        f"of it {decibans_text(share)} by {top}"
    )


_NAME_WIDTH = 24
"""Characters of a name beside other words."""


def short_name(name: str) -> str:
    """A name in a label or a headline that holds other words too."""
    return fitted(name, width=_NAME_WIDTH)


def explain(reading: xr.Dataset) -> str:
    """The cruxes in words: the gap, what makes most of it, what agreement on that would leave.

    Parameters
    ----------
    reading : Dataset
        What `cruxes` returned.

    Returns
    -------
    str
        Two to five sentences.
    """
    a = reading.attrs
    one, two, gap = a["first"], a["second"], float(a["gap"])
    if not reading.sizes["part"]:
        return f"{_upper(one)} and {two} state the same: they have no cruxes. {_ends(a)}."
    shown = decibans_shown(reading["contribution"].values.tolist(), gap)
    largest = max(map(abs, shown))
    named = [k for k, x in enumerate(shown) if abs(x) >= _NOTICED and abs(x) >= _WORTH * largest][
        :_NAMED
    ]
    sentences = [f"{_ends(a)}, {_distance(gap)} of log-odds apart."]
    if not named:
        count = reading.sizes["part"]
        sentences.append(
            f"None of the {count} parts in which they differ makes a tenth of a deciban."
        )
        return " ".join([*sentences, _conditions(a, reading)])
    words = [f"{phrase(reading, k)} ({decibans_text(shown[k])})" for k in named]
    joined = " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)
    rest = reading.sizes["part"] - len(named)
    more = f"; {rest} more part{'s make' if rest > 1 else ' makes'} the rest" if rest else ""
    if abs(gap) < _NOTICED:
        sentences.append(f"Their differences offset each other; those that do most: {joined}.")
    else:
        what = "it is" if len(words) + rest == 1 else "the largest shares are"
        sentences.append(f"From {one} to {two} {what} {joined}{more}.")
    sentences.append(_agreement(reading, named[-1], len(named)))
    return " ".join([*sentences, _conditions(a, reading)])


def _ends(a: dict[str, object]) -> str:
    name, against = a["hypothesis"], a["against"]
    if against == THE_REST:
        one, two = (credence_text(float(str(a[f"{x}_credence"]))) for x in ("first", "second"))
        return f"The credence of {name} is {one} for {a['first']} and {two} for {a['second']}"
    one, two = (decibans_text(float(str(a[f"{x}_decibans"]))) for x in ("first", "second"))
    return (
        f"The log-odds of {name} against {against} are {one} for {a['first']} and {two} for "
        f"{a['second']}"
    )


def phrase(cruxes: xr.Dataset, k: int, shorten: Callable[[str], str] = str) -> str:
    """A part as a sentence names it, its own name shortened as the place asks for."""
    row = cruxes.isel(part=k)
    label, kind, name = (str(row[x].values) for x in ("part", "kind", "name"))
    only = str(row["only"].values)
    if only:
        return f"{shorten(name)}, which only {shorten(cruxes.attrs[only])} has"
    if " + " in label:
        return " together with ".join(map(shorten, label.split(" + ")))
    if cruxes.attrs["by"] == "number" and kind != "prior" and not label.startswith("items["):
        return label
    name = shorten(name)
    return {
        "prior": f"the prior of {name}",
        "reliability": f"the reliability of {name}",
        "assumption": f"whether {name} holds",
        "item": f"what {name} says",
        "dependence": f"whether {name} is a repeat",
    }[kind]


def _agreement(cruxes: xr.Dataset, last: int, count: int) -> str:
    """What would be left if the parts up to one were agreed on."""
    a = cruxes.attrs
    left = [float(cruxes[f"left_as_{side}"].values[last]) for side in ("first", "second")]
    texts = [_distance(x) for x in left]
    what = "it" if count == 1 else f"these {'two' if count == 2 else 'three'}"
    if count == cruxes.sizes["part"] and max(map(abs, left)) < _NOTICED:
        return f"Agreement on {what} would leave nothing between them."
    if texts[0] == texts[1]:
        return f"Agreement on {what} would leave them {texts[0]} apart."
    return (
        f"Agreement on {what} would leave them {texts[0]} apart if both took what {a['first']} "
        f"states, and {texts[1]} if both took what {a['second']} states."
    )


def error_text(cruxes: xr.Dataset) -> str:
    """The largest standard error of a share, as words go on: at most so many decibans."""
    worst = float(cruxes["contribution_se"].max())
    return "below .01 dB" if worst < 0.01 else f"at most {number_text(worst)} dB"


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _distance(decibans: float) -> str:
    return decibans_text(abs(decibans)).lstrip("+")


def _conditions(a: dict[str, object], cruxes: xr.Dataset) -> str:
    if cruxes.sizes["part"] == 1:
        return "All else is as both state it."
    orders = "all orders in which the parts could be exchanged"
    if a["method"] != "exact":
        orders = f"{a['method']} of the parts (standard error {error_text(cruxes)})"
    return (
        f"A share is what exchanging one's statement for the other's does, averaged over {orders}, "
        "given all that both state alike; that a difference is large does not say who is right."
    )
