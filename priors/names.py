"""Names in messages: the closest known one, lists, values and names on one line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence


def closest(name: object, known: Iterable[str]) -> str:
    """The known name most like the given one, upper or lower case alike, or an empty string."""
    names = {n.lower(): n for n in known}
    wanted = str(name)[:200].lower()
    begun = [n for n in names if len(wanted) >= 3 and n.startswith(wanted)]
    if len(begun) == 1:
        return names[begun[0]]
    matches = difflib.get_close_matches(wanted, names, n=1, cutoff=0.6)
    return names[matches[0]] if matches else ""


def meant(name: object, known: Iterable[str]) -> str:
    """The end of a message about an unknown name: what is known, and the closest of it."""
    names = list(known)
    near = closest(name, names)
    return f"(allowed: {listed(names) or 'none'}){did_you_mean(near)}"


def shown(value: object, length: int = 60) -> str:
    """A value as it is quoted in a message: short, on one line."""
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= length else text[: length - 1] + "…"


def listed(names: Sequence[str], most: int = 12) -> str:
    """Names separated by commas, the rest counted."""
    rest = len(names) - most
    return ", ".join(one_line(n) for n in names[:most]) + (f" and {rest} more" if rest > 0 else "")


def one_line(name: str, length: int = 80) -> str:
    """A name from a file as it can stand in a message: no control characters, not too long."""
    text = name if name.isprintable() else ascii(name)[1:-1]
    return text if len(text) <= length else text[: length - 1] + "…"


def did_you_mean(near: str) -> str:
    """Return the end of a message that asks for the name which was meant, if one is near."""
    return f"; did you mean {near!r}?" if near else ""
