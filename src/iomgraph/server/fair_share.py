"""What one client may have, so that it leaves something to the others.

429 Too Many Requests: <https://www.rfc-editor.org/rfc/rfc6585#section-4>
"""

import math
import time
from collections import Counter, OrderedDict
from functools import lru_cache
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from iomgraph.publication import Publication
from iomgraph.server.delivery import ABOUT_NOW
from iomgraph.server.headers import ENDPOINT, EVERYWHERE
from iomgraph.server.problems import Problem

_MOST_CLIENTS = 10_000


class TokenBuckets:
    """A bucket of `burst` tokens for each client, into which `per_second` fall.

    >>> buckets = TokenBuckets(per_second=2, burst=1)
    >>> [buckets.seconds_to_wait("a", now) for now in (0.0, 0.0, 0.5)]
    [0.0, 0.5, 0.0]
    """

    def __init__(self, per_second: float, burst: int) -> None:
        self._per_second = per_second
        self._burst = burst
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def seconds_to_wait(self, client: str, now: float) -> float:
        """Take a token, or say when there will be one."""
        tokens, since = self._held.pop(client, (float(self._burst), now))
        tokens = min(tokens + (now - since) * self._per_second, self._burst)
        waiting = 0.0 if tokens >= 1 else (1 - tokens) / self._per_second
        self._held[client] = (tokens - 1 if not waiting else tokens, now)
        if len(self._held) > _MOST_CLIENTS:
            # Who has not asked for longest has the fullest bucket, and a new one is full.
            self._held.popitem(last=False)
        return waiting


class FairShare:
    """ASGI middleware that sends away who asks for more than its share."""

    def __init__(self, app: ASGIApp, publication: Publication) -> None:
        self._app = app
        server = publication.server
        self._buckets = TokenBuckets(server.requests_per_second, server.burst) if server.requests_per_second else None
        self._most_queries = server.queries_per_client or max(publication.limits.workers * 3 // 4, 1)
        self._queries: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http" or scope["path"] in ABOUT_NOW:
            await self._app(scope, receive, send)
            return
        client = client_of(scope["client"][0] if scope.get("client") else "")
        waiting = self._buckets.seconds_to_wait(client, time.monotonic()) if self._buckets else 0.0
        if waiting:
            await _sent_away("You ask more often than is allowed", waiting)(scope, receive, send)
        elif not scope["path"].endswith(ENDPOINT):
            await self._app(scope, receive, send)
        elif self._queries[client] >= self._most_queries:
            sentence = f"{self._most_queries} of your queries are being answered, which is what one client may have"
            await _sent_away(sentence, 1)(scope, receive, send)
        else:
            self._queries[client] += 1
            try:
                await self._app(scope, receive, send)
            finally:
                self._queries[client] -= 1
                if not self._queries[client]:
                    del self._queries[client]


@lru_cache(maxsize=1024)
def client_of(host: str) -> str:
    """The one who asks from an address: of IPv6 it is the network that one customer has.

    >>> client_of("2001:db8:1:2:3:4:5:6")
    '2001:db8:1:2::'
    """
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Address(int(address) >> 64 << 64))
    return str(address)


def _sent_away(sentence: str, seconds: float) -> ASGIApp:
    whole = math.ceil(seconds)
    return Problem(
        HTTPStatus.TOO_MANY_REQUESTS,
        f"{sentence}; ask again in {whole} second{'' if whole == 1 else 's'}.",
        headers={**EVERYWHERE, "Retry-After": str(whole)},
    ).response()
