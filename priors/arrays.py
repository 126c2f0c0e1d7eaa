"""Name the kinds of arrays once, for annotations in all three packages."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
"""Numbers."""

Index = NDArray[np.intp]
"""Positions in another array."""

Mask = NDArray[np.bool_]
"""Yes or no for each entry."""
