"""Mappings in older terms, read as what they mean today.

R2RML, https://www.w3.org/TR/r2rml/; RML as it was before its community group, http://semweb.mmlab.be/ns/rml#. Each of
their terms has one of the same meaning in RML-Core and RML-IO, so that the graph is rewritten and read as usual.
"""

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from iomgraph.mapping.model import RML
from iomgraph.rdf.lined_graph import LinedGraph

_R2RML = "http://www.w3.org/ns/r2rml#"
_OLDER_RML = "http://semweb.mmlab.be/ns/rml#"
_FORMULATIONS = "http://semweb.mmlab.be/ns/ql#"

_RENAMED = {
    _R2RML + "logicalTable": RML + "logicalSource",
    _R2RML + "tableName": RML + "iterator",
    _R2RML + "sqlQuery": RML + "iterator",
    _R2RML + "column": RML + "reference",
}
_REFERENCE_FORMULATION, _SOURCE, _PATH = (URIRef(RML + name) for name in ("referenceFormulation", "source", "path"))
_SQL = {
    _R2RML + "tableName": RML + "SQL2008Table",
    _R2RML + "sqlQuery": RML + "SQL2008Query",
}


def in_current_terms(graph: LinedGraph) -> LinedGraph:
    """`graph` with every older term replaced, each statement on its line; the graph itself where it has none.

    >>> from iomgraph.rdf.lined_graph import parse_turtle
    >>> old = LinedGraph()
    >>> parse_turtle(b'<a:m> <http://www.w3.org/ns/r2rml#column> "x" .', old, "")
    >>> [str(term) for triple in in_current_terms(old) for term in triple]
    ['a:m', 'http://w3id.org/rml/reference', 'x']
    """
    if not any(_is_older(term) for triple in graph for term in triple):
        return graph
    current = graph.without_statements()
    for triple in graph:
        line = graph.line_of(triple)
        subject, predicate, value = (_renamed(term) for term in triple)
        if predicate == _SOURCE and isinstance(value, Literal):
            # A file used to be named alone; its folder is that of the mapping.
            path = BNode()
            current.add_on_line((path, _PATH, value), line)
            value = path
        current.add_on_line((subject, predicate, value), line)
        formulation = _SQL.get(str(triple[1]))
        if formulation:
            current.add_on_line((subject, _REFERENCE_FORMULATION, URIRef(formulation)), line)
    return current


def _is_older(term: Node) -> bool:
    return isinstance(term, URIRef) and str(term).startswith((_R2RML, _OLDER_RML, _FORMULATIONS))


def _renamed(term: Node) -> Node:
    if not _is_older(term):
        return term
    name = str(term)
    local_name = name.removeprefix(_R2RML).removeprefix(_OLDER_RML).removeprefix(_FORMULATIONS)
    return URIRef(_RENAMED.get(name, RML + local_name))
