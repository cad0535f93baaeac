"""The SPARQL endpoint. The answer is complete before its status is sent: no 200 for half a result.

SPARQL 1.1 Protocol: <https://www.w3.org/TR/sparql11-protocol/>
"""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from iomgraph.rdf.query_words import answers_with_triples
from iomgraph.rdf.syntaxes import SYNTAXES
from iomgraph.server.answers import answer, with_charset
from iomgraph.server.negotiation import best_media_type
from iomgraph.server.problems import Problem
from iomgraph.server.query_answer import QueryAnswer, table_answer, turtle_answer
from iomgraph.server.served import ServedRelease
from iomgraph.server.service_description import service_description
from iomgraph.server.site import HTML, Site, site_of
from iomgraph.stores.store import Dataset, InvalidQueryError, RefusedQueryError, ResultFormat

MAX_QUERY_BYTES = 1_000_000

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

_RESULT_FORMATS = {each.value: each for each in ResultFormat} | {
    "application/json": ResultFormat.JSON,
    "application/xml": ResultFormat.XML,
    "text/xml": ResultFormat.XML,
}
_SYNTAXES = {syntax.media_type: syntax for syntax in SYNTAXES}
_VARY = {"Vary": "Accept"}
_READ_ONLY = "This endpoint only answers queries; publish a release to change the data."


@dataclass(frozen=True)
class _Question:
    text: str
    dataset: Dataset


async def sparql(request: Request) -> Response:
    """A query by GET, form POST or direct POST; without one, a form for people or a service description.

    Raises Problem: 400 for what is no query, 403 for updates and SERVICE, 406, 413 and 415.
    """
    question = await _question(request)
    site = site_of(request)
    release = await site.release()
    if question is None:
        return await anyio.to_thread.run_sync(_without_query, request, site, release)
    return await anyio.to_thread.run_sync(_answered, request, site, release, question)


async def _question(request: Request) -> _Question | None:
    parameters = _parameters(request.url.query)
    if request.method != "POST":
        if "query" not in parameters and "update" not in parameters:
            return None
    else:
        media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if media_type == UPDATE:
            raise Problem(HTTPStatus.FORBIDDEN, _READ_ONLY)
        if media_type not in (FORM, QUERY):
            raise Problem(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                f"A query is sent as {FORM} or as {QUERY}, not as {media_type or 'nothing'}.",
                headers={"Accept-Post": f"{FORM}, {QUERY}"},
            )
        body = await _body(request)
        parameters = _parameters(body) if media_type == FORM else {**parameters, "query": [body]}
    if "update" in parameters:
        raise Problem(HTTPStatus.FORBIDDEN, _READ_ONLY)
    queries = parameters.get("query", [])
    if len(queries) != 1:
        raise Problem(HTTPStatus.BAD_REQUEST, f"A request has one `query`, this one has {len(queries)}.")
    dataset = Dataset(tuple(parameters.get("default-graph-uri", ())), tuple(parameters.get("named-graph-uri", ())))
    return _Question(queries[0], dataset)


def _parameters(text: str) -> dict[str, list[str]]:
    try:
        return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "The parameters are not encoded as UTF-8 form data.") from error


async def _body(request: Request) -> str:
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > MAX_QUERY_BYTES:
            raise Problem(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                f"A query has at most {MAX_QUERY_BYTES} bytes; shorten it.",
            )
    try:
        return received.decode()
    except UnicodeDecodeError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "The query is not encoded as UTF-8.") from error


def _without_query(request: Request, site: Site, release: ServedRelease) -> Response:
    media_type = _negotiated(request, [SYNTAXES[0].media_type, HTML, *list(_SYNTAXES)[1:]])
    if media_type == HTML:
        return _form(request, site, release, "", None)
    described = service_description(site.publication, release.store)
    return answer(request, site.serialiser.serialise(described, _SYNTAXES[media_type]), media_type, _VARY)


def _answered(request: Request, site: Site, release: ServedRelease, question: _Question) -> Response:
    with_triples = answers_with_triples(question.text)
    media_type = _negotiated(request, [*(_SYNTAXES if with_triples else _RESULT_FORMATS), HTML])
    try:
        if with_triples:
            triples = release.store.triples(question.text, question.dataset)
            if media_type == HTML:
                return _form(request, site, release, question.text, turtle_answer(site.serialiser, triples))
            body = site.serialiser.serialise(triples, _SYNTAXES[media_type])
        else:
            result_format = _RESULT_FORMATS.get(media_type, ResultFormat.JSON)
            body = release.store.bindings(question.text, question.dataset, result_format)
            if media_type == HTML:
                table = table_answer(site.reading(request, release), site.serialiser, body)
                return _form(request, site, release, question.text, table)
    except InvalidQueryError as error:
        raise Problem(
            HTTPStatus.BAD_REQUEST, str(error), line=error.line, column=error.column, query=question.text
        ) from error
    except RefusedQueryError as error:
        raise Problem(HTTPStatus.FORBIDDEN, str(error), query=question.text) from error
    headers = {"Content-Type": with_charset(media_type), "Cache-Control": "no-cache", **_VARY}
    return Response(body, headers=headers)


def _negotiated(request: Request, offered: list[str]) -> str:
    """The media type to answer with; `accept` in the address speaks for a link, which has no headers."""
    accept = request.query_params.get("accept") or request.headers.get("accept")
    media_type = best_media_type(accept, offered)
    if media_type is None:
        raise Problem(
            HTTPStatus.NOT_ACCEPTABLE,
            f"This answer can be had as {', '.join(offered)}; ask for one of these.",
            headers=_VARY,
            offered=offered,
        )
    return media_type


def _form(
    request: Request,
    site: Site,
    release: ServedRelease,
    query: str,
    found: QueryAnswer | None,
) -> Response:
    return site.page(
        request,
        "sparql.html",
        {"Vary": "Accept, Accept-Language"},
        query=query,
        answer=found,
        examples=site.examples,
        release=release,
    )
