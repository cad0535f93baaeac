"""Triples maps compiled to one relational plan whose rows are the lines of an N-Quads file."""

from collections.abc import Mapping, Sequence
from functools import reduce

from sqlglot import exp

from iomgraph.errors import InputError
from iomgraph.mapping.model import Constant, ReferencingObjectMap, TermMap, TermType, TriplesMap
from iomgraph.mapping.reading import is_default_graph
from iomgraph.mapping.terms import ColumnOf, joined, term, text

_RDF_TYPE = TermMap(Constant("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), TermType.IRI)

LINE = "line"


def quad_lines(triples_map: TriplesMap, triples_maps: Mapping[str, TriplesMap]) -> list[exp.Select]:
    """One query for each kind of quad that a triples map makes; each has the one column `line`.

    A logical source is read from the table that `table_name` gives. Raises InputError where a parent
    triples map does not exist.
    """
    column = columns_of("child")
    queries = [
        _query(triples_map, _RDF_TYPE, _constant_iri(name), graph, column)
        for name in triples_map.classes
        for graph in triples_map.graphs or (None,)
    ]
    for part in triples_map.predicate_objects:
        graphs = (*triples_map.graphs, *part.graphs) or (None,)
        queries += [
            _query_of_object(triples_map, triples_maps, predicate, made, graph)
            for predicate in part.predicates
            for made in part.objects
            for graph in graphs
        ]
    return queries


def graph_lines(triples_maps: Sequence[TriplesMap], further: Sequence[str] = ()) -> exp.Query:
    """The whole graph: every line once, sorted by bytes.

    `further` names tables with a column `line` whose quads belong to the graph as they are.
    """
    by_name = {triples_map.name: triples_map for triples_map in triples_maps}
    parts: list[exp.Query] = [query for each in triples_maps for query in quad_lines(each, by_name)]
    parts += [exp.select(LINE).from_(exp.to_identifier(name, quoted=True)) for name in further]
    every = reduce(lambda left, right: exp.union(left, right, distinct=False, copy=False), parts)
    return exp.select(LINE).distinct().from_(every.subquery("quads")).where(f"{LINE} IS NOT NULL").order_by(LINE)


def table_name(triples_map: TriplesMap) -> str:
    """The table that a logical source is read from: a record table's own name, or the path of a CSV file."""
    source = triples_map.source
    return source.table if source.table is not None else str(source.file)


def _query_of_object(
    triples_map: TriplesMap,
    triples_maps: Mapping[str, TriplesMap],
    predicate: TermMap,
    made: TermMap | ReferencingObjectMap,
    graph: TermMap | None,
) -> exp.Select:
    column = columns_of("child")
    if isinstance(made, TermMap):
        return _query(triples_map, predicate, term(made, column, triples_map.base, triples_map.name), graph, column)
    parent = triples_maps.get(made.parent)
    if parent is None:
        raise InputError(
            f"{triples_map.file}: the triples map {triples_map.name} refers to {made.parent}, which no file has; "
            "correct rml:parentTriplesMap."
        )
    if not made.conditions:
        subject = term(parent.subject, column, parent.base, parent.name)
        return _query(triples_map, predicate, subject, graph, column)
    parent_column = columns_of("parent")
    subject = term(parent.subject, parent_column, parent.base, parent.name)
    on = [
        exp.EQ(this=text(condition.child, column), expression=text(condition.parent, parent_column))
        for condition in made.conditions
    ]
    return _query(triples_map, predicate, subject, graph, column).join(
        _table(parent, "parent"), on=exp.and_(*on), copy=False
    )


def _query(
    triples_map: TriplesMap, predicate: TermMap, made: exp.Expression, graph: TermMap | None, column: ColumnOf
) -> exp.Select:
    def of(term_map: TermMap) -> exp.Expression:
        return term(term_map, column, triples_map.base, triples_map.name)

    terms = [of(triples_map.subject), of(predicate), made]
    if graph is not None and not is_default_graph(graph):
        terms.append(of(graph))
    spaced = [part for made_term in terms for part in (made_term, exp.Literal.string(" "))]
    line = joined([*spaced, exp.Literal.string(".")])
    return exp.Select(expressions=[exp.alias_(line, LINE)]).from_(_table(triples_map, "child"), copy=False)


def _table(triples_map: TriplesMap, alias: str) -> exp.Table:
    return exp.Table(
        this=exp.to_identifier(table_name(triples_map), quoted=True),
        alias=exp.TableAlias(this=exp.to_identifier(alias)),
    )


def columns_of(alias: str) -> ColumnOf:
    """Columns of the table that a query calls `alias`, as text."""
    return lambda name: exp.cast(exp.column(name, table=alias, quoted=True), exp.DataType.Type.VARCHAR)


def _constant_iri(iri: str) -> exp.Expression:
    return exp.Literal.string(f"<{iri}>")
