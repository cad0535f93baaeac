"""Triples maps compiled to one relational plan whose rows are the lines of an N-Quads file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from sqlglot import exp

from iomgraph.errors import InputError
from iomgraph.mapping.model import AbstractLogicalSource, Constant, ReferencingObjectMap, TermMap, TermType, TriplesMap
from iomgraph.mapping.reading import is_default_graph
from iomgraph.mapping.relation import Relation, Row
from iomgraph.mapping.terms import joined, term, text

_RDF_TYPE = TermMap(Constant("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), TermType.IRI)

LINE = "line"


@dataclass(frozen=True)
class Plan:
    """Triples maps, and the relation that each of their logical sources was made.

    Raises InputError where a parent triples map does not exist.
    """

    triples_maps: Sequence[TriplesMap]
    relations: Mapping[AbstractLogicalSource, Relation]

    def graph_lines(self, further: Sequence[str] = ()) -> exp.Query:
        """The whole graph: every line once, sorted by bytes.

        `further` names tables with a column `line` whose quads belong to the graph as they are.
        """
        parts: list[exp.Query] = [query for each in self.triples_maps for query in self.quad_lines(each)]
        parts += [exp.select(LINE).from_(exp.to_identifier(name, quoted=True)) for name in further]
        every = reduce(lambda left, right: exp.union(left, right, distinct=False, copy=False), parts)
        return exp.select(LINE).distinct().from_(every.subquery("quads")).where(f"{LINE} IS NOT NULL").order_by(LINE)

    def quad_lines(self, triples_map: TriplesMap) -> list[exp.Select]:
        """One query for each kind of quad that a triples map makes; each has the one column `line`."""
        queries = [
            self._query(triples_map, _RDF_TYPE, TermMap(Constant(name), TermType.IRI), graph)
            for name in triples_map.classes
            for graph in triples_map.graphs or (None,)
        ]
        for part in triples_map.predicate_objects:
            graphs = (*triples_map.graphs, *part.graphs) or (None,)
            queries += [
                self._query(triples_map, predicate, made, graph)
                for predicate in part.predicates
                for made in part.objects
                for graph in graphs
            ]
        return queries

    def row(self, triples_map: TriplesMap, alias: str = "child") -> Row:
        """A row of the logical source, in a query of its own."""
        return Row(self.relations[triples_map.source], alias)

    def _query(
        self,
        triples_map: TriplesMap,
        predicate: TermMap,
        made: TermMap | ReferencingObjectMap,
        graph: TermMap | None,
    ) -> exp.Select:
        row = self.row(triples_map)

        def of(term_map: TermMap) -> exp.Expression:
            return term(term_map, row, triples_map)

        if isinstance(made, TermMap):
            made_term, rows, conditions = of(made), [row], []
        else:
            parent = self._parent(triples_map, made)
            parent_row = self.row(parent, "parent") if made.conditions else row
            made_term = term(parent.subject, parent_row, parent)
            rows = [row, parent_row] if made.conditions else [row]
            conditions = [
                exp.EQ(this=text(each.child, row), expression=text(each.parent, parent_row)) for each in made.conditions
            ]
        terms = [of(triples_map.subject), of(predicate), made_term]
        if graph is not None and not is_default_graph(graph):
            terms.append(of(graph))
        spaced = [part for each in terms for part in (each, exp.Literal.string(" "))]
        line = joined([*spaced, exp.Literal.string(".")])
        return select([exp.Alias(this=line, alias=exp.to_identifier(LINE))], rows, conditions)

    def _parent(self, triples_map: TriplesMap, made: ReferencingObjectMap) -> TriplesMap:
        for each in self.triples_maps:
            if each.name == made.parent:
                return each
        raise InputError(
            f"{triples_map.file}: the triples map {triples_map.name} refers to {made.parent}, which no file has; "
            "correct rml:parentTriplesMap."
        )


def select(columns: Sequence[exp.Expression], rows: Sequence[Row], conditions: Sequence[exp.Expression]) -> exp.Select:
    """A query over `rows`, whose references in `columns` and `conditions` must have been made before."""
    query = exp.Select(expressions=list(columns)).from_(rows[0].source(), copy=False)
    further = [row.source() for row in rows[1:]] + [values for row in rows for values in row.values()]
    for relation in further:
        query = query.join(relation, join_type="cross", copy=False)
    return query.where(*conditions, copy=False) if conditions else query
