"""How many queries are answered at a time, and how many wait."""

import threading

from iomgraph.publication import Limits
from iomgraph.stores.store import BusyError

_BUSY = "Too many queries wait for an answer; ask again in a few seconds."


class Slots:
    """The right to be answered, `limits.workers` times; `limits.queue` wait for it at most."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._free = threading.BoundedSemaphore(limits.workers)
        self._waiting = 0
        self._lock = threading.Lock()

    def take(self) -> None:
        """Wait for a slot, no longer than a query may take. Raises BusyError where too many wait."""
        if self._free.acquire(blocking=False):
            return
        with self._lock:
            if self._waiting >= self._limits.queue:
                raise BusyError(_BUSY)
            self._waiting += 1
        try:
            if not self._free.acquire(timeout=self._limits.query_seconds):
                raise BusyError(_BUSY)
        finally:
            with self._lock:
                self._waiting -= 1

    def free(self) -> None:
        """Give a slot back."""
        self._free.release()
