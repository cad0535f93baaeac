"""How the graph of a release is had: <https://www.w3.org/TR/vocab-dcat-3/#Class:Distribution>."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from iomgraph.rdf.prefixes import WELL_KNOWN
from iomgraph.rdf.statistics_in_void import Statement
from iomgraph.rdf.syntaxes import JSON_LD, TURTLE
from iomgraph.release.description.checksum import checksum
from iomgraph.release.description.making import Making
from iomgraph.release.directory import GRAPH

_MEDIA_TYPES = {GRAPH: "application/n-quads"} | {
    f"graph.{syntax.suffix}": syntax.media_type for syntax in (TURTLE, JSON_LD)
}
_REGISTERED = "https://www.iana.org/assignments/media-types/"
_BYTES = NamedNode(WELL_KNOWN["xsd"] + "nonNegativeInteger")


def distributions(making: Making, document: str) -> Iterator[Statement]:
    """Each file that holds the graph, with its size and digest, and what else the release has."""
    dcat, dcterms = WELL_KNOWN["dcat"], WELL_KNOWN["dcterms"]
    for name, facts in sorted(making.files.items()):
        address = making.file(name)
        if name not in _MEDIA_TYPES:
            yield making.dataset, WELL_KNOWN["rdfs"] + "seeAlso", address
            continue
        distribution = f"{document}#{name}"
        yield making.dataset, WELL_KNOWN["void"] + "dataDump", address
        yield making.dataset, dcat + "distribution", distribution
        yield distribution, WELL_KNOWN["rdf"] + "type", dcat + "Distribution"
        yield distribution, dcterms + "title", Literal(name)
        yield distribution, dcterms + "license", making.publication.licence
        yield distribution, dcat + "accessURL", making.dataset
        yield distribution, dcat + "downloadURL", address
        yield distribution, dcat + "mediaType", _REGISTERED + _MEDIA_TYPES[name]
        yield distribution, dcat + "byteSize", Literal(str(facts["bytes"]), datatype=_BYTES)
        yield from checksum(distribution, facts["sha256"])
