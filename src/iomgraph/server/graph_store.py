"""The named graphs of the release and what queries see by default, to be read; nothing is written over HTTP.

SPARQL 1.1 Graph Store HTTP Protocol: <https://www.w3.org/TR/sparql11-http-rdf-update/>
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from itertools import chain, islice
from urllib.parse import parse_qs

import anyio.to_thread
from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from iomgraph.rdf.graph_lines import graph_lines
from iomgraph.rdf.serialisation import triples_of
from iomgraph.rdf.sorted_quads import parsed
from iomgraph.rdf.syntaxes import N_TRIPLES, SYNTAXES, TURTLE
from iomgraph.server.answers import answer, is_known, with_charset
from iomgraph.server.negotiation import best_media_type
from iomgraph.server.problems import Problem, not_acceptable
from iomgraph.server.served import ServedRelease
from iomgraph.server.site import Site, site_of

_N_QUADS = "application/n-quads"
_SYNTAXES = {syntax.media_type: syntax for syntax in SYNTAXES}
_OFFERED = [*_SYNTAXES, _N_QUADS]
# What can be written line by line: every line of N-Triples is one of Turtle too.
_BY_LINE = [N_TRIPLES.media_type, _N_QUADS, TURTLE.media_type]
# More lines than these are sent as they are read, and not written anew.
_WHOLE_LINES = 50_000
_LINES_AT_A_TIME = 500
_VARY = {"Vary": "Accept"}


@dataclass(frozen=True)
class _Graph:
    """A graph of the store: of one name, or without one all that stand in the default graph."""

    name: str | None
    members: tuple[str, ...]


async def graph_store(request: Request) -> Response:
    """The graph that `?graph=IRI` or `?default` names.

    Raises Problem: 400 where none or several are named, 404 where there is no such graph, and 406.
    """
    site = site_of(request)
    release = site.release(request)
    asked = _asked(request, site)
    if asked.name is not None and asked.name not in await anyio.to_thread.run_sync(release.named_graphs):
        raise Problem(
            HTTPStatus.NOT_FOUND,
            f"There is no graph {asked.name} in release {release.name}; /sparql lists the graphs.",
        )
    return await anyio.to_thread.run_sync(_represented, request, site, release, asked)


async def graph_at(request: Request, site: Site, release: ServedRelease, iri: str) -> Response | None:
    """The graph whose own IRI was asked for; None where no graph has that name. Raises Problem (406)."""
    if iri not in await anyio.to_thread.run_sync(release.named_graphs):
        return None
    return await anyio.to_thread.run_sync(_represented, request, site, release, _Graph(iri, (iri,)))


def _asked(request: Request, site: Site) -> _Graph:
    parameters = parse_qs(request.url.query, keep_blank_values=True)
    named, is_default = parameters.get("graph", []), "default" in parameters
    if len(named) + is_default != 1:
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            "Name one graph, with ?graph=IRI or ?default; the whole dataset is the file /release/graph.nq.",
        )
    if is_default:
        return _Graph(None, site.publication.default_graphs)
    try:
        NamedNode(named[0])
    except ValueError:
        raise Problem(HTTPStatus.BAD_REQUEST, "The name of a graph is an absolute IRI; this is none.") from None
    return _Graph(named[0], (named[0],))


def _represented(request: Request, site: Site, release: ServedRelease, graph: _Graph) -> Response:
    lines = graph_lines(release.quads, graph.members)
    first = list(islice(lines, _WHOLE_LINES + 1))
    is_large = len(first) > _WHOLE_LINES
    offered = _BY_LINE if is_large else _OFFERED
    media_type = best_media_type(request.headers.get("accept"), offered)
    if media_type is None:
        raise not_acceptable(offered)
    if not is_large and media_type in _SYNTAXES and media_type != N_TRIPLES.media_type:
        body = site.serialiser.serialise(triples_of(parsed(first)), _SYNTAXES[media_type])
        return answer(request, body, media_type, _VARY)
    name = f" <{graph.name}> .".encode() if graph.name is not None and media_type == _N_QUADS else b" ."
    if not is_large:
        return answer(request, b"".join(_pieces(first, name)), media_type, _VARY)
    return _streamed(request, release, _pieces(chain(first, lines), name), media_type, graph)


def _streamed(
    request: Request, release: ServedRelease, pieces: Iterator[bytes], media_type: str, graph: _Graph
) -> Response:
    # The bytes follow from the release's file, the graph and the syntax.
    made_of = "\n".join([release.name, str(release.manifest["files"].get("graph.nq")), *graph.members, media_type])
    tag = f'"{hashlib.sha256(made_of.encode()).hexdigest()[:32]}"'
    headers = {"Content-Type": with_charset(media_type), "Cache-Control": "no-cache", "ETag": tag, **_VARY}
    if is_known(request, tag):
        return Response(None, HTTPStatus.NOT_MODIFIED, headers)
    return StreamingResponse(() if request.method == "HEAD" else pieces, headers=headers)


def _pieces(lines: Iterable[bytes], end: bytes) -> Iterator[bytes]:
    """The lines of N-Triples, many at a time, each with `end` in the place of its own."""
    remaining = iter(lines)
    while several := list(islice(remaining, _LINES_AT_A_TIME)):
        yield b"".join(line[:-2] + end + b"\n" for line in several)
