"""SERVICE, asked by this process: workers have no network, and see the answers of other endpoints as VALUES.

SPARQL 1.1 Federated Query: <https://www.w3.org/TR/sparql11-federated-query/>
"""

from collections.abc import Callable

import pyoxigraph
from pyoxigraph import Literal, NamedNode

from iomgraph.errors import InputError
from iomgraph.publication import Service
from iomgraph.rdf.query_text import QueryText
from iomgraph.rdf.service_calls import ServiceCall, service_calls, with_values
from iomgraph.stores.public_https import Bounds, UnreachableError, authority, is_public, post
from iomgraph.stores.store import RefusedQueryError, ResultFormat

_MOST_CALLS = 5
_HEADERS = {
    "Accept": ResultFormat.JSON.value,
    "Content-Type": "application/sparql-query",
    "User-Agent": "iomgraph",
}


class RemoteEndpointError(InputError):
    """Another endpoint does not answer what it is asked."""


def with_remote_answers(
    text: str, base: str, service: Service, allowed_address: Callable[[str], bool] = is_public
) -> str:
    """The query `text`, each SERVICE in it replaced by what that endpoint answers; without one the text as it is.

    IRIs of the query are relative to `base`. Raises RefusedQueryError where an endpoint is not on the list of `service`
    or a call is written in a way that is not followed, and RemoteEndpointError where an endpoint fails.
    """
    if not QueryText(text).calls_another_endpoint:
        return text
    if not service.allow:
        raise RefusedQueryError(
            "The query calls another endpoint with SERVICE, and federation is off here; "
            "ask that endpoint yourself and join the answers."
        )
    calls = service_calls(text)
    if calls is None or len(calls) > _MOST_CALLS:
        raise RefusedQueryError(
            f"A SERVICE names its endpoint as <IRI>, has no SERVICE within it, and a query has {_MOST_CALLS} of them "
            "at most; write it so."
        )
    for call in calls:
        if authority(call.endpoint) not in service.allow:
            raise RefusedQueryError(
                f"The query calls {call.endpoint} with SERVICE; only https addresses at {', '.join(service.allow)} are "
                "called from here."
            )
    bounds = Bounds(service.seconds, service.answer_bytes, allowed_address)
    return with_values(text, calls, [_values(call, base, bounds, service.rows) for call in calls])


def _values(call: ServiceCall, base: str, bounds: Bounds, most_rows: int) -> str:
    query = f"BASE <{base}>\n{call.query}"
    try:
        return as_values(*post(call.endpoint, query.encode(), _HEADERS, bounds), most_rows)
    except UnreachableError as error:
        if call.is_silent:
            # One solution that binds nothing.
            return ""
        raise RemoteEndpointError(
            f"{call.endpoint} {error}; ask for less there, try again later, or say SERVICE SILENT."
        ) from error


def as_values(media_type: str, body: bytes, most_rows: int) -> str:
    """SPARQL 1.1 Query Results JSON as VALUES. Raises UnreachableError where it cannot be."""
    if media_type != ResultFormat.JSON.value:
        raise UnreachableError(f"answers with {media_type} and not with SPARQL results")
    try:
        results = pyoxigraph.parse_query_results(body, pyoxigraph.QueryResultsFormat.JSON)
        if isinstance(results, pyoxigraph.QueryBoolean):
            raise UnreachableError("answers with yes or no and not with a table")
        rows = []
        for row in results:
            rows.append(f"({' '.join(_term(term) for term in row)})")
            if len(rows) > most_rows:
                raise UnreachableError(f"answers with more than {most_rows} rows")
    except (SyntaxError, ValueError) as error:
        raise UnreachableError("answers with what are no SPARQL results") from error
    names = " ".join(f"?{variable.value}" for variable in results.variables)
    return f"VALUES ({names}) {{ {' '.join(rows)} }}"


def _term(term: object) -> str:
    """A term as a query writes it; results with an IRI or a language tag that could end it early are not parsed."""
    if term is None:
        return "UNDEF"
    if isinstance(term, NamedNode | Literal):
        return str(term)
    raise UnreachableError("answers with blank nodes, which cannot be joined with anything here")
