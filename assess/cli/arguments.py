"""What the arguments of several commands share."""

from __future__ import annotations

import argparse
import datetime as dt


def day(text: str) -> dt.date:
    """Read a day such as 2024-06-20."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        msg = f"{text!r} is not a day such as 2024-06-20"
        raise argparse.ArgumentTypeError(msg) from None
