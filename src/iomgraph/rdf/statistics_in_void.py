"""How much there is of everything in a dataset, in VoID: <https://www.w3.org/TR/void/#statistics>."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from iomgraph.rdf.dataset_statistics import DatasetStatistics
from iomgraph.rdf.prefixes import WELL_KNOWN, prefixes_for, shortened

Statement = tuple[str, str, str | Literal]
"""Subject and predicate, and as object an IRI or a literal: no blank nodes."""

_VOID = WELL_KNOWN["void"]
_INTEGER = NamedNode(WELL_KNOWN["xsd"] + "integer")


def triples(statements: Iterable[Statement]) -> list[Triple]:
    """The statements as triples, in their order."""
    return [
        Triple(NamedNode(subject), NamedNode(predicate), NamedNode(value) if isinstance(value, str) else value)
        for subject, predicate, value in statements
    ]


def statistics_in_void(dataset: str, document: str, statistics: DatasetStatistics, base: str) -> Iterator[Statement]:
    """What `statistics` say of `dataset`; its partitions are fragments of `document`, named as at `base`."""
    for vocabulary in sorted({_namespace(iri) for iri in (*statistics.classes, *statistics.properties)} - {""}):
        yield dataset, _VOID + "vocabulary", vocabulary
    yield dataset, _VOID + "triples", _number(statistics.triples)
    yield dataset, _VOID + "distinctSubjects", _number(statistics.subjects)
    yield dataset, _VOID + "classes", _number(len(statistics.classes))
    yield dataset, _VOID + "properties", _number(len(statistics.properties))
    prefixes = prefixes_for(base)
    for iri, count in statistics.classes.items():
        partition = f"{document}#class-{quote(shortened(iri, prefixes), safe='')}"
        yield dataset, _VOID + "classPartition", partition
        yield partition, _VOID + "class", iri
        yield partition, _VOID + "entities", _number(count)
    for iri, count in statistics.properties.items():
        partition = f"{document}#property-{quote(shortened(iri, prefixes), safe='')}"
        yield dataset, _VOID + "propertyPartition", partition
        yield partition, _VOID + "property", iri
        yield partition, _VOID + "triples", _number(count)


def graph_sizes_in_void(statistics: DatasetStatistics) -> Iterator[Statement]:
    """How many triples each named graph has."""
    for graph, count in statistics.graphs.items():
        yield graph, _VOID + "triples", _number(count)


def _namespace(iri: str) -> str:
    """What stands before the local name of an IRI; nothing for an IRI without parts.

    >>> _namespace("https://schema.org/Person")
    'https://schema.org/'
    >>> _namespace("urn:a")
    ''
    """
    return re.sub(r"[^/#]*$", "", iri)


def _number(count: int) -> Literal:
    return Literal(str(count), datatype=_INTEGER)
