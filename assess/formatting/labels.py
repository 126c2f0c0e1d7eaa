"""Labels that fit: names and words cut to a width."""

from __future__ import annotations

import textwrap

LABEL_WIDTH = 38
"""Characters in one line of a label."""


def fitted(label: str, *, width: int = LABEL_WIDTH, lines: int = 1) -> str:
    """A label in at most so many lines; what has no room gives way to an ellipsis.

    Words are dropped from the end. A single long word, such as an id or an address, loses its
    middle instead, because ids of one family often differ in their last letters only.

    Parameters
    ----------
    label : str
        The label in full.
    width : int
        Characters in a line.
    lines : int
        Most lines that the label may take.

    Returns
    -------
    str
        The label, with line breaks.

    Examples
    --------
    >>> fitted("a truck was seen at the gate before dawn", width=20)
    'a truck was seen at…'
    >>> print(fitted("a truck was seen at the gate before dawn", width=20, lines=2))
    a truck was seen at
    the gate before dawn
    >>> fitted("likelihood[debris_of_a_missile, none]", width=20)
    'likelihood…le, none]'
    """
    if "[" in label and lines == 1:
        return _without_middle(label, width)
    rows = wrapped(label, width)
    if len(rows) > lines:
        last = wrapped(" ".join(rows[lines - 1 :]), width - 1)[0]
        rows = [*rows[: lines - 1], last.rstrip(" ,;:.") + "…"]
    elif len(rows) > 1:
        # lines of about one length read better than a full one and an orphan
        narrower = (wrapped(label, w) for w in range(width // 2, width + 1))
        rows = next(found for found in narrower if len(found) <= lines)
    return "\n".join(_without_middle(row, width) for row in rows)


def wrapped(words: str, width: int) -> list[str]:
    """Break words into lines of at most so many characters; a long word stays whole."""
    return textwrap.wrap(words, width, break_long_words=False, break_on_hyphens=False)


def _without_middle(label: str, width: int) -> str:
    if len(label) <= width:
        return label
    return label[: width // 2] + "…" + label[-((width - 1) // 2) :]
