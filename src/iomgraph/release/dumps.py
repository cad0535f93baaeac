"""The graph of a release in the syntaxes that people download: what queries see by default, as one graph."""

from collections.abc import Iterable

import pyoxigraph

from iomgraph.publication import Publication
from iomgraph.rdf.json_ld import read_context
from iomgraph.rdf.prefixes import prefixes_for
from iomgraph.rdf.serialisation import Serialiser, triples_of
from iomgraph.rdf.syntaxes import Syntax


def default_triples(quads: Iterable[pyoxigraph.Quad], publication: Publication) -> list[pyoxigraph.Triple]:
    """The triples of those `quads` that stand in a default graph, in their order."""
    names = set(publication.default_graphs)
    return triples_of(
        quad for quad in quads if isinstance(quad.graph_name, pyoxigraph.NamedNode) and quad.graph_name.value in names
    )


def dump(triples: list[pyoxigraph.Triple], syntax: Syntax, publication: Publication) -> bytes:
    """The triples in `syntax`, with the publication's prefixes and JSON-LD context."""
    serialiser = Serialiser(prefixes_for(publication.base), read_context(publication.context))
    return serialiser.serialise(triples, syntax)
