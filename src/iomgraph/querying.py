"""One query on the current release or on a remote endpoint, with its answer as bytes to print."""

import ast
import io
import json
import re
from typing import Any
from urllib.error import URLError

import SPARQLWrapper
from rich.console import Console
from rich.table import Table
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from iomgraph.errors import InputError
from iomgraph.publication import Publication
from iomgraph.rdf.query_text import QueryText
from iomgraph.rdf.serialisation import Serialiser
from iomgraph.rdf.syntaxes import TURTLE
from iomgraph.release import Releases
from iomgraph.stores.oxigraph import OxigraphStore
from iomgraph.stores.store import Dataset, ResultFormat

_TABLE = "table"
QUERY_FORMATS = {_TABLE: ResultFormat.JSON, **{each.name.lower(): each for each in ResultFormat}}

_TIMEOUT_SECONDS = 120


def query_release(text: str, publication: Publication, answer_format: str) -> bytes:
    """The answer to the query `text` over the release that is served.

    Raises InputError where there is no release, where the query is malformed (with line and column), or where
    it cannot answer in `answer_format`.
    """
    release = Releases(publication.releases).must_have_current()
    store = OxigraphStore(release.graph, publication.default_graphs, publication.base)
    if QueryText(text).answers_with_triples:
        _check_graph_format(answer_format)
        return Serialiser.of(publication).serialise(store.triples(text, Dataset()), TURTLE)
    return _printed(store.bindings(text, Dataset(), QUERY_FORMATS[answer_format]), answer_format)


def query_endpoint(text: str, endpoint: str, answer_format: str) -> bytes:
    """The answer of the SPARQL endpoint at the URL `endpoint` to the query `text`.

    Raises InputError where the endpoint cannot be reached, refuses the query, or answers with something else.
    """
    request = SPARQLWrapper.SPARQLWrapper(endpoint)
    request.setQuery(text)
    request.setMethod(SPARQLWrapper.POST)
    request.setTimeout(_TIMEOUT_SECONDS)
    request.setOnlyConneg(True)
    is_graph = QueryText(text).answers_with_triples
    # SPARQLWrapper guesses the form from the text, words of comments included.
    request.queryType = SPARQLWrapper.CONSTRUCT if is_graph else SPARQLWrapper.SELECT
    if is_graph:
        _check_graph_format(answer_format)
    media_type = TURTLE.media_type if is_graph else QUERY_FORMATS[answer_format].value
    request.addCustomHttpHeader("Accept", media_type)
    try:
        response = request.query().response
        answer: bytes = response.read()
    except (SPARQLWrapperException, URLError, OSError, ValueError) as error:
        raise InputError(
            f"{endpoint} did not answer the query ({_reason(error)}); check the address and the query."
        ) from error
    received = response.headers.get_content_type()
    if received != media_type:
        raise InputError(f"{endpoint} answered with {received} instead of {media_type}; is it a SPARQL endpoint?")
    return answer if is_graph else _printed(answer, answer_format)


def _reason(error: Exception) -> str:
    """What the endpoint says is wrong: the `detail` of problem+json, RFC 9457, else the text of the error."""
    body = error.args[0] if isinstance(error, SPARQLWrapperException) and error.args else ""
    found = re.search(r"""b(['"])(?P<body>.*)\1\s*$""", str(body), re.DOTALL)
    try:
        detail = json.loads(ast.literal_eval(found.group().strip()))["detail"] if found else None
    except (ValueError, SyntaxError, KeyError, TypeError):
        detail = None
    return " ".join(str(detail or error).split())


def _check_graph_format(answer_format: str) -> None:
    if answer_format != _TABLE:
        raise InputError("CONSTRUCT and DESCRIBE answer with a graph, in Turtle; leave out --format.")


def _printed(answer: bytes, answer_format: str) -> bytes:
    return _as_table(json.loads(answer)) if answer_format == _TABLE else answer


def _as_table(results: dict[str, Any]) -> bytes:
    """SPARQL 1.1 Query Results JSON as a table for people, https://www.w3.org/TR/sparql11-results-json/."""
    if "boolean" in results:
        return f"{'yes' if results['boolean'] else 'no'}\n".encode()
    names = results["head"]["vars"]
    bindings = results["results"]["bindings"]
    table = Table(*names, box=None, pad_edge=False, header_style="bold")
    for row in bindings:
        table.add_row(*(row[name]["value"] if name in row else "" for name in names))
    out = io.StringIO()
    Console(file=out, width=200, markup=False, highlight=False, emoji=False).print(table)
    return f"{out.getvalue()}{len(bindings)} row{'' if len(bindings) == 1 else 's'}\n".encode()
