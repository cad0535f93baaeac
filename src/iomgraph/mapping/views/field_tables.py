"""The fields of a logical view as columns of one query.

A field with one value for each record of its parent is a column of the parent's table. Every other field is a table of
its own, left joined to its parent's by the parent's row: so a record without values for a field is kept.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlglot import exp

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import Engine
from iomgraph.errors import InputError
from iomgraph.mapping.model import Expression, Reference, references_in
from iomgraph.mapping.relation import DATATYPE, VALUE, Relation, Row, Shape, select
from iomgraph.mapping.sources import formulations
from iomgraph.mapping.sources.nested_values import Record, add_nested
from iomgraph.mapping.terms import text
from iomgraph.mapping.views.model import INDEX, ExpressionField, Field, IterableField, LogicalView

PARENT, PLACE = "#parent", "#place"
_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"

# The records of a table that has nested fields, each with the number of its row.
Records = Iterable[tuple[int, Any]]


class FieldTables:
    """The tables of a view's fields, joined row by row; `columns` has what each field name stands for."""

    def __init__(self, engine: Engine, view: LogicalView, base: Relation) -> None:
        self._engine = engine
        self._view = view
        self._root = Row(base, "record")
        self._joined: list[tuple[Row, Row]] = []
        self._made: list[tuple[str, exp.Query]] = []
        self.columns: dict[str, tuple[exp.Expression, Shape]] = {INDEX: index(self._root.number())}
        self._add(view.fields, self._root, self._records_of_source(), "")

    def query(self) -> exp.Select:
        """The view's rows before its joins with other views, in the order of its source."""
        columns = [named(each, name) for name, (each, _) in self.columns.items()]
        query = exp.Select(expressions=columns).from_(self._root.source(), copy=False)
        for row, parent in self._joined:
            query = query.join(row.source(), on=is_row_of(row, parent), join_type="left", copy=False)
        order = [exp.column("rowid", table=row.alias) for row in (self._root, *(row for row, _ in self._joined))]
        return query.order_by(*order, copy=False)

    def make(self, table: str, query: exp.Query, columns: dict[str, Shape]) -> Relation:
        """The relation of a query's result, which can tell this and every earlier query of the view."""
        self._engine.add_result(table, query)
        self._made.append((table, query))
        return Relation(table, columns, tuple(self._made))

    def shapes(self) -> dict[str, Shape]:
        """What each column holds."""
        return {name: shape for name, (_, shape) in self.columns.items()}

    def _add(self, fields: Iterable[Field], row: Row, records: Records, prefix: str) -> None:
        for field in fields:
            if isinstance(field, IterableField):
                self._add_iterable(field, row, records, prefix + field.name)
            else:
                self._add_values(field, row, prefix + field.name)

    def _add_values(self, field: ExpressionField, row: Row, name: str) -> None:
        shapes = [row.relation.columns[reference] for reference in references_in(field.expression)]
        # A constant is there for the rows of its parent only, not where a left join found none.
        is_constant_within = not shapes and row is not self._root
        if field.fields or Shape.MANY in shapes or is_constant_within:
            values = self._joined_row(self._value_table(field.expression, row, name), row)
            self.columns[name] = value_of(Reference(VALUE), values)
            self.columns[f"{name}.{INDEX}"] = index(exp.column(PLACE, table=values.alias, quoted=True))
            for inner in field.fields:
                inner_name = f"{name}.{inner.name}"
                self._add_iterable(inner, values, self._records_in_text(inner, values, inner_name), inner_name)
        else:
            self.columns[name] = value_of(field.expression, row)
            self.columns[f"{name}.{INDEX}"] = index_of_value(field.expression, row, exp.Literal.number(0))

    def _value_table(self, expression: Expression, parent: Row, name: str) -> Relation:
        row = Row(parent.relation, "parent")
        value, shape = value_of(expression, row)
        number = exp.column("rowid", table=row.alias)
        columns: list[exp.Expression] = [
            named(number, PARENT),
            named(place_within(number, row.places() or [number]), PLACE),
            named(value, VALUE),
        ]
        query = select(columns, [row], [_is_there(expression, row)])
        table = f"{self._view.name} {name}"
        return self.make(table, query.order_by(*in_order(PARENT, PLACE), copy=False), {VALUE: shape})

    def _add_iterable(self, field: IterableField, parent: Row, records: Records, name: str) -> None:
        wanted = {
            reference
            for each in field.fields
            if isinstance(each, ExpressionField)
            for reference in references_in(each.expression)
        }
        read = formulations()[field.source.formulation].within(field.source, wanted)
        found: list[tuple[int, int, Record]] = []
        for number, record in records:
            with self._place_told(name, number):
                found += [(number, place, each) for place, each in enumerate(read(record))]
        numbers = {PARENT: [each[0] for each in found], PLACE: [each[1] for each in found]}
        rows = (each[2].values for each in found)
        relation = add_nested(self._engine, f"{self._view.name} {name}", sorted(wanted), rows, numbers)
        row = self._joined_row(relation, parent)
        self.columns[f"{name}.{INDEX}"] = index(exp.column(PLACE, table=row.alias, quoted=True))
        self._add(field.fields, row, [(number, each[2].node) for number, each in enumerate(found)], f"{name}.")

    def _joined_row(self, relation: Relation, parent: Row) -> Row:
        row = Row(relation, f"field_{len(self._joined)}")
        self._joined.append((row, parent))
        return row

    def _records_of_source(self) -> Records:
        source = self._view.view_on
        if isinstance(source, LogicalView) or not any(isinstance(each, IterableField) for each in self._view.fields):
            return []
        module = formulations()[source.formulation]
        if not hasattr(module, "records"):
            raise InputError(
                f"{source.file or source.iterator}: a row holds no records; name the column that holds them."
            )
        # What is broken was told when the rows themselves were read.
        return list(enumerate(module.records(source, BrokenRows(skip=True))))

    def _records_in_text(self, field: IterableField, row: Row, name: str) -> Records:
        parse = formulations()[field.source.formulation].parse
        for number, written in self._engine.rows(select([row.number(), row.text(VALUE)], [row], [])):
            with self._place_told(name, number):
                document = parse(written, field.source)
            yield int(number), document

    @contextmanager
    def _place_told(self, name: str, number: object) -> Iterator[None]:
        try:
            yield
        except InputError as error:
            raise InputError(f"The logical view {self._view.name}, field {name}, record {number}: {error}") from error


def named(column: exp.Expression, name: str) -> exp.Expression:
    """A column of the result with the name `name`."""
    return exp.Alias(this=column, alias=exp.to_identifier(name, quoted=True))


def value_of(expression: Expression, row: Row) -> tuple[exp.Expression, Shape]:
    """The value of an expression, with its natural datatype where it has one; and what that makes of a column."""
    if isinstance(expression, Reference) and (datatype := row.datatype(expression.column)) is not None:
        return _struct(text(expression, row), datatype), Shape.TYPED
    return text(expression, row), Shape.TEXT


def index(place: exp.Expression) -> tuple[exp.Expression, Shape]:
    """A place as the value of an index key, which is an integer (RML-LV, section "Index keys")."""
    return _struct(exp.cast(place, exp.DataType.Type.VARCHAR), exp.Literal.string(_INTEGER)), Shape.TYPED


def index_of_value(expression: Expression, row: Row, place: exp.Expression) -> tuple[exp.Expression, Shape]:
    """`place` as an index, null where the expression has no value."""
    return index(exp.Case(ifs=[exp.If(this=_is_there(expression, row), true=place)]))


def place_within(group: exp.Expression, order: list[exp.Expression]) -> exp.Expression:
    """The place of a row among the rows of its group, from 0."""
    ordered = exp.Order(expressions=[exp.Ordered(this=each.copy()) for each in order])
    number = exp.Window(this=exp.RowNumber(), partition_by=[group.copy()], order=ordered)
    return exp.Sub(this=number, expression=exp.Literal.number(1))


def in_order(*columns: str) -> list[exp.Expression]:
    """What sorts by columns of the result."""
    return [exp.column(each, quoted=True) for each in columns]


def is_row_of(row: Row, parent: Row) -> exp.Expression:
    """Whether a row of a field's table belongs to the row `parent`."""
    return exp.EQ(
        this=exp.column(PARENT, table=row.alias, quoted=True), expression=exp.column("rowid", table=parent.alias)
    )


def _is_there(expression: Expression, row: Row) -> exp.Expression:
    return exp.Not(this=exp.Is(this=text(expression, row), expression=exp.Null()))


def _struct(value: exp.Expression, datatype: exp.Expression) -> exp.Expression:
    pairs = ((VALUE, value), (DATATYPE, datatype))
    return exp.Struct(
        expressions=[exp.PropertyEQ(this=exp.to_identifier(name), expression=each) for name, each in pairs]
    )
