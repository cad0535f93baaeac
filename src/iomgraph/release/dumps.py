"""What queries see by default, as one graph: what the dumps of a release hold."""

from collections.abc import Iterable

import pyoxigraph

from iomgraph.publication import Publication
from iomgraph.rdf.serialisation import triples_of


def default_triples(quads: Iterable[pyoxigraph.Quad], publication: Publication) -> list[pyoxigraph.Triple]:
    """The triples of those `quads` that stand in a default graph, in their order."""
    names = set(publication.default_graphs)
    return triples_of(
        quad for quad in quads if isinstance(quad.graph_name, pyoxigraph.NamedNode) and quad.graph_name.value in names
    )
