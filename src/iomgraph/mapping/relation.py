"""Logical sources as relations: each reference is a column, and a query reads it through a row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from sqlglot import exp

VALUE, DATATYPE = "value", "datatype"
_ITEM, _PLACE = "item", "place"

ORDINAL = exp.DataType.build("BIGINT[]", dialect="duckdb")


class Shape(Enum):
    """What a column holds for each row."""

    TEXT = "one text or null"
    TYPED = "one struct of value and datatype, or null"
    MANY = "a list of structs of value and datatype"


@dataclass(frozen=True)
class Relation:
    """A table of the engine whose columns are named as the references of the mapping.

    `made` are the queries that made it, in order, each with the name of the table that it filled.
    """

    table: str
    columns: dict[str, Shape]
    made: tuple[tuple[str, exp.Query], ...] = ()


class Rows(Protocol):
    """What a query reads: a relation under a name, and what has to be joined with it."""

    def source(self) -> exp.Expression:
        """The relation, as a query reads it."""

    def values(self) -> list[exp.Expression]:
        """What has to be joined after every relation of the query."""

    def ordinal(self) -> exp.Expression:
        """A list of numbers that sorts the rows as their source has them."""


@dataclass
class Row:
    """One row of a relation in a query, called `alias`.

    A column with many values is joined with its own row once, however often it is read: that is what makes
    terms of one reference agree with each other.
    """

    relation: Relation
    alias: str
    _joined: dict[exp.Expression, str] = field(default_factory=dict)

    def text(self, reference: str) -> exp.Expression:
        """The text of a reference."""
        shape = self.relation.columns[reference]
        if shape is Shape.TEXT:
            return exp.cast(exp.column(reference, table=self.alias, quoted=True), exp.DataType.Type.VARCHAR)
        return exp.Dot(this=self._struct(reference), expression=exp.to_identifier(VALUE))

    def datatype(self, reference: str) -> exp.Expression | None:
        """The datatype that the source itself gives to a reference's value, where its format has datatypes."""
        if self.relation.columns[reference] is Shape.TEXT:
            return None
        return exp.Dot(this=self._struct(reference), expression=exp.to_identifier(DATATYPE))

    def number(self) -> exp.Expression:
        """What tells this row from the others."""
        return exp.cast(exp.column("rowid", table=self.alias), exp.DataType.Type.VARCHAR)

    def iteration(self) -> exp.Expression:
        """The place of this row in its source."""
        return exp.column("rowid", table=self.alias)

    def ordinal(self) -> exp.Expression:
        """A list of numbers that sorts what is made of the row as the source has it."""
        return exp.cast(exp.Array(expressions=[self.iteration(), *self.places()]), ORDINAL)

    def source(self) -> exp.Table:
        """The table, as a query reads it."""
        return exp.Table(
            this=exp.to_identifier(self.relation.table, quoted=True),
            alias=exp.TableAlias(this=exp.to_identifier(self.alias)),
        )

    def values(self) -> list[exp.Expression]:
        """What has to be joined for the columns with many values that were read."""
        return [
            exp.Subquery(
                this=exp.select(
                    exp.alias_(exp.Explode(this=values.copy()), _ITEM), exp.alias_(_places(values.copy()), _PLACE)
                ),
                alias=exp.TableAlias(this=exp.to_identifier(name)),
            )
            for values, name in self._joined.items()
        ]

    def places(self) -> list[exp.Expression]:
        """What puts the joined values in the order that they have in their lists."""
        return [exp.column(_PLACE, table=name) for name in self._joined.values()]

    def item(self, values: exp.Expression) -> exp.Expression:
        """One of the values of a list, with which the row is joined."""
        name = self._joined.setdefault(values, f"{self.alias}_{len(self._joined)}")
        return exp.column(_ITEM, table=name)

    def texts(self, reference: str) -> exp.Expression:
        """All texts of a reference, as a list, without repeating the row for each."""
        if self.relation.columns[reference] is not Shape.MANY:
            return exp.Array(expressions=[self.text(reference)])
        text = exp.Dot(this=exp.to_identifier("each"), expression=exp.to_identifier(VALUE))
        values = exp.column(reference, table=self.alias, quoted=True)
        return exp.Transform(this=values, expression=exp.Lambda(this=text, expressions=[exp.to_identifier("each")]))

    def _struct(self, reference: str) -> exp.Expression:
        if self.relation.columns[reference] is Shape.TYPED:
            return exp.column(reference, table=self.alias, quoted=True)
        return self.item(exp.column(reference, table=self.alias, quoted=True))


@dataclass(frozen=True)
class Made:
    """A term in a query, with the rows that have to be read for it and the conditions on these."""

    term: exp.Expression
    rows: tuple[Rows, ...] = ()
    conditions: tuple[exp.Expression, ...] = ()


def _places(values: exp.Expression) -> exp.Expression:
    return exp.Anonymous(this="generate_subscripts", expressions=[values, exp.Literal.number(1)])


def select(columns: Sequence[exp.Expression], rows: Sequence[Rows], conditions: Sequence[exp.Expression]) -> exp.Select:
    """A query over `rows`, whose references in `columns` and `conditions` must have been made before."""
    query = exp.Select(expressions=list(columns)).from_(rows[0].source(), copy=False)
    further = [row.source() for row in rows[1:]] + [values for row in rows for values in row.values()]
    for relation in further:
        query = query.join(relation, join_type="cross", copy=False)
    return query.where(*conditions, copy=False) if conditions else query
