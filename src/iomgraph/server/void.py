"""What the dataset is and how much it holds, for programs that look for data.

VoID: <https://www.w3.org/TR/void/>; its well-known address: <https://www.w3.org/TR/void/#well-known>
"""

import re
from collections.abc import Iterator

import anyio.to_thread
from pyoxigraph import Literal, NamedNode, Triple
from starlette.requests import Request
from starlette.responses import Response

from iomgraph.publication import Publication
from iomgraph.rdf.prefixes import WELL_KNOWN
from iomgraph.rdf.statistics_in_void import Statement, graph_sizes_in_void, statistics_in_void, triples
from iomgraph.rdf.syntaxes import SYNTAXES
from iomgraph.server.answers import answer
from iomgraph.server.kinds import kinds
from iomgraph.server.negotiation import best_media_type
from iomgraph.server.problems import not_acceptable
from iomgraph.server.served import ServedRelease
from iomgraph.server.site import Site, site_of

PATH = ".well-known/void"

_SYNTAXES = {syntax.media_type: syntax for syntax in SYNTAXES}
_FORMATS = "http://www.w3.org/ns/formats/"
_RELEASE = re.compile(r"(\d{4}-\d{2}-\d{2})\.\d+")
_DUMP = re.compile(r"graph\.\w+(\.\w+)?")
_DATE = NamedNode(WELL_KNOWN["xsd"] + "date")


async def well_known_void(request: Request) -> Response:
    """The description in the syntax that is asked for. Raises Problem (406)."""
    site = site_of(request)
    release = site.release(request)
    media_type = best_media_type(request.headers.get("accept"), list(_SYNTAXES))
    if media_type is None:
        raise not_acceptable(list(_SYNTAXES))
    return await anyio.to_thread.run_sync(_written, request, site, release, media_type)


def _written(request: Request, site: Site, release: ServedRelease, media_type: str) -> Response:
    body = site.serialiser.serialise(void_description(site.publication, release), _SYNTAXES[media_type])
    return answer(request, body, media_type, {"Vary": "Accept"})


def dataset_iri(publication: Publication) -> str:
    """The IRI of the dataset, which VoID and the service description both speak of."""
    return f"{publication.base}{PATH}#dataset"


def void_description(publication: Publication, release: ServedRelease) -> list[Triple]:
    """The triples that describe the dataset; no blank nodes."""
    return triples(_statements(publication, release))


def _statements(publication: Publication, release: ServedRelease) -> Iterator[Statement]:
    void, dcterms, foaf = WELL_KNOWN["void"], WELL_KNOWN["dcterms"], WELL_KNOWN["foaf"]
    is_a = WELL_KNOWN["rdf"] + "type"
    document, dataset = publication.base + PATH, dataset_iri(publication)
    publisher = f"{document}#publisher"
    yield document, is_a, void + "DatasetDescription"
    yield document, foaf + "primaryTopic", dataset
    yield dataset, is_a, void + "Dataset"
    for language, title in publication.title.items():
        yield dataset, dcterms + "title", Literal(title, language=language)
    yield dataset, dcterms + "license", publication.licence
    yield dataset, dcterms + "publisher", publisher
    yield publisher, is_a, foaf + "Agent"
    yield publisher, foaf + "name", Literal(publication.publisher)
    yield dataset, WELL_KNOWN["owl"] + "versionInfo", Literal(release.name)
    if dated := _RELEASE.fullmatch(release.name):
        yield dataset, dcterms + "modified", Literal(dated[1], datatype=_DATE)
    yield dataset, foaf + "homepage", publication.base
    yield dataset, void + "sparqlEndpoint", publication.base + "sparql"
    yield dataset, void + "uriSpace", Literal(publication.base)
    for syntax in SYNTAXES:
        yield dataset, void + "feature", _FORMATS + syntax.w3c_name
    for file in filter(_DUMP.fullmatch, sorted(release.manifest["files"])):
        yield dataset, void + "dataDump", f"{publication.base}release/{file}"
    for kind in kinds(publication.base):
        for example in release.members_of(kind.classes)[:1]:
            yield dataset, void + "exampleResource", example
    yield from statistics_in_void(dataset, document, release.statistics, publication.base)
    yield from graph_sizes_in_void(release.statistics)
