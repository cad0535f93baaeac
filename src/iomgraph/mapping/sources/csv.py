"""CSV files.

RML-IO, reference formulation rml:CSV; RFC 4180, <https://www.rfc-editor.org/rfc/rfc4180>.
"""

import csv
import io
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import Engine
from iomgraph.errors import InputError
from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.relation import Relation
from iomgraph.mapping.sources.nested_values import Record, Value
from iomgraph.mapping.sources.record_tables import checked_columns
from iomgraph.mapping.sources.source_text import plain_file

FORMULATIONS = ("http://w3id.org/rml/CSV",)


def load(engine: Engine, source: LogicalSource, references: AbstractSet[str], broken_rows: BrokenRows) -> Relation:
    """A table with every column of the file, as text; empty is missing.

    Raises InputError where the file cannot be read, a row has too few or too many cells, or a column is missing.
    """
    name = engine.free_name(str(source.file))
    with plain_file(source) as file:
        engine.add_csv(name, file, source.nulls)
    return Relation(name, checked_columns(str(source.file), engine.columns(name), references))


def parse(text: str, source: LogicalSource) -> list[dict[str, str]]:
    """The rows of a text that holds CSV.

    Raises InputError where a row has too few or too many cells, or two columns have one name.
    """
    try:
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
