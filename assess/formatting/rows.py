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
        If `most` leaves no row.
    """
    if most is None:
        return count
    if most < 1:
        msg = f"most: {most} leaves no row (1 or more, or None for all)"
        raise ValueError(msg)
    return min(most, count)
