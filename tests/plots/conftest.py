"""What all pictures share."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib as mpl
import pytest


@pytest.fixture(autouse=True)
def paper() -> Iterator[None]:
    """Draw without a screen, and leave no figure open."""
    before = mpl.get_backend()
    mpl.use("agg")
    import matplotlib.pyplot as plt

    yield
    plt.close("all")
    mpl.use(before)
