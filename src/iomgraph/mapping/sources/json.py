"""JSON documents, read by JSONPath.

RML-IO, reference formulation rml:JSONPath; RFC 9535, <https://www.rfc-editor.org/rfc/rfc9535>. A file whose name says
that it has a document on each line (`.ndjson`, `.jsonl`) is read as `iomgraph.mapping.sources.ndjson` says.
"""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import Engine
from iomgraph.errors import InputError
from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.relation import Relation
from iomgraph.mapping.sources import ndjson
from iomgraph.mapping.sources.broken_text import BrokenText, text_pieces
from iomgraph.mapping.sources.json_paths import iterator_path
from iomgraph.mapping.sources.json_records import JsonRecord, add_records, records_within
from iomgraph.mapping.sources.json_stream import JsonText, parsed
from iomgraph.mapping.sources.nested_values import Record
from iomgraph.mapping.sources.source_text import opened

FORMULATIONS = ("http://w3id.org/rml/JSONPath",)


def load(engine: Engine, source: LogicalSource, references: AbstractSet[str], broken_rows: BrokenRows) -> Relation:
    """A relation with a row for each node that the iterator selects.

    The iterator's steps to members, places, every child and filtered children are taken while the file is read: then
    memory is bound by one of the values they lead to. What follows another step (`..`, a slice, several names) is
    selected from that value, and of an iterator with a filter that looks from the root the document is read whole.

    Where the text is no JSON, or badly encoded, the rows before are kept if broken rows are skipped. Raises InputError
    where the file cannot be read, a path is no JSONPath, or a reference selects an object or array.
    """
    if ndjson.has_lines(source):
        return ndjson.load(engine, source, references, broken_rows)
    return add_records(engine, source, references, _records(source, broken_rows))


def records(source: LogicalSource, broken_rows: BrokenRows) -> Iterator[Any]:
    """The nodes of the rows that `load` makes, in the same order."""
    if ndjson.has_lines(source):
        return ndjson.records(source, broken_rows)
    return (record.node for record in _records(source, broken_rows))


def parse(text: str, source: LogicalSource) -> Any:
    """The document. Raises InputError where `text` is no JSON."""
    try:
        return parsed(text, f"A text of {source.file}")
    except BrokenText as broken:
        raise InputError(broken.sentence) from broken


def within(source: LogicalSource, references: AbstractSet[str]) -> Callable[[Any], Iterator[Record]]:
    """What reads the records that the source's iterator selects in a document, or in a record of one."""
    return records_within(source, references)


def _records(source: LogicalSource, broken_rows: BrokenRows) -> Iterator[JsonRecord]:
    path = iterator_path(source)
    with opened(source) as stream:
        try:
            for element in JsonText(text_pieces(stream, source), source.file).elements(path.steps):
                if element.broken:
                    broken_rows.found(element.broken.sentence)
                    continue
                for node in path.select_rest(element.value):
                    yield JsonRecord(node, element.length)
        except BrokenText as broken:
            broken_rows.found(broken.sentence)
