"""The site as a Starlette application: which path is answered by what, and nothing else."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TextIO

from granian.utils.proxies import wrap_asgi_with_proxy_headers
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from iomgraph.publication import Publication
from iomgraph.server import figure_twins, home, lists, problems, search_page, status, void
from iomgraph.server.access_log import AccessLog
from iomgraph.server.completions import completions
from iomgraph.server.delivery import Delivery
from iomgraph.server.fair_share import FairShare
from iomgraph.server.graph_store import graph_store
from iomgraph.server.headers import EVERYWHERE, CommonHeaders
from iomgraph.server.language import choose_language
from iomgraph.server.metrics import Metrics
from iomgraph.server.negotiation import best_media_type
from iomgraph.server.observation import Observation, RouteNames, Seen
from iomgraph.server.problems import Problem
from iomgraph.server.ranges import Ranges
from iomgraph.server.resource import resource
from iomgraph.server.site import HERE, HTML, Site, site_of
from iomgraph.server.sparql import form_values, sparql
from iomgraph.server.time_travel import EarlierReleases, TimeTravel
from iomgraph.stores.store import BrokenAnswerError, BusyError, DeadlineError, TooMuchError, UnavailableError

_log = logging.getLogger(__name__)


def create_app(publication: Publication, log_to: TextIO | None = None) -> Starlette:
    """The site of `publication`, which follows its current release; requests are logged to `log_to`.

    Raises InputError where a file of the publication that the site needs cannot be read.
    """
    site = Site(publication)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        # The release is loaded before the first who asks has to wait for it.
        site.current.follow()
        yield

    metrics = Metrics(site)
    routes: list[BaseRoute] = [
        Route("/sparql", sparql, methods=["GET", "POST"]),
        Route("/", home.home),
        Route("/health", status.health),
        Route("/ready", status.ready),
        Route("/metrics", metrics.page),
        Route("/context.jsonld", home.context),
        Route("/release", home.release_page),
        Route("/release/{name}", home.release_file),
        Route("/graph-store", graph_store),
        Route(f"/{void.PATH}", void.well_known_void),
        Route("/completions", completions),
        Route("/search", search_page.search),
        Route("/search.json", search_page.suggestions),
        Route("/figures/{name}", figure_twins.figures),
        Route("/language", choose_language, methods=["POST"]),
        Route("/links", lists.links),
        *(Route(kind.path + suffix, lists.kind_list) for kind in site.kinds for suffix in ("", ".json", ".csv")),
        Mount("/static", StaticFiles(directory=HERE / "static")),
        Route("/{path:path}", resource),
    ]
    listeners: list[Callable[[Seen], None]] = [metrics]
    server = publication.server
    if log_to and server.access_log != "off":
        listeners.append(AccessLog(log_to, is_full=server.access_log == "full"))
    around = [
        Middleware(Observation, RouteNames(routes), listeners),
        Middleware(FairShare, publication),
        Middleware(
            TimeTravel, EarlierReleases(publication, publication.limits.earlier_releases, site.killed), _problem
        ),
        Middleware(Delivery, site.current, publication.limits.cache_bytes // 2),
        Middleware(CommonHeaders),
        Middleware(Ranges),
    ]
    if server.trusted_proxies:
        around.insert(0, Middleware(wrap_asgi_with_proxy_headers, trusted_hosts=list(server.trusted_proxies)))
    app = Starlette(
        lifespan=lifespan,
        routes=routes,
        middleware=around,
        exception_handlers={Problem: _problem, HTTPException: _http_exception, **_UNANSWERED, Exception: _unforeseen},
    )
    app.state.site = site
    return app


async def _problem(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    liked = best_media_type(request.headers.get("accept"), [problems.MEDIA_TYPE, "application/json", HTML])
    if liked != HTML:
        return problem.response()
    site = site_of(request)
    # A query that fails is shown in the form, so that it can be mended there.
    query = problem.members.get("query")
    if query is not None:
        body = site.rendered(request, "sparql.html", {**form_values(request, site), "problem": problem, "query": query})
    else:
        body = site.rendered(request, "problem.html", {"problem": problem})
    return Response(body, problem.status, problem.headers, HTML)


async def _http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    detail = f"{request.method} {request.url.path}: {status.phrase.lower()}."
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        detail = f"{request.method} is not done here: what is published is read; publish a release to change the data."
    return await _problem(request, Problem(status, detail, headers=error.headers))


async def _unanswered(request: Request, error: Exception) -> Response:
    """A page or graph for which the store could not be asked in time."""
    return await _problem(request, Problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), headers={"Retry-After": "5"}))


_UNANSWERED = dict.fromkeys((BrokenAnswerError, BusyError, DeadlineError, TooMuchError, UnavailableError), _unanswered)


async def _unforeseen(request: Request, error: Exception) -> Response:
    if isinstance(error.__cause__, BrokenAnswerError):
        # The connection is aborted, which is all that there is to do; a client that reads nothing can have it so.
        _log.warning("%s %s: %s", request.method, request.url.path, error.__cause__)
    else:
        _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    detail = "The request could not be answered because of a fault here; it has been written to the log."
    # Starlette answers this outside of all middleware.
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, detail, headers=EVERYWHERE).response()
