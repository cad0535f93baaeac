"""The queries of SPARQL constraints and of the validators of constraint components."""

from collections.abc import Iterator

from rdflib import SH
from rdflib.term import Identifier, Literal, URIRef

from iomgraph.errors import InputError
from iomgraph.rdf.query_text import QueryText
from iomgraph.validation.constraints.sparql import declared_prefixes
from iomgraph.validation.parameters import Parameters
from iomgraph.validation.path import Path, Predicate
from iomgraph.validation.shapes_check.lined_shapes import LinedShapes
from iomgraph.validation.shapes_check.mistake import Mistake
from iomgraph.validation.sparql_query import IllFormedQueryError, SparqlQuery

_PREBOUND = frozenset({"this", "currentShape", "shapesGraph"})


def of_queries(shapes: LinedShapes) -> Iterator[Mistake]:
    """What is wrong with each query."""
    for node, path in _owners(shapes):
        for predicate in (SH.select, SH.ask):
            text = shapes.value(node, predicate)
            if isinstance(text, Literal):
                yield from _of_query(Parameters(shapes, node), predicate, text, path)


def _of_query(parameters: Parameters, predicate: URIRef, text: Literal, path: Path | None) -> Iterator[Mistake]:
    node, prefixes = parameters.node, declared_prefixes(parameters)
    undeclared = sorted(_prefixes_used(str(text)) - set(prefixes))
    for prefix in undeclared:
        yield Mistake("sparql-prefix-undeclared", node, predicate, None, {"term": prefix})
    if undeclared:
        return
    query = SparqlQuery(str(text), _PREBOUND, prefixes)
    try:
        query.with_path(path).check({"this"} if predicate == SH.select else ())
    except IllFormedQueryError as error:
        yield Mistake("sparql-ill-formed", node, predicate, None, {"problem": str(error)})
        return
    if predicate == SH.select and not _returns_this(str(text)):
        yield Mistake("sparql-without-this", node, predicate)


def _owners(shapes: LinedShapes) -> Iterator[tuple[Identifier, Path | None]]:
    """The nodes that have a query, and what $PATH stands for there."""
    anywhere = Predicate(URIRef("urn:iomgraph:path"))
    for shape, node in shapes.subject_objects(SH.sparql):
        if isinstance(shape, Identifier) and isinstance(node, Identifier):
            try:
                path = Parameters(shapes, shape).path()
            except InputError:
                path = anywhere  # that of the shape is ill-formed, which is said of the shape
            yield node, path
    for predicate, path in ((SH.validator, None), (SH.nodeValidator, None), (SH.propertyValidator, anywhere)):
        yield from ((node, path) for node in shapes.objects(None, predicate) if isinstance(node, Identifier))


def _prefixes_used(text: str) -> set[str]:
    """The prefixes of names in a query that it does not declare itself."""
    used: set[str] = set()
    declared: set[str] = set()
    before = ""
    for token in QueryText(text).tokens:
        if token["word"] is None and not token["term"] and not token["mark"]:
            (declared if before == "PREFIX" else used).add(token["prefix"] or "")
        before = (token["word"] or "").upper()
    return used - declared


def _returns_this(text: str) -> bool:
    tokens = [token[0] for token in QueryText(text).tokens]
    start = next((i for i, token in enumerate(tokens) if token.upper() == "SELECT"), 0)
    end = tokens.index("{", start) if "{" in tokens[start:] else len(tokens)
    return not {"$this", "?this", "*"}.isdisjoint(tokens[start:end])
