"""How numbers are shown: with `priors/rounding.py` the one place where a number is rounded.

Tables, sentences and figures all call these, so the same stored result reads the same everywhere.
What `priors` and `evidence` need too is defined there, and passed on here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from priors.rounding import credence_text, decibans_text, interval_text, quantity_text

__all__ = [
    "apart_text",
    "bits_text",
    "credence_text",
    "crossing_text",
    "decibans_shown",
    "decibans_text",
    "decibans_texts",
    "information_bits_text",
    "information_text",
    "interval_text",
    "move_text",
    "number_text",
    "quantity_text",
    "share_text",
]


def spelt(credence: float) -> str:
    """Write a credence in a sentence or beside an arrow, where '<' and '>' would be misread."""
    return credence_text(credence).replace("<", "below ").replace(">", "above ")


def decibans_shown(values: Sequence[float], total: float) -> list[float]:
    """Weights of evidence rounded to a tenth so that they add up to their rounded total.

    Parameters
    ----------
    values : sequence of float
        Decibans.
    total : float
        Their sum.

    Returns
    -------
    list of float
        Each a number of whole tenths that differs from its value by less than a tenth. An infinite
        value stays as it is; where the total is not finite nothing can add up, and each value is
        rounded by itself.

    Raises
    ------
    ValueError
        If the values do not add up to the total.

    Notes
    -----
    The method of the largest remainder (Hamilton's): every value is rounded down, and the tenths
    that are missing go to those values that lost most.

    Examples
    --------
    >>> decibans_shown([0.14, 0.14, 0.14], 0.42)
    [0.2, 0.1, 0.1]
    """
    if not math.isfinite(total) or not all(math.isfinite(v) for v in values):
        return [v if not math.isfinite(v) else _tenths(v) / 10.0 for v in values]
    if abs(math.fsum(values) - total) > 1e-7 + 1e-9 * sum(abs(v) for v in values):
        msg = f"the weights sum to {math.fsum(values):.6g} dB, not to the total of {total:.6g} dB"
        raise ValueError(msg)
    scaled = [_settled(10.0 * v) for v in values]
    whole = [math.floor(x) for x in scaled]
    missing = _tenths(total) - sum(whole)
    lost = [x - w for x, w in zip(scaled, whole, strict=True)]
    # of two that lost the same the larger is moved: there it is the smaller share
    order = sorted(range(len(values)), key=lambda k: (-round(lost[k], 9), -abs(values[k])))
    for k in order[:missing]:
        whole[k] += 1
    return [w / 10.0 for w in whole]


def _settled(tenths: float) -> float:
    """What is a whole number but for a rounding error is one: it must not be moved."""
    near = round(tenths)
    return near if abs(tenths - near) < 1e-7 else tenths


def _tenths(decibans: float) -> int:
    """Tenths of a deciban, as `decibans_text` shows them."""
    return round(float(f"{decibans:.1f}") * 10.0)


def decibans_texts(values: Sequence[float], total: float) -> list[str]:
    """Weights of evidence for a reader that add up to the last digit shown.

    Parameters
    ----------
    values : sequence of float
        Decibans.
    total : float
        Their sum, which a reader sees as `decibans_text(total)`.

    Returns
    -------
    list of str
        See `decibans_shown`.

    Examples
    --------
    >>> decibans_texts([1.24, 1.24, -0.06], 2.42), decibans_text(2.42)
    (['+1.3 dB', '+1.2 dB', '−0.1 dB'], '+2.4 dB')
    """
    return [decibans_text(v) for v in decibans_shown(values, total)]


def bits_text(bits: float) -> str:
    """A conflict or a surprise for a reader: one decimal, always with its sign, and the unit.

    Examples
    --------
    >>> bits_text(2.37), bits_text(-0.42), bits_text(0.0)
    ('+2.4 bits', '−0.4 bits', '0.0 bits')
    """
    return decibans_text(bits).replace("dB", "bits")


def information_text(bits: float) -> str:
    """Information for a reader, in bits: what is below a thousandth is not worth its digits.

    Examples
    --------
    >>> [information_text(x) for x in (0.2137, 0.00004, 0.0, 1.25)]
    ['.214', '<.001', '0', '1.25']
    """
    return credence_text(bits) if bits < 0.0005 else number_text(bits)


def information_bits_text(bits: float) -> str:
    """Information for a reader, with its unit.

    Examples
    --------
    >>> information_bits_text(1.0), information_bits_text(0.2137)
    ('1 bit', '.214 bits')
    """
    text = information_text(bits)
    return f"{text} bit" if text == "1" else f"{text} bits"


def move_text(move: float) -> str:
    """A change of a credence for a reader, with its sign.

    Examples
    --------
    >>> move_text(0.214), move_text(-0.05)
    ('+.21', '−.05')
    """
    return f"{'−' if move < 0.0 else '+'}{credence_text(abs(move))}"


def share_text(share: float) -> str:
    """A share of a variance for a reader, as a credence is written; estimates can leave 0 to 1.

    Examples
    --------
    >>> [share_text(x) for x in (0.4504, -0.0003, 1.002, 0.004)]
    ['.45', '0', '1', '.004']
    """
    return credence_text(min(max(share, 0.0), 1.0))


def apart_text(first: float, second: float) -> tuple[str, str]:
    """Two numbers that are to be told apart: more digits where three are not enough.

    Examples
    --------
    >>> apart_text(0.314, 0.8), apart_text(0.80004, 0.8)
    (('.314', '.80'), ('.80004', '.80'))
    """
    texts = number_text(first), number_text(second)
    for digits in range(4, 9):
        if texts[0] != texts[1] or first == second:
            break
        texts = number_text(first, digits), number_text(second, digits)
    return texts


def crossing_text(at: float, stated: float) -> str:
    """The value at which something changes, rounded away from what was stated.

    So whoever writes the printed value into a case is beyond the change and not just short of it.
    Three digits, counted from 1 where that is nearer; more where they would not tell the two apart.

    Examples
    --------
    >>> crossing_text(0.23077, 0.7), crossing_text(0.8023, 0.7), crossing_text(0.80004, 0.8)
    ('.23', '.803', '.801')
    >>> crossing_text(0.9999996, 0.98), crossing_text(12.34, 8.0)
    ('.9999996', '12.4')
    """
    upwards = at > stated
    near = 1.0 - at if 0.9 < at < 1.0 else abs(at)
    if not 1e-12 < near < 1e6:
        return number_text(at)
    least = max(2 - math.floor(math.log10(near)), 0)
    for decimals in range(least, max(least, 12) + 1):
        scale = 10.0**decimals
        # what was given with so many digits stays: the product has a rounding error of its own
        steps = math.ceil(at * scale - 1e-6) if upwards else math.floor(at * scale + 1e-6)
        text = f"{steps / scale:.{decimals}f}"
        if abs(steps / scale - stated) > 0.5 / scale:
            break
    whole, _, digits = text.partition(".")
    kept = digits.rstrip("0").ljust(2, "0") if float(text) < 1.0 else digits.rstrip("0")
    return f"{whole if whole != '0' else ''}.{kept}" if kept else whole


def number_text(number: float, digits: int = 3) -> str:
    """A stated number for a reader: three significant digits, at least two decimals below 1.

    Examples
    --------
    >>> [number_text(x) for x in (0.7, 0.025, 0.0004, 1.0, 8.0, 12.34)]
    ['.70', '.025', '.0004', '1', '8', '12.3']
    """
    if 1.0 - 0.5 * 10.0**-digits <= number < 1.0:
        return ">." + digits * "9"
    text = (
        f"{float(f'{number:.{digits}g}'):.{digits + 3}f}".rstrip("0").rstrip(".")
        if 1e-6 <= abs(number) < 1e6
        else ("0" if number == 0 else f"{number:.{digits - 1}e}")
    )
    if 0 < abs(number) < 1 and "." in text and len(text.split(".")[1]) == 1:
        text += "0"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text
