"""What the endpoint can do, for programs.

SPARQL 1.1 Service Description: <https://www.w3.org/TR/sparql11-service-description/>
"""

from pyoxigraph import NamedNode, Triple

from iomgraph.publication import Publication
from iomgraph.rdf.prefixes import WELL_KNOWN
from iomgraph.rdf.syntaxes import SYNTAXES
from iomgraph.server.store_questions import named_graphs
from iomgraph.stores.store import ResultFormat, Store

_FORMATS = "http://www.w3.org/ns/formats/"
_W3C_NAMES = (
    [{"ttl": "Turtle", "nt": "N-Triples", "jsonld": "JSON-LD", "rdf": "RDF_XML"}[each.suffix] for each in SYNTAXES]
    + [f"SPARQL_Results_{each.name}" for each in ResultFormat]
)  # fmt: skip


def service_description(publication: Publication, store: Store) -> list[Triple]:
    """The triples that describe the endpoint, its formats and its graphs; no blank nodes."""
    sd, rdf_type = WELL_KNOWN["sd"], WELL_KNOWN["rdf"] + "type"
    service = publication.base + "sparql"
    dataset, default = service + "#dataset", service + "#default-graph"
    statements = [
        (service, rdf_type, sd + "Service"),
        (service, sd + "endpoint", service),
        (service, sd + "supportedLanguage", sd + "SPARQL11Query"),
        *((service, sd + "resultFormat", _FORMATS + name) for name in _W3C_NAMES),
        (service, sd + "defaultDataset", dataset),
        (dataset, rdf_type, sd + "Dataset"),
        (dataset, sd + "defaultGraph", default),
        (default, rdf_type, sd + "Graph"),
    ]
    for graph in named_graphs(store):
        # A graph that has a name and an address of its own stands for itself.
        statements += [
            (dataset, sd + "namedGraph", graph),
            (graph, rdf_type, sd + "NamedGraph"),
            (graph, sd + "name", graph),
        ]
    return [
        Triple(NamedNode(subject), NamedNode(predicate), NamedNode(value)) for subject, predicate, value in statements
    ]
