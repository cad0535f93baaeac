"""Earlier releases at addresses of their own: `/release/ID/…` and `/sparql?release=ID`."""

import re
from collections import OrderedDict
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import parse_qs, unquote_to_bytes

import anyio
import anyio.to_thread
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from iomgraph.errors import InputError
from iomgraph.publication import Publication, StoreSettings
from iomgraph.release import Releases
from iomgraph.server.delivery import RELEASE
from iomgraph.server.headers import ENDPOINT, EVERYWHERE
from iomgraph.server.problems import Problem
from iomgraph.server.served import ServedRelease, open_release
from iomgraph.stores.killed import Killed

PINNED = re.compile(r"/release/(\d{4}-\d{2}-\d{2}\.\d+)(/.*)?")
_OF_THE_SITE = ("/", "/release", "/sparql", "/search", "/links", "/ns", "/graph-store")
_FOR_EVER = "public, max-age=31536000, immutable"


class EarlierReleases:
    """The `most` releases that were asked for last, opened."""

    def __init__(self, publication: Publication, most: int, killed: Killed) -> None:
        # A store elsewhere holds one release only, so earlier ones are asked here.
        self._publication = replace(publication, store=StoreSettings())
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
    """ASGI middleware that has a request answered from the release that its address names."""

    def __init__(self, app: ASGIApp, earlier: EarlierReleases) -> None:
        self._app = app
        self._earlier = earlier

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
            await Problem(HTTPStatus.NOT_FOUND, sentence, headers=EVERYWHERE).response()(scope, receive, send)
            return

        async def send_for_ever(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (200, 304):
                headers = MutableHeaders(scope=message)
                # A page changes with the software, data never does unless it is another endpoint's.
                is_page = headers.get("content-type", "").startswith("text/html")
                if not is_page and headers.get("cache-control") != "no-store":
                    headers["Cache-Control"] = _FOR_EVER
            await send(message)

        inner = {**scope, "path": _unquoted(path), "raw_path": path.encode("latin-1"), RELEASE: release}
        await self._app(inner, receive, send_for_ever)


def _unquoted(path: str) -> str:
    """A path as the application sees it; clients may also send what is not ASCII as it is."""
    return unquote_to_bytes(path.encode("latin-1")).decode(errors="replace")


def _pinned(scope: Scope) -> tuple[str, str] | None:
    """The release that an address names, and the path within it."""
    raw_path = scope["raw_path"].decode("latin-1")
    found = PINNED.fullmatch(raw_path)
    if found:
        rest = found[2] or "/release"
        # What stands directly below a release is one of its files.
        return found[1], rest if rest.count("/") > 1 or rest in _OF_THE_SITE else f"/release{rest}"
    if raw_path == ENDPOINT:
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("release", [])
        return (asked[0], raw_path) if asked else None
    return None
