"""SHACL by pySHACL: focus node after focus node."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path as File

import pyoxigraph
import pyshacl
import rdflib
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, RDFS, SH
from rdflib.term import BNode, Identifier, Literal, URIRef

from iomgraph.errors import InputError
from iomgraph.rdf.rdflib_graph import rdflib_graph
from iomgraph.validation.finding import Finding
from iomgraph.validation.path import Path, read_path
from iomgraph.validation.prepared_queries import PreparedQueries

_TARGETS = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
# What a shape keeps when one of its constraints is evaluated by itself.
_OF_ANY_CONSTRAINT = {SH.path, SH.severity, SH.message}


class PySHACL:
    """The graph `n_quads`, canonical N-Quads or a file of them, read as one graph, against `shapes_graph`."""

    def __init__(self, n_quads: bytes | File, shapes_graph: rdflib.Graph) -> None:
        self._n_quads = n_quads
        self._shapes = shapes_graph

    def findings(self) -> list[Finding]:
        """What violates the shapes. Raises InputError where pySHACL cannot use them."""
        return self._run(self._shapes)

    def findings_of(
        self, shape: Identifier, focus: Collection[Identifier], constraint: Identifier | None
    ) -> list[Finding]:
        """What violates a shape at the nodes given, of all its constraints or of one SPARQL constraint alone."""
        graph = self._without_targets()
        for predicate, value in list(graph.predicate_objects(shape)):
            kept = predicate in _OF_ANY_CONSTRAINT or (predicate, value) == (SH.sparql, constraint)
            if constraint is not None and str(predicate).startswith(str(SH)) and not kept:
                graph.remove((shape, predicate, value))
        for node in focus:
            graph.add((shape, SH.targetNode, node))
        return self._run(graph)

    def failing(self, shape: Identifier, nodes: Collection[Identifier]) -> set[Identifier]:
        """Those of the nodes that do not conform to a shape."""
        graph = self._without_targets()
        outer, refers = BNode(), SH.property if (shape, SH.path, None) in graph else SH.node
        graph.add((outer, RDF.type, SH.NodeShape))
        if refers == SH.property:  # what fails a property shape is told of it, so it stands one level down
            inner = BNode()
            graph.add((inner, RDF.type, SH.NodeShape))
            graph.add((inner, SH.property, shape))
            graph.add((outer, SH.node, inner))
        else:
            graph.add((outer, SH.node, shape))
        for node in nodes:
            graph.add((outer, SH.targetNode, node))
        return {finding.focus for finding in self._run(graph)}

    @cached_property
    def _data(self) -> rdflib.Graph:
        written = self._n_quads if isinstance(self._n_quads, bytes) else self._n_quads.read_bytes()
        data = rdflib_graph(pyoxigraph.parse(written, format=pyoxigraph.RdfFormat.N_QUADS), PreparedQueries())
        for triple in self._shapes.triples((None, RDFS.subClassOf, None)):
            data.add(triple)
        return data

    def _without_targets(self) -> rdflib.Graph:
        graph = rdflib.Graph()
        for triple in self._shapes:
            graph.add(triple)
        for predicate in _TARGETS:
            graph.remove((None, predicate, None))
        for class_ in list(graph.transitive_subjects(RDFS.subClassOf, RDFS.Class)):
            graph.remove((None, RDF.type, class_))
        return graph

    def _run(self, shapes: rdflib.Graph) -> list[Finding]:
        try:
            _, report, text = pyshacl.validate(self._data, shacl_graph=shapes, inplace=True, do_owl_imports=False)
        except ReportableRuntimeError as error:
            raise InputError(f"The shapes are ill-formed ({' '.join(error.message.split())}); correct them.") from error
        except Exception as error:  # such as of comparing a number with NaN
            said = " ".join(f"{type(error).__name__}: {error}".split())
            raise InputError(
                f"pySHACL fails on these shapes and this graph ({said}); use the engine duckdb."
            ) from error
        if not isinstance(report, rdflib.Graph):
            raise InputError(f"The graph cannot be validated ({' '.join(text.split())}); correct the shapes.")
        return [_finding(report, node, shapes) for node in report.objects(None, SH.result)]


def _finding(report: rdflib.Graph, node: rdflib.term.Node, shapes: rdflib.Graph) -> Finding:
    def value(predicate: URIRef) -> Identifier | None:
        found = report.value(node, predicate)
        return found if isinstance(found, Identifier) else None

    def needed(predicate: URIRef) -> Identifier:
        found = value(predicate)
        if found is None:
            raise InputError(
                f"pySHACL gives a result without sh:{predicate.removeprefix(str(SH))}; use the engine duckdb."
            )
        return found

    shape, constraint = needed(SH.sourceShape), value(SH.sourceConstraint)
    sources = [each for each in (shape, constraint) if each is not None]
    return Finding(
        focus=needed(SH.focusNode),
        path=_path(report, value(SH.resultPath)),
        value=value(SH.value),
        shape=shape,
        component=needed(SH.sourceConstraintComponent),
        severity=needed(SH.resultSeverity),
        messages=tuple(
            _messages(report, node, [text for each in sources for text in shapes.objects(each, SH.message)])
        ),
        constraint=constraint,
        details=tuple(_finding(report, detail, shapes) for detail in report.objects(node, SH.detail)),
    )


def _path(report: rdflib.Graph, node: Identifier | None) -> Path | None:
    return None if node is None else read_path(report, node)


def _messages(report: rdflib.Graph, node: rdflib.term.Node, written: list[rdflib.term.Node]) -> Iterator[Literal]:
    """The messages of a result; pySHACL drops the languages of those of SPARQL constraints, the shapes have them."""
    with_language: dict[str, list[Literal]] = defaultdict(list)
    for each in written:
        if isinstance(each, Literal):
            with_language[str(each)].append(each)
    for text in sorted({str(each) for each in report.objects(node, SH.resultMessage)}):
        yield from with_language.get(text) or [Literal(text)]
