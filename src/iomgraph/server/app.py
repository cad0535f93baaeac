"""The site as a Starlette application: which path is answered by what, and nothing else."""

import logging
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from iomgraph.publication import Publication
from iomgraph.server import figure_twins, home, lists, problems, search_page
from iomgraph.server.delivery import Delivery
from iomgraph.server.headers import EVERYWHERE, CommonHeaders
from iomgraph.server.language import choose_language
from iomgraph.server.negotiation import best_media_type
from iomgraph.server.problems import Problem
from iomgraph.server.resource import resource
from iomgraph.server.site import HERE, HTML, Site, site_of
from iomgraph.server.sparql import sparql
from iomgraph.server.time_travel import EarlierReleases, TimeTravel

_log = logging.getLogger(__name__)


def create_app(publication: Publication) -> Starlette:
    """The site of `publication`, which follows its current release.

    Raises InputError where a file of the publication that the site needs cannot be read.
    """
    site = Site(publication)
    app = Starlette(
        routes=[
            Route("/", home.home),
            Route("/health", home.health),
            Route("/context.jsonld", home.context),
            Route("/release", home.release_page),
            Route("/release/{name}", home.release_file),
            Route("/sparql", sparql, methods=["GET", "POST"]),
            Route("/search", search_page.search),
            Route("/search.json", search_page.suggestions),
            Route("/figures/{name}", figure_twins.figures),
            Route("/language", choose_language, methods=["POST"]),
            Route("/links", lists.links),
            *(Route(kind.path + suffix, lists.kind_list) for kind in site.kinds for suffix in ("", ".json", ".csv")),
            Mount("/static", StaticFiles(directory=HERE / "static")),
            Route("/{path:path}", resource),
        ],
        middleware=[
            Middleware(TimeTravel, EarlierReleases(publication, publication.limits.earlier_releases)),
            Middleware(Delivery, site.current, publication.limits.cache_bytes // 2),
            Middleware(CommonHeaders),
        ],
        exception_handlers={Problem: _problem, HTTPException: _http_exception, Exception: _unforeseen},
    )
    app.state.site = site
    return app


async def _problem(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    liked = best_media_type(request.headers.get("accept"), [problems.MEDIA_TYPE, "application/json", HTML])
    if liked != HTML:
        return problem.response()
    site = site_of(request)
    body = site.rendered(request, "problem.html", {"problem": problem})
    return Response(body, problem.status, problem.headers, HTML)


async def _http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    detail = f"{request.method} {request.url.path}: {status.phrase.lower()}."
    return await _problem(request, Problem(status, detail, headers=error.headers))


async def _unforeseen(request: Request, error: Exception) -> Response:
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    detail = "The request could not be answered because of a fault here; it has been written to the log."
    # Starlette answers this outside of all middleware.
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, detail, headers=EVERYWHERE).response()
