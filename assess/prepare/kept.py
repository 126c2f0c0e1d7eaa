"""Plans found again by what they were made of, for as long as a result of theirs lives."""

from __future__ import annotations

import weakref
from threading import Lock

from assess.prepare.prepared import Prepared


class Plans:
    """What was prepared, by the text of the case and the day of the assessment.

    It is held by the results that were made of it, and by nothing else: a copy of a result, or one
    that was read from a file, finds the same plan, and when the last of them is gone so is the
    plan.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._by_content: weakref.WeakValueDictionary[tuple[str, str], Prepared] = (
            weakref.WeakValueDictionary()
        )
        self._held: dict[int, Prepared] = {}

    def find(self, text: str, day: str) -> Prepared | None:
        """What was prepared of a case as of a day, if anything still holds it."""
        with self._lock:
            return self._by_content.get((text, day))

    def hold(self, prepared: Prepared, result: object) -> Prepared:
        """Let a result hold what was prepared; of equal ones all results hold the first."""
        key = id(result)
        with self._lock:
            shared = self._by_content.setdefault((prepared.text, prepared.day), prepared)
            if key not in self._held:
                # without the lock: the collector may call it within a call that has it
                weakref.finalize(result, self._held.pop, key, None).atexit = False
            self._held[key] = shared
        return shared


PLANS = Plans()
"""The plans of all results that are alive."""
