"""Targets that match no node of the data."""

from collections.abc import Iterator

import rdflib
from rdflib import RDF, SH
from rdflib.term import Identifier, URIRef

from iomgraph.validation.classes import Classes
from iomgraph.validation.focus import focus_query
from iomgraph.validation.reading import subclasses
from iomgraph.validation.shape import Targets
from iomgraph.validation.shapes_check.lined_shapes import LinedShapes
from iomgraph.validation.shapes_check.mistake import Mistake
from iomgraph.validation.shapes_check.readable import Readable
from iomgraph.validation.triples import Triples

_OF_SHAPE = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)


def of_targets(
    readable: Readable, shapes: LinedShapes, triples: Triples, classes: Classes, ontology: rdflib.Graph
) -> Iterator[Mistake]:
    """The single targets that match no node of the data, of the ontology or of the shapes themselves."""
    known = rdflib.Graph()
    for triple in (*shapes, *ontology):
        if triple[1] not in _OF_SHAPE:
            known.add(triple)
    for node, targets in readable.targets.items():
        shape = readable.shapes.get(node)
        if shape is None or shape.deactivated:
            continue
        for predicate, term in _each(targets):
            if not _in_graph(known, predicate, term) and not _in_data(triples, classes, predicate, term):
                stated = predicate if (node, predicate, term) in shapes else None
                yield Mistake("target-matches-nothing", node, stated, term, {"term": shapes.shown(term)})


def _each(targets: Targets) -> Iterator[tuple[URIRef, Identifier]]:
    for predicate, terms in zip(
        _OF_SHAPE, (targets.nodes, targets.classes, targets.subjects_of, targets.objects_of), strict=True
    ):
        yield from ((predicate, term) for term in terms)


def _in_graph(graph: rdflib.Graph, predicate: URIRef, term: Identifier) -> bool:
    if predicate == SH.targetNode:
        return (term, None, None) in graph or (None, None, term) in graph
    if predicate == SH.targetClass:
        return any((None, RDF.type, class_) in graph for class_ in subclasses(graph, {term}))
    return (None, term, None) in graph


def _in_data(triples: Triples, classes: Classes, predicate: URIRef, term: Identifier) -> bool:
    if predicate == SH.targetNode:  # it is a focus node whether the data has it or not
        number = triples.id(term)
        query = f"SELECT 1 FROM triples WHERE s = {number} OR o = {number} LIMIT 1"
    elif predicate == SH.targetClass:
        query = f"SELECT 1 FROM ({focus_query(Targets(classes=(URIRef(term),)), triples, classes)}) LIMIT 1"
    else:
        query = f"SELECT 1 FROM triples WHERE p = {triples.id(term)} LIMIT 1"
    return any(True for _ in triples.engine.rows(query))
