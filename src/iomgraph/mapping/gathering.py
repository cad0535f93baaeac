"""Collections and containers: the terms of many values, or rows, in one list, bag, sequence or choice.

Follows RML-CC, https://w3id.org/rml/cc/spec. A gather map becomes three relations, one inside the other: `members`,
the terms that its items make of each iteration; `gathered`, the members under the name of their collection; and
`numbered`, the members with their number in it. What a gather map makes under one name is one collection, in the
order of the source.

Blank nodes belong to one graph (RML-Core, section "Scope of Blank Nodes"), so a collection stands whole in each graph
that its head is used in.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce

from sqlglot import exp

from iomgraph.mapping.model import GatherAs, GatherMap, ObjectMap, Strategy, TermMap, TermType, TriplesMap
from iomgraph.mapping.relation import ORDINAL, Made, Row, select
from iomgraph.mapping.terms import joined, term

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NIL = f"<{_RDF}nil>"
_NO_ORDINAL = exp.cast(exp.Array(expressions=[]), ORDINAL)
_MADE_OF = ("iteration", "graph")


Make = Callable[[ObjectMap, TriplesMap, Row, TermMap | None], Made]


@dataclass(frozen=True)
class Heads:
    """The heads of collections, as a query reads them under the name `alias`."""

    query: exp.Query
    alias: str

    def column(self, name: str) -> exp.Column:
        """One of the columns `iteration`, `graph`, `name` and `head`."""
        return exp.column(name, table=self.alias)

    def source(self) -> exp.Expression:
        """The heads as a subquery."""
        return self.query.subquery(self.alias)

    def values(self) -> list[exp.Expression]:
        """Nothing: a head is one value."""
        return []

    def ordinal(self) -> exp.Expression:
        """What sorts the heads of one iteration."""
        return self.column("ordinal")


@dataclass(frozen=True)
class Gathering:
    """What a gather map makes of the rows of `triples_map` in one graph, None for the default graph.

    `row` gives a row of the source for a query of its own, `make` the term that an item makes of it.
    """

    gather_map: GatherMap
    triples_map: TriplesMap
    graph: TermMap | None
    row: Callable[[], Row]
    make: Make

    def made(self, row: Row, alias: str) -> Made:
        """The heads of the collections that one row contributes to, in a query that reads `row`."""
        heads = Heads(self.heads(), alias)
        conditions = [_equal(heads.column("iteration"), row.iteration())]
        if self.graph is not None:
            conditions.append(_equal(heads.column("graph"), self._graph(row)))
        if self.gather_map.head is not None:
            conditions.append(_equal(heads.column("name"), self._given_name(self.gather_map.head, row)))
        return Made(heads.column("head"), (heads,), tuple(conditions))

    def heads(self) -> exp.Query:
        """The head of each collection, for each iteration that contributes to it."""
        head: exp.Expression = exp.column("name")
        if self.gather_map.gather_as is GatherAs.LIST and self.gather_map.empty:
            head = _either(_equal(exp.column("total"), exp.Literal.number(0)), _string(_NIL), head)
        grouped = [exp.column(name) for name in ("iteration", "graph", "name", "total")]
        ordinal = exp.Min(this=exp.column("combination"))
        columns = [*grouped[:3], _named(ordinal, "ordinal"), _named(head, "head")]
        return exp.select(*columns).from_(self._numbered().subquery("numbered")).group_by(*grouped)

    def lines(self, column: str) -> Iterator[exp.Select]:
        """The queries for the quads of the collections, and of those that they gather; each has one `column`."""
        lines = exp.Explode(this=exp.Array(expressions=self._lines()))
        query = exp.select(_named(lines, column)).from_(self._numbered().subquery("numbered"))
        yield query.where("member IS NOT NULL") if self.gather_map.gather_as is GatherAs.LIST else query
        for item in self.gather_map.items:
            if isinstance(item, GatherMap):
                yield from Gathering(item, self.triples_map, self.graph, self.row, self.make).lines(column)

    def _lines(self) -> list[exp.Expression]:
        name, member, number = exp.column("name"), exp.column("member"), exp.column("number")
        if self.gather_map.gather_as is not GatherAs.LIST:
            kind = _string(f" <{_RDF}type> <{_RDF}{self.gather_map.gather_as.value}> ")
            return [_quad(name, kind), _quad(name, _string(f" <{_RDF}_"), number, _string("> "), member, _string(" "))]
        is_first = _equal(number, exp.Literal.number(1))
        is_last = _equal(number, exp.column("total"))
        cell = _either(is_first, name, _cell(number))
        rest = _either(is_last, _string(_NIL), _cell(exp.paren(exp.Add(this=number, expression=exp.Literal.number(1)))))
        return [
            _quad(cell, _string(f" <{_RDF}first> "), member, _string(" ")),
            _quad(cell.copy(), _string(f" <{_RDF}rest> "), rest, _string(" ")),
        ]

    def _numbered(self) -> exp.Select:
        """Each member with its number in its collection, and the number of all members; an empty one has none."""
        collection = "PARTITION BY name, graph"
        order = "ORDER BY iteration, combination, item, ordinal, member ROWS UNBOUNDED PRECEDING"
        return exp.select(
            *("iteration", "graph", "name", "combination", "member"),
            f"COUNT(member) OVER ({collection}) AS total",
            f"COUNT(member) OVER ({collection} {order}) AS number",
            dialect="duckdb",
        ).from_(self._gathered().subquery("gathered"))

    def _gathered(self) -> exp.Select:
        """Each member under the name of its collection; where empty ones are allowed, also names without a member."""
        combination = exp.Coalesce(this=exp.column("combination", table="members"), expressions=[_NO_ORDINAL.copy()])
        named = self.gather_map.head is not None
        name: exp.Expression = exp.column("name", table="iterations") if named else self._new_name(combination)
        columns = [
            *(exp.column(each, table="iterations") for each in _MADE_OF),
            _named(name, "name"),
            _named(combination.copy(), "combination"),
            *(exp.column(each, table="members") for each in ("item", "ordinal", "member")),
        ]
        own = exp.and_(*(_equal(exp.column(e, table="members"), exp.column(e, table="iterations")) for e in _MADE_OF))
        return (
            exp.select(*columns)
            .from_(self._iterations().subquery("iterations"))
            .join(self._members().subquery("members"), on=own, join_type="left" if self.gather_map.empty else "inner")
        )

    def _iterations(self) -> exp.Select:
        """Each iteration in each of its graphs, with each name that it gives to a collection."""
        row = self.row()
        columns = [_named(row.iteration(), "iteration"), _named(self._graph(row), "graph")]
        if self.gather_map.head is not None:
            columns.append(_named(self._given_name(self.gather_map.head, row), "name"))
        return select(columns, [row], []).distinct(copy=False)

    def _members(self) -> exp.Select:
        """The terms of each iteration: of item after item, or of every combination of what the items make."""
        items: list[exp.Query] = [self._item(number, item) for number, item in enumerate(self.gather_map.items)]
        if self.gather_map.strategy is Strategy.APPEND:
            every = reduce(lambda left, right: exp.union(left, right, distinct=False, copy=False), items)
            columns = (*_MADE_OF, "item", "ordinal", "member")
            return (
                exp.select(*columns, _named(_NO_ORDINAL.copy(), "combination"))
                .from_(exp.Subquery(this=every, alias=exp.TableAlias(this=exp.to_identifier("items"))))
                .where("member IS NOT NULL")
            )
        names = [f"item_{number}" for number in range(len(items))]

        def listed(column: str) -> exp.Array:
            return exp.Array(expressions=[exp.column(column, table=name) for name in names])

        query = exp.select(
            *(exp.column(each, table=names[0]) for each in _MADE_OF),
            _named(joined(list(listed("ordinal").expressions)), "combination"),
            _named(exp.Explode(this=listed("item")), "item"),
            _named(_NO_ORDINAL.copy(), "ordinal"),
            _named(exp.Explode(this=listed("member")), "member"),
        ).from_(items[0].subquery(names[0]))
        for name, item in zip(names[1:], items[1:], strict=True):
            own = [_equal(exp.column(each, table=name), exp.column(each, table=names[0])) for each in _MADE_OF]
            query = query.join(item.subquery(name), on=exp.and_(*own))
        return query.where(*(f"{name}.member IS NOT NULL" for name in names))

    def _item(self, number: int, item: ObjectMap) -> exp.Select:
        row = self.row()
        made = self.make(item, self.triples_map, row, self.graph)
        columns = [
            _named(row.iteration(), "iteration"),
            _named(self._graph(row), "graph"),
            _named(exp.Literal.number(number), "item"),
            _named(joined([each.ordinal() for each in (row, *made.rows)]), "ordinal"),
            _named(made.term, "member"),
        ]
        return select(columns, [row, *made.rows], made.conditions)

    def _given_name(self, head: TermMap, row: Row) -> exp.Expression:
        name = term(head, row, self.triples_map)
        if head.term_type is TermType.BLANK_NODE and self.graph is not None:
            return _blank(name, _string(" "), self._graph(row))
        return name

    def _new_name(self, combination: exp.Expression) -> exp.Expression:
        numbers = exp.Anonymous(this="array_to_string", expressions=[combination.copy(), _string(".")])
        parts = [exp.column(each, table="iterations") for each in _MADE_OF]
        return _blank(
            _string(f"{self.triples_map.name} {self.gather_map.name} "), parts[0], _string(" "), parts[1], numbers
        )

    def _graph(self, row: Row) -> exp.Expression:
        """The graph as a line has it before its full stop."""
        if self.graph is None:
            return _string("")
        return joined([term(self.graph, row, self.triples_map), _string(" ")])


def _cell(number: exp.Expression) -> exp.Expression:
    """A node of a list after its head."""
    return _blank(exp.column("name"), _string(" "), exp.column("graph"), number)


def _quad(*parts: exp.Expression) -> exp.Expression:
    return joined([*parts, exp.column("graph"), _string(".")])


def _blank(*parts: exp.Expression) -> exp.Expression:
    return exp.Anonymous(this="blank_node", expressions=[joined([part.copy() for part in parts])])


def _either(condition: exp.Expression, then: exp.Expression, otherwise: exp.Expression) -> exp.Expression:
    return exp.Case(ifs=[exp.If(this=condition, true=then)], default=otherwise)


def _named(column: exp.Expression, name: str) -> exp.Expression:
    return exp.Alias(this=column, alias=exp.to_identifier(name))


def _equal(left: exp.Expression, right: exp.Expression) -> exp.EQ:
    return exp.EQ(this=left, expression=right)


def _string(value: str) -> exp.Expression:
    return exp.Literal.string(value)
