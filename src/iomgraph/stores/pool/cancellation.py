"""How the one who waits for an answer says that nobody wants it any more."""

import threading
from typing import Protocol

from iomgraph.stores.store import BrokenAnswerError

UNWANTED = "Nobody waits for the answer any more."


class Stoppable(Protocol):
    """Work on an answer."""

    def stop(self) -> None:
        """End it at once, from another thread."""
        ...


class Cancellation:
    """Lets the one who waits for an answer say that nobody wants it any more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lease: Stoppable | None = None
        self.cancelled = False

    def cancel(self) -> None:
        """Stop whoever is at it, or keep them from beginning."""
        with self._lock:
            self.cancelled = True
            if self._lease:
                self._lease.stop()

    def begins(self, lease: Stoppable) -> None:
        """Somebody begins. Raises BrokenAnswerError where the question has been cancelled before."""
        with self._lock:
            if self.cancelled:
                raise BrokenAnswerError(UNWANTED)
            self._lease = lease

    def ends(self) -> None:
        """Nobody is at it any more."""
        with self._lock:
            self._lease = None
