"""How answers reach clients: kept for the next who asks, compressed once, and not sent to who has them.

HTTP Caching: <https://www.rfc-editor.org/rfc/rfc9111>; Cache-Status: <https://www.rfc-editor.org/rfc/rfc9211>
"""

import re
from collections.abc import Hashable
from dataclasses import dataclass, field

import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from iomgraph.server.answers import names_tag
from iomgraph.server.byte_cache import ByteCache
from iomgraph.server.compression import CODINGS, best_coding, is_worth_it
from iomgraph.server.current import CurrentRelease

RELEASE = "iomgraph.release"
"""The key of the scope that holds the release a request is answered from."""

ROOT = "iomgraph.root"
"""The key of the scope that holds the path below which a pinned release has its pages; it is absent for the current."""

ABOUT_NOW = ("/health", "/ready", "/metrics")
"""The paths of what is never kept, and asked when nothing else can be answered."""

_SENDS_FILES = "http.response.pathsend"
_KEPT_IN_MIND = ("accept", "accept-language", "host", "cookie")
_CODED_TAG = re.compile(r'-(?:zstd|br|gzip)"')
# Beyond this the event loop does not wait for a compression.
_QUICK = 32_768


@dataclass
class _Whole:
    """A complete answer, in every coding that was asked for so far."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    coded: dict[str, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many bytes it may come to take."""
        return 2 * len(self.body) + 1_000

    async def in_coding(self, coding: str) -> bytes:
        if coding not in self.coded:
            compress = CODINGS[coding]
            is_quick = len(self.body) <= _QUICK
            self.coded[coding] = (
                compress(self.body) if is_quick else await anyio.to_thread.run_sync(compress, self.body)
            )
        return self.coded[coding]


class Delivery:
    """ASGI middleware around the whole site. An answer to GET is kept for as long as its release is served."""

    def __init__(self, app: ASGIApp, current: CurrentRelease, cache_bytes: int) -> None:
        self._app = app
        self._current = current
        self._cache: ByteCache[_Whole] = ByteCache(cache_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http" or scope["path"] in ABOUT_NOW:
            # Nothing is waited for, not even for a release to be loaded.
            await self._app({**scope, RELEASE: self._current.loaded}, receive, send)
            return
        release = scope.get(RELEASE) or await self._current.release()
        headers = Headers(scope=scope)
        key = self._key(scope, headers, release.name) if release and scope["method"] in ("GET", "HEAD") else None
        kept = self._cache.get(key) if key else None
        if kept:
            await _deliver(kept, scope, headers, send, is_hit=True)
            return
        inner = {
            **scope,
            RELEASE: release,
            "headers": _without_codings(scope["headers"]),
            # A file that the server sends by itself could be neither compressed nor kept.
            "extensions": {name: each for name, each in scope.get("extensions", {}).items() if name != _SENDS_FILES},
        }
        started: Message | None = None

        async def hold(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = message
            elif started is None:
                await send(message)
            elif message.get("more_body"):
                await send(started)
                started = None
                await send(message)
            else:
                whole = _Whole(started["status"], list(started["headers"]), message.get("body", b""))
                started = None
                if key and scope["method"] == "GET" and _may_be_kept(whole):
                    self._cache.put(key, whole)
                await _deliver(whole, scope, headers, send, is_hit=False)

        await self._app(inner, receive, hold)

    def _key(self, scope: Scope, headers: Headers, release: str) -> Hashable:
        wanted = tuple(headers.get(name) for name in _KEPT_IN_MIND)
        loaded = self._current.loaded
        # The pages of a pinned release say which one is current.
        pinned = (scope[ROOT], loaded.name if loaded else None) if ROOT in scope else None
        return (release, pinned, scope["raw_path"], scope["query_string"], wanted)


def _without_codings(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers with the entity tags that the application gave, before the coding was added to them."""
    return [
        (name, _CODED_TAG.sub('"', value.decode("latin-1")).encode("latin-1"))
        if name == b"if-none-match"
        else (name, value)
        for name, value in headers
    ]


def _may_be_kept(whole: _Whole) -> bool:
    return whole.status == 200 and "no-store" not in MutableHeaders(raw=whole.headers).get("cache-control", "")


async def _deliver(whole: _Whole, scope: Scope, request: Headers, send: Send, *, is_hit: bool) -> None:
    headers = MutableHeaders(raw=list(whole.headers))
    body = whole.body
    if is_hit:
        headers["Cache-Status"] = "iomgraph; hit"
    if whole.status == 200 and is_worth_it(headers.get("content-type", ""), len(body)):
        headers.add_vary_header("Accept-Encoding")
        coding = best_coding(request.get("accept-encoding"))
        if coding:
            body = await whole.in_coding(coding)
            headers["Content-Encoding"] = coding
            if "etag" in headers:
                headers["ETag"] = f'{headers["etag"][:-1]}-{coding}"'
    status = whole.status
    if status == 200 and names_tag(request.get("if-none-match"), headers.get("etag")):
        status, body = 304, b""
        del headers["Content-Type"], headers["Content-Length"], headers["Content-Encoding"]
    elif status != 304 and (body or scope["method"] != "HEAD"):
        headers["Content-Length"] = str(len(body))
    await send({"type": "http.response.start", "status": status, "headers": headers.raw})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
