"""SQLite, with Python's own module.

A value has the type that its column was declared with where it fits it, else the one that it is stored as: SQLite
holds any value in any column, <https://www.sqlite.org/datatype3.html>.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa

from iomgraph.mapping.database import Database
from iomgraph.mapping.relation import DATATYPE, VALUE
from iomgraph.mapping.sources.natural_datatypes import TYPED_VALUE, XSD, canonical_double, decimal_text

SCHEMES = ("sqlite",)

_ROWS = 10_000
_DATE = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?"
_ZONE = r"(Z|[+-][0-9]{2}:[0-9]{2})?"


@contextmanager
def connect(database: Database) -> Iterator["_Connection"]:
    """A connection that only reads. Raises InputError where the file is no database."""
    database.only_options()
    try:
        opened = sqlite3.connect(f"{Path(database.name).absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error as error:
        raise database.refusal(error, "name a file that SQLite wrote") from None
    with closing(opened):
        yield _Connection(opened, database)


class _Connection:
    def __init__(self, opened: sqlite3.Connection, database: Database) -> None:
        self._opened = opened
        self._database = database
        self._numbers = count()

    def quoted(self, name: str) -> str:
        doubled = name.replace('"', '""')
        return f'"{doubled}"'

    def columns(self, query: str) -> list[str]:
        return [name for name, _ in self._declared(query)]

    def read(self, query: str) -> pa.RecordBatchReader:
        declared = self._declared(query)
        schema = pa.schema([(name, TYPED_VALUE) for name, _ in declared])
        kinds = [_kind(kind) for _, kind in declared]
        return pa.RecordBatchReader.from_batches(schema, self._batches(query, schema, kinds))

    def _declared(self, query: str) -> list[tuple[str, str]]:
        """Each column of a query with the type that it was declared with; only a view tells these."""
        view = f"iomgraph_{next(self._numbers)}"
        try:
            self._opened.execute(f"CREATE TEMP VIEW {view} AS {query}")
            return [(row[1], row[2]) for row in self._opened.execute(f"PRAGMA table_info({view})")]
        except sqlite3.Error as error:
            raise self._database.refusal(error) from None

    def _batches(self, query: str, schema: pa.Schema, kinds: Sequence["_Kind"]) -> Iterator[pa.RecordBatch]:
        try:
            rows = self._opened.execute(query)
            while batch := rows.fetchmany(_ROWS):
                columns = zip(kinds, zip(*batch, strict=True), strict=True)
                arrays = [pa.array([_struct(kind, value) for value in column], TYPED_VALUE) for kind, column in columns]
                yield pa.RecordBatch.from_arrays(arrays, schema=schema)
        except sqlite3.Error as error:
            raise self._database.refusal(error) from None


# What a value of a declared type becomes, None where it does not fit the type.
_Kind = Callable[[Any], tuple[str, str | None] | None]


def _struct(kind: _Kind, value: Any) -> dict[str, str | None] | None:
    if value is None or value == "":
        return None
    text, datatype = kind(value) or _as_stored(value)
    return {VALUE: text, DATATYPE: datatype and XSD + datatype}


def _as_stored(value: Any) -> tuple[str, str | None]:
    if isinstance(value, int):
        return str(value), "integer"
    if isinstance(value, float):
        return canonical_double(repr(value)), "double"
    return (value.hex().upper(), "hexBinary") if isinstance(value, bytes) else (value, None)


def _kind(declared: str) -> _Kind:
    words = declared.upper()
    return next((kind for part, kind in _KINDS if part in words), _as_stored)


def _boolean(value: Any) -> tuple[str, str | None] | None:
    return ("true" if value else "false", "boolean") if value in (0, 1) else None


def _decimal(value: Any) -> tuple[str, str | None] | None:
    if isinstance(value, float) and not (value == value and abs(value) != float("inf")):  # noqa: PLR0124 - not NaN
        return None
    return (decimal_text(Decimal(repr(value))), "decimal") if isinstance(value, int | float) else None


def _double(value: Any) -> tuple[str, str | None] | None:
    return (canonical_double(repr(value)), "double") if isinstance(value, int | float) else None


def _text_like(pattern: str, datatype: str) -> _Kind:
    compiled = re.compile(pattern)

    def kind(value: Any) -> tuple[str, str | None] | None:
        fits = isinstance(value, str) and compiled.fullmatch(value)
        return (value.replace(" ", "T"), datatype) if fits else None

    return kind


# A part of a declared type, the first that fits: TIMESTAMP holds TIME, and DATETIME holds DATE.
_KINDS: tuple[tuple[str, _Kind], ...] = (
    ("BOOL", _boolean),
    ("TIMESTAMP", _text_like(f"{_DATE}[ T]{_TIME}{_ZONE}", "dateTime")),
    ("DATETIME", _text_like(f"{_DATE}[ T]{_TIME}{_ZONE}", "dateTime")),
    ("DATE", _text_like(_DATE, "date")),
    ("TIME", _text_like(_TIME, "time")),
    ("DEC", _decimal),
    ("NUMERIC", _decimal),
    ("REAL", _double),
    ("FLOA", _double),
    ("DOUB", _double),
)
