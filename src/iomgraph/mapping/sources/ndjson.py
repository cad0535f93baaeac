"""Files with a JSON document on each line: NDJSON, JSON Lines.

A mapping reads one by rml:JSONPath where the file's name ends in `.ndjson` or `.jsonl` (before the suffix of its
compression, if it has one), or says so with a reference formulation of our own. The iterator is applied to each line;
without one, or as `$`, a line is a record. <https://jsonlines.org/>
"""

import io
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any, BinaryIO

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import Engine
from iomgraph.errors import InputError
from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.relation import Relation
from iomgraph.mapping.sources.broken_text import BrokenText, not_encoded
from iomgraph.mapping.sources.json_paths import iterator_path
from iomgraph.mapping.sources.json_records import JsonRecord, add_records, records_within
from iomgraph.mapping.sources.json_stream import parsed
from iomgraph.mapping.sources.nested_values import Record
from iomgraph.mapping.sources.source_text import encoding_of, opened

FORMULATIONS = ("https://w3id.org/iomgraph/formulation#NDJSON",)

_SUFFIXES = {".ndjson", ".jsonl"}


class _Lines(list[Any]):
    """The documents of a text."""


def has_lines(source: LogicalSource) -> bool:
    """Whether the name of the source's file says that each line is a document."""
    return source.file is not None and not _SUFFIXES.isdisjoint(suffix.lower() for suffix in source.file.suffixes[-2:])


def load(engine: Engine, source: LogicalSource, references: AbstractSet[str], broken_rows: BrokenRows) -> Relation:
    """A relation with a row for each node that the iterator selects from a line.

    A line that is no JSON, or badly encoded, is a broken row. Raises InputError where the file cannot be read, a path
    is no JSONPath, or a reference selects an object or array.
    """
    return add_records(engine, source, references, _records(source, broken_rows))


def records(source: LogicalSource, broken_rows: BrokenRows) -> Iterator[Any]:
    """The nodes of the rows that `load` makes, in the same order."""
    return (record.node for record in _records(source, broken_rows))


def parse(text: str, source: LogicalSource) -> Any:
    """The documents of a text's lines. Raises InputError where one is no JSON."""
    try:
        return _Lines(
            parsed(line, f"A text of {source.file}", number)
            for number, line in enumerate(text.split("\n"), 1)
            if line and not line.isspace()
        )
    except BrokenText as broken:
        raise InputError(broken.sentence) from broken


def within(source: LogicalSource, references: AbstractSet[str]) -> Callable[[Any], Iterator[Record]]:
    """What reads the records that the source's iterator selects in the documents of a text, or in a record of one."""
    read = records_within(source, references)

    def read_lines(document: Any) -> Iterator[Record]:
        for each in document if isinstance(document, _Lines) else [document]:
            yield from read(each)

    return read_lines


def _records(source: LogicalSource, broken_rows: BrokenRows) -> Iterator[JsonRecord]:
    path = iterator_path(source)
    with opened(source) as stream:
        for number, line in enumerate(_lines(stream, source), 1):
            try:
                if not _is_text(line):
                    raise not_encoded(source, number)
                nodes = path.select(parsed(line, source.file, number)) if line and not line.isspace() else ()
            except BrokenText as broken:
                broken_rows.found(broken.sentence)
                continue
            for node in nodes:
                yield JsonRecord(node, len(line))


def _lines(stream: BinaryIO, source: LogicalSource) -> Iterator[str]:
    """The lines of a file; bytes that are no text become halves of surrogate pairs, so that the lines go on."""
    encoding = encoding_of(source)
    errors = "surrogatepass" if encoding == "utf-16" else "surrogateescape"
    return io.TextIOWrapper(stream, encoding, errors, newline="\n")


def _is_text(line: str) -> bool:
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True
