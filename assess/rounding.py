"""How numbers are shown: the one place where a number is rounded for a reader.

Tables, sentences and figures all call these, so the same stored result reads the same everywhere.
"""

from __future__ import annotations

import math


def credence_text(credence: float) -> str:
    """A credence for a reader: two decimals, three within a hundredth of 0 or 1, never more.

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


def interval_text(low: float, high: float) -> str:
    """An interval of credences for a reader.

    Examples
    --------
    >>> interval_text(0.7723, 0.98), interval_text(0.00002, 0.5)
    ('.77 to .98', '<.001 to .50')
    """
    return f"{credence_text(low)} to {credence_text(high)}"


def decibans_text(decibans: float) -> str:
    """A weight of evidence for a reader: one decimal, always with its sign, and the unit.

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
    """A quantity for a reader: three significant digits, large numbers in words.

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


def number_text(number: float) -> str:
    """A stated number for a reader: three significant digits, at least two decimals below 1.

    Examples
    --------
    >>> [number_text(x) for x in (0.7, 0.025, 0.0004, 1.0, 8.0, 12.34)]
    ['.70', '.025', '.0004', '1', '8', '12.3']
    """
    if 0.9995 <= number < 1.0:
        return ">.999"
    text = (
        f"{float(f'{number:.3g}'):f}".rstrip("0").rstrip(".")
        if 1e-6 <= abs(number) < 1e6
        else ("0" if number == 0 else f"{number:.2e}")
    )
    if 0 < abs(number) < 1 and "." in text and len(text.split(".")[1]) == 1:
        text += "0"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text
