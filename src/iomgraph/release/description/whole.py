"""The description of a release in VoID, DCAT and PROV.

VoID: <https://www.w3.org/TR/void/>; DCAT: <https://www.w3.org/TR/vocab-dcat-3/>; PROV-O: <https://www.w3.org/TR/prov-o/>
"""

import tomllib
from collections.abc import Iterator
from importlib.resources import files

from pyoxigraph import Literal, NamedNode, Triple

from iomgraph.rdf.prefixes import WELL_KNOWN
from iomgraph.rdf.statistics_in_void import Statement, graph_sizes_in_void, statistics_in_void, triples
from iomgraph.release.description.distributions import distributions
from iomgraph.release.description.making import Making
from iomgraph.release.description.provenance import provenance

DESCRIPTION = "description.ttl"
_DATE = NamedNode(WELL_KNOWN["xsd"] + "date")


def release_description(making: Making) -> list[Triple]:
    """All that is said of a release, without blank nodes, in the same order for the same release."""
    return triples(_statements(making))


def _statements(making: Making) -> Iterator[Statement]:
    publication, dataset, document = making.publication, making.dataset, making.file(DESCRIPTION)
    void, dcat, dcterms, foaf = (WELL_KNOWN[each] for each in ("void", "dcat", "dcterms", "foaf"))
    is_a, publisher = WELL_KNOWN["rdf"] + "type", f"{document}#publisher"
    yield document, is_a, void + "DatasetDescription"
    yield document, foaf + "primaryTopic", dataset
    yield dataset, is_a, void + "Dataset"
    yield dataset, is_a, dcat + "Dataset"
    for language, title in publication.title.items():
        yield dataset, dcterms + "title", Literal(title, language=language)
    for language, text in _texts(making):
        yield dataset, dcterms + "description", Literal(text, language=language)
    yield dataset, dcterms + "identifier", Literal(making.release_id)
    yield dataset, dcat + "version", Literal(making.release_id)
    yield dataset, dcat + "isVersionOf", f"{publication.base}.well-known/void#dataset"
    yield dataset, dcterms + "issued", Literal(making.release_id.partition(".")[0], datatype=_DATE)
    yield dataset, dcterms + "license", publication.licence
    yield dataset, dcterms + "publisher", publisher
    yield publisher, is_a, foaf + "Agent"
    yield publisher, is_a, WELL_KNOWN["prov"] + "Agent"
    yield publisher, foaf + "name", Literal(publication.publisher)
    yield dataset, dcat + "landingPage", dataset
    yield dataset, void + "uriSpace", Literal(publication.base)
    yield from distributions(making, document)
    yield from provenance(making, document, publisher)
    yield from statistics_in_void(dataset, document, making.statistics, publication.base)
    # Graphs keep their names from release to release, so their sizes are those of this one.
    yield from graph_sizes_in_void(making.statistics)


def _texts(making: Making) -> Iterator[tuple[str, str]]:
    """The description for people, in each language of the publication that there are words in."""
    words = tomllib.loads(files("iomgraph.release.description").joinpath("words.toml").read_text(encoding="utf-8"))
    facts = {
        "release": making.release_id,
        "triples": making.statistics.triples,
        "subjects": making.statistics.subjects,
        "records": len(making.records),
    }
    for language in making.publication.languages:
        if language in words:
            yield language, words[language]["description"].format(**facts)
