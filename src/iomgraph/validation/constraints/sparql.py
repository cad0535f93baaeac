"""SPARQL-based constraints and constraint components.

SHACL, sections 5 and 6, https://www.w3.org/TR/shacl/#sparql-constraints.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import rdflib
from rdflib import OWL, RDF, RDFS, SH, XSD
from rdflib.term import Identifier, Literal, URIRef

from iomgraph.validation.parameters import Parameters
from iomgraph.validation.path import Path
from iomgraph.validation.shape import Constraint
from iomgraph.validation.sparql_query import IllFormedQueryError, SparqlQuery

_ALWAYS_BOUND = {"this", "currentShape", "shapesGraph"}
_KNOWN_PREFIXES = {"rdf": str(RDF), "rdfs": str(RDFS), "owl": str(OWL), "xsd": str(XSD)}
"""Declared by nobody and used by many."""


@dataclass(frozen=True, slots=True)
class SparqlConstraint(Constraint):
    """A query whose solutions are violations, or that asks whether a value node conforms.

    `bound` are the parameters of a constraint component; `declared` is the node of sh:sparql, None for a component.
    """

    component: URIRef = field()
    sparql: SparqlQuery
    messages: tuple[Literal, ...]
    bound: tuple[tuple[str, Identifier], ...] = ()
    declared: Identifier | None = None

    def default_message(self) -> str:
        """The component, where it is one of the shapes."""
        return f"The rule <{self.component}> is broken."


@dataclass(frozen=True)
class Component:
    """A constraint component that the shapes graph declares."""

    node: URIRef
    mandatory: tuple[URIRef, ...]
    optional: tuple[URIRef, ...]


def read(parameters: Parameters) -> Iterator[SparqlConstraint]:
    """The constraints of this family that a shape has."""
    path = parameters.path()
    for node in parameters.all(SH.sparql):
        constraint = Parameters(parameters.graph, node)
        if constraint.boolean(SH.deactivated):
            continue
        if node != parameters.node and constraint.all(SH.severity):
            raise constraint.ill_formed(
                SH.severity, "stands on a SPARQL constraint, where it is ignored: put it on the shape"
            )
        query = _query(constraint, SH.select, frozenset(_ALWAYS_BOUND), {"this"}, path)
        yield SparqlConstraint(
            SH.SPARQLConstraintComponent, query, tuple(constraint.literals(SH.message)), declared=node
        )


def read_of_components(components: Iterable[Component], parameters: Parameters) -> Iterator[SparqlConstraint]:
    """The constraints that a shape has of the components that the shapes graph declares."""
    for component in components:
        if all(parameters.all(predicate) for predicate in component.mandatory):
            yield from _of_component(component, parameters, parameters.path())


def _of_component(component: Component, parameters: Parameters, path: Path | None) -> Iterator[SparqlConstraint]:
    own = Parameters(parameters.graph, component.node)
    special = SH.propertyValidator if parameters.is_property_shape else SH.nodeValidator
    node = own.at_most_one(special) or own.at_most_one(SH.validator)
    if node is None:
        raise own.ill_formed(special, "is missing, and so is sh:validator")
    validator = Parameters(parameters.graph, node)
    predicates = (*component.mandatory, *component.optional)
    names = {_local_name(predicate) for predicate in predicates}
    asks = validator.text(SH.ask) is not None
    prebound = frozenset({*_ALWAYS_BOUND, *names, *(["value"] if asks else [])})
    required = {*names, "value" if asks else "this"}
    query = _query(validator, SH.ask if asks else SH.select, prebound, required, path)
    messages = tuple(validator.literals(SH.message))
    if len(predicates) == 1:  # each value of a single parameter is a constraint of its own
        for value in parameters.all(predicates[0]):
            yield SparqlConstraint(component.node, query, messages, ((_local_name(predicates[0]), value),))
        return
    values = ((_local_name(predicate), parameters.at_most_one(predicate)) for predicate in predicates)
    bound = tuple((name, value) for name, value in values if value is not None)
    yield SparqlConstraint(component.node, query, messages, bound)


def _query(
    parameters: Parameters, predicate: URIRef, prebound: frozenset[str], required: set[str], path: Path | None
) -> SparqlQuery:
    text = parameters.text(predicate)
    if text is None:
        raise parameters.ill_formed(predicate, "is missing")
    query = SparqlQuery(text, prebound, declared_prefixes(parameters))
    try:
        query = query.with_path(path)
        query.check(required)
    except IllFormedQueryError as error:
        raise parameters.ill_formed(predicate, str(error)) from error
    return query


def declared_prefixes(parameters: Parameters) -> dict[str, str]:
    """What sh:prefixes declares, over owl:imports too; section 5.2.1."""
    graph, prefixes = parameters.graph, dict(_KNOWN_PREFIXES)
    waiting, seen = parameters.all(SH.prefixes), set()
    while waiting:
        node = waiting.pop()
        seen.add(node)
        declaring = Parameters(graph, node)
        for declaration in declaring.all(SH.declare):
            prefix = graph.value(declaration, SH.prefix)
            prefixes[str(prefix)] = str(graph.value(declaration, SH.namespace))
        waiting += [each for each in declaring.all(OWL.imports) if each not in seen]
    return prefixes


def read_components(graph: rdflib.Graph) -> Iterator[Component]:
    """The constraint components that the shapes graph declares with validators."""
    for kind in _below(graph, SH.ConstraintComponent):
        for node in sorted(graph.subjects(RDF.type, kind), key=str):
            if not isinstance(node, URIRef) or (node, SH.parameter, None) not in graph:
                continue
            paths: dict[bool, list[URIRef]] = {True: [], False: []}
            for parameter in Parameters(graph, node).all(SH.parameter):
                own = Parameters(graph, parameter)
                path = own.iri(SH.path)
                if path is None:
                    raise own.ill_formed(SH.path, "is missing")
                paths[own.boolean(SH.optional)].append(path)
            if any((node, each, None) in graph for each in (SH.validator, SH.nodeValidator, SH.propertyValidator)):
                yield Component(node, tuple(paths[False]), tuple(paths[True]))


def _below(graph: rdflib.Graph, class_: URIRef) -> Iterator[Identifier]:
    for each in graph.transitive_subjects(RDFS.subClassOf, class_):
        if isinstance(each, Identifier):
            yield each


def _local_name(predicate: URIRef) -> str:
    return re.split("[#/]", predicate)[-1]
