"""How many workers were ended by force, for all releases that a server has had."""

import threading
from collections import Counter


class Killed:
    """Counts by reason, from several threads; it never begins anew while the server runs.

    >>> killed = Killed()
    >>> killed.count("deadline")
    >>> killed.by_reason()
    {'deadline': 1}
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()

    def count(self, reason: str) -> None:
        """Note that one was ended."""
        with self._lock:
            self._counts[reason] += 1

    def by_reason(self) -> dict[str, int]:
        """The numbers up to now."""
        with self._lock:
            return dict(self._counts)
