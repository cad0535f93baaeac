"""Quads as an rdflib graph, for the libraries that work on one."""

import logging
import warnings
from collections.abc import Iterable

import pyoxigraph
import rdflib

# What is wrong with a literal is for the shapes to say; rdflib would print a traceback for each.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)
warnings.filterwarnings("ignore", message="Parsing weird boolean", module="rdflib.term")

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


def pyoxigraph_term(term: rdflib.term.Identifier) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal:
    """A term of rdflib as one of pyoxigraph.

    >>> pyoxigraph_term(rdflib.Literal("a", lang="EN"))
    <Literal value=a language=en>
    """
    if isinstance(term, rdflib.URIRef):
        return pyoxigraph.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return pyoxigraph.BlankNode(str(term))
    if not isinstance(term, rdflib.Literal):
        raise TypeError(f"{term} is no term of a graph")
    if term.language:
        return pyoxigraph.Literal(str(term), language=term.language.lower())
    return pyoxigraph.Literal(str(term), datatype=pyoxigraph.NamedNode(str(term.datatype)) if term.datatype else None)


def n_triples_term(term: rdflib.term.Identifier) -> str:
    r"""A term of rdflib as canonical N-Triples writes it.

    >>> n_triples_term(rdflib.Literal('a "b"\n'))
    '"a \\"b\\"\\n"'
    """
    return str(pyoxigraph_term(term))
