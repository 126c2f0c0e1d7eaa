"""The engines that weigh a case, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assess.engines.exact import weigh_exactly

ENGINES: dict[str, Callable[..., Any]] = {"exact": weigh_exactly}
