"""Earlier releases at addresses of their own: `/release/ID/…` and `/sparql?release=ID`."""

import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import parse_qs, unquote_to_bytes

import anyio
import anyio.to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from iomgraph.errors import InputError
from iomgraph.publication import Publication, StoreSettings
from iomgraph.release import BESIDE_MANIFEST, Releases
from iomgraph.server.delivery import RELEASE, ROOT
from iomgraph.server.headers import ENDPOINT, EVERYWHERE
from iomgraph.server.problems import Problem
from iomgraph.server.served import ServedRelease, open_release
from iomgraph.stores.killed import Killed

PINNED = re.compile(r"/release/(\d{4}-\d{2}-\d{2}\.\d+)(/.*)?")
_FOR_EVER = "public, max-age=31536000, immutable"


class EarlierReleases:
    """The `most` releases that were asked for last, opened."""

    def __init__(self, publication: Publication, most: int, killed: Killed) -> None:
        # A store elsewhere holds one release only, so earlier ones are asked here.
        here = StoreSettings(disk_above_bytes=publication.store.disk_above_bytes)
        self._publication = replace(publication, store=here)
        self._most = most
        self._killed = killed
        self._opened: OrderedDict[str, ServedRelease] = OrderedDict()
        self._opening = anyio.Lock()

    async def release(self, release_id: str) -> ServedRelease:
        """The release with this id. Raises InputError where it is not kept, or cannot be opened."""
        async with self._opening:
            if release_id not in self._opened:
                folder = Releases(self._publication.releases).get(release_id).path
                self._opened[release_id] = await anyio.to_thread.run_sync(
                    open_release, folder, self._publication, self._killed
                )
                if len(self._opened) > self._most:
                    self._opened.popitem(last=False)
            self._opened.move_to_end(release_id)
            return self._opened[release_id]


class TimeTravel:
    """ASGI middleware that has a request answered from the release that its address names.

    The links of its pages stay there. `tell` answers where there is no such release.
    """

    def __init__(
        self, app: ASGIApp, earlier: EarlierReleases, tell: Callable[[Request, Problem], Awaitable[Response]]
    ) -> None:
        self._app = app
        self._earlier = earlier
        self._tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        pinned = _pinned(scope) if scope["type"] == "http" else None
        if pinned is None:
            await self._app(scope, receive, send)
            return
        release_id, path = pinned
        try:
            release = await self._earlier.release(release_id)
        except InputError:
            sentence = f"Release {release_id} is not kept here; see /release for the one that is served."
            problem = Problem(HTTPStatus.NOT_FOUND, sentence, headers=EVERYWHERE)
            await (await self._tell(Request(scope, receive), problem))(scope, receive, send)
            return
        # What stands directly below a release is one of its files, or a page of the site.
        if path[1:] in release.manifest["files"] or path[1:] in BESIDE_MANIFEST:
            path = f"/release{path}"

        async def send_for_ever(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (200, 304):
                headers = MutableHeaders(scope=message)
                # A page changes with the software, data never does unless it is another endpoint's.
                is_page = headers.get("content-type", "").startswith("text/html")
                if not is_page and headers.get("cache-control") != "no-store":
                    headers["Cache-Control"] = _FOR_EVER
            await send(message)

        inner = {
            **scope,
            "path": _unquoted(path),
            "raw_path": path.encode("latin-1"),
            RELEASE: release,
            ROOT: f"/release/{release_id}",
        }
        await self._app(inner, receive, send_for_ever)


def _unquoted(path: str) -> str:
    """A path as the application sees it; clients may also send what is not ASCII as it is."""
    return unquote_to_bytes(path.encode("latin-1")).decode(errors="replace")


def _pinned(scope: Scope) -> tuple[str, str] | None:
    """The release that an address names, and the path within it."""
    raw_path = scope["raw_path"].decode("latin-1")
    found = PINNED.fullmatch(raw_path)
    if found:
        return found[1], found[2] or "/release"
    if raw_path == ENDPOINT and _names_release(scope["query_string"]):
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("release", [])
        return (asked[0], raw_path) if asked else None
    return None


def _names_release(query: bytes) -> bool:
    """Whether a parameter may be `release`; queries are long, and seldom have one."""
    names = [part.partition(b"=")[0] for part in query.split(b"&")]
    return any(name == b"release" or b"%" in name for name in names)
