"""Batches of rows as one relation, though what a column has to hold is known only after the last row.

The batches go to the engine as they come, into one table as long as they fit. A batch with a value that its column
cannot hold (a second value, a datatype) begins another table with wider columns. So rows are neither kept nor read
twice; where there are several tables, one query lays them together.
"""

from collections.abc import Iterable, Iterator
from functools import reduce

import pyarrow as pa
from sqlglot import exp

from iomgraph.engine import Engine
from iomgraph.errors import InputError
from iomgraph.mapping.relation import DATATYPE, VALUE, Relation, Shape
from iomgraph.mapping.sources.columns import TYPES, Batch, widened

_SEGMENT = "#segment"
_WIDTHS = list(Shape)

Shapes = dict[str, Shape | None]


def add_in_segments(engine: Engine, name: str, batches: Iterable[Batch]) -> Relation:
    """The relation of all rows; `batches`, of which there is one at least, have the same columns.

    Raises InputError where two columns have names that differ in upper and lower case only.
    """
    remaining = iter(batches)
    first = next(remaining)
    _check_names(name, list(first.columns))
    batch: Batch | None = first
    shapes: Shapes = {}
    segments: list[tuple[str, Shapes]] = []
    while batch is not None:
        shapes = _wider(shapes, batch)
        segment = _Segment(batch, remaining, shapes)
        table = engine.free_name(name)
        engine.add_batches(table, pa.RecordBatchReader.from_batches(segment.schema(), segment.batches()))
        if segment.failure:
            raise segment.failure
        segments.append((table, shapes))
        batch = segment.misfit
    references = {column: shape for column, shape in shapes.items() if shape}
    if len(segments) == 1:
        return Relation(segments[0][0], references)
    table = engine.free_name(name)
    query = _together(segments)
    engine.add_result(table, query)
    return Relation(table, references, ((table, query),))


class _Segment:
    """The batches from `first` on that fit `shapes`; `misfit` is the one that ends them, if any does.

    What the source raises is kept in `failure`: an engine need not hand on what its reader raises.
    """

    def __init__(self, first: Batch, remaining: Iterator[Batch], shapes: Shapes) -> None:
        self._first = first
        self._remaining = remaining
        self._shapes = shapes
        self.misfit: Batch | None = None
        self.failure: Exception | None = None

    def schema(self) -> pa.Schema:
        # A table needs a column, also where the mapping refers to none.
        return pa.schema([(name, TYPES[shape]) for name, shape in (self._shapes or {"number": None}).items()])

    def batches(self) -> Iterator[pa.RecordBatch]:
        batch: Batch | None = self._first
        while batch is not None:
            if _wider(self._shapes, batch) != self._shapes:
                self.misfit = batch
                return
            arrays = [widened(column, self._shapes[name]) for name, column in batch.columns.items()]
            yield pa.RecordBatch.from_arrays(arrays or [pa.nulls(batch.rows, pa.int64())], schema=self.schema())
            try:
                batch = next(self._remaining, None)
            except Exception as error:
                self.failure = error
                return


def _check_names(table: str, columns: list[str]) -> None:
    # An engine would read one for the other.
    seen: dict[str, str] = {}
    for column in columns:
        other = seen.setdefault(column.lower(), column)
        if other != column:
            raise InputError(
                f"{table}: the references {other} and {column} differ in upper and lower case only; write one of them "
                "as another path to the same value, such as $.a for a in JSON, ./a for a in XML."
            )


def _wider(shapes: Shapes, batch: Batch) -> Shapes:
    found = {name: column.shape for name, column in batch.columns.items()}
    return {name: max(shape, shapes.get(name), key=_width) for name, shape in found.items()}


def _width(shape: Shape | None) -> int:
    return _WIDTHS.index(shape) if shape else -1


def _together(segments: list[tuple[str, Shapes]]) -> exp.Query:
    """The rows of every table in the shapes of the last, in the order in which they came."""
    _, shapes = segments[-1]
    parts: list[exp.Query] = []
    for number, (table, own) in enumerate(segments):
        columns = [
            exp.alias_(_widened(exp.column(name, quoted=True), own[name], shape), name, quoted=True)
            for name, shape in shapes.items()
        ]
        place = [exp.alias_(exp.Literal.number(number), _SEGMENT, quoted=True), exp.column("rowid")]
        parts.append(exp.select(*columns, *place).from_(exp.to_identifier(table, quoted=True)))
    every = reduce(lambda left, right: exp.union(left, right, distinct=False, copy=False), parts)
    names = [exp.column(name, quoted=True) for name in shapes]
    query = exp.select(*names).from_(every.subquery("segments"))
    return query.order_by(exp.column(_SEGMENT, quoted=True), exp.column("rowid"))


def _widened(column: exp.Expression, own: Shape | None, shape: Shape | None) -> exp.Expression:
    is_there = exp.Not(this=exp.Is(this=column.copy(), expression=exp.Null()))
    value: exp.Expression = column
    if own is Shape.TEXT and shape is not Shape.TEXT:
        pairs = ((VALUE, column.copy()), (DATATYPE, exp.cast(exp.Null(), exp.DataType.Type.VARCHAR)))
        value = exp.Struct(
            expressions=[exp.PropertyEQ(this=exp.to_identifier(name), expression=each) for name, each in pairs]
        )
    if own is not Shape.MANY and shape is Shape.MANY:
        many = exp.Array(expressions=[value])
        return exp.Case(ifs=[exp.If(this=is_there, true=many)], default=exp.Array(expressions=[]))
    return value if own is shape else exp.Case(ifs=[exp.If(this=is_there, true=value)])
