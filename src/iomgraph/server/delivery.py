"""How answers reach clients: kept for the next who asks, compressed once, and not sent to who has them.

HTTP Caching: <https://www.rfc-editor.org/rfc/rfc9111>; Cache-Status: <https://www.rfc-editor.org/rfc/rfc9211>
"""

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property

import anyio.to_thread
from starlette.datastructures import MutableHeaders
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
_KEPT_IN_MIND = (b"accept", b"accept-language", b"host", b"cookie")
_OF_A_BODY = (b"content-type", b"content-length", b"content-encoding")
_HIT = (b"cache-status", b"iomgraph; hit")
_CODED_TAG = re.compile(r'-(?:zstd|br|gzip)"')
# Beyond this the event loop does not wait for a compression.
_QUICK = 32_768


@dataclass(frozen=True)
class _Form:
    """An answer as it is sent, in one coding."""

    headers: list[tuple[bytes, bytes]]
    tag: str | None
    body: bytes


@dataclass
class _Whole:
    """A complete answer, in every coding that was asked for so far."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    forms: dict[str | None, _Form] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many bytes it may come to take."""
        return 2 * len(self.body) + 1_000

    @cached_property
    def may_be_coded(self) -> bool:
        headers = MutableHeaders(raw=self.headers)
        return self.status == 200 and is_worth_it(headers.get("content-type", ""), len(self.body))

    def as_hit(self) -> "_Whole":
        """The same for the next who ask."""
        return _Whole(self.status, [*_without(self.headers, _HIT[0]), _HIT], self.body)

    async def form(self, coding: str | None) -> _Form:
        """It in a coding, None for none."""
        found = self.forms.get(coding)
        if found is None:
            found = self.forms[coding] = await self._made(coding)
        return found

    async def _made(self, coding: str | None) -> _Form:
        headers, body = MutableHeaders(raw=list(self.headers)), self.body
        if self.may_be_coded:
            headers.add_vary_header("Accept-Encoding")
        if coding:
            compress = CODINGS[coding]
            body = compress(body) if len(body) <= _QUICK else await anyio.to_thread.run_sync(compress, body)
            headers["Content-Encoding"] = coding
            if "etag" in headers:
                headers["ETag"] = f'{headers["etag"][:-1]}-{coding}"'
        if body:
            headers["Content-Length"] = str(len(body))
        return _Form(headers.raw, headers.get("etag"), body)


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
        key = self._key(scope, release.name) if release and scope["method"] in ("GET", "HEAD") else None
        kept = self._cache.get(key) if key else None
        if kept:
            await _deliver(kept, scope, send)
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
                    self._cache.put(key, whole.as_hit())
                await _deliver(whole, scope, send)

        await self._app(inner, receive, hold)

    def _key(self, scope: Scope, release: str) -> Hashable:
        wanted = tuple([header for header in scope["headers"] if header[0] in _KEPT_IN_MIND])
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


def _without(headers: list[tuple[bytes, bytes]], *names: bytes) -> list[tuple[bytes, bytes]]:
    return [header for header in headers if header[0].lower() not in names]


def _may_be_kept(whole: _Whole) -> bool:
    return whole.status == 200 and "no-store" not in MutableHeaders(raw=whole.headers).get("cache-control", "")


async def _deliver(whole: _Whole, scope: Scope, send: Send) -> None:
    request = dict(scope["headers"])
    accepted = request.get(b"accept-encoding")
    form = await whole.form(best_coding(accepted.decode("latin-1")) if accepted and whole.may_be_coded else None)
    status, headers, body = whole.status, form.headers, form.body
    known = request.get(b"if-none-match")
    if status == 200 and known is not None and names_tag(known.decode("latin-1"), form.tag):
        status, body = 304, b""
        headers = _without(headers, *_OF_A_BODY)
    elif status != 304 and not body and scope["method"] != "HEAD":
        headers = [*_without(headers, b"content-length"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
