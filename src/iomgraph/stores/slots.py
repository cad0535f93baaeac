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
        self.busy = 0
        """How many questions are being answered."""
        self.waiting = 0
        """How many questions wait."""
        self._lock = threading.Lock()

    def take(self) -> None:
        """Wait for a slot, no longer than a query may take. Raises BusyError where too many wait."""
        if not self.take_now():
            self._wait()
            with self._lock:
                self.busy += 1

    def take_now(self) -> bool:
        """Take a slot if there is one."""
        if not self._free.acquire(blocking=False):
            return False
        with self._lock:
            self.busy += 1
        return True

    def free(self) -> None:
        """Give a slot back."""
        with self._lock:
            self.busy -= 1
        self._free.release()

    def _wait(self) -> None:
        with self._lock:
            if self.waiting >= self._limits.queue:
                raise BusyError(_BUSY)
            self.waiting += 1
        try:
            if not self._free.acquire(timeout=self._limits.query_seconds):
                raise BusyError(_BUSY)
        finally:
            with self._lock:
                self.waiting -= 1
