"""How a probability, a ratio and a weight of evidence are shown, the same everywhere."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal


def credence_text(credence: float) -> str:
    """Write a credence for a reader: two decimals, three within a hundredth of 0 or 1.

    Parameters
    ----------
    credence : float
        A probability, 0 to 1.

    Returns
    -------
    str
        Such as '.92', '.997', '<.001'; '0' and '1' only for exactly these.

    Examples
    --------
    >>> [credence_text(p) for p in (0.9162, 0.9968, 0.00004, 0.99996, 1.0)]
    ['.92', '.997', '<.001', '>.999', '1']
    """
    if credence in (0.0, 1.0):
        return str(int(credence))
    distance = min(credence, 1.0 - credence)
    if distance < 0.0005:
        return "<.001" if credence < 0.5 else ">.999"
    return f"{credence:.{2 if distance >= 0.00995 else 3}f}".lstrip("0")


def rescaled_text(before: float, after: float) -> str:
    """Tell how a number was changed, with the decimals it takes to see it; empty if it was not.

    Examples
    --------
    >>> rescaled_text(0.1415, 0.1489), rescaled_text(3.0, 0.285)
    ('rescaled from .14 to .15', 'rescaled from 3 to .28')
    >>> rescaled_text(0.14152, 0.14154), rescaled_text(0.5, 0.5)
    ('rescaled from .14152 to .14154', '')
    """
    if math.isclose(before, after, rel_tol=1e-9):
        return ""
    old = new = ""
    for digits in range(2, 13):
        old, new = (
            f"{x:.{digits}f}".lstrip("0") if x < 1.0 else f"{x:.6g}" for x in (before, after)
        )
        if old != new and min(before, after) >= 10.0**-digits:
            break
    return f"rescaled from {old} to {new}"


def interval_text(low: float, high: float) -> str:
    """Write an interval of credences for a reader.

    Examples
    --------
    >>> interval_text(0.7723, 0.98), interval_text(0.00002, 0.5)
    ('.77 to .98', '<.001 to .50')
    """
    return f"{credence_text(low)} to {credence_text(high)}"


def told_apart(text: str, value: float, ends: Iterable[float]) -> str:
    """Write a shown number with more digits where it would be read as on the other side of an end.

    Examples
    --------
    >>> told_apart(".80", 0.7973, (0.55, 0.8)), told_apart(".71", 0.7104, (0.55, 0.8))
    ('.797', '.71')
    """
    ends = tuple(ends)
    if value in ends:  # and no rounding takes an end to the other side of itself
        return text
    for digits in range(3, 16):
        if not text[:1].isdigit() and text[:1] != ".":  # "<.001" is a bound, and crosses nothing
            break
        shown = float(text.replace(",", ""))
        if all((shown > e) == (value > e) and (shown < e) == (value < e) for e in ends):
            break
        text = format(Decimal(f"{value:.{digits}g}"), "f").removeprefix("0")
    return text


def decibans_text(decibans: float) -> str:
    """Write a weight of evidence for a reader: one decimal, always with its sign, and the unit.

    Examples
    --------
    >>> decibans_text(7.42), decibans_text(-0.135), decibans_text(0.0)
    ('+7.4 dB', '−0.1 dB', '0.0 dB')
    """
    if math.isnan(decibans):
        return "undefined"
    if math.isinf(decibans):
        return "+∞ dB" if decibans > 0 else "−∞ dB"
    text = f"{abs(decibans):.1f}"
    sign = "" if text == "0.0" else ("+" if decibans > 0 else "−")
    return f"{sign}{text} dB"


_WORDS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def quantity_text(quantity: float) -> str:
    """Write a quantity for a reader: three significant digits, large numbers in words.

    Examples
    --------
    >>> [quantity_text(x) for x in (2_352_941.0, 10_480.0, 264.3, 0.0123)]
    ['2.35 million', '10,500', '264', '0.0123']
    """
    rounded = float(f"{quantity:.3g}")
    for size, word in _WORDS:
        if abs(rounded) >= size:
            return f"{rounded / size:.3g} {word}"
    if abs(rounded) >= 1000.0:
        return f"{rounded:,.0f}"
    return f"{rounded:.3g}"
