"""Records of JSON, of a document or of lines, as rows of a relation."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from iomgraph.engine import Engine
from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.relation import Relation
from iomgraph.mapping.sources.columns import Batch
from iomgraph.mapping.sources.json_paths import iterator_path, reference_path
from iomgraph.mapping.sources.json_values import column, values
from iomgraph.mapping.sources.nested_values import ROWS_OF_BATCH, Record
from iomgraph.mapping.sources.segments import add_in_segments

_TEXT_OF_BATCH = 1 << 22


class JsonRecord(NamedTuple):
    """A node that an iterator selects, and about how long the text is that it was read of."""

    node: Any
    length: int


def add_records(
    engine: Engine, source: LogicalSource, references: AbstractSet[str], records: Iterator[JsonRecord]
) -> Relation:
    """A relation with a row for each record. Raises InputError where a reference is no JSONPath to values."""
    paths = {reference: reference_path(reference, source) for reference in sorted(references)}

    def batches() -> Iterator[Batch]:
        is_first = True
        while (nodes := _batch(records)) or is_first:
            yield Batch(len(nodes), {name: column(path, nodes, source) for name, path in paths.items()})
            is_first = False

    return add_in_segments(engine, f"{source.file} {source.iterator}", batches())


def records_within(source: LogicalSource, references: AbstractSet[str]) -> Callable[[Any], Iterator[Record]]:
    """What reads the records that the source's iterator selects in a document, or in a record of one."""
    iterator = iterator_path(source)
    paths = {reference: reference_path(reference, source) for reference in references}

    def read(document: Any) -> Iterator[Record]:
        for node in iterator.select(document):
            yield Record(node, {name: values(path, node, source) for name, path in paths.items()})

    return read


def _batch(records: Iterator[JsonRecord]) -> list[Any]:
    """The nodes of the next rows: many if they are short, few if they are long."""
    nodes = []
    length = 0
    for record in records:
        nodes.append(record.node)
        length += record.length
        if len(nodes) == ROWS_OF_BATCH or length > _TEXT_OF_BATCH:
            break
    return nodes
