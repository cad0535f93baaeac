"""What the endpoint can do, for programs.

SPARQL 1.1 Service Description: <https://www.w3.org/TR/sparql11-service-description/>
"""

from pyoxigraph import NamedNode, Triple

from iomgraph.publication import Publication
from iomgraph.rdf.prefixes import WELL_KNOWN
from iomgraph.rdf.syntaxes import SYNTAXES
from iomgraph.server.served import ServedRelease
from iomgraph.server.void import dataset_iri, void_description
from iomgraph.stores.store import ResultFormat

_FORMATS = "http://www.w3.org/ns/formats/"
_W3C_NAMES = [syntax.w3c_name for syntax in SYNTAXES] + [f"SPARQL_Results_{each.name}" for each in ResultFormat]


def service_description(publication: Publication, release: ServedRelease) -> list[Triple]:
    """The triples that describe the endpoint, its formats, its graphs and what they hold; no blank nodes."""
    sd, rdf_type = WELL_KNOWN["sd"], WELL_KNOWN["rdf"] + "type"
    service, dataset = publication.base + "sparql", dataset_iri(publication)
    default = service + "#default-graph"
    statements = [
        (service, rdf_type, sd + "Service"),
        (service, sd + "endpoint", service),
        (service, sd + "supportedLanguage", sd + "SPARQL11Query"),
        *((service, sd + "feature", sd + feature) for feature in _features(publication)),
        *((service, sd + "resultFormat", _FORMATS + name) for name in _W3C_NAMES),
        (service, sd + "defaultDataset", dataset),
        (dataset, rdf_type, sd + "Dataset"),
        (dataset, sd + "defaultGraph", default),
        (default, rdf_type, sd + "Graph"),
    ]
    for graph in release.statistics.graphs:
        # A graph that has a name and an address of its own stands for itself.
        statements += [
            (dataset, sd + "namedGraph", graph),
            (graph, rdf_type, sd + "NamedGraph"),
            (graph, sd + "name", graph),
        ]
    described = [
        Triple(NamedNode(subject), NamedNode(predicate), NamedNode(value)) for subject, predicate, value in statements
    ]
    return described + void_description(publication, release)


def _features(publication: Publication) -> list[str]:
    return ["BasicFederatedQuery"] if publication.service.allow else []
