"""Whether the server is alive, and whether there is a release to answer from: what is asked by who keeps it running."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from iomgraph.server.problems import Problem
from iomgraph.server.site import NO_RELEASE, site_of

_NOT_KEPT = {"Cache-Control": "no-store"}


async def health(request: Request) -> Response:
    """200 as long as the process answers at all, with the name of the release that is served."""
    release = site_of(request).current.loaded
    return JSONResponse({"status": "ok", "release": release.name if release else None}, headers=_NOT_KEPT)


async def ready(request: Request) -> Response:
    """200 with the name of the release that is served. Raises Problem (503) where none is loaded."""
    site = site_of(request)
    release = site.current.loaded
    site.current.follow()
    if release is None:
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, NO_RELEASE, headers={"Retry-After": "5", **_NOT_KEPT})
    return JSONResponse({"status": "ready", "release": release.name}, headers=_NOT_KEPT)
