"""Pages of a release that their address names: below which path they lie, and where the same page is elsewhere."""

from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request

from iomgraph.server.delivery import ROOT


def root_of(request: Request) -> str:
    """The path below which the pages of the pinned release lie; "" where the current one is read."""
    root: str = request.scope.get(ROOT, "")
    return root


def pinned_release(request: Request) -> str | None:
    """The release that the address names; None where it names none."""
    return root_of(request).rpartition("/")[2] or None


def own_address(request: Request) -> str:
    """The path and the parameters that were asked for."""
    root, path = root_of(request), request.url.path
    if root and path == "/release":
        path = ""
    elif "release" in request.query_params:
        root = ""
    return root + path + (f"?{request.url.query}" if request.url.query else "")


def address_now(request: Request) -> str:
    """The same page of whichever release is current."""
    parameters = [(name, value) for name, value in parse_qsl(request.url.query) if name != "release"]
    return request.url.path + (f"?{urlencode(parameters)}" if parameters else "")
