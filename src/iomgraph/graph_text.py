"""The graph of a mapping in the RDF syntaxes."""

from collections.abc import Iterator

import pyoxigraph

from iomgraph.files import Piece
from iomgraph.mapping import Mapping
from iomgraph.publication import Publication
from iomgraph.rdf.serialisation import Serialiser, triples_of
from iomgraph.rdf.syntaxes import N_TRIPLES, SYNTAXES
from iomgraph.release import default_triples

_N_QUADS, _TRIG = "nq", "trig"
GRAPH_SYNTAXES = (_N_QUADS, _TRIG, *(syntax.suffix for syntax in SYNTAXES))


def graph_text(mapping: Mapping, syntax: str, publication: Publication, *, all_graphs: bool = False) -> Iterator[Piece]:
    """The graph of `mapping` in one of `GRAPH_SYNTAXES`, in pieces.

    N-Quads and TriG hold every named graph, the others what a query sees by default, or the triples of
    `all_graphs`.
    """
    if syntax == _N_QUADS:
        yield from mapping.text()
    elif syntax == N_TRIPLES.suffix and all_graphs:
        yield from mapping.text(graphs=False)
    else:
        quads = pyoxigraph.parse(b"".join(mapping.text()), format=pyoxigraph.RdfFormat.N_QUADS)
        if syntax == _TRIG:
            yield pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.TRIG) or b""
        else:
            (chosen,) = (each for each in SYNTAXES if each.suffix == syntax)
            triples = triples_of(quads) if all_graphs else default_triples(quads, publication)
            yield Serialiser.of(publication).serialise(triples, chosen)
