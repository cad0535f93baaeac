"""SPARQL-based constraints as one query over all focus nodes, in an embedded store.

What is bound before stands in a named graph of its own, where the patterns of the rewritten query find it; the data is
the default graph.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path as File

import pyarrow as pa
import pyoxigraph
import rdflib
from rdflib.term import Identifier, Literal, URIRef

from iomgraph.errors import InputError
from iomgraph.rdf.rdflib_graph import pyoxigraph_term
from iomgraph.validation.constraints.sparql import SparqlConstraint
from iomgraph.validation.shape import Shape
from iomgraph.validation.sparql_query import NotOneQueryError
from iomgraph.validation.sparql_store import SparqlStore
from iomgraph.validation.sql_text import quoted
from iomgraph.validation.triples import Kind, Triples

_BOUND = pyoxigraph.NamedNode("urn:iomgraph:bound")
_SHAPES = pyoxigraph.NamedNode("urn:iomgraph:shapes")


@dataclass(frozen=True)
class Solution:
    """A violation: the id of its focus node, and terms that the query gives."""

    focus: int
    value: Identifier | None
    path: URIRef | None
    messages: tuple[Literal, ...]


class SparqlEvaluation:
    """Evaluates constraints on `n_quads`, whose tables are `triples`."""

    def __init__(self, n_quads: bytes | File, triples: Triples, shapes_graph: rdflib.Graph) -> None:
        self._n_quads = n_quads
        self._triples = triples
        self._shapes_graph = shapes_graph
        self._runs = count()
        self._knows_shapes = False

    def solutions(self, shape: Shape, constraint: SparqlConstraint, focus: str, values: str) -> list[Solution]:
        """What violates a constraint at the nodes of the table `focus`, whose value nodes are in the table `values`.

        Raises NotOneQueryError where the query has to be asked for each focus node by itself.
        """
        constraint.sparql.check_one_query()
        if constraint.sparql.asks:
            return list(self._not_asked(shape, constraint, values))
        return list(dict.fromkeys(self._selected(shape, constraint, focus)))

    def _selected(self, shape: Shape, constraint: SparqlConstraint, focus: str) -> Iterator[Solution]:
        nodes = self._nodes(f"SELECT node FROM {focus}")
        if not nodes:
            return
        self._check_literals(constraint, focus, nodes.values())
        with_bindings = _Run(self._store, next(self._runs))
        with_bindings.bind("this", nodes)
        text = self._text(shape, constraint, with_bindings)
        for solution in self._answers(constraint, text):
            # A literal such as 0.0 or an empty text counts as false.
            this = nodes.get(solution["this"]) if "this" in solution else None
            if this is None:
                raise InputError(
                    f"The query of <{shape.name}> does not return $this, one of the focus nodes; correct it."
                )
            if str(solution.get("failure", "")) == "true":
                raise InputError(f"The query of <{shape.name}> reports a failure for {solution['this'].n3()}.")
            value = solution.get("value", solution["this"] if shape.path is None else None)
            path = solution.get("path")
            messages = _messages(constraint, solution)
            yield Solution(this, value, path if isinstance(path, URIRef) else None, messages)

    def _not_asked(self, shape: Shape, constraint: SparqlConstraint, values: str) -> Iterator[Solution]:
        """The value nodes for which the answer is no."""
        nodes = self._nodes(f"SELECT DISTINCT value FROM {values}")
        if not nodes:
            return
        if "this" in constraint.sparql.used:
            raise NotOneQueryError("it asks about the focus node and the value node together")
        self._check_literals(constraint, f"(SELECT focus AS node FROM {values})", nodes.values())
        with_bindings = _Run(self._store, next(self._runs))
        with_bindings.bind("value", nodes)
        answers = self._answers(constraint, self._text(shape, constraint, with_bindings))
        conforming = {nodes[solution["value"]] for solution in answers}
        terms = {number: term for term, number in nodes.items()}
        for focus, value in self._triples.engine.rows(f"SELECT focus, value FROM {values}"):
            if value not in conforming:
                bindings = {"value": terms[value]}
                yield Solution(focus, terms[value], None, _messages(constraint, bindings))

    def _text(self, shape: Shape, constraint: SparqlConstraint, run: "_Run") -> str:
        used = constraint.sparql.used
        for name, term in constraint.bound:
            run.bind(name, [term])
        if "currentShape" in used:
            run.bind("currentShape", [shape.node])
        if "shapesGraph" in used:
            run.bind("shapesGraph", [URIRef(_SHAPES.value)])
            self._add_shapes()
        return constraint.sparql.over_all(run.patterns, "SELECT DISTINCT ?value")

    def _answers(self, constraint: SparqlConstraint, text: str) -> Iterator[dict[str, Identifier]]:
        try:
            found = self._store.store.query(text)
        except SyntaxError as error:
            raise NotOneQueryError(f"Oxigraph cannot read it ({' '.join(str(error).split())})") from error
        if not isinstance(found, pyoxigraph.QuerySolutions):
            raise NotOneQueryError("it selects nothing")
        names = [variable.value for variable in found.variables]
        for solution in found:
            yield {
                name: self._store.original(term) for name, term in zip(names, solution, strict=True) if term is not None
            }

    def _check_literals(self, constraint: SparqlConstraint, focus: str, candidates: Iterable[int]) -> None:
        """Raise NotOneQueryError where what the store makes of the literals could change the answer."""
        if not self._store.rewritten or not (constraint.sparql.reads_texts or self._store.ambiguous):
            return
        read = set(candidates) & self._store.rewritten
        engine = self._triples.engine
        engine.add_table("rewritten", pa.table({"id": pa.array(sorted(self._store.rewritten), pa.int32())}))
        queries = []
        for subject_is_this, predicates in dict.fromkeys(constraint.sparql.patterns):
            conditions = ["o IN (SELECT id FROM rewritten)"]
            if predicates is not None:
                iris = ", ".join(quoted(each) for each in sorted(predicates))
                conditions.append(f"p IN (SELECT id FROM terms WHERE kind = {Kind.IRI:d} AND lexical IN ({iris}))")
            if subject_is_this:
                conditions.append(f"s IN (SELECT node FROM {focus})")
            queries.append(f"SELECT o FROM triples WHERE {' AND '.join(conditions)}")
        read |= {row[0] for row in engine.rows(" UNION ".join(queries))} if queries else set()
        if read and constraint.sparql.reads_texts:
            raise NotOneQueryError("it reads how a number or a date is written, which Oxigraph does not keep")
        if not read.isdisjoint(self._store.ambiguous):
            raise NotOneQueryError("it reads a number or a date that is written in several ways, one to Oxigraph")

    def _nodes(self, query: str) -> dict[Identifier, int]:
        ids = [row[0] for row in self._triples.engine.rows(query)]
        return {term: number for number, term in self._triples.terms(ids).items()}

    def _add_shapes(self) -> None:
        if not self._knows_shapes:
            shapes = self._shapes_graph.serialize(format="nt", encoding="utf-8")
            parsed = pyoxigraph.parse(shapes, format=pyoxigraph.RdfFormat.N_TRIPLES)
            self._store.store.bulk_extend(
                pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, _SHAPES) for quad in parsed
            )
            self._knows_shapes = True

    @cached_property
    def _store(self) -> SparqlStore:
        return SparqlStore(self._n_quads, self._triples)


class _Run:
    """The values of pre-bound variables in the store, and the patterns that find them."""

    def __init__(self, store: SparqlStore, number: int) -> None:
        self._store = store.store
        self._node = pyoxigraph.NamedNode(f"urn:iomgraph:run:{number}")
        self.patterns: dict[str, str] = {}

    def bind(self, name: str, terms: Iterable[Identifier]) -> None:
        """Let a variable have these values."""
        predicate = pyoxigraph.NamedNode(f"urn:iomgraph:variable:{name}")
        self._store.bulk_extend(pyoxigraph.Quad(self._node, predicate, pyoxigraph_term(term), _BOUND) for term in terms)
        self.patterns[name] = f"GRAPH {_BOUND} {{ {self._node} {predicate} ?{name} }}"


def _messages(constraint: SparqlConstraint, solution: dict[str, Identifier]) -> tuple[Literal, ...]:
    """The messages with the values of variables, section 5.3.2; a variable of the query may hold the message."""
    own = solution.get("message")
    if isinstance(own, Literal):
        return (own,)
    return tuple(_filled(message, {**dict(constraint.bound), **solution}) for message in constraint.messages)


def _filled(message: Literal, values: dict[str, Identifier]) -> Literal:
    text = str(message)
    for name, value in values.items():
        text = text.replace(f"{{?{name}}}", str(value)).replace(f"{{${name}}}", str(value))
    return Literal(text, lang=message.language)
