"""Every IRI of the release, dereferenced: RDF from the release's files, a page for people.

Cool URIs for the Semantic Web: <https://www.w3.org/TR/cooluris/>; Web Linking: <https://www.rfc-editor.org/rfc/rfc8288>
"""

from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from iomgraph.errors import InputError
from iomgraph.rdf.serialisation import triples_of
from iomgraph.rdf.sorted_quads import SortedQuads, parsed
from iomgraph.rdf.syntaxes import SYNTAXES, Syntax
from iomgraph.release import Releases
from iomgraph.server import terms
from iomgraph.server.addresses import as_uri
from iomgraph.server.answers import answer
from iomgraph.server.graph_store import graph_at
from iomgraph.server.negotiation import best_media_type
from iomgraph.server.pinned import root_of
from iomgraph.server.problems import Problem, not_acceptable
from iomgraph.server.reading import first
from iomgraph.server.resource_page import resource_page
from iomgraph.server.served import ServedRelease
from iomgraph.server.site import HTML, Site, site_of

_BY_MEDIA_TYPE: dict[str, Syntax] = {syntax.media_type: syntax for syntax in SYNTAXES}
_BY_SUFFIX: dict[str, str] = {syntax.suffix: syntax.media_type for syntax in SYNTAXES} | {"html": HTML}
# Who accepts anything is a program: people's browsers ask for HTML by name.
OFFERED = [SYNTAXES[0].media_type, HTML, *(syntax.media_type for syntax in SYNTAXES[1:])]
# So many statements are written sooner than a thread is found.
_QUICK = 300


@dataclass(frozen=True)
class _Found:
    iri: str
    lines: list[bytes]
    media_type: str | None


async def resource(request: Request) -> Response:
    """The description of the IRI that the path stands for, in the representation asked for.

    Raises Problem: 404 where the release has no such IRI or graph, 406 where no representation is acceptable.
    """
    site = site_of(request)
    release = site.release(request)
    iri = site.addresses.iri_of(request.scope["raw_path"])
    found = _find(release, site, iri) if iri is not None else None
    if iri is not None and (found is None or found.iri != iri):
        # The name of a graph may end like a suffix.
        graph = await graph_at(request, site, release, iri)
        if graph is not None:
            return graph
    if found is None and iri is not None:
        elsewhere = await anyio.to_thread.run_sync(_release_of_version, site, iri)
        if elsewhere is not None:
            # The release that it names never changes, but a later one may have this version too.
            return RedirectResponse(f"/release/{elsewhere}{site.addresses.path_of(iri)}")
    if found is None:
        raise Problem(
            HTTPStatus.NOT_FOUND,
            f"There is nothing at {iri or request.url.path} in release {release.name}; "
            "check the address or search for the name.",
        )
    by = request.query_params.get("by")
    if by is not None:
        found = _only(found, by, release.name)
    media_type = found.media_type or best_media_type(request.headers.get("accept"), OFFERED)
    if media_type is None:
        raise not_acceptable(OFFERED)
    if media_type != HTML and len(found.lines) <= _QUICK:
        return _represented(request, site, release, found, media_type)
    return await anyio.to_thread.run_sync(_represented, request, site, release, found, media_type)


def _represented(request: Request, site: Site, release: ServedRelease, found: _Found, media_type: str) -> Response:
    headers = {"Link": _link_header(request, found.iri, media_type)}
    negotiated = found.media_type is None
    quads = parsed(found.lines)
    if media_type == HTML:
        headers["Vary"] = "Accept, Accept-Language" if negotiated else "Accept-Language"
        return resource_page(request, release, found.iri, quads, headers)
    if negotiated:
        headers["Vary"] = "Accept"
    body = site.serialiser.serialise(triples_of(quads), _BY_MEDIA_TYPE[media_type])
    return answer(request, body, media_type, headers)


def _find(release: ServedRelease, site: Site, iri: str) -> _Found | None:
    """What the path names: an IRI as it is, or one with a suffix that chooses the representation."""
    stem, _, suffix = iri.rpartition(".")
    candidates = [(iri, None), (stem, _BY_SUFFIX[suffix])] if suffix in _BY_SUFFIX else [(iri, None)]
    for named, media_type in candidates:
        subject = _described(release.quads, site, named)
        if subject is not None:
            lines = [*release.quads.describe(subject), *release.quads.terms_of(subject)]
            return _Found(subject, lines, media_type)
    return None


def _only(found: _Found, by: str, release: str) -> _Found:
    """The statements of the resource itself with one property. Raises Problem (404) where it has none."""
    start = f"<{found.iri}> <{by}> ".encode()
    lines = [line for line in found.lines if line.startswith(start)]
    if not lines:
        raise Problem(HTTPStatus.NOT_FOUND, f"{found.iri} has no {by} in release {release}; leave `by` out to see all.")
    return _Found(found.iri, lines, found.media_type or SYNTAXES[0].media_type)


def _described(quads: SortedQuads, site: Site, iri: str) -> str | None:
    """The subject that describes `iri`: itself, or the ontology whose version it names."""
    if quads.holds(iri):
        return iri
    ontology = site.publication.base + "ns"
    if iri.startswith(ontology + "/") and first(parsed(quads.with_subject(ontology)), terms.VERSION_IRI) == iri:
        return ontology
    return None


def _release_of_version(site: Site, iri: str) -> str | None:
    """The newest release that is kept with the version of the ontology that `iri` names; None where none has it."""
    ontology = site.publication.base + "ns"
    if not iri.startswith(ontology + "/"):
        return None
    for release in reversed(Releases(site.publication.releases).all()):
        with suppress(InputError), SortedQuads(release.graph) as quads:
            if first(parsed(quads.with_subject(ontology)), terms.VERSION_IRI) == iri:
                return release.id
    return None


def _link_header(request: Request, iri: str, media_type: str) -> str:
    path = f"{root_of(request)}{site_of(request).addresses.path_of(iri)}"
    alternates = [
        f'<{path}.{suffix}>; rel="alternate"; type="{other}"'
        for suffix, other in _BY_SUFFIX.items()
        if other != media_type
    ]
    return ", ".join([f'<{as_uri(iri)}>; rel="canonical"', *alternates])
