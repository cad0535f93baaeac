"""Triples maps compiled to one relational plan whose rows are the lines of an N-Quads file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from sqlglot import exp

from iomgraph.errors import InputError
from iomgraph.mapping.gathering import Gathering, Heads, Made
from iomgraph.mapping.model import (
    Constant,
    GatherMap,
    LogicalSource,
    ObjectMap,
    ReferencingObjectMap,
    TermMap,
    TermType,
    TriplesMap,
    referencing_object_maps,
)
from iomgraph.mapping.reading import is_default_graph
from iomgraph.mapping.relation import Relation, Row, select
from iomgraph.mapping.terms import joined, term, text

_RDF_TYPE = TermMap(Constant("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), TermType.IRI)

LINE = "line"


@dataclass(frozen=True)
class Plan:
    """Triples maps, and the relation that each of their logical sources was made.

    Raises InputError where a parent triples map does not exist.
    """

    triples_maps: Sequence[TriplesMap]
    relations: Mapping[LogicalSource, Relation]

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
        return queries + [line for each in self._gatherings(triples_map) for line in each.lines(LINE)]

    def row(self, triples_map: TriplesMap, alias: str = "child", ordered: bool = False) -> Row:
        """A row of the logical source, in a query of its own."""
        return Row(self.relations[triples_map.source], alias, ordered)

    def _query(
        self,
        triples_map: TriplesMap,
        predicate: TermMap,
        made: ObjectMap,
        graph: TermMap | None,
    ) -> exp.Select:
        row = self.row(triples_map)
        subject = self._made(triples_map.subject, triples_map, row, graph, "subjects")
        made_object = self._made(made, triples_map, row, graph, "objects")
        terms = [subject.term, term(predicate, row, triples_map), made_object.term]
        if graph is not None and not is_default_graph(graph):
            terms.append(term(graph, row, triples_map))
        spaced = [part for each in terms for part in (each, exp.Literal.string(" "))]
        line = exp.Alias(this=joined([*spaced, exp.Literal.string(".")]), alias=exp.to_identifier(LINE))
        rows = [row, *subject.rows, *made_object.rows]
        return select([line], rows, [*subject.conditions, *made_object.conditions])

    def _made(
        self, made: ObjectMap, triples_map: TriplesMap, row: Row, graph: TermMap | None, alias: str = "gathered"
    ) -> Made:
        """What `made` makes of `row`; `alias` names the collections that are read for it."""
        if isinstance(made, TermMap):
            return Made(term(made, row, triples_map))
        if isinstance(made, GatherMap):
            return self._gathering(made, triples_map, graph).made(row, alias)
        parent = self._parent(triples_map, made)
        parent_row = self.row(parent, "parent", row.ordered) if made.conditions else row
        if isinstance(parent.subject, TermMap):
            subject = Made(term(parent.subject, parent_row, parent))
        else:
            subject = self._gathered_subject(parent, parent.subject, parent_row, alias)
        conditions = [
            exp.EQ(this=text(each.child, row), expression=text(each.parent, parent_row)) for each in made.conditions
        ]
        rows = (parent_row, *subject.rows) if made.conditions else subject.rows
        return Made(subject.term, rows, (*conditions, *subject.conditions))

    def _gathered_subject(self, parent: TriplesMap, subject: GatherMap, row: Row, alias: str) -> Made:
        """The heads that stand in the graphs of `parent` itself, whatever the graph that refers to them."""
        if row.relation != self.relations[parent.source]:
            raise InputError(
                f"{parent.file}: the triples map {parent.name} gathers its subjects, and is referred to from another "
                "logical source; add an rml:joinCondition there."
            )
        if parent.name in self._gathered_from(parent, set()):
            raise InputError(
                f"{parent.file}: the triples map {parent.name} gathers its own subjects; correct rml:gather."
            )
        heads = [self._gathering(subject, parent, graph).heads() for graph in parent.graphs or (None,)]
        every = Heads(reduce(lambda left, right: exp.union(left, right, distinct=True), heads), alias)
        return Made(
            every.column("head"), (every,), (exp.EQ(this=every.column("iteration"), expression=row.iteration()),)
        )

    def _gathered_from(self, triples_map: TriplesMap, found: set[str]) -> set[str]:
        """The triples maps whose subjects the subjects of this one are gathered from; these are added to `found`."""
        for each in referencing_object_maps(triples_map.subject):
            if each.parent not in found:
                found.add(each.parent)
                self._gathered_from(self._parent(triples_map, each), found)
        return found

    def _gatherings(self, triples_map: TriplesMap) -> list[Gathering]:
        """Every gather map of a triples map, in each graph that its heads are used in."""
        used: dict[tuple[GatherMap, TermMap | None], None] = {}
        for made, graphs in [
            (triples_map.subject, triples_map.graphs),
            *(
                (each, (*triples_map.graphs, *part.graphs))
                for part in triples_map.predicate_objects
                for each in (triples_map.subject, *part.objects)
            ),
        ]:
            if isinstance(made, GatherMap):
                used |= {(made, graph): None for graph in graphs or (None,)}
        return [self._gathering(made, triples_map, graph) for made, graph in used]

    def _gathering(self, made: GatherMap, triples_map: TriplesMap, graph: TermMap | None) -> Gathering:
        named = None if graph is None or is_default_graph(graph) else graph
        return Gathering(made, triples_map, named, lambda: self.row(triples_map, ordered=True), self._made)

    def _parent(self, triples_map: TriplesMap, made: ReferencingObjectMap) -> TriplesMap:
        for each in self.triples_maps:
            if each.name == made.parent:
                return each
        raise InputError(
            f"{triples_map.file}: the triples map {triples_map.name} refers to {made.parent}, which no file has; "
            "correct rml:parentTriplesMap."
        )
