"""CSV files.

RML-IO, reference formulation rml:CSV; RFC 4180, <https://www.rfc-editor.org/rfc/rfc4180>.
"""

import codecs
import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlglot import exp

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import CsvFiles, Engine
from iomgraph.errors import InputError
from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.relation import Relation, Shape
from iomgraph.mapping.sources.chosen_columns import chosen_columns
from iomgraph.mapping.sources.csv_rows import LONGEST_CELL, CsvRow, csv_rows
from iomgraph.mapping.sources.nested_values import Record, Value
from iomgraph.mapping.sources.plain_csv import delimiters_of_plain_csv
from iomgraph.mapping.sources.source_files import each_file, unpacked_file

CSV = "http://w3id.org/rml/CSV"
FORMULATIONS = (CSV,)

_ROWS = 10_000
_CHARACTERS = 1 << 22
_UTF_8 = ("utf-8", "utf-8-sig")


def load(engine: Engine, source: LogicalSource, references: AbstractSet[str], broken_rows: BrokenRows) -> Relation:
    """A table with the columns of the files that are referred to, as texts; empty is missing.

    Files that fit a pattern follow each other by name and have one header. Raises InputError where a file cannot be
    read, a row is broken, a column is missing, or two files have different headers.
    """
    with ExitStack() as unpacked:
        files = [(each, unpacked.enter_context(_utf_8_file(each))) for each in each_file(source)]
        header = _header(files)
        places = chosen_columns(str(source.file), header, references)
        # A table needs a column, also where the mapping refers to none.
        table = _Table(files, len(header), places or {"number": 0}, broken_rows)
        name = table.read_by(engine) or engine.free_name(str(source.file))
        if not engine.columns(name):
            engine.add_batches(name, table.batches())
    return Relation(name, dict.fromkeys(references, Shape.TEXT))


def _header(files: Sequence[tuple[LogicalSource, Path]]) -> list[str]:
    """The names of the columns, which all files have in common."""
    first, *others = [(source.file, _header_of(source, file)) for source, file in files]
    for name, header in others:
        if header != first[1]:
            raise InputError(
                f"{name} has the header {', '.join(header)} and {first[0]} "
                f"{', '.join(first[1])}; give both the same columns, or read them as two sources."
            )
    return first[1]


def _header_of(source: LogicalSource, file: Path) -> list[str]:
    first = next(csv_rows(file, source.dialect), None)
    if first is None:
        raise InputError(f"{source.file} is empty; give it a header, or leave it out.")
    if first.problem:
        raise InputError(_sentence(source, first))
    if source.dialect.header:
        return first.cells
    return [f"_col.{number}" for number in range(1, len(first.cells) + 1)]


@dataclass(frozen=True)
class _Table:
    """The rows of files with one header of `width` columns, of which `places` has those that are read."""

    files: Sequence[tuple[LogicalSource, Path]]
    width: int
    places: Mapping[str, int]
    broken_rows: BrokenRows

    def read_by(self, engine: Engine) -> str | None:
        """The table that the engine itself made of the files; None where there is anything unusual in them.

        The engine is far faster than reading row by row, which alone can say what is wrong with a row.
        """
        delimiters = [delimiters_of_plain_csv(file, source.dialect) for source, file in self.files]
        counted = [each for each in delimiters if each is not None]
        # To an engine an empty line is a row of one column.
        if self.width == 1 or len(counted) < len(delimiters):
            return None
        source = self.files[0][0]
        name = engine.free_name(str(source.file))
        files = CsvFiles([file for _, file in self.files], self.width, source.dialect.delimiter, source.nulls)
        try:
            engine.add_csv(name, files, self.places)
        except InputError:
            return None
        count = exp.select(exp.Count(this=exp.Star())).from_(exp.to_identifier(name, quoted=True))
        ((rows,),) = engine.rows(count)
        return name if sum(counted) == (rows + len(self.files)) * (self.width - 1) else None

    def batches(self) -> pa.RecordBatchReader:
        """The rows that are not broken."""
        schema = pa.schema([(column, pa.string()) for column in self.places])
        return pa.RecordBatchReader.from_batches(schema, self._batches(schema))

    def _batches(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        for source, file in self.files:
            rows = self._rows(source, file)
            missing = {"", *source.nulls}
            while some := list(islice(rows, _ROWS)):
                texts = [[None if row[at] in missing else row[at] for row in some] for at in self.places.values()]
                yield pa.RecordBatch.from_arrays([pa.array(column, pa.string()) for column in texts], schema=schema)

    def _rows(self, source: LogicalSource, file: Path) -> Iterator[list[str]]:
        """The cells of the rows below the header that are not broken."""
        rows: Iterable[CsvRow] = csv_rows(file, source.dialect)
        for row in islice(rows, 1 if source.dialect.header else 0, None):
            if row.problem:
                self.broken_rows.found(_sentence(source, row))
            elif len(row.cells) != self.width:
                self.broken_rows.found(
                    f"{source.file}, line {row.line}: the row has {len(row.cells)} cells and the header {self.width}; "
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
