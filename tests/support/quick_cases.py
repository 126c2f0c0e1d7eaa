"""Of many random cases the first few run each time; the others run with what is slow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def first(count: int, values: Iterable[Any]) -> list[Any]:
    """All values for `parametrize`, those after the first ones marked slow."""
    sets = [v if isinstance(v, tuple) else (v,) for v in values]
    return [pytest.param(*v, marks=[pytest.mark.slow] * (k >= count)) for k, v in enumerate(sets)]
