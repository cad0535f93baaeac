"""How much there is of everything in a release, counted in one pass over its file.

VoID, 4.6: <https://www.w3.org/TR/void/#statistics>
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from iomgraph.rdf.graph_lines import split_quad
from iomgraph.rdf.serialisation import RDF_TYPE
from iomgraph.rdf.sorted_quads import SortedQuads

_TYPE = f"<{RDF_TYPE.value}>".encode()


@dataclass(frozen=True)
class DatasetStatistics:
    """Counts of what queries see by default, each triple once: instances by class, triples by property.

    `graphs` has the triples of every named graph.
    """

    triples: int
    subjects: int
    classes: dict[str, int]
    properties: dict[str, int]
    graphs: dict[str, int]


def dataset_statistics(quads: SortedQuads, default_graphs: Collection[str]) -> DatasetStatistics:
    """Count `quads`, of which those in `default_graphs` are what queries see by default."""
    default = {graph.encode() for graph in default_graphs}
    classes: Counter[bytes] = Counter()
    properties: Counter[bytes] = Counter()
    graphs: Counter[bytes] = Counter()
    subjects = 0
    last_triple = last_subject = b""
    for line in quads.with_prefix(b""):
        triple, graph = split_quad(line)
        graphs[graph] += 1
        if graph not in default or triple == last_triple:
            continue
        subject, predicate, value = triple.split(b" ", 2)
        subjects += subject != last_subject
        last_triple, last_subject = triple, subject
        properties[predicate] += 1
        if predicate == _TYPE:
            classes[value] += 1
    return DatasetStatistics(
        triples=properties.total(),
        subjects=subjects,
        classes=_by_iri(classes),
        properties=_by_iri(properties),
        graphs=dict(sorted((graph.decode(), count) for graph, count in graphs.items())),
    )


def _by_iri(counts: Counter[bytes]) -> dict[str, int]:
    return dict(sorted((term[1:-1].decode(), count) for term, count in counts.items() if term.startswith(b"<")))
