"""CSV files.

RML-IO, reference formulation rml:CSV; RFC 4180, <https://www.rfc-editor.org/rfc/rfc4180>.
"""

import codecs
import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import Engine
from iomgraph.errors import InputError
from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.relation import Relation, Shape
from iomgraph.mapping.sources.chosen_columns import chosen_columns
from iomgraph.mapping.sources.csv_columns import column_batches, is_well_formed
from iomgraph.mapping.sources.csv_rows import LONGEST_CELL, CsvRow, csv_rows
from iomgraph.mapping.sources.nested_values import Record, Value
from iomgraph.mapping.sources.source_files import each_file, unpacked_file

FORMULATIONS = ("http://w3id.org/rml/CSV",)

_ROWS = 10_000
_CHARACTERS = 1 << 22
_UTF_8 = ("utf-8", "utf-8-sig")


def load(engine: Engine, source: LogicalSource, references: AbstractSet[str], broken_rows: BrokenRows) -> Relation:
    """A table with the columns of the files that are referred to, as texts; empty is missing.

    Files that fit a pattern follow each other by name and have one header. Raises InputError where a file cannot be
    read, a row is broken, a column is missing, or two files have different headers.
    """
    name = engine.free_name(str(source.file))
    # A table needs a column, also where the mapping refers to none.
    columns = sorted(references) or ["number"]
    schema = pa.schema([(column, pa.string()) for column in columns])
    batches = _Table(source, references, broken_rows).batches(schema)
    engine.add_batches(name, pa.RecordBatchReader.from_batches(schema, batches))
    return Relation(name, dict.fromkeys(references, Shape.TEXT))


class _Table:
    """The rows of one file or more, with one header."""

    def __init__(self, source: LogicalSource, references: AbstractSet[str], broken_rows: BrokenRows) -> None:
        self._source = source
        self._references = references
        self._broken_rows = broken_rows
        self._first: tuple[Path | None, list[str]] | None = None

    def batches(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """The columns of `schema` of every file."""
        for source in each_file(self._source):
            with _utf_8_file(source) as file:
                columns = self._header(source, file)
                chosen = chosen_columns(str(source.file), columns, self._references)
                # Where nothing is referred to, the rows are told by any of their columns.
                places = [chosen.get(field.name, 0) for field in schema]
                yield from self._file_batches(source, file, len(columns), places, schema)

    def _file_batches(
        self, source: LogicalSource, file: Path, width: int, places: Sequence[int], schema: pa.Schema
    ) -> Iterator[pa.RecordBatch]:
        read = 0
        if is_well_formed(file, source.dialect):
            try:
                for batch in column_batches(file, width, places, source.dialect.delimiter, source.nulls):
                    yield pa.RecordBatch.from_arrays(batch.columns, schema=schema)
                    read += batch.num_rows
            except pa.ArrowInvalid:
                # Read on row by row, which says what is wrong, if anything is.
                pass
            else:
                return
        rows = islice(self._rows(source, file, width), read, None)
        missing = {"", *source.nulls}
        while batch_of_rows := list(islice(rows, _ROWS)):
            texts = [[None if row[place] in missing else row[place] for row in batch_of_rows] for place in places]
            yield pa.RecordBatch.from_arrays([pa.array(column, pa.string()) for column in texts], schema=schema)

    def _header(self, source: LogicalSource, file: Path) -> list[str]:
        """The names of the columns; the first file's are those of all."""
        first = next(csv_rows(file, source.dialect), None)
        if first is None:
            raise InputError(f"{source.file} is empty; give it a header, or leave it out.")
        if first.problem:
            raise InputError(_sentence(source, first))
        columns = first.cells
        if not source.dialect.header:
            columns = [f"_col.{number}" for number in range(1, len(columns) + 1)]
        if self._first is None:
            self._first = source.file, columns
        elif self._first[1] != columns:
            raise InputError(
                f"{source.file} has the header {', '.join(columns)} and {self._first[0]} "
                f"{', '.join(self._first[1])}; give both the same columns, or read them as two sources."
            )
        return columns

    def _rows(self, source: LogicalSource, file: Path, width: int) -> Iterator[list[str]]:
        """The cells of the rows below the header that are not broken."""
        rows: Iterable[CsvRow] = csv_rows(file, source.dialect)
        for row in islice(rows, 1 if source.dialect.header else 0, None):
            if row.problem:
                self._broken_rows.found(_sentence(source, row))
            elif len(row.cells) != width:
                self._broken_rows.found(
                    f"{source.file}, line {row.line}: the row has {len(row.cells)} cells and the header {width}; "
                    "quote text that holds the delimiter and leave no cell out."
                )
            else:
                yield row.cells


def _sentence(source: LogicalSource, row: CsvRow) -> str:
    return f"{source.file}, line {row.line}: {row.problem}."


@contextmanager
def _utf_8_file(source: LogicalSource) -> Iterator[Path]:
    """The file in UTF-8, but for the bytes that are no text in its own encoding: these are no UTF-8 either."""
    try:
        codec = codecs.lookup(source.encoding or "utf-8")
        "".encode(codec.name)
    except LookupError:
        raise InputError(
            f"{source.file} has the encoding {source.encoding}, which is not known; save it as UTF-8."
        ) from None
    with unpacked_file(source) as file:
        if codec.name in _UTF_8:
            yield file
            return
        with tempfile.TemporaryDirectory() as folder:
            converted = Path(folder) / "converted.csv"
            with (
                file.open(encoding=codec.name, errors=_AS_NO_UTF_8, newline="") as stream,
                converted.open("w", encoding="utf-8", errors="surrogateescape", newline="") as into,
            ):
                while text := stream.read(_CHARACTERS):
                    into.write(text)
            yield converted


_AS_NO_UTF_8 = "iomgraph-as-no-utf-8"


def _no_utf_8(error: UnicodeError) -> tuple[str, int]:
    """A surrogate in place of bytes that cannot be decoded: written with surrogateescape it is a byte alone."""
    assert isinstance(error, UnicodeDecodeError)
    return "\udc80", error.end


codecs.register_error(_AS_NO_UTF_8, _no_utf_8)


def parse(text: str, source: LogicalSource) -> list[dict[str, str]]:
    """The rows of a text that holds CSV.

    Raises InputError where a row has too few or too many cells, or two columns have one name.
    """
    try:
        csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
        header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        if len(set(header)) < len(header):
            raise InputError(f"{source.file} has two columns with one name in {', '.join(header)}; rename one.")
        return [dict(zip(header, row, strict=True)) for row in rows if row]
    except (csv.Error, ValueError) as error:
        raise InputError(f"{source.file} is not valid CSV ({error}); correct it.") from error


def within(source: LogicalSource, references: AbstractSet[str]) -> Callable[[Any], Iterator[Record]]:
    """What reads each row of a parsed text. A row itself holds no further records: InputError."""

    def read(rows: Any) -> Iterator[Record]:
        if not isinstance(rows, list):
            raise InputError(f"{source.file}: a row of CSV holds no records; name the column that holds them.")
        for row in rows:
            for reference in sorted(references - row.keys()):
                raise InputError(f"{source.file} has no column {reference}; it has {', '.join(row)}.")
            yield Record(row, {name: [Value(row[name], None)] if row[name] else [] for name in references})

    return read
