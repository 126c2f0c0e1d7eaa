"""How many rows are shown."""

from __future__ import annotations


def at_least_one(most: int | None, count: int) -> int:
    """Return how many of so many rows are shown.

    Parameters
    ----------
    most : int or None
        Most rows; None for all.
    count : int
        How many there are.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If `most` is no whole number above 0.
    """
    if most is None:
        return count
    if not _is_count(most):
        msg = f"most is a whole number, 1 or more, or None for all, not {most!r}"
        raise ValueError(msg)
    return min(most, count)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1
