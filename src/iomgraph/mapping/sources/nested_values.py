"""Rows of nested formats, whose references may have no value, one or many, each with a datatype of its own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

from iomgraph.engine import Engine
from iomgraph.mapping.relation import Relation
from iomgraph.mapping.sources.columns import Batch, Column, list_column, number_column
from iomgraph.mapping.sources.segments import add_in_segments

ROWS_OF_BATCH = 10_000


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

    `numbers` are further columns, which are no references. No more rows are kept than make a batch.
    """
    return add_in_segments(engine, name, _batches(references, iter(rows), numbers or {}))


def _batches(
    references: Sequence[str], rows: Iterator[dict[str, list[Value]]], numbers: Mapping[str, Sequence[int]]
) -> Iterator[Batch]:
    start = 0
    while (batch := list(islice(rows, ROWS_OF_BATCH))) or not start:
        end = start + len(batch)
        columns = {reference: _column([row[reference] for row in batch]) for reference in references}
        yield Batch(len(batch), columns | {name: number_column(each[start:end]) for name, each in numbers.items()})
        start = end or 1


def _column(rows: list[list[Value]]) -> Column:
    values = list(chain.from_iterable(rows))
    return list_column(list(map(len, rows)), [each.text for each in values], [each.datatype for each in values])
