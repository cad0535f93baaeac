"""Logical sources as relations: each reference is a column, and a query reads it through a row."""

from dataclasses import dataclass, field
from enum import Enum

from sqlglot import exp

VALUE, DATATYPE = "value", "datatype"


class Shape(Enum):
    """What a column holds for each row."""

    TEXT = "one text or null"
    TYPED = "one struct of value and datatype, or null"
    MANY = "a list of structs of value and datatype"


@dataclass(frozen=True)
class Relation:
    """A table of the engine whose columns are named as the references of the mapping."""

    table: str
    columns: dict[str, Shape]


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
                this=exp.select(exp.alias_(exp.Explode(this=values.copy()), "item")),
                alias=exp.TableAlias(this=exp.to_identifier(name)),
            )
            for values, name in self._joined.items()
        ]

    def item(self, values: exp.Expression) -> exp.Expression:
        """One of the values of a list, with which the row is joined."""
        name = self._joined.setdefault(values, f"{self.alias}_{len(self._joined)}")
        return exp.column("item", table=name)

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
