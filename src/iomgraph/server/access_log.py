"""One line of JSON for each request."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import TextIO

from iomgraph.server.observation import Seen


class AccessLog:
    """Writes to `out` what is seen; only where it `is_full` also what was asked for: path, query and program.

    Not by `logging`, which takes longer for a line than a kept answer takes to be sent.
    """

    def __init__(self, out: TextIO, *, is_full: bool) -> None:
        self._out = out
        self._is_full = is_full

    def __call__(self, seen: Seen) -> None:
        """Write the line of one request."""
        line: dict[str, object] = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "method": seen.method,
            "route": seen.route,
            "status": seen.status,
            "bytes": seen.size,
            "seconds": round(seen.seconds, 6),
            "client": seen.client,
        }
        if self._is_full:
            line |= {"path": seen.path, "query": seen.query, "agent": seen.agent}
        # Who asked is answered also where the log is full, or nobody reads it any more.
        with suppress(OSError):
            self._out.write(json.dumps(line) + "\n")
            self._out.flush()
