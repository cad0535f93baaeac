"""A shapes graph read as a model of its shapes.

Follows SHACL, section 2.1, https://www.w3.org/TR/shacl/#shapes.
"""

from collections.abc import Iterator

import rdflib
from rdflib import RDF, RDFS, SH
from rdflib.term import Identifier, Literal, URIRef

from iomgraph.errors import InputError
from iomgraph.validation.constraints import read_constraints
from iomgraph.validation.constraints.sparql import Component, read_components, read_of_components
from iomgraph.validation.parameters import Parameters
from iomgraph.validation.shape import Shape, Shapes, Targets

_TARGETS = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
# What SHACL Advanced Features and SHACL-JS add: a report that passes it over would be wrong without a word.
_NOT_EVALUATED = (SH.target, SH.rule, SH.expression, URIRef(f"{SH}values"), SH.js)


def read_model(graph: rdflib.Graph) -> Shapes:
    """The shapes that the graph declares, those with targets, and every shape that they refer to.

    Raises InputError where the specification calls one ill-formed, and for what iomgraph does not evaluate.
    """
    classes = subclasses(graph, {RDFS.Class})
    found = set(declared(graph))
    targets = {node: own for node in sorted(found) if (own := read_targets(Parameters(graph, node), classes))}
    components = list(read_components(graph))
    shapes: dict[Identifier, Shape] = {}
    waiting = sorted(found)
    while waiting:
        node = waiting.pop()
        if node not in shapes:
            shapes[node] = read_shape(Parameters(graph, node), components)
            waiting += [each for constraint in shapes[node].constraints for each in constraint.shapes]
    return Shapes(shapes, targets, frozenset(_recursive(shapes)))


def subclasses(graph: rdflib.Graph, classes: set[Identifier]) -> set[Identifier]:
    """The classes and all their subclasses in `graph`."""
    waiting, found = list(classes), set(classes)
    while waiting:
        below = {each for each in graph.subjects(RDFS.subClassOf, waiting.pop()) if isinstance(each, Identifier)}
        waiting += below - found
        found |= below
    return found


def declared(graph: rdflib.Graph) -> Iterator[Identifier]:
    """The shapes that have a type or a target."""
    for kind in (SH.NodeShape, SH.PropertyShape):
        for class_ in subclasses(graph, {kind}):
            yield from (each for each in graph.subjects(RDF.type, class_) if isinstance(each, Identifier))
    for predicate in _TARGETS:
        yield from (each for each in graph.subjects(predicate) if isinstance(each, Identifier))


def read_targets(parameters: Parameters, classes: set[Identifier]) -> Targets:
    """The targets of a shape; a shape that is a class is about its instances."""
    own = [parameters.node] if not classes.isdisjoint(parameters.all(RDF.type)) else []
    return Targets(
        nodes=tuple(parameters.all(SH.targetNode)),
        classes=tuple(URIRef(each) for each in (*parameters.iris(SH.targetClass), *own) if isinstance(each, URIRef)),
        subjects_of=tuple(parameters.iris(SH.targetSubjectsOf)),
        objects_of=tuple(parameters.iris(SH.targetObjectsOf)),
    )


def read_shape(parameters: Parameters, components: list[Component]) -> Shape:
    """One shape. Raises InputError where it is ill-formed, and for what iomgraph does not evaluate."""
    if isinstance(parameters.node, Literal):
        raise InputError(f"The shapes are ill-formed ({parameters.node.n3()} stands for a shape); correct them.")
    for predicate in _NOT_EVALUATED:
        if parameters.all(predicate):
            raise parameters.ill_formed(predicate, "is of SHACL Advanced Features or SHACL-JS and is not evaluated")
    return Shape(
        node=parameters.node,
        name=parameters.name,
        path=parameters.path(),
        constraints=(*read_constraints(parameters), *read_of_components(components, parameters)),
        severity=parameters.iri(SH.severity) or SH.Violation,
        messages=tuple(parameters.literals(SH.message)),
        deactivated=parameters.boolean(SH.deactivated),
    )


def _recursive(shapes: dict[Identifier, Shape]) -> Iterator[Identifier]:
    """Those that are among what they refer to."""
    below = {
        node: {each for constraint in shape.constraints for each in constraint.shapes} for node, shape in shapes.items()
    }
    for node in shapes:
        reached: set[Identifier] = set()
        waiting = [node]
        while waiting:
            new = below[waiting.pop()] - reached
            reached |= new
            waiting += new
        if node in reached:
            yield node
