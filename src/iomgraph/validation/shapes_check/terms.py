"""Terms that shapes use and nobody knows: of SHACL itself, and properties, classes and datatypes of the data."""

from collections.abc import Iterator

import rdflib
from rdflib import RDF, SH
from rdflib.term import BNode, Identifier, Node, URIRef

from iomgraph.validation.shapes_check.lined_shapes import LinedShapes
from iomgraph.validation.shapes_check.mistake import Mistake
from iomgraph.validation.shapes_check.vocabulary import Kind, Standing, Vocabulary, nearest, shacl_terms

_USES = {
    SH["class"]: Kind.CLASS,
    SH.targetClass: Kind.CLASS,
    SH.datatype: Kind.DATATYPE,
    **dict.fromkeys((SH.targetSubjectsOf, SH.targetObjectsOf, SH.equals, SH.disjoint), Kind.PROPERTY),
    **dict.fromkeys((SH.lessThan, SH.lessThanOrEquals), Kind.PROPERTY),
}
_LIST_STEPS = (RDF.first, RDF.rest)
_PATH_STEPS = (
    *_LIST_STEPS,
    *(SH.inversePath, SH.alternativePath, SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath),
)

Use = tuple[Kind, URIRef, Identifier, URIRef]


def of_shacl_terms(shapes: LinedShapes) -> Iterator[Mistake]:
    """Terms in the namespace of SHACL that it does not have, each where it first stands."""
    known, told = shacl_terms(), set()
    for node, predicate, value in shapes:
        for term in (predicate, value):
            if isinstance(term, URIRef) and term.startswith(str(SH)) and term != URIRef(str(SH)):
                if str(term) in known or (node, term) in told or not isinstance(node, Identifier):
                    continue
                told.add((node, term))
                words = {"term": shapes.shown(term), "hint": _hint(shapes, nearest(term, known))}
                at = URIRef(str(predicate))
                yield Mistake("unknown-shacl-term", node, at, term if term == value else None, words)


def of_data_terms(shapes: LinedShapes, vocabulary: Vocabulary) -> Iterator[Mistake]:
    """Properties, classes and datatypes that are unknown, each where it first stands."""
    told: set[tuple[Kind, URIRef]] = set()
    for kind, term, node, predicate in sorted(_uses(shapes), key=lambda use: _line(shapes, use)):
        standing = vocabulary.standing(term, kind)
        if standing is Standing.KNOWN or (kind, term) in told or term.startswith(str(SH)):
            continue
        told.add((kind, term))
        words = {"term": shapes.shown(term), "hint": _hint(shapes, vocabulary.nearest(term, kind))}
        rule = f"unknown-{kind.value}" if standing is Standing.WRONG else "undescribed-term"
        yield Mistake(rule, node, predicate, term, words)


def path_terms(graph: rdflib.Graph, node: Node) -> Iterator[tuple[Node, URIRef]]:
    """The properties in a path or list, each with the node that it stands at; also where it is ill-formed."""
    waiting, seen = [node], set()
    while waiting:
        at = waiting.pop()
        seen.add(at)
        for step in _PATH_STEPS:
            for inner in graph.objects(at, step):
                if isinstance(inner, BNode) and inner not in seen:
                    waiting.append(inner)
                elif isinstance(inner, URIRef) and inner != RDF.nil:
                    yield at, inner


def _uses(shapes: LinedShapes) -> Iterator[Use]:
    parameters = set(shapes.objects(None, SH.parameter))
    for predicate, kind in _USES.items():
        for node, term in shapes.subject_objects(predicate):
            if isinstance(term, URIRef) and isinstance(node, Identifier):
                yield kind, term, node, predicate
    for predicate in (SH.path, SH.ignoredProperties):
        for node, path in shapes.subject_objects(predicate):
            if node in parameters or not isinstance(node, Identifier):
                continue
            if isinstance(path, URIRef) and predicate == SH.path:
                yield Kind.PROPERTY, path, node, predicate
            elif isinstance(path, BNode):
                for _, term in path_terms(shapes, path):
                    yield Kind.PROPERTY, term, node, predicate


def _line(shapes: LinedShapes, use: Use) -> tuple[str, int, str]:
    place = shapes.place(use[2], use[3])
    return (place.file, place.line or 0, use[1]) if place else ("", 0, use[1])


def _hint(shapes: LinedShapes, term: str | None) -> str:
    return f" ({shapes.shown(URIRef(term))}?)" if term else ""
