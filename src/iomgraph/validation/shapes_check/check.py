"""All checks of a shapes graph, as one report."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyoxigraph
import rdflib
from rdflib import RDF, RDFS
from rdflib.term import Identifier

from iomgraph.engine import DuckDBEngine
from iomgraph.rdf.rdflib_graph import pyoxigraph_term
from iomgraph.rdf.turtle import read_turtle
from iomgraph.validation.classes import Classes
from iomgraph.validation.result import Report, Result, Severity, in_order
from iomgraph.validation.shapes_check.duplicates import of_duplicates
from iomgraph.validation.shapes_check.lined_shapes import LinedShapes
from iomgraph.validation.shapes_check.messages import of_messages
from iomgraph.validation.shapes_check.mistake import Mistake, rules_graph
from iomgraph.validation.shapes_check.queries import of_queries
from iomgraph.validation.shapes_check.readable import Readable, read_what_can_be
from iomgraph.validation.shapes_check.regular_expressions import of_patterns
from iomgraph.validation.shapes_check.rule_shapes import of_rule_shapes
from iomgraph.validation.shapes_check.targets import of_targets
from iomgraph.validation.shapes_check.terms import of_data_terms, of_shacl_terms
from iomgraph.validation.shapes_check.vocabulary import Vocabulary
from iomgraph.validation.shapes_check.well_formed import of_form
from iomgraph.validation.triples import Kind, Triples


def check_shapes(
    shapes: LinedShapes, ontology: Iterable[Path], languages: Sequence[str], data: bytes | Path | None = None
) -> Report:
    """What is wrong with `shapes` themselves.

    `ontology` are Turtle files that describe terms; messages should be in `languages`; with `data`, canonical N-Quads
    or a file of them, a target that matches nothing is a mistake too. Raises InputError where a file cannot be read.
    """
    described = rdflib.Graph()
    for file in ontology:
        read_turtle(file, described)
    readable = read_what_can_be(shapes)
    used: set[str] = set()
    mistakes: list[Mistake] = []
    if data is not None:
        on_data, used = _against(data, readable, shapes, described)
        mistakes += on_data
    mistakes += of_shacl_terms(shapes)
    mistakes += of_data_terms(shapes, Vocabulary(shapes, [described, rules_graph("annotation.ttl")], used))
    mistakes += of_patterns(shapes)
    mistakes += of_queries(shapes)
    mistakes += of_messages(readable, languages)
    mistakes += of_duplicates(readable, shapes)
    written = _n_quads(shapes)
    mistakes += of_form(shapes, written)
    results = [*of_rule_shapes(shapes, written), *(each.result(shapes) for each in dict.fromkeys(mistakes))]
    return Report(in_order([*results, *_further(readable, shapes, results)]))


def _further(readable: Readable, shapes: LinedShapes, results: Sequence[Result]) -> Iterator[Result]:
    """Why shapes cannot be used, where nothing else says it."""
    told = {result.focus for result in results if result.severity is Severity.VIOLATION}
    for mistake in dict.fromkeys(readable.refused):
        result = mistake.result(shapes)
        if result.focus not in told:
            yield result


def _against(
    data: bytes | Path, readable: Readable, shapes: LinedShapes, described: rdflib.Graph
) -> tuple[list[Mistake], set[str]]:
    """The targets that match nothing in the data, and the properties and classes that it uses."""
    hierarchy = rdflib.Graph()
    for graph in (shapes, described):
        for triple in graph.triples((None, RDFS.subClassOf, None)):
            hierarchy.add(triple)
    constants = {term for graph in (shapes, hierarchy) for triple in graph for term in triple}
    engine = DuckDBEngine()
    try:
        terms = [term for term in constants if isinstance(term, Identifier)]
        triples = Triples(engine, data, [*terms, RDF.type, RDFS.subClassOf])
        found = list(of_targets(readable, shapes, triples, Classes(triples, hierarchy), described))
        type_ = triples.id(RDF.type)
        used = engine.rows(
            f"SELECT lexical FROM terms WHERE kind = {Kind.IRI:d} AND (id IN (SELECT p FROM triples) "
            f"OR id IN (SELECT o FROM triples WHERE p = {type_}))"
        )
        return found, {row[0] for row in used}
    finally:
        engine.close()


def _n_quads(graph: rdflib.Graph) -> bytes:
    triples = (
        pyoxigraph.Triple(*(pyoxigraph_term(term) for term in triple if isinstance(term, Identifier)))  # type: ignore[arg-type]
        for triple in graph
    )
    return pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_QUADS) or b""
