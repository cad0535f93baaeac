"""One line of JSON for each request, on standard error."""

import json
import logging
from datetime import UTC, datetime

from iomgraph.server.observation import Seen

_log = logging.getLogger("iomgraph.access")


def configure_logging() -> None:
    """Have the log of the program and that of requests written to standard error, a line each."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    _log.propagate = False


class AccessLog:
    """Writes what is seen; only where it `is_full` also what was asked for: the path, the query and the program."""

    def __init__(self, *, is_full: bool) -> None:
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
        _log.info("%s", json.dumps(line))
