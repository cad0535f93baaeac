"""Columns of nested formats as Arrow arrays, each in the narrowest shape that its values allow."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import pyarrow as pa

from iomgraph.mapping.relation import DATATYPE, VALUE, Shape

_FIELDS = [pa.field(VALUE, pa.string()), pa.field(DATATYPE, pa.string())]
_STRUCT = pa.struct(_FIELDS)
TYPES: dict[Shape | None, pa.DataType] = {
    None: pa.int64(),
    Shape.TEXT: pa.string(),
    Shape.TYPED: _STRUCT,
    Shape.MANY: pa.list_(_STRUCT),
}


class Column(NamedTuple):
    """The values of a reference for some rows; a column of numbers, which is no reference, has no shape."""

    shape: Shape | None
    array: "pa.Array[Any]"


class Batch(NamedTuple):
    """Some rows of a relation, by the names of their columns."""

    rows: int
    columns: dict[str, Column]


def number_column(numbers: Sequence[int]) -> Column:
    """A column that is no reference."""
    return Column(None, pa.array(numbers, pa.int64()))


def value_column(texts: Sequence[str | None], datatypes: Sequence[str | None]) -> Column:
    """A column with one value or none for each row."""
    if not any(datatypes):
        return Column(Shape.TEXT, pa.array(texts, pa.string()))
    return Column(Shape.TYPED, _structs(pa.array(texts, pa.string()), pa.array(datatypes, pa.string())))


def list_column(counts: Sequence[int], texts: Sequence[str], datatypes: Sequence[str | None]) -> Column:
    """A column with `counts` values for each row, which stand one after another; lists only where one has several."""
    if max(counts, default=0) > 1:
        structs = _structs(pa.array(texts, pa.string()), pa.array(datatypes, pa.string()))
        return Column(Shape.MANY, _lists(list(counts), structs))
    values = iter(zip(texts, datatypes, strict=True))
    singles = [next(values) if each else (None, None) for each in counts]
    return value_column([text for text, _ in singles], [datatype for _, datatype in singles])


def widened(column: Column, shape: Shape | None) -> "pa.Array[Any]":
    """The values of a column in a shape that is its own or a wider one."""
    array = column.array
    if column.shape is Shape.TEXT and shape is not Shape.TEXT:
        array = _structs(array, pa.nulls(len(array), pa.string()))
    if column.shape is not Shape.MANY and shape is Shape.MANY:
        array = _lists([int(each is True) for each in array.is_valid().to_pylist()], array.drop_null())
    return array


def _structs(texts: "pa.Array[Any]", datatypes: "pa.Array[Any]") -> "pa.Array[Any]":
    return pa.StructArray.from_arrays([texts, datatypes], fields=_FIELDS, mask=texts.is_null())


def _lists(counts: list[int], structs: "pa.Array[Any]") -> "pa.Array[Any]":
    return pa.ListArray.from_arrays(pa.array([0, *accumulate(counts)], pa.int32()), structs)
