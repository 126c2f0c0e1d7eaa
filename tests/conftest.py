"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache

import pytest
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

# What takes longest is begun first, so that no core waits for it at the end: seconds of a file's
# longest tests, measured one by one; whatever is not named here follows in the order of the files.
LONGEST_FIRST = (
    "house/test_docs.py",
    "examples/test_dprk_missiles.py",
    "engines/test_mcmc.py",
    "cli/test_commands.py",
    "result/test_arviz.py",
    "house/test_public_surface.py",
    "kernel/test_invariants.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the tests: slow ones, then those of the files named above, then the others."""
    rank = {name: k for k, name in enumerate(LONGEST_FIRST)}

    def key(item: pytest.Item) -> tuple[bool, int]:
        file = "/".join(item.path.parts[-2:])
        return item.get_closest_marker("slow") is None, rank.get(file, len(rank))

    items.sort(key=key)


@pytest.fixture(scope="session", autouse=True)
def shipped_cases_are_parsed_once() -> Iterator[None]:
    """`assess.example_case` gives the same frozen case each time it is asked for a name."""
    from assess.io import examples

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(examples, "load_case", cache(examples.load_case))
        yield
