"""What there is to say of each request when it has been answered, for the log and the metrics."""

import re
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from iomgraph.server.time_travel import PINNED

_NO_ANSWER = 499
_CACHED = re.compile(rb"; (hit|fwd=miss)")


class Seen(NamedTuple):
    """One request and its answer; `route` is the pattern of its path, `cache` hit or miss where one was asked."""

    method: str
    route: str
    path: str
    query: str
    status: int
    size: int
    seconds: float
    client: str
    agent: str
    cache: str | None


class RouteNames:
    """The pattern that a path is answered by.

    >>> RouteNames([Route("/a/{name}", print), Route("/{path:path}", print)])("/release/2026-01-01.1/a/b")
    '/release/{id}/a/{name}'
    """

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        known = [route for route in routes if isinstance(route, Route | Mount)]
        self._patterns = [(route.path_regex, route.path) for route in known]
        self._found = lru_cache(maxsize=4096)(self._find)

    def __call__(self, path: str) -> str:
        """The pattern for a path."""
        return self._found(path)

    def _find(self, path: str) -> str:
        pinned = PINNED.fullmatch(path)
        if pinned:
            return "/release/{id}" + (self._find(pinned[2]) if pinned[2] else "")
        return next((name for pattern, name in self._patterns if pattern.match(path)), "none")


class Observation:
    """ASGI middleware around the whole site that tells `listeners` of each request."""

    def __init__(self, app: ASGIApp, route_names: RouteNames, listeners: Sequence[Callable[[Seen], None]]) -> None:
        self._app = app
        self._route_names = route_names
        self._listeners = listeners

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status, size, cache = _NO_ANSWER, 0, None

        async def observed(message: Message) -> None:
            nonlocal status, size, cache
            if message["type"] == "http.response.start":
                status = message["status"]
                cache = _cache(message["headers"])
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, observed)
        except Exception:
            status = 500 if status == _NO_ANSWER else status
            raise
        finally:
            path, client = scope["path"], scope.get("client")
            seen = Seen(
                method=scope["method"],
                route=self._route_names(path),
                path=path,
                query=scope["query_string"].decode("latin-1"),
                status=status,
                size=size,
                seconds=time.perf_counter() - started,
                client=client[0] if client else "",
                agent=_agent(scope["headers"]),
                cache=cache,
            )
            for listener in self._listeners:
                listener(seen)


def _agent(headers: Sequence[tuple[bytes, bytes]]) -> str:
    return next((value.decode("latin-1") for name, value in headers if name == b"user-agent"), "")


def _cache(headers: Sequence[tuple[bytes, bytes]]) -> str | None:
    for name, value in headers:
        if name.lower() == b"cache-status" and (found := _CACHED.search(value)):
            return "hit" if found[1] == b"hit" else "miss"
    return None
