"""Logical sources and logical views as relations of the engine."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager

from sqlglot import exp

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import Engine
from iomgraph.errors import InputError
from iomgraph.mapping.model import AbstractLogicalSource, LogicalSource, references_in
from iomgraph.mapping.relation import Relation, Row, Shape
from iomgraph.mapping.sources import load_source
from iomgraph.mapping.terms import text
from iomgraph.mapping.views.field_tables import (
    PARENT,
    PLACE,
    FieldTables,
    in_order,
    index_of_value,
    is_row_of,
    named,
    place_within,
    value_of,
)
from iomgraph.mapping.views.model import INDEX, ExpressionField, LogicalView, ViewJoin


def load_sources(
    engine: Engine,
    references: Mapping[AbstractLogicalSource, AbstractSet[str]],
    broken_rows: BrokenRows,
    readers: Mapping[AbstractLogicalSource, str],
) -> dict[AbstractLogicalSource, Relation]:
    """The relation of each source, with a column for each of the references made to it.

    Sources that views read are loaded with them, each once; `readers` says which triples map reads a source. Raises
    InputError, with that, where a source cannot be read, or a source or view has no such reference.
    """
    wanted: dict[AbstractLogicalSource, set[str]] = defaultdict(set)
    relations: dict[AbstractLogicalSource, Relation] = {}
    for source, names in references.items():
        wanted[source] |= names
        _add_what_is_read(source, wanted)

    def load(source: AbstractLogicalSource) -> Relation:
        if source not in relations:
            if isinstance(source, LogicalView):
                parents = [load(join.parent) for join in source.joins]
                relations[source] = _view(engine, source, load(source.view_on), parents)
                with _said_with(readers.get(source)):
                    _check(relations[source], source.name, wanted[source])
            else:
                assert isinstance(source, LogicalSource)
                with _said_with(readers.get(source)):
                    relations[source] = load_source(engine, source, wanted[source], broken_rows)
        return relations[source]

    for source in list(wanted):
        load(source)
    return relations


@contextmanager
def _said_with(reader: str | None) -> Iterator[None]:
    """Let a refusal end with the triples map that reads the source."""
    try:
        yield
    except InputError as error:
        if reader is None:
            raise
        raise InputError(f"{str(error).removesuffix('.')} ({reader}).") from error


def _add_what_is_read(source: AbstractLogicalSource, wanted: dict[AbstractLogicalSource, set[str]]) -> None:
    if not isinstance(source, LogicalView):
        return
    for field in source.fields:
        if isinstance(field, ExpressionField):
            wanted[source.view_on] |= references_in(field.expression)
    _add_what_is_read(source.view_on, wanted)
    for join in source.joins:
        wanted[join.parent] |= {name for field in join.fields for name in references_in(field.expression)}
        wanted[join.parent] |= {name for condition in join.conditions for name in references_in(condition.parent)}
        _add_what_is_read(join.parent, wanted)


def _view(engine: Engine, view: LogicalView, base: Relation, parents: list[Relation]) -> Relation:
    tables = FieldTables(engine, view, base)
    if not view.joins:
        return tables.make(view.name, tables.query(), tables.shapes())
    fields = tables.make(f"{view.name} #before joins", tables.query(), tables.shapes())
    child = Row(fields, "child")
    columns = {name: exp.column(name, table=child.alias, quoted=True) for name in fields.columns}
    shapes = dict(fields.columns)
    query = exp.Select().from_(child.source(), copy=False)
    order = [exp.column("rowid", table=child.alias)]
    for number, (join, parent) in enumerate(zip(view.joins, parents, strict=True)):
        _check(fields, view.name, {name for each in join.conditions for name in references_in(each.child)})
        relation = _joined(tables, f"{view.name} #join {number}", join, fields, parent)
        joined = Row(relation, f"join_{number}")
        kind = "left" if join.is_left else "inner"
        query = query.join(joined.source(), on=is_row_of(joined, child), join_type=kind, copy=False)
        columns |= {name: exp.column(name, table=joined.alias, quoted=True) for name in joined.relation.columns}
        shapes |= joined.relation.columns
        order.append(exp.column("rowid", table=joined.alias))
    query = query.select(*(named(each, name) for name, each in columns.items()), copy=False)
    return tables.make(view.name, query.order_by(*order, copy=False), shapes)


def _joined(tables: FieldTables, table: str, join: ViewJoin, fields: Relation, parent: Relation) -> Relation:
    """The fields of a join, with the row of `fields` that each belongs to; their index counts a row's partners."""
    child, other = Row(fields, "child"), Row(parent, "parent")
    conditions = [exp.EQ(this=text(each.child, child), expression=text(each.parent, other)) for each in join.conditions]
    row = exp.column("rowid", table=child.alias)
    place = place_within(row, [exp.column("rowid", table=other.alias)])
    columns: dict[str, tuple[exp.Expression, Shape]] = {}
    for field in join.fields:
        columns[field.name] = value_of(field.expression, other)
        columns[f"{field.name}.{INDEX}"] = index_of_value(field.expression, other, place)
    selected = {PARENT: row, PLACE: place} | {name: each for name, (each, _) in columns.items()}
    query = exp.Select(expressions=[named(each.copy(), name) for name, each in selected.items()])
    query = query.from_(child.source(), copy=False)
    query = query.join(other.source(), on=exp.and_(*conditions, copy=False), join_type="inner", copy=False)
    shapes = {name: shape for name, (_, shape) in columns.items()}
    return tables.make(table, query.order_by(*in_order(PARENT, PLACE), copy=False), shapes)


def _check(relation: Relation, view: str, references: AbstractSet[str]) -> None:
    for reference in sorted(references - relation.columns.keys()):
        raise InputError(
            f"The logical view {view} has no field {reference} with a value; it has {', '.join(relation.columns)}."
        )
