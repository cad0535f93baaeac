"""Quads as an rdflib graph, for the libraries that work on one."""

from collections.abc import Iterable

import pyoxigraph
import rdflib

_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


def rdflib_graph(
    statements: Iterable[pyoxigraph.Quad | pyoxigraph.Triple], graph: rdflib.Graph | None = None
) -> rdflib.Graph:
    """All statements in one graph in memory, whatever graph they stand in; literals keep their text.

    They are added to `graph` where one is given.
    """
    graph = rdflib.Graph() if graph is None else graph
    for statement in statements:
        graph.add((rdflib_term(statement.subject), rdflib_term(statement.predicate), rdflib_term(statement.object)))
    return graph


def rdflib_term(term: object) -> rdflib.term.Identifier:
    """A term of pyoxigraph as one of rdflib; 85000.00 must not become 85000.0.

    >>> rdflib_term(pyoxigraph.Literal("007", datatype=pyoxigraph.NamedNode(rdflib.XSD.integer)))
    rdflib.term.Literal('007', datatype=rdflib.term.URIRef('http://www.w3.org/2001/XMLSchema#integer'))
    """
    if isinstance(term, pyoxigraph.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, pyoxigraph.Literal):
        raise TypeError(f"{term} is no term of a plain triple")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype.value == _XSD_STRING:
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
