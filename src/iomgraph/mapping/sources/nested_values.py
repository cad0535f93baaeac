"""Rows of nested formats, whose references may have no value, one or many, each with a datatype of its own."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from iomgraph.engine import Engine
from iomgraph.mapping.relation import DATATYPE, VALUE, Relation, Shape

_STRUCT = pa.struct([(VALUE, pa.string()), (DATATYPE, pa.string())])


class Value(NamedTuple):
    """A value's text, and the datatype that the format itself gives it."""

    text: str
    datatype: str | None


class Record(NamedTuple):
    """A record of a nested format as its own module reads it, and the values of the references to it."""

    node: Any
    values: dict[str, list[Value]]


def add_nested(
    engine: Engine,
    name: str,
    references: Sequence[str],
    rows: Iterable[dict[str, list[Value]]],
    numbers: Mapping[str, Sequence[int]] | None = None,
) -> Relation:
    """Add a table with a column for each reference; a column holds lists only where a row has several values.

    `numbers` are further columns, which are no references.
    """
    columns: dict[str, list[list[Value]]] = {reference: [] for reference in references}
    count = 0
    for row in rows:
        count += 1
        for reference in references:
            columns[reference].append(row[reference])
    shapes = {reference: _shape(values) for reference, values in columns.items()}
    arrays = [_array(columns[reference], shape) for reference, shape in shapes.items()]
    # A table needs a column, also where the mapping refers to none.
    further = numbers or ({} if references else {"number": range(count)})
    arrays += [pa.array(column, pa.int64()) for column in further.values()]
    name = engine.free_name(name)
    engine.add_table(name, pa.Table.from_arrays(arrays, names=[*references, *further]))
    return Relation(name, shapes)


def _shape(column: list[list[Value]]) -> Shape:
    if any(len(values) > 1 for values in column):
        return Shape.MANY
    return Shape.TYPED if any(value.datatype for values in column for value in values) else Shape.TEXT


def _array(column: list[list[Value]], shape: Shape) -> "pa.Array[Any]":
    if shape is Shape.MANY:
        return pa.array([[_struct(value) for value in values] for values in column], pa.list_(_STRUCT))
    firsts = [values[0] if values else None for values in column]
    if shape is Shape.TEXT:
        return pa.array([first.text if first else None for first in firsts], pa.string())
    return pa.array([_struct(first) if first else None for first in firsts], _STRUCT)


def _struct(value: Value) -> dict[str, str | None]:
    return {VALUE: value.text, DATATYPE: value.datatype}
