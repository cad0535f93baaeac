"""The SPARQL endpoint: no 200 for half an answer.

SPARQL 1.1 Protocol: <https://www.w3.org/TR/sparql11-protocol/>
"""

from http import HTTPStatus
from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from iomgraph.rdf.syntaxes import SYNTAXES, TURTLE
from iomgraph.server.answers import answer, is_known, with_charset
from iomgraph.server.delivery import RELEASE
from iomgraph.server.negotiation import best_media_type
from iomgraph.server.problems import not_acceptable
from iomgraph.server.query_answers import Accepted, FoundAnswer
from iomgraph.server.query_request import QueryRequest, query_request
from iomgraph.server.served import ServedRelease
from iomgraph.server.service_description import service_description
from iomgraph.server.shown_answer import (
    GRAPH_FORMATS,
    TABLE_FORMATS,
    ShownAnswer,
    table_answer,
    too_large_answer,
    turtle_answer,
)
from iomgraph.server.site import HTML, Site, site_of
from iomgraph.server.streamed_answer import StreamedAnswer
from iomgraph.stores.store import ResultFormat

_RESULT_FORMATS = {each.value: each for each in ResultFormat} | {
    "application/json": ResultFormat.JSON,
    "application/xml": ResultFormat.XML,
    "text/xml": ResultFormat.XML,
}
_SYNTAXES = {syntax.media_type: syntax for syntax in SYNTAXES}
_TABLES = [*_RESULT_FORMATS, HTML]
_GRAPHS = [*_SYNTAXES, HTML]
_VARY = {"Vary": "Accept"}


async def sparql(request: Request) -> Response:
    """A query by GET, form POST or direct POST; without one, a form for people or a service description.

    Raises Problem: 400 for what is no query, 403 for updates and SERVICE, 406, 413, 415, 429 where too many wait,
    502 where another endpoint fails, and 503 for a query that takes too long.
    """
    site = site_of(request)
    asked = await query_request(request, site.publication.limits.query_seconds)
    release = site.release(request)
    if asked is None:
        return await anyio.to_thread.run_sync(_without_query, request, site, release)
    accept = _accepted(request)
    for_table, for_triples = best_media_type(accept, _TABLES), best_media_type(accept, _GRAPHS)
    accepted = Accepted(
        table=None if for_table is None else _RESULT_FORMATS.get(for_table, ResultFormat.JSON),
        triples=TURTLE.media_type if for_triples == HTML else for_triples,
    )
    found = await site.query_answers.answer(request, release, asked, accepted)
    media_type = for_triples if found.has_triples else for_table
    if found.body is None or media_type is None:
        raise not_acceptable(_GRAPHS if found.has_triples else _TABLES)
    if media_type == HTML:
        return await anyio.to_thread.run_sync(_page, request, site, release, asked, found)
    return _data(request, found, media_type)


def _accepted(request: Request) -> str | None:
    """What the client accepts: `accept` in the address speaks for a link, which has no headers."""
    # An address with a query is long, and seldom read twice.
    named = request.query_params.get("accept") if b"accept=" in request.scope["query_string"] else None
    return named or request.headers.get("accept")


def _data(request: Request, found: FoundAnswer, media_type: str) -> Response:
    headers = {
        "Content-Type": with_charset(media_type),
        "Cache-Control": _kept(found),
        "Cache-Status": f"iomgraph; {'hit' if found.is_cached else 'fwd=miss'}",
        "Server-Timing": f"query;dur={found.seconds * 1000:.2f}",
        **_VARY,
    }
    assert found.body is not None
    if found.rest is not None:
        seconds = site_of(request).publication.limits.stream_seconds
        return StreamedAnswer(found.body, found.rest, found.cancellation, seconds, headers)
    headers["ETag"] = found.tag
    if is_known(request, found.tag):
        return Response(None, HTTPStatus.NOT_MODIFIED, headers)
    return Response(found.body, headers=headers)


def _without_query(request: Request, site: Site, release: ServedRelease) -> Response:
    offered = [SYNTAXES[0].media_type, HTML, *list(_SYNTAXES)[1:]]
    media_type = best_media_type(_accepted(request), offered)
    if media_type is None:
        raise not_acceptable(offered)
    if media_type == HTML:
        return _form(request, "", None)
    described = service_description(site.publication, release)
    return answer(request, site.serialiser.serialise(described, _SYNTAXES[media_type]), media_type, _VARY)


def _page(request: Request, site: Site, release: ServedRelease, asked: QueryRequest, found: FoundAnswer) -> Response:
    assert found.body is not None
    if found.rest is not None:
        found.rest.close()
        shown = too_large_answer(has_triples=found.has_triples)
    elif found.has_triples:
        shown = turtle_answer(found.body)
    else:
        shown = table_answer(site.reading(request, release), site.serialiser, found.body)
    return _form(request, asked.text, shown, _kept(found))


def _kept(found: FoundAnswer) -> str:
    """What a cache may do: what is said by others may be another thing the next time."""
    return "no-store" if found.is_federated else "no-cache"


def _form(
    request: Request,
    query: str,
    found: ShownAnswer | None,
    kept: str = "no-cache",
) -> Response:
    site = site_of(request)
    return site.page(
        request,
        "sparql.html",
        {"Vary": "Accept, Accept-Language", "Cache-Control": kept},
        **{**form_values(request, site), "query": query, "answer": found},
    )


def form_values(request: Request, site: Site) -> dict[str, Any]:
    """What the page with the form needs for every query, also for one that failed."""
    return {
        "answer": None,
        "problem": None,
        "release": request.scope[RELEASE],
        "examples": site.examples,
        "formats": {"table": TABLE_FORMATS, "graph": GRAPH_FORMATS},
        "prefixes": site.serialiser.prefixes,
        "has_scripts": site.has_scripts,
    }
