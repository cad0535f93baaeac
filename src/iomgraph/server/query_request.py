"""The query that a request carries.

SPARQL 1.1 Protocol, 2.1: <https://www.w3.org/TR/sparql11-protocol/#query-operation>
"""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs

from starlette.requests import Request

from iomgraph.server.problems import Problem
from iomgraph.server.request_body import request_body
from iomgraph.stores.store import Dataset

MAX_QUERY_BYTES = 1_000_000

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

_READ_ONLY = "This endpoint only answers queries; publish a release to change the data."


@dataclass(frozen=True)
class QueryRequest:
    """A query and the graphs that the request, not the query, names."""

    text: str
    dataset: Dataset


async def query_request(request: Request, seconds: float) -> QueryRequest | None:
    """The query of a GET, a form POST or a direct POST; None where a GET has none.

    A body has `seconds` to arrive.

    Raises Problem: 400 for what is no query, 403 for updates, 408, 413 and 415.
    """
    parameters = _parameters(request.scope["query_string"].decode("latin-1"))
    if request.method == "POST":
        parameters = await _posted(request, parameters, seconds)
    elif "query" not in parameters and "update" not in parameters:
        return None
    if "update" in parameters:
        raise Problem(HTTPStatus.FORBIDDEN, _READ_ONLY)
    queries = parameters.get("query", [])
    if len(queries) != 1:
        raise Problem(HTTPStatus.BAD_REQUEST, f"A request has one `query`, this one has {len(queries)}.")
    dataset = Dataset(tuple(parameters.get("default-graph-uri", ())), tuple(parameters.get("named-graph-uri", ())))
    return QueryRequest(queries[0], dataset)


async def _posted(request: Request, in_address: dict[str, list[str]], seconds: float) -> dict[str, list[str]]:
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type == UPDATE:
        raise Problem(HTTPStatus.FORBIDDEN, _READ_ONLY)
    if media_type not in (FORM, QUERY):
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            f"A query is sent as {FORM} or as {QUERY}, not as {media_type or 'nothing'}.",
            headers={"Accept-Post": f"{FORM}, {QUERY}"},
        )
    body = await request_body(request, MAX_QUERY_BYTES, seconds)
    return _parameters(body) if media_type == FORM else {**in_address, "query": [body]}


def _parameters(text: str) -> dict[str, list[str]]:
    try:
        return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "The parameters are not encoded as UTF-8 form data.") from error
