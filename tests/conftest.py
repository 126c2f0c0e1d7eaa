"""What all tests share."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Everyday runs try the same few examples each time; HYPOTHESIS_PROFILE=thorough looks for new ones.
settings.register_profile(
    "everyday",
    max_examples=16,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough", settings.get_profile("everyday"), max_examples=1000, derandomize=False
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))
